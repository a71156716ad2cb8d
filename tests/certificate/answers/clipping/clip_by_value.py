import numpy as np

# %% wrong: ValueError
def clip_by_value(grads, clip_value):
    return [max(-clip_value, min(clip_value, g)) for g in grads]

# %% wrong: TypeError
def clip_by_value(grads, clip_value):
    return [np.clip(g, clip_value) for g in grads]

# %% wrong: wrong shape
def clip_by_value(grads, clip_value):
    return [np.clip(g, -clip_value, clip_value) for g in grads][0]

# %% wrong: (no diagnosis)
def clip_by_value(grads, clip_value):
    return [np.where(g > clip_value, clip_value, np.where(g < clip_value, -clip_value, g)) for g in grads]

# %% wrong: cuts off at the upper end only
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        g = np.where(g > clip_value, clip_value, g)
        g2 = np.where(g < -clip_value, -clip_value, g)
        out.append(g)
    return out

# %% wrong: (no diagnosis)
def clip_by_value(grads, clip_value):
    return [g if np.abs(g).max() < clip_value else np.sign(g) * clip_value for g in grads]

# %% wrong: changes its input
def clip_by_value(grads, clip_value):
    out = grads.copy()
    for g in out:
        g[g > clip_value] = clip_value
        g[g < -clip_value] = -clip_value
    return out

# %% wrong: wrong shape
def clip_by_value(grads, clip_value):
    return [g[np.abs(g) <= clip_value] for g in grads]

# %% wrong: wrong type
def clip_by_value(grads, clip_value):
    return [np.clip(g, -clip_value, clip_value) for g in grads], global_norm(grads)

# %% wrong: (no diagnosis)
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        if np.max(g) > clip_value:
            g = np.minimum(g, clip_value)
        elif np.min(g) < -clip_value:
            g = np.maximum(g, -clip_value)
        out.append(g)
    return out

# %% wrong: lower limit 0
def clip_by_value(grads, clip_value):
    return [np.clip(g, 0, clip_value) for g in grads]

# %% wrong: cuts off at the upper end only
def clip_by_value(grads, clip_value):
    return [np.minimum(g, clip_value) for g in grads]

# %% wrong: cuts off at the lower end only
def clip_by_value(grads, clip_value):
    return [np.maximum(g, -clip_value) for g in grads]

# %% wrong: ValueError
def clip_by_value(grads, clip_value):
    return np.clip(grads, -clip_value, clip_value)

# %% wrong: changes its input
def clip_by_value(grads, clip_value):
    for g in grads:
        np.clip(g, -clip_value, clip_value, out=g)
    return grads

# %% wrong: loses the sign beyond the limits
def clip_by_value(grads, clip_value):
    return [np.where(np.abs(g) > clip_value, clip_value, g) for g in grads]

# %% wrong: sets what is too large to 0
def clip_by_value(grads, clip_value):
    return [np.where(np.abs(g) > clip_value, 0, g) for g in grads]

# %% wrong: limits of ±1
def clip_by_value(grads, clip_value):
    return [np.clip(g, -1, 1) for g in grads]

# %% wrong: scales all by the largest number
def clip_by_value(grads, clip_value):
    largest = max(np.max(np.abs(g)) for g in grads)
    if largest > clip_value:
        return [g * clip_value / largest for g in grads]
    return grads

# %% wrong: changes its input
def clip_by_value(grads, clip_value):
    for g in grads:
        g[g > clip_value] = clip_value
        g[g < -clip_value] = -clip_value
    return grads

# %% wrong: ValueError
def clip_by_value(grads, clip_value):
    clipped = []
    for g in grads:
        if g > clip_value:
            g = clip_value
        elif g < -clip_value:
            g = -clip_value
        clipped.append(g)
    return clipped

# %% wrong: changes nothing
def clip_by_value(grads, clip_value):
    for g in grads:
        g = np.clip(g, -clip_value, clip_value)
    return grads

# %% wrong: printed instead of returning
def clip_by_value(grads, clip_value):
    print([np.clip(g, -clip_value, clip_value) for g in grads])

# %% wrong: wrong type
def clip_by_value(grads, clip_value):
    return [np.clip(g, -clip_value, clip_value) for g in grads], max(np.max(np.abs(g)) for g in grads)

