"""Changes that do not mend but lead somewhere: the first of two."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..attempt import Attempt
from ..compare import same
from ..diagnosis.exact import known_answer
from ..run import Answer
from .alike import alike
from .tried import Try

#: What leads to a named mistake's answer comes before what only makes more right.
NAMED = 100


@dataclass(frozen=True)
class Step:
    """A change, and how much is gained by it; nothing where it only returns another variable.

    Attributes:
        mends: whether it makes the first case right, and none wrong.
    """

    change: Try
    gain: int
    mends: bool = False


class Steps:
    """Collects the changes that lead somewhere, as told by the answer to the case that is put first."""

    def __init__(self, attempt: Attempt, first: int) -> None:
        self.attempt, self.first = attempt, first
        self.found: list[Step] = []
        exercise, wanted = attempt.exercise, attempt.expected[first]
        self.parts = parts_right(attempt.answers[first], wanted, exercise.rtol)
        self.again = attempt.wrong[-1]
        self.named = {} if exercise.has_own_judge else self._named()

    def _named(self) -> dict[Any, list[Any]]:
        """What named mistakes answer to the first case, and to the last that fails."""
        attempt, known = self.attempt, dict[Any, list[Any]]()
        first, again = attempt.cases[self.first], attempt.cases[self.again]
        for mistake in attempt.exercise.mistakes():
            answer = known_answer(attempt.exercise, mistake, first)
            if answer.failure is None:
                later = known_answer(attempt.exercise, mistake, again)
                known.setdefault(alike(answer.value), []).append(alike(later.value))
        for value in (attempt.answers[self.first].value, attempt.expected[self.first].value):
            known.pop(alike(value), None)
        return known

    def look_at(self, change: Try, answer: Answer, ask: Callable[[int], Answer]) -> None:
        """A change whose first answer is wrong still; `ask` gives what it answers to another case."""
        if answer.failure:
            return
        wanted, rtol = self.attempt.expected[self.first], self.attempt.exercise.rtol
        gained = parts_right(answer, wanted, rtol) - self.parts
        later = self.named.get(alike(answer.value))
        if later and alike(ask(self.again).value) in later:
            self.found.append(Step(change, NAMED))
        elif gained > 0 or (
            isinstance(change.replacement, ast.Return) and isinstance(change.replacement.value, ast.Name)
        ):
            self.found.append(Step(change, max(gained, 0)))

    def first_is_right(self, change: Try, is_right: Callable[[int], bool]) -> None:
        """A change whose first answer is right, but not all of them."""
        findings = self.attempt.findings
        if all(is_right(index) for index in range(len(findings)) if findings[index] is None):
            gained = sum(is_right(index) for index in self.attempt.wrong)
            self.found.append(Step(change, gained, True))


def parts_right(answer: Answer, wanted: Answer, rtol: float | None) -> int:
    """How many parts of an answer are right: of a tuple or list its items, and what the arguments became."""
    if answer.failure:
        return -1
    got, right = answer.value, wanted.value
    count = 0
    if isinstance(right, list | tuple) and isinstance(got, list | tuple) and len(got) == len(right):
        count = sum(same(mine, yours, rtol) for mine, yours in zip(got, right, strict=True))
    return count + (wanted.after is not None and same(answer.after, wanted.after, rtol))
