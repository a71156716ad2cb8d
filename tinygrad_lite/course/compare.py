"""When two answers are the same: the one place for tolerances and for what counts as a number.

Answers are taken as `np.asarray` makes of them: a list, a NumPy scalar or a tensor of the right values is right.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .plain import Other

#: Differences below this are rounding noise, whatever the size of the answer.
FLOOR = 1e-12
_SINGLE, _DOUBLE = (float(np.finfo(dtype).eps) ** (2 / 3) for dtype in (np.float32, np.float64))
#: Named once: a diagnosis asks a hundred thousand times, and `isinstance(x, list | tuple)` makes a new type each time.
_SINGLES = (bool, int, float)
_NUMBERS = (*_SINGLES, np.ndarray, np.generic)
_SEVERAL = (list, tuple)
_FLOAT64 = np.dtype(np.float64)


def tolerance(*dtypes: np.dtype) -> float:
    """Relative tolerance for results computed in different orders: the machine's ε to the power ⅔.

    4e-11 in float64, 2e-5 as soon as float32 takes part. Half precision is judged as float32 is: 3 digits are not
    enough to tell a right answer from a wrong one.
    """
    for dtype in dtypes:
        if dtype.kind == "f" and dtype.itemsize < 8:
            return _SINGLE
    return _DOUBLE


def is_number(value: Any) -> bool:
    """Whether a plain value is a number or an array of numbers."""
    return isinstance(value, _NUMBERS)


def as_array(value: Any) -> np.ndarray | None:
    """A plain value as an array of numbers, or None if it is none: a text, a ragged list, None."""
    if is_number(value):
        array = np.asarray(value)
        if array.dtype.kind != "O":
            return array
        return np.asarray(_nearest_float(value)) if isinstance(value, int) else None
    if isinstance(value, _SEVERAL):
        if len(value) > 50 and {bool, int, float}.issuperset(map(type, value)):  # the quick way for long ones
            array = np.array(value)
            if array.dtype in (np.int64, np.float64, np.bool_):
                return array
        parts = [as_array(item) for item in value]
        if all(part is not None for part in parts) and len({part.shape for part in parts if part is not None}) <= 1:
            return np.array(parts) if parts else np.zeros(0)
    return None


def _nearest_float(value: int) -> float:
    """A whole number too large for NumPy's whole numbers, as a float."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def same(answer: Any, expected: Any, rtol: float | None = None) -> bool:
    """Whether `answer` says what `expected` says, in whatever kind of number it says it."""
    if isinstance(expected, dict):
        if not isinstance(answer, dict) or answer.keys() != expected.keys():
            return False
        return all(same(answer[key], expected[key], rtol) for key in expected)
    if isinstance(expected, _SEVERAL):
        several = isinstance(answer, _SEVERAL) or (isinstance(answer, np.ndarray) and answer.ndim > 0)
        if not several or len(answer) != len(expected):
            return False
        return all(same(item, wanted, rtol) for item, wanted in zip(answer, expected, strict=True))
    if is_number(expected):
        if type(answer) is type(expected) and isinstance(answer, _SINGLES) and answer == expected:
            return True  # the quick way: a script reports many single numbers
        got = as_array(answer)
        return got is not None and bool(got.shape == np.shape(expected)) and close(got, np.asarray(expected), rtol)
    return type(answer) is type(expected) and bool(answer == expected) and not isinstance(answer, Other)


def identical(one: Any, other: Any) -> bool:
    """Whether two plain values are the same to the last bit: what counts as "not changed"."""
    if isinstance(one, np.ndarray):
        if not isinstance(other, np.ndarray) or one.shape != other.shape or one.dtype != other.dtype:
            return False
        if one.tobytes() == other.tobytes():
            return True  # the quick way
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if isinstance(one, _SEVERAL):
        return type(one) is type(other) and len(one) == len(other) and all(map(identical, one, other))
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(identical(one[k], other[k]) for k in one)
    return type(one) is type(other) and bool(one == other or (one != one and other != other))


def close(got: np.ndarray, expected: np.ndarray, rtol: float | None = None) -> bool:
    """Equal shapes given: whether the values agree; NaN equals NaN, and infinities must stand in the same places."""
    if got.dtype.kind == "b" or expected.dtype.kind == "b":
        return bool(np.array_equal(got, expected))
    if got.dtype == expected.dtype and got.tobytes() == expected.tobytes():
        return True  # the quick way: most arguments come back as they went in
    rtol = max(rtol or 0.0, tolerance(got.dtype, expected.dtype))
    if got.ndim == 0 and got.dtype == expected.dtype == _FLOAT64 and math.isfinite(expected):
        size = abs(float(expected))  # the quick way: most losses are a single number
        return abs(float(got) - float(expected)) <= FLOOR + rtol * size + rtol * size
    got, expected = got.astype(np.float64), expected.astype(np.float64)
    sizes = np.abs(expected)
    largest = sizes.max(initial=0.0)
    with np.errstate(invalid="ignore"):
        if np.isfinite(largest):  # the quick way: what np.allclose does where nothing is infinite or nan
            return bool((np.abs(got - expected) <= FLOOR + rtol * largest + rtol * sizes).all())
        atol = FLOOR + rtol * sizes.max(initial=0.0, where=np.isfinite(sizes))
        return bool(np.allclose(got, expected, rtol=rtol, atol=atol, equal_nan=True))


def ulps(answer: Any, expected: Any) -> float:
    """The largest difference in units in the last place of the largest expected value; 0 where nothing compares."""
    if isinstance(expected, _SEVERAL):
        return max((ulps(got, wanted) for got, wanted in zip(answer, expected, strict=True)), default=0.0)
    got, wanted = as_array(answer), as_array(expected)
    if got is None or wanted is None or not wanted.size or wanted.dtype.kind != "f":
        return 0.0
    wanted, got = wanted.astype(np.float64), got.astype(np.float64)
    usable = np.isfinite(wanted) & np.isfinite(got)
    if not usable.any():
        return 0.0
    scale = np.spacing(np.abs(wanted[usable]).max() or 1.0)  # beside zeros only, against 1
    return float(np.abs(got[usable] - wanted[usable]).max() / scale)


#: Where two numbers differ by a smaller share, six digits may look the same.
_SIX_DIGITS = 1e-5


def can_be_seen(answer: Any, expected: Any) -> bool:
    """Whether two plain values differ in the digits that a card prints; what is not made of numbers does."""
    if isinstance(expected, dict) and isinstance(answer, dict) and answer.keys() == expected.keys():
        return any(can_be_seen(answer[key], expected[key]) for key in expected)
    if isinstance(expected, _SEVERAL) and isinstance(answer, _SEVERAL) and len(answer) == len(expected):
        return any(can_be_seen(got, wanted) for got, wanted in zip(answer, expected, strict=True))
    got, wanted = as_array(answer), as_array(expected)
    if got is None or wanted is None or got.shape != wanted.shape:
        return not same(answer, expected)
    if np.array_equal(got, wanted):
        return False
    with np.errstate(all="ignore"):
        near = np.abs(got.astype(float) - wanted.astype(float)) <= _SIX_DIGITS * np.abs(wanted.astype(float))
    if not near.all():
        return True
    return any(f"{one:.6g}" != f"{other:.6g}" for one, other in zip(got.flat, wanted.flat, strict=True))
