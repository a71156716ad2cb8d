"""Softmax: what weighs the elements along one dimension against each other, and its logarithm."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import float16, float32
from tinygrad_lite.ops.common import need_float, need_tensor, numpy_names, one_dim, wide


class Softmax(Function):
    """exp(x) / sum(exp(x)) along one dimension; the largest is taken off first, so that exp cannot overflow"""

    @staticmethod
    def forward(ctx, x, dim):
        need_float(x, "softmax")
        if x.itemsize == 2 and x.dtype == float16:
            return Softmax.forward(ctx, x.astype(float32), dim).astype(float16)
        axis = one_dim(dim, x.ndim, "softmax")
        ctx.axis = axis if x.ndim else ()
        powers = np.exp(x - x.max(ctx.axis, keepdims=True, initial=-np.inf))
        ctx.y = powers / powers.sum(ctx.axis, keepdims=True)
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        weighted = grad_output * ctx.y
        return weighted - ctx.y * weighted.sum(ctx.axis, keepdims=True), None


@numpy_names
def softmax(input: Any, dim: int, *, dtype: Any = None) -> Any:
    """Along `dim`, positive numbers that add up to 1, in proportion to exp(input). `torch.softmax`.

    >>> tg.tensor([1000.0, 1000.0]).softmax(0)
    tensor([0.5000, 0.5000])
    """
    need_tensor("softmax", input)
    return Softmax.apply(input if dtype is None else input.to(dtype), dim)


class LogSoftmax(Function):
    """x - log(sum(exp(x))) along one dimension; the largest is taken off first, so that exp cannot overflow"""

    @staticmethod
    def forward(ctx, x, dim):
        need_float(x, "log_softmax")
        if x.itemsize == 2 and x.dtype == float16:
            return LogSoftmax.forward(ctx, x.astype(float32), dim).astype(float16)
        axis = one_dim(dim, x.ndim, "log_softmax")
        ctx.axis = axis if x.ndim else ()
        shifted = x - x.max(ctx.axis, keepdims=True, initial=-np.inf)
        ctx.y = shifted - np.log(np.exp(shifted).sum(ctx.axis, keepdims=True))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output - np.exp(ctx.y) * wide(grad_output).sum(ctx.axis, keepdims=True), None


@numpy_names
def log_softmax(input: Any, dim: int, *, dtype: Any = None) -> Any:
    """log(softmax(input, dim)), exact where softmax itself rounds to 0. `torch.log_softmax`."""
    need_tensor("log_softmax", input)
    return LogSoftmax.apply(input if dtype is None else input.to(dtype), dim)
