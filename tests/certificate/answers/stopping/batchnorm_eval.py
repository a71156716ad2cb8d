import numpy as np

# %% wrong: sums instead of averaging
def batchnorm_eval(x):
    return (x * x).sum()

# %% wrong: (no diagnosis)
def batchnorm_eval(x):
    return np.mean(x * 3)

# %% right
def batchnorm_eval(x):
    return np.mean(x * x)

# %% right: by a loop
def batchnorm_eval(x):
    total = 0
    for value in x.flatten():
        total += value ** 2
    return total / x.size
