import numpy as np

# %% wrong: one mean for all features
def no_leakage(x_train, x_val):
    mean = x_train.mean()
    std = x_train.std()
    return (x_train - mean) / std, (x_val - mean) / std

# %% wrong: divides by the variance
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.var(axis=0)
    return (x_train - mean) / std, (x_val - mean) / std

# %% wrong: the validation part stays as it was
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std(axis=0)
    return (x_train - mean) / std, x_val

# %% wrong: the validation part is not divided
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std(axis=0)
    return (x_train - mean) / std, x_val - mean

# %% wrong: only the mean is divided
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std(axis=0)
    return x_train - mean / std, x_val - mean / std

# %% wrong: (no diagnosis)
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std(axis=0)
    return (x_train - mean) / (std + 0.1), (x_val - mean) / (std + 0.1)

# %% wrong: the validation part stays as it was
def no_leakage(x_train, x_val):
    x_train = (x_train - x_train.mean(axis=0)) / x_train.std(axis=0)
    x_val = (x_val - x_train.mean(axis=0)) / x_train.std(axis=0)
    return x_train, x_val

# %% wrong: changes its input
def no_leakage(x_train, x_val):
    mean, std = x_train.mean(0), x_train.std(0)
    x_train -= mean
    x_train /= std
    x_val -= mean
    x_val /= std
    return x_train, x_val

# %% wrong: to the range from 0 to 1
def no_leakage(x_train, x_val):
    lo = x_train.min(axis=0)
    hi = x_train.max(axis=0)
    return (x_train - lo) / (hi - lo), (x_val - lo) / (hi - lo)

# %% wrong: each part by itself
def no_leakage(x_train, x_val):
    def fit_transform(x):
        mu = np.mean(x, axis=0)
        sd = np.std(x, axis=0)
        return (x - mu) / sd
    return fit_transform(x_train), fit_transform(x_val)

# %% wrong: the validation part's statistics for both
def no_leakage(x_train, x_val):
    m = x_val.mean(axis=0)
    s = x_val.std(axis=0)
    return (x_train - m) / s, (x_val - m) / s

# %% wrong: the training mean, the validation part's own spread
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    x_train_std = (x_train - mean) / x_train.std(axis=0)
    x_val_std = (x_val - mean) / x_val.std(axis=0)
    return x_train_std, x_val_std

# %% wrong: the two parts exchanged
def no_leakage(x_train, x_val):
    mu, sigma = x_train.mean(axis=0), x_train.std(axis=0)
    x_val = (x_val - mu) / sigma
    x_train = (x_train - mu) / sigma
    return x_val, x_train

# %% wrong: TypeError
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std
    return (x_train - mean) / std, (x_val - mean) / std

# %% wrong: the sample standard deviation
import torch
def no_leakage(x_train, x_val):
    a, b = torch.from_numpy(x_train), torch.from_numpy(x_val)
    mean = a.mean(dim=0)
    std = a.std(dim=0)
    return ((a - mean) / std).numpy(), ((b - mean) / std).numpy()

# %% wrong: right only for features 1
def no_leakage(x_train, x_val):
    for j in range(x_train.shape[1]):
        mean = np.mean(x_train[:, j])
        std = np.std(x_train[:, j])
    return (x_train - mean) / std, (x_val - mean) / std

# %% wrong: NameError
def no_leakage(x_train, x_val):
    scaler = StandardScaler()
    x_train = scaler.fit_transform(x_train)
    x_val = scaler.transform(x_val)
    return x_train, x_val

# %% wrong: (no diagnosis)
def no_leakage(x_train, x_val):
    mean = (x_train.mean(axis=0) + x_val.mean(axis=0)) / 2
    var = ((x_train - mean) ** 2).mean(axis=0)
    return (x_train - mean) / var, (x_val - mean) / var

# %% right: by columns
def no_leakage(x_train, x_val):
    train = np.zeros_like(x_train)
    val = np.zeros_like(x_val)
    for j in range(x_train.shape[1]):
        column = x_train[:, j]
        m = sum(column) / len(column)
        s = (sum((v - m) ** 2 for v in column) / len(column)) ** 0.5
        train[:, j] = (column - m) / s
        val[:, j] = (x_val[:, j] - m) / s
    return train, val

# %% right
import torch
def no_leakage(x_train, x_val):
    a, b = torch.tensor(x_train), torch.tensor(x_val)
    std, mean = torch.std_mean(a, dim=0, correction=0)
    return (a - mean) / std, (b - mean) / std

