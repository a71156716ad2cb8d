import numpy as np

# %% wrong: squares the errors
def mae(predicted, target):
    return np.mean((predicted - target) ** 2)

# %% wrong: averages before taking the absolute value
def mae(predicted, target):
    return np.abs(np.mean(predicted - target))

# %% wrong: keeps the sign
def mae(predicted, target):
    return np.mean(predicted - target)

# %% wrong: sums instead of averaging
def mae(predicted, target):
    return np.sum(np.abs(predicted - target))

# %% wrong: does not average
def mae(predicted, target):
    return np.abs(predicted - target)

# %% wrong: takes the median
def mae(predicted, target):
    return np.median(np.abs(predicted - target))

# %% wrong: keeps the sign
def mae(predicted, target):
    return np.mean(np.abs(predicted) - np.abs(target))

# %% wrong: divides by the first axis only
def mae(predicted, target):
    return np.abs(predicted - target).sum() / len(predicted)

# %% wrong: averages before taking the absolute value
def mae(predicted, target):
    return abs(predicted.mean() - target.mean())

# %% wrong: takes the root of the mean square
def mae(predicted, target):
    return np.sqrt(np.mean((predicted - target) ** 2))

# %% wrong: NameError
def mae(predicted, target):
    return np.mean(math.fabs(predicted - target))

# %% wrong: ValueError
def mae(predicted, target):
    diff = predicted - target
    if diff < 0:
        diff = -diff
    return np.mean(diff)

# %% wrong: (no diagnosis) | drops negative errors
def mae(predicted, target):
    diff = predicted - target
    diff[diff < 0] = 0
    return np.mean(diff)

# %% wrong: wrong sign
def mae(predicted, target):
    diff = predicted - target
    diff = np.where(diff < 0, diff, -diff)
    return np.mean(diff)

# %% wrong: averages over the first axis only
def mae(predicted, target):
    total = 0
    for p, t in zip(predicted, target):
        total += abs(p - t)
    return total / len(predicted)

# %% wrong: (no diagnosis) | drops negative errors
def mae(predicted, target):
    total = 0
    for p, t in zip(predicted.ravel(), target.ravel()):
        total += p - t if p > t else 0
    return total / predicted.size

# %% wrong: squares the errors
def mae(predicted, target):
    return mse(predicted, target)

# %% wrong: takes the root of the mean square
def mae(predicted, target):
    return np.sqrt(mse(predicted, target))

# %% wrong: square
def mae(predicted, target):
    return np.mean(np.abs(predicted - target)) ** 2

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.mean(abs(predicted + target))

# %% wrong: ValueError
def mae(predicted, target):
    return np.linalg.norm(predicted - target, 1) / predicted.size

# %% wrong: AxisError
def mae(predicted, target):
    return np.absolute(predicted - target).mean(axis=1)

# %% wrong: not finite
def mae(predicted, target):
    return np.mean(np.abs(predicted - target) / np.abs(target))

# %% wrong: half
def mae(predicted, target):
    return 0.5 * np.mean(np.abs(predicted - target))

# %% wrong: changes its input
def mae(predicted, target):
    predicted -= target
    return np.abs(predicted).mean()

# %% wrong: averages before taking the absolute value
def mae(predicted, target):
    return np.abs(np.sum(predicted - target)) / predicted.size

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.mean(np.max(predicted - target, 0))

# %% wrong: (no diagnosis) | drops negative errors
def mae(predicted, target):
    return np.mean(np.maximum(predicted - target, 0))

# %% wrong: keeps the sign
def mae(predicted, target):
    return np.mean(-(predicted - target))

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.mean(predicted - abs(target))

# %% wrong: takes the largest error
def mae(predicted, target):
    return np.max(np.abs(predicted - target))

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.mean(np.sign(predicted - target))

# %% wrong: returns inside the loop
def mae(predicted, target):
    errors = []
    for p, t in zip(predicted.flat, target.flat):
        errors.append(abs(p - t))
        return np.mean(errors)

# %% wrong: returned a function
def mae(predicted, target):
    return np.abs(predicted - target).mean

# %% wrong: changes its input, and is wrong
def mae(predicted, target):
    return np.mean(np.abs(predicted, target))

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.mean([abs(p - t) for p in predicted for t in target])

# %% wrong: averages before taking the absolute value
def mae(predicted, target):
    return np.sqrt(np.mean(predicted - target) ** 2)

# %% wrong: not finite
def mae(predicted, target):
    return np.mean(np.sqrt(predicted ** 2 - target ** 2))

# %% wrong: sums instead of averaging
def mae(predicted, target):
    return np.sum(np.abs(predicted - target)) / 2

# %% wrong: (no diagnosis)
def mae(predicted, target):
    return np.sum(np.abs(predicted - target)) / (predicted.size - 1)

# %% wrong: ValueError
def mae(predicted, target):
    return max(abs(predicted - target))

# %% wrong: averages over the first axis only
def mae(predicted, target):
    return sum(abs(predicted - target)) / len(predicted)

