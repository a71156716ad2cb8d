"""cross_entropy, in lesson 02: both steps in one, and one to compute by hand."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion
from .classes import (
    _MANY,
    _NO_SOFTMAX,
    _SIZES,
    _WHOLE_ROWS,
    _chosen,
    _is_elsewhere,
    _large_logits,
    _log_softmax,
    _targets,
)


class CrossEntropyByHand(NumberQuestion):
    id = "loss/cross_entropy_by_hand"
    question = (
        "**By hand first.** Three samples. The network gave their *right* classes the probabilities 1/2, 1/4 and 1/8. "
        "What is the cross-entropy, averaged over the three, to three decimals? (log 2 = 0.693147; what is log 4?)"
    )
    value = 2 * float(np.log(2))
    wrong = {
        -2 * float(np.log(2)): "The size is right. Logarithms of numbers below 1 are negative, and the minus in −log p "
        "turns them into a positive loss.",
        6 * float(np.log(2)): "That is the sum of the three. Divide it by their number, 3.",
        float(-np.log(7 / 24)): "That is −log of the mean probability. Take each logarithm first, then their mean.",
        2.0: "That is the mean in logarithms to base 2. Losses use the natural logarithm: multiply by log 2.",
        2 * float(np.log10(2)): "That is the mean in logarithms to base 10. Losses use the natural logarithm.",
        7 / 24: "That is the mean of the probabilities. Take −log of each one first.",
    }


class CrossEntropy(Exercise):
    id, points, rtol = "loss/cross_entropy", 4, 1e-6  # as for log_softmax
    axes = {"logits": ("batch", "classes"), "target": ("batch",)}
    hints = (
        "You have both halves already: `log_softmax` turns logits into log-probabilities, `nll` picks the right class "
        "and averages.",
        "−(1/batch) · Σ log_softmax(logits)[i, target[i]], over the rows i.",
        "One line that calls your own two functions: `return nll(…(logits), …)`.",
    )
    causes = (
        _NO_SOFTMAX,
        _WHOLE_ROWS,
    )
    notice = "Raw logits went in. PyTorch's `CrossEntropyLoss` does the same two steps in one."

    def cause(self, failure, case, submission):
        return "" if _is_elsewhere(failure) else super().cause(failure, case, submission)

    def cases(self, rng):
        yield self.case(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 2.0]]), np.array([1, 0]))
        yield self.case(np.log([[0.7, 0.2, 0.1]]), np.array([0]))
        yield self.case(np.log([[0.1, 0.7, 0.2]]), np.array([0]))
        for size in [*_SIZES, (4, 5), (9, 6)]:
            logits = rng.normal(size=size) * 1.5
            yield self.case(logits, _targets(rng, logits))
        for classes in (12, 30):
            yield self.case(rng.normal(size=(2, classes)), np.array([classes - 1, classes - 2]), about=_MANY)
        for high in (10.0, 11.0, 12.0):  # sure and wrong: what is added to a small probability can be seen
            yield self.case(np.array([[0.0, high], [high - 1, 0.0]]), np.array([0, 1]))
        for logits, about in _large_logits(rng):
            yield self.case(logits, _targets(rng, logits), about=about)

    def fair(self, case):
        return case.args["logits"].shape[1] > 1

    def reference(self, logits, target):
        import torch

        return torch.nn.functional.cross_entropy(torch.from_numpy(logits), torch.from_numpy(target))

    @staticmethod
    def solution(logits, target):
        """Cross-entropy of raw scores: minus the log-softmax of the right class, averaged over the batch.

        Args:
            logits: (batch, classes), any numbers, ±1000 among them; no softmax has been applied.
            target: (batch,), the right class of each row, whole numbers from 0 to classes - 1.
        Returns:
            float. It is exact and finite for large logits too.
        """
        shifted = logits - logits.max(axis=1, keepdims=True)
        log_probability = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return -np.mean(log_probability[np.arange(len(target)), target])

    def again(self, logits, target):
        return -np.mean(_chosen(_log_softmax(logits), target))

    @mistake(
        "applies softmax twice",
        "You applied softmax to something that had been through softmax already. The first one leaves numbers from 0 "
        "to 1, so the second can make no class more than e = 2.7 times as probable as another: even a perfect "
        "network keeps a large loss, and learns slowly.",
    )
    def double_softmax(self, logits, target):
        return self.solution(np.exp(_log_softmax(logits)), target)

    @mistake(
        "no softmax",
        "You treated the logits as log-probabilities. Without log-softmax the loss has no lowest value: it falls for "
        "ever as the right class's logit grows.",
    )
    def no_softmax(self, logits, target):
        return -np.mean(_chosen(logits, target))

    @mistake(
        "averages over the classes too",
        "Your answer is the sum divided by the number of all elements, {n} here. Only one element of each row "
        "counts, so divide by the number of rows, {batch}; otherwise the loss shrinks as classes are added.",
    )
    def all_elements(self, logits, target):
        return self.solution(logits, target) / logits.shape[1]

    @mistake(
        "divides by the number of classes",
        "Your answer is the sum divided by the number of classes, {classes} here. The average is over the batch: "
        "divide by {batch}.",
    )
    def over_classes(self, logits, target):
        return self.solution(logits, target) * len(target) / logits.shape[1]

    @mistake(
        "sums instead of averaging",
        "You added up the batch but did not divide by its size. Your answer is {batch} times too large here; the "
        "learning rate would have to change with the batch size.",
    )
    def sums(self, logits, target):
        return self.solution(logits, target) * len(target)

    @mistake(
        "does not average",
        "You returned one loss for each row. Their mean is missing: a loss is a single number.",
    )
    def rows(self, logits, target):
        return -_chosen(_log_softmax(logits), target)

    @mistake(
        "leaves out the minus",
        "Your loss has the wrong sign. Log-probabilities are at most 0; the minus makes a loss of them that falls as "
        "the right class becomes more probable.",
    )
    def no_minus(self, logits, target):
        return -self.solution(logits, target)

    @mistake(
        "exponentials overflow before they are divided",
        "You computed exp(x) without subtracting the largest logit of the row first. For logits of 1000 it is "
        "infinite, and ∞/∞ is nan; for −1000 it is 0/0.",
    )
    def overflow_divided(self, logits, target):
        powers = np.exp(logits)
        return -np.mean(np.log(_chosen(powers / powers.sum(axis=1, keepdims=True), target)))

    @mistake(
        "exponentials overflow in the sum",
        "Your exponentials overflow: the largest logit of the row is not subtracted first. (The largest is `max`; "
        "`argmax` is its place.) For logits of 1000 the sum is infinite, for −1000 it is 0.",
    )
    def overflow_sum(self, logits, target):
        return np.mean(np.log(np.exp(logits).sum(axis=1)) - _chosen(logits, target))

    @mistake(
        "logarithm of a computed softmax",
        "You computed the softmax and then took its logarithm. The softmax of a class far behind is rounded to 0, and "
        "−log(0) is infinite; log-softmax gives the right number, here about 1000.",
    )
    def log_of_softmax(self, logits, target):
        return -np.mean(np.log(np.exp(_chosen(_log_softmax(logits), target))))

    @mistake(
        "clamps the probability at 1e-7",
        "You kept the probability from falling below 1e-7. Then a sure, wrong answer never costs more than 16.1, "
        "whatever its logits, and its gradient is 0 where learning is needed most. Log-softmax needs no such "
        "limit.",
    )
    def clamped(self, logits, target):
        return -np.mean(np.log(np.maximum(np.exp(_chosen(_log_softmax(logits), target)), 1e-7)))

    @mistake(
        "clamps the probability at 1e-12",
        "You kept the probability from falling below 1e-12. Then a sure, wrong answer never costs more than 27.6, "
        "whatever its logits, and its gradient is 0 where learning is needed most. Log-softmax needs no such "
        "limit.",
    )
    def clamped_lower(self, logits, target):
        return -np.mean(np.log(np.maximum(np.exp(_chosen(_log_softmax(logits), target)), 1e-12)))

    @mistake(
        "normalises over the batch",
        "You normalised each column over the batch, not each row over its classes. The samples of a batch have "
        "nothing to do with each other; the classes of one sample share its probability of 1.",
    )
    def over_batch(self, logits, target):
        return -np.mean(_chosen(_log_softmax(logits, axis=0), target))

    @mistake(
        "normalises over the whole array",
        "You normalised over the whole array. Each row needs a sum of its own, so that its probabilities add up to 1.",
    )
    def whole_array(self, logits, target):
        return -np.mean(_chosen(_log_softmax(logits, axis=None), target))

    @mistake(
        "largest of the whole array",
        "You subtracted the same number from every row: the largest logit of the whole array. In a row whose logits "
        "are much smaller, every exponential is then rounded to 0, and so is their sum. Subtract each row's own "
        "largest logit.",
    )
    def global_max(self, logits, target):
        shifted = logits - logits.max()
        return -np.mean(_chosen(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), target))

    @mistake(
        "picks whole columns",
        "You averaged over whole columns: for every row, the columns of all targets. `x[:, target]` is an array of "
        "{batch} by {batch} here. To pick one element for each row, give the rows and the columns side by side.",
    )
    def columns(self, logits, target):
        return -np.mean(_log_softmax(logits)[:, target])

    @mistake(
        "takes the most probable class",
        "You took the most probable class of each row, not the right one. Such a loss rewards a network for being "
        "sure, right or wrong.",
        concept="the right class or the likeliest",
    )
    def most_probable(self, logits, target):
        return -np.mean(_log_softmax(logits).max(axis=1))

    @mistake(
        "no logarithm",
        "You averaged the probabilities of the right classes, with a minus, without their logarithm. The logarithm "
        "is what makes a sure, wrong answer expensive.",
    )
    def no_log(self, logits, target):
        return -np.mean(np.exp(_chosen(_log_softmax(logits), target)))

    @mistake(
        "binary cross-entropy of each class",
        "You averaged a binary cross-entropy over all classes of all rows. Cross-entropy counts the right class alone: "
        "−log p of it, averaged over the rows.",
        concept="which loss",
    )
    def binary(self, logits, target):
        p = np.clip(np.exp(_log_softmax(logits)), 1e-7, 1 - 1e-7)
        right = np.eye(logits.shape[1])[target]
        return -np.mean(right * np.log(p) + (1 - right) * np.log(1 - p))

    @mistake(
        "logarithm of the mean",
        "You averaged the probabilities first and took one logarithm of the mean. Take the logarithm for each row, "
        "then average: one row with a probability near 0 should count for much.",
    )
    def log_of_mean(self, logits, target):
        return -np.log(np.mean(np.exp(_chosen(_log_softmax(logits), target))))

    @mistake(
        "adds 1e-7 to the probability",
        "You added 1e-7 to the probability before the logarithm. All losses are a little too small then, and a sure, "
        "wrong answer never costs more than 16.1, whatever its logits. Log-softmax needs no such help.",
    )
    def small_number(self, logits, target):
        return -np.mean(np.log(np.exp(_chosen(_log_softmax(logits), target)) + 1e-7))

    @mistake(
        "adds 1e-8 to the probability",
        "You added 1e-8 to the probability before the logarithm. A sure, wrong answer then never costs more than "
        "18.4, whatever its logits, and teaches nothing more. Log-softmax needs no such help.",
    )
    def smaller_number(self, logits, target):
        return -np.mean(np.log(np.exp(_chosen(_log_softmax(logits), target)) + 1e-8))

    @mistake(
        "adds 1e-9 to the probability",
        "You added 1e-9 to the probability before the logarithm. A sure, wrong answer then never costs more than "
        "20.7, whatever its logits, and teaches nothing more. Log-softmax needs no such help.",
    )
    def yet_smaller_number(self, logits, target):
        return -np.mean(np.log(np.exp(_chosen(_log_softmax(logits), target)) + 1e-9))

    @mistake(
        "takes the logits for probabilities, clamped",
        "You took the logarithm of the logits themselves, moved into 0 to 1, as if they were probabilities. They are "
        "raw scores of any size: softmax makes probabilities of them, and log-softmax the logarithms in one go.",
    )
    def clamped_logits(self, logits, target):
        return -np.mean(np.log(np.clip(_chosen(logits, target), 1e-7, 1 - 1e-7)))

    @mistake(
        "takes the logits for probabilities, with 1e-9 added",
        "Your loss is the logarithm of the logits themselves, as if they were probabilities. They are raw scores of "
        "any size, below 0 too, where there is no logarithm: softmax makes probabilities of them.",
        concept="activation",
    )
    def logits_and_a_little(self, logits, target):
        return -np.mean(np.log(_chosen(logits, target) + 1e-9))

    @mistake(
        "one question for each class",
        "You asked of each class by itself whether it is the right one, through a sigmoid. Of several classes "
        "exactly one is right, so they share the probability 1: that is softmax.",
        concept="which loss",
    )
    def by_bce(self, logits, target):
        one_hot = np.eye(logits.shape[1])[target]
        return np.mean(np.maximum(logits, 0) - logits * one_hot + np.log1p(np.exp(-np.abs(logits))))

    @mistake(
        "squared error of the probabilities",
        "Your loss is the mean squared error of softmax's probabilities against 1 for the right class and 0 for the "
        "others. Cross-entropy is −log p of the right class: it grows without end as the network is sure and wrong.",
        concept="which loss",
    )
    def squared_error(self, logits, target):
        return np.mean((np.exp(_log_softmax(logits)) - np.eye(logits.shape[1])[target]) ** 2)

    @mistake(
        "share of wrong predictions",
        "Your answer is the share of rows whose largest logit is not the right class's. That is what one wants to be "
        "small, but it moves in jumps and has no slope to follow; cross-entropy is −log p of the right class.",
        concept="which loss",
    )
    def share_of_wrong(self, logits, target):
        return np.mean(logits.argmax(axis=1) != target)
