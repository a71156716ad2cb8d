import numpy as np

# %% wrong: sums instead of averaging
def batches(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def batches(x):
    return np.mean(x * 3)

# %% right
def batches(x):
    return np.mean(x * x)

# %% right: by a loop
def batches(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
