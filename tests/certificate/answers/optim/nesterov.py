import numpy as np

# %% wrong: puts minus the learning rate into the velocity
def nesterov(param, grad, velocity, lr, momentum):
    prev = velocity
    velocity = momentum * velocity - lr * grad
    param = param - momentum * prev + (1 + momentum) * velocity
    return param, velocity

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    ahead = param - momentum * velocity
    velocity = momentum * velocity + grad
    return ahead - lr * velocity, velocity

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * (velocity + momentum * grad), velocity

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * momentum * (grad + velocity), velocity

# %% wrong: moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * velocity
    return param, velocity

# %% wrong: puts minus the learning rate into the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v_prev = velocity
    velocity = momentum * velocity - lr * grad
    param = param - momentum * v_prev + (1 + momentum) * velocity
    return param, velocity

# %% wrong: moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    new_velocity = momentum * velocity + grad
    param = param - lr * (grad + momentum * velocity)
    return param, new_velocity

# %% wrong: leaves the gradient out of the step
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * (momentum * velocity)
    return param, velocity

# %% wrong: looks ahead by the whole velocity
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * (grad + velocity), velocity

# %% wrong: looks ahead along the old velocity
def nesterov(param, grad, velocity, lr, momentum):
    look_ahead = param - lr * momentum * velocity
    velocity = momentum * velocity + grad
    return look_ahead - lr * velocity, velocity

# %% wrong: averages the gradients
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + (1 - momentum) * grad
    return param - lr * (grad + momentum * velocity), velocity

# %% wrong: adds the step
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    d = grad + momentum * velocity
    return param + lr * d, velocity

# %% wrong: hands on the direction as velocity
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    d = grad + momentum * velocity
    return param - lr * d, d

# %% wrong: changes its input
def nesterov(param, grad, velocity, lr, momentum):
    velocity *= momentum
    velocity += grad
    return param - lr * (grad + momentum * velocity), velocity

# %% wrong: changes its input
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    grad += momentum * velocity
    param = param - lr * grad
    return param, velocity

# %% wrong: returns the two in the other order
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return velocity, param - lr * (grad + momentum * velocity)

# %% wrong: wrong type
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * (grad + momentum * velocity)

# %% wrong: looks ahead along the old velocity
def nesterov(param, grad, velocity, lr, momentum):
    grad = grad + momentum * velocity
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity

# %% wrong: leaves the look ahead out of the parentheses
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * grad + momentum * velocity, velocity

# %% wrong: puts the learning rate into the velocity
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + lr * grad
    return param - (lr * grad + momentum * velocity), velocity

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    new = momentum * velocity + grad
    ahead = (1 + momentum) * new - velocity
    return param - lr * ahead, new

# %% wrong: overwrites a parameter
def nesterov(param, grad, velocity, lr, momentum=0.9):
    momentum = 0.9
    velocity = momentum * velocity + grad
    return param - lr * (grad + momentum * velocity), velocity

# %% wrong: TypeError
def nesterov(param, grad, velocity, lr, momentum):
    lookahead = param - momentum * velocity
    g = grad(lookahead)
    velocity = momentum * velocity + g
    return param - lr * velocity, velocity

# %% wrong: printed instead of returning
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    print(param - lr * (grad + momentum * velocity), velocity)

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    import torch
    buf = torch.from_numpy(velocity).mul(momentum).add(torch.from_numpy(grad))
    g = torch.from_numpy(grad).add(buf, alpha=momentum)
    return torch.from_numpy(param).add(g, alpha=-lr).numpy(), buf.numpy()

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * (grad + momentum * velocity)
    return param, velocity

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    mu = momentum
    return param - lr * ((1 + mu) * grad + mu ** 2 * velocity), mu * velocity + grad

# %% right
def nesterov(p, g, v, lr, mu):
    v_new = v * mu + g
    return p - lr * g - lr * mu * v_new, v_new

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    buf = velocity.copy()
    buf *= momentum
    buf += grad
    direction = grad.copy()
    direction += momentum * buf
    result = param.copy()
    result -= lr * direction
    return result, buf

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    def average(state):
        return momentum * state + grad
    v = average(velocity)
    return param - lr * average(v), v

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    shape = param.shape
    new_p = []
    new_v = []
    for p, g, v in zip(param.flatten(), grad.flatten(), velocity.flatten()):
        v = momentum * v + g
        p = p - lr * (g + momentum * v)
        new_p.append(p)
        new_v.append(v)
    return np.array(new_p).reshape(shape), np.array(new_v).reshape(shape)

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    v = np.einsum("i,i...->...", np.array([momentum, 1.0]), np.stack([velocity, grad]))
    return param - lr * v + lr * momentum * (velocity - v), v

