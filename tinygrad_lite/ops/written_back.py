"""Operations in place: `x.exp_()` is `x = x.exp()` whose result is written into the memory of x, and not recorded.

One row for each, all made in one way; the operations themselves, with their arguments, are in the other files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from tinygrad_lite.autograd import Variable, no_grad
from tinygrad_lite.ops import arithmetic, choosing, comparison, curves, elementwise
from tinygrad_lite.ops import shape as shaping
from tinygrad_lite.ops.inplace import in_place_or_new
from tinygrad_lite.ops.writable import plain, writable, written


def in_place(compute: Callable) -> Callable:
    """The change in place that goes with an operation, with its arguments; where it may be done: see inplace.py."""
    name = f"{compute.__name__}_"

    @functools.wraps(compute)
    def change(x: Any, *args: Any, **kwargs: Any) -> Any:
        writable(x, name)
        for value in (*args, *kwargs.values()):
            if isinstance(value, Variable):
                plain(value, name)
        with no_grad():
            result = compute(x, *args, **kwargs)
        return written(x, result.array, name)

    change.__name__ = change.__qualname__ = name
    change.__doc__ = f"`{compute.__name__}`, written into x: {compute.__doc__}"
    return change


class WrittenBack:
    """These operations as methods of a tensor, and the operators that change it (`x **= 2`)."""

    neg_, abs_, sign_ = in_place(elementwise.neg), in_place(elementwise.abs), in_place(curves.sign)
    exp_, expm1_, log_, log1p_ = (
        in_place(elementwise.exp), in_place(curves.expm1), in_place(elementwise.log), in_place(curves.log1p),
    )  # fmt: skip
    sqrt_, rsqrt_, square_, pow_, reciprocal_ = (
        in_place(elementwise.sqrt), in_place(curves.rsqrt), in_place(arithmetic.square), in_place(arithmetic.pow),
        in_place(arithmetic.reciprocal),
    )  # fmt: skip
    sin_, cos_, tan_ = in_place(curves.sin), in_place(curves.cos), in_place(curves.tan)
    floor_, ceil_, round_ = in_place(curves.floor), in_place(curves.ceil), in_place(curves.round)
    floor_divide_, remainder_ = in_place(arithmetic.floor_divide), in_place(arithmetic.remainder)
    relu_, sigmoid_, tanh_ = in_place(elementwise.relu), in_place(elementwise.sigmoid), in_place(elementwise.tanh)
    clamp_, clip_ = in_place(elementwise.clamp), in_place(elementwise.clip)
    masked_fill_, tril_, triu_ = in_place(choosing.masked_fill), in_place(shaping.tril), in_place(shaping.triu)
    bitwise_and_, bitwise_or_, bitwise_xor_ = (
        in_place(comparison.bitwise_and), in_place(comparison.bitwise_or), in_place(comparison.bitwise_xor),
    )  # fmt: skip
    logical_and_, logical_or_, logical_not_ = (
        in_place(comparison.logical_and), in_place(comparison.logical_or), in_place(comparison.logical_not),
    )  # fmt: skip

    __ipow__ = in_place_or_new(pow_, arithmetic.pow, "**=")
    __imod__ = in_place_or_new(remainder_, arithmetic.remainder, "%=")
    __ifloordiv__ = floor_divide_
    __iand__, __ior__, __ixor__ = bitwise_and_, bitwise_or_, bitwise_xor_
