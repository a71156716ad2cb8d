import numpy as np

# %% wrong: precision and recall exchanged
def precision_recall_f1(confusion):
    def ratio(a, b):
        return np.divide(a, b, out=np.zeros(len(a)), where=b != 0)
    tp = np.diag(confusion).astype(float)
    columns = confusion.sum(axis=0).astype(float)
    rows = confusion.sum(axis=1).astype(float)
    return ratio(tp, rows), ratio(tp, columns), ratio(2 * tp, rows + columns)

# %% wrong: 1 where it is undefined
def precision_recall_f1(confusion):
    def ratio(a, b):
        return np.divide(a, b, out=np.ones(len(a)), where=b != 0)
    tp = np.diag(confusion).astype(float)
    columns = confusion.sum(axis=0).astype(float)
    rows = confusion.sum(axis=1).astype(float)
    return ratio(tp, columns), ratio(tp, rows), ratio(2 * tp, rows + columns)

# %% wrong: UFuncTypeError
def precision_recall_f1(confusion):
    def ratio(a, b):
        return np.divide(a, b, out=np.zeros_like(confusion), where=b != 0)
    tp = np.diag(confusion).astype(float)
    columns = confusion.sum(axis=0).astype(float)
    rows = confusion.sum(axis=1).astype(float)
    return ratio(tp, columns), ratio(tp, rows), ratio(2 * tp, rows + columns)

# %% wrong: F1 is 0 divided by 0
def precision_recall_f1(confusion):
    with np.errstate(all="ignore"):
        tp = np.diagonal(confusion)
        p = np.nan_to_num(tp / confusion.sum(0))
        r = np.nan_to_num(tp / confusion.sum(1))
        f = 2 * p * r / (p + r)
    return p, r, f

# %% wrong: F1 as the plain mean
def precision_recall_f1(confusion):
    with np.errstate(all="ignore"):
        tp = np.diagonal(confusion)
        p = np.nan_to_num(tp / confusion.sum(0))
        r = np.nan_to_num(tp / confusion.sum(1))
        f = (p + r) / 2
    return p, r, f

# %% wrong: one mean over the classes
def precision_recall_f1(confusion):
    with np.errstate(all="ignore"):
        tp = np.diagonal(confusion)
        p = np.nan_to_num(tp / confusion.sum(0))
        r = np.nan_to_num(tp / confusion.sum(1))
        f = np.nan_to_num(2 * p * r / (p + r))
    return p.mean(), r.mean(), f.mean()

# %% wrong: cut off to whole numbers
def precision_recall_f1(confusion):
    k = len(confusion)
    precision, recall, f1 = np.zeros(k), np.zeros(k), np.zeros(k)
    for i in range(k):
        tp = confusion[i, i]
        predicted = confusion[:, i].sum()
        actual = confusion[i, :].sum()
        if predicted > 0:
            precision[i] = tp // predicted
        if actual > 0:
            recall[i] = tp // actual
        if precision[i] + recall[i] > 0:
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i])
    return precision, recall, f1

# %% wrong: precision and recall exchanged
def precision_recall_f1(confusion):
    k = len(confusion)
    precision, recall, f1 = np.zeros(k), np.zeros(k), np.zeros(k)
    for i in range(k):
        tp = confusion[i, i]
        predicted = confusion[i, :].sum()
        actual = confusion[:, i].sum()
        if predicted > 0:
            precision[i] = tp / predicted
        if actual > 0:
            recall[i] = tp / actual
        if precision[i] + recall[i] > 0:
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i])
    return precision, recall, f1

# %% wrong: (no diagnosis) | the first class is left out
def precision_recall_f1(confusion):
    k = len(confusion)
    precision, recall, f1 = np.zeros(k), np.zeros(k), np.zeros(k)
    for i in range(1, k):
        tp = confusion[i, i]
        predicted = confusion[:, i].sum()
        actual = confusion[i, :].sum()
        if predicted > 0:
            precision[i] = tp / predicted
        if actual > 0:
            recall[i] = tp / actual
        if precision[i] + recall[i] > 0:
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i])
    return precision, recall, f1

# %% wrong: cut off to whole numbers
def precision_recall_f1(confusion):
    k = len(confusion)
    precision, recall, f1 = [np.zeros_like(confusion[0]) for _ in range(3)]
    for i in range(k):
        tp = confusion[i, i]
        predicted = confusion[:, i].sum()
        actual = confusion[i, :].sum()
        if predicted > 0:
            precision[i] = tp / predicted
        if actual > 0:
            recall[i] = tp / actual
        if precision[i] + recall[i] > 0:
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i])
    return precision, recall, f1

