import numpy as np

# %% wrong: leaves out the minus
def bce(probability, target):
    return np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

# %% wrong: does not clamp
def bce(probability, target):
    return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

# %% wrong: leaves out the second term
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p))

# %% wrong: sums instead of averaging
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: does not average
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: clamps at the low end only
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: adds 1e-7 instead of clamping
def bce(probability, target):
    eps = 1e-7
    return -np.mean(target * np.log(probability + eps) + (1 - target) * np.log(1 - probability + eps))

# %% wrong: does not clamp
def bce(probability, target):
    p = np.clip(probability, 0, 1)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong only with a probability of exactly 0 or 1 and with a … | clamps at the high end only
def bce(probability, target):
    p = np.clip(1e-7, 1 - 1e-7, probability)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: subtracts the second term
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) - (1 - target) * np.log(1 - p))

# %% wrong: subtracts the second term
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(-target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: arguments exchanged
def bce(probability, target):
    t = np.clip(target, 1e-7, 1 - 1e-7)
    return -np.mean(probability * np.log(t) + (1 - probability) * np.log(1 - t))

# %% wrong: base 2
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log2(p) + (1 - target) * np.log2(1 - p))

# %% wrong: base 10
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log10(p) + (1 - target) * np.log10(1 - p))

# %% wrong: sigmoid applied first
def bce(probability, target):
    p = 1 / (1 + np.exp(-probability))
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: not finite
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(target * p) + np.log((1 - target) * (1 - p)))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + 1 - target * np.log(1 - p))

# %% wrong: 1 − log p for log(1 − p)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * (1 - np.log(p)))

# %% wrong: ValueError
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    if target == 1:
        return -np.log(p)
    else:
        return -np.log(1 - p)

# %% wrong: every target but 1 counts as 0
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(np.where(target == 1, -np.log(p), -np.log(1 - p)))

# %% wrong: rounds the targets
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(np.where(target > 0.5, -np.log(p), -np.log(1 - p)))

# %% wrong: divides by the first axis only
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p)) / len(p)

# %% wrong: changes its input
def bce(probability, target):
    probability[probability < 1e-7] = 1e-7
    probability[probability > 1 - 1e-7] = 1 - 1e-7
    return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

# %% wrong: does not clamp
def bce(probability, target):
    np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

# %% wrong: divides by the first axis only
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -1 / len(p) * np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: clamps at 1e-15
def bce(probability, target):
    p = np.clip(probability, 1e-15, 1 - 1e-15)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: clamps at the low end only
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1e7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: clamps at the low end only
def bce(probability, target):
    p = np.maximum(probability, 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong only with a probability of exactly 0 or 1 and with a … | clamps p and 1 − p separately
def bce(probability, target):
    p = np.maximum(probability, 1e-7)
    q = np.maximum(1 - probability, 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(q))

# %% wrong: ValueError
def bce(probability, target):
    p = probability
    if p < 1e-7:
        p = 1e-7
    if p > 1 - 1e-7:
        p = 1 - 1e-7
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: TypeError
import math
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * math.log(p) + (1 - target) * math.log(1 - p))

# %% wrong: ValueError
def bce(probability, target):
    p = min(max(probability, 1e-7), 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong shape
def bce(probability, target):
    total = 0
    for p, t in zip(probability, target):
        p = np.clip(p, 1e-7, 1 - 1e-7)
        total -= t * np.log(p) + (1 - t) * np.log(1 - p)
    return total / len(probability)

# %% wrong: wrong only with targets between 0 and 1
def bce(probability, target):
    total = 0
    for p, t in zip(probability.flat, target.flat):
        p = max(1e-7, min(p, 1 - 1e-7))
        if t == 1:
            total -= np.log(p)
        elif t == 0:
            total -= np.log(1 - p)
    return total / probability.size

# %% wrong: wrong only with targets between 0 and 1
def bce(probability, target):
    total = 0
    for p, t in zip(probability.flat, target.flat):
        p = max(1e-7, min(p, 1 - 1e-7))
        if t:
            total -= np.log(p)
        else:
            total -= np.log(1 - p)
    return total / probability.size

# %% wrong: printed instead of returning
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    loss = -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))
    print(loss)

