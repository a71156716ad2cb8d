"""A picture with sliders, where there is no notebook. In JupyterLab: tests/browser/test_explore.py."""

import pytest
from matplotlib.figure import Figure

from tinygrad_lite.plots import explore, picture
from tinygrad_lite.plots.explore import _decimals


def line(slope=1.0):
    return picture(Figure(), alt=f"slope {slope}")


def test_without_a_notebook_the_first_picture_is_returned():
    assert explore(line, slope=(0.0, 2.0, 0.1)).alt == "slope 1.0"


def test_a_control_without_an_argument_is_refused():
    with pytest.raises(TypeError, match=r'"slop" is no argument of line. It has: slope\.'):
        explore(line, slop=(0.0, 2.0, 0.1))


def test_an_argument_without_a_default_is_refused():
    def draw(slope):
        return line(slope)

    with pytest.raises(TypeError, match='give "slope" a default in draw'):
        explore(draw, slope=(0.0, 2.0, 0.1))


@pytest.mark.parametrize(("step", "decimals"), [(0.002, 3), (0.5, 1), (1.0, 1), (1e-05, 5), (2, 0)])
def test_a_slider_shows_as_many_decimals_as_its_steps_have(step, decimals):
    assert _decimals(step) == decimals