# %% wrong: precision and recall exchanged
def precision_recall_f1(confusion):
    tp = confusion.diagonal()
    fp = confusion.sum(axis=1) - tp
    fn = confusion.sum(axis=0) - tp
    precision = tp / np.maximum(tp + fp, 1)
    recall = tp / np.maximum(tp + fn, 1)
    f1 = 2 * tp / np.maximum(2 * tp + fp + fn, 1)
    return precision, recall, f1

# %% wrong: counts the right ones twice below the line
def precision_recall_f1(confusion):
    tp = confusion.diagonal()
    fp = confusion.sum(axis=0)
    fn = confusion.sum(axis=1)
    precision = tp / np.maximum(tp + fp, 1)
    recall = tp / np.maximum(tp + fn, 1)
    f1 = 2 * tp / np.maximum(2 * tp + fp + fn, 1)
    return precision, recall, f1

# %% wrong: ValueError
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = tp / predicted if predicted > 0 else 0
    recall = tp / actual if actual > 0 else 0
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1

# %% wrong: (no diagnosis) | an eps in the denominators that is too large
def precision_recall_f1(confusion):
    eps = 1e-2
    tp = np.diag(confusion)
    p = tp / (confusion.sum(axis=0) + eps)
    r = tp / (confusion.sum(axis=1) + eps)
    return p, r, 2 * p * r / (p + r + eps)

# %% wrong: changes its input, and is wrong
def precision_recall_f1(confusion):
    tp = np.diag(confusion).copy()
    confusion[confusion == 0] = 1
    p = tp / confusion.sum(axis=0)
    r = tp / confusion.sum(axis=1)
    return p, r, 2 * p * r / (p + r)

# %% wrong: wrong type
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    support = confusion.sum(axis=1)
    p = tp / np.maximum(confusion.sum(axis=0), 1)
    r = tp / np.maximum(support, 1)
    f = 2 * p * r / np.maximum(p + r, 1e-12)
    return p, r, f, support

# %% wrong: F1 divided by 1 at least
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    p = tp / np.maximum(confusion.sum(axis=0), 1)
    r = tp / np.maximum(confusion.sum(axis=1), 1)
    return p, r, 2 * p * r / np.maximum(p + r, 1)

# %% wrong: AttributeError
def precision_recall_f1(confusion):
    tp = confusion.diag()
    p = tp / confusion.sum(dim=0).clamp(min=1)
    r = tp / confusion.sum(dim=1).clamp(min=1)
    return p, r, 2 * p * r / (p + r).clamp(min=1e-12)

# %% right: loop
def precision_recall_f1(confusion):
    k = len(confusion)
    precision, recall, f1 = np.zeros(k), np.zeros(k), np.zeros(k)
    for i in range(k):
        tp = confusion[i, i]
        predicted = confusion[:, i].sum()
        actual = confusion[i, :].sum()
        if predicted > 0:
            precision[i] = tp / predicted
        if actual > 0:
            recall[i] = tp / actual
        if precision[i] + recall[i] > 0:
            f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i])
    return precision, recall, f1

# %% right: maximum one
def precision_recall_f1(confusion):
    tp = confusion.diagonal()
    fp = confusion.sum(axis=0) - tp
    fn = confusion.sum(axis=1) - tp
    precision = tp / np.maximum(tp + fp, 1)
    recall = tp / np.maximum(tp + fn, 1)
    f1 = 2 * tp / np.maximum(2 * tp + fp + fn, 1)
    return precision, recall, f1

# %% right
def precision_recall_f1(confusion):
    rows = confusion.tolist()
    n = len(rows)
    result = ([], [], [])
    for c in range(n):
        tp = rows[c][c]
        fn = sum(rows[c]) - tp
        fp = sum(row[c] for row in rows) - tp
        p = tp / (tp + fp) if tp + fp else 0.0
        r = tp / (tp + fn) if tp + fn else 0.0
        for values, v in zip(result, (p, r, 2 * p * r / (p + r) if p + r else 0.0)):
            values.append(v)
    return result

# %% right
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    predicted, actual = confusion.sum(0), confusion.sum(1)
    p = np.where(predicted > 0, tp / np.where(predicted > 0, predicted, 1), 0)
    r = np.where(actual > 0, tp / np.where(actual > 0, actual, 1), 0)
    s = p + r
    return p, r, np.where(s > 0, 2 * p * r / np.where(s > 0, s, 1), 0)

