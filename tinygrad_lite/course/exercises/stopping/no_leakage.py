"""Standardising without leakage, in lesson 07: what the validation data may not tell."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

_AXES = ("samples", "features")


class NoLeakage(Exercise):
    id, points, agrees_with = "stopping/no_leakage", 2, ""
    axes = {"x_train": ("samples", "features"), "x_val": ("validation samples", "features")}
    parts = ("x_train", "x_val")
    hints = (
        "Which numbers may be used to prepare the data? Those of the training part alone. The validation part stands "
        "for data that nobody has seen yet.",
        "For each feature (column): mean μ and standard deviation σ of x_train. Both parts become (x − μ) / σ, with "
        "the same μ and σ.",
        "`mean = x_train.mean(axis=…)`, the same with `.std(axis=…)`, then a tuple of two such expressions.",
    )

    def cases(self, rng):
        for train, val, features in [(3, 2, 1), (5, 3, 2), (7, 4, 3)]:
            yield self.case(rng.normal(2, 3, size=(train, features)), rng.normal(1, 2, size=(val, features)))

    def reference(self, x_train, x_val):
        from statistics import fmean, pstdev

        columns = [(fmean(column), pstdev(column)) for column in x_train.T.tolist()]
        return tuple(
            np.array([[(value - mean) / std for value, (mean, std) in zip(row, columns, strict=True)] for row in part])
            for part in (x_train.tolist(), x_val.tolist())
        )

    @staticmethod
    def solution(x_train, x_val):
        """Standardise both parts, feature by feature, with what training may know.

        Args:
            x_train: array (samples, features) for training; no feature is constant.
            x_val: array (samples, features) for validation.
        Returns:
            (x_train, x_val), both standardised: in the training part each feature has the mean 0 and the (population)
            standard deviation 1.
        """
        mean, std = x_train.mean(axis=0), x_train.std(axis=0)
        return (x_train - mean) / std, (x_val - mean) / std

    @mistake("each part by itself", "You standardised each part with its own mean and standard deviation.")
    def each(self, x_train, x_val):
        return tuple((x - x.mean(axis=0)) / x.std(axis=0) for x in (x_train, x_val))
