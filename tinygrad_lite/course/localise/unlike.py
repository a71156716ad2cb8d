"""Which of many cases and values tell most: those that have little in common with others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..case import Case
from ..compare import as_array
from .alike import alike

#: So many cases are chosen; the first has so many different numbers, if one has.
CASES, ENOUGH = 3, 8


def unlike(cases: Sequence[Case]) -> list[int]:
    """A case with many different numbers, and others that have as little in common with it and each other as can be.

    Of small round numbers two may come to the same, and each to what something else should be.
    """
    chosen = [max(range(len(cases)), key=lambda number: min(_different(cases[number]), ENOUGH))]
    while len(chosen) < min(CASES, len(cases)):
        left = [number for number in range(len(cases)) if number not in chosen]
        chosen.append(min(left, key=lambda number: sum(_common(cases[number], cases[each]) for each in chosen)))
    return chosen


def _different(case: Case) -> int:
    """How many different numbers with more than two digits a case holds."""
    arrays = [as_array(value) for value in case.args.values()]
    numbers = {f"{number:.6g}" for array in arrays if array is not None for number in array.ravel().tolist()}
    return sum(len(number.strip("-0.").replace(".", "")) > 2 for number in numbers)


def _common(one: Case, other: Case) -> int:
    """How much two cases have in common: the same arguments, of the same shape, of as many dimensions."""
    count = 0
    for name, value in one.args.items():
        yours = other.args.get(name)
        count += alike(value) == alike(yours)
        count += shape_of(value) == shape_of(yours)
        count += len(shape_of(value)) == len(shape_of(yours))
    return count


def shape_of(value: Any) -> tuple[int, ...]:
    """The shape of an array; () of everything else."""
    array = as_array(value)
    return () if array is None else array.shape


def telling(value: Any) -> tuple[int, bool]:
    """How unlikely it is that something else has this value."""
    array = as_array(value)
    return 0 if array is None else array.size, alike(value) not in ("0", "1", "-1", "2")
