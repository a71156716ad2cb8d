"""Where a model with two inputs changes its mind: the plane of its inputs, divided into classes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Axes, checked, is_several, said
from tinygrad_lite.plots.look import HATCHES, MARKERS, TINTS, counted, new_axes, percent
from tinygrad_lite.plots.running import answers
from tinygrad_lite.training.metrics.metric import as_array

MOST_POINTS = 10_000  # along each axis


@checked
def plot_decision_boundary(
    model: Any,
    x: Any,
    y: Any,
    *,
    threshold: float | None = None,
    class_names: Sequence[str] | None = None,
    feature_names: Sequence[str] = ("feature 0", "feature 1"),
    points: int = 200,
    ax: Axes | None = None,
) -> Any:
    """Draw which class the model predicts at every place of the plane, and the samples; wrong ones are ringed.

    Args:
        model: ours or PyTorch's, from (n, 2) to scores (n, C), or (n, 1) or (n,) for two classes. It runs in
            evaluation mode; nothing in it is changed.
        x, y: samples (n, 2) and their classes (n,) or (n, 1), as tensors or arrays.
        threshold: for two classes, the score above which class 1 is predicted: 0 (the default) for logits, 0.5 for
            probabilities.
        class_names: C names; by default "class 0" and so on.
        feature_names: what stands at the axes; say the units there.
        points: along each axis, at which the model is asked.
        ax: Matplotlib axes to draw into; by default in a new figure.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> model = tg.nn.Linear(2, 1, bias=False)
    >>> with tg.no_grad():
    ...     weight = model.weight.copy_(tg.tensor([[1.0, 0.0]]))
    >>> print(tg.plots.plot_decision_boundary(model, [[-1.0, 0.0], [1.0, 1.0], [2.0, 0.0]], [0, 1, 0]).alt)
    Decision boundary of Linear: the plane of feature 0 from -1.3 to 2.3 and feature 1 from -0.1 to 1.1.
    Predicted are: class 0 on 36 % of it, 1 of 2 samples right; class 1 on 64 % of it, 1 of 1 samples right. In all, 2
    of 3 samples are right.
    """
    x, y = checked_samples(x, y)
    if not 2 <= points <= MOST_POINTS:
        raise ValueError(f"plot_decision_boundary: points must be from 2 to {MOST_POINTS}, got {points}.")
    if threshold is not None and math.isnan(threshold):
        raise ValueError("plot_decision_boundary: threshold must be a number, got nan.")
    if not is_several(feature_names) or len(feature_names) != 2:
        raise ValueError(f"plot_decision_boundary: feature_names must be two names, got {said(feature_names)}.")
    across, up = (np.linspace(*with_margin(column), points) for column in x.T)
    grid = np.stack(np.meshgrid(across, up), axis=-1)  # (up, across, 2)
    everywhere = np.concatenate([grid.reshape(-1, 2), x])
    margins = margins_of(answers(model, everywhere), threshold)  # (samples, classes)
    names = names_of(margins.shape[1], class_names, y)
    on_grid, of_samples = margins[: -len(x)].reshape(points, points, -1), margins[-len(x) :].argmax(1)
    ax = ax or new_axes(7.2, 4.4)
    draw_regions(ax, across, up, on_grid)
    draw_samples(ax, x, y, of_samples, names)
    ax.set(xlabel=feature_names[0], ylabel=feature_names[1])
    ax.locator_params(nbins=6)
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1), borderaxespad=0, fontsize="small")
    ranges = " and ".join(
        f"{name} from {line[0]:.3g} to {line[-1]:.3g}" for name, line in zip(feature_names, (across, up))
    )
    told = told_by_class(on_grid.argmax(-1), y, of_samples, names)
    ax.figure.alt = f"Decision boundary of {type(model).__name__}: the plane of {ranges}. {told}"
    return ax.figure


def checked_samples(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    x, y = as_array(x, "plot_decision_boundary: x"), as_array(y, "plot_decision_boundary: y")
    if x.ndim != 2 or x.shape[1] != 2 or not len(x):
        raise ValueError(f"plot_decision_boundary: x must be (samples, 2), with a sample at least, got {x.shape}.")
    if not np.isfinite(x).all():
        raise ValueError("plot_decision_boundary: x holds values that are not finite.")
    if y.shape not in ((len(x),), (len(x), 1)):
        raise ValueError(
            f"plot_decision_boundary: y must hold one class for each of the {len(x)} samples, got shape {y.shape}. "
            "One-hot rows: pass y.argmax(1)."
        )
    if not (np.isfinite(y).all() and (y == np.floor(y)).all() and (y >= 0).all()):
        raise ValueError("plot_decision_boundary: y must hold classes, whole numbers from 0, got others.")
    return x.astype(np.float64), y.reshape(-1).astype(np.int64)


def names_of(classes: int, class_names: Sequence[str] | None, y: np.ndarray) -> list[str]:
    if y.max() >= classes:
        raise ValueError(f"plot_decision_boundary: y holds class {y.max()}, but the model knows {classes} classes.")
    if class_names is not None and not is_several(class_names):
        raise TypeError(f"plot_decision_boundary: class_names must be a list of names, got {said(class_names)}.")
    names = [f"class {i}" for i in range(classes)] if class_names is None else list(map(str, class_names))
    if len(names) != classes:
        raise ValueError(f"plot_decision_boundary: got {len(names)} class names; the model knows {classes} classes.")
    return names


def with_margin(column: np.ndarray) -> tuple[float, float]:
    margin = 0.1 * float(np.ptp(column)) or 1.0
    return float(column.min()) - margin, float(column.max()) + margin


def margins_of(scores: np.ndarray, threshold: float | None) -> np.ndarray:
    """By how much the score of each class is above the highest of the others: (n, classes); boundaries are at 0."""
    if np.isnan(scores).any():
        raise ValueError("plot_decision_boundary: the model answers NaN. Look for it in its weights.")
    scores = np.clip(scores.astype(np.float64), -1e300, 1e300)
    if scores.ndim == 2 and scores.shape[1] > 1:
        if threshold is not None:
            raise ValueError("plot_decision_boundary: threshold is for two classes with one score.")
        ordered = np.sort(scores, axis=1)
        first, second = ordered[:, -1:], ordered[:, -2:-1]
        return scores - np.where(scores == first, second, first)
    if scores.ndim != 1 and scores.shape[1:] != (1,):
        raise ValueError(f"plot_decision_boundary: the model must answer (n, classes), got shape {scores.shape}.")
    if threshold is None and scores.min() >= 0 and scores.max() <= 1:
        raise ValueError(
            "plot_decision_boundary: all scores are between 0 and 1. If they are probabilities, as after a Sigmoid, "
            "pass threshold=0.5; if they are logits, threshold=0."
        )
    above = scores.reshape(-1) - (threshold or 0.0)
    return np.stack([-above, above], axis=1)


def draw_regions(ax: Any, across: np.ndarray, up: np.ndarray, margins: np.ndarray) -> None:
    """Each class's part of the plane in a tint and hatch of its own, with black lines between them."""
    for i in np.unique(margins.argmax(-1)):
        margin = margins[..., i]
        levels = [0, max(float(margin.max()), 0.0) + 1]
        tint = tuple(0.75 + 0.25 * part for part in rgb(i))
        area = ax.contourf(across, up, margin, levels, colors=[tint], hatches=[HATCHES[i % len(HATCHES)]], zorder=0)
        area.set(edgecolor="0.7", linewidth=0)  # of the hatch
        if margin.min() < 0 < margin.max():
            ax.contour(across, up, margin, [0], colors="black", linewidths=1.2, zorder=1)


