"""Slopes measured instead of derived, in lesson 03: central differences, and the check of a gradient by them."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion
from ..draws import both_signs
from .recipes import Formula

#: Where the default step matters: the third derivative is large.
_SHARP = "where `f` bends so sharply that the default step must be 1e-6"
_EQUAL = "where elements are equal"


class DifferenceByHand(NumberQuestion):
    id = "backward/difference_by_hand"
    question = (
        "**By hand first.** Take f(x) = x³ at x = 2, with a step of 0.1: 2.1³ = 9.261 and 1.9³ = 6.859. What slope "
        "does the central difference give, to two decimals?"
    )
    value, digits = 12.01, 2
    wrong = {
        12.0: "12 is the exact slope, 3x². The central difference is close to it, but not the same: divide 9.261 − "
        "6.859 by the distance between the two points.",
        24.02: "That is what you get by dividing by 0.1. The two points are 0.2 apart: one step to the right and one "
        "to the left.",
        12.61: "That is the forward difference, (2.1³ − 2³) / 0.1. The central one takes one step to each side.",
        11.41: "That is the backward difference, (2³ − 1.9³) / 0.1. The central one takes one step to each side.",
        2.402: "That is how much f rises from 1.9 to 2.1. A slope is the rise divided by the distance.",
        -12.01: "The sign is turned: take the value on the right minus the value on the left.",
        6.005: "That is what you get by dividing by 0.4. The two points are 0.2 apart.",
        0.4804: "That is what you get by multiplying by 0.2. A slope is the rise divided by the distance.",
    }


class NumericalGradient(Exercise):
    id, points, rtol, agrees_with = "backward/numerical_gradient", 3, 1e-6, ""
    axes = {"x": ...}
    hints = (
        "What happens to f if one element of x, and no other, is a little larger? And a little smaller? Each element "
        "needs two calls of f.",
        "For each element: (f(x with eps added there) − f(x with eps taken off there)) / (2 · eps).",
        "`gradient = np.zeros(x.shape)`, then `for index in np.ndindex(x.shape):` with a fresh `x.copy()` for each "
        "side, of which `…[index]` is changed.",
    )
    notice = (
        "Two calls of f for each element: a network of a million weights would need two million. Backward needs one."
    )
    causes = (
        (
            "IndexError",
            "invalid index to scalar",
            "`f` takes a whole array of the shape of x, and here gets a single number.",
        ),
    )

    def cases(self, rng):
        yield self.case(Formula("np.sum(x ** 2)"), np.array([3.0]))
        yield self.case(Formula("x[0] * x[1]"), np.array([2.0, 5.0]))
        yield self.case(Formula("np.sum(x ** 3)"), np.array([1.0, -2.0, 3.0]), 0.1)
        for shape, eps in [((3,), 0.5), ((4,), 0.1), ((5,), 0.2), ((2, 3), 0.1), ((4, 2), 0.3), ((2, 3, 4), 0.2)]:
            yield self.case(Formula("np.sum(x ** 3)"), apart(rng, shape), eps)
            yield self.case(Formula("np.sum(np.exp(x)) * np.sum(x)"), apart(rng, shape), eps)
        for shape in [(3,), (6,), (3, 2), (2, 4), (3, 1, 2), (4, 3)]:
            yield self.case(Formula("np.sum(x[0] * x[1] ** 2) + np.mean(np.sin(x))"), apart(rng, shape))
            yield self.case(Formula("np.prod(x)"), apart(rng, shape))
        for size in (2, 3, 4):
            yield self.case(Formula("np.sum(np.sin(100 * x))"), apart(rng, (size,)), about=_SHARP)
        for equal in ([1.3, 1.3], [1.3, -0.4, 1.3], [[0.5, 0.5], [2.7, 0.5]]):
            yield self.case(Formula("np.sum(x[0] * x[1]) + np.sum(x[0])"), np.array(equal), about=_EQUAL)
        for zeros in ([0.0, 1.2], [0.5, 0.0, 0.0]):
            yield self.case(Formula("3.4 * np.sum(x) + np.sum(x ** 2)"), np.array(zeros), about="where an element is 0")
        for shape in [(1,), (1, 1)]:
            yield self.case(Formula("np.sum(x ** 3)"), apart(rng, shape))
        for size in (3, 4, 5):  # a step larger than x: moved there and back, x is another number in its last bits
            yield self.case(Formula("np.sum(x ** 3)"), apart(rng, (size,)), 2.5)

    def reference(self, f, x, eps=1e-6):
        """PyTorch's gradient where the step is small; else the definition, on PyTorch's tensors."""
        import torch

        point = torch.from_numpy(x)
        if eps == 1e-6:
            f(point.requires_grad_()).backward()
            return point.grad
        steps = eps * torch.eye(x.size, dtype=torch.float64).reshape(-1, *x.shape)
        return torch.stack([(f(point + step) - f(point - step)) / (2 * eps) for step in steps]).reshape(x.shape)

    @staticmethod
    def solution(f, x, eps=1e-6):
        """Estimate the gradient of `f` at `x` by central differences, one element of `x` at a time.

        Args:
            f: a function that takes an array of the shape of `x` and returns a float.
            x: array of floats, of any shape; it is the same afterwards, to the last bit.
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

    def again(self, f, x, eps=1e-6):
        return _differences(f, x, eps, eps, 2 * eps)

    @mistake(
        "steps to the right only",
        "You compared f(x + eps) with f(x). That is the forward difference: its error shrinks in step with eps. With "
        "one step to each side the errors cancel in part, and what is left shrinks with eps².",
    )
    def forward(self, f, x, eps=1e-6):
        return _differences(f, x, eps, 0.0, eps)

    @mistake(
        "steps to the left only",
        "You compared f(x) with f(x − eps). That is the backward difference: its error shrinks in step with eps. With "
        "one step to each side the errors cancel in part, and what is left shrinks with eps².",
    )
    def backward(self, f, x, eps=1e-6):
        return _differences(f, x, 0.0, eps, eps)

    @mistake(
        "divides by eps",
        "Your slopes are twice as large as expected: the two points are 2 · eps apart, one step to the right and one "
        "to the left, and the difference is divided by eps alone.",
    )
    def by_eps(self, f, x, eps=1e-6):
        return _differences(f, x, eps, eps, eps)

    @mistake(
        "one step, divided by two",
        "Your slopes are half as large as expected. The two values of f are eps apart, and their difference is divided "
        "by 2 · eps. If x[i] has gone up by eps, it has to go down by 2 · eps to come to x − eps.",
    )
    def one_step(self, f, x, eps=1e-6):
        return _differences(f, x, eps, 0.0, 2 * eps)

    @mistake(
        "does not divide",
        "You returned the differences of f themselves. A slope is a rise divided by the distance over which it "
        "happens.",
    )
    def undivided(self, f, x, eps=1e-6):
        return _differences(f, x, eps, eps, 1.0)

    @mistake(
        "multiplies by eps where it should divide",
        "Your answer is half the difference times eps. Python reads `a / 2 * eps` from left to right; the distance "
        "needs parentheses, as in `a / (2 * eps)`.",
    )
    def precedence(self, f, x, eps=1e-6):
        return _differences(f, x, eps, eps, 2 / eps)

    @mistake(
        "half a step to each side",
        "You stepped half of eps to each side. The exercise takes a whole eps to each side, and divides by 2 · eps.",
    )
    def half_steps(self, f, x, eps=1e-6):
        return _differences(f, x, eps / 2, eps / 2, eps)

    @mistake(
        "takes the left value minus the right one",
        "Every slope has the wrong sign: you subtracted the value on the right, at x + eps, from the one on the left.",
    )
    def turned(self, f, x, eps=1e-6):
        return -_differences(f, x, eps, eps, 2 * eps)

    @mistake(
        "moves all elements at once",
        "You moved all elements of x together and got a single slope, not one for each. To see what one element "
        "does, all others must stay where they are.",
    )
    def together(self, f, x, eps=1e-6):
        return (f(x + eps) - f(x - eps)) / (2 * eps)

    @mistake(
        "gives each element the slope of all together",
        "You moved all elements of x together, so each got the same slope: that of all of them at once. To see what "
        "one element does, all others must stay where they are.",
    )
    def together_filled(self, f, x, eps=1e-6):
        return np.full(x.shape, (f(x + eps) - f(x - eps)) / (2 * eps))

    @mistake(
        "moves whole rows",
        "You went along the first axis only, so with more than one dimension a whole row moved at once. "
        "`np.ndindex(x.shape)` goes through all elements, whatever the number of dimensions.",
    )
    def rows(self, f, x, eps=1e-6):
        gradient = np.zeros(x.shape)
        for index in range(len(x)):
            right, left = x.copy(), x.copy()
            right[index] += eps
            left[index] -= eps
            gradient[index] = (f(right) - f(left)) / (2 * eps)
        return gradient

    @mistake(
        "gives f a flat array",
        "Your slopes are those of an `f` that gets an array with a single axis, not one of the shape of `x`: `x[0]`, "
        "say, is then one element and no longer a row. Change one element of a copy that has the shape of `x`; "
        "`np.ndindex(x.shape)` goes through the places of all elements.",
    )
    def flat(self, f, x, eps=1e-6):
        return _differences(f, x.flatten(), eps, eps, 2 * eps).reshape(x.shape)

    @mistake(
        "a gradient with a single axis",
        "Your slopes stand in a row: the gradient has a single axis, whatever the shape of `x`. It has the shape of "
        "`x`, one slope in the place of each element.",
    )
    def in_a_row(self, f, x, eps=1e-6):
        return self.solution(f, x, eps).ravel()

    @mistake(
        "compares an array with itself",
        "All your slopes are 0, as if both calls of f got the same array. One way to get there: `y = x` copies "
        "nothing. It gives the array a second name, and what is added under one name is taken off again under the "
        "other. `x.copy()` makes a copy.",
    )
    def one_array(self, f, x, eps=1e-6):
        return np.zeros(x.shape)

    @mistake(
        "compares x with itself",
        "All your slopes are 0, and `x` comes back changed a little: both calls of f got `x` itself. `y = x` copies "
        "nothing. It gives the array a second name, and what is added under one name is taken off again under the "
        "other. `x.copy()` makes a copy.",
    )
    def x_itself(self, f, x, eps=1e-6):
        for index in np.ndindex(x.shape):
            x[index] += eps
            x[index] -= eps
        return np.zeros(x.shape)

    @mistake(
        "elements stay moved",
        "An element that you have moved stays moved while the next ones are measured, so each slope holds those before "
        "it as well. Each element has to be back in its place before the next one moves.",
    )
    def stays(self, f, x, eps=1e-6):
        gradient, right, left = np.zeros(x.shape), x.copy(), x.copy()
        for index in np.ndindex(x.shape):
            right[index] += eps
            left[index] -= eps
            gradient[index] = (f(right) - f(left)) / (2 * eps)
        return gradient

    @mistake(
        "elements stay on the left",
        "An element that you have measured stays at its left place, x − eps, while the next ones are measured. Each "
        "element has to be back in its place before the next one moves.",
    )
    def stays_left(self, f, x, eps=1e-6):
        gradient, moved = np.zeros(x.shape), x.copy()
        for index in np.ndindex(x.shape):
            moved[index] += eps
            right = f(moved)
            moved[index] -= 2 * eps
            gradient[index] = (right - f(moved)) / (2 * eps)
        return gradient

    @mistake(
        "sets the element to eps",
        "You set the element to eps and to −eps, in place of moving it by eps from where it is. That measures the "
        "slope at 0, not at x.",
    )
    def sets(self, f, x, eps=1e-6):
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            right, left = x.copy(), x.copy()
            right[index], left[index] = eps, -eps
            gradient[index] = (f(right) - f(left)) / (2 * eps)
        return gradient

    @mistake(
        "leaves x moved",
        "Your function moves the elements of `x` itself and does not put them back. Later slopes are then taken at "
        "another point, and whoever called it goes on with a changed x.",
    )
    def leaves_moved(self, f, x, eps=1e-6):
        return _in_place(f, x, eps, back=False)

    @mistake(
        "adds and subtracts eps in place of keeping the old value",
        "You move the elements of `x` itself and move them back by adding or subtracting eps. Floats round: "
        "(0.1 + 0.3) − 0.3 is not 0.1 to the last bit, so x comes back changed a little. Keep the old value, or work "
        "on a copy.",
    )
    def inexact(self, f, x, eps=1e-6):
        return _in_place(f, x, eps, back=True)

    @mistake(
        "goes back to the middle, not to the left, in x itself",
        "You compared f(x + eps) with f(x), and divided by 2 · eps: the answer is half of the slope. The second "
        "place is as far to the left as the first is to the right, 2 · eps from it.",
    )
    def half_way_in_place(self, f, x, eps=1e-6):
        grad = np.zeros_like(x)
        for place in np.ndindex(x.shape):
            x[place] += eps
            right = f(x)
            x[place] -= eps
            grad[place] = (right - f(x)) / (2 * eps)
        return grad


def apart(rng, shape):
    """Numbers of both signs away from 0, whose sum with a step always rounds: no short binary fractions."""
    return both_signs(rng, shape, 0.3, 1.6)


def _differences(f, x, right, left, distance):
    """(f one step to the right − f one step to the left) / distance, for each element."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = 1.0
        gradient[index] = (f(x + right * step) - f(x - left * step)) / distance
    return gradient


def _in_place(f, x, eps, back):
    """Central differences by moving the elements of `x` itself."""
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += eps
        right = f(x)
        x[index] -= 2 * eps
        gradient[index] = (right - f(x)) / (2 * eps)
        if back:
            x[index] += eps
    return gradient


#: Under its own name, so that `gradcheck` can call it as the lesson's notebook does.
numerical_gradient = NumericalGradient.solution
