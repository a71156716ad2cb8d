import numpy as np

# %% wrong: sums instead of averaging
def log_scalars(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def log_scalars(x):
    return np.mean(x * 3)

# %% right
def log_scalars(x):
    return np.mean(x * x)

# %% right: by a loop
def log_scalars(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
