import numpy as np

# %% right: a double loop
def average_gradients(worker_grads):
    result = []
    for p in range(len(worker_grads[0])):
        total = np.zeros_like(worker_grads[0][p])
        for w in range(len(worker_grads)):
            total += worker_grads[w][p]
        result.append(total / len(worker_grads))
    return result

# %% right: a mean over a stack
def average_gradients(worker_grads):
    return [np.stack(grads).mean(axis=0) for grads in zip(*worker_grads)]

# %% right: worker by worker
def average_gradients(worker_grads):
    n = len(worker_grads)
    total = [g / n for g in worker_grads[0]]
    for grads in worker_grads[1:]:
        total = [t + g / n for t, g in zip(total, grads)]
    return total

# %% right
def average_gradients(worker_grads):
    return list(map(lambda *g: sum(g) / len(g), *worker_grads))

# %% right
def average_gradients(worker_grads):
    return [np.mean(g, axis=0) for g in zip(*worker_grads)]

# %% right
def average_gradients(worker_grads):
    return tuple(np.add.reduce(g) / len(worker_grads) for g in zip(*worker_grads))

# %% right
def average_gradients(worker_grads):
    import copy
    total = copy.deepcopy(worker_grads[0])
    for w in worker_grads[1:]:
        for i, g in enumerate(w):
            total[i] = total[i] + g
    for i in range(len(total)):
        total[i] = total[i] / len(worker_grads)
    return total

# %% right
def average_gradients(workers):
    out = []
    for i, first in enumerate(workers[0]):
        s = first.astype(float)
        for other in workers[1:]:
            s = s + other[i]
        out.append(s * (1 / len(workers)))
    return out

# %% right
average_gradients = lambda wg: [np.array(g).sum(0) / len(wg) for g in zip(*wg)]

# %% wrong: adds up without dividing
def average_gradients(worker_grads):
    return [sum(g) for g in zip(*worker_grads)]

# %% wrong: divides by the number of parameters
def average_gradients(worker_grads):
    return [sum(g) / len(worker_grads[0]) for g in zip(*worker_grads)]

# %% wrong: ValueError
def average_gradients(worker_grads):
    return np.mean(worker_grads, axis=0)

# %% wrong: the first worker only
def average_gradients(worker_grads):
    return worker_grads[0]

# %% wrong: the last worker only
def average_gradients(worker_grads):
    for grads in worker_grads:
        result = grads
    return result

# %% wrong: one number for each parameter
def average_gradients(worker_grads):
    return [np.mean(g) for g in zip(*worker_grads)]

# %% wrong: ValueError
def average_gradients(worker_grads):
    return [sum(grads) / len(grads) for grads in worker_grads]

# %% wrong: averages within each worker
def average_gradients(worker_grads):
    return [np.mean([np.mean(g) for g in grads]) for grads in worker_grads]

# %% wrong: changes the workers' arrays
def average_gradients(worker_grads):
    total = worker_grads[0]
    for grads in worker_grads[1:]:
        for i in range(len(total)):
            total[i] += grads[i]
    return [t / len(worker_grads) for t in total]

# %% wrong: a running mean of two at a time
def average_gradients(worker_grads):
    total = list(worker_grads[0])
    for grads in worker_grads[1:]:
        for i in range(len(total)):
            total[i] = (total[i] + grads[i]) / 2
    return total

# %% wrong: always divides by 2
def average_gradients(worker_grads):
    return [sum(g) / 2 for g in zip(*worker_grads)]

# %% wrong: the first parameter only
def average_gradients(worker_grads):
    result = []
    for g in zip(*worker_grads):
        result.append(sum(g) / len(worker_grads))
        return result

# %% wrong: leaves out the last worker
def average_gradients(worker_grads):
    n = len(worker_grads)
    result = [np.zeros_like(g) for g in worker_grads[0]]
    for w in range(n - 1):
        for p in range(len(result)):
            result[p] += worker_grads[w][p] / n
    return result

# %% wrong: leaves out the first worker
def average_gradients(worker_grads):
    n = len(worker_grads)
    result = [np.zeros_like(g) for g in worker_grads[0]]
    for w in range(1, n):
        for p in range(len(result)):
            result[p] += worker_grads[w][p] / n
    return result

# %% wrong: (no diagnosis)
def average_gradients(worker_grads):
    n = len(worker_grads)
    total = [np.zeros_like(g) for g in worker_grads[0]]
    for grads in worker_grads:
        for t, g in zip(total, grads):
            t = t + g
    return [t / n for t in total]

