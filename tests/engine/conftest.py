"""One thread for PyTorch: with more, threads wait for one another on a busy machine, and the tests take far longer."""

import torch

from tests.on_device import on_the_device, pytest_make_collect_report, pytest_runtest_call  # noqa: F401

torch.set_num_threads(1)