# %% wrong: not finite
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.log(-np.mean(target * p + (1 - target) * (1 - p)))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.log(np.mean(target * p + (1 - target) * (1 - p)))

# %% wrong: squared error
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean((probability - target) ** 2)

# %% wrong: not finite
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    p = np.round(p)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: half
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -0.5 * np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -(np.mean(target * np.log(p)) * np.mean((1 - target) * np.log(1 - p)))

# %% wrong: (no diagnosis)
def bce(probability, target):
    loss = -(target * np.log(probability) + (1 - target) * np.log(1 - probability))
    return np.mean(np.clip(loss, 1e-7, 1 - 1e-7))

# %% wrong: wrong only with a probability of exactly 0 or 1 and with a …
def bce(probability, target):
    loss = -(target * np.log(probability) + (1 - target) * np.log(1 - probability))
    return np.mean(np.nan_to_num(loss))

# %% wrong: log p in both terms
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(p))

# %% wrong: the two logarithms exchanged
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean((1 - target) * np.log(p) + target * np.log(1 - p))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    yes = -np.log(p[target == 1])
    no = -np.log(1 - p[target == 0])
    return np.mean(yes) + np.mean(no)

# %% wrong: wrong only with targets between 0 and 1
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    yes = -np.log(p[target == 1])
    no = -np.log(1 - p[target == 0])
    return (np.sum(yes) + np.sum(no)) / p.size

# %% wrong: not finite
def bce(probability, target):
    p = np.clip(probability, 1e7, 1 - 1e7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong only with a probability of exactly 0 or 1 and with a …
def bce(probability, target):
    p = np.clip(probability, 10e-7, 1 - 10e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong shape
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p), axis=0)

# %% wrong: ValueError
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.dot(target, np.log(p)) - np.dot(1 - target, np.log(1 - p)) / len(p)

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log1p(p) + (1 - target) * np.log1p(-p))

# %% wrong: leaves out the minus
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(np.abs(target * np.log(p) + (1 - target) * np.log(1 - p))) * -1

# %% wrong: parameters in another order
def bce(target, probability):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: NameError
def bce(probability, target):
    p = probability.clip(1e-7, 1 - 1e-7)
    return -np.mean(target * log(p) + (1 - target) * log(1 - p))

# %% wrong: wrong only with targets between 0 and 1 | every target but 0 counts as 1
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.where(target, np.log(p), np.log(1 - p)))

# %% wrong: wrong only with a probability of exactly 0 or 1 and with a …
def bce(probability, target):
    p = np.clip(probability, 1e-8, 1 - 1e-8)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    p = p / p.sum()
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: TypeError
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p), (1 - target) * np.log(1 - p))

# %% wrong: (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, min=1e-7, max=1 - 1e-7)
    t = np.clip(target, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))

# %% wrong: square
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(np.log(p) * target + np.log(1 - p) * (1 - target)) ** 2

# %% wrong: twice too large
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p)) * 2

# %% wrong: subtracts the second term
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p)) + np.mean((1 - target) * np.log(1 - p))

# %% wrong: log p in both terms | unused parameter
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p))

# %% wrong: the two logarithms exchanged
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(np.abs(target - p)))

# %% wrong: wrong only with targets between 0 and 1
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(1 - np.abs(target - p)))

# %% wrong: wrong only with a probability nearer to 0 or 1 than 1e-7
def bce(probability, target):
    probability = np.where(probability == 0, 1e-7, probability)
    probability = np.where(probability == 1, 1 - 1e-7, probability)
    return -np.mean(target * np.log(probability) + (1 - target) * np.log(1 - probability))

