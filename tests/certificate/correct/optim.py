"""Correct versions of the exercises of lesson 04, written differently from the solutions, as students write them."""

import math

import numpy as np

# ------------------------------------------------------------------------------------------------- plain steps


def sgd_by_loop(params, grads, lr):
    new = []
    for index in range(len(params)):
        new.append(params[index] - lr * grads[index])
    return new


def sgd_on_copies(params, grads, lr):
    copies = [param.copy() for param in params]
    for copied, grad in zip(copies, grads, strict=True):
        copied -= lr * grad
    return copies


def sgd_by_map(p, g, rate):
    return list(map(lambda one, slope: np.add(one, -rate * slope), p, g))


def sgd_element_by_element(params, grads, lr):
    result = ()
    for param, grad in zip(params, grads, strict=True):
        flat = [w - lr * g for w, g in zip(param.ravel().tolist(), grad.ravel().tolist(), strict=True)]
        result += (np.reshape(flat, param.shape),)
    return result


def weight_decay_added_in_place(param, grad, weight_decay):
    total = grad.copy()
    total += param * weight_decay
    return total


def weight_decay_by_comprehension(w, g, wd):
    return np.array([b + wd * a for a, b in zip(w.flat, g.flat, strict=True)]).reshape(w.shape)


def weight_decay_from_its_penalty(param, grad, lam):
    def penalty(w):
        return lam / 2 * w**2

    return grad + (penalty(param + 1) - penalty(param - 1)) / 2  # exact for a parabola


def weight_decay_stacked(param, grad, weight_decay):
    return np.tensordot([weight_decay, 1.0], np.stack([param, grad]), axes=1)


# ------------------------------------------------------------------------------------------------- velocities


def momentum_in_one_line(param, grad, velocity, lr, momentum):
    return param - lr * (momentum * velocity + grad), momentum * velocity + grad


def momentum_on_copies(w, g, v, lr, mu):
    v = v.copy()
    v *= mu
    v += g
    w = w.copy()
    w -= lr * v
    return [w, v]


def momentum_by_loop(param, grad, velocity, lr, momentum):
    new_param, new_velocity = np.zeros(param.shape), np.zeros(param.shape)
    for place in np.ndindex(param.shape):
        new_velocity[place] = momentum * velocity[place] + grad[place]
        new_param[place] = param[place] - lr * new_velocity[place]
    return new_param, new_velocity


def momentum_turned_twice(param, grad, velocity, lr, momentum):
    step = -momentum * velocity - grad
    return param + lr * step, -step


def nesterov_expanded(param, grad, velocity, lr, momentum):
    step = (1 + momentum) * grad + momentum**2 * velocity
    return param - lr * step, momentum * velocity + grad


def nesterov_of_two_steps(param, grad, velocity, lr, momentum):
    velocity = velocity * momentum + grad
    param = param - lr * grad
    param = param - lr * momentum * velocity
    return param, velocity


def nesterov_by_loop(w, g, v, lr, mu):
    rows = [(a, b, mu * c + b) for a, b, c in zip(w.flat, g.flat, v.flat, strict=True)]
    weights = [a - lr * (b + mu * c) for a, b, c in rows]
    return np.reshape(weights, w.shape), np.reshape([c for _, _, c in rows], w.shape)


def nesterov_from_the_next_velocity(param, grad, velocity, lr, momentum):
    now = np.multiply(velocity, momentum) + grad
    after = now * momentum + grad
    return np.subtract(param, lr * after), now


# ------------------------------------------------------------------------------------------- squares and roots


