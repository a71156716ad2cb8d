import numpy as np

# %% wrong: warned
def sigmoid(x):
    return 1 / (1 + np.exp(-x))

# %% wrong: falls instead of rising
def sigmoid(x):
    return 1 / (1 + np.exp(x))

# %% wrong: overflows for large positive numbers
def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))

# %% wrong: warned
def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

# %% wrong: overflows for large positive numbers
def sigmoid(x):
    return np.where(x < 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

# %% wrong: held within limits
def sigmoid(x):
    x = np.clip(x, -1, 1)
    return 1 / (1 + np.exp(-x))

# %% wrong: held within limits
def sigmoid(x):
    x = np.clip(x, -5, 5)
    return 1.0 / (1.0 + np.exp(-x))

# %% wrong: TypeError
import math
def sigmoid(x):
    return 1 / (1 + math.exp(-x))

# %% wrong: the slope
def sigmoid(x):
    s = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
    return s * (1 - s)

# %% wrong: 1 + exp(−x) itself
def sigmoid(x):
    return 1 / 1 + np.exp(-x)

# %% wrong: not finite
def sigmoid(x):
    return 1 / (1 - np.exp(-x))

# %% wrong: TypeError
def sigmoid(x):
    return 1 / (1 + np.e ^ -x)

# %% wrong: tanh
def sigmoid(x):
    return np.tanh(x)

# %% wrong: tanh of x for tanh of x / 2
def sigmoid(x):
    return (np.tanh(x) + 1) / 2

# %% wrong: the same for x and −x
def sigmoid(x):
    return 1 / (1 + np.exp(-np.abs(x)))

# %% wrong: falls instead of rising
def sigmoid(x):
    return np.exp(-x) / (1 + np.exp(-x))

# %% wrong: (no diagnosis)
def sigmoid(x):
    e = np.exp(x - np.max(x))
    return e / (1 + e)

# %% wrong: softmax
def sigmoid(x):
    e = np.exp(x - x.max())
    return e / e.sum()

# %% wrong: changes its input
def sigmoid(x):
    x[x < -500] = -500
    x[x > 500] = 500
    return 1 / (1 + np.exp(-x))

# %% wrong: ValueError
def sigmoid(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    else:
        z = np.exp(x)
        return z / (1 + z)

# %% wrong: warned
def sigmoid(x):
    x = np.clip(x, -1000, 1000)
    return 1 / (1 + np.exp(-x))

# %% wrong: the same for x and −x
def sigmoid(x):
    out = np.zeros_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = 1 / (1 + e)
    return out

# %% wrong: whole numbers
def sigmoid(x):
    out = np.zeros(x.shape, dtype=int)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = e / (1 + e)
    return out

# %% wrong: ValueError
def sigmoid(x):
    out = np.zeros_like(x)
    for i in range(len(x)):
        if x[i] >= 0:
            out[i] = 1 / (1 + np.exp(-x[i]))
        else:
            out[i] = np.exp(x[i]) / (1 + np.exp(x[i]))
    return out

# %% wrong: printed instead of returning
def sigmoid(x):
    x = np.clip(x, -500, 500)
    y = 1 / (1 + np.exp(-x))
    print(y)

# %% wrong: NameError
def sigmoid(x):
    return expit(x)

# %% wrong: overflows for large positive numbers
def sigmoid(x):
    if np.all(x >= 0):
        return 1 / (1 + np.exp(-x))
    e = np.exp(x)
    return e / (1 + e)

# %% wrong: held within limits
def sigmoid(x):
    x = np.clip(x, 0, 500)
    return 1 / (1 + np.exp(-x))

# %% wrong: powers of 2
def sigmoid(x):
    return 1 / (1 + np.power(2, -np.clip(x, -500, 500)))

# %% wrong: wrong shape
def sigmoid(x):
    return np.array([1 / (1 + np.exp(-np.clip(v, -500, 500))) for v in x.ravel()])

# %% wrong: falls instead of rising
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e / (1 + e), 1 / (1 + e))

# %% wrong: softplus
def sigmoid(x):
    return np.log(1 + np.exp(np.minimum(x, 500)))

# %% wrong: rounded to 0
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return np.round(1 / (1 + np.exp(-x)))

# %% wrong: wrong only for inputs as large as 1000 | held within limits
def sigmoid(x):
    x = np.clip(x, -10, 10)
    return 1 / (1 + np.exp(-x))

# %% wrong: (no diagnosis)
def sigmoid(x):
    e = np.exp(-abs(x))
    return np.where(x > 0, 1 / (1 + e), e)

# %% wrong: (no diagnosis)
def sigmoid(x):
    x = x - x.max()
    return 1 / (1 + np.exp(-x))

# %% wrong: tanh of x for tanh of x / 2
def sigmoid(x):
    return (1 + tanh(x)) / 2

# %% wrong: overflows for large positive numbers
def sigmoid(x):
    with np.errstate(over="ignore"):
        return np.exp(x) / (1 + np.exp(x))

# %% right
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return 1 / (1 + np.exp(-x))

# %% right
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)

