"""The exercises of lesson 10: what to look at when training goes wrong, and ten loops to be mended."""

from .dead_relu import DeadRelu
from .first_nan import FirstNan
from .fix_01 import Fix01
from .fix_02 import Fix02
from .grad_stats import GradStats
from .overfit_one_batch import OverfitOneBatch

#: In the order of the lesson.
EXERCISES = (
    OverfitOneBatch,
    GradStats,
    DeadRelu,
    FirstNan,
    Fix01,
    Fix02,
)
