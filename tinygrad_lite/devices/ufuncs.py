"""NumPy's functions of single elements, and the two products, by PyTorch's. Operands come in one dtype, NumPy's."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tinygrad_lite.devices.numbers import single
from tinygrad_lite.devices.tables import UFUNCS

# With out=, PyTorch writes the result where it shall lie, as NumPy does; those below compute it first and copy it.
WITH_OUT = (
    "negative", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt",
    "square", "sin", "cos", "tan", "sinh", "cosh", "tanh",
)  # fmt: skip
WITHOUT = (
    "isnan", "isinf", "isfinite", "signbit", "positive", "logical_not", "bitwise_and", "bitwise_or", "bitwise_xor",
)  # fmt: skip


def as_tensors(compute: Callable) -> Callable:
    """A function of two tensors, for a tensor and a number too, which may lie on the CPU."""

    def of_two(x: Any, y: Any, **out: Any) -> torch.Tensor:
        there = x if isinstance(x, torch.Tensor) and not (isinstance(y, torch.Tensor) and x.is_cpu) else y
        return compute(beside(x, there), beside(y, there), **out)

    return of_two


def beside(x: Any, there: torch.Tensor) -> torch.Tensor:
    """A number as a tensor, on the device where another tensor lies."""
    if not isinstance(x, torch.Tensor):
        return single(x, there.dtype, there.device)
    return x if x.device == there.device else torch.full((), x.item(), dtype=x.dtype, device=there.device)


def bound(tensors: Callable, numbers: Callable) -> Callable:
    """np.maximum and np.minimum, which in PyTorch are other functions for a tensor and a number."""
    of_two = as_tensors(tensors)

    def compute(x: Any, y: Any, **out: Any) -> torch.Tensor:
        tensor, other = (x, y) if isinstance(x, torch.Tensor) else (y, x)
        if isinstance(other, torch.Tensor) or tensor.dtype is torch.bool:
            return of_two(x, y, **out)
        return numbers(tensor, other, **out)

    return compute


def not_of_bools(compute: Callable) -> Callable:
    """Functions that leave bools as they are."""
    return lambda x: x.clone() if x.dtype is torch.bool else compute(x)


def matmul(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    if x.dtype is torch.bool:
        return torch.matmul(x.float(), y.float()) > 0
    return torch.matmul(x, y)


def vecdot(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    if not x.ndim or not y.ndim:
        raise ValueError("vecdot: needs arrays of one dimension at least")
    if x.dtype.is_floating_point:
        return torch.linalg.vecdot(x, y)
    return (x * y).sum(-1).to(x.dtype)


def whole_division(compute: Callable) -> Callable:
    """Division of whole numbers by 0 gives 0, as in NumPy; in PyTorch it is an error, on a GPU any number."""

    def divide(x: Any, y: Any) -> torch.Tensor:
        if (x if isinstance(x, torch.Tensor) else y).dtype.is_floating_point:
            return compute(x, y)
        y = y if isinstance(y, torch.Tensor) else single(y, x.dtype, x.device)
        return torch.where(y == 0, 0, compute(x, torch.where(y == 0, 1, y)))

    return divide


def sign(x: torch.Tensor) -> torch.Tensor:
    """nan stays nan; for PyTorch it is 0."""
    return torch.where(torch.isnan(x), x, torch.sign(x)) if x.dtype.is_floating_point else torch.sign(x)


for name in WITH_OUT:
    UFUNCS[getattr(np, name)] = getattr(torch, name), getattr(torch, name)
for name in WITHOUT:
    UFUNCS[getattr(np, name)] = getattr(torch, name), None
for name in ("floor", "ceil", "trunc", "absolute"):
    UFUNCS[getattr(np, name)] = not_of_bools(getattr(torch, name)), getattr(torch, name)
for name in ("copysign", "logical_and", "logical_or", "logical_xor"):
    UFUNCS[getattr(np, name)] = as_tensors(getattr(torch, name)), None
for name in ("fmax", "fmin"):
    UFUNCS[getattr(np, name)] = as_tensors(getattr(torch, name)), None

UFUNCS.update(
    {
        np.add: (operator.add, torch.add),
        np.subtract: (operator.sub, torch.sub),
        np.multiply: (operator.mul, torch.mul),
        np.divide: (operator.truediv, torch.div),
        np.power: (operator.pow, torch.pow),
        np.floor_divide: (whole_division(operator.floordiv), None),
        np.remainder: (whole_division(operator.mod), None),
        np.equal: (operator.eq, None),
        np.not_equal: (operator.ne, None),
        np.less: (operator.lt, None),
        np.less_equal: (operator.le, None),
        np.greater: (operator.gt, None),
        np.greater_equal: (operator.ge, None),
        np.maximum: (bound(torch.maximum, torch.clamp_min), bound(torch.maximum, torch.clamp_min)),
        np.minimum: (bound(torch.minimum, torch.clamp_max), bound(torch.minimum, torch.clamp_max)),
        np.invert: (torch.bitwise_not, None),
        np.rint: (torch.round, torch.round),
        np.sign: (sign, None),
        np.matmul: (matmul, torch.matmul),
        np.vecdot: (vecdot, None),
    }
)
