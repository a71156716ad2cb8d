import numpy as np

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output * y * (1 - y) ** 2

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    s = 1 / (1 + np.exp(-y))
    return grad_output * s * (1 - y)

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return (grad_output * y) * (1 - grad_output * y)

# %% wrong: y taken for the input
def sigmoid_grad(grad_output, y):
    s = 1 / (1 + np.exp(-y))
    return grad_output * s * (1 - s)

# %% wrong: only the slope
def sigmoid_grad(grad_output, y):
    return y * (1 - y)

# %% wrong: only 1 − y
def sigmoid_grad(grad_output, y):
    return grad_output * (1 - y)

# %% wrong: only y
def sigmoid_grad(grad_output, y):
    return grad_output * y

# %% wrong: 1 is subtracted at the end
def sigmoid_grad(grad_output, y):
    return grad_output * y * 1 - y

# %% wrong: plus in place of minus
def sigmoid_grad(grad_output, y):
    return grad_output * y * (1 + y)

# %% wrong: the slope of tanh
def sigmoid_grad(grad_output, y):
    return grad_output * (1 - y ** 2)

# %% wrong: the sign is turned
def sigmoid_grad(grad_output, y):
    return grad_output * y * (y - 1)

# %% wrong: the two arguments exchanged
def sigmoid_grad(grad_output, y):
    return y * grad_output * (1 - grad_output)

# %% wrong: y taken for the input
def sigmoid_grad(grad_output, y):
    return grad_output * np.exp(-y) / (1 + np.exp(-y)) ** 2

# %% wrong: changes its input
def sigmoid_grad(grad_output, y):
    grad_output *= y * (1 - y)
    return grad_output

# %% wrong: changes its input
def sigmoid_grad(grad_output, y):
    y *= 1 - y
    return grad_output * y

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output + y * (1 - y)

# %% wrong: ValueError
def sigmoid_grad(grad_output, y):
    return np.dot(grad_output, y * (1 - y))

# %% wrong: NameError
def sigmoid_grad(grad_output, y):
    return sigmoid(y) * (1 - sigmoid(y)) * grad_output

# %% wrong: printed instead of returning
def sigmoid_grad(grad_output, y):
    print(grad_output * y * (1 - y))

# %% wrong: TypeError
def sigmoid_grad(grad_output, y):
    return grad_output * (y - y ^ 2)

# %% wrong: TypeError
def sigmoid_grad(grad_output, y):
    result = []
    for i in range(len(y)):
        result.append(float(grad_output[i]) * float(y[i]) * (1 - float(y[i])))
    return np.array(result)

# %% wrong: returns inside the loop
def sigmoid_grad(grad_output, y):
    out = np.zeros_like(y)
    for i in range(y.shape[0]):
        out[i] = grad_output[i] * y[i] * (1 - y[i])
        return out

# %% wrong: wrong shape
def sigmoid_grad(grad_output, y):
    return (grad_output * y * (1 - y)).sum(axis=0)

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output * y - y ** 2

# %% wrong: twice too large
def sigmoid_grad(grad_output, y):
    return grad_output * y * 2 * (1 - y)

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output / (y * (1 - y))

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return (1 - grad_output) * y * (1 - y)

# %% wrong: (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output * y * (1 - y.T).T.sum()

# %% right
def sigmoid_grad(grad_output, y):
    return grad_output * y * (1 - y)

# %% right
def sigmoid_grad(grad_output, y):
    return grad_output * (y - y ** 2)

# %% right
def sigmoid_grad(grad_output, y):
    return grad_output * (0.25 - (y - 0.5) ** 2)

# %% right
def sigmoid_grad(g, s):
    local = np.multiply(s, np.subtract(1.0, s))
    return np.multiply(g, local)

# %% right
def sigmoid_grad(grad_output, y):
    out = np.zeros_like(y)
    for i in np.ndindex(y.shape):
        out[i] = grad_output[i] * y[i] * (1.0 - y[i])
    return out

# %% right
def sigmoid_grad(grad_output, y):
    return np.array([g * s * (1 - s) for g, s in zip(grad_output.flat, y.flat)]).reshape(y.shape)

# %% right
def sigmoid_grad(grad_output, y):
    if y.ndim == 0:
        return float(grad_output * y * (1 - y))
    return [sigmoid_grad(np.asarray(g), np.asarray(v)) for g, v in zip(grad_output, y)]

# %% right
def sigmoid_grad(grad_output, y):
    return np.einsum("...,...,...->...", grad_output, y, 1 - y)

# %% right
def sigmoid_grad(grad_output, y):
    d = y.copy()
    d *= 1 - y
    d *= grad_output
    return d

# %% right
def sigmoid_grad(grad_output, y):
    return -(grad_output * y) * (y - 1)

# %% right: difference
def sigmoid_grad(grad_output, y):
    return grad_output * (y - y * y)

# %% right: by the input
def sigmoid_grad(grad_output, y):
    x = np.log(y / (1 - y))
    return grad_output * np.exp(-x) / (1 + np.exp(-x)) ** 2

# %% right: by a loop
def sigmoid_grad(g, s):
    out = np.zeros(s.shape)
    for i in np.ndindex(*s.shape):
        out[i] = g[i] * s[i] * (1.0 - s[i])
    return out

# %% wrong (held): the two arguments exchanged
def sigmoid_grad(grad_output, y):
    return grad_output * (1 - grad_output) * y

# %% wrong (developed): NameError
def sigmoid_grad(grad_output, y):
    s = sigmoid(y)
    return s * (1 - s)

# %% wrong (developed): unused parameter
def sigmoid_grad(grad_output, y):
    return 1 - y * y

# %% right (developed)
def sigmoid_grad(grad_output, y):
    slope = np.ones_like(y)
    slope -= y
    slope *= y
    return np.multiply(slope, grad_output)

# %% wrong (held): (no diagnosis)
def sigmoid_grad(grad_output, y):
    return grad_output + y * (y - 1)

# %% wrong (held): (no diagnosis)
def sigmoid_grad(grad_output, y):
    slope = y * (1 - y)
    return grad_output + slope

# %% wrong (held): (no diagnosis)
def sigmoid_grad(grad_output, y):
    slope = y * (1 + y)
    return grad_output + slope

# %% right (held)
def sigmoid_grad(grad_output, y):
    slope = 0.25 - (y - 0.5) ** 2
    return np.einsum("...,...->...", grad_output, slope)

# %% wrong (developed): wrong only where the curve is nearly flat
def sigmoid_grad(grad_output, y):
    slope = y * (1 - y)
    slope = np.where((y > 0.99) | (y < 0.01), 0.0, slope)
    grad_input = slope * grad_output
    return grad_input

# %% wrong (developed): (no diagnosis)
def sigmoid_grad(grad_output, y):
    def slope(value):
        return value * (1 - value * value)

    return np.add(grad_output, slope(y))

# %% wrong (developed): y taken for the input
def sigmoid_grad(grad_output, y):
    s = 1 / (1 + np.exp(-y))
    return grad_output * s * (1 - s)

# %% wrong (developed): unused parameter
def sigmoid_grad(grad_output, y):
    return y * (1 - y ** 2)
