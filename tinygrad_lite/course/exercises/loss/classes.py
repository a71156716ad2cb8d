"""The losses for one class among several of lesson 02: log-softmax, negative log-likelihood, cross-entropy."""

from __future__ import annotations

import numpy as np

from ...case import settled
from ...exercise import Exercise, mistake
from ...question import NumberQuestion

#: (batch, classes): never the same, and never 2 × 2; more rows than classes, and fewer.
_SIZES = [(2, 3), (3, 2), (3, 4), (4, 3), (5, 3), (3, 6), (7, 4), (6, 10), (12, 5)]
_LARGE = "with logits as large as 1000"
_APART = "where the logits of a row differ by 1000"
_ROWS = "where the logits of one row are 1000 larger than those of another"


_NO_SOFTMAX = (
    "NameError",
    r"name 'softmax' is not defined",
    "`softmax` belongs to lesson 01 and is not known here. Nor would it help: where a probability is too small for a "
    "float it is 0, and has no logarithm. The logarithm of the softmax is computed in one go.",
)


def _log_softmax(logits, axis=1):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def _chosen(rows, target):
    """One element a row: the one of the target class."""
    return rows[np.arange(len(target)), target]


def _large_logits(rng):
    """(logits, about): what only a stable program gets right."""
    for batch, classes, offset in [(1, 3, 1000.0), (2, 3, 1000.0), (5, 4, -1000.0), (4, 6, 900.0), (3, 5, -900.0)]:
        yield offset + rng.normal(size=(batch, classes)), _LARGE
    for batch, classes, large in [(1, 3, 1000.0), (2, 4, 1000.0), (4, 3, 1500.0), (6, 5, 800.0)]:
        logits = rng.normal(size=(batch, classes))
        logits[:, 0] += large  # every row has its largest in the first column
        yield logits, _APART
    for batch, classes in [(2, 3), (3, 4), (5, 3), (4, 6)]:
        yield rng.normal(size=(batch, classes)) - 1000.0 * (np.arange(batch) % 2)[:, None], _ROWS


