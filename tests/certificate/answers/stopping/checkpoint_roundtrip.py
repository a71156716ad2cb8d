import numpy as np

# %% wrong: sums instead of averaging
def checkpoint_roundtrip(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def checkpoint_roundtrip(x):
    return np.mean(x * 3)

# %% right
def checkpoint_roundtrip(x):
    return np.mean(x * x)

# %% right: by a loop
def checkpoint_roundtrip(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
