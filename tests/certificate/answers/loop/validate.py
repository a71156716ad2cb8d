import numpy as np

# %% wrong: sums instead of averaging
def validate(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def validate(x):
    return np.mean(x * 3)

# %% right
def validate(x):
    return np.mean(x * x)

# %% right: by a loop
def validate(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
