"""The backward pass of sigmoid and tanh, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..draws import both_signs
from .shapes import SHAPES

_FLAT = "where the curve is nearly flat"


class SigmoidGrad(Exercise):
    id = "backward/sigmoid_grad"
    axes = {"grad_output": ..., "y": ...}
    hints = (
        "The slope of the sigmoid can be written with its own output y alone. Where is the curve steepest, and where "
        "is it flat?",
        "Chain rule: the gradient that arrives, times the local slope y · (1 − y).",
        "One line: `return grad_output * … * (…)`. Mind the parentheses.",
    )
    notice = "The slope is at most 0.25, at y = 0.5. Ten sigmoids in a row shrink a gradient to a millionth, or less."

    def cases(self, rng):
        yield self.case(np.array([1.0]), np.array([0.5]))
        yield self.case(np.array([2.0, -5.0]), np.array([0.8, 0.5]))
        yield self.case(np.array([2.0, -5.0]), np.array([0.1, 0.9]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape), rng.uniform(0.03, 0.97, size=shape))
        for ends in ([0.999, 0.004], [0.002, 0.9995, 0.5], [[0.995, 0.001], [0.003, 0.998]]):
            yield self.case(both_signs(rng, np.shape(ends)), np.array(ends), about=_FLAT)
        yield self.case(both_signs(rng, (3, 1)), rng.uniform(0.03, 0.97, size=(3, 1)))

    def fair(self, case):
        return bool(np.all((case.args["y"] > 0) & (case.args["y"] < 1)))  # as a sigmoid's output is

    def reference(self, grad_output, y):
        import torch

        point = torch.logit(torch.from_numpy(y)).requires_grad_()
        torch.sigmoid(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, y):
        """Gradient of a loss with respect to the input of the sigmoid.

        The arrays that come in stay as they are.

        Args:
            grad_output: array of any shape: the gradient with respect to the sigmoid's output.
            y: array of the same shape: the sigmoid's output, kept from the forward pass.
        Returns:
            array of the same shape.
        """
        return grad_output * y * (1 - y)

    @mistake(
        "y taken for the input",
        "You took y for the input, and computed the slope of the sigmoid there. y is the output of the forward pass "
        "already; that is why the slope can be had without another exponential.",
    )
    def sigmoid_again(self, grad_output, y):
        again = 1 / (1 + np.exp(-y))
        return grad_output * again * (1 - again)

    @mistake(
        "only the slope",
        "You returned the sigmoid's own slope. By the chain rule it is multiplied by the gradient that arrives, "
        "`grad_output`.",
    )
    def slope(self, grad_output, y):
        return y * (1 - y)

    @mistake(
        "1 is subtracted at the end",
        "Your answer is grad_output · y · 1 − y: the parentheses around 1 − y are missing, so y is subtracted from the "
        "product.",
    )
    def precedence(self, grad_output, y):
        return grad_output * y * 1 - y

    @mistake(
        "the slope of tanh",
        "Your slope is 1 − y². That is the slope of tanh; the sigmoid's is y · (1 − y).",
    )
    def tanh(self, grad_output, y):
        return grad_output * (1 - y**2)

    @mistake(
        "only y",
        "Your slope is y alone. The slope has a second factor, 1 − y: the curve is flat at both ends.",
    )
    def only_y(self, grad_output, y):
        return grad_output * y

    @mistake(
        "only 1 − y",
        "Your slope is 1 − y alone. The slope has a second factor, y: the curve is flat at both ends.",
    )
    def only_rest(self, grad_output, y):
        return grad_output * (1 - y)

    @mistake(
        "the sign is turned",
        "Your answer has the wrong sign: y · (y − 1) is never above 0, but the sigmoid rises everywhere.",
    )
    def turned(self, grad_output, y):
        return grad_output * y * (y - 1)

    @mistake(
        "plus in place of minus",
        "Your slope is y · (1 + y). Near y = 1 the curve is flat, so the second factor has to vanish there.",
    )
    def plus(self, grad_output, y):
        return grad_output * y * (1 + y)

    @mistake(
        "the sum of the two factors",
        "Your answer is the gradient as it came: y + (1 − y) is 1, whatever y is. The two factors of the slope are "
        "multiplied.",
    )
    def added(self, grad_output, y):
        return grad_output * (y + (1 - y))

    @mistake(
        "the two arguments exchanged",
        "You exchanged the two arguments. The gradient that arrives comes first; the array that the slope is computed "
        "from is the second.",
    )
    def exchanged(self, grad_output, y):
        return self.solution(y, grad_output)


class TanhGrad(Exercise):
    id = "backward/tanh_grad"
    axes = {"grad_output": ..., "y": ...}
    hints = (
        "As with the sigmoid, the slope can be written with the output y alone. It is 1 in the middle, where y = 0.",
        "Chain rule: the gradient that arrives, times the local slope 1 − y².",
        "One line: `return grad_output * (…)`. Mind the parentheses.",
    )
    notice = "In the middle tanh has slope 1, four times the sigmoid's 0.25: gradients shrink less on their way back."

    def cases(self, rng):
        yield self.case(np.array([3.0]), np.array([0.5]))
        yield self.case(np.array([2.0, -5.0]), np.array([0.0, -0.8]))
        yield self.case(np.array([2.0, -5.0]), np.array([0.9, 0.1]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape), both_signs(rng, shape, 0.05, 0.95))
        for ends in ([0.999, -0.998], [-0.9995, 0.995, 0.5], [[0.996, -0.999], [-0.997, 0.9995]]):
            yield self.case(both_signs(rng, np.shape(ends)), np.array(ends), about=_FLAT)
        yield self.case(both_signs(rng, (3, 1)), both_signs(rng, (3, 1), 0.05, 0.95))

    def fair(self, case):
        return bool(np.all(np.abs(case.args["y"]) < 1))  # as the output of tanh is

    def reference(self, grad_output, y):
        import torch

        point = torch.atanh(torch.from_numpy(y)).requires_grad_()
        torch.tanh(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, y):
        """Gradient of a loss with respect to the input of tanh.

        The arrays that come in stay as they are.

        Args:
            grad_output: array of any shape: the gradient with respect to tanh's output.
            y: array of the same shape: tanh's output, kept from the forward pass.
        Returns:
            array of the same shape.
        """
        return grad_output * (1 - y**2)

    @mistake(
        "y taken for the input",
        "You took y for the input, and computed the slope of tanh there. y is the output of the forward pass already; "
        "that is why the slope can be had without another tanh.",
    )
    def tanh_again(self, grad_output, y):
        return grad_output * (1 - np.tanh(y) ** 2)

    @mistake(
        "only the slope",
        "You returned the slope of tanh itself. By the chain rule it is multiplied by the gradient that arrives, "
        "`grad_output`.",
    )
    def slope(self, grad_output, y):
        return 1 - y**2

    @mistake(
        "the square is subtracted at the end",
        "Your answer is grad_output · 1 − y²: the parentheses around 1 − y² are missing, so the square is subtracted "
        "from the gradient.",
    )
    def precedence(self, grad_output, y):
        return grad_output * 1 - y**2

    @mistake(
        "does not square",
        "Your slope is 1 − y. The slope is 1 − y²: flat at both ends, where y is near 1 and near −1.",
    )
    def no_square(self, grad_output, y):
        return grad_output * (1 - y)

    @mistake(
        "the slope of the sigmoid",
        "Your slope is y · (1 − y). That is the sigmoid's slope; tanh runs from −1 to 1, and its slope is 1 − y².",
    )
    def sigmoid(self, grad_output, y):
        return grad_output * y * (1 - y)

    @mistake(
        "squares the whole bracket",
        "Your slope is (1 − y)². Only y is squared: 1 − y².",
    )
    def whole_squared(self, grad_output, y):
        return grad_output * (1 - y) ** 2

    @mistake(
        "the sign is turned",
        "Your answer has the wrong sign: y² − 1 is never above 0, but tanh rises everywhere.",
    )
    def turned(self, grad_output, y):
        return grad_output * (y**2 - 1)

    @mistake(
        "plus in place of minus",
        "Your slope is 1 + y². Where y is near 1 or −1 the curve is flat, so the slope has to vanish there.",
    )
    def plus(self, grad_output, y):
        return grad_output * (1 + y**2)

    @mistake(
        "the root of the slope",
        "Your slope is √(1 − y²). The slope is 1 − y², without a root.",
    )
    def root(self, grad_output, y):
        return grad_output * np.sqrt(1 - y**2)

    @mistake(
        "only the square",
        "Your slope is y². The slope is what is left of 1: 1 − y².",
    )
    def only_square(self, grad_output, y):
        return grad_output * y**2

    @mistake(
        "the two arguments exchanged",
        "You exchanged the two arguments. The gradient that arrives comes first; the array that the slope is computed "
        "from is the second.",
    )
    def exchanged(self, grad_output, y):
        return self.solution(y, grad_output)
