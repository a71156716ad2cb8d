"""How often each class was taken for each."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class ConfusionMatrix(Exercise):
    id, points, agrees_with = "loop/confusion_matrix", 2, ""
    axes = {"predicted": ("samples",), "target": ("samples",)}
    forbids = ("tinygrad_lite", "scipy", "sklearn", "torchmetrics")
    causes = (
        (
            "TypeError",
            "Cannot interpret '\\d+' as a data type",
            "The second argument of `np.zeros` is the kind of number. A shape of two lengths is one argument, in "
            "parentheses of its own: `np.zeros((rows, columns))`.",
        ),
    )
    hints = (
        "A table with a row and a column for each class, all zeros at first. Each sample belongs into one box of it: "
        "which row, and which column?",
        "For each sample i: the box in row target[i] and column predicted[i] goes up by 1.",
        "`matrix = np.zeros((n_classes, n_classes), dtype=int)`, then a `for` over the pairs, with `+= 1`. (Without "
        "loop: `np.add.at`; a plain `matrix[target, predicted] += 1` counts a pair once however often it comes.)",
    )
    notice = "The diagonal holds the right predictions: its sum, divided by the sum of all, is the accuracy."

    def cases(self, rng):
        yield self.case(np.array([0, 1, 1]), np.array([0, 1, 0]), 2)
        yield self.case(np.array([2, 0, 2, 2]), np.array([1, 0, 2, 1]), 3)
        yield self.case(np.array([2, 2, 1, 0]), np.array([1, 2, 2, 0]), 3)
        sizes = [(7, 3), (12, 4), (20, 5), (25, 3), (40, 10), (30, 6), (9, 2), (17, 4), (50, 7), (15, 3)]
        for samples, n_classes in sizes:
            target = rng.integers(0, n_classes, size=samples)
            wrong = rng.integers(0, n_classes, size=samples)
            yield self.case(np.where(rng.uniform(size=samples) < 0.5, target, wrong), target, n_classes)
        for samples, n_classes in [(6, 5), (10, 8), (8, 6)]:  # classes that neither occur nor are predicted
            target = rng.integers(0, n_classes - 2, size=samples)
            yield self.case(rng.permutation(target), target, n_classes, about="where the last classes do not occur")
        for samples, n_classes in [(6, 4), (9, 6), (8, 5)]:
            target = rng.integers(1, n_classes, size=samples)
            yield self.case(rng.permutation(target), target, n_classes, about="where the first class does not occur")
        for samples in (400, 700, 900):
            target = rng.integers(0, 2, size=samples)
            predicted = np.where(rng.uniform(size=samples) < 0.9, target, 1 - target)
            yield self.case(predicted, target, 2, about="where a pair comes more than a hundred times")
        for samples, n_classes in [(40, 12), (60, 15), (90, 11)]:
            target = rng.integers(0, n_classes, size=samples)
            wrong = rng.integers(0, n_classes, size=samples)
            predicted = np.where(rng.uniform(size=samples) < 0.5, target, wrong)
            yield self.case(predicted, target, n_classes, about="where there are more than ten classes")

    def reference(self, predicted, target, n_classes):
        import torch

        pairs = torch.from_numpy(target) * n_classes + torch.from_numpy(predicted)
        return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)

    @staticmethod
    def solution(predicted, target, n_classes):
        """How often each class was taken for each.

        Args:
            predicted: (samples,), the index of the predicted class of each sample.
            target: (samples,), the index of the right class of each sample.
            n_classes: how many classes there are; some of them may not occur.
        Returns:
            array (n_classes, n_classes): in row t and column p stands how many samples of class t were predicted as p.
        """
        matrix = np.zeros((n_classes, n_classes), dtype=int)
        for p, t in zip(predicted, target, strict=True):
            matrix[t, p] += 1
        return matrix

    @mistake(
        "rows and columns exchanged",
        "In your table the rows are the predictions and the columns the truth. Asked for is the other way round: row t "
        "shows what became of the samples of class t.",
    )
    def transposed(self, predicted, target, n_classes):
        return self.solution(target, predicted, n_classes)

    @mistake(
        "counts a pair once, however often it comes",
        "Your boxes hold 0 or 1. With arrays as indices, `matrix[target, predicted] += 1` reads all boxes, adds 1 and "
        "writes them back, so a pair that comes three times ends as 1. Count in a loop, or with `np.add.at`.",
    )
    def once(self, predicted, target, n_classes):
        return np.minimum(self.solution(predicted, target, n_classes), 1)

    @mistake(
        "the size follows from the data",
        "Your table is as large as the largest class that occurs. Asked for are n_classes rows and columns, also where "
        "the last classes do not occur: tables of different batches are to be added up.",
    )
    def by_the_data(self, predicted, target, n_classes):
        return self.solution(predicted, target, int(max(predicted.max(), target.max())) + 1)

    @mistake(
        "the right predictions only",
        "Only the diagonal of your table is filled: you counted the right predictions. The others are what the table "
        "is for: they show what is taken for what.",
    )
    def diagonal(self, predicted, target, n_classes):
        return np.diag(np.diag(self.solution(predicted, target, n_classes)))

    @mistake(
        "the wrong predictions only",
        "The diagonal of your table is empty: you counted the wrong predictions. The right ones belong into it, too.",
    )
    def off_diagonal(self, predicted, target, n_classes):
        matrix = self.solution(predicted, target, n_classes)
        return matrix - np.diag(np.diag(matrix))

    @mistake(
        "shares of each row",
        "Each of your rows is made of shares of its sum. Asked for are the counts: shares can be made of them later, "
        "but not counts of shares.",
    )
    def row_shares(self, predicted, target, n_classes):
        matrix = self.solution(predicted, target, n_classes)
        return matrix / np.maximum(matrix.sum(1, keepdims=True), 1)

    @mistake(
        "shares of all samples",
        "Your numbers are shares of all {samples} samples. Asked for are the counts.",
    )
    def shares(self, predicted, target, n_classes):
        return self.solution(predicted, target, n_classes) / len(target)

    @mistake(
        "all rows are the same",
        "Every row of your table holds the counts of all rows together. `[[0] * n] * n` makes one row and puts it in "
        "n times: what is counted in one shows in all. `np.zeros((n, n))` has rows of their own.",
    )
    def one_row(self, predicted, target, n_classes):
        return np.tile(self.solution(predicted, target, n_classes).sum(0), (n_classes, 1))

    @mistake(
        "leaves the last sample out",
        "The last sample is not counted. `range(n)` ends at n − 1 already.",
    )
    def not_the_last(self, predicted, target, n_classes):
        return self.solution(predicted[:-1], target[:-1], n_classes)

    @mistake(
        "counts both ways",
        "You counted each sample twice, as (truth, prediction) and as (prediction, truth). A 4 taken for a 9 and a 9 "
        "taken for a 4 are different mistakes.",
    )
    def both_ways(self, predicted, target, n_classes):
        matrix = self.solution(predicted, target, n_classes)
        return matrix + matrix.T

    @mistake(
        "counts the classes from 1",
        "Your classes are off by one: class 1 is counted in the first row and column, and class 0 in the last. Index "
        "0 is the first row.",
    )
    def from_one(self, predicted, target, n_classes):
        return self.solution((predicted - 1) % n_classes, (target - 1) % n_classes, n_classes)

    @mistake(
        "every pair of samples",
        "You counted every prediction with every target. A prediction belongs to the target of the same sample: go "
        "through both together, as with `zip`.",
    )
    def all_pairs(self, predicted, target, n_classes):
        counts = np.bincount(target, minlength=n_classes), np.bincount(predicted, minlength=n_classes)
        return np.outer(*counts)

    @mistake(
        "four numbers for each class",
        "You made a small table of right and wrong for each class. Asked for is one table of all classes.",
    )
    def per_class(self, predicted, target, n_classes):
        classes = np.arange(n_classes)[:, None]
        is_class, said = target == classes, predicted == classes
        boxes = (~is_class & ~said, ~is_class & said, is_class & ~said, is_class & said)
        return np.stack([box.sum(1) for box in boxes], axis=1).reshape(n_classes, 2, 2)
