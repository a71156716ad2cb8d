"""The tables that an instructor opens in a spreadsheet: grades.csv, needs.csv, who.csv.

Written and read with Python's csv module, in UTF-8 with a byte order mark, without which Excel takes umlauts for
something else. A text that a spreadsheet would take for a formula gets an apostrophe before it; so does a part of one
behind a semicolon, where many spreadsheets begin another cell, also in a table with commas.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .command_line import argument, quoted
from .flag import strong_elsewhere, unexplained
from .missing import is_absent
from .numbers import number
from .own_record import Shown
from .record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Record
from .sheet import beginning_of
from .spreadsheet import rows_in, text_of

GRADES = (
    "student", "exercise", "points", "max", "verdict", "diagnosis", "state", "auto", "manual", "override", "late_by",
)  # fmt: skip
#: Besides, where a mark would be lower if it had not gone out; and where a student has handed in the progress file.
HELD = ("held",)
OWN_RECORD = ("hints shown", "solution shown")
NEEDS = ("student", "exercise", "why", "what to do")
WHO = (
    "path", "system", "student", "lms_id", "name", "lesson", "recognised_by", "handed_in", "attempt", "counts", "note",
    "sha256", "group", "pseudonym",
)  # fmt: skip


def safe(value: Any) -> Any:
    """A value for a cell: control characters become spaces, formulas become texts; numbers stay numbers.

    >>> safe("=1+1"), safe("a;=1"), safe("a\\tb"), safe(-1.5)
    ("'=1+1", "a;'=1", 'a b', -1.5)
    """
    if not isinstance(value, str):
        return "" if value is None else value
    return _no_formula(_printable(value))


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)


#: What a formula begins with; the wide forms of East Asian keyboards count, too.
_BEGINS = "[=+\\-@|＝＋－＠｜]"
_FORMULA, _MARKED = re.compile(rf"(^|;)(?=\s*{_BEGINS})"), re.compile(rf"(^|;)'(?=\s*{_BEGINS})")


def _no_formula(text: str) -> str:
    return _FORMULA.sub(r"\1'", text)


def safe_lines(value: Any) -> Any:
    r"""The same for a cell that may have several lines.

    >>> safe_lines("=1\n=2")
    "'=1\n=2"
    """
    if not isinstance(value, str):
        return safe(value)
    return _no_formula("\n".join(map(_printable, value.splitlines())))


def unhurt(cell: str) -> str:
    """A text that became a cell, as it was before.

    >>> unhurt("'=1+1"), unhurt("'tis"), unhurt("a;'=1")
    ('=1+1', "'tis", 'a;=1')
    """
    return _MARKED.sub(r"\1", cell)


def table_text(columns: Iterable[str], rows: Iterable[Mapping[str, Any]], several_lines: Collection[str] = ()) -> str:
    """A table as the text of a file; `several_lines`: columns in which line breaks stay."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: (safe_lines if key in several_lines else safe)(value) for key, value in row.items()})
    return "\ufeff" + text.getvalue()


