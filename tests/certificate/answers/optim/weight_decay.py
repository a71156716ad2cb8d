import numpy as np

# %% wrong: unused parameter
def weight_decay(param, grad, weight_decay):
    return grad * (1 - weight_decay)

# %% wrong: (no diagnosis)
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * np.sum(param)

# %% wrong: adds the whole weights
def weight_decay(param, grad, weight_decay):
    return (grad + param) * weight_decay

# %% wrong: subtracts the decay
def weight_decay(param, grad, weight_decay):
    return grad - weight_decay * param

# %% wrong: takes twice the weights
def weight_decay(param, grad, weight_decay):
    return grad + 2 * weight_decay * param

# %% wrong: adds the penalty instead of its slope
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * param ** 2

# %% wrong: adds the whole penalty to every element
def weight_decay(param, grad, weight_decay):
    return grad + 0.5 * weight_decay * np.sum(param ** 2)

# %% wrong: shrinks the weights
def weight_decay(param, grad, weight_decay):
    return param * (1 - weight_decay)

# %% wrong: subtracts the decay
def weight_decay(param, grad, weight_decay):
    return param - weight_decay * grad

# %% wrong: unused parameter
def weight_decay(param, grad, weight_decay):
    return grad * (1 - weight_decay)

# %% wrong: adds the same to every weight
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay

# %% wrong: changes its input
def weight_decay(param, grad, weight_decay):
    grad += weight_decay * param
    return grad

# %% wrong: exchanges weights and gradient
def weight_decay(param, grad, weight_decay):
    return param + weight_decay * grad

# %% wrong: returns only the decay
def weight_decay(param, grad, weight_decay):
    return weight_decay * param

# %% wrong: takes only the sign of the weights
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * np.sign(param)

# %% wrong: drops the sign of the weights
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * np.abs(param)

# %% wrong: printed instead of returning
def weight_decay(param, grad, weight_decay):
    new_grad = grad + weight_decay * param
    print(new_grad)

# %% wrong: (no diagnosis)
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * np.linalg.norm(param)

# %% wrong: (no diagnosis)
def weight_decay(param, grad, weight_decay):
    return (1 - weight_decay) * grad + weight_decay * param

# %% wrong: (no diagnosis)
def weight_decay(param, grad, weight_decay):
    lr = 0.01
    return grad + lr * weight_decay * param

# %% wrong: NameError
def weight_decay(param, grad, weight_decay):
    return param - lr * (grad + weight_decay * param)

# %% wrong: takes half the weights
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay / 2 * param

# %% wrong: wrong shape
def weight_decay(param, grad, weight_decay):
    return param, grad + weight_decay * param

# %% wrong: wrong shape
def weight_decay(param, grad, weight_decay):
    for i in range(len(param)):
        new_grad = grad[i] + weight_decay * param[i]
    return new_grad

# %% wrong: (no diagnosis)
def weight_decay(param, grad, weight_decay):
    import torch
    p = torch.tensor(param, requires_grad=True)
    loss = weight_decay / 2 * (p * p).sum() + (p * torch.tensor(grad)).sum()
    loss.backward()
    return p.grad.numpy()

# %% right
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * param

# %% right
def weight_decay(param, grad, weight_decay):
    g = grad.copy()
    g += weight_decay * param
    return g

# %% right
def weight_decay(param, grad, weight_decay):
    return np.add(grad, np.multiply(param, weight_decay))

# %% right
def weight_decay(param, grad, weight_decay):
    result = np.empty_like(grad)
    for i, (p, g) in enumerate(zip(param.flat, grad.flat)):
        result.flat[i] = g + weight_decay * p
    return result

# %% right
def weight_decay(param, grad, weight_decay):
    penalty_gradient = 2 * (weight_decay / 2) * param
    return penalty_gradient + grad

# %% right
def weight_decay(w, dw, lam):
    return (lambda a, b: a - (-lam) * b)(dw, w)

# %% right
def weight_decay(param, grad, weight_decay):
    if weight_decay == 0:
        return grad
    return grad + param * weight_decay

# %% right
def weight_decay(param, grad, weight_decay):
    return np.sum([grad, weight_decay * param], axis=0)

# %% right: added in place
def weight_decay(param, grad, weight_decay):
    total = grad.copy()
    total += param * weight_decay
    return total

# %% right: by comprehension
def weight_decay(w, g, wd):
    return np.array([b + wd * a for a, b in zip(w.flat, g.flat, strict=True)]).reshape(w.shape)

# %% right: from its penalty
def weight_decay(param, grad, lam):
    def penalty(w):
        return lam / 2 * w**2

    return grad + (penalty(param + 1) - penalty(param - 1)) / 2  # exact for a parabola

# %% right: stacked
def weight_decay(param, grad, weight_decay):
    return np.tensordot([weight_decay, 1.0], np.stack([param, grad]), axes=1)

# %% wrong (developed): takes half the weights
def weight_decay(param, grad, weight_decay):
    return grad + 0.5 * weight_decay * param

# %% wrong (held): subtracts the decay
def weight_decay(param, grad, weight_decay):
    return grad - weight_decay / 2 * param

# %% wrong (held): takes twice the weights
def weight_decay(param, grad, weight_decay):
    grad += 2 * weight_decay * param
    return grad

# %% wrong (developed): takes half the weights
def weight_decay(param, grad, weight_decay):
    return grad + weight_decay * param ** 2 / 2

# %% right (held)
def weight_decay(param, grad, weight_decay):
    lam = weight_decay
    return np.add(lam * param, grad)

# %% right (developed)
def weight_decay(param, grad, weight_decay):
    g = [gi + weight_decay * pi for pi, gi in zip(param.ravel(), grad.ravel())]
    return np.array(g).reshape(param.shape)

# %% wrong (developed): (no diagnosis)
def weight_decay(param, grad, weight_decay):
    return param * (1 - weight_decay) - grad

# %% wrong (developed): subtracts the decay
def weight_decay(param, grad, weight_decay):
    return grad - weight_decay * np.sign(param)

# %% right (held)
def weight_decay(param, grad, weight_decay):
    total = grad.copy()
    np.add(total, weight_decay * param, out=total)
    return total

# %% wrong (held): subtracts the decay
def weight_decay(param, grad, weight_decay):
    penalty = 2 * weight_decay * param
    return grad - penalty

# %% wrong (held): takes twice the weights
def weight_decay(param, grad, weight_decay):
    penalty = 2 * weight_decay * param ** 2
    return grad + penalty

# %% right (held)
def weight_decay(param, grad, weight_decay):
    price = lambda w: 0.5 * weight_decay * w**2
    return grad + (price(param + 1.0) - price(param - 1.0)) / 2.0

# %% wrong (developed): takes twice the weights
def weight_decay(param, grad, weight_decay):
    penalty_grad = 2 * weight_decay * param
    return grad + penalty_grad
