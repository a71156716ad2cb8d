"""A picture with sliders: move one, and the picture is drawn again from the new values."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.notebook_page import WithScript, kernel_shell, show_aloud

from .picture import Picture


@checked
def explore(draw: Callable[..., Picture], **controls: Any) -> Picture | None:
    """Show what `draw` returns, with a control for each of its arguments.

    The picture is an output of the cell like any other: it is there without a browser, in exported HTML and where no
    widgets run; only the controls above it are missing then. In JupyterLab it is replaced whenever a control changes.

    Args:
        draw: makes the picture, `draw(lr=0.1)`, and returns `picture(figure, alt=…)`. The defaults of its arguments
            are where the controls start.
        controls: for each argument that can be changed `(smallest, largest, step)` for a slider, a list for a menu,
            True or False for a tick box, or a widget of ipywidgets.
    Returns:
        the first picture where there is no notebook; in a notebook None, as it is shown already.
    Raises:
        TypeError: a control for which `draw` has no argument, or whose argument has no default.

    >>> from matplotlib.figure import Figure
    >>> from tinygrad_lite.plots import picture
    >>> def line(slope=1.0):
    ...     figure = Figure()
    ...     figure.subplots().plot([0, 1], [0, slope])
    ...     return picture(figure, alt=f"A line of slope {slope}.")
    >>> explore(line, slope=(0.0, 2.0, 0.1))
    [Picture: A line of slope 1.0.]
    """
    start = _start_values(draw, controls)
    shell = kernel_shell()
    if shell is None:
        return draw(**start)
    import ipywidgets
    from IPython.display import display

    widgets = dict(zip(controls, ipywidgets.interactive(draw, **controls).children[:-1], strict=True))
    for widget in widgets.values():
        widget.style.description_width = "initial"
        if hasattr(widget, "continuous_update"):
            widget.continuous_update = False  # drawing takes longer than a mouse takes to its next place
        if isinstance(widget, ipywidgets.FloatSlider):
            widget.readout_format = f".{_decimals(widget.step)}f"  # by itself it is always .2f
    display(ipywidgets.VBox(list(widgets.values())))
    shown = display(WithScript(draw(**start)), display_id=True)

    def draw_again(_change: Any) -> None:
        drawn = draw(**{name: widget.value for name, widget in widgets.items()})
        show_aloud(drawn, drawn.alt, shown)

    for widget in widgets.values():
        widget.observe(draw_again, "value")
    return None


def _start_values(draw: Callable[..., Picture], controls: dict[str, Any]) -> dict[str, Any]:
    """The defaults of the arguments that have a control."""
    parameters = inspect.signature(draw).parameters
    for name in controls:
        if name not in parameters:
            raise TypeError(
                f'explore: "{name}" is no argument of {draw.__name__}. It has: {", ".join(parameters) or "none"}.'
            )
        if parameters[name].default is inspect.Parameter.empty:
            raise TypeError(f'explore: give "{name}" a default in {draw.__name__}: the control starts there.')
    return {name: parameters[name].default for name in controls}


def _decimals(step: float) -> int:
    """How many decimals tell one place of a slider from the next: 3 for steps of 0.002."""
    exponent = Decimal(str(step)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 2
