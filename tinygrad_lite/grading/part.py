"""A part of a class graded again: some students, or some exercises. All other marks are kept, and say of which run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from .errors import WrongUse
from .kept_runs import Run
from .listed import Listed
from .record import Record
from .sandbox.tier import weakest
from .wish import Wish


def kept(run: Run, one: Listed, wish: Wish, before: Run | None) -> bool:
    """Whether a notebook needs no grading: this run has done it, or it was not asked for and has marks already."""
    if run.kept(one.student, one.path, one.sha256):
        return True
    old = before.kept(one.student, one.path, one.sha256) if before and wish.students else None
    if old is not None and not {one.student, *one.members} & {*wish.students}:
        run.keep(old)
        return True
    return False


def keep_gone(run: Run, counting: Iterable[Listed], before: Run | None) -> None:
    """Take over what was graded of hand-ins that are not in this download, whoever stands for them now."""
    gone = [one for one in counting if one.gone and not run.kept(one.student, one.path, one.sha256)]
    if not gone or before is None:
        return
    old: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in before.everything():
        old[record.path, record.sha256].append(record)
    for one in gone:
        theirs = old[one.path, one.sha256]
        own = [record for record in theirs if record.student == one.student]
        run.keep(replace((own or theirs)[0], student=one.student))


def same_seed(wish: Wish, counting: Iterable[Listed], before: Run | None) -> None:
    """See that no record gets marks of two seeds: with `only`, all other marks of a notebook are kept.

    Raises:
        GradingError: one would.
    """
    if not wish.only or wish.seed is None or before is None:
        return
    old = [before.kept(one.student, one.path, one.sha256) for one in counting]
    seeds = {record.seed for record in old if record is not None and record.marks} - {wish.seed}
    if seeds:
        raise WrongUse(
            f"--only keeps all other marks, and they were made with seed {min(seeds)}. Leave --seed out: each notebook "
            f"then keeps its own. Or grade all exercises with --seed {wish.seed}."
        )


def of_run(record: Record, run: Run) -> Record:
    """A record whose marks say in which run they were made: some are kept longer than others."""
    return replace(record, marks=tuple(replace(mark, run=run.number) for mark in record.marks))


def merged(record: Record, wish: Wish, before: Run | None) -> Record:
    """The new record; with `only`, the old marks of all other exercises, where there are any."""
    old = before.kept(record.student, record.path, record.sha256) if before and wish.only else None
    if old is None or not record.marks:
        return record
    known = {one.id: one for one in old.marks}
    marks = tuple(one if one.id in wish.only else known.get(one.id, one) for one in record.marks)
    return replace(record, marks=marks, tier=weakest([record.tier, old.tier]))
