import numpy as np

# %% wrong: (no diagnosis)
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    logp = np.log(p)
    logp[np.arange(len(target)), target] -= 1
    return logp / len(target)

# %% wrong: wrong shape
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p[np.arange(len(target)), target] - 1

# %% wrong: the 1 is not divided
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True) / len(target)
    p[np.arange(len(target)), target] -= 1
    return p

# %% wrong: IndexError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.zeros(logits.shape)
    onehot[target, np.arange(len(target))] = 1
    return (p - onehot) / len(target)

# %% wrong: does not divide by the batch size
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p

# %% wrong: nothing is taken off for the right class
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p / len(target)

# %% wrong: the sign is turned
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[target]
    return (one_hot - p) / len(target)

# %% wrong: ValueError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - target) / len(target)

# %% wrong: subtracts the class's number
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - target[:, None]) / len(target)

# %% wrong: takes 1 off in every row
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, target] -= 1
    return p / len(target)

# %% wrong: divides by the number of classes
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[target]
    return (p - one_hot) / logits.shape[1]

# %% wrong: divides by the number of elements
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[target]
    return (p - one_hot) / logits.size

# %% wrong: softmax over the batch
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=0, keepdims=True))
    p = e / e.sum(axis=0, keepdims=True)
    p[range(len(target)), target] -= 1
    return p / len(target)

# %% wrong: softmax over the whole array
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    p[range(len(target)), target] -= 1
    return p / len(target)

# %% wrong: without the softmax
def softmax_cross_entropy_grad(logits, target):
    grad = logits.copy()
    grad[np.arange(len(target)), target] -= 1
    return grad / len(target)

# %% wrong: changes its input
def softmax_cross_entropy_grad(logits, target):
    logits -= logits.max(axis=1, keepdims=True)
    p = np.exp(logits)
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p / len(target)

# %% wrong: changes its input
def softmax_cross_entropy_grad(logits, target):
    p = logits
    for i in range(len(p)):
        p[i] = np.exp(p[i] - max(p[i]))
        p[i] = p[i] / sum(p[i])
        p[i][target[i]] -= 1
    return p / len(p)

# %% wrong: IndexError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.zeros_like(p)
    one_hot[target] = 1
    return (p - one_hot) / len(target)

# %% wrong: wrong shape
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(target)), target]))

# %% wrong: wrong shape
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p[np.arange(len(target)), target] - 1) / len(target)

# %% wrong: right only for batch 1
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1 / len(target)
    return p

# %% wrong: nothing is taken off for the right class
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] - 1
    return p / len(target)

# %% wrong: ValueError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1))
    p = e / e.sum(axis=1)
    p[np.arange(len(target)), target] -= 1
    return p / len(target)

# %% wrong: averages the rows into one
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p.mean(axis=0)

# %% wrong: the gradient with respect to the probabilities
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[target]
    grad = -one_hot / p
    return grad / len(target)

# %% wrong: multiplied by the softmax's slope again
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(logits.shape[1])[target]
    return (p - one_hot) * p * (1 - p) / len(target)

# %% wrong: IndexError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.eye(len(target))[target]
    return (p - one_hot) / len(target)

# %% wrong: returns inside the loop
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    for i in range(len(target)):
        p[i, target[i]] -= 1
        return p / len(target)

# %% wrong: classes counted from 1
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target - 1] -= 1
    return p / len(target)

# %% wrong: exponentials without their sum
def softmax_cross_entropy_grad(logits, target):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p[np.arange(len(target)), target] -= 1
    return p / len(target)

# %% wrong: NameError
def softmax_cross_entropy_grad(logits, target):
    p = torch.softmax(logits, dim=1)
    p[range(len(target)), target] -= 1
    return p / len(target)

# %% wrong: AxisError
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    y = np.argmax(target, axis=1)
    p[np.arange(len(y)), y] -= 1
    return p / len(y)

# %% wrong: wrong only with logits as large as 1000
def softmax_cross_entropy_grad(logits, target):
    p = np.exp(logits) / np.exp(logits).sum(1)[:, None]
    return (p - np.eye(logits.shape[1])[target]) / logits.shape[0]

# %% wrong: wrong only with logits as large as 1000
def softmax_cross_entropy_grad(logits, target):
    out = np.zeros_like(logits)
    for i, t in enumerate(target):
        p = np.exp(logits[i]) / np.exp(logits[i]).sum()
        jacobian = np.diag(p) - np.outer(p, p)
        to_p = np.zeros_like(p)
        to_p[t] = -1 / p[t]
        out[i] = jacobian @ to_p
    return out / len(target)

# %% right
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p / len(target)

