"""Lesson 00: the labels of XOR."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class XorLabel(Exercise):
    id, points = "start/xor_label", 1
    axes = {"x1": ("samples",), "x2": ("samples",)}
    words = {"samples": "the number of samples", "n": "the number of samples"}
    notice = "On numbers that are 0 or 1, XOR is the question “are they different?”."
    hints = (
        "Write down the four rows: (0, 0), (0, 1), (1, 0), (1, 1). Which of them get a 1? Say in words what these rows "
        "have in common.",
        "The label is 1 where x1 and x2 are different, and 0 where they are equal.",
        "Compare the whole arrays at once: `x1 … x2` gives an array of True and False. True counts as 1 and False as "
        "0, so you may return it as it is, or turn it into numbers with `.astype(float)`.",
    )

    causes = (
        (
            "TypeError",
            r"ufunc 'bitwise_xor' not supported for the input types",
            "`^` is the exclusive or of whole numbers, or of True and False, and here gets floats. Whether two numbers "
            "differ, of whatever kind, is asked by `!=`.",
        ),
    )

    def cases(self, rng):
        corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        yield self.case(*corners.T.copy())
        yield self.case(*corners[::-1].T.copy())
        yield self.case(*corners[[1, 3, 0, 2, 3]].T.copy())
        for samples in [5, 6, 7, 8, 10, 13, 16, 21, 32, 50, 100]:
            more = rng.integers(0, 2, size=(samples - 4, 2)).astype(float)
            rows = rng.permutation(np.concatenate([corners, more]))
            yield self.case(*rows.T.copy())
        for row in rng.permutation(4):
            yield self.case(*corners[[row]].T.copy(), about="for arrays with a single sample")
        for value in (0.0, 1.0):
            yield self.case(np.full(3, value), np.full(3, value), about="where all samples are alike")
            yield self.case(np.full(4, value), np.full(4, 1.0 - value), about="where all samples are alike")

    def reference(self, x1, x2):
        import torch

        return torch.logical_xor(torch.from_numpy(x1), torch.from_numpy(x2)).double()

    @staticmethod
    def solution(x1, x2):
        """The exclusive or (XOR) of two inputs: 1 where exactly one of them is 1, otherwise 0.

        Args:
            x1: array of one dimension, each element 0.0 or 1.0.
            x2: array of the same length, each element 0.0 or 1.0.
        Returns:
            array of the same length: a label, 0.0 or 1.0, for each pair. True and False are as good.
        """
        return (x1 != x2).astype(float)

    @mistake(
        "OR",
        "Your labels are those of OR: 1 where at least one input is 1. XOR differs in one row: when both are 1, the "
        "label is 0.",
    )
    def or_(self, x1, x2):
        return np.maximum(x1, x2)

    @mistake(
        "AND",
        "Your labels are those of AND: 1 only where both inputs are 1. XOR asks for exactly one of them.",
    )
    def and_(self, x1, x2):
        return x1 * x2

    @mistake(
        "not both",
        "Your label is 0 only where both inputs are 1. That is half of XOR: the label of two zeros is 0 as well.",
    )
    def not_both(self, x1, x2):
        return 1 - x1 * x2

    @mistake(
        "inverted",
        "Your labels are the wrong way round: 1 where the inputs are equal, 0 where they differ. A network trained "
        "on them learns the opposite of XOR.",
    )
    def inverted(self, x1, x2):
        return (x1 == x2).astype(float)

    @mistake(
        "adds the inputs",
        "Your answer is the sum of the inputs, which is 2 where both are 1. A label of 2 does not exist here; that "
        "corner belongs to class 0.",
    )
    def adds(self, x1, x2):
        return x1 + x2

    @mistake(
        "subtracts the inputs",
        "Your answer is the difference x1 − x2: it is −1 where only x2 is 1. Such a sample belongs to class 1, "
        "whichever of the two inputs is larger.",
    )
    def subtracts(self, x1, x2):
        return x1 - x2

    @mistake(
        "first input alone",
        "Your labels are equal to `x1`; `x2` makes no difference. With XOR, changing either input always changes the "
        "label.",
    )
    def first_alone(self, x1, x2):
        return x1.copy()

    @mistake(
        "second input alone",
        "Your labels are equal to `x2`; `x1` makes no difference. With XOR, changing either input always changes the "
        "label.",
    )
    def second_alone(self, x1, x2):
        return x2.copy()

    @mistake(
        "only x1 larger",
        "Your label is 1 only where x1 is 1 and x2 is 0. That is half of XOR: the other way round, x1 = 0 and x2 = 1, "
        "counts as well.",
    )
    def only_greater(self, x1, x2):
        return (x1 > x2).astype(float)

    @mistake(
        "only x2 larger",
        "Your label is 1 only where x1 is 0 and x2 is 1. That is half of XOR: the other way round, x1 = 1 and x2 = 0, "
        "counts as well.",
    )
    def only_less(self, x1, x2):
        return (x1 < x2).astype(float)

    @mistake(
        "labels −1 and 1",
        "Your labels are −1 and 1; this exercise asks for 0 and 1. The loss of this lesson reads a label as a "
        "probability, and −1 is none.",
    )
    def minus_one(self, x1, x2):
        return np.where(x1 != x2, 1.0, -1.0)
