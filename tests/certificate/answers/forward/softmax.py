import numpy as np

# %% wrong: exponentials overflow
def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: largest and sum lose their axis
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis))
    return e / np.sum(e, axis=axis)

# %% wrong: the sum loses its axis
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis)

# %% wrong: always the last axis
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: always axis 1
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: always the first axis
def softmax(logits, axis=-1):
    z = logits - logits.max(axis=0, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=0, keepdims=True)

# %% wrong: divides by the sum over everything
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e)

# %% wrong: largest of the whole array
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    z = logits - logits.max(axis=-1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: no exponential
def softmax(logits, axis=-1):
    return logits / np.sum(logits, axis=axis, keepdims=True)

# %% wrong: the smallest subtracted
def softmax(logits, axis=-1):
    z = logits - np.min(logits, axis=axis, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: wrong only where logits that share differ by 1000
def softmax(logits, axis=-1):
    z = logits - np.mean(logits, axis=axis, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: changes its input
def softmax(logits, axis=-1):
    logits -= np.max(logits, axis=axis, keepdims=True)
    e = np.exp(logits)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: changes its input
def softmax(logits, axis=-1):
    p = logits
    p -= p.max(axis, keepdims=True)
    np.exp(p, out=p)
    p /= p.sum(axis, keepdims=True)
    return p

# %% wrong: the logarithm of it
def softmax(logits, axis=-1):
    z = logits - np.max(logits, axis=axis, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=axis, keepdims=True))

# %% wrong: wrong shape
def softmax(logits, axis=-1):
    return np.argmax(logits, axis=axis)

# %% wrong: does not divide
def softmax(logits, axis=-1):
    z = logits - np.max(logits, axis=axis, keepdims=True)
    return np.exp(z)

# %% wrong: the sign turned
def softmax(logits, axis=-1):
    z = np.max(logits, axis=axis, keepdims=True) - logits
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: does not divide
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.max(e, axis=axis, keepdims=True)

# %% wrong: divides by the mean
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.mean(e, axis=axis, keepdims=True)

# %% wrong: wrong only with logits as large as 1000 and where …
def softmax(logits, axis=-1):
    z = np.clip(logits, -500, 500)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: wrong parameters
def softmax(logits):
    z = logits - np.max(logits, axis=-1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: TypeError
def softmax(logits, axis=-1):
    result = []
    for row in logits:
        e = np.exp(row - max(row))
        result.append(e / sum(e))
    return np.array(result)

# %% wrong: AttributeError
def softmax(logits, axis=-1):
    return logits.softmax(dim=axis)

# %% wrong: TypeError
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(dim=axis, keepdim=True))
    return e / e.sum(dim=axis, keepdim=True)

# %% wrong: not finite
def softmax(logits, axis=-1):
    z = logits / np.max(logits, axis=axis, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    z = logits - np.max(logits, axis=axis, keepdims=True)
    return 1 / (1 + np.exp(-z))

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / (1 + np.sum(e, axis=axis, keepdims=True))

# %% wrong: returned nothing
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.linalg.norm(e, axis=axis, keepdims=True)

# %% wrong: IndexError
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis)[:, None])
    return e / e.sum(axis=axis)[:, None]

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    if axis == 0:
        return softmax(logits.T).T
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: wrong shape
def softmax(logits, axis=-1):
    if axis != -1:
        logits = np.swapaxes(logits, axis, -1)
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: wrong only with logits as large as 1000, where log…
def softmax(logits, axis=-1):
    # log-sum-exp trick
    lse = np.log(np.sum(np.exp(logits), axis=axis, keepdims=True))
    return np.exp(logits - lse)

# %% wrong: ValueError
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: exponentials overflow
def softmax(logits, axis=-1):
    e = np.exp(logits - np.argmax(logits, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis, keepdims=True))
    return e / np.linalg.norm(e, axis=axis, keepdims=True)

# %% wrong: wrong shape
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    p = e / e.sum(axis=axis, keepdims=True)
    return p.argmax(axis=axis)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(np.abs(logits) - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong: AxisError
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong: unused parameter
def softmax(x, axis=-1):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum(axis=0)

# %% wrong: divides by the sum over everything
def softmax(x, axis=-1):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum()

# %% wrong: AxisError
def softmax(x, axis=-1):
    e_x = np.exp(x - np.max(x, axis=1).reshape(-1, 1))
    return e_x / e_x.sum(axis=1).reshape(-1, 1)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.sum(e, axis=0)

# %% wrong: another default
def softmax(logits, axis=0):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

# %% wrong: the largest subtracted from the exponentials
def softmax(logits, axis=-1):
    e = np.exp(logits)
    e = e - e.max(axis=axis, keepdims=True)
    return e / e.sum(axis=axis, keepdims=True)


# %% wrong: the largest logit subtracted from the exponentials
def softmax(logits, axis=-1):
    e = np.exp(logits) - np.max(logits, axis=axis, keepdims=True)
    return e / e.sum(axis=axis, keepdims=True)



# %% right
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

# %% right
def softmax(logits, axis=-1):
    z = logits - logits.max(axis=axis, keepdims=True)
    return np.exp(z - np.log(np.exp(z).sum(axis=axis, keepdims=True)))

# %% right: by logarithms
def softmax(logits, axis=-1):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=axis, keepdims=True))

