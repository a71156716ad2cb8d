"""A row of a class report for each task: how its answers came out, and where a class stopped."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from statistics import median
from typing import Any

from ..course.exercise import Exercise
from ..course.run import HUNG
from ..course.task import Task
from .about_run import About
from .flag import mark_of, unexplained
from .points import points_table
from .record import GRADED, NO_ANSWER, NOT_HANDED_IN, Mark, Record
from .say import FEWEST
from .statistics import FOR_CORRELATIONS, correlation, correlation_interval, wilson

#: How an answer came out, in the order in which a bar shows it.
OUTCOMES = ("right", "not by hand", "named mistake", "other wrong", "error", "not started")
#: A task that more of those who did the one before left untouched than this is where a class stopped.
STOPPED = 0.25


def share(count: int, total: int) -> dict[str, Any]:
    """A share with its interval. The page shows percentages only of classes that are large enough for them."""
    interval = wilson(count, total)
    return {"count": count, "of": total, "low": interval.low, "high": interval.high}


def outcome(mark: Mark) -> str:
    """One of `OUTCOMES`; "" where there is no mark."""
    if mark.state != GRADED:
        return ""
    if mark.status == "wrong":
        return "named mistake" if mark.name else "other wrong"
    return {"not-by-hand": "not by hand", "not-started": "not started"}.get(mark.status, mark.status)


def row_of(task: Task, judged: list[Record], about: About) -> dict[str, Any]:
    marks = [mark for record in judged if (mark := mark_of(record, task.id)) is not None]
    outcomes = [outcome(mark) for mark in marks]
    graded = [mark for mark in marks if mark.auto is not None]
    counts = {name: outcomes.count(name) for name in OUTCOMES}
    if not isinstance(task, Exercise):  # each wrong choice has its explanation
        counts["named mistake"], counts["other wrong"] = counts["named mistake"] + counts["other wrong"], 0
    wrong = [mark for mark in marks if mark.state == GRADED and mark.status in ("wrong", "error")]
    points = [mark.auto or 0.0 for mark in graded]
    return {
        "id": task.id,
        "name": task.id.rpartition("/")[2],
        "is_question": not isinstance(task, Exercise),
        "points": points_table([task], about.points)[task.id],
        "own_points": float(task.points),
        "counts": counts,
        "no_mark": outcomes.count(""),
        "judged": len(marks) - outcomes.count(""),
        "started": share(len(graded) - counts["not started"], len(graded)),
        "right": share(counts["right"], len(graded)),
        "mean": sum(points) / len(points) if points else None,
        "median": median(points) if points and getattr(task, "part_marks", False) else None,
        "timed_out": sum(mark.name == HUNG for mark in marks),
        "diagnosed": share(sum(not unexplained(mark) for mark in wrong), len(wrong))
        if isinstance(task, Exercise)
        else None,
        "item_rest": _item_rest(task.id, judged),
        "stopped_here": None,
        **_shown(task.id, judged, about),
    }


def text_rows(counted: list[Record]) -> list[dict[str, Any]]:
    """A row for each question that a person reads: how many wrote something, and what those got who are marked."""
    read = [mark for record in counted for mark in record.marks if mark.read and mark.state != NOT_HANDED_IN]
    rows = []
    for task_id in dict.fromkeys(mark.id for mark in read):
        own = [mark for mark in read if mark.id == task_id]
        blank = sum(mark.comment == NO_ANSWER for mark in own)
        given = [mark.by_hand for mark in own if mark.by_hand is not None and mark.comment != NO_ANSWER]
        rows.append({
            "id": task_id,
            "points": own[0].points,
            "written": share(len(own) - blank, len(own)),
            "marked": {"count": len(given), "of": len(own) - blank},
            "full": share(sum(points >= own[0].points for points in given), len(given)),
            "mean": sum(given) / len(given) if given else None,
        })  # fmt: skip
    return rows


def _shown(task_id: str, judged: list[Record], about: About) -> dict[str, Any]:
    """How many had a hint or the solution shown, of those whose own record came along; None where none did."""
    own = [about.shown[record.student] for record in judged if record.student in about.shown]
    if not own:
        return {"hints": None, "solutions": None}
    rows = [shown.get(task_id, (0, False)) for shown in own]
    return {
        "hints": {"count": sum(hints > 0 for hints, _ in rows), "of": len(own)},
        "solutions": {"count": sum(solution for _, solution in rows), "of": len(own)},
    }


def _item_rest(task_id: str, judged: list[Record]) -> dict[str, float] | None:
    """How the points of one task go with those of all others; None for small classes."""
    whole = [record for record in judged if all(mark.auto is not None for mark in record.marks)]
    pairs = [(mark.auto or 0.0, record.points) for record in whole if (mark := mark_of(record, task_id)) is not None]
    if len(pairs) < FOR_CORRELATIONS:
        return None
    r = correlation([own for own, _ in pairs], [total - own for own, total in pairs])
    return None if r is None else {"r": r, "n": len(pairs)} | asdict(correlation_interval(r, len(pairs)))


def mark_where_they_stopped(rows: list[dict[str, Any]], judged: list[Record]) -> None:
    """The first task that many of those who did the one before left untouched."""
    for before, row in pairwise(rows):
        marks = [(mark_of(record, before["id"]), mark_of(record, row["id"])) for record in judged]
        did = [after for first, after in marks if first and first.auto is not None and first.status != "not-started"]
        left = sum(after is not None and after.status == "not-started" for after in did)
        if left >= FEWEST and left > STOPPED * len(did):
            row["stopped_here"] = share(left, len(did))
            return
