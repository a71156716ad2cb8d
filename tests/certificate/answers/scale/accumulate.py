import numpy as np

# %% right: np.average with weights
def accumulate(micro_grads, sizes):
    return np.average(micro_grads, axis=0, weights=sizes)

# %% right: a loop that keeps both sums
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    n = 0
    for g, s in zip(micro_grads, sizes):
        total += g * s
        n += s
    return total / n

# %% right: shares first
def accumulate(micro_grads, sizes):
    sizes = np.array(sizes)
    shares = sizes / sizes.sum()
    return sum(share * g for share, g in zip(shares, micro_grads))

# %% right: a running mean over samples
def accumulate(micro_grads, sizes):
    mean, seen = micro_grads[0] * 0.0, 0
    for g, s in zip(micro_grads, sizes):
        seen += s
        mean = mean + (g - mean) * s / seen
    return mean

# %% right
def accumulate(micro_grads, sizes):
    return np.tensordot(sizes, np.stack(micro_grads), axes=1) / np.sum(sizes)

# %% right
def accumulate(micro_grads, sizes):
    n = sum(sizes)
    grad = 0
    for i in range(len(sizes)):
        grad = grad + micro_grads[i] * (sizes[i] / n)
    return grad

# %% right
def accumulate(grads, counts):
    expanded = []
    for g, c in zip(grads, counts):
        expanded += [g] * c
    return np.mean(expanded, axis=0)

# %% right
accumulate = lambda micro_grads, sizes: sum(map(np.multiply, micro_grads, sizes)) / sum(sizes)

# %% right
def accumulate(micro_grads, sizes):
    result = micro_grads[0].copy() * sizes[0]
    for grad, size in zip(micro_grads[1:], sizes[1:]):
        result = result + grad * size
    result = result / sum(sizes)
    return result

# %% wrong: averages with equal weights
def accumulate(micro_grads, sizes):
    return np.mean(micro_grads, axis=0)

# %% wrong: averages with equal weights
def accumulate(micro_grads, sizes):
    return sum(micro_grads) / len(sizes)

# %% wrong: adds up without dividing
def accumulate(micro_grads, sizes):
    total = 0
    for g in micro_grads:
        total += g
    return total

# %% wrong: weights, but does not divide
def accumulate(micro_grads, sizes):
    return sum(g * s for g, s in zip(micro_grads, sizes))

# %% wrong: divides the weighted sum by the number of micro-batches
def accumulate(micro_grads, sizes):
    return np.mean([g * s for g, s in zip(micro_grads, sizes)], axis=0)

# %% wrong: divides the plain sum by the number of samples
def accumulate(micro_grads, sizes):
    return np.sum(micro_grads, axis=0) / np.sum(sizes)

# %% wrong: divides each array by its size
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for g, s in zip(micro_grads, sizes):
        total += g / s
    return total

# %% wrong: averages the arrays divided by their sizes
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for g, s in zip(micro_grads, sizes):
        total += g / s
    return total / len(sizes)

# %% wrong: the last micro-batch's share only
def accumulate(micro_grads, sizes):
    total = 0
    for g, s in zip(micro_grads, sizes):
        total = g * s
    return total / sum(sizes)

# %% wrong: the last micro-batch only
def accumulate(micro_grads, sizes):
    for g, s in zip(micro_grads, sizes):
        grad = g
    return grad

# %% wrong: unused parameter
def accumulate(micro_grads, sizes):
    return np.mean(micro_grads)

# %% wrong: TypeError
def accumulate(micro_grads, sizes):
    return np.average(micro_grads, weights=sizes)

# %% wrong: changes its input, and is wrong
def accumulate(micro_grads, sizes):
    total = micro_grads[0]
    for g, s in zip(micro_grads, sizes):
        total += g * s
    return total / sum(sizes)

# %% wrong: counts the first one twice
def accumulate(micro_grads, sizes):
    total = micro_grads[0] * sizes[0]
    for g, s in zip(micro_grads, sizes):
        total = total + g * s
    return total / sum(sizes)

# %% wrong: returns inside the loop
def accumulate(micro_grads, sizes):
    total = 0
    for g, s in zip(micro_grads, sizes):
        total += g * s
        return total / sum(sizes)

# %% wrong: printed instead of returning
def accumulate(micro_grads, sizes):
    total = 0
    for g, s in zip(micro_grads, sizes):
        total += g * s
    print(total / sum(sizes))

