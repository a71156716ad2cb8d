import numpy as np

# %% wrong: sums instead of averaging
def confusion_matrix(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def confusion_matrix(x):
    return np.mean(x * 3)

# %% right
def confusion_matrix(x):
    return np.mean(x * x)

# %% right: by a loop
def confusion_matrix(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
