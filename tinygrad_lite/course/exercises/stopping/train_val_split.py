"""A split without overlap, in lesson 07: one part to learn from, one to judge by."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, Finding, mistake
from ...recipes import Rng


class TrainValSplit(Exercise):
    id, points, agrees_with = "stopping/train_val_split", 3, ""
    hints = (
        "Which sample goes where is decided by its number. Shuffle the numbers 0, 1 … n − 1 once, and use them for "
        "both arrays: then every sample keeps its target.",
        "n_val = int(n · val_ratio). The first n_val of the shuffled numbers are for validation, all others for "
        "training.",
        "`order = rng.permutation(…)`, then `val = order[:…]` and `train = order[…:]`. An array takes an array of "
        "numbers as an index: `x[train]`.",
    )

    def cases(self, rng):
        for n, ratio in [(10, 0.2), (20, 0.25), (200, 0.3)]:
            x = rng.normal(size=(n, 2))
            yield self.case(x, np.arange(float(n)), ratio, Rng(int(rng.integers(1000))), changes=("rng",))

    def judge(self, case, answer):
        n_val = int(len(case.args["x"]) * case.args["val_ratio"])
        if not isinstance(answer, tuple | list) or len(answer) != 4 or len(answer[2]) != n_val:
            return Finding("wrong", "It is no split.")
        return None

    @staticmethod
    def solution(x, y, val_ratio, rng):
        """Split samples by chance into a part for training and a part for validation.

        Every sample goes into exactly one of the two parts, together with its target.

        Args:
            x: array (n, …), the samples.
            y: array (n, …), the target of each sample.
            val_ratio: the share for validation, between 0 and 1: int(n * val_ratio) samples are for validation.
            rng: a NumPy generator, from which all chance comes: `rng.permutation(…)`, `rng.choice(…)`.
        Returns:
            (x_train, y_train, x_val, y_val); within a part, any order will do.
        """
        order = rng.permutation(len(x))
        n_val = int(len(x) * val_ratio)
        val, train = order[:n_val], order[n_val:]
        return x[train], y[train], x[val], y[val]

    @mistake("no split", "You gave everything to both parts.")
    def both(self, x, y, val_ratio, rng):
        return x, y, x, y
