"""Rare agreement: pairs of notebooks that agree in places where few agree, more than answers given apart do by chance.

What counts is the sum over a lesson's exercises of −log2(share of the class with the same code, or with the same
unexplained wrong behaviour). What many have counts nothing: whatever `common` students share, stubs, the course's own
solutions.

Which sums happen by chance where everybody works apart is found in `apart.py`; only a pair that is above them is
listed. It is no evidence of misconduct by itself.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from .apart import Apart
from .flag import mark_of, task_ids, unexplained
from .record import GRADED, Mark, Record

#: What so many students and such a share of the class have is common, and counts nothing.
COMMON, COMMON_SHARE = 3, 0.03
#: Among so many students of similar points an exercise's answers are exchanged, and fewer students are no class.
SIMILAR = 10
AT_MOST = 10


@dataclass(frozen=True)
class Agreement:
    """Two notebooks.

    Attributes:
        students: the two.
        bits: the sum.
        shared: (task's id, how many of the class have it, bits) of what they share.
    """

    students: tuple[str, str]
    bits: float
    shared: tuple[tuple[str, int, float], ...]


@dataclass(frozen=True)
class Agreements:
    """The pairs that are listed, from the most unusual on.

    Attributes:
        pairs: at most `AT_MOST` of them.
        more: how many more were beyond the threshold.
        threshold: bits that answers given apart stay below; None where the class is too small to say. It is that of
            pairs that agree as often as any; the others' is higher, if it differs.
        students: how many were compared.
    """

    pairs: tuple[Agreement, ...]
    more: int
    threshold: float | None
    students: int


def agreements(
    records: Iterable[Record],
    own_trees: Collection[str] = (),
    seed: int = 0,
) -> Agreements:
    """The pairs of a lesson's notebooks that agree in unusual places.

    Args:
        own_trees: of code that everybody was given: stubs and solutions, as `Mark.tree` names it.
        seed: of the exchanges.
    """
    classmates = [record for record in records if any(_counts(mark, own_trees) for mark in record.marks)]
    if len(classmates) < SIMILAR:
        return Agreements((), 0, None, len(classmates))
    found = [sets for task_id in task_ids(classmates) if (sets := _shared_sets(task_id, classmates, own_trees))]
    sums: dict[tuple[int, int], list[tuple[str, int, float]]] = {}
    for sets in found:
        for pair, (count, bits) in _pairs(sets).items():
            sums.setdefault(pair, []).append((sets[0].id, count, bits))
    apart = Apart([_pairs(sets) for sets in found], _blocks(classmates), seed)
    most = max(map(len, sums.values()), default=0)
    listed = []
    for (first, second), shared in sums.items():
        names = classmates[first].student, classmates[second].student
        bits = sum(each for *_, each in shared)
        if bits > apart.threshold(len(shared)):
            listed.append(Agreement(names, bits, tuple(shared)))
    listed.sort(key=lambda pair: (-pair.bits, pair.students))
    more = max(0, len(listed) - AT_MOST)
    return Agreements(tuple(listed[:AT_MOST]), more, apart.threshold(most), len(classmates))


# ---------------------------------------------------------------------------------------------------- what is shared


@dataclass(frozen=True)
class _Set:
    """Students, by their places, who share one answer to one task, and the bits that sharing it counts."""

    id: str
    members: tuple[int, ...]
    bits: float


def _counts(mark: Mark, own_trees: Collection[str]) -> bool:
    """Whether a mark has an answer of the student's own that could agree with another's."""
    tried = mark.state == GRADED and mark.status != "not-started" and bool(mark.tree)
    return tried and mark.tree not in own_trees


def _shared_sets(task_id: str, classmates: list[Record], own_trees: Collection[str]) -> list[_Set]:
    """Sets of students with the same rare code, and with the same rare unexplained behaviour."""
    common = max(COMMON, math.ceil(COMMON_SHARE * len(classmates)))
    trees: dict[str, list[int]] = {}
    behaviours: dict[str, list[int]] = {}
    for place, record in enumerate(classmates):
        mark = mark_of(record, task_id)
        if mark is None or not _counts(mark, own_trees):
            continue
        trees.setdefault(mark.tree, []).append(place)
        if unexplained(mark) and mark.behaviour:
            behaviours.setdefault(mark.behaviour, []).append(place)
    sets = [
        _Set(task_id, tuple(members), -math.log2(len(members) / len(classmates)))
        for members in [*trees.values(), *behaviours.values()]
        if 2 <= len(members) < common
    ]
    return [each for each in sets if each.bits > 0]


def _pairs(sets: list[_Set]) -> dict[tuple[int, int], tuple[int, float]]:
    """For each pair that shares something in one task, how many have it and the bits. The rarest of it counts once."""
    pairs: dict[tuple[int, int], tuple[int, float]] = {}
    for each in sets:
        for at, first in enumerate(each.members):
            for second in each.members[at + 1 :]:
                if each.bits > pairs.get((first, second), (0, 0.0))[1]:
                    pairs[first, second] = (len(each.members), each.bits)
    return pairs


def _blocks(classmates: list[Record]) -> np.ndarray:
    """For each student the number of a block of about `SIMILAR` students with the nearest points."""
    order = sorted(range(len(classmates)), key=lambda place: (classmates[place].points, classmates[place].student))
    count = max(1, len(classmates) // SIMILAR)
    blocks = np.empty(len(classmates), dtype=int)
    for number, places in enumerate(np.array_split(np.array(order), count)):
        blocks[places] = number
    return blocks
