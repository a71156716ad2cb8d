"""Three notebooks become one: the student's, with the lesson's corrections wherever the student has changed nothing.

| the student's cell | unchanged in the lesson | changed there                   | gone there            |
|--------------------|-------------------------|---------------------------------|-----------------------|
| as it was given    | stays, with its outputs | the lesson's text               | goes                  |
| changed            | stays                   | stays; a note has the new text  | stays; a note says so |
| deleted            | stays deleted           | stays deleted, and is named     |                       |
| the student's own  | stays below the cell that it stood below                                          |

Where cells of the student's read names that the new lesson no longer gives, or gives too late, the old version of the
cell that gave them runs above the new one, or above theirs.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

import nbformat

from .match import fresh, match, rename
from .names import given_by, read_by
from .needs import Lacks, Needs
from .notes import GONE, OLD, beside, is_old, note, running
from .order import arranged, below_what_their_calls_read, below_what_they_read, unmoved, with_their_notes
from .said import TAG, asked, kept_aside, lines, same, says


@dataclass
class Done:
    """What a merge has done, each a list of cell ids."""

    updated: list[str] = field(default_factory=list)  # corrected; the student had not changed them
    added: list[str] = field(default_factory=list)  # new in the lesson
    removed: list[str] = field(default_factory=list)  # no longer in the lesson, and as they were given
    kept: list[str] = field(default_factory=list)  # changed by both: the student's stays, a note tells
    gone: list[str] = field(default_factory=list)  # no longer in the lesson, but the student's by now
    used: list[str] = field(default_factory=list)  # no longer in the lesson, but the student's cells read its names
    not_brought_back: list[str] = field(default_factory=list)  # deleted by the student, changed in the lesson
    exercises: list[str] = field(default_factory=list)  # asked differently since they were answered: their ids
    missing: list[str] = field(default_factory=list)  # names that cells now lack, each with the cell that gave it
    #: other names that cells now lack: each with a line of the first such cell, and whether it is given further down
    stops: list[tuple[str, str, bool]] = field(default_factory=list)


def merge(base: Any, theirs: Any, mine: Any) -> tuple[Any, Done]:
    """The updated notebook, and what was done; the arguments stay as they are.

    Args:
        base: the lesson as the student was given it; what it lacks counts as written by the student.
        theirs: the lesson as it is now.
        mine: the student's notebook.
    """
    result, done = _Merge(*copy.deepcopy((base, theirs, mine))).result()
    for _ in range(3):
        if not any(map(is_old, result.cells)):  # what one came for may have moved since: then it goes again
            break
        again, more = _Merge(*copy.deepcopy((theirs, theirs, result))).result()
        if [(cell.id, *says(cell)) for cell in again.cells] == [(cell.id, *says(cell)) for cell in result.cells]:
            break
        result = again
        done.missing += [told for told in more.missing if told not in done.missing]
        done.stops += [told for told in more.stops if told not in done.stops]
    return result, done


class _Merge:
    """One merge.

    Attributes:
        old, new: the cells of the lesson as it was given, and as it is, by id.
        found: the student's cells that are the lesson's, by id; key_of: the same the other way, by `id(cell)`.
        there: the ids of the lesson's cells that the result may have.
        notes: what earlier updates have put beside them, by the id of the cell that they are about.
        wanted: names that the student's cells, and what they need, read and that the new lesson does not give.
        blocks: what stands in the result for each cell of the lesson: it and its notes.
        own: the student's own cells that stand below each cell of the lesson; below None, at the top.
    """

    def __init__(self, base: Any, theirs: Any, mine: Any) -> None:
        rename(base, theirs, mine)
        self.base, self.theirs, self.mine, self.done = base, theirs, mine, Done()
        self.old = {cell.id: cell for cell in base.cells}
        self.new = {cell.id: cell for cell in theirs.cells}
        versions = {key: [each[key] for each in (self.old, self.new) if key in each] for key in self.new | self.old}
        self.found = match(versions, mine.cells)
        self.key_of = {id(cell): key for key, cell in self.found.items()}
        self.there = {*self.found, *(key for key in self.new if key not in self.old)}
        self.notes: dict[str | None, list[Any]] = {}
        for cell in filter(self._is_note, mine.cells):
            self.notes.setdefault(kept_aside(cell), []).append(cell)
        self.wanted = self._wanted()
        self.blocks: dict[str, list[Any]] = {}
        self.own: dict[str | None, list[Any]] = {None: []}

    def _wanted(self) -> set[str]:
        """What the student's cells, and the old versions that run for them, read and the new lesson does not give."""
        given = set().union(*map(given_by, self.theirs.cells))
        need = [cell for cell in self.mine.cells if kept_aside(cell) is None and self._is_hers(cell)]
        there = ((key, cell) for key, cell in self.old.items() if key in self.found)
        rest = [cell for key, cell in there if not (key in self.new and same(cell, self.new[key]))]
        rest += filter(is_old, self.mine.cells)  # of earlier updates
        wanted: set[str] = set()
        while need:
            wanted |= set().union(*map(read_by, need)) - given
            need = [cell for cell in rest if given_by(cell) & wanted]
            rest = [cell for cell in rest if not given_by(cell) & wanted]
        return wanted

    def _is_note(self, cell: Any) -> bool:
        return kept_aside(cell) in self.there and id(cell) not in self.key_of

    def _is_hers(self, cell: Any) -> bool:
        """Whether a cell is not as it was given."""
        key = self.key_of.get(id(cell), "")
        given = self.old.get(key) or self.new.get(key)
        return given is None or not same(cell, given)

    def result(self) -> tuple[Any, Done]:
        """The student's notebook, with everything in its place."""
        order = self._fill_blocks()
        coming = {key for key in self.new if key not in self.found and key not in self.old}
        for key in coming:
            self.blocks[key], self.own[key] = [self.new[key]], []
        self.done.added = [key for key in self.new if key in coming]
        self.done.not_brought_back = [
            key for key in self.new
            if key in self.old and key not in self.found and not same(self.old[key], self.new[key])
        ]  # fmt: skip
        order = arranged(order, list(self.old or self.new), list(self.new), coming)
        before = list(self.mine.cells)
        own = below_what_they_read(before, self.blocks, self.own, order)
        own = below_what_their_calls_read(before, self.blocks, own, order)
        rows = with_their_notes(own[None])
        for key in order:
            rows += [self.blocks[key], *with_their_notes(own[key])]
        hers = {id(cell) for cell in before if self._is_hers(cell)}
        needs = Needs(before, rows, self.key_of, hers, self.theirs.cells)
        changed = {key for key in self.old if key not in self.found or id(self.found[key]) in hers}
        as_given = [self.key_of[id(cell)] for cell in before if self.key_of.get(id(cell)) in self.old]
        moved = {*as_given} - unmoved([*self.old], as_given)
        lacks = Lacks(before, self.theirs.cells, self.found, changed, moved)
        self.mine.cells = lacks.that_run(needs.met())
        self.done.used += needs.kept
        self.done.removed = [key for key in self.done.removed if key not in needs.kept]
        self.done.missing, self.done.stops = lacks.told(self.mine.cells)
        self._name_notes()
        self.mine.metadata = merged_metadata(self.base.metadata, self.theirs.metadata, self.mine.metadata)
        self.mine.nbformat_minor = max(self.mine.nbformat_minor, self.theirs.nbformat_minor, 5)
        return self.mine, self.done

    def _fill_blocks(self) -> list[str]:
        """Go through the student's notebook once; returns the ids of the lesson's cells that stay, in their order."""
        here: str | None = None  # the lesson's cell below which we are
        above: list[Any] = []  # upper parts of a cell that the student has split: they stay right above the lower one
        order = []
        for number, cell in enumerate(self.mine.cells):
            key = self.key_of.get(id(cell))
            if key is None:
                if self._is_note(cell):
                    continue  # it comes back where it is still true
                (above if above or self._is_upper_part(number) else self.own[here]).append(cell)
                continue
            rows = self._rows(key, cell)
            if not rows:
                self.own[here] += above
            else:
                here, self.blocks[key], self.own[key] = key, above + rows, []
                order.append(key)
            above = []
        return order

    def _is_upper_part(self, number: int) -> bool:
        """Whether most of an own cell's lines are those of the lesson's cell that comes next: it was split."""
        cell = self.mine.cells[number]
        following = (self.key_of.get(id(each)) for each in self.mine.cells[number + 1 :])
        key = next((each for each in following if each is not None), "")
        return key in self.old and 2 * (lines(cell) & lines(self.old[key])).total() > lines(cell).total()

    def _rows(self, key: str, cell: Any) -> list[Any]:
        """What stands for one cell of the lesson: nothing, it alone, or it with a note."""
        was, now, hers = self.old.get(key), self.new.get(key), self._is_hers(cell)
        if now is None:
            if not hers and not given_by(cell) & self.wanted:
                self.done.removed.append(key)
                return []
            (self.done.gone if hers else self.done.used).append(key)
            return [cell, note(key, GONE)]
        cell.metadata = now.metadata = merged_metadata(was.metadata if was else {}, now.metadata, cell.metadata)
        rows = [cell]
        if not hers and not same(cell, now):
            self.done.updated.append(key)
            rows = [running(key, OLD, cell), now] if given_by(cell) & self.wanted else [now]
        elif hers and not same(cell, now) and not (was and same(was, now)):
            self.done.kept.append(key)
            rows = beside(key, now, cell)
            if len(rows) > 1:
                self.done.exercises += sorted(asked(now))
        return self._with_earlier_notes(key, rows, hers)

    def _with_earlier_notes(self, key: str, rows: list[Any], hers: bool) -> list[Any]:
        """What an earlier update has put beside a cell stays as long as it is true and nothing newer stands there."""
        nothing_newer = len(rows) == 1 and hers and not same(rows[0], self.new[key])
        texts = [cell for cell in self.notes.get(key, []) if cell.cell_type != "code"]
        runs = [cell for cell in self.notes.get(key, []) if cell.cell_type == "code"]
        for cell in reversed(runs):
            missing = given_by(cell) & self.wanted - set().union(*map(given_by, rows))
            if missing or (nothing_newer and cell is runs[-1]):
                rows.insert(0, cell)
        return rows + texts[-1:] if nothing_newer else rows

    def _name_notes(self) -> None:
        """Every note gets an id that no other cell has."""
        taken = {*self.new, *(cell.id for cell in self.mine.cells if kept_aside(cell) is None)}
        for cell in self.mine.cells:
            if kept_aside(cell) is not None:
                cell.id = fresh(cell.id, taken)
                taken.add(cell.id)


def merged_metadata(base: Any, theirs: Any, mine: Any) -> Any:
    """Key by key the student's, except where only the lesson has changed it; ours is always the lesson's."""
    changed_there = {key for key in {*theirs, *base} if mine.get(key) == base.get(key) != theirs.get(key)} | {TAG}
    kept = {key: value for key, value in mine.items() if key not in changed_there}
    return nbformat.from_dict({**kept, **{key: theirs[key] for key in changed_there if key in theirs}})
