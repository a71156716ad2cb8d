"""Schedules for the learning rate. `torch.optim.lr_scheduler`."""

from tinygrad_lite.optim.lr_scheduler.combined import ChainedScheduler, SequentialLR
from tinygrad_lite.optim.lr_scheduler.cosine import CosineAnnealingLR, CosineAnnealingWarmRestarts, warmup_cosine
from tinygrad_lite.optim.lr_scheduler.cycles import CyclicLR, OneCycleLR
from tinygrad_lite.optim.lr_scheduler.decay import (
    ConstantLR,
    ExponentialLR,
    LinearLR,
    MultiStepLR,
    PolynomialLR,
    StepLR,
)
from tinygrad_lite.optim.lr_scheduler.functions import LambdaLR, MultiplicativeLR
from tinygrad_lite.optim.lr_scheduler.plateau import ReduceLROnPlateau
from tinygrad_lite.optim.lr_scheduler.scheduler import LRScheduler

__all__ = [
    "ChainedScheduler", "ConstantLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR", "ExponentialLR",
    "LRScheduler", "LambdaLR", "LinearLR", "MultiStepLR", "MultiplicativeLR", "OneCycleLR", "PolynomialLR",
    "ReduceLROnPlateau", "SequentialLR", "StepLR", "warmup_cosine",
]  # fmt: skip
