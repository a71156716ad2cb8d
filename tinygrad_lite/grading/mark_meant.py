"""Which mark somebody means who gives a student and an exercise."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import WrongUse
from .kept_runs import Run
from .near import there_are
from .record import Mark, Record
from .who_is_meant import who_was_meant


def mark_meant(run: Run, student: str, exercise: str, records: Iterable[Record] | None = None) -> tuple[Record, Mark]:
    """The record and the mark that are meant, among the run's records or these."""
    student = run.names.meant(student)
    records = [record for record in (run.records() if records is None else records) if record.student == student]
    for record in records:
        for mark in record.marks:
            if exercise in (mark.id, mark.id.rpartition("/")[2]):
                return record, mark
    if not records:
        known = run.names.called()
        called = {one: known.get(one, set()) for one in sorted({record.student for record in run.records()} - {""})}
        instead = there_are(student, called, who_was_meant(student, called))
        raise WrongUse(f'There is no student "{student}" in run {run.number}; {instead}')
    ids = [mark.id for record in records for mark in record.marks]
    raise WrongUse(f'{student} has no mark for "{exercise}"; {there_are(exercise, ids)}')
