import numpy as np

# %% wrong: rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        matrix[p, t] += 1
    return matrix

# %% wrong: TypeError
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros(n_classes, n_classes)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    return matrix

# %% wrong: wrong shape
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes + 1, n_classes + 1), dtype=int)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    return matrix

# %% wrong: shares of all samples
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    return matrix / matrix.sum()

# %% wrong: shares of each row
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    return matrix / matrix.sum(axis=1, keepdims=True)

# %% wrong: printed instead of returning
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    print(matrix)

# %% wrong: counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    cm = np.zeros((n_classes, n_classes), dtype=int)
    cm[target, predicted] += 1
    return cm

# %% wrong: all rows are the same
def confusion_matrix(predicted, target, n_classes):
    table = [[0] * n_classes] * n_classes
    for t, p in zip(target, predicted):
        table[t][p] += 1
    return np.array(table)

# %% wrong: ValueError
def confusion_matrix(predicted, target, n_classes):
    counts = np.bincount(n_classes * target + predicted)
    return counts.reshape(n_classes, n_classes)

# %% wrong: rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    counts = np.bincount(n_classes * predicted + target, minlength=n_classes * n_classes)
    return counts.reshape((n_classes, n_classes))

# %% wrong: IndexError
def confusion_matrix(predicted, target, n_classes):
    k = len(np.unique(target))
    cm = np.zeros((k, k), dtype=int)
    for p, t in zip(predicted, target):
        cm[t, p] += 1
    return cm

# %% wrong: AxisError
def confusion_matrix(predicted, target, n_classes):
    predicted = predicted.argmax(axis=1)
    cm = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(len(target)):
        cm[target[i], predicted[i]] += 1
    return cm

# %% wrong: unused parameter
def confusion_matrix(predicted, target, n_classes):
    tp = np.sum((predicted == 1) & (target == 1))
    tn = np.sum((predicted == 0) & (target == 0))
    fp = np.sum((predicted == 1) & (target == 0))
    fn = np.sum((predicted == 0) & (target == 1))
    return np.array([[tn, fp], [fn, tp]])

# %% wrong: leaves the last sample out
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(0, len(target) - 1):
        m[target[i]][predicted[i]] += 1
    return m

# %% wrong: wrong shape
def confusion_matrix(predicted, target, n_classes):
    p = np.eye(n_classes)[predicted]
    t = np.eye(n_classes)[target]
    return (t @ p.T).astype(int)

# %% wrong: (no diagnosis) | fills the upper triangle only
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(n_classes):
        for j in range(i, n_classes):
            m[i, j] = ((target == i) & (predicted == j)).sum()
    return m

# %% wrong: rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    from sklearn import metrics
    return metrics.confusion_matrix(predicted, target, labels=range(n_classes))

# %% right: loop
def confusion_matrix(predicted, target, n_classes):
    matrix = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        matrix[t, p] += 1
    return matrix

# %% right: add.at
def confusion_matrix(predicted, target, n_classes):
    cm = np.zeros((n_classes, n_classes))
    np.add.at(cm, (target, predicted), 1)
    return cm

# %% right
def confusion_matrix(predicted, target, n_classes):
    return [[int(np.sum((target == i) & (predicted == j))) for j in range(n_classes)] for i in range(n_classes)]

# %% right
from collections import Counter
def confusion_matrix(predicted, target, n_classes):
    counts = Counter(zip(target.tolist(), predicted.tolist()))
    m = np.zeros((n_classes, n_classes), dtype=np.int64)
    for (t, p), k in counts.items():
        m[t][p] = k
    return m

# %% right
def confusion_matrix(predicted, target, n_classes):
    rows = [np.bincount(predicted[target == c], minlength=n_classes) for c in range(n_classes)]
    return np.vstack(rows)

# %% right
import torch
def confusion_matrix(predicted, target, n_classes):
    cm = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    index = (torch.as_tensor(target), torch.as_tensor(predicted))
    cm.index_put_(index, torch.ones(len(target), dtype=torch.int64), accumulate=True)
    return cm

# %% right
def confusion_matrix(predicted, target, n_classes):
    columns_are_truth = np.zeros((n_classes, n_classes), int)
    for k in range(predicted.size):
        columns_are_truth[predicted[k]][target[k]] += 1
    return columns_are_truth.T

# %% right
def confusion_matrix(predicted, target, n_classes):
    flat = [0] * (n_classes * n_classes)
    for t, p in zip(target, predicted):
        flat[n_classes * int(t) + int(p)] += 1
    return np.reshape(flat, (n_classes, n_classes))

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    codes = np.asarray(target) * n_classes + np.asarray(predicted)
    return np.bincount(codes, minlength=n_classes ** 2).reshape(n_classes, n_classes)

# %% wrong (held): counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        m[t, p] = 1
    return m

# %% wrong (held): rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        m[p, t] = 1
    return m

