"""Small exercises with known shapes, so that the tests of the diagnosis do not depend on the lessons."""

from __future__ import annotations

import numpy as np

from tinygrad_lite.course.exercise import Exercise, mistake


class Mean(Exercise):
    """The mean of all elements: no named mistakes, so that structure and algebra have to speak."""

    id = "sample/mean"
    axes = {"x": ...}
    hints = ("look", "formula", "shape")

    def cases(self, rng):
        yield self.case(np.array([1.0, 2.0]))
        for shape in [(3,), (5,), (7,), (4, 3), (3, 5), (2, 3, 4), (6, 1)]:
            yield self.case(rng.normal(size=shape) + 3)
        for size in (3, 4, 5):
            yield self.case(np.array([1000.0] * size) + rng.normal(size=size), about="with numbers near 1000")

    def reference(self, x):
        import torch

        return torch.from_numpy(x).mean()

    @staticmethod
    def solution(x):
        """The mean of all elements."""
        return np.mean(x)


class Layer(Exercise):
    """x times the transposed weight, plus scale: named axes, a number, two parts."""

    id = "sample/layer"
    axes = {"x": ("batch", "in"), "weight": ("out", "in")}
    parts = ("product", "total")

    def cases(self, rng):
        for batch, inputs, outputs, scale in [
            (1, 4, 3, 5.0),
            (1, 3, 6, 2.5),
            (3, 4, 7, 6.0),
            (4, 3, 6, 7.5),
            (5, 6, 3, 0.5),
        ]:
            yield self.case(rng.normal(size=(batch, inputs)), rng.normal(size=(outputs, inputs)), scale)

    def reference(self, x, weight, scale):
        return x @ weight.T * scale, float(np.sum(x @ weight.T))

    @staticmethod
    def solution(x, weight, scale=1.0):
        """Product scaled, and the sum of the product."""
        product = x @ weight.T
        return product * scale, np.sum(product)


class Near(Exercise):
    """Two mistakes that no case tells apart, and one that few cases tell from the truth."""

    id = "sample/near"
    axes = {"x": ...}

    def cases(self, rng):
        for size in range(1, 9):
            yield self.case(rng.normal(size=size))
        yield self.case(np.array([50.0, 60.0]), about="above 40")

    def reference(self, x):
        return np.abs(x).sum()

    @staticmethod
    def solution(x):
        """Sum of the absolute values."""
        return np.abs(x).sum()

    @mistake("sum without abs", "You added x itself. Negative numbers then cancel positive ones.")
    def plain(self, x):
        return x.sum()

    @mistake("sum without abs, again", "You added x itself. It is the same mistake twice.")
    def again(self, x):
        return np.sum(x)

    @mistake("clips at 40", "You clip at 40. Larger numbers are lost.")
    def clipped(self, x):
        return np.minimum(np.abs(x), 40).sum()
