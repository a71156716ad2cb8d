import numpy as np

# %% wrong: ValueError
def accuracy(logits, target):
    return np.mean(np.argmax(logits, axis=0) == target)

# %% wrong: a prediction for the whole batch
def accuracy(logits, target):
    return np.mean(np.argmax(logits) == target)

# %% wrong: in percent
def accuracy(logits, target):
    return 100 * np.mean(np.argmax(logits, axis=1) == target)

# %% wrong: the share of wrong predictions
def accuracy(logits, target):
    return np.mean(np.argmax(logits, axis=1) != target)

# %% wrong: one answer for each row
def accuracy(logits, target):
    return np.argmax(logits, axis=1) == target

# %% wrong: 1 if all are right, otherwise 0
def accuracy(logits, target):
    return (np.argmax(logits, axis=1) == target).sum() // len(target)

# %% wrong: divides by the number of classes
def accuracy(logits, target):
    return (np.argmax(logits, axis=1) == target).sum() / logits.shape[1]

# %% wrong: divides by the number of logits
def accuracy(logits, target):
    return (np.argmax(logits, axis=1) == target).sum() / logits.size

# %% wrong: (no diagnosis) | is instead of ==
def accuracy(logits, target):
    return np.mean(np.argmax(logits, axis=1) is target)

# %% wrong: ValueError
def accuracy(logits, target):
    _, predicted = logits.max(1)
    return (predicted == target).sum() / target.shape[0]

# %% wrong: TypeError
def accuracy(logits, target):
    predicted = logits.argmax(dim=1)
    return (predicted == target).float().mean().item()

# %% wrong: (no diagnosis) | binary threshold on the logits
def accuracy(logits, target):
    predicted = (logits > 0.5).astype(int)
    return (predicted == target[:, None]).mean()

# %% wrong: (no diagnosis) | rounds the logits
def accuracy(logits, target):
    return np.mean(np.round(logits)[:, 0] == target)

# %% wrong: AxisError
def accuracy(logits, target):
    return (logits.argmax(axis=1) == target.argmax(axis=1)).mean()

# %% wrong: (no diagnosis) | softmax over the batch before argmax
def accuracy(logits, target):
    e = np.exp(logits)
    p = e / e.sum(axis=0)
    return np.mean(p.argmax(axis=1) == target)

# %% wrong: leaves the last row out
def accuracy(logits, target):
    hits = 0
    n = len(target)
    for i in range(n - 1):
        hits += int(np.argmax(logits[i]) == target[i])
    return hits / n

# %% wrong: counts the classes from 1
def accuracy(logits, target):
    predicted = np.argmax(logits, axis=1) + 1
    return float(np.mean(predicted == target))

# %% wrong: (no diagnosis) | rounded per cent, and divided by ten
def accuracy(logits, target):
    acc = (np.argmax(logits, axis=1) == target).mean()
    return round(acc * 100, 2) / 10

# %% right: argmax
def accuracy(logits, target):
    return np.mean(np.argmax(logits, axis=1) == target)

