"""Every cell of the merged notebook finds above it what it found where it comes from, or it is told.

The student's own cells were put below what they read (`order.py`). A cell of the lesson stays where the lesson or the
student has put it: what it read in the student's notebook, and would now come too late, comes above it (`Needs`). What
cannot be there, because the student has deleted, moved or changed it, is told (`Lacks`).
"""

from __future__ import annotations

from typing import Any

from .names import There, given_by, lacking, read_by
from .notes import CHANGED, GONE, OLD, is_new, is_old, note, running
from .said import asked, kept_aside, same


class Needs:
    """The cells of a merged notebook, each below what it needs.

    Attributes:
        rows: what is to come, from top to bottom: cells that stay together.
        cells: what has its place.
        kept: ids of cells that the new lesson does not have, and that stay because they are needed.
    """

    def __init__(
        self, before: list[Any], rows: list[list[Any]], key_of: dict[int, str], hers: set[int], theirs: list[Any]
    ) -> None:
        self.rows, self.key_of, self.hers = rows, key_of, hers
        self.cells: list[Any] = []
        self.kept: list[str] = []
        self._there = There()
        self._given: set[str] = set()  # names, those of functions that are still to be called (`global`), too
        self._taken: set[int] = set()  # cells that have their place, or are just getting it
        self._found = {key_of[id(cell)]: cell for cell in before if id(cell) in key_of}
        self._above = _given_above(before)
        in_theirs = _given_above(theirs)
        self._new = {cell.id: in_theirs[id(cell)] for cell in theirs}

    def met(self) -> list[Any]:
        """All cells in their order."""
        while self.rows:
            self._put(self.rows.pop(0))
        return self.cells

    def _put(self, row: list[Any]) -> None:
        """These cells come next; before them what they read and what is not there yet."""
        self._taken |= set(map(id, row))
        for cell in row:
            givers, met = self._givers(cell), set[str]()
            while lacks := (self._lacks(cell) & givers.keys()) - met:  # what comes above it may lack something itself
                name = min(lacks)
                met.add(name)
                self._put(self._row_of(givers[name], name))
            self._there.run(cell)
            self._given |= given_by(cell)
        self.cells += row

    def _lacks(self, cell: Any) -> set[str]:
        """What a cell reads that is not there yet, in functions that it calls, or only defines, too."""
        return {*read_by(cell), *self._there.lacks(cell)} - self._given

    def _givers(self, cell: Any) -> dict[str, Any]:
        """What gave names above a cell in the student's notebook; of the lesson's, those that the lesson gives, too."""
        key = kept_aside(cell) or cell.id
        was = cell if id(cell) in self._above else self._found.get(key)
        if was is None:
            return {}
        above = self._above[id(was)]
        as_in_the_lesson = key in self._new and id(cell) not in self.hers and not is_old(cell)
        return {name: above[name] for name in above.keys() & self._new[key].keys()} if as_in_the_lesson else above

    def _row_of(self, giver: Any, name: str) -> list[Any]:
        """What gives what a cell of the student's notebook gave: that cell with its notes, or its old version."""
        key = self.key_of.get(id(giver))
        stays = id(giver) in self.hers or key not in self._new
        if id(giver) in self._taken and stays:
            return []
        row: list[Any] = next((row for row in self.rows if any(cell is giver or cell.id == key for cell in row)), [])
        if key is None and kept_aside(giver) is not None:  # an earlier update has put it beside a cell of the lesson's
            row[:] = [cell for cell in row if cell is not giver]
            return [giver]
        if row and (stays or (asked(giver) and any(name in given_by(cell) for cell in row))):  # it is answered once
            self.rows = [each for each in self.rows if each is not row]
            return row
        if key is None:
            return []
        if key not in self._new:
            self.kept.append(key)
            return [giver, note(key, GONE)]
        old = running(key, OLD, giver)
        for row in self.rows:  # it may be there already, further down
            for cell in row:
                if kept_aside(cell) == key and same(cell, old):
                    row[:] = [each for each in row if each is not cell]
                    return [cell]
        return [old]