# %% right: normalised matrices
def precision_recall_f1(confusion):
    c = confusion.astype(float)
    by_column = c / np.clip(c.sum(axis=0, keepdims=True), 1, None)
    by_row = c / np.clip(c.sum(axis=1, keepdims=True), 1, None)
    p, r = by_column.diagonal().copy(), by_row.diagonal().copy()
    f = np.zeros_like(p)
    ok = (p + r) > 0
    f[ok] = 2 * p[ok] * r[ok] / (p[ok] + r[ok])
    return p, r, f

# %% right
def precision_recall_f1(confusion):
    tp = confusion[np.arange(len(confusion)), np.arange(len(confusion))]
    p = tp / confusion.sum(axis=0)
    r = tp / confusion.sum(axis=1)
    p[np.isnan(p)] = 0
    r[np.isnan(r)] = 0
    f = 2 * p * r / (p + r)
    f[np.isnan(f)] = 0
    return [p, r, f]

# %% right
def precision_recall_f1(confusion):
    def share(matrix):
        return [row[i] / row.sum() if row.sum() else 0.0 for i, row in enumerate(matrix)]
    recall, precision = share(confusion), share(confusion.T)
    f1 = [2 * p * r / (p + r) if p * r else 0.0 for p, r in zip(precision, recall)]
    return precision, recall, f1

# %% right
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    p = np.ma.filled(np.ma.masked_invalid(np.ma.divide(tp, confusion.sum(axis=0))), 0.0)
    r = np.ma.filled(np.ma.masked_invalid(np.ma.divide(tp, confusion.sum(axis=1))), 0.0)
    f = np.ma.filled(np.ma.masked_invalid(np.ma.divide(2 * p * r, p + r)), 0.0)
    return p, r, f

# %% right (held)
def precision_recall_f1(confusion):
    safe = lambda a, b: np.divide(a, b, out=np.zeros(len(a)), where=b != 0)
    hits = confusion.diagonal() * 1.0
    col, row = confusion.sum(0) * 1.0, confusion.sum(1) * 1.0
    return safe(hits, col), safe(hits, row), safe(2 * hits, col + row)

# %% wrong (held): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=1)
    actual = confusion.sum(axis=0)
    precision = np.where(predicted > 0, tp / np.maximum(predicted, 1), 0.0)
    recall = np.where(actual > 0, tp / np.maximum(actual, 1), 0.0)
    s = precision + recall
    f1 = np.where(s > 0, 2 * precision * recall / np.where(s > 0, s, 1), 0.0)
    return precision, recall, f1

# %% wrong (held): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=1)
    actual = confusion.sum(axis=0)
    precision = np.where(predicted > 0, tp / np.maximum(predicted, 1), 0.0)
    recall = np.where(actual > 0, tp / np.maximum(actual, 1), 0.0)
    s = precision + recall
    f1 = np.where(s > 0, precision * recall / np.where(s > 0, s, 1), 0.0)
    return precision, recall, f1

# %% equivalent: line 4: 1 → -1
# A table has two axes, so the last one is axis 1.

# %% equivalent: line 6: 1 → 2
# Where both are 0, so is what is divided: 0 by 2 is 0 as well.

# %% equivalent: line 6: 1 → -1
# Where both are 0, so is what is divided: 0 by −1 is 0 as well.

# %% right (developed)
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (held): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=1)
    actual = confusion.sum(axis=0)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (developed): wrong only where a class never occurs or is never predicted
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = tp / predicted
    recall = tp / actual
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (developed): F1 as the plain mean
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = s / 2
    return precision, recall, f1

# %% wrong (held): F1 without the 2
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (held): one mean over the classes
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision.mean(), recall.mean(), f1.mean()

# %% wrong (developed): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return recall, precision, f1

# %% wrong (held): (no diagnosis)
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = np.full(len(tp), confusion.sum())
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (developed): cut off to whole numbers
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = tp // np.maximum(predicted, 1)
    recall = tp // np.maximum(actual, 1)
    s = precision + recall
    f1 = np.where(s > 0, 2 * precision * recall / np.maximum(s, 1), 0)
    return precision, recall, f1

# %% wrong (held): (no diagnosis)
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = tp / (predicted + 1e-3)
    recall = tp / (actual + 1e-3)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (developed): (no diagnosis)
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0) - tp
    actual = confusion.sum(axis=1)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = np.divide(2 * precision * recall, s, out=np.zeros_like(tp), where=s > 0)
    return precision, recall, f1

# %% wrong (developed): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=1)
    actual = confusion.sum(axis=0)
    precision = np.divide(tp, predicted, out=np.zeros_like(tp), where=predicted > 0)
    recall = np.divide(tp, actual, out=np.zeros_like(tp), where=actual > 0)
    s = precision + recall
    f1 = s / 2
    return precision, recall, f1

