import numpy as np

# %% wrong: overflows at both ends
def tanh(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

# %% wrong: upside down
def tanh(x):
    return (np.exp(x) + np.exp(-x)) / (np.exp(x) - np.exp(-x))

# %% wrong: overflows at both ends
def tanh(x):
    return np.sinh(x) / np.cosh(x)

# %% wrong: overflows for large positive numbers
def tanh(x):
    e = np.exp(2 * x)
    return (e - 1) / (e + 1)

# %% wrong: overflows for large negative numbers
def tanh(x):
    e = np.exp(-2 * x)
    return (1 - e) / (1 + e)

# %% wrong: tanh of half the number
def tanh(x):
    return 2 * sigmoid(x) - 1

# %% wrong: one too large
def tanh(x):
    return 2 * sigmoid(2 * x)

# %% wrong: (no diagnosis)
def tanh(x):
    return sigmoid(2 * x) - 1

# %% wrong: loses the sign
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return (1 - e) / (1 + e)

# %% wrong: (no diagnosis)
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * 1 - e / (1 + e)

# %% wrong: tanh of half the number
def tanh(x):
    e = np.exp(-np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)

# %% wrong: held within limits
def tanh(x):
    x = np.clip(x, -1, 1)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

# %% wrong: cut off at −1 and 1
def tanh(x):
    return np.clip(x, -1, 1)

# %% wrong: the slope
def tanh(x):
    t = 2 * sigmoid(2 * x) - 1
    return 1 - t ** 2

# %% wrong: TypeError
import math
def tanh(x):
    return (math.exp(x) - math.exp(-x)) / (math.exp(x) + math.exp(-x))

# %% wrong: brackets missing
def tanh(x):
    x = np.clip(x, -20, 20)
    return np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)

# %% wrong: printed instead of returning
def tanh(x):
    a = np.exp(x)
    b = np.exp(-x)
    print((a - b) / (a + b))

# %% wrong: changes its input
def tanh(x):
    np.clip(x, -20, 20, out=x)
    e = np.exp(2 * x)
    return (e - 1) / (e + 1)

# %% wrong: changes its input
def tanh(x):
    x *= 2
    return 2 * sigmoid(x) - 1

# %% wrong: ValueError
def tanh(x):
    if x >= 0:
        e = np.exp(-2 * x)
        return (1 - e) / (1 + e)
    else:
        e = np.exp(2 * x)
        return (e - 1) / (e + 1)

# %% wrong: overflows at both ends
def tanh(x):
    return np.where(x > 0,
                    (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1),
                    (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x)))

# %% wrong: wrong only for inputs as large as 1000
def tanh(x):
    m = np.max(x)
    a = np.exp(x - m)
    b = np.exp(-x - m)
    return (a - b) / (a + b)

# %% wrong: ValueError
def tanh(x):
    out = []
    for v in x:
        v = max(-20, min(20, v))
        out.append((np.exp(v) - np.exp(-v)) / (np.exp(v) + np.exp(-v)))
    return np.array(out)

# %% wrong: the sign turned
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return -np.sign(x) * (1 - e) / (1 + e)

# %% wrong: half the difference
def tanh(x):
    x = np.clip(x, -20, 20)
    return (np.exp(x) - np.exp(-x)) / 2

# %% wrong: AttributeError
def tanh(x):
    return x.tanh()

# %% wrong: (no diagnosis)
def tanh(x):
    return np.arctan(x)

# %% wrong: upside down
def tanh(x):
    e = np.exp(2 * np.minimum(x, 20))
    return (e + 1) / (e - 1)

# %% wrong: overflows at both ends
def tanh(x):
    try:
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    except OverflowError:
        return np.sign(x)

# %% wrong: wrong only for inputs as large as 1000
def tanh(x):
    t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return np.nan_to_num(t)

# %% wrong: (no diagnosis)
def tanh(x):
    r = np.ones(x.shape)
    small = x < 20
    e = np.exp(2 * x[small])
    r[small] = (e - 1) / e + 1
    return r

# %% wrong: (no diagnosis)
def tanh(x):
    return np.tanh(x)

# %% wrong: (no diagnosis)
import math
def tanh(x):
    return np.array([math.tanh(v) for v in x.ravel()]).reshape(x.shape)

# %% wrong: RecursionError
def tanh(x):
    return tanh(x)

# %% wrong: (no diagnosis)
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.where(x > 0, 1, -1) * (1 - e) / 1 + e

# %% wrong: (no diagnosis)
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return (1 - e) / (1 + e) * x

# %% wrong: wrong only for inputs as large as 1000
def tanh(x):
    m = np.max(np.abs(x))
    a, b = np.exp(x - m), np.exp(-x - m)
    return (a - b) / (a + b)

# %% wrong: wrong only for inputs as large as 1000
def tanh(x):
    a = np.exp(x)
    b = np.exp(-x)
    return np.nan_to_num((a - b) / (a + b), nan=1.0)

# %% right
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - e) / (1 + e)

# %% right
def tanh(x):
    return 2 * sigmoid(2 * x) - 1

# %% right
def tanh(x):
    z = np.clip(x, -50, 50)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))

# %% right
def tanh(x):
    out = np.zeros_like(x)
    p = x > 0
    e = np.exp(-2 * x[p])
    out[p] = (1 - e) / (1 + e)
    e = np.exp(2 * x[~p])
    out[~p] = (e - 1) / (e + 1)
    return out

