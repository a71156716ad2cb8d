"""A named mistake with a small fault beside it that has no name: both together give all the answers.

Told is the mistake that has a name; the other is somewhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..attempt import Diagnosis
from ..compare import same
from ..exercise import Mistake
from ..run import Answer, run
from ..work import Prices, Work
from .exact import TELLING, known_answer
from .in_parts import Pieces, pieces
from .parts import Part
from .planted import Faulty, faulty
from .together import AND_ANOTHER, JUST_TWO, all_alike, answers_alike, said_of

#: As much may be tried, in microseconds of a usual machine.
MOST_WORK = 1_000_000
#: What it takes to make a program of its words, for each of them.
WORD = 2.5


def mistake_and_fault(part: Part) -> Diagnosis | None:
    """The one named mistake that, with one small fault in other words of the program, gives all the answers."""
    if part.exercise.has_own_judge or len(part.answers) < len(part.cases) or all_alike(part):
        return None
    tried = _Tried(part)
    kind: Any = type(part.exercise)
    found: set[Mistake] = set()
    for programs in faulty(kind):
        faults = [tried.of_program(candidate) for _, candidate in programs.faults]
        if any(map(tried.gives_all, (candidate for _, candidate in programs.faults))):
            return None  # a single fault that nobody has named
        found |= set(_found(tried, programs, faults))
        if not tried.work.is_left:
            return None
    if len(found) != 1:
        return None
    text = f"{JUST_TWO}. {said_of(part, [*found])}"
    return Diagnosis(AND_ANOTHER, next(iter(found)).name, text)


def _found(tried: _Tried, programs: Faulty, faults: list[list[Pieces | None]]) -> list[Mistake]:
    """The mistakes that give the answers together with a fault, and neither of them alone."""
    found = []
    for mistake, own in programs.mistakes:
        theirs = tried.of_mistake(mistake)
        for number, (_, alone) in enumerate(programs.faults):
            if not programs.fits(own, number) or not tried.may_be(theirs, faults[number]):
                continue
            tried.work.spend(WORD * len(programs.words))
            candidate = programs.both(mistake, own, number) if tried.work.is_left else None
            if candidate is None or not tried.gives_all(candidate):
                continue
            both = (
                tried.answers_of(alone),
                [known_answer(tried.part.exercise, mistake, case) for case in tried.part.cases],
            )
            if all(tried.differs(answers) and tried.lets_right_ones_be(answers) for answers in both):
                found.append(mistake)
                break
    return found


class _Tried:
    """Programs that are put beside an attempt, within so much work."""

    def __init__(self, part: Part) -> None:
        self.part, self.work, self.prices = part, Work(MOST_WORK), Prices(part.exercise.solution)
        self.first = part.wrong[:TELLING]
        self.order = [*self.first, *(index for index in range(len(part.cases)) if index not in self.first)]
        self.mine = self.looked_at([part.answers[index] for index in self.first])
        self.right = self.looked_at([part.expected[index] for index in self.first])

    def looked_at(self, answers: list[Answer]) -> list[Pieces | None]:
        """The parts of the answers to the first cases that are wrong."""
        cases = [self.part.cases[index] for index in self.first]
        return [pieces(self.part.exercise, case, answer) for case, answer in zip(cases, answers, strict=True)]

    def of_mistake(self, mistake: Mistake) -> list[Pieces | None]:
        """The same of what a mistake answers."""
        cases = [self.part.cases[index] for index in self.first]
        return self.looked_at([known_answer(self.part.exercise, mistake, case) for case in cases])

    def of_program(self, candidate: Callable[..., Any]) -> list[Pieces | None]:
        """The same of what a program answers."""
        cases = [self.part.cases[index] for index in self.first]
        self.work.spend(sum(map(self.prices.of, cases)))
        return self.looked_at([run(candidate, case) for case in cases])

    def may_be(self, theirs: list[Pieces | None], others: list[Pieces | None]) -> bool:
        """Whether both together may give these answers: a part that one leaves right is as the other makes it."""
        rtol = self.part.exercise.rtol
        for mine, right, one, other in zip(self.mine, self.right, theirs, others, strict=True):
            if mine is None or right is None or one is None or other is None:
                continue
            if not mine.keys() == right.keys() == one.keys() == other.keys():
                continue
            for name in right:
                if same(other[name], right[name], rtol):
                    if not same(mine[name], one[name], rtol):
                        return False
                elif same(one[name], right[name], rtol) and not same(mine[name], other[name], rtol):
                    return False
        return True

    def gives_all(self, candidate: Callable[..., Any]) -> bool:
        """Whether a program answers every case as the submission did: most do not get beyond the first."""
        for index in self.order:
            case = self.part.cases[index]
            self.work.spend(self.prices.of(case))
            if not self.work.is_left or not answers_alike(self.part, index, run(candidate, case)):
                return False
        return True

    def answers_of(self, candidate: Callable[..., Any]) -> list[Answer]:
        """What a program answers to every case."""
        return [run(candidate, case) for case in self.part.cases]

    def differs(self, answers: list[Answer]) -> bool:
        """Whether some other answers are others than these, in enough cases."""
        rtol = self.part.exercise.rtol
        pairs = zip(self.part.answers, answers, strict=True)
        return sum(not mine.agrees(other, rtol) for mine, other in pairs) >= TELLING

    def lets_right_ones_be(self, answers: list[Answer]) -> bool:
        """Whether in other answers all is right that is right in these.

        Where both together are right though one is wrong, each takes the other back: that is a third thing, not both.
        """
        exercise, rtol = self.part.exercise, self.part.exercise.rtol
        rows = zip(self.part.cases, self.part.answers, self.part.expected, answers, strict=True)
        for case, *three in rows:
            mine, right, other = (pieces(exercise, case, answer) for answer in three)
            if mine is None or right is None or other is None or not mine.keys() == right.keys() == other.keys():
                continue
            for name, wanted in right.items():
                if same(mine[name], wanted, rtol) and not same(other[name], wanted, rtol):
                    return False
        return True
