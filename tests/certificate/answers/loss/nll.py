import numpy as np

# %% wrong: leaves out the minus
def nll(log_probability, target):
    return np.mean(log_probability[np.arange(len(target)), target])

# %% wrong: picks whole columns
def nll(log_probability, target):
    return -np.mean(log_probability[:, target])

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(log_probability[target])

# %% wrong: does not average
def nll(log_probability, target):
    return -log_probability[np.arange(len(target)), target]

# %% wrong: sums instead of averaging
def nll(log_probability, target):
    return -np.sum(log_probability[np.arange(len(target)), target])

# %% wrong: takes the logarithm again
def nll(log_probability, target):
    return -np.mean(np.log(log_probability[np.arange(len(target)), target]))

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.mean(log_probability * target)

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.sum(log_probability * target) / len(target)

# %% wrong: averages over the classes too
def nll(log_probability, target):
    one_hot = np.eye(log_probability.shape[1])[target]
    return -np.mean(one_hot * log_probability)

# %% wrong: IndexError
def nll(log_probability, target):
    one_hot = np.eye(len(target))[target]
    return -np.sum(one_hot * log_probability) / len(target)

# %% wrong: IndexError
def nll(log_probability, target):
    one_hot = np.zeros_like(log_probability)
    one_hot[target] = 1
    return -np.sum(one_hot * log_probability) / len(target)

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    one_hot = np.zeros_like(log_probability)
    one_hot[:, target] = 1
    return -np.sum(one_hot * log_probability) / len(target)

# %% wrong: sums instead of averaging
def nll(log_probability, target):
    total = 0
    for i in range(len(target)):
        total -= log_probability[i][target[i]]
    return total

# %% wrong: IndexError
def nll(log_probability, target):
    total = 0
    for i in range(len(target)):
        total += log_probability[target[i]][i]
    return -total / len(target)

# %% wrong: returns inside the loop
def nll(log_probability, target):
    total = 0
    for row, t in zip(log_probability, target):
        total += row[t]
        return -total / len(target)

# %% wrong: classes counted from 1
def nll(log_probability, target):
    total = 0
    for row, t in zip(log_probability, target):
        total = total - row[t - 1]
    return total / len(target)

# %% wrong: forgets in the loop
def nll(log_probability, target):
    total = 0
    for row, t in zip(log_probability, target):
        total = -row[t]
    return total / len(target)

# %% wrong: takes the most probable class
def nll(log_probability, target):
    return -np.mean(np.max(log_probability, axis=1))

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return -np.mean(log_probability.argmax(axis=1) == target)

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return np.mean(log_probability.argmax(axis=1) != target)

# %% wrong: takes exp first
def nll(log_probability, target):
    return -np.mean(np.exp(log_probability)[np.arange(len(target)), target])

# %% wrong: divided by batch
def nll(log_probability, target):
    return -np.mean(log_softmax(log_probability)[np.arange(len(target)), target]) / len(target)

# %% wrong: averages over the classes too
def nll(log_probability, target):
    return -log_probability[np.arange(len(target)), target].sum() / log_probability.size

# %% wrong: divides by the number of classes
def nll(log_probability, target):
    return -log_probability[np.arange(len(target)), target].sum() / log_probability.shape[1]

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(log_probability[range(len(target))][target])

# %% wrong: picks from the first row only
def nll(log_probability, target):
    return -np.mean(np.take(log_probability, target))

# %% wrong: picks whole columns
def nll(log_probability, target):
    return -np.mean(np.take(log_probability, target, axis=1))

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.mean(np.take_along_axis(log_probability, target, axis=1))

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.mean(log_probability[np.arange(target), target])

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(log_probability[len(target), target])

# %% wrong: picks from the first row only
def nll(log_probability, target):
    return -np.mean(log_probability[0, target])

# %% wrong: unused parameter
def nll(log_probability, target):
    return np.mean(-np.log(np.exp(log_probability)).sum(axis=1))

# %% wrong: averages the whole array
def nll(log_probability, target):
    return -np.mean(log_probability)

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.mean((log_probability - target) ** 2)

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return -np.mean(np.sum(log_probability * target[:, None], axis=1))

# %% wrong: ValueError
def nll(log_probability, target):
    return -np.mean(target * log_probability + (1 - target) * np.log(1 - np.exp(log_probability)))

# %% wrong: picks whole columns
def nll(log_probability, target):
    return -np.mean([row[target] for row in log_probability])

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(log_probability[np.arange(log_probability.shape[1]), target])

# %% wrong: TypeError
def nll(log_probability, target):
    picked = [log_probability[i, t] for i, t in enumerate(target)]
    return -picked / len(picked)

# %% wrong: IndexError
def nll(log_probability, target):
    picked = [log_probability[i, t] for t, i in enumerate(target)]
    return -sum(picked) / len(picked)

