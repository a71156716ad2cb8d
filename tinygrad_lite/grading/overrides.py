"""Marks that a person sets: `REPORT/overrides.csv`. They always win, survive every run, and show their reason."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .errors import WrongUse
from .missing import counted_by, rule_of
from .near import did_you_mean
from .numbers import number, same
from .pseudonyms import Pseudonyms
from .record import GRADED, Mark, Record
from .spreadsheet import as_id, numbered_rows
from .tables import safe, write_table
from .who_is_meant import who_was_meant

TABLE = "overrides.csv"
COLUMNS = ("student", "exercise", "points", "reason", "by", "date", "automatic then")
#: In `automatic then` where there was no automatic mark; an empty cell is one that is still to be filled.
NO_MARK = "none"
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
        raise WrongUse(f'{path} has no column "{missing[0]}". Its first line should be: {",".join(COLUMNS)}.')
    students = {safe(record.student): record.student for record in records}
    names, found = Pseudonyms(report), {}
    for line, cells in rows:
        row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        try:
            points = float(row["points"].replace(",", "."))
        except ValueError:
            points = -1.0
        if not 0 <= points < float("inf"):
            raise WrongUse(
                f'{path}, line {line}: points is "{row["points"][:40]}". Write a number from 0, such as 1.5.'
            )
        student = students.get(row["student"]) or names.meant(as_id(row["student"]))
        found[student, row["exercise"]] = Override(
            points, row["reason"], row.get("by", ""), row.get("date", ""), row.get("automatic then", "")
        )
    return found


def with_override(known: Mapping[tuple[str, str], Override], record: Record, mark: Mark, new: Override) -> Overrides:
    """All overrides, with one more, or in place of the one that was there."""
    return {**known, (record.student, mark.id): _dated(new, mark)}


def _dated(one: Override, mark: Mark) -> Override:
    return replace(one, date=one.date or time.strftime("%Y-%m-%d"), then=_automatic(mark))


def _automatic(mark: Mark) -> str:
    return NO_MARK if mark.auto is None else str(number(mark.auto))


def completed(report: Path, records: Iterable[Record]) -> Overrides:
    """All overrides. Of lines that somebody typed into the table, the date and what the automatic mark is now are
    written into it, too, so that it can be seen later whether that moves; and a pseudonym in the place of a name."""
    records = list(records)
    known = read_overrides(report, records)
    new = dict(known)
    for record in records:
        for mark in record.marks:
            one = known.get((record.student, mark.id))
            if one is not None and not one.then:
                new[record.student, mark.id] = _dated(one, mark)
    if new != known:
        write_overrides(report, new)
    return new


def with_marks_by_hand(
    records: Iterable[Record], overrides: Collection[tuple[str, str]], info: Mapping[str, Any]
) -> list[Record]:
    """The records; who has no marks in a lesson, as nothing could be graded, has them where a person set one.

    Where a person set all of a lesson's, it is settled.

    Args:
        info: the run's, which knows what each task is worth.
    """
    records = list(records)
    there = {(record.student, record.lesson) for record in records}
    result = []
    for record in records:
        none = not record.marks and record.student
        lacking = [lesson for lesson in info.get("worth", {}) if none and (record.student, lesson) not in there]
        tasks = {lesson: info["worth"][lesson] for lesson in lacking}
        given = [lesson for lesson in lacking if any((record.student, task) in overrides for task in tasks[lesson])]
        for lesson in given:
            marks = tuple(Mark(task, float(points), state=record.state) for task, points in tasks[lesson].items())
            whole = all((record.student, task) in overrides for task in tasks[lesson])
            state, notes = (GRADED, filter(None, [record.why])) if whole else (record.state, ())
            new = replace(record, lesson=lesson, marks=marks, state=state, notes=(*record.notes, *notes))
            result.append(counted_by(rule_of(info), new))
        if len(given) < len(lacking) or not given:
            result.append(record)
    return result


def has_marks_by_hand(record: Record, overrides: Collection[tuple[str, str]]) -> bool:
    """Whether a person set one of a record's marks."""
    return any((record.student, mark.id) in overrides for mark in record.marks)


def without_effect(
    overrides: Overrides, report: Path, records: Iterable[Record], runs: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Lines of `needs.csv`: overrides of a student whom nobody knows, or of whom nothing is here, and of
    an exercise that was never graded here.

    Args:
        runs: every run's `run.json`; another one may have graded another lesson.
    """
    records = list(records)
    names, there = Pseudonyms(report), {record.student for record in records}
    graded = {mark.id for record in records for mark in record.marks}
    tasks = {task for info in runs for of_lesson in info.get("worth", {}).values() for task in of_lesson}
    tasks |= graded
    for student, exercise in overrides:
        row = {"student": student, "exercise": exercise, "what to do": f"mend the line in {TABLE}, or delete it"}
        said = "a mark that was set by hand counts nowhere:"
        if not names.knows(student):
            near = who_was_meant(student, names.called())
            yield row | {"why": f'{said} nobody here is called "{student}". {near}'.rstrip(". ")}
        elif exercise not in tasks:
            near = did_you_mean(exercise, tasks)
            yield row | {"why": f'{said} no exercise "{exercise}" was graded here. {near}'.rstrip(". ")}
        elif exercise in graded and student not in there:
            yield row | {"why": f"{said} nothing of {student} is in this download, and no class list has her"}


def write_overrides(report: Path, overrides: Mapping[tuple[str, str], Override]) -> None:
    """Write the table."""
    names = Pseudonyms(report)

    def called(student: str) -> str:
        return names.pseudonym(student) if names.knows(student) else student  # a mistyped one stays as it was typed

    rows = (
        {"student": called(student), "exercise": exercise, "points": number(one.points),
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
            now = _automatic(mark)
            if one is not None and one.then and not same(one.then, now):
                moved = f"the automatic mark was {one.then} then, and is {now} now"
                why = f"set to {number(one.points)} by hand; {moved}"
                remedy = f"review: keep the line in {TABLE}, or delete it"
                yield {"student": record.student, "exercise": mark.id, "why": why, "what to do": remedy}
