"""The simplest activation of lesson 01: ReLU."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..draws import SHAPES, both_signs


class ReLU(Exercise):
    id = "forward/relu"
    axes = {"x": ...}
    hints = (
        "Look at one number at a time: what should become of −3, of 0, of 3? Then look for the function of NumPy that "
        "compares element by element.",
        "relu(x) = x where x > 0, and 0 elsewhere: the larger of x and 0.",
        "One line: `np.maximum(…, …)`, or `np.where(condition, …, …)`. (`np.max` is something else: the largest number "
        "of an array.)",
    )
    notice = "About half of the outputs are exactly 0 here. A unit that gives 0 passes nothing on for that sample."

    causes = (
        (
            "TypeError",
            "only integer scalar arrays can be converted to a scalar index",
            "A length, a position or an axis is one whole number, and here comes an array. The second argument of "
            "`np.max` is an axis; `np.maximum(0, x)` compares each number with 0.",
        ),
    )

    def cases(self, rng):
        yield self.case(np.array([-1.0, 2.0]))
        yield self.case(np.array([-0.5, 0.0, 0.5]))
        yield self.case(np.array([[3.0, -2.0], [-8.0, 7.0], [1.5, -0.1]]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape, high=9.0))
        for shape in [(4,), (2, 5)]:
            yield self.case(-rng.uniform(0.2, 3.0, size=shape))
            yield self.case(rng.uniform(0.2, 3.0, size=shape))
        yield self.case(np.array([300.0, -1000.0, 2e6]), about="where numbers are large")
        yield self.case(np.array([[0.0625], [-0.0625], [0.0005]]), about="where numbers are near 0")
        yield self.case(both_signs(rng, (2, 1, 2, 3)))

    def reference(self, x):
        import torch

        return torch.relu(torch.from_numpy(x))

    @staticmethod
    def solution(x):
        """ReLU: what is negative becomes 0, the rest stays.

        Args:
            x: array of any shape.
        Returns:
            an array of the same shape; x itself stays as it is.
        """
        return np.maximum(x, 0)

    @mistake(
        "takes the absolute value",
        "You took the absolute value. A negative number is to become 0, not positive: otherwise −3 and 3 would count "
        "as the same.",
    )
    def absolute(self, x):
        return np.abs(x)

    @mistake(
        "keeps the negative numbers",
        "You kept the negative numbers and made the positive ones 0. It is the other way round.",
    )
    def minimum(self, x):
        return np.minimum(x, 0)

    @mistake(
        "turns the sign, then cuts",
        "You cut off the positive numbers and turned the sign of the others. ReLU keeps the positive ones as they are.",
    )
    def turned(self, x):
        return np.maximum(-x, 0)

    @mistake(
        "1 for every positive number",
        "You returned 1, or True, for every positive number. That is the slope of ReLU, which lesson 03 needs; ReLU "
        "itself keeps the number.",
    )
    def step(self, x):
        return (x > 0) * 1.0

    @mistake(
        "drops the negative numbers",
        "You left the negative numbers out, so the array got shorter. Each keeps its place and becomes 0: the next "
        "layer expects one number from each unit.",
    )
    def dropped(self, x):
        return x[x > 0]

    @mistake(
        "the largest number of each column",
        "You took the largest number along the first axis. `np.max(x, 0)` reads the 0 as an axis; `np.maximum(x, 0)` "
        "compares each number with 0.",
    )
    def largest(self, x):
        return np.max(x, axis=0)

    @mistake(
        "leaks below 0",
        "You let a hundredth of the negative numbers through. That is the leaky ReLU; here a negative number becomes "
        "0.",
    )
    def leaky(self, x):
        return np.where(x > 0, x, 0.01 * x)

    @mistake("cuts off above 1", "You cut the numbers off above 1 as well. ReLU has no upper limit.")
    def limited(self, x):
        return np.clip(x, 0, 1)

    @mistake("cuts off above 6", "You cut the numbers off above 6 as well. That is ReLU6; ReLU has no upper limit.")
    def limited_at_six(self, x):
        return np.clip(x, 0, 6)

    @mistake(
        "rounded off at 0",
        "You computed log(1 + exp(x)), the softplus. It is a ReLU with its corner rounded off, and nowhere exactly 0.",
    )
    def softplus(self, x):
        return np.logaddexp(0, x)

    @mistake(
        "0 for all unless all are positive",
        "You decided once for the whole array: as soon as one number is negative, all become 0. Each element has to be "
        "decided by itself, which `np.maximum` does.",
    )
    def all_or_nothing(self, x):
        return x if (x > 0).all() else np.zeros_like(x)
