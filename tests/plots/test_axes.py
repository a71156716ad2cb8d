"""Pictures with one panel can be drawn into axes of somebody's own."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import tinygrad_lite as tg
from tinygrad_lite import plots
from tinygrad_lite.plots.look import counted, grid_of, worth_logarithm


def model_with_gradients():
    model = tg.nn.Linear(2, 1)
    model(tg.ones(3, 2)).sum().backward()
    return model


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plots.plot_confusion_matrix(np.eye(2), ax=ax),
        lambda ax: plots.plot_decision_boundary(tg.nn.Linear(2, 2), np.eye(2), [0, 1], points=9, ax=ax),
        lambda ax: plots.plot_gradient_flow(model_with_gradients(), ax=ax),
        lambda ax: plots.plot_loss_slice(tg.nn.Linear(2, 1), tg.nn.MSELoss(), np.eye(2), np.eye(2)[:, :1], ax=ax),
        lambda ax: plots.plot_loss_surface(
            tg.nn.Linear(2, 1), tg.nn.MSELoss(), np.eye(2), np.eye(2)[:, :1], points=3, ax=ax
        ),
    ],
)
def test_drawn_where_it_is_wanted(draw):
    left, right = Figure().subplots(1, 2)
    assert draw(right) is right.figure
    assert right.get_xlabel()
    assert not left.has_data()


def test_panels_words_and_scales():
    assert [grid_of(count, 3) for count in (1, 3, 4, 7)] == [(1, 1), (1, 3), (2, 2), (3, 3)]
    assert [counted(1, "class"), counted(2, "class"), counted(0, "map")] == ["1 class", "2 classes", "0 maps"]
    cases = ([1, 100], [1, 99], [0, 100], [-1, 100], [np.nan, np.inf], [np.nan, 1, 1000])
    assert [worth_logarithm(np.array(case)) for case in cases] == [True, False, False, False, False, True]
