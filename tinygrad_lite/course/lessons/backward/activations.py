"""The backward pass of the activations, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class ReLUGrad(Exercise):
    id = "backward/relu_grad"
    axes = {"grad_output": ..., "x": ...}
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.array([1.0, 1.0]), np.array([2.0, -3.0]))

    def reference(self, grad_output, x):
        import torch

        point = torch.from_numpy(x).requires_grad_()
        torch.relu(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, x):
        """Gradient of a loss with respect to the input of ReLU.

        Args:
            grad_output: array of any shape: the gradient with respect to ReLU's output.
            x: array of the same shape: ReLU's input. At 0 its slope counts as 0, as in PyTorch.
        Returns:
            array of the same shape.
        """
        return grad_output * (x > 0)


class SigmoidGrad(Exercise):
    id = "backward/sigmoid_grad"
    axes = {"grad_output": ..., "y": ...}
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.array([1.0, 2.0]), np.array([0.5, 0.8]))

    def reference(self, grad_output, y):
        import torch

        point = torch.logit(torch.from_numpy(y)).requires_grad_()
        torch.sigmoid(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, y):
        """Gradient of a loss with respect to the input of the sigmoid.

        Args:
            grad_output: array of any shape: the gradient with respect to the sigmoid's output.
            y: array of the same shape: the sigmoid's output, kept from the forward pass.
        Returns:
            array of the same shape.
        """
        return grad_output * y * (1 - y)


class TanhGrad(Exercise):
    id = "backward/tanh_grad"
    axes = {"grad_output": ..., "y": ...}
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(np.array([1.0, 2.0]), np.array([0.0, 0.8]))

    def reference(self, grad_output, y):
        import torch

        point = torch.atanh(torch.from_numpy(y)).requires_grad_()
        torch.tanh(point).backward(torch.from_numpy(grad_output))
        return point.grad

    @staticmethod
    def solution(grad_output, y):
        """Gradient of a loss with respect to the input of tanh.

        Args:
            grad_output: array of any shape: the gradient with respect to tanh's output.
            y: array of the same shape: tanh's output, kept from the forward pass.
        Returns:
            array of the same shape.
        """
        return grad_output * (1 - y**2)
