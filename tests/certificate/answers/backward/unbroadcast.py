import numpy as np

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    for axis, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad

# %% wrong: AxisError
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=axis)
    return grad

# %% wrong: ValueError
def unbroadcast(grad, shape):
    axes = tuple(i for i, (a, b) in enumerate(zip(grad.shape, shape)) if a != b)
    return grad.sum(axis=axes).reshape(shape)

# %% wrong: TypeError
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    grad = grad.sum(axis=range(extra))
    return grad.reshape(shape)

# %% wrong: unused parameter
def unbroadcast(grad, shape):
    return grad.sum(axis=0)

# %% wrong: ValueError
def unbroadcast(grad, shape):
    return grad.reshape(shape)

# %% wrong: unused parameter
def unbroadcast(grad, shape):
    return np.sum(grad)

# %% wrong: stretched axes stay
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    for i in range(len(shape)):
        if shape[i] == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: AxisError
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i)
    return grad

# %% wrong: takes the new axes from the back
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: averages the copies
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.mean(axis=i, keepdims=True)
    return grad

# %% wrong: ValueError
def unbroadcast(grad, shape):
    return np.broadcast_to(grad, shape)

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    if grad.shape == shape:
        return grad
    return grad.sum(axis=0)

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    if grad.shape == shape:
        return grad
    return grad.sum(axis=0, keepdims=True)

# %% wrong: (no diagnosis)
def unbroadcast(grad, shape):
    return np.resize(grad, shape)

# %% wrong: keeps one of the copies
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad[0]
    for i, n in enumerate(shape):
        if n == 1:
            grad = np.take(grad, [0], axis=i)
    return grad

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i in range(len(shape) - 1):
        if shape[i] == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i in range(len(shape)):
        if shape[i] == 1:
            return grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: only one new axis
def unbroadcast(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i in range(len(shape)):
        if shape[i] == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: stretched axes stay
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i in range(len(shape)):
        if grad.shape[i] == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    axes = tuple(i for i, (a, b) in enumerate(zip(grad.shape, shape)) if a != b)
    return grad.sum(axis=axes, keepdims=True)

# %% wrong: ValueError
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(i for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=axes).reshape(shape)

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=axes, keepdims=True)

# %% wrong: TypeError
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(dim=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(dim=i, keepdim=True)
    return grad

# %% wrong: returns its input
def unbroadcast(grad, shape):
    while len(grad.shape) > len(shape):
        grad.sum(axis=0)
        break
    for i, n in enumerate(shape):
        if n == 1:
            grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong: (no diagnosis)
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.max(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.max(axis=i, keepdims=True)
    return grad

# %% wrong: IndexError
def unbroadcast(grad, shape):
    if len(shape) == 1:
        return grad.sum(axis=0)
    if shape[0] == 1:
        grad = grad.sum(axis=0, keepdims=True)
    if shape[1] == 1:
        grad = grad.sum(axis=1, keepdims=True)
    return grad

# %% wrong: ValueError
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    out += grad
    return out

# %% wrong: drops the axes of length 1
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return np.squeeze(grad)

# %% wrong: wrong shape
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=0, keepdims=True)
    return grad

# %% right: axis by axis
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% right
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    axes = tuple(range(extra)) + tuple(i + extra for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=axes).reshape(shape)

# %% right
def unbroadcast(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i in range(grad.ndim) if padded[i] != grad.shape[i])
    return np.reshape(np.sum(grad, axis=axes, keepdims=True), shape)

# %% right
def unbroadcast(grad, shape):
    if grad.shape == tuple(shape):
        return grad
    if grad.ndim > len(shape):
        return unbroadcast(np.add.reduce(grad, axis=0), shape)
    for axis in range(grad.ndim):
        if shape[axis] != grad.shape[axis]:
            return unbroadcast(grad.sum(axis=axis, keepdims=True), shape)

# %% right
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    skip = grad.ndim - len(shape)
    for index in np.ndindex(grad.shape):
        place = tuple(0 if n == 1 else i for i, n in zip(index[skip:], shape))
        out[place] += grad[index]
    return out

# %% right
def unbroadcast(grad, shape):
    n = int(np.prod(shape))
    owner = np.broadcast_to(np.arange(n).reshape(shape), grad.shape)
    return np.bincount(owner.ravel(), weights=grad.ravel(), minlength=n).reshape(shape)

# %% right
def unbroadcast(grad, shape):
    letters = "abcdefghijklmnop"[: grad.ndim]
    tail = letters[grad.ndim - len(shape):]
    kept = "".join(c for c, n in zip(tail, shape) if n != 1)
    return np.einsum(letters + "->" + kept, grad).reshape(shape)

# %% right
def unbroadcast(grad, shape):
    g = grad.reshape((-1,) + grad.shape[grad.ndim - len(shape):]).sum(0)
    for axis in reversed(range(len(shape))):
        if shape[axis] < g.shape[axis]:
            g = np.expand_dims(g.sum(axis), axis)
    return g

# %% right
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    view = np.lib.stride_tricks.as_strided(
        out,
        grad.shape,
        (0,) * (grad.ndim - len(shape)) + tuple(0 if n == 1 else s for n, s in zip(shape, out.strides)),
    )
    for i in np.ndindex(grad.shape):
        view[i] += grad[i]
    return out

# %% right
def unbroadcast(grad, shape):
    total = grad * 1.0
    total = total.sum(axis=tuple(range(total.ndim - len(shape))))
    ones = [k for k in range(len(shape)) if shape[k] == 1]
    for k in ones:
        total = np.swapaxes(np.swapaxes(total, 0, k).sum(axis=0)[None], 0, k)
    return total

# %% right: in one
def unbroadcast(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (a, b) in enumerate(zip(padded, grad.shape)) if a != b)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)

