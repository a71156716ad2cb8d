import numpy as np

# %% wrong: returns inside the loop
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        scale = max_norm / norm
    else:
        scale = 1
    clipped = []
    for g in grads:
        clipped.append(g * scale)
        return clipped, norm

# %% wrong: scales where the norm is smaller
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = max_norm / norm
    return [g * scale if scale > 1 else g for g in grads], norm

# %% wrong: TypeError
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = min(1.0, max_norm / norm)
    return grads * scale, norm

# %% wrong: ValueError
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = min(1.0, max_norm / norm)
    return np.array(grads) * scale, norm

# %% wrong: returns the norm after clipping
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = np.clip(max_norm / norm, 0, 1)
    return [g * scale for g in grads], norm * scale

# %% wrong: wrong type
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        return [g * max_norm / norm for g in grads]
    return grads, norm

# %% wrong: sets the norm to max_norm and scales nothing
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        norm = max_norm
        grads = [g * max_norm / norm for g in grads]
    return grads, norm

# %% wrong: another number of entries
def clip_by_norm(grads, max_norm):
    norms = [np.linalg.norm(g) for g in grads]
    clipped = []
    for g, n in zip(grads, norms):
        if n > max_norm:
            clipped.append(g * max_norm / n)
    return clipped, global_norm(grads)

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = max_norm / norm ** 2 if norm > max_norm else 1
    return [g * scale for g in grads], norm

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    norm = np.linalg.norm(grads[0])
    scale = min(1.0, max_norm / norm)
    return [g * scale for g in grads], norm

# %% wrong: the norm of the arrays so far
def clip_by_norm(grads, max_norm):
    total = 0
    clipped = []
    for g in grads:
        total += np.sum(g ** 2)
        norm = np.sqrt(total)
        clipped.append(g * max_norm / norm if norm > max_norm else g)
    return clipped, norm

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    norm = np.max([np.max(np.abs(g)) for g in grads])
    scale = min(1.0, max_norm / norm)
    return [g * scale for g in grads], norm

# %% wrong: divides by max_norm
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [g / max_norm for g in grads]
    return grads, norm

# %% wrong: always scales
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    return [g * max_norm / norm for g in grads], norm

# %% wrong: each array on its own
def clip_by_norm(grads, max_norm):
    clipped = []
    for g in grads:
        n = np.linalg.norm(g)
        if n > max_norm:
            g = g * max_norm / n
        clipped.append(g)
    return clipped, global_norm(grads)

# %% wrong: scales where the norm is smaller
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm < max_norm:
        return [g * max_norm / norm for g in grads], norm
    return grads, norm

# %% wrong: exchanges the two results
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = min(1.0, max_norm / norm)
    return norm, [g * scale for g in grads]

# %% wrong: returns only the arrays
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = min(1.0, max_norm / norm)
    return [g * scale for g in grads]

# %% wrong: changes its input
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return grads, norm

# %% wrong: norm / max_norm for max_norm / norm
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [g * norm / max_norm for g in grads]
    return grads, norm

# %% wrong: returns the norm after clipping
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads, global_norm(grads)

# %% wrong: clips by value
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    return [np.clip(g, -max_norm, max_norm) for g in grads], norm

# %% wrong: scales to norm 1
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [g / norm for g in grads]
    return grads, norm

