"""The regression losses of lesson 02: mean squared and mean absolute error.

Each class is one exercise: what is asked, on which cases, what is right, and the mistakes people make with what to
say to them.
"""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion
from ..draws import SHAPES


def _of_both_signs(rng, shape, low=0.1, high=2.0):
    """Numbers of `shape`, sizes from `low` to `high`, at least one of each sign if there are two."""
    size = int(np.prod(shape))
    signs = np.where(np.arange(size) % 2 == 0, 1.0, -1.0) * rng.choice([-1.0, 1.0])
    return rng.permutation(signs * rng.uniform(low, high, size=size)).reshape(shape)


def _pairs(rng):
    """(predicted, target): errors of both signs, then predictions that are all too low, then large errors."""
    for shape in SHAPES:
        target = rng.normal(size=shape)
        yield target + _of_both_signs(rng, shape), target
    for shape in [(4,), (2, 5), (5, 3)]:
        target = rng.normal(size=shape)
        yield target - rng.uniform(0.2, 1.5, size=shape), target
    for shape in [(6,), (3, 4), (2, 2, 5)]:
        yield rng.normal(size=shape) * 100, rng.normal(size=shape)


class MSEByHand(NumberQuestion):
    id = "loss/mse_by_hand"
    question = (
        "**By hand.** A network predicts `[0.8, 0.3, 0.5]`; the truth is `[1.0, 0.0, 0.5]`. What is the mean "
        "squared error, to three decimals?"
    )
    value = 0.13 / 3
    wrong = {
        0.13: "That is the sum of the three squares. The mean divides it by how many there are: 3.",
        0.065: "That is the sum of the squares divided by 2. The third error is 0, but it counts: divide by 3.",
        0.5 / 3: "That is the mean of the absolute errors, 0.5 / 3. Square each error first.",
        0.1 / 3: "Here 0.2 and −0.3 have cancelled in part. Square each error first, then nothing can cancel.",
        (0.1 / 3) ** 2: "That is the square of the mean error. Square each error first, then take the mean.",
        0.208: "That is the square root of the mean squared error. The root is not asked for.",
        0.361: "That is the square root of the summed squares. Divide the sum, 0.13, by 3 instead.",
        0.0217: "That is half the mean squared error. Divide the sum, 0.13, by 3 and leave it at that.",
    }


