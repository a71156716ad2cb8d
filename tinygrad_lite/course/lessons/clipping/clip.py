"""Making gradients smaller in lesson 06: all together by their norm, or number by number."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, NumberExercise, mistake
from .norms import SHAPES, GlobalNorm, gradients

_SMALLER = "where the norm is smaller than max_norm"
_WITHIN = "where no number is beyond clip_value"
_ZERO = "where every gradient is 0"

#: The exercise before, which the mistakes below call.
global_norm = GlobalNorm.solution


class ClipByHand(NumberExercise):
    id, digits = "clipping/clip_by_hand", 1
    question = (
        "**By hand.** The gradient is `[6, 8]`. It is clipped by norm, with max_norm = 5. What is the first number "
        "afterwards?"
    )
    value = 3.0
    wrong = {
        5.0: "That is what clipping by value gives: each number for itself is cut off at 5. By norm, both are scaled "
        "by the same factor, 5 / 10.",
        6.0: "You left it as it was. The norm is √(36 + 64) = 10, more than 5, so it has to be scaled.",
        0.6: "That has the norm 1. The norm is to be 5: the factor is 5 / 10, not 1 / 10.",
        12.0: "You multiplied by norm / max_norm. The gradient is to become smaller: the factor is max_norm / norm.",
        4.0: "That is the second number. The first is 6 · 5 / 10.",
        1.0: "You subtracted 5. Clipping by norm multiplies, so that the direction stays.",
    }


class ClipByNorm(Exercise):
    id, points, rtol, parts, agrees_with = "clipping/clip_by_norm", 3, 3e-6, ("clipped", "norm before"), ""
    hints = (
        "First the norm of all gradients together: your `global_norm` gives it. Then one question, asked once: is it "
        "larger than max_norm?",
        "Where norm > max_norm, every array is multiplied by the same factor, max_norm / norm. Otherwise the factor is "
        "1. What is returned as norm is the one from before.",
        "Three lines: the norm; the factor, with an `if` or a `min(1.0, …)`; and `return [… for grad in grads], …`.",
    )
    notice = (
        "PyTorch divides by norm + 1e-6, so that a norm of 0 gives no division by 0; its result is shorter than yours "
        "by about one millionth. Both count as right here."
    )

    def cases(self, rng):
        yield self.case([np.array([3.0, 4.0])], 1.0)
        yield self.case([np.array([100.0, -200.0, 50.0])], 1.0)
        yield self.case([np.array([3.0, 4.0]), np.array([12.0])], 6.5)
        for shapes, limit in zip(SHAPES, (1.0, 2.5, 0.75, 1.5, 3.0, 2.0, 4.0, 1.25), strict=True):
            yield self.case(gradients(rng, shapes, 6.0), limit)
        for shapes, limit in zip(SHAPES[2:6], (30.0, 50.0, 40.0, 25.0), strict=True):
            yield self.case(gradients(rng, shapes), limit, about=_SMALLER)
        yield self.case([np.array([0.3, -0.4])], 1.0, about=_SMALLER)
        for shapes in ([(3,)], [(2, 3), (4,)]):
            yield self.case([np.zeros(shape) for shape in shapes], 1.5, about=_ZERO)

    def reference(self, grads, max_norm):
        import torch

        parameters = [torch.nn.Parameter(torch.zeros(grad.shape, dtype=torch.float64)) for grad in grads]
        for parameter, grad in zip(parameters, grads, strict=True):
            parameter.grad = torch.from_numpy(grad.copy())
        norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm)
        return [parameter.grad for parameter in parameters], norm

    @staticmethod
    def solution(grads, max_norm):
        """All gradients, scaled together so that their common norm is at most max_norm.

        The arrays that come in stay as they are.

        Args:
            grads: list of arrays of any shapes, one for each parameter.
            max_norm: a number > 0, the largest norm allowed.
        Returns:
            (clipped, norm): a list of new arrays, and the common norm as it was before. Where that norm is larger than
            max_norm, every array is multiplied by max_norm / norm; otherwise all keep their values.
        """
        norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
        scale = max_norm / norm if norm > max_norm else 1.0
        return [scale * grad for grad in grads], norm

    @mistake(
        "each array on its own",
        "You clipped each array by a norm of its own. Then a large array becomes shorter and a small one does not, and "
        "the direction of the whole step changes. One norm, of all arrays together, gives one factor for all.",
    )
    def each_alone(self, grads, max_norm):
        return [grad * min(1.0, max_norm / max(global_norm([grad]), 1e-300)) for grad in grads], global_norm(grads)

    @mistake(
        "always scales",
        "You scaled the gradients to max_norm even where their norm was smaller. Clipping only shortens; small "
        "gradients, as near a minimum, have to stay small.",
    )
    def always(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * (max_norm / norm) for grad in grads], norm

    @mistake(
        "returns the norm after clipping",
        "You returned the norm after clipping. Asked for is the norm before: it tells how large the gradients really "
        "were. The one after is never more than max_norm.",
    )
    def norm_after(self, grads, max_norm):
        clipped, norm = self.clipped(grads, max_norm)
        return clipped, min(norm, max_norm)

    @mistake(
        "exchanges the two results",
        "You returned the norm first and the arrays second. The order asked for is `(clipped, norm)`.",
    )
    def exchanged(self, grads, max_norm):
        clipped, norm = self.clipped(grads, max_norm)
        return norm, clipped

    @mistake(
        "returns only the arrays",
        "You returned the clipped arrays without the norm. The norm from before is asked for as well: "
        "`return clipped, norm`.",
    )
    def only_arrays(self, grads, max_norm):
        return self.clipped(grads, max_norm)[0]

    @mistake(
        "returns the factor instead of the norm",
        "The second value that you returned is the factor. Asked for is the norm of the gradients before clipping.",
    )
    def factor(self, grads, max_norm):
        clipped, norm = self.clipped(grads, max_norm)
        return clipped, min(1.0, max_norm / max(norm, 1e-300))

    @mistake(
        "clips by value",
        "You cut off every number at ±max_norm by itself. That is clipping by value. By norm, all numbers are "
        "multiplied by the same factor, so that the direction stays.",
    )
    def by_value(self, grads, max_norm):
        return [np.clip(grad, -max_norm, max_norm) for grad in grads], global_norm(grads)

    @mistake(
        "scales to norm 1",
        "Your gradients have the norm 1 after clipping. It is to be max_norm, {max_norm} here: the factor is max_norm "
        "/ norm.",
    )
    def to_one(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad / norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "norm / max_norm for max_norm / norm",
        "You multiplied by norm / max_norm where the norm is too large. That makes large gradients larger still; the "
        "factor has to be below 1.",
    )
    def inverse(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * norm / max_norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "scales where the norm is smaller",
        "You scaled the gradients where their norm is smaller than max_norm, and left the larger ones alone. It is the "
        "larger ones that do harm.",
    )
    def reversed_condition(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * (max_norm / norm) if norm < max_norm else grad for grad in grads], norm

    @mistake(
        "never scales",
        "The arrays that you returned are those that came in, also where the norm is larger than max_norm. There, each "
        "has to be multiplied by max_norm / norm.",
    )
    def never(self, grads, max_norm):
        return [grad.copy() for grad in grads], global_norm(grads)

    @mistake(
        "takes the sum of squares for the norm",
        "Your norm is the sum of the squares, without the root. It is far too large wherever it is above 1, so "
        "gradients are shortened too much, or without need.",
    )
    def no_root(self, grads, max_norm):
        norm = global_norm(grads) ** 2
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "adds up the norms of the arrays",
        "Your norm is the sum of the arrays' own norms. The squares of all numbers have to be added up first, and then "
        "one root taken; your `global_norm` does that.",
    )
    def sum_of_norms(self, grads, max_norm):
        norm = sum(global_norm([grad]) for grad in grads)
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "the largest of the norms",
        "You took the largest of the arrays' norms for the norm of all. The other arrays count too: the squares of all "
        "numbers are added up; your `global_norm` does that.",
    )
    def largest_norm(self, grads, max_norm):
        norm = max(global_norm([grad]) for grad in grads)
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "subtracts what is too much",
        "You subtracted norm − max_norm from every number. That turns the direction, and can change signs. Multiplying "
        "all by one factor keeps both.",
    )
    def subtracts(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad - (norm - max_norm) if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "returns one long array",
        "You returned all numbers in one long array. Each parameter needs a gradient of its own shape back: a list "
        "with one array for each that came in.",
    )
    def one_array(self, grads, max_norm):
        clipped, norm = self.clipped(grads, max_norm)
        return np.concatenate([grad.ravel() for grad in clipped]), norm

    def clipped(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm


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
            grads: list of arrays of any shapes, one for each parameter.
            clip_value: a number > 0.
        Returns:
            list of new arrays of the same shapes.
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
        "You scaled all arrays by their common norm. That is the exercise before; here each number is cut off by "
        "itself, and those within the limits stay.",
    )
    def by_norm(self, grads, clip_value):
        norm = global_norm(grads)
        return [grad * min(1.0, clip_value / norm) for grad in grads]

    @mistake(
        "clips each array by its norm",
        "You scaled each array by its own norm. Here each number is cut off by itself, and those within the limits "
        "stay.",
    )
    def by_own_norm(self, grads, clip_value):
        return [grad * min(1.0, clip_value / global_norm([grad])) for grad in grads]

    @mistake(
        "scales by the largest number",
        "You scaled each array so that its largest number is clip_value. That keeps the array's direction, but it is "
        "not clipping by value: numbers within the limits have to stay as they are.",
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
        "You scaled all arrays together so that the largest number is clip_value. That keeps the direction, but it is "
        "not clipping by value: numbers within the limits have to stay as they are.",
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
