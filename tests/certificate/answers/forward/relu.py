import numpy as np

# %% wrong: the largest number of each column
def relu(x):
    return np.max(x, 0)

# %% wrong: TypeError
def relu(x):
    return np.max(0, x)

# %% wrong: ValueError
def relu(x):
    return max(0, x)

# %% wrong: ValueError
def relu(x):
    if x > 0:
        return x
    else:
        return 0

# %% wrong: changes its input
def relu(x):
    x[x < 0] = 0
    return x

# %% wrong: changes its input
def relu(x):
    y = x
    y[y < 0] = 0
    return y

# %% wrong: changes its input
def relu(x):
    out = x[:]
    out[out < 0] = 0.0
    return out

# %% wrong: changes its input
def relu(x):
    return np.maximum(0, x, x)

# %% wrong: 1 for every positive number
def relu(x):
    return x > 0

# %% wrong: keeps the negative numbers
def relu(x):
    return np.minimum(0, x)

# %% wrong: takes the absolute value
def relu(x):
    return np.abs(x)

# %% wrong: leaks below 0
def relu(x):
    return np.where(x > 0, x, 0.01 * x)

# %% wrong: returned nothing
def relu(x):
    np.maximum(0, x)

# %% wrong: printed instead of returning
def relu(x):
    print(np.maximum(x, 0))

# %% wrong: cuts off above 1
def relu(x):
    return np.clip(x, 0, 1)

# %% wrong: cuts off above 6
def relu(x):
    return np.minimum(np.maximum(x, 0), 6)

# %% wrong: 1 for every positive number
def relu(x):
    return np.where(x > 0, 1, 0)

# %% wrong: keeps the negative numbers
def relu(x):
    return np.where(x > 0, 0, x)

# %% wrong: keeps the negative numbers
def relu(x):
    return np.where(x < 0, x, 0)

# %% wrong: drops the negative numbers
def relu(x):
    return x[x > 0]

# %% wrong: AttributeError
def relu(x):
    return x.clamp(min=0)

# %% wrong: NameError
def relu(x):
    return torch.relu(x)

# %% wrong: wrong shape
def relu(x):
    return np.array([max(0, v) for v in x.flatten()])

# %% wrong: ValueError
def relu(x):
    return np.array([max(0, v) for v in x])

# %% wrong: TypeError
def relu(x):
    return np.array([[max(0, v) for v in row] for row in x])

# %% wrong: rounded off at 0
def relu(x):
    return np.log(1 + np.exp(x))

# %% wrong: returns its input
def relu(x):
    if x.any() > 0:
        return x
    return np.zeros_like(x)

# %% wrong: 0 for all unless all are positive
def relu(x):
    if np.all(x > 0):
        return x
    return 0 * x

# %% wrong: whole numbers
def relu(x):
    return np.maximum(x, 0).astype(int)

# %% wrong: held within limits
def relu(x):
    return np.maximum(1, x)

# %% wrong: ValueError
def relu(x):
    out = np.zeros(x.shape)
    for i in range(len(x)):
        if x[i] > 0:
            out[i] = x[i]
        return out

# %% wrong: takes the absolute value
def relu(x):
    return x * np.sign(x)

# %% wrong: 1 for every positive number
def relu(x):
    return np.sign(x) * (x > 0)

# %% wrong: TypeError
def relu(x):
    return np.max(np.zeros_like(x), x)

# %% wrong: twice too large
def relu(x):
    return (x + np.abs(x))

# %% wrong: held within limits
def relu(x):
    return np.maximum(x, 1)

# %% wrong: ValueError
def relu(x):
    return np.where(x < 0, 0)

# %% wrong: (no diagnosis)
def relu(x):
    return np.where(x > 0, x, 1)

# %% wrong: (no diagnosis)
def relu(x):
    return x - x.min()

# %% wrong: returns its input
def relu(x):
    for v in x:
        if (v < 0).any():
            v = 0
    return x

# %% right
def relu(x):
    return np.maximum(x, 0)