class MSE(Exercise):
    id, points = "loss/mse", 2
    axes = {"predicted": ..., "target": ...}
    hints = (
        "How far off is each prediction? Take that first, for all elements at once: `predicted - target`.",
        "Square every difference, add the squares up, and divide by how many there are: (1/n) · Σ (predicted − "
        "target)².",
        "One line does it: `return np.mean((… - …) ** 2)`.",
    )
    notice = "The unit is squared too: errors in metres give a loss in square metres. Its root is back in metres."

    def cases(self, rng):
        yield self.case(np.array([1.0, 2.0]), np.array([0.0, 0.0]))
        yield self.case(np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5]))
        yield self.case(np.array([3.0]), np.array([1.0]))
        for predicted, target in _pairs(rng):
            yield self.case(predicted, target)

    def reference(self, predicted, target):
        import torch

        return torch.nn.functional.mse_loss(torch.from_numpy(predicted), torch.from_numpy(target))

    @staticmethod
    def solution(predicted, target):
        """Mean squared error: the average of (predicted - target)² over all elements.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
        Returns:
            float: one number, whatever the number of dimensions.
        """
        return np.mean((predicted - target) ** 2)

    @mistake(
        "sums instead of averaging",
        "You added up the squared errors but did not divide by their number. Your answer is {n} times too large here; "
        "a loss that grows with the number of elements would need another learning rate for every batch size.",
        ask="What happens to the loss if I double the batch?",
    )
    def sums(self, predicted, target):
        return np.sum((predicted - target) ** 2)

    @mistake(
        "averages before squaring",
        "You averaged the errors first and squared the result. Errors of opposite sign cancel that way, so a network "
        "that is wrong everywhere can get a loss of 0. Square each error, then average.",
    )
    def mean_then_square(self, predicted, target):
        return np.mean(predicted - target) ** 2

    @mistake(
        "does not square",
        "You averaged the errors without squaring them. Errors of opposite sign cancel, and the loss has no lowest "
        "point: it only falls as the predictions fall.",
    )
    def no_square(self, predicted, target):
        return np.mean(predicted - target)

    @mistake(
        "squares the target alone",
        "In your answer the target alone is squared: a power is computed before a difference. Put the difference in "
        "parentheses, and square that.",
    )
    def squares_target(self, predicted, target):
        return np.mean(predicted - target**2)

    @mistake(
        "takes absolute errors",
        "You averaged the absolute errors, not their squares. That is the mean absolute error, the next exercise; "
        "squaring makes one error of 2 count as much as four errors of 1.",
    )
    def absolute(self, predicted, target):
        return np.mean(np.abs(predicted - target))

    @mistake(
        "takes the square root",
        "You took the square root of the mean squared error. The root is good to report, since it has the unit of the "
        "target; but the exercise, and `MSELoss`, leave it out.",
    )
    def root(self, predicted, target):
        return np.sqrt(np.mean((predicted - target) ** 2))

    @mistake(
        "takes the root of the sum",
        "You took the square root of the sum of the squares, which is the length of the error vector. The loss is "
        "the mean of the squares, without a root.",
    )
    def norm(self, predicted, target):
        return np.sqrt(np.sum((predicted - target) ** 2))

    @mistake(
        "divides by n − 1",
        "Your answer is the sum of the squares divided by n − 1, as for a sample variance. Here nothing is "
        "estimated: it is the mean of {n} squares, so divide by {n}.",
    )
    def one_less(self, predicted, target):
        return np.sum((predicted - target) ** 2) / (predicted.size - 1)

    @mistake(
        "halves the mean",
        "Your answer is half the mean of the squares. Some books put ½ in front so that the 2 of the derivative "
        "cancels; here, as in PyTorch, it is the plain mean.",
    )
    def half(self, predicted, target):
        return np.mean((predicted - target) ** 2) / 2

    @mistake(
        "divides by the first axis only",
        "Your answer is the sum divided by the length of the first axis, not by the number of all elements. With one "
        "dimension the two are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, predicted, target):
        return np.sum((predicted - target) ** 2) / len(predicted)

    @mistake(
        "averages over the first axis only",
        "You averaged over the first axis only, so with more than one dimension an array comes back. A loss must be a "
        "single number, because only a single number can be made smaller step by step.",
    )
    def columns(self, predicted, target):
        return np.mean((predicted - target) ** 2, axis=0)

    @mistake(
        "averages over the last axis only",
        "You averaged over the last axis only, so with more than one dimension an array comes back. A loss must be a "
        "single number, because only a single number can be made smaller step by step.",
    )
    def rows(self, predicted, target):
        return np.mean((predicted - target) ** 2, axis=-1)

    @mistake(
        "does not average",
        "You returned the squared errors one by one. Their mean over all elements is missing: a loss is a single "
        "number.",
    )
    def elements(self, predicted, target):
        return (predicted - target) ** 2

    @mistake(
        "squares before subtracting",
        "You took the difference of the squares, not the square of the difference. 3² − 1² is 8, but (3 − 1)² is 4.",
    )
    def difference_of_squares(self, predicted, target):
        return np.mean(predicted**2 - target**2)

    @mistake(
        "takes the variance of the errors",
        "You computed the variance of the errors, which takes their mean away first. A prediction that is too high by "
        "the same amount everywhere would cost nothing.",
    )
    def variance(self, predicted, target):
        return np.var(predicted - target)

    @mistake(
        "half the sum",
        "Your answer is half the sum of the squared errors. That has the same minimum, and is used for its simple "
        "slope; asked for is their mean.",
        concept="sum or mean",
    )
    def half_the_sum(self, predicted, target):
        return 0.5 * np.sum((predicted - target) ** 2)


class MAE(Exercise):
    id, points = "loss/mae", 2
    axes = {"predicted": ..., "target": ...}
    hints = (
        "How far off is each prediction, whichever side it is on? `np.abs` drops the sign.",
        "(1/n) · Σ |predicted − target|, over all n elements.",
        "One line does it: `return np.mean(np.abs(… - …))`.",
    )
    notice = "An error twice as large costs twice as much here; with MSE it costs four times as much."

    def cases(self, rng):
        yield self.case(np.array([3.0, -1.0]), np.array([0.0, 0.0]))
        yield self.case(np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5]))
        yield self.case(np.array([1.0]), np.array([4.0]))
        for predicted, target in _pairs(rng):
            yield self.case(predicted, target)

    def reference(self, predicted, target):
        import torch

        return torch.nn.functional.l1_loss(torch.from_numpy(predicted), torch.from_numpy(target))

    @staticmethod
    def solution(predicted, target):
        """Mean absolute error: the average of |predicted - target| over all elements.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
        Returns:
            float: one number, whatever the number of dimensions.
        """
        return np.mean(np.abs(predicted - target))

    @mistake(
        "sums instead of averaging",
        "You added up the absolute errors but did not divide by their number. Your answer is {n} times too large here.",
    )
    def sums(self, predicted, target):
        return np.sum(np.abs(predicted - target))

    @mistake(
        "keeps the sign",
        "You averaged the errors with their signs. Errors of opposite sign cancel, and predictions that are too low "
        "make the loss negative.",
    )
    def signed(self, predicted, target):
        return np.mean(predicted - target)

    @mistake(
        "averages before taking the absolute value",
        "You averaged the errors first and dropped the sign afterwards. By then errors of opposite sign have "
        "cancelled; drop the sign of each error, then average.",
    )
    def absolute_of_mean(self, predicted, target):
        return np.abs(np.mean(predicted - target))

    @mistake(
        "squares the errors",
        "You averaged the squared errors. That is the MSE of the exercise before; here an error counts as it is, "
        "without its sign.",
    )
    def squares(self, predicted, target):
        return np.mean((predicted - target) ** 2)

    @mistake(
        "takes the root of the mean square",
        "You took the square root of the mean squared error. It has the right unit but is not the mean of the absolute "
        "errors: large errors count for more in it.",
    )
    def root(self, predicted, target):
        return np.sqrt(np.mean((predicted - target) ** 2))

    @mistake(
        "takes the largest error",
        "You took the largest absolute error. The mean is asked for, to which every element contributes.",
    )
    def largest(self, predicted, target):
        return np.max(np.abs(predicted - target))

    @mistake(
        "takes the median",
        "You took the median of the absolute errors, the one in the middle. The mean is asked for.",
    )
    def median(self, predicted, target):
        return np.median(np.abs(predicted - target))

    @mistake(
        "takes absolute values before subtracting",
        "You dropped the signs of the predictions and targets before you subtracted. A prediction of −3 for a target "
        "of 3 would then be free of error.",
    )
    def absolutes_first(self, predicted, target):
        return np.mean(np.abs(np.abs(predicted) - np.abs(target)))

    @mistake(
        "divides by the first axis only",
        "Your answer is the sum divided by the length of the first axis, not by the number of all elements. With one "
        "dimension the two are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, predicted, target):
        return np.sum(np.abs(predicted - target)) / len(predicted)

    @mistake(
        "averages over the first axis only",
        "You averaged over the first axis only, so with more than one dimension an array comes back. A loss must be a "
        "single number.",
    )
    def columns(self, predicted, target):
        return np.mean(np.abs(predicted - target), axis=0)

    @mistake(
        "does not average",
        "You returned the absolute errors one by one. Their mean over all elements is missing: a loss is a single "
        "number.",
    )
    def elements(self, predicted, target):
        return np.abs(predicted - target)