class Lacks:
    """What the cells of a merged notebook newly lack.

    What a cell lacked in the student's notebook stays the student's; what the lesson's lacks in the lesson comes there
    in a way that cannot be seen.

    Attributes:
        found: the student's cells that are the lesson's; new: the lesson's cells as they are now; both by id.
        changed, moved: ids of the lesson's cells that the student has deleted or changed, and moved.
    """

    def __init__(
        self, before: list[Any], theirs: list[Any], found: dict[str, Any], changed: set[str], moved: set[str]
    ) -> None:
        self.found, self.new, self.changed, self.moved = found, {cell.id: cell for cell in theirs}, changed, moved
        self._lacked = lacking(before) | lacking(theirs)
        self._above = _given_above(before) | _given_above(theirs)
        self._giver = {name: cell for cell in [*before, *theirs][::-1] for name in given_by(cell)}

    def newly(self, cells: list[Any]) -> dict[int, set[str]]:
        """For each cell of the merged notebook, by `id(cell)`, the names that it lacks and did not before."""
        now = lacking(cells)
        newly = {
            id(cell): now[id(cell)].difference(*(self._lacked[id(was)] for was in self._was(cell))) for cell in cells
        }
        return {key: {name for name, _ in lacks} & self._giver.keys() for key, lacks in newly.items()}

    def _was(self, cell: Any) -> list[Any]:
        """The cells of the same text in the lesson, where it is the lesson's, and in the student's notebook."""
        key = kept_aside(cell) or cell.id
        lesson, mine = self.new.get(key), self.found.get(key)
        lessons = [lesson] if lesson is not None and (is_new(cell) or same(cell, lesson)) else []
        hers = [cell, *([mine] if is_old(cell) and mine is not None else [])]
        return lessons + [each for each in hers if id(each) in self._lacked]

    def that_run(self, cells: list[Any]) -> list[Any]:
        """The cells, with a note in place of each new version that would stop the run above the student's cell."""
        newly = self.newly(cells)
        versions = [cell for cell in cells if is_new(cell) and kept_aside(cell) in self.new]
        stop = {kept_aside(cell): cell for cell in versions if newly[id(cell)]}
        if not stop:
            return cells
        found = []
        for cell in cells:
            if cell is not stop.get(kept_aside(cell)):
                found.append(cell)
            if kept_aside(cell) is None and cell.id in stop:
                found.append(note(cell.id, CHANGED, self.new[cell.id]))
        return self.that_run(found)

    def told(self, cells: list[Any]) -> tuple[list[str], list[tuple[str, str, bool]]]:
        """What is to be told of the names that cells newly lack.

        Returns:
            Those that the lesson uses and the student has put elsewhere, each with the cell that gave it; the others,
            each with a line of the cell that needs it, and whether it is given further down.
        """
        newly, missing, stops = self.newly(cells), dict[str, str](), dict[str, tuple[str, str, bool]]()
        for number, cell in enumerate(cells):
            for name in sorted(newly[id(cell)] - missing.keys() - stops.keys()):
                above = [self._above[id(was)] for was in self._was(cell)]
                giver = next((givers[name] for givers in above if name in givers), self._giver[name])
                if giver.id in self.changed | self.moved or (giver.id in self.new and cell.id in self.moved):
                    missing[name] = f"{name} (cell {giver.id})"
                else:
                    stops[name] = name, _first_line(cell), any(name in given_by(each) for each in cells[number + 1 :])
        return list(missing.values()), list(stops.values())


def _first_line(cell: Any) -> str:
    """The first line of a cell that is no remark, by which a reader finds it."""
    said = [line.strip() for line in cell.source.splitlines()]
    return next((line for line in said if line and not line.startswith("#")), "")[:60]


def _given_above(cells: list[Any]) -> dict[int, dict[str, Any]]:
    """For each cell, by `id(cell)`, the names that are given above it, each with the cell that gave it last."""
    above: dict[int, dict[str, Any]] = {}
    last: dict[str, Any] = {}
    for cell in cells:
        above[id(cell)] = dict(last)
        last.update(dict.fromkeys(given_by(cell), cell))
    return above
