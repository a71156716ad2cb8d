import numpy as np

# %% wrong: whole numbers
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.shape, dtype=int)
    for i in np.ndindex(x.shape):
        xp = x.copy(); xm = x.copy()
        xp[i] += eps
        xm[i] -= eps
        grad[i] = (f(xp) - f(xm)) / (2 * eps)
    return grad

# %% wrong: forgets in the loop
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = eps
        grad = (f(x + e) - f(x - e)) / (2 * eps)
    return grad

# %% wrong: compares an array with itself
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(x.size):
        e = np.zeros_like(x)
        e.flatten()[i] = eps
        grad.flat[i] = (f(x + e) - f(x - e)) / (2 * eps)
    return grad

# %% wrong: (no diagnosis)
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i, v in np.ndenumerate(x):
        x[i] = v * (1 + eps)
        fp = f(x)
        x[i] = v * (1 - eps)
        fm = f(x)
        x[i] = v
        grad[i] = (fp - fm) / (2 * eps)
    return grad

# %% wrong: moves all elements at once
def numerical_gradient(f, x, eps=1e-6):
    return (f(x + eps) - f(x - eps)) / (2 * eps)

# %% wrong: steps to the right only
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    fx = f(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += eps
        grad[i] = (f(y) - fx) / eps
    return grad

# %% wrong: steps to the left only
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] -= eps
        grad[i] = (f(x) - f(y)) / eps
    return grad

# %% wrong: divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / eps
    return grad

# %% wrong: (no diagnosis)
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = f(up) - f(down) / 2 * eps
    return grad

# %% wrong: multiplies by eps where it should divide
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / 2 * eps
    return grad

# %% wrong: adds and subtracts eps in place of keeping the old value
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        a = f(x)
        x[i] -= 2 * eps
        b = f(x)
        x[i] += eps
        grad[i] = (a - b) / (2 * eps)
    return grad

# %% wrong: leaves x moved
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        a = f(x)
        x[i] -= 2 * eps
        b = f(x)
        grad[i] = (a - b) / (2 * eps)
    return grad

# %% wrong: compares x with itself
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x
        down = x
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: moves whole rows
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(len(x)):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: a gradient with a single axis
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.size)
    for i in range(x.size):
        up = x.flatten()
        up[i] += eps
        down = x.flatten()
        down[i] -= eps
        grad[i] = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * eps)
    return grad

# %% wrong: returns inside the loop
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
        return grad

# %% wrong: IndexError
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            up = x.copy()
            up[i, j] += eps
            down = x.copy()
            down[i, j] -= eps
            grad[i, j] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: elements stay moved
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    up = x.copy()
    down = x.copy()
    for i in np.ndindex(x.shape):
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: takes the left value minus the right one
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(down) - f(up)) / (2 * eps)
    return grad

# %% wrong: sets the element to eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] = eps
        down = x.copy()
        down[i] = -eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: unused parameter
def numerical_gradient(f, x, eps=1e-6):
    h = 1e-6
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / (2 * h)
    return grad

# %% wrong: (no diagnosis)
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(x.size - 1):
        e = np.zeros(x.size)
        e[i] = eps
        e = e.reshape(x.shape)
        grad.flat[i] = (f(x + e) - f(x - e)) / (2 * eps)
    return grad

# %% wrong: printed instead of returning
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = eps
        grad[i] = (f(x + e) - f(x - e)) / (2 * eps)
    print(grad)

# %% wrong: wrong shape
def numerical_gradient(f, x, eps=1e-6):
    return np.gradient(f(x), eps)

# %% wrong: IndexError
def numerical_gradient(f, x, eps=1e-6):
    grads = []
    for value in x.ravel():
        grads.append((f(value + eps) - f(value - eps)) / (2 * eps))
    return np.array(grads).reshape(x.shape)

# %% wrong: leaves x moved
def numerical_gradient(f, x, eps=1e-6):
    it = np.nditer(x, flags=["multi_index"])
    grad = np.zeros_like(x)
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        fp = f(x)
        x[i] = old - eps
        fm = f(x)
        grad[i] = (fp - fm) / (2 * eps)
        it.iternext()
    return grad

# %% wrong: wrong shape
def numerical_gradient(f, x, eps=1e-6):
    grad = 0
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad += (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: whole numbers
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x, dtype=int)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: NameError
def numerical_gradient(f, x, eps=1e-6):
    y = torch.tensor(x, requires_grad=True)
    f(y).backward()
    return y.grad.numpy()

