import numpy as np

# %% wrong: multiplied by the output
def relu_grad(grad_output, x):
    return grad_output * np.where(x > 0, x, 0)

# %% wrong: (no diagnosis)
def relu_grad(grad_output, x):
    return np.where(x > 0, grad_output, x)

# %% wrong: ReLU of the product
def relu_grad(grad_output, x):
    return np.maximum(0, grad_output * x)

# %% wrong: wrong only where an input is exactly 0
def relu_grad(grad_output, x):
    return grad_output * (0.5 * (np.sign(x) + 1))

# %% wrong: slope 1 at 0
def relu_grad(grad_output, x):
    return grad_output * (x >= 0)

# %% wrong: only the slope
def relu_grad(grad_output, x):
    return (x > 0).astype(float)

# %% wrong: the two arguments exchanged
def relu_grad(grad_output, x):
    return x * (grad_output > 0)

# %% wrong: multiplied by the output
def relu_grad(grad_output, x):
    return grad_output * np.maximum(x, 0)

# %% wrong: ReLU of the gradient
def relu_grad(grad_output, x):
    return np.maximum(grad_output, 0)

# %% wrong: changes its input
def relu_grad(grad_output, x):
    grad_output[x <= 0] = 0
    return grad_output

# %% wrong: changes its input
def relu_grad(grad_output, x):
    grad_output *= (x > 0)
    return grad_output

# %% wrong: changes its input
def relu_grad(grad_output, x):
    x[x <= 0] = 0
    x[x > 0] = 1
    return grad_output * x

# %% wrong: ValueError
def relu_grad(grad_output, x):
    if x > 0:
        return grad_output
    return 0

# %% wrong: the slope is turned round
def relu_grad(grad_output, x):
    return grad_output * (x < 0)

# %% wrong: a leak below 0
def relu_grad(grad_output, x):
    return np.where(x > 0, grad_output, 0.01 * grad_output)

# %% wrong: (no diagnosis)
def relu_grad(grad_output, x):
    return np.where(x > 0, 1, grad_output)

# %% wrong: wrong shape
def relu_grad(grad_output, x):
    return grad_output[x > 0]

# %% wrong: −1 below 0
def relu_grad(grad_output, x):
    return grad_output * np.sign(x)

# %% wrong: ValueError
def relu_grad(grad_output, x):
    return grad_output @ (x > 0)

# %% wrong: returned nothing
def relu_grad(grad_output, x):
    grad_output * (x > 0)

# %% wrong: ValueError
def relu_grad(grad_output, x):
    return [g if v > 0 else 0 for g, v in zip(grad_output, x)]

# %% wrong: TypeError
def relu_grad(grad_output, x):
    out = np.zeros_like(x)
    for i in range(len(x)):
        for j in range(len(x[0])):
            if x[i][j] > 0:
                out[i][j] = grad_output[i][j]
    return out

# %% wrong: wrong shape
def relu_grad(grad_output, x):
    mask = x > 0
    return np.array([g for g, m in zip(grad_output.flat, mask.flat) if m])

# %% wrong: ValueError
def relu_grad(grad_output, x):
    return grad_output and x > 0

# %% wrong: slope 1 at 0
def relu_grad(grad_output, x):
    return grad_output * np.heaviside(x, 1)

# %% wrong: wrong only where an input is exactly 0
def relu_grad(grad_output, x):
    return grad_output * np.heaviside(x, 0.5)

# %% wrong: AttributeError
def relu_grad(grad_output, x):
    return grad_output * (x > 0).float()

# %% wrong: wrong shape
def relu_grad(grad_output, x):
    return np.sum(grad_output * (x > 0))

# %% wrong: slope 1 at 0
def relu_grad(grad_output, x):
    return np.where(x < 0, 0, grad_output)

# %% wrong: (no diagnosis)
def relu_grad(grad_output, x):
    return grad_output * (x > 1)

# %% wrong: multiplied by the output
def relu_grad(grad_output, x):
    return grad_output * (x > 0) * x

# %% wrong: ReLU of the gradient, and of the input
def relu_grad(grad_output, x):
    return np.where((x > 0) & (grad_output > 0), grad_output, 0)

# %% wrong: ReLU of the product
def relu_grad(grad_output, x):
    return np.maximum(0, grad_output * x)

# %% right
def relu_grad(grad_output, x):
    return grad_output * (x > 0)

# %% right: with np.where
def relu_grad(grad_output, x):
    return np.where(x > 0, grad_output, 0.0)

# %% right: with a mask
def relu_grad(grad_output, x):
    g = grad_output.copy()
    g[x <= 0] = 0
    return g

# %% right
def relu_grad(g, x):
    return g * np.heaviside(x, 0)

