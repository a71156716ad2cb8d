import numpy as np

# %% wrong: decides once, by the mean error
def smooth_l1(predicted, target, beta=1.0):
    small = mae(predicted, target) < beta
    return np.where(small, mse(predicted, target) / (2 * beta), mae(predicted, target) - beta / 2)

# %% wrong: wrong only where an error is exactly beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    out = np.zeros_like(d)
    out[d < beta] = d[d < beta] ** 2 / (2 * beta)
    out[d > beta] = d[d > beta] - beta / 2
    return out.mean()

# %% wrong: wrong only where an error is exactly beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean((d <= beta) * d ** 2 / (2 * beta) + (d >= beta) * (d - beta / 2))

# %% wrong: decides once, by the mean error
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    if np.mean(d) < beta:
        return np.mean(d ** 2 / (2 * beta))
    return np.mean(d - beta / 2)

# %% wrong: does not divide by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta)

# %% wrong: Huber with delta 1, divided by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target) / beta

# %% wrong: wrong only with a beta other than 1 | multiplies by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta) * beta

# %% wrong: squared part multiplied by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / 2 * beta, d - beta / 2))

# %% wrong: no ½ in the squared part
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / beta, d - beta / 2))

# %% wrong: squared part not divided by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / 2, d - beta / 2))

# %% wrong: subtracts 0.5 rather than beta/2
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - 0.5))

# %% wrong: compares the error with its sign
def smooth_l1(predicted, target, beta=1.0):
    d = predicted - target
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2))

# %% wrong: sums instead of averaging
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.sum(np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2))

# %% wrong: parts exchanged
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d > beta, d ** 2 / (2 * beta), d - beta / 2))

# %% wrong: no −beta/2 in the straight part
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d))

# %% wrong: wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), beta * (d - beta / 2)))

# %% wrong: wrong shape
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.where(d < beta, d ** 2 / (2 * beta), d - beta / 2).mean(axis=0)

# %% wrong: ignores beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < 1, d ** 2 / 2, d - 0.5))

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    if np.any(d < beta):
        return np.mean(d ** 2 / (2 * beta))
    else:
        return np.mean(d - beta / 2)

# %% wrong: ValueError
def smooth_l1(predicted, target, beta=1.0):
    total = 0
    for p, t in zip(predicted, target):
        d = abs(p - t)
        if d < beta:
            total += d ** 2 / (2 * beta)
        else:
            total += d - beta / 2
    return total / len(predicted)

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    return mae(predicted, target) - beta / 2

# %% wrong: does not round the corner
def smooth_l1(predicted, target, beta=1.0):
    return mae(predicted, target)

# %% wrong: divided by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted / beta, target / beta)

# %% wrong: wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, delta=1 / beta)

# %% wrong: divided by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, delta=beta) / beta ** 2

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d + beta / 2))

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, d ** 2 / (2 * beta), d - beta))

# %% wrong: squared part divided by beta twice
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, (d / beta) ** 2 / 2, d - beta / 2))

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta) - beta

# %% wrong: returned nothing
def smooth_l1(predicted, target, beta=1.0):
    huber(predicted, target, beta) / beta

# %% wrong: ValueError
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    loss = np.empty(d.shape)
    loss[d < beta] = d ** 2 / (2 * beta)
    loss[d >= beta] = d - beta / 2
    return loss.mean()

# %% wrong: NameError
def smooth_l1(predicted, target, beta=1.0):
    return torch.nn.functional.smooth_l1_loss(predicted, target, beta=beta)

# %% wrong: does not divide by beta
def smooth_l1(predicted, target, beta=1.0):
    return 0.5 * huber(predicted, target, beta)

# %% wrong: does not divide by beta
def smooth_l1(predicted, target, delta=1.0):
    return huber(predicted, target, delta)

# %% wrong: whole numbers
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta) // beta

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    if np.median(d) < beta:
        return np.mean(d ** 2 / (2 * beta))
    return np.mean(d - beta / 2)

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    if d.sum() < beta:
        return np.mean(d ** 2 / (2 * beta))
    return np.mean(d - beta / 2)

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    if d.flat[0] < beta:
        return np.mean(d ** 2 / (2 * beta))
    return np.mean(d - beta / 2)

# %% wrong: (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta) / huber(predicted, target)

# %% right
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    d[d < beta] = d[d < beta] ** 2 / (2 * beta)
    d[d >= beta] = d[d >= beta] - beta / 2
    return d.mean()

# %% right
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, delta=beta) / beta

# %% right
def smooth_l1(predicted, target, beta=1.0):
    return beta * huber(predicted / beta, target / beta)

# %% right
def smooth_l1(predicted, target, beta=1.0):
    total = 0.0
    for d in np.abs(predicted - target).flat:
        if d < beta:
            total += d * d / 2 / beta
        else:
            total += d - 0.5 * beta
    return total / predicted.size

# %% right
def smooth_l1(x, y, b=1.0):
    d = abs(x - y)
    return np.where(d <= b, d ** 2 / (2 * b), d - b / 2).mean().item()

# %% right
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    round_part = np.minimum(d, beta)
    return np.mean(d - round_part + round_part ** 2 / (2 * beta))

# %% right
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    mask = d < beta
    d[mask] **= 2
    d[mask] /= 2 * beta
    d[~mask] -= beta / 2
    return np.array(d.mean())

# %% right
def smooth_l1(predicted, target, beta=1.0):
    pieces = [
        d**2 / (2 * beta) if d < beta else d - beta / 2 for d in np.abs(predicted - target).ravel()
    ]
    return np.mean(pieces)

