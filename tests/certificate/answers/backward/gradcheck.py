import numpy as np

# %% wrong: a relative tolerance on top
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(grad_f(x), numerical_gradient(f, x), atol=atol)

# %% wrong: a relative difference
def gradcheck(f, grad_f, x, atol=1e-5):
    n = numerical_gradient(f, x)
    return np.abs(grad_f(x) - n).max() / (np.abs(n).max() + 1e-8) <= atol

# %% wrong: (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    n = numerical_gradient(f, x, atol)
    return bool((np.abs(grad_f(x) - n) <= atol).all())

# %% wrong: one right element is enough
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.any(np.abs(numerical_gradient(f, x) - grad_f(x)) <= atol)

# %% wrong: no absolute value, the other way round
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.all(numerical_gradient(f, x) - grad_f(x) <= atol)

# %% wrong: differences cancel
def gradcheck(f, grad_f, x, atol=1e-5):
    return abs(np.sum(numerical_gradient(f, x) - grad_f(x))) < atol

# %% wrong: the mean difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.mean(numerical_gradient(f, x) - grad_f(x)) < atol

# %% wrong: one right element is enough
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.all(np.abs(numerical_gradient(f, x) - grad_f(x)) > atol)

# %% wrong: exactly equal
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.array_equal(numerical_gradient(f, x), grad_f(x))

# %% wrong: unused parameter
def gradcheck(f, grad_f, x, atol=1e-5):
    return numerical_gradient(f, x) == grad_f(x)

# %% wrong: an array of answers
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.isclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)

# %% wrong: unused parameter
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.max(np.abs(numerical_gradient(f, x) - grad_f(x)))

# %% wrong: unused parameter
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.max(np.abs(numerical_gradient(f, x) - grad_f(x))) < 1e-5

# %% wrong: no absolute value, the other way round
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.max(numerical_gradient(f, x) - grad_f(x)) <= atol

# %% wrong: a relative difference
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    ana = grad_f(x)
    rel = np.abs(num - ana) / (np.abs(num) + np.abs(ana))
    return bool(np.all(rel < atol))

# %% wrong: only the first element
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x).ravel()
    ana = grad_f(x).ravel()
    for a, b in zip(num, ana):
        if abs(a - b) <= atol:
            return True
        else:
            return False

# %% wrong: returned nothing on some paths
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x).ravel()
    ana = grad_f(x).ravel()
    for a, b in zip(num, ana):
        if abs(a - b) > atol:
            return False

# %% wrong: AssertionError
def gradcheck(f, grad_f, x, atol=1e-5):
    assert np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)

# %% wrong: printed instead of returning
def gradcheck(f, grad_f, x, atol=1e-5):
    if np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol):
        print("ok")
    else:
        print("wrong gradient")

# %% wrong: exactly equal
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(f(x), grad_f(x), atol=atol)

# %% wrong: ValueError
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(numerical_gradient(grad_f, x), f(x), rtol=0, atol=atol)

# %% wrong: TypeError
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(numerical_gradient(f, x), grad_f, rtol=0, atol=atol)

# %% wrong: exactly equal
def gradcheck(f, grad_f, x, atol=1e-5):
    num = (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
    return np.all(np.abs(num - grad_f(x)) <= atol)

# %% wrong: (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-2
    num = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        y = x.copy()
        y[i] += eps
        num[i] = (f(y) - f(x)) / eps
    return bool(np.all(np.abs(num - grad_f(x)) <= atol))

# %% wrong: differences cancel
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    return bool(abs(num.sum() - grad_f(x).sum()) <= atol)

# %% wrong: (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    return np.linalg.norm(num) - np.linalg.norm(grad_f(x)) <= atol

# %% wrong: (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x, atol)
    return np.mean(np.abs(num - grad_f(x))) <= atol

# %% wrong: changes its input
def gradcheck(f, grad_f, x, atol=1e-5):
    exact = grad_f(x)
    for i in np.ndindex(x.shape):
        x[i] += 1e-6
        up = f(x)
        x[i] -= 2e-6
        down = f(x)
        if abs((up - down) / 2e-6 - exact[i]) > atol:
            return False
    return True

# %% wrong: NameError
def gradcheck(f, grad_f, x, atol=1e-5):
    return torch.autograd.gradcheck(f, x, atol=atol)

# %% wrong: wrong shape
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    ana = grad_f(x)
    return abs(num[0] - ana[0]) <= atol

# %% wrong: ValueError
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    if abs(num - grad_f(x)) < atol:
        return True
    return False

# %% wrong: (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x)
    return np.all(np.abs(np.abs(num) - np.abs(grad_f(x))) <= atol)

# %% wrong: a relative difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(grad_f(x), numerical_gradient(f, x), atol)

# %% wrong: a relative difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(numerical_gradient(f, x), grad_f(x), atol)

# %% wrong: a relative difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.isclose(grad_f(x), numerical_gradient(f, x), atol).all())

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.all(np.abs(numerical_gradient(f, x) - grad_f(x)) <= atol))

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.max(np.abs(numerical_gradient(f, x) - grad_f(x))) < atol

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    exact = grad_f(x)
    for i in np.ndindex(x.shape):
        up = x.copy()
        up[i] += 1e-6
        down = x.copy()
        down[i] -= 1e-6
        slope = (f(up) - f(down)) / 2e-6
        if abs(slope - exact[i]) > atol:
            return False
    return True

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    num = numerical_gradient(f, x).ravel()
    ana = grad_f(x).ravel()
    return all(abs(a - b) <= atol for a, b in zip(num, ana))

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    difference = grad_f(x) - numerical_gradient(f, x)
    return not (np.any(difference > atol) or np.any(difference < -atol))

