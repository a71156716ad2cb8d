"""The exercises of lesson 07: a split without leakage, early stopping, checkpoints, and the two modes of a network."""

from .batchnorm_eval import BatchnormEval
from .best_epoch import BestEpoch
from .checkpoint_roundtrip import CheckpointRoundtrip
from .dropout import Dropout
from .early_stopping import EarlyStoppingClass
from .no_leakage import NoLeakage
from .train_val_split import TrainValSplit

#: In the order of the lesson.
EXERCISES = (
    TrainValSplit,
    NoLeakage,
    BestEpoch,
    EarlyStoppingClass,
    CheckpointRoundtrip,
    Dropout,
    BatchnormEval,
)
