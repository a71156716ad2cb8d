"""Recurrent layers (as operations: ops/recurrent.py), and their cells, which do a single time step. `torch.nn`."""

from __future__ import annotations

import math
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import Function
from tinygrad_lite.creation import zeros
from tinygrad_lite.nn import functional, init
from tinygrad_lite.nn.functional import linear
from tinygrad_lite.nn.module import Module
from tinygrad_lite.nn.parameter import Parameter
from tinygrad_lite.ops import recurrent
from tinygrad_lite.ops.common import layer_sizes, need_tensor, shown, whole
from tinygrad_lite.ops.shape import cat, stack
from tinygrad_lite.tensor import Tensor

WEIGHTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


class Recurrent(Module):
    """What recurrent layers and cells share: sizes, weights (uniform between ±1/√hidden_size), and checks."""

    gates = 1  # the weights have so many times hidden_size rows
    state_names: tuple[str, ...] = ("h_0",)
    proj_size = 0  # of an LSTM: h is projected to so many numbers; 0 for as many as hidden_size

    @checked
    def __init__(self, input_size: int, hidden_size: int, bias: bool):
        super().__init__()
        input_size, hidden_size = layer_sizes(type(self).__name__, input_size=input_size, hidden_size=hidden_size)
        if hidden_size < 1:
            raise ValueError(f"{type(self).__name__}: hidden_size must be at least 1, got {hidden_size}.")
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias

    def add_weights(self, suffix: str, input_size: int, device: Any, dtype: Any) -> None:
        rows = self.gates * self.hidden_size
        for name, shape in zip(WEIGHTS, [(rows, input_size), (rows, self.h_size), (rows,), (rows,)]):
            if self.bias or not name.startswith("bias"):
                setattr(self, name + suffix, Parameter(zeros(shape, device=device, dtype=dtype)))

    @property
    def h_size(self) -> int:
        """How many numbers h has, and each output."""
        return self.proj_size or self.hidden_size

    def weights(self, suffix: str) -> list[Any]:
        return [getattr(self, name + suffix, None) for name in WEIGHTS]

    def reset_parameters(self) -> None:
        """Draw all weights anew."""
        bound = 1 / math.sqrt(self.hidden_size)
        for parameter in self.parameters():
            init.uniform_(parameter, -bound, bound)

    def check_input(self, x: Any, ndims: tuple[int, int]) -> None:
        name = type(self).__name__
        if hasattr(x, "batch_sizes"):
            raise TypeError(f"{name}: packed sequences are not supported: pad them to one length.")
        if need_tensor(name, x).ndim not in ndims:
            raise ValueError(f"{name}: needs an input of {ndims[0]} or {ndims[1]} dimensions, got shape {x.shape}.")
        if x.shape[-1] != self.input_size:
            raise RuntimeError(f"{name}: the last size of the input must be {self.input_size}, got shape {x.shape}.")

    def states_from(self, hx: Any, lead: tuple[int, ...], x: Tensor) -> list[Tensor]:
        """The states to begin with: those given, if they fit, or zeros; `lead` is their shape without the last size."""
        name, wanted = type(self).__name__, self.state_names
        shapes = [(*lead, self.h_size), (*lead, self.hidden_size)]  # of h and, if there is one, of c
        if hx is None:
            return [zeros(shape, dtype=x.dtype, device=x.device) for shape, _ in zip(shapes, wanted)]
        states = list(hx) if isinstance(hx, (tuple, list)) else [hx]
        if len(states) != len(wanted) or isinstance(hx, Tensor) != (len(wanted) == 1):
            form = "(h_0, c_0), a tuple" if len(wanted) == 2 else "h_0, a tensor"
            raise TypeError(f"{name}: the second argument must be {form}; got {type(hx).__name__}.")
        for state_name, state, shape in zip(wanted, states, shapes):
            if need_tensor(name, state, state_name).shape != shape or state.dtype != x.dtype:
                raise RuntimeError(
                    f"{name}: for this input {state_name} must have shape {shape} and dtype {x.dtype}, got "
                    f"{state.shape} and {state.dtype}."
                )
        return states


