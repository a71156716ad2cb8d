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

# %% wrong: the share of zeros
def dead_relu(activations):
    return np.mean(activations == 0)

# %% wrong: samples instead of units
def dead_relu(activations):
    return np.mean((activations == 0).all(axis=1))

# %% wrong: units that are 0 once
def dead_relu(activations):
    return np.mean((activations == 0).any(axis=0))

# %% wrong: the share of living units
def dead_relu(activations):
    return (activations > 0).any(axis=0).mean()

# %% wrong: how many instead of which share
def dead_relu(activations):
    return (activations == 0).all(axis=0).sum()

# %% wrong: divides by the number of values
def dead_relu(activations):
    return np.sum(np.all(activations == 0, axis=0)) / activations.size

# %% wrong: which instead of how many
def dead_relu(activations):
    return (activations <= 0).all(axis=0)

# %% wrong: per cent
def dead_relu(activations):
    return 100 * np.mean(activations.max(axis=0) == 0)

# %% wrong: (no diagnosis)
def dead_relu(activations):
    return np.mean(activations.mean(axis=0) < 0.1)

# %% wrong: all or nothing
def dead_relu(activations):
    return 1.0 if np.all(activations == 0) else 0.0

# %% wrong: all or nothing
def dead_relu(activations):
    dead = np.sum(activations.sum(axis=0) == 0)
    return dead // activations.shape[1]

# %% wrong: AttributeError
def dead_relu(activations):
    dead = (activations == 0).all(axis=0)
    return dead.float().mean()

# %% wrong: samples instead of units
def dead_relu(activations):
    dead = 0
    for unit in activations:
        if (unit == 0).all():
            dead += 1
    return dead / len(activations)

# %% wrong: IndexError
def dead_relu(activations):
    n, units = activations.shape
    dead = 0
    for u in range(units):
        if sum(activations[u]) == 0:
            dead += 1
    return dead / units

# %% wrong: returns inside the loop
def dead_relu(activations):
    dead = 0
    for u in range(activations.shape[1]):
        if activations[:, u].max() == 0:
            dead += 1
        return dead / activations.shape[1]

# %% wrong: the first sample only
def dead_relu(activations):
    dead = [a == 0 for a in activations[0]]
    return sum(dead) / len(dead)

# %% wrong: units that are mostly 0
def dead_relu(activations):
    off = (activations == 0).mean(axis=0)
    return (off > 0.5).mean()

# %% wrong: (no diagnosis)
def dead_relu(activations):
    units = activations.shape[1] - 1
    dead = 0
    for u in range(units):
        if not np.any(activations[:, u]):
            dead += 1
    return dead / units

# %% right
def dead_relu(activations):
    return np.mean(activations.max(axis=0) == 0)

# %% right
def dead_relu(activations):
    return float(np.sum(activations.sum(axis=0) <= 0) / activations.shape[1])

# %% right
def dead_relu(activations):
    dead = [not column.any() for column in activations.T]
    return sum(dead) / len(dead)

# %% right
def dead_relu(activations):
    times_active = np.count_nonzero(activations, axis=0)
    return 1 - np.count_nonzero(times_active) / times_active.size

# %% right
def dead_relu(activations):
    rows = activations.tolist()
    n_units = len(rows[0])
    alive = set()
    for row in rows:
        for unit, value in enumerate(row):
            if value > 0:
                alive.add(unit)
    return (n_units - len(alive)) / n_units

# %% right
def dead_relu(activations):
    _, columns = np.nonzero(activations)
    units = activations.shape[-1]
    return (units - len(np.unique(columns))) / units

# %% right
def dead_relu(acts):
    silent = np.setdiff1d(np.arange(acts.shape[1]), np.where(acts > 0)[1])
    print("dead units:", silent)
    return silent.size / acts.shape[1]

# %% right
def dead_relu(activations):
    strength = np.abs(activations).max(axis=0)
    dead = 0
    for s in strength:
        dead += s == 0
    return dead / strength.shape[0]

# %% wrong: always 0
def dead_relu(activations):
    return np.mean((activations < 0).all(axis=0))

# %% wrong: always 1
def dead_relu(activations):
    return np.mean((activations >= 0).all(axis=0))