def rgb(i: int) -> tuple[float, ...]:
    from matplotlib.colors import to_rgb

    return to_rgb(TINTS[i % len(TINTS)])


def draw_samples(ax: Any, x: np.ndarray, y: np.ndarray, predicted: np.ndarray, names: list[str]) -> None:
    for i, name in enumerate(names):
        ax.scatter(
            *x[y == i].T, s=28, marker=MARKERS[i % len(MARKERS)], color=[rgb(i)], edgecolors="white", linewidths=0.5,
            label=name, zorder=2,
        )  # fmt: skip
    wrong = x[y != predicted]
    if len(wrong):
        label = f"wrongly predicted: {len(wrong)}"
        ax.scatter(*wrong.T, s=80, facecolors="none", edgecolors="black", linewidths=1.2, label=label, zorder=3)


def told_by_class(regions: np.ndarray, y: np.ndarray, predicted: np.ndarray, names: list[str]) -> str:
    parts = []
    for i, name in enumerate(names):
        right = f"{((y == i) & (predicted == i)).sum()} of {(y == i).sum()}"
        parts.append(f"{name} on {percent((regions == i).mean())} of it, {right} samples right")
    all_right = f"In all, {(y == predicted).sum()} of {counted(len(y), 'sample')} are right."
    return f"Predicted are: {'; '.join(parts)}. {all_right}"