def _targets(rng, scores):
    """A class for each row; for the first row, and at least every third, not the one with the highest score."""
    batch, classes = scores.shape
    target = rng.integers(0, classes, size=batch)
    target[::3] = scores[::3].argmin(axis=1)
    return target


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
        "You took the logarithm of an exponential. For a class far behind it is rounded to 0, and log(0) is −infinity; "
        "log(exp(x)) written as x cannot do that.",
    )
    def log_of_softmax(self, logits):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.log(powers / powers.sum(axis=1, keepdims=True))

    @mistake(
        "largest of the whole array",
        "You subtracted the largest logit of the whole array, not of each row. In a row whose logits are much smaller, "
        "every exponential is then rounded to 0, and so is their sum.",
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
        "Your result is too small by the largest logit of each row. If the largest logit is subtracted from x, it "
        "has to be subtracted inside the exponentials of the sum as well.",
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
        "You divided by the mean of the exponentials, not by their sum. The probabilities of a row then add up to "
        "{classes}, the number of classes.",
    )
    def mean_of_exponentials(self, logits):
        shifted = logits - logits.max(axis=1, keepdims=True)
        return shifted - np.log(np.exp(shifted).mean(axis=1, keepdims=True))

    @mistake(
        "divides by the logarithm",
        "You divided by the logarithm of the sum. The logarithm of a quotient is a difference: log(a / b) is log a − "
        "log b.",
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


#: What an index along the wrong axis means here.
_WHOLE_ROWS = (
    "IndexError",
    r"axis 0 with size",
    "Axis 0 counts the samples; a class is a column, so a place along axis 1. `a[target]` picks whole rows. To pick "
    "one number from each row, say the rows first and the columns second.",
)


class NLL(Exercise):
    id, points = "loss/nll", 2
    axes = {"log_probability": ("batch", "classes"), "target": ("batch",)}
    hints = (
        "Each row holds one number that matters: the one in the column of its right class. `target` says which column.",
        "−(1/batch) · Σ log_probability[i, target[i]], over the rows i.",
        "Two lists of the same length pick one element from each row: `rows = np.arange(len(target))`, then "
        "`return -np.mean(log_probability[…, …])`.",
    )
    causes = (_WHOLE_ROWS,)
    notice = "Only the right class's entry counts. The others matter through log_softmax, which makes them share."

    def cases(self, rng):
        yield self.case(np.log([[0.5, 0.3, 0.2], [0.2, 0.7, 0.1]]), np.array([0, 2]))
        yield self.case(np.log([[0.7, 0.2, 0.1]]), np.array([0]))
        yield self.case(np.log([[0.1, 0.7, 0.2]]), np.array([0]))
        for size in [*_SIZES, (4, 5), (9, 6)]:
            scores = rng.normal(size=size) * 1.5
            yield self.case(settled(_log_softmax(scores)), _targets(rng, scores))

    def fair(self, case):
        rows = case.args["log_probability"]  # all different, so that it can be seen which was picked
        return rows.shape[1] > 1 and len(np.unique(rows)) == rows.size

    def reference(self, log_probability, target):
        import torch

        return torch.nn.functional.nll_loss(torch.from_numpy(log_probability), torch.from_numpy(target))

    @staticmethod
    def solution(log_probability, target):
        """Negative log-likelihood: minus the log-probability of the right class, averaged over the batch.

        Args:
            log_probability: (batch, classes), as `log_softmax` gives it.
            target: (batch,), the right class of each row, whole numbers from 0 to classes - 1.
        Returns:
            float
        """
        return -np.mean(log_probability[np.arange(len(target)), target])

    def again(self, log_probability, target):
        return -np.mean(_chosen(log_probability, target))

    @mistake(
        "leaves out the minus",
        "You left out the minus. Log-probabilities are at most 0, so the loss is negative here, and making it smaller "
        "makes the right class less probable.",
    )
    def no_minus(self, log_probability, target):
        return np.mean(_chosen(log_probability, target))

    @mistake(
        "sums instead of averaging",
        "You added up the batch but did not divide by its size. Your answer is {batch} times too large here; the "
        "learning rate would have to change with the batch size.",
    )
    def sums(self, log_probability, target):
        return -np.sum(_chosen(log_probability, target))

    @mistake(
        "averages over the classes too",
        "You divided by the number of all elements, {n} here. Only one element of each row counts, so divide by "
        "the number of rows, {batch}; otherwise the loss shrinks as classes are added.",
    )
    def all_elements(self, log_probability, target):
        return -np.sum(_chosen(log_probability, target)) / log_probability.size

    @mistake(
        "divides by the number of classes",
        "You divided the sum by the number of classes, {classes} here. The average is over the batch: divide by "
        "{batch}.",
    )
    def by_classes(self, log_probability, target):
        return -np.sum(_chosen(log_probability, target)) / log_probability.shape[1]

    @mistake(
        "does not average",
        "You returned one loss for each row. Their mean is missing: a loss is a single number.",
    )
    def rows(self, log_probability, target):
        return -_chosen(log_probability, target)

    @mistake(
        "takes exp first",
        "You averaged the probabilities, exp of what came in, with a minus. The logarithm is what makes a sure, wrong "
        "answer expensive; leave the log-probabilities as they are.",
    )
    def probabilities(self, log_probability, target):
        return -np.mean(np.exp(_chosen(log_probability, target)))

    @mistake(
        "takes the most probable class",
        "You took the most probable class of each row, not the right one. Such a loss rewards a network for being "
        "sure, right or wrong.",
        concept="the right class or the likeliest",
    )
    def most_probable(self, log_probability, target):
        return -np.mean(log_probability.max(axis=1))

    @mistake(
        "picks whole columns",
        "You averaged over whole columns: for every row, the columns of all targets. `x[:, target]` is an array of "
        "{batch} by {batch} here. To pick one element for each row, give the rows and the columns side by side.",
    )
    def columns(self, log_probability, target):
        return -np.mean(log_probability[:, target])

    @mistake(
        "picks from the first row only",
        "You picked every class from the first row. `x.take(target)` and `x.flat[target]` count through the flattened "
        "array; each row has to give its own element.",
    )
    def first_row(self, log_probability, target):
        return -np.mean(log_probability[0, target])

    @mistake(
        "averages the whole array",
        "You averaged all log-probabilities, whichever class is right. Only the entry in the column `target[i]` of "
        "row i counts.",
    )
    def everything(self, log_probability, target):
        return -np.mean(log_probability)

    @mistake(
        "classes counted from 1",
        "You took the column before the right one: `target − 1`. Classes are counted from 0, as columns are.",
    )
    def from_one(self, log_probability, target):
        return -np.mean(_chosen(log_probability, target - 1))

    @mistake(
        "takes the logarithm again",
        "You took the logarithm of what is a logarithm already. What comes in are log-probabilities, all of them 0 or "
        "below, and below 0 there is no logarithm: hence nan.",
    )
    def log_again(self, log_probability, target):
        return -np.mean(np.log(_chosen(log_probability, target)))


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

    def cases(self, rng):
        yield self.case(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 2.0]]), np.array([1, 0]))
        yield self.case(np.log([[0.7, 0.2, 0.1]]), np.array([0]))
        yield self.case(np.log([[0.1, 0.7, 0.2]]), np.array([0]))
        for size in [*_SIZES, (4, 5), (9, 6)]:
            logits = rng.normal(size=size) * 1.5
            yield self.case(logits, _targets(rng, logits))
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
        "You divided by the number of all elements, {n} here. Only one element of each row counts, so divide by "
        "the number of rows, {batch}; otherwise the loss shrinks as classes are added.",
    )
    def all_elements(self, logits, target):
        return self.solution(logits, target) / logits.shape[1]

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
        "You subtracted the largest logit of the whole array, not of each row. In a row whose logits are much smaller, "
        "every exponential is then rounded to 0, and so is their sum.",
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
        "one question for each class",
        "You asked of each class by itself whether it is the right one, through a sigmoid. Of several classes "
        "exactly one is right, so they share the probability 1: that is softmax.",
        concept="which loss",
    )
    def by_bce(self, logits, target):
        one_hot = np.eye(logits.shape[1])[target]
        return np.mean(np.maximum(logits, 0) - logits * one_hot + np.log1p(np.exp(-np.abs(logits))))
