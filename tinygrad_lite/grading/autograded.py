"""A student's notebook as nbgrader's formgrader and feedback show it, and the sentences beside it.

nbgrader puts Markdown, HTML and outputs of a notebook into its pages as they are: a script in them would run in the
instructor's browser, with the right to change marks. So a copy holds no outputs and no attachments, and what a student
wrote as Markdown is shown as text. Code is escaped by nbgrader itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from ..course.task import Task
from ..course.text_question import TextQuestion
from .definitions import program_of
from .lessons import cells_of
from .notebook import Cell, Notebook
from .pages.drawing import plain
from .record import GRADED, Mark, Record
from .release import nbgraders

#: Characters that mean something to Markdown, HTML or MathJax; outside of `code` none is left as it is.
_ACTIVE = re.compile(r"[<>&\[\]\\$]")
#: How long a comment may be.
LONGEST_COMMENT = 2000


def grade_id(task: Task | Mark) -> str:
    """nbgrader's name for a task's cell."""
    return task.id.replace("/", "-")


def copy_of(
    notebook: Notebook | None, record: Record, lesson: str, tasks: Collection[Task], points: Mapping[str, float],
    known: Collection[str] = (),
) -> str:  # fmt: skip
    """The text of `autograded/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb`.

    Args:
        notebook: as it was read; None for a file that is none.
        record: what became of it.
        lesson, tasks, points: its lesson, the lesson's tasks, and what each is worth.
        known: texts of the instructor's own, shown as they are; those of the lesson are known.
    """
    trusted = {text for kind, text in cells_of(lesson).values() if kind == "markdown"} | set(known)
    texts = {grade_id(task): task for task in tasks if isinstance(task, TextQuestion)}
    trusted |= {task.question for task in texts.values()}
    marks = {mark.id: mark for mark in record.marks}
    answering = _answering(notebook, lesson, tasks) if notebook else {}
    cells: list[dict[str, Any]] = []
    if record.state != GRADED:
        cells.append(_markdown("why", as_text(f"{record.state}: {record.why}")))
    for cell in notebook.cells if notebook else ():
        if cell.kind != "code" and cell.id in texts:
            task = texts[cell.id]
            metadata = {"nbgrader": nbgraders(cell.id, task) | {"points": points[task.id]}}
            cells.append(_markdown(cell.id, as_text(cell.source)) | {"metadata": metadata})
            continue
        if cell.kind != "code":
            cells.append(_markdown(cell.id, cell.source if cell.source in trusted else as_text(cell.source)))
            continue
        mine = answering.pop(cell.id, [])
        cells.append(_code(cell, mine[0] if mine else None, points))
        for more in mine[1:]:  # a cell of nbgrader's has one mark
            cells.append(_extra(more, marks, points))
    left = [task for task in tasks if not any(_is_of(cell, task) for cell in cells)]
    cells += [_extra(task, marks, points) for task in left]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    whole = {"cells": _unlike(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _answering(notebook: Notebook, lesson: str, tasks: Collection[Task]) -> dict[str, list[Task]]:
    """The tasks that each code cell answers, by its id: the answer that counts, else the task's own cell."""
    program = program_of(notebook, lesson)
    ids = {cell.id for cell in notebook.code}
    found: dict[str, list[Task]] = {}
    for task in tasks:
        given = program.answers.get(task.id)
        place = program.cells[given.cell].name if given else grade_id(task)
        if place in ids:
            found.setdefault(place, []).append(task)
    return found


def _is_of(cell: dict[str, Any], task: Task) -> bool:
    return cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id(task)


def _code(cell: Cell, task: Task | None, points: Mapping[str, float]) -> dict[str, Any]:
    """A cell of code, with nbgrader's metadata where it earns points."""
    metadata = {"nbgrader": nbgraders(grade_id(task), task) | {"points": points[task.id]}} if task else {}
    made: dict[str, Any] = {"cell_type": "code", "id": cell.id, "metadata": metadata, "source": plain(cell.source)}
    return made | {"execution_count": None, "outputs": []}


def _extra(task: Task, marks: Mapping[str, Mark], points: Mapping[str, float]) -> dict[str, Any]:
    """A cell for a mark that has no cell of its own in the notebook: deleted, or answered together with another."""
    source = marks[task.id].source if task.id in marks else ""
    return _code(Cell(f"mark-{grade_id(task)}"[:64], "code", source or f"# {task.id}: no cell"), task, points)


def _markdown(cell_id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": cell_id, "metadata": {}, "source": source}


def _unlike(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same cells, no id twice."""
    taken: set[str] = set()
    for number, cell in enumerate(cells):
        if cell["id"] in taken:
            cell["id"] = f"cell-{number}-{len(taken)}"
        taken.add(cell["id"])
    return cells


def as_text(text: str) -> str:
    """Markdown that shows a text letter for letter: each line indented, which ends no block whatever is in it."""
    lines = plain(text).expandtabs(4).split("\n")
    return "\n".join(f"    {line}" for line in ["# what the student wrote:", *lines])


def comment_of(mark: Mark) -> str:
    """What is said of a mark: the diagnosis as on the card, or why there is no mark; "" for a right answer.

    In feedback nbgrader takes it for Markdown, in formgrader for text: code stands in `backticks` in both.
    """
    if mark.read:
        return safe_comment(mark.comment)
    if mark.status == "right":
        return safe_comment(mark.why)
    card = mark.card
    said = f"{card.get('headline', '')} {card.get('text', '')}".strip() or card.get("state", "") or mark.status
    facts = [f"{label}: {as_code(value)}" for label, value in card.get("facts", ())]
    parts = [safe_comment(mark.why if mark.state != GRADED else said), "; ".join(facts)]
    parts.append(safe_comment(mark.why) if mark.state == GRADED else "")
    return "\n\n".join(filter(None, parts))


def as_code(text: str) -> str:
    """A short text in one line, in backticks."""
    line = " ".join(plain(text).replace("`", "'").split())
    return f"`{line[:300] or ' '}`"


def safe_comment(text: str) -> str:
    """A text in which nothing but `code` means anything to Markdown, HTML or MathJax.

    >>> safe_comment("For x <0 your `a[0]` is wrong.")
    'For x `<0` your `a[0]` is wrong.'
    """
    pieces = re.split(r"`([^`]+)`", " ".join(plain(text)[:LONGEST_COMMENT].split()))
    safe = []
    for index, piece in enumerate(pieces):
        if index % 2:
            safe.append(as_code(piece))
        else:
            words = piece.replace("`", "'").split(" ")
            safe.append(" ".join(as_code(word) if _ACTIVE.search(word) else word for word in words))
    return "".join(safe).strip()
