"""Standardising without leakage, in lesson 07: what the validation data may not tell."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

#: (samples, validation samples, features)
_SIZES = [(3, 2, 1), (4, 3, 2), (5, 4, 3), (7, 3, 4), (6, 8, 2), (9, 5, 3), (11, 2, 5), (8, 6, 7)]
_SINGLE = "where x_val has a single sample"


def standardised(x, mean, std):
    return (x - mean) / std


class NoLeakage(Exercise):
    id, points, agrees_with = "stopping/no_leakage", 2, ""
    forbids = ("sklearn", "scipy")
    rtol = 1e-6  # many add 1e-8 to every standard deviation, by habit
    axes = {"x_train": ("samples", "features"), "x_val": ("validation samples", "features")}
    parts = ("x_train", "x_val")
    hints = (
        "Which numbers may be used to prepare the data? Those of the training part alone. The validation part stands "
        "for data that nobody has seen yet.",
        "For each feature (column): mean μ and standard deviation σ of x_train. Both parts become (x − μ) / σ, with "
        "the same μ and σ.",
        "`mean = x_train.mean(axis=…)`, the same with `.std(axis=…)`, then a tuple of two such expressions.",
    )
    causes = (
        (
            "ValueError",
            r"operands could not be broadcast together with shapes \((\d+),\d+\) \(\1,\)",
            "The second array has a number for each of {0} samples. Mean and standard deviation are wanted for each "
            "feature, a column: along `axis=0`.",
        ),
        (
            "NameError",
            "'(StandardScaler|zscore|scale)'",
            "`{0}` belongs to another package. This exercise asks you to write down what it does: two lines will do.",
        ),
    )
    notice = (
        "The validation part does not come out with mean 0 and standard deviation 1, and need not: it is measured with "
        "the training part's rule. New data will be too, a single sample for instance."
    )

    def cases(self, rng):
        yield self.case(np.array([[1.0], [3.0], [5.0], [7.0]]), np.array([[4.0], [6.0]]))
        for train, val, features in _SIZES:
            yield self._case(rng, train, val, features)
        for train, features in [(4, 1), (5, 3), (7, 2)]:
            yield self._case(rng, train, 1, features, about=_SINGLE)
        for train, val, features in [(5, 3, 2), (6, 2, 3)]:
            parts = [1e-8 * rng.normal(size=(size, features)) for size in (train, val)]
            yield self.case(*parts, about="where the features are tiny numbers")
            parts = [1e5 + 0.05 * rng.normal(size=(size, features)) for size in (train, val)]
            yield self.case(*parts, about="where the features differ little, and are large")

    def _case(self, rng, train, val, features, about=""):
        center, scale = rng.uniform(-5, 5, size=features), rng.uniform(0.5, 4, size=features)
        parts = [center + scale * rng.normal(size=(size, features)) for size in (train, val)]
        return self.case(parts[0], parts[1] + 0.5 * scale, about=about)

    def fair(self, case):
        return all(len(x) > 1 and bool((x.std(axis=0) > 0.1).all()) for x in case.args.values())

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

    def again(self, x_train, x_val):
        return tuple(standardised(x, x_train.mean(axis=0), x_train.std(axis=0)) for x in (x_train, x_val))

    @mistake(
        "each part by itself",
        "You standardised each part with its own mean and standard deviation. The two parts are then measured with "
        "different rules: the same value gives two different numbers, and of a single new sample nothing but zeros is "
        "left.",
    )
    def each(self, x_train, x_val):
        return tuple(standardised(x, x.mean(axis=0), x.std(axis=0)) for x in (x_train, x_val))

    @mistake(
        "both parts together",
        "You took mean and standard deviation of both parts together. That is the leak: the training data then know "
        "something of the validation data, and the validation loss promises a little too much.",
    )
    def together(self, x_train, x_val):
        both = np.concatenate([x_train, x_val])
        return tuple(standardised(x, both.mean(axis=0), both.std(axis=0)) for x in (x_train, x_val))

    @mistake(
        "the validation part stays as it was",
        "Your validation part comes back as it came in. Two usual ways to that: nothing is done with it; or `x_train` "
        "has its new values already when mean and standard deviation are taken from it for the second time, and those "
        "are 0 and 1 by then.",
    )
    def val_untouched(self, x_train, x_val):
        return standardised(x_train, x_train.mean(axis=0), x_train.std(axis=0)), x_val

    @mistake(
        "the validation part's statistics for both",
        "You took mean and standard deviation of the validation part, for both parts. It is the other way round: what "
        "training may know is in x_train.",
    )
    def from_val(self, x_train, x_val):
        return tuple(standardised(x, x_val.mean(axis=0), x_val.std(axis=0)) for x in (x_train, x_val))

    @mistake(
        "does not divide",
        "You subtracted the mean and did not divide by the standard deviation. A feature measured in thousands then "
        "still outweighs one measured in tenths.",
    )
    def centers(self, x_train, x_val):
        return tuple(x - x_train.mean(axis=0) for x in (x_train, x_val))

    @mistake(
        "does not subtract the mean",
        "Your features are divided by their standard deviation, without the mean subtracted first. They then have "
        "the same spread, and each still sits somewhere else.",
    )
    def scales(self, x_train, x_val):
        return tuple(x / x_train.std(axis=0) for x in (x_train, x_val))

    @mistake(
        "the validation part is not divided",
        "Your training part is right; from the validation part you subtracted the mean only. It is divided by the same "
        "standard deviation, or the network meets features of another size than it has learned from.",
    )
    def val_centered(self, x_train, x_val):
        mean = x_train.mean(axis=0)
        return standardised(x_train, mean, x_train.std(axis=0)), x_val - mean

    @mistake(
        "only the mean is divided",
        "Your answer is x − μ / σ: only the mean is divided by the standard deviation. Division comes before "
        "subtraction; the difference needs parentheses.",
    )
    def no_parentheses(self, x_train, x_val):
        mean, std = x_train.mean(axis=0), x_train.std(axis=0)
        return tuple(x - mean / std for x in (x_train, x_val))

    @mistake(
        "divides by the variance",
        "Your features are divided by their variance. What makes the spread 1 is the standard deviation, its root.",
    )
    def variance(self, x_train, x_val):
        return tuple(standardised(x, x_train.mean(axis=0), x_train.var(axis=0)) for x in (x_train, x_val))

    @mistake(
        "one mean for all features",
        "You took one mean and one standard deviation of all numbers together. Every feature has its own: its column, "
        "`axis=0`.",
    )
    def all_features(self, x_train, x_val):
        return tuple(standardised(x, x_train.mean(), x_train.std()) for x in (x_train, x_val))

    @mistake(
        "sample by sample",
        "You standardised every row, with the mean and the standard deviation of its own features. A feature is a "
        "column: its mean runs over the samples, along axis 0.",
    )
    def rows(self, x_train, x_val):
        return tuple(
            standardised(x, x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)) for x in (x_train, x_val)
        )

    @mistake(
        "the sample standard deviation",
        "Your standard deviation divides by n − 1 (`ddof=1`; it is also what `std` does in PyTorch and pandas). Asked "
        "for is the population's, which divides by n: then the training part's is exactly 1.",
    )
    def sample_std(self, x_train, x_val):
        return tuple(standardised(x, x_train.mean(axis=0), x_train.std(axis=0, ddof=1)) for x in (x_train, x_val))

    @mistake(
        "to the range from 0 to 1",
        "You brought the training part to the range from 0 to 1, by its smallest and its largest value. Asked for is "
        "the mean 0 and the standard deviation 1, which one outlier cannot squeeze together.",
    )
    def min_max(self, x_train, x_val):
        low, high = x_train.min(axis=0), x_train.max(axis=0)
        return tuple((x - low) / (high - low) for x in (x_train, x_val))

    @mistake(
        "the training mean, the validation part's own spread",
        "Your validation part has the training part's mean subtracted, and is divided by a standard deviation of its "
        "own. Both numbers belong to one rule, and both come from x_train.",
    )
    def own_spread(self, x_train, x_val):
        mean = x_train.mean(axis=0)
        return standardised(x_train, mean, x_train.std(axis=0)), standardised(x_val, mean, x_val.std(axis=0))

    @mistake(
        "the validation part's own mean, the training spread",
        "Your validation part has a mean of its own subtracted, and is divided by the training part's standard "
        "deviation. Both numbers belong to one rule, and both come from x_train.",
    )
    def own_mean(self, x_train, x_val):
        std = x_train.std(axis=0)
        return standardised(x_train, x_train.mean(axis=0), std), standardised(x_val, x_val.mean(axis=0), std)

    @mistake(
        "the two parts exchanged",
        "You returned the validation part first. The order is (x_train, x_val).",
    )
    def exchanged(self, x_train, x_val):
        return self.solution(x_train, x_val)[::-1]
