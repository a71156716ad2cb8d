"""Precision, recall, and F1, which is high only where both are."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.labels import class_labels, several_labels
from tinygrad_lite.training.metrics.metric import Metric, undefined

AVERAGES = ("binary", "micro", "macro", "weighted", None)


class PrecisionRecall(Metric):
    """Counts for each class: hits, how often it was predicted, how often it is true. Subclasses divide them."""

    higher_is_better = True
    word = needs = ""  # of a subclass: its name in logs; what a class needs for it to be defined

    @explained()
    @checked
    def __init__(
        self,
        average: str | None = "binary",
        *,
        num_classes: int | None = None,
        threshold: float | None = None,
        multilabel: bool = False,
        zero_division: float | str = "warn",
        name: str | None = None,
    ):
        kind = type(self).__name__
        if average not in AVERAGES or (average == "binary" and (multilabel or num_classes not in (None, 2))):
            raise ValueError(
                f"{kind}: average must be one of {AVERAGES}, and 'binary' is for two classes; got {average!r}."
            )
        if zero_division not in ("warn", 0, 1) and zero_division == zero_division:  # NaN does not equal itself
            raise ValueError(f"{kind}: zero_division must be 'warn', 0, 1 or nan, got {zero_division!r}.")
        default = {"binary": self.word, None: f"{self.word}_per_class"}.get(average, f"{self.word}_{average}")
        super().__init__(name or default)
        self.average, self.num_classes, self.threshold = average, num_classes, threshold
        self.multilabel, self.zero_division = multilabel, zero_division

    def fraction(self, hits: np.ndarray, predicted: np.ndarray, actual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is divided by what, for each class."""
        raise NotImplementedError

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        name = type(self).__name__
        if self.multilabel:
            predicted, actual = several_labels(name, predictions, targets, self.threshold)
            return {
                "hits": (predicted & actual).sum(axis=0),
                "predicted": predicted.sum(axis=0),
                "actual": actual.sum(axis=0),
            }
        wanted = 2 if self.average == "binary" else self.num_classes
        predicted, actual, num_classes = class_labels(name, predictions, targets, self.threshold, wanted)
        if num_classes is None:
            raise ValueError(f"{name}: predicted classes do not tell how many there are; give num_classes=...")
        return {
            "hits": np.bincount(actual[predicted == actual], minlength=num_classes),
            "predicted": np.bincount(predicted, minlength=num_classes),
            "actual": np.bincount(actual, minlength=num_classes),
        }

    def result(self, hits: np.ndarray, predicted: np.ndarray, actual: np.ndarray) -> Any:
        counts = np.stack([hits, predicted, actual])
        if self.average == "binary":
            counts = counts[:, 1:]  # class 1 alone
        elif self.average == "micro":
            counts = counts.sum(axis=1, keepdims=True)  # as if all were one class
        scores = self.divided(*self.fraction(*counts))
        if self.average is None:
            return scores
        return average_of_defined(scores, counts[2] if self.average == "weighted" else np.ones(len(scores)))

    def divided(self, numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
        empty = denominator == 0
        if empty.any() and self.zero_division == "warn":
            where = "" if self.average in ("binary", "micro") else f" (classes {np.flatnonzero(empty).tolist()})"
            undefined(
                f"{type(self).__name__}: without {self.needs}{where}, it is undefined and taken as 0. Choose "
                "another value with zero_division=..."
            )
        replacement = 0.0 if self.zero_division == "warn" else self.zero_division
        return np.where(empty, replacement, numerator / np.maximum(denominator, 1)).astype(np.float64)


class Precision(PrecisionRecall):
    """Of the samples predicted as a class, the share that belong to it: TP / (TP + FP).

    `sklearn.metrics.precision_score` with labels=range(num_classes): a class that never occurs counts as well.

    Args:
        average: "binary" for class 1 of two; "micro" for all classes counted together; "macro" for the mean over
            classes; "weighted" for the mean weighted by how often each is true; None for an array, one a class.
        num_classes: needed where predictions are classes, not scores, and there are more than two.
        threshold, multilabel: as in `Accuracy`, which tells the shapes too; one label is one class here.
        zero_division: the value where the denominator is 0: 0, 1, nan (then left out of averages), or "warn" for 0
            and an UndefinedMetricWarning.

    >>> from tinygrad_lite.training.metrics import Precision
    >>> metric = Precision(average=None, num_classes=3)
    >>> metric.update([0, 1, 2, 2], [0, 1, 1, 2])
    >>> metric.compute()
    array([1. , 1. , 0.5])
    """

    word, needs = "precision", "a predicted sample"

    def fraction(self, hits: np.ndarray, predicted: np.ndarray, actual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return hits, predicted


class Recall(PrecisionRecall):
    """Of the samples that belong to a class, the share predicted as it: TP / (TP + FN).

    `sklearn.metrics.recall_score`; arguments as for `Precision`.

    >>> from tinygrad_lite.training.metrics import Recall
    >>> metric = Recall()
    >>> metric.update([0.9, 0.2, 0.7], [1, 1, 0])
    >>> metric.compute()
    0.5
    """

    word, needs = "recall", "a true sample"

    def fraction(self, hits: np.ndarray, predicted: np.ndarray, actual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return hits, actual


class F1(PrecisionRecall):
    """The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).

    `sklearn.metrics.f1_score`; arguments as for `Precision`.

    >>> from tinygrad_lite.training.metrics import F1
    >>> metric = F1("macro")
    >>> metric.update([0.9, 0.2, 0.7], [1, 1, 0])
    >>> metric.compute(), metric.name
    (0.25, 'f1_macro')
    """

    word, needs = "f1", "a true or predicted sample"

    def fraction(self, hits: np.ndarray, predicted: np.ndarray, actual: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return 2 * hits, predicted + actual


def average_of_defined(scores: np.ndarray, weights: np.ndarray) -> float:
    """The weighted mean of the scores that are not NaN; the plain one where they all weigh nothing."""
    defined = ~np.isnan(scores)
    if not defined.any():
        return nan
    scores, weights = scores[defined], weights[defined]
    return float(np.average(scores, weights=weights if weights.any() else None))
