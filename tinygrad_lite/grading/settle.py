"""From what was graded to what counts: lateness; of several attempts the best; and groups, whose members all have the
marks of one notebook.

What was graded and does not count as it is (a worse attempt; a group's hand-in, of which each member has a copy) is set
aside in the run's folder. So the next call, and the next run, find it, and nothing is graded twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from .attempts import best_of, in_order, of_attempt, together
from .groups import for_all
from .kept_runs import Run
from .lateness import Clock
from .listed import Listed
from .missing import EMPTY, counted_by
from .never_lower import Floors
from .record import Record

#: A student and a path.
Place = tuple[str, str]


def settle(
    run: Run, files: Iterable[Listed], others: Iterable[Record], clock: Clock, floors: Floors, missing: str = EMPTY
) -> tuple[list[Record], list[Listed]]:
    """The records that count, by student and path, and the files with what became of them.

    The run keeps these records, and forgets those of files that are no longer there.

    Args:
        files: every file; those that count were graded.
        others: records of students of whom nothing was.
        floors: marks that went out already.
        missing: what counts for what was not handed in.
    """
    graded = {_place(record): record for record in run.everything()}
    result = {one.path: one for one in files}
    final: dict[Place, Record] = {}
    handed_in = {(one.student, one.path) for one in result.values() if one.counts}
    for several in together(result.values()):
        theirs = [one for one in in_order(several) if (one.student, one.path) in graded]
        if theirs:
            records = [clock.timed(graded[one.student, one.path], one) for one in theirs]
            best = best_of(records, theirs, clock.timing.attempts)
            result |= {one.path: of_attempt(one, best, len(theirs)) for one in theirs}
            hashes = [record.sha256 for record in records]
            for record in for_all(best, result[best.path]):
                final[_place(record)] = counted_by(missing, floors.hold_up(record, hashes))
    final |= {_place(record): record for record in others}
    _write(run, graded, final, handed_in)
    return [final[place] for place in sorted(final)], list(result.values())


def _write(run: Run, graded: dict[Place, Record], final: dict[Place, Record], handed_in: set[Place]) -> None:
    """Keep what counts, and aside what was graded and counts otherwise; forget the rest."""
    for place in handed_in & graded.keys():
        if place not in final or any(mark.attempt for mark in final[place].marks):
            run.set_aside(graded[place])
    there = {_place(record): record for record in run.records()}
    for place, record in final.items():
        if there.get(place) != record:
            run.keep(record)
    for place in graded.keys() - handed_in:
        run.forget_aside(*place)
    for place in graded.keys() - final.keys():
        run.forget(*place)


def _place(record: Record) -> Place:
    return record.student, record.path
