"""Pictures of schedules: the rates that training would use, and nothing is changed by drawing them."""

import copy
import warnings

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.plots import plot_range_test, plot_schedule, plot_schedules
from tinygrad_lite.training import RangeTest

OURS = tg.optim.lr_scheduler


def optimizer_of(lib):
    return lib.optim.SGD(
        [
            {"params": [lib.zeros(3, requires_grad=True)], "lr": 0.1},
            {"params": [lib.ones(3, requires_grad=True)], "lr": 0.5},
        ],
        momentum=0.9,
    )


def lines(figure):
    return [line.get_ydata() for line in figure.axes[0].get_lines()]


@pytest.mark.parametrize("lib", [tg, torch], ids=["ours", "pytorch's"])
def test_the_curve_is_what_training_would_use(lib):
    S, optimizer = lib.optim.lr_scheduler, optimizer_of(lib)
    schedule = S.SequentialLR(
        optimizer, [S.LambdaLR(optimizer, lambda step: (step + 1) / 5), S.OneCycleLR(optimizer, [0.2, 0.9], 40)], [5]
    )
    for _ in range(3):
        optimizer.step()
        schedule.step()
    before = copy.deepcopy((optimizer.state_dict(), schedule.state_dict()))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = plot_schedule(schedule, 35)
    assert repr((optimizer.state_dict(), schedule.state_dict())) == repr(before)
    assert figure.axes[0].get_lines()[0].get_xdata()[0] == 3
    wanted = []
    for _ in range(35):
        wanted.append(schedule.get_last_lr())
        optimizer.step()
        schedule.step()
    np.testing.assert_array_equal(np.transpose(lines(figure)), wanted)
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == [
        "SequentialLR, group 0",
        "SequentialLR, group 1",
    ]


def test_several_in_one_picture():
    made = {
        "steps": lambda optimizer: OURS.StepLR(optimizer, 2),
        "plateau": lambda optimizer: OURS.ReduceLROnPlateau(optimizer, patience=0, factor=0.5),
        "cycle": lambda optimizer: OURS.OneCycleLR(optimizer, 1.0, 4),
    }
    figure = plot_schedules(made, 4, lr=0.8, metrics=[3.0, 2.0, 2.5], log=True)
    axes = figure.axes[0]
    np.testing.assert_allclose(lines(figure)[0], [0.8, 0.8, 0.08, 0.08])
    np.testing.assert_allclose(lines(figure)[1], [0.8, 0.8, 0.8, 0.4])
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_yscale()) == ("step", "learning rate", "log")
    assert len({str(line.get_linestyle()) for line in axes.get_lines()}) == 3  # told apart without colours
    assert "plateau: begins at 0.8, which is its highest, ends at 0.4." in figure.alt
    assert "cycle: begins at 0.04, is highest at step 1 with " in figure.alt
    again = plot_schedule(made["steps"], 3, ax=axes)
    assert again is figure
    assert len(axes.get_lines()) == 4


def test_what_cannot_be_drawn():
    with pytest.raises(ValueError, match=r"ReduceLROnPlateau follows a measure. Give metrics=\[...\]"):
        plot_schedule(OURS.ReduceLROnPlateau(optimizer_of(tg)), 10)
    with pytest.raises(TypeError, match="needs a schedule, or a function that makes one, got float"):
        plot_schedule(0.1, 10)
    with pytest.raises(ValueError, match="needs a schedule and a step at least, got 0 and 10"):
        plot_schedules({}, 10)


def test_the_range_test():
    result = RangeTest(smoothing=0.5)
    for lr, loss in [(0.01, 3.0), (0.1, 2.9), (1.0, 1.0), (10.0, 100.0)]:
        result.add(lr, loss)
    figure = plot_range_test(result)
    raw, smoothed, suggestion = figure.axes[0].get_lines()
    assert raw.get_ydata().tolist() == [3.0, 2.9, 1.0, 100.0]
    assert smoothed.get_xdata().tolist() == [0.01, 0.1, 1.0, 10.0]
    assert suggestion.get_xdata()[0] == result.suggestion
    assert figure.alt.startswith("Loss over the learning rate, from 0.01 to 10. The smoothed loss begins at 3, is ")
    rising = RangeTest(smoothing=0.0)
    rising.add(0.1, 1.0)
    rising.add(0.2, 1.5)
    assert len(plot_range_test(rising).axes[0].get_lines()) == 2
