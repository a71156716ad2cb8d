"""Correct versions of the exercises of lesson 01, written differently from the solutions, as students write them."""

import itertools
import math

import numpy as np


def linear_by_loop(x, weight, bias):
    batch, out = len(x), len(weight)
    output = np.zeros((batch, out))
    for i in range(batch):
        for j in range(out):
            total = bias[j]
            for k in range(len(x[i])):
                total += x[i, k] * weight[j, k]
            output[i, j] = total
    return output


def linear_turned(inputs, w, b):
    return (w @ inputs.T + b.reshape(-1, 1)).T


def linear_einsum(x, weight, bias):
    return np.einsum("bi,oi->bo", x, weight) + bias


def linear_with_a_column_of_ones(x, weight, bias):
    extended = np.hstack([x, np.ones((len(x), 1))])
    return np.dot(extended, np.vstack([weight.T, bias]))


def linear_as_lists(x, weight, bias):
    return [[float(np.dot(row, unit)) + b for unit, b in zip(weight, bias, strict=True)] for row in x]


def linear_broadcast(x, weight, bias):
    return (x[:, None, :] * weight[None, :, :]).sum(axis=-1) + bias[None, :]


def relu_by_mask(x):
    return x * (x > 0)


def relu_of_a_copy(x):
    y = x.copy()
    y[y < 0] = 0
    return y


def relu_by_absolute_value(z):
    return (z + np.abs(z)) / 2


def relu_by_loop(x):
    out = np.empty(x.shape)
    for place, value in np.ndenumerate(x):
        out[place] = value if value > 0 else 0.0
    return out


def relu_where(x):
    return np.where(x > 0, x, 0.0)