# %% wrong: takes the sum of squares for the norm
def clip_by_norm(grads, max_norm):
    norm = sum(np.sum(g ** 2) for g in grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads, norm

# %% wrong: adds up the norms of the arrays
def clip_by_norm(grads, max_norm):
    norm = sum(np.linalg.norm(g) for g in grads)
    if norm > max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads, norm

# %% wrong: unused parameter
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > 1.0:
        grads = [g / norm for g in grads]
    return grads, norm

# %% wrong: scales where the norm is smaller
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = max(1.0, max_norm / norm)
    return [g * scale for g in grads], norm

# %% wrong: printed instead of returning
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    clipped = [g * min(1.0, max_norm / norm) for g in grads]
    print(clipped, norm)

# %% wrong: never scales
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        for g in grads:
            g = g * max_norm / norm
    return grads, norm

# %% wrong: UnboundLocalError
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        clipped = [g * max_norm / norm for g in grads]
    return clipped, norm

# %% wrong: returned nothing on some paths
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        return [g * max_norm / norm for g in grads], norm

# %% wrong: subtracts what is too much
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [g - (norm - max_norm) for g in grads]
    return grads, norm

# %% wrong: changes its input
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        for i in range(len(grads)):
            grads[i] = grads[i] * max_norm / norm
    return grads, norm

# %% wrong: returns one long array
def clip_by_norm(grads, max_norm):
    flat = np.concatenate([g.ravel() for g in grads])
    norm = np.linalg.norm(flat)
    if norm > max_norm:
        flat = flat * max_norm / norm
    return flat, norm

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        grads = [np.zeros_like(g) for g in grads]
    return grads, norm

# %% wrong: wrong shape
def clip_by_norm(grads, max_norm):
    norms = [np.linalg.norm(g) for g in grads]
    return [g * min(1, max_norm / n) for g, n in zip(grads, norms)], norms

# %% wrong: the largest of the norms
def clip_by_norm(grads, max_norm):
    norm = max(np.linalg.norm(g) for g in grads)
    coef = max_norm / (norm + 1e-6)
    return [g * min(coef, 1.0) for g in grads], norm

# %% wrong: wrong only where the norm is smaller than max_norm
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = max_norm / (norm + 1e-6)
    return [g * scale for g in grads], norm

# %% wrong: returns the factor instead of the norm
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    scale = min(1.0, max_norm / norm)
    return [g * scale for g in grads], scale

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    import torch
    params = [torch.nn.Parameter(torch.zeros(g.shape, dtype=torch.float64)) for g in grads]
    for p, g in zip(params, grads):
        p.grad = torch.tensor(g)
    norm = torch.nn.utils.clip_grad_norm_(params, max_norm)
    return [p.grad.numpy() for p in params], norm

# %% right
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    if norm > max_norm:
        return [g * max_norm / norm for g in grads], norm
    return grads, norm

# %% right
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    coef = min(1.0, max_norm / (total + 1e-6))
    return [g * coef for g in grads], total

# %% right
def clip_by_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        total += np.sum(np.square(g))
    norm = total ** 0.5
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    clipped = []
    for g in grads:
        copy = g.copy()
        copy *= scale
        clipped.append(copy)
    return clipped, norm

# %% right
def clip_by_norm(grads, max_norm):
    flat = np.concatenate([g.ravel() for g in grads])
    norm = np.sqrt(flat @ flat)
    flat = flat / max(norm / max_norm, 1.0)
    result = []
    at = 0
    for g in grads:
        result.append(flat[at:at + g.size].reshape(g.shape))
        at += g.size
    return result, norm

# %% right
def clip_by_norm(grads, max_norm):
    return [g / max(1.0, global_norm(grads) / max_norm) for g in grads], global_norm(grads)

# %% right
def clip_by_norm(grads, max_norm):
    before = np.linalg.norm([np.linalg.norm(g) for g in grads])
    after = min(before, max_norm)
    if before == 0:
        return [g.copy() for g in grads], before
    return [g * (after / before) for g in grads], before

# %% right
def clip_by_norm(g, max_norm):
    n = global_norm(g)
    return (g, n) if n <= max_norm else (list(map(lambda x: np.multiply(x, max_norm / n), g)), n)

# %% right
def clip_by_norm(grads, max_norm):
    norm = float(global_norm(grads))
    if not norm > max_norm:
        return tuple(grads), norm
    ratio = np.divide(max_norm, norm)
    shrunk = []
    for g in grads:
        new = np.empty_like(g)
        for index in np.ndindex(g.shape):
            new[index] = ratio * g[index]
        shrunk.append(new)
    return tuple(shrunk), norm

# %% right
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    ratio = 1.0
    while norm * ratio > max_norm * (1 + 1e-12):
        ratio = max_norm / norm
    return [g * ratio for g in grads], norm

# %% right: with an if
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    if norm > max_norm:
        clipped = [g * (max_norm / norm) for g in grads]
    else:
        clipped = [g.copy() for g in grads]
    return clipped, norm

# %% right: like torch
def clip_by_norm(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    coefficient = min(1.0, max_norm / (norm + 1e-6))
    return [g * coefficient for g in grads], norm

# %% right: early return
import math


def clip_by_norm(grads, max_norm):
    total = 0
    for g in grads:
        total += np.sum(np.square(g))
    norm = math.sqrt(total)
    if norm <= max_norm:
        return grads, norm
    new = []
    for g in grads:
        new.append(g / norm * max_norm)
    return new, norm

# %% right: divides
import math


def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum(float((g * g).sum()) for g in grads))
    divisor = max(1.0, norm / max_norm)
    return tuple(g / divisor for g in grads), norm

# %% right: larger of two
def clip_by_norm(grads, limit):
    norm = np.sqrt(np.sum([np.sum(g**2) for g in grads]))
    return [limit * g / max(norm, limit) for g in grads], float(norm)

# %% right: copies in place
def clip_by_norm(grads, max_norm):
    grads = [np.array(g) for g in grads]
    norm = sum(np.vdot(g, g) for g in grads) ** 0.5
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return [grads, norm]

# %% wrong (held): returns the norm after clipping
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    return [g * scale for g in grads], norm * scale

# %% wrong (held): takes the sum of squares for the norm
def clip_by_norm(grads, max_norm):
    norm = (sum((g ** 2).sum() for g in grads))
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    return [g * scale for g in grads], norm

# %% wrong (held): norm / max_norm for max_norm / norm
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
    scale = 1.0
    if norm > max_norm:
        scale = norm / max_norm
    return [g * scale for g in grads], norm * scale

# %% wrong (held): (no diagnosis)
def clip_by_norm(grads, max_norm):
    norm = (sum((g ** 2).sum() for g in grads))
    scale = 1.0
    if norm > max_norm:
        scale = max_norm / norm
    return [g * scale for g in grads], norm * scale

# %% equivalent: line 3: norm > max_norm → norm >= max_norm
# Where the norm is exactly max_norm, the factor is 1 either way.

# %% wrong (developed): each array on its own
def clip_by_norm(grads, max_norm):
    out = []
    for g in grads:
        n = np.linalg.norm(g)
        out.append(g * max_norm / n if n > max_norm else g)
    return out, global_norm(grads)

# %% wrong (held): always scales
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    return [g * max_norm / n for g in grads], n

# %% wrong (developed): returns the norm after clipping
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    if n > max_norm:
        grads = [g * max_norm / n for g in grads]
    return grads, global_norm(grads)

# %% wrong (held): changes its input
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    if n > max_norm:
        for g in grads:
            g *= max_norm / n
    return grads, n

# %% wrong (held): norm / max_norm for max_norm / norm
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    scale = n / max_norm if n > max_norm else 1
    return [g * scale for g in grads], n

# %% wrong (developed): scales where the norm is smaller
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    if n < max_norm:
        return [g * (max_norm / n) for g in grads], n
    return list(grads), n

# %% wrong (developed): scales to norm 1
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    if n > max_norm:
        return [g / n for g in grads], n
    return [g.copy() for g in grads], n

# %% wrong (developed): returns only the arrays
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    s = min(1.0, max_norm / n)
    return [g * s for g in grads]

# %% wrong (held): never scales
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    if n > max_norm:
        for g in grads:
            g = g * max_norm / n
    return grads, n

# %% wrong (held): exchanges the two results
def clip_by_norm(grads, max_norm):
    n = global_norm(grads)
    s = min(1.0, max_norm / n) if n > 0 else 1.0
    return n, [g * s for g in grads]

# %% wrong (developed): (no diagnosis)
def clip_by_norm(grads, max_norm):
    return [g * max_norm / np.linalg.norm(g) for g in grads], global_norm(grads)

# %% wrong (developed): each array on its own
def clip_by_norm(grads, max_norm):
    out = []
    for g in grads:
        n = np.linalg.norm(g)
        out.append(g * min(1, max_norm / n))
    return out, global_norm(out)

# %% wrong (held): (no diagnosis)
def clip_by_norm(grads, max_norm):
    n = max(np.abs(g).max() for g in grads)
    return [g * max_norm / n for g in grads], n

# %% right (developed)
def clip_by_norm(grads, max_norm):
    total = global_norm(grads)
    coef = min(1.0, max_norm / (total + 1e-6))
    return [coef * g for g in grads], total

# %% right (developed)
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.vdot(g, g) for g in grads))
    return [max_norm * g / max(norm, max_norm) for g in grads], norm

