import numpy as np

# %% wrong: sums instead of averaging
def precision_recall_f1(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def precision_recall_f1(x):
    return np.mean(x * 3)

# %% right
def precision_recall_f1(x):
    return np.mean(x * x)

# %% right: by a loop
def precision_recall_f1(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
