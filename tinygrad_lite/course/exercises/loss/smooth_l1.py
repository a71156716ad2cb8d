"""smooth_l1, in lesson 02: Huber's loss, divided by where its corner is."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .robust import _corner_cases


class SmoothL1(Exercise):
    id, points = "loss/smooth_l1", 2
    axes = {"predicted": ..., "target": ...}
    words = {"beta": "beta"}
    hints = (
        "It has the two parts of the Huber loss, scaled so that the straight part always has the slope 1.",
        "With d = |predicted − target|: ½ d²/β where d < β, and d − ½β elsewhere. Then the mean of all. Or: the Huber "
        "loss with δ = β, divided by β.",
        "As before: `return np.mean(np.where(d < beta, …, …))`; or one line that calls your `huber`.",
    )
    notice = "Calling `huber` is fine: smooth_l1(p, t, beta) = huber(p, t, delta=beta) / beta."

    def cases(self, rng):
        yield from _corner_cases(self, rng, "beta")

    def reference(self, predicted, target, beta=1.0):
        import torch

        return torch.nn.functional.smooth_l1_loss(torch.from_numpy(predicted), torch.from_numpy(target), beta=beta)

    @staticmethod
    def solution(predicted, target, beta=1.0):
        """Smooth L1 loss: the absolute error with its corner at 0 rounded off, averaged over all elements.

        With d = |predicted - target|, an element costs d²/(2·beta) where d is less than beta, and d - beta/2
        elsewhere.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
            beta: a number > 0, the error at which the curve turns straight.
        Returns:
            float
        """
        distance = np.abs(predicted - target)
        return np.mean(np.where(distance < beta, distance**2 / (2 * beta), distance - beta / 2))

    @mistake(
        "ignores beta",
        "You computed the loss for beta = 1, whatever beta is. Here beta is {beta}: it says where the curve turns "
        "straight.",
    )
    def ignores_beta(self, predicted, target, beta=1.0):
        return self.solution(predicted, target)

    @mistake(
        "squared part divided by beta twice",
        "You charged ½ (d/beta)² for small errors, which divides by beta twice. Once is right: otherwise the two parts "
        "do not meet, unless beta is 1.",
        concept="pieces",
    )
    def beta_twice(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, (d / beta) ** 2 / 2, d - beta / 2))

    @mistake(
        "Huber with delta 1, divided by beta",
        "Your answer is the Huber loss with delta 1, divided by beta. The curve then turns straight at 1, whatever "
        "beta is; hand beta on as delta.",
        concept="pieces",
    )
    def delta_stays(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= 1, d**2 / 2, d - 0.5)) / beta

    @mistake(
        "does not divide by beta",
        "Your answer is the Huber loss with delta = beta. Smooth L1 is that divided by beta, so that the straight part "
        "has the slope 1 for every beta.",
        concept="pieces",
    )
    def huber_instead(self, predicted, target, beta=1.0):
        return self.solution(predicted, target, beta) * beta

    @mistake(
        "squared part not divided by beta",
        "You charged ½ d² for small errors. It still has to be divided by beta; otherwise the two parts do not meet, "
        "unless beta is 1.",
        concept="pieces",
    )
    def undivided_square(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / 2, d - beta / 2))

    @mistake(
        "squared part multiplied by beta",
        "For small errors your answer has ½ d² times beta. It has to be divided by beta; otherwise the two parts do "
        "not meet, unless beta is 1.",
    )
    def multiplied_square(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / 2 * beta, d - beta / 2))

    @mistake(
        "no ½ in the squared part",
        "You charged d²/beta for small errors, not half of it. With the ½, both parts have the same value and the same "
        "slope at d = beta.",
    )
    def no_half(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / beta, d - beta / 2))

    @mistake(
        "no −beta/2 in the straight part",
        "You charged the whole error d for large errors, without taking beta/2 away. Then the curve jumps at d = beta, "
        "from ½ beta to beta.",
    )
    def no_correction(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / (2 * beta), d))

    @mistake(
        "subtracts 0.5 rather than beta/2",
        "You subtracted 0.5 from large errors. The number to subtract is half of beta, which is 0.5 only when beta "
        "is 1.",
        concept="pieces",
    )
    def constant_half(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / (2 * beta), d - 0.5))

    @mistake(
        "parts exchanged",
        "You took the straight part for small errors and the squared part for large ones. It is the other way round: "
        "only near 0 is the curve squared.",
    )
    def swapped(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d - beta / 2, d**2 / (2 * beta)))

    @mistake(
        "compares the error with its sign",
        "You compared the error with beta before dropping its sign. A prediction that is far too low has a large "
        "negative error, which is below beta and so was squared.",
    )
    def signed_comparison(self, predicted, target, beta=1.0):
        e = predicted - target
        return np.mean(np.where(e < beta, e**2 / (2 * beta), np.abs(e) - beta / 2))

    @mistake(
        "straight part keeps the sign",
        "You left the sign on large errors. A prediction that is far too low then gets a negative loss.",
    )
    def signed_part(self, predicted, target, beta=1.0):
        e = predicted - target
        return np.mean(np.where(np.abs(e) < beta, e**2 / (2 * beta), e - beta / 2))

    @mistake(
        "sums instead of averaging",
        "You added up the elements' losses but did not divide by their number. Your answer is {n} times too large "
        "here.",
    )
    def sums(self, predicted, target, beta=1.0):
        return self.solution(predicted, target, beta) * predicted.size

    @mistake(
        "straight for all unless all are small",
        "You took the squared part only when all errors were small, and otherwise the straight one for all of them. "
        "Each element has to be decided by its own error, which `np.where` does.",
    )
    def all_small(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / (2 * beta) if (d < beta).all() else d - beta / 2)

    @mistake(
        "decides once, by the mean error",
        "You compared the mean of all errors with beta, and then used one part for all elements. Each element has to "
        "be decided by its own error, which `np.where` does.",
    )
    def by_the_mean(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / (2 * beta) if d.mean() < beta else d - beta / 2)

    @mistake(
        "averages the two parts separately",
        "You averaged the small errors and the large errors separately and added the two means. Divide the sum of "
        "all by the number of all; where one of the two parts is empty, its mean is nan.",
    )
    def two_means(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d[d < beta] ** 2 / (2 * beta)) + np.mean(d[d >= beta] - beta / 2)

    @mistake(
        "averages the two parts separately, an empty one as 0",
        "You averaged the small errors and the large errors separately and added the two means. An error then counts "
        "for more the fewer there are of its part. Divide the sum of all by the number of all.",
    )
    def two_means_if_any(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        parts = d[d < beta] ** 2 / (2 * beta), d[d >= beta] - beta / 2
        return sum(np.mean(part) for part in parts if part.size)

    @mistake(
        "does not round the corner",
        "You charged the absolute error, small or large. That is the mean absolute error; below beta it should be ½ "
        "d²/beta.",
    )
    def absolute(self, predicted, target, beta=1.0):
        return np.mean(np.abs(predicted - target))

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.where(d < beta, d**2 / (2 * beta), d - beta / 2)