# %% right
def softmax_cross_entropy_grad(logits, target):
    z = logits - np.max(logits, axis=-1)[:, None]
    log_p = z - np.log(np.sum(np.exp(z), axis=-1))[:, None]
    one_hot = np.eye(logits.shape[1])[target]
    return (np.exp(log_p) - one_hot) / logits.shape[0]

# %% right
import math
def softmax_cross_entropy_grad(logits, target):
    n = len(logits)
    rows = []
    for i in range(n):
        top = max(logits[i])
        e = [math.exp(v - top) for v in logits[i]]
        s = sum(e)
        rows.append([(e[j] / s - (1 if j == target[i] else 0)) / n for j in range(len(e))])
    return rows

# %% right
def softmax_cross_entropy_grad(logits, target):
    batch, classes = logits.shape
    p = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    hit = np.arange(classes)[None, :] == target[:, None]
    return np.where(hit, p - 1, p) / batch

# %% right
def softmax_cross_entropy_grad(logits, target):
    def softmax(z):
        e = np.exp(z - z.max())
        return e / e.sum()
    grad = np.zeros_like(logits)
    for i, (row, t) in enumerate(zip(logits, target)):
        grad[i] = softmax(row)
        grad[i, t] -= 1
    return grad / len(logits)

# %% right
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    one_hot = np.zeros_like(p)
    np.put_along_axis(one_hot, target.reshape(-1, 1), 1.0, axis=1)
    # the whole Jacobian of softmax's logarithm
    jac = np.eye(p.shape[1])[None] - p[:, None, :]
    return -np.einsum("bi,bij->bj", one_hot, jac) / len(p)

# %% right
def softmax_cross_entropy_grad(z, y):
    n = z.shape[0]
    ez = np.exp((z.T - z.max(1)).T)
    probs = (ez.T / ez.sum(1)).T / n
    np.add.at(probs, (range(n), y), -1 / n)
    return probs

# %% right
def softmax_cross_entropy_grad(logits, target):
    shifted = logits - logits[np.arange(len(target)), target][:, None]
    top = shifted.max(axis=1, keepdims=True)
    e = np.exp(shifted - top)
    g = e / e.sum(axis=1, keepdims=True)
    for i, t in enumerate(target):
        g[i, t] = g[i, t] - 1.0
    return np.mean([g], axis=0) * (1 / len(target))

# %% right
def softmax_cross_entropy_grad(logits, target):
    if len(logits) == 1:
        e = np.exp(logits[0] - logits[0].max())
        return (e / e.sum() - np.eye(len(e))[target[0]])[None, :]
    n = len(logits)
    first = softmax_cross_entropy_grad(logits[:1], target[:1])
    rest = softmax_cross_entropy_grad(logits[1:], target[1:])
    return np.concatenate([first / n, rest * (n - 1) / n])

# %% right
def softmax_cross_entropy_grad(logits, target):
    diff = logits[:, None, :] - logits[:, :, None]
    with np.errstate(over="ignore"):
        p = 1 / np.exp(diff).sum(axis=2)
    return (p - np.array([np.bincount([t], minlength=logits.shape[1]) for t in target])) / len(target)

# %% right: one hot
def softmax_cross_entropy_grad(logits, target):
    p = np.exp(logits - logits.max(1)[:, None])
    p = p / p.sum(1)[:, None]
    return (p - np.eye(logits.shape[1])[target]) / logits.shape[0]

# %% right: by rows
import math


def softmax_cross_entropy_grad(z, y):
    rows = []
    for row, right in zip(z, y):
        e = [math.exp(v - max(row)) for v in row]
        rows.append([v / sum(e) - (k == right) for k, v in enumerate(e)])
    return np.array(rows) / len(z)

# %% right: by the logarithm
def softmax_cross_entropy_grad(logits, target):
    out = np.zeros_like(logits)
    for i, t in enumerate(target):
        z = logits[i] - logits[i].max()
        log_p = z - np.log(np.exp(z).sum())
        out[i] = np.exp(log_p)
        out[i, t] -= 1
    return out / len(target)

# %% right (held)
def softmax_cross_entropy_grad(logits, target):
    n, c = logits.shape
    lp = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return (np.exp(lp) - (np.arange(c) == np.asarray(target)[:, None])) / n

# %% wrong (held): (no diagnosis)
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] += 1
    return p / len(target)

# %% wrong (held): the sign is turned
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return -p / len(target)

# %% wrong (held): divides by the number of classes
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] += 1
    return p / logits.shape[1]

# %% equivalent: line 2: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% equivalent: line 3: 1 → -1
# Logits have two dimensions, so axis 1 is the last one, and −1 names the same axis.

# %% wrong (held): the sign is turned
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    y = np.eye(logits.shape[1])[target]
    return (y - p) / len(logits)

