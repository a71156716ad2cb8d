import numpy as np

# %% wrong: x gets the gradient of w
def chain_rule(x, w, b, target):
    p = w * x + b
    e = p - target
    dL_dw = 2 * e * x
    dL_db = 2 * e
    dL_dx = 2 * e * x
    return dL_dw, dL_db, dL_dx

# %% wrong: the whole product as the last link
def chain_rule(x, w, b, target):
    e = w * x + b - target
    return 2 * e * w * x, 2 * e, 2 * e * w * x

# %% wrong: one link after another
def chain_rule(x, w, b, target):
    e = w * x + b - target
    dL_de = 2 * e
    dL_dw = dL_de * x
    dL_db = dL_dw * 1
    dL_dx = dL_db * w
    return dL_dw, dL_db, dL_dx

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    e = abs(w * x + b - target)
    return 2 * e * x, 2 * e, 2 * e * w

# %% wrong: the 2 is missing
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return error * x, error, error * w

# %% wrong: w and x exchanged
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return 2 * error * w, 2 * error, 2 * error * x

# %% wrong: the sign is turned
def chain_rule(x, w, b, target):
    error = target - (w * x + b)
    return 2 * error * x, 2 * error, 2 * error * w

# %% wrong: the square is kept beside its slope
def chain_rule(x, w, b, target):
    y = w * x + b
    loss = (y - target) ** 2
    return 2 * loss * x, 2 * loss, 2 * loss * w

# %% wrong: b counts as a factor
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return 2 * error * x, 2 * error * b, 2 * error * w

# %% wrong: b gets the last link only
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return 2 * error * x, 1, 2 * error * w

# %% wrong: wrong type
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return 2 * error * x, 2 * error

# %% wrong: another order: w, x, b
def chain_rule(x, w, b, target):
    error = w * x + b - target
    return 2 * error * x, 2 * error * w, 2 * error

# %% wrong: the 2 is for the prediction alone
def chain_rule(x, w, b, target):
    y = w * x + b
    dL_dy = 2 * y - target
    return dL_dy * x, dL_dy, dL_dy * w

# %% wrong: b is left out
def chain_rule(x, w, b, target):
    y = w * x
    dL_dy = 2 * (y - target)
    return dL_dy * x, dL_dy, dL_dy * w

# %% wrong: the links are added
def chain_rule(x, w, b, target):
    y = w * x + b
    dL_dy = 2 * (y - target)
    return dL_dy + x, dL_dy + 1, dL_dy + w

# %% wrong: NameError
def chain_rule(x, w, b, target):
    dL_dy = 2 * (y - target)
    return dL_dy * x, dL_dy, dL_dy * w

# %% wrong: printed instead of returning
def chain_rule(x, w, b, target):
    y = w * x + b
    dL_dw = 2 * (y - target) * x
    dL_db = 2 * (y - target)
    dL_dx = 2 * (y - target) * w
    print(dL_dw, dL_db, dL_dx)

# %% wrong: TypeError
def chain_rule(x, w, b, target):
    e = (w * x + b - target) ^ 2
    return 2 * e * x, 2 * e, 2 * e * w

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    h = 1e-2
    L = lambda x, w, b: (w * x + b - target) ** 2
    base = L(x, w, b)
    return (L(x, w + h, b) - base) / h, (L(x, w, b + h) - base) / h, (L(x + h, w, b) - base) / h

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    dL_dz = 2 * abs(w * x + b - target)
    return dL_dz * x, dL_dz, dL_dz * w

# %% wrong: wrong type
def chain_rule(x, w, b, target):
    dL_dz = 2 * (w * x + b - target)
    return dL_dz * x
    return dL_dz
    return dL_dz * w

# %% wrong: TypeError
def chain_rule(x, w, b, target):
    z = w @ x + b
    d = 2 * (z - target)
    return d * x, d, d * w

# %% wrong: wrong type
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return {"dw": d * x, "db": d, "dx": d * w}

