"""nll, in lesson 02: the loss of log-probabilities."""

from __future__ import annotations

import numpy as np

from ...case import settled
from ...exercise import Exercise, mistake
from .classes import _MANY, _SIZES, _WHOLE_ROWS, _chosen, _is_elsewhere, _log_softmax, _targets


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

    def cause(self, failure, case, submission):
        return "" if _is_elsewhere(failure) else super().cause(failure, case, submission)

    def cases(self, rng):
        yield self.case(np.log([[0.5, 0.3, 0.2], [0.2, 0.7, 0.1]]), np.array([0, 2]))
        yield self.case(np.log([[0.7, 0.2, 0.1]]), np.array([0]))
        yield self.case(np.log([[0.1, 0.7, 0.2]]), np.array([0]))
        for size in [*_SIZES, (4, 5), (9, 6)]:
            scores = rng.normal(size=size) * 1.5
            yield self.case(settled(_log_softmax(scores)), _targets(rng, scores))
        sure = np.array([[1000.0, 0.0], [0.0, 0.5]])  # of a row that is sure and right, −log p is 0, and counts
        yield self.case(settled(_log_softmax(sure)), np.array([0, 0]))
        alike = np.log([[0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [0.25, 0.5, 0.25]])
        yield self.case(alike, np.array([0, 0, 0]), about="where two rows are alike")
        for classes in (12, 30):
            scores = rng.normal(size=(2, classes))
            yield self.case(settled(_log_softmax(scores)), np.array([classes - 1, classes - 2]), about=_MANY)
        for size in [(2, 3), (4, 5)]:
            scores = 500 * rng.normal(size=size)
            target = settled(scores).argmin(axis=1)
            yield self.case(settled(_log_softmax(scores)), target, about="where a probability is hardly above 0")

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
        "Your answer is the sum divided by the number of all elements, {n} here. Only one element of each row "
        "counts, so divide by the number of rows, {batch}; otherwise the loss shrinks as classes are added.",
    )
    def all_elements(self, log_probability, target):
        return -np.sum(_chosen(log_probability, target)) / log_probability.size

    @mistake(
        "divides by the number of classes",
        "Your answer is the sum divided by the number of classes, {classes} here. The average is over the batch: "
        "divide by {batch}.",
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
