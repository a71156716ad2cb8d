"""Which class is taken for which."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.labels import class_labels
from tinygrad_lite.training.metrics.metric import Metric

SHARES: dict[str, Any] = {"true": 1, "pred": 0, "all": (0, 1)}  # normalize → axes along which the shares add up to 1


class ConfusionMatrix(Metric):
    """Counts (C, C): row i, column j holds how many samples of class i were predicted as class j.

    `sklearn.metrics.confusion_matrix` with labels=range(num_classes).

    Args:
        num_classes: needed where predictions are classes; the width of scores (N, C) tells it otherwise.
        normalize: None for counts; "true", "pred" or "all" for shares of the row, of the column or of all samples (0
            where there are none).
        threshold: as in `Accuracy`, which tells the shapes too.

    >>> from tinygrad_lite.training.metrics import ConfusionMatrix
    >>> metric = ConfusionMatrix(3)
    >>> metric.update([0, 1, 2, 1], [0, 1, 1, 1])
    >>> metric.compute()
    array([[1, 0, 0],
           [0, 2, 1],
           [0, 0, 0]])
    """

    @explained()
    @checked
    def __init__(
        self,
        num_classes: int | None = None,
        *,
        normalize: str | None = None,
        threshold: float | None = None,
        name: str = "confusion_matrix",
    ):
        if normalize is not None and normalize not in SHARES:
            raise ValueError(f"ConfusionMatrix: normalize must be None or one of {list(SHARES)}, got {normalize!r}.")
        super().__init__(name)
        self.num_classes, self.normalize, self.threshold = num_classes, normalize, threshold

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        name = type(self).__name__
        predicted, actual, num_classes = class_labels(name, predictions, targets, self.threshold, self.num_classes)
        if num_classes is None:
            raise ValueError(f"{name}: predicted classes do not tell how many there are; give num_classes=...")
        pairs = actual * num_classes + predicted  # the cell's number, row by row
        return {"counts": np.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)}

    def result(self, counts: np.ndarray) -> np.ndarray:
        if self.normalize is None:
            return counts.copy()
        sums = counts.sum(axis=SHARES[self.normalize], keepdims=True)
        return counts / np.maximum(sums, 1)
