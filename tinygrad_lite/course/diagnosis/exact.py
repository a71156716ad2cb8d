"""The answers equal those of one named mistake, on all cases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from ..attempt import Attempt, Diagnosis, fault_of
from ..case import Case
from ..exercise import Exercise, Mistake
from ..run import Answer, run
from .parts import Part
from .quantities import quantities, written
from .reading import reads_less

#: A mistake is named only if this many cases tell it from the right answer, and from every other mistake.
TELLING = 3
#: The first few cases rule most mistakes out already: these many are tried, then these.
QUICK = (TELLING, 6)
#: For each case, the answers of programs that are always the same: by the exercise's class and the program's names.
_ANSWERS: WeakKeyDictionary[Case, dict[tuple[type, str, str], Answer]] = WeakKeyDictionary()


class Behaviour:
    """How a candidate answers the cases: by value or, where the exercise has its own judge, by what was found.

    Whether the values were changed in place or warned about counts too.
    """

    def __init__(self, exercise: Exercise, cases: list[Case], answers: list[Answer], expected: list[Answer]) -> None:
        self.exercise, self.answers = exercise, answers
        self.keys: list[str] = []
        if exercise.has_own_judge:
            findings = [fault_of(exercise, *triple) for triple in zip(cases, answers, expected, strict=True)]
            self.keys = [finding.key if finding else "" for finding in findings]

    def agrees(self, other: Behaviour, index: int) -> bool:
        """The same outcome on one case."""
        mine, yours = self.answers[index], other.answers[index]
        if mine.changed != yours.changed:
            return False
        if self.exercise.has_own_judge and not (mine.failure or yours.failure):
            return self.keys[index] == other.keys[index]
        return mine.agrees(yours, self.exercise.rtol)

    def tells(self, other: Behaviour) -> int:
        """How many cases tell the two apart by what they returned, exceptions aside; counted up to `TELLING`."""
        different = (
            index
            for index in range(min(len(self.answers), len(other.answers)))
            if self.answers[index].failure is None and not self.agrees(other, index)
        )
        return len(list(islice(different, TELLING)))


def named_mistake(part: Part) -> Mistake | None:
    """The named mistake that gives all the answers, unless it reads a parameter that the submission leaves out."""
    mistake = exact(part)
    return None if mistake and reads_less(part.submission, mistake) else mistake


def exact(attempt: Attempt) -> Mistake | None:
    """The one named mistake that answers every case as the submission does; None where there is none, or a tie."""
    if len(attempt.answers) < len(attempt.cases):
        return None  # it hung
    exercise, cases, expected = attempt.exercise, attempt.cases, attempt.expected
    mine = Behaviour(exercise, cases, attempt.answers, expected)
    right = Behaviour(exercise, cases, _right_answers(attempt), expected)
    if mine.tells(right) < TELLING:
        return None
    named = None
    for mistake in exercise.mistakes():
        near = [theirs for theirs in _programs(attempt, mistake) if mine.tells(theirs) < TELLING]
        if not near:
            continue
        if named or not any(all(mine.agrees(theirs, index) for index in range(len(cases))) for theirs in near):
            return None  # too near to two of them, or to one without being it
        named = mistake
    return named


def _programs(attempt: Attempt, mistake: Mistake) -> Iterator[Behaviour]:
    """How a mistake and its variants answer all cases, without those that the first few cases rule out."""
    mine = Behaviour(attempt.exercise, attempt.cases, attempt.answers, attempt.expected)
    for number in range(1 + len(mistake.variants)):
        if all(mine.tells(_behaviour(attempt, mistake, count, number)) < TELLING for count in QUICK):
            yield _behaviour(attempt, mistake, len(attempt.cases), number)


def _behaviour(attempt: Attempt, mistake: Mistake, count: int, number: int) -> Behaviour:
    """How a mistake, or its variant of this number, answers the first `count` cases."""
    exercise, cases, expected = attempt.exercise, attempt.cases[:count], attempt.expected[:count]
    if number:
        name = (type(exercise), mistake.name, f"variant {number}")
        answers = [kept_answer(name, mistake.variants[number - 1], case) for case in cases]
    else:
        answers = [known_answer(exercise, mistake, case) for case in cases]
    return Behaviour(exercise, cases, answers, expected)


def known_answer(exercise: Exercise, mistake: Mistake | None, case: Case) -> Answer:
    """A mistake's answer to a case, or the solution's, kept as long as the case is."""
    candidate = mistake.candidate if mistake else exercise.solution
    return kept_answer((type(exercise), mistake.name if mistake else "", ""), candidate, case)


def kept_answer(name: tuple[type, str, str], candidate: Callable[..., Any], case: Case) -> Answer:
    """A program's answer to a case, kept under a name as long as the case is.

    A whole class is asked the same cases, and the certificate puts them again and again.
    """
    known = _ANSWERS.setdefault(case, {})
    if name not in known:
        answer = run(candidate, case)
        failure = answer.failure and replace(answer.failure, exception=None)  # whose frames would hold on to the case
        known[name] = replace(answer, failure=failure)
    return known[name]


def _right_answers(attempt: Attempt) -> list[Answer]:
    if attempt.exercise.has_own_judge:
        return [known_answer(attempt.exercise, None, case) for case in attempt.cases]
    return attempt.expected


def fill(mistake: Mistake, exercise: Exercise, case: Case) -> Diagnosis:
    """The mistake's text with the quantities of the case that is shown."""
    return Diagnosis("mistake", mistake.name, filled(mistake.text, exercise, case))


def filled(text: str, exercise: Exercise, case: Case) -> str:
    """A text with the quantities of a case."""
    known = {name: written(value) for name, value in quantities(exercise, case).items()}
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), text)
