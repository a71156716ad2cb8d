import numpy as np

# %% wrong: does not scale
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return x * mask

# %% wrong: divides by p
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return x * mask / p

# %% wrong: takes p for the probability of staying
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) < p
    return x * mask / (1 - p)

# %% wrong: takes p for the probability of staying, throughout
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) < p
    return x * mask / p

# %% wrong: scales in evaluation, by 1 − p
def dropout(x, p, rng, training):
    if training:
        mask = rng.binomial(1, 1 - p, x.shape)
        return x * mask
    else:
        return x * (1 - p)

# %% wrong: changes its input
def dropout(x, p, rng, training):
    if training:
        x *= rng.random(x.shape) > p
        x /= 1 - p
    return x

# %% wrong: share p, factor 1 | does not scale
def dropout(x, p, rng, training):
    if training:
        drop = rng.random(x.shape) < p
        x[drop] = 0
    return x

# %% wrong: multiplies by 1 − p
def dropout(x, p, rng, training):
    if not training:
        return x
    keep = 1 - p
    mask = rng.random(x.shape) < keep
    return x * mask * keep

# %% wrong: share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.normal(size=x.shape) > p
    return x * mask / (1 - p)

# %% wrong: AttributeError
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = (rng.rand(*x.shape) > p).astype(float)
    return x * mask / (1 - p)

# %% wrong: TypeError
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(*x.shape) > p
    return x * mask / (1 - p)

# %% wrong: scales in evaluation in place of training
def dropout(x, p, rng, training):
    if training:
        return x * (rng.random(x.shape) >= p)
    return x / (1 - p)

# %% wrong: does not use rng
def dropout(x, p, rng, training):
    if not training:
        return x
    np.random.seed(0)
    mask = np.random.rand(*x.shape) >= p
    return x * mask / (1 - p)

# %% wrong: unused parameter
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = x > p
    return x * mask / (1 - p)

# %% wrong: TypeError
import torch
def dropout(x, p, rng, training):
    return torch.nn.functional.dropout(x, p=p, training=training)

# %% wrong: returned nothing on some paths
def dropout(x, p, rng, training):
    if training:
        mask = rng.random(x.shape) > p
        return x * mask / (1 - p)

# %% wrong: takes p for the probability of staying
def dropout(x, p, rng, training):
    if training:
        return x * rng.binomial(1, p, size=x.shape) / (1 - p)
    return x

# %% wrong: another shape
def dropout(x, p, rng, training):
    if not training:
        return x, np.ones_like(x)
    mask = (rng.random(x.shape) >= p) / (1 - p)
    return x * mask, mask

# %% wrong: scales twice
def dropout(x, p, rng, training):
    if not training:
        return x
    x = x / (1 - p)
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% right: by a mask
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% right: where
def dropout(x, p, rng, training):
    if training:
        return np.where(rng.random(x.shape) < p, 0.0, x / (1 - p))
    return x.copy()

# %% right
def dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    keep = 1.0 - p
    return x * rng.binomial(1, keep, size=x.shape) / keep

# %% right
def dropout(x, p, rng, training=True):
    out = np.array(x, dtype=float)
    if training and p > 0:
        dropped = rng.uniform(size=out.shape) < p
        out[dropped] = 0
        out[~dropped] /= 1 - p
    return out

# %% right
def dropout(x, p, rng, training):
    out = []
    for value in x.ravel():
        if not training:
            out.append(value)
        elif rng.random() < p:
            out.append(0.0)
        else:
            out.append(value / (1 - p))
    return np.reshape(out, x.shape)

# %% right
class _Dropout:
    def __init__(self, p, rng):
        self.p, self.rng, self.training = p, rng, True
    def eval(self):
        self.training = False
        return self
    def __call__(self, x):
        if not self.training:
            return x
        noise = self.rng.random(np.shape(x))
        return np.multiply(x, noise > self.p) * (1 / (1 - self.p))

