import numpy as np

# %% wrong: divides all three by the batch size
def linear_backward(grad_output, x, weight):
    n = len(x)
    return grad_output @ weight / n, grad_output.T @ x / n, grad_output.mean(axis=0)

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    grad_x = np.dot(weight.T, grad_output)
    grad_weight = np.dot(grad_output.T, x)
    return grad_x, grad_weight, grad_output.sum(0)

# %% wrong: forgets in the loop
def linear_backward(grad_output, x, weight):
    grad_weight = np.zeros_like(weight)
    for g, row in zip(grad_output, x):
        grad_weight = np.outer(g, row)
    return grad_output @ weight, grad_weight, grad_output.sum(axis=0)

# %% wrong: (no diagnosis)
def linear_backward(grad_output, x, weight):
    y = x @ weight.T
    g = grad_output * y
    return g @ weight, g.T @ x, g.sum(axis=0)

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    return grad_output @ weight.T, grad_output.T @ x, grad_output.sum(axis=0)

# %% wrong: grad_weight lies on its side
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, x.T @ grad_output, grad_output.sum(axis=0)

# %% wrong: the bias gradient keeps the batch
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output

# %% wrong: one number for all biases
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum()

# %% wrong: averages the bias gradient
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.mean(axis=0)

# %% wrong: sums the bias gradient over the outputs
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=1)

# %% wrong: the bias gradient keeps an axis
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0, keepdims=True)

# %% wrong: divides by the batch size
def linear_backward(grad_output, x, weight):
    n = x.shape[0]
    return grad_output @ weight, grad_output.T @ x / n, grad_output.sum(axis=0) / n

# %% wrong: another order
def linear_backward(grad_output, x, weight):
    grad_weight = grad_output.T @ x
    grad_bias = grad_output.sum(axis=0)
    grad_x = grad_output @ weight
    return grad_weight, grad_bias, grad_x

# %% wrong: wrong type
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    return weight @ grad_output, x @ grad_output.T, np.sum(grad_output, axis=0)

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    return grad_output * weight, grad_output * x, grad_output

# %% wrong: ones for the bias
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, np.ones(weight.shape[0])

# %% wrong: unused parameter
def linear_backward(grad_output, x, weight):
    return weight, x, 1

# %% wrong: (no diagnosis)
def linear_backward(grad_output, x, weight):
    grad_x = np.zeros_like(x)
    grad_weight = np.zeros_like(weight)
    grad_bias = np.zeros(weight.shape[0])
    for b in range(x.shape[0]):
        for o in range(weight.shape[0]):
            for i in range(weight.shape[1]):
                grad_x[b, i] = grad_output[b, o] * weight[o, i]
                grad_weight[o, i] = grad_output[b, o] * x[b, i]
            grad_bias[o] = grad_output[b, o]
    return grad_x, grad_weight, grad_bias

# %% wrong: times in
def linear_backward(grad_output, x, weight):
    grad_x = np.zeros_like(x)
    grad_weight = np.zeros_like(weight)
    grad_bias = np.zeros(weight.shape[0])
    for b in range(x.shape[0]):
        for o in range(weight.shape[0]):
            for i in range(weight.shape[1]):
                grad_x[b, i] += grad_output[b, o] * weight[o, i]
                grad_weight[o, i] += grad_output[b, o] * x[b, i]
                grad_bias[o] += grad_output[b, o]
    return grad_x, grad_weight, grad_bias

# %% wrong: forgets in the loop
def linear_backward(grad_output, x, weight):
    grad_weight = np.zeros_like(weight)
    for g, row in zip(grad_output, x):
        grad_weight = np.outer(g, row)
    return grad_output @ weight, grad_weight, grad_output.sum(0)

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    grad_weight = np.zeros_like(weight)
    for g, row in zip(grad_output, x):
        grad_weight += np.outer(row, g)
    return grad_output @ weight, grad_weight, grad_output.sum(0)

# %% wrong: changes its input
def linear_backward(grad_output, x, weight):
    grad_x = grad_output @ weight
    grad_weight = grad_output.T @ x
    grad_bias = grad_output.sum(axis=0)
    weight -= 0.1 * grad_weight
    return grad_x, grad_weight, grad_bias

# %% wrong: (no diagnosis)
def linear_backward(grad_output, x, weight):
    grad_output = grad_output * (x @ weight.T > 0)
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)

# %% wrong: AttributeError
def linear_backward(grad_output, x, weight):
    return grad_output.matmul(weight), grad_output.t().matmul(x), grad_output.sum(dim=0)

# %% wrong: (no diagnosis)
def linear_backward(grad_output, x, weight):
    return -grad_output @ weight, -grad_output.T @ x, -grad_output.sum(axis=0)

# %% wrong: printed instead of returning
def linear_backward(grad_output, x, weight):
    print(grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0))

