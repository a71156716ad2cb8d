"""The exercises of lesson 02, in the order of the lesson: losses for regression, yes or no, and several classes."""

from .loss_regression import MSEByHand, MSE, MAE  # isort: skip (the lesson's order)
from .loss_robust import Huber, SmoothL1  # isort: skip
from .loss_binary import BCE, BCEWithLogits  # isort: skip
from .loss_classes import LogSoftmax, CrossEntropyByHand, NLL, CrossEntropy  # isort: skip
from .loss_questions import ChooseLoss  # isort: skip
from .loss_questions import TargetDtype, PredictionRule, Outlier, FirstLoss, DoubleSoftmax  # isort: skip

__all__ = [
    "BCE",
    "MAE",
    "MSE",
    "NLL",
    "BCEWithLogits",
    "ChooseLoss",
    "CrossEntropy",
    "CrossEntropyByHand",
    "DoubleSoftmax",
    "FirstLoss",
    "Huber",
    "LogSoftmax",
    "MSEByHand",
    "Outlier",
    "PredictionRule",
    "SmoothL1",
    "TargetDtype",
]