# %% wrong: the same mean on every worker
def average_gradients(worker_grads):
    mean = [sum(g) / len(g) for g in zip(*worker_grads)]
    return [mean for _ in worker_grads]

# %% wrong: returned nothing
def average_gradients(worker_grads):
    mean = [sum(g) / len(g) for g in zip(*worker_grads)]
    for grads in worker_grads:
        for i, m in enumerate(mean):
            grads[i] = m

# %% wrong: changes the workers' arrays
def average_gradients(worker_grads):
    mean = [sum(g) / len(g) for g in zip(*worker_grads)]
    for grads in worker_grads:
        for i, m in enumerate(mean):
            grads[i][...] = m
    return mean

# %% wrong: returned a generator
def average_gradients(worker_grads):
    return (sum(g) / len(worker_grads) for g in zip(*worker_grads))

# %% wrong: ValueError
def average_gradients(worker_grads):
    return [np.concatenate(g) / len(worker_grads) for g in zip(*worker_grads)]

# %% wrong: AxisError
def average_gradients(worker_grads):
    return [np.mean(g, axis=1) for g in zip(*worker_grads)]

# %% wrong: TypeError
def average_gradients(worker_grads):
    return sum(worker_grads) / len(worker_grads)

# %% wrong: (no diagnosis)
def average_gradients(worker_grads):
    return [np.median(g, axis=0) for g in zip(*worker_grads)]