# %% right
def gradcheck(func, grad, x, atol=1e-5):
    return bool(np.linalg.norm((numerical_gradient(func, x, eps=1e-5) - grad(x)).ravel(), np.inf) <= atol)

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-5
    steps = eps * np.eye(x.size).reshape((x.size,) + x.shape)
    num = np.array([(f(x + s) - f(x - s)) / (2 * eps) for s in steps]).reshape(x.shape)
    bad = np.count_nonzero(np.abs(num - grad_f(x)) > atol)
    return True if bad == 0 else False

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    gap = numerical_gradient(f, x.copy()) - grad_f(x.copy())
    return np.isclose(gap, 0, rtol=0, atol=atol).all()

# %% right
def gradcheck(f, grad_f, x, atol=1e-5):
    try:
        np.testing.assert_allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)
    except AssertionError:
        return False
    return True

# %% right: with the largest
def gradcheck(f, grad_f, x, atol=1e-5):
    h, worst = 1e-6, 0.0
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        worst = max(worst, abs((f(a) - f(b)) / (2 * h) - claimed[i]))
    return worst <= atol

# %% right: with allclose
def gradient_by_steps(f, x, eps=1e-6):
    steps = np.eye(x.size).reshape(-1, *x.shape) * eps
    return np.array([0.5 * (f(x + s) - f(x - s)) / eps for s in steps]).reshape(x.shape)


def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(grad_f(x), gradient_by_steps(f, x), rtol=0, atol=atol)

# %% right: until one differs
def gradient_in_place(f, x, eps=1e-6):
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


def gradcheck(f, g, x, tolerance=1e-5):
    for claimed, measured in zip(g(x).flat, gradient_in_place(f, x).flat):
        if not -tolerance < claimed - measured < tolerance:
            return False
    return True

# %% wrong (held): no absolute value
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        slope = (f(up) - f(down)) / (2 * eps)
        if (claimed[i] - slope) > atol:
            return False
    return True

# %% wrong (held): exactly equal
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        slope = (f(up) - f(down)) / eps
        if abs(claimed[i] - slope) > atol:
            return False
    return True

# %% wrong (held): True and False exchanged
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        slope = (f(up) - f(down)) / (2 * eps)
        if abs(claimed[i] - slope) > atol:
            return True
    return False

# %% wrong (held): no absolute value
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        slope = (f(up) - f(down)) / (2 * eps)
        if (claimed[i] - slope) > atol:
            return True
    return False

# %% wrong (held): (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    claimed = np.asarray(grad_f(x))
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += eps
        down[i] -= eps
        slope = (f(up) - f(down)) / eps
        if abs(claimed[i] - slope) > atol:
            return True
    return False

# %% equivalent: line 3: difference <= atol → difference < atol
# Rounding keeps a difference from being exactly atol.

# %% wrong (developed): unused parameter
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.abs(numerical_gradient(f, x) - grad_f(x)).max()

# %% wrong (held): one right element is enough
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.any(np.abs(numerical_gradient(f, x) - grad_f(x)) <= atol))

# %% wrong (held): no absolute value, the other way round
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.all(numerical_gradient(f, x) - grad_f(x) <= atol))

# %% wrong (held): the mean difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.mean(np.abs(numerical_gradient(f, x) - grad_f(x))) < atol)

