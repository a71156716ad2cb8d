"""Elementwise operations on one tensor: those needed most, among them ReLU, Sigmoid and Tanh."""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Variable
from tinygrad_lite.backend import boolean, device_of, float16, float32, moved
from tinygrad_lite.ops.common import (
    Broadcasting,
    broadcast_error,
    cast,
    common_dtype,
    described,
    floating,
    need_fit,
    need_tensor,
)


class Neg(Function):
    """-x"""

    @staticmethod
    def forward(ctx, x):
        if x.dtype.kind == "b":
            raise RuntimeError("neg: bools have no negative. To turn a mask round, use ~mask or mask == False.")
        return -x

    @staticmethod
    def backward(ctx, grad_output):
        return -grad_output


def neg(input: Any) -> Any:
    """-input. `torch.neg`."""
    return Neg.apply(need_tensor("neg", input))


class Exp(Function):
    """e ** x"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = np.exp(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.y


def exp(input: Any) -> Any:
    """e to the power of input, elementwise. `torch.exp`."""
    return Exp.apply(need_tensor("exp", input))


class Log(Function):
    """Natural logarithm"""

    @staticmethod
    def forward(ctx, x):
        ctx.x = floating(x)
        return np.log(ctx.x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output / ctx.x


def log(input: Any) -> Any:
    """Natural logarithm, elementwise: -inf at 0, nan below. `torch.log`."""
    return Log.apply(need_tensor("log", input))


class Sqrt(Function):
    """Square root"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = np.sqrt(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output / (2 * ctx.y)


def sqrt(input: Any) -> Any:
    """Square root, elementwise: nan below 0; its slope at 0 is inf. `torch.sqrt`."""
    return Sqrt.apply(need_tensor("sqrt", input))


class Abs(Function):
    """|x|, with slope 0 at 0"""

    @staticmethod
    def forward(ctx, x):
        if x.dtype.kind == "b":
            raise RuntimeError("abs: bools have no absolute value. Convert them first: x.int().")
        ctx.x = x
        return np.abs(x)

    @staticmethod
    def backward(ctx, grad_output):
        slope = (ctx.x > 0).astype(grad_output.dtype) - (ctx.x < 0)
        return grad_output * slope  # so that a gradient of nan stays one where x is 0


def abs(input: Any) -> Any:
    """Absolute value, elementwise; its slope at 0 is taken as 0. `torch.abs`."""
    return Abs.apply(need_tensor("abs", input))


class Clamp(Broadcasting):
    """x held between low and high; the gradient passes where x was not changed"""

    @staticmethod
    def forward(ctx, x, low, high):
        if x.dtype.kind != "f" and any(isinstance(bound, float) for bound in (low, high)):
            x = floating(x)
        elif x.dtype.kind in "iu":
            low, high = (bound if bound is None else fitted(bound, x.dtype) for bound in (low, high))
        if low is not None:
            ctx.inside = x >= low
            x_clamped = np.maximum(x, low)
        else:
            ctx.inside = np.ones_like(x, dtype=bool)
            x_clamped = x
        if high is not None:
            ctx.inside &= x <= high
            x_clamped = np.minimum(x_clamped, high)
        return x_clamped

    @staticmethod
    def backward(ctx, grad_output):
        return np.where(ctx.inside, grad_output, 0), None, None


def fitted(bound: Any, dtype: Any) -> Any:
    need_fit(bound, dtype, "clamp")
    return cast(bound, dtype, "clamp")


class ClampBetween(Broadcasting):
    """x held between low and high, tensors; where a bound is taken, the gradient is that bound's"""

    called = "clamp"

    @staticmethod
    def forward(ctx, x, low, high):
        dtype = common_dtype(*[array for array in (x, low, high) if array is not None])
        x, low, high = (None if array is None else cast(array, dtype, "clamp") for array in (x, low, high))
        result = x if low is None else np.maximum(x, low)
        ctx.x, ctx.low, ctx.high = x, low, high
        return result if high is None else np.minimum(result, high)

    @staticmethod
    def backward(ctx, grad_output):
        x, low, high = ctx.x, ctx.low, ctx.high
        below = False if low is None else x < low
        above = False if high is None else x > high
        crossed = False if low is None or high is None else low > high  # then high is taken everywhere
        apart = True if low is None or high is None else low < high  # of equal ones, neither gets what low would
        grad_low = None if low is None else np.where(below & apart, grad_output, 0)
        grad_high = None if high is None else np.where(above | crossed, grad_output, 0)
        inside = (True if low is None else x >= low) & (True if high is None else x <= high)  # neither holds for nan
        return np.where(inside, grad_output, 0), grad_low, grad_high

    @classmethod
    def explain(cls, error, *inputs):
        return broadcast_error("clamp", *inputs)


