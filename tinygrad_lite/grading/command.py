"""`tinygrad-lite grade` and `tinygrad-lite report`: what they print, and how they end."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tqdm import tqdm

from tinygrad_lite.files import disk_full

from .attempts import is_further
from .changed_texts import texts_of, texts_told
from .changes import NO_REASON, Change, changes_of
from .changes import TABLE as CHANGES
from .changes_told import others, some_marks
from .changes_told import told as changes_told
from .class_list import Compared
from .classroom import grade, hand_ins
from .errors import GradingError, WrongUse
from .extras import Extras
from .gradebook import write_gradebook
from .groups import write_members
from .hand_marking.marks import HandMarking, marked, said
from .handed_in_before import of_these
from .kept_runs import Busy, KeptRuns, Run
from .lateness import Clock
from .mark_meant import mark_meant
from .missing import is_absent
from .nbgrader_course import course_of
from .never_lower import said as held_up
from .numbers import counted, points_text
from .overrides import (
    Override,
    Overrides,
    points_of,
    read_overrides,
    with_marks_by_hand,
    with_override,
    write_overrides,
)
from .pages.drawing import plain
from .pseudonyms import Pseudonyms
from .publish import page_names, page_of, publish, report_endings, write_marks, write_reports
from .record import GRADED, Record
from .replay import replay
from .roster import read_roster
from .sandbox import NoSandbox, best_tier
from .screen import told
from .submissions import NoSubmissions
from .terminal import Harmless
from .who_table import write_who
from .wish import Outcome, Wish, checked

SETTLED, FAILED, NEEDS_YOU, OURS = 0, 1, 2, 4
#: What was typed cannot be meant: as click ends wrong use.
WRONG_USE = 2
#: So many lines about marks that moved are printed.
MOST_MOVED = 8
PROBLEMS = (GradingError, Busy, NoSandbox)
#: What a class that is graded has kept, whatever stops it.
KEPT = "What was graded is kept."


def command(work: Callable[[], int], kept: str = "") -> int:
    """Do it; a problem that has a sentence is said in that sentence.

    Args:
        kept: a sentence on what is not lost when it is stopped halfway.
    """
    with contextlib.redirect_stdout(Harmless(sys.stdout)):
        return _carried_out(work, kept)


def _carried_out(work: Callable[[], int], kept: str) -> int:
    try:
        return work()
    except (WrongUse, NoSubmissions) as problem:
        print(problem)
        return WRONG_USE
    except PROBLEMS as problem:
        print(problem)
    except PermissionError as problem:
        why = f"{problem.filename} cannot be used: a program has it open (a spreadsheet?), or it is not yours."
        print(*filter(None, [why, kept, "Close it, and give the same command again."]))
        if not os.access(Path(str(problem.filename)).parent, os.W_OK):
            return WRONG_USE  # a folder that is not hers was given
    except (FileExistsError, NotADirectoryError) as problem:
        print(f"{problem.filename} cannot be made: a file is where a folder should be. Give another name.")
        return WRONG_USE
    except OSError as problem:
        if problem.filename is None or not (full := disk_full(problem, kept)):
            raise  # to where all commands end
        print(full)
    except KeyboardInterrupt:
        print("\nStopped.", *filter(None, [kept, kept and "The same command goes on."]))
    return FAILED


def grade_class(wish: Wish, gradebook: Path | None = None, roster: Path | None = None) -> int:
    """Grade, write everything, also into nbgrader's gradebook if that is wanted, and say how it went."""

    def work() -> int:
        course = course_of(gradebook) if gradebook else None
        runs = KeptRuns(wish.report)
        with runs.alone():
            tier = best_tier(wish.unsafe)
            print(f"Students' programs run in tier {tier.name}: {tier.sentence} {tier.why}".rstrip())
            wish.extras.load()
            HandMarking.of(wish.report, [], wish.points)  # what was typed wrongly is said before hours of work
            found = found_in(wish, roster)
            with Bar() as bar:
                outcome = grade(wish, bar.step, found)
            needs = publish(wish.report, outcome.run, outcome.files, outcome.records, runs.before(outcome.run))
            moved = changes_of(wish.report, outcome.run)
            records = marked(wish.report, outcome.records)
            outcome.said += held_up(records, read_overrides(wish.report, records))
            outcome.said += said(records, wish.report)
            lines = [*summary(outcome, wish.report, needs), *how_marks_moved(moved, wish.report, outcome.run)]
            print("\n".join([*lines, *texts_told(texts_of(wish.report, outcome.run), wish.report)]))
            if course is not None:
                known = runs.seeds()
                before = list(of_these(records, outcome.files))
                now = [record for record in records if record not in before]
                written = write_gradebook(course, wish.source, outcome.files, now, wish.points, known)
                print("\n".join(written.sentences(course)))
        if any(one.reason == NO_REASON for one in moved):
            return OURS
        if not graded_now(outcome):
            return FAILED
        return NEEDS_YOU if needs else SETTLED

    return command(work, KEPT)


