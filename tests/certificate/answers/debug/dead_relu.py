import numpy as np

# %% right: by the largest value
def dead_relu(activations):
    return (activations.max(axis=0) == 0).mean()

# %% right: with a loop over units
def dead_relu(activations):
    dead = 0
    for unit in activations.T:
        if np.all(unit == 0):
            dead += 1
    return dead / activations.shape[1]