# %% right (developed)
def clip_by_norm(grads, max_norm):
    flat = np.concatenate([g.ravel() for g in grads])
    norm = float(np.sqrt(flat @ flat))
    return [g * min(1.0, max_norm / max(norm, 1e-300)) for g in grads], norm

# %% wrong (developed): always scales
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
    return [g * (max_norm / norm) for g in grads], norm

# %% wrong (held): each array on its own
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
    out = []
    for g in grads:
        n = np.linalg.norm(g)
        out.append(g * max_norm / n if n > max_norm else g.copy())
    return out, norm

# %% wrong (held): scales where the norm is smaller
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum((g ** 2).sum() for g in grads))
    if norm < max_norm:
        grads = [g * max_norm / norm for g in grads]
    return grads, min(norm, max_norm)

# %% right (developed)
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(np.sum([np.vdot(g, g) for g in grads]))
    excess = np.maximum(norm / max_norm, 1.0)
    return list(map(lambda g: g / excess, grads)), norm

# %% wrong (developed): (no diagnosis)
def clip_by_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        total += np.abs(g).sum() ** 2
    norm = total ** 0.5
    factor = max_norm / norm
    return [factor * g for g in grads], norm

# %% wrong (developed): always scales
def clip_by_norm(grads, max_norm):
    total = np.sqrt(sum([(g ** 2).sum() for g in grads]))
    scale = max_norm / total
    return [g * scale for g in grads], total

