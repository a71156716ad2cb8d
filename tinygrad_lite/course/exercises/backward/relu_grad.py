"""The backward pass of ReLU, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..draws import both_signs
from .shapes import SHAPES

_AT_ZERO = "where an input is exactly 0"
_NEAR_ZERO = "where an input is near 0"


class ReLUGrad(Exercise):
    id = "backward/relu_grad"
    axes = {"grad_output": ..., "x": ...}
    hints = (
        "How fast does max(0, x) change with x where x is above 0? And where it is below?",
        "Chain rule: the gradient that arrives, times the local slope, which is 1 where x > 0 and 0 elsewhere.",
        "`x > 0` gives True and False, which count as 1 and 0 in a product. One line: `return … * (…)`.",
    )
    notice = (
        "Where a unit's input is below 0 for every sample, nothing comes through to its weights. Unless the layers "
        "before it change, it stays like that: a dead ReLU."
    )

    def cases(self, rng):
        yield self.case(np.array([5.0, 7.0]), np.array([2.0, -3.0]))
        yield self.case(np.array([-4.0, 3.0, 0.5]), np.array([0.5, 3.0, -1.0]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape), both_signs(rng, shape))
        for shape in [(3,), (4,), (2, 3)]:
            x = both_signs(rng, shape)
            x.flat[:2] = 0.0
            yield self.case(both_signs(rng, shape), x, about=_AT_ZERO)
        yield self.case(np.array([1.5, -2.0, 3.0]), np.array([0.0625, 0.0005, -0.0005]), about=_NEAR_ZERO)
        for shape in [(1, 1), (3, 1)]:
            yield self.case(both_signs(rng, shape), np.abs(both_signs(rng, shape)))

    def reference(self, grad_output, x):
        import torch

        point = torch.from_numpy(x).requires_grad_()
        torch.relu(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, x):
        """Gradient of a loss with respect to the input of ReLU.

        The arrays that come in stay as they are.

        Args:
            grad_output: array of any shape: the gradient with respect to ReLU's output.
            x: array of the same shape: ReLU's input. At 0 its slope counts as 0, as in PyTorch.
        Returns:
            array of the same shape.
        """
        return grad_output * (x > 0)

    @mistake(
        "slope 1 at 0",
        "Where an input is exactly 0 you let the gradient pass. There the slope jumps from 0 to 1; as in PyTorch, it "
        "counts as 0.",
    )
    def at_zero(self, grad_output, x):
        return grad_output * (x >= 0)

    @mistake(
        "only the slope",
        "You returned ReLU's own slope, 1 or 0. By the chain rule it is multiplied by the gradient that arrives, "
        "`grad_output`.",
    )
    def slope(self, grad_output, x):
        return (x > 0) * 1.0

    @mistake(
        "ReLU of the gradient",
        "You cut off the gradients below 0. What decides is the sign of the input x; the gradient that arrives may "
        "have any sign, and passes unchanged where x is above 0.",
    )
    def relu_of_gradient(self, grad_output, x):
        return np.maximum(0, grad_output)

    @mistake(
        "every gradient passes",
        "You returned the gradient as it came. Where x is below 0, or 0, the output of ReLU does not move with x, so "
        "nothing passes there.",
    )
    def passes(self, grad_output, x):
        return grad_output * 1.0

    @mistake(
        "the slope at the gradient",
        "You returned 1 where the gradient is above 0, and 0 elsewhere. ReLU's slope is 1 where its *input* x is above "
        "0; and the gradient that arrives, `grad_output`, is multiplied by it.",
    )
    def slope_of_gradient(self, grad_output, x):
        return (grad_output > 0) * 1.0

    @mistake(
        "ReLU of the gradient, and of the input",
        "Besides the inputs below 0, you cut off the gradients below 0. A negative gradient says that the loss falls "
        "when this output grows; it passes like any other.",
    )
    def both(self, grad_output, x):
        return np.maximum(0, grad_output) * (x > 0)

    @mistake(
        "ReLU of the product",
        "Your answer is ReLU of the gradient times x. ReLU is not taken again on the way back: its *slope* is "
        "multiplied, 1 where x is above 0, and 0 where it is below.",
    )
    def relu_of_product(self, grad_output, x):
        return np.maximum(0, grad_output * x)

    @mistake(
        "multiplied by the output",
        "Your answer has ReLU's output, max(0, x), where its slope belongs. Above 0 the slope is 1, however large x "
        "is.",
    )
    def output(self, grad_output, x):
        return grad_output * np.maximum(0, x)

    @mistake(
        "the slope is turned round",
        "You let the gradient pass where x is below 0, and stopped it above. It is above 0 that the output follows the "
        "input.",
    )
    def turned(self, grad_output, x):
        return grad_output * (x < 0)

    @mistake(
        "−1 below 0",
        "You gave ReLU the slope −1 below 0. There its output stays at 0, whatever the input does, so the slope is 0. "
        "−1 is the slope of |x|.",
    )
    def sign(self, grad_output, x):
        return grad_output * np.sign(x)

    @mistake(
        "a leak below 0",
        "You let a hundredth of the gradient pass where x is below 0. That is leaky ReLU; the plain one stays at 0 "
        "there, and lets nothing pass.",
    )
    def leaky(self, grad_output, x):
        return grad_output * np.where(x > 0, 1.0, 0.01)

    @mistake(
        "the two arguments exchanged",
        "You exchanged the two arguments. The gradient that arrives comes first; the array that the slope is computed "
        "from is the second.",
    )
    def exchanged(self, grad_output, x):
        return self.solution(x, grad_output)
