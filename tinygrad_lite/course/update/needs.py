"""What a cell of the student's reads is there when it runs, wherever the lesson has put what gave it.

The student's own cells were put below what they read (`order.py`). A cell of the lesson that the student has changed
stays where the lesson has it: what it reads comes above it, if it is not there any more.
"""

from __future__ import annotations

from typing import Any

from .names import given_by, read_by
from .notes import CHANGED, GONE, OLD, is_new, is_old, note, running
from .said import kept_aside, same


class Needs:
    """The cells of a merged notebook, each below what it needs.

    Attributes:
        rows: what is to come, from top to bottom: cells that stay together.
        cells: what has its place.
        kept: ids of cells that the new lesson does not have, and that stay because they are needed.
    """

    def __init__(
        self, before: list[Any], rows: list[list[Any]], key_of: dict[int, str], hers: set[int], new: dict[str, Any]
    ) -> None:
        self.rows, self.key_of, self.hers, self.new = rows, key_of, hers, new
        self.cells: list[Any] = []
        self.kept: list[str] = []
        self._there: set[str] = set()  # names
        self._taken: set[int] = set()  # cells that have their place, or are just getting it
        self._found = {key_of[id(cell)]: cell for cell in before if id(cell) in key_of}
        self._above: dict[int, dict[str, Any]] = {}  # for each cell as it stood: what gave each name last
        last: dict[str, Any] = {}
        for cell in before:
            self._above[id(cell)] = dict(last)
            last.update(dict.fromkeys(given_by(cell), cell))

    def met(self) -> list[Any]:
        """All cells in their order."""
        while self.rows:
            self._put(self.rows.pop(0))
        return self.cells

    def _put(self, row: list[Any]) -> None:
        """These cells come next; before them what they read and what is not there yet."""
        self._taken |= set(map(id, row))
        given: set[str] = set()
        for cell in row:
            givers = self._givers(cell)
            for name in sorted(read_by(cell) & givers.keys()):
                if name not in self._there | given:
                    self._put(self._row_of(givers[name]))
            given |= given_by(cell)
        self.cells += row
        self._there |= given

    def _givers(self, cell: Any) -> dict[str, Any]:
        """What gave the names above a cell of the student's, or an old version for one; nothing for the lesson's."""
        if id(cell) in self._above:
            return self._above[id(cell)] if id(cell) in self.hers else {}
        was = self._found.get(kept_aside(cell) or "") if is_old(cell) else None
        return self._above[id(was)] if was is not None else {}

    def _row_of(self, giver: Any) -> list[Any]:
        """What gives what a cell of the student's notebook gave: that cell with its notes, or its old version."""
        if id(giver) in self._taken and id(giver) in self.hers:
            return []
        key = self.key_of.get(id(giver))
        row: list[Any] = next((row for row in self.rows if any(cell is giver for cell in row)), [])
        if key is None and kept_aside(giver) is not None:  # an earlier update has put it beside a cell of the lesson's
            row[:] = [cell for cell in row if cell is not giver]
            return [giver]
        if row and (id(giver) in self.hers or key not in self.new):
            self.rows = [each for each in self.rows if each is not row]
            return row
        if key is None:
            return []
        if key not in self.new:
            self.kept.append(key)
            return [giver, note(key, GONE)]
        old = running(key, OLD, giver)
        for row in self.rows:  # it may be there already, further down
            for cell in row:
                if kept_aside(cell) == key and same(cell, old):
                    row[:] = [each for each in row if each is not cell]
                    return [cell]
        return [old]


def not_there(before: list[Any], after: list[Any], key_of: dict[int, str], theirs: list[Any]) -> list[str]:
    """Names that cells of the new lesson read too early, and did not before, each with the lesson's cell that gives it.

    So it is where the student has deleted, moved or changed that one.
    """
    new = {cell.id: cell for cell in theirs}
    lacked: dict[str, set[str]] = {}
    there: set[str] = set()
    for cell in before:
        lacked[key_of.get(id(cell), "")] = set(read_by(cell) - there)
        there |= given_by(cell)
    givers = _given_above(theirs)
    there, found = set(), {}
    for cell in after:
        if cell.id in new and same(cell, new[cell.id]):
            for name in sorted((read_by(cell) & givers[cell.id].keys()) - there - lacked.get(cell.id, set())):
                found[name] = f"{name} (cell {givers[cell.id][name]})"
        there |= given_by(cell)
    return list(found.values())


def that_run(cells: list[Any], theirs: list[Any]) -> list[Any]:
    """The cells, with a note in place of a new version that would stop the run above the student's cell.

    So it is where it reads what the student has deleted, moved or changed.
    """
    new, givers = {cell.id: cell for cell in theirs}, _given_above(theirs)
    there: set[str] = set()
    found, below = [], []
    for cell in cells:
        key = kept_aside(cell) or ""
        if is_new(cell) and key in new and read_by(cell) & givers[key].keys() - there:
            below = [note(key, CHANGED, new[key])]
            continue
        found += [cell, *below]
        there |= given_by(cell)
        below = []
    return found


def _given_above(theirs: list[Any]) -> dict[str, dict[str, str]]:
    """For each cell of the new lesson, the names that are given above it, each with the cell that gave it last."""
    givers: dict[str, dict[str, str]] = {}
    last: dict[str, str] = {}
    for cell in theirs:
        givers[cell.id] = dict(last)
        last.update(dict.fromkeys(given_by(cell), cell.id))
    return givers
