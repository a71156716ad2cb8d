import numpy as np

# %% wrong: a variable of the notebook is kept between calls
v = 0
def momentum(param, grad, velocity, lr, momentum):
    global v
    v = momentum * v + grad
    return param - lr * v, v

# %% wrong: uses the momentum twice
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * momentum * velocity
    return param, velocity

# %% wrong: exchanges the shares
def momentum(param, grad, velocity, lr, momentum):
    velocity = (1 - momentum) * velocity + momentum * grad
    return param - lr * velocity, velocity

# %% wrong: (no diagnosis)
def momentum(param, grad, velocity, lr, momentum):
    param = param - lr * (momentum * velocity + grad)
    velocity = momentum * velocity + param
    return param, velocity

# %% wrong: (no diagnosis)
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - lr * grad - momentum * velocity, velocity

# %% wrong: averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + (1 - momentum) * grad
    param = param - lr * velocity
    return param, velocity

# %% wrong: puts minus the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - lr * grad
    param = param + velocity
    return param, velocity

# %% wrong: puts the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + lr * grad
    return param - velocity, velocity

# %% wrong: moves by the old velocity
def momentum(param, grad, velocity, lr, momentum):
    new_param = param - lr * velocity
    new_velocity = momentum * velocity + grad
    return new_param, new_velocity

# %% wrong: changes its input
def momentum(param, grad, velocity, lr, momentum):
    velocity *= momentum
    velocity += grad
    return param - lr * velocity, velocity

# %% wrong: changes its input
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param -= lr * velocity
    return param, velocity

# %% wrong: returns the two in the other order
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return v, param - lr * v

# %% wrong: wrong type
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * velocity
    return param

# %% wrong: puts the momentum on the gradient
def momentum(param, grad, velocity, lr, momentum):
    velocity = velocity + momentum * grad
    return param - lr * velocity, velocity

# %% wrong: adds the step
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param + lr * velocity, velocity

# %% wrong: unused parameter
def momentum(param, grad, velocity, lr, momentum):
    velocity = 0.9 * velocity + grad
    return param - lr * velocity, velocity

# %% wrong: overwrites a parameter
def momentum(param, grad, velocity, lr, momentum):
    velocity = np.zeros_like(param)
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity

# %% wrong: moves by the gradient alone
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * grad, v

# %% wrong: returns the old velocity
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param - lr * v, velocity

# %% wrong: puts the momentum on both
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * (velocity + grad)
    param = param - lr * velocity
    return param, velocity

# %% wrong: puts the gradient into the velocity with a minus
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - grad
    param = param - lr * velocity
    return param, velocity

# %% wrong: leaves out the learning rate
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    return param - velocity, velocity

# %% wrong: parameters in another order
def momentum(param, grad, lr, momentum, velocity):
    velocity = momentum * velocity + grad
    return param - lr * velocity, velocity

# %% wrong: printed instead of returning
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * velocity
    print("param:", param, "velocity:", velocity)

# %% wrong: makes Nesterov's step
def momentum(param, grad, velocity, lr, momentum):
    return param - lr * (grad + momentum * (momentum * velocity + grad)), momentum * velocity + grad

# %% wrong: (no diagnosis)
def momentum(param, grad, velocity, lr, momentum):
    import torch
    p = torch.nn.Parameter(torch.tensor(param))
    p.grad = torch.tensor(grad)
    opt = torch.optim.SGD([p], lr=lr, momentum=momentum)
    opt.state[p]["momentum_buffer"] = torch.tensor(velocity)
    opt.step()
    v = momentum * velocity + grad
    return p.detach().numpy(), v

# %% wrong: puts the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    step = lr * grad + momentum * velocity
    return param - step, step

# %% right
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param - lr * velocity
    return param, velocity

# %% right
def momentum(param, grad, velocity, lr, momentum):
    v = velocity.copy()
    v *= momentum
    v += grad
    p = param.copy()
    p -= lr * v
    return p, v

# %% right
def momentum(param, grad, velocity, lr, momentum):
    return param - lr * momentum * velocity - lr * grad, grad + velocity * momentum

# %% right
def momentum(param, grad, velocity, lr, momentum):
    return param - lr * (new := np.add(np.multiply(velocity, momentum), grad)), new

# %% right
def momentum(param, grad, velocity, lr, momentum):
    beta = momentum
    new_velocity = np.zeros(param.shape)
    new_param = np.zeros(param.shape)
    for index in np.ndindex(param.shape):
        new_velocity[index] = beta * velocity[index] + grad[index]
        new_param[index] = param[index] - lr * new_velocity[index]
    return new_param, new_velocity

