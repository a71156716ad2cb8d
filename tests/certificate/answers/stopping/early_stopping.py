import numpy as np

# %% wrong: sums instead of averaging
def early_stopping(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def early_stopping(x):
    return np.mean(x * 3)

# %% right
def early_stopping(x):
    return np.mean(x * x)

# %% right: by a loop
def early_stopping(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
