import numpy as np

# %% wrong: (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + 1 - alpha * grad**2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = (alpha * square_avg + (1 - alpha) * grad)**2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: averages over all weights
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * np.mean(grad**2)
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: takes the larger of root and eps
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad**2
    return param - lr * grad / np.maximum(np.sqrt(square_avg), eps), square_avg

# %% wrong: doubles the gradient instead of squaring it
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad * 2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: puts eps inside the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    param = param - lr * grad / np.sqrt(square_avg + eps)
    return param, square_avg

# %% wrong: exchanges alpha and 1 − alpha
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = (1 - alpha) * square_avg + alpha * grad ** 2
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    return param, square_avg

# %% wrong: adds up the squares
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = square_avg + grad ** 2
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    return param, square_avg

# %% wrong: averages the gradient, not its square
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    return param, square_avg

# %% wrong: leaves out the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    param = param - lr * grad / (square_avg + eps)
    return param, square_avg

# %% wrong: divides by the old average
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    return param, square_avg

# %% wrong: returns the two in the other order
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad * grad
    return s, param - lr * grad / (np.sqrt(s) + eps)

# %% wrong: wrong type
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad * grad
    return param - lr * grad / (np.sqrt(s) + eps)

# %% wrong: adds the step
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    return param + lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: changes its input
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg *= alpha
    square_avg += (1 - alpha) * grad ** 2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: leaves out 1 − alpha
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + grad ** 2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: unused parameter
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = 0.9 * square_avg + 0.1 * grad ** 2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong: adds eps to the weights
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / np.sqrt(s) + eps, s

# %% wrong: leaves out the gradient
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr / (np.sqrt(s) + eps), s

# %% wrong: averages over all weights
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * np.mean(grad ** 2)
    return param - lr * grad / (np.sqrt(s) + eps), s

# %% wrong: (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    s_hat = s / (1 - alpha)
    return param - lr * grad / (np.sqrt(s_hat) + eps), s

# %% wrong: adds eps to the weights
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad * np.sqrt(s) + eps, s

