"""The backward pass of a dense layer and of broadcasting, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

#: (batch, in, out): never the same twice in a case, and then a square weight, where a transposed one fits too.
_SIZES = [(2, 3, 4), (3, 2, 5), (4, 3, 2), (5, 4, 3), (3, 6, 2), (6, 5, 4), (7, 2, 3), (4, 7, 5)]
_SQUARE = [(3, 4, 4), (5, 3, 3), (2, 5, 5), (4, 2, 2)]


class LinearBackward(Exercise):
    id, points = "backward/linear_backward", 3
    axes = {"grad_output": ("batch", "out"), "x": ("batch", "in"), "weight": ("out", "in")}
    parts = ("grad_x", "grad_weight", "grad_bias")
    hints = (
        "A gradient has the shape of what it belongs to. Which product of the arrays that you have gives the shape of "
        "`x`, which the shape of `weight`?",
        "grad_x = grad_output · W, grad_weight = grad_outputᵀ · x, grad_bias = the sum of grad_output over the batch.",
        "`grad_x = grad_output @ …`, `grad_weight = grad_output.T @ …`, `grad_bias = grad_output.sum(axis=…)`.",
    )
    notice = "Backward costs two matrix products where forward costs one. That is why it takes about twice as long."

    def cases(self, rng):
        yield self.case(
            np.array([[1.0, 10.0]]), np.array([[3.0, 4.0, 5.0]]), np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
        )
        yield self.case(
            np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([[3.0, 0.0], [5.0, 6.0]]), np.array([[1.0, -2.0], [0.0, 4.0]])
        )
        for batch, inputs, outputs in _SIZES + _SQUARE:
            yield self.case(
                rng.normal(size=(batch, outputs)), rng.normal(size=(batch, inputs)), rng.normal(size=(outputs, inputs))
            )
        for inputs, outputs, about in [(3, 1, "with one output"), (1, 3, "with one input")]:
            for batch in (2, 4):
                grad_output, x = rng.normal(size=(batch, outputs)), rng.normal(size=(batch, inputs))
                yield self.case(grad_output, x, rng.normal(size=(outputs, inputs)), about=about)

    def fair(self, case):
        return min(case.args["weight"].shape) > 1

    def reference(self, grad_output, x, weight):
        import torch

        inputs = torch.from_numpy(x).requires_grad_()
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0], dtype=torch.float64)
        layer.weight = torch.nn.Parameter(torch.from_numpy(weight))
        layer(inputs).backward(torch.from_numpy(grad_output))
        return inputs.grad, layer.weight.grad, layer.bias.grad

    @staticmethod
    def solution(grad_output, x, weight):
        """Gradients of a loss with respect to what goes into a dense layer, output = x @ weight.T + bias.

        Args:
            grad_output: (batch, out): the gradient with respect to the layer's output.
            x: (batch, in): the layer's input, kept from the forward pass.
            weight: (out, in).
        Returns:
            tuple: (grad_x, grad_weight, grad_bias), each of the shape of what it belongs to.
        """
        grad_x = grad_output @ weight  # (batch, out) @ (out, in)
        grad_weight = grad_output.T @ x  # (out, batch) @ (batch, in)
        grad_bias = grad_output.sum(axis=0)
        return grad_x, grad_weight, grad_bias

    @mistake(
        "grad_weight lies on its side",
        "`grad_weight` has the shape (in, out): it is transposed. The weight is kept as (out, in), as in PyTorch, and "
        "its gradient has the same shape, so that one can be subtracted from the other.",
    )
    def transposed(self, grad_output, x, weight):
        return grad_output @ weight, x.T @ grad_output, grad_output.sum(axis=0)

    @mistake(
        "averages the bias gradient",
        "You averaged `grad_output` over the batch for the bias. The bias is added to every row, so it collects the "
        "gradients of all rows: their sum. If the loss is a mean, its 1/n is in `grad_output` already.",
    )
    def mean_bias(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, grad_output.mean(axis=0)

    @mistake(
        "divides by the batch size",
        "Your `grad_weight` and `grad_bias` are too small by a factor, the batch size. If the loss is a mean over "
        "the batch, that division is in `grad_output` already; here it would happen twice.",
    )
    def averaged(self, grad_output, x, weight):
        batch = len(x)
        return grad_output @ weight, grad_output.T @ x / batch, grad_output.sum(axis=0) / batch

    @mistake(
        "divides grad_weight by the batch size",
        "Your `grad_weight` is too small by a factor, the batch size. If the loss is a mean over the batch, that "
        "division is in `grad_output` already; here it would happen twice.",
    )
    def averaged_weight(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x / len(x), grad_output.sum(axis=0)

    @mistake(
        "divides all three by the batch size",
        "All three of your gradients are too small by a factor, the batch size. If the loss is a mean over the "
        "batch, that division is in `grad_output` already; here it would happen twice.",
    )
    def averaged_all(self, grad_output, x, weight):
        share = grad_output / len(x)
        return share @ weight, share.T @ x, share.sum(axis=0)

    @mistake(
        "the bias gradient keeps the batch",
        "You returned `grad_output` itself for the bias. There is one bias for each output, and it is added to every "
        "row: its gradient is the sum over the rows.",
    )
    def bias_unsummed(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, grad_output

    @mistake(
        "the bias gradient keeps an axis",
        "`grad_bias` has the shape (1, out), with an axis of length 1 for the batch. The bias has the shape (out,), "
        "and so has its gradient.",
    )
    def bias_keepdims(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=0, keepdims=True)

    @mistake(
        "sums the bias gradient over the outputs",
        "You added up `grad_output` over the outputs, which leaves one number for each row of the batch. There is one "
        "bias for each output: add up over the batch.",
    )
    def bias_other_axis(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, grad_output.sum(axis=1)

    @mistake(
        "one number for all biases",
        "You added up all of `grad_output` into a single number for the bias. Each output has a bias of its own.",
    )
    def bias_total(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, grad_output.sum()

    @mistake(
        "ones for the bias",
        "You returned ones for the bias. The output changes as fast as the bias, so its slope is 1; by the chain rule "
        "it is multiplied by the gradients that arrive, and these are added up over the batch.",
    )
    def bias_ones(self, grad_output, x, weight):
        return grad_output @ weight, grad_output.T @ x, np.ones(weight.shape[0])

    @mistake(
        "another order",
        "Your three gradients stand in another order: asked for is (grad_x, grad_weight, grad_bias). You returned "
        "weight, bias, x.",
    )
    def other_order(self, grad_output, x, weight):
        return grad_output.T @ x, grad_output.sum(axis=0), grad_output @ weight

    @mistake(
        "grad_weight and grad_x exchanged",
        "`grad_x` and `grad_weight` stand in each other's place. Asked for is (grad_x, grad_weight, grad_bias).",
    )
    def exchanged(self, grad_output, x, weight):
        return grad_output.T @ x, grad_output @ weight, grad_output.sum(axis=0)

    @mistake(
        "the gradient of x takes x along",
        "Your `grad_x` has x as a factor. How fast the output changes with x is told by the weight alone; x itself "
        "is in `grad_weight`.",
    )
    def times_x(self, grad_output, x, weight):
        return grad_output @ weight * x, grad_output.T @ x, grad_output.sum(axis=0)

    @mistake(
        "divides all by the number of outputs",
        "All three are divided by the number of outputs, {out} here. The gradient that arrives has every average in it "
        "already; here it is only passed on, multiplied and added up.",
    )
    def by_outputs(self, grad_output, x, weight):
        out = grad_output.shape[1]
        return tuple(each / out for each in self.solution(grad_output, x, weight))


_NEW = "where broadcasting has added an axis in front"
_TWO_NEW = "where broadcasting has added two axes or more"
_STRETCHED = "where an axis of length 1 was stretched"


class Unbroadcast(Exercise):
    id, points = "backward/unbroadcast", 3
    hints = (
        "Broadcasting makes copies of an element. How many copies of it are in `grad`, and along which axes do they "
        "lie? All of them belong to the one element.",
        "Add up over every axis that is new (there are `grad.ndim - len(shape)`, all in front), and over every axis "
        "whose length was 1, keeping that one with length 1.",
        "First `grad = grad.sum(axis=…)` over the new axes, then `grad.sum(axis=…, keepdims=True)` over the stretched "
        "ones. Both take a tuple of axes.",
    )
    notice = (
        "Broadcasting forward is summing backward. The bias of a dense layer, summed over the batch, is one case of it."
    )

    def cases(self, rng):
        yield self.case(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), (3,), about=_NEW)
        yield self.case(np.array([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]), (2, 1), about=_STRETCHED)
        yield self.case(np.array([1.0, 2.0, 4.0]), ())
        for shape, before, about in _STRETCHES:
            yield self.case(rng.integers(1, 10, size=shape).astype(float), before, about=about)

    def reference(self, grad, shape):
        import torch

        small = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        small.expand(grad.shape).backward(torch.from_numpy(grad))
        return small.grad

    @staticmethod
    def solution(grad, shape):
        """Sum a gradient back to the shape that an array had before broadcasting stretched it.

        The array that comes in stays as it is.

        Args:
            grad: array: the gradient with respect to the stretched array.
            shape: tuple: the shape before; one that broadcasting can stretch to `grad.shape`.
        Returns:
            array of shape `shape`: each element collects the gradients of all its copies.
        """
        new_axes = grad.ndim - len(shape)
        grad = grad.sum(axis=tuple(range(new_axes)))
        stretched = tuple(axis for axis, length in enumerate(shape) if length == 1)
        return grad.sum(axis=stretched, keepdims=True)

    def again(self, grad, shape):
        grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
        return grad.sum(axis=_ones(shape), keepdims=True)

    @mistake(
        "averages the copies",
        "You averaged where you should add up. Each copy has its own effect on the loss, and if the element grows, all "
        "its copies grow together: the effects add up.",
    )
    def mean(self, grad, shape):
        grad = grad.mean(axis=tuple(range(grad.ndim - len(shape))))
        return np.mean(grad, axis=_ones(shape), keepdims=True)

    @mistake(
        "keeps one of the copies",
        "You took the gradient of the first copy and left the others out. If the element grows, all its copies grow "
        "together: their gradients add up.",
    )
    def first(self, grad, shape):
        grad = grad[(0,) * (grad.ndim - len(shape))]
        return grad[tuple(slice(length) for length in shape)]

    @mistake(
        "stretched axes stay",
        "You added up the new axes in front, but an axis that had length 1 keeps its stretched length. It was "
        "stretched by copying too: add up over it, keeping it with length 1.",
    )
    def new_only(self, grad, shape):
        return grad.sum(axis=tuple(range(grad.ndim - len(shape))))

    @mistake(
        "new axes stay",
        "You added up the axes that had length 1, but not those that broadcasting put in front. Their number is "
        "`grad.ndim - len(shape)`.",
    )
    def stretched_only(self, grad, shape):
        new = grad.ndim - len(shape)
        return grad.sum(axis=tuple(new + axis for axis in _ones(shape)), keepdims=True)

    @mistake(
        "drops the axes of length 1",
        "You added up over the right axes, but those of length 1 are gone from the result. `keepdims=True` keeps an "
        "axis with length 1, so that the gradient has the shape of what it belongs to.",
    )
    def dropped(self, grad, shape):
        new = grad.ndim - len(shape)
        return grad.sum(axis=(*range(new), *(new + axis for axis in _ones(shape))))

    @mistake(
        "takes the new axes from the back",
        "You added up axes at the back as if they were the new ones. Broadcasting compares shapes from the right, so "
        "new axes are put in front.",
    )
    def from_the_back(self, grad, shape):
        grad = grad.sum(axis=tuple(range(len(shape), grad.ndim)))
        return grad.sum(axis=_ones(shape), keepdims=True)

    @mistake(
        "the axes move up while they are summed",
        "You added up axis 0, then axis 1, and so on. Once an axis is summed it is gone, and those behind it move up, "
        "so every second one was missed. Sum axis 0 each time, or hand over all axes at once as a tuple.",
    )
    def moving(self, grad, shape):
        for axis in range(grad.ndim - len(shape)):
            grad = grad.sum(axis=axis)
        return grad.sum(axis=_ones(shape), keepdims=True)

    @mistake(
        "one sum for every element",
        "You added up all of `grad` and gave every element the same total. Each element collects the gradients of its "
        "own copies only.",
    )
    def total(self, grad, shape):
        return np.full(shape, grad.sum())

    @mistake(
        "only one new axis",
        "You added up the first axis once, however many are new. Their number is `grad.ndim - len(shape)`.",
    )
    def one_new(self, grad, shape):
        if grad.ndim > len(shape):
            grad = grad.sum(axis=0)
        return grad.sum(axis=_ones(shape), keepdims=True)


#: (shape of the gradient, shape before, what is special). No two lengths of a case are the same, except as said.
_STRETCHES = [
    ((2, 3), (2, 3), ""),
    ((4, 2, 3), (4, 2, 3), ""),
    ((5, 3), (3,), _NEW),
    ((4, 2, 3), (2, 3), _NEW),
    ((3, 3), (3,), _NEW),
    ((2, 4, 3, 5), (4, 3, 5), _NEW),
    ((2, 3), (1, 3), _STRETCHED),
    ((4, 5), (4, 1), _STRETCHED),
    ((4, 2, 3), (4, 1, 3), _STRETCHED),
    ((4, 2, 3), (1, 2, 1), _STRETCHED),
    ((3, 4), (1, 1), _STRETCHED),
    ((2, 3, 4, 2), (2, 3, 1, 2), _STRETCHED),
    ((2, 3, 2), (1, 1, 1), _STRETCHED),
    ((4, 2, 3), (3,), _TWO_NEW),
    ((2, 3, 4), (4,), _TWO_NEW),
    ((5, 4, 2, 3), (2, 3), _TWO_NEW),
    ((2, 3, 4, 5), (5,), _TWO_NEW),
    ((2, 3, 2, 2, 4), (4,), "where four axes are new"),
    ((3, 4), (), _TWO_NEW),
    ((2, 3, 4), (), _TWO_NEW),
    ((4, 2, 3), (2, 1), "where an axis was added and another one stretched"),
    ((3, 5, 4, 2), (1, 2), "where axes were added and another one stretched"),
    ((5, 4), (1,), "where an axis was added and another one stretched"),
    ((1, 4), (4,), "where a new axis has length 1"),
    ((1, 3), (1, 3), "where an axis of length 1 stayed so"),
]


def _ones(shape):
    """The axes that have length 1."""
    return tuple(axis for axis, length in enumerate(shape) if length == 1)
