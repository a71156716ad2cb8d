"""The work on one notebook, in a process of its own; and what becomes of one that ran out of time or memory."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tinygrad_lite.course.exercises import texts_of
from tinygrad_lite.course.run import HUNG

from .extras import Extras
from .marking import mark
from .notebook import Unreadable, read_notebook
from .pictures import pictures_in
from .record import GRADED, MACHINE, NEEDS_A_PERSON, Mark, Record
from .sandbox import Limits, Tier
from .workers import Lost
from .written import written

#: Said of what was killed twice.
TWICE = "It was tried twice, the second time alone and with twice the time and memory, and did not come to its end."


@dataclass(frozen=True)
class Task:
    """A notebook that a process is to grade; `places`: whether places of mistakes are looked for, or of which task."""

    student: str
    path: str
    data: bytes
    seed: int
    tier: Tier
    limits: Limits
    tree: Path | None
    points: Mapping[str, float]
    extras: Extras = field(default_factory=Extras)
    places: bool | str = True


def grade_one(task: Task) -> Record:
    """Grade one notebook; called in a process of its own."""
    task.extras.load()
    try:
        notebook = read_notebook(task.data)
    except Unreadable as problem:
        sha256 = hashlib.sha256(task.data).hexdigest()
        return Record(task.student, task.path, sha256, state=NEEDS_A_PERSON, why=str(problem))
    record = mark(
        notebook, task.seed, task.tier, task.limits, student=task.student, path=task.path, points=task.points,
        tree=task.tree, places=task.places,
    )  # fmt: skip
    if any(record.texts.values()):  # their pictures are not in what was read of the notebook
        cells = written(notebook, record.lesson, texts_of(record.lesson))
        wanted = {task_id: [cell.id for cell in own] for task_id, own in cells.items()}
        record = replace(record, pictures=pictures_in(task.data, wanted))
    return record.writable()


def lost(task: Task, result: Lost) -> Record:
    """The record of a notebook at which the grader itself failed."""
    sha256 = hashlib.sha256(task.data).hexdigest()
    return Record(task.student, task.path, sha256, state=MACHINE, why=result.why[:500], seed=task.seed)


def ran_out(record: Record) -> bool:
    """Whether something ran out of time or memory, so that it is tried once more."""
    return record.state == MACHINE or any(mark.state == MACHINE or mark.name == HUNG for mark in record.marks)


def settled(record: Record) -> Record:
    """After the second try: what ran out again is wrong, and its page says that it was tried twice."""

    def told(mark: Mark) -> Mark:
        return replace(mark, why=f"{mark.why} {TWICE}".strip()) if mark.state == GRADED and mark.name == HUNG else mark

    return replace(record, marks=tuple(map(told, record.marks)))