# %% wrong: whole numbers
def nll(log_probability, target):
    picked = [log_probability[i, t] for i, t in enumerate(target)]
    return -sum(picked) // len(picked)

# %% wrong: printed instead of returning
def nll(log_probability, target):
    picked = log_probability[np.arange(len(target)), target]
    print(picked)
    -picked.mean()

# %% wrong: leaves out the minus
def nll(log_probability, target):
    picked = log_probability[np.arange(len(target)), target]
    return np.mean(np.abs(-picked)) * -1

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(np.diag(log_probability[target]))

# %% wrong: right only for batch 1
def nll(log_probability, target):
    return -log_probability[0, target[0]]

# %% wrong: right only for batch 1 | logarithm of the mean
def nll(log_probability, target):
    picked = log_probability[np.arange(len(target)), target]
    return -np.log(np.mean(np.exp(picked)))

# %% wrong: classes counted from 1
def nll(log_probability, target):
    return -np.mean(log_probability[np.arange(len(target)), target - 1])

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    p = np.exp(log_probability)
    picked = p[np.arange(len(target)), target]
    return np.mean(1 - picked)

# %% wrong: ValueError
def nll(log_probability, target):
    mask = log_probability == target
    return -np.mean(log_probability[mask])

# %% wrong: AxisError
def nll(log_probability, target):
    n = len(log_probability)
    loss = -log_probability[np.arange(n), target]
    return loss.mean(axis=1)

# %% wrong: picks whole columns
def nll(log_probability, target):
    return -np.mean(log_probability[np.arange(len(target))][:, target])

# %% wrong: IndexError
def nll(log_probability, target):
    return -np.mean(log_probability[target, np.arange(len(target))])

# %% wrong: unused parameter
def nll(log_probability, target):
    return -np.mean(np.sum(log_probability, axis=1))

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return np.mean(log_probability.max(axis=1) - log_probability[np.arange(len(target)), target])

# %% wrong: takes the logarithm again
def nll(log_probability, target):
    total = 0
    for i in range(len(log_probability)):
        total += -np.log(log_probability[i, target[i]])
    return total / len(log_probability)

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    total = 0
    for i in range(len(target) - 1):
        total -= log_probability[i, target[i]]
    return total / len(target)

# %% wrong: divides by the number of classes
def nll(log_probability, target):
    total = 0
    for i, t in enumerate(target):
        total -= log_probability[i][t]
    return total / len(log_probability[0])

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return -np.mean(log_probability[:, target[0]])

# %% wrong: (no diagnosis)
def nll(log_probability, target):
    return -np.median(log_probability[np.arange(len(target)), target])

# %% wrong: picks from the first row only
def nll(log_probability, target):
    return -np.mean(log_probability.flatten()[target])

# %% wrong: base 2
def nll(log_probability, target):
    return -log_probability[np.arange(len(target)), target].mean() / np.log(2)

# %% right
def nll(log_probability, target):
    total = 0.0
    for i, t in enumerate(target):
        total += log_probability[i][t]
    return -total / len(target)

# %% right
def nll(log_probability, target):
    one_hot = np.eye(log_probability.shape[1])[target]
    return -(one_hot * log_probability).sum() / len(target)

# %% right
def nll(log_probability, target):
    picked = np.take_along_axis(log_probability, target[:, None], axis=1)
    return np.mean(-picked)

# %% right
def nll(lp, t):
    return sum(-row[k] for row, k in zip(lp.tolist(), t.tolist())) / len(t)

# %% right
def nll(log_probability, target):
    return -np.mean(np.diag(log_probability[:, target]))

# %% right
def nll(log_probability, target):
    mask = np.arange(log_probability.shape[1]) == target[:, None]
    return np.array(-log_probability[mask].sum() / mask.sum())

# %% right
def nll(log_probability, target):
    return -np.mean(np.choose(target, log_probability.T))

# %% right
def nll(log_probability, target):
    n, c = log_probability.shape
    flat = log_probability.reshape(-1)
    return -flat[target + c * np.arange(n)].mean()

# %% right
def nll(log_probability, target):
    one_hot = np.zeros_like(log_probability)
    for i in range(len(target)):
        one_hot[i, target[i]] = -1
    return np.sum(one_hot * log_probability, axis=1).mean()

# %% right
import statistics
def nll(log_probability, target):
    return -statistics.fmean(float(log_probability[i, int(t)]) for i, t in enumerate(target))

# %% right
def nll(log_probability, target):
    return np.trace(-np.take(log_probability, target, axis=1)) / target.size

# %% right
def nll(log_probability, target):
    return (
        -np.einsum("ij,ij->", np.eye(log_probability.shape[1])[target], log_probability)
        / target.shape[0]
    )