# %% wrong: grad_weight lies on its side
def linear_backward(grad_output, x, weight):
    gx = np.einsum("bo,oi->bi", grad_output, weight)
    gw = np.einsum("bo,bi->io", grad_output, x)
    gb = np.einsum("bo->o", grad_output)
    return gx, gw, gb

# %% wrong: ValueError
def linear_backward(grad_output, x, weight):
    gx = grad_output @ weight
    gw = grad_output.transpose(0, 1) @ x
    gb = grad_output.sum(0)
    return gx, gw, gb

# %% wrong: NameError
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, gx.T @ x, grad_output.sum(0)

# %% right
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0)

# %% right
def linear_backward(grad_output, x, weight):
    grad_x = np.einsum("bo,oi->bi", grad_output, weight)
    grad_weight = np.einsum("bo,bi->oi", grad_output, x)
    grad_bias = np.einsum("bo->o", grad_output)
    return grad_x, grad_weight, grad_bias

# %% right
def linear_backward(grad_output, x, weight):
    grad_x = np.zeros_like(x)
    grad_weight = np.zeros_like(weight)
    grad_bias = np.zeros(weight.shape[0])
    for b in range(x.shape[0]):
        for o in range(weight.shape[0]):
            grad_bias[o] += grad_output[b, o]
            for i in range(weight.shape[1]):
                grad_x[b, i] += grad_output[b, o] * weight[o, i]
                grad_weight[o, i] += grad_output[b, o] * x[b, i]
    return grad_x, grad_weight, grad_bias

# %% right
def linear_backward(g, x, w):
    dx = (w.T @ g.T).T
    dw = (x.T @ g).T
    db = g.T @ np.ones(len(g))
    return dx, dw, db

# %% right
def linear_backward(grad_output, x, weight):
    gw = sum(np.outer(g, row) for g, row in zip(grad_output, x))
    gb = sum(grad_output)
    gx = np.array([weight.T.dot(g) for g in grad_output])
    return gx, gw, gb

# %% right
def linear_backward(grad_output, x, weight):
    gx = np.tensordot(grad_output, weight, axes=1)
    gw = np.tensordot(grad_output, x, axes=(0, 0))
    gb = np.add.reduce(grad_output)
    return gx, gw, gb

# %% right
def linear_backward(grad_output, x, weight):
    x1 = np.hstack([x, np.ones((x.shape[0], 1))])
    both = np.dot(grad_output.T, x1)
    return np.dot(grad_output, weight), both[:, :-1], both[:, -1]

# %% right
def linear_backward(grad_output, x, weight):
    gx = (grad_output[:, :, None] * weight[None]).sum(1)
    gw = (grad_output[:, :, None] * x[:, None, :]).sum(0)
    gb = np.array([column.sum() for column in grad_output.T])
    return gx, gw, gb

# %% right
def linear_backward(grad_output, x, weight):
    def mul(a, b):
        return [[sum(p * q for p, q in zip(row, col)) for col in zip(*b)] for row in a]
    g, x, w = grad_output.tolist(), x.tolist(), weight.tolist()
    gt = list(zip(*g))
    return mul(g, w), mul(gt, x), [sum(col) for col in gt]

# %% right
def linear_backward(grad_output, x, weight):
    n = len(x)
    gb = grad_output.mean(axis=0) * n
    gw = np.mean(grad_output[..., None] * x[:, None], axis=0) * n
    gx = np.inner(grad_output, np.transpose(weight))
    return (gx, gw, gb)

# %% right: by einsum
def linear_backward(grad_output, x, weight):
    return (
        np.einsum("bo,oi->bi", grad_output, weight),
        np.einsum("bo,bi->oi", grad_output, x),
        np.einsum("bo->o", grad_output),
    )

# %% right: by a loop
def linear_backward(grad_output, x, weight):
    grad_x, grad_weight, grad_bias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for g, row, out in zip(grad_output, x, grad_x):
        grad_weight += np.outer(g, row)
        grad_bias += g
        out += g @ weight
    return grad_x, grad_weight, grad_bias

# %% right: transposed
def linear_backward(dout, inp, w):
    dw = np.dot(inp.T, dout).T
    return [np.dot(w.T, dout.T).T, dw, np.ones(len(dout)) @ dout]

# %% wrong (held): sums the bias gradient over the outputs
def linear_backward(grad_output, x, weight):
    grad_x = np.dot(grad_output, weight)
    grad_w = np.dot(grad_output.T, x)
    grad_b = np.sum(grad_output, axis=1)
    return grad_x, grad_w, grad_b

# %% wrong (developed): divides grad_weight by the batch size
def linear_backward(grad_output, x, weight):
    n = len(x)
    return grad_output @ weight, grad_output.T @ x / n, grad_output.sum(axis=0)

# %% wrong (held): another order
def linear_backward(grad_output, x, weight):
    dx = grad_output @ weight
    dw = grad_output.T @ x
    db = grad_output.sum(axis=0)
    return dw, db, dx

