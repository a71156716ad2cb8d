"""One thread for PyTorch: with more, threads wait for one another on a busy machine, and the tests take far longer.

And every test begins with the same random numbers, whichever ran before it.
"""

import random

import numpy as np
import pytest
import torch

import tinygrad_lite as tg

torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def seed():
    for start in (tg.manual_seed, torch.manual_seed, np.random.seed, random.seed):
        start(0)
