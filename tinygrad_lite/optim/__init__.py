"""Optimizers. `torch.optim`."""

from tinygrad_lite.optim import lr_scheduler
from tinygrad_lite.optim.adagrad import Adagrad
from tinygrad_lite.optim.adam import Adam, AdamW
from tinygrad_lite.optim.averages import ExponentialMovingAverage
from tinygrad_lite.optim.lookahead import Lookahead
from tinygrad_lite.optim.nadam import NAdam
from tinygrad_lite.optim.optimizer import Optimizer
from tinygrad_lite.optim.radam import RAdam
from tinygrad_lite.optim.rmsprop import RMSprop
from tinygrad_lite.optim.sam import SAM
from tinygrad_lite.optim.sgd import SGD

__all__ = [
    "SAM", "SGD", "Adagrad", "Adam", "AdamW", "ExponentialMovingAverage", "Lookahead", "NAdam", "Optimizer", "RAdam",
    "RMSprop", "lr_scheduler",
]  # fmt: skip
