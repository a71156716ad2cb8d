"""Points: what each task is worth, and what an answer earns.

The exercises say what they are worth. `grading.toml` may change that:

    [points]
    "loss/mse" = 4
    "loss/recap_1" = 0.5
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from ..course.task import Task
from .errors import WrongUse
from .near import did_you_mean
from .settings import Settings

#: Part marks are given in steps of so many points.
STEP = 0.25
#: Of a verdict that earns everything.
RIGHT = "right"


def read_points(settings: Settings) -> dict[str, float]:
    """`[points]` of a grading.toml; {} where it has none.

    Raises:
        GradingError: something in it is no number of points.
    """
    table = settings.table("points")
    for name, value in table.items():
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or value < 0:
            raise settings.wrong(f'"{name}" has no number of points. Write 0, 2 or 0.5, say', "points", name)
    return {name: float(value) for name, value in table.items()}


def points_table(tasks: Iterable[Task], changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """What each of a lesson's tasks is worth, in the lesson's order. Lines about other lessons change nothing."""
    return {task.id: (changed or {}).get(task.id, float(task.points)) for task in tasks}


def check_ids(settings: Settings, changed: Mapping[str, float], known: Iterable[str]) -> None:
    """See that each line of `[points]` is about a task that there is: a misspelt one would change nothing.

    Raises:
        WrongUse: some are not; says in which lines.
    """
    ids = list(known)
    wrong = [
        str(settings.wrong(f'there is no exercise "{name}". {did_you_mean(name, ids)}'.rstrip(". "), "points", name))
        for name in changed
        if name not in ids
    ]
    if wrong:
        raise WrongUse("\n".join(wrong))


def earned(task: Task, points: float, status: str, passed: int = 0, total: int = 0) -> float:
    """What a verdict earns: all or nothing, except where the exercise says `part_marks`.

    There, a wrong answer earns the share of the cases that it answers rightly, in whole steps of `STEP`, rounded down.
    """
    if status == RIGHT:
        return points
    if status == "wrong" and getattr(task, "part_marks", False) and 0 < passed < total:
        return math.floor(points * passed / total / STEP + 1e-9) * STEP
    return 0.0
