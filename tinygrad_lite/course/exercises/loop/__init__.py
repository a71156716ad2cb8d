"""The exercises of lesson 09: from batches to a training that stops by itself, and the report on what came of it."""

from .accuracy import Accuracy
from .batches import Batches
from .by_hand import IntervalByHand, MeanByHand, PrecisionByHand, RecallByHand
from .callback import Callback
from .confusion_matrix import ConfusionMatrix
from .log_scalars import LogScalars
from .loop_order import LoopOrder
from .precision_recall_f1 import PrecisionRecallF1
from .questions import EvalAndNoGrad, LossTensor, RareClass, SchedulerStep, WhichData
from .run_record import RunRecord
from .train_model import TrainModel
from .train_one_epoch import TrainOneEpoch
from .train_regression import TrainRegression
from .train_scheduled import TrainScheduled
from .validate import Validate

#: In the order of the lesson.
EXERCISES = (
    Batches,
    TrainRegression,
    LoopOrder,
    Accuracy,
    MeanByHand,
    TrainOneEpoch,
    Validate,
    TrainScheduled,
    Callback,
    TrainModel,
    LogScalars,
    ConfusionMatrix,
    PrecisionByHand,
    RecallByHand,
    PrecisionRecallF1,
    IntervalByHand,
    RunRecord,
    EvalAndNoGrad,
    LossTensor,
    WhichData,
    RareClass,
    SchedulerStep,
)
