"""The way back through an RNN's steps, in lesson 06."""

from __future__ import annotations

import numpy as np

from ...case import settled
from ...exercise import Exercise, mistake

#: (steps, batch, hidden) of the cases, all lengths different.
_SIZES = [(3, 2, 4), (2, 5, 3), (5, 3, 2), (4, 6, 5), (6, 2, 3), (7, 4, 6)]


def _norm(grad):
    return np.sqrt(np.sum(grad**2))


def _carried(grad, states, step, measure=_norm):
    """The norms on the way back, with a step of one's own: `step(grad, h)` gives the gradient one step earlier."""
    norms = [measure(grad)]
    for h in states:
        grad = step(grad, h)
        norms.append(measure(grad))
    return norms


class RNNBackward(Exercise):
    id, points, agrees_with = "clipping/rnn_backward", 3, "PyTorch"
    axes = {"grad": ("batch", "hidden"), "states": ("steps", "batch", "hidden"), "w_hh": ("hidden", "hidden")}
    words = {"hidden": "the hidden size", "steps": "the number of steps"}
    hints = (
        "Begin at the end. A step made h of the state before it by a product with w_hhᵀ, and then tanh. On the way "
        "back the last comes first: tanh, then the product.",
        "Through tanh: grad · (1 − h²), number by number, with the h that this step gave. Through the product: times "
        "w_hh, as it stands. Going forwards, it was transposed.",
        "A list with the norm of grad; then `for h in states[::-1]:` with two lines in it: `grad = (… * (1 - …)) @ …`, "
        "and the new norm is appended.",
    )
    causes = (
        (
            "ValueError",
            "matmul|not aligned",
            "The inner sizes of a matrix product differ. grad is (batch, hidden) and stands on the left; w_hh is "
            "(hidden, hidden) and stands on the right.",
        ),
    )
    notice = "Nothing of the digits appears in it but the states: the same matrix is applied at every step."

    def cases(self, rng):
        yield self.case(np.array([[2.0]]), np.array([[[0.0]]]), np.array([[1.5]]))
        yield self.case(np.array([[1.0]]), np.array([[[0.5]], [[-0.5]]]), np.array([[2.0]]))
        yield self.case(np.array([[3.0, 4.0]]), np.array([[[0.0, 0.5]]]), np.array([[1.0, 2.0], [0.0, 1.0]]))
        for steps, batch, hidden in [(2, 1, 3), (3, 1, 2), *_SIZES]:
            grad = rng.normal(size=(batch, hidden))
            states = rng.uniform(-0.95, 0.95, size=(steps, batch, hidden))
            yield self.case(grad, states, rng.normal(size=(hidden, hidden)))
        for steps, batch, hidden in _SIZES[:2]:
            states = rng.uniform(-0.95, 0.95, size=(steps, batch, hidden))
            zero = np.zeros((batch, hidden))
            yield self.case(zero, states, rng.normal(size=(hidden, hidden)), about="where the gradient is 0")
        for steps, batch in ((2, 3), (3, 4)):
            states = rng.uniform(-0.95, 0.95, size=(steps, batch, 1))
            one = rng.normal(size=(batch, 1)), states, np.array([[1.5]])
            yield self.case(*one, about="where there is one hidden unit")
        states = np.array([[[0.5, -0.25]], [[0.999, -0.998]]])
        yield self.case(np.array([[1.0, 2.0]]), states, np.array([[1.0, 2.0], [-1.0, 1.0]]))
        for batch, hidden in ((2, 3), (3, 4)):
            states = rng.uniform(-0.5, 0.5, size=(12, batch, hidden))
            weights = settled(4 * np.linalg.qr(rng.normal(size=(hidden, hidden)))[0])
            yield self.case(rng.normal(size=(batch, hidden)), states, weights, about="where the steps are many")

    def reference(self, grad, states, w_hh):
        import torch

        grad, states, w_hh = (torch.from_numpy(array) for array in (grad, states, w_hh))
        norms = [torch.linalg.vector_norm(grad)]
        for h in states.flip(0):
            before = torch.zeros_like(h, requires_grad=True)
            after = torch.tanh(torch.atanh(h) + torch.nn.functional.linear(before, w_hh))
            (grad,) = torch.autograd.grad(after, before, grad)
            norms.append(torch.linalg.vector_norm(grad))
        return torch.stack(norms)

    @staticmethod
    def solution(grad, states, w_hh):
        """The norm of the gradient on its way back through the steps of an RNN.

        Args:
            grad: (batch, hidden), the gradient with respect to the last state.
            states: (steps, batch, hidden), the states that the steps gave, in the order of time.
            w_hh: (hidden, hidden), the recurrent weights; each step multiplied the state before it by w_hh.T.
        Returns:
            list of steps + 1 numbers: the norm of grad itself, then the norm of the gradient after it went back
            through the last step, the one before that, and so on to the first.
        """
        norms = [np.sqrt(np.sum(grad**2))]
        for h in states[::-1]:
            grad = (grad * (1 - h**2)) @ w_hh
            norms.append(np.sqrt(np.sum(grad**2)))
        return norms

    def again(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * (1 - h**2)) @ w_hh)

    @mistake(
        "w_hh transposed",
        "Your gradient is multiplied by w_hhᵀ. That is the way forwards; on the way back it is w_hh as it stands. The "
        "matrix is square, so NumPy does not complain.",
    )
    def transposed(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * (1 - h**2)) @ w_hh.T)

    @mistake(
        "no slope of tanh",
        "Your gradient goes back through the matrix, but not through tanh. Each step also multiplies by the slope of "
        "tanh, 1 − h².",
    )
    def no_slope(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: grad @ w_hh)

    @mistake(
        "no matrix",
        "Your gradient goes back through tanh, but not through the matrix. Each step also multiplies by w_hh.",
    )
    def no_matrix(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: grad * (1 - h**2))

    @mistake(
        "the matrix before tanh",
        "Your gradient goes through the matrix first and through tanh behind it. The way back has the opposite order "
        "of the way there: tanh came last, so its slope comes first.",
    )
    def exchanged(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad @ w_hh) * (1 - h**2))

    @mistake(
        "goes through the states forwards",
        "Your gradient meets the states in the order of time. It comes from the end: the last state is the first that "
        "it passes.",
    )
    def forwards(self, grad, states, w_hh):
        return _carried(grad, states, lambda grad, h: (grad * (1 - h**2)) @ w_hh)

    @mistake(
        "1 − h for the slope",
        "Your slope of tanh is 1 − h. It is 1 − h²: the same for h and −h, and never above 1.",
    )
    def not_squared(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * (1 - h)) @ w_hh)

    @mistake(
        "tanh taken twice",
        "Your slope is 1 − tanh(h)². The states have been through tanh already, so it is 1 − h².",
    )
    def tanh_twice(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * (1 - np.tanh(h) ** 2)) @ w_hh)

    @mistake(
        "the slope of the sigmoid",
        "Your slope is h · (1 − h). That is the slope of the sigmoid; the slope of tanh is 1 − h².",
    )
    def sigmoid(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * h * (1 - h)) @ w_hh)

    @mistake(
        "does not carry the gradient on",
        "Each of your norms comes from grad and a single step. What one step gives is what the step before it goes on "
        "with.",
    )
    def not_carried(self, grad, states, w_hh):
        return [_norm(grad), *(_norm((grad * (1 - h**2)) @ w_hh) for h in states[::-1])]

    @mistake(
        "does not take the root",
        "You returned sums of squares. A norm is the root of that sum.",
    )
    def no_root(self, grad, states, w_hh):
        return _carried(grad, states[::-1], lambda grad, h: (grad * (1 - h**2)) @ w_hh, lambda grad: np.sum(grad**2))

    @mistake(
        "the matrix norm",
        "Your norms are not those of all numbers together: `np.linalg.norm(…, 2)` takes an array for a matrix, and "
        "gives the largest factor by which it makes a vector longer. Asked for is the root of the sum of all squares.",
    )
    def matrix_norm(self, grad, states, w_hh):
        def step(grad, h):
            return (grad * (1 - h**2)) @ w_hh

        return _carried(grad, states[::-1], step, lambda grad: np.linalg.norm(grad, 2))

    @mistake(
        "leaves out the norm of grad",
        "Your norms begin after the first step back. The norm of grad itself comes before them: {steps} steps, and one "
        "number more.",
    )
    def without_first(self, grad, states, w_hh):
        return self.solution(grad, states, w_hh)[1:]

    @mistake(
        "stops before the first step",
        "Your norms end one step too early. The gradient passes all {steps} steps, the first in time among them.",
    )
    def without_last(self, grad, states, w_hh):
        return self.solution(grad, states, w_hh)[:-1]

    @mistake(
        "in the order of time",
        "Your norms stand in the order of time. Asked for is the order of the way back: the norm of grad first.",
    )
    def in_time(self, grad, states, w_hh):
        return self.solution(grad, states, w_hh)[::-1]

    @mistake(
        "returns the last gradient",
        "You returned the gradient that arrives at the beginning. Asked for are the norms on the way, "
        "{steps} + 1 numbers.",
    )
    def last_gradient(self, grad, states, w_hh):
        for h in states[::-1]:
            grad = (grad * (1 - h**2)) @ w_hh
        return grad
