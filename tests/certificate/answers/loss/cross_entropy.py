import numpy as np

# %% wrong: exponentials overflow before they are divided
def cross_entropy(logits, target):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(target)), target]))

# %% wrong: not finite | logarithm of the logits
def cross_entropy(logits, target):
    return -np.mean(np.log(logits[np.arange(len(target)), target]))

# %% wrong: no softmax
def cross_entropy(logits, target):
    return nll(logits, target)

# %% wrong: not finite | logarithm of the logits
def cross_entropy(logits, target):
    return nll(np.log(logits), target)

# %% wrong: leaves out the minus
def cross_entropy(logits, target):
    return -nll(log_softmax(logits), target)

# %% wrong: no logarithm
def cross_entropy(logits, target):
    return nll(np.exp(log_softmax(logits)), target)

# %% wrong: twice too large
def cross_entropy(logits, target):
    return nll(log_softmax(log_softmax(logits)), target) * 2

# %% wrong: AxisError
def cross_entropy(logits, target):
    return log_softmax(nll(logits, target))

# %% wrong: applies softmax twice
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    return nll(log_softmax(p), target)

# %% wrong: picks whole columns
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.mean(lp[:, target])

# %% wrong: sums instead of averaging
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.sum(lp[np.arange(len(target)), target])

# %% wrong: does not average
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -lp[np.arange(len(target)), target]

# %% wrong: averages over the classes too
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    one_hot = np.eye(logits.shape[1])[target]
    return -np.mean(lp * one_hot)

# %% wrong: leaves out the minus
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return np.mean(lp[np.arange(len(target)), target])

# %% wrong: ValueError
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.mean(target * lp)

# %% wrong: wrong shape
def cross_entropy(logits, target):
    return log_softmax(logits) * nll(logits, target)

# %% wrong: TypeError
def cross_entropy(logits, target):
    return nll(log_softmax(logits, target))

# %% wrong: IndexError
def cross_entropy(logits, target):
    return nll(target, log_softmax(logits))

# %% wrong: wrong shape
def cross_entropy(logits, target):
    return log_softmax(logits) + nll(logits, target)

# %% wrong: (no diagnosis) | sigmoid instead of softmax
def cross_entropy(logits, target):
    p = 1 / (1 + np.exp(-logits))
    return nll(np.log(p), target)

# %% wrong: one question for each class
def cross_entropy(logits, target):
    return bce_with_logits(logits, np.eye(logits.shape[1])[target])

# %% wrong: binary cross-entropy of each class
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    one_hot = np.eye(logits.shape[1])[target]
    return bce(p, one_hot)

# %% wrong: wrong only where the logits of a row differ by 1000 and …
def cross_entropy(logits, target):
    p = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum(axis=1, keepdims=True)
    return nll(np.log(p), target)

# %% wrong: logarithm of a computed softmax
def cross_entropy(logits, target):
    x = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return nll(np.log(p), target)

# %% wrong: clamps the probability at 1e-12
def cross_entropy(logits, target):
    x = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return nll(np.log(p + 1e-12), target)

# %% wrong: clamps the probability at 1e-7
def cross_entropy(logits, target):
    x = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return nll(np.log(np.clip(p, 1e-7, 1 - 1e-7)), target)

# %% wrong: (no diagnosis) | sums over the whole array
def cross_entropy(logits, target):
    x = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(x) / np.exp(x).sum()
    return nll(np.log(p), target)

# %% wrong: no logarithm
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    return nll(p, target)

# %% wrong: exponentials overflow in the sum
def cross_entropy(logits, target):
    total = 0
    for row, t in zip(logits, target):
        total += -row[t] + np.log(np.sum(np.exp(row)))
    return total / len(target)

# %% wrong: (no diagnosis) | the shift is missing in one place
def cross_entropy(logits, target):
    total = 0
    for row, t in zip(logits, target):
        total += -row[t] + np.log(np.sum(np.exp(row - row.max())))
    return total / len(target)

# %% wrong: sums instead of averaging
def cross_entropy(logits, target):
    total = 0
    for row, t in zip(logits, target):
        m = row.max()
        total += -row[t] + m + np.log(np.sum(np.exp(row - m)))
    return total

# %% wrong: ValueError
def cross_entropy(logits, target):
    m = logits.max(axis=1)
    lse = m + np.log(np.exp(logits - m).sum(axis=1))
    return np.mean(lse - logits[np.arange(len(target)), target])

