"""The chain rule on one neuron, in lesson 03."""

from __future__ import annotations

from ...exercise import Exercise, NumberExercise, mistake


class ChainByHand(NumberExercise):
    id = "backward/chain_by_hand"
    question = (
        "**By hand first.** One neuron: w = 0.5, x = 3, b = 0.1, target 1. Its prediction is 0.5 · 3 + 0.1 = 1.6, its "
        "error 0.6, its loss L = 0.6² = 0.36. What is dL/dw, to one decimal?"
    )
    value, digits = 3.6, 1
    wrong = {
        1.8: "The 2 is missing: the slope of error² is 2 · error = 1.2. Then times the slope of the error with "
        "respect to w.",
        1.2: "That is dL/d(error), and dL/db too. One more link: how fast does the error change with w? By x = 3.",
        0.6: "That is the error itself, and also dL/dx. The slope of error² is 2 · error, and w is multiplied by x.",
        -3.6: "The sign is turned. A larger w makes the prediction, which is too high already, higher still: the loss "
        "rises.",
        3.0: "That is the last link only, d(error)/dw = x. Multiply it by the slope of the square, 2 · error.",
        0.36: "That is the loss. Asked is how fast it changes with w.",
        1.08: "You multiplied the loss by x. The slope of error² is 2 · error, not error².",
        0.72: "You multiplied 2 by the loss. The slope of error² is 2 · error; then times x.",
    }


class ChainRule(Exercise):
    id, points = "backward/chain_rule", 2
    parts = ("dL_dw", "dL_db", "dL_dx")
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(0.5, 3.0, 0.1, 1.0)

    def reference(self, x, w, b, target):
        import torch

        x, w, b = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (x, w, b))
        ((w * x + b - target) ** 2).backward()
        return w.grad, b.grad, x.grad

    @staticmethod
    def solution(x, w, b, target):
        """How the loss L = (w·x + b − target)² changes with w, with b and with x.

        Args:
            x, w, b, target: numbers.
        Returns:
            tuple of three numbers: (dL_dw, dL_db, dL_dx), in this order.
        """
        error = w * x + b - target
        dL_derror = 2 * error
        return dL_derror * x, dL_derror, dL_derror * w