# %% right
def softmax(logits, axis=-1):
    z = np.moveaxis(logits, axis, -1)
    e = np.exp(z - z.max(axis=-1)[..., None])
    return np.moveaxis(e / e.sum(axis=-1)[..., None], -1, axis)

# %% right
def softmax(logits, axis=-1):
    def one(v):
        e = np.exp(v - max(v))
        return e / sum(e)
    return np.apply_along_axis(one, axis, logits)

# %% right
def softmax(x, axis=-1):
    out = np.swapaxes(x, 0, axis).copy()
    out -= out.max(axis=0)
    np.exp(out, out=out)
    out /= out.sum(axis=0)
    return np.swapaxes(out, 0, axis)

# %% right
def softmax(logits, axis=-1):
    axis = axis % logits.ndim
    top = np.expand_dims(np.max(logits, axis), axis)
    e = np.exp(logits - top)
    return e / np.expand_dims(np.sum(e, axis), axis)

# %% right
import math
def softmax(logits, axis=-1):
    if axis < 0:
        axis += logits.ndim
    if axis > 0:
        return np.array([softmax(part, axis - 1) for part in logits])
    if logits.ndim > 1:
        columns = [softmax(logits[:, j], 0) for j in range(logits.shape[1])]
        return np.stack(columns, axis=1)
    top = max(logits)
    e = [math.exp(v - top) for v in logits]
    s = sum(e)
    return np.array([v / s for v in e])

# %% right
def softmax(logits, axis=-1):
    z = np.moveaxis(logits, axis, 0)
    z = z - z.max(0)
    p = np.array([1 / np.exp(z - zi).sum(0) for zi in z])
    return np.moveaxis(p, 0, axis)

# %% right
def softmax(logits, axis=-1):
    out = np.empty_like(logits)
    rest = list(logits.shape)
    rest[axis] = 1
    for index in np.ndindex(*rest):
        index = list(index)
        index[axis] = slice(None)
        index = tuple(index)
        line = logits[index]
        line = np.exp(line - line.max())
        out[index] = line / line.sum()
    return out

# %% right
def softmax(logits, axis=-1):
    shift = np.maximum.reduce(logits, axis=axis, keepdims=True)
    e = np.exp(np.subtract(logits, shift))
    return np.divide(e, np.add.reduce(e, axis=axis, keepdims=True)).tolist()

# %% right: by rows
def softmax(logits, axis=-1):
    moved = np.moveaxis(logits, axis, -1)
    out = np.empty(moved.shape)
    for place in np.ndindex(moved.shape[:-1]):
        row = moved[place]
        powers = np.exp(row - max(row))
        out[place] = powers / sum(powers)
    return np.moveaxis(out, -1, axis)

# %% right: with expand dims
def softmax(logits, axis=-1):
    top = np.expand_dims(np.max(logits, axis), axis)
    powers = np.exp(logits - top)
    return powers / np.expand_dims(np.sum(powers, axis), axis)

# %% right: along an axis
def softmax(logits, axis=-1):
    def one(row):
        powers = np.exp(row - row.max())
        return powers / powers.sum()

    return np.apply_along_axis(one, axis, logits)

# %% right: of differences
def softmax(logits, axis=-1):
    moved = np.moveaxis(logits, axis, -1)
    with np.errstate(over="ignore"):
        inverse = np.exp(moved[..., None, :] - moved[..., :, None]).sum(axis=-1)
    return np.moveaxis(1 / inverse, -1, axis)