# %% wrong (developed): divides by the batch size
def linear_backward(grad_output, x, weight):
    m = x.shape[0]
    dx = grad_output @ weight
    dw = grad_output.T @ x / m
    db = grad_output.sum(axis=0) / m
    return dx, dw, db

# %% wrong (developed): wrong shape
def linear_backward(grad_output, x, weight):
    return grad_output @ weight, x.T @ grad_output, grad_output.sum()

# %% wrong (developed): wrong shape
def linear_backward(grad_output, x, weight):
    return grad_output @ weight / len(x), grad_output.T @ x, np.sum(grad_output)

# %% right (held)
def linear_backward(grad_output, x, weight):
    return (np.einsum("bo,oi->bi", grad_output, weight), np.einsum("bo,bi->oi", grad_output, x), np.einsum("bo->o", grad_output))

# %% right (developed)
def linear_backward(grad_output, x, weight):
    gx, gw, gb = np.zeros_like(x), np.zeros_like(weight), np.zeros(len(weight))
    for n, (g, xi) in enumerate(zip(grad_output, x)):
        gx[n] = weight.T @ g
        gw += np.outer(g, xi)
        gb += g
    return gx, gw, gb

# %% right (developed)
def linear_backward(grad_output, x, weight):
    gx = (weight.T @ grad_output.T).T
    gw = (x.T @ grad_output).T
    return [gx, gw, np.ones(len(x)) @ grad_output]

# %% right (developed)
def linear_backward(grad_output, x, weight):
    gx = np.einsum("bo,oi->bi", grad_output, weight)
    gw = sum(np.outer(g, s) for g, s in zip(grad_output, x))
    gb = np.ones(len(x)) @ grad_output
    return gx, gw, gb

# %% wrong (developed): wrong shape
def linear_backward(grad_output, x, weight):
    n = len(x)
    return grad_output @ weight, grad_output.T @ x / n, grad_output.sum(axis=1)

# %% right (held)
def linear_backward(g, x, w):
    gw = sum(np.outer(a, b) for a, b in zip(g, x))
    return np.tensordot(g, w, 1), gw, np.ones(len(g)) @ g

# %% wrong (held): divides grad_weight by the batch size
def linear_backward(grad_output, x, weight):
    grad_x = grad_output @ weight
    grad_weight = grad_output.T @ x / len(x)
    grad_bias = grad_output.sum(axis=0)
    return grad_x, grad_weight, grad_bias

# %% wrong (held): grad_weight lies on its side
def linear_backward(grad_output, x, weight):
    grad_x = grad_output @ weight
    grad_weight = x.T @ grad_output
    grad_bias = grad_output.mean(axis=0)
    return grad_x, grad_weight, grad_bias

# %% wrong (held): grad_weight lies on its side
def linear_backward(grad_output, x, weight):
    grad_x = grad_output @ weight
    grad_weight = x.T @ grad_output / len(x)
    grad_bias = grad_output.sum(axis=0)
    return grad_x, grad_weight, grad_bias

# %% right (held)
def linear_backward(grad_output, x, weight):
    with_one = np.hstack([x, np.ones((x.shape[0], 1))])
    both = np.tensordot(grad_output, with_one, axes=(0, 0))
    return np.tensordot(grad_output, weight, axes=1), both[:, :-1], both[:, -1]

# %% wrong (developed): (no diagnosis)
def linear_backward(grad_output, x, weight):
    n, n_out = grad_output.shape
    gw, gx = np.zeros_like(weight), np.zeros_like(x)
    for s in range(n):
        for o in range(n_out):
            gw[o] = grad_output[s, o] * x[s]
            gx[s] += grad_output[s, o] * weight[o]
    gb = np.ones(n_out)
    return gx, gw, gb

# %% wrong (held): averages the bias gradient
def linear_backward(grad_output, x, weight):
    dx = grad_output.dot(weight)
    dw = grad_output.T.dot(x)
    db = grad_output.mean(axis=0)
    return dx, dw, db

# %% wrong (held): wrong shape
def linear_backward(grad_output, x, weight):
    n = len(x)
    gx = grad_output @ weight / n
    gw = grad_output.T @ x / n
    gb = grad_output
    return gx, gw, gb

# %% right (developed)
def linear_backward(grad_output, x, weight):
    return (np.tensordot(grad_output, weight, axes=1),
            np.einsum("bo,bi->oi", grad_output, x),
            np.ones(len(x)) @ grad_output)

# %% wrong: forgets in the loop
def linear_backward(grad_output, x, weight):
    grad_x = np.zeros_like(x)
    grad_w = np.zeros_like(weight)
    grad_b = np.zeros(weight.shape[0])
    for n in range(len(x)):
        grad_x[n] = weight.T @ grad_output[n]
        grad_w = np.outer(grad_output[n], x[n])
        grad_b += grad_output[n]
    return grad_x, grad_w, grad_b
