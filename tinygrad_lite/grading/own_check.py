"""`tinygrad-lite check`: what a student's notebook is worth to the grader, told before it is handed in.

It goes the grader's own way: the file as it is on the disk, a fresh process, only the definitions that answers need. So
it finds what the open notebook hides: a cell that is gone, a name that only its kernel knows, an unsaved change.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tinygrad_lite.course.card import STATUS_WORDS
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.files import write_whole

from .card_data import card_from
from .codes import short
from .marking import own_tree
from .near import there_are
from .notebook import Notebook, Unreadable, read_notebook
from .numbers import counted
from .pages.drawing import draw, plain
from .received import NOT_STARTED, RECEIVED, own_tasks, states, texts_written
from .record import GRADED, NOT_HANDED_IN, Mark, Record
from .sandbox import Limits, best_tier
from .wish import whole_id
from .work import Task, grade_one

#: Exit statuses.
ALL_RIGHT, NOT_YET, UNREADABLE = 0, 1, 2


def check_notebook(path: Path, only: tuple[str, ...] = (), seed: int | None = None, page: Path | None = None) -> int:
    """Judge a notebook as the grader does and print its cards; gives the exit status.

    Args:
        path: of the file.
        only: exercises to be shown; all where none is named.
        seed: of the cases; a fresh one without it, as when a class is graded.
        page: where the receipt is written as a page to be printed.
    """
    handed_in = _read(path)
    own = own_tasks(handed_in) if handed_in else None
    if handed_in and own:
        return _receive(path, handed_in, *own, page)
    record = judged(path, secrets.randbelow(2**31) if seed is None else seed)
    if record.state != GRADED:
        print(f"{path}: {record.why}")
        return UNREADABLE
    known = [mark.id for mark in record.marks]
    wanted = [whole_id(one, known) for one in only]
    for given in wanted:
        if given not in known:
            print(f'There is no exercise "{given}" in {record.lesson}; {there_are(given, known)}')
            return UNREADABLE
    marks = [mark for mark in record.marks if mark.id in (wanted or known)]
    for mark in marks:
        print(*map(plain, told(mark)), sep="\n", end="\n\n")
    if handed_in and handed_in.texts:
        print(*_texts(handed_in), sep="\n", end="\n\n")
    for note in record.notes:
        print(plain(note))
    counts = Counter(STATUS_WORDS.get(mark.status, mark.state) for mark in marks)
    order = [*STATUS_WORDS.values(), *counts]
    words = "; ".join(f"{counts[what]} {what}" for what in sorted(counts, key=order.index))
    print(f"{words}. Seed {record.seed}, {record.tier}.")
    found = [(mark.id, STATUS_WORDS.get(mark.status, mark.state)) for mark in record.marks]
    assert handed_in is not None  # it was judged
    print(receipt(record, handed_in))
    _page(page, path, handed_in, record.lesson, found)
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
    yield repr(card_from(mark.card))
    missing = re.search(r"NameError: name '(\w+)'", " ".join(value for _, value in mark.card.get("facts", [])))
    if missing:
        yield (
            f"  If it works in the open notebook, `{missing[1]}` exists only in your kernel: the cell that made it is "
            "gone or not saved. Choose Run > Restart Kernel and Run All Cells to see what is graded."
        )


def _read(path: Path) -> Notebook | None:
    """The notebook; None where it cannot be read, which `judged` says."""
    try:
        return read_notebook(path.read_bytes())
    except Unreadable:
        return None


def _receive(path: Path, notebook: Notebook, lesson: str, ids: list[str], page: Path | None) -> int:
    """Of an instructor's own tasks: say which answers are in the file, and nothing of right or wrong."""
    found = states(notebook, ids)
    for task_id, state in found.items():
        print(f"{'▸' if state == RECEIVED else '○'} {task_id} · {state}")
    for line in _texts(notebook):
        print(line)
    print("These tasks are your instructor's own: they are judged when the notebook is graded, not here.")
    got = sum(state == RECEIVED for state in found.values())
    answers = f"{got} of {counted(len(ids), 'answer')} found{_and_texts(notebook)}"
    print(f"{lesson} · {answers} · sha256 {short(notebook.sha256)}")
    _page(page, path, notebook, lesson, list(found.items()))
    return ALL_RIGHT if got == len(ids) and all(texts_written(notebook).values()) else NOT_YET


def _texts(notebook: Notebook) -> Iterator[str]:
    """A line for each question that a person reads."""
    for task_id, words in texts_written(notebook).items():
        said = f"{counted(words, 'word')}, for a person to read" if words else NOT_STARTED
        yield f"{'▸' if words else '○'} {task_id} · {said}"


def _and_texts(notebook: Notebook) -> str:
    written = texts_written(notebook)
    return f" and {sum(map(bool, written.values()))} of {counted(len(written), 'text')}" if written else ""


def _page(page: Path | None, path: Path, notebook: Notebook, lesson: str, found: list[tuple[str, str]]) -> None:
    """Write the receipt as a page, where one is wanted."""
    if page is None:
        return
    texts = [
        (task_id, counted(words, "word") if words else NOT_STARTED)
        for task_id, words in texts_written(notebook).items()
    ]
    number = " ".join(notebook.sha256[place : place + 8] for place in range(0, 64, 8))
    about = {"lesson": lesson, "file": path.name, "size": path.stat().st_size, "tasks": [*found, *texts]}
    write_whole(page, draw("receipt.html", sha256=number, when=time.strftime("%Y-%m-%d %H:%M"), **about))
    print(f"{page}: the receipt, to be printed.")


def receipt(record: Record, notebook: Notebook) -> str:
    """One line to be kept: which file this was. The instructor's who.csv has the same number in full."""
    there = sum(mark.state != NOT_HANDED_IN for mark in record.marks)
    exercises = {exercise.id for exercise in exercises_of(record.lesson)}
    code = sum(mark.state != NOT_HANDED_IN for mark in record.marks if mark.id in exercises)
    found = f"{counted(code, 'exercise')} and {counted(there - code, 'question')} found"
    found += _and_texts(notebook).replace(" and", ",")
    return f"{record.lesson} · {found} · sha256 {short(record.sha256)}"
