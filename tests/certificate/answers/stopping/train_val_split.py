import numpy as np

# %% wrong: the last samples, not shuffled
def train_val_split(x, y, val_ratio, rng):
    n_val = int(len(x) * val_ratio)
    n_train = len(x) - n_val
    x_train = x[:n_train]
    y_train = y[:n_train]
    x_val = x[n_train:]
    y_val = y[n_train:]
    return x_train, y_train, x_val, y_val

# %% wrong: tears samples and targets apart
def train_val_split(x, y, val_ratio, rng):
    x = rng.permutation(x)
    y = rng.permutation(y)
    split = len(x) - int(len(x) * val_ratio)
    return x[:split], y[:split], x[split:], y[split:]

# %% wrong: pairs torn apart | tears samples and targets apart
def train_val_split(x, y, val_ratio, rng):
    rng.shuffle(x)
    rng.shuffle(y)
    n_val = int(len(x) * val_ratio)
    x_val, y_val = x[:n_val], y[:n_val]
    x_train, y_train = x[n_val:], y[n_val:]
    return x_train, y_train, x_val, y_val

# %% wrong: returns x_train, x_val, y_train, y_val
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val_idx, train_idx = idx[:n_val], idx[n_val:]
    x_train, x_val = x[train_idx], x[val_idx]
    y_train, y_val = y[train_idx], y[val_idx]
    return x_train, x_val, y_train, y_val

# %% wrong: the two parts exchanged
def train_val_split(x, y, val_ratio, rng):
    indices = np.arange(len(x))
    rng.shuffle(indices)
    split = int(len(x) * val_ratio)
    x_train, y_train = x[indices[:split]], y[indices[:split]]
    x_val, y_val = x[indices[split:]], y[indices[split:]]
    return x_train, y_train, x_val, y_val

# %% wrong: AttributeError
def train_val_split(x, y, val_ratio, rng):
    idx = list(range(len(x)))
    rng.random.shuffle(idx)
    n_val = int(len(idx) * val_ratio)
    return x[idx[n_val:]], y[idx[n_val:]], x[idx[:n_val]], y[idx[:n_val]]

# %% wrong: TypeError
def train_val_split(x, y, val_ratio, rng):
    idx = rng.shuffle(np.arange(len(x)))
    n_val = int(len(x) * val_ratio)
    val_idx = idx[:n_val]
    train_idx = idx[n_val:]
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]

# %% wrong: rounds up
def train_val_split(x, y, val_ratio, rng):
    perm = rng.permutation(len(x))
    n_val = int(np.ceil(len(x) * val_ratio))
    x, y = x[perm], y[perm]
    return x[n_val:], y[n_val:], x[:n_val], y[:n_val]

# %% wrong: TypeError
def train_val_split(x, y, val_ratio, rng):
    perm = rng.permutation(len(x))
    n_val = len(x) * val_ratio
    val = perm[:n_val]
    train = perm[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong: one too many
def train_val_split(x, y, val_ratio, rng):
    mask = rng.random(len(x)) < val_ratio
    x_train, y_train = x[~mask], y[~mask]
    x_val, y_val = x[mask], y[mask]
    return x_train, y_train, x_val, y_val

# %% wrong: does not use rng
def train_val_split(x, y, val_ratio, rng):
    rng = np.random.default_rng(42)
    order = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    return x[order[n_val:]], y[order[n_val:]], x[order[:n_val]], y[order[:n_val]]

# %% wrong: trains on everything
def train_val_split(x, y, val_ratio, rng):
    n_val = int(len(x) * val_ratio)
    val_idx = rng.choice(len(x), n_val, replace=False)
    x_val, y_val = x[val_idx], y[val_idx]
    x_train, y_train = x, y
    return x_train, y_train, x_val, y_val

# %% wrong: draws with replacement
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    val_idx = rng.choice(n, size=int(n * val_ratio))
    train_idx = np.array([i for i in range(n) if i not in val_idx])
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]

# %% wrong: AttributeError
def train_val_split(x, y, val_ratio, rng):
    rng.seed(0)
    idx = rng.permutation(x.shape[0])
    n_val = int(x.shape[0] * val_ratio)
    return x[idx[n_val:]], y[idx[n_val:]], x[idx[:n_val]], y[idx[:n_val]]

# %% wrong: pairs torn apart
def train_val_split(x, y, val_ratio, rng):
    n = x.shape[-1]
    n_val = int(n * val_ratio)
    idx = rng.permutation(n)
    x = x[idx]
    return x[n_val:], y[n_val:], x[:n_val], y[:n_val]

