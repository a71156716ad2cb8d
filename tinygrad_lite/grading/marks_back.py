"""`tinygrad-lite grades`: a class's marks into the instructor's own table, in one column; every other byte stays."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .command import last_run
from .errors import GradingError
from .grade_sheet import NOTES, GradeSheet, read_grade_sheet
from .groups import people
from .held import read_students
from .missing import ZERO, is_absent, rule_of
from .never_lower import TABLE as EXPORTED
from .never_lower import as_exported
from .overrides import Overrides, points_of, read_overrides
from .pseudonyms import Pseudonyms
from .record import GRADED, NOT_HANDED_IN, Record
from .tables import number, read_table, write_table
from .whose_row import Sought, class_list, row_of, who_is_who

_COLUMNS = ("student", "lesson", "points", "max", "table", "column", "when", "file", "marks")
#: Exit statuses: all marks are placed; there is no table; a mark could not be placed.
PLACED, FAILED, NOT_PLACED = 0, 1, 3


@dataclass(frozen=True)
class Total:
    """All of one student's marks of a lesson; `points` is None where something of it is not settled.

    Attributes:
        by_itself: its file and its automatic marks, as `exported.csv` keeps them.
    """

    student: str
    points: float | None
    most: float
    by_itself: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A hand-in whose mark belongs into a row, as far as can be told; `by_name`: by nothing but the name."""

    name: str
    total: Total
    by_name: bool


@dataclass
class Filled:
    """What came of it, each a list of who.

    Attributes:
        filled: row → whose mark was written there.
        unchanged: rows that said the same already.
        unsettled: no mark is written as long as something waits for a person.
        absent: rows on the sheet of people without a hand-in → who; zeros: those of them who got a 0.
        strangers: handed in, and not found on the sheet, or found more than once.
        elsewhere: handed in by another system than the sheet's, and not on it: they will be on that system's own.
        locked: rows in which the system takes no mark.
        held: students whose marks are held back.
        above: whose marks, that are written, are more than the table says there is to get.
    """

    filled: dict[int, Total] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    absent: dict[int, str] = field(default_factory=dict)
    zeros: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """The line that is printed."""
        parts = [f"{len(self.filled)} filled", f"{len(self.unchanged)} unchanged"]
        more = {
            "not settled and left as they are": self.unsettled,
            "on the sheet without a hand-in": list(self.absent.values()),
            "without a hand-in, filled with 0": self.zeros,
            "in rows that the system has locked": self.locked,
            "not to be placed": self.strangers,
            "not on the sheet, and from another system": self.elsewhere,
            "held back": self.held,
            "above the most that there is to get": self.above,
        }
        parts += [f"{len(who)} {what} ({some(who)})" for what, who in more.items() if who]
        return " · ".join(parts)


def grades_into(
    report: Path, export: Path, out: Path, column: str = "", lesson: str = "", hold: Path | None = None
) -> int:
    """Fill the marks in, write the table, say how it went; gives the exit status.

    Args:
        hold: a file with one student a line, whose marks are left as they are in the table.
    Raises:
        GradingError: it cannot be done; nothing was written.
    """
    if out.exists() and out.samefile(export):
        raise GradingError(f"{out} is the export itself, which stays as it is: give another name to --out.")
    run = last_run(report)
    records = list(run.records())
    lesson = the_lesson(records, lesson)
    found = read_grade_sheet(export, column)
    overrides = read_overrides(report, records)
    totals = [total_of(record, overrides) for record in records if record.lesson == lesson]
    zero = rule_of(run.info) == ZERO
    held = read_students(hold, people(report)) if hold else frozenset()
    roster = class_list(run)
    who = who_is_who(report, lesson, roster)
    besides = no_zeros(records, lesson, overrides, run.info)
    totals += [one for one in besides if zero or is_on(found, one.student, who)]
    filled, changes = fill(found, totals, who, held)
    in_doubt = bool(filled.strangers or filled.elsewhere)
    if zero and not in_doubt:
        changes |= zeros(found, filled)
    write_whole(out, found.sheet.with_cells(changes))
    _keep(report, lesson, filled, export.name, found.title)
    print(f"{export.name}: {found.system or 'a table'}, column {found.title}")
    if found.comments is not None and filled.filled:
        print(f"and {found.sheet.values[0][found.comments]}, with the points")
    if found.system in NOTES:
        print(NOTES[found.system])
    print(filled.sentence())
    if zero and in_doubt and filled.absent:
        print('No 0 was written (missing = "zero"): who is not to be placed may be one of those without a hand-in.')
    if filled.above and found.system == "moodle":
        print("Moodle leaves marks above the maximum out when it imports, without a word.")
    print(f"{out}: ready to be imported; in {export} nothing was changed.")
    return NOT_PLACED if filled.strangers or filled.locked else PLACED


