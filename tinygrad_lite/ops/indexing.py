"""Choosing elements by position or by mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Variable
from tinygrad_lite.ops.common import one_dim


class Index(Function):
    """x[index]: the chosen elements get the gradient, an element chosen several times the sum"""

    @staticmethod
    def forward(ctx, x, index):
        ctx.x, ctx.index = x, index
        return x[index]

    @staticmethod
    def backward(ctx, grad_output):
        grad = np.zeros_like(ctx.x, dtype=grad_output.dtype)
        if may_repeat(ctx.index):
            np.add.at(grad, ctx.index, grad_output)
        else:
            grad[ctx.index] = grad_output
        return grad, None

    @staticmethod
    def explain(error, x, index):
        return IndexError(f"indexing a tensor of shape {x.shape}: {error}.")


def may_repeat(index: Any) -> bool:
    """Whether an index may name an element twice: integer arrays and lists may; slices, ints and masks do not."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, (np.ndarray, list)) and np.asarray(part).dtype.kind in "iu" for part in parts)


def plain_index(index: Any) -> Any:
    """An index with the tensors in it as arrays; refuses what is no index."""
    if isinstance(index, tuple):
        return tuple(plain_index(part) for part in index)
    if isinstance(index, Variable):
        index = index.array
    if isinstance(index, np.ndarray) and index.dtype.kind not in "iub":
        raise IndexError(f"an index tensor must hold integers or bools, got {index.dtype}: use index.long().")
    if isinstance(index, float):
        raise TypeError(
            f"an index must be an integer, slice, None, ..., or a tensor of integers or bools; got {index}."
        )
    return index


def getitem(x: Any, index: Any) -> Any:
    """x[index] with ints, slices, None, Ellipsis, bool masks and integer tensors, as in PyTorch and NumPy."""
    return Index.apply(x, plain_index(index))


class TakeAlong(Function):
    """For each place in `indices`, the element of x that stands there along one dimension"""

    @staticmethod
    def forward(ctx, x, indices, axis):
        ctx.x, ctx.indices, ctx.axis = x, indices, axis
        return np.take_along_axis(x, indices, axis) if x.ndim else x

    @staticmethod
    def backward(ctx, grad_output):
        if not ctx.x.ndim:
            return grad_output, None, None
        places = list(np.indices(ctx.indices.shape, sparse=True))
        places[ctx.axis] = ctx.indices
        grad = np.zeros_like(ctx.x)
        np.add.at(grad, tuple(places), grad_output)
        return grad, None, None


def take_along(x: Any, indices: Any, dim: int) -> Any:
    """The elements of x at `indices` along `dim`; `indices` has as many dimensions as x."""
    return TakeAlong.apply(x, indices, one_dim(dim, x.array.ndim, "take_along"))
