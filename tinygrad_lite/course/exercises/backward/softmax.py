"""The backward pass of softmax and cross-entropy together, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


class SoftmaxByHand(NumberQuestion):
    id = "backward/softmax_by_hand"
    question = (
        "**By hand first.** The softmax of one sample's logits is `[0.7, 0.2, 0.1]`, and class 0 is right. What is the "
        "gradient of the cross-entropy with respect to the *first logit*, to two decimals?"
    )
    value, digits = -0.3, 2
    wrong = {
        0.3: "The sign is turned. Raising the logit of the right class lowers the loss, so its gradient is negative.",
        -1.43: "−1/0.7 is the gradient with respect to the probability. The softmax comes in between, and its own "
        "slopes turn it into something simpler.",
        0.7: "That is the probability. For the right class, 1 is taken off.",
        0.2: "That is the gradient of the second logit, whose class is wrong. Asked is the first one.",
        0.21: "That is the softmax's own slope, 0.7 · 0.3. It is one link of the chain: multiply it by −1/0.7.",
        -0.1: "Dividing by 3 would average over the classes. The loss is averaged over the samples, and there is one.",
        -0.7: "You put a minus in front of the probability. It is the probability minus 1, for the right class.",
        1.7: "1 is taken off for the right class, not added.",
        -0.36: "That is the logarithm of 0.7: the loss, with a minus in front. Asked is the slope of the loss.",
        0.36: "That is the loss, −log 0.7. Asked is its slope.",
    }


class SoftmaxCrossEntropyGrad(Exercise):
    id, points = "backward/softmax_cross_entropy_grad", 3
    axes = {"logits": ("batch", "classes"), "target": ("batch",)}
    hints = (
        "Softmax and cross-entropy together have a gradient that is simpler than either alone. Work it out for the "
        "probabilities [0.7, 0.2, 0.1] with class 0 right, as above.",
        "(softmax(logits) − one-hot(target)) / batch: the probabilities, 1 less at the right class of each row, and "
        "divided by the number of rows, because the loss is their mean.",
        "`probabilities = …`, then `probabilities[np.arange(len(target)), …] -= 1`, then divide.",
    )
    notice = "Each row adds up to 0: what is pushed up for the right class is taken from the others."

    def cases(self, rng):
        yield self.case(np.log(np.array([[0.7, 0.2, 0.1]])), np.array([0]))
        yield self.case(np.log(np.array([[0.7, 0.2, 0.1]])), np.array([1]))
        yield self.case(np.log(np.array([[0.7, 0.2, 0.1], [0.25, 0.25, 0.5]])), np.array([0, 2]))
        for batch, classes in [(2, 3), (3, 2), (4, 3), (3, 4), (5, 3), (4, 6), (6, 5), (7, 4), (8, 10), (1, 4)]:
            target = rng.permutation(np.arange(batch) % classes)
            yield self.case(rng.normal(size=(batch, classes)), target)
        for batch, classes in [(1, 3), (2, 4), (4, 5)]:
            large = rng.choice([-1000.0, 0.0, 997.0], size=(batch, classes)) + rng.integers(-2, 3, size=classes)
            large[:, 0] = 1000.0
            large[1::2] = rng.integers(-1000, -996, size=(batch // 2, classes))
            yield self.case(large, rng.integers(0, classes, size=batch), about="with logits as large as 1000")
        for rows in ([[-1000.0, 1000.0]], [[-1000.0, -1001.0], [2.0, 1.0]], [[0.0, 800.0, -1.0], [-800.0, 0.0, 1.0]]):
            yield self.case(np.array(rows), np.zeros(len(rows), dtype=int), about="with logits as large as 1000")

    def fair(self, case):
        return case.args["logits"].shape[1] > 1

    def reference(self, logits, target):
        import torch

        point = torch.from_numpy(logits).requires_grad_()
        torch.nn.functional.cross_entropy(point, torch.from_numpy(target)).backward()
        return point.grad

    @staticmethod
    def solution(logits, target):
        """Gradient, with respect to the logits, of the cross-entropy averaged over the batch.

        Args:
            logits: (batch, classes), as they come out of the last layer.
            target: (batch,), the index of the right class of each row.
        Returns:
            array (batch, classes).
        """
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        gradient = powers / powers.sum(axis=1, keepdims=True)
        gradient[np.arange(len(target)), target] -= 1
        return gradient / len(target)

    def again(self, logits, target):
        return (_softmax(logits) - _one_hot(logits, target)) / len(target)

    @mistake(
        "does not divide by the batch size",
        "You left out the division by the batch size. The loss is the mean over the rows, so each row's gradient is "
        "divided by their number; otherwise a batch twice as large would mean steps twice as large.",
    )
    def not_averaged(self, logits, target):
        return _softmax(logits) - _one_hot(logits, target)

    @mistake(
        "the 1 is not divided",
        "Your probabilities are divided by the batch size, but the 1 that is taken off at the right class is not. "
        "The whole difference is divided by the number of rows.",
    )
    def one_not_divided(self, logits, target):
        return _softmax(logits) / len(target) - _one_hot(logits, target)

    @mistake(
        "divides by the number of elements",
        "Your answer is divided by the number of all elements, rows times classes. The loss is averaged over the "
        "rows only.",
    )
    def by_elements(self, logits, target):
        return (_softmax(logits) - _one_hot(logits, target)) / logits.size

    @mistake(
        "divides by the number of classes",
        "Your answer is divided by the number of classes. The loss is averaged over the rows of the batch.",
    )
    def by_classes(self, logits, target):
        return (_softmax(logits) - _one_hot(logits, target)) / logits.shape[1]

    @mistake(
        "takes 1 off whole columns",
        "From every row you took 1 off at the right classes of all rows. Row i has one right class, target[i]: "
        "`p[np.arange(len(target)), target]` goes through rows and classes in pairs, `p[:, target]` does not.",
    )
    def whole_columns(self, logits, target):
        every = sum(np.eye(logits.shape[1])[each] for each in target)
        return (_softmax(logits) - every) / len(target)

    @mistake(
        "the sign is turned",
        "Your gradient has the wrong sign: target minus probability. A step against the gradient would then make the "
        "right class less probable.",
    )
    def turned(self, logits, target):
        return (_one_hot(logits, target) - _softmax(logits)) / len(target)

    @mistake(
        "nothing is taken off for the right class",
        "You returned the probabilities, divided by the batch size. At the right class of each row, 1 is taken off: "
        "that is what pulls its logit up.",
    )
    def no_target(self, logits, target):
        return _softmax(logits) / len(target)

    @mistake(
        "takes 1 off everywhere",
        "You subtracted 1 from every probability. Only the right class of each row gets it.",
    )
    def everywhere(self, logits, target):
        return (_softmax(logits) - 1) / len(target)

    @mistake(
        "subtracts the class's number",
        "You subtracted the class index itself from the probabilities. The index is the name of a class, not an "
        "amount: it says in which column 1 is taken off.",
    )
    def index(self, logits, target):
        return (_softmax(logits) - target[:, None]) / len(target)

    @mistake(
        "takes 1 off in every row",
        "You took 1 off in whole columns, in every row, for each class that occurs in the batch: that is what "
        "`[:, target]` chooses. One place in each row is chosen by two lists together: row numbers and classes.",
    )
    def columns(self, logits, target):
        gradient = _softmax(logits)
        gradient[:, target] -= 1
        return gradient / len(target)

    @mistake(
        "without the softmax",
        "You took 1 off from the logits themselves. The gradient is made of probabilities: softmax comes first.",
    )
    def no_softmax(self, logits, target):
        return (logits - _one_hot(logits, target)) / len(target)

    @mistake(
        "softmax over the batch",
        "You normalised each column over the batch. The classes of one row share a probability of 1; the rows have "
        "nothing to do with each other.",
    )
    def over_batch(self, logits, target):
        return (_softmax(logits, axis=0) - _one_hot(logits, target)) / len(target)

    @mistake(
        "softmax over the whole array",
        "Your probabilities are the exponentials divided by the sum of the whole array. Each row needs a sum of its "
        "own, so that its probabilities add up to 1.",
    )
    def whole(self, logits, target):
        return (_softmax(logits, axis=None) - _one_hot(logits, target)) / len(target)

    @mistake(
        "one sum for the whole array",
        "Your rows share one sum, that of the whole array. Each row needs a sum of its own, so that its probabilities "
        "add up to 1.",
    )
    def one_sum(self, logits, target):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (powers / powers.sum() - _one_hot(logits, target)) / len(target)

    @mistake(
        "one sum for the whole array, and does not divide",
        "Your rows share one sum, that of the whole array. Each row needs a sum of its own, so that its probabilities "
        "add up to 1. And the loss is the mean over the batch: divide by the number of rows, {batch} here.",
    )
    def one_sum_sum(self, logits, target):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum() - _one_hot(logits, target)

    @mistake(
        "the gradient with respect to the probabilities",
        "You returned −1/p at the right class: how the loss changes with the probability. One more link leads from the "
        "probabilities to the logits, and there every class of the row takes part.",
    )
    def of_probability(self, logits, target):
        return -_one_hot(logits, target) / _softmax(logits) / len(target)

    @mistake(
        "only the right class gets a gradient",
        "You left 0 for all classes but the right one. Through the sum in the softmax, each logit of a row changes "
        "the probability of the right class.",
    )
    def right_class_only(self, logits, target):
        one_hot = _one_hot(logits, target)
        return one_hot * (_softmax(logits) - 1) / len(target)

    @mistake(
        "multiplied by the softmax's slope again",
        "Your answer is p − target times p · (1 − p). The slope of the softmax is contained in p − target already.",
    )
    def slope_again(self, logits, target):
        p = _softmax(logits)
        return (p - _one_hot(logits, target)) * p * (1 - p) / len(target)

    @mistake(
        "classes counted from 1",
        "You took 1 off one column too far to the left. Classes are counted from 0, as columns are: class 2 is column "
        "2.",
    )
    def from_one(self, logits, target):
        return (_softmax(logits) - _one_hot(logits, (target - 1) % logits.shape[1])) / len(target)

    @mistake(
        "exponentials without their sum",
        "You took the exponentials without dividing them by their sum. Only then do they add up to 1 in each row, as "
        "probabilities do.",
    )
    def not_normalised(self, logits, target):
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return (powers - _one_hot(logits, target)) / len(target)

    @mistake(
        "averages the rows into one",
        "You averaged the gradient over the rows, which leaves one row. Each sample's logits have a gradient of their "
        "own; it is only divided by the number of rows.",
    )
    def one_row(self, logits, target):
        return np.mean(_softmax(logits) - _one_hot(logits, target), axis=0)

    @mistake(
        "wrong sign, and does not divide",
        "Two things: the sign is turned (it is the probabilities minus 1 at the right class), and the mean over the "
        "batch is missing: divide by the number of rows, {batch} here.",
    )
    def turned_sum(self, logits, target):
        return _one_hot(logits, target) - _softmax(logits)

    @mistake(
        "the logits for the probabilities, and does not divide",
        "Two things: you took 1 off the logits themselves, where softmax has to make probabilities of them first, "
        "and the mean over the batch is missing: divide by the number of rows, {batch} here.",
    )
    def raw_sum(self, logits, target):
        return logits - _one_hot(logits, target)

    @mistake(
        "the slope of a sigmoid on top, and does not divide",
        "Your answer is p minus 1 at the right class, times p · (1 − p). That slope is in it already: p − 1 is what "
        "is left when the derivatives of logarithm and softmax are multiplied. And the mean over the batch is "
        "missing.",
    )
    def with_slope_sum(self, logits, target):
        p = _softmax(logits)
        return (p - _one_hot(logits, target)) * p * (1 - p)


def _softmax(logits, axis=1):
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _one_hot(logits, target):
    return (np.arange(logits.shape[1]) == target[:, None]) * 1.0
