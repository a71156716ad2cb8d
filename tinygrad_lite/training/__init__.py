"""Training: what happens around the steps of an optimizer, for our models and PyTorch's."""

from tinygrad_lite.data.moving import to_device
from tinygrad_lite.training import distributed, metrics
from tinygrad_lite.training.callbacks import (
    ActivationStats,
    Callback,
    CallbackList,
    CancelBatch,
    CancelEpoch,
    CancelFit,
    CSVLogger,
    EarlyStopping,
    EMAWeightAveraging,
    GradientStats,
    JSONLogger,
    LambdaCallback,
    LearningRateMonitor,
    ModelCheckpoint,
    NaNGuard,
    Profiler,
    ProgressBar,
    StepHistory,
    TensorBoardLogger,
)
from tinygrad_lite.training.checkpoint import (
    CheckpointError,
    export_torch,
    latest_checkpoint,
    load_checkpoint,
    load_weights,
    save_checkpoint,
    save_weights,
)
from tinygrad_lite.training.doctor import diagnose
from tinygrad_lite.training.history import History
from tinygrad_lite.training.loop import train_model, train_one_epoch, validate
from tinygrad_lite.training.range_test import RangeTest, lr_range_test
from tinygrad_lite.training.trainer import Trainer

__all__ = [
    "ActivationStats",
    "CSVLogger",
    "Callback",
    "CallbackList",
    "CancelBatch",
    "CancelEpoch",
    "CancelFit",
    "CheckpointError",
    "EMAWeightAveraging",
    "EarlyStopping",
    "GradientStats",
    "History",
    "JSONLogger",
    "LambdaCallback",
    "LearningRateMonitor",
    "ModelCheckpoint",
    "NaNGuard",
    "Profiler",
    "ProgressBar",
    "RangeTest",
    "StepHistory",
    "TensorBoardLogger",
    "Trainer",
    "diagnose",
    "distributed",
    "export_torch",
    "latest_checkpoint",
    "load_checkpoint",
    "load_weights",
    "lr_range_test",
    "metrics",
    "save_checkpoint",
    "save_weights",
    "to_device",
    "train_model",
    "train_one_epoch",
    "validate",
]
