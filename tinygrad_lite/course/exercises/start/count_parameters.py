"""Lesson 00: the size of a network."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...exercise import Exercise, mistake


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
        for sizes in ([2, 1, 3], [5, 4, 1, 6]):
            yield self.case(sizes, about="where a hidden layer has one unit")
        for sizes in ([4, 4, 4], [3, 5, 3, 5, 2], [6, 6, 6, 6]):
            yield self.case(sizes, about="where two pairs of layers have the same sizes")

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

    def again(self, layer_sizes):
        return sum(a * b + b for a, b in pairwise(layer_sizes))

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
        "You counted biases for the network's inputs, too. The first number in the list says how many values come in; "
        "they are data and have no biases, and only the layers behind them learn.",
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
        "biases of the last layer alone",
        "Your count has the biases of the last layer alone. Every unit behind the inputs has one, hidden ones too.",
    )
    def only_output_biases(self, layer_sizes):
        return sum(a * b for a, b in pairwise(layer_sizes)) + layer_sizes[-1]

    @mistake(
        "takes the sizes two by two",
        "You took the sizes two by two, so every second layer is missing. Each size but the first and the last belongs "
        "to two layers: it is the end of one and the beginning of the next.",
    )
    def two_by_two(self, layer_sizes):
        return sum(a * b + b for a, b in list(pairwise(layer_sizes))[::2])

    @mistake(
        "multiplies all sizes",
        "Your answer is the product of all the sizes. Only neighbouring layers are joined: [2, 8, 1] has 2 · 8 "
        "weights and then 8 · 1 more, and they are added. The biases come on top.",
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
        "biases alone",
        "Your count holds the biases alone, one for each unit behind the inputs. Every such unit also has a weight for "
        "each unit of the layer before it.",
    )
    def biases_alone(self, layer_sizes):
        return sum(layer_sizes[1:])

    @mistake(
        "last layer missing",
        "The last layer is missing from your count, weights and biases. A list of three sizes describes two layers; "
        "the last pair counts as well.",
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

    @mistake(
        "hidden layers as if all were equally wide",
        "Between two hidden layers you counted the square of the second one's size. A layer has as many weights as its "
        "inputs times its outputs: the size of the layer before, times its own.",
    )
    def squares(self, layer_sizes):
        pairs = list(pairwise(layer_sizes))
        weights = [b * b if 0 < place < len(pairs) - 1 else a * b for place, (a, b) in enumerate(pairs)]
        return sum(weights) + sum(layer_sizes[1:])
