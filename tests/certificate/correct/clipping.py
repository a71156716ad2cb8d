"""Right answers to the exercises of lesson 06, written as different people write them: all of them must pass."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np

# --------------------------------------------------------------------------------------- clipping/global_norm


def norm_one_list(grads):
    everything = np.concatenate([g.ravel() for g in grads])
    return np.linalg.norm(everything)


def norm_of_norms(grads):
    return np.linalg.norm([np.linalg.norm(g) for g in grads])


def norm_number_by_number(grads):
    total = 0.0
    for g in grads:
        for number in g.flatten():
            total += number * number
    return math.sqrt(total)


def norm_dots(grads):
    return sum(float(np.vdot(g, g)) for g in grads) ** 0.5


def norm_einsum(gradients):
    squares = [np.einsum("i,i->", g.reshape(-1), g.reshape(-1)) for g in gradients]
    return np.sqrt(np.sum(squares))


def norm_hypot(grads):
    return math.hypot(*(float(number) for g in grads for number in g.flat))


def norm_reduce(grads):
    return np.sqrt(functools.reduce(lambda total, g: total + (np.abs(g) ** 2).sum(), grads, 0))


# -------------------------------------------------------------------------------------- clipping/clip_by_norm


def clip_if(grads, max_norm):
    norm = np.sqrt(sum((g**2).sum() for g in grads))
    if norm > max_norm:
        clipped = [g * (max_norm / norm) for g in grads]
    else:
        clipped = [g.copy() for g in grads]
    return clipped, norm


def clip_like_torch(grads, max_norm):
    norm = np.linalg.norm(np.concatenate([g.ravel() for g in grads]))
    coefficient = min(1.0, max_norm / (norm + 1e-6))
    return [g * coefficient for g in grads], norm


def clip_early_return(grads, max_norm):
    total = 0
    for g in grads:
        total += np.sum(np.square(g))
    norm = math.sqrt(total)
    if norm <= max_norm:
        return grads, norm
    new = []
    for g in grads:
        new.append(g / norm * max_norm)
    return new, norm


def clip_divides(grads, max_norm):
    norm = math.sqrt(sum(float((g * g).sum()) for g in grads))
    divisor = max(1.0, norm / max_norm)
    return tuple(g / divisor for g in grads), norm


def clip_larger_of_two(grads, limit):
    norm = np.sqrt(np.sum([np.sum(g**2) for g in grads]))
    return [limit * g / max(norm, limit) for g in grads], float(norm)


def clip_copies_in_place(grads, max_norm):
    grads = [np.array(g) for g in grads]
    norm = sum(np.vdot(g, g) for g in grads) ** 0.5
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return [grads, norm]


# ------------------------------------------------------------------------------------- clipping/clip_by_value


def value_minimum_maximum(grads, clip_value):
    return [np.minimum(np.maximum(g, -clip_value), clip_value) for g in grads]


def value_where(grads, clip_value):
    new = []
    for g in grads:
        g = np.where(g > clip_value, clip_value, g)
        g = np.where(g < -clip_value, -clip_value, g)
        new.append(g)
    return new


def value_masks(grads, c):
    copies = [g.copy() for g in grads]
    for g in copies:
        g[g > c] = c
        g[g < -c] = -c
    return copies


def value_method(grads, clip_value):
    return tuple(g.clip(-clip_value, clip_value) for g in grads)


def value_sign(grads, clip_value):
    return [np.sign(g) * np.minimum(np.abs(g), clip_value) for g in grads]


def value_map(grads, clip_value):
    return list(map(lambda g: np.clip(g, -clip_value, clip_value), grads))


# ------------------------------------------------------------------------------------------ clipping/rnn_cell


def cell_two_parts(x, h, w_ih, w_hh, b_ih, b_hh):
    from_input = np.dot(x, w_ih.T) + b_ih
    from_state = np.dot(h, w_hh.T) + b_hh
    return np.tanh(from_input + from_state)


def cell_transposed(x, h, w_ih, w_hh, b_ih, b_hh):
    z = w_ih @ x.T + w_hh @ h.T + (b_ih + b_hh)[:, None]
    return np.tanh(z).T


def cell_joined(x, h, w_ih, w_hh, b_ih, b_hh):
    joined = np.concatenate([x, h], axis=1)
    weights = np.hstack([w_ih, w_hh])
    return np.tanh(joined @ weights.T + b_ih + b_hh)


def cell_einsum(x, h, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(np.einsum("bi,hi->bh", x, w_ih) + np.einsum("bk,hk->bh", h, w_hh) + b_ih + b_hh)


def cell_loops(x, h, wx, wh, bx, bh):
    new = np.zeros_like(h)
    for row in range(x.shape[0]):
        for unit in range(h.shape[1]):
            total = bx[unit] + bh[unit]
            for i in range(x.shape[1]):
                total += wx[unit, i] * x[row, i]
            for j in range(h.shape[1]):
                total += wh[unit, j] * h[row, j]
            new[row, unit] = math.tanh(total)
    return new


def cell_exponentials(x, h, w_ih, w_hh, b_ih, b_hh):
    z = x @ w_ih.T + b_ih + h @ w_hh.T + b_hh
    return 1 - 2 / (np.exp(2 * z) + 1)


# ----------------------------------------------------------------------------- clipping/rnn_loop_with_clipping


def loop_train_mode(model, loader, criterion, optimizer, max_norm):
    model.train()
    norms = []
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        parameters = list(model.parameters())
        total = 0.0
        for p in parameters:
            total += (p.grad * p.grad).sum().item()
        norm = math.sqrt(total)
        norms.append(norm)
        factor = min(1.0, max_norm / (norm + 1e-6))
        for p in parameters:
            p.grad = p.grad * factor
        optimizer.step()
    return norms


def loop_zero_at_the_end(model, loader, criterion, optimizer, max_norm):
    history = []
    for batch in loader:
        criterion(model(batch[0]), batch[1]).backward()
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        norm = sum(g.norm().item() ** 2 for g in gradients) ** 0.5
        if norm > max_norm:
            for g in gradients:
                g.mul_(max_norm / norm)
        optimizer.step()
        optimizer.zero_grad()
        history.append(norm)
    return history


def loop_numpy(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        optimizer.zero_grad()
        loss.backward()
        arrays = [np.asarray(p.grad.numpy()) for p in model.parameters()]
        norm = float(np.linalg.norm(np.concatenate([a.ravel() for a in arrays])))
        norms.append(norm)
        if norm > max_norm:
            for array in arrays:
                array *= max_norm / norm
        optimizer.step()
    return norms


def loop_helper(model, loader, criterion, optimizer, max_norm):
    def shorten():
        square = sum(float((p.grad**2).sum()) for p in model.parameters())
        if square > max_norm**2:
            for p in model.parameters():
                p.grad /= square**0.5 / max_norm
        return square**0.5

    norms = np.zeros(len(loader))
    for number, (inputs, targets) in enumerate(loader):
        model.zero_grad()
        criterion(model(inputs), targets).backward()
        norms[number] = shorten()
        optimizer.step()
    return norms


# ------------------------------------------------------------------------------------- clipping/clip_position


def position_filter(calls):
    order = ["zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"]
    return [name for name in order if name in calls]


def position_zero_grad_later(calls):
    order = ("forward", "zero_grad", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
    return tuple(name for name in order if name in set(calls))


def position_ranks(calls):
    rank = {
        "zero_grad": 0,
        "forward": 1,
        "backward": 2,
        "unscale": 3,
        "clip": 4,
        "optimizer.step": 5,
        "scheduler.step": 6,
    }
    return sorted(calls, key=lambda name: rank[name])


def position_appends(calls):
    ordered = []
    if "forward" in calls:
        ordered.append("forward")
    if "zero_grad" in calls:
        ordered.append("zero_grad")
    if "backward" in calls:
        ordered.append("backward")
    for late in ("unscale", "clip", "optimizer.step", "scheduler.step"):
        if late in calls:
            ordered.append(late)
    return ordered


CORRECT: dict[str, list[Callable]] = {
    "clipping/global_norm": [
        norm_one_list,
        norm_of_norms,
        norm_number_by_number,
        norm_dots,
        norm_einsum,
        norm_hypot,
        norm_reduce,
    ],
    "clipping/clip_by_norm": [
        clip_if,
        clip_like_torch,
        clip_early_return,
        clip_divides,
        clip_larger_of_two,
        clip_copies_in_place,
    ],
    "clipping/clip_by_value": [
        value_minimum_maximum,
        value_where,
        value_masks,
        value_method,
        value_sign,
        value_map,
    ],
    "clipping/rnn_cell": [
        cell_two_parts,
        cell_transposed,
        cell_joined,
        cell_einsum,
        cell_loops,
        cell_exponentials,
    ],
    "clipping/rnn_loop_with_clipping": [loop_train_mode, loop_zero_at_the_end, loop_numpy, loop_helper],
    "clipping/clip_position": [position_filter, position_zero_grad_later, position_ranks, position_appends],
}
