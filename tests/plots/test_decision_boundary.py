"""The plane is divided where the model's prediction changes, and nothing is changed in the model."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import tinygrad_lite as tg
from tinygrad_lite.plots import plot_decision_boundary
from tinygrad_lite.plots.decision_boundary import margins_of

X = np.array([[-1.0, 0.0], [-0.5, 1.0], [0.5, 0.2], [1.0, 0.8]])


def network(lib, outputs):
    nn = lib.nn
    return nn.Sequential(nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, outputs))


def linear(lib, weight):
    model = lib.nn.Linear(2, len(weight), bias=False)
    model.load_state_dict({"weight": lib.tensor(weight)})
    return model


@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_drawn_from_the_predictions(lib, outputs, unchanged, rendered):
    model = network(lib, outputs)
    model[3].eval()
    x, y = tg.data.blobs(60, max(outputs, 2), seed=0)
    if outputs == 1:
        y = y.reshape(-1, 1).float()
    with unchanged(model):
        figure = plot_decision_boundary(model, x, y, points=40)
    model.eval()
    scores = model(lib.from_numpy(np.array(x.numpy()))).detach().numpy()
    predicted = scores.argmax(1) if outputs > 1 else (scores > 0)[:, 0]
    right = (predicted == y.numpy().reshape(-1)).sum()
    assert figure.alt.endswith(f"In all, {right} of 60 samples are right.")
    ax = figure.axes[0]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("feature 0", "feature 1")
    marks = {dots.get_label(): dots for dots in ax.collections if not dots.get_label().startswith("_")}
    for i in range(max(outputs, 2)):
        np.testing.assert_allclose(marks[f"class {i}"].get_offsets(), x.numpy()[y.numpy().reshape(-1) == i], rtol=1e-6)
    assert len(marks[f"wrongly predicted: {60 - right}"].get_offsets()) == 60 - right
    rendered(figure)


def test_where_the_boundary_lies(lib):
    model = linear(lib, [[1.0, 0.0]])
    figure = plot_decision_boundary(model, X, [0, 0, 1, 1], feature_names=("width in cm", "height in cm"))
    boundaries = [c for c in figure.axes[0].collections if type(c).__name__ == "QuadContourSet" and not c.filled]
    for boundary in boundaries:
        np.testing.assert_allclose(boundary.get_paths()[0].vertices[:, 0], 0, atol=1e-6)
    assert "the plane of width in cm from -1.2 to 1.2 and height in cm" in figure.alt
    assert "class 0 on 50 % of it, 2 of 2 samples right" in figure.alt
    moved = plot_decision_boundary(model, X, [0, 0, 1, 1], threshold=0.9, class_names=["no", "yes"])
    assert "yes on 12 % of it, 1 of 2 samples right" in moved.alt


def test_one_class_everywhere_and_probabilities(rendered):
    probabilities = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.Sigmoid())
    with pytest.raises(ValueError, match=r"after a Sigmoid, pass threshold=0.5; if they are logits, threshold=0"):
        plot_decision_boundary(probabilities, X, [0, 0, 1, 1])
    plot_decision_boundary(probabilities, X, [0, 0, 1, 1], threshold=0.5)
    nothing = linear(tg, [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    figure = plot_decision_boundary(nothing, X[:1], [2], ax=None)
    assert "class 0 on 100 % of it, 0 of 0 samples right; class 1 on 0 % of it" in figure.alt
    rendered(figure)


@given(arrays(np.float64, (7, 4), elements=st.floats(-1e6, 1e6) | st.just(np.inf)))
def test_margins_are_largest_where_the_prediction_is(scores):
    margins = margins_of(scores, None)
    predicted = np.clip(scores, -1e300, 1e300).argmax(1)
    assert (margins[np.arange(7), predicted] >= 0).all()
    assert (margins.argmax(1) == predicted).all()
    assert ((margins > 0).sum(1) <= 1).all()


def test_what_cannot_be_drawn():
    model = linear(tg, [[1.0, 0.0], [0.0, 1.0]])
    for x, y, message in (
        (np.zeros((3, 4)), [0, 0, 0], r"x must be \(samples, 2\), with a sample at least, got \(3, 4\)"),
        (np.zeros((0, 2)), [], "with a sample at least"),
        (X * np.nan, [0, 0, 1, 1], "not finite"),
        (X, np.eye(4), "One-hot rows: pass y.argmax"),
        (X, [0.5, 0, 1, 1], "whole numbers from 0"),
        (X, [0, 0, 1, 5], "y holds class 5, but the model knows 2 classes"),
    ):
        with pytest.raises(ValueError, match=message):
            plot_decision_boundary(model, x, y)
    with pytest.raises(ValueError, match="got 3 class names; the model knows 2 classes"):
        plot_decision_boundary(model, X, [0, 0, 1, 1], class_names="abc")
    with pytest.raises(ValueError, match="threshold is for two classes with one score"):
        plot_decision_boundary(model, X, [0, 0, 1, 1], threshold=0.5)
    with pytest.raises(ValueError, match="the model answers NaN"):
        plot_decision_boundary(linear(tg, [[float("nan"), 0.0]]), X, [0, 0, 1, 1])
    with pytest.raises(ValueError, match=r"must answer \(n, classes\), got shape \(40004, 2, 1\)"):
        plot_decision_boundary(torch.nn.Unflatten(1, (2, 1)), X, [0, 0, 1, 1])
