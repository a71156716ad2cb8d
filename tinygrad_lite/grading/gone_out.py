"""`REPORT/exported.csv`: what went out to each student, marks by `grades`, and pages by `feedback`.

From it her page knows which mark she received last, and which text. What became another one between two runs of which
she saw nothing is no change for her.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .appeals import Appeal
from .changes import MARKS
from .kept_runs import KeptRuns
from .never_lower import TABLE
from .numbers import number, same
from .overrides import Overrides, points_of
from .pseudonyms import Pseudonyms
from .record import Record
from .tables import read_table, write_table

COLUMNS = (
    "student", "lesson", "points", "max", "table", "column", "when", "file", "marks", "run", "what", "received",
)  # fmt: skip
#: In `what`.
BY_MARK, BY_PAGE = "mark", "page"


@dataclass(frozen=True)
class Received:
    """What went out once to a student, of one lesson.

    Attributes:
        run: whose marks these are.
        page: her page went out; else the marks alone, into a table.
        marks: what counted of each exercise; none of what was still open.
    """

    run: int
    page: bool
    marks: Mapping[str, str]


def counts_now(record: Record, overrides: Overrides) -> str:
    """For the column `received`: what counts of each exercise, marks that a person set among it.

    >>> from .record import Mark
    >>> counts_now(Record("ada", marks=(Mark("loss/mse", 2, 1.5), Mark("loss/mae", 2, None))), {})
    'loss/mse 1.5'
    """
    points = {mark.id: points_of(record, mark, overrides) for mark in record.marks}
    return "; ".join(f"{name} {number(got)}" for name, got in points.items() if got is not None)


def note(report: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add lines to the table, by pseudonym; what is as it went out to somebody last is not there twice.

    Args:
        rows: each with the student's id.
    """
    names, when = Pseudonyms(report), time.strftime("%Y-%m-%dT%H:%M:%S%z")
    each = {row["student"]: row for row in rows}  # one mark may stand in several rows, of a group's members
    new = [{**row, "student": names.pseudonym(student), "when": when} for student, row in each.items()]
    new.sort(key=lambda row: row["student"])  # the order in which they come is mostly that of the names
    known = read_table(report / TABLE)
    last = {(row["student"], row["lesson"]): _but_when(row) for row in known}
    new = [row for row in new if last.get((row["student"], row["lesson"])) != _but_when(row)]
    write_table(report / TABLE, COLUMNS, [*known, *new], private=True)


def _but_when(row: Mapping[str, Any]) -> dict[str, str]:
    """What a row says went out, as its cells have it, whenever that was."""
    values = {column: row.get(column) for column in COLUMNS if column != "when"}
    return {column: "" if value is None else str(value) for column, value in values.items()}


def marks_in_tables(report: Path, lesson: str) -> Iterator[dict[str, str]]:
    """Lines of the marks of a lesson that went into tables."""
    return (row for row in read_table(report / TABLE) if row["lesson"] == lesson and row.get("what") != BY_PAGE)


def received(report: Path, appeals: Iterable[Appeal]) -> dict[tuple[str, str], list[Received]]:
    """By student and lesson all that went out to her, the last at the end.

    Args:
        appeals: a code stands on a page alone, so who sent one has received it, in whatever way.
    """
    names = Pseudonyms(report)
    found: dict[tuple[str, str], list[Received]] = {}
    for one in appeals:
        if one.student:
            whole = _of_run(report, one.run, names.pseudonym(one.student))
            found.setdefault((one.student, one.lesson), []).append(Received(one.run, True, whole))
    for row in read_table(report / TABLE):
        run = row.get("run", "")
        if run.isdecimal():
            one_time = Received(int(run), row.get("what") == BY_PAGE, _marks(row.get("received", "")))
            found.setdefault((names.student(row["student"]), row["lesson"]), []).append(one_time)
    return {place: sorted(times, key=lambda one: one.run) for place, times in found.items()}


def _marks(text: str) -> dict[str, str]:
    """ "loss/mse 1.5; loss/mae 0" """
    parts = (part.rpartition(" ") for part in text.split("; ") if part)
    return {exercise: points for exercise, _, points in parts}


def _of_run(report: Path, run: int, pseudonym: str) -> dict[str, str]:
    """The marks that a run gave somebody."""
    folder = next((one.folder for one in KeptRuns(report).all() if one.number == run), None)
    rows = read_table(folder / MARKS) if folder else []
    return {row["exercise"]: row["points"] for row in rows if row["student"] == pseudonym and row["exercise"]}


def mark_before(times: Iterable[Received], exercise: str, now: str, run: int) -> str | None:
    """The mark that a student received before the one that she has now, "" for none; None where she knows of no other.

    A page that went out with the mark of now has said why it is another one. Who gets no pages by `feedback` is taken
    to have read it before the next run.

    >>> times = [Received(1, True, {"loss/mse": "1"}), Received(2, False, {"loss/mse": "2"})]
    >>> mark_before(times, "loss/mse", "3", 3), mark_before(times, "loss/mse", "2", 2)
    ('2', '1')
    >>> mark_before(times[:1], "loss/mse", "1", 2), mark_before([], "loss/mse", "2", 2)
    (None, None)
    """
    times = list(times)
    by_pages = any(one.page for one in times)
    for one in reversed(times):
        if not same(one.marks.get(exercise, ""), now):
            return one.marks.get(exercise, "")
        if one.page or (not by_pages and one.run < run):
            return None
    return None
