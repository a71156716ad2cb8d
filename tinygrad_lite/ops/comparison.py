"""Comparing, testing, and the logic of bools: results without a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Variable, constant
from tinygrad_lite.backend import DeviceError, as_array, mixed
from tinygrad_lite.ops.common import (
    TOO_LARGE,
    as_float,
    broadcast_error,
    dtype_of,
    need_bool,
    need_operands,
    need_tensor,
    operand,
    promoted,
)


def compared(name: str, compare: Any, x: Any, y: Any) -> Any:
    """A comparison: a bool tensor, without a gradient."""
    x, y = (value.array if isinstance(value, Variable) else value for value in (x, y))
    x, y = promoted(operand(x, name), operand(y, name), name)
    try:
        return constant(as_array(compare(x, y)))
    except ValueError as error:
        raise broadcast_error(name, x, y) or error from None
    except DeviceError as error:
        raise mixed(name, (x, y)) or error from None
    except OverflowError:
        raise RuntimeError(f"{name}: {TOO_LARGE}") from None


def eq(input: Any, other: Any) -> Any:
    """Where input == other, as bools. `torch.eq`."""
    return compared("eq", np.equal, need_tensor("eq", input), other)


def ne(input: Any, other: Any) -> Any:
    """Where input != other, as bools. `torch.ne`."""
    return compared("ne", np.not_equal, need_tensor("ne", input), other)


def lt(input: Any, other: Any) -> Any:
    """Where input < other, as bools. `torch.lt`."""
    return compared("lt", np.less, need_tensor("lt", input), other)


def le(input: Any, other: Any) -> Any:
    """Where input <= other, as bools. `torch.le`."""
    return compared("le", np.less_equal, need_tensor("le", input), other)


def gt(input: Any, other: Any) -> Any:
    """Where input > other, as bools. `torch.gt`."""
    return compared("gt", np.greater, need_tensor("gt", input), other)


def ge(input: Any, other: Any) -> Any:
    """Where input >= other, as bools. `torch.ge`."""
    return compared("ge", np.greater_equal, need_tensor("ge", input), other)


def test(name: str, condition: Any, x: Any) -> Any:
    return constant(as_array(condition(need_tensor(name, x).array)))


def isnan(input: Any) -> Any:
    """Where input is nan, as bools. `torch.isnan`."""
    return test("isnan", np.isnan, input)


def isinf(input: Any) -> Any:
    """Where input is inf or -inf, as bools. `torch.isinf`."""
    return test("isinf", np.isinf, input)


def isfinite(input: Any) -> Any:
    """Where input is neither inf, -inf nor nan, as bools. `torch.isfinite`."""
    return test("isfinite", np.isfinite, input)


def same_dtype(x: Any, other: Any, name: str) -> tuple[Any, Any]:
    """The arrays of two tensors, which must be of one dtype."""
    need_tensor(name, x)
    need_tensor(name, other, "other")
    if x.array.dtype != other.array.dtype:
        raise RuntimeError(
            f"{name}: both tensors must have one dtype, got {x.array.dtype} and {other.array.dtype}: use x.to(y.dtype)."
        )
    return x.array, other.array


def isclose(input: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> Any:
    """Where |input - other| <= atol + rtol * |other|, as bools; infinities are close to themselves. `torch.isclose`.

    >>> tg.isclose(tg.tensor([1.0, 2.0]), tg.tensor([1.0000001, 2.1]))
    tensor([ True, False])
    """
    return close("isclose", input, other, rtol, atol, equal_nan)


def close(name: str, x: Any, other: Any, rtol: float, atol: float, equal_nan: bool) -> Any:
    """Where elements are close; `name` is what an error calls it."""
    first, second = same_dtype(x, other, name)
    rtol, atol = as_float(rtol, name, "rtol"), as_float(atol, name, "atol")
    need_bool(equal_nan, name, "equal_nan")
    if rtol < 0 or atol < 0:
        raise RuntimeError(f"{name}: rtol and atol must not be negative, got {rtol} and {atol}.")
    try:
        return constant(as_array(np.isclose(first, second, rtol, atol, equal_nan)))
    except ValueError as error:
        raise broadcast_error(name, first, second) or error from None
    except DeviceError as error:
        raise mixed(name, (first, second)) or error from None


def allclose(input: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False) -> bool:
    """Whether all elements are close, as by `isclose`: True or False. `torch.allclose`.

    >>> tg.allclose(tg.tensor([0.1]) * 3, tg.tensor([0.3]))
    True
    """
    return bool(close("allclose", input, other, rtol, atol, equal_nan).array.all())


def equal(input: Any, other: Any) -> bool:
    """Whether shape and all elements are the same, also in two dtypes: True or False. `torch.equal`."""
    first, second = need_tensor("equal", input).array, need_tensor("equal", other, "other").array
    if different := mixed("equal", (first, second)):
        raise different
    return bool(np.array_equal(*promoted(first, second, "equal")))


def logical_not(input: Any) -> Any:
    """Where input is False or 0, as bools. `torch.logical_not`."""
    return test("logical_not", np.logical_not, input)


def logical_and(input: Any, other: Any) -> Any:
    """Where input and `other` are both not 0, as bools. `torch.logical_and`."""
    return compared(
        "logical_and", np.logical_and, need_tensor("logical_and", input), need_tensor("logical_and", other, "other")
    )


def logical_or(input: Any, other: Any) -> Any:
    """Where input or `other` or both are not 0, as bools. `torch.logical_or`."""
    return compared(
        "logical_or", np.logical_or, need_tensor("logical_or", input), need_tensor("logical_or", other, "other")
    )


def bitwise(name: str, combine: Any, *operands: Any) -> Any:
    """Bools, or the bits of integers, combined."""
    for value in operands:
        if dtype_of(operand(value.array if isinstance(value, Variable) else value, name)).kind == "f":
            raise TypeError(f"{name}: needs bools or integers, not floats. Compare first: x > 0.")
    if len(operands) == 1:
        return test(name, combine, *operands)
    need_operands(name, *operands)
    return compared(name, combine, *operands)


def bitwise_not(input: Any) -> Any:
    """Bools turned round, or the bits of integers: ~input. `torch.bitwise_not`."""
    return bitwise("bitwise_not", np.invert, need_tensor("bitwise_not", input))


def bitwise_and(input: Any, other: Any) -> Any:
    """Where both are True, or the bits that are 1 in both: input & other. `torch.bitwise_and`."""
    return bitwise("bitwise_and", np.bitwise_and, input, other)


def bitwise_or(input: Any, other: Any) -> Any:
    """Where either or both are True, or the bits that are 1 in either: input | other. `torch.bitwise_or`."""
    return bitwise("bitwise_or", np.bitwise_or, input, other)


def bitwise_xor(input: Any, other: Any) -> Any:
    """Where exactly one is True, or the bits that are 1 in exactly one: input ^ other. `torch.bitwise_xor`."""
    return bitwise("bitwise_xor", np.bitwise_xor, input, other)
