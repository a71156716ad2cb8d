"""Which cell of the student's is which cell of the lesson.

By id first. JupyterLab keeps a cell's id when it is moved, cut and pasted, or turned into another type; of a cell that
is split the second half keeps it; of cells that are merged none does. Colab and old formats lose ids altogether. So
what has no partner after that is found by the exercise that it answers, by equal text, or by half of its lines.
"""

from __future__ import annotations

import re
from typing import Any

from .notes import is_new, without_what_it_says
from .said import TAG, asked, digest, kept_aside, lines, ours, same

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # what nbformat allows


def rename(base: Any, theirs: Any, mine: Any) -> None:
    """Give cells the ids that they have in the new lesson, where it says what they were called before (`was`).

    Where two cells have become one, it is the first of them that was given; the other is gone.
    """
    there = [{cell.id for cell in notebook.cells if isinstance(cell.get("id"), str)} for notebook in (base, mine)]
    now: dict[str, str] = {}
    for cell in theirs.cells:
        was = ours(cell.metadata).get("was", []) if cell.id not in there[0] else []  # else it was renamed before
        for old in [old for ids in there for old in was if old in ids][:1]:
            now.setdefault(old, cell.id)
    for notebook, ids in zip((base, mine), there, strict=True):
        for cell in notebook.cells:
            key = cell.get("id")
            if isinstance(key, str) and key in now and now[key] not in ids:
                cell.id = now[key]


def match(given: dict[str, list[Any]], mine: list[Any]) -> dict[str, Any]:
    """The student's cells by the ids of the lesson's; those of the others are made valid and different from all else.

    Args:
        given: the cells of the lesson by id, each as it was given and as it is now.
        mine: the student's cells; ids are mended in place.
    """
    known = {kept_aside(cell) for cell in mine} - {None}  # an earlier update knew which cells these are about
    called: dict[str, list[Any]] = {}
    for cell in mine:
        if isinstance(key := cell.get("id"), str) and key in given:
            called.setdefault(key, []).append(cell)
    found = {key: _likely(given[key][0], cells) for key, cells in called.items()}
    taken_already = {id(cell) for cell in found.values()}
    free = [cell for cell in mine if id(cell) not in taken_already]
    for fits in (_answers_the_same, _was_chosen, _says_the_same, _has_half_of_its_lines):
        for key in [key for key in given if key not in found]:
            fitting = (k for want in given[key] for k, cell in enumerate(free) if fits(want, cell))
            hit = next((k for k in fitting if free[k].get("id") not in known), None)
            if hit is not None:
                found[key] = _taken(free.pop(hit), key)
    taken = {*given, *found}
    for cell in free:
        key = cell.get("id")
        if not isinstance(key, str) or not _ID.fullmatch(key) or key in taken:
            cell.id = fresh("own-" + digest(cell.source)[:8], taken)
        taken.add(cell.id)
    return found


def _likely(want: Any, cells: list[Any]) -> Any:
    """Of several cells with one id the first that has something of the lesson's: one may come from another lesson."""
    fitting = (cell for cell in cells if _answers_the_same(want, cell) or _has_half_of_its_lines(want, cell))
    return next(fitting, cells[0])


def fresh(wanted: str, taken: set[str]) -> str:
    """An id that nobody has yet."""
    names = [wanted[:64], *(f"{wanted[:58]}-{number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _taken(cell: Any, key: str) -> Any:
    """A cell of the student's that has found its place; where it was the lesson's version of two, the only one now."""
    if kept_aside(cell) == key:
        cell.source = without_what_it_says(cell) if is_new(cell) else cell.source
        del cell.metadata[TAG]
    cell.id = key
    return cell


def _answers_the_same(want: Any, cell: Any) -> bool:
    return bool(asked(want) & asked(cell)) and kept_aside(cell) is None


def _was_chosen(want: Any, cell: Any) -> bool:
    """Two versions stood there, the lesson's above the student's, and the student's was deleted."""
    return kept_aside(cell) == want.id and is_new(cell)


def _says_the_same(want: Any, cell: Any) -> bool:
    return kept_aside(cell) is None and same(want, cell)


def _has_half_of_its_lines(want: Any, cell: Any) -> bool:
    if kept_aside(cell) is not None or (want.cell_type, asked(want)) != (cell.cell_type, asked(cell)):
        return False
    return 2 * (lines(want) & lines(cell)).total() >= max(1, lines(want).total())
