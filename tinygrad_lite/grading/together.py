"""Which concepts of different lessons go together: who did not understand the one did not understand the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..course.exercises import tasks_of
from .record import GRADED, Record
from .say import topics
from .statistics import FOR_CORRELATIONS, fisher, holm

AT_MOST = 3
#: A concept that fewer did not understand is left out: no test could say anything of it.
FEWEST = 5


def together(lessons: Mapping[str, Iterable[Record]]) -> list[dict[str, Any]]:
    """At most three pairs of concepts of different lessons that go together more than by chance.

    Only students who handed in both lessons count. Each pair of concepts is a test; with Holm's rule, all that is
    listed is right with a certainty of 95 %. Of classes below `FOR_CORRELATIONS` nothing is said.
    """
    found = {}
    for lesson, records in lessons.items():
        judged = [record for record in records if record.state == GRADED]
        found[lesson] = {record.student for record in judged}, topics(judged, tasks_of(lesson))
    rows = []
    names = list(found)
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            both = found[first][0] & found[second][0]
            if len(both) >= FOR_CORRELATIONS:
                rows += _tests((first, found[first][1]), (second, found[second][1]), both)
    kept = holm([row["chance"] for row in rows])
    listed = [row for row, keep in zip(rows, kept, strict=True) if keep and row["both"] > row["expected"]]
    return sorted(listed, key=lambda row: row["chance"])[:AT_MOST]


def _tests(first: tuple[str, list], second: tuple[str, list], students: set[str]) -> list[dict[str, Any]]:
    rows = []
    for one in first[1]:
        for other in second[1]:
            with_one, with_other = one.students & students, other.students & students
            if min(len(with_one), len(with_other)) < FEWEST:
                continue
            both = len(with_one & with_other)
            chance = fisher(
                both, len(with_one) - both, len(with_other) - both, len(students) - len(with_one | with_other)
            )
            rows.append(
                {
                    "lessons": [first[0], second[0]],
                    "titles": [one.concept.title, other.concept.title],
                    "students": len(students),
                    "first": len(with_one),
                    "second": len(with_other),
                    "both": both,
                    "expected": len(with_one) * len(with_other) / len(students),
                    "chance": chance,
                }
            )
    return rows