# %% wrong: limits the logarithms to −100
def bce(probability, target):
    return -np.mean(
        target * np.maximum(np.log(probability), -100)
        + (1 - target) * np.maximum(np.log(1 - probability), -100)
    )

# %% right
def bce(probability, target):
    total = 0.0
    for p, t in zip(probability.ravel(), target.ravel()):
        p = min(max(p, 1e-7), 1 - 1e-7)
        total -= t * np.log(p) + (1 - t) * np.log(1 - p)
    return total / probability.size

# %% right
import math
def bce(probability, target):
    def one(p, t):
        if p < 1e-7:
            p = 1e-7
        elif p > 1 - 1e-7:
            p = 1 - 1e-7
        return -(t * math.log(p) + (1 - t) * math.log(1 - p))
    values = [one(p, t) for p, t in zip(probability.flatten().tolist(), target.flatten().tolist())]
    return sum(values) / len(values)

# %% right
def bce(probability, target):
    p = probability.copy()
    p[p < 1e-7] = 1e-7
    p[p > 1 - 1e-7] = 1 - 1e-7
    q = 1 - p
    return np.mean(-target * np.log(p) - (1 - target) * np.log(q))

# %% right
def bce(p, y):
    eps = 1e-7
    p = np.minimum(np.maximum(p, eps), 1 - eps)
    return (np.sum(-y * np.log(p)) + np.sum(-(1 - y) * np.log(1 - p))) / np.prod(p.shape)

# %% right
def bce(probability, target):
    p = np.where(probability < 1e-7, 1e-7, np.where(probability > 1 - 1e-7, 1 - 1e-7, probability))
    return np.array(-(target * np.log(p) + (1 - target) * np.log1p(-p)).mean())

# %% right
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p ** target * (1 - p) ** (1 - target)))

# %% right
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    logit = np.log(p / (1 - p))
    return np.mean(-target * logit - np.log(1 - p))

# %% right
def bce(probability, target):
    p = np.clip(probability, 0.0000001, 0.9999999)
    return -np.average(target * np.log(p) + (1 - target) * np.log(1 - p)).item()

# %% right
def bce(probability, target):
    both = np.stack([1 - probability, probability])
    both = np.clip(both, 1e-7, 1 - 1e-7)
    weights = np.stack([1 - target, target])
    return -(weights * np.log(both)).sum() / target.size

# %% right
def bce(probability, target):
    p, t = np.clip(probability, 1e-7, 1 - 1e-7).ravel(), target.ravel()
    return -(t @ np.log(p) + (1 - t) @ np.log(1 - p)) / t.size

# %% right: by a loop
import math


def bce(probability, target):
    total = 0.0
    for p, t in zip(probability.ravel(), target.ravel(), strict=True):
        p = min(max(p, 1e-7), 1 - 1e-7)
        total -= t * math.log(p) + (1 - t) * math.log(1 - p)
    return total / target.size

# %% right: two means
def bce(p, t):
    p = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
    return (-t * np.log(p)).mean() + ((t - 1) * np.log1p(-p)).mean()

# %% right: from logits
def bce(p, t):
    p = p.clip(1e-7, 1 - 1e-7)
    logits = np.log(p) - np.log(1 - p)
    return np.mean(np.logaddexp(0, logits) - t * logits)

# %% right: each logarithm clamped
def bce(probability, target):
    log_p = np.log(np.clip(probability, 1e-7, 1 - 1e-7))
    log_q = np.log(np.clip(1 - probability, 1e-7, 1 - 1e-7))
    return -np.sum(target * log_p + (1 - target) * log_q) / target.size

# %% wrong (developed): leaves out the minus
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong (developed): clamps at 1e-12
def bce(probability, target):
    p = np.clip(probability, 1e-12, 1 - 1e-12)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong (held): arguments exchanged
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    t = np.clip(target, 1e-7, 1 - 1e-7)
    return -np.mean(p * np.log(t) + (1 - p) * np.log(1 - t))

