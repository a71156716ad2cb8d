"""Elementwise operations on two operands: arithmetic, larger and smaller, choosing, comparing."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Variable, constant
from tinygrad_lite.backend import boolean
from tinygrad_lite.ops.common import Broadcasting, broadcast_error, floating, operand, promoted


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
        ctx.x, ctx.y = x, y
        return x * y

    @staticmethod
    def backward(ctx, grad_output):
        x_wants, y_wants = ctx.needs_input_grad
        return grad_output * ctx.y if x_wants else None, grad_output * ctx.x if y_wants else None


def mul(x: Any, y: Any) -> Any:
    """x * y, elementwise; shapes broadcast. `torch.mul`."""
    return Mul.apply(x, y)


class Div(Broadcasting):
    """x / y, never rounded: integers divide to float32."""

    @staticmethod
    def forward(ctx, x, y):
        x, y = promoted(x, y, "div")
        ctx.y = y = floating(y) if hasattr(y, "dtype") else y
        ctx.result = (floating(x) if hasattr(x, "dtype") else x) / y
        return ctx.result

    @staticmethod
    def backward(ctx, grad_output):
        x_wants, y_wants = ctx.needs_input_grad
        grad_x = grad_output / ctx.y
        return grad_x if x_wants else None, -grad_x * ctx.result if y_wants else None


def div(x: Any, y: Any) -> Any:
    """x / y, elementwise; shapes broadcast. Division by zero gives inf or nan. `torch.div`."""
    return Div.apply(x, y)


class Pow(Broadcasting):
    """x ** y"""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "pow")
        if getattr(x, "dtype", np.dtype(float)).kind != "f" and np.any(y < 0):
            raise RuntimeError("pow: integers cannot be raised to negative powers. Convert them first: x.float().")
        ctx.result = x**y
        return ctx.result

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.x, ctx.y
        x_wants, y_wants = ctx.needs_input_grad
        grad_x = grad_y = None
        if x_wants:  # at y = 0 the result is constant, though x ** (y - 1) may be infinite
            grad_x = grad_output * np.where(y == 0, 0, y * x ** (y - 1)).astype(grad_output.dtype, copy=False)
        if y_wants:  # at x = 0 the result stays 0 for every y > 0, though log(x) is infinite
            log_x = np.log(np.where((x == 0) & (y >= 0), 1, x))
            grad_y = grad_output * (ctx.result * log_x)
        return grad_x, grad_y


def pow(x: Any, exponent: Any) -> Any:
    """x ** exponent, elementwise; shapes broadcast. `torch.pow`."""
    return Pow.apply(x, exponent)


class Maximum(Broadcasting):
    """The larger of x and y; where they are equal, each gets half of the gradient."""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "maximum")
        return np.maximum(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        half = grad_output / 2
        to_x = np.where(ctx.x == ctx.y, half, np.where(ctx.x <= ctx.y, 0, grad_output))
        to_y = np.where(ctx.x == ctx.y, half, np.where(ctx.x >= ctx.y, 0, grad_output))
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
        half = grad_output / 2
        to_x = np.where(ctx.x == ctx.y, half, np.where(ctx.x >= ctx.y, 0, grad_output))
        to_y = np.where(ctx.x == ctx.y, half, np.where(ctx.x <= ctx.y, 0, grad_output))
        return to_x, to_y


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


def where(condition: Any, x: Any, y: Any) -> Any:
    """x where `condition` (bool) is True, y elsewhere; the three broadcast. `torch.where`.

    The side that was not chosen gets the gradient 0 even where its own slope is infinite or nan; but an operation
    before it multiplies that 0 with its slope: use a safe value inside, as in where(x > 0, log(where(x > 0, x, 1)), 0).
    """
    return Where.apply(condition, x, y)


def compared(compare: Any, x: Any, y: Any) -> Any:
    """A comparison: a bool tensor, without a gradient."""
    name = compare.__name__
    x, y = (value.array if isinstance(value, Variable) else value for value in (x, y))
    x, y = promoted(operand(x, name), operand(y, name), name)
    try:
        return constant(np.asarray(compare(x, y)))
    except ValueError as error:
        raise broadcast_error(name, x, y) or error from None


def eq(x: Any, other: Any) -> Any:
    """Where x == other, as bools. `torch.eq`."""
    return compared(np.equal, x, other)


def ne(x: Any, other: Any) -> Any:
    """Where x != other, as bools. `torch.ne`."""
    return compared(np.not_equal, x, other)


def lt(x: Any, other: Any) -> Any:
    """Where x < other, as bools. `torch.lt`."""
    return compared(np.less, x, other)


def le(x: Any, other: Any) -> Any:
    """Where x <= other, as bools. `torch.le`."""
    return compared(np.less_equal, x, other)


def gt(x: Any, other: Any) -> Any:
    """Where x > other, as bools. `torch.gt`."""
    return compared(np.greater, x, other)


def ge(x: Any, other: Any) -> Any:
    """Where x >= other, as bools. `torch.ge`."""
    return compared(np.greater_equal, x, other)
