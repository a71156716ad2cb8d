"""How many predictions are right."""

from __future__ import annotations

from math import isnan
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.labels import class_labels, classes, column, no_nan, same_length, several_labels
from tinygrad_lite.training.metrics.metric import Metric, undefined


class Accuracy(Metric):
    """The share of samples whose class was predicted; with several labels, of those with all labels right.

    `sklearn.metrics.accuracy_score`.

    Args:
        threshold: a single score above it means class 1, or that the label applies. Without one, scores must be
            probabilities, and it is 0.5; for logits give 0.0.
        multilabel: whether a sample may have several labels.

    Shape:
        predictions: scores (N, C), of which the largest counts; scores (N,) or (N, 1) for class 1 of two; or classes
            (N,), of an integer dtype. targets: classes (N,) or (N, 1).

        With `multilabel`, scores or labels (N, L), and targets (N, L) of zeros and ones.

    >>> from tinygrad_lite.training.metrics import Accuracy
    >>> metric = Accuracy()
    >>> metric.update(tg.tensor([[2.0, 1.0], [0.0, 3.0]]), tg.tensor([0, 0]))
    >>> metric.update(tg.tensor([[5.0, 1.0], [0.0, 3.0]]), tg.tensor([0, 1]))
    >>> metric.compute()
    0.75
    """

    higher_is_better = True

    @explained()
    @checked
    def __init__(self, *, threshold: float | None = None, multilabel: bool = False, name: str = "accuracy"):
        super().__init__(name)
        self.threshold, self.multilabel = threshold, multilabel

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        if self.multilabel:
            predicted, actual = several_labels("Accuracy", predictions, targets, self.threshold)
            right = (predicted == actual).all(axis=1)
        else:
            right = usual_matches(predictions, targets)
            if right is None:
                predicted, actual, _ = class_labels("Accuracy", predictions, targets, self.threshold)
                right = predicted == actual
        return {"correct": np.count_nonzero(right), "count": len(right)}

    def result(self, correct: int, count: int) -> float:
        return float(correct / count)


def usual_matches(scores: np.ndarray, targets: np.ndarray) -> np.ndarray | None:
    """Which samples are right, in few passes, for what nearly all batches are: scores (N, C) and int64 classes (N,).

    None where `class_labels` must take a closer look, and perhaps complain.
    """
    if scores.ndim != 2 or targets.shape != scores.shape[:1] or targets.dtype != np.int64 or scores.shape[1] < 2:
        return None
    if not scores.size or isnan(scores.item(scores.argmax())):  # argmax stops at the first NaN, if there is one
        return None
    unsigned = targets.view(np.uint64)  # negative ones are huge without their sign
    if unsigned.item(unsigned.argmax()) >= scores.shape[1]:
        return None
    return scores.argmax(1) == targets


class TopKAccuracy(Metric):
    """The share of samples whose class is among the `k` with the highest scores.

    `sklearn.metrics.top_k_accuracy_score`: of classes with equal scores, the later one comes first.

    >>> from tinygrad_lite.training.metrics import TopKAccuracy
    >>> metric = TopKAccuracy(k=2)
    >>> metric.update([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]], [1, 2])
    >>> metric.compute()
    0.5
    """

    higher_is_better = True

    @explained()
    @checked
    def __init__(self, k: int = 2, *, name: str | None = None):
        if k < 1:
            raise ValueError(f"TopKAccuracy: k must be at least 1, got {k}.")
        super().__init__(name or f"top{k}_accuracy")
        self.k = k

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        if predictions.ndim != 2 or predictions.shape[1] < 2:
            raise ValueError(f"TopKAccuracy: needs scores (samples, classes), got shape {predictions.shape}.")
        num_classes = predictions.shape[1]
        if self.k >= num_classes:
            undefined(f"TopKAccuracy: among the best {self.k} of {num_classes} classes is every class.")
        no_nan("TopKAccuracy", predictions)
        targets = column("TopKAccuracy", "targets", targets)
        same_length("TopKAccuracy", predictions, targets)
        targets = classes("TopKAccuracy", "targets", targets, num_classes)[:, None]
        score = np.take_along_axis(predictions, targets, axis=1)  # of the true class, (N, 1)
        ahead = (predictions > score) | ((predictions == score) & (np.arange(num_classes) > targets))
        return {"correct": np.count_nonzero(ahead.sum(axis=1) < self.k), "count": len(targets)}

    def result(self, correct: int, count: int) -> float:
        return float(correct / count)