# %% right: by a loop
def nll(log_probability, target):
    total = 0
    for i in range(len(target)):
        total -= log_probability[i][target[i]]
    return total / len(target)

# %% right: one hot
def nll(log_probability, target):
    one_hot = np.eye(log_probability.shape[1])[target]
    return -(one_hot * log_probability).sum(1).mean()

# %% right: take along axis
def nll(lp, y):
    return -np.take_along_axis(lp, y[:, None], axis=1).mean()

# %% right: of the diagonal
def nll(log_probability, target):
    return -np.diag(log_probability[:, target]).mean()

# %% wrong (developed): averages over the classes too
def nll(log_probability, target):
    onehot = np.eye(log_probability.shape[1])[target]
    return -np.mean(onehot * log_probability)

# %% wrong (held): takes the logarithm again
def nll(log_probability, target):
    return -np.mean(np.log(log_probability[range(len(target)), target]))

# %% wrong (developed): takes exp first
def nll(log_probability, target):
    return -np.mean(np.exp(log_probability[np.arange(len(target)), target]))

# %% wrong (held): takes the most probable class
def nll(log_probability, target):
    return -np.mean(log_probability.max(axis=1))

# %% wrong (developed): sums instead of averaging | leaves out the minus
def nll(log_probability, target):
    return sum(row[t] for row, t in zip(log_probability, target))

# %% wrong (developed): leaves out the minus
def nll(log_probability, target):
    total = 0
    for i, t in enumerate(target):
        total += log_probability[i, t]
    return total / log_probability.shape[1]

# %% right (developed)
def nll(log_probability, target):
    return -np.take_along_axis(log_probability, target[:, None], axis=1).mean()

# %% right (developed)
def nll(log_probability, target):
    n, k = log_probability.shape
    return -(np.eye(k)[target] * log_probability).sum() / n

# %% right (held)
def nll(log_probability, target):
    return -np.trace(log_probability[:, target]) / len(target)

# %% wrong (developed): (no diagnosis)
def nll(log_probability, target):
    picked = log_probability[np.arange(len(target)), target]
    return np.sum(np.exp(picked))

# %% right (held)
def nll(log_probability, target):
    onehot = np.eye(log_probability.shape[1])[target]
    return -np.einsum("bc,bc->", log_probability, onehot) / len(target)

# %% wrong (held): averages over the classes too
def nll(log_probability, target):
    onehot = np.eye(log_probability.shape[1])[target]
    return -np.mean(log_probability * onehot)

# %% right (held)
def nll(logp, target):
    onehot = np.eye(logp.shape[1])[target]
    return -(onehot * logp).sum() / logp.shape[0]

# %% wrong (held): leaves out the minus
def nll(log_probability, target):
    n = len(target)
    picked = log_probability[np.arange(n), target]
    return picked.sum() / n

# %% wrong (held): divides by the number of classes
def nll(log_probability, target):
    n = len(target)
    picked = log_probability[np.arange(n), target]
    return -picked.sum() / log_probability.shape[1]

# %% wrong (held): leaves out the minus
def nll(log_probability, target):
    n = len(target)
    picked = log_probability[np.arange(n), target]
    return picked.sum() / log_probability.shape[1]

# %% wrong (held): divides by the number of classes
def nll(log_probability, target):
    n = len(target)
    picked = log_probability[np.arange(n), target - 1]
    return -picked.sum() / log_probability.shape[1]

# %% right (developed)
def nll(log_probability, target):
    block = log_probability[:, target]
    return -float(np.trace(block)) / target.shape[0]

# %% wrong (held): (no diagnosis)
def nll(log_probability, target):
    batch, classes = log_probability.shape
    values = -log_probability[np.arange(batch), target]
    values = np.log(values)
    return float(np.sum(values) / classes)

# %% wrong (held): picks whole columns
def nll(log_probability, target):
    picked = log_probability[:, target]
    return -np.mean(picked)

# %% right (held)
def nll(log_probability, target):
    one_hot = np.arange(log_probability.shape[1]) == target[:, None]
    return -np.sum(log_probability, where=one_hot) / len(target)

# %% wrong (developed): averages over the classes too
def nll(log_probability, target):
    onehot = np.zeros_like(log_probability)
    onehot[np.arange(len(target)), target] = 1
    return -(onehot * log_probability).mean()

# %% right (held)
def nll(log_probability, target):
    return -np.trace(log_probability[:, target]) / len(target)

# %% wrong (developed): wrong only where a probability is hardly above 0
import math

def nll(log_probability, target):
    likelihood = 1.0
    for row, k in zip(log_probability, target):
        likelihood *= math.exp(row[k])
    return -math.log(likelihood) / len(target) if likelihood > 0 else math.inf
