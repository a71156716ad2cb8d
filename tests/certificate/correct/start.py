"""Right answers to the exercises of lesson 00, written as different people write them: all of them must pass."""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Callable

import numpy as np


def update_loop(weight, gradient, learning_rate):
    new = []
    for w, g in zip(weight, gradient):
        new.append(w - learning_rate * g)
    return new


def update_copy(weight, gradient, learning_rate):
    new_weight = weight.copy()
    new_weight -= learning_rate * gradient
    return new_weight


def update_flat_loop(weight, gradient, learning_rate):
    new = np.zeros_like(weight)
    for index in np.ndindex(weight.shape):
        new[index] = weight[index] - gradient[index] * learning_rate
    return new


def update_named_step(weight, gradient, learning_rate):
    step = -learning_rate * gradient
    return weight + step


def update_functions(weight, gradient, learning_rate):
    return np.subtract(weight, np.multiply(gradient, learning_rate))


def update_other_names(w, g, lr=0.1):
    return w + lr * (-g)


def label_loop(x1, x2):
    labels = []
    for a, b in zip(x1, x2):
        if a != b:
            labels.append(1.0)
        else:
            labels.append(0.0)
    return labels


def label_where(x1, x2):
    return np.where(x1 != x2, 1.0, 0.0)


def label_bools(x1, x2):
    return x1 != x2


def label_logical(x1, x2):
    return np.logical_xor(x1, x2)


def label_remainder(x1, x2):
    return (x1 + x2) % 2


def label_distance(x1, x2):
    return abs(x1 - x2)


def label_square(x1, x2):
    return (x1 - x2) ** 2


def label_sum_is_one(x1, x2):
    return (x1 + x2 == 1).astype(int)


def label_formula(x1, x2):
    return x1 * (1 - x2) + (1 - x1) * x2


def label_or_minus_and(x1, x2):
    return x1 + x2 - 2 * x1 * x2


def label_integers(x1, x2):
    return x1.astype(int) ^ x2.astype(int)


def label_masks(x1, x2):
    labels = np.zeros(len(x1))
    labels[(x1 == 1) & (x2 == 0)] = 1
    labels[(x1 == 0) & (x2 == 1)] = 1
    return labels


def label_comprehension(x1, x2):
    return [int(x1[i]) ^ int(x2[i]) for i in range(len(x1))]


def label_not_equal(x1, x2):
    return ~(x1 == x2)


def label_by_the_source(x1, x2):
    return np.where((x1 > 0.5) != (x2 > 0.5), 1.0, 0.0)


def label_maximum_minus_minimum(x1, x2):
    return np.maximum(x1, x2) - np.minimum(x1, x2)


def count_by_index(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        weights = layer_sizes[i] * layer_sizes[i + 1]
        biases = layer_sizes[i + 1]
        total += weights + biases
    return total


def count_from_one(layer_sizes):
    return sum((layer_sizes[i - 1] + 1) * layer_sizes[i] for i in range(1, len(layer_sizes)))


def count_pairwise(layer_sizes):
    return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(layer_sizes))


def count_numpy(layer_sizes):
    sizes = np.array(layer_sizes)
    return np.sum(sizes[:-1] * sizes[1:]) + sizes[1:].sum()


def count_recursive(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] + count_recursive(layer_sizes[1:])


def count_by_building(layer_sizes):
    arrays = []
    previous = layer_sizes[0]
    for size in layer_sizes[1:]:
        arrays.append(np.zeros((size, previous)))
        arrays.append(np.zeros(size))
        previous = size
    return sum(array.size for array in arrays)


def count_dot(layer_sizes):
    return float(np.dot(layer_sizes[:-1], layer_sizes[1:]) + functools.reduce(operator.add, layer_sizes[1:]))


CORRECT: dict[str, list[Callable]] = {
    "start/update": [
        update_loop,
        update_copy,
        update_flat_loop,
        update_named_step,
        update_functions,
        update_other_names,
    ],
    "start/xor_label": [
        label_loop,
        label_where,
        label_bools,
        label_logical,
        label_remainder,
        label_distance,
        label_square,
        label_sum_is_one,
        label_formula,
        label_or_minus_and,
        label_integers,
        label_masks,
        label_comprehension,
        label_not_equal,
        label_by_the_source,
        label_maximum_minus_minimum,
    ],
    "start/count_parameters": [
        count_by_index,
        count_from_one,
        count_pairwise,
        count_numpy,
        count_recursive,
        count_by_building,
        count_dot,
    ],
}