# %% wrong (developed): wrong only with logits as large as 1000
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    p[range(len(target)), target] -= 1
    return p / len(target)

# %% wrong (developed): divides by the number of elements
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p / logits.size

# %% wrong (held): without the softmax
def softmax_cross_entropy_grad(logits, target):
    g = logits.copy()
    g[np.arange(len(target)), target] -= 1
    return g / len(target)

# %% wrong (developed): divides by the number of classes
def softmax_cross_entropy_grad(logits, target):
    n, k = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (p - np.eye(k)[target]) / k

# %% wrong (held): softmax over the batch
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=0, keepdims=True))
    p = e / e.sum(axis=0, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p / len(target)

# %% wrong (developed): wrong sign, and does not divide
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    onehot = np.eye(p.shape[1])[target]
    return onehot - p

# %% wrong (developed): does not divide by the batch size
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    p[np.arange(len(target)), target] -= 1
    return p

# %% wrong (held): right only for batch 1
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    p[np.arange(len(target)), target] -= 1
    return p

# %% right (developed)
def softmax_cross_entropy_grad(logits, target):
    n, k = logits.shape
    y = (target[:, None] == np.arange(k)).astype(float)
    z = logits - logits.max(axis=-1, keepdims=True)
    return (np.exp(z - np.log(np.exp(z).sum(-1, keepdims=True))) - y) / n

# %% right (developed)
def softmax_cross_entropy_grad(logits, target):
    rows = []
    for z, t in zip(logits, target):
        p = np.exp(z - z.max()); p /= p.sum()
        jac = np.diag(p) - np.outer(p, p)
        g = np.zeros_like(z); g[t] = 1
        rows.append((jac.sum(0) * 0 + p - g) / len(target))
    return np.array(rows)

# %% right (developed)
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(1)[:, None]
    p = np.exp(z)
    p /= p.sum(1)[:, None]
    np.subtract.at(p, (np.arange(len(p)), target), 1)
    return p / len(p)

# %% wrong (developed): does not divide by the batch size
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p - np.eye(logits.shape[1])[target]

# %% wrong (developed): wrong only with logits as large as 1000
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    p[range(len(p)), target] -= 1
    return p / len(p)

# %% wrong (developed): divides by the number of elements
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return (np.eye(logits.shape[1])[target] - p) / p.size

# %% right (held)
def softmax_cross_entropy_grad(logits, target):
    log_sum = np.logaddexp.reduce(logits, axis=1)
    grad = np.exp(logits.T - log_sum).T
    np.subtract.at(grad, (range(len(grad)), np.asarray(target)), 1.0)
    return np.divide(grad, len(grad))


# %% wrong: one sum for the whole array
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = e / e.sum()
    y = np.eye(logits.shape[1])[target]
    return (p - y) / logits.shape[0]


# %% wrong: one sum for the whole array, and does not divide
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(axis=-1)[:, None]
    probs = np.exp(z) / np.sum(np.exp(z))
    for row, right in enumerate(target):
        probs[row, right] -= 1.0
    return probs

# %% wrong: takes 1 off whole columns
def softmax_cross_entropy_grad(logits, target):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    p = np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True)
    for t in target:
        p[:, t] -= 1
    return p / len(target)

# %% wrong: takes 1 off in every row
def softmax_cross_entropy_grad(logits, target):
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    p[:, target] -= 1
    return p / logits.shape[0]

# %% wrong (developed): divides by the number of classes
def softmax_cross_entropy_grad(logits, target):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    probs = np.exp(shifted)
    probs /= probs.sum(axis=1, keepdims=True)
    probs[np.arange(len(target)), target] -= 1
    probs /= logits.shape[1]
    return probs

# %% wrong (developed): wrong sign, and does not divide
def softmax_cross_entropy_grad(logits, target):
    p = np.exp(logits) / np.sum(np.exp(logits), axis=1, keepdims=True)
    onehot = np.eye(logits.shape[1])[target]
    return onehot - p

# %% right (held)
def softmax_cross_entropy_grad(logits, target):
    lp = logits - np.logaddexp.reduce(logits, axis=1)[:, np.newaxis]
    g = np.exp(lp)
    np.subtract.at(g, (np.arange(len(g)), target), 1)
    return g / len(g)

# %% wrong (held): softmax over the batch
def softmax_cross_entropy_grad(logits, target):
    p = np.exp(logits - logits.max(axis=0))
    p = p / p.sum(axis=0)
    p[range(len(target)), target] -= 1
    return p / len(target)

# %% wrong: right only for batch 1
def softmax_cross_entropy_grad(logits, target):
    n, c = logits.shape
    e = np.exp(logits - logits.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    p[np.arange(n), target] -= 1 / n
    return p
