"""Lesson 00: the step of gradient descent, the labels of XOR, the size of a network.

Each class is one exercise: what is asked, on which cases, what is right, and the mistakes people make with what to
say to them.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


class StepByHand(NumberQuestion):
    id, digits = "start/step_by_hand", 2
    question = (
        "**By hand.** A weight is 2.0, its gradient is −3.0, and the learning rate is 0.1. "
        "What is the weight after one step of gradient descent?"
    )
    value = 2.3
    wrong = {
        1.7: "You moved the weight down, and the loss goes up. The gradient is negative: 0.1 · (−3.0) = −0.3, and "
        "taking away −0.3 makes the weight larger.",
        5.0: "You took away the whole gradient. The learning rate shortens the step: first multiply −3.0 by 0.1.",
        -1.0: "You added the whole gradient. First multiply it by the learning rate, then subtract the product.",
        0.3: "That is the change alone. The new weight is the old one, 2.0, with that change made to it.",
        -0.3: "That is learning rate times gradient. It still has to be subtracted from the weight, 2.0.",
        32.0: "You divided by the learning rate. It multiplies the gradient: 0.1 · (−3.0).",
        2.6: "You multiplied the step by the weight too. The step is the learning rate times the gradient, nothing "
        "else.",
        0.5: "You multiplied everything by the learning rate. Only the gradient is multiplied; the weight counts in "
        "full.",
    }


class Update(Exercise):
    id, points = "start/update", 1
    axes = {"weight": ..., "gradient": ...}
    words = {"learning_rate": "the learning rate", "n": "the number of weights"}
    notice = "This line is gradient descent. Every other optimizer keeps its form and chooses the step differently."
    hints = (
        "The gradient says in which direction the loss grows. You want it to fall: which sign does the step get?",
        "new weight = weight − learning rate · gradient. In numbers: 0.5 − 0.01 · 0.2 = 0.498.",
        "One line does it, for a single weight and for a million: `return weight … learning_rate … gradient`, "
        "with an operator for each gap. NumPy applies it to every element.",
    )

    def cases(self, rng):
        yield self.case(np.array([0.5]), np.array([0.2]), 0.01)
        yield self.case(np.array([1.0, -2.0]), np.array([3.0, 4.0]), 0.1)
        yield self.case(np.array([2.0]), np.array([-3.0]), 0.1)
        rates = [0.001, 0.01, 0.03, 0.05, 0.2, 0.3, 0.5, 0.7, 1.5, 3.0]
        shapes = [(3,), (5,), (8, 2), (1, 4), (4, 1), (2, 3), (7,), (3, 5), (2, 3, 4), (6, 1, 2)]
        for shape, rate in zip(shapes, rates, strict=True):
            yield self.case(rng.normal(size=shape), rng.normal(size=shape), rate)
        for shape in [(4,), (3, 4)]:
            yield self.case(rng.normal(size=shape) * 100, rng.normal(size=shape) * 10, 0.25)
        for shape in [(3,), (2, 2)]:
            yield self.case(rng.normal(size=shape), rng.normal(size=shape), 0.0, about="where the learning rate is 0")
            yield self.case(rng.normal(size=shape), np.zeros(shape), 0.1, about="where the gradient is 0")

    def reference(self, weight, gradient, learning_rate):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(weight))
        parameter.grad = torch.tensor(gradient)
        torch.optim.SGD([parameter], lr=learning_rate).step()
        return parameter

    @staticmethod
    def solution(weight, gradient, learning_rate):
        """One step of gradient descent: the weights, moved a little in the direction in which the loss falls.

        The arrays that come in stay as they are; the new weights are a new array.

        Args:
            weight: array of any shape, the weights before the step.
            gradient: array of the same shape; how fast the loss grows with each weight.
            learning_rate: a number, how long the step is.
        Returns:
            array of the same shape: the weights after the step.
        """
        return weight - learning_rate * gradient

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. The gradient points to where the loss grows; with a plus, every "
        "step makes the network worse.",
    )
    def adds(self, weight, gradient, learning_rate):
        return weight + learning_rate * gradient

    @mistake(
        "leaves out the learning rate",
        "You subtracted the whole gradient, without the learning rate. The gradient says which way and how steep, not "
        "how far; the learning rate keeps the step small enough not to jump over the minimum.",
    )
    def no_learning_rate(self, weight, gradient, learning_rate):
        return weight - gradient

    @mistake(
        "adds the whole gradient",
        "You added the whole gradient: the learning rate has no part in it, and the sign is that of a climb. The step "
        "is learning rate times gradient, and it is subtracted.",
    )
    def adds_gradient(self, weight, gradient, learning_rate):
        return weight + gradient

    @mistake(
        "returns only the step",
        "You returned the step alone, learning rate times gradient. The exercise asks for the new weight: the old one "
        "minus that step.",
    )
    def only_step(self, weight, gradient, learning_rate):
        return learning_rate * gradient

    @mistake(
        "returns only the change",
        "You returned the change alone, minus learning rate times gradient. The exercise asks for the new weight: the "
        "old one with that change made to it.",
    )
    def only_change(self, weight, gradient, learning_rate):
        return -learning_rate * gradient

    @mistake(
        "divides by the learning rate",
        "You divided the gradient by the learning rate. Then a smaller learning rate makes a longer step; multiplied, "
        "it makes a shorter one, as its name says.",
    )
    def divides(self, weight, gradient, learning_rate):
        with np.errstate(all="ignore"):
            return weight - gradient / learning_rate

    @mistake(
        "multiplies the step by the weight",
        "Your step is multiplied by the weight as well. Then a weight of 0 could never move; the step is the learning "
        "rate times the gradient and nothing else.",
    )
    def times_weight(self, weight, gradient, learning_rate):
        return weight - learning_rate * gradient * weight

    @mistake(
        "exchanges weight and gradient",
        "You exchanged the weight and the gradient. The weight is what is moved; the gradient, made small by the "
        "learning rate, is by how much.",
    )
    def exchanged(self, weight, gradient, learning_rate):
        return gradient - learning_rate * weight

    @mistake(
        "multiplies the weight by the learning rate too",
        "You multiplied the weight by the learning rate too. Only the gradient is made small; the weight counts in "
        "full, otherwise every step shrinks it by that factor.",
    )
    def scales_all(self, weight, gradient, learning_rate):
        return learning_rate * (weight - gradient)

    @mistake(
        "subtracts the other way round",
        "You subtracted the weight from the step; it goes the other way round. All signs are turned: a weight of 2 "
        "would become about −2.",
    )
    def other_way_round(self, weight, gradient, learning_rate):
        return learning_rate * gradient - weight


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
        "Your answer is the sum of the inputs: it is right for three of the four corners and gives 2 where both are 1. "
        "A label of 2 does not exist here; that corner belongs to class 0.",
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


class CountParameters(Exercise):
    id, points = "start/count_parameters", 2
    agrees_with = ""
    notice = "PyTorch's `torch.nn.Linear` layers of the same sizes hold exactly as many numbers."
    hints = (
        "Take the layers two by two: [2, 8, 1] has a layer from 2 to 8 and one from 8 to 1. Count the arrows of each, "
        "then what each unit adds on its own.",
        "A dense layer from n_in to n_out units has n_in · n_out weights and n_out biases. For [2, 8, 1]: "
        "(2 · 8 + 8) + (8 · 1 + 1) = 33.",
        "Walk over neighbouring sizes and add up: `for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]): total "
        "+= …`.",
    )

    def cases(self, rng):
        for sizes in ([2, 8, 1], [2, 1], [3, 4], [4, 3, 5], [1, 6], [64, 32, 10], [784, 256, 128, 10]):
            yield self.case(sizes)
        for length in (2, 3, 3, 4, 4, 5, 5, 6, 7):
            yield self.case([int(size) for size in rng.choice(np.arange(2, 60), size=length, replace=False)])
        for size in rng.permutation([3, 5, 7, 9]).tolist():
            yield self.case([size, size], about="where two layers have the same size")
            yield self.case([size + 1, size, 2, size], about="where two layers have the same size")

    def reference(self, layer_sizes):
        import torch

        layers = [torch.nn.Linear(n_in, n_out, device="meta") for n_in, n_out in pairwise(layer_sizes)]
        return sum(parameter.numel() for layer in layers for parameter in layer.parameters())

    @staticmethod
    def solution(layer_sizes):
        """How many numbers a network of dense layers learns: all its weights and biases.

        In a dense layer every unit has one weight for each unit of the layer before it, and one bias.

        Args:
            layer_sizes: list of whole numbers, at least two: the number of inputs, the units of each hidden layer,
                the number of outputs. The inputs are data; they learn nothing.
        Returns:
            int

        >>> count_parameters([2, 8, 1])
        33
        """
        total = 0
        for i in range(1, len(layer_sizes)):
            n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
            total += n_in * n_out + n_out
        return total

    @mistake(
        "no biases",
        "You counted the weights but not the biases. Each unit behind the inputs has one bias; without it, a unit "
        "could only give 0 for an input of zeros.",
    )
    def no_biases(self, layer_sizes):
        return sum(a * b for a, b in pairwise(layer_sizes))

    @mistake(
        "one bias for each layer",
        "You counted one bias for each layer. Every unit has a bias of its own, so a layer of 8 units has 8.",
    )
    def one_bias_a_layer(self, layer_sizes):
        return sum(a * b + 1 for a, b in pairwise(layer_sizes))

    @mistake(
        "biases counted with the inputs of a layer",
        "Your count has one bias for each input of a layer. The biases belong to its outputs: a layer from 2 to 8 "
        "has 8 of them, not 2.",
    )
    def biases_of_inputs(self, layer_sizes):
        return sum(a * b + a for a, b in pairwise(layer_sizes))

    @mistake(
        "biases for the network's inputs too",
        "Your count includes the network's inputs. The first number in the list says how many values come in; they are "
        "data and have no biases, and only the layers behind them learn.",
    )
    def biases_of_data(self, layer_sizes):
        return sum(a * b for a, b in pairwise(layer_sizes)) + sum(layer_sizes)

    @mistake(
        "no biases for the output layer",
        "Your count leaves out the biases of the last layer. The output units have a bias each, as the hidden ones do.",
    )
    def no_output_biases(self, layer_sizes):
        return sum(a * b for a, b in pairwise(layer_sizes)) + sum(layer_sizes[1:-1])

    @mistake(
        "multiplies all sizes",
        "You multiplied all the sizes together. Only neighbouring layers are joined: [2, 8, 1] has 2 · 8 weights and "
        "then 8 · 1 more, and they are added. The biases come on top.",
    )
    def product(self, layer_sizes):
        total = 1
        for size in layer_sizes:
            total *= size
        return total

    @mistake(
        "counts units",
        "You counted the units, not the numbers that are learned. A unit has one weight for each unit before it, and "
        "one bias.",
    )
    def units(self, layer_sizes):
        return sum(layer_sizes)

    @mistake(
        "last layer missing",
        "The last layer is missing from your count. A list of three sizes describes two layers; the last pair counts "
        "as well.",
    )
    def last_missing(self, layer_sizes):
        return sum(a * b + b for a, b in pairwise(layer_sizes[:-1]))

    @mistake(
        "first layer missing",
        "The first layer is missing from your count. Its weights join the inputs, the first number in the list, to the "
        "second.",
    )
    def first_missing(self, layer_sizes):
        return sum(a * b + b for a, b in pairwise(layer_sizes[1:]))

    @mistake(
        "first layer alone",
        "Your count stops after the first layer. In a loop, a `return` that is indented into it does that: it ends the "
        "function on the first pass. It belongs behind the loop.",
    )
    def first_alone(self, layer_sizes):
        return layer_sizes[0] * layer_sizes[1] + layer_sizes[1]

    @mistake(
        "last layer alone",
        "Your count holds the last layer alone. In a loop, `=` forgets what came before; `+=` adds to it.",
    )
    def last_alone(self, layer_sizes):
        return layer_sizes[-2] * layer_sizes[-1] + layer_sizes[-1]

    @mistake(
        "joins the last layer to the first",
        "Your count has a layer too many, from the outputs back to the inputs. An index of −1 does that in Python: "
        "`layer_sizes[i - 1]` with i = 0 is the last size.",
    )
    def closes_the_ring(self, layer_sizes):
        return sum(layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i] for i in range(len(layer_sizes)))