# %% right
def no_leakage(x_train, x_val):
    m, s = x_train.mean(0), x_train.std(0)
    standardise = lambda x: (x - m) / s
    return standardise(x_train), standardise(x_val)

# %% right
def no_leakage(x_train, x_val):
    a = x_train.copy()
    b = x_val.copy()
    b -= a.mean(axis=0)
    a -= a.mean(axis=0)
    b /= a.std(axis=0)
    a /= a.std(axis=0)
    return a, b

# %% right: stacked
def no_leakage(x_train, x_val):
    n = len(x_train)
    everything = np.concatenate([x_train, x_val])
    everything = (everything - everything[:n].mean(axis=0)) / everything[:n].std(axis=0)
    return everything[:n], everything[n:]

# %% right
import statistics
def no_leakage(train, val):
    cols = list(zip(*train.tolist()))
    stats = [(statistics.fmean(c), statistics.pstdev(c)) for c in cols]
    def scale(rows):
        return [[(v - m) / s for v, (m, s) in zip(row, stats)] for row in rows]
    return scale(train.tolist()), scale(val.tolist())

# %% right
def no_leakage(x_train, x_val):
    centre = np.average(x_train, axis=0)
    spread = np.sqrt(np.square(x_train - centre).sum(axis=0) / x_train.shape[0])
    return np.divide(x_train - centre, spread), np.divide(x_val - centre, spread)

# %% right
def no_leakage(x_train, x_val):
    stats = np.apply_along_axis(lambda c: [c.mean(), c.std()], 0, x_train)
    return (x_train - stats[0]) / stats[1], (x_val - stats[0]) / stats[1]

# %% wrong (developed): each part by itself
def no_leakage(x_train, x_val):
    def z(a):
        return (a - a.mean(axis=0)) / a.std(axis=0)
    return z(x_train), z(x_val)

# %% wrong (held): both parts together
def no_leakage(x_train, x_val):
    both = np.concatenate([x_train, x_val])
    m, s = both.mean(0), both.std(0)
    return (x_train - m) / s, (x_val - m) / s

# %% wrong (held): one mean for all features
def no_leakage(x_train, x_val):
    m, s = x_train.mean(), x_train.std()
    return (x_train - m) / s, (x_val - m) / s

# %% wrong (developed): the sample standard deviation
def no_leakage(x_train, x_val):
    m, s = x_train.mean(axis=0), x_train.std(axis=0, ddof=1)
    return (x_train - m) / s, (x_val - m) / s

# %% wrong (held): divides by the variance
def no_leakage(x_train, x_val):
    m, v = x_train.mean(axis=0), x_train.var(axis=0)
    return (x_train - m) / v, (x_val - m) / v

# %% wrong (held): the validation part stays as it was
def no_leakage(x_train, x_val):
    m, s = x_train.mean(axis=0), x_train.std(axis=0)
    x_train = (x_train - m) / s
    return x_train, x_val

# %% wrong (held): to the range from 0 to 1
def no_leakage(x_train, x_val):
    lo, hi = x_train.min(axis=0), x_train.max(axis=0)
    return (x_train - lo) / (hi - lo), (x_val - lo) / (hi - lo)

# %% wrong (held): changes its input
def no_leakage(x_train, x_val):
    m, s = x_train.mean(axis=0), x_train.std(axis=0)
    x_train -= m
    x_train /= s
    x_val -= m
    x_val /= s
    return x_train, x_val

# %% wrong (developed): sample by sample
def no_leakage(x_train, x_val):
    m, s = x_train.mean(axis=1, keepdims=True), x_train.std(axis=1, keepdims=True)
    m2, s2 = x_val.mean(axis=1, keepdims=True), x_val.std(axis=1, keepdims=True)
    return (x_train - m) / s, (x_val - m2) / s2

# %% wrong (held): only the mean is divided
def no_leakage(x_train, x_val):
    m, s = x_train.mean(axis=0), x_train.std(axis=0)
    return x_train - m / s, x_val - m / s

# %% wrong (developed): both parts together
def no_leakage(x_train, x_val):
    both = np.vstack((x_train, x_val))
    m, s = both.mean(0), both.std(0, ddof=1)
    return (x_train - m) / s, (x_val - m) / s

# %% wrong (developed): each part by itself
def no_leakage(x_train, x_val):
    return (x_train - x_train.mean()) / x_train.std(), (x_val - x_val.mean()) / x_val.std()