# %% wrong: keeps the sign
def mae(predicted, target):
    d = predicted - target
    if d.any() < 0:
        d = -d
    return d.mean()

# %% wrong: keeps the sign
def mae(predicted, target):
    d = predicted - target
    if (d < 0).any():
        d = -d
    return d.mean()

# %% wrong: averages before taking the absolute value
def mae(predicted, target):
    return abs(np.mean(abs(predicted)) - np.mean(abs(target)))

# %% right
def mae(predicted, target):
    total = 0.0
    for p, t in zip(predicted.flatten(), target.flatten()):
        if p > t:
            total += p - t
        else:
            total += t - p
    return total / predicted.size

# %% right
def mae(predicted, target):
    return np.mean(np.sqrt((predicted - target) ** 2))

# %% right
def mae(predicted, target):
    e = predicted - target
    return np.mean(e * np.sign(e))

# %% right
def mae(predicted, target):
    e = predicted - target
    e[e < 0] *= -1
    return e.mean().item()

# %% right
def mae(predicted, target):
    return sum(map(abs, (predicted - target).flatten().tolist())) / len(predicted.flatten())

# %% right
def mae(predicted, target):
    return np.linalg.norm((predicted - target).ravel(), ord=1) / predicted.size

# %% right
def mae(predicted, target):
    e = predicted - target
    return (e[e > 0].sum() - e[e < 0].sum()) / e.size

# %% right
def mae(predicted, target):
    return np.mean(np.max([predicted - target, target - predicted], axis=0))

# %% right
import math
def mae(predicted, target):
    return math.fsum(math.fabs(x) for x in np.nditer(predicted - target)) / predicted.size

# %% right
def mae(predicted, target):
    from functools import reduce
    return reduce(lambda a, b: a + abs(b), (predicted - target).ravel(), 0.0) / predicted.size

# %% right: by comprehension
def mae(predicted, target):
    return sum(abs(p - t) for p, t in zip(predicted.flat, target.flat, strict=True)) / predicted.size

# %% right: with np.where
def mae(a, b):
    return np.where(a > b, a - b, b - a).mean().item()

# %% right: of larger and smaller
def mae(predicted, target):
    return (np.maximum(predicted, target) - np.minimum(predicted, target)).sum() / np.prod(predicted.shape)

# %% wrong (held): averages before taking the absolute value
def mae(predicted, target):
    return abs(np.mean(predicted - target))

# %% wrong (held): sums instead of averaging
def mae(predicted, target):
    return sum(abs(p - t) for p, t in zip(predicted.flatten(), target.flatten()))

# %% wrong (developed): keeps the sign
def mae(predicted, target):
    return np.mean(target - predicted)

# %% wrong (held): whole numbers
def mae(predicted, target):
    return np.abs(predicted - target).sum() // predicted.size

# %% wrong (developed): divides by the first axis only
def mae(predicted, target):
    return np.abs(predicted - target).sum() / len(target)

# %% wrong (developed): keeps the sign | sums instead of averaging
def mae(predicted, target):
    return np.sum(predicted - target)

# %% wrong (held): (no diagnosis)
def mae(predicted, target):
    return np.mean((predicted - target) ** 2, axis=0)

# %% right (developed)
def mae(predicted, target):
    d = predicted - target
    return np.where(d < 0, -d, d).mean()

# %% right (developed)
def mae(predicted, target):
    return np.mean(np.maximum(predicted, target) - np.minimum(predicted, target))

# %% right (developed)
import math
def mae(predicted, target):
    return math.fsum(map(abs, (predicted - target).flat)) / target.size

# %% right (developed)
def mae(predicted, target):
    total, n = 0.0, 0
    for p, t in zip(predicted.flat, target.flat):
        total += max(p - t, t - p)
        n += 1
    return total / n

# %% wrong (developed): (no diagnosis)
def mae(predicted, target):
    return np.sum(np.abs(predicted) - np.abs(target))

# %% wrong (held): averages over the first axis only
def mae(predicted, target):
    return np.mean(np.abs(predicted - target), axis=0)

# %% right (held)
def mae(predicted, target):
    p, t = np.ravel(predicted), np.ravel(target)
    return sum(max(a, b) - min(a, b) for a, b in zip(p, t)) / len(p)

# %% wrong (held): divides by the first axis only
def mae(predicted, target):
    d = np.abs(predicted - target)
    n = len(d)
    return d.sum() / n

# %% wrong (held): (no diagnosis)
def mae(predicted, target):
    d = np.abs(predicted - target)
    n = len(d)
    return d.max() / n

# %% right (held)
import math


def mae(predicted, target):
    gap = np.maximum(predicted, target) - np.minimum(predicted, target)
    return math.fsum(gap.ravel().tolist()) / gap.size

# %% wrong (held): averages before taking the absolute value
def mae(predicted, target):
    errors = (predicted - target).ravel()
    acc = 0.0
    for e in errors:
        acc += e
    return abs(acc) / len(errors)

# %% right (held)
import statistics
def mae(predicted, target):
    return statistics.fmean(abs(a - b) for a, b in zip(predicted.flat, target.flat))
