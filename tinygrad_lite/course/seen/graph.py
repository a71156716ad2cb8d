"""The graph of a wrong case, step by step: the numbers, how gradients came, and the first one that differs, marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..case import Case, code, number
from ..compare import as_array, same
from ..plain import Other, kind_of
from .difference import Difference, first_difference
from .history import Call, History, history_of, made_by
from .steps import Scene, Steps
from .svg import Arrow, Box, draw_all

#: Larger graphs are not drawn, and of a long way back only the beginning is shown.
MOST_VALUES, MOST_CHANGES = 12, 24


def drawn_graph(candidate: type, solution: type, case: Case, reports: Any) -> Steps | None:
    """The graph of a script in steps; None where there is nothing to see in it.

    Args:
        candidate: the student's class; what it raises is raised.
        solution: the course's own.
        case: a script that makes values and calls `backward` on them.
        reports: what the student's class answered. If it answers something else now, nothing is drawn.
    """
    if not 0 < len(made_by(case)) <= MOST_VALUES:
        return None
    mine, right = history_of(candidate, case), history_of(solution, case)
    found = first_difference(mine, right)
    if found is None or not same(mine.reports, reports):
        return None
    told = _way_back(mine, found) if found.call is not None else _forwards(mine, found)
    arrows, dotted = _arrows(mine)
    boxes, captions = [boxes for boxes, _ in told], [caption for _, caption in told]
    captions[-1] = " ".join([captions[-1], *dotted])
    drawings = draw_all(boxes, arrows, captions)
    return Steps(_title(mine, found), tuple(map(Scene, drawings, captions)))


def _title(mine: History, found: Difference) -> str:
    if found.call is None:
        return "Your own objects, forwards"
    root = mine.calls[found.call].root
    which = f", call {found.call + 1} of {len(mine.calls)}" if len(mine.calls) > 1 else ""
    return f"Your own objects, in {root}.backward(){which}"


Told = tuple[list[Box], str]


def _forwards(mine: History, found: Difference) -> list[Told]:
    """One step for each value that was computed, up to the one that differs."""
    told: list[Told] = [(_boxes(mine, set(_leaves(mine)), {}), "The numbers that are given. Nothing is computed yet.")]
    known = set(_leaves(mine))
    for made in mine.made:
        if not made.inputs:
            continue
        known = known | {made.name}
        text = shown(mine.numbers[made.name], found.expected if made.name == found.name else None)
        if made.name == found.name:
            return [*told, (_boxes(mine, known, {}, found), f"{made.line} gives {text}; expected is {_right(found)}.")]
        told.append((_boxes(mine, known, {}, active=made.name), f"{made.line} gives {text}."))
    return [(_boxes(mine, known, {}, found), f"{found.name} holds {shown(found.got)}; expected is {_right(found)}.")]


def _way_back(mine: History, found: Difference) -> list[Told]:
    """The numbers, each change of a gradient as it happened, and then the first gradient that differs."""
    call = mine.calls[found.call or 0]
    everything, now = {made.name for made in mine.made}, dict(call.before)
    told: list[Told] = [
        (_boxes(mine, everything, now), "The numbers, as your class computed them. No gradient is handed on yet.")
    ]
    changes = _real_changes(call)
    for name, gradient in changes[:MOST_CHANGES]:
        now[name] = gradient
        told.append((_boxes(mine, everything, now, active=name), f"The gradient of {name} becomes {shown(gradient)}."))
    more = f" ({len(changes) - MOST_CHANGES} more changes are left out.)" if len(changes) > MOST_CHANGES else ""
    last = (
        f"From the result back, {found.name} is the first whose gradient differs: it has "
        f"{shown(found.got, found.expected)}, expected is {_right(found)}.{more}"
    )
    return [*told, (_boxes(mine, everything, call.gradients, found), last)]


def _real_changes(call: Call) -> list[tuple[str, Any]]:
    """Without those that set a gradient to what it was."""
    now, real = dict(call.before), []
    for name, gradient in call.changes:
        if not same(gradient, now.get(name)):
            real.append((name, gradient))
        now[name] = gradient
    return real


def _leaves(mine: History) -> list[str]:
    return [made.name for made in mine.made if not made.inputs]


def _boxes(
    mine: History,
    known: set[str],
    gradients: Mapping[str, Any],
    found: Difference | None = None,
    active: str = "",
) -> list[Box]:
    """All values; their numbers as far as they are known at this step, and their gradients."""
    boxes = []
    for made in mine.made:
        marked = found is not None and found.name == made.name
        lines = [("value", f"value {shown(mine.numbers[made.name])}")] if made.name in known else []
        if made.name in gradients:
            beside = found.expected if marked and found else None
            lines.append(("gradient", f"grad  {shown(gradients[made.name], beside)}"))
        if marked and found:
            lines.append(("note", f"expected {_right(found)}"))
        state = "marked" if marked else "active" if made.name == active else ""
        boxes.append(Box(made.line, tuple(lines), state, is_leaf=not made.inputs))
    return boxes


def _arrows(mine: History) -> tuple[list[Arrow], list[str]]:
    """From each value to those computed from it; dotted where nothing leads back, and a sentence on these.

    Where nothing leads back anywhere, the class keeps its graph in another place, and nothing can be said.
    """
    place = {made.name: index for index, made in enumerate(mine.made)}
    links = [(source, made.name) for made in mine.made for source in made.inputs]
    gone = [(source, name) for source, name in links if source not in mine.kept[name]]
    gone = gone if len(gone) < len(links) else []
    arrows = [Arrow(place[source], place[name], (source, name) in gone) for source, name in links]
    told = [f"Dotted: in your objects, nothing leads from {name} back to {source}." for source, name in gone]
    return arrows, told


def _right(found: Difference) -> str:
    return shown(found.expected, found.got)


def shown(value: Any, beside: Any = None) -> str:
    """A number as a card has it; with more digits, if it could not be told from the one beside it."""
    if isinstance(value, Other):
        return kind_of(value)
    array, other = as_array(value), as_array(beside)
    if array is None or array.size != 1:
        return code(value)[:30]
    text = number(float(array.reshape(-1)[0]))
    if other is None or other.size != 1 or number(float(other.reshape(-1)[0])) != text:
        return text
    return f"{float(array.reshape(-1)[0]):.12g}"