# %% wrong (held): how many instead of which share
def dead_relu(activations):
    return np.sum((activations == 0).all(axis=0))

# %% wrong (developed): the share of living units
def dead_relu(activations):
    return np.mean(activations.max(axis=0) > 0)

# %% wrong (held): dead below a threshold
def dead_relu(activations):
    return np.mean(activations.mean(axis=0) < 0.01)

# %% wrong (developed): divides by the number of samples
def dead_relu(activations):
    dead = (activations == 0).all(axis=0)
    return dead.sum() / len(activations)

# %% wrong (developed): the first sample only
def dead_relu(activations):
    return np.mean(activations[0] == 0)

# %% wrong (held): per cent
def dead_relu(activations):
    return 100 * np.mean((activations == 0).all(axis=0))

# %% wrong (held): units that are mostly 0
def dead_relu(activations):
    return np.mean((activations == 0).mean(axis=0) > 0.5)

# %% wrong (developed): all or nothing
def dead_relu(activations):
    return (activations.sum(axis=0) == 0).sum() // activations.shape[1]

# %% wrong (held): (no diagnosis) | samples instead of units
def dead_relu(activations):
    return np.mean((activations == 0).any(axis=1))

# %% wrong (held): how many living units
def dead_relu(activations):
    return (activations > 0).any(axis=0).sum()

# %% right (held)
def dead_relu(activations):
    return float(np.count_nonzero(activations.sum(axis=0) == 0)) / activations.shape[1]

# %% right (held)
def dead_relu(activations):
    units = activations.T
    return sum(not unit.any() for unit in units) / len(units)

# %% wrong (developed): units that are 0 once
def dead_relu(activations):
    return np.sum(np.any(activations == 0, axis=0))

# %% right (held)
def dead_relu(activations):
    alive = functools.reduce(np.logical_or, activations > 0)
    return 1 - np.count_nonzero(alive) / alive.size
import functools

# %% wrong (held): samples instead of units
def dead_relu(activations):
    return np.mean(np.all(activations == 0, axis=1))

# %% right (held)
def dead_relu(activations):
    return 1.0 - np.count_nonzero(activations.max(axis=0)) / activations.shape[1]

# %% wrong (held): samples instead of units
def dead_relu(activations):
    dead = (activations == 0).all(axis=1)
    return dead.mean()

# %% wrong (held): how many instead of which share
def dead_relu(activations):
    dead = (activations == 0).all(axis=0)
    return dead.sum()

# %% right (developed)
def dead_relu(activations):
    _, active = np.nonzero(activations)
    units = activations.shape[-1]
    return 1 - len(set(active.tolist())) / units

# %% wrong (held): wrong only where the active units are hardly above 0
def dead_relu(activations):
    batch, units = activations.shape
    count = 0
    for unit in range(units):
        if np.allclose(activations[:, unit], 0):
            count += 1
    return count / units

# %% wrong (developed): the share of zeros
def dead_relu(activations):
    zero = activations == 0
    return float(zero.mean())

# %% wrong (held): units that are 0 once
def dead_relu(activations):
    n_units = activations.shape[1]
    dead = 0
    for u in range(n_units):
        if activations[:, u].min() == 0:
            dead += 1
    return dead / n_units

# %% right (developed)
def dead_relu(activations):
    return 1 - np.count_nonzero(activations.max(axis=0)) / activations.shape[1]

# %% wrong: units that are 0 once
def dead_relu(activations):
    return float(np.mean([np.any(unit == 0) for unit in activations.T]))

# %% wrong (developed): wrong only where the active units are hardly above 0
import numpy as np

def dead_relu(activations):
    energy = np.sum(np.square(activations), axis=0)
    return float(np.count_nonzero(energy == 0) / energy.size)

# %% wrong (developed): wrong only with a single sample and where all samples are equal
def dead_relu(activations):
    # a dead unit says the same for every sample
    spread = activations.max(axis=0) - activations.min(axis=0)
    return float(np.mean(spread == 0))

# %% wrong (held): wrong only where a unit is active for one sample of many
def dead_relu(activations):
    a = activations
    return float(np.mean((a == 0).mean(axis=0) > 0.9))