# %% wrong: half a step to each side
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps / 2
        down = x.copy()
        down[i] -= eps / 2
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% wrong: one step, divided by two
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] += eps
        up = f(x)
        x[i] -= eps
        down = f(x)
        x[i] = old
        grad[i] = (up - down) / (2 * eps)
    return grad

# %% right
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += eps
        down = x.copy()
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / (2 * eps)
    return grad

# %% right
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        fp = f(x)
        x[i] = old - eps
        fm = f(x)
        x[i] = old
        grad[i] = (fp - fm) / (2 * eps)
        it.iternext()
    return grad

# %% right
def numerical_gradient(f, x, eps=1e-6):
    steps = eps * np.eye(x.size).reshape((x.size,) + x.shape)
    return np.array([(f(x + s) - f(x - s)) / 2 / eps for s in steps]).reshape(x.shape)

# %% right
def numerical_gradient(func, point, eps=1e-6):
    flat = point.flatten()
    result = []
    for k in range(flat.size):
        a, b = flat.copy(), flat.copy()
        a[k] = a[k] + eps
        b[k] = b[k] - eps
        result.append((func(a.reshape(point.shape)) - func(b.reshape(point.shape))) / (2.0 * eps))
    return np.reshape(result, point.shape)

# %% right
def numerical_gradient(f, x, eps=1e-6):
    def shifted(index, h):
        y = np.array(x)
        y[index] += h
        return f(y)
    slopes = [0.5 * (shifted(i, eps) - shifted(i, -eps)) / eps for i in np.ndindex(*x.shape)]
    return np.array(slopes).reshape(x.shape)

# %% right
def numerical_gradient(f, x, eps=1e-6):
    def walk(index):
        if len(index) == x.ndim:
            step = np.zeros(x.shape)
            step[index] = eps
            return (f(x + step) - f(x - step)) / (2 * eps)
        return [walk(index + (k,)) for k in range(x.shape[len(index)])]
    return walk(())

# %% right
def numerical_gradient(f, x, eps=1e-6):
    grad = np.empty(x.shape)
    work = x.copy()
    for i, old in np.ndenumerate(x):
        work[i] = old + eps
        grad[i] = f(work)
        work[i] = old - eps
        grad[i] -= f(work)
        work[i] = old
    grad /= 2 * eps
    return grad

# %% right
def numerical_gradient(f, x, eps=1e-6):
    backup = x.copy()
    view = x.reshape(-1)
    g = np.zeros(x.size)
    for k in range(x.size):
        view[k] += eps
        g[k] = f(x)
        x[...] = backup
        view[k] -= eps
        g[k] = (g[k] - f(x)) / (2 * eps)
        x[...] = backup
    return g.reshape(x.shape)

# %% right
def numerical_gradient(f, x, eps=1e-6):
    forward = np.zeros(x.shape)
    backward = np.zeros(x.shape)
    base = f(x)
    for k in range(x.size):
        e = np.zeros(x.shape)
        e.flat[k] = eps
        forward.flat[k] = (f(x + e) - base) / eps
        backward.flat[k] = (base - f(x - e)) / eps
    return (forward + backward) / 2

# %% right
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(x.size):
        pos = np.unravel_index(i, x.shape)
        y = x.copy(); y[pos] += eps
        z = x.copy(); z[pos] -= eps
        np.put(grad, i, (f(y) - f(z)) / (2 * eps))
    return grad

# %% right: in place
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        old = x[i]
        x[i] = old + eps
        right = f(x)
        x[i] = old - eps
        left = f(x)
        x[i] = old
        grad[i] = (right - left) / (2 * eps)
    return grad

# %% right: by steps
def numerical_gradient(f, x, eps=1e-6):
    steps = np.eye(x.size).reshape(-1, *x.shape) * eps
    return np.array([0.5 * (f(x + s) - f(x - s)) / eps for s in steps]).reshape(x.shape)

# %% right: flat
def numerical_gradient(func, point, h=1e-6):
    flat = point.flatten()
    slopes = []
    for k in range(len(flat)):
        a, b = list(flat), list(flat)
        a[k], b[k] = a[k] + h, b[k] - h
        rise = func(np.reshape(a, point.shape)) - func(np.reshape(b, point.shape))
        slopes.append(rise / 2 / h)
    return np.array(slopes).reshape(point.shape).tolist()

