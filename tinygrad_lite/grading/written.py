"""What students wrote for a person to read, found by the cells' ids, which JupyterLab keeps.

People write below the cell that was meant, into the question itself, or delete the cell and take another. None of that
may cost them the answer: what stands between the question and the next cell that was handed out is theirs.
"""

from __future__ import annotations

import re

from ..course.text_question import TextQuestion
from .lessons import cells_of
from .notebook import Cell, Notebook


def written(notebook: Notebook, lesson: str, questions: list[TextQuestion]) -> dict[str, list[Cell]]:
    """The cells that answer each question, by its id: those in which something was written.

    A question of which neither the answer's cell nor its own is there is left out.
    """
    known = notebook.released or {*cells_of(lesson)}
    known |= {each for question in questions for each in _own(question)}
    places = {cell.id: place for place, cell in enumerate(notebook.cells)}
    found = {}
    for question in questions:
        asks, answers = _own(question)
        begin = places.get(answers, places.get(asks))
        if begin is None:
            continue
        below = [begin + 1]
        while below[-1] < len(notebook.cells) and notebook.cells[below[-1]].id not in known:
            below.append(below[-1] + 1)
        mine = [_hers(notebook.cells[place], question) for place in (begin, *below[:-1]) if place != places.get(asks)]
        mine = [cell for cell in mine if cell.source]
        if asks in places:
            mine = [*_in_question(notebook.cells[places[asks]], question, bool(mine)), *mine]
        found[question.id] = mine
    return found


def text_of(cells: list[Cell]) -> str:
    """The answer as one text; "" where nothing was written."""
    return "\n\n".join(cell.source for cell in cells)


def _own(question: TextQuestion) -> tuple[str, str]:
    """The ids of the cell that asks, and of the cell that answers."""
    own = question.id.replace("/", "-")
    return f"{own}-question", own


def _hers(cell: Cell, question: TextQuestion) -> Cell:
    """A cell with what a student has written in it: all but what she found there."""
    text = (cell.left_out or cell.source).replace(question.begins_with, "")
    return Cell(cell.id, cell.kind, re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip())


def _in_question(cell: Cell, question: TextQuestion, elsewhere: bool) -> list[Cell]:
    """What she wrote into the cell that asks. Where nothing of the question is left in it, it may be a question that
    was asked in other words: then it counts only if she wrote nothing elsewhere, and a person sees it."""
    asked = {line.strip() for line in question.question.splitlines() if line.strip()}
    lines = [line.rstrip() for line in cell.source.splitlines() if line.strip()]
    others = [line for line in lines if line.strip() not in asked]
    if not others or (elsewhere and len(others) == len(lines)):
        return []
    return [Cell(cell.id, cell.kind, "\n".join(others))]
