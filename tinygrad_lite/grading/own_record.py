"""What a student's own progress file says, where it was handed in: hints and solutions that were shown.

It lies in the student's folder and can be edited there. So it is shown to instructors and never changes a mark.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..course.progress_file import FILE
from .submissions import Found, Unfit

#: Larger is no progress file. (One with all exercises of the course has about 15,000 bytes.)
LARGEST = 1_000_000
#: No exercise has more hints.
MOST_HINTS = 9

#: Of each exercise, by its id: how many hints were shown, and whether the solution was.
Shown = dict[str, tuple[int, bool]]


def is_own_record(path: str) -> bool:
    """Whether a file is called as the lessons call a student's own record."""
    return PurePosixPath(path).name == FILE


def own_records(files: Iterable[Found]) -> dict[str, Shown]:
    """What each student's file says, by student; nothing of students without one, or with one that makes no sense."""
    found = {}
    for file in files:
        if file.read is not None and file.student and is_own_record(file.path) and file.size <= LARGEST:
            try:
                found[file.student] = shown_in(file.read())
            except (Unfit, ValueError, RecursionError):
                continue
    return found


def shown_in(data: bytes) -> Shown:
    """What one file says.

    Raises:
        ValueError: it is no JSON, or not such a file.
    """
    whole = json.loads(data)
    entries = whole.get("exercises") if isinstance(whole, dict) else None
    if not isinstance(entries, dict):
        raise ValueError("no progress file")
    rows = {str(name): _row(entry) for name, entry in entries.items() if isinstance(entry, dict)}
    return {name: row for name, row in rows.items() if row != (0, False)}


def _row(entry: Mapping[str, Any]) -> tuple[int, bool]:
    hints = entry.get("hints")
    known = hints if type(hints) is int and 0 < hints <= MOST_HINTS else 0
    return known, entry.get("solution_shown") is True


def from_run(info: Mapping[str, Any]) -> dict[str, Shown]:
    """As `run.json` keeps it."""
    kept = info.get("shown", {})
    return {student: {name: (row[0], row[1]) for name, row in rows.items()} for student, rows in kept.items()}
