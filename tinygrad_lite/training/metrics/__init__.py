"""Figures over many batches: how right, how far off, how well ranked. Equal to scikit-learn's."""

from typing import NoReturn

from tinygrad_lite.training.metrics.accuracy import Accuracy, TopKAccuracy
from tinygrad_lite.training.metrics.confusion import ConfusionMatrix
from tinygrad_lite.training.metrics.loss import MeanLoss
from tinygrad_lite.training.metrics.metric import Metric, UndefinedMetricWarning
from tinygrad_lite.training.metrics.precision_recall import F1, Precision, Recall
from tinygrad_lite.training.metrics.ranking import ROCAUC, AveragePrecision
from tinygrad_lite.training.metrics.regression import MAE, MSE, R2

ELSEWHERE = {
    "F1Score": "F1", "FBetaScore": "F1", "AUROC": "ROCAUC", "AUC": "ROCAUC", "MeanSquaredError": "MSE",
    "MeanAbsoluteError": "MAE", "R2Score": "R2", "Mean": "MeanLoss", "MeanMetric": "MeanLoss",
    "CategoricalAccuracy": "Accuracy", "SparseCategoricalAccuracy": "Accuracy", "BinaryAccuracy": "Accuracy",
    "SparseTopKCategoricalAccuracy": "TopKAccuracy",
}  # fmt: skip


def __getattr__(name: str) -> NoReturn:
    hint = f" It is called {ELSEWHERE[name]!r} here." if name in ELSEWHERE else ""
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}.{hint}")


__all__ = [
    "F1",
    "MAE",
    "MSE",
    "R2",
    "ROCAUC",
    "Accuracy",
    "AveragePrecision",
    "ConfusionMatrix",
    "MeanLoss",
    "Metric",
    "Precision",
    "Recall",
    "TopKAccuracy",
    "UndefinedMetricWarning",
]
