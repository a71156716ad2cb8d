"""Precision, recall and F1 of each class, from the confusion matrix."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

_UNDEFINED = "where a class never occurs or is never predicted"


def divided(above, below):
    """above / below, and 0 where below is 0."""
    return np.divide(above, below, out=np.zeros(len(above)), where=np.asarray(below) != 0)


def scores(confusion):
    """What the mistakes are made of: right, predicted and true counts of each class."""
    return np.diag(confusion).astype(float), confusion.sum(0).astype(float), confusion.sum(1).astype(float)


def f1_of(precision, recall):
    return divided(2 * precision * recall, precision + recall)


class PrecisionRecallF1(Exercise):
    id, points, agrees_with, rtol = "loop/precision_recall_f1", 3, "", 1e-7
    axes = {"confusion": ("classes", "classes")}
    parts = ("precision", "recall", "F1")
    forbids = ("tinygrad_lite", "scipy", "sklearn", "torchmetrics")
    causes = (
        (
            "UFuncTypeError",
            "Cannot cast ufunc 'divide' output",
            "The array that the result is written into holds whole numbers, as `zeros_like` of a table of counts does. "
            "`np.zeros(…)` makes one of floats.",
        ),
    )
    hints = (
        "For one class: of all samples that were called so, how many are? That is precision, and it looks at a column. "
        "Of all that are, how many were called so? That is recall, and it looks at a row.",
        "precision = diagonal / sum of the column; recall = diagonal / sum of the row; F1 = 2 · precision · recall / "
        "(precision + recall). Where the number below is 0, the answer is 0.",
        "`right = np.diag(confusion)`; the sums with `axis=0` (columns) and `axis=1` (rows). For the zeros below: "
        "`np.divide(a, b, out=np.zeros(len(a)), where=b > 0)`, or a loop over the classes with an `if`.",
    )
    notice = "F1 is near the smaller of the two: a class with precision 1 and recall 0.1 has F1 0.18, not 0.55."

    def cases(self, rng):
        yield self.case(np.array([[3, 1], [2, 4]]))
        yield self.case(np.array([[8, 0, 2], [1, 5, 0], [3, 1, 6]]))
        for classes, top in [(2, 9), (3, 6), (4, 8), (5, 5), (3, 20), (6, 7), (10, 6), (4, 12)]:
            yield self.case(rng.integers(1, top, size=(classes, classes)) + np.diag(rng.integers(1, 9, size=classes)))
        for classes in (3, 4, 6):
            never = rng.integers(1, 7, size=(classes, classes))
            never[:, rng.integers(classes)] = 0  # never predicted
            yield self.case(never, about=_UNDEFINED)
        for classes in (3, 5):
            absent = rng.integers(1, 7, size=(classes, classes))
            absent[rng.integers(classes)] = 0  # never occurs
            yield self.case(absent, about=_UNDEFINED)
        yield self.case(np.array([[4, 0, 0], [0, 0, 0], [1, 0, 5]]), about=_UNDEFINED)
        yield self.case(np.array([[1, 0, 0], [0, 1, 0], [0, 2, 0]]), about=_UNDEFINED)
        yield self.case(np.array([[5, 0, 1], [2, 0, 0], [0, 3, 4]]), about="where a class is never predicted rightly")

    def reference(self, confusion):
        import torch

        counts = torch.from_numpy(confusion).double()
        right = counts.diagonal()
        precision, recall = right / counts.sum(0), right / counts.sum(1)
        f1 = 2 * right / (counts.sum(0) + counts.sum(1))
        return tuple(torch.nan_to_num(part, nan=0.0) for part in (precision, recall, f1))

    @staticmethod
    def solution(confusion):
        """Precision, recall and F1 of each class.

        Args:
            confusion: (classes, classes), whole numbers: in row t and column p, how many samples of class t were
                predicted as p.
        Returns:
            (precision, recall, F1), three arrays (classes,). Precision is 0 where a class is never predicted, recall is
            0 where it never occurs, and F1 is 0 where precision and recall both are.
        """
        right = np.diag(confusion)
        precision = right / np.maximum(confusion.sum(axis=0), 1)
        recall = right / np.maximum(confusion.sum(axis=1), 1)
        both = precision + recall
        f1 = 2 * precision * recall / np.where(both == 0, 1, both)
        return precision, recall, f1

    @mistake(
        "precision and recall exchanged",
        "Your precision is the recall, and the other way round. The rows are the truth: a row's sum says how often a "
        "class occurs, a column's how often it was predicted.",
    )
    def exchanged(self, confusion):
        precision, recall, f1 = self.solution(confusion)
        return recall, precision, f1

    @mistake(
        "0 divided by 0",
        "Where a class never occurs, or is never predicted, your answer is 0 divided by 0, which is nan. Asked for "
        "is 0 there: a single nan would spoil every mean over the classes.",
    )
    def with_nan(self, confusion):
        right, predicted, true = scores(confusion)
        with np.errstate(all="ignore"):
            precision, recall = right / predicted, right / true
            return precision, recall, 2 * precision * recall / (precision + recall)

    @mistake(
        "F1 is 0 divided by 0",
        "Precision and recall are right everywhere. Where both are 0, your F1 is 0 divided by 0, which is nan; asked "
        "for is 0.",
    )
    def f1_nan(self, confusion):
        precision, recall, _ = self.solution(confusion)
        with np.errstate(all="ignore"):
            return precision, recall, 2 * precision * recall / (precision + recall)

    @mistake(
        "1 where it is undefined",
        "Where a class is never predicted, or never occurs, you gave 1. Asked for is 0 there: a class that was never "
        "found earns nothing.",
    )
    def one_if_undefined(self, confusion):
        right, predicted, true = scores(confusion)
        precision = np.where(predicted == 0, 1.0, divided(right, predicted))
        recall = np.where(true == 0, 1.0, divided(right, true))
        return precision, recall, f1_of(precision, recall)

    @mistake(
        "one mean over the classes",
        "You averaged each of the three over the classes. Asked for is one number for each class: the mean hides the "
        "class that goes wrong.",
    )
    def macro(self, confusion):
        return tuple(float(part.mean()) for part in self.solution(confusion))

    @mistake(
        "of all classes together",
        "Your precision and recall are both divided by the number of all samples, and so the same. Divide by the "
        "column's sum for precision, by the row's for recall.",
    )
    def of_all(self, confusion):
        share = np.diag(confusion) / confusion.sum()
        return share, share, f1_of(share, share)

    @mistake(
        "the accuracy, three times",
        "You returned the accuracy: all right predictions, divided by all samples. Precision and recall are asked for "
        "each class.",
    )
    def micro(self, confusion):
        share = float(np.trace(confusion) / confusion.sum())
        return share, share, share

    @mistake(
        "F1 as the plain mean",
        "Your F1 is (precision + recall) / 2. F1 is their harmonic mean, 2 · precision · recall / (precision + "
        "recall): it is small as soon as one of them is.",
    )
    def arithmetic(self, confusion):
        precision, recall, _ = self.solution(confusion)
        return precision, recall, (precision + recall) / 2

    @mistake(
        "F1 without the 2",
        "Your F1 lacks the factor 2. Where precision and recall are equal, F1 is equal to both.",
    )
    def without_two(self, confusion):
        precision, recall, f1 = self.solution(confusion)
        return precision, recall, f1 / 2

    @mistake(
        "F1 as the product",
        "Your F1 is precision times recall, without dividing. Where both are 0.8, F1 is 0.8; the product is 0.64.",
    )
    def product(self, confusion):
        precision, recall, _ = self.solution(confusion)
        return precision, recall, precision * recall

    @mistake(
        "F1 as twice the product",
        "Your F1 is 2 · precision · recall; it still has to be divided by precision + recall.",
    )
    def twice_product(self, confusion):
        precision, recall, _ = self.solution(confusion)
        return precision, recall, 2 * precision * recall

    @mistake(
        "divides by the others only",
        "Your answer has the right predictions divided by the wrong ones of their column and row. The right ones "
        "belong below the line as well: 3 right out of 3 + 2.",
    )
    def odds(self, confusion):
        right, predicted, true = scores(confusion)
        precision, recall = divided(right, predicted - right), divided(right, true - right)
        return precision, recall, f1_of(precision, recall)

    @mistake(
        "a small number against 0",
        "You added a small number below the line, so that nothing is divided by 0. Then every value is a little too "
        "small. Treat the zeros on their own: `np.where`, or `np.divide` with `where=`.",
    )
    def epsilon(self, confusion):
        right, predicted, true = scores(confusion)
        precision, recall = right / (predicted + 1e-6), right / (true + 1e-6)
        return precision, recall, 2 * precision * recall / (precision + recall + 1e-6)

    @mistake(
        "cut off to whole numbers",
        "Your shares are cut off to whole numbers, so that nearly all are 0. `//` does that, and so does an array of "
        "whole numbers that they are written into (`np.zeros_like` of the table).",
    )
    def whole_numbers(self, confusion):
        precision, recall, _ = (np.floor(part) for part in self.solution(confusion))
        return precision, recall, f1_of(precision, recall)

    @mistake(
        "counts the right ones twice below the line",
        "Below the line the right predictions are counted twice: the sum of a column or row holds them already.",
    )
    def twice_below(self, confusion):
        right, predicted, true = scores(confusion)
        f1 = divided(2 * right, 2 * right + predicted + true)
        return divided(right, right + predicted), divided(right, right + true), f1

    @mistake(
        "F1 divided by 1 at least",
        "Precision and recall are right. F1 is divided by precision + recall only where that is above 1, otherwise by "
        "1. The limit 1 suits counts; a sum of two shares is often smaller.",
    )
    def f1_at_least_one(self, confusion):
        precision, recall, _ = self.solution(confusion)
        return precision, recall, 2 * precision * recall / np.maximum(precision + recall, 1)

    @mistake(
        "in percent",
        "Your shares are in percent. Asked for are numbers from 0 to 1.",
    )
    def percent(self, confusion):
        return tuple(100 * part for part in self.solution(confusion))
