"""Recurrent layers: all time steps of one layer, in one direction, as one operation.

Each takes x (time, N, input), the first state h (N, hidden) and the weights, under PyTorch's names. What comes from x,
weight_ih @ x[t] + bias_ih, is one product for all steps. A step then adds hidden[t] = weight_hh @ h[t - 1] + bias_hh,
h standing for the states of all sequences of the batch. Backwards, the gradients of both are collected for all steps,
so that those of the weights are single products again.

The cells in nn/recurrent.py are the plain form, step by step; the tests hold both equal.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function


class RNN(Function):
    """h[t] = tanh(gates[t] + hidden[t]), or relu, where gates are what comes from x"""

    @staticmethod
    def forward(ctx, x, h, weight_ih, weight_hh, bias_ih, bias_hh, reverse, nonlinearity):
        gates = from_input(ctx, x, weight_ih, weight_hh, total(bias_ih, bias_hh), reverse)
        ctx.states = states = room_for(h, len(gates) + 1)
        ctx.nonlinearity = nonlinearity
        states[0] = h
        weight_t = np.ascontiguousarray(weight_hh.T, like=h)  # the product is then twice as fast
        for t, gate in enumerate(gates):
            gate += states[t].dot(weight_t)
            if nonlinearity == "tanh":
                np.tanh(gate, out=states[t + 1])
            else:
                np.maximum(gate, 0, out=states[t + 1])
        return in_time(states[1:], reverse)

    @staticmethod
    def backward(ctx, grad_output):
        grad_states, states = in_time(grad_output, ctx.reverse), ctx.states
        grad_hidden, grad_h = np.empty_like(grad_states), np.zeros_like(grad_states[0])
        slopes = 1 - states[1:] * states[1:] if ctx.nonlinearity == "tanh" else None
        for t in reversed(range(len(grad_states))):
            grad_h += grad_states[t]
            if slopes is not None:
                np.multiply(grad_h, slopes[t], out=grad_hidden[t])
            else:
                grad_hidden[t] = np.where(states[t + 1] <= 0, 0, grad_h)
            grad_h = grad_hidden[t].dot(ctx.weight_hh)
        grad_x, *grad_weights = to_parameters(ctx, grad_hidden, grad_hidden)
        return grad_x, grad_h, *grad_weights, None, None


class GRU(Function):
    """With r, z = sigmoid(gates[t] + hidden[t]) and n = tanh(gates[t] + r · hidden[t]), each of its third of the rows:
    h[t] = (1 - z) · n + z · h[t - 1]
    """

    @staticmethod
    def forward(ctx, x, h, weight_ih, weight_hh, bias_ih, bias_hh, reverse):
        ctx.gates = gates = from_input(ctx, x, weight_ih, weight_hh, bias_ih, reverse)
        size = h.shape[1]
        rz, (r, z, n) = gates[..., : 2 * size], split(gates, 3)
        ctx.states = states = room_for(h, len(gates) + 1)
        ctx.hidden_n = hidden_n = room_for(h, len(gates))
        states[0] = h
        weight_t = np.ascontiguousarray(weight_hh.T, like=h)
        for t in range(len(gates)):
            hidden = states[t].dot(weight_t)
            if bias_hh is not None:
                hidden += bias_hh
            hidden_n[t] = hidden[:, 2 * size :]
            rz[t] += hidden[:, : 2 * size]
            rz[t] *= 0.5  # sigmoid(x) = tanh(x / 2) / 2 + 1 / 2, which cannot overflow
            np.tanh(rz[t], out=rz[t])
            rz[t] *= 0.5
            rz[t] += 0.5
            n[t] += r[t] * hidden_n[t]
            np.tanh(n[t], out=n[t])
            states[t + 1] = n[t] + z[t] * (states[t] - n[t])
        return in_time(states[1:], reverse)

    @staticmethod
    def backward(ctx, grad_output):
        grad_states, states = in_time(grad_output, ctx.reverse), ctx.states
        r, z, n = split(ctx.gates, 3)
        grad_gates, grad_hidden = np.empty_like(ctx.gates), np.empty_like(ctx.gates)
        to_r, to_z, to_n = split(grad_gates, 3)  # at first, what each gate gets of the gradient of h[t]
        np.multiply(1 - z, 1 - n * n, out=to_n)
        np.multiply((states[:-1] - n) * z, 1 - z, out=to_z)
        np.multiply(to_n * ctx.hidden_n * r, 1 - r, out=to_r)
        grad_hidden[...] = grad_gates
        split(grad_hidden, 3)[2] *= r
        gates_of, hidden_of = by_gate(grad_gates, 3), by_gate(grad_hidden, 3)
        grad_h = np.zeros_like(grad_states[0])
        for t in reversed(range(len(grad_states))):
            grad_h = grad_h + grad_states[t]
            gates_of[t] *= grad_h[:, None]
            hidden_of[t] *= grad_h[:, None]
            grad_h = grad_h * z[t] + grad_hidden[t].dot(ctx.weight_hh)
        grad_x, *grad_weights = to_parameters(ctx, grad_gates, grad_hidden)
        return grad_x, grad_h, *grad_weights, None


class LSTM(Function):
    """With i, f, o = sigmoid(gates[t] + hidden[t]) and g = tanh(the same), each of its quarter of the rows (i, f, g,
    o): c[t] = f · c[t - 1] + i · g, h[t] = o · tanh(c[t]). The result is h of all steps and, behind them, the last c.
    """

    @staticmethod
    def forward(ctx, x, h, c, weight_ih, weight_hh, bias_ih, bias_hh, reverse):
        ctx.gates = gates = from_input(ctx, x, weight_ih, weight_hh, total(bias_ih, bias_hh), reverse)
        steps, size = len(gates), h.shape[1]
        states, ctx.cells, ctx.tanh_c = room_for(h, steps + 2), room_for(c, steps + 1), room_for(c, steps)
        states[0], ctx.cells[0] = h, c
        i, f, g, o = split(gates, 4)
        scale = np.full_like(h, 0.5, shape=4 * size)  # sigmoid(x) = tanh(x / 2) / 2 + 1 / 2: one tanh for all gates
        scale[2 * size : 3 * size] = 1
        shift, weight_scaled = 1 - scale, np.multiply(weight_hh.T, scale, order="C")
        gates *= scale
        for t, (gate, cell, tanh_c) in enumerate(zip(gates, ctx.cells[1:], ctx.tanh_c)):
            gate += states[t].dot(weight_scaled)
            np.tanh(gate, out=gate)
            gate *= scale
            gate += shift
            np.multiply(f[t], ctx.cells[t], out=cell)
            cell += i[t] * g[t]
            np.tanh(cell, out=tanh_c)
            np.multiply(o[t], tanh_c, out=states[t + 1])
        states[-1], ctx.states = ctx.cells[-1], states[:-1]
        return np.concatenate([states[-2:0:-1], states[-1:]]) if reverse else states[1:]

    @staticmethod
    def backward(ctx, grad_output):
        grad_states, grad_c = in_time(grad_output[:-1], ctx.reverse), grad_output[-1]
        tanh_c, (i, f, g, o) = ctx.tanh_c, split(ctx.gates, 4)
        grad_gates = np.empty_like(ctx.gates)
        to_i, to_f, to_g, to_o = split(grad_gates, 4)  # at first, what each gets of the gradient of c[t], or o of h[t]
        np.multiply(g * i, 1 - i, out=to_i)
        np.multiply(ctx.cells[:-1] * f, 1 - f, out=to_f)
        np.multiply(i, 1 - g * g, out=to_g)
        np.multiply(tanh_c * o, 1 - o, out=to_o)
        to_c = o * (1 - tanh_c * tanh_c)  # what c[t] gets of the gradient of h[t]
        grad_h, ifg = np.zeros_like(grad_c), by_gate(grad_gates, 4)[:, :, :3]
        for t in reversed(range(len(grad_states))):
            grad_h = grad_h + grad_states[t]
            grad_c = grad_c + grad_h * to_c[t]
            ifg[t] *= grad_c[:, None]
            to_o[t] *= grad_h
            grad_c = grad_c * f[t]
            grad_h = grad_gates[t].dot(ctx.weight_hh)
        grad_x, *grad_weights = to_parameters(ctx, grad_gates, grad_gates)
        return grad_x, grad_h, grad_c, *grad_weights, None


def in_time(steps: Any, reverse: bool) -> Any:
    """The steps in the order in which they are gone through."""
    return steps[::-1] if reverse else steps


def total(bias_ih: Any, bias_hh: Any) -> Any:
    return None if bias_ih is None else bias_ih + bias_hh


def room_for(state: Any, steps: int) -> Any:
    return np.empty_like(state, shape=(steps, *state.shape))


def by_gate(gates: Any, count: int) -> Any:
    """(time, N, count · hidden) → a view (time, N, count, hidden)."""
    return gates.reshape(*gates.shape[:2], count, gates.shape[2] // count)


def split(gates: Any, count: int) -> Any:
    """(time, N, count · hidden) → views (time, N, hidden), one for each gate."""
    return by_gate(gates, count).transpose(2, 0, 1, 3)


def from_input(ctx: Any, x: Any, weight_ih: Any, weight_hh: Any, bias: Any, reverse: bool) -> Any:
    """weight_ih @ x[t] + bias for all steps (time, N, rows); keeps what `to_parameters` needs."""
    if x.dtype != weight_ih.dtype:
        raise RuntimeError(
            f"{type(ctx).__name__}: the input is {x.dtype}, the weights {weight_ih.dtype}; they must agree. Convert "
            "the input: x.to(weight.dtype)."
        )
    ctx.x, ctx.weight_ih, ctx.weight_hh, ctx.reverse = x, weight_ih, weight_hh, reverse
    steps, batch, size = x.shape
    gates = in_time(x, reverse).reshape(steps * batch, size).dot(weight_ih.T)
    if bias is not None:
        gates += bias
    return gates.reshape(steps, batch, len(weight_ih))


def to_parameters(ctx: Any, grad_gates: Any, grad_hidden: Any) -> tuple:
    """Gradients of x, weight_ih, weight_hh, bias_ih and bias_hh, from those of what came from x, and of hidden."""
    rows, hidden = (grad.reshape(-1, grad.shape[2]) for grad in (grad_gates, grad_hidden))
    x, before = (steps.reshape(len(rows), steps.shape[2]) for steps in (in_time(ctx.x, ctx.reverse), ctx.states[:-1]))
    grad_x = in_time(rows.dot(ctx.weight_ih).reshape(ctx.x.shape), ctx.reverse) if ctx.needs_input_grad[0] else None
    ones = np.ones_like(rows, shape=len(rows))
    return grad_x, rows.T.dot(x), hidden.T.dot(before), ones.dot(rows), ones.dot(hidden)