# %% wrong (held): F1 without the 2
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    predicted = confusion.sum(axis=0)
    actual = confusion.sum(axis=1)
    precision = tp / predicted
    recall = tp / actual
    f1 = precision * recall / (precision + recall)
    return precision, recall, f1

# %% right (held)
def precision_recall_f1(confusion):
    n = len(confusion)
    ratio = lambda a, b: a / b if b else 0.0
    p = [ratio(confusion[k][k], sum(confusion[t][k] for t in range(n))) for k in range(n)]
    r = [ratio(confusion[k][k], sum(confusion[k])) for k in range(n)]
    return p, r, [ratio(2 * a * b, a + b) for a, b in zip(p, r)]

# %% right (held)
def precision_recall_f1(confusion):
    tp = confusion.diagonal()
    with np.errstate(all="ignore"):
        p, r = tp / confusion.sum(0), tp / confusion.sum(1)
        f = 2 * tp / (confusion.sum(0) + confusion.sum(1))
    return tuple(np.nan_to_num(v) for v in (p, r, f))

# %% right (developed)
def precision_recall_f1(confusion):
    safe = lambda a, b: np.divide(a, b, out=np.zeros(len(a)), where=b != 0)
    tp = confusion.diagonal().astype(float)
    cols, rows = confusion.sum(0), confusion.sum(1)
    return safe(tp, cols), safe(tp, rows), safe(2 * tp, cols + rows)

# %% wrong (developed): 0 divided by 0
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    p = tp / confusion.sum(axis=0)
    r = tp / confusion.sum(axis=1)
    return p, r, 2 * p * r / (p + r)

# %% wrong (developed): F1 as the plain mean
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    p = tp / confusion.sum()
    r = tp / np.maximum(confusion.sum(axis=1), 1)
    return p, r, (p + r) / 2

# %% wrong (held): precision and recall exchanged
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    r = tp / np.maximum(confusion.sum(axis=0), 1)
    p = tp / np.maximum(confusion.sum(axis=1), 1)
    f = np.where(p + r > 0, 2 * p * r / np.where(p + r > 0, p + r, 1), 0)
    return p, r, f

# %% right (held)
def precision_recall_f1(confusion):
    counts = np.asarray(confusion, dtype=float)
    hits = np.einsum("ii->i", counts)
    down, across = np.ones(len(counts)) @ counts, counts @ np.ones(len(counts))
    with np.errstate(divide="ignore", invalid="ignore"):
        return tuple(np.nan_to_num(hits / size, nan=0.0) for size in (down, across, (down + across) / 2))

# %% wrong (developed): F1 without the 2
def precision_recall_f1(confusion):
    correct = confusion.diagonal()
    columns, rows = confusion.sum(0), confusion.sum(1)
    precision = np.array([c / n if n > 0 else 1.0 for c, n in zip(correct, columns)])
    recall = np.array([c / n if n > 0 else 0.0 for c, n in zip(correct, rows)])
    both = precision + recall
    f1 = np.zeros(len(both))
    some = both > 0
    f1[some] = precision[some] * recall[some] / both[some]
    return precision, recall, f1

# %% wrong (developed): F1 without the 2
def precision_recall_f1(confusion):
    def share(a, b):
        b = np.asarray(b, dtype=float)
        return np.where(b > 0, a / np.where(b > 0, b, 1), 0.0)

    tp = confusion.diagonal()
    fp = confusion.sum(axis=0) - tp
    fn = confusion.sum(axis=1) - tp
    p = share(tp, tp + fp)
    r = share(tp, confusion.sum())
    return p, r, share(p * r, p + r)

# %% wrong (held): F1 as the plain mean
def precision_recall_f1(confusion):
    tp = np.diag(confusion).astype(float)
    col, row = confusion.sum(0), confusion.sum(1)
    prec = np.array([t / c if c else 0.0 for t, c in zip(tp, col)])
    rec = np.array([t / r if r else 0.0 for t, r in zip(tp, row)])
    f1 = (prec + rec) / 2
    return prec, rec, f1

# %% wrong (held): F1 is 0 divided by 0
def precision_recall_f1(confusion):
    tp = np.diag(confusion)
    with np.errstate(all="ignore"):
        p = np.nan_to_num(tp / confusion.sum(axis=0))
        r = np.nan_to_num(tp / confusion.sum(axis=1))
        f = 2 * p * r / (p + r)
    return p, r, f

# %% right (developed)
def precision_recall_f1(confusion):
    tp = confusion.diagonal()
    p = tp / np.maximum(confusion.sum(0), 1)
    r = tp / np.maximum(confusion.sum(1), 1)
    f = 2 * tp / np.maximum(confusion.sum(0) + confusion.sum(1), 1)
    return p, r, f
