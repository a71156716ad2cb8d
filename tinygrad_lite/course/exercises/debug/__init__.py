"""The exercises of lesson 10: what to look at when training goes wrong, and ten loops to be mended."""

from .dead_relu import DeadRelu
from .first_nan import FirstNan
from .fix_01 import Fix01
from .fix_02 import Fix02
from .fix_03 import Fix03
from .fix_04 import Fix04
from .fix_05 import Fix05
from .fix_06 import Fix06
from .fix_07 import Fix07
from .fix_08 import Fix08
from .fix_09 import Fix09
from .fix_10 import Fix10
from .grad_stats import GradStats
from .overfit_one_batch import OverfitOneBatch
from .questions import FirstLossByHand, FirstSick, FloorByHand, OneBatch, Restored, SameLoss, SmallerRate

#: In the order of the lesson.
EXERCISES = (
    OverfitOneBatch,
    FirstLossByHand,
    FloorByHand,
    GradStats,
    DeadRelu,
    FirstNan,
    Fix01,
    Fix02,
    Fix03,
    Fix04,
    Fix05,
    Fix06,
    Fix07,
    Fix08,
    Fix09,
    Fix10,
    OneBatch,
    SameLoss,
    Restored,
    SmallerRate,
    FirstSick,
)