# %% wrong: not four parts
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    train = (x[idx[n_val:]], y[idx[n_val:]])
    val = (x[idx[:n_val]], y[idx[:n_val]])
    return train, val

# %% wrong: trains on everything
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    n_train = len(x) - n_val
    train = idx[:n_train]
    val = idx[:n_val]
    return x[train], y[train], x[val], y[val]

# %% right: by a permutation
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val_idx, train_idx = idx[:n_val], idx[n_val:]
    return x[train_idx], y[train_idx], x[val_idx], y[val_idx]

# %% right
def train_val_split(x, y, val_ratio, rng):
    n = x.shape[0]
    n_train = n - int(n * val_ratio)
    indices = np.arange(n)
    rng.shuffle(indices)
    x, y = x[indices], y[indices]
    return x[:n_train], y[:n_train], x[n_train:], y[n_train:]

# %% right: by choice and a mask
def train_val_split(x, y, val_ratio, rng):
    chosen = rng.choice(len(x), size=int(len(x) * val_ratio), replace=False)
    is_val = np.zeros(len(x), dtype=bool)
    is_val[chosen] = True
    return x[~is_val], y[~is_val], x[is_val], y[is_val]

# %% right: by sorting random keys
def train_val_split(x, y, val_ratio, rng):
    keys = rng.random(len(x))
    order = np.argsort(keys)
    n_val = int(len(x) * val_ratio)
    return (x[order[n_val:]], y[order[n_val:]],
            x[order[:n_val]], y[order[:n_val]])

# %% right
import copy
def train_val_split(x, y, val_ratio, rng):
    twin = copy.deepcopy(rng)
    xs = rng.permutation(x)
    ys = twin.permutation(y)
    cut = len(xs) - int(len(xs) * val_ratio)
    return xs[:cut], ys[:cut], xs[cut:], ys[cut:]

# %% right
def train_val_split(x, y, val_ratio, rng):
    n_val = int(len(x) * val_ratio)
    val, train = np.split(rng.permutation(len(x)), [n_val])
    print("train", len(train), "val", len(val))
    return x[train], y[train], x[val], y[val]

# %% right
def train_val_split(x, y, val_ratio, rng):
    p, k = rng.permutation(len(x)), int(len(x) * val_ratio)
    return tuple(a[i] for i in (p[k:], p[:k]) for a in (x, y))

# %% right
def train_val_split(x, y, val_ratio, rng):
    x = np.array(x)
    y = np.array(y)
    # Fisher-Yates, on copies
    for i in range(len(x) - 1, 0, -1):
        j = int(rng.integers(0, i + 1))
        if i != j:
            x[[i, j]] = x[[j, i]]
            y[[i, j]] = y[[j, i]]
    n_val = int(len(x) * val_ratio)
    return x[n_val:], y[n_val:], x[:n_val], y[:n_val]