# %% wrong: times x
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return d * x, d, d * x * w

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return w - d * x, b - d, x - d * w

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b + target)
    return d * x, d, d * w

# %% wrong: wrong type
def chain_rule(x, w, b, target):
    dw = 2 * (w * x + b - target) * x
    db = 2 * (w * x + b - target)
    dx = 2 * (w * x + b - target) * w
    return sum([dw, db, dx])

# %% right
def chain_rule(x, w, b, target):
    dL_dy = 2 * (w * x + b - target)
    return dL_dy * x, dL_dy, dL_dy * w

# %% right
def chain_rule(x, w, b, target):
    d = -2 * (target - w * x - b)
    return [x * d, d, w * d]

# %% right
def chain_rule(x, w, b, target):
    z = w * x
    y = z + b
    e = y - target
    dL_de = 2 * e
    de_dy = 1
    dy_dz = 1
    dy_db = 1
    dz_dw = x
    dz_dx = w
    return (dL_de * de_dy * dy_dz * dz_dw, dL_de * de_dy * dy_db, dL_de * de_dy * dy_dz * dz_dx)

# %% right
def chain_rule(x, w, b, target):
    return 2 * (w * x + b - target) * np.array([x, 1.0, w])

# %% right
def chain_rule(x, w, b, t):
    dw = 2 * w * x * x + 2 * b * x - 2 * t * x
    db = 2 * w * x + 2 * b - 2 * t
    dx = 2 * x * w ** 2 + 2 * b * w - 2 * t * w
    return dw, db, dx

# %% right
def chain_rule(x, w, b, target):
    h = 1e-20
    def loss(x, w, b):
        e = w * x + b - target
        return e * e
    return (loss(x, w + 1j * h, b).imag / h, loss(x, w, b + 1j * h).imag / h, loss(x + 1j * h, w, b).imag / h)

# %% right
def chain_rule(x, w, b, target):
    def loss(x, w, b):
        return (w * x + b - target) ** 2
    # exact for a parabola, up to rounding
    return (
        (loss(x, w + 1, b) - loss(x, w - 1, b)) / 2,
        (loss(x, w, b + 1) - loss(x, w, b - 1)) / 2,
        (loss(x + 1, w, b) - loss(x - 1, w, b)) / 2,
    )

# %% right
def chain_rule(x, w, b, target):
    error = _error(x, w, b, target)
    return tuple((error + error) * factor for factor in (x, 1, w))

def _error(x, w, b, target):
    return w * x - (target - b)

# %% right
def chain_rule(x, w, b, target):
    class Dual:
        def __init__(self, v, d):
            self.v, self.d = v, d
        def __mul__(self, o):
            return Dual(self.v * o.v, self.v * o.d + self.d * o.v)
        def __add__(self, o):
            return Dual(self.v + o.v, self.d + o.d)
    out = []
    for seed in ((0, 1, 0), (0, 0, 1), (1, 0, 0)):
        e = Dual(w, seed[1]) * Dual(x, seed[0]) + Dual(b, seed[2]) + Dual(-target, 0)
        out.append((e * e).d)
    return tuple(out)

# %% right: in words
def chain_rule(x, w, b, target):
    prediction = w * x + b
    slope_of_square = 2 * (prediction - target)
    return [slope_of_square * x, slope_of_square * 1, slope_of_square * w]

# %% right: turned twice
def chain_rule(x, w, b, t):
    e = t - w * x - b
    return (-2 * e * x, -2 * e, -2 * e * w)

# %% right: expanded
def chain_rule(x, w, b, target):
    dw = 2 * w * x * x + 2 * x * b - 2 * x * target
    return np.array([dw, 2 * (w * x + b) - 2 * target, 2 * x * w**2 + 2 * w * (b - target)])

# %% wrong (held): the 2 is missing
def chain_rule(x, w, b, target):
    e = w * x + b - target
    return e * x, e, e * w

