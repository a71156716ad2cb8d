"""What students type into the exercises of lesson 03, slopes: plain data for test_natural_answers.py."""

#: (source, the diagnosis that is true of it: a name, None for none, or a tuple where each of several is true).
WRONG = {
    "backward/numerical_gradient": [
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros(x.shape, dtype=int)
                for i in np.ndindex(x.shape):
                    xp = x.copy(); xm = x.copy()
                    xp[i] += eps
                    xm[i] -= eps
                    grad[i] = (f(xp) - f(xm)) / (2 * eps)
                return grad
            """,
            "whole numbers",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    e = np.zeros_like(x)
                    e[i] = eps
                    grad = (f(x + e) - f(x - e)) / (2 * eps)
                return grad
            """,
            "forgets in the loop",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in range(x.size):
                    e = np.zeros_like(x)
                    e.flatten()[i] = eps
                    grad.flat[i] = (f(x + e) - f(x - e)) / (2 * eps)
                return grad
            """,
            "compares an array with itself",
        ),
        (
            """
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
            """,
            None,
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                return (f(x + eps) - f(x - eps)) / (2 * eps)
            """,
            "moves all elements at once",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                fx = f(x)
                for i in np.ndindex(x.shape):
                    y = x.copy()
                    y[i] += eps
                    grad[i] = (f(y) - fx) / eps
                return grad
            """,
            "steps to the right only",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    y = x.copy()
                    y[i] -= eps
                    grad[i] = (f(x) - f(y)) / eps
                return grad
            """,
            "steps to the left only",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / eps
                return grad
            """,
            "divides by eps",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = f(up) - f(down) / 2 * eps
                return grad
            """,
            None,
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / 2 * eps
                return grad
            """,
            "multiplies by eps where it should divide",
        ),
        (
            """
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
            """,
            "adds and subtracts eps in place of keeping the old value",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    x[i] += eps
                    a = f(x)
                    x[i] -= 2 * eps
                    b = f(x)
                    grad[i] = (a - b) / (2 * eps)
                return grad
            """,
            "leaves x moved",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x
                    down = x
                    up[i] += eps
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "compares x with itself",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in range(len(x)):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "moves whole rows",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros(x.size)
                for i in range(x.size):
                    up = x.flatten()
                    up[i] += eps
                    down = x.flatten()
                    down[i] -= eps
                    grad[i] = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * eps)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                    return grad
            """,
            "returns inside the loop",
        ),
        (
            """
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
            """,
            "IndexError",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                up = x.copy()
                down = x.copy()
                for i in np.ndindex(x.shape):
                    up[i] += eps
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "elements stay moved",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps
                    down = x.copy()
                    down[i] -= eps
                    grad[i] = (f(down) - f(up)) / (2 * eps)
                return grad
            """,
            "takes the left value minus the right one",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] = eps
                    down = x.copy()
                    down[i] = -eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "sets the element to eps",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                h = 1e-6
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    e = np.zeros_like(x)
                    e[i] = h
                    grad[i] = (f(x + e) - f(x - e)) / (2 * h)
                return grad
            """,
            "unused parameter",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in range(x.size - 1):
                    e = np.zeros(x.size)
                    e[i] = eps
                    e = e.reshape(x.shape)
                    grad.flat[i] = (f(x + e) - f(x - e)) / (2 * eps)
                return grad
            """,
            None,
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    e = np.zeros_like(x)
                    e[i] = eps
                    grad[i] = (f(x + e) - f(x - e)) / (2 * eps)
                print(grad)
            """,
            "printed instead of returning",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                return np.gradient(f(x), eps)
            """,
            "wrong shape",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grads = []
                for value in x.ravel():
                    grads.append((f(value + eps) - f(value - eps)) / (2 * eps))
                return np.array(grads).reshape(x.shape)
            """,
            "IndexError",
        ),
        (
            """
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
            """,
            "leaves x moved",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = 0
                for i in np.ndindex(x.shape):
                    up, down = x.copy(), x.copy()
                    up[i] += eps
                    down[i] -= eps
                    grad += (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "wrong shape",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x, dtype=int)
                for i in np.ndindex(x.shape):
                    up, down = x.copy(), x.copy()
                    up[i] += eps
                    down[i] -= eps
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            "whole numbers",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                y = torch.tensor(x, requires_grad=True)
                f(y).backward()
                return y.grad.numpy()
            """,
            "NameError",
        ),
        (
            """
            def numerical_gradient(f, x, eps=1e-6):
                grad = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    up = x.copy()
                    up[i] += eps / 2
                    down = x.copy()
                    down[i] -= eps / 2
                    grad[i] = (f(up) - f(down)) / (2 * eps)
                return grad
            """,
            None,
        ),
    ],
    "backward/chain_rule": [
        (
            """
            def chain_rule(x, w, b, target):
                p = w * x + b
                e = p - target
                dL_dw = 2 * e * x
                dL_db = 2 * e
                dL_dx = 2 * e * x
                return dL_dw, dL_db, dL_dx
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                e = w * x + b - target
                return 2 * e * w * x, 2 * e, 2 * e * w * x
            """,
            "the whole product as the last link",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                e = w * x + b - target
                dL_de = 2 * e
                dL_dw = dL_de * x
                dL_db = dL_dw * 1
                dL_dx = dL_db * w
                return dL_dw, dL_db, dL_dx
            """,
            "one link after another",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                e = abs(w * x + b - target)
                return 2 * e * x, 2 * e, 2 * e * w
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return error * x, error, error * w
            """,
            "the 2 is missing",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return 2 * error * w, 2 * error, 2 * error * x
            """,
            "w and x exchanged",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = target - (w * x + b)
                return 2 * error * x, 2 * error, 2 * error * w
            """,
            "the sign is turned",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                y = w * x + b
                loss = (y - target) ** 2
                return 2 * loss * x, 2 * loss, 2 * loss * w
            """,
            "the square is kept beside its slope",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return 2 * error * x, 2 * error * b, 2 * error * w
            """,
            "b counts as a factor",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return 2 * error * x, 1, 2 * error * w
            """,
            "b gets the last link only",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return 2 * error * x, 2 * error
            """,
            "wrong type",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                error = w * x + b - target
                return 2 * error * x, 2 * error * w, 2 * error
            """,
            "another order: w, x, b",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                y = w * x + b
                dL_dy = 2 * y - target
                return dL_dy * x, dL_dy, dL_dy * w
            """,
            "the 2 is for the prediction alone",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                y = w * x
                dL_dy = 2 * (y - target)
                return dL_dy * x, dL_dy, dL_dy * w
            """,
            "b is left out",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                y = w * x + b
                dL_dy = 2 * (y - target)
                return dL_dy + x, dL_dy + 1, dL_dy + w
            """,
            "the links are added",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                dL_dy = 2 * (y - target)
                return dL_dy * x, dL_dy, dL_dy * w
            """,
            "NameError",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                y = w * x + b
                dL_dw = 2 * (y - target) * x
                dL_db = 2 * (y - target)
                dL_dx = 2 * (y - target) * w
                print(dL_dw, dL_db, dL_dx)
            """,
            "printed instead of returning",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                e = (w * x + b - target) ^ 2
                return 2 * e * x, 2 * e, 2 * e * w
            """,
            "TypeError",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                h = 1e-2
                L = lambda x, w, b: (w * x + b - target) ** 2
                base = L(x, w, b)
                return (L(x, w + h, b) - base) / h, (L(x, w, b + h) - base) / h, (L(x + h, w, b) - base) / h
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                dL_dz = 2 * abs(w * x + b - target)
                return dL_dz * x, dL_dz, dL_dz * w
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                dL_dz = 2 * (w * x + b - target)
                return dL_dz * x
                return dL_dz
                return dL_dz * w
            """,
            "wrong type",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                z = w @ x + b
                d = 2 * (z - target)
                return d * x, d, d * w
            """,
            "TypeError",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                d = 2 * (w * x + b - target)
                return {"dw": d * x, "db": d, "dx": d * w}
            """,
            "wrong type",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                d = 2 * (w * x + b - target)
                return d * x, d, d * x * w
            """,
            "times x",
        ),
        (
            """
            def chain_rule(x, w, b, target):
                d = 2 * (w * x + b - target)
                return w - d * x, b - d, x - d * w
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                d = 2 * (w * x + b + target)
                return d * x, d, d * w
            """,
            None,
        ),
        (
            """
            def chain_rule(x, w, b, target):
                dw = 2 * (w * x + b - target) * x
                db = 2 * (w * x + b - target)
                dx = 2 * (w * x + b - target) * w
                return sum([dw, db, dx])
            """,
            "wrong type",
        ),
    ],
    "backward/gradcheck": [
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.allclose(grad_f(x), numerical_gradient(f, x), atol=atol)
            """,
            "a relative tolerance on top",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                n = numerical_gradient(f, x)
                return np.abs(grad_f(x) - n).max() / (np.abs(n).max() + 1e-8) <= atol
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                n = numerical_gradient(f, x, atol)
                return bool((np.abs(grad_f(x) - n) <= atol).all())
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.any(np.abs(numerical_gradient(f, x) - grad_f(x)) <= atol)
            """,
            "one right element is enough",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.all(numerical_gradient(f, x) - grad_f(x) <= atol)
            """,
            "no absolute value, the other way round",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return abs(np.sum(numerical_gradient(f, x) - grad_f(x))) < atol
            """,
            "differences cancel",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.mean(numerical_gradient(f, x) - grad_f(x)) < atol
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.all(np.abs(numerical_gradient(f, x) - grad_f(x)) > atol)
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.array_equal(numerical_gradient(f, x), grad_f(x))
            """,
            "exactly equal",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return numerical_gradient(f, x) == grad_f(x)
            """,
            "unused parameter",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.isclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)
            """,
            "an array of answers",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.max(np.abs(numerical_gradient(f, x) - grad_f(x)))
            """,
            "unused parameter",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.max(np.abs(numerical_gradient(f, x) - grad_f(x))) < 1e-5
            """,
            "unused parameter",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.max(numerical_gradient(f, x) - grad_f(x)) <= atol
            """,
            "no absolute value, the other way round",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                ana = grad_f(x)
                rel = np.abs(num - ana) / (np.abs(num) + np.abs(ana))
                return bool(np.all(rel < atol))
            """,
            "a relative difference",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x).ravel()
                ana = grad_f(x).ravel()
                for a, b in zip(num, ana):
                    if abs(a - b) <= atol:
                        return True
                    else:
                        return False
            """,
            "only the first element",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x).ravel()
                ana = grad_f(x).ravel()
                for a, b in zip(num, ana):
                    if abs(a - b) > atol:
                        return False
            """,
            "returned nothing on some paths",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                assert np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)
            """,
            "AssertionError",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                if np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol):
                    print("ok")
                else:
                    print("wrong gradient")
            """,
            "printed instead of returning",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.allclose(f(x), grad_f(x), atol=atol)
            """,
            "exactly equal",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.allclose(numerical_gradient(grad_f, x), f(x), rtol=0, atol=atol)
            """,
            "ValueError",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return np.allclose(numerical_gradient(f, x), grad_f, rtol=0, atol=atol)
            """,
            "TypeError",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = (f(x + 1e-6) - f(x - 1e-6)) / 2e-6
                return np.all(np.abs(num - grad_f(x)) <= atol)
            """,
            "exactly equal",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                eps = 1e-2
                num = np.zeros_like(x)
                for i in np.ndindex(x.shape):
                    y = x.copy()
                    y[i] += eps
                    num[i] = (f(y) - f(x)) / eps
                return bool(np.all(np.abs(num - grad_f(x)) <= atol))
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                return bool(abs(num.sum() - grad_f(x).sum()) <= atol)
            """,
            "differences cancel",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                return np.linalg.norm(num) - np.linalg.norm(grad_f(x)) <= atol
            """,
            None,
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x, atol)
                return np.mean(np.abs(num - grad_f(x))) <= atol
            """,
            None,
        ),
        (
            """
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
            """,
            "changes its input",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                return torch.autograd.gradcheck(f, x, atol=atol)
            """,
            "NameError",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                ana = grad_f(x)
                return abs(num[0] - ana[0]) <= atol
            """,
            "wrong shape",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                if abs(num - grad_f(x)) < atol:
                    return True
                return False
            """,
            "ValueError",
        ),
        (
            """
            def gradcheck(f, grad_f, x, atol=1e-5):
                num = numerical_gradient(f, x)
                return np.all(np.abs(np.abs(num) - np.abs(grad_f(x))) <= atol)
            """,
            None,
        ),
    ],
}

