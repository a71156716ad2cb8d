"""The share of right predictions."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class Accuracy(Exercise):
    id, points, agrees_with = "loop/accuracy", 1, ""
    rtol = 1e-6  # a mean in float32 says the same
    axes = {"logits": ("batch", "classes"), "target": ("batch",)}
    forbids = ("tinygrad_lite", "scipy", "sklearn", "torchmetrics")
    hints = (
        "A row of logits holds one number for each class. Which class does the network predict? Compare that with the "
        "target, row by row.",
        "prediction = the place of the largest number in each row. Accuracy = how many predictions equal their target, "
        "divided by the number of rows.",
        "`np.argmax` with the axis of the classes gives one index for each row; `==` with the target gives True and "
        "False, which count as 1 and 0 in a mean.",
    )
    notice = "No softmax is needed: it makes probabilities of the logits, but the largest stays the largest."

    def cases(self, rng):
        yield self.case(np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0]]), np.array([0, 2]))
        yield self.case(np.array([[-1.0, -3.0], [-2.0, -0.5], [-4.0, -1.5]]), np.array([0, 1, 0]))
        for batch, classes in [(5, 3), (8, 4), (11, 2), (20, 10), (3, 7), (9, 5), (13, 6), (7, 4), (4, 9), (16, 3)]:
            logits, target = rng.normal(size=(batch, classes)) - 0.5, rng.integers(0, classes, size=batch)
            known = rng.permutation(batch)[: max(1, batch // 2)]
            logits[known, target[known]] = logits[known].max(1) + 1
            yield self.case(logits, target)
        yield self.case(np.array([[0.2, 0.9]]), np.array([1]))
        yield self.case(np.array([[0.2, 0.9]]), np.array([0]))
        for batch, classes in [(4, 3), (6, 5), (3, 4), (5, 8)]:  # all right
            logits = rng.normal(size=(batch, classes))
            yield self.case(logits, logits.argmax(1))
        large = "with logits as large as 1000"
        for batch, classes in [(3, 4), (5, 3), (4, 6)]:
            logits = (300 * rng.normal(size=(batch, classes))).round(1)
            logits[0, :2] = 800.0, 1000.0  # their exponentials are more than 64 bits hold
            yield self.case(logits, np.where(np.arange(batch) % 3 == 1, 0, logits.argmax(1)), about=large)

    def reference(self, logits, target):
        import torch

        return (torch.from_numpy(logits).argmax(1) == torch.from_numpy(target)).double().mean()

    @staticmethod
    def solution(logits, target):
        """The share of the predictions that are right.

        Args:
            logits: (batch, classes), the network's outputs; the predicted class is the one with the largest.
            target: (batch,), the index of the right class for each row.
        Returns:
            float from 0 to 1
        """
        return np.mean(np.argmax(logits, axis=1) == target)

    @mistake(
        "counts instead of averaging",
        "You counted the right predictions but did not divide by the number of rows, {batch}. A count says little "
        "as long as one does not know out of how many.",
    )
    def count(self, logits, target):
        return np.sum(np.argmax(logits, axis=1) == target)

    @mistake(
        "in percent",
        "Your answer is in percent. Asked for is a share, from 0 to 1.",
    )
    def percent(self, logits, target):
        return 100 * np.mean(np.argmax(logits, axis=1) == target)

    @mistake(
        "the share of wrong predictions",
        "You returned the share of wrong predictions. Accuracy is the share of right ones, 1 minus that.",
    )
    def errors(self, logits, target):
        return np.mean(np.argmax(logits, axis=1) != target)

    @mistake(
        "divides by the number of classes",
        "Your answer is the hits divided by the number of classes, {classes}. How many predictions there are is the "
        "number of rows, {batch}.",
    )
    def by_classes(self, logits, target):
        return np.sum(np.argmax(logits, axis=1) == target) / logits.shape[1]

    @mistake(
        "divides by the number of logits",
        "Your answer is the hits divided by the number of all logits, {batch} · {classes}. There is one prediction "
        "for each row.",
    )
    def by_all(self, logits, target):
        return np.sum(np.argmax(logits, axis=1) == target) / logits.size

    @mistake(
        "takes the smallest logit",
        "You predicted the class with the smallest logit. The largest one is the class that the network thinks most "
        "likely.",
    )
    def smallest(self, logits, target):
        return np.mean(np.argmin(logits, axis=1) == target)

    @mistake(
        "counts the right class where its logit is above 0",
        "A row counts as right in your answer where the logit of its right class is above 0. Right is a prediction "
        "whose logit is the largest of the row: other logits may be larger still, and the largest may be below 0.",
    )
    def above_zero(self, logits, target):
        return np.mean(logits[np.arange(len(target)), target] > 0)

    @mistake(
        "1 if all are right, otherwise 0",
        "Your answer is 1 where every prediction is right and 0 everywhere else, as `//` makes of a share, or "
        "`np.all`. Asked for is the share of right predictions.",
    )
    def all_or_nothing(self, logits, target):
        return np.sum(np.argmax(logits, axis=1) == target) // len(target)

    @mistake(
        "counts the classes from 1",
        "You compared each target with the place of the largest logit plus 1. The classes are counted from 0, as "
        "places in an array are.",
    )
    def from_one(self, logits, target):
        return np.mean(np.argmax(logits, axis=1) + 1 == target)

    @mistake(
        "leaves the last row out",
        "The last row is left out. Every row has a prediction.",
    )
    def not_the_last(self, logits, target):
        return np.sum(np.argmax(logits, axis=1)[:-1] == target[:-1]) / len(target)

    @mistake(
        "averages the right class's logit",
        "You averaged the logits of the right classes. How large they are does not matter; what counts is whether each "
        "is the largest of its row.",
    )
    def mean_logit(self, logits, target):
        return np.mean(logits[np.arange(len(target)), target])

    @mistake(
        "one answer for each row",
        "You returned True or False for each row. Their mean is the share that is asked for.",
    )
    def each_row(self, logits, target):
        return np.argmax(logits, axis=1) == target

    @mistake(
        "a prediction for the whole batch",
        "You looked for the largest of all logits together, without an axis, and compared that one place with every "
        "target. Each row has a prediction of its own: `axis=1`.",
    )
    def one_for_all(self, logits, target):
        return np.mean(np.argmax(logits) == target)

    @mistake(
        "more than half of the probability",
        "You counted a row as right only where its class has more than half of the probability. Among several classes "
        "the largest can be below a half; the prediction is the class with the largest logit.",
    )
    def above_half(self, logits, target):
        rows = np.arange(len(target))
        shares = 1 / np.exp(np.minimum(logits - logits[rows, target][:, None], 700)).sum(axis=1)
        return np.mean(shares > 0.5)
