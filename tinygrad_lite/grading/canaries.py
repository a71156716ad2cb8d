"""Canaries: notebooks whose marks are known, graded before a class is, in the same sandbox with the same seed.

The solution must get everything, the untouched lesson nothing, and named mistakes must be diagnosed as themselves. If
one comes out otherwise, something is wrong with this machine or this version, and no mark is written.
"""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType
from typing import Any

from tinygrad_lite.course.exercise import MORE_MISTAKES, Exercise, Mistake
from tinygrad_lite.course.exercises import MORE_LESSONS, tasks_of
from tinygrad_lite.course.stub import source_of
from tinygrad_lite.course.task import Task
from tinygrad_lite.course.text_question import TextQuestion

from .record import GRADED, Record

SOLVED, UNTOUCHED, MISTAKEN = "the solution", "the untouched lesson", "named mistakes"


def canaries(lesson: str) -> Iterator[tuple[str, bytes]]:
    """(what it is, the notebook): the three, and more with mistakes where an instructor has added some."""
    tasks = tasks_of(lesson)
    for kind, solved in ((SOLVED, True), (UNTOUCHED, False)):
        yield kind, notebook(lesson, (text for task in tasks for name, text in code_cells(task, solved)))
    exercises = [task for task in tasks if isinstance(task, Exercise)]
    for number in range(max([1, *map(len, map(plain_mistakes, exercises))])):
        kind = f"{MISTAKEN}{f', {number + 1}' if number else ''}"
        yield kind, notebook(lesson, (mistaken_cell(task, number) for task in exercises))


def code_cells(task: Task, solved: bool) -> Iterator[tuple[str, str]]:
    """A task's cells of code, as a notebook has them."""
    return ((name, text) for name, kind, text in task.cells(solved) if kind == "code")


def notebook(lesson: str, cells: Iterable[str]) -> bytes:
    """A notebook with the first cell of a lesson, and these."""
    first = (
        "import numpy as np\nimport tinygrad_lite as tg\nfrom tinygrad_lite import nn\n"
        f'from tinygrad_lite.course import answer, begin, exercise\n\nbegin("{lesson}")'
    )
    empty: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    made = [empty | {"id": f"canary-{number}", "source": text} for number, text in enumerate([first, *cells])]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def plain_mistakes(exercise: Exercise) -> list[tuple[Mistake, str]]:
    """Mistakes that stand on their own feet, with their code as a student would have it.

    Of the course's own, which its tests try, the first; of an instructor's all.
    """
    added = MORE_MISTAKES.get(exercise.id, [])
    own = [mistake for mistake in exercise.mistakes() if mistake not in added]
    found = list(_standing_alone(exercise, own))
    if exercise.id not in {task.id for tasks in MORE_LESSONS.values() for task in tasks}:
        found = found[:1]
    return [*found, *_standing_alone(exercise, added)]


def _standing_alone(exercise: Exercise, mistakes: list[Mistake]) -> Iterator[tuple[Mistake, str]]:
    for mistake in mistakes:
        if isinstance(mistake.candidate, type) or mistake.candidate.__code__.co_freevars:
            continue
        code = re.sub(r"^(def \w+\()self(, )?", r"\1", source_of(mistake.candidate, exercise.name))
        if "self" not in code and not words_of(mistake.candidate.__code__) & own_words(mistake.candidate.__globals__):
            yield mistake, code


def words_of(compiled: CodeType) -> set[str]:
    """Every name that a function asks for, in the functions within it too."""
    within = [part for part in compiled.co_consts if isinstance(part, CodeType)]
    return set(compiled.co_names).union(*map(words_of, within))


def own_words(variables: Mapping[str, Any]) -> set[str]:
    """Names of an exercise's file that a notebook does not have."""
    return {name for name in variables if name not in vars(builtins)} - {"np", "tg", "nn"}


def mistaken_cell(exercise: Exercise, number: int = 0) -> str:
    """An exercise's cell with one of its plain mistakes in it; the stub, where there are not so many."""
    found = plain_mistakes(exercise)[number : number + 1]
    return f'@exercise("{exercise.id}")\n{found[0][1] if found else exercise.stub()}'


def fault(kind: str, record: Record) -> str:
    """What is wrong with the record of a canary, in a sentence; "" if nothing is."""
    if record.state != GRADED:
        return f"{kind} of {record.lesson or 'the lesson'}: {record.why}"
    for task in tasks_of(record.lesson):
        mark: Any = next((one for one in record.marks if one.id == task.id), None)
        wanted = wanted_of(kind, task)
        if wanted is None:
            continue
        got = (mark.status, mark.name) if mark else ("", "")
        if got[0] != wanted[0] or (wanted[1] and got[1] != wanted[1]):
            came = f"{got[0] or (mark.why if mark else 'nothing')}{f' ({got[1]})' if got[1] else ''}"
            expected = f"{wanted[0]}{f' ({wanted[1]})' if wanted[1] else ''}"
            return f"{kind}, {task.id}: {came}, where {expected} is expected"
    return ""


def wanted_of(kind: str, task: Task) -> tuple[str, str] | None:
    """(status, diagnosis) that a task of a canary must have; None where nothing is asked."""
    if isinstance(task, TextQuestion):
        return None
    if kind == SOLVED:
        return "right", ""
    if kind == UNTOUCHED:
        return "not-started", ""
    if not isinstance(task, Exercise):
        return None
    number = int(kind.removeprefix(MISTAKEN).strip(" ,") or 1) - 1
    found = plain_mistakes(task)[number : number + 1]
    return ("wrong", found[0][0].name) if found else ("not-started", "")