# %% wrong: picks whole columns
def cross_entropy(logits, target):
    m = logits.max(axis=1)
    lse = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
    return np.mean(lse - logits[:, target])

# %% wrong: share of wrong predictions
def cross_entropy(logits, target):
    pred = logits.argmax(axis=1)
    return np.mean(pred != target)

# %% wrong: averages over the classes too
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -lp[np.arange(len(target)), target].sum() / lp.size

# %% wrong: IndexError
def cross_entropy(logits, target):
    return nll(log_softmax(logits.T), target)

# %% wrong: (no diagnosis)
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    return -np.sum(p * log_softmax(logits)) / len(target)

# %% wrong: logarithm of the mean
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    return -np.log(np.mean(p[np.arange(len(target)), target]))

# %% wrong: (no diagnosis) | classes counted from 1
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.mean(lp[np.arange(len(target)), target - 1])

# %% wrong: AxisError
def cross_entropy(logits, target):
    return nll(log_softmax(logits), target.argmax(axis=1))

# %% wrong: averages over the classes too
def cross_entropy(logits, target):
    return nll(log_softmax(logits), target) / logits.shape[1]

# %% wrong: divided by batch
def cross_entropy(logits, target):
    return nll(log_softmax(logits), target) / len(target)

# %% wrong: returned nothing
def cross_entropy(logits, target):
    nll(log_softmax(logits), target)

# %% wrong: a function in the answer
def cross_entropy(logits, target):
    return nll, log_softmax(logits), target

# %% wrong: TypeError
def cross_entropy(logits, target):
    return nll(log_softmax, target)

# %% wrong: RecursionError
def cross_entropy(logits, target):
    return cross_entropy(log_softmax(logits), target)

# %% wrong: (no diagnosis) | sums over the batch
def cross_entropy(logits, target):
    x = logits - np.max(logits, axis=1, keepdims=True)
    lp = x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))
    return -np.mean(lp[np.arange(len(target)), target])

# %% wrong: normalises over the batch
def cross_entropy(logits, target):
    x = logits - np.max(logits, axis=0, keepdims=True)
    lp = x - np.log(np.sum(np.exp(x), axis=0, keepdims=True))
    return -np.mean(lp[np.arange(len(target)), target])

# %% wrong: IndexError
def cross_entropy(logits, target):
    return np.mean(-log_softmax(logits)[target])

# %% wrong: (no diagnosis)
def cross_entropy(logits, target):
    x = logits - logits.max(axis=1, keepdims=True)
    return -np.mean(x[np.arange(len(target)), target])

# %% wrong: changes its input
def cross_entropy(logits, target):
    logits -= logits.max(axis=1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return -logits[np.arange(len(target)), target].mean()

# %% wrong: (no diagnosis)
def cross_entropy(logits, target):
    return nll(log_softmax(np.exp(logits)), target)

# %% wrong: sums instead of averaging
def cross_entropy(logits, target):
    lp = logits - np.log(np.sum(np.exp(logits), axis=1, keepdims=True))
    return -np.sum(lp[np.arange(len(target)), target])

# %% wrong: normalises over the whole array
def cross_entropy(logits, target):
    p = np.exp(logits) / np.sum(np.exp(logits))
    return -np.mean(np.log(p[np.arange(len(target)), target]))

# %% wrong: normalises over the batch
def cross_entropy(logits, target):
    p = np.exp(logits) / np.sum(np.exp(logits), axis=0)
    return -np.mean(np.log(p[np.arange(len(target)), target]))

# %% wrong: unused parameter
def cross_entropy(logits, target):
    return np.mean(np.log(np.exp(logits).sum(axis=1))) - np.mean(logits)

# %% wrong: takes the most probable class
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.mean(lp[range(len(lp)), np.argmax(lp, axis=1)])

# %% wrong: squared error of the probabilities
def cross_entropy(logits, target):
    one_hot = np.eye(logits.shape[1])[target]
    return mse(np.exp(log_softmax(logits)), one_hot)

# %% wrong: wrong only where the logits of a row differ by 1000
def cross_entropy(logits, target):
    one_hot = np.eye(logits.shape[1])[target]
    p = np.exp(log_softmax(logits))
    return -np.mean(np.sum(one_hot * np.log(p), axis=1))

# %% wrong: no softmax
def cross_entropy(logits, target):
    one_hot = np.eye(logits.shape[1])[target]
    return np.mean(np.sum(-one_hot * logits, axis=1))

# %% wrong: unused parameter
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return -np.mean(lp)

# %% wrong: largest of the whole array
def cross_entropy(logits, target):
    z = logits - logits.max()
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(target)), target])

