"""One answer again, with everything that a person needs to decide whether its mark is right."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tinygrad_lite import __version__
from tinygrad_lite.course.exercises import exercises_of

from .appeals import read_appeals
from .card_data import card_from
from .codes import as_sent, by_code, code_of, digits_needed, short
from .errors import GradingError
from .evidence import Evidence, contract, evidence, told_cases
from .extras import Extras
from .kept_runs import KeptRuns, Run
from .lessons import cells_of
from .mark_meant import mark_meant
from .marking import own_tree
from .notebook import read_notebook
from .numbers import counted, points_text
from .record import NOT_HANDED_IN, Mark, Record
from .sandbox import best_tier
from .submissions import submissions
from .ways_out import ways_out
from .wish import Wish
from .work import Task, grade_one

#: Of a verdict: an exercise that is as it was handed out.
NOT_BEGUN = "not-started"
#: With so many other seeds the answer is tried as well.
OTHER_SEEDS = 5
#: Of what was not run, so many places are listed.
MOST_LEFT_OUT = 12


def replay(wish: Wish, student: str, exercise: str = "") -> Iterator[str]:
    """Paragraphs: the code, what was not run, the card as it comes out now, each wrong case, other seeds, the ways out.

    Args:
        wish: where the notebooks and the report are.
        student: the student; or, without an exercise, the code that stands on the student's page.
    Raises:
        GradingError: there is no such mark, or the notebook is no longer what was graded.
    """
    run, record, known, others = meant(wish, student, exercise)
    code = code_of(record, known.id, run.number, digits_needed(run.records())[record.lesson])
    record = attempt_of(run, record, known)
    extras = Extras.from_run(run.info)
    extras.load()
    task = Task(
        record.student, record.path, data_of(wish, record), record.seed, best_tier(wish.unsafe), wish.limits,
        own_tree(), run.info["points"], extras,
    )  # fmt: skip
    now = grade_one(task)
    mark = mark_of(now, known.id)
    title = f"{record.student}, {known.id}: {points(known)} in run {run.number}, seed {record.seed}, {record.tier}"
    how = "also the hand-in of" if record.group else "handed in by"
    yield f"{title} · {code}" + (f"\nThe same file is {how} {', '.join(others)}." if others else "")
    yield from shown(now, mark, task.data)
    tasks = exercises_of(record.lesson)
    found = evidence(task, tasks, known.id) if any(one.id == known.id for one in tasks) else None
    if found:
        yield "\n".join(told_left_out(found))
    yield repr(card_from(mark.card)) if mark.card else mark.why or f"A person reads it. {known.comment}".rstrip()
    if found and found.exempt:
        yield f"Left out, for they count for nobody, by their numbers: {', '.join(map(str, found.exempt))}."
    if found and found.wrong:
        yield "\n".join(told_cases(found))
    same = (mark.status, mark.name, mark.auto) == (known.status, known.name, known.auto)
    yield "It came out as in that run." if same else f"In that run it was: {known.verdict}. Now it is: {mark.verdict}."
    if found and (mark.status == NOT_BEGUN or mark.state == NOT_HANDED_IN):
        yield f"What the exercise asks (its contract):\n\n{contract(found.exercise)}"
    elif found:
        seeds = range(record.seed + 1, record.seed + 1 + OTHER_SEEDS)
        places = not mark.name and known.id  # where one change mends all, the place may take a diagnosis back
        again = [mark_of(grade_one(replace(task, seed=seed, places=places)), known.id) for seed in seeds]
        yield f"With {OTHER_SEEDS} other seeds: " + "; ".join(other.verdict for other in again) + "."
        yield f"What the exercise asks (its contract), to be held against the cases:\n\n{contract(found.exercise)}"
    yield versions(run, record)
    yield "\n".join(ways_out(wish.report, record, known, task, found, others))


def shown(record: Record, mark: Mark, data: bytes) -> Iterator[str]:
    """What the student wrote, or that she began nothing: a stub as it was handed out says no more."""
    text = written(record, mark, data)
    if mark.status != NOT_BEGUN:
        yield text or "(nothing was written)"
        return
    yield "(not begun: nothing was written in the place of the answer)"
    _, handed_out = cells_of(record.lesson).get(mark.id.replace("/", "-"), ("", ""))
    if text.strip() not in ("", handed_out.strip()):
        yield f"The cell is not quite as it was handed out:\n\n{text}"


def written(record: Record, mark: Mark, data: bytes) -> str:
    """What the student wrote: the text that a person reads, or the answer; its whole cell, where that is only a part
    of it or nothing, as of an answer that could not be read."""
    if mark.read:
        return record.texts.get(mark.id, "").rstrip()
    cells = read_notebook(data).cells if record.marks else ()
    own = next((cell.source or cell.left_out for cell in cells if cell.id == mark.id.replace("/", "-")), "")
    return (own if mark.source.strip() in own else mark.source).rstrip()


def meant(wish: Wish, student: str, exercise: str) -> tuple[Run, Record, Mark, list[str]]:
    """The run, the record and the mark that are meant; and who else handed in the same file, where a code says which.

    Of several it is the one whom the line of appeals.csv names.

    Raises:
        GradingError: there is no such mark.
    """
    if not exercise:
        run, records, known = by_code(wish.report, student)
        asks = {
            name for one in read_appeals(wish.report) if as_sent(one.code) == as_sent(student) for name in one.named
        }
        first, *rest = sorted(records, key=lambda record: record.student not in asks)
        return run, first, known, [record.student for record in rest]
    last = KeptRuns(wish.report).last()
    if last is None:
        raise GradingError(f"In {wish.report} nothing was graded yet.")
    record, known = mark_meant(last, student, exercise)
    return last, record, known, []


def attempt_of(run: Run, record: Record, mark: Mark) -> Record:
    """The record of the very file that a mark comes from: of several attempts it may be another one's."""
    return next((one for one in run.everything() if mark.attempt and one.path == mark.attempt), record)


