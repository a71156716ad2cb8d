import numpy as np

# %% wrong: wrong only with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    return np.mean(target * np.log1p(np.exp(-logits)) + (1 - target) * np.log1p(np.exp(logits)))

# %% wrong: logarithm of a computed sigmoid
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: clamps the sigmoid
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return bce(p, target)

# %% wrong: no sigmoid
def bce_with_logits(logits, target):
    return bce(logits, target)

# %% wrong: overflows for very negative logits
def bce_with_logits(logits, target):
    return np.mean(logits - logits * target + np.log(1 + np.exp(-logits)))

# %% wrong: overflows for very large logits
def bce_with_logits(logits, target):
    return np.mean(np.log(1 + np.exp(logits)) - logits * target)

# %% wrong: exp(−x) for exp(−|x|)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(-logits)))

# %% wrong: exp(|x|) for exp(−|x|)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(np.abs(logits))))

# %% wrong: the largest of each column for max(x, 0)
def bce_with_logits(logits, target):
    return np.mean(np.max(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: ValueError
def bce_with_logits(logits, target):
    return np.mean(max(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: does not average
def bce_with_logits(logits, target):
    return np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits)))

# %% wrong: sums instead of averaging
def bce_with_logits(logits, target):
    return np.sum(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: adds x·t
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) + logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target - np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.minimum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis) | log1p of 1 + …
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(1 + np.exp(-np.abs(logits))))

# %% wrong: leaves out the logarithm of the exponential
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log(np.exp(-np.abs(logits))))

# %% wrong: wrong shape
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target) + np.log1p(np.exp(-np.abs(logits)))

# %% wrong: exp(−x) for exp(−|x|)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-logits)))

# %% wrong: wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    logits = np.clip(logits, -500, 500)
    p = 1 / (1 + np.exp(-logits))
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong only with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    logits = np.clip(logits, -500, 500)
    return np.mean(np.log(1 + np.exp(-logits)) + (1 - target) * logits)

# %% wrong: logarithm of a computed sigmoid
def bce_with_logits(logits, target):
    p = np.where(logits > 0, 1 / (1 + np.exp(-logits)), np.exp(logits) / (1 + np.exp(logits)))
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: sigmoid with the wrong sign | clamps the sigmoid
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(logits))
    return bce(p, target)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    p = np.exp(logits) / np.sum(np.exp(logits))
    return bce(p, target)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    p = np.tanh(logits)
    return bce(p, target)

# %% wrong: (no diagnosis) | adds 1e-7 instead of clamping
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return -np.mean(target * np.log(p + 1e-7) + (1 - target) * np.log(1 - p + 1e-7))

# %% wrong: leaves out the second term
def bce_with_logits(logits, target):
    return np.mean(-np.log(1 / (1 + np.exp(-logits))) * target)

# %% wrong: divides by the first axis only
def bce_with_logits(logits, target):
    total = 0
    for x, t in zip(logits.flat, target.flat):
        total += max(x, 0) - x * t + np.log(1 + np.exp(-abs(x)))
    return total / len(logits)

# %% wrong: ValueError
def bce_with_logits(logits, target):
    total = 0
    for x, t in zip(logits, target):
        total += max(x, 0) - x * t + np.log(1 + np.exp(-abs(x)))
    return total / len(logits)

# %% wrong: ValueError
def bce_with_logits(logits, target):
    if logits > 0:
        return np.mean(logits - logits * target + np.log1p(np.exp(-logits)))
    else:
        return np.mean(-logits * target + np.log1p(np.exp(logits)))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(
        np.where(
            logits > 0,
            logits - logits * target + np.log1p(np.exp(-logits)),
            logits * target + np.log1p(np.exp(logits)),
        )
    )

# %% wrong: squared error of the sigmoid
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return np.mean((p - target) ** 2)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log2(1 + np.exp(-np.abs(logits))))

# %% wrong: exp(|x|) for exp(−|x|)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(np.abs(-logits))))

# %% wrong: wrong shape
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))), axis=-1)

# %% wrong: wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return np.mean(np.nan_to_num(-target * np.log(p) - (1 - target) * np.log(1 - p)))

# %% wrong: wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    loss = -(target * np.log(p) + (1 - target) * np.log(1 - p))
    loss[np.isnan(loss)] = 0
    return loss.mean()

