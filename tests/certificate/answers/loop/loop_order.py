import numpy as np

# %% wrong: sums instead of averaging
def loop_order(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def loop_order(x):
    return np.mean(x * 3)

# %% right
def loop_order(x):
    return np.mean(x * x)

# %% right: by a loop
def loop_order(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
