"""Run the same function on our tensors and on PyTorch's, and compare values, dtypes and gradients."""

import numpy as np
import torch

import tinygrad_lite as tg
from tests.on_device import ROUGHER

TOLERANCE = {
    np.dtype("float64"): 1e-12 * ROUGHER,
    np.dtype("float32"): 2e-5 * ROUGHER,
    np.dtype("float16"): 1e-2 * ROUGHER,
}


def ours(array, requires_grad=False):
    return tg.tensor(array, requires_grad=requires_grad)


def theirs(array, requires_grad=False):
    return torch.tensor(array, requires_grad=requires_grad)


def same(mine, reference, what="value"):
    """Equal up to rounding, and of the same shape and dtype."""
    mine = mine.detach().cpu().numpy() if isinstance(mine, tg.Tensor) else np.asarray(mine)
    reference = reference.detach().numpy() if isinstance(reference, torch.Tensor) else np.asarray(reference)
    assert mine.shape == reference.shape, f"{what}: shape {mine.shape}, PyTorch {reference.shape}"
    assert mine.dtype == reference.dtype, f"{what}: dtype {mine.dtype}, PyTorch {reference.dtype}"
    tolerance = TOLERANCE.get(reference.dtype, 0)
    np.testing.assert_allclose(mine, reference, rtol=tolerance, atol=tolerance, equal_nan=True, err_msg=what)


def agree(function, *arrays, their_function=None, seed=0):
    """`function(lib, *tensors)`: same values, and same gradients for a random gradient of the result."""
    mine = [ours(a, requires_grad=np.asarray(a).dtype.kind == "f") for a in arrays]
    reference = [theirs(a, requires_grad=np.asarray(a).dtype.kind == "f") for a in arrays]
    with np.errstate(all="ignore"):
        result = function(tg, *mine)
        wanted = (their_function or function)(torch, *reference)
        same(result, wanted)
        assert result.requires_grad == wanted.requires_grad
        if not wanted.requires_grad:
            return
        start = np.random.default_rng(seed).normal(size=tuple(wanted.shape)).astype(result.dtype)
        result.backward(ours(start))
        wanted.backward(theirs(start))
    for i, (x, y) in enumerate(zip(mine, reference, strict=True)):
        if x.requires_grad:
            assert (x.grad is None) == (y.grad is None), f"gradient of input {i}"
            if y.grad is not None:
                same(x.grad, y.grad, f"gradient of input {i}")


def numbers(*shape, dtype="float64", seed=0, low=-2.0, high=2.0):
    return np.random.default_rng(seed).uniform(low, high, shape).astype(dtype)