# %% wrong (held): exponentials overflow
def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong (developed): the sum loses its axis
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis)

# %% wrong (developed): largest of the whole array
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong (held): always axis 1
def softmax(logits, axis=-1):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong (held): changes its input
def softmax(logits, axis=-1):
    logits -= logits.max(axis=axis, keepdims=True)
    e = np.exp(logits)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong (held): the logarithm of it
def softmax(logits, axis=-1):
    s = logits - logits.max(axis=axis, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=axis, keepdims=True))

# %% wrong (developed): does not divide
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.max(axis=axis, keepdims=True)

# %% wrong (held): unused parameter
def softmax(logits, axis=-1):
    return np.exp(logits) / np.exp(logits).sum(axis=0)

# %% wrong (developed): unused parameter
def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong (held): unused parameter
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max())
    return e / (e.sum() + 1)

# %% right (developed)
def softmax(logits, axis=-1):
    m = logits.max(axis, keepdims=True)
    lse = m + np.log(np.exp(logits - m).sum(axis, keepdims=True))
    return np.exp(logits - lse)

# %% right (held)
def softmax(logits, axis=-1):
    z = np.moveaxis(logits, axis, -1)
    e = np.exp(z - z.max(-1)[..., None])
    return np.moveaxis(e / e.sum(-1)[..., None], -1, axis)

# %% right (developed)
def softmax(logits, axis=-1):
    m = np.moveaxis(logits, axis, 0)
    m = np.exp(m - np.max(m, axis=0))
    return np.moveaxis(m / sum(m), 0, axis)

# %% wrong (developed): largest of the whole array
def softmax(logits, axis=-1):
    e = np.exp(logits - np.max(logits))
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong (developed): unused parameter
def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / np.sum(e)

# %% right (held)
def softmax(logits, axis=-1):
    z = np.moveaxis(np.asarray(logits, dtype=float), axis, 0)
    z = z - z.max(0)
    p = np.exp(z) / np.exp(z).sum(0)
    return np.moveaxis(p, 0, axis)

# %% wrong (held): (no diagnosis)
def softmax(logits, axis=-1):
    m = logits.max(axis=axis, keepdims=True)
    e = np.exp(logits - m)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong (held): the sign turned
def softmax(logits, axis=-1):
    m = logits.max(axis=axis, keepdims=True)
    e = np.exp(m - logits)
    return e / e.sum(axis=axis, keepdims=True)

# %% wrong (held): does not divide
def softmax(logits, axis=-1):
    m = logits.max(axis=axis, keepdims=True)
    e = np.exp(logits - m)
    return e / e.max(axis=axis, keepdims=True)

# %% wrong (held): (no diagnosis)
def softmax(logits, axis=-1):
    m = logits.max(axis=axis, keepdims=True)
    e = np.exp(m - logits)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong (held): (no diagnosis)
def softmax(logits, axis=-1):
    m = logits.max(axis=axis, keepdims=True)
    e = np.exp(logits - m)
    return e / e.max(axis=-1, keepdims=True)

# %% right (held)
def softmax(logits, axis=-1):
    log_total = np.logaddexp.reduce(logits, axis=axis, keepdims=True)
    return np.exp(logits - log_total)

# %% wrong (developed): another default
def softmax(logits, axis=0):
    shift = np.abs(logits).max(axis=axis, keepdims=True)
    e = np.exp(logits - shift)
    s = e.sum(axis=axis, keepdims=True)
    return e / s

# %% wrong: only the sum is over everything
def softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum()

# %% wrong (developed): unused parameter
def softmax(logits, axis=-1):
    e = np.exp(logits)
    return e / e.sum(axis=0)

# %% right (held)
def softmax(logits, axis=-1):
    a = np.asarray(logits)
    return np.exp(a - np.logaddexp.reduce(a, axis=axis, keepdims=True))

# %% right (developed)
def softmax(logits, axis=-1):
    moved = np.moveaxis(logits, axis, 0)
    e = np.exp(moved - moved.max(0))
    return np.moveaxis(e / e.sum(0), 0, axis)

# %% wrong: (no diagnosis)
def softmax(logits, axis=-1):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong (developed): takes axis 0 for none
def softmax(logits, axis=None):
    axis = axis or -1
    shifted = logits - np.max(logits, axis=axis, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=axis, keepdims=True)