# %% right (held)
def no_leakage(x_train, x_val):
    centre = np.average(x_train, axis=0)
    spread = np.sqrt(((x_train - centre) ** 2).mean(0))
    return tuple((part - centre) / spread for part in (x_train, x_val))

# %% right (developed)
def no_leakage(x_train, x_val):
    a, b = x_train.copy(), x_val.copy()
    for j in range(a.shape[1]):
        m, s = x_train[:, j].mean(), x_train[:, j].std()
        a[:, j] = (a[:, j] - m) / s
        b[:, j] = (b[:, j] - m) / s
    return a, b

# %% right (developed)
def no_leakage(x_train, x_val):
    mu = np.einsum("ij->j", x_train) / len(x_train)
    sd = np.sqrt(((x_train - mu) ** 2).mean(0))
    scale = lambda a: (a - mu) / sd
    return scale(x_train), scale(x_val)

# %% wrong (developed): both parts together
def no_leakage(x_train, x_val):
    both = np.vstack([x_train, x_val])
    mu, sd = both.mean(axis=0), both.var(axis=0)
    return (x_train - mu) / sd, (x_val - mu) / sd

# %% wrong (held): the sample standard deviation
def no_leakage(x_train, x_val):
    mu, sd = x_train.mean(axis=0), x_train.std(axis=0, ddof=1)
    return (x_train - mu) / sd, (x_val - mu) / sd

# %% wrong (held): each part by itself
def no_leakage(x_train, x_val):
    f = lambda a: (a - a.mean(axis=0)) / a.std(axis=0)
    return f(x_train), f(x_val)

# %% wrong (held): the sample standard deviation
def no_leakage(x_train, x_val):
    mean = x_train.mean(axis=0)
    std = x_train.std(axis=0, ddof=1)
    return (x_train - mean) / std, (x_val - mean) / std

# %% right (developed)
def no_leakage(x_train, x_val):
    root_n = len(x_train) ** 0.5
    columns_train, columns_val = [], []
    for seen, unseen in zip(x_train.T, x_val.T):
        shifted = seen - np.average(seen)
        size = np.linalg.norm(shifted) / root_n
        columns_train.append(shifted / size)
        columns_val.append((unseen - np.average(seen)) / size)
    return np.array(columns_train).T, np.array(columns_val).T

# %% wrong (developed): divides by the variance
def no_leakage(x_train, x_val):
    mu = x_train.mean()
    centred = x_train - mu
    spread = ((x_train - x_train.mean(0)) ** 2).mean(0)
    sigma = spread
    return centred / sigma, (x_val - mu) / sigma

# %% wrong (developed): (no diagnosis)
def no_leakage(x_train, x_val):
    out_train = np.empty(x_train.shape)
    out_val = np.empty(x_val.shape)
    for j in range(x_train.shape[1]):
        mu = x_train[:, j].mean()
        sigma = x_train[:, j].var()
        out_train[:, j] = (x_train[:, j] - mu) / sigma
        out_val[:, j] = x_val[:, j] / sigma - mu
    return out_train, out_val

# %% wrong (held): each part by itself
def no_leakage(x_train, x_val):
    def standardise(a):
        return (a - a.mean(axis=0)) / a.std(axis=0)
    return standardise(x_train), standardise(x_val)

# %% wrong (developed): the sample standard deviation
def no_leakage(x_train, x_val):
    mu = np.mean(x_train, axis=0)
    sd = np.std(x_train, axis=0, ddof=1)
    return (x_train - mu) / sd, (x_val - mu) / sd

# %% wrong (held): each part by itself
def no_leakage(x_train, x_val):
    return (x_train - x_train.mean()) / x_train.std(), (x_val - x_val.mean()) / x_val.std()

# %% wrong (developed): wrong only where the features are tiny numbers
def no_leakage(x_train, x_val):
    mu, sigma = np.mean(x_train, axis=0), np.std(x_train, axis=0)
    scale = lambda a: (a - mu) / (sigma + 1e-8)
    return scale(x_train), scale(x_val)

# %% wrong (developed): wrong only where the features differ little, and are large
def no_leakage(x_train, x_val):
    n = len(x_train)
    s1 = x_train.sum(axis=0)
    s2 = (x_train * x_train).sum(axis=0)
    mean = s1 / n
    var = s2 / n - mean ** 2          # Var = E[x^2] - E[x]^2
    std = np.sqrt(var)
    return (x_train - mean) / std, (x_val - mean) / std
