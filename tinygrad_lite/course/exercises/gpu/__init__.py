"""The exercises of lesson 08: moving, timing, loss scaling, memory."""

from .find_mismatch import FindMismatch
from .grad_scaler import GradScalerExercise
from .loss_scale import LossScale
from .memory_estimate import MemoryEstimate
from .questions import WhatMoves, WhatTheBatchCosts, WhenItDoesNotHelp, WhenTheClockIsRead, WhyScale
from .time_it import TimeIt
from .to_device import ToDevice

#: In the order of the lesson.
EXERCISES = (
    ToDevice,
    FindMismatch,
    TimeIt,
    LossScale,
    GradScalerExercise,
    MemoryEstimate,
    WhenTheClockIsRead,
    WhatMoves,
    WhyScale,
    WhatTheBatchCosts,
    WhenItDoesNotHelp,
)
