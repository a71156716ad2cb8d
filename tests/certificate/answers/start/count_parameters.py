import numpy as np

# %% wrong: counts units
def count_parameters(layer_sizes):
    return sum(layer_sizes)

# %% wrong: no biases
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1]
    return total

# %% wrong: biases for the network's inputs too
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1]
    return total + sum(layer_sizes)

# %% wrong: IndexError
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes)):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i]
    return total

# %% wrong: one bias for each layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1] + 1
    return total

# %% wrong: multiplies all sizes
def count_parameters(layer_sizes):
    return np.prod(layer_sizes)

# %% wrong: ValueError
def count_parameters(layer_sizes):
    n_in, n_hidden, n_out = layer_sizes
    return n_in * n_hidden + n_hidden + n_hidden * n_out + n_out

# %% wrong: first layer alone
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
        return total

# %% wrong: last layer alone
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total = layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: last layer missing
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: last layer missing
def count_parameters(layer_sizes):
    total = 0
    for i in range(1, len(layer_sizes) - 1):
        total += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
    return total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for i in range(1, len(layer_sizes)):
        total += layer_sizes[i] * layer_sizes[i] + layer_sizes[i]
    return total

# %% wrong: unused parameter
def count_parameters(layer_sizes):
    return 33

# %% wrong: NameError
def count_parameters(layer_sizes):
    return sum(p.numel() for p in model.parameters())

# %% wrong: no biases for the output layer
def count_parameters(layer_sizes):
    weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    biases = sum(layer_sizes[1:-1])
    return weights + biases

# %% wrong: one bias for each layer
def count_parameters(layer_sizes):
    weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    biases = len(layer_sizes) - 1
    return weights + biases

# %% wrong: biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    biases = sum(layer_sizes[:-1])
    return weights + biases

# %% wrong: wrong shape
def count_parameters(layer_sizes):
    weights = [a * b for a, b in zip(layer_sizes, layer_sizes[1:])]
    biases = layer_sizes[1:]
    return sum(weights), sum(biases)

# %% wrong: changes its input
def count_parameters(layer_sizes):
    prev = layer_sizes.pop(0)
    total = 0
    for size in layer_sizes:
        total += (prev + 1) * size
        prev = size
    return total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    prev = layer_sizes[0]
    for size in layer_sizes[1:]:
        total += (prev + 1) * size
    return total

# %% wrong: biases for the network's inputs too
def count_parameters(layer_sizes):
    total = 0
    prev = 0
    for size in layer_sizes:
        total += prev * size + size
        prev = size
    return total

# %% wrong: IndexError
def count_parameters(layer_sizes):
    total = 0
    for i in layer_sizes:
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: TypeError
def count_parameters(layer_sizes):
    total = 0
    for n_in, n_out in layer_sizes:
        total += n_in * n_out + n_out
    return total

# %% wrong: printed instead of returning
def count_parameters(layer_sizes):
    total = 0
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        total += n_in * n_out + n_out
    print(total)

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 1
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        total *= n_in * n_out + n_out
    return total

# %% wrong: IndexError
def count_parameters(layer_sizes):
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] * layer_sizes[2] + sum(layer_sizes[1:])

# %% wrong: RecursionError
def count_parameters(layer_sizes):
    if len(layer_sizes) == 1:
        return 0
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] + count_parameters(layer_sizes)

# %% wrong: TypeError
def count_parameters(layer_sizes):
    return layer_sizes[:-1] * layer_sizes[1:] + sum(layer_sizes[1:])

# %% wrong: no biases
def count_parameters(layer_sizes):
    a = np.array(layer_sizes)
    return np.dot(a[:-1], a[1:])

# %% wrong: wrong shape
def count_parameters(layer_sizes):
    a = np.array(layer_sizes)
    return a[:-1] * a[1:] + a[1:]

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += (layer_sizes[i] + 1) * (layer_sizes[i + 1] + 1)
    return total

# %% wrong: last layer alone
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        weights = layer_sizes[i] * layer_sizes[i + 1]
        biases = layer_sizes[i + 1]
    return weights + biases

# %% wrong: a variable of the notebook is kept between calls
total = 0
def count_parameters(layer_sizes):
    global total
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * (layer_sizes[i + 1] + 1)
    return total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] + layer_sizes[i + 1]
    return total

# %% wrong: wrong type
def count_parameters(layer_sizes):
    return str(sum(a * b + b for a, b in zip(layer_sizes, layer_sizes[1:])))

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    biases = sum(layer_sizes[1:])
    return weights - biases

# %% wrong: no biases
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        for j in range(layer_sizes[i]):
            for k in range(layer_sizes[i + 1]):
                total += 1
    return total

# %% wrong: biases alone
def count_parameters(layer_sizes):
    biases = sum(layer_sizes[1:])
    return biases

# %% wrong: unused parameter
def count_parameters(layer_sizes):
    return 2 * 8 + 8 + 8 * 1 + 1

# %% wrong: biases for the network's inputs too
def count_parameters(layer_sizes):
    total = layer_sizes[0]
    for i in range(1, len(layer_sizes)):
        total += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
    return total