# %% wrong (held): shares of all samples
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        m[t, p] = 1
    return m / len(target)

# %% equivalent: line 3: True → False
# predicted and target are of one length, so there is nothing for strict to find.

# %% wrong (developed): rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        m[p, t] += 1
    return m

# %% wrong (developed): counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    m[target, predicted] += 1
    return m

# %% wrong (developed): the right predictions only
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for p, t in zip(predicted, target):
        if p == t:
            m[t, p] += 1
    return m

# %% wrong (developed): the size follows from the data
def confusion_matrix(predicted, target, n_classes):
    n = max(predicted.max(), target.max()) + 1
    m = np.zeros((n, n), dtype=int)
    for p, t in zip(predicted, target):
        m[t, p] += 1
    return m

# %% wrong (developed): shares of all samples
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes))
    np.add.at(m, (target, predicted), 1)
    return m / len(target)

# %% wrong (held): counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for t, p in zip(target, predicted):
        m[t][p] = 1
    return m

# %% wrong (held): shares of each row
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes))
    for t, p in zip(target, predicted):
        m[t, p] += 1
    return m / np.maximum(m.sum(axis=1, keepdims=True), 1)

# %% wrong (held): all rows are the same
def confusion_matrix(predicted, target, n_classes):
    m = [[0] * n_classes] * n_classes
    for t, p in zip(target, predicted):
        m[t][p] += 1
    return m

# %% wrong (developed): the wrong predictions only
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for t, p in zip(target, predicted):
        if t != p:
            m[t, p] += 1
    return m

# %% wrong (developed): returns inside the loop
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    for i in range(len(target)):
        m[target[i], predicted[i]] += 1
        return m

# %% wrong (held): one too large
def confusion_matrix(predicted, target, n_classes):
    m = np.ones((n_classes, n_classes), dtype=int)
    for i in range(len(target)):
        m[target[i], predicted[i]] += 1
    return m

# %% wrong (developed): rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), dtype=int)
    m[predicted, target] += 1
    return m

# %% wrong (held): unused parameter
def confusion_matrix(predicted, target, n_classes):
    n = len(set(target))
    m = np.zeros((n, n), dtype=int)
    for p, t in zip(predicted, target):
        if p < n and t < n:
            m[p, t] += 1
    return m

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    return np.bincount(target * n_classes + predicted, minlength=n_classes ** 2).reshape(n_classes, -1)

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    eye = np.eye(n_classes)
    return eye[target].T @ eye[predicted]

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    r = range(n_classes)
    return [[int(np.sum((target == t) & (predicted == p))) for p in r] for t in r]

# %% wrong (developed): rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), int)
    for p, t in zip(predicted, target):
        m[p, t] += 1
    return m

# %% wrong (developed): unused parameter
def confusion_matrix(predicted, target, n_classes):
    k = target.max() + 1
    m = np.zeros((k, k))
    for p, t in zip(predicted, target):
        if p < k:
            m[t, p] += 1
    return m / len(target)

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), int)
    np.add.at(m, (target, predicted), 1)
    return m

# %% wrong (held): counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes), int)
    m[target, predicted] += 1
    return m

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    identity = np.eye(n_classes, dtype=int)
    as_targets = identity[np.asarray(target, dtype=int)]
    as_predictions = identity[np.asarray(predicted, dtype=int)]
    return np.einsum("st,sp->tp", as_targets, as_predictions)

# %% wrong (held): wrong only where the last classes do not occur and where the first class does not occur
def confusion_matrix(predicted, target, n_classes):
    counts, _, _ = np.histogram2d(target, predicted, bins=n_classes)
    return counts.astype(int)

# %% wrong (held): wrong only where a pair comes more than a hundred times
def confusion_matrix(predicted, target, n_classes):
    result = np.zeros((n_classes, n_classes), dtype=np.uint8)
    for i in range(len(target)):
        result[target[i], predicted[i]] += 1
    return result

# %% wrong (held): counts a pair once, however often it comes
def confusion_matrix(predicted, target, n_classes):
    cm = np.zeros((n_classes, n_classes), int)
    cm[target, predicted] += 1
    return cm

# %% wrong (held): rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes))
    for p, t in zip(predicted, target):
        m[p, t] = 1
    return m

# %% right (held)
def confusion_matrix(predicted, target, n_classes):
    return np.bincount(target * n_classes + predicted, minlength=n_classes ** 2).reshape(n_classes, n_classes)

# %% wrong (developed): the size follows from the data
def confusion_matrix(predicted, target, n_classes):
    k = max(predicted.max(), target.max()) + 1
    cm = np.zeros((k, k), dtype=int)
    for t, p in zip(target, predicted):
        cm[t][p] += 1
    return cm

# %% wrong: rows and columns exchanged
def confusion_matrix(predicted, target, n_classes):
    m = np.zeros((n_classes, n_classes))
    m[predicted, target] += 1
    return m