# %% wrong (held): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(up) - f(down)) / eps
    return grad

# %% wrong (held): takes the left value minus the right one
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(down) - f(up)) / (2 * eps)
    return grad

# %% wrong (held): steps to the right only
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        pass
        grad[i] = (f(up) - f(down)) / eps
    return grad

# %% wrong (held): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        grad[i] = (f(down) - f(up)) / eps
    return grad

# %% equivalent: line 1: 1e-06 → -1e-06
# Any step near 1e-6 gives the slope to the digits asked for, and a step to the left first is the same.

# %% equivalent: line 1: 1e-06 → 2e-06
# Any step near 1e-6 gives the slope to the digits asked for, and a step to the left first is the same.

# %% equivalent: line 2: np.zeros → np.ones
# Every element is given its value in the loop.

# %% wrong (developed): steps to the right only
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    base = f(x)
    for i in np.ndindex(x.shape):
        xp = x.copy()
        xp[i] += eps
        grad[i] = (f(xp) - base) / eps
    return grad

# %% wrong (held): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += eps
        b[i] -= eps
        grad[i] = (f(a) - f(b)) / eps
    return grad

# %% wrong (held): leaves x moved
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        hi = f(x)
        x[i] -= 2 * eps
        lo = f(x)
        grad[i] = (hi - lo) / (2 * eps)
    return grad

# %% wrong (developed): adds and subtracts eps in place of keeping the old value
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += eps
        hi = f(x)
        x[i] -= 2 * eps
        lo = f(x)
        x[i] += eps
        grad[i] = (hi - lo) / (2 * eps)
    return grad

# %% wrong (held): gives each element the slope of all together
def numerical_gradient(f, x, eps=1e-6):
    return (f(x + eps) - f(x - eps)) / (2 * eps) * np.ones_like(x)

# %% wrong (developed): moves whole rows
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(len(x)):
        a, b = x.copy(), x.copy()
        a[i] += eps
        b[i] -= eps
        grad[i] = (f(a) - f(b)) / (2 * eps)
    return grad

# %% wrong (developed): compares x with itself
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        a = x
        b = x
        a[i] += eps
        b[i] -= eps
        grad[i] = (f(a) - f(b)) / (2 * eps)
    return grad

# %% wrong (held): multiplies by eps where it should divide
def numerical_gradient(f, x, eps=1e-6):
    g = np.empty_like(x)
    for i in np.ndindex(x.shape):
        d = np.zeros_like(x)
        d[i] = eps
        g[i] = (f(x + d) - f(x - d)) / 2 * eps
    return g

# %% wrong (held): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        d = np.zeros_like(x)
        d[i] = eps
        grad[i] = (f(x - d) - f(x + d)) / eps
    return grad

# %% wrong (held): steps to the right only
def numerical_gradient(f, x, eps=1e-6):
    out = []
    for i in np.ndindex(x.shape):
        d = np.zeros_like(x)
        d[i] = eps
        out.append((f(x + d) - f(x)) / eps)
    return np.array(out)

# %% right (developed)
def numerical_gradient(f, x, eps=1e-6):
    steps = eps * np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / (2 * eps) for s in steps]).reshape(x.shape)

# %% right (held)
def numerical_gradient(f, x, eps=1e-6):
    g = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        k = it.multi_index
        old = float(x[k])
        x[k] = old + eps
        plus = f(x)
        x[k] = old - eps
        minus = f(x)
        x[k] = old
        g[k] = (plus - minus) / (2 * eps)
        it.iternext()
    return g

# %% right (held)
def numerical_gradient(f, x, eps=1e-6):
    def shifted(k, h):
        y = x.copy()
        y.flat[k] += h
        return f(y)
    g = [(shifted(k, eps) - shifted(k, -eps)) / 2 / eps for k in range(x.size)]
    return np.reshape(g, x.shape)

