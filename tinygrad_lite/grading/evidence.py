"""Why an answer has its mark: case by case what came and what was expected, and what of the notebook was not run."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..course.attempt import fault_of
from ..course.case import Case, code
from ..course.compare import as_array, tolerance, ulps
from ..course.exercise import Exercise
from ..course.run import Answer
from .asked import asked, numbers_asked, numbers_exempt
from .definitions import program_of
from .judging import Judging
from .left_out import LeftOut, left_out
from .marking import own_tree
from .notebook import read_notebook
from .numbers import counted
from .work import Task

#: So many wrong cases are shown whole.
SHOWN = 3
#: Characters of one value.
_WIDE = 110


@dataclass(frozen=True)
class WrongCase:
    """A case that was answered wrongly.

    Attributes:
        number: its place in the exercise's own list of cases, from 1.
        case, answer, expected: what was asked, what came, what is right.
        said: what is wrong with it.
    """

    number: int
    case: Case
    answer: Answer
    expected: Answer
    said: str


@dataclass(frozen=True)
class Evidence:
    """What a person needs to decide about an answer.

    Attributes:
        exercise: what was asked.
        wrong: the cases that were answered wrongly, in the author's order; total: how many were asked.
        left_out: what of the notebook was not run, or failed.
        exempt: the numbers of the cases that count for nobody.
    """

    exercise: Exercise
    wrong: tuple[WrongCase, ...]
    total: int
    left_out: tuple[LeftOut, ...]
    exempt: tuple[int, ...] = ()


def evidence(task: Task, exercises: list[Exercise], exercise_id: str) -> Evidence:
    """Judge the notebook again, and keep what a mark does not."""
    notebook = read_notebook(task.data)
    program = program_of(notebook, notebook.lesson)
    judging = Judging(program, exercises, task.seed, task.tier, task.tree or own_tree(), task.limits)
    judged = judging.all().get(exercise_id)
    exercise = next(one for one in exercises if one.id == exercise_id)
    cases, expected = asked(exercise, task.seed)
    numbers = numbers_asked(exercise, task.seed)
    wrong = []
    for number, case, answer, right in zip(numbers, cases, judged.heard if judged else [], expected, strict=False):
        finding = fault_of(exercise, case, answer, right)
        if finding is not None:
            wrong.append(WrongCase(number, case, answer, right, finding.text))
    dropped = tuple(left_out(program, notebook.lesson, judging.processes.skipped, judging.failures))
    return Evidence(exercise, tuple(wrong), len(cases), dropped, tuple(numbers_exempt(exercise)))


def contract(exercise: Exercise) -> str:
    """What the exercise promises and asks, as the student reads it."""
    return f"{exercise.name}{'' if exercise.asks_for_class else exercise.signature}\n" + (
        inspect.getdoc(exercise.solution) or ""
    )


def told_cases(found: Evidence) -> Iterator[str]:
    """Lines about the cases that were answered wrongly."""
    if not found.wrong:
        yield f"Of {counted(found.total, 'case')} none was answered wrongly."
        return
    numbers = ", ".join(str(wrong.number) for wrong in found.wrong)
    yield f"Wrong in {len(found.wrong)} of {counted(found.total, 'case')}, by their numbers: {numbers}."
    for about, count in Counter(wrong.case.about for wrong in found.wrong if wrong.case.about).items():
        yield f"  {count} of them: {about}"
    for wrong in found.wrong[:SHOWN]:
        yield f"  case {wrong.number}{f' ({wrong.case.about})' if wrong.case.about else ''}"
        yield from (f"    {_short(line)}" for line in wrong.case.code().splitlines()[:12])
        if wrong.answer.failure:
            yield f"    {_short(wrong.said)}"
            continue
        yield f"    returned  {_short(code(wrong.answer.value))}"
        if found.exercise.has_own_judge or wrong.answer.changed:
            yield f"    {_short(wrong.said)}"
        else:
            yield f"    expected  {_short(code(wrong.expected.value))}"
            yield from (f"    {line}" for line in distance(found.exercise, wrong.answer.value, wrong.expected.value))


def distance(exercise: Exercise, got: Any, wanted: Any) -> Iterator[str]:
    """How far numbers lie apart, and how far they may; nothing where they cannot be compared one by one."""
    one, other = as_array(got), as_array(wanted)
    if one is None or other is None or not other.size or other.dtype.kind != "f":
        return
    if one.shape != other.shape:
        yield f"shape {one.shape}, where {other.shape} is expected"
        return
    if not np.array_equal(np.isfinite(one.astype(np.float64)), np.isfinite(other)):
        yield "apart     no number: nan or an infinity on one side, and not on the other"
        return
    allowed = max(exercise.rtol or 0.0, tolerance(one.dtype, other.dtype))
    sizes = np.abs(other[np.isfinite(other)])
    largest = float(sizes.max()) if sizes.size else 0.0
    last_place = float(np.spacing(largest or 1.0))
    yield (
        f"apart     {_count(ulps(got, wanted))} units in the last place; up to "
        f"{_count(allowed * largest / last_place)} are allowed ({allowed:.1g} of the largest value)"
    )


def _count(ulps: float) -> str:
    return f"{ulps:,.0f}" if ulps < 1e7 else f"{ulps:.1e}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 1]}…"