def the_lesson(records: Iterable[Record], wanted: str = "") -> str:
    """The lesson of a report that is wanted; without one the only one.

    Raises:
        GradingError: there are several, or none, or not this one.
    """
    lessons = sorted({record.lesson for record in records if record.marks})
    if wanted in lessons:
        return wanted
    if wanted:
        raise GradingError(f"Nothing of lesson {wanted!r} was graded here; there are: {', '.join(lessons) or 'none'}.")
    if len(lessons) != 1:
        raise GradingError(f"Say with --lesson which marks are meant; there are: {', '.join(lessons) or 'none'}.")
    return lessons[0]


def total_of(record: Record, overrides: Overrides) -> Total:
    """The sum of a hand-in's marks, those that a person set among them.

    A task that is not in the notebook adds nothing; one that waits for a person leaves the sum open.
    """
    most = sum(mark.points for mark in record.marks)
    waiting = [mark for mark in record.marks if mark.state not in (GRADED, NOT_HANDED_IN)]
    open_ = record.state != GRADED or any((record.student, mark.id) not in overrides for mark in waiting)
    points = sum(points_of(record, mark, overrides) or 0.0 for mark in record.marks)
    return Total(record.student, None if open_ else points, most, as_exported(record))


def no_zeros(records: Iterable[Record], lesson: str, overrides: Overrides, info: Mapping[str, Any]) -> Iterator[Total]:
    """Of those without a notebook of the lesson, who gets no 0: a file of theirs could not be read, or a person set
    marks for them."""
    records = list(records)
    known = {record.student for record in records if record.lesson == lesson}
    worth: Mapping[str, float] = info.get("worth", {}).get(lesson, {})
    for record in records:
        given = [
            one.points for (student, task), one in overrides.items() if student == record.student and task in worth
        ]
        if is_absent(record) and given:
            yield Total(record.student, sum(given), sum(worth.values()))
        elif not record.lesson and not is_absent(record) and record.student not in known:
            yield Total(record.student, None, sum(worth.values()))


def is_on(found: GradeSheet, student: str, who: Mapping[str, list[Sought]]) -> bool:
    """Whether a student has a row."""
    return any(row_of(found, student, one)[0] is not None for one in who.get(student, ()))


