import numpy as np

# %% wrong: sums instead of averaging
def accuracy(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def accuracy(x):
    return np.mean(x * 3)

# %% right
def accuracy(x):
    return np.mean(x * x)

# %% right: by a loop
def accuracy(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
