"""Slopes measured instead of derived, in lesson 03: central differences, and the check of a gradient by them."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, NumberExercise, mistake
from ...recipes import Formula


class DifferenceByHand(NumberExercise):
    id = "backward/difference_by_hand"
    question = (
        "**By hand first.** Take f(x) = x³ at x = 2, with a step of 0.1: 2.1³ = 9.261 and 1.9³ = 6.859. What slope "
        "does the central difference give, to two decimals?"
    )
    value, digits = 12.01, 2
    wrong = {
        12.0: "12 is the exact slope, 3x². The central difference is close to it, but not the same: divide 9.261 − "
        "6.859 by the distance between the two points.",
        24.02: "You divided by 0.1. The two points are 0.2 apart: one step to the right and one to the left.",
        12.61: "That is the forward difference, (2.1³ − 2³) / 0.1. The central one takes one step to each side.",
        11.41: "That is the backward difference, (2³ − 1.9³) / 0.1. The central one takes one step to each side.",
        2.402: "That is how much f rises from 1.9 to 2.1. A slope is the rise divided by the distance.",
        -12.01: "The sign is turned: take the value on the right minus the value on the left.",
        6.005: "You divided by 0.4. The two points are 0.2 apart.",
        0.4804: "You multiplied by 0.2. A slope is the rise divided by the distance.",
    }


class NumericalGradient(Exercise):
    id, points, rtol, agrees_with = "backward/numerical_gradient", 3, 1e-6, ""
    axes = {"x": ...}
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(Formula("np.sum(x ** 2)"), np.array([3.0]))
        yield self.case(Formula("np.sum(x ** 2)"), np.array([1.0, -2.0]), 0.1)

    def reference(self, f, x, eps=1e-6):
        import torch

        point = torch.from_numpy(x).requires_grad_()
        f(point).backward()
        return point.grad

    @staticmethod
    def solution(f, x, eps=1e-6):
        """Estimate the gradient of `f` at `x` by central differences, one element of `x` at a time.

        Args:
            f: a function that takes an array of the shape of `x` and returns a float.
            x: array of any shape; it is the same afterwards, to the last bit.
            eps: the size of the step to each side.
        Returns:
            array of the shape of `x`: the slope of `f` for each element.
        """
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            right, left = x.copy(), x.copy()
            right[index] += eps
            left[index] -= eps
            gradient[index] = (f(right) - f(left)) / (2 * eps)
        return gradient


#: Under its own name, so that the solutions below can call it as the lesson's notebook does.
numerical_gradient = NumericalGradient.solution


class Gradcheck(Exercise):
    id, points = "backward/gradcheck", 2
    axes = {"x": ...}
    agrees_with = ""
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(Formula("np.sum(x ** 2)"), Formula("2 * x"), np.array([3.0, -1.0]))
        yield self.case(Formula("np.sum(x ** 2)"), Formula("x"), np.array([3.0, -1.0]))

    def reference(self, f, grad_f, x, atol=1e-5):
        import torch

        point = torch.from_numpy(x).requires_grad_()
        f(point).backward()
        return bool((point.grad - grad_f(point)).abs().max() <= atol)

    @staticmethod
    def solution(f, grad_f, x, atol=1e-5):
        """Whether `grad_f` gives the gradient of `f` at `x`, as far as central differences can tell.

        Args:
            f: a function that takes an array of the shape of `x` and returns a float.
            grad_f: a function that takes the same array and returns what is claimed to be the gradient of `f` there.
            x: array of any shape.
            atol: by how much an element may differ from the central difference.
        Returns:
            bool: True if no element differs by more than `atol`.
        """
        difference = np.abs(grad_f(x) - numerical_gradient(f, x))
        return bool(np.all(difference <= atol))
