"""The confusion matrix as a picture: which class is taken for which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import Axes, checked, is_several, said
from tinygrad_lite.plots.look import counted, new_axes, percent
from tinygrad_lite.training.metrics import ConfusionMatrix
from tinygrad_lite.training.metrics.metric import as_array

LARGEST = 20  # classes, for numbers in the cells


@checked
def plot_confusion_matrix(confusion: Any, class_names: Sequence[str] | None = None, *, ax: Axes | None = None) -> Any:
    """Draw how many samples of each true class (row) were predicted as which class (column), with the row's shares.

    Args:
        confusion: a `training.metrics.ConfusionMatrix`, or counts (C, C).
        class_names: C names; by default the numbers from 0.
        ax: Matplotlib axes to draw into; by default in a new figure.
    Returns:
        The Matplotlib figure. Its attribute `alt` says in words what it shows: `picture(figure, figure.alt)`.

    >>> print(tg.plots.plot_confusion_matrix([[8, 2], [0, 10]], ["cat", "dog"]).alt)
    Confusion matrix of 20 samples in 2 classes: 18 right (90.0 %). Right by class: cat 8 of 10; dog 10 of 10. Most
    often wrong: cat taken for dog, 2 times.
    """
    counts = counts_of(confusion)
    classes = len(counts)
    if class_names is not None and not is_several(class_names):
        raise TypeError(f"plot_confusion_matrix: class_names must be a list of names, got {said(class_names)}.")
    names = [str(name) for name in (range(classes) if class_names is None else class_names)]
    if len(names) != classes:
        raise ValueError(f"plot_confusion_matrix: got {len(names)} class names for {classes} classes.")
    shares = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    size = min(max(3.6, 0.8 * classes), 10.0)
    ax = ax or new_axes(size + 1.2, size)
    image = ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    ax.figure.colorbar(image, ax=ax, label="share of the true class")
    turned = max(map(len, names)) > 8
    ax.set_xticks(range(classes), names, rotation=45 if turned else 0, ha="right" if turned else "center")
    ax.set_yticks(range(classes), names)
    ax.set(xlabel="predicted class", ylabel="true class")
    if classes <= LARGEST:
        for (row, column), count in np.ndenumerate(counts):
            share = shares[row, column]
            text = f"{count}\n{percent(share)}" if count else "0"
            ax.text(column, row, text, ha="center", va="center", color="white" if share > 0.7 else "black", fontsize=9)
    ax.figure.alt = described(counts, names)
    return ax.figure


def counts_of(confusion: Any) -> np.ndarray:
    """The counts of a metric, whatever it is normalized by, or those given; checked."""
    if isinstance(confusion, ConfusionMatrix):
        confusion.compute()  # says so if there are no samples
        return confusion.state["counts"]
    counts = as_array(confusion, "plot_confusion_matrix: counts")
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.size:
        raise ValueError(f"plot_confusion_matrix: needs counts (classes, classes), got shape {counts.shape}.")
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        raise ValueError(
            "plot_confusion_matrix: needs whole numbers from 0, got others. The picture computes shares by itself: "
            "give it the counts, as from ConfusionMatrix(normalize=None)."
        )
    if not counts.any():
        raise ValueError("plot_confusion_matrix: all counts are 0: there are no samples.")
    return counts.astype(np.int64)


def described(counts: np.ndarray, names: list[str]) -> str:
    right, total = int(np.trace(counts)), int(counts.sum())
    rows = "; ".join(f"{name} {counts[i, i]} of {counts[i].sum()}" for i, name in enumerate(names))
    alt = f"Confusion matrix of {counted(total, 'sample')} in {counted(len(names), 'class')}: {right} right "
    alt += f"({percent(right / total, 1)}). Right by class: {rows}."
    wrong = counts * (1 - np.eye(len(names), dtype=np.int64))
    if wrong.any():
        row, column = np.unravel_index(wrong.argmax(), wrong.shape)
        times = counted(int(wrong.max()), "time")
        alt += f" Most often wrong: {names[row]} taken for {names[column]}, {times}."
    return alt
