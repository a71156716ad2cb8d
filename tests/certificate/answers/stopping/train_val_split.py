import numpy as np

# %% wrong: sums instead of averaging
def train_val_split(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def train_val_split(x):
    return np.mean(x * 3)

# %% right
def train_val_split(x):
    return np.mean(x * x)

# %% right: by a loop
def train_val_split(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
