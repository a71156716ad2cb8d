"""`regrade` in grading.toml: whether a mark that went out already may become lower when the same file is graded again.

    regrade = "never lower"      # or "as computed"

What went out stands in `REPORT/exported.csv`. A mark is held up only as long as the file that it was given for is
graded; another file has marks of its own. Marks that a person sets are not held up: who sets one lower means it. Of
an answer that a person reads, what she takes off is taken off, and a late rule that became harder takes no more than it
did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from .numbers import number
from .pseudonyms import Pseudonyms
from .record import Mark, Record
from .settings import Settings
from .tables import read_table

TABLE = "exported.csv"
NEVER_LOWER, AS_COMPUTED = "never lower", "as computed"
RULES = (NEVER_LOWER, AS_COMPUTED)
#: So many digits of a file's SHA-256 are kept.
_DIGITS = 16


def read_regrade(settings: Settings) -> str:
    """`regrade`, one of `RULES`.

    Raises:
        GradingError: it says something else.
    """
    rule = settings.tables.get("regrade", NEVER_LOWER)
    if rule not in RULES:
        raise settings.wrong('regrade is "never lower" or "as computed"', "", "regrade")
    return str(rule)


def as_exported(record: Record) -> dict[str, str]:
    """What `exported.csv` keeps of a hand-in, so that its marks can be held up: its file, and each mark by itself; of
    answers that are read also what was given, lateness aside ("mine/unit 2.4/3 of 3/3")."""
    parts = (
        f"{mark.id} {number(mark.counted)}/{number(mark.points)}"
        + (f" of {number(mark.given)}/{number(mark.points)}" if mark.read and mark.given is not None else "")
        for mark in record.marks
        if _given(mark)
    )
    return {"file": record.sha256[:_DIGITS], "marks": "; ".join(parts)}


def _given(mark: Mark) -> bool:
    return mark.counted is not None and mark.points > 0


@dataclass(frozen=True)
class Floors:
    """The marks that went out last: by student and lesson the file, and of each exercise the share that was got, and
    the one that whoever read it had given, None where nobody reads it."""

    known: dict[tuple[str, str], tuple[str, dict[str, tuple[float, float | None]]]]

    @classmethod
    def of(cls, report: Path, rule: str) -> Floors:
        """From the report's table; none where marks are as computed."""
        known, names = {}, Pseudonyms(report)
        for row in read_table(report / TABLE) if rule == NEVER_LOWER else []:
            if row.get("file"):
                student = names.student(row["student"])
                known[student, row["lesson"]] = row["file"], _shares(row.get("marks", ""))
        return cls(known)

    def hold_up(self, record: Record, files: Collection[str]) -> Record:
        """A record whose marks know below what they may not fall.

        Args:
            files: SHA-256 of all that was handed in, of which this record came out.
        """
        file, shares = self.known.get((record.student, record.lesson), ("", {}))
        there = file and any(sha256.startswith(file) for sha256 in files)
        marks = []
        for mark in record.marks:
            got, given = shares.get(mark.id, (None, None)) if there else (None, None)
            floor, before = (None if share is None else round(share * mark.points, 4) for share in (got, given))
            marks.append(replace(mark, floor=floor, floor_given=before))
        return replace(record, marks=tuple(marks))


def _shares(text: str) -> dict[str, tuple[float, float | None]]:
    """Of "loss/mse 1/2; mine/unit 2.4/3 of 3/3" the shares of each exercise; what somebody wrote otherwise is passed
    over."""
    found = {}
    for part in text.split("; "):
        counted, of, given = part.partition(" of ")
        exercise, _, got = counted.rpartition(" ")
        try:
            found[exercise] = min(1.0, _share(got)), min(1.0, _share(given)) if of else None
        except (ValueError, ZeroDivisionError):
            continue
    return found


def _share(text: str) -> float:
    got, _, most = text.partition("/")
    return float(got) / float(most)


def said(records: Iterable[Record], by_hand: Collection[tuple[str, str]] = ()) -> list[str]:
    """For the end of `grade`: of each exercise, how many marks would be lower.

    Args:
        by_hand: marks that a person set, by student and exercise: these count whatever is held up.
    """
    held = Counter(
        mark.id for record in records for mark in record.marks if mark.held and (record.student, mark.id) not in by_hand
    )
    return [
        f"{exercise}: {'1 mark stays as it' if count == 1 else f'{count} marks stay as they'} went out, though "
        f"{'it' if count == 1 else 'they'} would be lower now (column held of grades.csv; regrade = "
        f'"{NEVER_LOWER}").'
        for exercise, count in held.items()
    ]
