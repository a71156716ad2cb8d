"""Boxes and arrows from above to below, so narrow that a graph of a few values fits on a telephone.

The looks are those of `plots.computation_graph`: readable in a light and a dark theme, and without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tinygrad_lite.plots.graph_layout import layout
from tinygrad_lite.plots.graph_svg import EDGE, LETTER, LINE, MARGIN, STYLE

#: A marked box has a broken thick edge, and a sign in its title; what is written in it stands in full ink.
MORE_STYLE = """<style>
.tg-graph.down text.note { font-weight: bold; }
.tg-graph rect.marked { stroke-width: 3.5; stroke: var(--jp-error-color1, #b3261e); }
.tg-graph path.gone { stroke-dasharray: 2 5; }
</style>"""
MARKED, ACTIVE = "✗ ", "▸ "
GAP = 34  # between one row of boxes and the next


@dataclass(frozen=True)
class Box:
    """A value in the picture.

    Attributes:
        title: how it was computed: "y = a * b".
        lines: pairs (class, text): what it holds.
        state: "" or, for the one that the picture is about, "active" or "marked".
        is_leaf: given, not computed: it has square corners.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    state: str = ""
    is_leaf: bool = False

    @property
    def rows(self) -> list[tuple[str, str]]:
        """All lines, each with its class."""
        return [("title", {"marked": MARKED, "active": ACTIVE}.get(self.state, "") + self.title), *self.lines]

    def described(self) -> str:
        """In words."""
        return ", ".join([self.title, *(text for _, text in self.lines)])


@dataclass(frozen=True)
class Arrow:
    """From a value to one that was computed from it, by their places; `gone` where no way leads back."""

    source: int
    target: int
    gone: bool = False


def draw_all(scenes: Sequence[Sequence[Box]], arrows: Sequence[Arrow], captions: Sequence[str]) -> list[Markup]:
    """An SVG element for each scene; a box has its place and size in all of them."""
    sizes = [
        (2 * MARGIN + LETTER * max(len(text) for box in same for _, text in box.rows), _height(same))
        for same in zip(*scenes, strict=True)
    ]
    inputs = [[arrow.source for arrow in arrows if arrow.target == place] for place in range(len(sizes))]
    # What places boxes from left to right places them downwards, if width and height are exchanged.
    turned = layout([(height, width) for width, height in sizes], inputs, GAP)
    corners, width, height = [(y, x) for x, y in turned.corners], turned.height, turned.width
    gone = {(arrow.source, arrow.target) for arrow in arrows if arrow.gone}
    below = [_arrow([(y, x) for x, y in route], link in gone) for link, route in turned.routes.items()]
    frame = (round(width) + 2 * EDGE, round(height) + 2 * EDGE)
    drawn = []
    for boxes, caption in zip(scenes, captions, strict=True):
        parts = [*below, *(_box(*each) for each in zip(boxes, corners, sizes, strict=True))]
        drawn.append(_element(frame, caption, "; ".join(box.described() for box in boxes), "".join(parts)))
    return drawn


def _height(same: Sequence[Box]) -> float:
    """Of a box, which is as high as in the scene in which it has most lines."""
    return 1.4 * MARGIN + LINE * max(len(box.rows) for box in same)


def _element(frame: tuple[int, int], title: str, words: str, inside: str) -> Markup:
    """The SVG element around what is drawn. In words it is an attribute, which no page shows without the drawing."""
    width, height = frame
    return Markup(
        f'<svg class="tg-graph down" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="{-EDGE} {-EDGE} {width} {height}" aria-label="{escape(title)} {escape(words)}.">'
        f"{STYLE}{MORE_STYLE}{inside}</svg>"
    )


def _box(box: Box, corner: tuple[float, float], size: tuple[float, float]) -> str:
    (x, y), (width, height) = corner, size
    radius = 0 if box.is_leaf else 12
    drawn = (
        f'<rect class="{box.state}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}"/>'
    )
    for place, (name, text) in enumerate(box.rows):
        at = f'x="{x + MARGIN:.1f}" y="{y + MARGIN + LINE * (place + 0.55):.1f}"'
        drawn += f'<text class="{name}" {at}>{escape(text)}</text>\n'
    return drawn


def _arrow(route: list[tuple[float, float]], gone: bool) -> str:
    """A curve down through the points of the route, with a head at its end."""
    (x, y), path = route[0], f"M{route[0][0]:.1f},{route[0][1]:.1f}"
    for next_x, next_y in route[1:]:
        middle = (y + next_y) / 2
        path += f" C{x:.1f},{middle:.1f} {next_x:.1f},{middle:.1f} {next_x:.1f},{next_y:.1f}"
        x, y = next_x, next_y
    broken = ' class="gone"' if gone else ""
    return f'<path{broken} d="{path}"/><path class="head" d="M{x:.1f},{y:.1f} l-4,-8 h8 z"/>'