# %% wrong: wrong shape
def clip_by_value(grads, clip_value):
    return np.concatenate([np.clip(g, -clip_value, clip_value).ravel() for g in grads])

# %% wrong: every number at a limit
def clip_by_value(grads, clip_value):
    return [np.sign(g) * clip_value for g in grads]

# %% wrong: drops every sign
def clip_by_value(grads, clip_value):
    return [np.clip(np.abs(g), 0, clip_value) for g in grads]

# %% wrong: every number becomes clip_value
def clip_by_value(grads, clip_value):
    return [np.maximum(np.minimum(g, -clip_value), clip_value) for g in grads]

# %% wrong: returns inside the loop
def clip_by_value(grads, clip_value):
    clipped = []
    for g in grads:
        clipped.append(np.clip(g, -clip_value, clip_value))
        return clipped

# %% wrong: clips each array by its norm
def clip_by_value(grads, clip_value):
    result = []
    for g in grads:
        n = np.linalg.norm(g)
        if n > clip_value:
            g = g * clip_value / n
        result.append(g)
    return result

# %% wrong: changes nothing
def clip_by_value(grads, clip_value):
    return [np.clip(g, g - clip_value, g + clip_value) for g in grads]

# %% wrong: changes its input
def clip_by_value(grads, clip_value):
    for i in range(len(grads)):
        grads[i] = np.clip(grads[i], -clip_value, clip_value)
    return grads

# %% wrong: AttributeError
def clip_by_value(grads, clip_value):
    return [g.clamp_(-clip_value, clip_value) for g in grads]

# %% wrong: wrong shape
def clip_by_value(grads, clip_value):
    return [min(max(x, -clip_value), clip_value) for g in grads for x in g.ravel()]

# %% wrong: every number becomes −clip_value
def clip_by_value(grads, clip_value):
    return [np.clip(g, clip_value, -clip_value) for g in grads]

# %% wrong: clips by norm
def clip_by_value(grads, clip_value):
    return clip_by_norm(grads, clip_value)[0]

# %% wrong: (no diagnosis)
def clip_by_value(grads, clip_value):
    import torch
    return [torch.clamp(torch.from_numpy(g), min=-clip_value, max=clip_value) for g in grads]

# %% right
def clip_by_value(grads, clip_value):
    return [np.clip(g, -clip_value, clip_value) for g in grads]

# %% right: minimum maximum
def clip_by_value(grads, clip_value):
    return [np.minimum(np.maximum(g, -clip_value), clip_value) for g in grads]

# %% right
def clip_by_value(grads, clip_value):
    clipped = []
    for g in grads:
        c = g.copy()
        c[c > clip_value] = clip_value
        c[c < -clip_value] = -clip_value
        clipped.append(c)
    return clipped

# %% right
def clip_by_value(grads, clip_value):
    result = []
    for g in grads:
        values = []
        for x in g.flatten():
            if x > clip_value:
                values.append(clip_value)
            elif x < -clip_value:
                values.append(-clip_value)
            else:
                values.append(x)
        result.append(np.array(values).reshape(g.shape))
    return result

# %% right
def clip_by_value(grads, clip_value):
    return [np.where(np.abs(g) > clip_value, np.sign(g) * clip_value, g) for g in grads]

# %% right
def clip_by_value(grads, clip_value):
    return list(map(lambda g: g.clip(min=-clip_value, max=clip_value), grads))

# %% right
def clip_by_value(grads, clip_value):
    bound = np.vectorize(lambda x: max(-clip_value, min(clip_value, float(x))), otypes=[float])
    return tuple(bound(g) for g in grads)

# %% right
def clip_by_value(grads, clip_value):
    sizes = [g.size for g in grads]
    together = np.clip(np.hstack([g.ravel() for g in grads]), -clip_value, +clip_value)
    pieces = np.split(together, np.cumsum(sizes)[:-1])
    return [piece.reshape(g.shape) for piece, g in zip(pieces, grads)]

# %% right
def clip_by_value(grads, clip_value):
    excess_above = [np.maximum(g - clip_value, 0) for g in grads]
    excess_below = [np.maximum(-g - clip_value, 0) for g in grads]
    return [g - a + b for g, a, b in zip(grads, excess_above, excess_below)]

# %% right
def clip_by_value(grads, clip_value):
    result = []
    for g in grads:
        flat = [max(-clip_value, min(clip_value, v)) for v in g.flat]
        result.append(np.array(flat).reshape(g.shape))
    return result

