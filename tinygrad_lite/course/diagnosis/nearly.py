"""Answers that are right to many digits and then differ: something is measured or rounded, or a little is added."""

from __future__ import annotations

import math

import numpy as np

from ..attempt import Diagnosis
from ..compare import FLOOR, close, same
from .algebraic import ENOUGH, Pair, rows_of
from .parts import Part

#: What is off by a larger part of the answer may come from anything: a small learning rate makes errors small, too.
NEARLY = 1e-6


def nearly_right(part: Part) -> Diagnosis | None:
    """That no number is off by more than a tiny part of the answer that it belongs to."""
    if part.exercise.has_own_judge or any(case.steps for case in part.cases) or len(part.wrong) < ENOUGH:
        return None
    rows = rows_of(part)
    if rows is None or not all(_is_in_the_value(part, index, rows[index]) for index in part.wrong):
        return None
    off = max((_off(got, expected) for row in rows for got, expected in row), default=math.inf)
    if not 0 < off <= NEARLY:
        return None
    text = (
        f"Your answers are right to {_digits(off)} digits or more, and then differ. So little is lost where a slope is "
        "measured instead of computed, where a number is rounded or written with few digits, where a small number is "
        "added for safety, or where a step is taken with 32 bits."
    )
    return Diagnosis("algebra", "nearly right", text)


def _is_in_the_value(part: Part, index: int, row: list[Pair]) -> bool:
    """Whether it is the value that makes a case wrong, and not what was changed besides."""
    return not all(close(*pair) for pair in row) and same(part.answers[index].after, part.expected[index].after)


def _off(got: np.ndarray, expected: np.ndarray) -> float:
    """By which part of the largest number of an answer its numbers are off, at most."""
    if not (np.isfinite(got).all() and np.isfinite(expected).all()):
        return math.inf
    difference, largest = (float(np.max(np.abs(each), initial=0)) for each in (got - expected, expected))
    if difference <= FLOOR:
        return 0.0
    return difference / largest if largest else math.inf


def _digits(off: float) -> int:
    """To how many digits a number is right that is off by such a part of itself."""
    return math.floor(-math.log10(off))
