import numpy as np

# %% right: array by array
def loss_scale(grads, scale):
    found_inf = False
    result = []
    for g in grads:
        g32 = g.astype(np.float32)
        if not np.isfinite(g32).all():
            found_inf = True
        result.append(g32 / np.float32(scale))
    return result, found_inf

# %% right: two lines
def loss_scale(grads, scale):
    unscaled = [g.astype(np.float32) / scale for g in grads]
    return unscaled, any(not np.all(np.isfinite(g)) for g in grads)

# %% right: inf and NaN by themselves
def loss_scale(grads, scale):
    found_inf = False
    for g in grads:
        if np.any(np.isinf(g)) or np.any(np.isnan(g)):
            found_inf = True
    if found_inf:
        return [], True
    return [np.float32(g) * np.float32(1 / scale) for g in grads], False

# %% right
def loss_scale(grads, scale):
    out = [np.divide(g, scale, dtype=np.float32) for g in grads]
    found_inf = any(np.isnan(g).any() | np.isinf(g).any() for g in out)
    return out, found_inf

# %% right
def loss_scale(grads, scale):
    wide = [g.astype(np.float64) / scale for g in grads]
    return [g.astype(np.float32) for g in wide], not all(np.isfinite(g).all() for g in wide)

# %% right
def loss_scale(grads, scale):
    flat = np.concatenate([g.ravel() for g in grads]).astype("float32")
    found_inf = not np.isfinite(flat.sum() * 0)
    out, start = [], 0
    for g in grads:
        out.append((flat[start:start + g.size] / scale).reshape(g.shape))
        start += g.size
    return out, bool(found_inf)

# %% right
def loss_scale(grads, scale):
    result = list(map(lambda g: np.array(g, dtype=np.float32) / scale, grads))
    bad = sum(int((~np.isfinite(g)).sum()) for g in grads)
    return result, bad > 0

# %% right
def loss_scale(grads, scale):
    out = []
    for grad in grads:
        copy = grad.astype(np.float32)
        copy /= scale
        out.append(copy)
    finite = [np.isfinite(grad).all() for grad in grads]
    return (out, False in finite)

# %% right
def loss_scale(grads, scale):
    if any((g - g != 0).any() for g in grads):
        return None, True
    return tuple(g.astype(np.float32) / scale for g in grads), False

# %% right
def loss_scale(grads, scale):
    found = 0
    for g in grads:
        for value in g.flat:
            if value != value or value in (float("inf"), float("-inf")):
                found = 1
    return [np.asarray(g, np.float32) / np.float32(scale) for g in grads], found

# %% wrong: NaN is not found
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(np.isinf(g).any() for g in grads)
    return result, found_inf

# %% wrong: inf is not found
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(np.isnan(g).any() for g in grads)
    return result, found_inf

# %% wrong: -inf and NaN are not found
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any((g == np.inf).any() for g in grads)
    return result, found_inf

# %% wrong: -inf and NaN are not found
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(np.inf in g for g in grads)
    return result, found_inf

# %% wrong: -inf is not found
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(np.isposinf(g).any() or np.isnan(g).any() for g in grads)
    return result, found_inf

