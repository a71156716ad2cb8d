"""A key that values have in common which are the same but for rounding: to find one among many."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..compare import as_array

#: Irregular weights, so that no two arrays have the same key but by the rarest chance.
_WEIGHTS = np.cos(np.arange(4096, dtype=np.float64)) + 0.1
#: Of a larger array, only so many numbers are looked at, evenly spread: no answer that is expected is as large.
_MANY = 65_536


def alike(value: Any) -> Any:
    """The same for values that are the same but for rounding, mostly."""
    if isinstance(value, bool | int | float):
        return _digits(float(value)) if abs(value) < 1e300 else repr(value)
    array = value if isinstance(value, np.ndarray) and value.dtype.kind in "biuf" else as_array(value)
    if array is None:
        return tuple(map(alike, value)) if isinstance(value, list | tuple) else repr(value)[:200]
    if not array.ndim:
        return _digits(float(array))
    if array.ndim == 1 and array.size < 8:
        return tuple(_digits(number) for number in array.tolist())
    flat = array.reshape(-1)[:: array.size // _MANY + 1].astype(np.float64)
    return (array.shape, f"{np.dot(flat, weights(flat.size)):.6g}")


def is_finite(key: Any) -> bool:
    """Whether the values that have a key hold neither infinity nor what is no number."""
    if isinstance(key, tuple):
        return all(map(is_finite, key))
    return key not in ("inf", "-inf", "nan")


def _digits(number: float) -> str:
    return f"{number + 0.0:.6g}"


def weights(size: int) -> np.ndarray:
    """So many of them."""
    return _WEIGHTS[:size] if size <= len(_WEIGHTS) else np.resize(_WEIGHTS, size)
