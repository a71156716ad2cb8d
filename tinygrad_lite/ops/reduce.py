"""Operations that reduce a tensor along dimensions, and those that weigh along one: softmax."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Variable, constant
from tinygrad_lite.backend import int64
from tinygrad_lite.ops.arithmetic import maximum, minimum
from tinygrad_lite.ops.common import dims, need_float, one_dim
from tinygrad_lite.ops.indexing import take_along
from tinygrad_lite.ops.shape import expanded


class Sum(Function):
    """Sum along dimensions: every summand gets the gradient of its sum"""

    @staticmethod
    def forward(ctx, x, dim, keepdim):
        ctx.shape, ctx.dims = x.shape, dims(dim, x.ndim, "sum")
        return x.sum(ctx.dims, keepdims=keepdim, dtype=x.dtype if x.dtype.kind == "f" else int64)

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output, ctx.shape, ctx.dims), None, None


def sum(x: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """Sum of all elements, or along `dim` (an int or several). Integers and bools add up to int64. `torch.sum`."""
    return Sum.apply(x if dtype is None else x.to(dtype), dim, keepdim)


class Mean(Function):
    """Mean along dimensions: as a sum, the gradient divided by the number of summands"""

    @staticmethod
    def forward(ctx, x, dim, keepdim):
        need_float(x, "mean")
        ctx.shape, ctx.dims = x.shape, dims(dim, x.ndim, "mean")
        total = np.asarray(x.sum(ctx.dims, keepdims=keepdim))
        ctx.count = x.size // total.size if total.size else 1
        return total / ctx.count if ctx.count else total / total.dtype.type(0)  # 0 / 0 is nan, as in PyTorch

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output / max_int(ctx.count, 1), ctx.shape, ctx.dims), None, None


def mean(x: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """Mean of all elements, or along `dim` (an int or several); of floats only. `torch.mean`."""
    return Mean.apply(x if dtype is None else x.to(dtype), dim, keepdim)


def max_int(count: int, least: int) -> int:
    return count if count > least else least


class Extreme(Function):
    """The largest (or smallest) of all elements; several equal ones share the gradient"""

    @staticmethod
    def forward(ctx, x, find):
        name = find.__name__.removeprefix("a")
        if x.size == 0:
            raise RuntimeError(f"{name}: the tensor is empty (shape {x.shape}), it has no {name}imum.")
        ctx.x, ctx.y = x, find(x)
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        equal = (ctx.x == ctx.y) | (np.isnan(ctx.x) & np.isnan(ctx.y))
        return equal * (grad_output / grad_output.dtype.type(equal.sum())), None


Largest = namedtuple("Largest", ["values", "indices"])
Smallest = namedtuple("Smallest", ["values", "indices"])


def max(x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The largest element; with `dim`, the largest along it and where each stands: a pair (values, indices).

    With a tensor in place of `dim`: the larger of the two, elementwise. `torch.max`.

    >>> values, indices = tg.tensor([[1.0, 5.0], [7.0, 2.0]]).max(1)
    >>> values, indices
    (tensor([5., 7.]), tensor([1, 0]))
    """
    if isinstance(dim, Variable):
        return maximum(x, dim)
    if dim is None:
        return Extreme.apply(x, np.max)
    indices = argmax(x, dim, keepdim=True)
    return Largest(*along(x, indices, dim, keepdim))


def min(x: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The smallest element; with `dim`, the smallest along it and where each stands, as with `max`. `torch.min`."""
    if isinstance(dim, Variable):
        return minimum(x, dim)
    if dim is None:
        return Extreme.apply(x, np.min)
    indices = argmin(x, dim, keepdim=True)
    return Smallest(*along(x, indices, dim, keepdim))


def along(x: Any, indices: Any, dim: int, keepdim: bool) -> tuple[Any, Any]:
    """The values of x at `indices` along `dim`, and the indices."""
    values = take_along(x, indices, dim)
    return (values, indices) if keepdim or not x.ndim else (values.squeeze(dim), indices.squeeze(dim))


def position(find: Any, x: Any, dim: int | None, keepdim: bool) -> Any:
    name, array = find.__name__, x.array
    if array.size == 0:
        raise IndexError(f"{name}: the tensor is empty (shape {array.shape}), it has no largest or smallest element.")
    axis = None if dim is None or array.ndim == 0 else one_dim(dim, array.ndim, name)
    return constant(np.asarray(find(array, axis=axis, keepdims=keepdim), int64))


def argmax(x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """Where the largest element stands (the first of equal ones): among all, or along `dim`. `torch.argmax`."""
    return position(np.argmax, x, dim, keepdim)


def argmin(x: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """Where the smallest element stands (the first of equal ones), as with `argmax`. `torch.argmin`."""
    return position(np.argmin, x, dim, keepdim)


class Softmax(Function):
    """exp(x) / sum(exp(x)) along one dimension; the largest is taken off first, so that exp cannot overflow"""

    @staticmethod
    def forward(ctx, x, dim):
        need_float(x, "softmax")
        ctx.axis = one_dim(dim, x.ndim, "softmax") if x.ndim else ()
        powers = np.exp(x - x.max(ctx.axis, keepdims=True, initial=-np.inf))
        ctx.y = powers / powers.sum(ctx.axis, keepdims=True)
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        weighted = grad_output * ctx.y
        return weighted - ctx.y * weighted.sum(ctx.axis, keepdims=True), None


def softmax(x: Any, dim: int, *, dtype: Any = None) -> Any:
    """Along `dim`, positive numbers that add up to 1, in proportion to exp(x). `torch.softmax`.

    >>> tg.tensor([1000.0, 1000.0]).softmax(0)
    tensor([0.5000, 0.5000])
    """
    return Softmax.apply(x if dtype is None else x.to(dtype), dim)


class LogSoftmax(Function):
    """x - log(sum(exp(x))) along one dimension; the largest is taken off first, so that exp cannot overflow"""

    @staticmethod
    def forward(ctx, x, dim):
        need_float(x, "log_softmax")
        ctx.axis = one_dim(dim, x.ndim, "log_softmax") if x.ndim else ()
        shifted = x - x.max(ctx.axis, keepdims=True, initial=-np.inf)
        ctx.y = shifted - np.log(np.exp(shifted).sum(ctx.axis, keepdims=True))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output - np.exp(ctx.y) * grad_output.sum(ctx.axis, keepdims=True), None


def log_softmax(x: Any, dim: int, *, dtype: Any = None) -> Any:
    """log(softmax(x, dim)), exact where softmax itself rounds to 0. `torch.log_softmax`."""
    return LogSoftmax.apply(x if dtype is None else x.to(dtype), dim)