# %% wrong: sums instead of averaging
def cross_entropy(logits, target):
    return nll(log_softmax(logits), target) * len(target)

# %% wrong: takes the logits for probabilities, with 1e-9 added
def cross_entropy(logits, target):
    return -np.mean(np.log(logits[np.arange(len(target)), target] + 1e-9))


# %% wrong: takes the logits for probabilities, with 1e-9 added
def cross_entropy(logits, target):
    one_hot = np.eye(logits.shape[1])[target]
    return -np.mean(np.sum(np.where(one_hot == 1, np.log(logits + 1e-9), 0), axis=1))



# %% right
def cross_entropy(logits, target):
    return nll(log_softmax(logits), target)

# %% right
def cross_entropy(logits, target):
    total = 0.0
    for row, t in zip(logits, target):
        m = max(row)
        total += m + np.log(sum(np.exp(v - m) for v in row)) - row[t]
    return total / len(target)

# %% right
def cross_entropy(logits, target):
    m = logits.max(axis=1)
    lse = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
    right = logits[np.arange(len(target)), target]
    return float(np.mean(lse - right))

# %% right
import math
def cross_entropy(logits, target):
    losses = []
    for i in range(len(target)):
        row = [float(v) for v in logits[i]]
        c = row[int(target[i])]
        losses.append(math.log(sum(math.exp(v - max(row)) for v in row)) + max(row) - c)
    return np.asarray(sum(losses) / len(losses))

# %% right
def cross_entropy(x, y):
    return np.mean(np.logaddexp.reduce(x, axis=1) - np.take_along_axis(x, y[:, None], axis=1)[:, 0])

# %% right
def cross_entropy(logits, target):
    one_hot = np.zeros(logits.shape)
    one_hot[range(len(target)), target] = 1
    return -(one_hot * log_softmax(logits)).sum() / len(target)

# %% right
def cross_entropy(logits, target):
    correct = logits[np.arange(len(target)), target][:, None]
    d = logits - correct
    m = d.max(axis=1, keepdims=True)
    return (m[:, 0] + np.log(np.exp(d - m).sum(axis=1))).mean()

# %% right
def cross_entropy(logits, target):
    return -sum(log_softmax(np.array([row]))[0][t] for row, t in zip(logits, target)) / len(logits)

# %% right
cross_entropy = lambda logits, target: nll(log_probability=log_softmax(logits), target=target)

# %% right: by a loop
import math


def cross_entropy(logits, target):
    losses = []
    for row, k in zip(logits, target, strict=True):
        m = row.max()
        losses.append(m + math.log(np.exp(row - m).sum()) - row[k])
    return sum(losses) / len(losses)

# %% right: of parts
def log_softmax_logaddexp(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1)[:, None]


def nll_one_hot(log_probability, target):
    one_hot = np.eye(log_probability.shape[1])[target]
    return -(one_hot * log_probability).sum(1).mean()


def cross_entropy(logits, target):
    return nll_one_hot(log_softmax_logaddexp(logits), target)

# %% right: of differences
def cross_entropy(logits, target):
    right = logits[np.arange(len(logits)), target]
    return np.logaddexp.reduce(logits - right[:, None], axis=1).mean()

# %% wrong (held): (no diagnosis)
def cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).mean(axis=1, keepdims=True))
    rows = np.arange(len(target))
    return -log_p[rows, target].mean()

# %% wrong (held): sums instead of averaging
def cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).mean(axis=1, keepdims=True))
    rows = np.arange(len(target))
    return -log_p[rows, target].sum()

# %% wrong (held): sums instead of averaging
def cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(target))
    return log_p[rows, target].sum()

# %% wrong (held): leaves out the minus
def cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).mean(axis=1, keepdims=True))
    rows = np.arange(len(target))
    return log_p[rows, target].mean()

# %% equivalent: line 2: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% equivalent: line 3: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% wrong (developed): adds 1e-9 to the probability
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(target)), target] + 1e-9))

# %% wrong (held): exponentials overflow in the sum
def cross_entropy(logits, target):
    lse = np.log(np.exp(logits).sum(axis=1))
    return np.mean(lse - logits[np.arange(len(target)), target])

