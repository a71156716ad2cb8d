"""`tinygrad-lite grades`: a class's marks into the instructor's own table, in one column; every other byte stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from .beside_numbers import too_many
from .command import last_run, stopped_since
from .errors import GradingError, WrongUse
from .filling import Filled, Total, fill, is_ours, zeros
from .gone_out import BY_MARK, counts_now, marks_in_tables, note
from .grade_sheet import GradeSheet, read_grade_sheet
from .groups import people
from .held import read_students, without_file
from .kept_runs import KeptRuns
from .lateness import waits
from .missing import ZERO, is_absent, rule_of
from .near import there_are
from .never_lower import as_exported
from .numbers import number, same, some
from .overrides import Overrides, points_of, read_overrides, with_marks_by_hand
from .page_places import of_moodles_list
from .pseudonyms import Known, Pseudonyms
from .record import GRADED, NOT_HANDED_IN, Record
from .systems.called import called
from .typed_since import typed_since
from .whose_row import Sought, class_list, of_class_list, row_of, who_is_who

#: Where not one hand-in has a row in the table.
NOBODY_FOUND = (
    "Nobody's row was found, so the table is as it was. Rows are found by the number or login that stands in lms_id of "
    "who.csv, else by the name. Is it the table of this class? If the hand-ins have other names than the table, grade "
    "again with --roster and a class list that has both."
)
#: What is said of a look.
TRIED = "Tried only: nothing was written, and nothing counts as gone out."
#: Exit statuses: all marks are placed; there is no table; a mark could not be placed.
PLACED, FAILED, NOT_PLACED = 0, 1, 3


def grades_into(
    report: Path,
    export: Path,
    out: Path | None,
    column: str = "",
    lesson: str = "",
    hold: Path | None = None,
    other_names: bool = False,
) -> int:
    """Fill the marks in, write the table, say how it went; gives the exit status.

    Args:
        out: the filled table; None for a look: what would go where is printed, and nothing is written or counts as gone
            out.
        hold: a file with one student a line, whose marks are left as they are in the table.
        other_names: fill by the numbers, however many names beside them are other ones.
    Raises:
        GradingError: it cannot be done; nothing was written.
    """
    if out is not None and out.exists() and out.samefile(export):
        raise WrongUse(f"{out} is the export itself, which stays as it is: give another name to --out.")
    last_run(report)
    with KeptRuns(report).alone():  # while the class is graded, these would be the marks before
        return _grades_into(report, export, out, column, lesson, hold, other_names)


def _grades_into(
    report: Path, export: Path, out: Path | None, column: str, lesson: str, hold: Path | None, other_names: bool
) -> int:
    run = last_run(report)
    records = list(run.records())
    lesson = the_lesson(records, lesson)
    found = read_grade_sheet(export, column)
    overrides = read_overrides(report, records)
    records = with_marks_by_hand(records, overrides, run.info)
    roster = class_list(run)
    theirs = [(record, total_of(record, overrides)) for record in records if record.lesson == lesson]
    since = typed_since(report, run)
    totals = [
        replace(total, points=None) if waits(record, run.info) or record.student in since.students else total
        for record, total in theirs
    ]
    paged = {record.student for record, _ in theirs if record.path} | {*of_moodles_list(roster)}
    totals = [replace(total, paged=total.student in paged) for total in totals]
    zero = rule_of(run.info) == ZERO
    everybody = [*people(report), *without_file(records, overrides, roster)]
    held = read_students(hold, everybody, run.names) if hold else frozenset()
    who = of_class_list(found, roster) | who_is_who(report, lesson, roster)
    besides = unread(records, lesson, run.info)
    totals += [one for one in besides if zero or is_on(found, one.student, who)]
    gone_out = _gone_out(report, lesson, found.title)
    filled, changes = fill(found, totals, who, held, gone_out)
    if not other_names and (refused := too_many(filled.other_names, filled.compared, export.name)):
        raise GradingError(refused)
    in_doubt = bool(filled.strangers or filled.elsewhere or since)
    before = _gone_into_rows(found, gone_out, who)
    if zero and not in_doubt:
        changes |= zeros(found, filled, before)
    for row, name in [*filled.absent.items()]:
        if is_ours(found, row, before):
            filled.left_over.append(name)
            del filled.absent[row]
    newer = _newer(report, lesson, filled, found)
    if out is not None:
        write_whole(out, found.sheet.with_cells(changes))
        about = {"lesson": lesson, "table": export.name, "column": found.title, "run": run.number, "what": BY_MARK}
        zeros_out = _zeros_out(filled, found, who, run.info.get("worth", {}).get(lesson, {}))
        Pseudonyms(report).learn(Known(row["student"], called) for row, called in zeros_out)
        note(report, [about | row for row in (*_went_out(filled), *(row for row, _ in zeros_out))])
    print(f"{export.name}: {f'a table of {called(found.system)}' if found.system else 'a table'}, column {found.title}")
    if found.comments is not None and any(column == found.comments for _, column in changes):
        print(f"and {found.sheet.values[0][found.comments]}, with the points")
    notes = [*found.notes, *stopped_since(report, run)]
    print(*notes, sep="\n", end="\n" if notes else "")
    if out is None:
        print(*_cells_told(found, changes), sep="\n", end="\n" if changes else "")
    print(filled.sentence())
    print(*since.said(), sep="\n", end="\n" if since else "")
    for name, rows in filled.several.items():
        numbers = ", ".join(str(row + 1) for row in rows)
        print(
            f"{len(rows)} rows of {export.name} may be of {name} ({numbers}), and none was filled: take out in a copy "
            "what is not to be filled, and fill that; or type the mark in yourself."
        )
    if zero and since and filled.absent:
        print('No 0 was written (missing = "zero"): who has no hand-in may be known when the class is graded again.')
    elif zero and in_doubt and filled.absent:
        print('No 0 was written (missing = "zero"): who is not to be placed may be one of those without a hand-in.')
    if stay := len(filled.words) + len(filled.by_hand):
        whose = (
            "It is yours: for the grader's mark in its place, empty the cell"
            if stay == 1
            else ("They are yours: for the grader's marks in their place, empty these cells")
        )
        print(f"{whose} of {export.name}, and give the command again.")
    if filled.left_over:
        print(
            f"Of {some(filled.left_over)} nothing counts now, and a mark that went out before still stands there: "
            f"empty the cell of {export.name} if it is not to stay, and give the command again."
        )
    if filled.above and found.system == "moodle":
        print("Moodle leaves marks above the maximum out when it imports, without a word.")
    if newer and found.system == "moodle":
        print(
            f"The sheet has no mark yet for {len(newer)} whose mark went out before and is another one now "
            f"({some(newer)}). If the earlier one was imported, Moodle skips the new one without a word: then export "
            "the worksheet anew, and fill that."
        )
    if filled.strangers and not (filled.filled or filled.unchanged):
        print(NOBODY_FOUND)
    elif out is not None:
        print(f"{out}: ready to be imported; in {export} nothing was changed.")
    if out is None:
        print(f"{TRIED} With --out UPLOAD in place of --try the table is filled.")
    return NOT_PLACED if filled.strangers or filled.locked or filled.words or since else PLACED


def the_lesson(records: Iterable[Record], wanted: str = "") -> str:
    """The lesson of a report that is wanted; without one the only one.

    Raises:
        GradingError: there are several, or none, or not this one.
    """
    lessons = sorted({record.lesson for record in records if record.marks})
    if wanted in lessons:
        return wanted
    if wanted:
        raise WrongUse(f'Nothing of lesson "{wanted}" was graded here; {there_are(wanted, lessons)}')
    if len(lessons) != 1:
        raise WrongUse(f"Say with --lesson which marks are meant; there are: {', '.join(lessons) or 'none'}.")
    return lessons[0]


def total_of(record: Record, overrides: Overrides) -> Total:
    """The sum of a hand-in's marks, those that a person set among them.

    A task that is not in the notebook adds nothing; one that waits for a person leaves the sum open. Where a person set
    all marks, nothing waits. Of who handed in nothing, and has some marks by hand, the others are open unless they
    count 0.
    """
    most = sum(mark.points for mark in record.marks)
    settled = (GRADED,) if record.state == NOT_HANDED_IN else (GRADED, NOT_HANDED_IN)
    waiting = [mark for mark in record.marks if mark.state not in settled and mark.counted is None]
    open_ = record.state not in (GRADED, NOT_HANDED_IN) or any(
        (record.student, mark.id) not in overrides for mark in waiting
    )
    points = sum(points_of(record, mark, overrides) or 0.0 for mark in record.marks)
    by_itself = {**as_exported(record), "received": counts_now(record, overrides)}
    return Total(record.student, None if open_ else points, most, by_itself)


def unread(records: Iterable[Record], lesson: str, info: Mapping[str, Any]) -> Iterator[Total]:
    """Of those without a notebook of the lesson, who is not absent: a file of theirs could not be read."""
    records = list(records)
    known = {record.student for record in records if record.lesson == lesson}
    most = sum(info.get("worth", {}).get(lesson, {}).values())
    for record in records:
        if not record.lesson and not is_absent(record) and record.student not in known:
            yield Total(record.student, None, most)


def is_on(found: GradeSheet, student: str, who: Mapping[str, list[Sought]]) -> bool:
    """Whether a student has a row."""
    return any(row_of(found, student, one)[0] is not None for one in who.get(student, ()))


def _cells_told(found: GradeSheet, changes: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """Of each row that would be filled whose it is, and the mark; in place of which, where one stands there."""
    for (row, column), text in sorted(changes.items()):
        if column == found.column:
            person, stands = found.people[row], found.sheet.rows[row][column].value.strip()
            which = f" ({person.lms_id})" if person.name and person.lms_id else ""  # two may be called alike
            place = f" in place of {stands}" if stands else ""
            yield f"  {person.name or person.lms_id}{which}: {text}{place}"


def _went_out(filled: Filled) -> Iterator[dict[str, Any]]:
    """Of each mark in the table the line that keeps it, so that a later run knows which marks students have seen."""
    for one in (*filled.filled.values(), *filled.unchanged.values(), *filled.with_them):
        yield {**one.by_itself, "student": one.student, "points": number(one.points), "max": number(one.most)}


def _zeros_out(
    filled: Filled, found: GradeSheet, who: Mapping[str, list[Sought]], worth: Mapping[str, float]
) -> list[tuple[dict[str, Any], set[str]]]:
    """The same of each 0 of somebody who handed in nothing, with what she is called. Whom no list knows is called as
    her hand-in would be: she may still send one."""
    students: dict[int, list[str]] = {row: [] for row in filled.zero_rows}
    for student, several in who.items():
        for row in {row_of(found, student, one)[0] for one in several}:
            if row in students:
                students[row].append(student)
    line = {
        "points": 0, "max": number(sum(worth.values())), "file": "", "marks": "",
        "received": "; ".join(f"{task} 0" for task in worth),
    }  # fmt: skip
    rows = []
    for row in filled.zero_rows:
        person = found.people[row]
        whose = students[row] or ([] if found.by_teams else [person.student])
        called = {person.name, *person.ids} if len(whose) == 1 else set()
        rows += [({**line, "student": student}, called) for student in whose]
    return rows


def _gone_out(report: Path, lesson: str, column: str) -> dict[str, list[Total]]:
    """By student all marks that went into a column of this heading before."""
    names = Pseudonyms(report)
    before: dict[str, list[Total]] = {}
    for row in marks_in_tables(report, lesson):
        if row["column"] == column:
            student = names.student(row["student"])
            before.setdefault(student, []).append(Total(student, float(row["points"]), float(row["max"])))
    return before


def _gone_into_rows(
    found: GradeSheet, before: Mapping[str, list[Total]], who: Mapping[str, list[Sought]]
) -> dict[int, list[Total]]:
    """The same by row, of each student who has one."""
    places = {student: [row_of(found, student, one)[0] for one in who.get(student) or [Sought()]] for student in before}
    rows: dict[int, list[Total]] = defaultdict(list)
    for student, several in places.items():
        for row in several:
            if row is not None:
                rows[row] += before[student]
    return rows


def _newer(report: Path, lesson: str, filled: Filled, found: GradeSheet) -> list[str]:
    """Who has a mark that went out before, and is another one now, though the table knows of none: it may be older."""
    names = Pseudonyms(report)
    before = {row["student"]: row["points"] for row in marks_in_tables(report, lesson)}
    return [
        found.people[row].name or one.student
        for row, one in filled.filled.items()
        if found.mark(row) is None
        and not same(before.get(names.pseudonym(one.student), str(number(one.points))), str(number(one.points)))
    ]