# %% right
import math
def tanh(x):
    flat = []
    for v in x.ravel():
        if v > 20:
            flat.append(1.0)
        elif v < -20:
            flat.append(-1.0)
        else:
            flat.append((math.exp(v) - math.exp(-v)) / (math.exp(v) + math.exp(-v)))
    return np.array(flat).reshape(x.shape)

# %% right
def tanh(x):
    return np.expm1(2 * np.minimum(x, 300)) / (np.exp(2 * np.minimum(x, 300)) + 1)

# %% right
def tanh(x):
    a = np.abs(x)
    t = 1 - 2 / (np.exp(2 * np.minimum(a, 100)) + 1)
    return np.where(x < 0, -t, t)

# %% right
def tanh(x):
    e = np.exp(-abs(x))
    top = np.where(x >= 0, 1 - e * e, e * e - 1)
    return top / (1 + e ** 2)

# %% right
def tanh(x):
    return 2 / (1 + np.exp(-2 * x)) - 1

# %% right
def tanh(x):
    m = np.abs(x)
    a = np.exp(x - m)
    b = np.exp(-x - m)
    return (a - b) / (a + b)

# %% right
import math
def tanh(x):
    def f(v):
        if isinstance(v, list):
            return list(map(f, v))
        if v < 0:
            return -f(-v)
        q = math.exp(-2 * v)
        return (1 - q) / (1 + q)
    return f(x.tolist())

# %% right
def tanh(x):
    with np.errstate(all="ignore"):
        t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return np.where(np.isnan(t), np.sign(x), t)

# %% right
def tanh(x):
    return sigmoid(2 * x) - sigmoid(-2 * x)

# %% right: with np.where
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    size = (1 - e) / (1 + e)
    return np.where(x < 0, -size, size)

# %% right: by sigmoid
def tanh(x):
    e = np.exp(-np.abs(2 * x))
    return 2 * np.where(x >= 0, 1 / (1 + e), e / (1 + e)) - 1

# %% right: of clipped
def tanh(x):
    x = np.clip(x, -30, 30)
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

# %% right: by a loop
import math


def tanh(x):
    out = []
    for v in x.flat:
        e = math.exp(-2 * abs(v))
        out.append(math.copysign((1 - e) / (1 + e), v))
    return np.reshape(out, x.shape)

# %% right: minus a quotient
def tanh(x):
    return 1 - 2 / (1 + np.exp(np.minimum(2 * x, 700)))

# %% wrong (developed): (no diagnosis)
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 + e) / (1 - e + 1e-300)

# %% wrong (developed): sigmoid
def tanh(x):
    return sigmoid(x)

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-abs(x))
    return (1 - e) / (1 + e)

# %% wrong (developed): tanh of half the number
def tanh(x):
    return (np.exp(x) - 1) / (np.exp(x) + 1)

# %% right (held)
def tanh(x):
    t = np.exp(-2 * np.abs(x))
    y = (1 - t) / (1 + t)
    return np.where(x < 0, -y, y)

# %% right (developed)
def tanh(x):
    c = np.clip(x, -300, 300)
    a, b = np.exp(c), np.exp(-c)
    return (a - b) / (a + b)

# %% wrong (developed): overflows at both ends
def tanh(x):
    p, m = np.exp(x), np.exp(-x)
    return (p - m) / (p + m)

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-np.abs(x))
    return (1 - e) / (1 + e)

# %% wrong (held): tanh of half the number
def tanh(x):
    e = np.exp(-np.abs(x))
    t = (1 - e) / (1 + e)
    return np.sign(x) * t

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    t = (1 - e) / (1 + e)
    return t

# %% wrong (held): (no diagnosis)
def tanh(x):
    e = np.exp(-np.abs(x))
    t = (1 + e) / (1 - e)
    return np.sign(x) * t

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-np.abs(x))
    t = (1 - e) / (1 + e)
    return t

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-2 * np.abs(x))
    t = (1 + e) / (1 - e)
    return t

# %% right (developed)
def _tanh_of_one(v):
    if v < 0:
        return -_tanh_of_one(-v)
    e = np.exp(-v) ** 2
    return (1.0 - e) / (1.0 + e)


def tanh(x):
    return np.vectorize(_tanh_of_one, otypes=[float])(x)

# %% wrong (developed): (no diagnosis)
def tanh(x):
    out = np.ones(x.shape)
    pos = x > 0
    neg = x < 0
    p = np.exp(-2 * x[pos])
    n = np.exp(2 * x[neg])
    out[pos] = (1 - p) / (1 + p)
    out[neg] = (1 - n) / (1 + n)
    return out

# %% wrong (developed): tanh of half the number
def tanh(x):
    def sig(z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return 2 * sig(x) - 1

# %% right (held)
def tanh(x):
    z = np.exp(-2 * np.abs(x))
    return np.copysign((1 - z) / (1 + z), x)

# %% wrong (developed): wrong only for inputs as large as 1000
def tanh(x):
    a, b = np.exp(x), np.exp(-x)
    return np.nan_to_num((a - b) / (a + b), nan=1.0)

# %% wrong (held): loses the sign
def tanh(x):
    e = np.exp(-np.abs(x))
    return (1 - e) / (1 + e)
