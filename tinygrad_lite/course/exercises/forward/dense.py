"""The dense layer of lesson 01: one unit by hand, then all units for all samples at once."""

from __future__ import annotations

import ast

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion

#: (batch, in, out): first all different, then those in which a mistake goes through without an error.
_DIFFERENT = [(3, 4, 2), (4, 2, 3), (2, 5, 3), (5, 3, 7), (7, 6, 4), (6, 2, 5)]
_AS_MANY_OUT_AS_IN = [(2, 3, 3), (5, 4, 4), (3, 6, 6), (7, 5, 5)]
_AS_MANY_OUT_AS_ROWS = [(3, 2, 3), (4, 5, 4), (5, 3, 5), (6, 4, 6)]
_ONE_ROW = [(1, 3, 4), (1, 5, 2), (1, 4, 6)]
_ONE_INPUT = [(3, 1, 2), (2, 1, 4)]


class UnitByHand(NumberQuestion):
    id, digits = "forward/unit_by_hand", 2
    question = (
        "**By hand.** A unit has the weights `[1, 1, −0.5, 1]` and the bias `0.3`. Its inputs are "
        "`[0.5, 0.3, 0.8, 0.1]`. What does it compute, before any activation?"
    )
    value = 0.8
    wrong = {
        0.5: "That is the weighted sum alone. Add the bias, 0.3.",
        0.2: "You subtracted the bias. It is added.",
        1.6: "The third weight is −0.5: its term is −0.4, not +0.4.",
        2.0: "That is the sum of the inputs plus the bias. Each input is first multiplied by its own weight.",
        0.15: "That is the weighted sum times the bias. The bias is added to it.",
        1.7: "1.7 is the sum of the inputs without their weights, or the weighted sum with the bias added four times. "
        "Each input is multiplied by its own weight; the bias is added once.",
    }


def _multiplies_by_element(nodes, line):
    """Whether this line has a `*` between `x` and `weight`, turned round or not."""
    products = [node for node in nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)]
    sides = [{ast.unparse(each.left).partition(".")[0], ast.unparse(each.right).partition(".")[0]} for each in products]
    return any(each.lineno == line and side == {"x", "weight"} for each, side in zip(products, sides, strict=True))


