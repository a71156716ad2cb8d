import numpy as np


# %% wrong: w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for t in range(len(states) - 1, -1, -1):
        grad = grad * (1 - states[t] ** 2) @ w_hh.T
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: no slope of tanh
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for _ in states:
        grad = grad @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: no matrix
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in reversed(states):
        grad = grad * (1 - h * h)
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: the matrix before tanh
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in reversed(states):
        grad = grad @ w_hh * (1 - h**2)
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: goes through the states forwards
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: 1 − h for the slope
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * (1 - h)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: tanh taken twice
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        slope = 1 - np.tanh(h) ** 2
        grad = (grad * slope) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: the slope of the sigmoid
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * h * (1 - h)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: does not carry the gradient on
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        new = (grad * (1 - h**2)) @ w_hh
        norms.append(np.linalg.norm(new))
    return norms


# %% wrong: does not take the root
def rnn_backward(grad, states, w_hh):
    norms = [(grad**2).sum()]
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append((grad**2).sum())
    return norms


# %% wrong: the matrix norm
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad, ord=2)]
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append(np.linalg.norm(grad, ord=2))
    return norms


# %% wrong: leaves out the norm of grad
def rnn_backward(grad, states, w_hh):
    norms = []
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: stops before the first step
def rnn_backward(grad, states, w_hh):
    norms = []
    for h in states[::-1]:
        norms.append(np.linalg.norm(grad))
        grad = (grad * (1 - h**2)) @ w_hh
    return norms


