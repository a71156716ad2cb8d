"""The exercises of lesson 10: what to look at when training goes wrong, and ten loops to be mended."""

from .dead_relu import DeadRelu
from .first_nan import FirstNan
from .grad_stats import GradStats
from .overfit_one_batch import OverfitOneBatch

#: In the order of the lesson.
EXERCISES = (
    OverfitOneBatch,
    GradStats,
    DeadRelu,
    FirstNan,
)
