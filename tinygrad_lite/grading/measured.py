"""How often the checks were wrong, measured on answers that nobody who wrote a check had seen. Counts, and bounds.

The answers were written from the exercises' contracts alone. What was found wrong was mended after it was counted here,
so the figures are of the checks as they were before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .statistics import at_most


@dataclass(frozen=True)
class Measured:
    """Of some lessons: right answers, those of them that were refused; wrong ones, those that were accepted."""

    lessons: str
    right: int
    refused: int
    wrong: int
    accepted: int


MEASURED = (
    Measured("00 to 06", right=240, refused=0, wrong=480, accepted=2),
    Measured("07 to 11", right=189, refused=5, wrong=317, accepted=2),
)


def sentence(measured: Measured) -> str:
    """What is published of them.

    Example:
        >>> print(sentence(MEASURED[0]))  # doctest: +NORMALIZE_WHITESPACE
        Lessons 00 to 06: 0 of 240 right answers were refused (at most 1.3 %, with 95 % certainty), and 2 of 480 wrong
        ones accepted (at most 1.4 %).
    """
    refused, accepted = at_most(measured.refused, measured.right), at_most(measured.accepted, measured.wrong)
    return (
        f"Lessons {measured.lessons}: {measured.refused} of {measured.right} right answers were refused (at most "
        f"{upwards(refused)} %, with 95 % certainty), and {measured.accepted} of {measured.wrong} wrong ones accepted "
        f"(at most {upwards(accepted)} %)."
    )


def upwards(bound: float) -> float:
    """A bound in per cent with one digit, which may only say too much."""
    return math.ceil(1000 * bound) / 10