class Bar:
    """A progress bar that says what has failed so far."""

    def __init__(self) -> None:
        self.bar: tqdm | None = None
        self.failed: Counter[str] = Counter()

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *failure: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def step(self, done: int, total: int, record: Record) -> None:
        """One more notebook is done."""
        if self.bar is None:
            self.bar = tqdm(total=total, initial=done - 1, unit=" notebooks", desc="Grading", disable=None)
        states = {record.state, *(mark.state for mark in record.marks)} - {GRADED}
        self.failed.update(states)
        if self.failed:
            self.bar.set_postfix_str(", ".join(f"{count} {state}" for state, count in sorted(self.failed.items())))
        self.bar.update(1)


def summary(outcome: Outcome, report: Path, needs: int) -> list[str]:
    """What is printed at the end."""
    lessons = ", ".join(outcome.run.info["lessons"]) or "no lesson"
    graded, before = graded_now(outcome), list(of_these(outcome.records, outcome.files))
    absent = sum(is_absent(record) for record in outcome.records)
    handed_in = len(outcome.records) - absent - len(before)
    other = handed_in - len(graded)
    reports = report_endings(sorted({record.lesson for record in outcome.records if record.lesson}))
    classes = ", ".join(str(report / f"report{ending}.html") for ending in reports) or "nothing to say"
    pages = report / "feedback"
    here = [one for one in outcome.files if not one.gone]
    further = sum(map(is_further, here))
    listed = sum(not one.counts for one in here) - further
    lines = [
        f"{lessons}: {len(graded)} of {counted(handed_in, 'hand-in')} graded"
        + (f" ({outcome.kept} of them before)" if outcome.kept else "")
        + (f", {other} not" if other else "")
        + (f", {len(before)} handed in before" if before else "")
        + (f", {absent} missing" if absent else "")
        + f". Files: {len(here)} = {len(here) - listed} graded"
        + (f" ({further} of them further attempts; the best counts)" if further else "")
        + f" + {listed} listed in who.csv.",
        (
            f"Canaries (notebooks whose marks are known) came out {outcome.canaries}. "
            if outcome.run.info["lessons"]
            else ""
        )
        + f"Seed {outcome.run.info['seed']}, run {outcome.run.number}.",
        f"Marks: {report / 'grades.csv'}   pages: {pages if pages.is_dir() else 'none'}   class: {classes}",
    ]
    last = "Nothing needs you." if graded else "Nothing was graded."
    return [*lines, *outcome.said, f"{needs} to look at: {report / 'needs.csv'}" if needs else last]


def graded_now(outcome: Outcome) -> list[Record]:
    """The records of notebooks that were graded, and are in this download."""
    before = list(of_these(outcome.records, outcome.files))
    return [record for record in outcome.records if record.state == GRADED and record not in before]


def how_marks_moved(moved: list[Change], report: Path, run: Run) -> list[str]:
    """What is printed where marks are not what they were."""
    if not moved:
        return []
    lines = changes_told(moved, others(report, run), MOST_MOVED)
    return [f"Not what they were, each with its reason in {report / CHANGES}: {some_marks(len(moved))}.", *lines]


def list_only(wish: Wish, gradebook: Path | None = None, roster: Path | None = None) -> int:
    """Say who and what, and write who.csv; no code is run, and nothing is written into nbgrader's gradebook."""

    def work() -> int:
        if gradebook:
            course_of(gradebook)  # what was typed wrongly is said now, not when the class is graded
        wish.extras.load()
        with KeptRuns(wish.report).alone():
            found = found_in(wish, roster)
            checked(wish, found.files, {one.lesson for one in found.files if one.counts})
            clock = Clock.of(wish.timing, found.files, found.ids)
            clock.check(one for one in found.files if one.counts)
            print(*clock.slips(), sep="\n", end="\n" if clock.slips() else "")
        return SETTLED if any(one.sha256 and not one.gone for one in found.files) else FAILED

    return command(work)


def found_in(wish: Wish, roster: Path | None) -> Compared:
    """Look what was handed in, write who.csv, and say it."""
    known = read_roster(roster) if roster else None
    if roster and known and known.read_as:
        print(f"{roster}: {known.read_as}.")
    found = hand_ins(wish, known)
    Pseudonyms(wish.report).learn(found.known())
    write_who(wish.report, found.files)
    write_members(wish.report, found, known)
    print("\n".join(told(found, wish.report)))
    return found