class RecurrentLayers(Recurrent):
    """One or more layers of one kind, each of which goes through time forwards or in both directions."""

    operation: type[Function]
    options: tuple = ()  # further arguments of the operation

    @checked
    def __init__(
        self, input_size: int, hidden_size: int, num_layers: int = 1, bias: bool = True, batch_first: bool = False,
        dropout: float = 0.0, bidirectional: bool = False, proj_size: int = 0, device: Any = None, dtype: Any = None,
    ):  # fmt: skip
        super().__init__(input_size, hidden_size, bias)
        name = type(self).__name__
        (self.proj_size,) = layer_sizes(name, proj_size=proj_size)
        if self.proj_size and (len(self.state_names) == 1 or self.proj_size >= self.hidden_size):
            raise ValueError(
                f"{name}: proj_size is for an LSTM, and must be smaller than hidden_size, got {proj_size} for a "
                f"hidden_size of {hidden_size}."
            )
        num_layers = whole(num_layers, name, "num_layers")
        if not 1 <= num_layers <= 10_000:
            raise ValueError(f"{name}: num_layers must be at least 1 (and at most 10000), got {shown(num_layers)}.")
        if isinstance(dropout, bool) or not 0 <= dropout <= 1:
            raise ValueError(f"{name}: dropout must be a number from 0 to 1, got {dropout!r}.")
        self.num_layers, self.batch_first = num_layers, batch_first
        self.dropout, self.bidirectional = float(dropout), bidirectional
        self.directions = ("", "_reverse") if bidirectional else ("",)
        for layer in range(num_layers):
            for direction in self.directions:
                size = input_size if layer == 0 else self.h_size * len(self.directions)
                self.add_weights(f"_l{layer}{direction}", size, device, dtype)
        self.reset_parameters()

    def forward(self, input: Tensor, hx: Any = None) -> tuple[Tensor, Any]:
        self.check_input(input, (2, 3))
        unbatched = input.ndim == 2
        x = input.transpose(0, 1) if self.batch_first and not unbatched else input
        if len(x) == 0:
            raise RuntimeError(f"{type(self).__name__}: needs at least one time step, got shape {x.shape}.")
        states = self.states_from(hx, (self.num_layers * len(self.directions), *x.shape[1:-1]), x)
        if unbatched:  # a batch of one sequence
            x, states = x.unsqueeze(1), [state.unsqueeze(1) for state in states]
        outputs, finals = self.through_layers(x, states)
        if unbatched:
            outputs, finals = outputs.squeeze(1), [final.squeeze(1) for final in finals]
        elif self.batch_first:
            outputs = outputs.transpose(0, 1)
        return outputs, finals[0] if len(finals) == 1 else tuple(finals)

    def through_layers(self, x: Tensor, states: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """The outputs of the last layer, and the final states of all layers and directions."""
        finals: list[list[Tensor]] = []
        for layer in range(self.num_layers):
            if layer and self.dropout:
                x = functional.dropout(x, self.dropout, self.training)
            outputs = []
            for direction in self.directions:
                first = [state[len(finals)] for state in states]
                output, final = self.through_time(x, first, f"_l{layer}{direction}", bool(direction))
                outputs.append(output)
                finals.append(final)
            x = cat(outputs, -1) if self.bidirectional else outputs[0]
        return x, [stack(of_all) for of_all in zip(*finals)]

    def through_time(self, x: Tensor, states: list[Tensor], suffix: str, reverse: bool) -> tuple[Tensor, list[Tensor]]:
        """The outputs (time, N, hidden) of one layer in one direction, and its final states."""
        outputs = self.operation.apply(x, *states, *self.weights(suffix), reverse, *self.options)
        cell = [outputs[-1]] if len(states) == 2 else []
        outputs = outputs[:-1] if cell else outputs
        return outputs, [outputs[0 if reverse else -1], *cell]

    def extra_repr(self) -> str:
        options = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0.0,
            "bidirectional": False,
        }
        given = [f", {name}={getattr(self, name)}" for name, usual in options.items() if getattr(self, name) != usual]
        return f"{self.input_size}, {self.hidden_size}{''.join(given)}"


