"""Changes that do not mend but lead somewhere: the first of two."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..attempt import Attempt
from ..compare import as_array, same
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
        gain: so many more cases are right, or parts of the first answer.
        mends: whether it makes the first case right, and none wrong.
        nearer: whether a statement is moved, and the answers come nearer to the right ones, or a part of the first is
            right.
    """

    change: Try
    gain: int
    mends: bool = False
    nearer: bool = False


class Steps:
    """Collects the changes that lead somewhere, as told by the answer to the case that is put first."""

    def __init__(self, attempt: Attempt, first: int) -> None:
        self.attempt, self.first = attempt, first
        self.found: list[Step] = []
        exercise, wanted = attempt.exercise, attempt.expected[first]
        self.parts = parts_right(attempt.answers[first], wanted, exercise.rtol)
        self.again = attempt.wrong[-1]
        self.distance = self._distance({index: attempt.answers[index] for index in (first, self.again)})
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
        nearer = change.moved and (
            gained > 0 or self._distance({self.first: answer, self.again: ask(self.again)}) < self.distance
        )
        if later and alike(ask(self.again).value) in later:
            self.found.append(Step(change, NAMED, nearer=nearer))
        elif (
            gained > 0
            or nearer
            or (isinstance(change.replacement, ast.Return) and isinstance(change.replacement.value, ast.Name))
        ):
            self.found.append(Step(change, max(gained, 0), nearer=nearer))

    def _distance(self, answers: Mapping[int, Answer]) -> float:
        """How far answers to some cases are from the right ones."""
        return sum(distance(answer, self.attempt.expected[index]) for index, answer in answers.items())

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
    if isinstance(right, dict) and isinstance(got, dict) and got.keys() == right.keys():
        count = sum(same(got[name], right[name], rtol) for name in right)
    elif isinstance(right, list | tuple) and isinstance(got, list | tuple) and len(got) == len(right):
        count = sum(same(mine, yours, rtol) for mine, yours in zip(got, right, strict=True))
    return count + (wanted.after is not None and same(answer.after, wanted.after, rtol))


def pieces_right(answer: Answer, wanted: Answer, rtol: float | None) -> frozenset[tuple[Any, ...]]:
    """Where in an answer, and in what the arguments became, something is right: down to single numbers in lists, and to
    whole arrays.
    """
    if answer.failure:
        return frozenset()
    return frozenset(_right_in((answer.value, answer.after), (wanted.value, wanted.after), rtol))


def _right_in(got: Any, wanted: Any, rtol: float | None) -> Iterator[tuple[Any, ...]]:
    """The ways into an answer at whose ends it is right."""
    if isinstance(wanted, dict):
        keys = list(wanted) if isinstance(got, dict) and got.keys() == wanted.keys() else []
    elif isinstance(wanted, list | tuple):
        keys = [*range(len(wanted))] if isinstance(got, list | tuple) and len(got) == len(wanted) else []
    else:
        keys = []
        if same(got, wanted, rtol):
            yield ()
    for key in keys:
        for way in _right_in(got[key], wanted[key], rtol):
            yield (key, *way)


def distance(answer: Answer, wanted: Answer) -> float:
    """How far the numbers of an answer are from the right ones, as a part of these; infinite where some are missing."""
    got, right = ([*_numbers((each.value, each.after))] for each in (answer, wanted))
    if answer.failure or [mine.shape for mine in got] != [yours.shape for yours in right]:
        return math.inf
    with np.errstate(all="ignore"):
        apart = sum(float(np.sum((mine - yours) ** 2)) for mine, yours in zip(got, right, strict=True))
        size = sum(float(np.sum(yours**2)) for yours in right)
    return math.sqrt(apart / size) if size and math.isfinite(apart) else math.inf


def _numbers(value: Any) -> Iterator[np.ndarray]:
    """The arrays of numbers in an answer, in their order."""
    if isinstance(value, dict):
        value = [*value.values()]
    array = as_array(value)
    if array is not None:
        yield array.astype(np.float64)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)