# %% right
def momentum(param, grad, velocity, lr, momentum):
    new_velocity = grad + momentum * velocity
    [new_param] = sgd([param], [new_velocity], lr)
    return (new_param, new_velocity)

# %% right
def momentum(w, dw, v, alpha, mu):
    v, w = mu * v + dw, w - alpha * (mu * v + dw)
    return w, v

# %% right
def momentum(param, grad, velocity, lr, momentum):
    # lr inside: u = lr * v, as in other books, and back again at the end
    delta = -lr * (velocity * momentum) - lr * grad
    velocity = velocity + grad - (1 - momentum) * velocity
    return [param + delta, velocity]

# %% right: in one line
def momentum(param, grad, velocity, lr, momentum):
    return param - lr * (momentum * velocity + grad), momentum * velocity + grad

# %% right: on copies
def momentum(w, g, v, lr, mu):
    v = v.copy()
    v *= mu
    v += g
    w = w.copy()
    w -= lr * v
    return [w, v]

# %% right: by a loop
def momentum(param, grad, velocity, lr, momentum):
    new_param, new_velocity = np.zeros(param.shape), np.zeros(param.shape)
    for place in np.ndindex(param.shape):
        new_velocity[place] = momentum * velocity[place] + grad[place]
        new_param[place] = param[place] - lr * new_velocity[place]
    return new_param, new_velocity

# %% right: turned twice
def momentum(param, grad, velocity, lr, momentum):
    step = -momentum * velocity - grad
    return param + lr * step, -step

# %% wrong (developed): puts minus the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - lr * grad
    return param + velocity, velocity

# %% wrong (developed): averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + (1 - momentum) * grad
    return param - lr * v, v

# %% wrong (held): moves by the old velocity
def momentum(param, grad, velocity, lr, momentum):
    new_p = param - lr * velocity
    v = momentum * velocity + grad
    return new_p, v

# %% wrong (developed): adds the step
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param + lr * v, v

# %% wrong (held): puts the momentum on the gradient
def momentum(param, grad, velocity, lr, momentum):
    v = velocity + momentum * grad
    return param - lr * v, v

# %% wrong (developed): averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + (1 - momentum) * grad
    return param - lr * v, velocity

# %% wrong (held): unused parameter
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + grad
    return param + v, v

# %% wrong (held): puts the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + lr * grad
    param -= velocity
    return param, velocity

# %% right (held)
def momentum(param, grad, velocity, lr, momentum):
    return (param - lr * (v := grad + velocity * momentum), v)

# %% right (held)
def momentum(param, grad, velocity, lr, momentum):
    mu = momentum
    return param - lr * grad - lr * mu * velocity, grad + mu * velocity

# %% wrong (developed): moves by the old velocity
def momentum(param, grad, velocity, lr, momentum):
    new = momentum * velocity + grad
    return new, param - lr * velocity

# %% wrong (held): averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + (1 - momentum) * grad
    return param - lr * velocity, velocity

# %% wrong (held): averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + (1 - momentum) * grad
    param = param - lr * velocity
    return velocity, param

# %% wrong (held): adds the step
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + grad
    param = param + lr * velocity
    return velocity, param

# %% right (developed)
def momentum(param, grad, velocity, lr, momentum):
    def one(w, g, v):
        v = v * momentum + g
        return w - lr * v, v

    pairs = [one(w, g, v) for w, g, v in zip(np.ravel(param), np.ravel(grad), np.ravel(velocity))]
    columns = np.array(pairs, dtype=float).reshape(-1, 2).T
    return columns[0].reshape(np.shape(param)), columns[1].reshape(np.shape(param))

# %% wrong (developed): averages the gradients
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity + (1.0 - momentum) * grad
    param = param - lr * velocity
    return param, velocity

# %% wrong (held): puts the learning rate into the velocity
def momentum(param, grad, velocity, lr, momentum):
    velocity = momentum * velocity - lr * grad
    return param - velocity, velocity

# %% right (held)
def momentum(param, grad, velocity, lr, momentum):
    v = grad.copy()
    v += velocity * momentum
    w = param.copy()
    w -= v * lr
    return [w, v]

# %% wrong (held): moves by the old velocity
def momentum(param, grad, velocity, lr, momentum):
    new_velocity = momentum * velocity + grad
    return param - lr * velocity, new_velocity
