"""Figures over many batches: how right, how far off, how well ranked. Equal to scikit-learn's."""

from tinygrad_lite.training.metrics.accuracy import Accuracy, TopKAccuracy
from tinygrad_lite.training.metrics.confusion import ConfusionMatrix
from tinygrad_lite.training.metrics.loss import MeanLoss
from tinygrad_lite.training.metrics.metric import Metric, UndefinedMetricWarning
from tinygrad_lite.training.metrics.precision_recall import F1, Precision, Recall
from tinygrad_lite.training.metrics.ranking import ROCAUC, AveragePrecision
from tinygrad_lite.training.metrics.regression import MAE, MSE, R2

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