def data_of(wish: Wish, record: Record) -> bytes:
    """The file that was graded: by its path, else the same one elsewhere. It may lie in another folder now; and where
    whoever of a group handed it in was forgotten, nobody knows where it lay.

    Raises:
        GradingError: it is not there.
    """
    there = [one for one in submissions(wish.source) if one.read]
    for one in sorted(there, key=lambda one: one.path != record.path):
        if one.sha256() == record.sha256 and one.read:
            return one.read()
    number = f"The file that was graded (sha256 {short(record.sha256)})"
    known = [one.path for one in there if one.path == record.path]
    now = f"{record.path} is another one now." if known else "was it changed, or is this another download?"
    raise GradingError(f"{number} is not in {wish.source}: {now}")


def told_left_out(found: Evidence) -> Iterator[str]:
    """What the student wrote and was not run, or failed when it was."""
    if not found.left_out:
        yield "All that the student wrote was run."
        return
    yield "Of what the student wrote, this was not run, or failed:"
    yield from (f"  {each}" for each in found.left_out[:MOST_LEFT_OUT])
    more = len(found.left_out) - MOST_LEFT_OUT
    if more > 0:
        yield f"  … and {more} more."


def versions(run: Run, record: Record) -> str:
    """With what was graded then, and is now."""
    then, now = run.info, (__version__, platform.python_version(), np.__version__)
    before = (then.get("version", "?"), then.get("python", "?"), then.get("numpy", "?"))
    form = "tinygrad-lite {}, Python {}, NumPy {}".format
    at_present = "the same now" if before == now else f"now {form(*now)}"
    notebook = f" The notebook is of lesson version {record.version}." if record.version else ""
    return f"Versions: {form(*before)} in that run; {at_present}.{notebook}"


def mark_of(record: Record, exercise: str) -> Mark:
    """The mark of an exercise; one without a verdict, where there is none."""
    nothing = Mark(exercise, 0, state=record.state, why=record.why)
    return next((mark for mark in record.marks if mark.id == exercise), nothing)


def points(mark: Mark) -> str:
    """What a mark is worth, in words."""
    return mark.state if mark.given is None else f"{points_text(mark.given)} of {counted(mark.points, 'point')}"