# %% right: with np.where
def clip_by_value(grads, clip_value):
    new = []
    for g in grads:
        g = np.where(g > clip_value, clip_value, g)
        g = np.where(g < -clip_value, -clip_value, g)
        new.append(g)
    return new

# %% right: by masks
def clip_by_value(grads, c):
    copies = [g.copy() for g in grads]
    for g in copies:
        g[g > c] = c
        g[g < -c] = -c
    return copies

# %% right: by the method
def clip_by_value(grads, clip_value):
    return tuple(g.clip(-clip_value, clip_value) for g in grads)

# %% right: by the sign
def clip_by_value(grads, clip_value):
    return [np.sign(g) * np.minimum(np.abs(g), clip_value) for g in grads]

# %% right: by map
def clip_by_value(grads, clip_value):
    return list(map(lambda g: np.clip(g, -clip_value, clip_value), grads))

# %% wrong (held): (no diagnosis)
def clip_by_value(grads, clip_value):
    return [np.clip(g, -1, 1) * clip_value for g in grads]

# %% wrong (held): scales by the largest number
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        m = np.abs(g).max()
        out.append(g * clip_value / m if m > clip_value else g)
    return out

# %% wrong (developed): drops every sign
def clip_by_value(grads, clip_value):
    return [np.minimum(np.abs(g), clip_value) for g in grads]

# %% right (held)
def clip_by_value(grads, clip_value):
    out = [g.copy() for g in grads]
    for g in out:
        g[g > clip_value] = clip_value
        g[g < -clip_value] = -clip_value
    return out

# %% wrong (developed): sets what is too large to 0
def clip_by_value(grads, clip_value):
    return [np.where(np.abs(g) <= clip_value, g, 0) for g in grads]

# %% wrong (held): returns inside the loop
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        out.append(np.clip(g, 0, clip_value))
        return out

# %% wrong (held): lower limit 0
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        out.append(np.clip(g, 0, clip_value))
    return out

# %% wrong (held): drops every sign
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        out.append(np.clip(np.abs(g), -clip_value, clip_value))
    return out

# %% wrong (held): drops every sign
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        out.append(np.clip(np.abs(g), 0, clip_value))
    return out

# %% right (developed)
def clip_by_value(grads, clip_value):
    def middle(g):
        g = np.asarray(g, dtype=float)
        low, high = np.full_like(g, -clip_value), np.full_like(g, clip_value)
        return np.sort(np.stack([low, g, high]), axis=0)[1]

    return [middle(g) for g in grads]

# %% wrong (developed): scales by the largest number
def clip_by_value(grads, clip_value):
    def hold(g):
        largest = np.max(np.abs(g))
        if largest <= clip_value:
            return g.copy()
        return g * (clip_value / largest)

    return [hold(g) for g in grads]

# %% wrong (developed): cuts off at the upper end only
def clip_by_value(grads, clip_value):
    for g in grads:
        g[g > clip_value] = clip_value
    return grads

# %% wrong (developed): scales by the largest number
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        biggest = np.abs(g).max()
        out.append(g * clip_value / biggest if biggest > clip_value else g)
    return out

# %% right (held)
def clip_by_value(grads, clip_value):
    return [np.sign(g) * np.minimum(abs(g), clip_value) for g in grads]

# %% wrong (held): TypeError
def clip_by_value(grads, clip_value):
    out = []
    for g in grads:
        out.append(np.array([np.clip(row, -clip_value, clip_value) for row in g]))
    return out

# %% wrong (held): wrong only where a parameter is a single number
def clip_by_value(grads, clip_value):
    return [np.clip(np.atleast_1d(g), -clip_value, clip_value) for g in grads]

# %% wrong (held): (no diagnosis)
def clip_by_value(grads, clip_value):
    c = min(clip_value, 5)
    return [np.clip(g, -c, c) for g in grads]

# %% wrong (held): (no diagnosis)
def clip_by_value(grads, clip_value):
    c = max(clip_value, 0.1)
    return [np.clip(g, -c, c) for g in grads]

# %% wrong (held): (no diagnosis)
def clip_by_value(grads, clip_value):
    return [np.clip(g, -round(clip_value, 2), round(clip_value, 2)) for g in grads]