# %% right (held)
def train_val_split(x, y, val_ratio, rng):
    order = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val, train = order[:n_val], order[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong (developed): the first samples, not shuffled
def train_val_split(x, y, val_ratio, rng):
    order = np.arange(len(x))
    n_val = int(len(x) * val_ratio)
    val, train = order[:n_val], order[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong (developed): returns x_train, x_val, y_train, y_val
def train_val_split(x, y, val_ratio, rng):
    order = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val, train = order[:n_val], order[n_val:]
    return x[train], x[val], y[train], y[val]

# %% wrong (held): the two parts exchanged
def train_val_split(x, y, val_ratio, rng):
    order = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    train, val = order[:n_val], order[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong (developed): trains on everything
def train_val_split(x, y, val_ratio, rng):
    order = rng.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val, train = order[:n_val], order
    return x[train], y[train], x[val], y[val]

# %% wrong (held): does not use rng
def train_val_split(x, y, val_ratio, rng):
    order = np.random.permutation(len(x))
    n_val = int(len(x) * val_ratio)
    val, train = order[:n_val], order[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong (developed): rounds to the nearest
def train_val_split(x, y, val_ratio, rng):
    order = rng.permutation(len(x))
    n_val = round(len(x) * val_ratio)
    val, train = order[:n_val], order[n_val:]
    return x[train], y[train], x[val], y[val]

# %% wrong (held): tears samples and targets apart
def train_val_split(x, y, val_ratio, rng):
    n_val = int(len(x) * val_ratio)
    x = rng.permutation(x)
    y = rng.permutation(y)
    return x[n_val:], y[n_val:], x[:n_val], y[:n_val]

# %% wrong (held): changes its input
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    x[:] = x[idx]
    y[:] = y[idx]
    k = int(len(x) * val_ratio)
    return x[k:], y[k:], x[:k], y[:k]

# %% wrong (developed): a sample twice
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    idx = rng.choice(n, size=n)
    return x[idx[k:]], y[idx[k:]], x[idx[:k]], y[idx[:k]]

# %% wrong (held): does not use rng
def train_val_split(x, y, val_ratio, rng):
    rng = np.random.default_rng(0)
    idx = rng.permutation(len(x))
    k = int(len(x) * val_ratio)
    return x[idx[k:]], y[idx[k:]], x[idx[:k]], y[idx[:k]]

# %% wrong (developed): a slice that ends at −0
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    k = int(len(x) * val_ratio)
    return x[idx[:-k]], y[idx[:-k]], x[idx[-k:]], y[idx[-k:]]

# %% wrong (held): one too many
def train_val_split(x, y, val_ratio, rng):
    m = rng.random(len(x)) < val_ratio
    return x[~m], y[~m], x[m], y[m]

# %% wrong (developed): loses a sample
def train_val_split(x, y, val_ratio, rng):
    idx = rng.permutation(len(x))
    k = int(len(x) * val_ratio)
    return x[idx[k + 1:]], y[idx[k + 1:]], x[idx[:k]], y[idx[:k]]

# %% wrong (held): unused parameter
def train_val_split(x, y, val_ratio, rng):
    k = int(len(x) * val_ratio)
    return x[:k], y[:k], x[k:], y[k:]

# %% wrong (developed): returns x_train, x_val, y_train, y_val
def train_val_split(x, y, val_ratio, rng):
    k = int(len(x) * val_ratio)
    a, b = rng.permutation(len(x)), rng.permutation(len(x))
    x, y = x[a], y[b]
    return x[k:], x[:k], y[k:], y[:k]

# %% right (developed)
def train_val_split(x, y, val_ratio, rng):
    val, train = np.split(rng.permutation(x.shape[0]), [int(x.shape[0] * val_ratio)])
    return x[train], y[train], x[val], y[val]

# %% right (held)
def train_val_split(x, y, val_ratio, rng):
    n = len(y)
    chosen = rng.choice(n, int(n * val_ratio), replace=False)
    is_val = np.isin(np.arange(n), chosen)
    return x[~is_val], y[~is_val], x[is_val], y[is_val]

# %% right (developed)
def train_val_split(x, y, val_ratio, rng):
    order = np.argsort(rng.random(len(x)))
    cut = len(x) - int(len(x) * val_ratio)
    tr, va = order[:cut], order[cut:]
    return np.take(x, tr, axis=0), np.take(y, tr, axis=0), np.take(x, va, axis=0), np.take(y, va, axis=0)

# %% right (developed)
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    mask = np.zeros(n, dtype=bool)
    mask[rng.choice(n, size=int(n * val_ratio), replace=False)] = True
    return x[~mask], y[~mask], x[mask], y[mask]

# %% wrong (held): the first samples, not shuffled
def train_val_split(x, y, val_ratio, rng):
    k = int(len(x) * val_ratio)
    return x[k:], y[k:], x[:k], y[:k]

# %% wrong (held): tears samples and targets apart
def train_val_split(x, y, val_ratio, rng):
    k = int(len(x) * val_ratio)
    x = rng.permutation(x)
    y = rng.permutation(y)
    return x[k:], y[k:], x[:k], y[:k]

# %% wrong (held): returns x_train, x_val, y_train, y_val
def train_val_split(x, y, val_ratio, rng):
    i = rng.permutation(len(x))
    k = int(len(x) * val_ratio)
    return x[i[:k]], x[i[k:]], y[i[:k]], y[i[k:]]

# %% wrong (held): loses a sample
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    n_val = int(n * val_ratio)
    order = rng.permutation(n)
    val, train = order[:n_val], order[n_val + 1:]
    return x[train], y[train], x[val], y[val]

# %% wrong (held): loses a sample
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    n_val = int(n * val_ratio)
    order = rng.permutation(n)
    val, train = order[:n_val], order[n_val + 1:]
    return x[val], y[val], x[train], y[train]

# %% wrong (held): unused parameter
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    n_val = int(n * val_ratio)
    order = np.arange(n)
    val, train = order[:n_val], order[n_val + 1:]
    return x[train], y[train], x[val], y[val]

# %% right (developed)
def train_val_split(x, y, val_ratio, rng):
    keys = rng.permutation(len(x))
    by_chance = np.argsort(keys)
    val_and_train = np.split(by_chance, [int(len(x) * val_ratio)])
    parts = [array[which] for which in reversed(val_and_train) for array in (x, y)]
    return tuple(parts)

# %% wrong: draws with replacement
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    chosen = rng.choice(n, int(n * val_ratio))
    mask = np.zeros(n, dtype=bool)
    mask[chosen] = True
    return x[~mask], y[~mask], x[mask], y[mask]

# %% wrong: draws with replacement
def train_val_split(x, y, val_ratio, rng):
    val = set(rng.choice(len(x), int(len(x) * val_ratio)).tolist())
    inside = np.array([i in val for i in range(len(x))])
    return x[~inside], y[~inside], x[inside], y[inside]

# %% wrong (held): tears samples and targets apart
def train_val_split(x, y, val_ratio, rng):
    n_val = int(len(x) * val_ratio)
    xs = x[rng.permutation(len(x))]
    ys = y[rng.permutation(len(y))]
    return xs[n_val:], ys[n_val:], xs[:n_val], ys[:n_val]

# %% right (held)
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    chosen = np.zeros(n, bool)
    chosen[rng.choice(n, int(n * val_ratio), replace=False)] = True
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% wrong (developed): draws with replacement
def train_val_split(x, y, val_ratio, rng):
    n = x.shape[0]
    k = int(n * val_ratio)
    val = rng.choice(n, size=k)
    train = np.setdiff1d(np.arange(n), val)
    return x[train], y[train], x[val], y[val]

# %% wrong (held): rounds up
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    n_train = int(n * (1 - val_ratio))
    order = rng.permutation(n)
    tr, va = order[:n_train], order[n_train:]
    return x[tr], y[tr], x[va], y[va]

# %% right (held)
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    keys = rng.random(n)
    order = keys.argsort()
    k = int(n * val_ratio)
    return x[order[k:]], y[order[k:]], x[order[:k]], y[order[:k]]

# %% right
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    chosen = np.zeros(n, dtype=bool)
    chosen[rng.choice(n, int(n * val_ratio), replace=False)] = True
    return x[~chosen], y[~chosen], x[chosen], y[chosen]

# %% wrong (held): one too many
import math
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = n - math.ceil(n * (1 - val_ratio))
    p = rng.permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]

# %% wrong (held): another size
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = n * int(val_ratio * 100) // 100
    p = rng.permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]

# %% wrong (held): one too many
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = n * round(val_ratio * 100) // 100
    p = rng.permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]

# %% wrong (held): a sample is never for validation
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    val = rng.choice(n - 1, size=k, replace=False)
    mask = np.zeros(n, dtype=bool)
    mask[val] = True
    return x[~mask], y[~mask], x[mask], y[mask]

# %% wrong (held): a sample is never for validation
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    order = np.append(rng.permutation(n - 1), n - 1)
    return x[order[k:]], y[order[k:]], x[order[:k]], y[order[:k]]

# %% wrong (held): a sample is never for validation
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    p = 1 + rng.permutation(n - 1)
    v = p[:k]
    t = np.setdiff1d(np.arange(n), v)
    return x[t], y[t], x[v], y[v]

# %% wrong (held): samples lost
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    v = rng.permutation(n)[:k]
    xv, yv = x[v], y[v]
    keep = np.array([not any(np.array_equal(row, w) for w in xv) for row in x])
    return x[keep], y[keep], xv, yv

# %% wrong (held): samples lost
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    val = rng.permutation(n)[:k]
    chosen = {x[i].tobytes() for i in val}
    train = [i for i in range(n) if x[i].tobytes() not in chosen]
    return x[train], y[train], x[val], y[val]

# %% wrong (held): few different splits
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    p = np.random.default_rng(rng.integers(10)).permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]

# %% wrong (held): few different splits
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio)
    p = (np.arange(n) * 7 + rng.integers(n)) % n
    if n % 7 == 0:
        p = rng.permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]

# %% wrong (held): one too many
def train_val_split(x, y, val_ratio, rng):
    n = len(x)
    k = int(n * val_ratio + 1e-9)
    p = rng.permutation(n)
    return x[p[k:]], y[p[k:]], x[p[:k]], y[p[:k]]
