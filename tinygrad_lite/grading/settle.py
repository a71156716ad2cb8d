"""From what was graded to what counts: lateness, and groups, whose members all have the marks of one notebook.

What was graded and does not count as it is (a group's hand-in, of which each member has a copy) is set aside in the
run's folder. So the next call, and the next run, find it, and nothing is graded twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from .groups import for_all
from .kept_runs import Run
from .lateness import Clock
from .listed import Listed
from .record import Record


def settle(run: Run, counting: Iterable[Listed], others: Iterable[Record], clock: Clock) -> list[Record]:
    """The records that count, by student and path; the run keeps these, and forgets files that are no longer there.

    Args:
        counting: the files that were graded.
        others: records of students of whom nothing was.
    """
    graded = {_place(record): record for record in run.everything()}
    final: dict[tuple[str, str], Record] = {}
    handed_in = {(one.student, one.path): one for one in counting}
    for place, one in handed_in.items():
        if place in graded:
            final |= {_place(record): record for record in for_all(clock.timed(graded[place], one), one)}
    there = {student for student, _ in final}
    final |= {_place(record): record for record in others if record.student not in there or not record.student}
    for place, record in graded.items():
        if place in handed_in and place not in final:
            run.set_aside(record)
    for record in final.values():
        run.keep(record)
    for place in graded:
        if place not in handed_in:
            run.forget_aside(*place)
        if place not in final:
            run.forget(*place)
    return [final[place] for place in sorted(final)]


def _place(record: Record) -> tuple[str, str]:
    return record.student, record.path
