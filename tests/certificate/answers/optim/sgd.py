import numpy as np

# %% wrong: ValueError
def sgd(params, grads, lr):
    return [params[i] - lr * grads[0] for i in range(len(params))]

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    return [lr * g - p for p, g in zip(params, grads)]

# %% wrong: wrong type
def sgd(params, grads, lr):
    return {i: p - lr * g for i, (p, g) in enumerate(zip(params, grads))}

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    return [p - lr * abs(g) for p, g in zip(params, grads)]

# %% wrong: adds the step
def sgd(params, grads, lr):
    return [p + lr * g for p, g in zip(params, grads)]

# %% wrong: changes its input
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p -= lr * g
    return params

# %% wrong: leaves out the learning rate
def sgd(params, grads, lr):
    new_params = []
    for i in range(len(params)):
        new_params.append(params[i] - grads[i])
    return new_params

# %% wrong: returns the old arrays
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p = p - lr * g
    return params

# %% wrong: TypeError
def sgd(params, grads, lr):
    return params - lr * grads

# %% wrong: returns the first array only
def sgd(params, grads, lr):
    result = []
    for p, g in zip(params, grads):
        result.append(p - lr * g)
        return result

# %% wrong: printed instead of returning
def sgd(params, grads, lr):
    updated = [p - lr * g for p, g in zip(params, grads)]
    print(updated)

# %% wrong: returns only the steps
def sgd(params, grads, lr):
    return [lr * g for p, g in zip(params, grads)]

# %% wrong: exchanges weights and gradients
def sgd(params, grads, lr):
    return [g - lr * p for p, g in zip(params, grads)]

# %% wrong: divides by the learning rate
def sgd(params, grads, lr):
    return [p - g / lr for p, g in zip(params, grads)]

# %% wrong: changes its input
def sgd(params, grads, lr):
    for i, g in enumerate(grads):
        params[i] = params[i] - lr * g
    return params

# %% wrong: leaves out the last array
def sgd(params, grads, lr):
    new = []
    for i in range(len(params) - 1):
        new.append(params[i] - lr * grads[i])
    return new

# %% wrong: overwrites a parameter
def sgd(params, grads, lr):
    lr = 0.01
    return [p - lr * g for p, g in zip(params, grads)]

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    out = []
    for p, g in zip(params, grads):
        out.append(p - lr * np.mean(g))
    return out

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    return [p - lr * g / len(params) for p, g in zip(params, grads)]

# %% wrong: multiplies the step by the weight
def sgd(params, grads, lr):
    return [p * (1 - lr * g) for p, g in zip(params, grads)]

# %% wrong: NameError
def sgd(params, grads, lr):
    with no_grad():
        return [p - lr * g for p, g in zip(params, grads)]

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    return [p - lr * g / np.linalg.norm(g) for p, g in zip(params, grads)]

# %% wrong: keeps only the sign of the gradient
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        np.subtract(p, lr * np.sign(g), out=p)
    return params

# %% wrong: returned a generator
def sgd(params, grads, lr):
    return (p - lr * p for p, g in zip(params, grads))

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    import torch
    result = []
    for p, g in zip(params, grads):
        result.append(torch.sub(torch.from_numpy(p), torch.from_numpy(g), alpha=lr).numpy())
    return result

# %% right
def sgd(params, grads, lr):
    return [p - lr * g for p, g in zip(params, grads)]

# %% right
def sgd(params, grads, lr):
    new_params = []
    for i in range(len(params)):
        step = lr * grads[i]
        new_params.append(params[i] - step)
    return new_params

# %% right
def sgd(params, grads, lr):
    out = [p.copy() for p in params]
    for p, g in zip(out, grads):
        p -= lr * g
    return out

# %% right
def sgd(params, grads, lr):
    return list(map(lambda p, g: p + (-lr) * g, params, grads))

# %% right
def sgd(params, grads, lr):
    import copy
    params = copy.deepcopy(params)
    for i, g in enumerate(grads):
        params[i] -= lr * g
    return params

# %% right
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        flat = []
        for a, b in zip(p.ravel(), g.ravel()):
            flat.append(a - lr * b)
        new.append(np.array(flat).reshape(p.shape))
    return new

# %% right
def sgd(parameters, gradients, learning_rate):
    def update(parameter, gradient):
        return np.subtract(parameter, np.multiply(learning_rate, gradient))

    result = []
    for pair in zip(parameters, gradients):
        result.append(update(*pair))
    return result