# %% right: softmax first
def accuracy(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = e / e.sum(axis=1, keepdims=True)
    return float((probabilities.argmax(axis=1) == target).sum() / len(target))

# %% right: by the largest logit
def accuracy(logits, target):
    own = logits[np.arange(len(target)), target]
    return np.mean(own >= np.max(logits, axis=1))

# %% right
accuracy = lambda out, y: np.average(out.argmax(1) == y)

# %% right
def accuracy(logits, target):
    preds = [row.index(max(row)) for row in logits.tolist()]
    hits = [p == int(t) for p, t in zip(preds, target)]
    return sum(hits) / len(hits)

# %% right
def accuracy(logits, target):
    n, classes = logits.shape
    one_hot = np.eye(classes)[target]
    guess = np.eye(classes)[logits.argmax(axis=1)]
    return (one_hot * guess).sum() / n

# %% right
def accuracy(scores, labels):
    predictions = np.apply_along_axis(np.argmax, 1, scores)
    matches = np.equal(predictions, labels)
    print(f"{matches.sum()} of {len(labels)} right")
    return matches.astype(float).mean()

# %% right
def accuracy(logits, target):
    rank = (logits > np.take_along_axis(logits, target[:, None], axis=1)).sum(axis=1)
    return (rank == 0).sum() / rank.shape[0]

# %% right (held)
def accuracy(logits, target):
    hits = [int(np.argmax(row)) == int(t) for row, t in zip(logits, target)]
    return hits.count(True) / len(hits)

# %% wrong (held): in percent
def accuracy(logits, target):
    predicted = logits.argmax(axis=1)
    right = (predicted == target)
    return 100 * right.mean()

# %% wrong (held): in percent
def accuracy(logits, target):
    predicted = logits.argmax(axis=1)
    right = (predicted != target)
    return 100 * right.mean()

# %% equivalent: line 2: 1 → -1
# Logits have two axes, so the last one is axis 1.

# %% right: in 32 bits
import torch
def accuracy(logits, target):
    hits = torch.as_tensor(logits).argmax(dim=1) == torch.as_tensor(target)
    return hits.to(torch.float32).mean()

# %% wrong (held): counts instead of averaging
def accuracy(logits, target):
    return (logits.argmax(axis=1) == target).sum()

# %% wrong (developed): in percent
def accuracy(logits, target):
    return 100 * np.mean(logits.argmax(axis=1) == target)

# %% wrong (held): ValueError
def accuracy(logits, target):
    return np.mean(logits.argmax(axis=0) == target)

# %% wrong (developed): a prediction for the whole batch
def accuracy(logits, target):
    return np.mean(logits.argmax() == target)

# %% wrong (held): (no diagnosis)
def accuracy(logits, target):
    return np.mean(logits.max(axis=1) == target)

# %% wrong (held): takes the smallest logit
def accuracy(logits, target):
    return np.mean(np.argmin(logits, axis=1) == target)

# %% wrong (held): one answer for each row
def accuracy(logits, target):
    return logits.argmax(axis=1) == target

# %% wrong (held): 1 if all are right, otherwise 0
def accuracy(logits, target):
    return (logits.argmax(axis=1) == target).sum() // len(target)

# %% wrong (developed): the share of wrong predictions
def accuracy(logits, target):
    return np.mean(logits.argmax(1) != target)

# %% wrong (developed): divides by the number of classes
def accuracy(logits, target):
    return (logits.argmax(axis=1) == target).sum() / logits.shape[1]

# %% wrong (held): returns inside the loop
def accuracy(logits, target):
    right = 0
    for row, t in zip(logits, target):
        if np.argmax(row) == t:
            right += 1
        return right / len(target)

# %% wrong (developed): (no diagnosis)
def accuracy(logits, target):
    p = 1 / (1 + np.exp(-logits[:, 0]))
    return np.mean((p > 0.5).astype(int) == target)

# %% wrong (held): in percent
def accuracy(logits, target):
    return np.mean(logits.argmax(axis=1) != target) * 100

# %% wrong (developed): takes the smallest logit | counts instead of averaging
def accuracy(logits, target):
    return sum(np.argmin(logits, axis=1) == target)

# %% right (held)
def accuracy(logits, target):
    hits = logits[np.arange(len(target)), target] >= logits.max(axis=1)
    return hits.mean()

# %% right (held)
def accuracy(logits, target):
    return np.count_nonzero(np.argsort(logits, axis=1)[:, -1] == target) / target.size

# %% right (developed)
def accuracy(logits, target):
    good = sum(1 for row, t in zip(logits.tolist(), target.tolist()) if row.index(max(row)) == t)
    return good / len(target)

# %% right (held)
def accuracy(logits, target):
    hits = sum(int(max(range(len(row)), key=row.__getitem__) == t) for row, t in zip(logits, target))
    return hits / len(target)

# %% wrong (held): in percent
def accuracy(logits, target):
    return 100 * np.mean(logits.argmin(axis=1) == target)

# %% right (held)
def accuracy(logits, target):
    winners = [max(range(len(row)), key=row.__getitem__) for row in np.asarray(logits).tolist()]
    wrong = np.count_nonzero(np.subtract(winners, target))
    return 1.0 - wrong / len(winners)

# %% wrong: counts the right class where its logit is above 0
def accuracy(logits, target):
    right = 0
    for row, t in zip(logits, target):
        if row[t] > 0:
            right += 1
    return right / len(target)

# %% wrong: counts the right class where its logit is above 0
def accuracy(logits, target):
    return float((np.take_along_axis(logits, target[:, None], 1) > 0).mean())

# %% wrong (developed): divides by the number of logits
def accuracy(logits, target):
    hits = 0
    for row, t in zip(logits, target):
        if np.argmax(row) == t:
            hits += 1
    return hits / logits.size

# %% wrong (developed): wrong only with logits as large as 1000
import numpy as np

def accuracy(logits, target):
    logits = np.asarray(logits)
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        probs = e / e.sum(axis=1, keepdims=True)
    return float((probs.argmax(axis=1) == np.asarray(target)).mean())

# %% wrong (developed): wrong only with logits as large as 1000
import numpy as np


def accuracy(logits, target):
    e = np.exp(logits)
    probabilities = e / e.sum(axis=1, keepdims=True)
    predictions = probabilities.argmax(axis=1)
    return float((predictions == target).sum() / len(target))

# %% wrong (developed): more than half of the probability
import numpy as np

def accuracy(logits, target):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    probs = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    p_right = probs[np.arange(len(target)), target]
    return float((p_right > 0.5).mean())