# %% wrong: TypeError
def accumulate(micro_grads, sizes):
    return sum(micro_grads * sizes) / sum(sizes)

# %% wrong: ValueError
def accumulate(micro_grads, sizes):
    grads = np.array(micro_grads)
    return (grads * np.array(sizes)).sum(0) / sum(sizes)

# %% wrong: weights by the largest size
def accumulate(micro_grads, sizes):
    return sum(g * s for g, s in zip(micro_grads, sizes)) / max(sizes)

# %% wrong: divides by the first size
def accumulate(micro_grads, sizes):
    size = sizes[0]
    return sum(g * s for g, s in zip(micro_grads, sizes)) / (size * len(micro_grads))

# %% wrong: a running mean of two at a time
def accumulate(micro_grads, sizes):
    grad = micro_grads[0]
    for g in micro_grads[1:]:
        grad = (grad + g) / 2
    return grad

# %% wrong: changes its input
def accumulate(micro_grads, sizes):
    for i in range(len(sizes)):
        micro_grads[i] *= sizes[i]
    return sum(micro_grads) / sum(sizes)

# %% wrong: wrong shape
def accumulate(micro_grads, sizes):
    return [g * s / sum(sizes) for g, s in zip(micro_grads, sizes)]

# %% wrong: leaves out the last one, and counts its samples
def accumulate(micro_grads, sizes):
    total = 0
    for i in range(len(sizes) - 1):
        total = total + micro_grads[i] * sizes[i]
    return total / sum(sizes)

# %% wrong: divides each array by its size
def accumulate(micro_grads, sizes):
    n = sum(sizes)
    return sum(g * (n / s) for g, s in zip(micro_grads, sizes)) / n

# %% wrong: divides twice
def accumulate(micro_grads, sizes):
    return sum(g * s for g, s in zip(micro_grads, sizes)) / (sum(sizes) * len(sizes))

# %% wrong: divides twice
def accumulate(micro_grads, sizes):
    total = 0
    for g, s in zip(micro_grads, sizes):
        total += g * s / sum(sizes)
    return total / len(sizes)