# %% wrong (developed): always scales
def clip_by_norm(grads, max_norm):
    norm = sum(np.linalg.norm(g) for g in grads)
    return [g / norm * max_norm for g in grads], norm

# %% right (developed)
def clip_by_norm(grads, max_norm):
    norm = global_norm(grads)
    k = min(1.0, max_norm / (norm + 1e-6))
    return tuple(k * g for g in grads), norm

# %% wrong: (no diagnosis)
def clip_by_norm(grads, max_norm):
    n = np.sqrt(sum((g * g).sum() for g in grads))
    if n > 1:
        return [g * min(1, max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): IndexError
import math
def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if norm > max_norm:
        out = []
        for g in grads:
            c = g.copy()
            c[:] = c * (max_norm / norm)
            out.append(c)
        return out, norm
    return grads, norm

# %% wrong (held): TypeError
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    if norm <= max_norm:
        return grads, norm
    return [np.array([row * max_norm / norm for row in g]) for g in grads], norm

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    n = math.sqrt(sum((g**2).sum() for g in grads))
    if max(np.linalg.norm(g) for g in grads) > max_norm:
        return [g * (max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    n = math.sqrt(sum((g**2).sum() for g in grads))
    if max(abs(g).max() for g in grads) > max_norm:
        return [g * (max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    n = math.sqrt(sum((g**2).sum() for g in grads))
    if n**2 > max_norm:
        return [g * min(1.0, max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    n = math.sqrt(sum((g**2).sum() for g in grads))
    if n / math.sqrt(sum(g.size for g in grads)) > max_norm:
        return [g * min(1.0, max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    n = math.sqrt(sum((g**2).sum() for g in grads))
    if np.linalg.norm(grads[-1]) > max_norm:
        return [g * min(1.0, max_norm / n) for g in grads], n
    return grads, n

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if norm > 1.1 * max_norm:
        return [g * (max_norm / norm) for g in grads], norm
    return grads, norm

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if norm > 1.5 * max_norm:
        return [g * (max_norm / norm) for g in grads], norm
    return grads, norm

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if norm > max_norm + 0.2:
        return [g * (max_norm / norm) for g in grads], norm
    return grads, norm

# %% wrong (held): wrong only where the norm is a little larger than max_norm
import math
def clip_by_norm(grads, max_norm):
    norm = math.sqrt(sum((g**2).sum() for g in grads))
    if round(norm, 2) > round(max_norm, 2):
        return [g * (max_norm / norm) for g in grads], norm
    return grads, norm
