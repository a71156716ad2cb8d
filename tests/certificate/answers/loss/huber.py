import numpy as np

# %% wrong: wrong only where an error is exactly delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    out = np.zeros_like(d)
    out[d < delta] = d[d < delta] ** 2 / 2
    out[d > delta] = delta * (d[d > delta] - delta / 2)
    return out.mean()

# %% wrong: wrong only where an error is exactly delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean((d <= delta) * d ** 2 / 2 + (d >= delta) * delta * (d - delta / 2))

# %% wrong: decides once, by the mean error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if d.mean() < delta:
        return (d ** 2 / 2).mean()
    return (delta * (d - delta / 2)).mean()

# %% wrong: no ½ in the squared part
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2, delta * (d - delta / 2)))

# %% wrong: does not average
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2))

# %% wrong: ValueError
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if d <= delta:
        return np.mean(d ** 2 / 2)
    else:
        return np.mean(delta * (d - delta / 2))

# %% wrong: compares the error with its sign
def huber(predicted, target, delta=1.0):
    d = predicted - target
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: sums instead of averaging
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.sum(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: parts exchanged
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d > delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: ignores delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= 1, d ** 2 / 2, d - 0.5))

# %% wrong: subtracts 0.5 rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d - delta / 2))

# %% wrong: straight part not multiplied by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, d - delta / 2))

# %% wrong: no −delta/2 in the straight part
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d))

# %% wrong: subtracts delta rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta)))

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.mean(np.abs(predicted - target))
    if d <= delta:
        return d ** 2 / 2
    return delta * (d - delta / 2)

# %% wrong: ValueError
def huber(predicted, target, delta=1.0):
    total = 0
    for p, t in zip(predicted, target):
        d = abs(p - t)
        if d <= delta:
            total += d ** 2 / 2
        else:
            total += delta * (d - delta / 2)
    return total / len(predicted)

# %% wrong: sums instead of averaging
def huber(predicted, target, delta=1.0):
    total = 0
    for p, t in zip(predicted.flat, target.flat):
        d = abs(p - t)
        if d <= delta:
            total += d ** 2 / 2
        else:
            total += delta * (d - delta / 2)
    return total

# %% wrong: averages the two parts separately
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d[d <= delta]
    large = d[d > delta]
    return np.mean(small ** 2 / 2) + np.mean(delta * (large - delta / 2))

# %% wrong: wrong only with a delta other than 1
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    d[d <= delta] = d[d <= delta] ** 2 / 2
    d[d > delta] = delta * (d[d > delta] - delta / 2)
    return d.mean()

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    d[d > delta] = delta * (d[d > delta] - delta / 2)
    d[d <= delta] = d[d <= delta] ** 2 / 2
    return d.mean()

# %% wrong: straight for every error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.minimum(d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: squares every error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.maximum(d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: subtracts 0.5 rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - 1 / 2)))

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, 1 // 2 * d ** 2, delta * (d - delta / 2)))

# %% wrong: limits the error, then squares
def huber(predicted, target, delta=1.0):
    d = np.clip(np.abs(predicted - target), 0, delta)
    return np.mean(d ** 2 / 2)

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d <= delta
    return np.mean(d ** 2 / 2 * small + delta * (d - delta / 2))

# %% wrong: wrong parameters
def huber(predicted, target, delta):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: another default
def huber(predicted, target, delta=0.5):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: divides by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < delta, d ** 2 / (2 * delta), d - delta / 2))

# %% wrong: squares every error
def huber(predicted, target, delta=1.0):
    if abs(predicted - target).all() <= delta:
        return 0.5 * mse(predicted, target)
    else:
        return delta * (mae(predicted, target) - 0.5 * delta)

# %% wrong: straight for all unless all are small
def huber(predicted, target, delta=1.0):
    if np.max(np.abs(predicted - target)) <= delta:
        return 0.5 * mse(predicted, target)
    return delta * (mae(predicted, target) - 0.5 * delta)

