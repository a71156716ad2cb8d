"""One thread for PyTorch, as in tests/engine."""

import torch

torch.set_num_threads(1)
