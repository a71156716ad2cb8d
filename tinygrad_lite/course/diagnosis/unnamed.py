"""A named mistake with a small fault beside it that has no name: both together give all the answers.

The faults are those that the certificate plants. Told is the mistake that has a name; the other is somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..attempt import Diagnosis
from ..exercise import Mistake
from ..run import run
from ..work import CALL, Prices, Work
from .combined import Faulty, faulty
from .exact import TELLING, known_answer
from .parts import Part
from .together import TWO, all_alike, answers_alike, said_of

#: As much may be tried, in microseconds of a usual machine.
MOST_WORK = 1_500_000
#: What it takes to make a program of its words, for each of them.
WORD = 4.0


def mistake_and_fault(part: Part) -> Diagnosis | None:
    """The one named mistake that, with one small fault in other words of the program, gives all the answers."""
    if len(part.answers) < len(part.cases) or all_alike(part):
        return None
    work, prices = Work(MOST_WORK), Prices(part.exercise.solution)
    order = sorted(range(len(part.cases)), key=lambda index: (index not in part.wrong[:3], index))
    found: set[Mistake] = set()
    kind: Any = type(part.exercise)
    for programs in faulty(kind):
        tried = _Tried(part, order, work, prices)
        if any(map(tried.gives_all, programs.alone)) or not work.is_left:
            return None  # a single fault that nobody has named
        found |= set(_found(tried, programs))
        if not work.is_left:
            return None
    if len(found) != 1:
        return None
    (mistake,) = found
    text = "Two mistakes together give just your answers. " + said_of(part, [mistake])
    return Diagnosis(TWO, mistake.name, text)


class _Tried:
    """Programs that are put beside an attempt, within so much work."""

    def __init__(self, part: Part, order: list[int], work: Work, prices: Prices) -> None:
        self.part, self.order, self.work, self.prices = part, order, work, prices

    def gives_all(self, candidate: Callable[..., Any]) -> bool:
        """Whether a program answers every case as the submission did: most do not get beyond the first."""
        for index in self.order:
            self.work.spend(self.prices.of(self.part.cases[index]))
            if not self.work.is_left or not answers_alike(self.part, index, candidate):
                return False
        return True

    def differs(self, candidate: Callable[..., Any]) -> bool:
        """Whether a program answers otherwise, in enough cases."""
        rtol = self.part.exercise.rtol
        theirs = (run(candidate, case) for case in self.part.cases)
        return sum(not mine.agrees(its, rtol) for mine, its in zip(self.part.answers, theirs, strict=True)) >= TELLING


def _found(tried: _Tried, programs: Faulty) -> list[Mistake]:
    """The mistakes that give the answers together with a fault, and neither of them alone."""
    found = []
    for mistake, makers in programs.beside:
        for number, make in makers:
            tried.work.spend(CALL + WORD * programs.words)
            candidate = make() if tried.work.is_left else None
            if candidate is None or not tried.gives_all(candidate):
                continue
            if tried.differs(programs.alone[number]) and _alone_differs(tried.part, mistake):
                found.append(mistake)
                break
    return found


def _alone_differs(part: Part, mistake: Mistake) -> bool:
    theirs = [known_answer(part.exercise, mistake, case) for case in part.cases]
    rtol = part.exercise.rtol
    return sum(not mine.agrees(its, rtol) for mine, its in zip(part.answers, theirs, strict=True)) >= TELLING
