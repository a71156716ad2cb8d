"""What stands where: the student's order, with the lesson's moves where the student has not moved anything."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from .names import given_by, lacking, read_by
from .said import kept_aside


def unmoved(before: list[str], after: list[str]) -> set[str]:
    """The ids that stand in the same order in both: the longest row of them.

    >>> sorted(unmoved(["a", "b", "c", "d"], ["b", "c", "d", "a"]))
    ['b', 'c', 'd']
    """
    place = {key: number for number, key in enumerate(before)}
    ends: list[int] = []  # of the rows of each length, the smallest last place
    rows: list[list[str]] = []
    for key in (key for key in after if key in place):
        length = bisect_left(ends, place[key])
        row = [*(rows[length - 1] if length else []), key]
        ends[length : length + 1], rows[length : length + 1] = [place[key]], [row]
    return set(rows[-1]) if rows else set()


def arranged(order: list[str], base: list[str], theirs: list[str], coming: set[str]) -> list[str]:
    """The order of the merged notebook.

    Args:
        order: ids of the lesson's cells that stay, as the student has them.
        base: as they were given.
        theirs: as the new lesson has them.
        coming: those of the new lesson's that the student does not have and is to get.
    """
    moved_by_student = {key for key in order if key in base} - unmoved(base, order)
    moved_by_lesson = {key for key in order if key in base and key in theirs} - unmoved(base, theirs) - moved_by_student
    if [key for key in order if key in theirs] != [key for key in theirs if key in order]:
        order = [key for key in order if key not in moved_by_lesson]
    else:
        order = list(order)
    for number, key in enumerate(theirs):
        if key in order or not (key in coming or key in moved_by_lesson):
            continue
        anchors = {each for each in order if each not in moved_by_student}
        above = next((each for each in reversed(theirs[:number]) if each in anchors), None)
        below = next((each for each in theirs[number + 1 :] if each in anchors), None)
        at = order.index(above) + 1 if above else order.index(below) if below else len(order)
        order.insert(at, key)
    return order


def below_what_they_read(
    before: list[Any], blocks: dict[str, list[Any]], own: dict[str | None, list[Any]], order: list[str]
) -> dict[str | None, list[Any]]:
    """The student's own cells below the lesson's, each far enough down that what it reads has been given by then.

    A cell of the student's goes with the lesson's cell above it. Where that one moves up, or the one that gives a name
    moves down, it would run too early.

    Args:
        before: the student's cells, as they stood.
        blocks: what stands for each cell of the lesson.
        own: the student's own cells below each of them, as they stood.
        order: in which the lesson's cells will stand.
    """
    place = {id(cell): number for number, key in enumerate(order) for cell in blocks[key]}
    under = {id(cell): key for key, cells in own.items() for cell in cells}
    number_of = {key: number for number, key in enumerate(order)}
    first: dict[str, int] = {}  # name → the first place in the new order where it is given
    for cell in (cell for key in reversed(order) for cell in blocks[key]):
        first.update(dict.fromkeys(given_by(cell), place[id(cell)]))
    giver: dict[str, int] = {}  # name → the new place of what gave it last, above where we are in `before`
    moved: dict[str | None, list[Any]] = {key: [] for key in [None, *order]}
    for cell, above in zip(before, [None, *before], strict=False):
        if id(cell) in under:
            key = under[id(cell)]
            wanted = [giver.get(name, -1) for name in read_by(cell)]
            at = max([number_of.get(key, -1) if key is not None else -1, *wanted])
            if id(above) in under and kept_aside(cell) == above.id:  # a note goes with the cell that it is about
                at = place[id(above)]
            moved[order[at] if at >= 0 else None].append(cell)
            place[id(cell)] = at
        aside = kept_aside(cell) is not None  # what an earlier update has put there comes along with what reads it
        for name in given_by(cell):  # a cell that has gone gave what another gives now, if any does
            giver[name] = place.get(id(cell), -1 if aside else first.get(name, -1))
    return moved


def below_what_their_calls_read(
    before: list[Any], blocks: dict[str, list[Any]], own: dict[str | None, list[Any]], order: list[str]
) -> dict[str | None, list[Any]]:
    """The student's own cells further down still, where functions that they call read what is given there only.

    The arguments are those of `below_what_they_read`.
    """
    lacked, number = lacking(before), {id(cell): number for number, cell in enumerate(before)}
    keys = [None, *order]
    for _ in before:  # where one has moved, those that read it move next
        rows = [blocks.get(key or "", []) + own[key] for key in keys]
        now, first = lacking(cell for row in rows for cell in row), dict[str, int]()
        for place in reversed(range(len(rows))):
            first.update(dict.fromkeys(set[str]().union(*map(given_by, rows[place])), place))
        moved: dict[str | None, list[Any]] = {key: [] for key in keys}
        for place, key in enumerate(keys):
            for row in with_their_notes(own[key]):
                newly = {name for name, _ in now[id(row[0])] - lacked[id(row[0])]}
                moved[keys[max([place, *(first.get(name, 0) for name in newly)])]] += row
        moved = {key: sorted(cells, key=lambda cell: number[id(cell)]) for key, cells in moved.items()}
        if moved == own:
            break
        own = moved
    return own


def with_their_notes(cells: list[Any]) -> list[list[Any]]:
    """The student's own cells, each with the notes about it that stand right below."""
    rows: list[list[Any]] = []
    for cell in cells:
        if rows and kept_aside(cell) == rows[-1][0].id:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows
