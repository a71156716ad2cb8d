"""The backward pass of a dense layer and of broadcasting, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class LinearBackward(Exercise):
    id, points = "backward/linear_backward", 3
    axes = {"grad_output": ("batch", "out"), "x": ("batch", "in"), "weight": ("out", "in")}
    parts = ("grad_x", "grad_weight", "grad_bias")
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0, 5.0]]), np.array([[1.0, 0, 2], [0, 1, -1]]))

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


class Unbroadcast(Exercise):
    id, points = "backward/unbroadcast", 3
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), (3,))

    def reference(self, grad, shape):
        import torch

        small = torch.zeros(shape, dtype=torch.float64, requires_grad=True)
        small.expand(grad.shape).backward(torch.from_numpy(grad))
        return small.grad

    @staticmethod
    def solution(grad, shape):
        """Sum a gradient back to the shape that an array had before broadcasting stretched it.

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
