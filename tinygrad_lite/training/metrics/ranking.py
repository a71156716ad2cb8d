"""How well scores put positive samples before negative ones, whatever the threshold."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.labels import both_by_label, classes, column, no_nan, same_length, zeros_and_ones
from tinygrad_lite.training.metrics.metric import Metric, undefined

AVERAGES = ("micro", "macro", "weighted", None)


class Ranking(Metric):
    """Scores and truth of all samples, one column a class; a subclass judges a column.

    The order of all samples matters, so that no sum of batches is enough: every score is kept, 4 bytes as float32.
    """

    higher_is_better = True
    word = ""  # of a subclass: its name in logs

    @explained()
    @checked
    def __init__(self, average: str | None = "macro", *, multilabel: bool = False, name: str | None = None):
        if average not in AVERAGES:
            raise ValueError(f"{type(self).__name__}: average must be one of {AVERAGES}, got {average!r}.")
        default = {"macro": self.word, None: f"{self.word}_per_class"}.get(average, f"{self.word}_{average}")
        super().__init__(name or default)
        self.average, self.multilabel = average, multilabel

    def score(self, hits: np.ndarray, false_alarms: np.ndarray) -> float:
        """The figure of one column, from its `counts_by_threshold`."""
        raise NotImplementedError

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        name = type(self).__name__
        no_nan(name, predictions)
        if self.multilabel:
            both_by_label(name, predictions, targets)
            truth = zeros_and_ones(name, targets)
        elif predictions.ndim == 2 and predictions.shape[1] > 1:
            targets = column(name, "targets", targets)
            truth = classes(name, "targets", targets, predictions.shape[1])[:, None] == np.arange(predictions.shape[1])
        else:
            predictions = column(name, "predictions", predictions)[:, None]
            truth = zeros_and_ones(name, column(name, "targets", targets))[:, None]
        same_length(name, predictions, targets)
        return {"scores": [np.array(predictions)], "truth": [truth]}  # a copy: the caller may use the memory again

    def absorb(self, state: dict[str, Any]) -> None:
        for name, parts in state.items():
            before = self.state.setdefault(name, [])
            self.check_width((before or parts)[0].shape[1:], parts[0].shape[1:])
            before.extend(parts)

    def state_dict(self) -> dict[str, Any]:
        return {"metric": repr(self)} | {name: np.concatenate(parts) for name, parts in self.state.items()}

    def figures(self, name: str, saved: Any) -> np.ndarray:
        array = super().figures(name, saved)
        if array.ndim != 2:
            raise ValueError(f"{type(self).__name__}: the saved {name} must have a row for each sample.")
        return array

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        super().load_state_dict(state_dict)
        self.state = {name: [array] for name, array in self.state.items()}

    def result(self, scores: list[np.ndarray], truth: list[np.ndarray]) -> Any:
        all_scores, all_truth = np.concatenate(scores), np.concatenate(truth)  # (N, classes)
        if self.average == "micro":
            all_scores, all_truth = all_scores.reshape(-1, 1), all_truth.reshape(-1, 1)
        figures = np.array([self.score(*counts_by_threshold(s, t)) for s, t in zip(all_scores.T, all_truth.T)])
        if len(figures) == 1:
            return float(figures[0])
        if self.average == "macro":
            return float(figures.mean())
        if self.average == "weighted":
            weights = all_truth.sum(axis=0)
            return float(np.where(weights, figures, 0) @ weights / max(weights.sum(), 1))
        return figures


class ROCAUC(Ranking):
    """The area under the ROC curve: how often a positive sample has a higher score than a negative one (ties: half).

    `sklearn.metrics.roc_auc_score` with multi_class="ovr": each class against the rest.

    Args:
        average: over classes or labels: "macro", the mean; "weighted" by how often each is true; "micro", all counted
            together; None for an array. Without effect on scores for two classes.
        multilabel: whether a sample may have several labels.

    Shape:
        predictions: scores (N,) or (N, 1) for class 1 of two; probabilities (N, C) that add up to 1: logits of
            different samples cannot be compared with each other. targets: classes (N,) or (N, 1).

        With `multilabel`, scores (N, L), and targets (N, L) of zeros and ones.

    Where a class has only positive or only negative samples, the area is nan, with an UndefinedMetricWarning.

    >>> from tinygrad_lite.training.metrics import ROCAUC
    >>> metric = ROCAUC()
    >>> metric.update([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    >>> metric.compute()
    0.75
    """

    word = "roc_auc"

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        if not self.multilabel and predictions.ndim == 2 and predictions.shape[1] > 1:
            sums = predictions.sum(axis=1, dtype=np.float64)
            if (predictions < 0).any() or (np.abs(sums - 1) > 0.01).any():  # a softmax in float16 is not very exact
                raise ValueError("ROCAUC: the scores of a sample must be probabilities that add up to 1: use softmax.")
        return super().measure(predictions, targets)

    def score(self, hits: np.ndarray, false_alarms: np.ndarray) -> float:
        positives, negatives = int(hits[-1]), int(false_alarms[-1])
        if not positives or not negatives:
            undefined(f"ROCAUC: undefined for {positives} positive and {negatives} negative samples; it is nan.")
            return nan
        widths = np.diff(false_alarms, prepend=0)
        heights = hits + np.append(0, hits[:-1])  # twice the mean of both sides, so that all remains whole numbers
        return float(widths @ heights / (2 * positives * negatives))


class AveragePrecision(Ranking):
    """The mean of the precisions at each positive sample, going down the scores; over classes, the mAP.

    `sklearn.metrics.average_precision_score`: the sum of (Rₙ - Rₙ₋₁)·Pₙ over thresholds, without interpolation.

    Arguments and shapes as for `ROCAUC`, but scores (N, C) may be anything. Without a positive sample, it is 0, with an
    UndefinedMetricWarning.

    >>> from tinygrad_lite.training.metrics import AveragePrecision
    >>> metric = AveragePrecision()
    >>> metric.update([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
    >>> metric.compute()
    0.8333...
    """

    word = "average_precision"

    def score(self, hits: np.ndarray, false_alarms: np.ndarray) -> float:
        if not hits[-1]:
            undefined("AveragePrecision: undefined without a positive sample; it is taken as 0.")
            return 0.0
        precision = hits / (hits + false_alarms)
        return float(np.diff(hits, prepend=0) @ precision / hits[-1])


def counts_by_threshold(scores: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How many positive and how many negative samples reach each score that occurs, from the highest down."""
    order = np.argsort(scores)[::-1]
    scores, truth = scores[order], truth[order]
    last = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(scores) - 1)  # of those with equal scores
    hits = np.cumsum(truth)[last]
    return hits, last + 1 - hits