# %% right
def relu_grad(grad_output, x):
    return grad_output * (np.sign(x) + np.abs(np.sign(x))) / 2

# %% right
def relu_grad(grad_output, x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = grad_output[i]
    return out

# %% right
def relu_grad(grad_output, x):
    flat = [g if v > 0 else 0.0 for g, v in zip(grad_output.ravel(), x.ravel())]
    return np.array(flat).reshape(x.shape)

# %% right
def relu_grad(grad_output, x):
    def go(g, v):
        if isinstance(v, list):
            return [go(a, b) for a, b in zip(g, v)]
        return g * (1 if v > 0 else 0)
    return go(grad_output.tolist(), x.tolist())

# %% right
def relu_grad(grad_output, x):
    y = np.maximum(x, 0)
    return np.where(y == 0, 0, grad_output)

# %% right
def relu_grad(grad_output, x):
    out = np.zeros_like(grad_output)
    np.copyto(out, grad_output, where=x > 0)
    return out

# %% right
def relu_grad(grad_output, x):
    return grad_output - grad_output * ~(x > 0)

# %% right: with heaviside
def relu_grad(grad, x):
    return np.heaviside(x, 0.0) * grad

# %% right: by a loop
def relu_grad(grad_output, x):
    pairs = zip(grad_output.ravel(), x.ravel())
    return np.array([g if value > 0 else 0.0 for g, value in pairs]).reshape(x.shape)

# %% wrong (held): slope 1 at 0
def relu_grad(grad_output, x):
    return np.where(x >= 0, grad_output, 0)

# %% wrong (held): ReLU of the gradient
def relu_grad(grad_output, x):
    return grad_output * (grad_output > 0)

# %% wrong (held): multiplied by the output
def relu_grad(grad_output, x):
    return grad_output * np.maximum(0, x)

# %% wrong (developed): slope 1 at 0
def relu_grad(grad_output, x):
    grad_output[x < 0] = 0
    return grad_output

# %% wrong (held): unused parameter
def relu_grad(grad_output, x):
    return np.where(x >= 0, 1.0, 0.0)

# %% right (held)
def relu_grad(grad_output, x):
    return grad_output * np.heaviside(x, 0)

# %% right (developed)
def relu_grad(grad_output, x):
    g = np.zeros_like(grad_output)
    np.copyto(g, grad_output, where=x > 0)
    return g

# %% right (developed)
def relu_grad(grad_output, x):
    return np.maximum(np.sign(x), 0) * grad_output

# %% right (developed)
def relu_grad(grad_output, x):
    out = np.zeros(x.shape)
    np.copyto(out, grad_output, where=x > 0)
    return out

# %% wrong (developed): ReLU of the gradient
def relu_grad(grad_output, x):
    return np.where(grad_output > 0, grad_output, 0)

# %% wrong (developed): (no diagnosis)
def relu_grad(grad_output, x):
    return np.maximum(x, 0) + grad_output

# %% right (held)
def relu_grad(grad_output, x):
    g = np.array(grad_output, copy=True)
    g[x <= 0] = 0
    return g

# %% wrong (held): slope 1 at 0
def relu_grad(grad_output, x):
    mask = (x >= 0)
    return grad_output * mask

# %% wrong (held): ReLU of the gradient
def relu_grad(grad_output, x):
    mask = (grad_output > 0)
    return grad_output * mask

# %% wrong (held): (no diagnosis)
def relu_grad(grad_output, x):
    mask = (x >= 0)
    return grad_output + mask

# %% wrong (held): unused parameter
def relu_grad(grad_output, x):
    mask = (grad_output > 0)
    return grad_output + mask

# %% right (held)
def relu_grad(grad_output, x):
    passed = np.array(grad_output, copy=True)
    np.putmask(passed, ~(x > 0), 0)
    return passed


# %% wrong: every gradient passes
def relu_grad(grad_output, x):
    return grad_output.copy()


# %% wrong: the slope at the gradient
def relu_grad(grad_output, x):
    return np.where(grad_output > 0, 1.0, 0.0)

# %% wrong (developed): multiplied by the output
def relu_grad(grad_output, x):
    return np.where(x >= 0, grad_output * x, 0)

# %% wrong (held): slope 1 at 0
def relu_grad(grad_output, x):
    mask = np.ones_like(x)
    mask[x < 0] = 0
    return grad_output * mask

# %% wrong (held): ReLU of the gradient
def relu_grad(grad_output, x):
    dx = np.array(grad_output, copy=True)
    dx[grad_output <= 0] = 0
    return dx

# %% wrong: (no diagnosis)
def relu_grad(grad_output, x):
    return (x >= 0) + grad_output