class RNN(RecurrentLayers):
    """h[t] = tanh(W_ih x[t] + b_ih + W_hh h[t - 1] + b_hh), for each time step t. Source: Elman 1990.

    Args (in this order; those behind `nonlinearity`, which GRU and LSTM do not have, come after it):
        num_layers: so many, each of which takes the outputs of the one before.
        nonlinearity: "tanh" or "relu".
        bias: whether there are bias_ih and bias_hh.
        batch_first: input and output are (N, time, …) rather than (time, N, …); the states are not affected.
        dropout: the probability with which outputs between layers are set to 0 in training.
        bidirectional: a second set of weights goes through time backwards; the outputs of both are joined.
    Shape: input (time, N, input_size) and h_0 (layers · directions, N, hidden_size), zeros if left out;
        returns the outputs (time, N, directions · hidden_size) and h_n, of h_0's shape. All may come without N.

    >>> outputs, h_n = tg.nn.RNN(3, 8, num_layers=2)(tg.zeros(20, 32, 3))
    >>> outputs.shape, h_n.shape
    ((20, 32, 8), (2, 32, 8))
    """

    operation = recurrent.RNN

    @checked
    def __init__(
        self, input_size: int, hidden_size: int, num_layers: int = 1, nonlinearity: str = "tanh", bias: bool = True,
        batch_first: bool = False, dropout: float = 0.0, bidirectional: bool = False, proj_size: int = 0,
        device: Any = None, dtype: Any = None,
    ):  # fmt: skip
        check_nonlinearity(nonlinearity, "RNN")
        super().__init__(
            input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, proj_size, device, dtype
        )
        self.nonlinearity, self.options = nonlinearity, (nonlinearity,)


class GRU(RecurrentLayers):
    """Gated recurrent unit; arguments and shapes as in RNN. Source: Cho et al. 2014, arXiv:1406.1078.

    With the gates r, z = sigmoid(W_ih x + b_ih + W_hh h + b_hh) and n = tanh(W_ih x + b_ih + r · (W_hh h + b_hh)), of
    weights that hold the rows for r, z and n one below the other: the next h is (1 - z) · n + z · h.

    >>> output, last = tg.nn.GRU(3, 5, batch_first=True)(tg.ones(2, 7, 3))  # (batch, time, features)
    >>> output.shape, last.shape
    ((2, 7, 5), (1, 2, 5))
    """

    operation, gates = recurrent.GRU, 3


class LSTM(RecurrentLayers):
    """Long short-term memory; arguments and shapes as in RNN. Source: Hochreiter & Schmidhuber 1997.

    With the gates i, f, o = sigmoid(W_ih x + b_ih + W_hh h + b_hh) and g = tanh(the same), of weights that hold the
    rows for i, f, g and o one below the other: the next c is f · c + i · g, and the next h is o · tanh(c).
    Takes the states as a tuple (h_0, c_0), and returns the outputs and (h_n, c_n).
    With `proj_size`, h is multiplied by a further weight_hr (proj_size, hidden_size), and so are the outputs; this is
    computed step by step, and slower.

    >>> outputs, (h_n, c_n) = tg.nn.LSTM(3, 8, batch_first=True, bidirectional=True)(tg.zeros(32, 20, 3))
    >>> outputs.shape, c_n.shape
    ((32, 20, 16), (2, 32, 8))
    """

    operation, gates, state_names = recurrent.LSTM, 4, ("h_0", "c_0")

    def add_weights(self, suffix: str, input_size: int, device: Any, dtype: Any) -> None:
        super().add_weights(suffix, input_size, device, dtype)
        if self.proj_size:
            weight = zeros(self.proj_size, self.hidden_size, device=device, dtype=dtype)
            setattr(self, f"weight_hr{suffix}", Parameter(weight))

    def through_time(self, x: Tensor, states: list[Tensor], suffix: str, reverse: bool) -> tuple[Tensor, list[Tensor]]:
        if not self.proj_size:
            return super().through_time(x, states, suffix, reverse)
        weight_ih, weight_hh, bias_ih, bias_hh = self.weights(suffix)
        weight_hr = getattr(self, f"weight_hr{suffix}")
        projected, (h, c), outputs = linear(x, weight_ih, bias_ih), states, [x] * len(x)
        for t in reversed(range(len(x))) if reverse else range(len(x)):
            h, c = lstm_step(projected[t] + linear(h, weight_hh, bias_hh), c)
            outputs[t] = h = linear(h, weight_hr)
        return stack(outputs), [h, c]