# %% right
def sgd(params, grads, lr):
    sizes = [p.size for p in params]
    slopes = np.concatenate([g.flatten() for g in grads])
    everything = np.concatenate([p.flatten() for p in params]) - lr * slopes
    parts = np.split(everything, np.cumsum(sizes)[:-1])
    return [part.reshape(p.shape) for part, p in zip(parts, params)]

# %% right
def sgd(params, grads, lr):
    if len(params) == 0:
        return []
    return [params[0] - lr * grads[0]] + sgd(params[1:], grads[1:], lr)

# %% right: by a loop
def sgd(params, grads, lr):
    new = []
    for index in range(len(params)):
        new.append(params[index] - lr * grads[index])
    return new

# %% right: on copies
def sgd(params, grads, lr):
    copies = [param.copy() for param in params]
    for copied, grad in zip(copies, grads, strict=True):
        copied -= lr * grad
    return copies

# %% right: by map
def sgd(p, g, rate):
    return list(map(lambda one, slope: np.add(one, -rate * slope), p, g))

# %% right: element by element
def sgd(params, grads, lr):
    result = ()
    for param, grad in zip(params, grads, strict=True):
        flat = [w - lr * g for w, g in zip(param.ravel().tolist(), grad.ravel().tolist(), strict=True)]
        result += (np.reshape(flat, param.shape),)
    return result

# %% wrong (developed): changes its input
def sgd(params, grads, lr):
    for i in range(len(params)):
        params[i] -= lr * grads[i]
    return params

# %% wrong (held): returns the last array only
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        q = p - lr * g
    new.append(q)
    return new

# %% wrong (held): leaves out the learning rate
def sgd(params, grads, lr):
    return [p - g for p, g in zip(params, grads)]

# %% wrong (held): returns the first array only
def sgd(params, grads, lr):
    out = []
    for p, g in zip(params, grads):
        out.append(p - lr * g)
        return out

# %% wrong (held): (no diagnosis)
def sgd(params, grads, lr):
    return [p - lr * grads[0].mean() for p in params]

# %% wrong (held): adds the step
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p += lr * g
    return params

# %% wrong (developed): unused parameter
def sgd(params, grads, lr):
    return [-g for g in grads]

# %% right (developed)
def sgd(params, grads, lr):
    return list(map(lambda p, g: p - lr * g, params, grads))

# %% right (developed)
def sgd(params, grads, lr):
    fresh = [p.copy() for p in params]
    for k, g in enumerate(grads):
        fresh[k] -= g * lr
    return fresh

# %% right (developed)
def sgd(params, grads, lr):
    return tuple(np.subtract(w, np.multiply(lr, d)) for w, d in zip(params, grads, strict=True))

# %% wrong (developed): returns the last array only
def sgd(params, grads, lr):
    new_params = []
    for p, g in zip(params, grads):
        new = p - lr * g
    new_params.append(new)
    return new_params

# %% right (held)
from operator import sub
def sgd(params, grads, lr):
    return [*map(sub, params, (lr * g for g in grads))]

# %% wrong (held): (no diagnosis)
def sgd(params, grads, lr):
    n = len(params)
    return [p + lr * g / n for p, g in zip(params, grads)]

# %% wrong (held): keeps only the sign of the gradient
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        new.append(p - lr * np.sign(g))
    return new

# %% wrong (held): returns the first array only
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        new.append(p - lr * g)
    return new[:1]

# %% wrong (held): adds the step
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        new.append(p + lr * g)
    return new[:1]

# %% right (developed)
def sgd(params, grads, lr):
    downhill = (np.asarray(g) * -lr for g in grads)
    return list(map(lambda pair: pair[0] + pair[1], zip(params, downhill)))

# %% wrong (developed): (no diagnosis)
def sgd(params, grads, lr):
    result = [np.copy(p) for p in params]
    rate = lr / len(params)
    k = 0
    while k < len(grads) - 1:
        result[k] -= rate * grads[k]
        k += 1
    return result

# %% wrong (developed): changes its input
def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p -= lr * g
    return params

# %% wrong (developed): adds the step
def sgd(params, grads, lr):
    for i in range(len(params)):
        params[i] += lr * grads[i]
    return params

# %% right (held)
def sgd(params, grads, lr):
    return [np.subtract(params[k], np.multiply(grads[k], lr)) for k in range(len(grads))]

# %% right (developed)
def sgd(params, grads, lr):
    return list(map(lambda p, g: p - lr * g, params, grads))

# %% wrong: (no diagnosis)
def sgd(params, grads, lr):
    new = []
    for p, g in zip(params, grads):
        new.append(p - lr * g / np.linalg.norm(g))
    return new
