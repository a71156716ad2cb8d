"""How much may be tried: counted work, and a clock that only ends what takes far longer than the counts allow.

What is counted is the same on a fast machine and on a slow one, and beside other programs: so the same answer gets the
same card in a lesson and in grading. A unit is about a microsecond of a usual machine.
"""

from __future__ import annotations

import gc
import sys
import time
from types import FrameType
from typing import Any

from .run import glance, quietly

#: As much as is done under a cell.
USUAL = 650_000
#: The clock allows so many times the seconds that the counted work usually takes.
FUSE = 10
#: What a run takes besides the student's code, with the judgement of its answer; a call of a function in it; a round.
RUN, CALL, ROUND = 15.0, 0.35, 1.0
#: What a number of an answer takes to be kept and compared: of consequence where a change makes arrays huge.
HELD = 0.004
#: What a node takes to be compiled; a change to be made, and to be put in its place.
NODE, CHANGE = 1.0, 30.0
#: What it takes to ask an expression for its values, and to keep each of them.
ASKED, VALUE = 6.0, 5.0
#: What it takes to look for two values that meet; and for each number among those that are looked through.
LOOK, NUMBER = 60.0, 0.02


class Work:
    """So much may be done; asked before each step whether something is left.

    Args:
        units: how much.
        of: the larger whole that it is a part of: what is done here is done there.
    """

    def __init__(self, units: float, of: Work | None = None) -> None:
        self.units = self.left = units
        self.of = of
        self.ends: float = of.ends if of else time.thread_time() + FUSE * units / 1e6

    def spend(self, units: float) -> None:
        """So much has been done."""
        self.left -= units
        if self.of is not None:
            self.of.spend(units)

    def lend(self, units: float) -> None:
        """So much more may be done, also in the whole."""
        self.left += units
        self.ends += FUSE * units / 1e6
        if self.of is not None:
            self.of.lend(units)

    @property
    def is_left(self) -> bool:
        """Whether more may be done, here and in the whole."""
        return self.left > 0 and (self.of.is_left if self.of else time.thread_time() < self.ends)


class Prices:
    """What a run of a function or class on each case takes, by the calls of functions in it."""

    def __init__(self, candidate: Any) -> None:
        self.candidate = candidate
        self._known: dict[int, float] = {}
        self._cases: list[Any] = []  # they stay, so that no other gets the same id

    def of(self, case: Any) -> float:
        """The units of a run on a case."""
        if id(case) not in self._known:
            with quietly():
                glance(self.candidate, case)  # what is done only the first time is not counted
                self._known[id(case)] = RUN + CALL * calls(lambda: glance(self.candidate, case))
            self._cases.append(case)
        return self._known[id(case)]


def calls(run: Any) -> int:
    """How many functions are called while something runs, Python's own included.

    Where somebody else is listening to the calls already, as a profiler, the time says about how many.
    """
    if sys.getprofile() is not None:
        began = time.thread_time()
        run()
        return int((time.thread_time() - began) * 1e6 / CALL)
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    collects = gc.isenabled()
    gc.disable()  # what it clears away, and whoever is told of it, would be counted in one run and not in the next
    sys.setprofile(called)
    try:
        run()
    finally:
        sys.setprofile(None)
        if collects:
            gc.enable()
    return count
