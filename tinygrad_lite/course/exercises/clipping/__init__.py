"""The exercises of lesson 06: the norm of gradients, clipping, and where it belongs in the training of an RNN."""

from .cell import RNNCell
from .clip import ClipByHand, ClipByNorm
from .loop import RNNLoopWithClipping
from .norms import GlobalNorm, GrowthByHand, NormByHand
from .position import ClipPosition
from .questions import Direction, NotANumber, Place, ReturnedNorm, Vanishing
from .value import ClipByValue
from .way_back import RNNBackward

#: In the order of the lesson.
EXERCISES = (
    RNNCell,
    GrowthByHand,
    RNNBackward,
    NormByHand,
    GlobalNorm,
    ClipByHand,
    ClipByNorm,
    ClipByValue,
    ClipPosition,
    RNNLoopWithClipping,
    Place,
    ReturnedNorm,
    Vanishing,
    Direction,
    NotANumber,
)
