"""huber, in lesson 02: squared near zero, straight beyond delta."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .robust import _corner_cases


class Huber(Exercise):
    id, points = "loss/huber", 3
    axes = {"predicted": ..., "target": ...}
    words = {"delta": "delta"}
    hints = (
        "There are two cases for each element, told apart by the size of its error: compare `np.abs(predicted - "
        "target)` with `delta`.",
        "With d = |predicted − target|: ½ d² where d ≤ δ, and δ·(d − ½δ) where d is larger. Then the mean of all.",
        "`np.where(condition, value where true, value where false)` does both at once: "
        "`return np.mean(np.where(d <= delta, …, …))`.",
    )
    notice = "At d = δ both halves give ½δ² and have the slope δ: the curve goes on without a corner."

    def cases(self, rng):
        yield from _corner_cases(self, rng, "delta")

    def reference(self, predicted, target, delta=1.0):
        import torch

        return torch.nn.functional.huber_loss(torch.from_numpy(predicted), torch.from_numpy(target), delta=delta)

    @staticmethod
    def solution(predicted, target, delta=1.0):
        """Huber loss: squared for small errors, straight for large ones, averaged over all elements.

        With d = |predicted - target|, an element costs d²/2 where d is at most delta, and delta·(d - delta/2) beyond.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
            delta: a number > 0, the error at which the curve turns straight.
        Returns:
            float
        """
        distance = np.abs(predicted - target)
        return np.mean(np.where(distance <= delta, distance**2 / 2, delta * (distance - delta / 2)))

    @mistake(
        "ignores delta",
        "You computed the loss for delta = 1, whatever delta is. Here delta is {delta}: it says where the curve turns "
        "straight, and how steep it is from there on.",
    )
    def ignores_delta(self, predicted, target, delta=1.0):
        return self.solution(predicted, target)

    @mistake(
        "no −delta/2 in the straight part",
        "You charged delta · d for large errors, without taking delta/2 from d. Then the curve jumps at d = delta, "
        "from ½ delta² to delta².",
    )
    def no_correction(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, delta * d))

    @mistake(
        "subtracts delta rather than delta/2",
        "You charged delta · (d − delta) for large errors. Where d is delta, that is 0, and the squared part has "
        "reached ½ delta². With half of delta taken from d the two parts meet.",
    )
    def whole_delta(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, delta * (d - delta)))

    @mistake(
        "straight part not multiplied by delta",
        "You charged d − delta/2 for large errors. It still has to be multiplied by delta; otherwise the two parts do "
        "not meet, unless delta is 1.",
    )
    def no_factor(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, d - delta / 2))

    @mistake(
        "subtracts 0.5 rather than delta/2",
        "You charged delta · (d − 0.5) for large errors, which is delta · d − 0.5 · delta. What is subtracted from d "
        "is half of delta, so from delta · d it is half of delta squared.",
        concept="pieces",
    )
    def constant_half(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, delta * (d - 0.5)))

    @mistake(
        "no ½ in the squared part",
        "You charged d² for small errors, not ½ d². With the ½, both parts have the same value and the same slope at "
        "d = delta.",
    )
    def no_half(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2, delta * (d - delta / 2)))

    @mistake(
        "squared part not squared",
        "You charged ½ d for small errors, without squaring d. The two parts then do not meet at d = delta, and the "
        "corner at 0 stays sharp.",
    )
    def not_squared(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d / 2, delta * (d - delta / 2)))

    @mistake(
        "d itself for small errors",
        "For small errors your loss is d itself. It is ½ d² there: nearly nothing for an error near 0.",
    )
    def linear_part(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d, delta * (d - delta / 2)))

    @mistake(
        "parts exchanged",
        "You took the straight part for small errors and the squared part for large ones. It is the other way round: "
        "large errors are to count for less than their square.",
    )
    def swapped(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, delta * (d - delta / 2), d**2 / 2))

    @mistake(
        "compares the error with its sign",
        "You compared the error with delta before dropping its sign. A prediction that is far too low has a large "
        "negative error, which is below delta and so was squared.",
    )
    def signed_comparison(self, predicted, target, delta=1.0):
        e = predicted - target
        return np.mean(np.where(e <= delta, e**2 / 2, delta * (np.abs(e) - delta / 2)))

    @mistake(
        "straight part keeps the sign",
        "You left the sign on large errors. A prediction that is far too low then gets a negative loss.",
    )
    def signed_part(self, predicted, target, delta=1.0):
        e = predicted - target
        return np.mean(np.where(np.abs(e) <= delta, e**2 / 2, delta * (e - delta / 2)))

    @mistake(
        "divides by delta",
        "Your answer is the Huber loss divided by delta. That is the smooth L1 loss, the next exercise; the two are "
        "equal only when delta is 1.",
        concept="pieces",
    )
    def smooth_l1_instead(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) / delta

    @mistake(
        "limits the error, then squares",
        "You limited the errors to delta and squared them. Beyond delta the loss then stays at ½ delta²: a larger "
        "error costs no more, and the gradient there is 0.",
    )
    def clipped(self, predicted, target, delta=1.0):
        return np.mean(np.clip(predicted - target, -delta, delta) ** 2) / 2

    @mistake(
        "compares the square with delta",
        "You compared the squared error with delta. The curve turns straight where the error itself reaches delta; the "
        "two are the same only when delta is 1.",
    )
    def square_compared(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d**2 <= delta, d**2 / 2, delta * (d - delta / 2)))

    @mistake(
        "squares every error",
        "You charged ½ d² for every error, small or large. Beyond delta the loss should go on straight.",
    )
    def never_straight(self, predicted, target, delta=1.0):
        return np.mean((predicted - target) ** 2) / 2

    @mistake(
        "straight for every error",
        "You charged delta · (d − ½ delta) for every error, small or large. For errors below delta it should be ½ d²; "
        "the straight line falls below 0 there.",
    )
    def always_straight(self, predicted, target, delta=1.0):
        return np.mean(delta * (np.abs(predicted - target) - delta / 2))

    @mistake(
        "straight for all unless all are small",
        "You took the squared part only when all errors were small, and otherwise the straight one for all of them. "
        "Each element has to be decided by its own error, which `np.where` does.",
    )
    def all_small(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if (d <= delta).all() else delta * (d - delta / 2))

    @mistake(
        "decides once, by the mean error",
        "You compared the mean of all errors with delta, and then used one part for all elements. Each element has to "
        "be decided by its own error, which `np.where` does.",
    )
    def by_the_mean(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if d.mean() <= delta else delta * (d - delta / 2))

    @mistake(
        "squared for all if any is small",
        "You took the squared part for all elements as soon as one error was small. Each element has to be decided "
        "by its own error, which `np.where` does.",
    )
    def any_small(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if (d <= delta).any() else delta * (d - delta / 2))

    @mistake(
        "averages the two parts separately",
        "You averaged the small errors and the large errors separately and added the two means. Divide the sum of "
        "all by the number of all; where one of the two parts is empty, its mean is nan.",
    )
    def two_means(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        small, large = d[d <= delta], d[d > delta]
        return np.mean(small**2 / 2) + np.mean(delta * (large - delta / 2))

    @mistake(
        "averages the two parts separately, an empty one as 0",
        "You averaged the small errors and the large errors separately and added the two means. An error then counts "
        "for more the fewer there are of its part. Divide the sum of all by the number of all.",
    )
    def two_means_if_any(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        parts = d[d <= delta] ** 2 / 2, delta * (d[d > delta] - delta / 2)
        return sum(np.mean(part) for part in parts if part.size)

    @mistake(
        "divides by the first axis only",
        "Your answer is the sum divided by the length of the first axis, not by the number of all elements. With one "
        "dimension the two are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) * predicted.size / len(predicted)

    @mistake(
        "sums instead of averaging",
        "You added up the elements' losses but did not divide by their number. Your answer is {n} times too large "
        "here.",
    )
    def sums(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) * predicted.size

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.where(d <= delta, d**2 / 2, delta * (d - delta / 2))

    @mistake(
        "the smooth pseudo-Huber loss",
        "Your values are those of the pseudo-Huber loss, delta² · (√(1 + (d/delta)²) − 1), one smooth curve. Asked for "
        "are the two pieces: squared up to delta, straight from there on.",
        concept="which loss",
    )
    def pseudo(self, predicted, target, delta=1.0):
        return np.mean(delta**2 * (np.sqrt(1 + ((predicted - target) / delta) ** 2) - 1))