# %% wrong (developed): the square is kept beside its slope
def chain_rule(x, w, b, target):
    e = (w * x + b - target) ** 2
    return 2 * e * x, 2 * e, 2 * e * w

# %% wrong (developed): w and x exchanged
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return d * w, d, d * x

# %% wrong (developed): another order: w, x, b
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return d * x, d * w, d

# %% wrong (developed): the sign is turned
def chain_rule(x, w, b, target):
    d = 2 * (target - (w * x + b))
    return d * x, d, d * w

# %% wrong (developed): b counts as a factor
def chain_rule(x, w, b, target):
    y = w * x + b
    dy = 2 * (y - target)
    return dy * x, dy * b, dy * w

# %% wrong (held): b is left out
def chain_rule(x, w, b, target):
    pred = w * x
    d = 2 * (pred - target)
    return d * x, d, d * w

# %% wrong (held): the 2 is missing
def chain_rule(x, w, b, target):
    r = target - w * x - b
    return r * x, r, r * w

# %% wrong (developed): w and x exchanged
def chain_rule(x, w, b, target):
    d = 2 * (w * x + b - target)
    return d * w, 1, d * x

# %% wrong (developed): the loss in place of its slope
def chain_rule(x, w, b, target):
    L = (w * x + b - target) ** 2
    return L * x, L, L * w

# %% right (developed)
def chain_rule(x, w, b, target):
    dL = 2 * (w * x + b - target)
    return tuple(dL * local for local in (x, 1, w))

# %% right (held)
def chain_rule(x, w, b, target):
    return np.array([x, 1.0, w]) * 2 * (w * x + b - target)

# %% right (held)
def chain_rule(x, w, b, target):
    return 2*w*x*x + 2*b*x - 2*target*x, 2*w*x + 2*b - 2*target, 2*w*w*x + 2*w*b - 2*w*target

# %% wrong (developed): the sign is turned
def chain_rule(x, w, b, target):
    d = 2 * (target - (w * x + b))
    return d * x, d * b, d * w

# %% right (held)
def chain_rule(x, w, b, target):
    from types import SimpleNamespace as S
    s = S(e=w * x + b - target)
    s.de = s.e + s.e
    return tuple(s.de * local for local in (x, 1, w))

# %% wrong (held): the 2 is missing
def chain_rule(x, w, b, target):
    error = w * x + b - target
    dL_dy = error
    return dL_dy * w, dL_dy, dL_dy * x

# %% wrong (held): (no diagnosis)
def chain_rule(x, w, b, target):
    error = w * x + b + target
    dL_dy = 2 * error
    return dL_dy * w, dL_dy, dL_dy * x

# %% right (developed)
def chain_rule(x, w, b, target):
    c = b - target
    dw = 2 * w * x * x + 2 * x * c
    dx = 2 * w * w * x + 2 * w * c
    db = 2 * b + 2 * (w * x - target)
    return dw, db, dx

# %% wrong: x gets the gradient of w
def chain_rule(x, w, b, target):
    e = w * x + b - target
    return 2 * e * x, 2 * e, 2 * e * x

# %% wrong: w gets the gradient of x
def chain_rule(x, w, b, target):
    g = 2 * (x * w + b - target)
    return g * w, g, g * w

# %% wrong (held): x gets the gradient of w
def chain_rule(x, w, b, target):
    err = w * x + b - target
    common = 2 * err
    return common * x, common, common * x

# %% wrong (developed): the sign is turned
def chain_rule(x, w, b, target):
    residual = target - (w * x + b)
    return 2 * residual * x, 2 * residual, 2 * residual * w

# %% right (developed)
def chain_rule(x, w, b, target):
    db = 2 * (x * w - (target - b))
    return x * db, db, w * db

# %% wrong: (no diagnosis)
def chain_rule(x, w, b, target):
    r = w * x + b - target
    dL_dr = 2 * r
    return dL_dr * target, dL_dr, dL_dr * w
