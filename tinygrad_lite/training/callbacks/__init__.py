"""What can be hung on a Trainer. Lesson 09 writes one, and uses six of these."""

from tinygrad_lite.training.callbacks.activation_stats import ActivationStats
from tinygrad_lite.training.callbacks.averaging import EMAWeightAveraging
from tinygrad_lite.training.callbacks.callback import Callback, CancelBatch, CancelEpoch, CancelFit
from tinygrad_lite.training.callbacks.callback_list import CallbackList
from tinygrad_lite.training.callbacks.csv_logger import CSVLogger
from tinygrad_lite.training.callbacks.early_stopping import EarlyStopping
from tinygrad_lite.training.callbacks.gradient_stats import GradientStats
from tinygrad_lite.training.callbacks.json_logger import JSONLogger
from tinygrad_lite.training.callbacks.lambda_callback import LambdaCallback
from tinygrad_lite.training.callbacks.learning_rate_monitor import LearningRateMonitor
from tinygrad_lite.training.callbacks.model_checkpoint import ModelCheckpoint
from tinygrad_lite.training.callbacks.nan_guard import NaNGuard
from tinygrad_lite.training.callbacks.profiler import Profiler
from tinygrad_lite.training.callbacks.progress_bar import ProgressBar
from tinygrad_lite.training.callbacks.step_history import StepHistory
from tinygrad_lite.training.callbacks.tensorboard import TensorBoardLogger

__all__ = [
    "ActivationStats",
    "CSVLogger",
    "Callback",
    "CallbackList",
    "CancelBatch",
    "CancelEpoch",
    "CancelFit",
    "EMAWeightAveraging",
    "EarlyStopping",
    "GradientStats",
    "JSONLogger",
    "LambdaCallback",
    "LearningRateMonitor",
    "ModelCheckpoint",
    "NaNGuard",
    "Profiler",
    "ProgressBar",
    "StepHistory",
    "TensorBoardLogger",
]
