import numpy as np

# %% wrong: y taken for the input
def tanh_grad(grad_output, y):
    return grad_output * (1 - np.tanh(y))

# %% wrong: y taken for the input
def tanh_grad(grad_output, y):
    return grad_output / np.cosh(y) ** 2

# %% wrong: (no diagnosis)
def tanh_grad(grad_output, y):
    return 1 - (grad_output * y) ** 2

# %% wrong: y taken for the input
def tanh_grad(grad_output, y):
    return grad_output * (1 - np.tanh(y) ** 2)

# %% wrong: only the slope
def tanh_grad(grad_output, y):
    return 1 - y ** 2

# %% wrong: plus in place of minus
def tanh_grad(grad_output, y):
    return grad_output * (1 + y ** 2)

# %% wrong: does not square
def tanh_grad(grad_output, y):
    return grad_output * (1 - y)

# %% wrong: the square is subtracted at the end
def tanh_grad(grad_output, y):
    return grad_output * 1 - y ** 2

# %% wrong: the slope of the sigmoid
def tanh_grad(grad_output, y):
    return grad_output * y * (1 - y)

# %% wrong: squares the whole bracket
def tanh_grad(grad_output, y):
    return grad_output * (1 - y) ** 2

# %% wrong: the sign is turned
def tanh_grad(grad_output, y):
    return grad_output * (y ** 2 - 1)

# %% wrong: the two arguments exchanged
def tanh_grad(grad_output, y):
    return y * (1 - grad_output ** 2)

# %% wrong: TypeError
def tanh_grad(grad_output, y):
    return grad_output * (1 - y ^ 2)

# %% wrong: changes its input
def tanh_grad(grad_output, y):
    y **= 2
    return grad_output * (1 - y)

# %% wrong: changes its input
def tanh_grad(grad_output, y):
    return np.multiply(grad_output, 1 - y * y, out=grad_output)

# %% wrong: (no diagnosis)
def tanh_grad(grad_output, y):
    return grad_output * (1 - 2 * y)

# %% wrong: y taken for the input
def tanh_grad(grad_output, y):
    return grad_output * 4 / (np.exp(y) + np.exp(-y)) ** 2

# %% wrong: returned nothing
def tanh_grad(grad_output, y):
    g = grad_output * (1 - y ** 2)

# %% wrong: ValueError
def tanh_grad(grad_output, y):
    return grad_output @ (1 - y ** 2)

# %% wrong: wrong shape
def tanh_grad(grad_output, y):
    return np.mean(grad_output * (1 - y ** 2))

# %% wrong: TypeError
import math
def tanh_grad(grad_output, y):
    return grad_output * (1 - math.pow(y, 2))

# %% wrong: ValueError
def tanh_grad(grad_output, y):
    return grad_output * (1 - y @ y)

# %% wrong: (no diagnosis)
def tanh_grad(grad_output, y):
    return grad_output / (1 - y ** 2)

# %% wrong: (no diagnosis)
def tanh_grad(grad_output, y):
    return grad_output * (1 - y ** 0.5)

# %% wrong: AttributeError
def tanh_grad(grad_output, y):
    return grad_output * y.pow(2).neg().add(1)

# %% wrong: TypeError
def tanh_grad(grad_output, y):
    out = []
    for g_row, y_row in zip(grad_output, y):
        out.append([g * (1 - v ** 2) for g, v in zip(g_row, y_row)])
    return np.array(out)

# %% wrong: the root of the slope
def tanh_grad(grad_output, y):
    return grad_output * np.sqrt(1 - y ** 2)

# %% right
def tanh_grad(grad_output, y):
    return grad_output * (1 - y ** 2)

# %% right
def tanh_grad(grad_output, y):
    return grad_output - grad_output * y * y

# %% right
def tanh_grad(grad_output, y):
    return grad_output * (1 - y) * (1 + y)

# %% right
def tanh_grad(g, t):
    return np.multiply(g, 1.0 - np.square(t))

# %% right
def tanh_grad(grad_output, y):
    out = np.empty(y.shape)
    for i, v in np.ndenumerate(y):
        out[i] = (1 - v * v) * grad_output[i]
    return out

# %% right
def tanh_grad(grad_output, y):
    s = (y + 1) / 2
    return 4 * grad_output * s * (1 - s)

# %% right
def tanh_grad(grad_output, y):
    pairs = zip(grad_output.ravel().tolist(), y.ravel().tolist())
    return np.reshape([g * (1 - t ** 2) for g, t in pairs], y.shape)

# %% right
def tanh_grad(grad_output, y):
    def rec(g, t):
        return list(map(rec, g, t)) if isinstance(g, list) else g * (1 - pow(t, 2))
    return rec(grad_output.tolist(), y.tolist())

# %% right
def tanh_grad(grad_output, y):
    slope = np.ones_like(y)
    slope -= np.power(y, 2)
    return slope * grad_output

# %% right
tanh_grad = np.vectorize(lambda g, y: g * (1.0 - y * y))

# %% right: factored
def tanh_grad(grad_output, y):
    return (1 - y) * (1 + y) * grad_output

# %% right: expanded
def tanh_grad(grad_output, y):
    return grad_output - grad_output * np.square(y)

# %% right: by cosh
def tanh_grad(g, t):
    return g / np.cosh(np.arctanh(t)) ** 2

# %% wrong (developed): unused parameter
def tanh_grad(grad_output, y):
    t = np.tanh(y)
    return 1 - t * t

# %% wrong (held): unused parameter
def tanh_grad(grad_output, y):
    return 1 + y ** 2

# %% right (held)
def tanh_grad(grad_output, y):
    out = np.zeros_like(y)
    for idx, v in np.ndenumerate(y):
        out[idx] = grad_output[idx] * (1 - v * v)
    return out

# %% right (developed)
def tanh_grad(grad_output, y):
    return np.multiply(grad_output, (1 + y) * (1 - y))

# %% wrong (held): (no diagnosis)
def tanh_grad(grad_output, y):
    return grad_output ** 2 * (1 + y ** 2)

# %% right (held)
def tanh_grad(g, y):
    return (1 + y) * (1 - y) * g

# %% wrong (held): (no diagnosis)
def tanh_grad(grad_output, y):
    slope = 1 - y ** 2
    return grad_output / slope

# %% wrong (held): plus in place of minus
def tanh_grad(grad_output, y):
    slope = 1 + y ** 2
    return grad_output * slope

# %% wrong (held): plus in place of minus
def tanh_grad(grad_output, y):
    slope = 1 + y ** 2
    return grad_output / slope

# %% right (held)
def tanh_grad(grad_output, y):
    slope = 1.0 + y
    slope = slope - y * slope
    return np.multiply(slope, grad_output)

# %% wrong (developed): (no diagnosis)
def tanh_grad(grad_output, y):
    result = np.zeros_like(y)
    for index in np.ndindex(y.shape):
        value = y[index]
        if value > 0:
            result[index] = grad_output[index] * (1 - value) * (1 - value)
    return result

# %% wrong (held): squares the whole bracket
def tanh_grad(grad_output, y):
    local = (1 - y) * (1 - y)
    return local * grad_output

# %% wrong: unused parameter
def tanh_grad(grad_output, y):
    return 1 - y

# %% wrong: (no diagnosis)
def tanh_grad(grad_output, y):
    t = np.tanh(y)
    return grad_output + (1 - t ** 2)