def sigmoid_by_mask(x):
    out = np.empty_like(x)
    positive = x >= 0
    out[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    out[~positive] = e / (1 + e)
    return out


def sigmoid_by_tanh(x):
    return (np.tanh(x / 2) + 1) / 2


def sigmoid_by_loop(x):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.array([one(v) for v in x.ravel()]).reshape(x.shape)


def sigmoid_of_clipped(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def sigmoid_by_logaddexp(z):
    return np.exp(-np.logaddexp(0, -z))


def sigmoid_of_the_smaller(x):
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def tanh_by_where(x):
    e = np.exp(-2 * np.abs(x))
    size = (1 - e) / (1 + e)
    return np.where(x < 0, -size, size)


def tanh_by_sigmoid(x):
    e = np.exp(-np.abs(2 * x))
    return 2 * np.where(x >= 0, 1 / (1 + e), e / (1 + e)) - 1


def tanh_of_clipped(x):
    x = np.clip(x, -30, 30)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh_by_loop(x):
    out = []
    for v in x.flat:
        e = math.exp(-2 * abs(v))
        out.append(math.copysign((1 - e) / (1 + e), v))
    return np.reshape(out, x.shape)


def tanh_minus_a_quotient(x):
    return 1 - 2 / (1 + np.exp(np.minimum(2 * x, 700)))


def mlp_with_an_index(x, weights, biases):
    cache = []
    a = x
    for i in range(len(weights)):
        z = a @ weights[i].T + biases[i]
        if i < len(weights) - 1:
            a = z * (z > 0)
            cache.append((z, a))
        else:
            a = z
    return a, cache


def mlp_recursive(x, weights, biases):
    z = np.einsum("bi,oi->bo", x, weights[0]) + biases[0]
    if len(weights) == 1:
        return z, []
    a = np.where(z > 0, z, 0)
    output, rest = mlp_recursive(a, weights[1:], biases[1:])
    return output, [(z, a), *rest]


def mlp_pops_the_last(inputs, ws, bs):
    pairs, h = [], inputs
    for w, b in zip(ws, bs, strict=True):
        z = np.dot(h, np.transpose(w)) + b
        h = np.maximum(z, 0)
        pairs.append([z, h])
    return pairs.pop()[0], tuple(pairs)


def softmax_by_rows(logits, axis=-1):
    moved = np.moveaxis(logits, axis, -1)
    out = np.empty(moved.shape)
    for place in np.ndindex(moved.shape[:-1]):
        row = moved[place]
        powers = np.exp(row - max(row))
        out[place] = powers / sum(powers)
    return np.moveaxis(out, -1, axis)


def softmax_by_logarithms(x, dim=-1):
    return np.exp(x - np.logaddexp.reduce(x, axis=dim, keepdims=True))


def softmax_with_expand_dims(logits, axis=-1):
    top = np.expand_dims(np.max(logits, axis), axis)
    powers = np.exp(logits - top)
    return powers / np.expand_dims(np.sum(powers, axis), axis)


def softmax_along_an_axis(logits, axis=-1):
    def one(row):
        powers = np.exp(row - row.max())
        return powers / powers.sum()

    return np.apply_along_axis(one, axis, logits)


def softmax_of_differences(logits, axis=-1):
    moved = np.moveaxis(logits, axis, -1)
    with np.errstate(over="ignore"):
        inverse = np.exp(moved[..., None, :] - moved[..., :, None]).sum(axis=-1)
    return np.moveaxis(1 / inverse, -1, axis)


def xavier_by_power(fan_in, fan_out):
    return (2.0 / (fan_in + fan_out)) ** 0.5


def xavier_of_the_mean(n_in, n_out):
    return 1 / math.sqrt((n_in + n_out) / 2)


def xavier_from_the_uniform_limit(fan_in, fan_out):
    limit = np.sqrt(6 / (fan_in + fan_out))
    return limit / np.sqrt(3)


def xavier_of_roots(a, b):
    return np.array(math.sqrt(2) / math.sqrt(a + b))


def kaiming_by_power(fan_in):
    return (fan_in / 2) ** -0.5


def kaiming_of_roots(n):
    return math.sqrt(2) / math.sqrt(n)


def kaiming_with_a_gain(fan_in):
    gain = 2**0.5
    return gain * np.sqrt(1 / fan_in)


def kaiming_from_the_uniform_limit(fan_in):
    return np.sqrt(6 / fan_in) / 3**0.5


def broadcast_from_the_right(a, b):
    result = []
    for i in range(1, max(len(a), len(b)) + 1):
        x = a[-i] if i <= len(a) else 1
        y = b[-i] if i <= len(b) else 1
        if x == y or y == 1:
            result.insert(0, x)
        elif x == 1:
            result.insert(0, y)
        else:
            raise ValueError(f"shapes {a} and {b} do not fit")
    return tuple(result)


def broadcast_zip_longest(a, b):
    pairs = list(itertools.zip_longest(a[::-1], b[::-1], fillvalue=1))
    for pair in pairs:
        if len(set(pair) - {1}) > 1:
            raise ValueError(pair)
    return tuple(y if x == 1 else x for x, y in reversed(pairs))


def broadcast_recursive(a, b):
    if not a or not b:
        return a or b
    if a[-1] != b[-1] and 1 not in (a[-1], b[-1]):
        raise ValueError
    last = b[-1] if a[-1] == 1 else a[-1]
    return (*broadcast_recursive(a[:-1], b[:-1]), last)


def broadcast_sets(a, b):
    n = max(len(a), len(b))
    out = []
    for lengths in zip([1] * (n - len(a)) + list(a), [1] * (n - len(b)) + list(b), strict=True):
        wanted = {length for length in lengths if length != 1} or {1}
        (only,) = wanted  # a ValueError by itself, if there are two
        out.append(only)
    return out


CORRECT = {
    "forward/linear": [
        linear_by_loop,
        linear_turned,
        linear_einsum,
        linear_with_a_column_of_ones,
        linear_as_lists,
        linear_broadcast,
    ],
    "forward/relu": [relu_by_mask, relu_of_a_copy, relu_by_absolute_value, relu_by_loop, relu_where],
    "forward/sigmoid": [
        sigmoid_by_mask,
        sigmoid_by_tanh,
        sigmoid_by_loop,
        sigmoid_of_clipped,
        sigmoid_by_logaddexp,
        sigmoid_of_the_smaller,
    ],
    "forward/tanh": [tanh_by_where, tanh_by_sigmoid, tanh_of_clipped, tanh_by_loop, tanh_minus_a_quotient],
    "forward/mlp_forward": [mlp_with_an_index, mlp_recursive, mlp_pops_the_last],
    "forward/softmax": [
        softmax_by_rows,
        softmax_by_logarithms,
        softmax_with_expand_dims,
        softmax_along_an_axis,
        softmax_of_differences,
    ],
    "forward/xavier_std": [xavier_by_power, xavier_of_the_mean, xavier_from_the_uniform_limit, xavier_of_roots],
    "forward/kaiming_std": [
        kaiming_by_power,
        kaiming_of_roots,
        kaiming_with_a_gain,
        kaiming_from_the_uniform_limit,
    ],
    "forward/broadcast_shape": [
        broadcast_from_the_right,
        broadcast_zip_longest,
        broadcast_recursive,
        broadcast_sets,
    ],
}
