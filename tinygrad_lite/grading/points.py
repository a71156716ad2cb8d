"""Points: what each task is worth, and what an answer earns.

The exercises say what they are worth. `grading.toml` may change that:

    [points]
    "loss/mse" = 4
    "loss/recap_1" = 0.5
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ..course.task import Task

#: Part marks are given in steps of so many points.
STEP = 0.25
#: Of a verdict that earns everything.
RIGHT = "right"


class PointsError(ValueError):
    """`[points]` in grading.toml cannot be followed; says which line, and what to write."""


def read_points(file: Path) -> dict[str, float]:
    """`[points]` of a grading.toml; {} where it has none.

    Raises:
        PointsError: it is no TOML, or something in `[points]` is no number of points.
    """
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PointsError(f"{file} cannot be read: {problem}") from problem
    return changed_points(settings.get("points", {}), file.name)


def changed_points(table: Any, where: str = "grading.toml") -> dict[str, float]:
    """`[points]` as numbers.

    Raises:
        PointsError: something in it is no number of points.
    """
    if not isinstance(table, Mapping):
        raise PointsError(f'{where}: write [points] above lines like "loss/mse" = 2.')
    for name, value in table.items():
        number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not number or value < 0:
            raise PointsError(f'{where}: "{name}" = {value!r} is no number of points. Write 0, 2 or 0.5, say.')
    return {name: float(value) for name, value in table.items()}


def points_table(tasks: Iterable[Task], changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """What each of a lesson's tasks is worth, in the lesson's order. Lines about other lessons change nothing."""
    return {task.id: (changed or {}).get(task.id, float(task.points)) for task in tasks}


def unknown_ids(changed: Mapping[str, float], known: Iterable[str]) -> list[str]:
    """A sentence for each line of `[points]` that is about no task there is: a misspelt one would change nothing."""
    ids, said = list(known), []
    for name in changed:
        if name not in ids:
            near = get_close_matches(name, ids, n=1)
            did_you_mean = f' Did you mean "{near[0]}"?' if near else ""
            said.append(f'[points]: there is no exercise "{name}".{did_you_mean}')
    return said


def earned(task: Task, points: float, status: str, passed: int = 0, total: int = 0) -> float:
    """What a verdict earns: all or nothing, except where the exercise says `part_marks`.

    There, a wrong answer earns the share of the cases that it answers rightly, in whole steps of `STEP`, rounded down.
    """
    if status == RIGHT:
        return points
    if status == "wrong" and getattr(task, "part_marks", False) and 0 < passed < total:
        return math.floor(points * passed / total / STEP + 1e-9) * STEP
    return 0.0
