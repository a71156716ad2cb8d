"""A picture is what Matplotlib saves with `bbox_inches="tight"`, drawn once instead of twice."""

import io

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from tinygrad_lite.plots import picture


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)


def saved(figure):
    """What Matplotlib makes of a figure."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=144, bbox_inches="tight", facecolor="white")
    return buffer.getvalue()


def a_figure(**layout):
    figure = Figure(figsize=(5, 3), **layout)
    left, right = figure.subplots(1, 2)
    left.plot([0, 2, 1], label="loss")
    left.set(xlabel="step", ylabel="loss", title="Down")
    left.legend()
    right.imshow([[0, 1], [1, 0]], cmap="Greys")
    return figure


def ink(array):
    """The picture without the white around it."""
    rows, columns = (np.flatnonzero((array < 250).any(axis=axis)) for axis in (1, 0))
    return array[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@pytest.mark.parametrize("layout", [{}, {"layout": "constrained"}, {"layout": "tight"}], ids=str)
def test_it_shows_what_matplotlib_saves(layout):
    ours, theirs = (
        ink(pixels(png)) for png in (picture(a_figure(**layout), alt="Two.").png, saved(a_figure(**layout)))
    )
    assert np.abs(np.subtract(ours.shape, theirs.shape)).max() <= 2  # the cut is at whole dots
    rows, columns = np.minimum(ours.shape, theirs.shape)
    assert np.abs(ours[:rows, :columns].mean() - theirs[:rows, :columns].mean()) < 2


def test_the_empty_space_around_is_cut_off():
    figure = Figure(figsize=(5, 3))
    figure.add_axes((0.4, 0.4, 0.2, 0.2))
    height, width = pixels(picture(figure, alt="A small one.").png).shape
    assert width < 0.5 * 5 * 144
    assert height < 0.6 * 3 * 144


def test_what_reaches_beyond_the_figure_is_shown_whole():
    figure = a_figure()
    figure.axes[1].text(1.2, 0.5, "far beyond the right edge", transform=figure.axes[1].transAxes)
    ours, theirs = pixels(picture(figure, alt="Two.").png), pixels(saved(figure))
    assert ours.shape[1] > 5 * 144
    np.testing.assert_array_equal(ours, theirs)


def test_a_figure_is_drawn_once(monkeypatch):
    drawn, draw = [], Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda self, renderer: (drawn.append(1), draw(self, renderer)))
    picture(a_figure(layout="constrained"), alt="Two.")
    assert len(drawn) == 1


def test_the_figure_itself_stays_what_it_was():
    figure = a_figure(layout="constrained")
    figure.set(facecolor="0.5")
    size = figure.get_dpi()
    picture(figure, alt="Two.")
    assert (figure.get_dpi(), figure.get_facecolor()) == (size, (0.5, 0.5, 0.5, 1.0))
    assert isinstance(figure.get_layout_engine(), ConstrainedLayoutEngine)
