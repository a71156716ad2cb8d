import numpy as np

# %% wrong: (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    new, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
    param = param * (1 - lr * weight_decay)
    return param, m, v

# %% wrong: subtracts the same from every weight
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * 1 - lr * weight_decay
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param - lr * weight_decay * grad
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param - lr * (1 - weight_decay) * param
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    return adam(param, grad, m, v, step + 1, lr, beta1, beta2, eps)

# %% wrong: RecursionError
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    return adamw(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: couples the decay to the gradient
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = grad + weight_decay * param
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: shrinks after the step
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
    param = param * (1 - lr * weight_decay)
    return param, m, v

# %% wrong: does not multiply the decay by the learning rate
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - weight_decay)
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: unused parameter
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    return adam(param, grad, m, v, step, lr)

# %% wrong: changes its input
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param *= 1 - lr * weight_decay
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: subtracts the same from every weight
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param - lr * weight_decay
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: lets the weights grow
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 + lr * weight_decay)
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: leaves out the bias correction
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: subtracts the same from every weight
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    update = m_hat / (np.sqrt(v_hat) + eps) + weight_decay
    return param - lr * update, m, v

# %% wrong: leaves out the decay
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: leaves out the decay
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    new_param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    new_param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    return new_param, m, v

# %% wrong: decays twice
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = grad + weight_decay * param
    param = param * (1 - lr * weight_decay)
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: does not multiply the decay by the learning rate
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps) - weight_decay * param, m, v

# %% wrong: puts eps inside the root
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / np.sqrt(v_hat + eps), m, v

# %% wrong: hands on the corrected averages
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat

# %% wrong: leaves only the decayed part
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = lr * weight_decay * param
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong: wrong type
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)[0]

# %% wrong: TypeError
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps, weight_decay)

# %% wrong: not finite
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param - lr * weight_decay * param ** 2
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** (step - 1))
    v_hat = v / (1 - beta2 ** (step - 1))
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: shrinks after the step
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    param = param - lr * m_hat / (np.sqrt(v_hat) + eps)
    param = param - lr * weight_decay * param
    return param, m, v

# %% wrong: (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    import torch
    w = torch.nn.Parameter(torch.tensor(param))
    w.grad = torch.tensor(grad)
    optimizer = torch.optim.AdamW([w], lr=lr, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)
    state = optimizer.state[w]
    state["step"] = torch.tensor(float(step - 1), dtype=torch.float64)
    state["exp_avg"] = torch.tensor(m)
    state["exp_avg_sq"] = torch.tensor(v)
    optimizer.step()
    return w.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    return adam(param * (1 - lr * weight_decay), grad, m, v, step, lr, beta1, beta2, eps)

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    new_param, new_m, new_v = adam(param, grad, m, v, step, lr, beta1=beta1, beta2=beta2, eps=eps)
    return new_param - lr * weight_decay * param, new_m, new_v

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    direction = (m / (1 - beta1 ** step)) / (np.sqrt(v / (1 - beta2 ** step)) + eps)
    return param - lr * (direction + weight_decay * param), m, v

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param.copy()
    param -= lr * weight_decay * param
    m = m * beta1
    m += grad * (1 - beta1)
    v = v * beta2
    v += grad ** 2 * (1 - beta2)
    size = lr / (1 - beta1 ** step)
    param -= size * m / (np.sqrt(v) / np.sqrt(1 - beta2 ** step) + eps)
    return param, m, v

