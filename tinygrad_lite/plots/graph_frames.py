"""The states of a drawn computation graph, step by step forwards and backwards, and what each of them says in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .graph_boxes import Graph

MOST = 4  # rows and columns of an array that is written in full


@dataclass(frozen=True)
class Frame:
    """One state of the picture.

    Attributes:
        known: the boxes whose values are shown.
        gradients: as far as they have been added up, by the number of the box.
        passed: the boxes that have passed their gradient on: their arrows show the local gradients.
        active: the box at work, or None.
    """

    graph: Graph
    caption: str
    known: frozenset[int]
    gradients: Mapping[int, np.ndarray]
    passed: frozenset[int] = frozenset()
    active: int | None = None

    def local_text(self, source: int, target: int) -> str:
        """What stands at an arrow: the local gradient, where it is short enough."""
        arrows = [arrow for arrow in self.graph.boxes[target].inputs if arrow.source == source]
        if target not in self.passed:
            return ""
        return ", ".join(f"×{short(a.local)}" for a in arrows if a.local is not None and a.local.size == 1)

    def description(self) -> str:
        """The picture in words."""
        sentences = []
        for i, box in enumerate(self.graph.boxes):
            sources = [f"{self.graph.boxes[arrow.source].title}" for arrow in box.inputs]
            text = f"{box.title} of {' and '.join(sources)}" if sources else box.title
            if i in self.known:
                text += f", value {short(box.value)}"
            if i in self.gradients:
                text += f", gradient {short(self.gradients[i])}"
            sentences.append(text)
        return "; ".join(sentences) + "."


def frames_of(graph: Graph) -> list[Frame]:
    """All states: the leaves, each operation forwards, the first gradient, each operation backwards."""
    boxes = graph.boxes
    operations = [i for i, box in enumerate(boxes) if box.operation]
    frame = Frame(graph, "The leaves: what is given.", frozenset(range(len(boxes))) - frozenset(operations), {})
    frames = [frame]
    for count, i in enumerate(operations, start=1):
        caption = f"Forwards, {count} of {len(operations)}: {boxes[i].title} gives {short(boxes[i].value)}."
        frames.append(replace(frames[-1], caption=caption, known=frames[-1].known | {i}, active=i))
    root = len(boxes) - 1
    gradients: dict[int, Any] = {root: np.ones_like(graph.gradients[root])}
    caption = f"Backwards starts: the gradient of {boxes[root].title} with respect to itself is 1."
    frames.append(replace(frames[-1], caption=caption, gradients=dict(gradients), active=root))
    for count, i in enumerate(graph.backward, start=1):
        passed = []
        for arrow in boxes[i].inputs:
            if arrow.share is not None:
                gradients[arrow.source] = gradients.get(arrow.source, 0) + arrow.share
                times = f" times {short(arrow.local)}" if arrow.local is not None else ""
                passed.append(f"{boxes[arrow.source].title} gets {short(gradients[i])}{times} = {short(arrow.share)}")
        caption = f"Backwards, {count} of {len(graph.backward)}: {boxes[i].title}; {'; '.join(passed)}."
        frames.append(
            replace(frames[-1], caption=caption, gradients=dict(gradients), passed=frames[-1].passed | {i}, active=i)
        )
    return frames


def lines_of(array: np.ndarray | None) -> list[str]:
    """An array as lines: a number, a small table, or shape and mean."""
    if array is None:
        return ["not kept"]
    if array.size == 1:
        return [f"{array.item():.4g}"]
    if array.ndim > 2 or not array.size or max(array.shape) > MOST:
        mean = f" mean {array.mean():.4g}" if array.size else ""
        return [f"({'×'.join(map(str, array.shape))}){mean}"]
    rows = [[f"{value:.3g}" for value in row] for row in np.atleast_2d(array).tolist()]
    width = max(len(cell) for row in rows for cell in row)
    return ["[" + " ".join(f"{cell:>{width}}" for cell in row) + "]" for row in rows]


def short(array: np.ndarray | None) -> str:
    """An array in one line."""
    return ", ".join(" ".join(line.split()) for line in lines_of(array))