# %% wrong: ValueError
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    out = []
    for e in d:
        if e <= delta:
            out.append(0.5 * e ** 2)
        else:
            out.append(delta * (e - 0.5 * delta))
    return np.mean(out)

# %% wrong: returns inside the loop
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    for e in d.flat:
        if e <= delta:
            return 0.5 * e ** 2
        else:
            return delta * (e - 0.5 * delta)

# %% wrong: returned nothing on some paths
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if (d <= delta).all():
        return np.mean(d ** 2 / 2)
    if (d > delta).all():
        return np.mean(delta * (d - delta / 2))

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, np.mean(d ** 2) / 2, delta * (np.mean(d) - delta / 2)))

# %% wrong: straight for all unless all are small
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(d ** 2 / 2 if np.all(d <= delta) else delta * (d - delta / 2))

# %% wrong: compares the square with delta
def huber(predicted, target, delta=1.0):
    d = (predicted - target) ** 2
    return np.mean(np.where(d <= delta, d / 2, delta * (np.sqrt(d) - delta / 2)))

# %% wrong: d itself for small errors
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d * 2 / 2, delta * (d - delta / 2)))

# %% wrong: subtracts 0.5 rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2, 2 * delta * d - delta))

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2, d))

# %% wrong: the smooth pseudo-Huber loss
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return delta ** 2 * (np.mean(np.sqrt(1 + (d / delta) ** 2)) - 1)

# %% wrong: decides once, by the mean error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if np.mean(d) <= delta:
        return np.mean(d ** 2) / 2
    else:
        return delta * (np.mean(d) - delta / 2)

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d + delta / 2)))

# %% wrong: wrong parameters
def huber(y_hat, y, *, delta_=None, delta=1.0):
    d = np.abs(y_hat - y)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: squared for all if any is small
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if (d <= delta).any():
        return (d ** 2 / 2).mean()
    return (delta * (d - delta / 2)).mean()

# %% wrong: squares every error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d.any() <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% wrong: squares every error
def huber(predicted, target, delta=1.0):
    if delta == 1.0:
        return mse(predicted, target) / 2
    return mae(predicted, target)

# %% wrong: subtracts 0.5 rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, 1/2 * d ** 2, delta * d - 1/2 * delta))

# %% wrong: TypeError
def huber(predicted, target, delta=1.0):
    return np.mean(
        [
            0.5 * d**2 if d <= delta else delta * (d - 0.5 * delta)
            for d in predicted.flat - target.flat
        ]
    )

# %% wrong: compares the error with its sign
def huber(predicted, target, delta=1.0):
    return np.mean(
        [0.5 * d**2 if d <= delta else delta * (d - 0.5 * delta) for d in (predicted - target).flat]
    )

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    total = 0
    for e in d.flat:
        if e <= delta:
            total = total + 0.5 * e ** 2
        if e > delta:
            total = delta * (e - 0.5 * delta)
    return total / d.size

# %% wrong: wrong shape
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.where(
        d <= delta, 0.5 * mse(predicted, target), delta * (mae(predicted, target) - delta / 2)
    )

# %% wrong: divides by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2))) / delta

# %% wrong: divides by delta
def huber(predicted, target, delta=1.0):
    return smooth_l1(predicted, target, delta)

# %% wrong: (no diagnosis)
def huber(predicted, target, delta=1.0):
    return 0.5 * mse(predicted, target) + delta * mae(predicted, target)

# %% right
def huber(predicted, target, delta=1.0):
    losses = []
    for p, t in zip(predicted.ravel(), target.ravel()):
        d = abs(p - t)
        losses.append(0.5 * d * d if d < delta else delta * (d - 0.5 * delta))
    return sum(losses) / len(losses)

# %% right
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    inner = np.minimum(d, delta)
    return np.mean(0.5 * inner ** 2 + delta * (d - inner))

# %% right
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d <= delta
    out = np.zeros_like(d)
    out[small] = d[small] ** 2 / 2
    out[~small] = delta * d[~small] - delta ** 2 / 2
    return out.mean()