def dropout(x, p, rng, training):
    layer = _Dropout(p, rng)
    return layer(x) if training else layer.eval()(x)

# %% right
def dropout(a, rate, generator, training):
    scale = 1.0
    kept = np.ones(a.shape)
    if training:
        kept = (generator.random(a.shape) < 1 - rate).astype(a.dtype)
        scale = 1.0 / (1.0 - rate)
    return a * kept * scale

# %% right: normal
def dropout(x, p, rng, training):
    q = 1 - p if training else 1.0
    u = rng.random(x.size).reshape(x.shape)
    return np.where(u < q, x, 0) / q

# %% wrong (held): takes p for the probability of staying
def dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) < p
    return x * keep / (1 - p)

# %% wrong (held): the two modes exchanged
def dropout(x, p, rng, training):
    if training:
        return x
    keep = rng.random(x.shape) >= p
    return x * keep / (1 - p)

# %% wrong (held): the two modes exchanged
def dropout(x, p, rng, training):
    if training:
        return x
    keep = rng.random(x.shape) < p
    return x * keep / (1 - p)

# %% wrong (held): the two modes exchanged
def dropout(x, p, rng, training):
    if training:
        return x
    keep = rng.random(x.shape) >= p
    return x * keep

# %% equivalent: line 4: rng.random(x.shape) >= p → rng.random(x.shape) > p
# A random number that is exactly p comes once in 2⁵³ draws; where p is 0, that is a number lost as rarely.

# %% wrong (developed): drops in evaluation too
def dropout(x, p, rng, training):
    # mask
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (developed): scales in evaluation, 1-p
def dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (held): multiplies by 1 − p
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    return x * mask * (1 - p)

# %% wrong (developed): one toss for a whole column
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape[-1]) >= p
    return x * mask / (1 - p)

# %% wrong (held): does not use rng
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = np.random.rand(*x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (developed): the two modes exchanged
def dropout(x, p, rng, training):
    if training:
        return x
    mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (developed): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.normal(size=x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (held): changes its input
def dropout(x, p, rng, training):
    if training:
        x[rng.random(x.shape) < p] = 0
        x /= 1 - p
    return x

# %% wrong (held): one toss for all
def dropout(x, p, rng, training):
    if not training:
        return x
    if rng.random() < p:
        return np.zeros_like(x)
    return x / (1 - p)

# %% wrong (developed): returned nothing on some paths
def dropout(x, p, rng, training):
    if training:
        keep = rng.random(x.shape) > p
        return np.where(keep, x / (1 - p), 0)

# %% wrong (held): unused parameter
def dropout(x, p, rng, training):
    mask = rng.random(x.shape) >= p
    return x * mask

# %% wrong (developed): share 1-p, factor p
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) < p
    return x * mask * p

# %% wrong (held): scales in evaluation, by 1 − p
def dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    mask = rng.random(x.shape) >= p
    return x * mask

# %% right (developed)
def dropout(x, p, rng, training):
    if not training or p == 0:
        return x.copy()
    return rng.binomial(1, 1 - p, size=x.shape) * x / (1 - p)

# %% right (held)
def dropout(x, p, rng, training):
    q = 1 - p
    factor = rng.choice([0.0, 1 / q], size=x.shape, p=[p, q]) if training else 1.0
    return x * factor

# %% right (developed)
def dropout(x, p, rng, training):
    if not training or not p:
        return x.copy()
    keep = rng.binomial(1, 1 - p, size=x.shape)
    return x * keep / (1 - p)

# %% wrong (developed): does not scale
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p)

# %% wrong (developed): scales in evaluation, 1-p
def dropout(x, p, rng, training):
    if not training:
        return x * (1 - p)
    mask = rng.random(x.shape) < p
    return x * mask

# %% wrong (held): drops in evaluation too
def dropout(x, p, rng, training):
    mask = rng.random(x.shape) > p
    return x * mask / (1 - p)

