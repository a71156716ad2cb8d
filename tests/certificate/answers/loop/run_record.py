import numpy as np

# %% wrong: sums instead of averaging
def run_record(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def run_record(x):
    return np.mean(x * 3)

# %% right
def run_record(x):
    return np.mean(x * x)

# %% right: by a loop
def run_record(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
