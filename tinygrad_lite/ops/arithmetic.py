"""Elementwise arithmetic on two operands."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Variable
from tinygrad_lite.backend import OtherArray, as_array, float64
from tinygrad_lite.ops.common import (
    NEITHER,
    NO_BOOLS,
    Broadcasting,
    common_dtype,
    dtype_of,
    floating,
    need_fit,
    need_operands,
    need_tensor,
    operand,
    promoted,
)
from tinygrad_lite.ops.elementwise import Cast


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


def add(input: Any, other: Any, *, alpha: float = 1) -> Any:
    """input + alpha * other, elementwise; shapes broadcast. `torch.add`."""
    need_operands("add", input, other)
    plain = isinstance(alpha, (int, float)) and alpha == 1 and alpha is not True
    return Add.apply(input, other) if plain else Add.apply(input, times(alpha, input, other, "add"))


def times(alpha: Any, x: Any, y: Any, name: str) -> Any:
    """alpha * y in the dtype that x and y have together: alpha itself makes it no wider."""
    if not isinstance(alpha, (bool, int, float)):
        raise TypeError(f"{name}: alpha must be a number, got {type(alpha).__name__} {alpha!r:.60}.")
    dtype = common_dtype(*[value.array if isinstance(value, Variable) else operand(value, name) for value in (x, y)])
    if dtype.kind != "f" and isinstance(alpha, float):
        raise RuntimeError(f"{name}: alpha={alpha} needs floats, the result would be {dtype}. Convert: x.float().")
    if dtype.kind != "b" and isinstance(alpha, bool):
        raise RuntimeError(f"{name}: alpha={alpha} is for bools, the result would be {dtype}. Give a number.")
    if dtype.kind == "b" and not isinstance(y, Variable):
        return bool(y and alpha)
    if isinstance(y, Variable):
        y = Cast.apply(y, dtype)
    return y * (bool(alpha) if dtype.kind == "b" else alpha)


class Sub(Broadcasting):
    """x - y"""

    @staticmethod
    def forward(ctx, x, y):
        if type(x) is not type(y) or x.dtype is not y.dtype:
            x, y = promoted(x, y, "sub", bools=False)
        elif x.dtype.kind == "b":
            raise RuntimeError(f"sub: {NO_BOOLS}")
        return x - y

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output, -grad_output


def sub(input: Any, other: Any, *, alpha: float = 1) -> Any:
    """input - alpha * other, elementwise; shapes broadcast. `torch.sub`."""
    need_operands("sub", input, other)
    if isinstance(alpha, (int, float)) and alpha == 1 and alpha is not True:
        return Sub.apply(input, other)
    if any(dtype_of(getattr(value, "array", value)).kind == "b" for value in (input, other)):
        raise RuntimeError(f"sub: {NO_BOOLS}")
    return Sub.apply(input, times(alpha, input, other, "sub"))


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


def mul(input: Any, other: Any) -> Any:
    """input * other, elementwise; shapes broadcast. `torch.mul`."""
    need_operands("mul", input, other)
    return Mul.apply(input, other)


class Div(Broadcasting):
    """x / y, never rounded: integers divide to float32."""

    @staticmethod
    def forward(ctx, x, y):
        if type(y) is int:  # as an integer, 300 would have to fit into an int8 tensor's dtype
            y = float(y)
        elif type(x) is int:
            x = float(x)
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


def div(input: Any, other: Any, *, rounding_mode: str | None = None) -> Any:
    """input / other, elementwise; shapes broadcast. Division by zero gives inf or nan. `torch.div`.

    With rounding_mode="floor" rounded down, with "trunc" towards 0; then integers stay integers, the gradient is 0.

    >>> tg.div(tg.tensor([7, -7]), 2, rounding_mode="trunc")
    tensor([ 3, -3])
    """
    need_operands("div", input, other)
    if rounding_mode is None:
        return Div.apply(input, other)
    if not isinstance(rounding_mode, str) or rounding_mode not in ("floor", "trunc"):
        raise RuntimeError(f"div: rounding_mode must be None, 'floor' or 'trunc', got {rounding_mode!r:.60}.")
    return RoundedDivide.apply(input, other, rounding_mode)


def whole_operands(x: Any, y: Any, name: str) -> tuple[Any, Any]:
    """Operands of a division with remainder: not bools, and no integer 0 to divide by."""
    x, y = promoted(x, y, name)
    kind = (x if hasattr(x, "dtype") else y).dtype.kind
    if kind == "b":
        raise RuntimeError(f"{name}: bools cannot be divided. Convert them first: x.int().")
    if kind != "f" and np.any(y == 0):
        raise RuntimeError(f"{name}: integers cannot be divided by 0. With floats the result is inf or nan: x.float().")
    return x, y


class RoundedDivide(Broadcasting):
    """x / y, rounded down or towards 0: the steps are flat, their slope is 0"""

    called = "div"

    @staticmethod
    def forward(ctx, x, y, mode):
        x, y = whole_operands(x, y, "div")
        down = np.floor_divide(x, y)
        if mode == "floor":
            return down
        if down.dtype.kind == "f":
            return np.trunc(x / y)
        return down + ((down < 0) & (down * y != x))  # what was rounded down to a negative number is one too small

    @staticmethod
    def backward(ctx, grad_output):
        return np.zeros_like(grad_output), np.zeros_like(grad_output), None


class FloorDivide(Broadcasting):
    """x / y, rounded down to a whole number; without a gradient, as in PyTorch"""

    called = "floor_divide"

    @staticmethod
    def forward(ctx, x, y):
        return np.floor_divide(*whole_operands(x, y, "floor_divide"))

    @staticmethod
    def backward(ctx, grad_output):
        raise RuntimeError(
            "floor_divide: // has no gradient, as in PyTorch. Its steps are flat: for the gradient 0 use "
            "tg.div(x, y, rounding_mode='floor'), and without one x.detach() // y."
        )


def floor_divide(input: Any, other: Any) -> Any:
    """input // other: the quotient rounded down; shapes broadcast; has no gradient. `torch.floor_divide`."""
    need_operands("floor_divide", input, other)
    return FloorDivide.apply(input, other)


