"""The whole forward pass of lesson 01: layer after layer, with what the backward pass will need."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ...exercise import Exercise, mistake

#: (batch, sizes): lengths all different; then layers of equal size, in which more mistakes go through without an error.
_NETWORKS = [
    (3, [4, 2]),
    (2, [3, 5, 4]),
    (5, [6, 4, 3, 2]),
    (3, [2, 4, 5, 6]),
    (1, [3, 6, 2]),
    (6, [5, 4, 3, 7, 2]),
    (4, [3, 3, 3]),
    (5, [4, 4, 4, 4]),
    (6, [3, 3, 3, 3]),
    (2, [3, 2, 4, 3, 5, 2]),
]


def _layers(rng, sizes):
    """Weights (out, in) and biases, so large that about half of the hidden units are 0."""
    weights = [rng.normal(size=(b, a)) for a, b in pairwise(sizes)]
    return weights, [rng.normal(size=size) for size in sizes[1:]]


def _relu(z):
    return np.maximum(z, 0)


def _walk(x, weights, biases, hidden=_relu, last=lambda z: z):
    """(input, pre-activation, activation) of every layer."""
    steps = []
    for number, (weight, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        z = x @ weight.T + bias
        steps.append((x, z, last(z) if number == len(weights) else hidden(z)))
        x = steps[-1][2]
    return steps


def _pairs(steps):
    return [(z, a) for _, z, a in steps]


class MLPForward(Exercise):
    id, points = "forward/mlp_forward", 3
    parts = ("output", "cache")
    hints = (
        "One layer's activation is the next layer's input. Which of the layers has no ReLU behind it, and so nothing "
        "in the cache?",
        "For each layer but the last: z = x Wᵀ + b, a = relu(z), note the pair (z, a), and go on with x = a. The last "
        "layer gives the output: x Wᵀ + b.",
        "`cache = []`; a loop over `zip(weights[:-1], biases[:-1])` with three lines, the last of them "
        "`cache.append((…, …))`; then `return …, cache`. Your `linear` and `relu` may be called.",
    )
    notice = "With one layer the cache is empty: nothing was activated. Lesson 03 walks through this list backwards."

    def cases(self, rng):
        x = np.array([[1.0, -1.0]])
        yield self.case(x, [np.array([[2.0, 1.0]])], [np.array([-3.0])])
        first, second = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([[1.0, 1.0, 1.0]])
        yield self.case(x, [first, second], [np.array([0.5, 0.5, 1.0]), np.array([0.25])])
        yield self.case(np.array([[1.0, 2.0], [-3.0, 1.0]]), [first, -second], [np.zeros(3), np.array([1.0])])
        third = np.array([[1.0, -1.0, 0.0], [2.0, 0.0, 1.0]])
        yield self.case(
            x, [first, third, np.array([[1.0, 3.0]])], [np.array([0.0, 2.0, 1.0]), np.array([-2.0, 1.0]), np.zeros(1)]
        )
        square = np.array([[1.0, -1.0], [0.5, 2.0]])  # twice the same layer: none is known by its numbers
        yield self.case(x, [square, square], [np.zeros(2), np.zeros(2)])
        for batch, sizes in _NETWORKS:
            yield self.case(rng.normal(size=(batch, sizes[0])), *_layers(rng, sizes))

    def reference(self, x, weights, biases):
        import torch

        x, cache = torch.from_numpy(x), []
        layers = [(torch.from_numpy(weight), torch.from_numpy(bias)) for weight, bias in zip(weights, biases)]
        for weight, bias in layers[:-1]:
            z = torch.nn.functional.linear(x, weight, bias)
            x = torch.relu(z)
            cache.append((z, x))
        return torch.nn.functional.linear(x, *layers[-1]), cache

    @staticmethod
    def solution(x, weights, biases):
        """The forward pass of a network of dense layers, with ReLU between them and none after the last.

        Args:
            x: (batch, in), one sample a row.
            weights: list with the weight of each layer, (out, in).
            biases: list with the bias of each layer, (out,).
        Returns:
            (output, cache): the last layer's result, and a list with the pair (pre-activation, activation) of each
            hidden layer, from first to last; with a single layer the list is empty.
        """
        cache = []
        for weight, bias in zip(weights[:-1], biases[:-1]):
            pre_activation = x @ weight.T + bias
            x = np.maximum(pre_activation, 0)
            cache.append((pre_activation, x))
        return x @ weights[-1].T + biases[-1], cache

    def again(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "ReLU after the last layer too",
        "You applied ReLU after the last layer as well. The output then can never be negative, and a score of 0 may "
        "hide any negative one. The last layer gives its sums as they are.",
    )
    def relu_at_the_end(self, x, weights, biases):
        steps = _walk(x, weights, biases, last=_relu)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "ReLU after the last layer, and in the cache",
        "You applied ReLU after the last layer as well, and noted that layer in the cache. The last layer gives its "
        "sums as they are; the cache holds the hidden layers.",
    )
    def all_alike(self, x, weights, biases):
        steps = _walk(x, weights, biases, last=_relu)
        return steps[-1][2], _pairs(steps)

    @mistake(
        "no activation between the layers",
        "You left out the ReLU between the layers. Layers without an activation between them are one single layer, "
        "however many there are.",
    )
    def no_relu(self, x, weights, biases):
        steps = _walk(x, weights, biases, hidden=lambda z: z)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "ReLU on the network's input too",
        "Your first layer gets `x` without its negative numbers: a ReLU in front of every layer is one too many. The "
        "first layer takes the input as it is.",
    )
    def relu_at_the_front(self, x, weights, biases):
        steps = _walk(_relu(x), weights, biases)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "ReLU noted, but not passed on",
        "You noted the ReLU in the cache, but the next layer got the pre-activation. What a layer passes on is its "
        "activation.",
    )
    def relu_lost(self, x, weights, biases):
        steps = _walk(x, weights, biases, hidden=lambda z: z)
        return steps[-1][2], [(z, _relu(z)) for _, z, _ in steps[:-1]]

    @mistake(
        "the last layer in the cache",
        "You noted the last layer in the cache as well. It has no activation; the cache holds the hidden layers, and "
        "the output is returned beside it.",
    )
    def last_cached(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], _pairs(steps)

    @mistake(
        "the last layer in the cache, with a ReLU",
        "You noted the last layer in the cache as well, with a ReLU that it does not have. The cache holds the hidden "
        "layers; the output is returned beside it.",
    )
    def last_cached_with_relu(self, x, weights, biases):
        steps = _walk(x, weights, biases, last=_relu)
        return steps[-1][1], _pairs(steps)

    @mistake(
        "pairs turned round",
        "Your pairs in the cache are (activation, pre-activation). The pre-activation comes first, as it is computed "
        "first.",
    )
    def turned_pairs(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [(a, z) for _, z, a in steps[:-1]]

    @mistake(
        "the activation twice",
        "Both parts of your pairs are the activation. Either it was noted twice, or the pre-activation was changed in "
        "place: after `a = z`, both names mean one array, and `a[a < 0] = 0` changes it for both.",
    )
    def activation_twice(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [(a, a) for _, _, a in steps[:-1]]

    @mistake(
        "the layer's input in the cache",
        "You noted each layer's input and its pre-activation. Asked for is the pair (pre-activation, activation), so "
        "each layer's own two results.",
    )
    def inputs_cached(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [(before, z) for before, z, _ in steps[:-1]]

    @mistake(
        "activations only",
        "Your cache holds only the activations. The pre-activation of each layer belongs to it as well, as a pair.",
    )
    def activations_only(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [a for _, _, a in steps[:-1]]

    @mistake(
        "pre-activations only",
        "Your cache holds only the pre-activations. The activation of each layer belongs to it as well, as a pair.",
    )
    def pre_activations_only(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [z for _, z, _ in steps[:-1]]

    @mistake(
        "a flat cache",
        "You put pre-activation and activation into the cache one after the other. Each hidden layer gets one entry, "
        "the pair of both: `append((z, a))`, with brackets around the pair.",
    )
    def flat(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        return steps[-1][2], [array for _, z, a in steps[:-1] for array in (z, a)]

    @mistake(
        "every layer gets the first input",
        "Every layer of yours gets the network's input. A layer's input is the activation of the layer before it; "
        "mostly the shapes do not even fit otherwise.",
    )
    def same_input(self, x, weights, biases):
        steps = [_walk(x, [weight], [bias], last=_relu)[0] for weight, bias in zip(weights, biases, strict=True)]
        return steps[-1][1], _pairs(steps[:-1])

    @mistake("leaves out the biases", "You left out the biases. Each layer adds its own to the weighted sums.")
    def no_biases(self, x, weights, biases):
        steps = _walk(x, weights, [0 * bias for bias in biases])
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "weights not transposed",
        "Your answer is that of each weight as it is stored, (out, in). `@` pairs rows with columns, and the weights "
        "of a unit are a row. Where in and out are equal, nothing complains, and the numbers are wrong.",
    )
    def not_transposed(self, x, weights, biases):
        steps = _walk(x, [weight.T for weight in weights], biases)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake("sigmoid between the layers", "Between your layers stands the sigmoid. Asked for is ReLU.")
    def with_sigmoid(self, x, weights, biases):
        steps = _walk(x, weights, biases, hidden=lambda z: 0.5 * (1 + np.tanh(z / 2)))
        return steps[-1][2], _pairs(steps[:-1])

    @mistake("tanh between the layers", "Between your layers stands tanh. Asked for is ReLU.")
    def with_tanh(self, x, weights, biases):
        steps = _walk(x, weights, biases, hidden=np.tanh)
        return steps[-1][2], _pairs(steps[:-1])

    @mistake(
        "softmax at the end",
        "You applied softmax to the output. The network gives its scores as they are; softmax is a step of its own, "
        "and the loss of lesson 02 contains it already.",
    )
    def softmax_at_the_end(self, x, weights, biases):
        steps = _walk(x, weights, biases)
        e = np.exp(steps[-1][2] - steps[-1][2].max(axis=-1, keepdims=True))
        return e / e.sum(axis=-1, keepdims=True), _pairs(steps[:-1])

    @mistake(
        "cache in reverse order",
        "Your cache runs from the last hidden layer to the first. Asked for is the order in which they are computed; "
        "lesson 03 turns it round by itself.",
    )
    def reversed_cache(self, x, weights, biases):
        output, cache = self.solution(x, weights, biases)
        return output, cache[::-1]

    @mistake(
        "cache and output exchanged",
        "You returned the cache first. The output comes first: `return output, cache`.",
    )
    def exchanged(self, x, weights, biases):
        output, cache = self.solution(x, weights, biases)
        return cache, output

    @mistake(
        "keeps each layer's input for its pre-activation",
        "The first of each pair in your cache is what went into the layer. Asked for is what came out of it, before "
        "ReLU: x @ weight.T + bias.",
    )
    def inputs_kept(self, x, weights, biases):
        output, cache = self.solution(x, weights, biases)
        inputs = [x, *(after for _, after in cache)]
        return output, [(came, after) for came, (_, after) in zip(inputs, cache, strict=False)]

    @mistake(
        "no ReLU after the first layer",
        "After the first layer there is no ReLU in your network, only after the later hidden ones. Each layer but "
        "the last has one.",
    )
    def not_the_first(self, x, weights, biases):
        cache, a = [], x
        for number, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
            z = a @ weight.T + bias
            if number < len(weights) - 1:
                a = _relu(z) if number else z
                cache.append((z, a))
        return z, cache