# %% wrong: one bias for each layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1]
        total += 1
    return total

# %% wrong: first layer alone
def count_parameters(layer_sizes):
    total = 0
    for i, n in enumerate(layer_sizes):
        if i == 0:
            continue
        total += layer_sizes[i - 1] * n
        return total + n

# %% wrong: first layer alone
def count_parameters(layer_sizes):
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1]

# %% wrong: last layer alone
def count_parameters(layer_sizes):
    n = layer_sizes
    return n[-2] * n[-1] + n[-1]

# %% wrong: last layer alone
def count_parameters(layer_sizes):
    total = 0
    for a, b in zip(layer_sizes, layer_sizes[1:]):
        total = + a * b + b
    return total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    return len(layer_sizes)

# %% wrong: wrong sign
def count_parameters(layer_sizes):
    total = 0
    for a, b in zip(layer_sizes, layer_sizes[1:]):
        total += a * b + b
    return -total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for a, b in zip(layer_sizes, layer_sizes[2:]):
        total += a * b + b
    return total

# %% wrong: changes its input
def count_parameters(layer_sizes):
    layer_sizes.append(0)
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong: (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for a in layer_sizes[:-1]:
        for b in layer_sizes[1:]:
            total += a * b + b
    return total

# %% right
def count_parameters(layer_sizes):
    return float(sum((a + 1) * b for a, b in zip(layer_sizes[:-1], layer_sizes[1:])))

# %% right
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    return (layer_sizes[0] + 1) * layer_sizes[1] + count_parameters(layer_sizes[1:])

# %% right
def count_parameters(sizes):
    a = np.array(sizes)
    return (a[:-1] + 1) @ a[1:]

# %% right
def count_parameters(layer_sizes):
    total = 0
    prev = None
    for size in layer_sizes:
        if prev is not None:
            total = total + prev * size
            total = total + size
        prev = size
    return total

# %% right
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1, 0, -1):
        total += layer_sizes[i] * (layer_sizes[i - 1] + 1)
    return np.array(total)

# %% right
import itertools
def count_parameters(layer_sizes):
    return sum(a * b + b for a, b in itertools.pairwise(layer_sizes))

# %% right
def count_parameters(layer_sizes):
    total = 0
    for layer in range(len(layer_sizes) - 1):
        for unit in range(layer_sizes[layer + 1]):
            for before in range(layer_sizes[layer]):
                total += 1
            total += 1
    return total

# %% right
def count_parameters(layer_sizes):
    weights = 0
    for i in range(len(layer_sizes) - 1):
        W = np.zeros((layer_sizes[i + 1], layer_sizes[i]))
        b = np.zeros(layer_sizes[i + 1])
        weights += W.size + b.size
    return weights

# %% right
def count_parameters(layer_sizes):
    i = 0
    total = 0
    while True:
        try:
            total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
        except IndexError:
            break
        i += 1
    return total

# %% right
def count_parameters(layer_sizes):
    sizes = list(layer_sizes)
    total = 0
    while len(sizes) > 1:
        n = sizes.pop()
        total += n * sizes[-1] + n
    return total

# %% right
from functools import reduce


def count_parameters(layer_sizes):
    return reduce(
        lambda acc, n: (acc[0] + (acc[1] + 1) * n, n), layer_sizes[1:], (0, layer_sizes[0])
    )[0]

# %% right: by index
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        weights = layer_sizes[i] * layer_sizes[i + 1]
        biases = layer_sizes[i + 1]
        total += weights + biases
    return total

# %% right: from one
def count_parameters(layer_sizes):
    return sum((layer_sizes[i - 1] + 1) * layer_sizes[i] for i in range(1, len(layer_sizes)))

# %% right: pairwise
import itertools


def count_parameters(layer_sizes):
    return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(layer_sizes))

# %% right: with NumPy
def count_parameters(layer_sizes):
    sizes = np.array(layer_sizes)
    return np.sum(sizes[:-1] * sizes[1:]) + sizes[1:].sum()

# %% right: recursively
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    return layer_sizes[0] * layer_sizes[1] + layer_sizes[1] + count_parameters(layer_sizes[1:])

# %% right: by building
def count_parameters(layer_sizes):
    arrays = []
    previous = layer_sizes[0]
    for size in layer_sizes[1:]:
        arrays.append(np.zeros((size, previous)))
        arrays.append(np.zeros(size))
        previous = size
    return sum(array.size for array in arrays)

# %% right: by a dot product
import functools
import operator


def count_parameters(layer_sizes):
    return float(np.dot(layer_sizes[:-1], layer_sizes[1:]) + functools.reduce(operator.add, layer_sizes[1:]))

# %% wrong: biases of the last layer alone
def count_parameters(layer_sizes):
    total = 0
    for a, b in zip(layer_sizes[:-1], layer_sizes[1:]):
        total += a * b
    return total + b

# %% wrong: takes the sizes two by two
def count_parameters(layer_sizes):
    total = 0
    for i in range(0, len(layer_sizes) - 1, 2):
        total += layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i + 1]
    return total

