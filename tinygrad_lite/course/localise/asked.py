"""Asking a changed version, and judging its answer: it may spoil its arguments so far that they cannot be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..attempt import Attempt, fault_of
from ..case import Case
from ..exercise import Exercise, Finding
from ..run import Answer, Failure


def asked(ask: Callable[[Callable[..., Any], Case], Answer], candidate: Callable[..., Any], case: Case) -> Answer:
    """An answer, by `run` or `glance`; a failure where an argument is spoilt so far that it cannot be looked at."""
    try:
        return ask(candidate, case)
    except Exception as problem:
        return Answer(failure=Failure(type(problem).__name__, ""))


def is_right(attempt: Attempt, index: int, answer: Answer) -> bool:
    """Whether an answer to the case with this number is right."""
    return finding_of(attempt.exercise, attempt.cases[index], answer, attempt.expected[index]) is None


def finding_of(exercise: Exercise, case: Case, answer: Answer, wanted: Answer) -> Finding | None:
    """What is wrong with an answer; None if nothing is."""
    try:
        return fault_of(exercise, case, answer, wanted)
    except Exception:  # an argument is spoilt so far that this cannot even be looked at
        return Finding("spoilt", "")
