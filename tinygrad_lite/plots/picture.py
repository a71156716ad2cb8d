"""A figure with alternative text: what a screen reader says, and what stands where pictures cannot be shown."""

from __future__ import annotations

import base64
import html
import io
from typing import Any

from tinygrad_lite.arguments import Figure, checked

#: Of its size: how far a picture may shrink on a narrow page before it has to be scrolled; its letters shrink with it.
SMALLEST = 0.55
#: How many dots an inch of a picture has, and how many inches are left white around what is drawn.
DOTS, MARGIN = 144, 0.1
#: On a dark page, a picture is a sheet of grey: white would dazzle. Nothing in it is turned round, so what a text says
#: of its dark and light places stays true.
DIMMED = """<style>
:is([data-jp-theme-light="false"], [data-theme="dark"], .vscode-dark) .tgl-picture { filter: brightness(.8); }
@media (prefers-color-scheme: dark) { [data-theme="auto"] .tgl-picture { filter: brightness(.8); } }
</style>"""


class Picture:
    """A drawn figure and its description, shown by a notebook as the value of a cell."""

    def __init__(self, png: bytes, alt: str, width: int) -> None:
        self.png, self.alt, self.width = png, alt, width

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode("ascii")
        alt = html.escape(self.alt, quote=True)
        style = f"width:{self.width}px; max-width:100%; min-width:{SMALLEST * self.width:.0f}px; border-radius:4px;"
        image = f'<img class="tgl-picture" alt="{alt}" src="data:image/png;base64,{data}" style="{style}">'
        return f'{DIMMED}<div tabindex="0" style="overflow-x:auto;">{image}</div>'

    def __repr__(self) -> str:
        return f"[Picture: {self.alt}]"


@checked
def picture(figure: Figure, alt: str) -> Picture:
    """Draw a Matplotlib figure for a notebook, with alternative text.

    Args:
        figure: a `matplotlib.figure.Figure`; it is closed, so that it is not shown a second time.
        alt: what the picture shows and what is to be seen in it, in one or two sentences.
    Raises:
        ValueError: the alternative text is empty.
    """
    import matplotlib.pyplot as plt

    if not alt.strip():
        raise ValueError(
            "picture: alt is empty. Say in a sentence what the picture shows, for those who cannot see it."
        )
    png = _png(figure)
    plt.close(figure)
    return Picture(png, alt, width=round(figure.get_figwidth() * 72))


def _png(figure: Any) -> bytes:
    """The figure as it is drawn, without the empty space around it.

    That is `savefig(…, bbox_inches="tight")`, which draws every figure twice, the first time to find out what it holds.
    Where everything stands can be found out without drawing: a third of a lesson's waiting for pictures is saved.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    buffer, before, layout = io.BytesIO(), figure.get_dpi(), figure.get_layout_engine()
    figure.set_dpi(DOTS)  # letters are of whole dots: what is found out holds for so many
    renderer = FigureCanvasAgg(figure).get_renderer()
    if layout is not None:
        layout.execute(figure)
        figure.set_layout_engine(None)  # all has its place now
    drawn = figure.get_tightbbox(renderer).padded(MARGIN)
    figure.savefig(buffer, format="png", dpi=DOTS, bbox_inches=drawn, facecolor="white")
    figure.set_layout_engine(layout)
    figure.set_dpi(before)
    return buffer.getvalue()