def clamp(input: Any, min: Any = None, max: Any = None) -> Any:
    """Held between `min` and `max`, two numbers or two tensors that broadcast; one may be None. `torch.clamp`.

    >>> tg.tensor([-2.0, 0.5, 3.0]).clamp(0, 1)
    tensor([0.0000, 0.5000, 1.0000])
    """
    need_tensor("clamp", input)
    bounds = [bound for bound in (min, max) if bound is not None]
    if not bounds:
        raise RuntimeError("clamp: give min, max or both.")
    if all(isinstance(bound, Variable) for bound in bounds):
        return ClampBetween.apply(input, min, max)
    others = [bound for bound in bounds if not isinstance(bound, Variable)]
    for bound in others:
        if not isinstance(bound, (int, float)) or len(others) < len(bounds):
            raise TypeError(f"clamp: min and max must be two numbers or two tensors, got {described(bound)}")
    if input.dtype.kind == "b" and all(isinstance(bound, bool) for bound in bounds):
        raise RuntimeError("clamp: bools cannot be held between bounds. Convert them first: x.int().")
    return Clamp.apply(input, min, max)


clip = clamp


class ReLU(Function):
    """max(x, 0), with slope 0 at 0: the operation and its gradient. `nn.ReLU` is the module that applies it."""

    @staticmethod
    def forward(ctx, x):
        if x.dtype is boolean:
            raise RuntimeError("relu: bools cannot be used. Convert them first: x.float().")
        ctx.y = np.maximum(x, 0)
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        if type(ctx.y) is not np.ndarray:  # on a device, to look for nan would be to wait
            return np.where(ctx.y != 0, grad_output, 0)
        grad = grad_output * (ctx.y != 0)  # the gradient where x > 0, else 0: three times as fast as np.where
        if isnan(np.vdot(grad, grad)):  # but inf · 0 is nan, not 0: then np.where after all
            grad = np.where(ctx.y != 0, grad_output, 0)
        return grad


def relu(input: Any) -> Any:
    """max(input, 0), elementwise; its slope at 0 is taken as 0. `torch.relu`."""
    return ReLU.apply(need_tensor("relu", input))


def stable_sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)) through exp(-|x|), which cannot overflow."""
    if x.itemsize == 2 and x.dtype == float16:  # rounded once: near 1, all that counts is the distance from it
        return stable_sigmoid(x.astype(float32)).astype(float16)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


class Sigmoid(Function):
    """Logistic function 1 / (1 + exp(-x)), elementwise, without overflow for large |x|."""

    @staticmethod
    def forward(ctx, x):
        ctx.y = stable_sigmoid(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.y * (1 - ctx.y)


def sigmoid(input: Any) -> Any:
    """Logistic function 1 / (1 + exp(-input)), elementwise. `torch.sigmoid`."""
    return Sigmoid.apply(need_tensor("sigmoid", input))


class Tanh(Function):
    """Hyperbolic tangent"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = np.tanh(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (1 - ctx.y * ctx.y)


def tanh(input: Any) -> Any:
    """Hyperbolic tangent, elementwise, between -1 and 1. `torch.tanh`."""
    return Tanh.apply(need_tensor("tanh", input))


class Cast(Function):
    """x in another dtype; the gradient comes back in the old one, as every gradient does"""

    @staticmethod
    def forward(ctx, x, dtype):
        return x.astype(dtype)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output, None


class Move(Function):
    """x on another device; the gradient comes back to the one it came from"""

    mixes = True

    @staticmethod
    def forward(ctx, x, device, non_blocking):
        ctx.source = device_of(x)
        return moved(x, device, non_blocking)

    @staticmethod
    def backward(ctx, grad_output):
        return moved(grad_output, ctx.source), None, None


class Clone(Function):
    """A copy, whose elements lie in memory as those of x do"""

    @staticmethod
    def forward(ctx, x):
        return x.copy("K")

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


class Contiguous(Clone):
    """A copy, whose elements lie in order in memory"""

    @staticmethod
    def forward(ctx, x):
        return x.copy("C")