# %% right
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = (d <= delta).astype(float)
    return np.mean(small * d ** 2 / 2 + (1 - small) * delta * (d - delta / 2))

# %% right
def huber(a, b, d=1.0):
    e = a - b
    return np.select([e < -d, e > d], [d * (-e - d / 2), d * (e - d / 2)], e * e / 2).mean()

# %% right
def huber(predicted, target, delta=1.0):
    d = abs(predicted - target)
    return np.piecewise(
        d, [d <= delta, d > delta], [lambda x: x**2 / 2, lambda x: delta * (x - delta / 2)]
    ).mean()

# %% right
def huber(predicted, target, delta=1.0):
    f = np.vectorize(lambda d: d * d / 2 if d <= delta else delta * (d - delta / 2))
    return float(np.average(f(np.abs(predicted - target))))

# %% right
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d[d <= delta]
    large = d[d > delta]
    return (np.sum(small ** 2 / 2) + np.sum(delta * (large - delta / 2))) / d.size

# %% right
def huber(predicted, target, delta=1):
    d = np.clip(predicted - target, -delta, delta)
    return np.mean(d * (predicted - target) - d ** 2 / 2)

# %% right
def huber(predicted, target, delta=1.0):
    if np.ndim(predicted) > 1:
        return np.mean([huber(p, t, delta) for p, t in zip(predicted, target)])
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * (d - delta / 2)))

# %% right
def huber(predicted, target, delta=1.0):
    return delta * smooth_l1(predicted, target, delta)

# %% right: by a loop
def huber(predicted, target, delta=1.0):
    losses = []
    for p, t in zip(predicted.ravel().tolist(), target.ravel().tolist(), strict=True):
        d = abs(p - t)
        if d < delta:
            losses.append(0.5 * d * d)
        else:
            losses.append(delta * d - 0.5 * delta**2)
    return sum(losses) / len(losses)

# %% right: with a mask
def huber(predicted, target, delta=1.0):
    e = predicted - target
    small = np.abs(e) <= delta
    out = np.empty_like(e)
    out[small] = e[small] ** 2 / 2
    out[~small] = delta * (np.abs(e[~small]) - delta / 2)
    return out.mean()

# %% right: without a condition
def huber(y, t, threshold=1.0):
    d = np.abs(y - t)
    near = np.minimum(d, threshold)
    return np.mean(near**2 / 2 + threshold * (d - near))

# %% wrong (held): no ½ in the squared part
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d ** 2
    large = delta * (d - 0.5 * delta)
    return np.where(d <= delta, small, large).mean()

# %% wrong (held): straight part not multiplied by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = 0.5 * d ** 2
    large = d - 0.5 * delta
    return np.where(d <= delta, small, large).mean()

# %% wrong (held): sums instead of averaging
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = 0.5 * d ** 2
    large = delta * (d - 0.5 * delta)
    return np.where(d <= delta, small, large).sum()

# %% wrong (held): straight part not multiplied by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = 0.5 * d ** 2
    large = d - 0.5 * delta
    return np.where(d <= delta, small, large).sum()

# %% equivalent: line 3: distance <= delta → distance < delta
# Where the distance is exactly at the corner, both parts give the same value.

# %% wrong (developed): compares the error with its sign
def huber(predicted, target, delta=1.0):
    d = predicted - target
    return np.mean(np.where(d <= delta, 0.5 * d ** 2, delta * (np.abs(d) - 0.5 * delta)))

# %% wrong (held): straight part not multiplied by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, 0.5 * d ** 2, d - delta / 2))

# %% wrong (held): parts exchanged
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.where(d > delta, 0.5 * d ** 2, delta * (d - 0.5 * delta)).mean()

# %% wrong (held): decides once, by the mean error
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    if d.mean() <= delta:
        return np.mean(0.5 * d ** 2)
    return np.mean(delta * (d - 0.5 * delta))

