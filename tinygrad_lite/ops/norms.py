"""Reductions of a whole tensor's size: its norm, and the logarithm of a sum of exponentials."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import float16, float32
from tinygrad_lite.ops.common import dims, floating, need_float, need_tensor, numpy_names
from tinygrad_lite.ops.curves import signs
from tinygrad_lite.ops.shape import expanded


class LogSumExp(Function):
    """log(sum(exp(x))) along dimensions; the largest is taken off first, so that exp cannot overflow"""

    @staticmethod
    def forward(ctx, x, dim, keepdim):
        if x.itemsize == 2 and x.dtype == float16:
            return LogSumExp.forward(ctx, x.astype(float32), dim, keepdim).astype(float16)
        ctx.x, ctx.dims = floating(x), dims(dim, x.ndim, "logsumexp", keepdim)
        largest = ctx.x.max(ctx.dims, keepdims=True, initial=-np.inf)
        largest = np.where(np.isinf(largest), 0, largest)
        ctx.y = np.log(np.exp(ctx.x - largest).sum(ctx.dims, keepdims=True)) + largest
        return ctx.y if keepdim else ctx.y.squeeze(ctx.dims)

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output, ctx.x.shape, ctx.dims) * np.exp(ctx.x - ctx.y), None, None


@numpy_names
def logsumexp(input: Any, dim: Any, keepdim: bool = False) -> Any:
    """log(sum(exp(input))) along `dim` (an int or several), without overflow. `torch.logsumexp`.

    >>> tg.tensor([1000.0, 1000.0]).logsumexp(0)
    tensor(1000.6932)
    """
    if dim is None:
        raise TypeError("logsumexp: dim must be an int or several, got None.")
    return LogSumExp.apply(need_tensor("logsumexp", input), dim, keepdim)


class Norm(Function):
    """sum(|x| ** p) ** (1 / p) along dimensions; its slope is sign(x) * (|x| / norm) ** (p - 1)"""

    @staticmethod
    def forward(ctx, x, p, dim, keepdim):
        need_float(x, "norm")
        if x.itemsize == 2 and x.dtype == float16:
            return Norm.forward(ctx, x.astype(float32), p, dim, keepdim).astype(float16)
        ctx.x, ctx.p, ctx.dims = x, p, dims(dim, x.ndim, "norm", keepdim)
        size = np.abs(x)
        single = not [axis for axis in ctx.dims if x.shape[axis] != 1]  # nothing to add up, and nothing to round
        if single and p != 0:
            y = size
        elif abs(p) == np.inf:
            if 0 in [x.shape[axis] for axis in ctx.dims]:
                raise RuntimeError(f"norm: there is no {'largest' if p > 0 else 'smallest'} of no elements, {x.shape}.")
            y = size.max(ctx.dims, keepdims=True) if p > 0 else size.min(ctx.dims, keepdims=True)
        elif p == 0:
            y = (x != 0).sum(ctx.dims, keepdims=True, dtype=x.dtype)
        elif p == 2:
            y = np.sqrt((x * x).sum(ctx.dims, keepdims=True))
        else:
            y = (size**p).sum(ctx.dims, keepdims=True) ** (1 / p)
        ctx.y = y
        return y if keepdim else y.squeeze(ctx.dims)

    @staticmethod
    def backward(ctx, grad_output):
        x, y, p = ctx.x, ctx.y, ctx.p
        if p == 0:  # a number of elements: flat
            return None
        if abs(p) == np.inf:  # the largest (or smallest) alone counts; several equal ones share
            equal = (np.abs(x) == y) | (np.isnan(x) & np.isnan(y))
            slope = signs(x) * equal / equal.sum(ctx.dims, keepdims=True, dtype=x.dtype)
        else:
            if p == 1:
                return grad_output.reshape(y.shape) * signs(x), None, None, None
            powers = np.abs(x) ** (p - 1)
            if p < 1:  # infinite at 0; the slope there is taken as 0
                powers = np.where(x == 0, 0, powers)
            if p != 2:  # at y = 0 the slope is 0; so is what an infinite gradient makes of it, but for p = 2
                scale = np.where(y == 0, 0, grad_output.reshape(y.shape) / y ** (p - 1))
                return scale * (signs(x) * powers), None, None, None
            slope = np.where(y == 0, 0, x / y)
        return grad_output.reshape(y.shape) * slope, None, None, None


def norm(input: Any, p: Any = "fro", dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """sum(|input| ** p) ** (1 / p) of all elements, or along `dim`. `torch.norm`.

    Args:
        p: "fro" or 2 for the square root of the sum of squares, inf for the largest, -inf for the smallest absolute
            value, 0 for the number of elements that are not 0, or any other number. "nuc" is not supported.
        dim: one dimension, or several; None: all of them.
        keepdim: whether these dimensions stay, with size 1.
    Raises:
        NotImplementedError: any other `p`.

    >>> tg.tensor([3.0, 4.0]).norm()
    tensor(5.)
    """
    need_tensor("norm", input)
    if p is not None and not (isinstance(p, (int, float)) or (isinstance(p, str) and p == "fro")):
        raise NotImplementedError(f"norm: p={p!r} is not supported here; p must be a number or 'fro'.")
    return Norm.apply(input if dtype is None else input.to(dtype), 2 if p is None or p == "fro" else p, dim, keepdim)
