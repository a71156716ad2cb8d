import numpy as np

# %% wrong: sums instead of averaging
def no_leakage(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def no_leakage(x):
    return np.mean(x * 3)

# %% right
def no_leakage(x):
    return np.mean(x * x)

# %% right: by a loop
def no_leakage(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
