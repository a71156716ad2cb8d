"""What can be done about a mark that was appealed against, as commands: only those that would do it.

Each is tried first, and nothing is kept of that: a case that is left out moves a mark only if the answer is right in
all others, and a mistake gets a name only if the check tells it from those that have one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from .command_line import argument, quoted
from .errors import GradingError
from .evidence import Evidence
from .exempt import Exemption, read_exempt, with_exempt, with_more
from .kept_runs import KeptRuns, Run
from .new_mistake import check, from_student
from .numbers import points_text
from .overrides import points_of, read_overrides, with_marks_by_hand
from .record import Mark, Record
from .work import Task, grade_one

#: Why no case is named that could be left out.
_BLIND = "without those in which it is wrong, the check would no longer tell wrong answers from right ones."
_OTHERWISE = "it is not right in all the others."


def ways_out(
    report: Path, record: Record, mark: Mark, task: Task, found: Evidence | None, others: Collection[str] = ()
) -> Iterator[str]:
    """For this student, for all who answer so, and for the whole class.

    Args:
        found: what speaks for and against the mark; None of what no program judges.
        others: whose the same file is, and any of whom may be who asks.
    """
    run = KeptRuns(report).last()
    now = _points(report, run, record, mark) if run else None
    if run is None or now is None:
        yield f"In the last run {record.student} has no {mark.id}, so there is no mark that could be set."
        return
    if now >= mark.points:
        yield f"In run {run.number}, the last one, it has all its points: nothing is to be done."
        return
    yield "If the answer keeps the contract and the mark is wrong:"
    yield f"  this mark alone:   {override_line(report, record.student, mark)}"
    if others:  # a mark that a person sets is one student's
        yield f"                     for another, in place of {record.student}: {', '.join(others)}"
    if found is not None and _can_have_a_name(report, record, mark, task):
        yield f"  give it a name:    {mistake_line(report, record.student, mark)}"
    if found is not None and found.wrong:
        yield from _cases(report, mark, task, found)


def override_line(report: Path, student: str, mark: Mark) -> str:
    """The command that gives a mark all its points."""
    to = f"{quoted(str(report))} {argument(student)} {mark.id} {points_text(mark.points)}"
    return f'tinygrad-lite override {to} "why"'


def mistake_line(report: Path, student: str, mark: Mark) -> str:
    """The command that gives a mistake a name."""
    return f"tinygrad-lite mistake add {quoted(str(report))} {argument(student)} {mark.id}"


def _points(report: Path, run: Run, record: Record, mark: Mark) -> float | None:
    """What counts now for what a code was about; None where there is nothing any more. An open mark counts as less."""
    records = list(run.records())
    overrides = read_overrides(report, records)
    for one in with_marks_by_hand(records, overrides, run.info):
        for known in one.marks:
            if (one.student, known.id) == (record.student, mark.id):
                return points_of(one, known, overrides) or 0.0
    return None


def _can_have_a_name(report: Path, record: Record, mark: Mark, task: Task) -> bool:
    """Whether it is a mistake of its own that `mistake add` would take."""
    if mark.status != "wrong" or mark.name:
        return False
    try:
        check(from_student(report, record.student, mark.id), task.tier)
    except GradingError:
        return False
    return True


def _cases(report: Path, mark: Mark, task: Task, found: Evidence) -> Iterator[str]:
    """The cases without which this answer would be right, if the check is still one then; or why there are none."""
    known = read_exempt(report)
    left_out = {one.case for one in known if one.exercise == mark.id}
    numbers = [wrong.number for wrong in found.wrong if wrong.number not in left_out]
    if not numbers:
        yield "  The cases in which it is wrong count for nobody already: grade the class again, and the mark moves."
        return
    problem = _why_not(mark, task, known, [Exemption(mark.id, number, "") for number in numbers])
    if problem:
        yield f"  To leave cases out is no way here: {problem}"
        return
    yield (
        f'  cases for nobody:  tinygrad-lite exempt {quoted(str(report))} {mark.id} {",".join(map(str, numbers))} "why"'
    )


def _why_not(mark: Mark, task: Task, known: list[Exemption], lines: list[Exemption]) -> str:
    """Why it would not help to leave these cases out; "" where it would."""
    try:
        without = with_exempt(task.extras, with_more(known, lines, replace(task.extras, exempt=())))
        again = grade_one(replace(task, extras=without, places=False))
    except GradingError:
        return _BLIND
    finally:
        task.extras.load()
    status = next((one.status for one in again.marks if one.id == mark.id), "")
    return "" if status == "right" else _OTHERWISE
