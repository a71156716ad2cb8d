"""How fast the engine is, beside PyTorch, plain NumPy and mygrad: `python -m benchmarks`, or `tinygrad-lite bench`."""
