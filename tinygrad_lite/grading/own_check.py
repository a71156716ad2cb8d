"""`tinygrad-lite check`: what a student's notebook is worth to the grader, told before it is handed in.

It goes the grader's own way: the file as it is on the disk, a fresh process, only the definitions that answers need. So
it finds what the open notebook hides: a cell that is gone, a name that only its kernel knows, an unsaved change.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tinygrad_lite.course.card import STATUS_WORDS, Card
from tinygrad_lite.course.exercises import exercises_of

from .marking import own_tree
from .record import GRADED, NOT_HANDED_IN, Mark, Record
from .sandbox import Limits, best_tier
from .wish import whole_id
from .work import Task, grade_one

#: Exit statuses.
ALL_RIGHT, NOT_YET, UNREADABLE = 0, 1, 2


def check_notebook(path: Path, only: tuple[str, ...] = (), seed: int | None = None) -> int:
    """Judge a notebook as the grader does and print its cards; gives the exit status.

    Args:
        path: of the file.
        only: exercises to be shown; all where none is named.
        seed: of the cases; a fresh one without it, as when a class is graded.
    """
    record = judged(path, secrets.randbelow(2**31) if seed is None else seed)
    if record.state != GRADED:
        print(f"{path}: {record.why}")
        return UNREADABLE
    known = [mark.id for mark in record.marks]
    wanted = [whole_id(one, known) for one in only]
    for given in wanted:
        if given not in known:
            print(f"There is no exercise {given!r} in {record.lesson}; there are: {', '.join(known)}.")
            return UNREADABLE
    marks = [mark for mark in record.marks if mark.id in (wanted or known)]
    for mark in marks:
        print(*told(mark), sep="\n", end="\n\n")
    for note in record.notes:
        print(note)
    counts = Counter(STATUS_WORDS.get(mark.status, mark.state) for mark in marks)
    order = [*STATUS_WORDS.values(), *counts]
    words = "; ".join(f"{counts[what]} {what}" for what in sorted(counts, key=order.index))
    print(f"{words}. Seed {record.seed}, {record.tier}.")
    print(receipt(record))
    return ALL_RIGHT if all(mark.status == "right" for mark in marks) else NOT_YET


def judged(path: Path, seed: int) -> Record:
    """The record of one notebook. It is one's own, so it may run where nothing but limits holds it."""
    task = Task("", path.name, path.read_bytes(), seed, best_tier(unsafe=True), Limits(), own_tree(), {})
    return grade_one(task)


def told(mark: Mark) -> Iterator[str]:
    """The card of a mark as text, and what the open notebook would not say."""
    if not mark.card:
        yield f"○ {mark.id} · {STATUS_WORDS.get(mark.status, mark.state)}"
        yield f"  {mark.why}".rstrip()
        return
    yield repr(Card(**mark.card))
    missing = re.search(r"NameError: name '(\w+)'", " ".join(value for _, value in mark.card.get("facts", [])))
    if missing:
        yield (
            f"  If it works in the open notebook, `{missing[1]}` exists only in your kernel: the cell that made it is "
            "gone or not saved. Choose Run > Restart Kernel and Run All Cells to see what is graded."
        )


def receipt(record: Record) -> str:
    """One line to be kept: which file this was. The instructor's who.csv has the same number in full."""
    there = sum(mark.state != NOT_HANDED_IN for mark in record.marks)
    exercises = {exercise.id for exercise in exercises_of(record.lesson)}
    code = sum(mark.state != NOT_HANDED_IN for mark in record.marks if mark.id in exercises)
    number = "-".join(record.sha256[place : place + 4] for place in (0, 4, 8))
    return f"{record.lesson} · {code} exercises and {there - code} questions found · sha256 {number}"
