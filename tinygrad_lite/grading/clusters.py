"""Wrong answers that nothing explains, put together by how they are wrong: the next mistakes to be named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..course.exercise import Exercise
from .cleaned import cleaned
from .flag import mark_of, unexplained
from .record import Mark, Record

#: One student's answer is a person, not a cluster.
FEWEST = 2
#: Besides the representative so many other ways to write it are shown.
FURTHER = 2


@dataclass(frozen=True)
class Cluster:
    """Answers to one exercise that are wrong in the same way on every case.

    Attributes:
        number: among the exercise's clusters, from 1 on, the largest first.
        id: the exercise's.
        students: who gave them. Never shown; they count.
        status: "wrong" or "error".
        passed, total: cases answered rightly, and asked.
        code: the shortest of them, cleaned; "" where none can be shown.
        further: other ways to write the same, cleaned.
        ways: in how many ways of writing it was given: several that agree may be another reading of the text.
        unexplained: how many unexplained answers the exercise has in all.
    """

    number: int
    id: str
    students: tuple[str, ...]
    status: str
    passed: int
    total: int
    code: str
    further: tuple[str, ...]
    ways: int
    unexplained: int

    @property
    def size(self) -> int:
        """How many students."""
        return len(self.students)


def clusters(records: Iterable[Record], exercises: Iterable[Exercise]) -> list[Cluster]:
    """The unnamed clusters of a class, the largest first."""
    records = list(records)
    found = [cluster for exercise in exercises for cluster in _of(exercise, records)]
    return sorted(found, key=lambda cluster: -cluster.size)


def _of(exercise: Exercise, records: list[Record]) -> list[Cluster]:
    members: dict[str, list[tuple[str, Mark]]] = {}
    alone = 0
    for record in records:
        mark = mark_of(record, exercise.id)
        if mark is not None and unexplained(mark):
            alone += 1
            if mark.behaviour:
                members.setdefault(mark.behaviour, []).append((record.student, mark))
    groups = sorted((each for each in members.values() if len(each) >= FEWEST), key=lambda each: -len(each))
    return [_cluster(exercise, number, group, alone) for number, group in enumerate(groups, start=1)]


def _cluster(exercise: Exercise, number: int, group: list[tuple[str, Mark]], alone: int) -> Cluster:
    # Written in the same way they are one version: the layout, names and comments are gone.
    texts = sorted({cleaned(mark.source, exercise) for _, mark in group} - {""}, key=lambda text: (len(text), text))
    mark = group[0][1]
    return Cluster(
        number,
        exercise.id,
        tuple(student for student, _ in group),
        mark.status,
        mark.passed,
        mark.total,
        texts[0] if texts else "",
        tuple(texts[1 : 1 + FURTHER]),
        len(texts),
        alone,
    )
