"""Which checks may be wrong themselves: they refuse, without saying why, students who are right nearly everywhere else.

On simulated classes (tests/grading/test_flag.py) this finds a check that refuses 40 % of right answers in more than
half of the classes of 12 and in nearly all of 40; of healthy exercises it names up to one in ten. So it says "look",
not "wrong".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .record import GRADED, Mark, Record

#: Who has this share of the points of all other tasks is strong elsewhere.
STRONG = 0.8
#: So many of the strong must be refused without a diagnosis, and such a share of them.
AT_LEAST, SHARE = 2, 0.1
REFUSED = ("wrong", "error")


@dataclass(frozen=True)
class Flag:
    """One task, and who of the strong was refused in it.

    Attributes:
        id: the task's.
        refused: students who are strong elsewhere and were refused without a diagnosis.
        strong: how many are strong elsewhere and tried it.
        diagnosed, wrong: of how many of all refused answers it is said why, and how many there are. The fewer are
            diagnosed, the more often a healthy check is flagged.
    """

    id: str
    refused: tuple[str, ...]
    strong: int
    diagnosed: int
    wrong: int

    @property
    def raised(self) -> bool:
        """Whether a person should look at the check."""
        return len(self.refused) >= AT_LEAST and len(self.refused) >= SHARE * self.strong


def refused(mark: Mark) -> bool:
    """Whether an answer was tried and is not right. Right but not by hand is no matter of the check's."""
    return mark.state == GRADED and mark.status in REFUSED


def unexplained(mark: Mark) -> bool:
    """Whether it was refused, and nothing could be said of why."""
    return refused(mark) and not mark.name


def flags(records: Iterable[Record]) -> list[Flag]:
    """For each task what speaks for and against its check, in the lesson's order; `raised` says which to look at."""
    records = list(records)
    return [_flag(task_id, records) for task_id in task_ids(records)]


def task_ids(records: Iterable[Record]) -> list[str]:
    """The tasks of all records, in the lesson's order."""
    return list(dict.fromkeys(mark.id for record in records for mark in record.marks))


def mark_of(record: Record, task_id: str) -> Mark | None:
    """The mark of one task; None where there is none."""
    return next((mark for mark in record.marks if mark.id == task_id), None)


def _flag(task_id: str, records: list[Record]) -> Flag:
    strong, found, wrong, diagnosed = 0, [], 0, 0
    for record in records:
        mark = mark_of(record, task_id)
        if mark is None or mark.state != GRADED or mark.status == "not-started":
            continue
        if refused(mark):
            wrong += 1
            diagnosed += not unexplained(mark)
        if strong_elsewhere(record, task_id):
            strong += 1
            if unexplained(mark):
                found.append(record.student)
    return Flag(task_id, tuple(found), strong, diagnosed, wrong)


def strong_elsewhere(record: Record, task_id: str) -> bool:
    """Whether a student has nearly all points of the other tasks."""
    others = [mark for mark in record.marks if mark.id != task_id and mark.auto is not None]
    possible = sum(mark.points for mark in others)
    return possible > 0 and sum(mark.auto or 0.0 for mark in others) >= STRONG * possible - 1e-9
