"""How far predicted numbers are from the true ones."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.metrics.mean import Mean
from tinygrad_lite.training.metrics.metric import Metric, undefined


class MAE(Mean):
    """Mean absolute error. `sklearn.metrics.mean_absolute_error`.

    Shape:
        predictions, targets: (N,) or (N, 1), or with several outputs (N, ...), over which the mean is taken too.

    >>> from tinygrad_lite.training.metrics import MAE
    >>> metric = MAE()
    >>> metric.update([1.0, 2.0], [1.0, 5.0])
    >>> metric.compute()
    1.5
    """

    higher_is_better = False

    @explained()
    @checked
    def __init__(self, *, name: str = "mae"):
        super().__init__(name)

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        predictions, targets = outputs("MAE", predictions, targets)
        return {"total": np.abs(predictions - targets).sum(axis=0), "count": len(targets)}


class MSE(Mean):
    """Mean squared error, or with squared=False its root: `sklearn.metrics.mean_squared_error`, `root_mean_...`.

    The root is taken for each output, before the mean over outputs. Shapes as for `MAE`.

    >>> from tinygrad_lite.training.metrics import MSE
    >>> metric = MSE(squared=False)
    >>> metric.update([1.0, 2.0], [1.0, 4.0])
    >>> metric.compute(), metric.name
    (1.414..., 'rmse')
    """

    higher_is_better = False

    @explained()
    @checked
    def __init__(self, *, squared: bool = True, name: str | None = None):
        super().__init__(name or ("mse" if squared else "rmse"))
        self.squared = squared

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        predictions, targets = outputs("MSE", predictions, targets)
        return {"total": np.square(predictions - targets).sum(axis=0), "count": len(targets)}

    def result(self, total: np.ndarray, lost: np.ndarray, count: int) -> float:
        means = (total + lost) / count
        return float(np.mean(means if self.squared else np.sqrt(means)))


class R2(Metric):
    """The share of the targets' variance that is predicted: 1 - Σ(y - prediction)² / Σ(y - mean of y)².

    `sklearn.metrics.r2_score`; with several outputs, the mean over them. Where all targets are equal, 1 if all
    predictions are right, 0 otherwise. With a single sample nan, with an UndefinedMetricWarning. Shapes as for `MAE`.

    >>> from tinygrad_lite.training.metrics import R2
    >>> metric = R2()
    >>> metric.update([2.5, 0.0], [3.0, -0.5])
    >>> metric.update([2.0, 8.0], [2.0, 7.0])
    >>> metric.compute()
    0.9486...
    """

    higher_is_better = True

    @explained()
    @checked
    def __init__(self, *, name: str = "r2"):
        super().__init__(name)

    def measure(self, predictions: np.ndarray, targets: np.ndarray) -> dict[str, Any]:
        predictions, targets = outputs("R2", predictions, targets)
        distances = targets - targets[0]
        offset = distances.mean(axis=0)
        return {
            "count": len(targets),
            "first": targets[0],
            "offset": offset,  # of the mean from the first target
            "spread": np.square(distances - offset).sum(axis=0),
            "residual": np.square(targets - predictions).sum(axis=0),
        }

    def absorb(self, state: dict[str, Any]) -> None:
        """Join two groups, each with the squared distances from its own mean.

        The sums of y and y² would do as well on paper, but their difference has few right digits where y is large, and
        so has the difference of two means; therefore these are kept as a distance from a target. Source: Chan, Golub
        and LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances".
        """
        if self.state:
            old, new = self.state, state
            self.check_width(old["offset"].shape, new["offset"].shape)
            count = old["count"] + new["count"]
            shift = new["first"] - old["first"] + (new["offset"] - old["offset"])  # from the old mean to the new one
            state = {
                "count": count,
                "first": old["first"],
                "offset": old["offset"] + shift * (new["count"] / count),
                "spread": old["spread"] + new["spread"] + shift**2 * (old["count"] * new["count"] / count),
                "residual": old["residual"] + new["residual"],
            }
        self.state = dict(state)

    def result(self, count: int, first: Any, offset: Any, spread: np.ndarray, residual: np.ndarray) -> float:
        if count < 2:
            undefined("R2: a single sample has no variance; it is nan.")
            return nan
        constant = spread == 0
        explained = 1 - residual / np.where(constant, 1, spread)
        return float(np.mean(np.where(constant, residual == 0, explained)))


def outputs(name: str, predictions: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both as float64, (samples, outputs). Only (N,) and (N, 1) may meet: other shapes would broadcast to pairs."""
    one_each = all(array.ndim == 1 or (array.ndim == 2 and array.shape[1] == 1) for array in (predictions, targets))
    shapes = f"{predictions.shape} and {targets.shape}"
    if not predictions.ndim or not targets.ndim:
        raise ValueError(f"{name}: predictions and targets must be batches, (N,) or (N, outputs); got {shapes}.")
    if predictions.size != targets.size or not (one_each or predictions.shape == targets.shape):
        raise ValueError(f"{name}: predictions and targets must have the same shape, got {shapes}.")
    samples = len(targets)
    return predictions.reshape(samples, -1).astype(np.float64), targets.reshape(samples, -1).astype(np.float64)
