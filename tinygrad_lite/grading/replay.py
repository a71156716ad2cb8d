"""One answer again, with everything that a person needs to decide whether its mark is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tinygrad_lite.course.card import Card

from .classroom import Wish
from .errors import GradingError
from .extras import Extras
from .kept_runs import KeptRuns, Run
from .marking import own_tree
from .record import Mark, Record
from .sandbox import best_tier
from .submissions import submissions
from .work import Task, grade_one

#: With so many other seeds the answer is tried as well.
OTHER_SEEDS = 5


def replay(wish: Wish, student: str, exercise: str) -> Iterator[str]:
    """Paragraphs: the code, the card as it comes out now, what was written down, other seeds, and the ways out.

    Raises:
        GradingError: there is no such mark, or the notebook is no longer what was graded.
    """
    run = KeptRuns(wish.report).last()
    if run is None:
        raise GradingError(f"In {wish.report} nothing was graded yet.")
    extras = Extras.from_run(run.info)
    extras.load()
    record, known = found(run, student, exercise)
    data = next((one.read() for one in submissions(wish.source) if one.path == record.path and one.read), None)
    task = Task(
        student, record.path, data or b"", record.seed, best_tier(wish.unsafe), wish.limits, own_tree(),
        run.info["points"], extras,
    )  # fmt: skip
    now = grade_one(task)
    if now.sha256 != record.sha256:
        raise GradingError(
            f"{record.path} in {wish.source} is another file than the one that was graded, or not there."
        )
    mark = mark_of(now, known.id)
    yield f"{student}, {known.id}: {points(known)} in run {run.number}, seed {record.seed}, {record.tier}"
    yield mark.source.rstrip() or "(nothing was written)"
    yield repr(Card(**mark.card)) if mark.card else mark.why
    same = (mark.status, mark.name, mark.auto) == (known.status, known.name, known.auto)
    yield "It came out as in that run." if same else f"In that run it was: {words(known)}. Now it is: {words(mark)}."
    others = [mark_of(grade_one(replace(task, seed=record.seed + n)), known.id) for n in range(1, OTHER_SEEDS + 1)]
    yield f"With {OTHER_SEEDS} other seeds: " + "; ".join(words(other) for other in others) + "."
    yield (
        "The contract of an exercise is its docstring in the lesson. If the answer keeps it and the mark is wrong, "
        "report the case above, so that the check is mended for everybody; until then set this mark by hand."
    )


def found(run: Run, student: str, exercise: str) -> tuple[Record, Mark]:
    """The record and the mark that are meant."""
    records = [record for record in run.records() if record.student == student]
    for record in records:
        for mark in record.marks:
            if exercise in (mark.id, mark.id.rpartition("/")[2]):
                return record, mark
    if not records:
        students = sorted({record.student for record in run.records()})
        raise GradingError(
            f"There is no student {student!r} in run {run.number}; there are: {', '.join(students[:12])}."
        )
    ids = [mark.id for record in records for mark in record.marks]
    raise GradingError(f"{student} has no mark for {exercise!r}; there are: {', '.join(ids) or 'none'}.")


def mark_of(record: Record, exercise: str) -> Mark:
    """The mark of an exercise; one without a verdict, where there is none."""
    nothing = Mark(exercise, 0, state=record.state, why=record.why)
    return next((mark for mark in record.marks if mark.id == exercise), nothing)


def points(mark: Mark) -> str:
    return mark.state if mark.auto is None else f"{mark.auto:g} of {mark.points:g} points"


def words(mark: Mark) -> str:
    return f"{mark.status or mark.state}{f' ({mark.name})' if mark.name else ''}"