# %% right
def smooth_l1(predicted, target, beta=1.0):
    def one(d):
        if d < beta:
            return d ** 2 / (2 * beta)
        return d - beta / 2
    return sum(one(d) for d in np.abs(predicted - target).flatten()) / np.size(target)

# %% right
def smooth_l1(predicted, target, beta=1.0):
    return np.mean(mae(predicted, target)) - np.mean(
        np.maximum(
            0,
            np.minimum(np.abs(predicted - target), beta)
            - np.minimum(np.abs(predicted - target), beta) ** 2 / (2 * beta),
        )
    )

# %% right: by a loop
import math


def smooth_l1(predicted, target, beta=1.0):
    total = 0
    for p, t in zip(predicted.flat, target.flat, strict=True):
        d = math.fabs(p - t)
        total += d**2 / beta / 2 if d < beta else d - beta / 2
    return total / predicted.size

# %% right: from huber
def huber_with_a_mask(predicted, target, delta=1.0):
    e = predicted - target
    small = np.abs(e) <= delta
    out = np.empty_like(e)
    out[small] = e[small] ** 2 / 2
    out[~small] = delta * (np.abs(e[~small]) - delta / 2)
    return out.mean()


def smooth_l1(predicted, target, beta=1.0):
    return huber_with_a_mask(predicted, target, beta) / beta

# %% right: without a condition
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    near = np.minimum(d, beta)
    return (near**2 / (2 * beta) + d - near).mean()

# %% right (held)
def smooth_l1(predicted, target, beta=1.0):
    total = 0.0
    for d in np.abs(np.ravel(predicted) - np.ravel(target)):
        total += d * d / beta / 2 if d < beta else d - beta / 2
    return total / np.size(predicted)

# %% wrong (held): squared part multiplied by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = d ** 2 / 2 * beta
    linear = d - beta / 2
    return np.mean(np.where(d < beta, quadratic, linear))

# %% wrong (held): (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = d ** 2 / (2 * beta)
    linear = d - beta
    return np.mean(np.where(d < beta, quadratic, linear))

# %% wrong (held): wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = d ** 2 / (2 * beta)
    linear = d - beta / 2
    return np.mean(np.where(d < 1, quadratic, linear))

# %% wrong (held): wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = d ** 2 / 2 * beta
    linear = d - beta / 2
    return np.mean(np.where(d < 1, quadratic, linear))

# %% wrong (held): (no diagnosis)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = d ** 2 / (2 * beta)
    linear = d - beta
    return np.mean(np.where(d < 1, quadratic, linear))

# %% equivalent: line 3: distance < beta → distance <= beta
# Where the distance is exactly at the corner, both parts give the same value.

# %% wrong (developed): wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    return beta * huber(predicted, target, beta)

# %% wrong (held): divided by beta
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, beta) / beta ** 2

# %% wrong (held): squared part not divided by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.mean(np.where(d < beta, 0.5 * d ** 2, d - beta))

# %% wrong (held): sums instead of averaging | does not divide by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.sum(np.where(d <= beta, 0.5 * d ** 2, beta * (d - beta / 2)))

# %% right (developed)
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    out = d - 0.5 * beta
    out[d < beta] = 0.5 * d[d < beta] ** 2 / beta
    return float(np.average(out))

# %% right (developed)
def smooth_l1(predicted, target, beta=1.0):
    errors = np.abs(predicted - target).ravel()
    return sum(e * e / (2 * beta) if e < beta else e - beta / 2 for e in errors) / len(errors)

# %% right (developed)
def smooth_l1(predicted, target, beta=1.0):
    d = abs(predicted - target)
    inside = d < beta
    out = d - beta / 2
    out[inside] = d[inside] ** 2 / 2 / beta
    return out.sum() / out.size

# %% wrong (developed): squared part multiplied by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.sum(np.where(d < beta, d ** 2 / 2 * beta, d - beta / 2))

# %% wrong (held): squared part not divided by beta
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.where(d < beta, 0.5 * d ** 2, d - 0.5 * beta).mean()

# %% wrong (held): wrong only with a beta other than 1
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    return np.where(d < 1.0, 0.5 * d ** 2 / beta, d - 0.5 * beta).mean()

# %% wrong (developed): no ½ in the squared part
def smooth_l1(predicted, target, beta=1.0):
    d = abs(predicted - target)
    out = np.zeros_like(d)
    out[d < beta] = d[d < beta] ** 2 / beta
    out[d >= beta] = d[d >= beta]
    return float(out.mean())

# %% wrong (held): squared part not divided by beta
def smooth_l1(predicted, target, beta=1.0):
    total = 0.0
    for p, t in zip(predicted.flatten(), target.flatten()):
        d = abs(p - t)
        if d < beta:
            total += 0.5 * d * d
        else:
            total += d - beta / 2
    return total / predicted.size

# %% right (held)
def smooth_l1(predicted, target, beta=1.0):
    return huber(predicted, target, delta=beta) / beta

# %% wrong: averages the two parts separately, an empty one as 0
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    near, far = d[d < beta], d[d >= beta]
    loss = 0.0
    if len(near) > 0:
        loss = loss + (0.5 * near ** 2 / beta).mean()
    if len(far) > 0:
        loss = loss + (far - 0.5 * beta).mean()
    return loss

# %% wrong: averages the two parts separately
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    small = d < beta
    return (0.5 * d[small] ** 2 / beta).mean() + (d[~small] - 0.5 * beta).mean()
