"""Dropout, in lesson 07: one layer, two modes."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, Finding, mistake
from ...recipes import Rng


class Dropout(Exercise):
    id, points, agrees_with = "stopping/dropout", 3, ""
    axes = {"x": ...}
    hints = (
        "Two things happen in training: some numbers become 0, each by a chance of its own, and the others become "
        "larger. Outside of training nothing happens at all.",
        "Each number stays with probability 1 − p and is then divided by 1 − p. On average that gives "
        "(1 − p) · x / (1 − p) = x: the layers behind get what they are used to.",
        "An `if` for the mode; then `rng.random(…)` of the shape of x, a comparison that says what stays, and "
        "one line that multiplies and divides.",
    )

    def cases(self, rng):
        for p in (0.2, 0.5):
            x = rng.uniform(1, 2, size=(40, 50))
            yield self.case(x, p, Rng(int(rng.integers(1000))), True, changes=("rng",))
            yield self.case(x, p, Rng(int(rng.integers(1000))), False, changes=("rng",))

    def judge(self, case, answer):
        x, out = case.args["x"], np.asarray(answer)
        if out.shape != x.shape or (not case.args["training"] and not np.array_equal(out, x)):
            return Finding("wrong", "It is not x.")
        return None

    @staticmethod
    def solution(x, p, rng, training):
        """Dropout as it is used today ("inverted"): in training some numbers become 0, by chance.

        Args:
            x: array of any shape.
            p: the probability with which a number becomes 0, 0 <= p < 1; each number by itself.
            rng: a NumPy generator, from which all chance comes: `rng.random(…)`.
            training: True in training. False in evaluation: then nothing is dropped and nothing scaled.
        Returns:
            array of x's shape; on average over many calls it is x.
        """
        if not training:
            return x
        keep = rng.random(x.shape) >= p
        return x * keep / (1 - p)

    @mistake("drops in evaluation too", "You dropped numbers in evaluation too.")
    def always(self, x, p, rng, training):
        return self.solution(x, p, rng, True)
