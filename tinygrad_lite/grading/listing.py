"""Who and what, before anything is run: every file, whose it is, which lesson, and whether it counts.

Names and cells are read only. Files found = graded + listed: each file is one row of `who.csv`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from .notebook import Unreadable, read_notebook
from .own_record import is_own_record
from .record import NEEDS_A_PERSON, NOT_HANDED_IN, Record
from .submissions import Found, Unfit, submissions

#: Reasons why a file is no notebook that say nothing about its student.
OWN_RECORD = "the student's own record of hints and solutions shown"
HARMLESS = ("an empty folder", OWN_RECORD)


@dataclass(frozen=True)
class Listed:
    """One file.

    Attributes:
        path, student, sha256, handed_in: as in `submissions.Found`.
        lesson, version: what the notebook says; "" where it is none, or says nothing.
        counts: whether it is graded.
        note: why it is not, or what is unusual.
    """

    path: str
    student: str = ""
    lesson: str = ""
    version: str = ""
    sha256: str = ""
    handed_in: str = ""
    counts: bool = False
    note: str = ""

    def row(self) -> dict[str, Any]:
        """Of `who.csv`."""
        return {**vars(self), "counts": "yes" if self.counts else "no"}


def listing(source: str | os.PathLike, lesson: str = "") -> list[Listed]:
    """Every file of a folder or zip.

    Args:
        source: the folder or zip.
        lesson: only notebooks of this lesson count; "" for all.
    Raises:
        NoSubmissions: it cannot be read at all.
    """
    return _one_of_each([_listed(found, lesson) for found in submissions(source)])


def _listed(found: Found, lesson: str) -> Listed:
    one = Listed(found.path, found.student, handed_in=found.handed_in, note=found.why)
    if found.why or found.read is None:
        return one
    if is_own_record(found.path):
        return replace(one, note=OWN_RECORD)
    try:
        notebook = read_notebook(found.read())
    except (Unfit, Unreadable) as problem:
        return replace(one, note=str(problem))
    one = replace(one, lesson=notebook.lesson, version=notebook.version, sha256=notebook.sha256)
    if not notebook.lesson:
        return replace(one, note=f"not recognised: {notebook.recognised_by}")
    if lesson and notebook.lesson != lesson:
        return replace(one, note=f"this is lesson {notebook.lesson}, and {lesson} is graded")
    return replace(one, counts=True, note=" ".join(notebook.notes))


def _one_of_each(files: list[Listed]) -> list[Listed]:
    """Of several notebooks of one lesson by one student only one counts: the last that was handed in, if the folder
    says when; else the one that is called as the lesson is; else the last by its name."""
    chosen: dict[tuple[str, str], Listed] = {}
    for one in files:
        known = chosen.get((one.student, one.lesson))
        if one.counts and (known is None or _rank(one) >= _rank(known)):
            chosen[one.student, one.lesson] = one
    result = []
    for one in files:
        best = chosen.get((one.student, one.lesson))
        if one.counts and best is not None and best is not one:
            one = replace(one, counts=False, note=f"handed in twice: {best.path} counts")
        result.append(one)
    return result


def _rank(one: Listed) -> tuple[str, bool, str]:
    return one.handed_in, one.path.endswith(f"{one.lesson}.ipynb"), one.path


def without_notebook(files: Iterable[Listed]) -> list[Record]:
    """A record without marks for each student of whom nothing counts, and for each file that is nobody's."""
    students: dict[str, list[Listed]] = {}
    for one in files:
        students.setdefault(one.student, []).append(one)
    records = []
    for student, theirs in sorted(students.items()):
        if not student or any(one.counts for one in theirs):
            continue
        told = [one for one in theirs if one.note not in HARMLESS]
        why = "; ".join(f"{one.path}: {one.note}" for one in told[:5]) or "no file at all"
        path = told[0].path if told else ""
        state = NEEDS_A_PERSON if told else NOT_HANDED_IN
        records.append(Record(student, path, told[0].sha256 if told else "", state=state, why=why))
    return records
