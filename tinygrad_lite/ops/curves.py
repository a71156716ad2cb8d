"""Elementwise operations on one tensor that are needed less often: trigonometry, exact forms near 0, rounding."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import int32
from tinygrad_lite.ops.common import floating, need_fit, need_tensor, whole


class Sin(Function):
    """Sine"""

    @staticmethod
    def forward(ctx, x):
        ctx.x = floating(x)
        return np.sin(ctx.x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * np.cos(ctx.x)


def sin(input: Any) -> Any:
    """Sine of input in radians, elementwise. `torch.sin`."""
    return Sin.apply(need_tensor("sin", input))


class Cos(Function):
    """Cosine"""

    @staticmethod
    def forward(ctx, x):
        ctx.x = floating(x)
        return np.cos(ctx.x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * -np.sin(ctx.x)


def cos(input: Any) -> Any:
    """Cosine of input in radians, elementwise. `torch.cos`."""
    return Cos.apply(need_tensor("cos", input))


class Tan(Function):
    """Tangent, whose slope is 1 + tan(x)²"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = np.tan(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (1 + ctx.y * ctx.y)


def tan(input: Any) -> Any:
    """Tangent of input in radians, elementwise. `torch.tan`."""
    return Tan.apply(need_tensor("tan", input))


class Log1p(Function):
    """log(1 + x)"""

    @staticmethod
    def forward(ctx, x):
        ctx.x = floating(x)
        return np.log1p(ctx.x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output / (1 + ctx.x)


def log1p(input: Any) -> Any:
    """log(1 + input), elementwise, exact also where 1 + input would round the input away. `torch.log1p`."""
    return Log1p.apply(need_tensor("log1p", input))


class Expm1(Function):
    """exp(x) - 1"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = np.expm1(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (ctx.y + 1)


def expm1(input: Any) -> Any:
    """exp(input) - 1, elementwise, exact also where input is so small that exp(input) rounds to 1. `torch.expm1`."""
    return Expm1.apply(need_tensor("expm1", input))


class Rsqrt(Function):
    """1 / √x, whose slope is -1/2 · (1 / √x)³"""

    @staticmethod
    def forward(ctx, x):
        ctx.y = 1 / np.sqrt(floating(x))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * (-0.5 * ctx.y * ctx.y * ctx.y)


def rsqrt(input: Any) -> Any:
    """1 / sqrt(input), elementwise. `torch.rsqrt`."""
    return Rsqrt.apply(need_tensor("rsqrt", input))


class Steps(Function):
    """A function that only takes steps: flat between them, with slope 0"""

    @staticmethod
    def forward(ctx, x, step):
        return step(x)

    @staticmethod
    def backward(ctx, grad_output):
        return np.zeros_like(grad_output), None


def signs(x: Any) -> Any:
    """-1, 0 or 1; unlike np.sign, 0 for nan."""
    return np.where(x > 0, 1, np.where(x < 0, -1, 0)).astype(x.dtype)


def sign(input: Any) -> Any:
    """-1, 0 or 1, elementwise: the sign of input; 0 for nan. Its slope is 0. `torch.sign`."""
    return Steps.apply(need_tensor("sign", input), signs)


def to_whole(name: str, step: Any, x: Any) -> Any:
    """A step to whole numbers, which integers are already."""
    if need_tensor(name, x).dtype.kind == "b":
        raise RuntimeError(f"{name}: bools cannot be rounded. Convert them first: x.int().")
    return Steps.apply(x, step) if x.dtype.kind == "f" else x.clone()


def floor(input: Any) -> Any:
    """The next whole number below, elementwise. Its slope is 0. `torch.floor`."""
    return to_whole("floor", np.floor, input)


def ceil(input: Any) -> Any:
    """The next whole number above, elementwise. Its slope is 0. `torch.ceil`."""
    return to_whole("ceil", np.ceil, input)


def round(input: Any, *, decimals: int = 0) -> Any:
    """The nearest number with `decimals` digits after the point, of two equally near the even one. `torch.round`.

    >>> tg.tensor([0.5, 1.5, 2.345]).round(), tg.tensor(2.345).round(decimals=1)
    (tensor([0., 2., 2.]), tensor(2.3000))
    """
    if whole(decimals, "round", "decimals") == 0:
        return to_whole("round", np.rint, input)
    if need_tensor("round", input).dtype.kind != "f":
        raise RuntimeError(f"round: decimals={decimals} needs floats, got {input.dtype}. Convert first: x.float().")
    need_fit(decimals, int32, "round")
    return Steps.apply(input, lambda x: np.round(x, decimals))
