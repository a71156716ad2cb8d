"""One file that was found: whose it is, which lesson, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .who_table import NONE, Edit


@dataclass(frozen=True)
class Listed:
    """One file.

    Attributes:
        path, student, handed_in, system, lms_id, name, group, order: as in `submissions.Found`.
        lesson, version, recognised_by: what the notebook says; "" where it is none, or says nothing.
        attempt: of several by one student the first, second, …, as far as the system tells; 0 where it does not.
        counts: whether it is graded.
        note: why it is not, or what is unusual.
        edit: what the instructor wrote in `who.csv`.
        gone: whether it was handed in before and is not in this download; then it is as it was found then.
        members: all who are in the group that handed it in, where that is known.
    """

    path: str
    student: str = ""
    lesson: str = ""
    version: str = ""
    recognised_by: str = ""
    sha256: str = ""
    handed_in: str = ""
    counts: bool = False
    note: str = ""
    system: str = ""
    lms_id: str = ""
    name: str = ""
    group: str = ""
    order: int = 0
    attempt: int = 0
    edit: Edit = NONE
    members: tuple[str, ...] = ()
    gone: bool = False

    def row(self) -> dict[str, Any]:
        """Of `who.csv`."""
        counts = "yes" if self.counts else "" if self.gone else "no"  # where it is asked, no is an answer
        return {**vars(self), "counts": counts, "attempt": self.attempt or ""}
