"""The exercises of lesson 01: from one layer to a whole forward pass, and how large its weights may be at the start."""

from .activations import ReLU
from .broadcasting import BroadcastShape
from .curves import Sigmoid, Tanh
from .dense import Linear, UnitByHand
from .initialisation import FadingByHand, KaimingStd, XavierStd
from .network import MLPForward
from .questions import CacheWhy, LinearCollapse, ShapesOfALayer, SoftmaxShift, ZeroWeights
from .softmax import Softmax, SoftmaxByHand

#: In the order of the lesson.
EXERCISES = (
    Linear,
    UnitByHand,
    ReLU,
    Sigmoid,
    Tanh,
    MLPForward,
    SoftmaxByHand,
    Softmax,
    XavierStd,
    FadingByHand,
    KaimingStd,
    BroadcastShape,
    ShapesOfALayer,
    LinearCollapse,
    CacheWhy,
    SoftmaxShift,
    ZeroWeights,
)