# %% wrong (held): a relative tolerance on top
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(numerical_gradient(f, x), grad_f(x), atol=atol)

# %% wrong (developed): differences cancel
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(abs(numerical_gradient(f, x).sum() - grad_f(x).sum()) < atol)

# %% wrong (held): a relative difference of lengths
def gradcheck(f, grad_f, x, atol=1e-5):
    n, a = numerical_gradient(f, x), grad_f(x)
    return bool(np.linalg.norm(n - a) / (np.linalg.norm(n) + np.linalg.norm(a) + 1e-12) < atol)

# %% wrong (developed): the length of the difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.linalg.norm(numerical_gradient(f, x) - grad_f(x)) < atol)

# %% wrong (developed): (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.max(np.abs(numerical_gradient(f, x, atol) - grad_f(x))) > atol

# %% wrong (held): unused parameter
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.max(np.abs(numerical_gradient(f, x) - grad_f(x))) < 1e-5)

# %% wrong (developed): the mean difference
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.mean(np.abs(numerical_gradient(f, x) - grad_f(x))) > atol)

# %% wrong (held): (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    num = (f(x + eps) - f(x - eps)) / (2 * eps)
    return bool(np.all(num - grad_f(x) < atol))

# %% right (developed)
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.isclose(grad_f(x), numerical_gradient(f, x), rtol=0, atol=atol).all()

# %% right (held)
def gradcheck(f, grad_f, x, atol=1e-5):
    claimed = grad_f(x.copy())
    for k in np.ndindex(x.shape):
        h = np.zeros_like(x)
        h[k] = 1e-6
        if abs((f(x + h) - f(x - h)) / 2e-6 - claimed[k]) > atol:
            return False
    return True

# %% right (developed)
def gradcheck(f, grad_f, x, atol=1e-5):
    return not np.any(abs(grad_f(x) - numerical_gradient(f, x)) > atol)

# %% wrong (developed): no absolute value, the other way round
def gradcheck(f, grad_f, x, atol=1e-5):
    num = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-6
        num[i] = (f(x + e) - f(x - e)) / 2e-6
    return bool(np.all(num - grad_f(x) <= atol))

# %% right (held)
def gradcheck(f, grad_f, x, atol=1e-5):
    claimed = np.asarray(grad_f(x.copy()))
    h = 1e-6
    for i in np.ndindex(*x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        if not abs((f(x + e) - f(x - e)) / (2 * h) - claimed[i]) <= atol:
            return False
    return True

# %% wrong (held): the mean difference
def gradcheck(f, grad_f, x, atol=1e-5):
    num = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-6
        num[i] = (f(x + e) - f(x - e)) / 2e-6
    return bool(np.mean(np.abs(num - grad_f(x))) <= atol)

# %% wrong (held): (no diagnosis)
def gradcheck(f, grad_f, x, atol=1e-5):
    num = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1e-2
        num[i] = (f(x + e) - f(x)) / 1e-2
    return bool(np.any(np.abs(num - grad_f(x)) < atol))

# %% right (held)
def gradcheck(f, grad_f, x, atol=1e-5):
    claimed = iter(np.asarray(grad_f(np.copy(x))).flat)
    units = (u.reshape(x.shape) for u in np.eye(x.size))
    offenders = sum(
        1 for u in units if abs((f(x + 1e-6 * u) - f(x - 1e-6 * u)) / 2e-6 - next(claimed)) > atol
    )
    return not offenders

# %% wrong (held): one right element is enough
def gradcheck(f, grad_f, x, atol=1e-5):
    eps = 1e-6
    analytic = np.asarray(grad_f(x.copy()))
    numeric = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        hi = x.copy(); hi[i] += eps
        lo = x.copy(); lo[i] -= eps
        numeric[i] = (f(hi) - f(lo)) / (2 * eps)
    return bool((np.abs(analytic - numeric) <= atol).any())

# %% right (held)
def gradcheck(f, grad_f, x, atol=1e-5):
    return np.allclose(grad_f(x.copy()), numerical_gradient(f, x.copy()), rtol=0, atol=atol)

# %% wrong (developed): the mean difference
def gradcheck(f, grad_f, x, atol=1e-5):
    diff = np.abs(np.asarray(grad_f(x)) - numerical_gradient(f, x))
    return diff.mean() <= atol

# %% wrong (developed): a relative tolerance on top
def gradcheck(f, grad_f, x, atol=1e-5):
    return bool(np.allclose(grad_f(x), numerical_gradient(f, x), atol=atol))