# %% wrong: wrong only with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    logits[logits < -700] = -700
    return np.mean(np.log1p(np.exp(-logits)) + (1 - target) * logits)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    x = logits - np.max(logits)
    return np.mean(np.log1p(np.exp(-x)) + (1 - target) * x)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.logaddexp(0, logits)) - np.mean(logits) * np.mean(target)

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return -np.mean(target * logits + (1 - target) * (1 - logits))

# %% wrong: ValueError
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits @ target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(0, 1 - target * logits))

# %% wrong: x for max(x, 0)
def bce_with_logits(logits, target):
    yes = np.log1p(np.exp(-np.abs(logits)))
    no = yes + logits
    return np.mean(target * yes + (1 - target) * no)

# %% wrong: sigmoid of −x
def bce_with_logits(logits, target):
    return np.mean(-np.minimum(logits, 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.exp(-np.abs(logits)))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(-np.abs(target))))

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(max(logits.max(), 0) - logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong: wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: not finite
def bce_with_logits(logits, target):
    p = 1 / 1 + np.exp(-logits)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong: applies the sigmoid twice
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return np.mean(np.maximum(p, 0) - p * target + np.log1p(np.exp(-np.abs(p))))

# %% wrong: wrong only with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    return np.mean(
        target * np.log1p(np.exp(-logits)) + (1 - target) * (np.log1p(np.exp(-logits)) + logits)
    )

# %% wrong: (no diagnosis)
def bce_with_logits(logits, target):
    loss = np.zeros_like(logits)
    loss[logits > 0] = (logits - logits * target + np.log1p(np.exp(-logits)))[logits > 0]
    loss[logits < 0] = (-logits * target + np.log1p(np.exp(logits)))[logits < 0]
    return loss.mean()

# %% right: logaddexp
def bce_with_logits(logits, target):
    return np.mean(np.logaddexp(0, logits) - logits * target)

# %% right
def bce_with_logits(logits, target):
    total = 0.0
    for x, t in zip(logits.ravel(), target.ravel()):
        if x >= 0:
            total += x - x * t + np.log1p(np.exp(-x))
        else:
            total += -x * t + np.log1p(np.exp(x))
    return total / logits.size

# %% right
import math


def bce_with_logits(logits, target):
    return (
        math.fsum(
            max(x, 0) - x * t + math.log1p(math.exp(-abs(x)))
            for x, t in zip(logits.flat, target.flat)
        )
        / logits.size
    )

# %% right
def bce_with_logits(logits, target):
    def softplus(z):
        return np.where(z > 0, z, 0) + np.log(1 + np.exp(-abs(z)))
    return (target * softplus(-logits) + (1 - target) * softplus(logits)).mean()

# %% right
def bce_with_logits(x, t):
    m = np.maximum(-x, 0)
    return np.mean(x - x * t + m + np.log(np.exp(-m) + np.exp(-x - m)))

# %% right
def bce_with_logits(logits, target):
    pairs = np.stack([np.zeros(logits.size), logits.ravel()], axis=1)
    logp = log_softmax(pairs)
    t = target.ravel()
    return -np.mean(t * logp[:, 1] + (1 - t) * logp[:, 0])

# %% right
def bce_with_logits(logits, target):
    relu = logits * (logits > 0)
    return np.asarray(np.average(relu - logits * target + np.log1p(np.exp(-np.abs(logits)))))

# %% right
def bce_with_logits(logits, target):
    out = np.empty_like(logits)
    big = logits > 0
    out[big] = logits[big] * (1 - target[big]) + np.log1p(np.exp(-logits[big]))
    out[~big] = -logits[~big] * target[~big] + np.log1p(np.exp(logits[~big]))
    return out.mean()

# %% right
def bce_with_logits(logits, target):
    with np.errstate(over="ignore"):
        naive = np.log1p(np.exp(logits))
    return np.mean(np.where(logits > 30, logits, naive) - logits * target)

# %% right: two terms
def bce_with_logits(logits, target):
    return (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits)).mean()

# %% right: with np.where
def bce_with_logits(x, t):
    positive = x - x * t + np.log(1 + np.exp(-x))  # both sides are computed, one of them overflows
    negative = -x * t + np.log(1 + np.exp(x))
    return float(np.mean(np.where(x >= 0, positive, negative)))

