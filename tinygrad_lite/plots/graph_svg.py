"""A computation graph drawn as SVG: readable in a light and a dark theme, and without colours."""

from __future__ import annotations

from html import escape

import numpy as np

from .graph_boxes import Box
from .graph_frames import Frame, lines_of
from .graph_layout import layout

LETTER, LINE, MARGIN = 7.3, 17, 9  # of a fixed-width font of 12 pixels; inside a box
FONT = '12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace'
EDGE = 12  # around the whole
SMALLEST = 0.8  # of its size: how far the picture may shrink on a narrow page before it has to be scrolled
PAPER, INK = "var(--jp-layout-color0, #fff)", "var(--jp-content-font-color1, #1b1b1b)"
STYLE = f"""<style>
.tg-graph text {{ font: {FONT}; fill: {INK}; white-space: pre }}
.tg-graph text.title {{ font-weight: bold }}
.tg-graph text.gradient {{ font-style: italic; fill: var(--jp-error-color1, #b3261e) }}
.tg-graph text.local {{ text-anchor: middle }}
.tg-graph rect {{ fill: {PAPER}; stroke: {INK}; stroke-width: 1.3 }}
.tg-graph rect.paper {{ stroke: none }}
.tg-graph rect.constant {{ stroke-dasharray: 4 3 }}
.tg-graph rect.active {{ stroke-width: 3.5 }}
.tg-graph path {{ fill: none; stroke: {INK}; stroke-width: 1.3 }}
.tg-graph path.head {{ fill: {INK} }}
</style>"""


def labelled(label: str, array: np.ndarray | None) -> list[str]:
    """The lines of an array, with a word before the first."""
    first, *others = lines_of(array)
    return [f"{label} {first}", *(" " * (len(label) + 1) + line for line in others)]


def draw(frame: Frame) -> str:
    """One frame as an SVG element. A box has its place and size in all frames of a graph."""
    boxes, gradients = frame.graph.boxes, frame.graph.gradients
    complete = [box_lines(box, True, gradients.get(i)) for i, box in enumerate(boxes)]
    sizes = [
        (2 * MARGIN + LETTER * (2 + max(len(text) for _, text in lines)), 1.4 * MARGIN + LINE * len(lines))
        for lines in complete
    ]
    places = layout(sizes, [[arrow.source for arrow in box.inputs] for box in boxes])
    width, height = round(places.width) + 2 * EDGE, round(places.height) + 2 * EDGE
    parts = [f'<rect class="paper" x="{-EDGE}" y="{-EDGE}" width="{width}" height="{height}"/>']
    parts += [drawn_arrow(route) for route in places.routes.values()]
    for i, box in enumerate(boxes):
        lines = box_lines(box, i in frame.known, frame.gradients.get(i))
        parts.append(drawn_box(box, places.corners[i], sizes[i], lines, i == frame.active))
    parts += [drawn_local(route, frame.local_text(*link)) for link, route in places.routes.items()]
    return (
        f'<svg class="tg-graph" xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'style="max-width: 100%; min-width: {SMALLEST * width:.0f}px; height: auto" '
        f'viewBox="{-EDGE} {-EDGE} {width} {height}"><title>{escape(frame.caption)}</title>'
        f"<desc>{escape(frame.description())}</desc>{STYLE}{''.join(parts)}</svg>"
    )


def box_lines(box: Box, known: bool, gradient: np.ndarray | None) -> list[tuple[str, str]]:
    """The lines in a box, each with its class."""
    lines = [("title", box.title)]
    lines += [("value", line if known else "") for line in labelled("value", box.value)]
    return lines + [("gradient", line) for line in labelled("grad ", gradient) if gradient is not None]


def drawn_box(
    box: Box, corner: tuple[float, float], size: tuple[float, float], lines: list[tuple[str, str]], active: bool
) -> str:
    """Operations have round corners, constants a broken line; the one that is at work a thick one, and a sign."""
    (x, y), (width, height) = corner, size
    kind = ("active " if active else "") + ("" if box.tracked else "constant")
    radius = 12 if box.operation else 0
    drawn = f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{radius}"/>'
    for i, (name, text) in enumerate(lines):
        sign = "▸ " if active and name == "title" else ""
        place = f'x="{x + MARGIN:.1f}" y="{y + MARGIN + LINE * (i + 0.55):.1f}"'
        drawn += f'<text class="{name}" {place}>{sign}{escape(text)}</text>'
    return drawn


def drawn_arrow(route: list[tuple[float, float]]) -> str:
    """A curve through the points of the route, with a head at its end."""
    (x, y), path = route[0], f"M{route[0][0]:.1f},{route[0][1]:.1f}"
    for next_x, next_y in route[1:]:
        middle = (x + next_x) / 2
        path += f" C{middle:.1f},{y:.1f} {middle:.1f},{next_y:.1f} {next_x:.1f},{next_y:.1f}"
        x, y = next_x, next_y
    head = f"M{x:.1f},{y:.1f} l-8,-4 v8 z"
    return f'<path d="{path}"/><path class="head" d="{head}"/>'


def drawn_local(route: list[tuple[float, float]], text: str) -> str:
    """The local gradient, on the last part of the arrow."""
    if not text:
        return ""
    (x, y), (end_x, end_y) = route[-2:]
    x, y, width = (x + end_x) / 2, (y + end_y) / 2, LETTER * len(text) + 4
    behind = f'<rect class="paper" x="{x - width / 2:.1f}" y="{y - 8:.1f}" width="{width:.1f}" height="16"/>'
    return behind + f'<text class="local" x="{x:.1f}" y="{y + 4:.1f}">{escape(text)}</text>'
