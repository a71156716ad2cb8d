"""Which of many cases and values tell most: those that have little in common with others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..case import Case
from ..compare import as_array
from .alike import alike

#: So many cases are chosen.
CASES = 3


def unlike(cases: Sequence[Case]) -> list[int]:
    """The first case, and others that have as little in common with it and with one another as can be."""
    chosen = [0]
    while len(chosen) < min(CASES, len(cases)):
        left = [number for number in range(len(cases)) if number not in chosen]
        chosen.append(min(left, key=lambda number: sum(_common(cases[number], cases[each]) for each in chosen)))
    return chosen


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
