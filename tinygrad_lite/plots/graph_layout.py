"""Where the boxes of a graph go: in columns from left to right, with few crossings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

GAP_ACROSS, GAP_DOWN = 88, 18  # between columns, room for a number on the arrow; between boxes in a column
SWEEPS = 6


@dataclass
class Layout:
    """Corners of the boxes (x, y), and the points each arrow (source, target) goes through."""

    corners: list[tuple[float, float]]
    routes: dict[tuple[int, int], list[tuple[float, float]]]
    width: float
    height: float


def layout(sizes: list[tuple[float, float]], inputs: list[list[int]], gap: float = GAP_ACROSS) -> Layout:
    """Place boxes of these (width, height), each to the right of all its inputs.

    Args:
        inputs: for each box the numbers of its inputs, which come before it.
        gap: between columns.
    """
    columns = columns_of(inputs)
    links = {(source, target): [source, target] for target, sources in enumerate(inputs) for source in sources}
    sizes = list(sizes)
    for link, stops in links.items():  # an arrow that passes columns gets a thin place in each
        source, target = link
        for passed in range(columns[source] + 1, columns[target]):
            stops.insert(-1, len(sizes))
            sizes.append((0, 8))
            columns.append(passed)
    order = ordered(columns, list(links.values()))
    heights = [sum(sizes[box][1] for box in column) + GAP_DOWN * (len(column) - 1) for column in order]
    corners = [(0.0, 0.0)] * len(sizes)
    x = 0.0
    for column, height in zip(order, heights):
        width = max(sizes[box][0] for box in column)
        y = (max(heights) - height) / 2
        for box in column:
            corners[box] = x + (width - sizes[box][0]) / 2, y
            y += sizes[box][1] + GAP_DOWN
        x += width + gap
    routes = {
        link: [port(corners[a], sizes[a], right=i == 0) for i, a in enumerate(stops)] for link, stops in links.items()
    }
    return Layout(corners[: len(inputs)], routes, x - gap, max(heights))


def port(corner: tuple[float, float], size: tuple[float, float], right: bool) -> tuple[float, float]:
    """Where an arrow leaves a box, in the middle of its right side, or comes to it."""
    return corner[0] + (size[0] if right else 0), corner[1] + size[1] / 2


def columns_of(inputs: list[list[int]]) -> list[int]:
    """The column of each box: behind its inputs; leaves just before their first use."""
    columns = [0] * len(inputs)
    for box, sources in enumerate(inputs):
        columns[box] = max((columns[source] + 1 for source in sources), default=0)
    for box, sources in enumerate(inputs):
        users = [columns[user] for user, used in enumerate(inputs) if box in used]
        if not sources and users:
            columns[box] = min(users) - 1
    return columns


def ordered(columns: list[int], paths: list[list[int]]) -> list[list[int]]:
    """The boxes of each column from top to bottom, each near the middle of its neighbours (barycentres)."""
    order: list[list[int]] = [[] for _ in range(max(columns) + 1)]
    for box, number in enumerate(columns):
        order[number].append(box)
    neighbours: list[list[int]] = [[] for _ in columns]
    for path in paths:
        for left, right in pairwise(path):
            neighbours[left].append(right)
            neighbours[right].append(left)
    place = [0.0] * len(columns)
    for sweep in range(SWEEPS):
        for column in order if sweep % 2 else reversed(order):
            for i, box in enumerate(column):
                place[box] = (i + 0.5) / len(column)
        for column in order if sweep % 2 else reversed(order):
            middles = {b: sum(place[n] for n in neighbours[b]) / max(len(neighbours[b]), 1) for b in column}
            column.sort(key=lambda box: middles[box])
            for i, box in enumerate(column):
                place[box] = (i + 0.5) / len(column)
    return order