class Linear(Exercise):
    id, points = "forward/linear", 2
    axes = {"x": ("batch", "in"), "weight": ("out", "in"), "bias": ("out",)}
    hints = (
        "A row of `x` holds the inputs of one sample, a row of `weight` the weights of one unit. Every row of `x` has "
        "to meet every row of `weight`. Which shape has the result?",
        "output[i, j] = Σ x[i, k] · weight[j, k] + bias[j], the sum over k. Written with matrices: x times weight "
        "transposed, plus the bias.",
        "One line, `return … @ …T + …`. `A @ B` lets each row of A meet each *column* of B, and `.T` exchanges rows "
        "and columns.",
    )
    notice = "The bias has the shape (out,) and is added to every row: NumPy repeats it down the batch. More in part 7."

    causes = (
        (
            "ValueError",
            r"matmul: .*size (\d+) is different from (\d+)",
            "The inner sizes of a matrix product differ: {1} and {0}. `x` is (batch, in) and `weight` is (out, in): in "
            "`x @ weight.T` the inputs, of which both have as many, stand next to each other.",
        ),
    )

    def cause(self, failure, case, submission):
        if "broadcast" in failure.message and _multiplies_by_element(submission.nodes(), failure.line_number):
            return (
                "`*` multiplies element by element. A matrix product, in which rows meet columns, is written `@`: "
                "`x` is (batch, in), and its partner needs the shape (in, out)."
            )
        return super().cause(failure, case, submission)

    def cases(self, rng):
        yield self.case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([0.5]))
        yield self.case(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [3.0, -1.0]]), np.array([1.0, 2, 3]))
        yield self.case(np.array([[1.0, 0], [0, 1], [2, 3]]), np.array([[4.0, -2], [1, 5]]), np.array([10.0, 20.0]))
        for batch, inputs, outputs in _DIFFERENT + _AS_MANY_OUT_AS_IN + _AS_MANY_OUT_AS_ROWS + _ONE_ROW + _ONE_INPUT:
            yield self.case(
                rng.normal(size=(batch, inputs)), rng.normal(size=(outputs, inputs)), rng.normal(size=outputs) * 2
            )

    def fair(self, case):
        return not np.array_equal(case.args["weight"], case.args["weight"].T) or case.args["weight"].size == 1

    def reference(self, x, weight, bias):
        import torch

        return torch.nn.functional.linear(torch.from_numpy(x), torch.from_numpy(weight), torch.from_numpy(bias))

    @staticmethod
    def solution(x, weight, bias):
        """A dense layer: every unit's weighted sum plus its bias, for every sample.

        Args:
            x: (batch, in), one sample a row.
            weight: (out, in), the weights of one unit a row.
            bias: (out,), one number for each unit.
        Returns:
            array (batch, out)
        """
        return x @ weight.T + bias

    @mistake(
        "weight not transposed",
        "Your answer is that of `weight` as it is stored, (out, in). `@` pairs rows with columns, and here the "
        "weights of a unit are a row. Mostly that is an error; where in and out are equal, nothing complains, and "
        "every sum takes its weights from different units.",
    )
    def not_transposed(self, x, weight, bias):
        return x @ weight + bias

    @mistake("leaves out the bias", "You left out the bias. Without it, a unit gives 0 for the input 0, always.")
    def no_bias(self, x, weight, bias):
        return x @ weight.T + 0 * bias

    @mistake(
        "subtracts the bias", "You subtracted the bias. It is added; its own sign says which way it moves the sum."
    )
    def minus_bias(self, x, weight, bias):
        return x @ weight.T - bias

    @mistake(
        "bias added once for each input",
        "You added the bias once for each input, {in} times in all. It belongs behind the sum over the inputs, once.",
    )
    def bias_each_time(self, x, weight, bias):
        return x @ weight.T + x.shape[1] * bias

    @mistake(
        "averages over the inputs",
        "Your result is the mean of the weighted inputs plus the bias. A unit adds its weighted inputs up: the more of "
        "them are there, the more it gets.",
    )
    def averages(self, x, weight, bias):
        return x @ weight.T / x.shape[1] + bias

    @mistake(
        "bias as a column",
        "You added the bias as a column, one number for each sample. It holds one number for each unit, that is for "
        "each column of the result. Mostly the shapes then do not fit; where they do, the numbers are wrong.",
    )
    def bias_as_column(self, x, weight, bias):
        return x @ weight.T + bias[:, None]

    @mistake(
        "the bias of the sample's number",
        "You gave each sample one bias, the one with the sample's own number: row i got `bias[i]`. The biases belong "
        "to the units, so number j goes to column j.",
    )
    def bias_by_sample(self, x, weight, bias):
        return np.array([row @ weight.T + bias[i] for i, row in enumerate(x)])

    @mistake(
        "samples in columns",
        "Your result has the shape (out, batch): a column for each sample. Here a sample is a row, so (batch, out) is "
        "asked for. Some books put samples into columns; PyTorch, and this course, do not.",
    )
    def samples_in_columns(self, x, weight, bias):
        return weight @ x.T + bias[:, None]

    @mistake(
        "reshaped instead of transposed",
        "Your numbers stand in the wrong places. `reshape` cuts the same sequence of numbers into rows of another "
        "length; exchanging rows and columns is what `.T` does.",
    )
    def reshaped(self, x, weight, bias):
        return (weight @ x.T + bias[:, None]).reshape(len(x), len(weight))

    @mistake(
        "applies ReLU too",
        "You set negative results to 0. That is an activation, which comes after the layer; the layer itself keeps "
        "them.",
    )
    def with_relu(self, x, weight, bias):
        return np.maximum(x @ weight.T + bias, 0)

    @mistake(
        "the first sample only",
        "You computed the first sample only. The result has one row for each sample.",
    )
    def first_sample(self, x, weight, bias):
        return weight @ x[0] + bias

    @mistake(
        "adds up the units",
        "You added up the results of all units. Each of the {out} units has its own place in the result.",
    )
    def one_number_a_row(self, x, weight, bias):
        return (x @ weight.T + bias).sum(axis=1)

    @mistake(
        "multiplies by the bias",
        "Your answer is the weighted sums times the bias. It is added: it moves a unit's threshold, whatever the "
        "inputs are.",
    )
    def times_bias(self, x, weight, bias):
        return x @ weight.T * bias
