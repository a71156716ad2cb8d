"""From records to the files of a report folder: tables for a spreadsheet, a page for each student, the class report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tinygrad_lite import __version__
from tinygrad_lite.course import exercises
from tinygrad_lite.files import write_whole

from .about_run import About
from .appeals import Appealed, outcome_of, read_appeals, waiting
from .changed_texts import TABLE as TEXTS
from .changed_texts import changed_texts
from .changes import TABLE as CHANGES
from .changes import Basis, all_runs, changes, changes_of, keep, published
from .class_numbers import class_numbers
from .codes import digits_needed
from .command_line import grading
from .exempt import Exemption, read_exempt, reasons
from .groups import once_a_group, set_for_all
from .hand_marking.marks import HandMarking, marked
from .kept_runs import Run
from .lateness import unclear
from .listed import Listed
from .missing import for_pages, owed, rule_of
from .overrides import Overrides, completed, read_overrides, to_review, with_marks_by_hand, without_effect
from .own_record import from_run
from .pages.class_report import lecture_page, report_json, report_page
from .pages.feedback import Beside, feedback_page, to_ask
from .pseudonyms import Pseudonyms
from .record import NOT_HANDED_IN, Record
from .sandbox.tiers import told as ran_in
from .scrub import Scrub
from .tables import GRADES, HELD, NEEDS, OWN_RECORD, grade_rows, need_rows, write_table
from .to_confirm import to_confirm
from .together import together
from .typed_since import typed_since
from .who_table import write_who
from .why_changed import Said, Why


def publish(
    report: Path, run: Run, files: list[Listed], records: list[Record], before: Iterable[Record] | None = None
) -> int:
    """Write everything; gives how many lines of `needs.csv` wait for a person.

    Args:
        before: the records of the run before; None where this is the first.
    """
    write_who(report, files)
    records = marked(report, records)
    needs = write_marks(report, run, records)
    write_reports(report, run, records, before)
    run.save(written=True)
    return needs


def write_marks(report: Path, run: Run, records: list[Record]) -> int:
    """Write the marks, the work list and the pages of feedback; gives the length of the work list.

    What people have typed in `manual.csv` is read first, and what is to be read is written last: a table that lies open
    somewhere costs nobody a mark.
    """
    by_people = HandMarking.of(report, records)
    records = by_people.marked(records)
    records = with_marks_by_hand(records, read_overrides(report, records), run.info)
    overrides, grade = completed(report, records), grading(run.info, report)
    needs = [*without_effect(overrides, report, records, all_runs(report).values())]
    work = need_rows(once_a_group(records), grade, report, run.info.get("worth", {}), overrides.keys())
    settled = set_for_all(records, overrides.keys())
    needs += [row for row in work if (row["student"], row["exercise"]) not in settled]
    needs += [*by_people.needs(), *unclear(once_a_group(records), run.info), *to_review(records, overrides)]
    appeals = read_appeals(report)
    needs += [*waiting(appeals, grade), *typed_since(report, run).needs(), *to_confirm(report, grade)]
    shown = from_run(run.info)
    held = any(mark.held for record in records for mark in record.marks)
    columns = (*GRADES, *(HELD if held else ()), *(OWN_RECORD if shown else ()))
    by_hand = {place: one.points for place, one in overrides.items()}
    rows = list(grade_rows(records, shown, by_hand, owed(run.info)))
    old = published(report, run)
    new = Basis.of(run.info, rows, records, all_runs(report))
    keep(report / CHANGES, changes(old, new, run.number) if old else [], run)  # first: no mark without its line
    still_open = bool(run.info.get("still_open"))
    keep(report / TEXTS, changed_texts(old, new, run.number, still_open) if old else [], run)
    for record in records:
        if record.texts:
            run.keep(record)
    write_table(run.folder / "grades.csv", columns, hidden_rows(rows, run.names), private=True)
    write_table(report / "grades.csv", columns, rows, private=True)
    write_table(report / "needs.csv", NEEDS, needs, private=True)
    shown_on_pages = for_pages(records, run.info)
    changed, reworded = Why(report, run, appeals, overrides).said(shown_on_pages, rows)
    write_feedback(report / "feedback", run, shown_on_pages, overrides, changed, reworded)
    by_people.write()
    return len(needs)


def write_feedback(
    folder: Path,
    run: Run,
    records: list[Record],
    overrides: Overrides | None = None,
    changed: Said | None = None,
    reworded: Said | None = None,
) -> None:
    """A page for each record, with a line where a mark is another one than went out, or its text is; pages of students
    who are no longer there go."""
    why, other_text = changed or {}, reworded or {}
    names, digits = page_names(records, run.names), digits_needed(records)
    still_open = bool(run.info.get("still_open"))
    scrub = Scrub.of(run.names)
    for record in records:
        mine = {
            exercise: (one.points, scrub.prose(one.reason))
            for (student, exercise), one in (overrides or {}).items()
            if student == record.student
        }
        replay, again = to_ask(record, run.number, digits[record.lesson], still_open)
        by = f"tinygrad-lite {__version__}"
        changed_here, reworded_here = why.get(record.student, {}), other_text.get(record.student, {})
        beside = Beside(replay, again, mine, changed_here, reworded_here, still_open, by)
        title = title_of(record.lesson) if record.lesson or record.state != NOT_HANDED_IN else "Not handed in"
        text = feedback_page(scrub.record(record, run.names), title, beside)
        write_whole(folder / names[page_of(record)], text)
    for page in folder.glob("*.html"):
        if page.name not in names.values():
            page.unlink()


def page_names(records: list[Record], pseudonyms: Pseudonyms) -> dict[tuple[str, str, str], str]:
    """The name of each page, by `page_of`: the student's pseudonym and the lesson, and no name twice."""
    names: dict[tuple[str, str, str], str] = {}
    taken: set[str] = set()
    for record in records:
        name = f"{pseudonyms.pseudonym(record.student) or 'nobody'}-{record.lesson or 'unknown'}"
        if name.lower() in taken:
            name += f"-{pseudonyms.place(record.student, record.path)[:8]}"
        taken.add(name.lower())
        names[page_of(record)] = f"{name}.html"
    return names


