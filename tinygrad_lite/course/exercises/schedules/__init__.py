"""The exercises of lesson 05: learning rates that change, how to put them together, and where the call belongs."""

from .composing import OrderOfCalls, Sequential
from .decay import Exponential, StepDecay
from .line import Linear
from .one_cycle import OneCycle
from .plateau import Plateau
from .questions import (
    AccuracyInMin,
    CosineByHand,
    PastTheEnd,
    PerBatch,
    PlateauByHand,
    SchedulerFirst,
    StepDecayByHand,
    WarmupByHand,
    WhyLower,
)
from .range_test import RangeTest
from .warmup import WarmupCosine
from .waves import Cosine

#: In the order of the lesson.
EXERCISES = (
    StepDecayByHand,
    StepDecay,
    Exponential,
    Linear,
    CosineByHand,
    Cosine,
    WarmupByHand,
    WarmupCosine,
    OneCycle,
    Sequential,
    PlateauByHand,
    Plateau,
    OrderOfCalls,
    RangeTest,
    PerBatch,
    SchedulerFirst,
    AccuracyInMin,
    PastTheEnd,
    WhyLower,
)
