"""The exercises of lesson 07: a split without leakage, early stopping, checkpoints, and the two modes of a network."""

from .batchnorm_eval import BatchnormEval
from .best_epoch import BestEpoch
from .checkpoint_roundtrip import CheckpointRoundtrip
from .dropout import Dropout
from .early_stopping import EarlyStoppingClass
from .no_leakage import NoLeakage
from .questions import (
    Chosen,
    ForgottenEval,
    Impatient,
    KeptByHand,
    NormByHand,
    Patients,
    StandardByHand,
    StopByHand,
    WhatToSave,
)
from .train_val_split import TrainValSplit

#: In the order of the lesson.
EXERCISES = (
    TrainValSplit,
    StandardByHand,
    NoLeakage,
    StopByHand,
    BestEpoch,
    EarlyStoppingClass,
    CheckpointRoundtrip,
    KeptByHand,
    Dropout,
    NormByHand,
    BatchnormEval,
    Patients,
    Chosen,
    WhatToSave,
    ForgottenEval,
    Impatient,
)
