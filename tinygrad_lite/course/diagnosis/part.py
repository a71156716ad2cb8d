"""A part of an attempt: some of its cases, as if no others had been asked. What every look looks at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..attempt import Attempt
from ..compare import as_array
from ..exercise import Exercise, Mistake
from ..run import HUNG
from .shrink import Shown, as_put, shrink

#: Failures that are not looked for in smaller cases: what hangs takes too long, and Python 3.11 gets the line of an
#: UnboundLocalError wrong once the function has run a few times.
_NOT_TWICE = (HUNG, "UnboundLocalError")


@dataclass
class Part(Attempt):
    """An attempt, or some of its cases; and the failing case that the student is shown of it."""

    @cached_property
    def shown(self) -> Shown:
        """The failing case to show, made as small as it may be: looked for only when it is asked for."""
        return self.shown_as(None)

    def shown_as(self, mistake: Mistake | None) -> Shown:
        """The same, in which a named mistake explains the answer."""
        first = self.first_wrong
        failure = self.answers[first].failure
        if failure and mistake is None and failure.kind in _NOT_TWICE:
            return as_put(self, first)
        return shrink(self, telling(self, first), mistake)


def telling(part: Part, first: int) -> int:
    """The failing case to show: where the shape is wrong, one with several elements, if there is any."""
    for index in [first, *part.wrong]:
        for _, got, wanted in parts_of(part.exercise, as_put(part, index)):
            if got is None or wanted is None or got.shape == wanted.shape:
                if index == first:
                    return first
            elif max(got.size, wanted.size) > 1:
                return index
    return first


def parts_of(exercise: Exercise, shown: Shown) -> list[tuple[str, np.ndarray | None, np.ndarray | None]]:
    """Name, answer and expected value of each value in a case's answer; one nameless one where there is no tuple."""
    case, got, wanted = shown[0], shown[1].value, shown[2].value
    if case.steps:
        return []
    if isinstance(wanted, tuple) and isinstance(got, tuple | list) and len(got) == len(wanted):
        names = exercise.parts or tuple(f"part {number}" for number in range(1, len(wanted) + 1))
        return [(name, as_array(g), as_array(w)) for name, g, w in zip(names, got, wanted, strict=True)]
    return [("", as_array(got), as_array(wanted))]
