"""The computation graph of a real tensor as a picture, to be stepped through forwards and backwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np

from tinygrad_lite.tensor import Tensor

from .graph_boxes import Graph
from .graph_svg import draw, short

SCROLLED = (  # as wide as the page, whatever is inside
    '<div style="contain: inline-size"><div tabindex="0" style="overflow-x: auto">{}</div>'
    '<p role="status" style="white-space: normal">{}</p></div>'
)


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


class ComputationGraph:
    """The result of `computation_graph`: a notebook shows it with a slider, or whole where there are no widgets.

    Attributes:
        frames: the steps; `frame.caption` says what happens.
    """

    def __init__(self, graph: Graph):
        self.frames = frames_of(graph)
        leaves = sum(not box.operation for box in graph.boxes)
        counts = f"{leaves} given, {len(graph.boxes) - leaves} computed"
        caption = f"Computation graph of {graph.boxes[-1].title}: {counts}, with values and gradients."
        self.whole = replace(self.frames[-1], caption=caption, active=None)

    def svg(self, step: int | None = None) -> str:
        """The picture at one of the steps, from 0; None for the whole, with all values and gradients."""
        return draw(self.whole if step is None else self.frames[step])

    def html(self, step: int | None = None) -> str:
        """The same for a page: scrolled where it is too wide, with its caption below."""
        caption = (self.whole if step is None else self.frames[step]).caption
        return SCROLLED.format(self.svg(step), escape(caption))

    def slider(self) -> Any:
        """A widget that steps through the graph: drag it, or use the arrow keys."""
        import ipywidgets

        picture = ipywidgets.HTML(self.html(0), layout={"width": "100%"})
        slider = ipywidgets.IntSlider(0, 0, len(self.frames) - 1, description="step")
        slider.observe(lambda change: setattr(picture, "value", self.html(change["new"])), names="value")
        return ipywidgets.VBox([slider, picture])

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        bundle = {"text/plain": repr(self), "text/html": self.html()}
        try:
            return {**self.slider()._repr_mimebundle_(), **bundle}
        except ImportError:  # no ipywidgets here: the whole picture stands for the steps
            return bundle

    def __repr__(self) -> str:
        return f"[{self.whole.caption} {self.whole.description()}]"


def computation_graph(
    output: Tensor | Callable[[], Tensor], names: Mapping[str, Tensor] | None = None, **named: Tensor
) -> ComputationGraph:
    """Draw the graph that a tensor was computed by, with its values, gradients and local gradients.

    Args:
        output: the tensor, before its graph is used by `backward()`; or a function without arguments that computes
            it. Only while they run can all values be seen: a graph keeps no more than its gradients need, so that of a
            given tensor some are shown as "not kept", unless you name them.
        names, **named: what to call tensors in the picture, such as `w=w`, or `dict(model.named_parameters())`.
    Raises:
        ValueError: nothing was recorded, or more than 200 operations.

    Of an output with several elements, the gradients are those of its sum. No `.grad` is changed.

    >>> w, x, b = (tg.tensor(value, requires_grad=True) for value in (2.0, 3.0, 1.0))
    >>> graph = tg.plots.computation_graph(lambda: w * x + b, w=w, x=x, b=b)
    >>> for frame in graph.frames:
    ...     print(frame.caption)
    The leaves: what is given.
    Forwards, 1 of 2: * gives 6.
    Forwards, 2 of 2: + gives 7.
    Backwards starts: the gradient of + with respect to itself is 1.
    Backwards, 1 of 2: +; * gets 1 times 1 = 1; b gets 1 times 1 = 1.
    Backwards, 2 of 2: *; w gets 1 times 3 = 3; x gets 1 times 2 = 2.
    """
    return ComputationGraph(Graph(output, {**(names or {}), **named}))