# %% right (held)
def dropout(x, p, rng, training):
    answer = np.zeros(np.shape(x))
    factor = 1 / (1 - p) if training else 1.0
    for place, number in np.ndenumerate(x):
        if training and rng.random() < p:
            continue
        answer[place] = number * factor
    return answer

# %% wrong (held): takes p for the probability of staying
def dropout(x, p, rng, training):
    if not training:
        return x
    keep = rng.random(x.shape) < p
    return np.where(keep, x, 0.0) / (1 - p)

# %% wrong (held): unused parameter
def dropout(x, p, rng, training):
    mask = rng.random(x.shape) >= p
    return x * mask

# %% wrong (developed): does not use rng
def dropout(x, p, rng, training):
    if not training:
        return x
    gen = np.random.default_rng(0)
    mask = gen.random(x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (developed): scales in evaluation, 1-p
def dropout(x, p, rng, training):
    if training:
        keep = rng.random(x.shape) < p
        return x * keep / p if p else x * 0
    return x * (1 - p)

# %% wrong (held): one toss for a whole column
def dropout(x, p, rng, training):
    if not training or p == 0:
        return x
    keep = rng.random(x.shape[-1]) >= p
    return x * keep / (1 - p)

# %% right (developed)
def dropout(x, p, rng, training):
    if training and p:
        return x * rng.binomial(1, 1 - p, size=x.shape) / (1 - p)
    return x

# %% wrong (developed): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if training:
        dice = rng.integers(0, 10, size=x.shape)
        dropped = dice < p * 10
        return np.where(dropped, 0, x / (1 - p))
    return x

# %% wrong (held): drops nothing
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.integers(0, 100, x.shape) >= int(100 * p)) / (1 - p)

# %% wrong (held): drops nothing
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.integers(1, 101, x.shape) > 100 * p) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.integers(0, 101, x.shape) >= 100 * p) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape).round(1) >= p) / (1 - p)

# %% wrong (held): a single number never becomes 0
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    if not mask.any():
        mask[...] = True
    return x * mask / (1 - p)

# %% wrong (held): a single number never becomes 0
def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape) >= p
    while not mask.any():
        mask = rng.random(x.shape) >= p
    return x * mask / (1 - p)

# %% wrong (held): one toss along axis 2
def dropout(x, p, rng, training):
    if not training:
        return x
    shape = x.shape[:2] + (1, 1) if x.ndim == 4 else x.shape
    return x * (rng.random(shape) >= p) / (1 - p)

# %% wrong (held): one toss along axis 2
def dropout(x, p, rng, training):
    if not training:
        return x
    shape = x.shape if x.ndim < 4 else x.shape[:2] + (1,) * (x.ndim - 2)
    return x * (rng.random(shape) >= p) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.integers(0, 16, x.shape) >= p * 16) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.integers(0, 20, x.shape) >= p * 20) / (1 - p)

# %% wrong (held): drops nothing
def dropout(x, p, rng, training):
    if not training or p < 0.1:
        return x
    return x * (rng.random(x.shape) >= p) / (1 - p)

# %% wrong (held): share other, factor other
def dropout(x, p, rng, training):
    if not training:
        return x
    p = min(p, 0.9)
    return x * (rng.random(x.shape) >= p) / (1 - p)

# %% wrong (held): chance from somewhere else
def dropout(x, p, rng, training):
    if not training:
        return x
    if x.size == 1:
        return x
    return x * (rng.random(x.shape) >= p) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= 1.05 * p) / (1 - p)

# %% wrong (held): share other, factor 1/(1-p)
def dropout(x, p, rng, training):
    if not training:
        return x
    return x * (rng.random(x.shape) >= p + 0.01) / (1 - p)

# %% wrong (held): one toss for a whole column or a whole vector
import numpy as np

def dropout(x, p, rng, training):
    if not training:
        return x
    mask = rng.random(x.shape[1:]) >= p
    return x * mask / (1 - p)
