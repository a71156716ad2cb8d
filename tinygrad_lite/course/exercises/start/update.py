"""Lesson 00: the step of gradient descent, by hand and in code."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


class StepByHand(NumberQuestion):
    id, digits = "start/step_by_hand", 2
    question = (
        "**By hand.** A weight is 2.0, its gradient is −3.0, and the learning rate is 0.1. "
        "What is the weight after one step of gradient descent?"
    )
    value = 2.3
    wrong = {
        1.7: "You moved the weight down, and the loss goes up. The gradient is negative: 0.1 · (−3.0) = −0.3, and "
        "taking away −0.3 makes the weight larger.",
        5.0: "You took away the whole gradient. The learning rate shortens the step: first multiply −3.0 by 0.1.",
        -1.0: "You added the whole gradient. First multiply it by the learning rate, then subtract the product.",
        0.3: "That is the change alone. The new weight is the old one, 2.0, with that change made to it.",
        -0.3: "That is learning rate times gradient. It still has to be subtracted from the weight, 2.0.",
        32.0: "That is what you get by dividing by the learning rate. The rate multiplies the gradient: 0.1 · (−3.0).",
        2.6: "That is what you get by multiplying the step by the weight too. The step is the learning rate times the "
        "gradient, nothing else.",
        0.5: "That is what you get by multiplying everything by the learning rate. Only the gradient is multiplied; "
        "the weight counts in full.",
    }


class Update(Exercise):
    id, points = "start/update", 1
    axes = {"weight": ..., "gradient": ...}
    words = {"learning_rate": "the learning rate", "n": "the number of weights"}
    notice = "This line is gradient descent. Every other optimizer keeps its form and chooses the step differently."
    hints = (
        "The gradient says in which direction the loss grows. You want it to fall: which sign does the step get?",
        "new weight = weight − learning rate · gradient. In numbers: 0.5 − 0.01 · 0.2 = 0.498.",
        "One line does it, for a single weight and for a million: `return weight … learning_rate … gradient`, "
        "with an operator for each gap. NumPy applies it to every element.",
    )

    def cases(self, rng):
        yield self.case(np.array([0.5]), np.array([0.2]), 0.01)
        yield self.case(np.array([1.0, -2.0]), np.array([3.0, 4.0]), 0.1)
        yield self.case(np.array([2.0]), np.array([-3.0]), 0.1)
        rates = [0.001, 0.01, 0.03, 0.05, 0.2, 0.3, 0.5, 0.7, 1.5, 3.0]
        shapes = [(3,), (5,), (8, 2), (1, 4), (4, 1), (2, 3), (7,), (3, 5), (2, 3, 4), (6, 1, 2)]
        for shape, rate in zip(shapes, rates, strict=True):
            yield self.case(rng.normal(size=shape), rng.normal(size=shape), rate)
        for shape in [(4,), (3, 4)]:
            yield self.case(rng.normal(size=shape) * 100, rng.normal(size=shape) * 10, 0.25)
        for shape in [(3,), (2, 2)]:
            yield self.case(rng.normal(size=shape), rng.normal(size=shape), 0.0, about="where the learning rate is 0")
            yield self.case(rng.normal(size=shape), np.zeros(shape), 0.1, about="where the gradient is 0")
        for shape in [(3,), (2, 3)]:
            weight, gradient = 1e-3 * rng.normal(size=shape), 1e-5 * rng.normal(size=shape)
            yield self.case(weight, gradient, 0.5, about="where the gradient is very small")

    def reference(self, weight, gradient, learning_rate):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(weight))
        parameter.grad = torch.tensor(gradient)
        torch.optim.SGD([parameter], lr=learning_rate).step()
        return parameter

    @staticmethod
    def solution(weight, gradient, learning_rate):
        """One step of gradient descent: the weights, moved a little in the direction in which the loss falls.

        The arrays that come in stay as they are; the new weights are a new array.

        Args:
            weight: array of any shape, the weights before the step.
            gradient: array of the same shape; how fast the loss grows with each weight.
            learning_rate: a number, how long the step is.
        Returns:
            array of the same shape: the weights after the step.
        """
        return weight - learning_rate * gradient

    @mistake(
        "adds the step",
        "You added the step instead of subtracting it. The gradient points to where the loss grows; with a plus, every "
        "step makes the network worse.",
    )
    def adds(self, weight, gradient, learning_rate):
        return weight + learning_rate * gradient

    @mistake(
        "leaves out the learning rate",
        "You subtracted the whole gradient, without the learning rate. The gradient says which way and how steep, not "
        "how far; the learning rate keeps the step small enough not to jump over the minimum.",
    )
    def no_learning_rate(self, weight, gradient, learning_rate):
        return weight - gradient

    @mistake(
        "adds the whole gradient",
        "You added the whole gradient: the learning rate has no part in it, and the sign is that of a climb. The step "
        "is learning rate times gradient, and it is subtracted.",
    )
    def adds_gradient(self, weight, gradient, learning_rate):
        return weight + gradient

    @mistake(
        "returns only the step",
        "You returned the step alone, learning rate times gradient. The exercise asks for the new weight: the old one "
        "minus that step.",
    )
    def only_step(self, weight, gradient, learning_rate):
        return learning_rate * gradient

    @mistake(
        "returns only the change",
        "You returned the change alone, minus learning rate times gradient. The exercise asks for the new weight: the "
        "old one with that change made to it.",
    )
    def only_change(self, weight, gradient, learning_rate):
        return -learning_rate * gradient

    @mistake(
        "divides by the learning rate",
        "Your step is the gradient divided by the learning rate. Then a smaller learning rate makes a longer step; "
        "multiplied, it makes a shorter one, as its name says.",
    )
    def divides(self, weight, gradient, learning_rate):
        with np.errstate(all="ignore"):
            return weight - gradient / learning_rate

    @mistake(
        "divides by the gradient",
        "Your step is the learning rate divided by the gradient. Then the flatter the loss, the longer the step; "
        "multiplied, the step gets shorter as the loss gets flat.",
    )
    def divides_by_gradient(self, weight, gradient, learning_rate):
        with np.errstate(all="ignore"):
            return weight - learning_rate / gradient

    @mistake(
        "multiplies the step by the weight",
        "Your step is multiplied by the weight as well. Then a weight of 0 could never move; the step is the learning "
        "rate times the gradient and nothing else.",
    )
    def times_weight(self, weight, gradient, learning_rate):
        return weight - learning_rate * gradient * weight

    @mistake(
        "exchanges weight and gradient",
        "You exchanged the weight and the gradient. The weight is what is moved; the gradient, made small by the "
        "learning rate, is by how much.",
    )
    def exchanged(self, weight, gradient, learning_rate):
        return gradient - learning_rate * weight

    @mistake(
        "multiplies the weight by the learning rate too",
        "In your answer the learning rate makes the weight small too. Only the gradient is made small; the weight "
        "counts in full, otherwise every step shrinks it by that factor.",
    )
    def scales_all(self, weight, gradient, learning_rate):
        return learning_rate * (weight - gradient)

    @mistake(
        "subtracts the other way round",
        "You subtracted the weight from the step; it goes the other way round. All signs are turned: a weight of 2 "
        "would become about −2.",
    )
    def other_way_round(self, weight, gradient, learning_rate):
        return learning_rate * gradient - weight

    @mistake(
        "steps of equal size",
        "Your step has the same size whatever the gradient's: only its sign counts. The steeper the loss, the larger "
        "the step: learning rate times gradient.",
    )
    def signs(self, weight, gradient, learning_rate):
        return weight - learning_rate * np.sign(gradient)

    @mistake(
        "steps of the learning rate's length",
        "Your step is as long as the learning rate, however long the gradient is: only its direction is left. The "
        "steeper the loss, the longer the step: learning rate times gradient.",
    )
    def direction_only(self, weight, gradient, learning_rate):
        return weight - learning_rate * gradient / np.linalg.norm(gradient)