# %% right: with np.where
def relu(x):
    return np.where(x > 0, x, 0.0)

# %% right: by a mask
def relu(x):
    return x * (x > 0)

# %% right: of a copy
def relu(x):
    y = x.copy()
    y[y < 0] = 0
    return y

# %% right
def relu(z):
    return (z + abs(z)) / 2

# %% right
def relu(x):
    return np.clip(x, 0, None)

# %% right
def relu(x):
    out = np.zeros_like(x)
    for idx in np.ndindex(x.shape):
        if x[idx] > 0:
            out[idx] = x[idx]
    return out

# %% right
def relu(x):
    return np.array([max(0.0, v) for v in x.ravel()]).reshape(x.shape)

# %% right
def relu(x):
    def go(v):
        if isinstance(v, list):
            return [go(e) for e in v]
        return v if v > 0 else 0
    return go(x.tolist())

# %% right
def relu(x):
    return x - np.minimum(x, 0)

# %% right
relu = np.vectorize(lambda v: v if v >= 0 else 0.0, otypes=[float])

# %% right
def relu(x):
    mask = (x > 0).astype(float)
    return np.multiply(mask, x)

# %% right
def relu(x):
    return -np.fmin(-x, np.zeros(x.shape))

# %% right
def relu(x):
    if x.ndim > 1:
        return np.array([relu(part) for part in x])
    result = []
    for v in x:
        if v < 0:
            result.append(0)
        else:
            result.append(v)
    return np.array(result)

# %% right: by absolute value
def relu(z):
    return (z + np.abs(z)) / 2

# %% right: by a loop
def relu(x):
    out = np.empty(x.shape)
    for place, value in np.ndenumerate(x):
        out[place] = value if value > 0 else 0.0
    return out

# %% wrong (held): 1 for every positive number
def relu(x):
    return np.where(x > 0, 1.0, 0.0)

# %% wrong (developed): wrong sign
def relu(x):
    return -np.maximum(x, 0)

# %% wrong (developed): (no diagnosis)
def relu(x):
    return np.clip(abs(x), 0, 1)

# %% right (held)
def relu(x):
    return (x + np.abs(x)) / 2

# %% right (held)
def relu(x):
    y = np.array(x)
    y[~(y >= 0)] = 0.0
    return y

# %% right (developed)
def relu(x):
    return np.vectorize(lambda v: v if v > 0 else 0.0)(x)

# %% wrong (developed): takes the absolute value
def relu(x):
    return np.where(x < 0, -x, x)

# %% right (held)
def relu(x):
    return (np.abs(x) + x) / 2

# %% wrong (held): (no diagnosis)
def relu(x):
    return np.minimum(np.where(x > 0, x, 0.01 * x), 1)

# %% wrong (held): (no diagnosis)
def relu(x):
    out = np.ones_like(x)
    mask = x > 0
    out[mask] = x[mask]
    return out

# %% wrong (held): held within limits
def relu(x):
    out = np.ones_like(x)
    mask = x > 1
    out[mask] = x[mask]
    return out

# %% right (developed)
def relu(x):
    both = np.stack([x, np.zeros_like(x)])
    return both.max(axis=0)

# %% wrong (developed): (no diagnosis)
def relu(x):
    values = []
    for v in x.flatten():
        if v > 0:
            values.append(v)
        else:
            values.append(-v)
    return np.array(values)

# %% wrong (developed): changes its input
def relu(x):
    out = x
    out[out < 0] = 0
    return out

# %% wrong (developed): turns the sign, then cuts
def relu(x):
    mask = x < 0
    y = -x * mask
    return y

# %% right (developed)
def relu(x):
    return np.where(np.signbit(x), 0.0, x)

# %% wrong (held): leaks below 0
def relu(x):
    x[x < 0] *= 0.01
    return x

# %% right (developed)
def relu(x):
    return (np.abs(x) + x) / 2

# %% wrong (developed): wrong only where numbers are large
def relu(x):
    return np.clip(x, 0, 255)
