"""A self-check of every run: some notebooks are judged again with other seeds, and no verdict may differ."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from .record import GRADED, Record

#: One notebook in so many is looked at, and judged with so many seeds besides its own.
ONE_IN, SEEDS = 20, 4


@dataclass(frozen=True)
class Steadiness:
    """What came of it.

    Attributes:
        answers: how many verdicts were compared.
        differing: ids of exercises whose verdict differed between seeds.
    """

    answers: int = 0
    differing: tuple[str, ...] = ()


def sample(handed_in: list[Any], seed: int) -> list[Any]:
    """One notebook in `ONE_IN`, by chance. Of a class that is smaller than this, none."""
    return random.Random(seed).sample(handed_in, len(handed_in) // ONE_IN)


def other_seeds(tasks: Iterable[Any]) -> Iterator[Any]:
    """Each task of a grader with other seeds: only for the verdicts."""
    for task in tasks:
        yield from (replace(task, seed=task.seed + 1 + number, places=False) for number in range(SEEDS))


def steadiness(records: Iterable[Record], again: Iterable[Record]) -> Steadiness:
    """Compare what came out again with the records of the run."""
    known = {(record.student, record.path): record for record in records}
    compared, differing = set(), set()
    for record in again:
        for before, now in zip(known[record.student, record.path].marks, record.marks, strict=False):
            if before.tree and before.state == GRADED:
                compared.add((record.student, before.id))
                if (now.state, now.status) != (before.state, before.status):
                    differing.add(before.id)
    return Steadiness(len(compared), tuple(sorted(differing)))
