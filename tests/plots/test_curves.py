"""Curves of training: the numbers of the history, and nothing else."""

import numpy as np
import pytest

from tinygrad_lite.plots import plot_history
from tinygrad_lite.training import History

NAN, INF = float("nan"), float("inf")


def history_of(**values):
    history = History()
    for epoch in range(len(next(iter(values.values())))):
        history.add({name: line[epoch] for name, line in values.items()})
    return history


def lines(ax):
    return {line.get_label(): line for line in ax.get_lines()}


def test_training_and_validation_together(rendered):
    history = history_of(
        loss=[0.9, 0.5, 0.3], accuracy=[0.5, 0.7, 0.9], val_loss=[0.8, 0.4, 0.6], val_accuracy=[0.4, 0.8, 0.7],
        lr=[0.1, 0.01, 0.001],
    )  # fmt: skip
    figure = plot_history(history)
    assert [ax.get_ylabel() for ax in figure.axes] == ["loss", "accuracy", "learning rate"]
    assert {ax.get_xlabel() for ax in figure.axes} == {"epoch, counted from 0"}
    assert [ax.get_yscale() for ax in figure.axes] == ["linear", "linear", "log"]
    for ax, name in zip(figure.axes, ("loss", "accuracy")):
        drawn = lines(ax)
        np.testing.assert_array_equal(drawn["training"].get_ydata(), history[name])
        np.testing.assert_array_equal(drawn["validation"].get_ydata(), history[f"val_{name}"])
        assert drawn["training"].get_linestyle() != drawn["validation"].get_linestyle()
        assert drawn["training"].get_marker() != drawn["validation"].get_marker()
        assert drawn["best epoch: 1 (val_loss 0.4)"].get_xdata()[0] == 1
    assert "validation begins at 0.8 and ends at 0.6, lowest 0.4 in epoch 1." in figure.alt
    assert "accuracy: training begins at 0.5 and ends at 0.9, highest 0.9 in epoch 2;" in figure.alt
    assert figure.alt.endswith("Best epoch: 1 (counted from 0), with val_loss 0.4.")
    rendered(figure)


def test_chosen_panels_scale_and_best_epoch():
    history = {"loss": [1.0, 2.0], "val_accuracy": [0.7, 0.6], "accuracy": [0.5, 0.9]}
    figure = plot_history(history, ["accuracy"], monitor="val_accuracy", mode="max", log=True)
    (ax,) = figure.axes
    assert ax.get_yscale() == "log"
    assert "best epoch: 0 (val_accuracy 0.7)" in lines(ax)
    alone = lines(plot_history({"val_accuracy": [0.7, 0.6]}).axes[0])["validation"]
    assert alone.get_linestyle() == lines(ax)["validation"].get_linestyle() == "--"
    assert plot_history({"rmse": [200.0, 1.0]}).axes[0].get_yscale() == "log"
    assert plot_history({"rmse": [200.0, 1.0]}, log=False).axes[0].get_yscale() == "linear"
    assert plot_history({"r2": [-200.0, 1.0]}, mode="max").axes[0].get_yscale() == "linear"
    groups = plot_history({"lr-group0": [0.1, 0.1], "lr-group1": [0.2, 0.1]})
    assert set(lines(groups.axes[0])) >= {"lr-group0", "lr-group1"}


def test_epochs_without_a_finite_value(rendered):
    figure = plot_history({"loss": [1.0, 0.5, NAN, INF], "val_loss": [NAN] * 4})
    drawn = lines(figure.axes[0])
    np.testing.assert_array_equal(drawn["training"].get_ydata(), [1, 0.5, NAN, NAN])
    assert drawn["training: not finite"].get_xdata().tolist() == [2, 3]
    assert not [label for label in drawn if label.startswith("best")]
    assert "training begins at 1 and ends at 0.5, lowest 0.5 in epoch 1, not finite in 2 epochs, first in" in figure.alt
    assert "validation, not finite in 4 epochs, first in epoch 0." in figure.alt
    rendered(figure)
    assert "best epoch: 0 (loss 1)" in lines(plot_history({"loss": [1.0, INF]}, mode="max").axes[0])
    rendered(plot_history({"loss": [0.3]}))


def test_what_cannot_be_drawn():
    for empty in ({}, {"loss": []}, {"loss": [NAN, INF]}):
        with pytest.raises(ValueError, match=r"there is no finite value in (an empty history|loss)"):
            plot_history(empty)
    with pytest.raises(KeyError, match="no measure 'accuracy'; there are loss"):
        plot_history({"loss": [1.0]}, ["accuracy"])
    with pytest.raises(KeyError, match="there is no 'val_loss'"):
        plot_history({"loss": [1.0]}, monitor="val_loss")
    with pytest.raises(ValueError, match=r"mode must be 'min' or 'max', or None .*, got 'best'"):
        plot_history({"loss": [1.0]}, mode="best")