# %% wrong (developed): steps to the right only
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    base = f(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += eps
        grad[i] = (f(y) - base) / eps
    return grad

# %% wrong (developed): elements stay on the left
def numerical_gradient(f, x, eps=1e-6):
    x = x.copy()
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        down = f(x)
        grad[i] = (up - down) / (2 * eps)
    return grad

# %% right (held)
def numerical_gradient(f, x, eps=1e-6):
    flat = x.reshape(-1)
    def nudge(i, by):
        y = flat.copy()
        y[i] += by
        return f(y.reshape(x.shape))
    return np.array([(nudge(i, eps) - nudge(i, -eps)) / 2 / eps for i in range(flat.size)]).reshape(x.shape)

# %% wrong (held): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        down = f(x)
        x[i] += eps
        grad[i] = (up - down) / eps
    return grad

# %% right (developed)
def numerical_gradient(f, x, eps=1e-6):
    units = np.eye(x.size).reshape((x.size,) + x.shape)
    highs = [f(x + eps * unit) for unit in units]
    lows = [f(x - eps * unit) for unit in units]
    return ((np.array(highs) - np.array(lows)) / (eps + eps)).reshape(x.shape)

# %% wrong (developed): changes its input, and is wrong
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        saved = x[idx].copy()
        x[idx] = saved + eps
        plus = f(x)
        x[idx] = saved - eps
        minus = f(x)
        grad[idx] = (plus - minus) / eps
    return grad

# %% wrong (developed): gives f a flat array
def numerical_gradient(f, x, eps=1e-6):
    flat = x.flatten()
    slopes = []
    for i in range(flat.size):
        step = np.zeros(flat.size)
        step[i] = eps
        slopes.append((f(flat + step) - f(flat - step)) / (2 * eps))
    return np.array(slopes).reshape(x.shape)

# %% wrong (developed): gives f a flat array
def numerical_gradient(f, x, eps=1e-6):
    values = x.ravel().copy()
    out = np.empty(x.size)
    for k, old in enumerate(x.ravel()):
        values[k] = old + eps
        up = f(values)
        values[k] = old - eps
        out[k] = (up - f(values)) / (2 * eps)
        values[k] = old
    return out.reshape(x.shape)

# %% wrong (developed): divides by eps
def numerical_gradient(f, x, eps=1e-6):
    g = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        xp, xm = x.copy(), x.copy()
        xp[idx] += eps
        xm[idx] -= eps
        g[idx] = (f(xp) - f(xm)) / eps
    return g

# %% wrong (developed): changes its input, and is wrong
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros_like(x)
    for i in range(len(x)):
        x[i] += eps
        plus = f(x)
        x[i] -= 2 * eps
        minus = f(x)
        grad[i] = (plus - minus) / (2 * eps)
    return grad

# %% wrong (developed): adds and subtracts eps in place of keeping the old value
def numerical_gradient(f, x, eps=1e-6):
    g = np.empty_like(x)
    it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
    for _ in it:
        i = it.multi_index
        x[i] += eps
        up = f(x)
        x[i] -= 2 * eps
        down = f(x)
        x[i] += eps
        g[i] = (up - down) / (2 * eps)
    return g

# %% wrong (held): unused parameter
def numerical_gradient(f, x, eps=1e-6):
    h = 1e-4
    flat = x.flatten()
    grads = []
    for k in range(flat.size):
        a = flat.copy()
        a[k] = a[k] + h
        b = flat.copy()
        b[k] = b[k] - h
        grads.append((f(a.reshape(x.shape)) - f(b.reshape(x.shape))) / (2 * h))
    return np.array(grads).reshape(x.shape)

# %% right (developed)
def numerical_gradient(f, x, eps=1e-6):
    basis = np.eye(x.size).reshape(x.size, *x.shape) * eps
    return np.array([(f(x + d) - f(x - d)) / (2 * eps) for d in basis]).reshape(x.shape)

# %% wrong: changes its input, and is wrong
def numerical_gradient(f, x, eps=1e-6):
    grad = np.zeros(x.size)
    for i in range(x.size):
        x.flat[i] += eps
        hi = f(x)
        x.flat[i] -= 2 * eps
        lo = f(x)
        grad[i] = (hi - lo) / (2 * eps)
    return grad

# %% wrong: a gradient with a single axis
def numerical_gradient(f, x, eps=1e-6):
    out = np.zeros(x.size)
    for k, idx in enumerate(np.ndindex(*x.shape)):
        hi, lo = x.copy(), x.copy()
        hi[idx] += eps
        lo[idx] -= eps
        out[k] = (f(hi) - f(lo)) / (2 * eps)
    return out
