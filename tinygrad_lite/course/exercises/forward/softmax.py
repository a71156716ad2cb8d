"""Softmax of lesson 01: a published number checked by hand, and the stable function along any axis."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion

#: (shape, axis); None: left to its default. All lengths of a shape differ, and none is 1 along the axis.
_PLACES = [
    ((4,), None),
    ((3, 4), 1),
    ((4, 3), 0),
    ((5, 2), 0),
    ((3, 6), -2),
    ((2, 3, 4), None),
    ((3, 2, 5), 1),
    ((4, 3, 2), 0),
    ((4, 2, 5), -2),
]
_SQUARE = [((3, 3), 1), ((4, 4), None), ((5, 5), 1), ((3, 3), 0), ((4, 4), 0)]
_LARGE = "with logits as large as 1000"
_APART = "where logits that share differ by 1000"
_ROWS = "where some rows are 1000 larger than others"

_SCORES = np.array([0.1, 0.6, 0.2, 0.05, 0.05])
_SHARE = float(np.exp(0.6) / np.exp(_SCORES).sum())


class SoftmaxByHand(NumberQuestion):
    id, digits = "forward/softmax_by_hand", 2
    question = (
        "**By hand.** Five classes have the scores `[0.1, 0.6, 0.2, 0.05, 0.05]`. Their exponentials are 1.105, 1.822, "
        "1.221, 1.051 and 1.051. A published tutorial prints 0.45 as the probability of the second class. What is it, "
        "to two decimals?"
    )
    value = _SHARE
    wrong = {
        0.45: "That is the number in print, and it is wrong. Divide 1.822 by the sum of all five exponentials.",
        0.6: "That is the score. Softmax divides the exponentials, not the scores.",
        1.822: "That is the exponential. It has to be divided by the sum of all five.",
        float(np.exp(0.6) / np.exp(_SCORES).max()): "That is a share of the largest exponential. Divide by the sum.",
        float(np.exp(0.6) / (np.exp(_SCORES).sum() - np.exp(0.6))): "That is a share of the sum of the other four. The "
        "class itself belongs to the sum, or the five shares would not add up to 1.",
        float(np.exp(0.6) / np.exp(_SCORES).mean()): "That is a share of their mean. Divide by their "
        "sum; a probability is never above 1.",
        float(np.log(_SHARE)): "That is the logarithm of the probability. Leave it out here.",
    }


class Softmax(Exercise):
    id, points = "forward/softmax", 3
    axes = {"logits": ...}
    hints = (
        "Softmax stays the same if one number is subtracted from all logits that share 1 between them. Which number "
        "makes every exponential at most 1? And how does an array keep an axis that it was summed along?",
        "With m the largest logit along the axis: exp(x − m) / Σ exp(x − m), the sum along the same axis.",
        "Two lines: `e = np.exp(logits - logits.max(axis=…, keepdims=True))`, then a quotient with "
        "`e.sum(axis=…, keepdims=…)`.",
    )
    notice = "Adding any number to all logits of a row changes nothing: only their differences count."

    def cases(self, rng):
        yield self.case(np.array([0.0, 0.0]))
        yield self.case(np.log([[1.0, 3.0]]))
        yield self.case(np.log([[1.0, 3.0, 4.0], [2.0, 2.0, 6.0]]), 1)
        for shape, axis in _PLACES + _SQUARE:
            logits = rng.normal(size=shape) * 2
            yield self.case(logits) if axis is None else self.case(logits, axis)
        yield self.case(rng.normal(size=(2, 3, 4)), -3)
        yield self.case(rng.normal(size=(2, 3, 5, 4)), 2)
        yield self.case(np.array([[2.0], [0.5]]), about="where a score shares with no other")
        for shape, offset in [((3,), 1000.0), ((2, 3), 1000.0), ((4, 3), -1000.0), ((2, 4), -900.0)]:
            yield self.case(offset + rng.normal(size=shape), about=_LARGE)
        for shape, place in [((3,), 0), ((2, 4), 1), ((4, 3), 2)]:
            logits = rng.normal(size=shape)
            logits[..., place] += 1000.0
            yield self.case(logits, about=_APART)
        for shape in [(2, 3), (3, 4)]:
            rows = 1000.0 * (np.arange(shape[0]) % 2)[:, None]
            yield self.case(rng.normal(size=shape) - rows, about=_ROWS)
            yield self.case((rng.normal(size=shape) - rows).T.copy(), 0, about=_ROWS)

    def fair(self, case):
        logits = case.args["logits"]  # several that share 1, and all different, so that axes can be told apart
        axis = case.args.get("axis", -1)
        return -logits.ndim <= axis < logits.ndim and logits.shape[axis] > 1 and len(np.unique(logits)) == logits.size

    def reference(self, logits, axis=-1):
        import torch

        return torch.softmax(torch.from_numpy(logits), dim=axis)

    @staticmethod
    def solution(logits, axis=-1):
        """Softmax: positive numbers that add up to 1 along an axis, the larger the larger the logit.

        Args:
            logits: array of any shape, any numbers, ±1000 among them.
            axis: the axis along which the numbers share 1 between them; the last one where none is given.
        Returns:
            array of the same shape, finite for large logits too.
        """
        e = np.exp(logits - logits.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    @mistake(
        "exponentials overflow",
        "You computed exp(x) without subtracting the largest logit first. For logits of 1000 it is infinite, and ∞ / ∞ "
        "is nan; for −1000 it is 0, and so is the sum.",
    )
    def overflow(self, logits, axis=-1):
        e = np.exp(logits)
        return e / e.sum(axis=axis, keepdims=True)

    @mistake(
        "divides by the sum over everything",
        "Your probabilities add up to 1 over the whole array. Each row needs a sum of its own, so that its "
        "probabilities add up to 1; the samples of a batch do not share.",
    )
    def whole_array(self, logits, axis=-1):
        e = np.exp(logits - logits.max())
        return e / e.sum()

    @mistake(
        "only the sum is over everything",
        "Your exponentials are divided by a sum over the whole array. Each row needs a sum of its own, along `axis` as "
        "the largest logit is taken, so that its probabilities add up to 1.",
    )
    def whole_sum(self, logits, axis=-1):
        e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
        return e / e.sum()

    @mistake(
        "always the last axis",
        "You always worked along the last axis, whatever `axis` says. It is the last one only where none is given.",
    )
    def last_axis(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True)

    @mistake(
        "always axis 1",
        "You always worked along axis 1, whatever `axis` says. The logits of one sample alone, of shape (classes,), "
        "have no axis 1; use `axis`, which is −1 where none is given: the last one.",
    )
    def axis_one(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    @mistake(
        "always the first axis",
        "You always worked along the first axis. For logits of shape (batch, classes) that is the batch: the samples "
        "would share a probability of 1 between them, class by class.",
    )
    def first_axis(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=0, keepdims=True))
        return e / e.sum(axis=0, keepdims=True)

    @mistake(
        "largest of the whole array",
        "You subtracted the same number from every row: the largest logit of the whole array. In a row that is 1000 "
        "below it every exponential is rounded to 0, and 0 / 0 is nan. Subtract each row's own largest logit.",
    )
    def global_max(self, logits, axis=-1):
        e = np.exp(logits - logits.max())
        return e / e.sum(axis=axis, keepdims=True)

    @mistake(
        "the sum loses its axis",
        "Your sum along the axis lost that axis. Mostly the shapes then do not fit; in a square array they do, and "
        "every column is divided by the sum of a row. `keepdims=True` keeps the axis with length 1.",
    )
    def no_keepdims(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=axis, keepdims=True))
        return e / e.sum(axis=axis)

    @mistake(
        "largest and sum lose their axis",
        "Your largest and your sum along the axis lost that axis. Mostly the shapes then do not fit; in a square array "
        "they do, and rows meet the numbers of columns. `keepdims=True` keeps the axis with length 1.",
    )
    def no_keepdims_twice(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=axis))
        return e / e.sum(axis=axis)

    @mistake(
        "does not divide",
        "You subtracted the largest logit and took the exponential; the division by the sum is missing. As it stands, "
        "the largest is always 1.",
    )
    def not_divided(self, logits, axis=-1):
        return np.exp(logits - logits.max(axis=axis, keepdims=True))

    @mistake(
        "subtracts in the numerator only",
        "You subtracted the largest logit above the line but not in the sum below. It cancels only if it is in both, "
        "and the sum still overflows.",
    )
    def numerator_only(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=axis, keepdims=True))
        return e / np.exp(logits).sum(axis=axis, keepdims=True)

    @mistake(
        "the logarithm of it",
        "You returned the logarithm of the softmax. Lesson 02 needs that; here the probabilities are asked for.",
    )
    def logarithm(self, logits, axis=-1):
        shifted = logits - logits.max(axis=axis, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))

    @mistake(
        "no exponential",
        "Your answer is each logit divided by the sum of the logits. Logits can be negative, and their sum 0; the "
        "exponential makes all of them positive first.",
    )
    def no_exponential(self, logits, axis=-1):
        return logits / logits.sum(axis=axis, keepdims=True)

    @mistake(
        "divides by the mean",
        "Your answer is each exponential divided by the mean of them. Such numbers add up to how many there are; "
        "dividing by the sum makes them add up to 1.",
    )
    def mean(self, logits, axis=-1):
        e = np.exp(logits - logits.max(axis=axis, keepdims=True))
        return e / e.mean(axis=axis, keepdims=True)

    @mistake(
        "sigmoid of each",
        "You took the sigmoid of each logit by itself. Then they do not share 1 between them: all can be near 1 at "
        "once.",
    )
    def sigmoid(self, logits, axis=-1):
        return 0.5 * (1 + np.tanh(logits / 2))

    @mistake(
        "the largest subtracted from the exponentials",
        "You subtracted the largest from the exponentials, not from the exponents. There it does not cancel in the "
        "quotient: the class with the largest logit gets 0.",
    )
    def largest_of_exponentials(self, logits, axis=-1):
        exponentials = np.exp(logits)
        rest = exponentials - exponentials.max(axis=axis, keepdims=True)
        return rest / rest.sum(axis=axis, keepdims=True)

    @mistake(
        "the largest logit subtracted from the exponentials",
        "You subtracted the largest logit from the exponentials, not from the exponents. There it does not cancel in "
        "the quotient, and large logits overflow as before.",
    )
    def largest_logit_late(self, logits, axis=-1):
        rest = np.exp(logits) - logits.max(axis=axis, keepdims=True)
        return rest / rest.sum(axis=axis, keepdims=True)

    @mistake(
        "the smallest subtracted",
        "You subtracted the smallest logit, not the largest. The exponents are then positive, and overflow where the "
        "logits are far apart.",
    )
    def smallest(self, logits, axis=-1):
        e = np.exp(logits - logits.min(axis=axis, keepdims=True))
        return e / e.sum(axis=axis, keepdims=True)

    @mistake(
        "the sign turned",
        "You took exp(−x): the smallest logit gets the largest probability. Subtract the largest logit from x, not x "
        "from the largest.",
    )
    def turned(self, logits, axis=-1):
        return self.solution(-logits, axis)

    @mistake(
        "takes axis 0 for none",
        "With axis 0 you worked along the last axis; the other axes are right. In Python 0 counts as false, so "
        "`axis or -1` is −1 for it: ask with `is None`.",
    )
    def zero_is_none(self, logits, axis=-1):
        return self.solution(logits, axis or -1)
