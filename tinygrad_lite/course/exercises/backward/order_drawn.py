"""The picture of a wrong order of a graph's nodes: place by place, up to the first node that stands wrongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...seen.steps import Scene, Steps
from ...seen.svg import Arrow, Box, draw_all

MOST = 12


def drawn_order(parents: Mapping[str, Sequence[str]], names: Sequence[str]) -> Steps | None:
    """The graph with the places in the order that came; None where the order is right, or the graph too large.

    Args:
        parents: of each node, by name.
        names: the nodes in the order that came, all of them of this graph.
    """
    if len(parents) > MOST:
        return None
    scenes, captions = [_boxes(parents, {})], ["The graph: an arrow leads from a node to what was computed from it."]
    places: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        wrong = _what_is_wrong(name, place, places, parents)
        places.setdefault(name, place)
        scenes.append(_boxes(parents, places, name, "marked" if wrong else "active"))
        captions.append(f"Place {place}: {name}{wrong or ', after all of its parents'}.")
        if wrong:
            break
    else:
        missing = [name for name in parents if name not in places]
        if not missing:
            return None
        scenes.append(_boxes(parents, places, missing[0], "marked"))
        captions.append(f"{missing[0]} is not in your list.")
    place_of = {name: index for index, name in enumerate(parents)}
    arrows = [Arrow(place_of[source], place_of[name]) for name in parents for source in dict.fromkeys(parents[name])]
    return Steps("Your order, place by place", tuple(map(Scene, draw_all(scenes, arrows, captions), captions)))


def _what_is_wrong(name: str, place: int, places: Mapping[str, int], parents: Mapping[str, Sequence[str]]) -> str:
    """What is wrong with a node at this place; "" if nothing is."""
    if name in places:
        return f", which stands at place {places[name]} already"
    late = [parent for parent in parents[name] if parent not in places]
    return f", but {late[0]}, from which it was computed, is not there yet" if late else ""


def _boxes(
    parents: Mapping[str, Sequence[str]], places: Mapping[str, int], name: str = "", state: str = ""
) -> list[Box]:
    return [
        Box(
            node,
            (("value", f"place {places[node]}" if node in places else "no place yet"),),
            state if node == name else "",
            is_leaf=not parents[node],
        )
        for node in parents
    ]
