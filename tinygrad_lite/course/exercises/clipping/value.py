"""Clipping by value in lesson 06: every number by itself."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .norms import SHAPES, SINGLE, GlobalNorm, gradients

_WITHIN = "where no number is beyond clip_value"

#: The exercise before, which the mistakes below call.
global_norm = GlobalNorm.solution


class ClipByValue(Exercise):
    id, points = "clipping/clip_by_value", 1
    hints = (
        "Each number for itself, without looking at the others: what becomes of one that is larger than clip_value, "
        "and what of one that is smaller than −clip_value?",
        "A number above clip_value becomes clip_value, one below −clip_value becomes −clip_value, all others stay: "
        "min(max(g, −c), c).",
        "`return [np.clip(grad, …, …) for grad in grads]`, with the two limits.",
    )
    notice = "PyTorch's name for it is `torch.nn.utils.clip_grad_value_`; it changes the gradients in place."

    def cases(self, rng):
        yield self.case([np.array([3.0, -4.0])], 1.0)
        yield self.case([np.array([100.0, -200.0, 50.0])], 1.0)
        yield self.case([np.array([3.0, 0.5]), np.array([-12.0])], 2.0)
        yield self.case([np.array([0.25, -3.0, 5.0])], 2.0)
        for shapes, limit in zip(SHAPES, (1.5, 2.5, 0.75, 0.5, 3.0, 2.0, 4.0, 1.25), strict=True):
            yield self.case(gradients(rng, shapes, 4.0), limit)
        for shapes, limit in zip(SHAPES[2:5], (30.0, 50.0, 40.0), strict=True):
            yield self.case(gradients(rng, shapes), limit, about=_WITHIN)
        yield self.case([np.array([9.0, -0.5]), np.array([-7.0, 6.5])], 6.0)
        yield self.case([np.array([0.09, -0.003, -1.0])], 0.005)
        yield self.case([np.array(2.0), np.array([0.5]), np.array(-6.0)], 1.5, about=SINGLE)

    def reference(self, grads, clip_value):
        import torch

        parameters = [torch.nn.Parameter(torch.zeros(grad.shape, dtype=torch.float64)) for grad in grads]
        for parameter, grad in zip(parameters, grads, strict=True):
            parameter.grad = torch.from_numpy(grad.copy())
        torch.nn.utils.clip_grad_value_(parameters, clip_value)
        return [parameter.grad for parameter in parameters]

    @staticmethod
    def solution(grads, clip_value):
        """Every number of every gradient, held between -clip_value and clip_value.

        The arrays that come in stay as they are.

        Args:
            grads: list of arrays of any shapes, () too, one for each parameter.
            clip_value: a number > 0.
        Returns:
            list of arrays of the same shapes. One in which nothing is beyond the limits may be the one that came in.
        """
        return [np.clip(grad, -clip_value, clip_value) for grad in grads]

    @mistake(
        "cuts off at the upper end only",
        "You cut off what is above clip_value, but not what is below −clip_value. A gradient of −200 would still make "
        "its long step.",
    )
    def upper(self, grads, clip_value):
        return [np.minimum(grad, clip_value) for grad in grads]

    @mistake(
        "cuts off at the lower end only",
        "You cut off what is below −clip_value, but not what is above clip_value. A gradient of 200 would still make "
        "its long step.",
    )
    def lower(self, grads, clip_value):
        return [np.maximum(grad, -clip_value) for grad in grads]

    @mistake(
        "lower limit 0",
        "You held the numbers between 0 and clip_value. Every negative one becomes 0, so weights whose gradient is "
        "negative never move.",
    )
    def from_zero(self, grads, clip_value):
        return [np.clip(grad, 0, clip_value) for grad in grads]

    @mistake(
        "clips by norm",
        "Your arrays come out shortened by their common norm. That is the exercise before; here each number is cut "
        "off by itself, and those within the limits stay.",
    )
    def by_norm(self, grads, clip_value):
        norm = global_norm(grads)
        return [grad * min(1.0, clip_value / norm) for grad in grads]

    @mistake(
        "clips each array by its norm",
        "Each of your arrays comes out shortened by its own norm. Here each number is cut off by itself, and those "
        "within the limits stay.",
    )
    def by_own_norm(self, grads, clip_value):
        return [grad * min(1.0, clip_value / global_norm([grad])) for grad in grads]

    @mistake(
        "scales by the largest number",
        "An array with a number beyond the limits comes out shortened as a whole, until its largest number is "
        "clip_value. That keeps the array's direction, but it is not clipping by value: numbers within the limits "
        "have to stay as they are.",
    )
    def by_largest(self, grads, clip_value):
        return [grad * min(1.0, clip_value / np.max(np.abs(grad))) for grad in grads]

    @mistake(
        "sets what is too large to 0",
        "You set the numbers beyond the limits to 0. Then the steepest directions do not move at all; they are to move "
        "by clip_value.",
    )
    def to_zero(self, grads, clip_value):
        return [np.where(np.abs(grad) > clip_value, 0.0, grad) for grad in grads]

    @mistake(
        "loses the sign beyond the limits",
        "You set every number beyond the limits to +clip_value. A gradient of −200 then moves its weight the wrong "
        "way: below, the limit is −clip_value.",
    )
    def positive_limit(self, grads, clip_value):
        return [np.where(np.abs(grad) > clip_value, clip_value, grad) for grad in grads]

    @mistake(
        "drops every sign",
        "You clipped the absolute values, so every number comes out positive. The sign says which way the weight is to "
        "move: it has to stay.",
    )
    def no_signs(self, grads, clip_value):
        return [np.minimum(np.abs(grad), clip_value) for grad in grads]

    @mistake(
        "limits of ±1",
        "You held the numbers between −1 and 1, whatever clip_value is. Here it is {clip_value}.",
    )
    def at_one(self, grads, clip_value):
        return [np.clip(grad, -1, 1) for grad in grads]

    @mistake(
        "every number at a limit",
        "You set every number to +clip_value or −clip_value. Those within the limits have to stay as they are.",
    )
    def signs_only(self, grads, clip_value):
        return [clip_value * np.sign(grad) for grad in grads]

    @mistake(
        "scales all by the largest number",
        "Your arrays come out all shortened by one factor, so that the largest number is clip_value. That keeps the "
        "direction, but it is not clipping by value: numbers within the limits have to stay as they are.",
    )
    def by_largest_of_all(self, grads, clip_value):
        largest = max(np.max(np.abs(grad)) for grad in grads)
        return [grad * min(1.0, clip_value / largest) for grad in grads]

    @mistake(
        "every number becomes clip_value",
        "Every number that you returned is +clip_value. The two limits work against each other: `np.minimum` takes the "
        "upper one, `np.maximum` the lower one.",
    )
    def all_upper(self, grads, clip_value):
        return [np.maximum(np.minimum(grad, -clip_value), clip_value) for grad in grads]

    @mistake(
        "every number becomes −clip_value",
        "Every number that you returned is −clip_value. The two limits work against each other: the lower one comes "
        "first in `np.clip`.",
    )
    def all_lower(self, grads, clip_value):
        return [np.full(grad.shape, -clip_value) for grad in grads]

    @mistake(
        "changes nothing",
        "You returned the numbers as they came in, also those beyond the limits. In a loop, `g = …` gives the variable "
        "another value and changes no array: new arrays have to be collected in a new list.",
    )
    def unchanged(self, grads, clip_value):
        return list(grads)
