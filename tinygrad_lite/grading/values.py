"""Data that a notebook makes with the engine, for answers that are to do without: `CLASSES = int(labels.max()) + 1`.

Where such an answer runs the engine is not, and what is made with it is an `Absent`. In the lesson it is a number like
any other, and the exercise does not rule it out. So the notebook's cells are run once more where the engine is, and
from there come numbers, texts and arrays, and nothing that could be called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tinygrad_lite.course.plain import to_plain
from tinygrad_lite.grading import wire
from tinygrad_lite.grading.stand_ins import Absent

#: Bytes of what a notebook sets with the engine: sizes, names of classes. Of all that is more, it is asked what for.
MOST_OF_SETTINGS = 1000


def data_of(names: Iterable[str], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Of some variables those that are data through and through, as plain data."""
    there = {name: variables[name] for name in names if name in variables}
    return {name: to_plain(value) for name, value in there.items() if can_be_sent(value) and _is_data(value)}


def _is_data(value: Any) -> bool:
    """Whether it is numbers and texts, or a list, tuple or dict of them: no tensor, which `to_plain` takes for an
    array, and no object of the notebook's own."""
    if type(value) is np.ndarray:
        return value.dtype.kind in "biuf"
    if type(value) in (list, tuple):
        return all(map(_is_data, value))
    if type(value) is dict:
        return all(isinstance(key, str | int) for key in value) and all(map(_is_data, value.values()))
    number = isinstance(value, np.number | np.bool) and value.dtype.kind in "biuf"
    return value is None or type(value) in (bool, int, float, str) or number


def put_in_place(values: Mapping[str, Any], variables: dict[str, Any]) -> None:
    """Give variables that were made with what is not there the values that they have where it is."""
    for name, value in values.items():
        if isinstance(variables.get(name), Absent):
            scalar = isinstance(value, np.ndarray) and value.ndim == 0
            variables[name] = value[()] if scalar else value


def can_be_sent(value: Any) -> bool:
    """Whether it is neither too much nor no data at all; found out soon, however much it is."""
    try:
        wire.encode(value)
    except (wire.TooMuch, RecursionError):
        return False
    return True


def can_be_told(message: Mapping[str, Any]) -> bool:
    """Whether a message with such values is understood: with many small ones it may be one that can only be sent."""
    try:
        wire.decode(wire.encode(message))
    except (wire.TooMuch, wire.BadMessage):
        return False
    return True


def may_be_program(values: Mapping[str, Any]) -> bool:
    """Whether they are enough to hold a program that was not written for the exercise, such as the engine's text."""
    return _bytes_of(values) > MOST_OF_SETTINGS


def _bytes_of(value: Any) -> int:
    """About how much a value can tell."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, list | tuple):
        return sum(map(_bytes_of, value))
    if isinstance(value, Mapping):
        return sum(_bytes_of(key) + _bytes_of(item) for key, item in value.items())
    return value.bit_length() // 8 + 1 if isinstance(value, int) else 8


def is_engines(kind: Any) -> bool:
    """Whether a variable's type, as a process tells it (`kind_of`), is one of the engine's."""
    module = kind[0] if isinstance(kind, list) and kind and isinstance(kind[0], str) else ""
    return f"{module}.".startswith("tinygrad_lite.")
