"""`tinygrad-lite exempt`: cases that no longer count for the whole class, and what is said of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..course.added import exercise_by_id
from ..course.case import Case
from ..course.exercise import Exercise
from ..course.exercises import exercises_of
from ..course.oracle import cases_of
from .command import SETTLED, command, last_run
from .command_line import grading
from .errors import GradingError, WrongUse
from .exempt import (
    TABLE,
    Exemption,
    let_through,
    read_exempt,
    with_exempt,
    with_more,
    write_exempt,
)
from .extras import Extras
from .kept_runs import KeptRuns, Run
from .near import there_are
from .wish import whole_id

#: So many cases are shown, with so many lines of each.
MOST_SHOWN, MOST_LINES = 3, 12
#: No exercise has so many cases.
MOST_CASES = 10_000


def exempt_cases(report: Path, exercise: str, cases: str, reason: str, by: str, undo: bool) -> int:
    """Let cases count no longer, or again, and say what follows; no mark moves before the class is graded again."""

    def work() -> int:
        if not undo and not reason.strip():
            raise WrongUse('Say why, for the report and for next year: … exempt REPORT EXERCISE CASE "why"')
        numbers = numbers_in(cases)
        run = last_run(report)
        extras = replace(Extras.from_run(run.info), exempt=())
        extras.load()
        meant = exercise_meant(run, exercise)
        lines = [Exemption(meant.id, one, reason.strip(), by, time.strftime("%Y-%m-%d")) for one in numbers]
        with KeptRuns(report).alone():
            known = read_exempt(report)
            now = without(known, lines) if undo else with_more(known, lines, extras)
            write_exempt(report, now)
        print("\n".join(told(lines, undo, cases_of(meant, seed_of_most(run, meant.id)), report)))
        if not undo:
            before, after = (let_through_with(with_exempt(extras, some), meant.id) for some in (known, now))
            print("\n".join(told_let_through(sorted(after - before), len(lines))))
        print("Marks move when the class is graded again, with the options that you graded with, such as")
        print(f"  {grading(run.info, report)} --only {meant.id}")
        return SETTLED

    return command(work)


def seed_of_most(run: Run, exercise_id: str) -> int:
    """The seed with which most of the class was asked: that of a later run is for files that are new in it alone."""
    asked = (record for record in run.everything() if any(mark.id == exercise_id for mark in record.marks))
    seeds = Counter(record.seed for record in asked)
    return seeds.most_common(1)[0][0] if seeds else int(run.info["seed"])


def numbers_in(text: str) -> list[int]:
    """Numbers of cases as people write them.

    >>> numbers_in("7"), numbers_in("2,4-6")
    ([7], [2, 4, 5, 6])
    """
    found: set[int] = set()
    for part in text.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or int(last or first) > MOST_CASES:
            raise WrongUse(f'"{text}" names no cases. Write numbers, as grade --replay shows them: 7 or 2,4-6.')
        found.update(range(int(first), int(last or first) + 1))
    return sorted(found)


def exercise_meant(run: Run, given: str) -> Exercise:
    """The exercise of a run's lessons, by its id or the last part of it."""
    known = {one.id: one for lesson in run.info["lessons"] for one in exercises_of(lesson)}
    found = known.get(whole_id(given, known))
    if found is None:
        raise WrongUse(f'There is no exercise "{given}" with cases in this report; {there_are(given, known)}')
    return found


def without(known: list[Exemption], lines: list[Exemption]) -> list[Exemption]:
    """The lines without some."""
    gone, there = ({(one.exercise, one.case) for one in some} for some in (lines, known))
    missing = next((case for _, case in sorted(gone - there)), None)
    if missing is not None:
        raise GradingError(f"Case {missing} of {lines[0].exercise} has no line in {TABLE}: it counts.")
    return [one for one in known if (one.exercise, one.case) not in gone]


def let_through_with(extras: Extras, exercise_id: str) -> set[str]:
    """Mistakes that are taken for right answers where the class is graded so."""
    extras.load()
    exercise = exercise_by_id(exercise_id)
    assert exercise is not None
    return let_through(exercise)


def told(lines: list[Exemption], undo: bool, cases: list[Case], report: Path) -> Iterator[str]:
    """What was decided, and about which cases."""
    some = ", ".join(str(one.case) for one in lines)
    which = f"{lines[0].exercise}: case{'s' if len(lines) > 1 else ''} {some} of {len(cases)}"
    if undo:
        yield f"{which}: counted again from now on, and no longer in {report / TABLE}."
        return
    yield f"{which}: left out for everybody from now on. It is kept in {report / TABLE}."
    for one in lines[:MOST_SHOWN]:
        yield from shown(one.case, cases[one.case - 1])


def shown(number: int, case: Case) -> Iterator[str]:
    """A case as most of the class was asked it; where it has random numbers, who has another seed had others."""
    yield f"  case {number}{f' ({case.about})' if case.about else ''}"
    yield from (f"    {line}" for line in case.code().splitlines()[:MOST_LINES])


def told_let_through(names: list[str], cases: int) -> Iterator[str]:
    """What the check no longer sees."""
    if names:
        these = "this mistake comes" if len(names) == 1 else "these mistakes come"
        yield f"Without {'it' if cases == 1 else 'them'} {these} out right, too: {', '.join(names)}."
    else:
        yield "Every named mistake that was wrong is still wrong."
