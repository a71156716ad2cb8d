"""One step of an RNN, in lesson 06."""

from __future__ import annotations

import numpy as np

from ...case import settled
from ...exercise import Exercise, mistake

#: (batch, in, hidden) of the cases, all lengths different.
_SIZES = [(2, 4, 3), (3, 5, 2), (4, 2, 5), (5, 3, 7), (6, 7, 4), (7, 4, 6)]


class RNNCell(Exercise):
    id, points = "clipping/rnn_cell", 2
    axes = {
        "x": ("batch", "in"),
        "h": ("batch", "hidden"),
        "w_ih": ("hidden", "in"),
        "w_hh": ("hidden", "hidden"),
        "b_ih": ("hidden",),
        "b_hh": ("hidden",),
    }
    words = {"hidden": "the hidden size", "in": "the input size"}
    hints = (
        "Two dense layers whose results are added: one reads the new input x, the other the old state h. One tanh is "
        "taken of the sum. Weights are stored (out, in), as in PyTorch.",
        "new h = tanh(x · w_ihᵀ + b_ih + h · w_hhᵀ + b_hh). Shapes: (batch, in) times (in, hidden) gives (batch, "
        "hidden), and (batch, hidden) times (hidden, hidden) does too.",
        "One line: `return np.tanh(… @ w_ih.T + … + … @ w_hh.T + …)`.",
    )
    causes = (
        (
            "ValueError",
            "matmul|not aligned",
            "The inner sizes of a matrix product differ. A weight is kept as (out, in), with a row for each unit of "
            "the state; in `a @ b`, the rows of `a` meet the columns of `b`.",
        ),
    )
    notice = "w_hh is square, so NumPy would not have complained had you left its transposition out."

    def cases(self, rng):
        one = np.array([[1.0]])
        yield self.case(0.5 * one, 0.0 * one, one, 0.5 * one, np.array([0.0]), np.array([0.0]))
        yield self.case(0.5 * one, -one, one, 0.5 * one, np.array([0.25]), np.array([0.1]))
        for batch, inputs, hidden in [(1, 2, 3), (1, 3, 2), *_SIZES]:
            x, h = rng.normal(size=(batch, inputs)), settled(np.tanh(rng.normal(size=(batch, hidden))))
            weights = [0.6 * rng.normal(size=(hidden, *rest)) for rest in ((inputs,), (hidden,), (), ())]
            yield self.case(x, h, *weights)
        for batch, inputs, hidden in _SIZES[:3]:
            x = rng.normal(size=(batch, inputs))
            weights = [0.6 * rng.normal(size=(hidden, *rest)) for rest in ((inputs,), (hidden,), (), ())]
            yield self.case(x, np.zeros((batch, hidden)), *weights, about="where the old state is 0")
        for batch, size in [(2, 3), (3, 4), (1, 5)]:
            x, h = rng.normal(size=(batch, size)), settled(np.tanh(rng.normal(size=(batch, size))))
            weights = [0.6 * rng.normal(size=(size, *rest)) for rest in ((size,), (size,), (), ())]
            yield self.case(x, h, *weights, about="where inputs and hidden units are equally many")
        for batch, inputs, hidden in _SIZES[:2]:
            x, h = rng.normal(size=(batch, inputs)), rng.integers(2, 9, size=(batch, hidden)) / 32
            h[0, -1], h[1:] = -h[0, :-1].sum(), -h[:-1]  # what is not 0 adds up to 0
            weights = [0.6 * rng.normal(size=(hidden, *rest)) for rest in ((inputs,), (hidden,), (), ())]
            yield self.case(x, h, *weights, about="where the numbers of the old state add up to 0")
        x, h, zero = np.array([[6.0], [-6.0], [400.0], [-400.0], [800.0], [-800.0]]), np.zeros((6, 1)), np.zeros(1)
        for step in (h, h + 0.5):
            yield self.case(x, step, one, 0.5 * one, zero, zero, about="where the sums are large")

    def reference(self, x, h, w_ih, w_hh, b_ih, b_hh):
        import torch

        return torch.rnn_tanh_cell(*(torch.from_numpy(array) for array in (x, h, w_ih, w_hh, b_ih, b_hh)))

    @staticmethod
    def solution(x, h, w_ih, w_hh, b_ih, b_hh):
        """One step of an RNN: the new state, from the input at this step and the old state.

        Args:
            x: (batch, in), the input at this step.
            h: (batch, hidden), the state after the step before.
            w_ih: (hidden, in), the weights for x.
            w_hh: (hidden, hidden), the weights for h: the recurrent weights.
            b_ih: (hidden,), the bias that goes with w_ih.
            b_hh: (hidden,), the bias that goes with w_hh.
        Returns:
            (batch, hidden), the new state: tanh of the sum of both parts.
        """
        return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

    @mistake(
        "w_hh not transposed",
        "Your answer is that of w_hh as it stands, not transposed. It is square, so NumPy does not complain, but "
        "rows and columns are exchanged: weights are stored (out, in).",
    )
    def not_transposed(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + h @ w_hh + b_hh)

    @mistake(
        "no tanh",
        "Your state is the sum itself, without tanh. Nothing then keeps it between −1 and 1, and over many steps it "
        "can grow without limit.",
    )
    def no_tanh(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return x @ w_ih.T + b_ih + h @ w_hh.T + b_hh

    @mistake(
        "leaves out the old state",
        "Your new state does not depend on the old one. Without h · w_hhᵀ the network has no memory: it knows the "
        "current input and nothing before it.",
    )
    def no_memory(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + b_hh)

    @mistake(
        "leaves out the old state and its bias",
        "Your new state depends neither on the old one nor on b_hh. Without h · w_hhᵀ + b_hh the network has no "
        "memory: it knows the current input and nothing before it.",
    )
    def no_second_layer(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih)

    @mistake(
        "leaves out the input",
        "Your new state does not depend on x. The part x · w_ihᵀ is missing.",
    )
    def no_input(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(b_ih + h @ w_hh.T + b_hh)

    @mistake(
        "leaves out b_hh",
        "You left out b_hh. Both parts have a bias, as in PyTorch; the two are added.",
    )
    def no_second_bias(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T)

    @mistake(
        "leaves out b_ih",
        "You left out b_ih. Both parts have a bias, as in PyTorch; the two are added.",
    )
    def no_first_bias(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + h @ w_hh.T + b_hh)

    @mistake(
        "leaves out both biases",
        "You left out both biases. Each of the two parts has one: b_ih goes with x, b_hh with h.",
    )
    def no_biases(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + h @ w_hh.T)

    @mistake(
        "b_ih twice",
        "You added b_ih twice and b_hh not at all. The second part has a bias of its own.",
    )
    def first_bias_twice(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_ih)

    @mistake(
        "a tanh for each part",
        "You took tanh of the two parts separately and added the results. It is taken once, of the sum: so the new "
        "state stays between −1 and 1.",
    )
    def two_tanhs(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih) + np.tanh(h @ w_hh.T + b_hh)

    @mistake(
        "biases behind the tanh",
        "You added the biases after tanh. They belong inside, to the sum of which tanh is taken.",
    )
    def biases_outside(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + h @ w_hh.T) + b_ih + b_hh

    @mistake(
        "b_hh behind the tanh",
        "You added b_hh after tanh. It belongs inside, to the sum of which tanh is taken.",
    )
    def last_bias_outside(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T) + b_hh

    @mistake(
        "tanh of the input's part only",
        "You took tanh of the input's part only and added the state's part behind it. It is taken of the whole sum.",
    )
    def state_outside(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih) + h @ w_hh.T + b_hh

    @mistake(
        "sigmoid for tanh",
        "Your values are those of the sigmoid where tanh is asked for. They lie between 0 and 1, those of tanh "
        "between −1 and 1.",
    )
    def sigmoid(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return 1 / (1 + np.exp(-(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)))

    @mistake(
        "ReLU for tanh",
        "Your values are those of ReLU where tanh is asked for. It has no upper limit, so over many steps the state "
        "could grow without end.",
    )
    def relu(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.maximum(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh, 0.0)

    @mistake(
        "adds the old state itself",
        "You added h itself to the result. The old state comes in through w_hh alone; added directly, it would pile up "
        "from step to step.",
    )
    def residual(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return h + np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)

    @mistake(
        "tanh of the old state",
        "You took tanh of the old state before multiplying it by w_hh. h has been through tanh already, when it was "
        "made, one step earlier.",
    )
    def tanh_twice(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(x @ w_ih.T + b_ih + np.tanh(h) @ w_hh.T + b_hh)

    @mistake(
        "tanh of the input's part, and of the sum",
        "You took tanh of the input's part, and tanh of the sum again. It is taken once, of the sum of both parts.",
    )
    def tanh_of_input(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh(np.tanh(x @ w_ih.T + b_ih) + h @ w_hh.T + b_hh)

    @mistake(
        "tanh of half the sum",
        "Your answer is tanh of half the sum. (1 − e⁻ᶻ) / (1 + e⁻ᶻ) looks like tanh z, but is tanh z/2: in tanh z "
        "the exponent is −2z. `np.tanh` does it.",
    )
    def half(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh((x @ w_ih.T + b_ih + h @ w_hh.T + b_hh) / 2)

    @mistake(
        "returns the state twice",
        "You returned the new state twice, in a tuple. A whole RNN gives outputs and last state; a single step has one "
        "result, the new state.",
    )
    def twice(self, x, h, w_ih, w_hh, b_ih, b_hh):
        new = np.tanh(x @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
        return new, new

    @mistake(
        "multiplies the two parts",
        "Your state is tanh of the product of the two parts. They are added: either of them can then move the state "
        "by itself.",
    )
    def product(self, x, h, w_ih, w_hh, b_ih, b_hh):
        return np.tanh((x @ w_ih.T + b_ih) * (h @ w_hh.T + b_hh))
