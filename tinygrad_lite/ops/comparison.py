"""Comparing, testing, and the logic of bools: results without a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Variable, constant
from tinygrad_lite.ops.common import broadcast_error, operand, promoted


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


def test(condition: Any, x: Any) -> Any:
    return constant(np.asarray(condition(x.array)))


def isnan(x: Any) -> Any:
    """Where x is nan, as bools. `torch.isnan`."""
    return test(np.isnan, x)


def isinf(x: Any) -> Any:
    """Where x is inf or -inf, as bools. `torch.isinf`."""
    return test(np.isinf, x)


def isfinite(x: Any) -> Any:
    """Where x is neither inf, -inf nor nan, as bools. `torch.isfinite`."""
    return test(np.isfinite, x)


def same_dtype(x: Any, other: Any, name: str) -> tuple[Any, Any]:
    """The arrays of two tensors, which must be of one dtype."""
    for value in (x, other):
        if not isinstance(value, Variable):
            raise TypeError(f"{name}: needs two tensors, got {type(value).__name__}: tg.tensor(...) makes one.")
    if x.array.dtype != other.array.dtype:
        raise RuntimeError(
            f"{name}: both tensors must have one dtype, got {x.array.dtype} and {other.array.dtype}: use x.to(y.dtype)."
        )
    return x.array, other.array


def isclose(x: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    """Where |x - other| <= atol + rtol * |other|, as bools; infinities are close to themselves. `torch.isclose`."""
    if rtol < 0 or atol < 0:
        raise RuntimeError(f"isclose: rtol and atol must not be negative, got {rtol} and {atol}.")
    first, second = same_dtype(x, other, "isclose")
    try:
        return constant(np.asarray(np.isclose(first, second, rtol, atol, equal_nan)))
    except ValueError as error:
        raise broadcast_error("isclose", first, second) or error from None


def allclose(x: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
    """Whether all elements are close, as by `isclose`: True or False. `torch.allclose`.

    >>> tg.allclose(tg.tensor([0.1]) * 3, tg.tensor([0.3]))
    True
    """
    return bool(isclose(x, other, rtol, atol, equal_nan).array.all())


def equal(x: Any, other: Any) -> bool:
    """Whether shape and all elements are the same: True or False. `torch.equal`."""
    return np.array_equal(*same_dtype(x, other, "equal"))


def logical_not(x: Any) -> Any:
    """Where x is False or 0, as bools. `torch.logical_not`."""
    return test(np.logical_not, x)


def logical_and(x: Any, other: Any) -> Any:
    """Where x and `other` are both not 0, as bools. `torch.logical_and`."""
    return compared(np.logical_and, x, other)


def logical_or(x: Any, other: Any) -> Any:
    """Where x or `other` or both are not 0, as bools. `torch.logical_or`."""
    return compared(np.logical_or, x, other)


def bitwise(combine: Any, *operands: Any) -> Any:
    """Bools, or the bits of integers, combined."""
    for value in operands:
        if isinstance(getattr(value, "array", value), float) or getattr(value, "dtype", np.dtype(int)).kind == "f":
            raise TypeError(f"{combine.__name__}: needs bools or integers, not floats. Compare first: x > 0.")
    return compared(combine, *operands) if len(operands) == 2 else test(combine, *operands)


def bitwise_not(x: Any) -> Any:
    """Bools turned round, or the bits of integers: ~x. `torch.bitwise_not`."""
    return bitwise(np.invert, x)


def bitwise_and(x: Any, other: Any) -> Any:
    """Where both are True, or the bits that are 1 in both: x & other. `torch.bitwise_and`."""
    return bitwise(np.bitwise_and, x, other)


def bitwise_or(x: Any, other: Any) -> Any:
    """Where either or both are True, or the bits that are 1 in either: x | other. `torch.bitwise_or`."""
    return bitwise(np.bitwise_or, x, other)


def bitwise_xor(x: Any, other: Any) -> Any:
    """Where exactly one is True, or the bits that are 1 in exactly one: x ^ other. `torch.bitwise_xor`."""
    return bitwise(np.bitwise_xor, x, other)