# %% right: by places
def unbroadcast(grad, shape):
    places = np.broadcast_to(np.arange(int(np.prod(shape))).reshape(shape), grad.shape)
    return np.bincount(places.ravel(), weights=grad.ravel(), minlength=int(np.prod(shape))).reshape(shape)

# %% wrong (held): AxisError
def unbroadcast(grad, shape):
    while len(grad.shape) > len(shape):
        grad = grad.sum(axis=0)
    for i in range(len(shape)):
        if shape[i] == 1:
            grad = grad.sum(axis=i)
    return grad

# %% wrong (held): only one new axis
def unbroadcast(grad, shape):
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong (developed): stretched axes stay
def unbroadcast(grad, shape):
    n = grad.ndim - len(shape)
    return grad.mean(axis=tuple(range(n)))

# %% wrong (developed): wrong shape
def unbroadcast(grad, shape):
    if grad.shape == shape:
        return grad
    if grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for i, n in enumerate(shape):
        if n == 1 and grad.shape[i] > 1:
            return grad.sum(axis=i)
    return grad

# %% right (developed)
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    full = (1,) * extra + tuple(shape)
    axes = tuple(i for i, (g, s) in enumerate(zip(grad.shape, full)) if g != s)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)

# %% right (held)
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    index = np.broadcast_to(np.arange(out.size).reshape(shape), grad.shape)
    np.add.at(out.reshape(-1), index.ravel(), grad.ravel())
    return out

# %% right (held)
def unbroadcast(grad, shape):
    if grad.ndim > len(shape):
        return unbroadcast(np.add.reduce(grad, axis=0), shape)
    for i, n in enumerate(shape):
        if n == 1 and grad.shape[i] != 1:
            return unbroadcast(grad.sum(i, keepdims=True), shape)
    return grad

# %% right (held)
def unbroadcast(grad, shape):
    if grad.shape == shape:
        return grad
    if grad.ndim > len(shape):
        return unbroadcast(np.add.reduce(grad, axis=0), shape)
    i = next(k for k, n in enumerate(shape) if n != grad.shape[k])
    return unbroadcast(grad.sum(axis=i, keepdims=True), shape)

# %% wrong (held): wrong shape
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    return grad

# %% wrong (held): (no diagnosis)
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad

# %% wrong (held): averages the copies
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    for axis, size in enumerate(shape):
        if size == 1:
            grad = grad.mean(axis=axis, keepdims=True)
    return grad

# %% right (developed)
def unbroadcast(grad, shape):
    count = int(np.prod(shape, dtype=int))
    where = np.broadcast_to(np.arange(count).reshape(shape), grad.shape)
    collected = np.zeros(count)
    np.add.at(collected, where.ravel(), np.ravel(grad))
    return collected.reshape(shape)

# %% wrong (developed): (no diagnosis)
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.mean(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            grad = np.take(grad, [0], axis=axis)
    return grad

# %% wrong (developed): (no diagnosis)
def unbroadcast(grad, shape):
    out = np.zeros(shape)
    if shape == ():
        return grad.mean()
    lead = grad.ndim - len(shape)
    for index in np.ndindex(grad.shape):
        short = index[lead:]
        target = tuple(0 if s == 1 else i for i, s in zip(short, shape))
        out[target] = grad[index]
    return out

# %% wrong (developed): stretched axes stay
def unbroadcast(grad, shape):
    extra = grad.ndim - len(shape)
    for _ in range(extra):
        grad = grad.sum(axis=0)
    return grad

# %% right (held)
def unbroadcast(grad, shape):
    full = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, n in enumerate(full) if n == 1)
    return grad.sum(axis=axes, keepdims=True).reshape(shape)

# %% wrong (developed): takes the new axes from the back
def unbroadcast(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=-1)
    for i, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=i, keepdims=True)
    return grad

# %% wrong (developed): wrong only where an axis of length 1 was stretched, where …
def unbroadcast(grad, shape):
    lead = grad.ndim - len(shape)
    out = grad.sum(axis=tuple(range(lead))) if lead else grad
    for ax in range(len(shape)):
        if shape[ax] == 1 and out.shape[ax] > 1:
            out = out.mean(axis=ax, keepdims=True)
    return out

# %% right (held)
def unbroadcast(grad, shape):
    shape = (1,) * (grad.ndim - len(shape)) + shape, shape
    for ax in [i for i in range(grad.ndim) if shape[0][i] == 1][::-1]:
        grad = np.add.reduce(grad, axis=ax, keepdims=True)
    return grad.reshape(shape[1])
