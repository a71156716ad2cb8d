"""log_softmax, in lesson 02: the logarithm of a softmax, stable for large logits."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .classes import _NO_SOFTMAX, _SIZES, _large_logits, _log_softmax


class LogSoftmax(Exercise):
    id, points, rtol = "loss/log_softmax", 3, 1e-6  # so that a tiny ε shows where it matters
    axes = {"logits": ("batch", "classes")}
    hints = (
        "The softmax of a row stays the same if a number is subtracted from the whole row. Which number makes every "
        "exponential at most 1? And does log(exp(x)) need to be computed at all?",
        "With m the largest logit of the row: (x − m) − log Σ exp(x − m), the sum over the classes of that row.",
        "Two lines: `shifted = logits - logits.max(axis=…, keepdims=True)`, then "
        "`return shifted - np.log(….sum(axis=…, keepdims=True))`.",
    )
    notice = "exp of each row adds up to 1: these are logarithms of probabilities. The largest possible value is 0."

    causes = (_NO_SOFTMAX,)

    def cases(self, rng):
        yield self.case(np.array([[0.0, 0.0]]))
        yield self.case(np.array([[1.0, 2.0, 3.0]]))
        yield self.case(np.array([[2.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))
        for size in _SIZES:
            yield self.case(rng.normal(size=size) * 2)
        for logits, about in _large_logits(rng):
            yield self.case(logits, about=about)

    def fair(self, case):
        return case.args["logits"].shape[1] > 1

    def reference(self, logits):
        import torch

        return torch.log_softmax(torch.from_numpy(logits), dim=1)

    @staticmethod
    def solution(logits):
        """Logarithm of the softmax of each row.

        Args:
            logits: (batch, classes), any numbers, ±1000 among them.
        Returns:
            array (batch, classes): logarithms of probabilities, finite for large logits too.
        """
        shifted = logits - logits.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    def again(self, logits):
        return _log_softmax(logits)

    @mistake(
        "normalises over the batch",
        "You normalised each column over the batch, not each row over its classes. The samples of a batch have "
        "nothing to do with each other; the classes of one sample share its probability of 1.",
    )
    def over_batch(self, logits):
        return _log_softmax(logits, axis=0)

    @mistake(
        "normalises over the whole array",
        "You normalised over the whole array. Each row needs a sum of its own, so that its probabilities add up to 1.",
    )
    def whole_array(self, logits):
        return _log_softmax(logits, axis=None)

    @mistake(
        "exponentials overflow before they are divided",
        "You computed exp(x) without subtracting the largest logit of the row first. For logits of 1000 it is "
        "infinite, and the result is nan or infinite; for −1000 it is 0, and so is the sum.",
    )
    def overflow_divided(self, logits):
        powers = np.exp(logits)
        return np.log(powers / powers.sum(axis=1, keepdims=True))

    @mistake(
        "exponentials overflow in the sum",
        "Your exponentials overflow: the largest logit of the row is not subtracted first. (The largest is `max`; "
        "`argmax` is its place.) For logits of 1000 the sum is infinite, for −1000 it is 0.",
    )
    def overflow_sum(self, logits):
        return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))

    @mistake(
        "logarithm of a computed softmax",
        "You took the logarithm of an exponential. For a class far behind the exponential is rounded to 0, and log(0) "
        "is −infinity. Write x in place of log(exp(x)), and that cannot happen.",
    )
    def log_of_softmax(self, logits):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.log(powers / powers.sum(axis=1, keepdims=True))

    @mistake(
        "largest of the whole array",
        "You subtracted the same number from every row: the largest logit of the whole array. In a row whose logits "
        "are much smaller, every exponential is then rounded to 0, and so is their sum. Subtract each row's own "
        "largest logit.",
    )
    def global_max(self, logits):
        shifted = logits - logits.max()
        return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    @mistake(
        "the shift is missing in one place",
        "Your result is too large by the largest logit of each row. Where the largest logit is subtracted inside the "
        "exponentials, it has to be subtracted from x too.",
    )
    def shift_lost(self, logits):
        shifted = logits - logits.max(axis=1, keepdims=True)
        return logits - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

    @mistake(
        "the shift is subtracted twice",
        "Your result is too small by the largest logit of each row: it is subtracted twice. Once is enough: from the "
        "logits, if the sum's exponentials have it too; or not at all, if it is added to the logarithm of the sum "
        "again.",
    )
    def shift_twice(self, logits):
        return _log_softmax(logits) - logits.max(axis=1, keepdims=True)

    @mistake(
        "largest of each column",
        "You subtracted the largest logit of each column, not of each row. Softmax stays the same only if the same "
        "number is subtracted from all classes of a row.",
    )
    def column_max(self, logits):
        return _log_softmax(logits - logits.max(axis=0))

    @mistake(
        "adds up each column",
        "From each row the largest logit is subtracted, but the exponentials are added up over the batch, column by "
        "column. The classes of one sample share the probability 1, so each row has a sum of its own.",
        concept="which axis",
    )
    def sums_columns(self, logits):
        shifted = logits - logits.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=0))

    @mistake(
        "no logarithm",
        "You returned the softmax itself. Its logarithm is asked for.",
    )
    def no_log(self, logits):
        return np.exp(_log_softmax(logits))

    @mistake(
        "no logarithm of the sum",
        "You subtracted Σ exp(x − m) itself, not its logarithm. log(a / b) is log a − log b.",
    )
    def no_log_of_sum(self, logits):
        shifted = logits - logits.max(axis=1, keepdims=True)
        return shifted - np.exp(shifted).sum(axis=1, keepdims=True)

    @mistake(
        "mean instead of sum",
        "Your probabilities are the exponentials divided by their mean, not by their sum: those of a row add up to "
        "{classes}, the number of classes.",
    )
    def mean_of_exponentials(self, logits):
        shifted = logits - logits.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).mean(axis=1, keepdims=True))

    @mistake(
        "divides by the logarithm",
        "Your answer is the logit divided by the logarithm of the sum. The logarithm of a quotient is a difference: "
        "log(a / b) is log a − log b.",
        concept="logarithm",
    )
    def divides(self, logits):
        return logits / np.log(np.exp(logits).sum(axis=1, keepdims=True))

    @mistake(
        "sign changed",
        "You returned minus the logarithms. The minus belongs to the loss, in the next exercise; log-softmax itself "
        "is at most 0.",
    )
    def minus(self, logits):
        return -_log_softmax(logits)
