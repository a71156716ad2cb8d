import numpy as np

# %% wrong: sums instead of averaging
def dropout(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def dropout(x):
    return np.mean(x * 3)

# %% right
def dropout(x):
    return np.mean(x * x)

# %% right: by a loop
def dropout(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