def replay_one(wish: Wish, student: str, exercise: str = "") -> int:
    """Show one answer again: a student's, or, without an exercise, that of a code."""

    def work() -> int:
        for paragraph in replay(wish, student, exercise):
            print(plain(paragraph), end="\n\n")  # what a program says could clear the screen, or fill the clipboard
        return SETTLED

    return command(work)


def override_mark(report: Path, student: str, exercise: str, points: float, reason: str, by: str) -> int:
    """Set one mark by hand, write the marks and pages anew, and say what was and what is."""

    def work() -> int:
        if not reason.strip():
            raise WrongUse('Say why: the student reads it. … override REPORT STUDENT EXERCISE POINTS "why"')
        run = last_run(report)
        Extras.from_run(run.info).load()
        records = list(run.records())
        meant, tasks = run.names.meant(student), set().union(*run.info.get("worth", {}).values())
        by_hand = with_marks_by_hand(records, {(meant, task) for task in tasks}, run.info)
        record, mark = mark_meant(run, student, exercise, by_hand)
        with KeptRuns(report).alone():
            known = read_overrides(report, records)
            now = with_override(known, record, mark, Override(points, reason, by))
            write_overrides(report, now)
            needs = write_marks(report, run, records)
            write_reports(report, run, marked(report, records), KeptRuns(report).before(run))
        before = points_of(record, mark, known)
        was = "no mark" if before is None else points_text(before)
        print(f"{student}, {mark.id}: {points_text(points)} of {counted(mark.points, 'point')} in place of {was}.")
        if points > mark.points:
            print(f"That is more than it is worth ({points_text(mark.points)}): right for a bonus.")
        print(f"It wins in every later run, too: {report / 'overrides.csv'}.")
        print(*_not_graded(run, record, with_marks_by_hand(records, now, run.info), now), sep="", end="")
        print(f"{needs} to look at: {report / 'needs.csv'}" if needs else "Nothing needs you.")
        return SETTLED

    return command(work)


def _not_graded(run: Run, record: Record, records: list[Record], overrides: Overrides) -> Iterator[str]:
    """Of somebody of whom nothing could be graded: what her sum waits for, and where her page is.

    Args:
        records: with those whom a person gave marks.
    """
    record = next(one for one in records if page_of(one) == page_of(record))
    count = sum(points_of(record, mark, overrides) is None for mark in record.marks)
    if record.state != GRADED and count:
        yield (
            f"{counted(count, 'other mark')} of {record.lesson} {'is' if count == 1 else 'are'} still empty: `grades` "
            "leaves the sum open until all are set.\n"
        )
    if not record.path:
        page = run.folder.parent.parent / "feedback" / page_names(records, run.names)[page_of(record)]
        yield (
            f"The page with the reason, {page}, goes out with `feedback` where the run has Moodle's class list; else "
            "hand it out yourself.\n"
        )


def report_again(reports: list[Path], lecture: bool) -> int:
    """Write the pages of the last runs again, each with what goes together with the others, and say where they are."""

    def work() -> int:
        found = {report: last_run(report) for report in reports}
        records = {report: list(run.records()) for report, run in found.items()}
        for report, run in found.items():
            runs = KeptRuns(report)
            Extras.from_run(run.info).load()
            others = [record for other, theirs in records.items() if other != report for record in theirs]
            with runs.alone():
                pages = write_reports(report, run, records[report], runs.before(run), others)
            for page in pages:
                print(page.with_name(page.name.replace("report", "lecture")) if lecture else page)
        return SETTLED

    return command(work)


def print_names(reports: list[Path]) -> int:
    """Say whose pseudonym is whose; it is printed, and in no file but `who.csv`."""

    def work() -> int:
        for report in reports:
            for pseudonym, known in Pseudonyms(report).everybody():
                others = sorted(known.called - {known.student})
                print(f"{pseudonym}  {known.student}" + (f"  ({', '.join(others)})" if others else ""))
        return SETTLED

    return command(work)


def last_run(report: Path) -> Run:
    """The last run of a report folder.

    Raises:
        GradingError: there is none.
    """
    run = KeptRuns(report).last()
    if run is None:
        raise GradingError(f"In {report} nothing was graded yet. First: tinygrad-lite grade … --out {report}")
    return run


def stopped_since(report: Path, run: Run) -> list[str]:
    """What is said where a later run was stopped: what is used is not of that one."""
    latest = KeptRuns(report).last(finished=False)
    if latest is None or latest.number <= run.number:
        return []
    return [
        f"Run {latest.number} was stopped before its end, so this is run {run.number}. Give its command again to go on."
    ]