class Remainder(Broadcasting):
    """x - y * floor(x / y)"""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = whole_operands(x, y, "remainder")
        rest = as_array(np.remainder(x, y))
        if rest.dtype.kind == "f":  # a 0 has the sign of x, in NumPy that of y
            if type(rest) is not np.ndarray:
                return np.where(rest == 0, np.copysign(rest, x), rest)
            if np.count_nonzero(rest) < rest.size:
                np.copysign(rest, x, out=rest, where=rest == 0)
        return rest

    @staticmethod
    def backward(ctx, grad_output):
        y_wants = ctx.needs_input_grad[1]
        return grad_output, -grad_output * np.floor_divide(ctx.x, ctx.y) if y_wants else None


def remainder(input: Any, other: Any) -> Any:
    """What input // other leaves over, with the sign of `other`, as in Python: input % other. `torch.remainder`.

    >>> tg.tensor([-3, 3]).remainder(2), tg.tensor([-3, 3]).floor_divide(2)
    (tensor([1, 1]), tensor([-2,  1]))
    """
    need_operands("remainder", input, other)
    return Remainder.apply(input, other)


class Pow(Broadcasting):
    """x ** y"""

    @staticmethod
    def forward(ctx, x, y):
        exponent = y
        ctx.x, ctx.y = x, y = promoted(x, y, "pow")
        result = x**y if getattr(x, "dtype", float64).kind == "f" else whole_power(x, y, exponent)
        ctx.result = result if (ctx.needs_input_grad or NEITHER)[1] else None
        return result

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.x, ctx.y
        x_wants, y_wants = ctx.needs_input_grad
        grad_x = grad_y = None
        if x_wants:  # at y = 0 the result is constant, though x ** (y - 1) or the gradient may be infinite
            root = not hasattr(y, "dtype") and y == 0.5  # in PyTorch a square root, also in its gradient, at -0.0
            grad_x = grad_output * (y / np.sqrt(x) if root else y * x ** (y - 1))
            if is_zero_somewhere(y):
                grad_x = np.where(y == 0, 0, grad_x).astype(x.dtype, copy=False)
        if y_wants:  # at x = 0 the result stays 0 for every y > 0, though log(x) is infinite
            log_x = np.log(np.where((x == 0) & (y >= 0), 1, x))
            grad_y = grad_output * (ctx.result * log_x)
        return grad_x, grad_y


def is_zero_somewhere(y: Any) -> bool:
    """Whether a number is, or one in an array; on a device, where to ask would be to wait, perhaps."""
    return isinstance(y, OtherArray) or bool(np.count_nonzero(y == 0))  # a fifth of the time of np.any


def whole_power(x: Any, y: Any, exponent: Any) -> Any:
    """x ** y of integers: those below 1 in size are 0, as in PyTorch; of bools only with one bool as the exponent.

    `exponent` is y as it was given: a number, or a tensor of numbers.
    """
    number = not hasattr(exponent, "dtype")
    need_fit(exponent, x.dtype, "pow")
    if x.dtype.kind == "b":
        if number:
            return np.logical_or(x, not y)
        raise RuntimeError("pow: bools have no powers. Convert them first: x.int().")
    if number and exponent < 0:
        raise RuntimeError("pow: integers cannot be raised to a negative power. Convert them first: x.float().")
    if number or (isinstance(y, np.ndarray) and not np.any(y < 0)):
        return x**y
    return np.where((y >= 0) | (np.abs(x) == 1), x ** np.abs(y), 0)


def pow(input: Any, exponent: Any) -> Any:
    """input ** exponent, elementwise; shapes broadcast. `torch.pow`."""
    need_operands("pow", input, exponent)
    return Pow.apply(input, exponent)


def square(input: Any) -> Any:
    """input ** 2, elementwise. `torch.square`."""
    return Pow.apply(need_tensor("square", input), 2)


def reciprocal(input: Any) -> Any:
    """1 / input, elementwise. `torch.reciprocal`."""
    return Div.apply(1.0, need_tensor("reciprocal", input))
