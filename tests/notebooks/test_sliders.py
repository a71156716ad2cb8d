"""Wherever its sliders stand, a picture shows what it draws: no point and no word lies outside of its axes.

A path may lead out of a map, where its words say that it does.
"""

import itertools
import os
from unittest.mock import patch

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest

from tests.notebooks.in_this_process import shell_of_its_own
from tinygrad_lite import plots
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import project_folder

NOTEBOOKS = {
    lesson: nbformat.read(project_folder() / "lessons" / f"{lesson}.ipynb", as_version=4) for lesson in LESSONS
}


def has_sliders(cell):
    return cell.cell_type == "code" and "\nexplore(" in cell.source


WITH_SLIDERS = [lesson for lesson, notebook in NOTEBOOKS.items() if any(map(has_sliders, notebook.cells))]


def ends(control):
    """The values of a control between which, or among which, one may choose."""
    if isinstance(control, tuple):
        return control[:2]
    return control if isinstance(control, list) else [False, True]


def outside(figure):
    """The points (of lines that mark them) and the anchors of texts that no one sees, as they lie outside the axes."""
    found = []
    for axes in figure.axes:
        box = axes.get_window_extent().padded(1)
        places = [
            ("point", line, line.get_xydata()) for line in axes.lines if line.get_marker() not in ("None", "", " ")
        ]
        places += [("text", text, [text.get_position()]) for text in axes.texts if text.get_text()]
        for kind, artist, data in places:
            shown = artist.get_transform().transform([row for row in np.asarray(data, float) if np.isfinite(row).all()])
            found += [
                f"{kind} {artist.get_label()!r} at {where.round(3)}"
                for where, (x, y) in zip(data, shown)
                if not (box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1)
            ]
    return found


def looked_at(notebook, look=outside):
    """How many pictures with other values of their controls were drawn, and what `look` found in which of them.

    Only the cells down to the last such picture run, and borrowed answers in place of the exercises.
    """
    drawn, found = [], []

    def explore(draw, **controls):
        for values in itertools.product(*map(ends, controls.values())):
            chosen = dict(zip(controls, values))
            drawn.append(chosen)
            with patch.object(plt, "close"):
                words = draw(**chosen).alt
            figure = plt.gcf()
            figure.canvas.draw()
            if "leaves the map" not in words:
                found.extend(f"{draw.__name__}({chosen}): {what}" for what in look(figure))
            plt.close("all")

    last = max(place for place, cell in enumerate(notebook.cells) if has_sliders(cell))
    cells = [cell for cell in notebook.cells[: last + 1] if cell.cell_type == "code"]
    with patch.object(plots, "explore", explore), shell_of_its_own() as shell:
        for cell in cells:
            if cell.source.startswith(("@exercise", "answer(")):
                continue
            result = shell.run_cell(cell.source)
            assert result.success, (cell.id, result.error_in_exec or result.error_before_exec)
    return len(drawn), found


@pytest.mark.one_in(4)
@pytest.mark.parametrize("lesson", WITH_SLIDERS)
def test_what_a_picture_draws_is_in_it_wherever_its_sliders_stand(lesson, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "MPLBACKEND", "agg")
    drawn, found = looked_at(NOTEBOOKS[lesson])
    assert drawn >= 2
    assert not found


def without_head(figure):
    """The lines of a graph's picture that do not say where they lead; what is no graph has axes."""
    return [line for axes in figure.axes if not axes.axison for line in axes.lines]


def arrows(figure):
    return [
        text for axes in figure.axes if not axes.axison for text in axes.texts if getattr(text, "arrow_patch", None)
    ]


@pytest.mark.slow
def test_the_lines_of_the_graph_of_lesson_03_are_arrows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(os.environ, "MPLBACKEND", "agg")
    assert not looked_at(NOTEBOOKS["03_backward_pass"], without_head)[1]
    assert len(looked_at(NOTEBOOKS["03_backward_pass"], arrows)[1]) >= 2 * 3 * (4 + 3 + 5)  # steps, ways, lines


def test_a_point_outside_would_be_found():
    source = """
import matplotlib.pyplot as plt
from tinygrad_lite.plots import explore, picture

def draw(x=1.0):
    fig, ax = plt.subplots()
    ax.plot([x], [x], "ko")
    ax.text(1, 1, "here")
    ax.set(xlim=(0, 2), ylim=(0, 2))
    return picture(fig, alt=f"A point at {x}, and a word.")

explore(draw, x=(0.0, 2.5, 0.5))
"""
    cells = [nbformat.v4.new_code_cell(source, id="picture")]
    drawn, found = looked_at(nbformat.v4.new_notebook(cells=cells))
    assert drawn == 2
    assert len(found) == 1
    assert "draw({'x': 2.5}): point" in found[0]