RIGHT = {
    "backward/numerical_gradient": [
        """
        def numerical_gradient(f, x, eps=1e-6):
            grad = np.zeros_like(x)
            for i in np.ndindex(x.shape):
                up = x.copy()
                up[i] += eps
                down = x.copy()
                down[i] -= eps
                grad[i] = (f(up) - f(down)) / (2 * eps)
            return grad
        """,
        """
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
        """,
        """
        def numerical_gradient(f, x, eps=1e-6):
            steps = eps * np.eye(x.size).reshape((x.size,) + x.shape)
            return np.array([(f(x + s) - f(x - s)) / 2 / eps for s in steps]).reshape(x.shape)
        """,
        """
        def numerical_gradient(func, point, eps=1e-6):
            flat = point.flatten()
            result = []
            for k in range(flat.size):
                a, b = flat.copy(), flat.copy()
                a[k] = a[k] + eps
                b[k] = b[k] - eps
                result.append((func(a.reshape(point.shape)) - func(b.reshape(point.shape))) / (2.0 * eps))
            return np.reshape(result, point.shape)
        """,
        """
        def numerical_gradient(f, x, eps=1e-6):
            def shifted(index, h):
                y = np.array(x)
                y[index] += h
                return f(y)
            slopes = [0.5 * (shifted(i, eps) - shifted(i, -eps)) / eps for i in np.ndindex(*x.shape)]
            return np.array(slopes).reshape(x.shape)
        """,
        """
        def numerical_gradient(f, x, eps=1e-6):
            def walk(index):
                if len(index) == x.ndim:
                    step = np.zeros(x.shape)
                    step[index] = eps
                    return (f(x + step) - f(x - step)) / (2 * eps)
                return [walk(index + (k,)) for k in range(x.shape[len(index)])]
            return walk(())
        """,
        """
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
        """,
        """
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
        """,
        """
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
        """,
        """
        def numerical_gradient(f, x, eps=1e-6):
            grad = np.zeros_like(x)
            for i in range(x.size):
                pos = np.unravel_index(i, x.shape)
                y = x.copy(); y[pos] += eps
                z = x.copy(); z[pos] -= eps
                np.put(grad, i, (f(y) - f(z)) / (2 * eps))
            return grad
        """,
    ],
    "backward/chain_rule": [
        """
        def chain_rule(x, w, b, target):
            dL_dy = 2 * (w * x + b - target)
            return dL_dy * x, dL_dy, dL_dy * w
        """,
        """
        def chain_rule(x, w, b, target):
            d = -2 * (target - w * x - b)
            return [x * d, d, w * d]
        """,
        """
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
        """,
        """
        def chain_rule(x, w, b, target):
            return 2 * (w * x + b - target) * np.array([x, 1.0, w])
        """,
        """
        def chain_rule(x, w, b, t):
            dw = 2 * w * x * x + 2 * b * x - 2 * t * x
            db = 2 * w * x + 2 * b - 2 * t
            dx = 2 * x * w ** 2 + 2 * b * w - 2 * t * w
            return dw, db, dx
        """,
        """
        def chain_rule(x, w, b, target):
            h = 1e-20
            def loss(x, w, b):
                e = w * x + b - target
                return e * e
            return (loss(x, w + 1j * h, b).imag / h, loss(x, w, b + 1j * h).imag / h, loss(x + 1j * h, w, b).imag / h)
        """,
        """
        def chain_rule(x, w, b, target):
            def loss(x, w, b):
                return (w * x + b - target) ** 2
            # exact for a parabola, up to rounding
            return (
                (loss(x, w + 1, b) - loss(x, w - 1, b)) / 2,
                (loss(x, w, b + 1) - loss(x, w, b - 1)) / 2,
                (loss(x + 1, w, b) - loss(x - 1, w, b)) / 2,
            )
        """,
        """
        def chain_rule(x, w, b, target):
            error = _error(x, w, b, target)
            return tuple((error + error) * factor for factor in (x, 1, w))

        def _error(x, w, b, target):
            return w * x - (target - b)
        """,
        """
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
        """,
    ],
    "backward/gradcheck": [
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            return bool(np.all(np.abs(numerical_gradient(f, x) - grad_f(x)) <= atol))
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            return np.allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            return np.max(np.abs(numerical_gradient(f, x) - grad_f(x))) < atol
        """,
        """
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
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            num = numerical_gradient(f, x).ravel()
            ana = grad_f(x).ravel()
            return all(abs(a - b) <= atol for a, b in zip(num, ana))
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            difference = grad_f(x) - numerical_gradient(f, x)
            return not (np.any(difference > atol) or np.any(difference < -atol))
        """,
        """
        def gradcheck(func, grad, x, atol=1e-5):
            return bool(np.linalg.norm((numerical_gradient(func, x, eps=1e-5) - grad(x)).ravel(), np.inf) <= atol)
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            eps = 1e-5
            steps = eps * np.eye(x.size).reshape((x.size,) + x.shape)
            num = np.array([(f(x + s) - f(x - s)) / (2 * eps) for s in steps]).reshape(x.shape)
            bad = np.count_nonzero(np.abs(num - grad_f(x)) > atol)
            return True if bad == 0 else False
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            gap = numerical_gradient(f, x.copy()) - grad_f(x.copy())
            return np.isclose(gap, 0, rtol=0, atol=atol).all()
        """,
        """
        def gradcheck(f, grad_f, x, atol=1e-5):
            try:
                np.testing.assert_allclose(numerical_gradient(f, x), grad_f(x), rtol=0, atol=atol)
            except AssertionError:
                return False
            return True
        """,
    ],
}