def lstm_step(gates: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """The next h and c, from the sums that the four gates are computed of, side by side, and c."""
    i, f, g, o = gates.chunk(4, -1)
    c = f.sigmoid() * c + i.sigmoid() * g.tanh()
    return o.sigmoid() * c.tanh(), c


def check_nonlinearity(nonlinearity: str, name: str) -> None:
    if nonlinearity not in ("tanh", "relu"):
        raise ValueError(f"{name}: nonlinearity must be 'tanh' or 'relu', got {nonlinearity!r}.")


class Cell(Recurrent):
    """One time step, in plain operations. Shape: input (N, input_size), states (N, hidden_size), or all without N."""

    @checked
    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, device: Any = None, dtype: Any = None):
        super().__init__(input_size, hidden_size, bias)
        self.add_weights("", input_size, device, dtype)
        self.reset_parameters()

    def forward(self, input: Tensor, hx: Any = None) -> Any:
        self.check_input(input, (1, 2))
        states = self.states_from(hx, input.shape[:-1], input)
        weight_ih, weight_hh, bias_ih, bias_hh = self.weights("")
        return self.step(linear(input, weight_ih, bias_ih), linear(states[0], weight_hh, bias_hh), *states)

    def step(self, projected: Tensor, hidden: Tensor, *states: Tensor) -> Any:
        """The next state from weight_ih @ x + bias_ih, weight_hh @ h + bias_hh and the states."""
        raise NotImplementedError

    def split(self, gates: Tensor) -> list[Tensor]:
        """The parts of each gate."""
        size = self.hidden_size
        return [gates[..., start : start + size] for start in range(0, self.gates * size, size)]

    def extra_repr(self) -> str:
        return f"{self.input_size}, {self.hidden_size}" + ("" if self.bias else ", bias=False")


class RNNCell(Cell):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu: `cell(x, h)` returns h'.

    >>> cell, state = tg.nn.RNNCell(3, 5), tg.zeros(2, 5)
    >>> for time in range(7):
    ...     state = cell(tg.ones(2, 3), state)
    >>> state.shape
    (2, 5)
    """

    @checked
    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, nonlinearity: str = "tanh", device: Any = None,
        dtype: Any = None,
    ):  # fmt: skip
        check_nonlinearity(nonlinearity, "RNNCell")
        super().__init__(input_size, hidden_size, bias, device, dtype)
        self.nonlinearity = nonlinearity

    def step(self, projected: Tensor, hidden: Tensor, *states: Tensor) -> Tensor:
        return (projected + hidden).tanh() if self.nonlinearity == "tanh" else (projected + hidden).relu()

    def extra_repr(self) -> str:
        return super().extra_repr() + ("" if self.nonlinearity == "tanh" else f", nonlinearity={self.nonlinearity}")


class GRUCell(Cell):
    """One step of a GRU: `cell(x, h)` returns h'."""

    gates = 3

    def step(self, projected: Tensor, hidden: Tensor, *states: Tensor) -> Tensor:
        (x_r, x_z, x_n), (h_r, h_z, h_n) = self.split(projected), self.split(hidden)
        r, z = (x_r + h_r).sigmoid(), (x_z + h_z).sigmoid()
        n = (x_n + r * h_n).tanh()
        return n + z * (states[0] - n)


class LSTMCell(Cell):
    """One step of an LSTM: `cell(x, (h, c))` returns (h', c')."""

    gates, state_names = 4, ("h_0", "c_0")

    def step(self, projected: Tensor, hidden: Tensor, *states: Tensor) -> tuple[Tensor, Tensor]:
        return lstm_step(projected + hidden, states[1])