# %% wrong: (no diagnosis)
def accumulate(micro_grads, sizes):
    return sum(g * s // sum(sizes) for g, s in zip(micro_grads, sizes))

# %% wrong (held): divides the plain sum by the number of samples
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for g, n in zip(micro_grads, sizes):
        total = total + g
    return total / sum(sizes)

# %% equivalent: line 3: zip(micro_grads, sizes) → zip(sizes, micro_grads)
# The two of a pair are multiplied: which of them is which does not matter.

# %% wrong: leaves out the first micro-batch
def accumulate(micro_grads, sizes):
    total, n = np.zeros_like(micro_grads[0]), 0
    for i in range(1, len(sizes)):
        total += micro_grads[i] * sizes[i]
        n += sizes[i]
    return total / max(n, 1)

# %% wrong: leaves out the first one, and counts its samples
def accumulate(micro_grads, sizes):
    total = 0 * micro_grads[0]
    for i in range(1, len(sizes)):
        total = total + micro_grads[i] * sizes[i]
    return total / sum(sizes)

# %% wrong: the last micro-batch's share only
def accumulate(micro_grads, sizes):
    n = sum(sizes)
    for g, m in zip(micro_grads, sizes):
        mean = g * m / n
    return mean

# %% wrong: one size for all
def accumulate(micro_grads, sizes):
    for n in sizes:
        pass
    return sum(g * n for g in micro_grads) / sum(sizes)

# %% wrong: sorts the sizes
def accumulate(micro_grads, sizes):
    sizes = sorted(sizes)[::-1]
    return np.average(np.array(micro_grads), axis=0, weights=sizes)

# %% wrong: weights by the squares of the sizes
def accumulate(micro_grads, sizes):
    w = np.array(sizes) ** 2
    w = w / w.sum()
    return sum(a * g for a, g in zip(w, micro_grads))

# %% wrong: multiplies by the size twice
def accumulate(micro_grads, sizes):
    scaled = [g * n for g, n in zip(micro_grads, sizes)]
    return sum(s * n / sum(sizes) for s, n in zip(scaled, sizes))

# %% wrong (held): averages with equal weights
def accumulate(micro_grads, sizes):
    return sum(micro_grads) / len(micro_grads)

# %% wrong (held): weights, but does not divide
def accumulate(micro_grads, sizes):
    return sum(g * n for g, n in zip(micro_grads, sizes))

# %% wrong (developed): divides the weighted sum by the number of micro-batches
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for g, n in zip(micro_grads, sizes):
        total += g * n
    return total / len(sizes)

# %% wrong (developed): divides each array by its size
def accumulate(micro_grads, sizes):
    return sum(g / n for g, n in zip(micro_grads, sizes))

# %% wrong (developed): changes its input
def accumulate(micro_grads, sizes):
    total = micro_grads[0]
    total *= sizes[0]
    for g, n in zip(micro_grads[1:], sizes[1:]):
        total += g * n
    return total / sum(sizes)

# %% wrong (held): leaves out the first one, and counts its samples
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for i in range(1, len(sizes)):
        total += micro_grads[i] * sizes[i]
    return total / sum(sizes)

# %% wrong (held): one number instead of an array
def accumulate(micro_grads, sizes):
    return np.average([g.mean() for g in micro_grads], weights=sizes)

# %% wrong (developed): divides the plain sum by the number of samples
def accumulate(micro_grads, sizes):
    return sum(micro_grads) / sum(sizes)

# %% wrong (held): weights by the largest size
def accumulate(micro_grads, sizes):
    w = np.array(sizes) / max(sizes)
    return sum(wi * g for wi, g in zip(w, micro_grads)) / len(sizes)

# %% wrong (developed): unused parameter
def accumulate(micro_grads, sizes):
    total = micro_grads[0]
    for g in micro_grads[1:]:
        total += g
    return total / len(micro_grads)

# %% wrong (held): averages the arrays divided by their sizes
def accumulate(micro_grads, sizes):
    return np.mean([g / n for g, n in zip(micro_grads, sizes)], axis=0)

# %% right (held)
def accumulate(micro_grads, sizes):
    share = np.asarray(sizes) / np.sum(sizes)
    return np.tensordot(share, np.stack(micro_grads), axes=1)

# %% right (developed)
def accumulate(micro_grads, sizes):
    mean, seen = 0.0, 0
    for g, n in zip(micro_grads, sizes):
        seen += n
        mean = mean + (g - mean) * n / seen
    return mean

# %% wrong (developed): (no diagnosis)
def accumulate(micro_grads, sizes):
    total = np.zeros_like(micro_grads[0])
    for i in range(len(sizes) - 1):
        total += micro_grads[i] * sizes[i]
    return total / len(sizes)

# %% right (held)
def accumulate(micro_grads, sizes):
    return np.tensordot(np.asarray(sizes) / np.sum(sizes), np.stack(micro_grads), axes=1)

# %% right (developed)
def accumulate(micro_grads, sizes):
    per_sample = np.repeat(np.asarray(micro_grads, dtype=float), sizes, axis=0)
    return per_sample.mean(axis=0)

# %% wrong (developed): ValueError
def accumulate(micro_grads, sizes):
    grads = np.array(micro_grads)
    weights = np.array(sizes) / np.sum(sizes)
    return np.dot(weights, grads)

# %% wrong (developed): (no diagnosis)
def accumulate(micro_grads, sizes):
    whole = len(sizes) * sizes[0]
    result = np.zeros(micro_grads[0].shape)
    for i in range(len(micro_grads) - 1):
        result = result + micro_grads[i] * (sizes[i] / whole)
    return result

# %% wrong (held): divides the weighted sum by the number of micro-batches
def accumulate(micro_grads, sizes):
    acc = np.zeros_like(micro_grads[0])
    for g, n in zip(micro_grads, sizes):
        acc += g * n
    return acc / len(sizes)

# %% wrong (held): divides the plain sum by the number of samples
def accumulate(micro_grads, sizes):
    total = micro_grads[0]
    for i in range(1, len(micro_grads)):
        total += micro_grads[i]
    return total / sum(sizes)

# %% wrong (developed): changes its input, and is wrong
def accumulate(micro_grads, sizes):
    out = micro_grads[0]
    for g, n in zip(micro_grads, sizes):
        out += g * n
    return out

# %% wrong (developed): averages the arrays divided by their sizes
def accumulate(micro_grads, sizes):
    w = 1 / np.array(sizes)
    g = sum(wi * gi for wi, gi in zip(w, micro_grads))
    return g / len(micro_grads)

# %% right (developed)
def accumulate(micro_grads, sizes):
    return np.average(np.stack(micro_grads), axis=0, weights=sizes)