# %% wrong: (no diagnosis)
def average_gradients(worker_grads):
    return [sum(g) // len(worker_grads) for g in zip(*worker_grads)]

# %% wrong: divides by the number of workers less one
def average_gradients(worker_grads):
    n = len(worker_grads) - 1
    return [sum(g) / n for g in zip(*worker_grads)]

# %% wrong: wrong shape
def average_gradients(worker_grads):
    return np.concatenate([(sum(g) / len(g)).ravel() for g in zip(*worker_grads)])

# %% wrong: divides by one worker too few
def average_gradients(worker_grads):
    n = len(worker_grads)
    return [sum(gs) / (n - 1 if n > 1 else 1) for gs in zip(*worker_grads)]

# %% wrong: divides by one worker too many
def average_gradients(worker_grads):
    n = 1
    total = [np.zeros_like(g) for g in worker_grads[0]]
    for grads in worker_grads:
        total = [t + g for t, g in zip(total, grads)]
        n += 1
    return [t / n for t in total]

# %% wrong: the parameters in reverse order
def average_gradients(worker_grads):
    out = []
    for gs in zip(*worker_grads):
        out.insert(0, sum(gs) / len(gs))
    return out

# %% wrong: the last worker's share only
def average_gradients(worker_grads):
    for grads in worker_grads:
        out = [g / len(worker_grads) for g in grads]
    return out

# %% wrong: divides the last worker's gradients only
def average_gradients(worker_grads):
    out = []
    for p in range(len(worker_grads[0])):
        total = 0
        for w in range(len(worker_grads) - 1):
            total = total + worker_grads[w][p]
        out.append(total + worker_grads[-1][p] / len(worker_grads))
    return out

# %% wrong (held): adds up without dividing
def average_gradients(worker_grads):
    return [sum(gs) for gs in zip(*worker_grads)]

# %% wrong (developed): divides by the number of parameters
def average_gradients(worker_grads):
    n = len(worker_grads[0])
    return [sum(gs) / n for gs in zip(*worker_grads)]

# %% wrong (developed): one number for each parameter
def average_gradients(worker_grads):
    return [np.mean(gs) for gs in zip(*worker_grads)]

# %% wrong (held): averages within each worker
def average_gradients(worker_grads):
    return [np.mean([g.mean() for g in grads]) for grads in worker_grads]

# %% wrong (held): changes the workers' arrays
def average_gradients(worker_grads):
    result = worker_grads[0]
    for grads in worker_grads[1:]:
        for i, g in enumerate(grads):
            result[i] += g
    return [r / len(worker_grads) for r in result]

# %% wrong (held): ValueError
def average_gradients(worker_grads):
    return list(np.mean(worker_grads, axis=0))

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    return [g / len(worker_grads) for g in worker_grads[0]]

# %% wrong (developed): leaves out the last worker
def average_gradients(worker_grads):
    k = len(worker_grads)
    out = []
    for i in range(len(worker_grads[0])):
        total = np.zeros_like(worker_grads[0][i])
        for w in range(k - 1):
            total += worker_grads[w][i]
        out.append(total / k)
    return out

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    return [(a + b) / 2 for a, b in zip(worker_grads[0], worker_grads[-1])]

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    return [np.median(np.stack(gs), axis=0) for gs in zip(*worker_grads)]

# %% wrong (developed): adds up without dividing
def average_gradients(worker_grads):
    first = worker_grads[0]
    for other in worker_grads[1:]:
        for a, b in zip(first, other):
            a += b
    return first

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    out = [g.copy() for g in worker_grads[0]]
    for grads in worker_grads:
        for o, g in zip(out, grads):
            o += g
    return [o / len(out) for o in out]

# %% right (held)
def average_gradients(worker_grads):
    return [np.stack(gs).mean(axis=0) for gs in zip(*worker_grads)]

# %% right (held)
def average_gradients(worker_grads):
    result = [np.zeros_like(g) for g in worker_grads[0]]
    for grads in worker_grads:
        for r, g in zip(result, grads, strict=True):
            r += g / len(worker_grads)
    return result

# %% right (held)
from functools import reduce
def average_gradients(worker_grads):
    add = lambda left, right: [a + b for a, b in zip(left, right)]
    return [total / len(worker_grads) for total in reduce(add, worker_grads)]

# %% wrong (developed): wrong only where a parameter is a single number
def average_gradients(worker_grads):
    k = len(worker_grads)
    out = [np.array(g, dtype=float) / k for g in worker_grads[0]]
    for other in worker_grads[1:]:
        for o, g in zip(out, other):
            o += g / k
    return out

# %% wrong (developed): changes the workers' arrays
def average_gradients(worker_grads):
    total = worker_grads[0]
    for other in worker_grads[1:]:
        for i, g in enumerate(other):
            total[i] = total[i] + g
    return [t / len(worker_grads) for t in total]

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    n = len(worker_grads[0])
    return [sum(w[i] for w in worker_grads[1:]) / n for i in range(n)]

# %% right (held)
def average_gradients(worker_grads):
    return [np.mean(np.stack(same), axis=0) for same in zip(*worker_grads, strict=True)]

# %% wrong (held): divides by the number of parameters
def average_gradients(worker_grads):
    n = len(worker_grads[0])
    result = []
    for i in range(len(worker_grads[0])):
        total = worker_grads[0][i].copy()
        for w in worker_grads[1:]:
            total += w[i]
        result.append(total / n)
    return result

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    n = len(worker_grads)
    result = []
    for i in range(len(worker_grads[0])):
        total = worker_grads[0][i].copy()
        for w in worker_grads:
            total += w[i]
        result.append(total / n)
    return result

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    n = len(worker_grads[0])
    result = []
    for i in range(len(worker_grads[0])):
        total = worker_grads[0][i].copy()
        for w in worker_grads[1:]:
            total -= w[i]
        result.append(total / n)
    return result

# %% wrong (held): (no diagnosis)
def average_gradients(worker_grads):
    n = len(worker_grads)
    result = []
    for i in range(len(worker_grads[0])):
        total = worker_grads[0][i].copy()
        for w in worker_grads:
            total -= w[i]
        result.append(total / n)
    return result

# %% right (developed)
def average_gradients(worker_grads):
    shapes = [np.shape(g) for g in worker_grads[0]]
    flat = np.array([np.concatenate([np.ravel(g) for g in grads]) for grads in worker_grads])
    mean = np.ones(len(flat)) @ flat / len(flat)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(mean, ends[:-1]), shapes)]

# %% wrong (developed): changes the workers' arrays
def average_gradients(worker_grads):
    n = len(worker_grads)
    avg = worker_grads[0]
    for grads in worker_grads[1:]:
        for i, g in enumerate(grads):
            avg[i] = avg[i] + g
    return [a / n for a in avg]

# %% wrong (developed): divides by the number of parameters
def average_gradients(worker_grads):
    total = [g.copy() for g in worker_grads[0]]
    for w in worker_grads[1:]:
        for t, g in zip(total, w):
            t += g
    return [t / len(total) for t in total]

# %% right (developed)
def average_gradients(worker_grads):
    return [np.mean(g, axis=0) for g in zip(*worker_grads)]