# %% wrong: another default
def rmsprop(param, grad, square_avg, lr, alpha=0.9, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / (np.sqrt(s) + eps), s

# %% wrong: TypeError
import math
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / (math.sqrt(s) + eps), s

# %% wrong: leaves out eps
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / np.sqrt(s), s

# %% wrong: hands on the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    rms = np.sqrt(alpha * square_avg + (1 - alpha) * grad ** 2)
    return param - lr * grad / (rms + eps), rms

# %% wrong: printed instead of returning
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    print(param - lr * grad / (np.sqrt(s) + eps), s)

# %% wrong: (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    import torch
    g = torch.tensor(grad)
    avg = torch.tensor(square_avg).mul_(alpha).addcmul_(g, g, value=1 - alpha)
    new = torch.tensor(param).addcdiv_(g, avg.sqrt().add(eps), value=-lr)
    return new.numpy(), avg.numpy()

# %% wrong: averages over all weights
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * np.mean(grad**2)
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    return param, square_avg

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = square_avg.copy()
    s *= alpha
    s += (1 - alpha) * np.square(grad)
    denominator = np.sqrt(s)
    denominator += eps
    return param - grad * (lr / denominator), s

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    new_avg = square_avg + (1 - alpha) * (grad * grad - square_avg)
    step = np.divide(grad, new_avg ** 0.5 + eps)
    return [param - lr * step, new_avg]

# %% right
import math
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    p = param.ravel().tolist()
    g = grad.ravel().tolist()
    s = square_avg.ravel().tolist()
    for i in range(len(p)):
        s[i] = alpha * s[i] + (1.0 - alpha) * g[i] * g[i]
        p[i] = p[i] - lr * g[i] / (math.sqrt(s[i]) + eps)
    return np.reshape(p, param.shape), np.reshape(s, param.shape)

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    average = np.average([square_avg, grad ** 2], axis=0, weights=[alpha, 1 - alpha])
    return param + -lr * grad * (eps + np.sqrt(average)) ** -1, average

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    update = lambda s, g: alpha * s + (1 - alpha) * g ** 2
    return param - lr * grad / (np.sqrt(update(square_avg, grad)) + eps), update(square_avg, grad)

# %% right
def rmsprop(w, dw, cache, lr, alpha=0.99, eps=1e-8):
    decay_rate = alpha
    cache = decay_rate * cache + (1 - decay_rate) * dw**2
    w = w - lr * dw / (np.sqrt(cache) + eps)
    return w, cache

# %% right
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * np.abs(grad) ** 2
    scale = np.zeros_like(param)
    for index, value in np.ndenumerate(s):
        scale[index] = lr / (value ** 0.5 + eps)
    return param - scale * grad, s

# %% right: with steps
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    squares = np.square(grad)
    average = square_avg + (1 - alpha) * (squares - square_avg)
    divisor = np.sqrt(average) + eps
    return param - lr * (grad / divisor), average

# %% right: by a loop
import math


def rmsprop(w, g, s, lr, a=0.99, e=1e-8):
    new_w, new_s = [], []
    for weight, slope, old in zip(w.ravel(), g.ravel(), s.ravel(), strict=True):
        average = a * old + (1 - a) * slope * slope
        new_s.append(average)
        new_w.append(weight - lr * slope / (math.sqrt(average) + e))
    return np.array(new_w).reshape(w.shape), np.array(new_s).reshape(w.shape)

# %% right: with a power
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = square_avg * alpha + grad * grad * (1.0 - alpha)
    rate = lr / (square_avg**0.5 + eps)
    return param - rate * grad, square_avg

# %% right: averaged
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    new = np.average(np.stack([square_avg, grad**2]), axis=0, weights=[alpha, 1 - alpha])
    return param + -lr * grad / (eps + new**0.5), new

# %% wrong (held): puts eps inside the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / np.sqrt(s + eps), s

# %% wrong (developed): leaves out the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / (s + eps), s

# %% wrong (held): (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * grad
    return param - lr * grad / (np.sqrt(np.abs(s)) + eps), s

# %% wrong (held): exchanges alpha and 1 − alpha
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = (1 - alpha) * square_avg + alpha * grad ** 2
    return param - lr * grad / (np.sqrt(s) + eps), s

# %% wrong (developed): adds up the squares
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = square_avg + grad ** 2
    return param - lr * grad / (np.sqrt(s) + eps), s

# %% wrong (held): divides by the old average
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    p = param - lr * grad / (np.sqrt(square_avg) + eps)
    return p, alpha * square_avg + (1 - alpha) * grad ** 2

# %% wrong (developed): leaves out the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = (1 - alpha) * square_avg + alpha * grad ** 2
    return param - lr * grad / (s + eps), s

# %% wrong (held): leaves out 1 − alpha
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + grad ** 2
    return param - lr * grad / (np.sqrt(s) + eps), square_avg

# %% right (developed)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = square_avg + (1 - alpha) * (grad * grad - square_avg)
    return param - lr * (grad / (s ** 0.5 + eps)), s

# %% right (held)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    p, s = param.copy(), square_avg.copy()
    s *= alpha
    s += (1 - alpha) * np.square(grad)
    p -= lr * grad / (np.sqrt(s) + eps)
    return p, s

# %% right (developed)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = np.average([square_avg, np.square(grad)], axis=0, weights=[alpha, 1 - alpha])
    return param - np.divide(lr * grad, s ** 0.5 + eps), s

# %% wrong (developed): puts eps inside the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = alpha * square_avg + (1 - alpha) * grad ** 2
    return param - lr * grad / np.sqrt(square_avg + eps), square_avg

# %% wrong (developed): exchanges alpha and 1 − alpha
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = (1 - alpha) * square_avg + alpha * grad ** 2
    return param - lr * grad / (np.sqrt(square_avg) + eps), square_avg

# %% wrong (held): unused parameter
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = square_avg + grad ** 2
    return param - lr * grad / (square_avg + eps), square_avg

# %% wrong (held): (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = (1 - alpha) * square_avg + alpha * np.abs(grad)
    param = param - lr * grad / (np.sqrt(square_avg) + eps)
    return param, square_avg

# %% right (developed)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    stacked = np.stack([np.asarray(square_avg, dtype=float), np.asarray(grad, dtype=float) ** 2])
    average = np.tensordot([alpha, 1.0 - alpha], stacked, axes=1)
    pace = lr / (average**0.5 + eps)
    return np.asarray(param) - pace * grad, average

# %% wrong (held): puts eps inside the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = square_avg * alpha + (1 - alpha) * np.power(grad, 2)
    denom = (square_avg + eps) ** 0.5
    return param - lr * grad / denom, square_avg

# %% wrong (held): leaves out the root
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    new_avg = alpha * square_avg + (1 - alpha) * grad
    return param - lr * grad / (new_avg + eps), new_avg

# %% wrong (held): divides by the old average
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    avg = alpha * square_avg + (1 - alpha) * grad * grad
    return param - lr * grad / (np.sqrt(square_avg) + eps), avg

# %% right (held)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = square_avg.copy()
    s *= alpha
    s += (1 - alpha) * np.multiply(grad, grad)
    return param - lr * np.divide(grad, np.sqrt(s) + eps), s

# %% wrong: (no diagnosis)
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = alpha * square_avg + (1 - alpha) * (grad ** 2)
    scale = 1 / (np.sqrt(s) + eps) * lr
    return param - scale * np.sign(grad), s
