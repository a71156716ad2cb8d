"""Elementwise operations on two operands: arithmetic, larger and smaller, choosing."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.backend import boolean
from tinygrad_lite.ops.common import NEITHER, Broadcasting, floating, promoted, refuse


class Add(Broadcasting):
    """x + y"""

    @staticmethod
    def forward(ctx, x, y):
        if type(x) is not type(y) or x.dtype is not y.dtype:
            x, y = promoted(x, y, "add")
        return x + y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output, grad_output


def add(x: Any, y: Any, *, alpha: float = 1) -> Any:
    """x + alpha * y, elementwise; shapes broadcast. `torch.add`."""
    return Add.apply(x, y) if alpha == 1 else Add.apply(x, y * alpha)


class Sub(Broadcasting):
    """x - y"""

    @staticmethod
    def forward(ctx, x, y):
        if type(x) is not type(y) or x.dtype is not y.dtype:
            x, y = promoted(x, y, "sub")
        elif x.dtype.kind == "b":
            raise RuntimeError("sub: bools cannot be subtracted. To turn a mask round, use ~mask or mask == False.")
        return x - y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output, -grad_output


def sub(x: Any, y: Any, *, alpha: float = 1) -> Any:
    """x - alpha * y, elementwise; shapes broadcast. `torch.sub`."""
    return Sub.apply(x, y) if alpha == 1 else Sub.apply(x, y * alpha)


class Mul(Broadcasting):
    """x * y"""

    @staticmethod
    def forward(ctx, x, y):
        if type(x) is not type(y) or x.dtype is not y.dtype:
            x, y = promoted(x, y, "mul")
        x_wants, y_wants = ctx.needs_input_grad or NEITHER
        ctx.x, ctx.y = x if y_wants else None, y if x_wants else None  # each is kept for the gradient of the other
        return x * y

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.x, ctx.y
        return None if y is None else grad_output * y, None if x is None else grad_output * x


def mul(x: Any, y: Any) -> Any:
    """x * y, elementwise; shapes broadcast. `torch.mul`."""
    return Mul.apply(x, y)


class Div(Broadcasting):
    """x / y, never rounded: integers divide to float32."""

    @staticmethod
    def forward(ctx, x, y):
        x, y = promoted(x, y, "div")
        ctx.y = y = floating(y) if hasattr(y, "dtype") else y
        x = floating(x) if hasattr(x, "dtype") else x
        ctx.x = x if (ctx.needs_input_grad or NEITHER)[1] else None
        return x / y

    @staticmethod
    def backward(ctx, grad_output):
        x_wants, y_wants = ctx.needs_input_grad
        grad_y = -grad_output * (ctx.x / ctx.y / ctx.y) if y_wants else None
        return grad_output / ctx.y if x_wants else None, grad_y


def div(x: Any, y: Any, *, rounding_mode: str | None = None) -> Any:
    """x / y, elementwise; shapes broadcast. Division by zero gives inf or nan. `torch.div`.

    With rounding_mode="floor", rounded down, as by //; then integers stay integers, and the gradient is 0.
    """
    if rounding_mode == "floor":
        return FloorDivide.apply(x, y)
    refuse("div", rounding_mode=(rounding_mode, None))
    return Div.apply(x, y)


def whole_operands(x: Any, y: Any, name: str) -> tuple[Any, Any]:
    """Operands of a division with remainder: not bools, and no integer 0 to divide by."""
    x, y = promoted(x, y, name)
    kind = (x if hasattr(x, "dtype") else y).dtype.kind
    if kind == "b":
        raise RuntimeError(f"{name}: bools cannot be divided. Convert them first: x.int().")
    if kind != "f" and not np.all(y):
        raise RuntimeError(f"{name}: integers cannot be divided by 0. With floats the result is inf or nan: x.float().")
    return x, y


class FloorDivide(Broadcasting):
    """x / y, rounded down to a whole number: the steps are flat, their slope is 0"""

    @staticmethod
    def forward(ctx, x, y):
        return np.floor_divide(*whole_operands(x, y, "floor_divide"))

    @staticmethod
    def backward(ctx, grad_output):
        return np.zeros_like(grad_output), np.zeros_like(grad_output)


def floor_divide(x: Any, other: Any) -> Any:
    """x / other rounded down, elementwise: x // other; shapes broadcast. `torch.floor_divide`."""
    return FloorDivide.apply(x, other)