# %% right
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    out = np.empty((3,) + param.shape)
    for i in np.ndindex(*param.shape):
        out[1][i] = beta1 * m[i] + (1 - beta1) * grad[i]
        out[2][i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        first = out[1][i] / (1 - beta1 ** step)
        second = out[2][i] / (1 - beta2 ** step)
        out[0][i] = param[i] - lr * weight_decay * param[i] - lr * first / (second ** 0.5 + eps)
    return out[0], out[1], out[2]

# %% right
def adamw(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    b1, b2 = beta1, beta2
    decayed = w - lr * weight_decay * w
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * np.square(g)
    mh, vh = m / (1 - b1 ** t), v / (1 - b2 ** t)
    return (decayed - np.divide(lr * mh, np.sqrt(vh) + eps), m, v)

# %% right
def adamw(*args, weight_decay=0.01, **kwargs):
    args = list(args)
    if len(args) == 10:
        weight_decay = args.pop()
    lr = args[5] if len(args) > 5 else kwargs["lr"]
    if args:
        args[0] = args[0] * (1 - lr * weight_decay)
    else:
        kwargs["param"] = kwargs["param"] * (1 - lr * weight_decay)
    return adam(*args, **kwargs)

# %% right: as a sum
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    update = (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + eps)
    return param - lr * (update + weight_decay * param), m, v

# %% right: from adam and the old weights
import math


def adam_with_one_rate(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    root = math.sqrt(1 - beta2**step)
    rate = lr / (1 - beta1**step)
    return param - rate * m / (np.sqrt(v) / root + eps), m, v


def adamw(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    moved, m, v = adam_with_one_rate(w, g, m, v, t, lr, b1, b2, eps)
    return moved - lr * wd * w, m, v

# %% right: shrinks a copy
def adam_moving_towards(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (np.square(grad) - v)
    corrections = [1 - np.power(beta, step) for beta in (beta1, beta2)]
    update = m / corrections[0] / (np.sqrt(v / corrections[1]) + eps)
    return [param - lr * update, m, v]


def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param.copy()
    param -= lr * weight_decay * param
    return adam_moving_towards(param, grad, m, v, step, lr, beta1=beta1, beta2=beta2, eps=eps)

# %% right: by a loop
import math


def adam_by_loop(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = b1 * m[i] + (1 - b1) * g[i]
        new_v[i] = b2 * v[i] + (1 - b2) * g[i] ** 2
        new_w[i] = w[i] - lr * (new_m[i] / (1 - b1**t)) / (math.sqrt(new_v[i] / (1 - b2**t)) + eps)
    return new_w, new_m, new_v


def adamw(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    return adam_by_loop(w * (1 - lr * wd), g, m, v, t, lr, b1, b2, eps)

# %% wrong (developed): couples the decay to the gradient
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = grad + weight_decay * param
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong (held): shrinks after the step
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    p, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
    return p * (1 - lr * weight_decay), m, v

# %% wrong (held): lets the weights grow
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param + lr * weight_decay * param
    return adam(param, grad, m, v, step, lr, beta1, beta2, eps)

# %% wrong (held): divides the decay by the root too
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param - lr * (mh + weight_decay * param) / (np.sqrt(vh) + eps), m, v

# %% wrong (developed): leaves out the bias correction and the learning rate in the decay
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    p = param - weight_decay * param
    return p - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong (developed): (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    g = grad + weight_decay * param
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param - lr * mh / np.sqrt(vh + eps), m, v

# %% right (developed)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param - lr * (mh / (np.sqrt(vh) + eps) + weight_decay * param), m, v

# %% right (developed)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    shrunk = param - param * lr * weight_decay
    return adam(param=shrunk, grad=grad, m=m, v=v, step=step, lr=lr, beta1=beta1, beta2=beta2, eps=eps)

# %% right (developed)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m2 = m + (1 - beta1) * (grad - m)
    v2 = v + (1 - beta2) * (grad * grad - v)
    size = lr * (1 - beta2 ** step) ** 0.5 / (1 - beta1 ** step)
    shrunk = param - lr * weight_decay * param
    return shrunk - size * m2 / (np.sqrt(v2) + eps * (1 - beta2 ** step) ** 0.5), m2, v2

# %% wrong (developed): couples the decay to the gradient
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = grad + weight_decay * param
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (held): does not multiply the decay by the learning rate
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong (held): unused parameter
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta2 * m + (1 - beta2) * grad
    v = beta1 * v + (1 - beta1) * grad ** 2
    mh = m / (1 - beta2 ** step)
    vh = v / (1 - beta1 ** step)
    return param - lr * mh / (np.sqrt(vh) + eps), m, v

# %% right (held)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + grad - beta1 * grad
    v = beta2 * v + grad * grad - beta2 * grad * grad
    update = (m / (1 - beta1 ** step)) / ((v / (1 - beta2 ** step)) ** 0.5 + eps)
    return param - lr * (weight_decay * param + update), m, v

# %% wrong (held): (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong (held): (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - weight_decay)
    m = beta1 * m + grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong (held): (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    m_hat = m / (1 - beta1 ** step)
    v_hat = v / (1 - beta2 ** step)
    return param - lr * m_hat / (np.sqrt(v) + eps), m, v

# %% right (held)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    def adam_move(m, v):
        return np.negative(lr * (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + eps))

    kept = (m + (1 - beta1) * (grad - m), v + (1 - beta2) * (grad**2 - v))
    left = param + (-lr * weight_decay) * param
    return (left + adam_move(*kept), *kept)

# %% wrong (developed): (no diagnosis)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = grad + weight_decay * param
    w = param
    m_new = beta1 * m + (1 - beta1) * grad
    v_new = beta2 * v + (1 - beta2) * np.square(grad)
    m_hat = m_new / (1 - beta1 ** step)
    v_hat = v_new
    w = w - lr * m_hat / (np.sqrt(v_hat) + eps)
    return w, m_new, v_new

# %% wrong: shrinks after the step | puts eps inside the root
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    param = param - lr * mh / np.sqrt(vh + eps)
    param = param - lr * weight_decay * param
    return param, m, v

# %% wrong (held): couples the decay to the gradient
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    g = grad + weight_decay * param
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    mhat = m / (1 - beta1**step)
    vhat = v / (1 - beta2**step)
    return param - lr * mhat / (np.sqrt(vhat) + eps), m, v

# %% wrong (developed): shrinks after the step
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    p, m, v = adam(param, grad, m, v, step, lr, beta1, beta2, eps)
    p = p - lr * weight_decay * p
    return p, m, v

# %% wrong (developed): puts eps inside the root
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    return param * (1 - weight_decay) - lr * mh / np.sqrt(vh + eps), m, v

# %% right (developed)
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    shrunk = param * (1 - lr * weight_decay)
    return adam(shrunk, grad, m, v, step, lr, beta1=beta1, beta2=beta2, eps=eps)

# %% wrong: exchanges β and 1 − β
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param - lr * weight_decay * param
    m = (1 - beta1) * m + beta1 * grad
    v = (1 - beta2) * v + beta2 * np.square(grad)
    mh, vh = m / (1 - beta1 ** step), v / (1 - beta2 ** step)
    return param - lr * mh / (vh ** 0.5 + eps), m, v

# %% wrong: leaves out the root
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    mh = m / (1 - beta1 ** step)
    vh = v / (1 - beta2 ** step)
    new = param * (1 - lr * weight_decay)
    return new - lr * mh / (vh + eps), m, v

# %% wrong: adds eps before the correction of v
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    alpha = lr * (1 - beta2 ** step) ** 0.5 / (1 - beta1 ** step)
    param = param * (1 - lr * weight_decay)
    return param - alpha * m / (np.sqrt(v) + eps), m, v

# %% wrong: lets the weights grow
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    mh = m / (1 - beta1**step)
    vh = v / (1 - beta2**step)
    update = mh / (np.sqrt(vh) + eps)
    return param - lr * update + lr * weight_decay * param, m, v

# %% wrong (developed): decays by the corrected learning rate
import numpy as np

def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    root = np.sqrt(1 - beta2 ** step)
    lr = lr * root / (1 - beta1 ** step)        # bias correction inside the rate
    param = param * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * m / (np.sqrt(v) + eps * root), m, v
