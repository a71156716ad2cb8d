"""Elementwise operations that choose one of two operands: the larger, the smaller, by a condition."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Variable, constant
from tinygrad_lite.backend import boolean
from tinygrad_lite.ops.common import (
    Broadcasting,
    dtype_of,
    need_fit,
    need_number,
    need_tensor,
    operand,
    promoted,
    under_name,
)


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


def maximum(input: Any, other: Any) -> Any:
    """The larger of two tensors, elementwise; shapes broadcast; nan if either is. `torch.maximum`."""
    return Maximum.apply(need_tensor("maximum", input), need_tensor("maximum", other, "other"))


class Minimum(Broadcasting):
    """The smaller of x and y; where they are equal, each gets half of the gradient."""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y = promoted(x, y, "minimum")
        return np.minimum(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        return to_the_chosen(grad_output, ctx.x == ctx.y, ctx.x > ctx.y, ctx.x < ctx.y)


def minimum(input: Any, other: Any) -> Any:
    """The smaller of two tensors, elementwise; shapes broadcast; nan if either is. `torch.minimum`."""
    return Minimum.apply(need_tensor("minimum", input), need_tensor("minimum", other, "other"))


class Where(Broadcasting):
    """x where the condition holds, y elsewhere"""

    @staticmethod
    def forward(ctx, condition, x, y):
        if condition.dtype != boolean:
            raise RuntimeError(f"where: condition must be bool, got {condition.dtype}. Compare first: x > 0.")
        for number, other in ((x, y), (y, x)):
            if type(number) is int:
                need_fit(number, other.dtype, "where")
        ctx.condition = condition
        return np.where(condition, *promoted(x, y, "where"))

    @staticmethod
    def backward(ctx, grad_output):
        return None, np.where(ctx.condition, grad_output, 0), np.where(ctx.condition, 0, grad_output)


def where(condition: Any, input: Any = None, other: Any = None) -> Any:
    """input where `condition` (bool) is True, other elsewhere; the three broadcast. `torch.where`.

    Without input and other: the places where `condition` is not 0, a tensor of indices for each dimension.

    The side that was not chosen gets the gradient 0 even where its own slope is infinite or nan; but an operation
    before it multiplies that 0 with its slope: use a safe value inside, as in where(x > 0, log(where(x > 0, x, 1)), 0).

    >>> x = tg.tensor([3.0, -1.0, 2.0])
    >>> tg.where(x > 0, x, 0.0), tg.where(x > 0)
    (tensor([3., 0., 2.]), (tensor([0, 2]),))
    """
    need_tensor("where", condition, "condition")
    if input is None and other is None:
        array = condition.array
        return tuple([constant(places) for places in np.nonzero(array if array.ndim else array.reshape(1))])
    if not (isinstance(input, Variable) or isinstance(other, Variable)):
        dtype = dtype_of(input)
        if isinstance(input, int) and dtype.kind in "iu":
            need_fit(input, dtype, "where")
        input = constant(np.asarray(operand(input, "where"), dtype))
    return Where.apply(condition, input, other)


def need_whole(value: Any, dtype: np.dtype) -> None:
    """A value for integers: floats are cut to whole numbers, and of those too large NumPy would make any number."""
    number = value.array.item() if isinstance(value, Variable) else value
    if not isinstance(number, bool):
        need_number(number, "masked_fill", "value")
    if not isinstance(number, int) and not isfinite(number):
        raise RuntimeError(f"masked_fill: {number} does not fit into {dtype}. Convert the tensor first: x.float().")
    need_fit(int(number), dtype, "masked_fill")


def masked_fill(input: Any, mask: Any, value: Any) -> Any:
    """`value`, a number or 0-d tensor, where `mask` (bool) is True, input elsewhere. `torch.Tensor.masked_fill`.

    >>> scores = tg.tensor([1.0, 2.0, 3.0])
    >>> scores.masked_fill(scores > 1.5, 0.0)
    tensor([1., 0., 0.])
    """
    need_tensor("masked_fill", input)
    need_tensor("masked_fill", mask, "mask")
    if getattr(value, "ndim", 0):
        raise RuntimeError(
            f"masked_fill: value must be a number or a 0-d tensor, got shape {value.shape}; see tg.where."
        )
    if input.dtype.kind in "iu":
        need_whole(value, input.dtype)
    return under_name("masked_fill", Where, mask, value, input).to(input.dtype)
