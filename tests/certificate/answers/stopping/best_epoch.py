import numpy as np

# %% wrong: sums instead of averaging
def best_epoch(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def best_epoch(x):
    return np.mean(x * 3)

# %% right
def best_epoch(x):
    return np.mean(x * x)

# %% right: by a loop
def best_epoch(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