def page_of(record: Record) -> tuple[str, str, str]:
    """Which page is a record's: who handed in nothing may have one of each lesson in which a person gave her marks."""
    return record.student, record.path, record.lesson


def hidden_rows(rows: Iterable[Mapping[str, Any]], names: Pseudonyms) -> list[dict[str, Any]]:
    """Rows of grades.csv as a run keeps them: by pseudonym, and in their order, which says nothing of names."""
    told = ({**row, "student": names.pseudonym(row["student"])} for row in rows)
    whole = ({**row, "diagnosis": ""} if not row.get("exercise") else row for row in told)
    return sorted(whole, key=lambda row: row["student"])


def title_of(lesson: str) -> str:
    """The lesson as it is called on a page."""
    return exercises.title_of(lesson) if lesson in exercises.LESSONS else "Not recognised"


def write_reports(
    report: Path,
    run: Run,
    records: list[Record],
    before: Iterable[Record] | None = None,
    elsewhere: Iterable[Record] = (),
) -> list[Path]:
    """The class report of each lesson: a page, one to be projected, and all numbers as JSON.

    Args:
        before: the records of the run before; None where this is the first.
        elsewhere: the same class's records of other lessons, to see what goes together.
    """
    lessons, since = sorted({record.lesson for record in records if record.lesson}), typed_since(report, run)
    by_lesson: dict[str, list[Record]] = {}
    for record in (*records, *elsewhere):
        by_lesson.setdefault(record.lesson, []).append(record)
    pairs = together({lesson: once_a_group(of_it) for lesson, of_it in by_lesson.items() if lesson})
    moved = changes_of(report, run)
    scrub, pages = Scrub.of(run.names), []
    exempt = [replace(one, reason=scrub.prose(one.reason)) for one in reasons(run.info, read_exempt(report))]
    appeals, by_hand = read_appeals(report), set_for_all(records, read_overrides(report, records).keys())
    for lesson, ending in zip(lessons, report_endings(lessons), strict=True):
        there = {record.student for record in records if record.lesson == lesson}
        of_it = [one for one in records if one.lesson == lesson or (not one.lesson and one.student not in there)]
        ids = {mark.id for record in of_it for mark in record.marks}
        count = None if before is None else sum(one.exercise in ids for one in moved)
        told = about(run.info, count, exempt, outcome_of(report, appeals, lesson), [one.tier for one in of_it])
        asked = len(to_confirm(report, "", lesson)) + sum(not who or who in there for who in since.files.values())
        told = replace(told, asked=asked, by_hand=by_hand)
        numbers = class_numbers(of_it, lesson, told)
        numbers["together"] = [pair for pair in pairs if lesson in pair["lessons"]]
        for pair in numbers["pairs"]["listed"]:
            name_no_one(pair, run.names, scrub)
        pages.append(write_whole(report / f"report{ending}.html", report_page(numbers)))
        write_whole(report / f"lecture{ending}.html", lecture_page(numbers))
        write_whole(report / f"report{ending}.json", report_json(numbers))
    return pages


def name_no_one(pair: dict[str, Any], names: Pseudonyms, scrub: Scrub) -> None:
    """Pseudonyms for a pair of the class report, and its code without names."""
    pair["students"] = [names.pseudonym(student) for student in pair["students"]]
    for shared in pair["shared"]:
        shared["sources"] = list(map(scrub.code, shared["sources"]))


def report_endings(lessons: Collection[str]) -> list[str]:
    """What the names of reports end in: "report.html", or "report-02_loss.html" where there are several lessons."""
    return [f"-{lesson}" for lesson in lessons] if len(lessons) > 1 else [""] * len(lessons)


def about(
    info: Mapping[str, Any], moved: int | None = None, exempt: Iterable[Exemption] = (),
    appeals: Appealed | None = None, tiers: Iterable[str] = (),
) -> About:  # fmt: skip
    """What a run's `run.json` says, for the report; how many marks it changed; and what was decided about checks.

    Args:
        tiers: of the notebooks: some may have their marks from an earlier run, in another tier than this one.
    """
    sandbox = ran_in([one for one in tiers if one] or [info["tier"]])
    return About(
        version=info["version"], seed=info["seed"], sandbox=sandbox, canaries=info.get("canaries", ""),
        points=info["points"], missing=rule_of(info), changed=moved, compared=info.get("steady", {}).get("answers", 0),
        unsteady=tuple(info.get("steady", {}).get("differing", ())), shown=from_run(info),
        exempt=tuple(exempt), appeals=appeals or Appealed(),
    )  # fmt: skip
