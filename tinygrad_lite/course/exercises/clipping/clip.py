"""Clipping by norm in lesson 06: all gradients become shorter together."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion
from .norms import SHAPES, SINGLE, GlobalNorm, gradients

_SMALLER = "where the norm is smaller than max_norm"
_ZERO = "where every gradient is 0"
_LITTLE = "where the norm is a little larger than max_norm"

#: The exercise before, which the mistakes below call.
global_norm = GlobalNorm.solution


class ClipByHand(NumberQuestion):
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
        12.0: "That is what you get by multiplying by norm / max_norm. The gradient is to become smaller: the factor "
        "is max_norm / norm.",
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
        "PyTorch divides by norm + 1e-6, so that a norm of 0 gives no division by 0. The results differ by "
        "less than a millionth wherever the norm is above 1, and both are right here."
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
        for shapes, norm in (([(3,)], 0.5), ([(2, 2), (3,)], 0.8)):  # in a smaller one, PyTorch's 1e-6 is not little
            small = gradients(rng, shapes)
            whole = np.sqrt(sum(np.sum(grad**2) for grad in small))
            yield self.case([norm * grad / whole for grad in small], norm / 4)
            # Of what could be asked in place of the norm (one array's, a mean, its square), nothing is above max_norm.
            yield self.case([norm * grad / whole for grad in small], 0.996 * norm, about=_LITTLE)
        yield self.case([np.array([[4.0]]), np.array([3.0])], 4.98, about=_LITTLE)
        yield self.case([np.array([3.0, 4.0]), np.array([4.0, 3.0]), np.array([3.0, 4.0])], 0.002)
        yield self.case([np.array(2.0), np.array([3.0]), np.array(-6.0)], 3.5, about=SINGLE)

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
            grads: list of arrays of any shapes, () too, one for each parameter.
            max_norm: a number > 0, the largest norm allowed.
        Returns:
            (clipped, norm): a list of arrays in the same order, and the common norm as it was before. Where that norm
            is larger than max_norm, they are new arrays, each max_norm / norm times the old one. Otherwise they have
            the same values, and may be the very arrays that came in.
        """
        norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
        scale = max_norm / norm if norm > max_norm else 1.0
        return [scale * grad for grad in grads], norm

    def again(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "each array on its own",
        "You clipped each array by a norm of its own. Then a large array becomes shorter and a small one does not, and "
        "the direction of the whole step changes. One norm, of all arrays together, gives one factor for all.",
    )
    def each_alone(self, grads, max_norm):
        return [grad * min(1.0, max_norm / max(global_norm([grad]), 1e-300)) for grad in grads], global_norm(grads)

    @mistake(
        "always scales",
        "Your gradients come out with the norm max_norm even where theirs was smaller. Clipping only shortens; small "
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
        "Where the norm is too large, your gradients come out times norm / max_norm. That makes large gradients "
        "larger still; the factor has to be below 1.",
    )
    def inverse(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * norm / max_norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "scales where the norm is smaller",
        "Your gradients come out with the norm max_norm where theirs is smaller, and unchanged where it is larger. "
        "It is the larger ones that do harm.",
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

    @mistake(
        "divides by max_norm",
        "Where their norm is too large, your gradients come out divided by max_norm. The norm itself has to be in "
        "the factor, max_norm / norm: the longer the gradient, the more it is shortened.",
    )
    def over_limit(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad / max_norm if norm > max_norm else grad for grad in grads], norm

    @mistake(
        "sets the norm to max_norm and scales nothing",
        "Where the norm is too large you returned max_norm as the norm, and the arrays at full length. A line `norm = "
        "max_norm` before the scaling does that: max_norm / norm is 1 after it.",
    )
    def overwritten(self, grads, max_norm):
        return [grad.copy() for grad in grads], min(global_norm(grads), max_norm)

    @mistake(
        "the norm of the arrays so far",
        "Each of your arrays goes by the norm of the arrays up to and including it. So each has a factor of its own, "
        "and the direction turns. The norm of all has to be known before the first array is scaled.",
    )
    def so_far(self, grads, max_norm):
        norms = [global_norm(grads[: place + 1]) for place in range(len(grads))]
        return [g * max_norm / n if n > max_norm else g for g, n in zip(grads, norms, strict=True)], norms[-1]

    def clipped(self, grads, max_norm):
        norm = global_norm(grads)
        return [grad * max_norm / norm if norm > max_norm else grad for grad in grads], norm