# %% wrong (developed): rounds the targets
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.mean(np.where(target > 0.5, np.log(p), np.log(1 - p)))

# %% wrong (held): leaves out the second term
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return -np.sum(target * np.log(p))

# %% wrong (held): sigmoid applied first
def bce(probability, target):
    p = 1 / (1 + np.exp(-probability))
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% right (held)
def bce(probability, target):
    p = probability.clip(1e-7, 1 - 1e-7)
    return -(target * np.log(p) + (1 - target) * np.log1p(-p)).mean()

# %% right (held)
import math
def bce(probability, target):
    losses = []
    for p, t in zip(probability.flat, target.flat):
        p = min(max(p, 1e-7), 1 - 1e-7)
        losses.append(-t * math.log(p) - (1 - t) * math.log(1 - p))
    return np.mean(losses)

# %% right (developed)
def bce(probability, target):
    eps = 1e-7
    p = np.minimum(np.maximum(probability, eps), 1 - eps).reshape(-1)
    t = target.reshape(-1)
    return -(t @ np.log(p) + (1 - t) @ np.log(1 - p)) / t.size

# %% right (developed)
def bce(probability, target):
    lo = 1e-7
    p = np.minimum(np.maximum(probability, lo), 1 - lo)
    return -np.average(np.stack([np.log(p), np.log(1 - p)]) * np.stack([target, 1 - target])) * 2

# %% wrong (developed): (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    return np.mean(target * np.log2(p) + (1 - target) * np.log2(1 - p))

# %% right (held)
def bce(probability, target):
    p = np.minimum(np.maximum(probability, 1e-7), 1 - 1e-7)
    return float(np.mean(-np.log(p) - (1 - target) * (np.log1p(-p) - np.log(p))))

# %% wrong (held): sums instead of averaging
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    loss = target * np.log(p) + (1 - target) * np.log(1 - p)
    return -loss.sum()

# %% wrong (held): (no diagnosis)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    loss = target * np.log2(p) + (1 - target) * np.log(1 - p)
    return -loss.mean()

# %% wrong (held): sums instead of averaging
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    loss = target * np.log2(p) + (1 - target) * np.log(1 - p)
    return -loss.sum()

# %% wrong (held): (no diagnosis) | sums instead of averaging
def bce(probability, target):
    p = np.clip(probability, 1e-3, 1 - 1e-3)
    loss = target * np.log(p) + (1 - target) * np.log(1 - p)
    return -loss.sum()

# %% right (held)
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    surprise = np.stack([-np.log(p), -np.log1p(-p)])
    shares = np.stack([target, 1 - target])
    return float(np.average(surprise, weights=shares))

# %% wrong (developed): (no diagnosis)
def bce(probability, target):
    def clamp(value):
        return min(max(value, 1e-8), 1 - 1e-7)

    losses = []
    for p, t in zip(np.ravel(probability), np.ravel(target)):
        p = clamp(float(p))
        losses.append(-t * np.log(p) - (1 - t) * np.log(1 - p))
    return float(np.median(losses))

# %% wrong (developed): clamps at the low end only
def bce(probability, target):
    p = np.maximum(probability, 1e-7)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = target * np.log(p) + (1 - target) * np.log(1 - p)
    return -terms.mean()

# %% wrong (developed): every target but 1 counts as 0
def bce(probability, target):
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    losses = np.where(target == 1, -np.log(p), -np.log(1 - p))
    return losses.mean()

# %% wrong (developed): adds 1e-7 instead of clamping
def bce(probability, target):
    eps = 1e-7
    return -np.mean(target * np.log(probability + eps) + (1 - target) * np.log(1 - probability + eps))

# %% right (developed)
def bce(probability, target):
    p = np.minimum(np.maximum(probability, 1e-7), 1 - 1e-7)
    return np.mean(-np.log(p) * target - np.log1p(-p) * (1 - target))