# %% right
def nesterov(param, grad, velocity, lr, mu):
    # a plain momentum step of size lr*mu after a plain gradient step of size lr
    velocity = mu * velocity + grad
    after_gradient = param - lr * grad
    after_both = after_gradient - (lr * mu) * velocity
    return after_both, velocity

# %% right
def nesterov(param, grad, velocity, lr, momentum):
    new = momentum * velocity + grad
    ahead = (1 + momentum) * new - momentum * velocity
    return param - lr * ahead, new

# %% right: expanded
def nesterov(param, grad, velocity, lr, momentum):
    step = (1 + momentum) * grad + momentum**2 * velocity
    return param - lr * step, momentum * velocity + grad

# %% right: of two steps
def nesterov(param, grad, velocity, lr, momentum):
    velocity = velocity * momentum + grad
    param = param - lr * grad
    param = param - lr * momentum * velocity
    return param, velocity

# %% right: by a loop
def nesterov(w, g, v, lr, mu):
    rows = [(a, b, mu * c + b) for a, b, c in zip(w.flat, g.flat, v.flat, strict=True)]
    weights = [a - lr * (b + mu * c) for a, b, c in rows]
    return np.reshape(weights, w.shape), np.reshape([c for _, _, c in rows], w.shape)

# %% right: from the next velocity
def nesterov(param, grad, velocity, lr, momentum):
    now = np.multiply(velocity, momentum) + grad
    after = now * momentum + grad
    return np.subtract(param, lr * after), now

# %% wrong (developed): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * v, v

# %% wrong (developed): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * (grad + momentum * velocity), v

# %% wrong (developed): leaves the gradient out of the step
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * momentum * v, v

# %% wrong (developed): looks ahead from the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * (v + momentum * v), v

# %% wrong (developed): looks ahead by the whole velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * (grad + v), v

# %% wrong (developed): puts minus the learning rate into the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v_prev = velocity
    v = momentum * velocity - lr * grad
    return param - momentum * v_prev + (1 + momentum) * v, v

# %% wrong (held): hands on the direction as velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    d = grad + momentum * v
    return param - lr * d, d

# %% wrong (developed): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * v, velocity

# %% wrong (held): averages the gradients
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + (1 - momentum) * grad
    return param + lr * (grad + momentum * v), v

# %% right (held)
def nesterov(param, grad, velocity, lr, momentum):
    return param - lr * (1 + momentum) * grad - lr * momentum ** 2 * velocity, momentum * velocity + grad

# %% right (developed)
def nesterov(param, grad, velocity, lr, momentum):
    buf = np.add(momentum * velocity, grad)
    update = grad + momentum * buf
    return [param - lr * update, buf]

# %% right (held)
def nesterov(param, grad, velocity, lr, momentum):
    def ahead(g, v):
        return g + momentum * v
    v = ahead(grad, velocity)
    return param - lr * ahead(grad, v), v

# %% right (held)
def nesterov(param, grad, velocity, lr, momentum):
    v = velocity.copy()
    v *= momentum
    v += grad
    step = grad.copy()
    step += momentum * v
    return param - lr * step, v

# %% wrong (held): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity

# %% wrong (held): unused parameter
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    d = grad + momentum * v
    return param - d, d

# %% wrong (held): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    step = grad + momentum * velocity
    return param - lr * step, v

# %% wrong (held): averages the gradients
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + (1 - momentum) * grad
    step = grad + momentum * v
    return param - lr * step, v

# %% right (developed)
def nesterov(param, grad, velocity, lr, momentum):
    of_grad, of_velocity = 1 + momentum, momentum**2
    moved = param - (lr * of_grad) * grad - (lr * of_velocity) * velocity
    return moved, velocity * momentum + grad

# %% wrong (held): moves by the velocity
def nesterov(param, grad, velocity, lr, momentum):
    v_prev = velocity
    v = momentum * v_prev + grad
    update = grad + momentum * v_prev
    return param - lr * update, v

# %% right (held)
def nesterov(param, grad, velocity, lr, momentum):
    v = grad + momentum * velocity
    return param - lr * (1 + momentum) * grad - lr * momentum ** 2 * velocity, v

# %% wrong (held): leaves the gradient out of the step
def nesterov(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * (momentum * velocity)
    return param, velocity

# %% wrong: (no diagnosis)
def nesterov(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * (grad + momentum * velocity * momentum), v
