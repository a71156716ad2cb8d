"""The chain rule on one unit, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


class ChainByHand(NumberQuestion):
    id = "backward/chain_by_hand"
    question = (
        "**By hand first.** One unit: w = 0.5, x = 3, b = 0.1, target 1. Its prediction is 0.5 · 3 + 0.1 = 1.6, its "
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
        1.08: "That is what you get by multiplying the loss by x. The slope of error² is 2 · error, not error².",
        0.72: "That is what you get by multiplying 2 by the loss. The slope of error² is 2 · error; then times x.",
    }


class ChainRule(Exercise):
    id, points = "backward/chain_rule", 2
    parts = ("dL_dw", "dL_db", "dL_dx")
    hints = (
        "Name the steps on the way: the prediction, the error, its square. How fast does each change with the one "
        "before?",
        "dL/dw = dL/d(error) · d(error)/dw. The first is 2 · error; the second is what w is multiplied by.",
        "`error = …`, `dL_derror = …`, then return three products that all begin with `dL_derror`.",
    )
    notice = "All three share dL/d(error). Backward computes such a shared link once and hands it on."

    def cases(self, rng):
        yield self.case(3.0, 0.5, 0.1, 1.0)
        yield self.case(1.0, 2.0, 3.0, 4.0)
        yield self.case(-2.0, 1.5, 0.5, 1.0)
        for _ in range(12):
            x, w, b, target = (float(value) for value in np.round(rng.uniform(0.3, 4.0, size=4), 2))
            signs = rng.choice([-1.0, 1.0], size=4)
            yield self.case(x * signs[0], w * signs[1], b * signs[2], target * signs[3])
        for w, b, target in [(1.5, 0.5, 2.0), (-2.0, 1.0, -1.0)]:
            yield self.case(0.0, w, b, target, about="where x is 0")
            yield self.case(w, 0.0, b, target, about="where w is 0")
        for x, w, b, target in [(1.0, 2.0, 0.0, 2.0), (-3.0, 0.5, 1.5, 0.0)]:
            yield self.case(x, w, b, target, about="where the prediction is right")

    def reference(self, x, w, b, target):
        import torch

        x, w, b = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (x, w, b))
        ((w * x + b - target) ** 2).backward()
        return w.grad, b.grad, x.grad

    @staticmethod
    def solution(x, w, b, target):
        """How fast the loss L = (w·x + b − target)² changes with w, with b and with x: by the chain rule.

        (Turning knobs would be right to some ten digits only.)

        Args:
            x, w, b, target: numbers.
        Returns:
            tuple of three numbers: (dL_dw, dL_db, dL_dx), in this order.
        """
        error = w * x + b - target
        dL_derror = 2 * error
        return dL_derror * x, dL_derror, dL_derror * w

    def again(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * x, d, d * w

    @mistake(
        "the 2 is missing",
        "All three are half as large as expected. The slope of a square is twice what is squared: d(error²)/d(error) "
        "= 2 · error.",
    )
    def no_two(self, x, w, b, target):
        d = w * x + b - target
        return d * x, d, d * w

    @mistake(
        "the sign is turned",
        "All three have the wrong sign. With target − prediction as the error the square is the same, but the chain "
        "gets one more minus: that error falls when w, b or x · w grows.",
    )
    def turned(self, x, w, b, target):
        d = 2 * (target - (w * x + b))
        return d * x, d, d * w

    @mistake(
        "w and x exchanged",
        "You exchanged the last links: d(error)/dw is x, and d(error)/dx is w. How fast a product changes with one "
        "factor is told by the other.",
    )
    def exchanged(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * w, d, d * x

    @mistake(
        "x gets the gradient of w",
        "Your `dL_dx` is the same as `dL_dw`. The last link of x is how fast the error changes with x, and that is w.",
    )
    def same_for_x(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * x, d, d * x

    @mistake(
        "w gets the gradient of x",
        "Your `dL_dw` is the same as `dL_dx`. The last link of w is how fast the error changes with w, and that is x.",
    )
    def same_for_w(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * w, d, d * w

    @mistake(
        "each multiplied by itself",
        "Your last links are w for w, b for b and x for x. The last link is how fast the error changes: with w by x, "
        "with b by 1, with x by w.",
    )
    def by_itself(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * w, d * b, d * x

    @mistake(
        "b counts as a factor",
        "Your `dL_db` has b as a factor. The bias is added, not multiplied: if it grows by 1, so does the error, "
        "however large it is.",
    )
    def b_factor(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * x, d * b, d * w

    @mistake(
        "b gets the last link only",
        "You returned 1 for `dL_db`. That is how fast the error changes with b; the first link, how fast the loss "
        "changes with the error, comes before it for b too.",
    )
    def b_one(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * x, 1.0, d * w

    @mistake(
        "the 2 is for the prediction alone",
        "You computed 2 · prediction − target. The 2 belongs to the whole error: parentheses around prediction − "
        "target are missing.",
    )
    def two_for_prediction(self, x, w, b, target):
        d = 2 * (w * x + b) - target
        return d * x, d, d * w

    @mistake(
        "only the last links",
        "You returned how fast the error changes: x, 1 and w. The first link is missing: how fast the loss changes "
        "with the error.",
    )
    def last_links(self, x, w, b, target):
        return x, 1.0, w

    @mistake(
        "the loss in place of its slope",
        "Your answer has the loss, error², where its slope belongs, 2 · error.",
    )
    def loss_itself(self, x, w, b, target):
        loss = (w * x + b - target) ** 2
        return loss * x, loss, loss * w

    @mistake(
        "the square is kept beside its slope",
        "Your answer has 2 · error² as a factor. Taking the slope of a square uses the square up: what is left is 2 "
        "· error.",
    )
    def square_kept(self, x, w, b, target):
        d = 2 * (w * x + b - target) ** 2
        return d * x, d, d * w

    @mistake(
        "one link after another",
        "You took `dL_db` from `dL_dw`, and `dL_dx` from `dL_db`, as if w, b and x followed one another in a single "
        "chain. All three enter the error directly: each has the first link, 2 · error, and one of its own.",
    )
    def in_a_row(self, x, w, b, target):
        d = 2 * (w * x + b - target) * x
        return d, d, d * w

    @mistake(
        "the whole product as the last link",
        "Your `dL_dw` and `dL_dx` both have w · x as a factor. How fast a product changes with one factor is told by "
        "the other one alone.",
    )
    def whole_product(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * w * x, d, d * w * x

    @mistake(
        "the links are added",
        "You added the links of the chain. Along one path slopes are multiplied: if the error changes 3 times as fast "
        "as w, and the loss 2 times as fast as the error, the loss changes 6 times as fast as w.",
    )
    def added(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d + x, d + 1, d + w

    @mistake(
        "the target is left out",
        "You left the target out of the error. A constant adds nothing to the slope of the error itself, but the slope "
        "of the square, 2 · error, depends on the whole error.",
    )
    def no_target(self, x, w, b, target):
        d = 2 * (w * x + b)
        return d * x, d, d * w

    @mistake(
        "b is left out",
        "You left b out of the prediction. The error is w · x + b − target.",
    )
    def no_b(self, x, w, b, target):
        d = 2 * (w * x - target)
        return d * x, d, d * w

    @mistake(
        "another order",
        "Your three numbers stand in another order: asked for is (dL_dw, dL_db, dL_dx). You returned x, w, b.",
    )
    def order_x_w_b(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * w, d * x, d

    @mistake(
        "another order: w, x, b",
        "Your three numbers stand in another order: asked for is (dL_dw, dL_db, dL_dx). You returned w, x, b.",
    )
    def order_w_x_b(self, x, w, b, target):
        d = 2 * (w * x + b - target)
        return d * x, d * w, d
