"""bce_with_logits, in lesson 02: binary cross-entropy of logits, stable for large ones."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..draws import SHAPES
from .binary import _SOFT, _labels

_LARGE = "with logits as large as 1000"


def _softplus(x):
    """log(1 + exp(x)) without overflow."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


class BCEWithLogits(Exercise):
    id, points, rtol = "loss/bce_with_logits", 3, 1e-8
    axes = {"logits": ..., "target": ...}
    hints = (
        "With p = sigmoid(x), both logarithms can be written without p: −log p = log(1 + exp(−x)), and −log(1 − p) = "
        "log(1 + exp(−x)) + x. Which exponential overflows, and for which x?",
        "The mean of max(x, 0) − x·t + log(1 + exp(−|x|)). Its exponent is never positive.",
        "One line: `return np.mean(np.maximum(…, 0) - … * … + np.log1p(np.exp(-np.abs(…))))`.",
    )
    notice = "For a large logit and the wrong target the loss is the logit itself: 1000 for 1000. Nothing is cut off."

    def cases(self, rng):
        yield self.case(np.array([0.0, 2.0]), np.array([1.0, 0.0]))
        yield self.case(np.array([3.0]), np.array([1.0]))
        yield self.case(np.array([-1.0, 0.5, 2.0]), np.array([0.0, 0.0, 1.0]))
        for shape in SHAPES:
            size = int(np.prod(shape))
            signs = rng.permutation(np.resize([1.0, -1.0], size)).reshape(shape)
            yield self.case(signs * rng.uniform(0.2, 6.0, size=shape), _labels(rng, shape))
        for shape in [(3,), (4,), (2, 5), (4, 3)]:
            yield self.case(rng.normal(size=shape) * 2, rng.uniform(0.05, 0.95, size=shape), about=_SOFT)
        yield self.case(
            np.array([11.0]), np.array([1.0]), about="with logits above 10"
        )  # sure and right: the loss is small, and not 0
        for size, large in [(3, 50.0), (4, 45.0), (5, 60.0)]:  # exp(60) is no trouble; 1 − sigmoid(60) is 0
            logits = np.concatenate([[large, -large], rng.normal(size=size - 2)])
            yield self.case(logits, np.resize([0.0, 1.0], size), about="with logits as large as 50")
        for size, large in [(3, 1000.0), (5, 1000.0), (7, 800.0), (3, -1000.0), (4, -1000.0), (6, -900.0)]:
            logits = np.concatenate([[large, large], rng.normal(size=size - 2)])
            yield self.case(logits, np.resize([large < 0, large > 0], size) * 1.0, about=_LARGE)  # wrong, then right
        yield self.case(np.array([5000.0, -20000.0, 0.5]), np.array([0.0, 1.0, 1.0]), about="with logits of thousands")
        logits = np.array([[1000.0, -1000.0, 0.5], [-1000.0, 1000.0, 2.0]])
        yield self.case(logits, np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]]), about=_LARGE)

    def fair(self, case):
        return bool(case.about) or bool(np.isin(case.args["target"], (0, 1)).all())

    def reference(self, logits, target):
        import torch

        loss = torch.nn.functional.binary_cross_entropy_with_logits
        return loss(torch.from_numpy(logits), torch.from_numpy(target))

    @staticmethod
    def solution(logits, target):
        """Binary cross-entropy of raw scores: of sigmoid(logits), averaged over all elements.

        Args:
            logits: array of any shape; any numbers, ±1000 among them.
            target: array of the same shape, each from 0 to 1 (usually 0.0 or 1.0).
        Returns:
            float. It is exact and finite for large logits too: the sigmoid itself is never computed.
        """
        return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "logarithm of a computed sigmoid",
        "You computed the sigmoid and then took logarithms. From a logit of about 37 on, the sigmoid is rounded to "
        "exactly 1, so log(1 − p) is log(0); with logits of ±1000 the loss is infinite or nan.",
    )
    def unstable(self, logits, target):
        p = 1 / (1 + np.exp(-logits))
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "clamps the sigmoid",
        "The sigmoid is clamped to [1e-7, 1 − 1e-7] before the logarithms; `bce` does that too. Then the loss of a "
        "sure, wrong answer stays at 16.1, whatever the logit, and its gradient is 0 where learning is needed most.",
    )
    def clamped(self, logits, target):
        p = np.clip(1 / (1 + np.exp(-logits)), 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "overflows for very negative logits",
        "Your exponential overflows for logits of about −710 and below. exp(−x) is then larger than any float can "
        "hold; with exp(−|x|) the exponent is never positive.",
    )
    def overflow_below(self, logits, target):
        return np.mean((1 - target) * logits + np.log(1 + np.exp(-logits)))

    @mistake(
        "overflows for very large logits",
        "Your exponential overflows for logits of about 710 and above. exp(x) is then larger than any float can hold; "
        "with exp(−|x|) the exponent is never positive.",
    )
    def overflow_above(self, logits, target):
        return np.mean(np.log(1 + np.exp(logits)) - logits * target)

    @mistake(
        "no sigmoid",
        "You treated the logits as probabilities, clamped to [1e-7, 1 − 1e-7]. A logit is any number; sigmoid(logit) "
        "is the probability that belongs to it.",
    )
    def no_sigmoid(self, logits, target):
        p = np.clip(logits, 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "applies the sigmoid twice",
        "You applied the sigmoid twice. The first turns every logit into a number from 0 to 1, which the second "
        "squeezes into the range from 0.5 to 0.73: no answer can be sure any more.",
    )
    def twice(self, logits, target):
        with np.errstate(over="ignore"):
            return self.solution(1 / (1 + np.exp(-logits)), target)

    @mistake(
        "arguments exchanged",
        "Your loss takes the target for the logits and the logits for the target. The logits are the first argument.",
    )
    def arguments(self, logits, target):
        return self.solution(target, logits)

    @mistake(
        "leaves out max(x, 0)",
        "You left out max(x, 0). Without it the formula holds for negative logits only, and the loss falls below 0 for "
        "positive ones.",
    )
    def no_maximum(self, logits, target):
        return np.mean(-logits * target + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "x for max(x, 0)",
        "You added x where max(x, 0) belongs. The formula then holds for positive logits only, and the loss falls "
        "below 0 for negative ones.",
    )
    def plain_logit(self, logits, target):
        return np.mean(logits - logits * target + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "exp(−x) for exp(−|x|)",
        "Your values are those with exp(−x) where exp(−|x|) belongs. For positive logits the two are the same; for "
        "negative ones the loss comes out too large, and from −710 on it overflows.",
    )
    def no_absolute(self, logits, target):
        return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-logits)))

    @mistake(
        "sigmoid of −x",
        "Your answer is the loss of the logits with their signs exchanged, or, which is the same, of the targets "
        "exchanged, 1 − t for t. The sigmoid is 1 / (1 + exp(−x)), with a minus; and a target of 1 means yes.",
    )
    def mirrored(self, logits, target):
        return self.solution(-logits, target)

    @mistake(
        "adds x·t",
        "You added x·t where it has to be subtracted. A large logit and a target of 1 belong together and should cost "
        "little.",
    )
    def adds_product(self, logits, target):
        return np.mean(np.maximum(logits, 0) + logits * target + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "exp(|x|) for exp(−|x|)",
        "Your values are those with exp(|x|) where exp(−|x|) belongs. It grows without limit: from |x| of about 710 "
        "on it overflows.",
    )
    def positive_exponent(self, logits, target):
        return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(np.abs(logits))))

    @mistake(
        "leaves out the second term",
        "You counted only −t·log p. Where the target is 0 that is always 0: a network that answers 1 to everything "
        "would have no loss at all.",
    )
    def first_term(self, logits, target):
        return np.mean(target * _softplus(-logits))

    @mistake(
        "leaves out the minus",
        "Your loss has the wrong sign. Logarithms of probabilities are negative, and the minus in front turns them "
        "into a loss that can be made smaller.",
    )
    def no_minus(self, logits, target):
        return -self.solution(logits, target)

    @mistake(
        "expects targets −1 and 1",
        "Your values are those of log(1 + exp(−t·x)), which is for targets of −1 and 1. Here targets are 0 and 1, and "
        "for a target of 0 it charges log 2, whatever the logit.",
        concept="which targets are allowed",
    )
    def minus_one_and_one(self, logits, target):
        return np.mean(_softplus(-target * logits))

    @mistake(
        "sums instead of averaging",
        "You added up the losses of the elements but did not divide by their number. Your answer is {n} times too "
        "large here.",
    )
    def sums(self, logits, target):
        return self.solution(logits, target) * target.size

    @mistake(
        "divides by the first axis only",
        "Your answer is the sum divided by the length of the first axis, not by the number of all elements. With one "
        "dimension the two are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, logits, target):
        return self.solution(logits, target) * target.size / len(target)

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, logits, target):
        return np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))

    @mistake(
        "leaves out the logarithm of the exponential",
        "Your loss is max(x, 0) − x·t − |x|: of log(1 + exp(−|x|)) the 1 is missing, and log(exp(−|x|)) is −|x| "
        "itself.",
    )
    def without_one(self, logits, target):
        return np.mean(np.maximum(logits, 0) - logits * target - np.abs(logits))

    @mistake(
        "the largest of each column for max(x, 0)",
        "In place of max(x, 0) of each element you took the largest number along the first axis. Larger than 0 or "
        "not is asked of every element by itself, as `np.maximum(x, 0)` does; in `np.max(x, 0)` the 0 is an axis.",
    )
    def largest_of_column(self, logits, target):
        return np.mean(np.max(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "squared error of the sigmoid",
        "Your loss is the mean squared error of the sigmoid against the target. Binary cross-entropy is −log of the "
        "probability that was given to what is right: a sure, wrong answer costs more and more, and not 1 at most.",
        concept="which loss",
    )
    def squared_error(self, logits, target):
        e = np.exp(-np.abs(logits))
        return np.mean((np.where(logits >= 0, 1, e) / (1 + e) - target) ** 2)
