"""The common norm of several gradients: the first exercise of lesson 06, and its numbers by hand."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion

#: Shapes of the gradients of one network, from one array to a small network's weights and biases.
SHAPES = (
    [(2,), (1,)],
    [(3,), (4,)],
    [(5,)],
    [(4, 3), (4,)],
    [(3, 5), (3,), (2, 3), (2,)],
    [(6,), (2, 4), (3,)],
    [(2, 3, 4), (5,), (7, 2)],
    [(5, 2), (5, 5), (5,), (5,), (3, 5), (3,)],
)
#: Where an array is a single number's, of shape ().
SINGLE = "where a parameter is a single number"


def gradients(rng, shapes, scale=1.0):
    """One array of random numbers for each shape."""
    return [rng.normal(size=shape) * scale for shape in shapes]


class GrowthByHand(NumberQuestion):
    id, digits = "clipping/growth_by_hand", 0
    question = (
        "**By hand (a calculator is fine).** On the way back through an RNN the gradient is multiplied by 1.1 at every "
        "step. How many times larger is it after 64 steps? Round to a whole number."
    )
    value = 1.1**64
    wrong = {
        70.4: "That is what you get by multiplying 1.1 by 64. The factor is applied again at every step: 1.1 · 1.1 · "
        "1.1 …, 64 times.",
        7.4: "You added 0.1 for every step, as with simple interest. Each step multiplies what the step before gave.",
        6.4: "That is what you get by multiplying 0.1 by 64. The factor 1.1 is applied again at every step: 1.1 · 1.1 "
        "· 1.1 …, 64 times.",
        405.0: "That is 1.1 to the power 63, one factor short. There are 64 steps, so 64 factors.",
        490.0: "That is 1.1 to the power 65, one factor too many. There are 64 steps, so 64 factors.",
    }


class NormByHand(NumberQuestion):
    id, digits = "clipping/norm_by_hand", 0
    question = (
        "**By hand.** A network has two parameters. The gradient of the first is `[3, 4]`, that of the second `[12]`. "
        "What is the norm of both together?"
    )
    value = 13
    wrong = {
        17: "You added the norms of the two arrays, 5 and 12. Their squares add up, as the sides of a right triangle "
        "do: 25 + 144.",
        19: "You added up the numbers. The norm takes the square of each first, and the root of the sum at the end.",
        169: "That is the sum of the squares. The root of it is missing.",
        12: "That is the larger of the two norms, or the largest number. All numbers count: 9 + 16 + 144.",
        5: "That is the norm of the first array alone. The numbers of the second belong to the same list.",
        7: "You added up the first array. The norm takes squares, and those of all numbers of both arrays.",
    }


class GlobalNorm(Exercise):
    id, points, agrees_with = "clipping/global_norm", 2, "PyTorch"
    hints = (
        "Imagine all numbers of all arrays written one after the other in one long list. The norm is the length of "
        "that arrow. Into how many arrays it was cut does not matter.",
        "√(sum of all g²): square every number of every array, add up all of it, and take one root at the very end. "
        "For [3, 4] and [12]: √(9 + 16 + 144) = 13.",
        "Start with `total = 0.0`. In a loop over the arrays, add `np.sum(… ** 2)` of each. Behind the loop, return "
        "the root of the total.",
    )
    notice = "A norm of norms gives the same: √(5² + 12²) = 13. That is how PyTorch computes it."

    def cases(self, rng):
        yield self.case([np.array([3.0, 4.0])])
        yield self.case([np.array([3.0, 4.0]), np.array([12.0])])
        yield self.case([np.array([100.0, -200.0, 50.0])])
        yield self.case([np.array([[1.0, -2.0], [4.0, 2.0]]), np.array([12.0])])
        for scale in (1.0, 20.0):
            for shapes in SHAPES:
                yield self.case(gradients(rng, shapes, scale))
        for shapes in ([(3,)], [(2, 3), (4,)]):
            yield self.case([np.zeros(shape) for shape in shapes], about="where every gradient is 0")
        yield self.case([np.array([-3.0, -4.0]), np.zeros((2, 3))])
        equal = [np.array([3.0, 4.0]), np.array([4.0, 3.0]), np.array([3.0, 4.0])]
        yield self.case(equal, about="where arrays have the same norm")
        yield self.case([np.array(2.0), np.array([3.0]), np.array(-6.0)], about=SINGLE)

    def reference(self, grads):
        import torch

        return torch.nn.utils.get_total_norm([torch.from_numpy(grad) for grad in grads])

    @staticmethod
    def solution(grads):
        """The norm of all gradients together, as if their numbers stood in one long list.

        Args:
            grads: list of arrays of any shapes, () too, one for each parameter.
        Returns:
            float: the root of the sum of the squares of all numbers in all arrays.
        """
        total = 0.0
        for grad in grads:
            total += np.sum(grad**2)
        return np.sqrt(total)

    def again(self, grads):
        return np.sqrt(sum(np.sum(grad**2) for grad in grads))

    @mistake(
        "does not take the root",
        "You returned the sum of the squares. The root of it is missing: without it, gradients twice as large would "
        "have four times the norm.",
    )
    def no_root(self, grads):
        return sum(np.sum(grad**2) for grad in grads)

    @mistake(
        "adds up the norms of the arrays",
        "You took the norm of each array and added these up. For `[3, 4]` and `[12]` that gives 5 + 12 = 17, while the "
        "list 3, 4, 12 has the norm 13. Into how many arrays the numbers are cut must not matter.",
    )
    def sum_of_norms(self, grads):
        return sum(np.sqrt(np.sum(grad**2)) for grad in grads)

    @mistake(
        "one norm for each array",
        "You returned a norm for each array. Asked for is one number, the norm of all of them together: that one "
        "decides by how much all are scaled.",
    )
    def list_of_norms(self, grads):
        return [np.sqrt(np.sum(grad**2)) for grad in grads]

    @mistake(
        "the largest of the norms",
        "You returned the largest of the arrays' norms. The other arrays count too: the squares of all numbers are "
        "added up before the root.",
    )
    def largest_norm(self, grads):
        return max(np.sqrt(np.sum(grad**2)) for grad in grads)

    @mistake(
        "the mean of the norms",
        "You averaged the norms of the arrays. All numbers belong to one long list: add up their squares, and take one "
        "root.",
    )
    def mean_of_norms(self, grads):
        return np.mean([np.sqrt(np.sum(grad**2)) for grad in grads])

    @mistake(
        "averages over the arrays",
        "Your norm is the root of the mean of the arrays' sums of squares. All numbers belong to one long list, and "
        "its squares are added up: into how many arrays the list is cut makes no difference.",
    )
    def mean_over_arrays(self, grads):
        return np.sqrt(sum(np.sum(grad**2) for grad in grads) / len(grads))

    @mistake(
        "the first array only",
        "You computed the norm of the first array alone. The gradients of all parameters belong to it.",
    )
    def first_only(self, grads):
        return np.sqrt(np.sum(grads[0] ** 2))

    @mistake(
        "the last array only",
        "Your answer is the norm of the last array alone. In a loop, each array's squares have to be added to those of "
        "the arrays before it.",
    )
    def last_only(self, grads):
        return np.sqrt(np.sum(grads[-1] ** 2))

    @mistake(
        "absolute values instead of squares",
        "You added up the absolute values. That is a norm as well, called L1; the one asked for adds up squares and "
        "takes the root, as the length of an arrow.",
    )
    def absolute(self, grads):
        return sum(np.sum(np.abs(grad)) for grad in grads)

    @mistake(
        "the largest absolute value",
        "You returned the largest absolute value. That is a norm as well, called the infinity norm; the one asked for "
        "adds up the squares of all numbers and takes the root.",
    )
    def infinity(self, grads):
        return max(np.max(np.abs(grad)) for grad in grads)

    @mistake(
        "divides by the number of elements",
        "You took the root of the mean of the squares. Nothing is to be divided: a norm is a length, and a length does "
        "not become shorter because it has many parts.",
    )
    def root_mean_square(self, grads):
        return np.sqrt(np.mean(np.concatenate([grad.ravel() for grad in grads]) ** 2))

    @mistake(
        "averages each array's squares",
        "You averaged the squares of each array before adding up. A norm averages nothing: every square counts in "
        "full, whichever array it stands in.",
    )
    def means_of_squares(self, grads):
        return np.sqrt(sum(np.mean(grad**2) for grad in grads))

    @mistake(
        "half the sum of squares",
        "You returned half the sum of the squares. `** 1 / 2` raises to the power 1 and then divides by 2; the root is "
        "`** 0.5`, or `np.sqrt`.",
    )
    def precedence(self, grads):
        return sum(np.sum(grad**2) for grad in grads) ** 1 / 2

    @mistake(
        "does not square the norms",
        "You took the root of the sum of the arrays' norms. If the norms are to be put together, each has to be "
        "squared first: √(5² + 12²), not √(5 + 12).",
    )
    def root_of_norms(self, grads):
        return np.sqrt(sum(np.sqrt(np.sum(grad**2)) for grad in grads))

    @mistake(
        "adds up before squaring",
        "You added up each array and squared the sum. Numbers of opposite sign cancel before they are squared, as in "
        "`[3, −3]`. Square each number first.",
    )
    def squares_late(self, grads):
        return np.sqrt(sum(np.sum(grad) ** 2 for grad in grads))

    @mistake(
        "adds up everything before squaring",
        "Your answer is the absolute value of the sum of all numbers. Those of opposite sign cancel before they are "
        "squared, as in `[3, −3]`. Square each number first.",
    )
    def squares_last(self, grads):
        return np.abs(sum(np.sum(grad) for grad in grads))

    @mistake(
        "a root after every array",
        "Your answer comes out when the root is taken after each array, and the next array's squares are added to that "
        "root. Add up the squares of all arrays first, and take one root at the very end.",
    )
    def many_roots(self, grads):
        total = 0.0
        for grad in grads:
            total = np.sqrt(total + np.sum(grad**2))
        return total
