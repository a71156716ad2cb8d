"""The confusion matrix holds the metric's counts."""

import numpy as np
import pytest
import torch

from tinygrad_lite.plots import plot_confusion_matrix
from tinygrad_lite.training.metrics import ConfusionMatrix


def texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


@pytest.mark.parametrize("normalize", [None, "true", "pred", "all"])
def test_counts_and_shares(normalize, rendered):
    metric = ConfusionMatrix(3, normalize=normalize)
    metric.update([0, 1, 2, 1, 0, 0, 0], [0, 1, 1, 1, 0, 0, 1])
    figure = plot_confusion_matrix(metric, ["a", "b", "c"])
    ax = figure.axes[0]
    shares = ax.get_images()[0].get_array()
    np.testing.assert_allclose(shares, [[1, 0, 0], [0.25, 0.5, 0.25], [0, 0, 0]])
    assert texts(figure) == ["3\n100 %", "0", "0", "1\n25 %", "2\n50 %", "1\n25 %", "0", "0", "0"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b", "c"]
    assert figure.alt == (
        "Confusion matrix of 7 samples in 3 classes: 5 right (71.4 %). Right by class: a 3 of 3; b 2 of 4; c 0 of 0. "
        "Most often wrong: b taken for a, 1 time."
    )
    rendered(figure)


def test_arrays_and_many_classes():
    figure = plot_confusion_matrix(torch.eye(2) * 5)
    assert texts(figure) == ["5\n100 %", "0", "0", "5\n100 %"]
    assert "Most often wrong" not in figure.alt
    assert texts(plot_confusion_matrix(np.eye(25))) == []


def test_what_cannot_be_drawn():
    with pytest.raises(ValueError, match="there are no samples yet"):
        plot_confusion_matrix(ConfusionMatrix(2))
    for wrong, message in (
        ([[1, 2, 3]], r"needs counts \(classes, classes\), got shape \(1, 3\)"),
        (np.empty((0, 0)), "got shape"),
        ([[0.5, 0.5], [0.0, 1.0]], "needs whole numbers from 0"),
        ([[float("nan")]], "needs whole numbers from 0"),
        ([[0, 0], [0, 0]], "there are no samples"),
    ):
        with pytest.raises(ValueError, match=message):
            plot_confusion_matrix(wrong)
    with pytest.raises(ValueError, match="got 1 class names for 2 classes"):
        plot_confusion_matrix(np.eye(2), ["a"])