# %% right
def sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))

# %% right: by logaddexp
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))

# %% right: by a mask
def sigmoid(x):
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = e / (1 + e)
    return out

# %% right
import math
def sigmoid(x):
    def one(v):
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        t = math.exp(v)
        return t / (1 + t)
    return np.array([one(v) for v in x.flatten()]).reshape(x.shape)

# %% right
def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))

# %% right
def sigmoid(x):
    m = np.maximum(x, 0)
    return np.exp(x - m) / (np.exp(-m) + np.exp(x - m))

# %% right
def sigmoid(x):
    return (lambda s: np.where(x < 0, 1 - s, s))(1 / (1 + np.exp(-np.abs(x))))

# %% right
import math
def sigmoid(x):
    def walk(v):
        return [walk(e) for e in v] if isinstance(v, list) else (math.tanh(v * 0.5) + 1) * 0.5
    return walk(x.tolist())

# %% right
def sigmoid(x):
    two = np.stack([x, np.zeros_like(x)])
    two = np.exp(two - two.max(axis=0))
    return two[0] / (two[0] + two[1])

# %% right
def sigmoid(x):
    up, down = np.exp(-np.maximum(x, 0)), np.exp(np.minimum(x, 0))
    return np.where(x > 0, 1 / (1 + up), down / (1 + down))

# %% right: by tanh
def sigmoid(x):
    return (np.tanh(x / 2) + 1) / 2

# %% right: by a loop
import math


def sigmoid(x):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.array([one(v) for v in x.ravel()]).reshape(x.shape)

# %% right: of clipped
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))

# %% right: of the smaller
def sigmoid(x):
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))

# %% right (held)
def sigmoid(x):
    return 0.5 * np.tanh(np.asarray(x) / 2) + 0.5

# %% wrong (held): not finite
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 - e), e / (1 + e))

# %% wrong (held): falls instead of rising
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x <= 0, 1 / (1 + e), e / (1 + e))

# %% wrong (held): not finite
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x <= 0, 1 / (1 - e), e / (1 + e))

# %% wrong (held): the same for x and −x
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x <= 0, 1 / (1 + e), 1 / (1 + e))

# %% equivalent: line 3: x >= 0 → x > 0
# At 0 both forms give 1/2.

# %% wrong (held): falls instead of rising
def sigmoid(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, z / (1 + z), 1 / (1 + z))

# %% wrong (developed): held within limits
def sigmoid(x):
    x = np.clip(x, -5, 5)
    return 1 / (1 + np.exp(-x))

# %% wrong (developed): tanh of x for tanh of x / 2
def sigmoid(x):
    return 0.5 * (1 + np.tanh(x))

# %% wrong (developed): (no diagnosis)
def sigmoid(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 - z + 1e-12), z / (1 + z))

# %% wrong (held): ValueError
def sigmoid(x):
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))

# %% wrong (developed): not finite
def sigmoid(x):
    return np.exp(x) / (1 - np.exp(x))

# %% right (developed)
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return 1.0 / (1.0 + np.exp(-x))

# %% right (developed)
def sigmoid(x):
    out = np.empty(x.shape)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = e / (1 + e)
    return out

# %% right (developed)
def sigmoid(x):
    e = np.exp(-np.abs(x))
    big = 1 / (1 + e)
    return np.where(x >= 0, big, 1 - big)

# %% wrong (held): falls instead of rising
def sigmoid(x):
    x = np.clip(x, -500, 500)
    return 1 / (1 + np.exp(x))

# %% right (held)
def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))

# %% wrong (developed): (no diagnosis)
def sigmoid(x):
    x = np.clip(x, -10, 10)
    result = np.zeros(x.shape)
    positive = x > 0
    negative = x < 0
    result[positive] = 1 / (1 + np.exp(-x[positive]))
    grown = np.exp(x[negative])
    result[negative] = grown / (1 + grown)
    return result

# %% wrong (developed): the same for x and −x
def sigmoid(x):
    res = np.zeros_like(x)
    pos = x >= 0
    neg = ~pos
    res[pos] = 1.0 / (1.0 + np.exp(-x[pos]))
    ez = np.exp(x[neg])
    res[neg] = 1.0 / (1.0 + ez)
    return res

# %% wrong (developed): falls instead of rising
def sigmoid(x):
    return 1 / (1 + np.exp(x))

# %% wrong (developed): held within limits
def sigmoid(x):
    x = np.clip(x, -10, 10)
    return 1 / (1 + np.exp(-x))

# %% right (developed)
def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))

# %% right (developed)
def sigmoid(x):
    flat = [1 / (1 + np.exp(-v)) if v > -30 else float(np.exp(max(v, -700))) for v in x.ravel()]
    return np.reshape(flat, x.shape)