def write_table(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, Any]], private: bool = False) -> None:
    """Write a table, whole or not at all; `private`: nobody but the owner may read it (where the system knows that)."""
    write_whole(path, table_text(columns, rows))
    if private and os.name == "posix":
        path.chmod(0o600)


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a table, as texts, however a spreadsheet has saved it since; none where there is no file."""
    if not path.exists():
        return []
    text = text_of(path.read_bytes())
    delimiter, start = beginning_of(text)
    reader = csv.DictReader(io.StringIO(text[start:], newline=""), delimiter=delimiter)
    return [{key: value or "" for key, value in row.items() if key} for row in rows_in(reader, path)]


def grade_rows(
    records: Iterable[Record],
    shown: Mapping[str, Shown] | None = None,
    by_hand: Mapping[tuple[str, str], float] | None = None,
    owed: Mapping[str, Mapping[str, float]] | None = None,
) -> Iterable[dict[str, Any]]:
    """A row for each student and exercise; of a notebook that could not be judged one row, without points.

    Args:
        shown: what the students' own records say.
        by_hand: points that a person set, by student and exercise.
        owed: by lesson the tasks, with their points, for which those who handed in nothing of it have a 0; {} where
            there is no 0.
    """
    by_hand, records = by_hand or {}, list(records)
    given = {(record.student, record.lesson) for record in records}
    for record in records:
        own = (shown or {}).get(record.student)
        if is_absent(record) and owed:
            lessons = (tasks for lesson, tasks in owed.items() if (record.student, lesson) not in given)
            for task, points in (item for tasks in lessons for item in tasks.items()):
                override = by_hand.get((record.student, task))
                yield {
                    "student": record.student, "exercise": task, "max": number(points), "state": record.state,
                    "points": number(0.0 if override is None else override), "override": number(override),
                }  # fmt: skip
        elif not record.marks:
            yield {"student": record.student, "state": record.state, "diagnosis": record.why}
        for mark in record.marks:
            override = by_hand.get((record.student, mark.id))
            yield {
                "student": record.student, "exercise": mark.id, "max": number(mark.points),
                "points": number(mark.counted if override is None else override), "override": number(override),
                "verdict": mark.status, "diagnosis": mark.name, "state": mark.state, "auto": number(mark.auto),
                "manual": number(mark.by_hand), "late_by": mark.late_by,
                "held": "yes" if mark.held and override is None else "",
            } | ({} if own is None else _of_own_record(*own.get(mark.id, (0, False))))  # fmt: skip


def _of_own_record(hints: int, solution: bool) -> dict[str, Any]:
    return {"hints shown": hints, "solution shown": "yes" if solution else "no"}


#: What an instructor can do about what is no mark: of an answer, of a whole file, and of a file that is nobody's.
AGAIN = "grade it again alone: {grade} --student {student}"
READ_IT = 'read it in {path}, and set its mark: {override} {whose} {exercise} POINTS "why"'
ASK = "ask for the notebook, and grade again"
BY_HAND = '{ask}; or set its marks by hand, one by one: {override} {whose} EXERCISE POINTS "why" (EXERCISE is {ids})'
#: Of a notebook that no lesson is known of, there is no exercise to set a mark for.
WHICH = (
    "open it: is it the lesson? Then ask for it with its first code cell, begin(…), as it was handed out; if not, "
    "ask for the right one. Then grade again"
)
SAY_WHOSE = "say in who.csv whose it is (column student), and grade again"

#: Why a notebook is of no lesson, at the beginning of the reason.
NOT_RECOGNISED = "not recognised"

LOOK_FIRST = "refused without a named reason, though nearly everything else is right: look before marks go out"
SEE_IT_AGAIN = "{grade} --replay {student} {exercise}"


def need_rows(
    records: Iterable[Record],
    grade: str,
    report: Path,
    worth: Mapping[str, Mapping[str, float]] | None = None,
    by_hand: Collection[tuple[str, str]] = (),
) -> list[dict[str, Any]]:
    """The instructor's work list: what is neither graded nor simply missing, and what may be refused wrongly.

    Args:
        grade: the command that grades the class again.
        report: the folder, for commands.
        worth: the lessons of the run, each with its tasks.
        by_hand: marks that a person set, by student and exercise.
    """
    rows = []
    records = list(records)
    given = {(record.student, record.lesson) for record in records if record.state == GRADED}
    for record in records:
        words = {
            "student": quoted(record.student),
            "whose": argument(record.student),
            "grade": grade,
            "path": record.path,
        }
        words["override"] = f"tinygrad-lite override {quoted(str(report))}"
        for mark in record.marks:
            if mark.total and unexplained(mark) and strong_elsewhere(record.judged, mark.id):
                remedy = SEE_IT_AGAIN.format(exercise=mark.id, **words)
                rows.append({"student": record.student, "exercise": mark.id, "why": LOOK_FIRST, "what to do": remedy})
        about = [("", record.state, record.why)]
        for_whole = record.state == NEEDS_A_PERSON  # of a file with some marks by hand, its one line is enough
        marks = [mark for mark in record.marks if not mark.read and (mark.why or not for_whole)]
        about += [(mark.id, mark.state, mark.why) for mark in marks]
        lessons = (tasks for lesson, tasks in (worth or {}).items() if (record.student, lesson) not in given)
        lacking = [task for tasks in lessons for task in tasks if (record.student, task) not in by_hand]
        for exercise, state, why in about:
            if state not in (GRADED, NOT_HANDED_IN):
                whole = _of_whole_file(why, lacking) if record.student else SAY_WHOSE
                remedy = AGAIN if state == MACHINE else READ_IT if exercise else whole
                remedy = remedy.format(exercise=exercise, ask=ASK, ids=_some(lacking), **words)
                rows.append(
                    {"student": record.student, "exercise": exercise, "why": why or state, "what to do": remedy}
                )
    return sorted(rows, key=lambda row: (row["why"] != LOOK_FIRST, row["why"], row["student"], row["exercise"]))


def _of_whole_file(why: str, lacking: list[str]) -> str:
    """What can be done about a file that could not be graded; marks by hand only where it is known for what."""
    if NOT_RECOGNISED in why:
        return WHICH
    return BY_HAND if lacking else ASK


def _some(ids: list[str]) -> str:
    """ "loss/mse, loss/mae or another of 7" """
    return " or ".join(ids) if len(ids) < 3 else f"{', '.join(ids[:2])} or another of {len(ids)}"