def rmsprop_with_steps(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    squares = np.square(grad)
    average = square_avg + (1 - alpha) * (squares - square_avg)
    divisor = np.sqrt(average) + eps
    return param - lr * (grad / divisor), average


def rmsprop_by_loop(w, g, s, lr, a=0.99, e=1e-8):
    new_w, new_s = [], []
    for weight, slope, old in zip(w.ravel(), g.ravel(), s.ravel(), strict=True):
        average = a * old + (1 - a) * slope * slope
        new_s.append(average)
        new_w.append(weight - lr * slope / (math.sqrt(average) + e))
    return np.array(new_w).reshape(w.shape), np.array(new_s).reshape(w.shape)


def rmsprop_with_a_power(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    square_avg = square_avg * alpha + grad * grad * (1.0 - alpha)
    rate = lr / (square_avg**0.5 + eps)
    return param - rate * grad, square_avg


def rmsprop_averaged(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    new = np.average(np.stack([square_avg, grad**2]), axis=0, weights=[alpha, 1 - alpha])
    return param + -lr * grad / (eps + new**0.5), new


def adam_with_one_rate(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad * grad
    root = math.sqrt(1 - beta2**step)
    rate = lr / (1 - beta1**step)
    return param - rate * m / (np.sqrt(v) / root + eps), m, v


def adam_by_loop(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8):
    new_w, new_m, new_v = w.copy(), m.copy(), v.copy()
    for i in np.ndindex(w.shape):
        new_m[i] = b1 * m[i] + (1 - b1) * g[i]
        new_v[i] = b2 * v[i] + (1 - b2) * g[i] ** 2
        new_w[i] = w[i] - lr * (new_m[i] / (1 - b1**t)) / (math.sqrt(new_v[i] / (1 - b2**t)) + eps)
    return new_w, new_m, new_v


def adam_moving_towards(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (np.square(grad) - v)
    corrections = [1 - np.power(beta, step) for beta in (beta1, beta2)]
    update = m / corrections[0] / (np.sqrt(v / corrections[1]) + eps)
    return [param - lr * update, m, v]


def adam_with_scaled_eps(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    c1, c2 = 1 - beta1**step, (1 - beta2**step) ** 0.5
    return param - lr * c2 / c1 * m / (np.sqrt(v) + eps * c2), m, v


def adamw_as_a_sum(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    update = (m / (1 - beta1**step)) / (np.sqrt(v / (1 - beta2**step)) + eps)
    return param - lr * (update + weight_decay * param), m, v


def adamw_from_adam_and_the_old_weights(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    moved, m, v = adam_with_one_rate(w, g, m, v, t, lr, b1, b2, eps)
    return moved - lr * wd * w, m, v


def adamw_shrinks_a_copy(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    param = param.copy()
    param -= lr * weight_decay * param
    return adam_moving_towards(param, grad, m, v, step, lr, beta1=beta1, beta2=beta2, eps=eps)


def adamw_by_loop(w, g, m, v, t, lr, b1=0.9, b2=0.999, eps=1e-8, wd=0.01):
    return adam_by_loop(w * (1 - lr * wd), g, m, v, t, lr, b1, b2, eps)


# ------------------------------------------------------------------------------------------------ the class


class ByDict:
    def __init__(self, params, lr, momentum=0.0):
        self.params = [p for p in params]
        self.lr = lr
        self.mu = momentum
        self.state = {}

    def step(self):
        for p in self.params:
            if p.grad is None:
                continue
            v = self.state.get(id(p))
            v = p.grad.copy() if v is None else self.mu * v + p.grad
            self.state[id(p)] = v
            p.data = p.data - self.lr * v

    def zero_grad(self):
        for p in self.params:
            p.grad = np.zeros_like(p.data)


class InPlace:
    def __init__(self, params, lr, momentum=0.0):
        self.pairs = [(p, np.zeros(p.data.shape)) for p in params]
        self.lr, self.momentum = lr, momentum

    def step(self):
        for p, v in self.pairs:
            if p.grad is not None:
                v *= self.momentum
                v += p.grad
                p.data -= self.lr * v

    def zero_grad(self):
        for p, _ in self.pairs:
            if p.grad is not None:
                p.grad[...] = 0.0


class RateInTheVelocity:
    """The learning rate never changes here, so it may stand in the velocity too."""

    def __init__(self, params, lr, momentum=0.0):
        self.params = tuple(params)
        self.velocity = [0.0 for _ in self.params]
        self.settings = {"lr": lr, "momentum": momentum}

    def step(self):
        for i in range(len(self.params)):
            p = self.params[i]
            if p.grad is None:
                continue
            self.velocity[i] = self.settings["momentum"] * self.velocity[i] - self.settings["lr"] * p.grad
            p.data = p.data + self.velocity[i]

    def zero_grad(self, set_to_none=True):
        for p in self.params:
            p.grad = None


class OnTheParameter:
    def __init__(self, parameters, learning_rate=None, momentum=0.0, lr=None):
        self.parameters = list(parameters)
        self.rate = learning_rate if lr is None else lr
        self.momentum = momentum

    def step(self):
        with_gradient = filter(lambda p: p.grad is not None, self.parameters)
        for p in with_gradient:
            p.velocity = self.momentum * getattr(p, "velocity", 0) + p.grad
            p.data[:] = p.data - self.rate * p.velocity

    def zero_grad(self):
        for p in self.parameters:
            p.grad = 0 * p.data


# ----------------------------------------------------------------------------------------- picking a rate


def pick_lr_by_loop(histories):
    best_lr = None
    best_loss = float("inf")
    for lr in histories:
        losses = histories[lr]
        if not all(math.isfinite(loss) for loss in losses):
            continue
        if losses[-1] >= losses[0]:
            continue
        if losses[-1] < best_loss:
            best_lr, best_loss = lr, losses[-1]
    return best_lr


def pick_lr_sorted(histories):
    def counts(losses):
        return np.all(np.isfinite(np.array(losses))) and losses[0] > losses[-1]

    return sorted((losses[-1], lr) for lr, losses in histories.items() if counts(losses))[0][1]


def pick_lr_with_infinity(runs):
    def score(lr):
        run = np.asarray(runs[lr], dtype=float)
        ok = not np.isnan(run).any() and not np.isinf(run).any() and run[-1] < run[0]
        return run[-1] if ok else np.inf

    return min(runs, key=score)


def pick_lr_with_arrays(histories):
    rates = np.array(list(histories))
    ends = np.array([h[-1] if np.isfinite(sum(map(abs, h))) and h[-1] < h[0] else math.inf for h in histories.values()])
    return rates[ends.argmin()]


CORRECT = {
    "optim/sgd": [sgd_by_loop, sgd_on_copies, sgd_by_map, sgd_element_by_element],
    "optim/weight_decay": [
        weight_decay_added_in_place,
        weight_decay_by_comprehension,
        weight_decay_from_its_penalty,
        weight_decay_stacked,
    ],
    "optim/momentum": [momentum_in_one_line, momentum_on_copies, momentum_by_loop, momentum_turned_twice],
    "optim/nesterov": [
        nesterov_expanded,
        nesterov_of_two_steps,
        nesterov_by_loop,
        nesterov_from_the_next_velocity,
    ],
    "optim/rmsprop": [rmsprop_with_steps, rmsprop_by_loop, rmsprop_with_a_power, rmsprop_averaged],
    "optim/adam": [adam_with_one_rate, adam_by_loop, adam_moving_towards, adam_with_scaled_eps],
    "optim/adamw": [
        adamw_as_a_sum,
        adamw_from_adam_and_the_old_weights,
        adamw_shrinks_a_copy,
        adamw_by_loop,
    ],
    "optim/optimizer_class": [ByDict, InPlace, RateInTheVelocity, OnTheParameter],
    "optim/pick_lr": [pick_lr_by_loop, pick_lr_sorted, pick_lr_with_infinity, pick_lr_with_arrays],
}
