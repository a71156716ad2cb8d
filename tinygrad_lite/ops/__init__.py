"""Differentiable operations, by family. Each is one class: what it computes, what it keeps, its gradient."""