# %% right: by a loop
import math


def bce_with_logits(logits, target):
    losses = []
    for x, t in zip(logits.flat, target.flat, strict=True):
        small = math.exp(-abs(x))
        losses.append((x if x > 0 else 0) - x * t + math.log(1 + small))
    return np.average(losses)

# %% wrong (developed): NameError
def bce_with_logits(logits, target):
    p = sigmoid(logits)
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong (held): overflows for very large logits
def bce_with_logits(logits, target):
    return np.mean(np.log(1 + np.exp(logits)) - target * logits)

# %% wrong (held): exp(|x|) for exp(−|x|)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * target + np.log1p(np.exp(np.abs(logits))))

# %% wrong (held): leaves out max(x, 0)
def bce_with_logits(logits, target):
    return np.mean(-logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% wrong (held): sums instead of averaging
def bce_with_logits(logits, target):
    return np.sum(np.logaddexp(0, logits) - target * logits)

# %% wrong (developed): leaves out max(x, 0)
def bce_with_logits(logits, target):
    return np.sum(np.log1p(np.exp(-np.abs(logits))) - logits * target)

# %% wrong (developed): leaves out the second term
def bce_with_logits(logits, target):
    return np.mean(target * np.log(1 + np.exp(-logits)))

# %% wrong (held): (no diagnosis)
def bce_with_logits(logits, target):
    return np.mean(np.maximum(logits, 0) - logits * (1 - target) + np.log1p(np.exp(-np.abs(logits))) * 2)

# %% right (held)
def bce_with_logits(logits, target):
    softplus = np.where(logits > 0, logits, 0) + np.log1p(np.exp(-abs(logits)))
    return np.mean(softplus - target * logits)

# %% right (developed)
import math
def bce_with_logits(logits, target):
    def softplus(z):
        return z + math.log1p(math.exp(-z)) if z > 0 else math.log1p(math.exp(z))
    vals = [softplus(z) - t * z for z, t in zip(logits.ravel(), target.ravel())]
    return sum(vals) / len(vals)

# %% wrong (developed): clamps the sigmoid
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-logits))
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(target * np.log(p) + (1 - target) * np.log(1 - p))

# %% wrong (developed): overflows for very large logits
def bce_with_logits(logits, target):
    return np.mean(np.log1p(np.exp(logits)) - logits * target)

# %% wrong (held): leaves out max(x, 0)
def bce_with_logits(logits, target):
    return np.sum(-logits * target + np.log1p(np.exp(-np.abs(logits))))

# %% right (held)
def bce_with_logits(logits, target):
    return float(np.average(np.logaddexp(0, logits) - logits * target))

# %% wrong (held): (no diagnosis)
def bce_with_logits(logits, target):
    softplus = np.log1p(np.exp(-np.abs(logits)))
    loss = np.minimum(logits, 0) - logits * target + softplus
    return loss.mean()

# %% wrong (held): adds x·t
def bce_with_logits(logits, target):
    softplus = np.log(np.exp(-np.abs(logits)))
    loss = np.maximum(logits, 0) + logits * target + softplus
    return loss.mean()

# %% right (held)
def bce_with_logits(logits, target):
    yes = np.logaddexp(0.0, -logits)
    no = np.logaddexp(0.0, logits)
    return float(np.mean(no + target * (yes - no)))

# %% wrong (developed): adds x·t
def bce_with_logits(logits, target):
    relu_part = np.maximum(logits, 0)
    log_part = np.log1p(np.exp(-np.abs(logits)))
    return float(np.mean(relu_part + logits * target + log_part))

# %% right (held)
def bce_with_logits(logits, target):
    return np.mean(np.logaddexp(0, logits) - logits * target)

# %% wrong (developed): wrong only with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    p = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return -np.mean(target * np.log(p) + (1 - target) * np.log1p(-p))

# %% wrong (held): exp(−x) for exp(−|x|)
def bce_with_logits(logits, target):
    per = np.maximum(logits, 0) - logits * target + np.log(1 + np.exp(-logits))
    return per.sum()

# %% wrong: wrong only with logits above 10, with logits as large as 50, with logits as large as 1000 and with logits of thousands
def bce_with_logits(logits, target):
    z = np.clip(logits, -10, 10)
    return np.mean(np.logaddexp(0, z) - z * target)