# %% wrong (developed): sums instead of averaging
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small = d <= delta
    return np.sum(0.5 * d[small] ** 2) + np.sum(delta * (d[~small] - 0.5 * delta))

# %% wrong (developed): ignores delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= 1, 0.5 * d ** 2, d - 0.5))

# %% wrong (developed): subtracts delta rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, 0.5 * d ** 2, delta * (d - delta)))

# %% wrong (developed): no ½ in the squared part
def huber(predicted, target, delta=1.0):
    d = predicted - target
    return np.mean(np.where(np.abs(d) <= delta, d ** 2, delta * (d - delta / 2)))

# %% wrong (developed): no −delta/2 in the straight part
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d)) / 2

# %% wrong (developed): no ½ in the squared part
def huber(predicted, target, delta=1.0):
    total = 0
    for p, t in zip(predicted.flatten(), target.flatten()):
        d = abs(p - t)
        if d <= delta:
            total += d ** 2
        else:
            total += delta * (d - delta / 2)
    return total

# %% right (developed)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    q = np.minimum(d, delta)
    return np.mean(q * (d - q / 2))

# %% right (developed)
def huber(predicted, target, delta=1.0):
    d = abs(predicted - target)
    return np.piecewise(d, [d <= delta, d > delta], [lambda u: u * u / 2, lambda u: delta * (u - delta / 2)]).mean()

# %% right (developed)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    q = np.minimum(d, delta)
    return (0.5 * q * q + delta * (d - q)).mean()

# %% wrong (held): divides by delta
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.where(d < delta, 0.5 * d ** 2 / delta, d - 0.5 * delta).mean()

# %% wrong (held): wrong only with a delta other than 1
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2 / 2, delta * d - 0.5))

# %% wrong (held): no −delta/2 in the straight part
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d <= delta, d ** 2, delta * d))

# %% right (held)
def huber(predicted, target, delta=1.0):
    error = predicted - target
    within = np.clip(error, -delta, delta)
    return float(np.average(within * (error - within / 2)))

# %% wrong (developed): (no diagnosis)
def huber(predicted, target, delta=1.0):
    costs = []
    for p, t in zip(np.ravel(predicted), np.ravel(target)):
        d = abs(p - t)
        if d > delta:
            costs.append(d * d)
        else:
            costs.append(delta * (d - delta / 2))
    return sum(costs) / len(costs)

# %% wrong: subtracts delta rather than delta/2
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    return float(np.where(d <= delta, d ** 2 / 2, delta * (d - delta)).mean())

# %% wrong: subtracts delta rather than delta/2
def huber(predicted, target, delta=1.0):
    total = 0.0
    for a, b in zip(predicted.ravel(), target.ravel()):
        d = abs(a - b)
        total += 0.5 * d * d if d <= delta else delta * d - delta * delta
    return total / predicted.size

# %% wrong (developed): wrong only with a delta other than 1
def huber(predicted, target, delta=1.0):
    r = np.abs(predicted - target)
    small = np.minimum(r, delta)
    large = r - small
    return float(np.mean(0.5 * small ** 2 + large))

# %% right (held)
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    c = d.clip(max=delta)
    return np.average(c * (d - c / 2))

# %% wrong (developed): compares the error with its sign
def huber(predicted, target, delta=1.0):
    e = predicted - target
    return np.mean(np.where(e <= delta, e ** 2 / 2, delta * (np.abs(e) - delta / 2)))

# %% wrong: averages the two parts separately, an empty one as 0
def huber(predicted, target, delta=1.0):
    d = np.abs(predicted - target)
    small, large = d[d <= delta], d[d > delta]
    loss = 0.0
    if small.size:
        loss += np.mean(small ** 2 / 2)
    if large.size:
        loss += np.mean(delta * (large - delta / 2))
    return loss

# %% wrong (developed): the smooth pseudo-Huber loss
import numpy as np

def huber(predicted, target, delta=1.0):
    residual = (predicted - target) / delta
    return float(np.mean(delta ** 2 * (np.sqrt(1 + residual ** 2) - 1)))
