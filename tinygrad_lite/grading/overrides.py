"""Marks that a person sets: `REPORT/overrides.csv`. They always win, survive every run, and show their reason."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import GradingError
from .pseudonyms import Pseudonyms
from .record import Mark, Record
from .spreadsheet import numbered_rows
from .tables import number, safe, write_table

TABLE = "overrides.csv"
COLUMNS = ("student", "exercise", "points", "reason", "by", "date", "automatic then")
_NEEDED = COLUMNS[:4]


@dataclass(frozen=True)
class Override:
    """One mark that a person set; `then` is what the automatic mark was, as the table has it."""

    points: float
    reason: str
    by: str = ""
    date: str = ""
    then: str = ""


#: By the student and the exercise's id.
Overrides = dict[tuple[str, str], Override]


def read_overrides(report: Path, records: Iterable[Record] = ()) -> Overrides:
    """The marks that were set by hand, in a table that may have been saved by a spreadsheet, by student and exercise.

    The table speaks of pseudonyms; who writes a line herself may write the student's id.

    Raises:
        GradingError: it cannot be understood; says in which line.
    """
    path = report / TABLE
    if not path.exists():
        return {}
    (_, headings), *rows = numbered_rows(path) or [(1, [""])]
    missing = [column for column in _NEEDED if column not in headings]
    if missing:
        raise GradingError(f'{path} has no column "{missing[0]}". Its first line should be: {",".join(COLUMNS)}.')
    students = {safe(record.student): record.student for record in records}
    names, found = Pseudonyms(report), {}
    for line, cells in rows:
        row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        try:
            points = float(row["points"].replace(",", "."))
        except ValueError:
            points = -1.0
        if not 0 <= points < float("inf"):
            raise GradingError(f'{path}, line {line}: points is "{row["points"][:40]}". Write a number.')
        student = students.get(row["student"]) or names.meant(row["student"])
        found[student, row["exercise"]] = Override(
            points, row["reason"], row.get("by", ""), row.get("date", ""), row.get("automatic then", "")
        )
    return found


def with_override(known: Mapping[tuple[str, str], Override], record: Record, mark: Mark, new: Override) -> Overrides:
    """All overrides, with one more, or in place of the one that was there."""
    then = "" if mark.auto is None else str(number(mark.auto))
    dated = Override(new.points, new.reason, new.by, time.strftime("%Y-%m-%d"), then)
    return {**known, (record.student, mark.id): dated}


def write_overrides(report: Path, overrides: Mapping[tuple[str, str], Override]) -> None:
    """Write the table."""
    names = Pseudonyms(report)
    rows = (
        {"student": names.pseudonym(student), "exercise": exercise, "points": number(one.points),
         "reason": one.reason, "by": one.by, "date": one.date, "automatic then": one.then}
        for (student, exercise), one in overrides.items()
    )  # fmt: skip
    write_table(report / TABLE, COLUMNS, rows, private=True)


def points_of(record: Record, mark: Mark, overrides: Mapping[tuple[str, str], Override]) -> float | None:
    """What counts: a person's mark, else the judge's, less what lateness takes off; None for no mark yet."""
    one = overrides.get((record.student, mark.id))
    return mark.counted if one is None else one.points


def to_review(records: Iterable[Record], overrides: Overrides) -> Iterator[dict[str, Any]]:
    """Lines of `needs.csv`: the automatic mark is no longer what it was when a person set another one."""
    for record in records:
        for mark in record.marks:
            one = overrides.get((record.student, mark.id))
            now = "" if mark.auto is None else str(number(mark.auto))
            if one is not None and one.then != now and one.date:
                moved = f"the automatic mark was {one.then or 'none'} then, and is {now or 'none'} now"
                why = f"set to {number(one.points)} by hand; {moved}"
                remedy = f"review: keep the line in {TABLE}, or delete it"
                yield {"student": record.student, "exercise": mark.id, "why": why, "what to do": remedy}
