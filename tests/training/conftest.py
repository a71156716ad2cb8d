"""One thread for PyTorch: with more, threads wait for one another on a busy machine, and the tests take far longer."""

import torch

torch.set_num_threads(1)