# %% wrong: stops before the first step
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for t in range(len(states) - 1, 0, -1):
        grad = (grad * (1 - states[t] ** 2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: in the order of time
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.insert(0, np.linalg.norm(grad))
    return norms


# %% wrong: returns the last gradient
def rnn_backward(grad, states, w_hh):
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
    return grad


# %% wrong: printed instead of returning
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    print(norms)


# %% wrong: changes its input
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad *= 1 - h**2
        grad = grad @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% wrong: (no diagnosis)
def rnn_backward(grad, states, w_hh):
    norms = [np.abs(grad).max()]
    for h in states[::-1]:
        grad = (grad * (1 - h**2)) @ w_hh
        norms.append(np.abs(grad).max())
    return norms


# %% right: with a counter
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for t in range(len(states) - 1, -1, -1):
        grad = (grad * (1 - states[t] ** 2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms


# %% right: by einsum
def rnn_backward(grad, states, w_hh):
    norms = [np.sqrt((grad**2).sum())]
    for h in reversed(states):
        grad = np.einsum("bi,bi,ij->bj", grad, 1 - h * h, w_hh)
        norms.append(np.sqrt((grad**2).sum()))
    return np.array(norms)


# %% right: transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (w_hh.T @ (grad * (1 - h**2)).T).T
        norms.append(np.linalg.norm(grad))
    return norms


# %% right
def rnn_backward(grad, states, w_hh):
    steps = len(states)
    norms = np.zeros(steps + 1)
    norms[0] = np.linalg.norm(grad)
    for k in range(1, steps + 1):
        grad = (grad * (1 - states[-k] ** 2)) @ w_hh
        norms[k] = np.linalg.norm(grad)
    return norms


# %% right
def rnn_backward(grad, states, w_hh):
    grads = [grad]
    for h in states[::-1]:
        grads.append((grads[-1] * (1 - h**2)) @ w_hh)
    return [float(np.sqrt(np.sum(g * g))) for g in grads]


# %% right
def rnn_backward(grad, states, w_hh):
    norm = float(np.linalg.norm(grad))
    if len(states) == 0:
        return [norm]
    return [norm] + rnn_backward((grad * (1 - states[-1] ** 2)) @ w_hh, states[:-1], w_hh)


# %% right
def rnn_backward(g, hs, w):
    out = (np.linalg.norm(g),)
    for h in hs[::-1]:
        g = (g - g * h * h).dot(w)
        out += (np.linalg.norm(g),)
    return out


# %% right
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad.ravel())]
    for h in np.flip(states, axis=0):
        through_tanh = grad * (1 + h) * (1 - h)
        grad = np.matmul(through_tanh, w_hh)
        norms.append(np.linalg.norm(grad.ravel()))
    return norms

# %% right (held)
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (g * (1 - h ** 2)) @ w_hh.T
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): the matrix before tanh
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (g @ w_hh) * (1 - h ** 2)
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (developed): goes through the states forwards
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): no slope of tanh
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = g @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (developed): leaves out the norm of grad
def rnn_backward(grad, states, w_hh):
    norms = []
    g = grad
    for h in states[::-1]:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (developed): wrong shape
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[:-1][::-1]:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): tanh taken twice
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (g * (1 - np.tanh(h) ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (developed): does not take the root
def rnn_backward(grad, states, w_hh):
    norms = [np.sum(grad ** 2)]
    g = grad
    for h in states[::-1]:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.sum(g ** 2))
    return norms

# %% wrong (developed): does not carry the gradient on
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (grad * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (developed): in the order of time
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states[::-1]:
        g = (g * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms[::-1]

# %% wrong (developed): w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    g = grad
    for h in states:
        g = (g * (1 - h ** 2)) @ w_hh.T
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): wrong shape
def rnn_backward(grad, states, w_hh):
    norms = []
    g = grad
    for h in states[::-1]:
        g = g @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% right (developed)
def rnn_backward(grad, states, w_hh):
    n = float(np.sqrt((grad ** 2).sum()))
    if len(states) == 0:
        return [n]
    *before, last = states
    return [n] + rnn_backward(np.einsum("bh,hk->bk", grad - grad * last * last, w_hh), before, w_hh)

# %% right (held)
def rnn_backward(grad, states, w_hh):
    norms = [np.sqrt(np.einsum("ij,ij", grad, grad))]
    for s in states[::-1]:
        grad = np.einsum("bh,hk->bk", grad * (1 + s) * (1 - s), w_hh)
        norms.append(np.sqrt(np.einsum("ij,ij", grad, grad)))
    return norms

# %% wrong (held): goes through the states forwards
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for s in states:
        grad = (grad * (1 - s ** 2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms

# %% wrong (held): w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for s in reversed(states):
        grad = (grad * (1 - s ** 2)) @ w_hh.T
        norms.append(np.linalg.norm(grad))
    return norms

# %% wrong (held): wrong shape
def rnn_backward(grad, states, w_hh):
    norms = []
    for s in reversed(states):
        grad = grad @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms

# %% right (held)
def rnn_backward(grad, states, w_hh):
    norms, g = np.zeros(len(states) + 1), grad
    norms[0] = np.sqrt((g * g).sum())
    for k in range(len(states)):
        g = np.einsum("bh,hj->bj", g - g * states[-1 - k] ** 2, w_hh)
        norms[k + 1] = np.sqrt((g * g).sum())
    return norms

# %% wrong (held): goes through the states forwards
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states:
        grad = (grad * (1 - h ** 2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms

# %% wrong (held): w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * (1 - h)) @ w_hh.T
        norms.append(np.linalg.norm(grad))
    return norms

# %% right (held)
def rnn_backward(grad, states, w_hh):
    here = np.vdot(grad, grad) ** 0.5
    if len(states) == 0:
        return [here]
    *rest, last = states
    earlier = np.inner((1 + last) * (1 - last) * grad, w_hh.T)
    return [here] + list(rnn_backward(earlier, rest, w_hh))

# %% wrong (developed): (no diagnosis)
def rnn_backward(grad, states, w_hh):
    def length(a):
        return np.sqrt((a**2).sum())

    out = [length(grad)]
    t = len(states) - 1
    while t >= 0:
        slope = 1 - states[t] ** 2
        back = w_hh.T
        grad = (grad @ back) * slope
        out.append(length(grad))
        t -= 1
    return out

# %% wrong (held): goes through the states forwards
def rnn_backward(grad, states, w_hh):
    norms = [np.sqrt((grad ** 2).sum())]
    g = grad
    for s in states:
        g = (g * (1 - s ** 2)) @ w_hh
        norms.append(np.sqrt((g ** 2).sum()))
    return norms

# %% wrong (held): the matrix before tanh
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    d = grad
    for k in reversed(range(len(states))):
        d = d @ w_hh * (1 - states[k] ** 2)
        norms.append(np.linalg.norm(d))
    return norms

# %% wrong (held): w_hh transposed
def rnn_backward(grad, states, w_hh):
    norms = [float(np.linalg.norm(grad))]
    for h in states[::-1]:
        grad = grad * (1 - h ** 2)
        grad = grad @ w_hh.T
        norms.append(float(np.linalg.norm(grad)))
    return norms

# %% right (developed)
def rnn_backward(grad, states, w_hh):
    out = [np.linalg.norm(grad)]
    for t in range(len(states) - 1, -1, -1):
        grad = np.dot(grad * (1 - states[t] * states[t]), w_hh)
        out += [np.linalg.norm(grad)]
    return out

# %% wrong (held): ValueError
def rnn_backward(grad, states, w_hh):
    norms = [np.linalg.norm(grad)]
    for h in states[::-1]:
        grad = (grad * (1 - h.squeeze() ** 2)) @ w_hh
        norms.append(np.linalg.norm(grad))
    return norms

# %% wrong (held): ValueError
def rnn_backward(grad, states, w_hh):
    g = grad
    states = states.squeeze() if states.shape[0] > 1 else states
    norms = [np.linalg.norm(g)]
    for h in states[::-1]:
        g = g * (1 - h**2) @ w_hh
        norms.append(np.linalg.norm(g))
    
    return norms

# %% wrong (held): wrong only where the steps are many
def rnn_backward(grad, states, w_hh):
    g = grad
    
    norms = [np.linalg.norm(g)]
    for h in states[::-1]:
        g = g * (1 - h**2) @ w_hh
        g = np.clip(g, -1e6, 1e6)
        norms.append(np.linalg.norm(g))
    
    return norms

# %% wrong (held): wrong only where the steps are many
def rnn_backward(grad, states, w_hh):
    g, norms = grad, [np.linalg.norm(grad)]
    for h in states[::-1]:
        g = np.clip(g * (1 - h**2) @ w_hh, -100, 100)
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): wrong shape
def rnn_backward(grad, states, w_hh):
    g, norms = grad, [np.linalg.norm(grad)]
    for h in states[::-1][:8]:
        g = g * (1 - h**2) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms

# %% wrong (held): (no diagnosis)
def rnn_backward(grad, states, w_hh):
    g, norms = grad, [np.linalg.norm(grad)]
    for h in states[::-1]:
        g = g * np.maximum(1 - h**2, 0.01) @ w_hh
        norms.append(np.linalg.norm(g))
    return norms
