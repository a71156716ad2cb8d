"""The computation graph of a real tensor as a picture, to be stepped through forwards and backwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.ops.common import need_tensor
from tinygrad_lite.tensor import Tensor

from .graph_boxes import Graph
from .graph_frames import frames_of
from .graph_svg import draw

SCROLLED = (  # as wide as the page, whatever is inside
    '<div style="contain: inline-size"><div tabindex="0" style="overflow-x: auto">{}</div>'
    '<p role="status" style="white-space: normal">{}</p></div>'
)


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


@checked
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
    called = {**(names or {}), **named}
    for name, tensor in called.items():
        need_tensor("computation_graph", tensor, name)
    return ComputationGraph(Graph(output, called))
