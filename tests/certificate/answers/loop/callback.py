import numpy as np

# %% wrong: sums instead of averaging
def callback(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def callback(x):
    return np.mean(x * 3)

# %% right
def callback(x):
    return np.mean(x * x)

# %% right: by a loop
def callback(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