def fill(
    found: GradeSheet,
    totals: Iterable[Total],
    who: Mapping[str, list[Sought]],
    held: Collection[str] = (),
) -> tuple[Filled, dict[tuple[int, int], str]]:
    """What becomes of each mark, and which cells get which text."""
    result, changes = Filled(), dict[tuple[int, int], str]()
    systems = {one.system for several in who.values() for one in several}
    others = systems - {"", found.system} if found.system in systems else set()
    claims: dict[int, list[Claim]] = defaultdict(list)
    for total in totals:
        for one in who.get(total.student) or [Sought()]:
            name, (row, by_name) = one.name or total.student, row_of(found, total.student, one)
            if row is None:
                (result.elsewhere if one.system in others else result.strangers).append(name)
            else:
                claims[row].append(Claim(name, total, by_name))
    for row, all_claims in claims.items():
        sure = [claim for claim in all_claims if not claim.by_name]
        result.strangers += [claim.name for claim in all_claims if sure and claim.by_name]
        theirs = sure or all_claims
        name, total = theirs[0].name, theirs[0].total
        alike = found.by_teams and len({claim.total.points for claim in theirs}) == 1  # the members of one team
        if len(theirs) > 1 and not alike:
            result.strangers += [claim.name for claim in theirs]
        elif any(claim.total.student in held for claim in theirs):
            result.held.append(name)
        elif total.points is None:
            result.unsettled.append(name)
        elif row in found.locked:
            result.locked.append(name)
        elif found.sheet.rows[row][found.column].value.strip() == mark_text(found, row, total):
            result.unchanged.append(total.student)
        else:
            result.filled[row] = total
            note = f"{total.points:g} of {total.most:g}; see feedback file"
            changes |= cells_of(found, row, mark_text(found, row, total), note)
            result.above += [name] if row in found.of and total.points > total.most else []
    result.absent = {row: person.name or person.lms_id for row, person in found.people.items() if row not in claims}
    return result, changes


def cells_of(found: GradeSheet, row: int, mark: str, note: str) -> dict[tuple[int, int], str]:
    """The cells of a row that change for a mark, with a word on it where there is room for one."""
    cells = {(row, found.column): mark}
    if found.comments is not None and len(found.sheet.rows[row]) > found.comments:
        cells[row, found.comments] = note
    if found.update is not None:
        cells[row, found.update] = "1"
    return cells


def zeros(found: GradeSheet, filled: Filled) -> dict[tuple[int, int], str]:
    """The cells of people without a hand-in, each with a 0; `filled` then says so.

    Not as long as a hand-in is not to be placed: it may be one of theirs.
    """
    changes: dict[tuple[int, int], str] = {}
    for row, name in list(filled.absent.items()):
        if row in found.locked:
            continue
        del filled.absent[row]
        if found.sheet.rows[row][found.column].value.strip() == "0":
            filled.unchanged.append(name)
            continue
        filled.zeros.append(name)
        changes |= cells_of(found, row, "0", "nothing was handed in")
    return changes


def mark_text(found: GradeSheet, row: int, total: Total) -> str:
    """A mark as the table wants it: out of as many points as the column is, with two decimals at the most."""
    assert total.points is not None
    points = total.points * found.of[row] / total.most if row in found.of and total.most else total.points
    text = f"{round(points, 2):.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if found.comma else text


def _keep(report: Path, lesson: str, filled: Filled, table: str, column: str) -> None:
    """Note what went out, so that a later run knows which marks students have seen."""
    about: dict[str, Any] = {
        "lesson": lesson,
        "table": table,
        "column": column,
        "when": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }
    names = Pseudonyms(report)
    new = [
        {**about, **one.by_itself, "student": names.pseudonym(one.student)}
        | {"points": number(one.points), "max": number(one.most)}
        for one in filled.filled.values()
    ]
    new.sort(key=lambda row: row["student"])  # the table's own order is mostly that of the names
    known = read_table(report / EXPORTED)
    last = {(row["student"], row["lesson"]): _but_when(row) for row in known}
    new = [row for row in new if last.get((row["student"], lesson)) != _but_when(row)]  # the same command given twice
    write_table(report / EXPORTED, _COLUMNS, [*known, *new], private=True)


def _but_when(row: Mapping[str, Any]) -> dict[str, str]:
    """What a row says went out, as its cells have it, whenever that was."""
    values = {column: row.get(column) for column in _COLUMNS if column != "when"}
    return {column: "" if value is None else str(value) for column, value in values.items()}


def some(who: list[str]) -> str:
    """The first of a list of names, and how many more there are."""
    return ", ".join(who[:5]) + (f" and {len(who) - 5} more" if len(who) > 5 else "")