# %% wrong (developed): one bias for each layer
def count_parameters(layer_sizes):
    total = 0
    for a, b in zip(layer_sizes[:-1], layer_sizes[1:]):
        total += a * b + 1
    return total

# %% wrong (developed): biases for the network's inputs too
def count_parameters(layer_sizes):
    weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    return weights + sum(layer_sizes)

# %% wrong (held): last layer missing
def count_parameters(layer_sizes):
    n = 0
    for i in range(1, len(layer_sizes) - 1):
        n += layer_sizes[i - 1] * layer_sizes[i] + layer_sizes[i]
    return n

# %% wrong (developed): first layer alone
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        total += (layer_sizes[i] + 1) * layer_sizes[i + 1]
        return total

# %% wrong (developed): multiplies all sizes
def count_parameters(layer_sizes):
    return int(np.prod(layer_sizes))

# %% wrong (developed): no biases
def count_parameters(layer_sizes):
    n = 0
    for i in range(len(layer_sizes) - 2):
        n += layer_sizes[i] * layer_sizes[i + 1]
    return n

# %% right (developed)
def count_parameters(layer_sizes):
    s = np.array(layer_sizes)
    return int((s[:-1] + 1) @ s[1:])

# %% right (held)
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    a, b, *rest = layer_sizes
    return a * b + b + count_parameters([b, *rest])

# %% right (held)
def count_parameters(layer_sizes):
    i = n = 0
    while i < len(layer_sizes) - 1:
        fan_in, fan_out = layer_sizes[i:i + 2]
        n += fan_in * fan_out
        n += fan_out
        i += 1
    return n

# %% right (developed)
def count_parameters(layer_sizes):
    match layer_sizes:
        case [a, b, *rest]:
            return (a + 1) * b + count_parameters([b, *rest])
        case _:
            return 0

# %% wrong (held): biases for the network's inputs too
def count_parameters(layer_sizes):
    return sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:])) + sum(layer_sizes)

# %% wrong (held): no biases for the output layer
def count_parameters(layer_sizes):
    weights = sum(layer_sizes[i] * layer_sizes[i + 1] for i in range(len(layer_sizes) - 1))
    return weights + sum(layer_sizes[1:-1])

# %% wrong (held): one bias for each layer
def count_parameters(layer_sizes):
    n = 0
    for i in range(len(layer_sizes) - 2):
        n += layer_sizes[i] * layer_sizes[i + 1] + 1
    return n

# %% wrong (held): biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        total += n_in * n_out + n_in
    return total

# %% wrong (held): last layer missing
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        total += n_in * n_out + n_out
    return total

# %% wrong (held): biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        total += n_in * n_out + n_in
    return total

# %% wrong (held): (no diagnosis)
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        total += n_in + n_out + n_out
    return total

# %% right (developed)
def count_parameters(layer_sizes):
    if len(layer_sizes) < 2:
        return 0
    first, second = layer_sizes[:2]
    return second + first * second + count_parameters(layer_sizes[1:])

# %% wrong (developed): biases for the network's inputs too
def count_parameters(layer_sizes):
    n = len(layer_sizes)
    biases = sum(layer_sizes)
    weights = 0
    for k in range(1, n - 1):
        weights += layer_sizes[k - 1] * layer_sizes[k]
    return weights + biases

# %% wrong (developed): biases counted with the inputs of a layer
def count_parameters(layer_sizes):
    total = 0
    for n_in, n_out in zip(layer_sizes[:-1], layer_sizes[1:]):
        total += n_in * n_out + n_in
    return total

# %% wrong (held): no biases
def count_parameters(layer_sizes):
    count = 0
    for i in range(len(layer_sizes) - 2):
        count += layer_sizes[i] * layer_sizes[i + 1]
    return count

# %% wrong (held): no biases for the output layer
def count_parameters(layer_sizes):
    n_weights = sum(a * b for a, b in zip(layer_sizes, layer_sizes[1:]))
    n_biases = sum(layer_sizes[1:-1])
    return n_weights + n_biases

# %% right (developed)
from functools import reduce
def count_parameters(layer_sizes):
    it = iter(layer_sizes)
    prev = next(it)
    total = 0
    for cur in it:
        total += cur * (prev + 1)
        prev = cur
    return total

# %% wrong: no biases
def count_parameters(layer_sizes):
    total = 0
    for i in range(len(layer_sizes) - 2):
        total += layer_sizes[i] * layer_sizes[i + 1]
    return total

# %% wrong (developed): wrong only where two pairs of layers have the same sizes
def count_parameters(layer_sizes):
    layers = {(n_in, n_out) for n_in, n_out in zip(layer_sizes, layer_sizes[1:])}
    return sum((n_in + 1) * n_out for n_in, n_out in layers)

# %% wrong (developed): hidden layers as if all were equally wide
def count_parameters(layer_sizes):
    n_in, *hidden, n_out = layer_sizes
    if not hidden:
        return n_in * n_out + n_out
    weights = n_in * hidden[0] + hidden[-1] * n_out
    for h in hidden[1:]:
        weights += h * h
    biases = sum(hidden) + n_out
    return weights + biases