# %% wrong (held): applies softmax twice
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    return nll(log_softmax(p), target)

# %% wrong (held): leaves out the minus
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    return lp[np.arange(len(target)), target].mean()

# %% wrong (held): averages over the classes too
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    onehot = np.zeros_like(lp)
    onehot[np.arange(len(target)), target] = 1
    return -np.mean(onehot * lp)

# %% wrong (held): sums instead of averaging
def cross_entropy(logits, target):
    return -np.sum(log_softmax(logits)[np.arange(len(target)), target])

# %% wrong (held): picks whole columns
def cross_entropy(logits, target):
    return -np.mean(log_softmax(logits)[:, target])

# %% wrong (held): clamps the probability at 1e-7
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7)
    return -np.mean(np.log(p[range(len(p)), target]))

# %% wrong (developed): normalises over the batch
def cross_entropy(logits, target):
    p = np.exp(logits) / np.exp(logits).sum(axis=0)
    return -np.mean(np.log(p[np.arange(len(target)), target]))

# %% wrong (held): sums instead of averaging
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    return -p[np.arange(len(target)), target].sum()

# %% wrong (held): sums instead of averaging
def cross_entropy(logits, target):
    lp = log_softmax(logits)
    s = 0.0
    for i in range(len(target)):
        s = s + lp[i][target[i]]
    return s

# %% right (held)
def cross_entropy(logits, target):
    m = logits.max(axis=1)
    lse = m + np.log(np.exp(logits - m[:, None]).sum(axis=1))
    return (lse - logits[np.arange(len(logits)), target]).mean()

# %% right (developed)
def cross_entropy(logits, target):
    right = np.take_along_axis(logits, target.reshape(-1, 1), 1)
    return np.logaddexp.reduce(logits - right, axis=1).mean()

# %% right (held)
def cross_entropy(logits, target):
    total = 0.0
    for z, t in zip(logits, target):
        top = z.max()
        total += top + np.log(np.exp(z - top).sum()) - z[t]
    return total / target.shape[0]

# %% wrong (developed): adds 1e-9 to the probability
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(target)), target] + 1e-9).mean()

# %% wrong (developed): normalises over the batch
def cross_entropy(logits, target):
    z = logits - logits.max(axis=0)
    logp = z - np.log(np.exp(z).sum(axis=0))
    return -logp[np.arange(len(target)), target].mean()

# %% wrong (developed): divides by the number of classes
def cross_entropy(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return logp[np.arange(len(target)), target].sum() / logits.shape[1]

# %% right (held)
def cross_entropy(logits, target):
    rest = logits - np.take_along_axis(logits, target[:, None], axis=1)
    return np.mean(np.logaddexp.reduce(rest, axis=1))

# %% right (developed)
def cross_entropy(logits, target):
    relative = logits - np.take_along_axis(logits, target[:, None], axis=1)
    return float(np.logaddexp.reduce(relative, axis=1).mean())

# %% wrong (developed): sums instead of averaging
def cross_entropy(logits, target):
    n = logits.shape[0]
    z = logits - logits.max(axis=1, keepdims=True)
    logsum = np.log(np.exp(z).sum(axis=1))
    loss = 0.0
    for i in range(n):
        loss += logsum[i] - z[i, target[i]]
    return loss

# %% wrong (developed): sums instead of averaging
def cross_entropy(logits, target):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.log(p[range(len(target)), target]).sum()

# %% right (held)
def cross_entropy(logits, target):
    return sum(np.logaddexp.reduce(row) - row[t] for row, t in zip(logits, target)) / len(logits)

# %% right (developed)
def cross_entropy(logits, target):
    margin = logits - np.take_along_axis(logits, target[:, None], 1)
    m = margin.max(1)
    return np.mean(m + np.log(np.exp(margin - m[:, None]).sum(1)))

# %% wrong (held): applies softmax twice
def cross_entropy(logits, target):
    p = np.exp(log_softmax(logits))
    lp = log_softmax(p)
    return -np.mean(lp[np.arange(len(target)), target])

# %% wrong: (no diagnosis)
def cross_entropy(logits, target):
    m = logits.max(axis=1, keepdims=True)
    lse = m[:, 0] + np.log(np.mean(np.exp(logits - m), axis=1))
    return np.mean(lse - logits[np.arange(len(target)), target])