class Remainder(Broadcasting):
    """x - y * floor(x / y)"""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = whole_operands(x, y, "remainder")
        return np.remainder(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        y_wants = ctx.needs_input_grad[1]
        return grad_output, -grad_output * np.floor_divide(ctx.x, ctx.y) if y_wants else None


def remainder(x: Any, other: Any) -> Any:
    """What x // other leaves over, with the sign of `other`, as in Python: x % other. `torch.remainder`."""
    return Remainder.apply(x, other)


class Pow(Broadcasting):
    """x ** y"""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "pow")
        if getattr(x, "dtype", np.dtype(float)).kind != "f" and np.any(y < 0):
            raise RuntimeError("pow: integers cannot be raised to negative powers. Convert them first: x.float().")
        result = x**y
        ctx.result = result if (ctx.needs_input_grad or NEITHER)[1] else None
        return result

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.x, ctx.y
        x_wants, y_wants = ctx.needs_input_grad
        grad_x = grad_y = None
        if x_wants:  # at y = 0 the result is constant, though x ** (y - 1) or the gradient may be infinite
            grad_x = grad_output * (y * x ** (y - 1))
            if np.any(y == 0):
                grad_x = np.where(y == 0, 0, grad_x).astype(x.dtype, copy=False)
        if y_wants:  # at x = 0 the result stays 0 for every y > 0, though log(x) is infinite
            log_x = np.log(np.where((x == 0) & (y >= 0), 1, x))
            grad_y = grad_output * (ctx.result * log_x)
        return grad_x, grad_y


def pow(x: Any, exponent: Any) -> Any:
    """x ** exponent, elementwise; shapes broadcast. `torch.pow`."""
    return Pow.apply(x, exponent)


def square(x: Any) -> Any:
    """x ** 2, elementwise. `torch.square`."""
    return Pow.apply(x, 2)


def reciprocal(x: Any) -> Any:
    """1 / x, elementwise. `torch.reciprocal`."""
    return Div.apply(1.0, x)


class Maximum(Broadcasting):
    """The larger of x and y; where they are equal, each gets half of the gradient."""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "maximum")
        return np.maximum(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        return to_the_chosen(grad_output, ctx.x == ctx.y, ctx.x < ctx.y, ctx.x > ctx.y)


def to_the_chosen(grad_output: Any, equal: Any, x_lost: Any, y_lost: Any) -> tuple[Any, Any]:
    """The gradients of x and y of which one was chosen: all to that one, half to each where they are equal."""
    half = grad_output / 2
    to_x = np.where(equal, half, np.where(x_lost, 0, grad_output))
    to_y = np.where(equal, half, np.where(y_lost, 0, grad_output))
    return to_x, to_y


def maximum(x: Any, other: Any) -> Any:
    """The larger of two tensors, elementwise; shapes broadcast; nan if either is. `torch.maximum`."""
    return Maximum.apply(x, other)


class Minimum(Broadcasting):
    """The smaller of x and y; where they are equal, each gets half of the gradient."""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "minimum")
        return np.minimum(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        return to_the_chosen(grad_output, ctx.x == ctx.y, ctx.x > ctx.y, ctx.x < ctx.y)


def minimum(x: Any, other: Any) -> Any:
    """The smaller of two tensors, elementwise; shapes broadcast; nan if either is. `torch.minimum`."""
    return Minimum.apply(x, other)


class Where(Broadcasting):
    """x where the condition holds, y elsewhere"""

    @staticmethod
    def forward(ctx, condition, x, y):
        if condition.dtype != boolean:
            raise RuntimeError(f"where: condition must be bool, got {condition.dtype}. Compare first: x > 0.")
        ctx.condition = condition
        return np.where(condition, *promoted(x, y, "where"))

    @staticmethod
    def backward(ctx, grad_output):
        return None, np.where(ctx.condition, grad_output, 0), np.where(ctx.condition, 0, grad_output)


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """x where `condition` (bool) is True, y elsewhere; the three broadcast. `torch.where`.

    The side that was not chosen gets the gradient 0 even where its own slope is infinite or nan; but an operation
    before it multiplies that 0 with its slope: use a safe value inside, as in where(x > 0, log(where(x > 0, x, 1)), 0).
    """
    if x is None or y is None:
        raise NotImplementedError(
            "where: needs condition, x and y. The places where a condition holds: condition.numpy().nonzero()."
        )
    return Where.apply(condition, x, y)


def masked_fill(x: Any, mask: Any, value: Any) -> Any:
    """`value`, a number or 0-d tensor, where `mask` (bool) is True, x elsewhere. `torch.Tensor.masked_fill`.

    >>> scores = tg.tensor([1.0, 2.0, 3.0])
    >>> scores.masked_fill(scores > 1.5, 0.0)
    tensor([1., 0., 0.])
    """
    if getattr(value, "ndim", 0):
        raise RuntimeError(
            f"masked_fill: value must be a number or a 0-d tensor, got shape {value.shape}; see tg.where."
        )
    return Where.apply(mask, value, x).to(x.dtype)
