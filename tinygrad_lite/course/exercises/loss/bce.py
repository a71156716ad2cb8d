"""bce, in lesson 02: binary cross-entropy of probabilities."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..draws import SHAPES
from .binary import _SOFT, _labels, _sure_and_not

_CERTAIN = "with a probability of exactly 0 or 1"
_NEARLY = "with a probability nearer to 0 or 1 than 1e-7"


class BCE(Exercise):
    id, points, rtol = "loss/bce", 3, 1e-10  # 1 − (1 − 1e-7) is 1e-7 to ten digits only
    axes = {"probability": ..., "target": ...}
    agrees_with = ""
    hints = (
        "Where the target is 1, the loss is −log p; where it is 0, −log(1 − p). Both fit in one formula. What is log "
        "0, and what keeps p away from it?",
        "First clamp p to [1e-7, 1 − 1e-7]. Then −(1/n) · Σ [t·log p + (1 − t)·log(1 − p)].",
        "Two lines: `p = np.clip(probability, …, …)`, then `return -np.mean(… * np.log(p) + … * np.log(…))`.",
    )
    notice = (
        "Thanks to the clamp no element costs more than −log(1e-7) = 16.1, even where the network is sure and wrong."
    )

    def cases(self, rng):
        yield self.case(np.array([0.5, 0.8]), np.array([1.0, 0.0]))
        yield self.case(np.array([0.9]), np.array([1.0]))
        yield self.case(np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0]))
        for shape in SHAPES:
            yield self.case(rng.uniform(0.05, 0.95, size=shape), _labels(rng, shape))
        for shape in [(3,), (4,), (2, 5), (4, 3)]:
            yield self.case(rng.uniform(0.05, 0.95, size=shape), rng.uniform(0.05, 0.95, size=shape), about=_SOFT)
        for sizes, probabilities in [((3, 5, 7), [0.0]), ((3, 4, 6), [1.0]), ((8,), [0.0, 1.0])]:
            for size in sizes:
                yield self.case(*_sure_and_not(rng, size, probabilities), about=_CERTAIN)
        for size, near in [(5, [1e-9, 0.0]), (6, [1 - 1e-9, 1.0]), (8, [2e-8, 1 - 4e-8, 0.0])]:
            yield self.case(*_sure_and_not(rng, size, near), about=_NEARLY)

    def fair(self, case):
        p, t = case.args["probability"], case.args["target"]
        return bool(case.about or (((p > 0) & (p < 1)).all() and np.isin(t, (0, 1)).all()))

    def reference(self, probability, target):
        import torch

        p = torch.from_numpy(probability).clamp(1e-7, 1 - 1e-7)
        return torch.nn.functional.binary_cross_entropy(p, torch.from_numpy(target))

    @staticmethod
    def solution(probability, target):
        """Binary cross-entropy of probabilities, averaged over all elements.

        Args:
            probability: array of any shape, each from 0 to 1: how probable a 1 is.
            target: array of the same shape, each from 0 to 1 (usually 0.0 or 1.0).
        Returns:
            float. Probabilities are first clamped to [1e-7, 1 - 1e-7], so that log(0) never arises.
        """
        p = np.clip(probability, 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "does not clamp",
        "Your logarithms still get probabilities of exactly 0 and 1. There log(0) is −infinity, and the loss becomes "
        "infinite or, through 0 · ∞, nan. (`np.clip` gives a new array and leaves the old one as it is.)",
    )
    def no_clamp(self, probability, target):
        return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

    @mistake(
        "clamps at the low end only",
        "You keep the probabilities away from 0 but not from 1. At exactly 1, log(1 − p) is log(0): clamp to 1 − "
        "1e-7 too.",
    )
    def low_end(self, probability, target):
        p = np.maximum(probability, 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "clamps in one logarithm only",
        "You clamped the probability in log p but not in log(1 − p). For a probability of exactly 1 the second one is "
        "log(0): use the clamped probability in both places.",
    )
    def one_logarithm(self, probability, target):
        p = np.clip(probability, 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - probability))

    @mistake(
        "adds 1e-7 instead of clamping",
        "You added 1e-7 inside the logarithms. That avoids log(0) but changes every other value a little, and a right, "
        "sure answer gets a loss below 0. Clamping leaves ordinary probabilities as they are.",
    )
    def adds_epsilon(self, probability, target):
        return -np.mean(target * np.log(probability + 1e-7) + (1 - target) * np.log(1 - probability + 1e-7))

    @mistake(
        "limits the logarithms to −100",
        "You limited the logarithms to −100 rather than the probabilities to [1e-7, 1 − 1e-7]. That is what PyTorch's "
        "`BCELoss` does; the exercise asks for the clamp, under which no element costs more than 16.1.",
    )
    def limits_logarithms(self, probability, target):
        log_p, log_q = np.maximum(np.log(probability), -100), np.maximum(np.log(1 - probability), -100)
        return -np.mean(target * log_p + (1 - target) * log_q)

    @mistake(
        "clamps at 1e-12",
        "You clamped the probabilities at 1e-12. The exercise asks for 1e-7: then a sure, wrong answer costs 16.1 "
        "and not 27.6.",
    )
    def smaller_clamp(self, probability, target):
        p = np.clip(probability, 1e-12, 1 - 1e-12)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "clamps at 1e-15",
        "You clamped the probabilities at 1e-15. The exercise asks for 1e-7: then a sure, wrong answer costs 16.1 "
        "and not 34.5.",
    )
    def smallest_clamp(self, probability, target):
        p = np.clip(probability, 1e-15, 1 - 1e-15)
        return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

    @mistake(
        "leaves out the second term",
        "You counted only t·log p. Where the target is 0 that is always 0: a network that answers 1 to everything "
        "would have no loss at all. (1 − t)·log(1 − p) takes care of those.",
    )
    def first_term(self, probability, target):
        return -np.mean(target * np.log(np.clip(probability, 1e-7, 1 - 1e-7)))

    @mistake(
        "leaves out the second term and the clamp",
        "You counted only t·log p. Where the target is 0 that is always 0: a network that answers 1 to everything "
        "would have no loss at all. The second term takes care of those. The clamp is missing as well.",
        concept="left out",
    )
    def first_term_only(self, probability, target):
        return -np.mean(target * np.log(probability))

    @mistake(
        "leaves out the minus",
        "You left out the minus in front. The logarithm of a probability is at most 0, so the loss is negative here, "
        "and making it smaller makes the predictions worse.",
    )
    def no_minus(self, probability, target):
        return -self.solution(probability, target)

    @mistake(
        "subtracts the second term",
        "You subtracted (1 − t)·log(1 − p) instead of adding it. The minus in front belongs to both terms.",
    )
    def second_sign(self, probability, target):
        p = np.clip(probability, 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) - (1 - target) * np.log(1 - p))

    @mistake(
        "the two logarithms exchanged",
        "You charged log(1 − p) where the target is 1, and log p where it is 0. So the loss is lowest for a network "
        "that is wrong everywhere.",
    )
    def exchanged(self, probability, target):
        return self.solution(1 - probability, target)

    @mistake(
        "log p in both terms",
        "Both of your terms have log p. Where the target is 0, log(1 − p) is needed: the probability of a 0 is 1 − p.",
    )
    def same_logarithm(self, probability, target):
        logarithm = np.log(np.clip(probability, 1e-7, 1 - 1e-7))
        return -np.mean(target * logarithm + (1 - target) * logarithm)

    @mistake(
        "1 − log p for log(1 − p)",
        "Your second term has 1 − log p where log(1 − p) belongs. The 1 − … stands inside the logarithm: it is "
        "the probability of a 0.",
    )
    def one_minus_log(self, probability, target):
        p = np.clip(probability, 1e-7, 1 - 1e-7)
        return -np.mean(target * np.log(p) + (1 - target) * (1 - np.log(p)))

    @mistake(
        "arguments exchanged",
        "You took the logarithms of the target, not of the probability. The probability is the first argument.",
    )
    def arguments(self, probability, target):
        return self.solution(target, probability)

    @mistake(
        "rounds the targets",
        "You treated each target as 0 or 1, whichever is nearer. Targets may lie between them, as with smoothed "
        "labels; t·log p + (1 − t)·log(1 − p) needs no rounding.",
        concept="which targets are allowed",
    )
    def rounded(self, probability, target):
        return self.solution(probability, np.round(target))

    @mistake(
        "every target but 1 counts as 0",
        "You treated every target that is not exactly 1 as 0. Targets may lie between them, as with smoothed labels; "
        "t·log p + (1 − t)·log(1 − p) handles those too.",
        concept="which targets are allowed",
    )
    def exactly_one(self, probability, target):
        return self.solution(probability, (target == 1) * 1.0)

    @mistake(
        "squared error",
        "You averaged the squared differences of probability and target. That stays below 1 even for a sure, wrong "
        "answer; the logarithm is what makes such an answer expensive.",
        concept="which loss",
    )
    def squared(self, probability, target):
        return np.mean((probability - target) ** 2)

    @mistake(
        "sigmoid applied first",
        "You applied the sigmoid to the probabilities. They are probabilities already; a second sigmoid squeezes them "
        "into the range from 0.5 to 0.73.",
    )
    def sigmoid_first(self, probability, target):
        return self.solution(1 / (1 + np.exp(-probability)), target)

    @mistake(
        "sums instead of averaging",
        "You added up the losses of the elements but did not divide by their number. Your answer is {n} times too "
        "large here.",
    )
    def sums(self, probability, target):
        return self.solution(probability, target) * target.size

    @mistake(
        "divides by the first axis only",
        "Your answer is the sum divided by the length of the first axis, not by the number of all elements. With one "
        "dimension the two are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, probability, target):
        return self.solution(probability, target) * target.size / len(target)

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, probability, target):
        p = np.clip(probability, 1e-7, 1 - 1e-7)
        return -(target * np.log(p) + (1 - target) * np.log(1 - p))
