"""The exercises of lesson 03: slopes by hand, the backward pass of each piece, and the graph that joins them."""

from .accumulate import Accumulate, TwiceByHand
from .activations import SigmoidGrad, TanhGrad
from .chain import ChainByHand, ChainRule
from .gradcheck import Gradcheck
from .graph import TopologicalOrder
from .layers import LinearBackward, Unbroadcast
from .numerical import DifferenceByHand, NumericalGradient
from .questions import CheckFails, GradientMeaning, LeftoverGradients, TwoRoads, VanishingSigmoid
from .relu_grad import ReLUGrad
from .softmax import SoftmaxByHand, SoftmaxCrossEntropyGrad
from .value import ValueExercise

#: In the order of the lesson.
EXERCISES = (
    DifferenceByHand,
    NumericalGradient,
    ChainByHand,
    ChainRule,
    ReLUGrad,
    SigmoidGrad,
    TanhGrad,
    LinearBackward,
    Unbroadcast,
    SoftmaxByHand,
    SoftmaxCrossEntropyGrad,
    TwiceByHand,
    Accumulate,
    TopologicalOrder,
    ValueExercise,
    Gradcheck,
    GradientMeaning,
    TwoRoads,
    VanishingSigmoid,
    LeftoverGradients,
    CheckFails,
)
