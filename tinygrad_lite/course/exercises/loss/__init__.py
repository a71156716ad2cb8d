"""The exercises of lesson 02: losses for numbers, for a yes or no, and for several classes."""

from .bce import BCE
from .bce_with_logits import BCEWithLogits
from .cross_entropy import CrossEntropy, CrossEntropyByHand
from .huber import Huber
from .log_softmax import LogSoftmax
from .nll import NLL
from .questions import ChooseLoss, DoubleSoftmax, FirstLoss, Outlier, PredictionRule, TargetDtype
from .regression import MAE, MSE, MSEByHand
from .smooth_l1 import SmoothL1

#: In the order of the lesson.
EXERCISES = (
    MSE,
    MSEByHand,
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
