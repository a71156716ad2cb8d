"""What every side of a workload begins with: the same numbers."""

import math
from itertools import pairwise

import numpy as np

CONV_NET = [(8, 1, 3, 3), (16, 8, 3, 3), (10, 64)]  # the weights of its layers; 8 × 8 pixels, halved twice
CONV_NET_BATCH = 64
CHAIN = np.float32(0.999), np.float32(0.001)  # in turn a factor and a summand


def dense_net(sizes):
    """The shapes of the weights of a network of linear layers, (out, in) each."""
    return [(after, before) for before, after in pairwise(sizes)]


def parameters(weight_shapes):
    """Weight, bias, weight, bias …, as PyTorch would draw them."""
    rng = np.random.default_rng(0)
    found = []
    for shape in weight_shapes:
        bound = math.prod(shape[1:]) ** -0.5
        found += [rng.uniform(-bound, bound, size).astype(np.float32) for size in (shape, shape[0])]
    return found


def batch(shape, outputs):
    """Inputs of a shape, and targets: numbers for one output, classes for several."""
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal(shape, dtype=np.float32)
    if outputs == 1:
        return inputs, rng.integers(0, 2, (shape[0], 1)).astype(np.float32)
    return inputs, rng.integers(0, outputs, shape[0])


def numbers(*shapes):
    """Normally distributed numbers, an array for each shape."""
    rng = np.random.default_rng(2)
    return [rng.standard_normal(shape, dtype=np.float32) for shape in shapes]