# %% wrong: divided in float16
def loss_scale(grads, scale):
    result = [(g / scale).astype(np.float32) for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: divided in float16
def loss_scale(grads, scale):
    result = []
    found_inf = False
    for g in grads:
        if not np.isfinite(g).all():
            found_inf = True
        result.append(np.float32(g / np.float16(scale)))
    return result, found_inf

# %% wrong: float16 comes back
def loss_scale(grads, scale):
    result = [g / scale for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: float16 comes back
def loss_scale(grads, scale):
    result = [(g.astype(np.float32) / scale).astype(g.dtype) for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: float64 comes back
def loss_scale(grads, scale):
    result = [g.astype(float) / scale for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: float64 comes back
def loss_scale(grads, scale):
    result = [g / np.float64(scale) for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: unused parameter
def loss_scale(grads, scale):
    result = [g.astype(np.float32) for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: not divided
def loss_scale(grads, scale):
    found_inf = False
    result = []
    for g in grads:
        g32 = g.astype(np.float32)
        if not np.isfinite(g32).all():
            found_inf = True
        result.append(g32)
        g32 = g32 / scale
    return result, found_inf

# %% wrong: multiplied
def loss_scale(grads, scale):
    result = [g.astype(np.float32) * scale for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: only the last array is looked at
def loss_scale(grads, scale):
    result = []
    for g in grads:
        result.append(g.astype(np.float32) / scale)
        found_inf = not np.isfinite(g).all()
    return result, found_inf

# %% wrong: only the first array is looked at
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = not np.isfinite(grads[0]).all()
    return result, found_inf

# %% wrong: true where all is finite
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = all(np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: only where every array has one
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = all(not np.isfinite(g).all() for g in grads)
    return result, found_inf

# %% wrong: only where nothing in an array is finite
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(not np.isfinite(g).any() for g in grads)
    return result, found_inf

# %% wrong: only where nothing at all is finite
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = not any(np.isfinite(g).any() for g in grads)
    return result, found_inf

# %% wrong: an overflow where there is none
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    norm = np.sqrt(sum((g * g).sum() for g in grads))
    return result, not np.isfinite(norm)

# %% wrong: a flag for each array
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = [not np.isfinite(g).all() for g in grads]
    return result, found_inf

# %% wrong: the two answers exchanged
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return found_inf, result

# %% wrong: not a pair
def loss_scale(grads, scale):
    for g in grads:
        if not np.isfinite(g).all():
            return None
    return [g.astype(np.float32) / scale for g in grads]

# %% wrong: a sum in float16
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(not np.isfinite(g.sum()) for g in grads)
    return result, found_inf

# %% wrong: the largest float16 counts as an overflow
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    limit = np.finfo(np.float16).max
    found_inf = any((~(np.abs(g) < limit)).any() for g in grads)
    return result, found_inf

# %% wrong: never finds an overflow
def loss_scale(grads, scale):
    result = []
    found_inf = False
    for g in grads:
        g = g.astype(np.float32) / scale
        if (g == np.nan).any():
            found_inf = True
        result.append(g)
    return result, found_inf

# %% wrong: NaN missed
def loss_scale(grads, scale):
    found_inf = any(np.abs(g).max() == np.inf for g in grads)
    return [g.astype(np.float32) / scale for g in grads], found_inf

# %% wrong: NaN is not found
def loss_scale(grads, scale):
    found_inf = any((np.abs(g) > 65504).any() for g in grads)
    return [g.astype(np.float32) / scale for g in grads], found_inf

# %% wrong: ValueError
def loss_scale(grads, scale):
    result = []
    found_inf = False
    for g in grads:
        if np.isinf(g) or np.isnan(g):
            found_inf = True
        result.append(g.astype(np.float32) / scale)
    return result, found_inf

# %% wrong: ValueError
def loss_scale(grads, scale):
    grads = np.array(grads).astype(np.float32)
    return list(grads / scale), not np.isfinite(grads).all()

# %% wrong: TypeError
def loss_scale(grads, scale):
    return grads / scale, False

# %% wrong: changes its input
def loss_scale(grads, scale):
    found_inf = False
    for i in range(len(grads)):
        if not np.isfinite(grads[i]).all():
            found_inf = True
        grads[i] = grads[i].astype(np.float32) / scale
    return grads, found_inf

# %% wrong: no list of arrays
def loss_scale(grads, scale):
    flat = np.concatenate([g.ravel() for g in grads]).astype(np.float32)
    return flat / scale, not np.isfinite(flat).all()

# %% wrong: returns inside the loop
def loss_scale(grads, scale):
    result = []
    for g in grads:
        result.append(g.astype(np.float32) / scale)
        return result, not np.isfinite(g).all()

# %% wrong: found_inf is always true
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    return result, ~all(bool(np.isfinite(g).all()) for g in grads)

# %% wrong: inf missed
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / scale for g in grads]
    return result, any(np.isinf(g).any() and np.isnan(g).any() for g in grads)

# %% wrong: OverflowError
def loss_scale(grads, scale):
    for g in grads:
        if not np.isfinite(g).all():
            raise OverflowError("a gradient is not finite")
    return [g.astype(np.float32) / scale for g in grads], False

# %% wrong: divided in float16
def loss_scale(grads, scale):
    result = [g.astype(np.float32) / np.float32(np.float16(scale)) for g in grads]
    return result, not all(np.isfinite(g).all() for g in grads)

# %% wrong: a gradient of 0 taken for an overflow
def loss_scale(grads, scale):
    found_inf = False
    for g in grads:
        if not np.all(np.isfinite(g)) or not np.all(g):
            found_inf = True
    return [np.float32(g) / np.float32(scale) for g in grads], found_inf

# %% wrong (held): divided in float16
def loss_scale(grads, scale):
    out = [(g / np.float16(scale)).astype(np.float32) for g in grads]
    return out, any(not np.isfinite(g).all() for g in grads)

# %% wrong (developed): float64 comes back
def loss_scale(grads, scale):
    out = [g.astype(np.float64) / scale for g in grads]
    return out, any(not np.isfinite(g).all() for g in grads)

# %% wrong (held): multiplied
def loss_scale(grads, scale):
    out = [g.astype(np.float32) * np.float32(scale) for g in grads]
    return out, bool(any(np.isinf(g).any() or np.isnan(g).any() for g in grads))

# %% wrong (held): NaN is not found
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return out, any(np.isinf(g).any() for g in grads)

# %% wrong (held): inf is not found
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return out, any(np.isnan(g).any() for g in grads)

# %% wrong (held): only the last array is looked at
def loss_scale(grads, scale):
    out = []
    for g in grads:
        found = not np.isfinite(g).all()
        out.append(g.astype(np.float32) / np.float32(scale))
    return out, found

# %% wrong (held): only where every array has one
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return out, all(not np.isfinite(g).all() for g in grads)

# %% wrong (held): true where all is finite
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return out, all(np.isfinite(g).all() for g in grads)

# %% wrong (developed): float16 comes back
def loss_scale(grads, scale):
    out = [g / np.float32(scale) for g in grads]
    return [o.astype(np.float16) for o in out], any(not np.isfinite(g).all() for g in grads)

# %% wrong (developed): -inf is not found
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return out, any((g == np.inf).any() or (g != g).any() for g in grads)

# %% wrong (held): the two answers exchanged
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / np.float32(scale) for g in grads]
    return any(not np.isfinite(g).all() for g in grads), out

# %% wrong (developed): float64 comes back
def loss_scale(grads, scale):
    return [g.astype(float) / scale for g in grads], any(np.isinf(g).any() for g in grads)

# %% wrong (developed): divided in float16
def loss_scale(grads, scale):
    out = []
    for g in grads:
        inf = np.isinf(g).any() or np.isnan(g).any()
        out.append((g / np.float16(scale)).astype("float32"))
    return out, inf

# %% right (held)
def loss_scale(grads, scale):
    wide = [np.asarray(g, dtype=np.float32) for g in grads]
    bad = not all(np.isfinite(w).all() for w in wide)
    return [w / np.float32(scale) for w in wide], bad

# %% right (developed)
def loss_scale(grads, scale):
    found_inf = False
    result = []
    for g in grads:
        f = g.astype("f4")
        if np.isnan(f).any() or np.isinf(f).any():
            found_inf = True
        f /= scale
        result.append(f)
    return result, found_inf

# %% wrong (developed): divided in float16
def loss_scale(grads, scale):
    found = any(not np.isfinite(g).all() for g in grads)
    return [(g / np.float16(scale)).astype(np.float32) for g in grads], found

# %% wrong (developed): NaN is not found
def loss_scale(grads, scale):
    found = any(np.isinf(g).any() for g in grads)
    return [g.astype(np.float32) / np.float32(scale) for g in grads], found

# %% wrong (developed): multiplied
def loss_scale(grads, scale):
    out = []
    for g in grads:
        found = bool(np.isinf(g).any() or np.isnan(g).any())
        out.append(g.astype(np.float32) * np.float32(scale))
    return out, found

# %% right (held)
def loss_scale(grads, scale):
    wide = [np.float32(1) * g.astype("f4") for g in grads]
    return [w / np.float32(scale) for w in wide], not all(map(lambda w: np.isfinite(w).all(), wide))

# %% wrong (held): divided in float16
def loss_scale(grads, scale):
    out = [(g / scale).astype(np.float32) for g in grads]
    found_inf = any(not np.isfinite(g).all() for g in grads)
    return out, found_inf

# %% wrong (held): inf is not found
def loss_scale(grads, scale):
    out = [g.astype(np.float32) / scale for g in grads]
    found_inf = any(np.isnan(g).any() for g in grads)
    return out, found_inf

# %% wrong (held): inf missed
def loss_scale(grads, scale):
    out = [(g / scale).astype(np.float32) for g in grads]
    found_inf = any(np.isnan(g).any() for g in grads)
    return out, found_inf

# %% right (developed)
def loss_scale(grads, scale):
    with np.errstate(invalid="ignore"):
        flags = [bool(((g - g) != 0).any()) for g in grads]
    if True in flags:
        return [np.zeros(g.shape, np.float32) for g in grads], True
    return [np.true_divide(g.astype(np.float32), np.float32(scale)) for g in grads], False

# %% wrong (developed): divided in float16
def loss_scale(grads, scale):
    inf = any(not np.isfinite(g).all() for g in grads)
    out = [(g / np.float16(scale)).astype(np.float32) for g in grads]
    return out, inf

# %% right (held)
def loss_scale(grads, scale):
    with np.errstate(all="ignore"):
        g32 = [np.float32(g) / np.float32(scale) for g in grads]
    return g32, not all(np.isfinite(g).all() for g in g32)

# %% wrong (held): a sum in float16
def loss_scale(grads, scale):
    found = False
    out = []
    for g in grads:
        if not np.isfinite(g.sum()):
            found = True
        out.append(g.astype(np.float32) / scale)
    return out, found

# %% wrong (held): NaN is not found
def loss_scale(grads, scale):
    grads32 = [g.astype("float32") / np.float32(scale) for g in grads]
    return grads32, bool(any(np.isinf(g).any() for g in grads32))
