"""The exercises of lesson 02: losses for numbers, for a yes or no, and for several classes."""

from .binary import BCE, BCEWithLogits
from .classes import NLL, CrossEntropy, CrossEntropyByHand, LogSoftmax
from .questions import ChooseLoss, DoubleSoftmax, FirstLoss, Outlier, PredictionRule, TargetDtype
from .regression import MAE, MSE, MSEByHand
from .robust import Huber, SmoothL1

#: In the order of the lesson.
EXERCISES = (
    MSEByHand,
    MSE,
    MAE,
    Huber,
    SmoothL1,
    BCE,
    BCEWithLogits,
    LogSoftmax,
    CrossEntropyByHand,
    NLL,
    CrossEntropy,
    ChooseLoss,
    TargetDtype,
    PredictionRule,
    Outlier,
    FirstLoss,
    DoubleSoftmax,
)
