"""The exercises of lesson 04: from gradient descent to AdamW, an optimizer class, and picking a learning rate."""

from .adam import Adam
from .adamw import AdamW
from .descent import Sgd, WeightDecay
from .momentum import Momentum
from .nesterov import Nesterov
from .optimizer_class import OptimizerClass
from .picking import PickLr
from .questions import (
    AdamFirstStep,
    Diverging,
    LongerSteps,
    Memory,
    StepByHand,
    VelocityAlternating,
    VelocityLimit,
    WhichShrinks,
    WhyCorrect,
)
from .rmsprop import RMSprop

#: In the order of the lesson.
EXERCISES = (
    Sgd,
    StepByHand,
    VelocityLimit,
    VelocityAlternating,
    Momentum,
    Nesterov,
    RMSprop,
    AdamFirstStep,
    Adam,
    WeightDecay,
    AdamW,
    OptimizerClass,
    PickLr,
    Diverging,
    LongerSteps,
    WhyCorrect,
    WhichShrinks,
    Memory,
)
