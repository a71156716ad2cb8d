"""The curved activations of lesson 01: sigmoid and tanh, without overflow."""

from __future__ import annotations

import numpy as np

from ...exercise import FORBIDDEN, Exercise, mistake
from ..draws import SHAPES, both_signs

_LARGE = "for inputs as large as 1000"


def _large(rng):
    """Inputs that overflow `exp`: only above, only below, and both."""
    for size, large in [(3, 1000.0), (4, 900.0), (6, 1000.0), (3, -1000.0), (5, -900.0), (4, -1000.0)]:
        yield np.concatenate([rng.normal(size=size - 1), [large]])
    yield np.array([[1000.0, -1000.0, 0.5], [-1000.0, 1000.0, -2.0]])
    yield np.array([715.0, -720.0, 0.5])
    yield np.array([750.0, -780.0, 2.0])


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


class Sigmoid(Exercise):
    id, points, quiet = "forward/sigmoid", 2, True
    axes = {"x": ...}
    hints = (
        "`np.exp(710)` overflows, `np.exp(-710)` does not: it is nearly 0. For which sign of x is exp(−x) harmless, "
        "and for which exp(x)?",
        "1 / (1 + exp(−x)) where x ≥ 0, and exp(x) / (1 + exp(x)) where x < 0: the same number in two forms. Both need "
        "only e = exp(−|x|), which is never above 1.",
        "Two lines: `e = np.exp(-np.abs(x))`, then `return np.where(x >= 0, …, …)` with e in both places.",
    )
    notice = "sigmoid(−x) = 1 − sigmoid(x). From about 37 on the result is rounded to exactly 1, and its slope is lost."

    def cases(self, rng):
        yield self.case(np.array([0.0, 2.0]))
        yield self.case(np.array([-1.0, 1.0]))
        yield self.case(np.array([[-2.0, 0.5], [1.0, -0.5], [3.0, -3.0]]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape, high=6.0))
        yield self.case(np.array([[7.0], [-7.0], [-12.0]]))
        for x in _large(rng):
            yield self.case(x, about=_LARGE)

    def reference(self, x):
        import torch

        return torch.sigmoid(torch.from_numpy(x))

    @staticmethod
    def solution(x):
        """The sigmoid 1 / (1 + exp(-x)), element by element.

        Args:
            x: array of any shape, any numbers, ±1000 among them.
        Returns:
            array of the same shape, each number from 0 to 1; no overflow, so no warning either.
        """
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1 / (1 + e), e / (1 + e))

    def again(self, x):
        return _sigmoid(x)

    @mistake(
        "softplus",
        "Your values are those of log(1 + exp(x)), the softplus. It grows without end for large x; the sigmoid, "
        "1 / (1 + exp(−x)), is its slope and stays between 0 and 1.",
    )
    def softplus(self, x):
        return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))

    @mistake(
        "powers of 2",
        "Your values are those of 1 / (1 + 2 ** −x). The sigmoid has powers of e, 2.718…: `np.exp(-x)`.",
    )
    def powers_of_two(self, x):
        e = np.exp2(-np.abs(x))
        return np.where(x >= 0, 1, e) / (1 + e)

    @mistake(
        "falls instead of rising",
        "Your answer is 1 / (1 + exp(x)), which falls as x grows: the probability of a no. The sigmoid rises; what is "
        "it for x = 1000, and which exponential has to be small there?",
    )
    def no_minus(self, x):
        return _sigmoid(-x)

    @mistake(
        "1 + exp(−x) itself",
        "You returned 1 + exp(−x) itself. The sigmoid is 1 divided by that whole sum; without brackets, "
        "`1 / 1 + np.exp(-x)` divides only by the 1.",
    )
    def not_inverted(self, x):
        return 1 + np.exp(-x)

    @mistake(
        "no 1 in the denominator",
        "You computed 1 / exp(−x), which is exp(x): the 1 in the denominator is missing. It keeps the result below 1.",
    )
    def no_one(self, x):
        return np.exp(x)

    @mistake(
        "overflows for large positive numbers",
        "Your answer is exp(x) divided by 1 + exp(x). For x = 1000 both are infinite, and ∞ / ∞ is nan. For positive "
        "x, write it with exp(−x).",
    )
    def overflow(self, x):
        return np.exp(x) / (1 + np.exp(x))

    @mistake(
        "the same for x and −x",
        "Your function gives the same for x and for −x. The form 1 / (1 + e) with e = exp(−|x|) is the half for "
        "positive x; for negative x the other form is needed.",
    )
    def both_halves_alike(self, x):
        return _sigmoid(np.abs(x))

    @mistake(
        "the slope",
        "You returned s · (1 − s), the slope of the sigmoid. Lesson 03 needs it; here s itself is asked for.",
    )
    def slope(self, x):
        return _sigmoid(x) * (1 - _sigmoid(x))

    @mistake("tanh", "You returned tanh(x), from −1 to 1. The sigmoid has the same form between 0 and 1.")
    def hyperbolic(self, x):
        return np.tanh(x)

    @mistake(
        "softmax",
        "Your answers add up to 1 over all elements. That is softmax, in which elements share 1 between them; the "
        "sigmoid looks at each number by itself.",
    )
    def softmax(self, x):
        e = np.exp(x - x.max())
        return e / e.sum()

    @mistake(
        "rounded to 0 and 1",
        "You returned 0 or 1. The sigmoid says how sure, with every number between; the decision comes later, if at "
        "all.",
    )
    def rounded(self, x):
        return (x >= 0) * 1.0

    @mistake(
        "tanh of x for tanh of x / 2",
        "Your answer is (1 + tanh(x)) / 2, which is the sigmoid of 2x: twice as steep. With tanh(x / 2) it is right.",
    )
    def by_tanh(self, x):
        return (1 + np.tanh(x)) / 2


class Tanh(Exercise):
    id, points = "forward/tanh", 2
    axes = {"x": ...}
    forbids = (*FORBIDDEN, "numpy.tanh", "math.tanh", "cmath.tanh")
    hints = (
        "tanh(−x) = −tanh(x). So it is enough to compute it for |x|, and to put the sign back. Which exponential of "
        "|x| cannot overflow?",
        "With e = exp(−2|x|): tanh|x| = (1 − e) / (1 + e).",
        "Two lines: `e = np.exp(…)`, then `return np.sign(x) * (…) / (…)`.",
    )
    notice = "tanh(x) = 2 · sigmoid(2x) − 1: the same curve, stretched to the range from −1 to 1, so its middle is 0."

    def cases(self, rng):
        yield self.case(np.array([0.5, 1.0]))
        yield self.case(np.array([-1.0, 0.5]))
        yield self.case(np.array([[-2.0, 0.5], [1.0, -0.5], [3.0, -3.0]]))
        for shape in SHAPES:
            yield self.case(both_signs(rng, shape, high=3.0))
        yield self.case(np.array([0.3, 0.0, -0.3]))
        yield self.case(np.array([[4.5, -6.0], [0.03125, -0.005]]))
        for x in _large(rng):
            yield self.case(x, about=_LARGE)

    def reference(self, x):
        import torch

        return torch.tanh(torch.from_numpy(x))

    @staticmethod
    def solution(x):
        """The hyperbolic tangent (exp(x) - exp(-x)) / (exp(x) + exp(-x)), element by element, written with exp.

        Args:
            x: array of any shape, any numbers, ±1000 among them.
        Returns:
            array of the same shape, each number from -1 to 1.
        """
        e = np.exp(-2 * np.abs(x))
        return np.sign(x) * (1 - e) / (1 + e)

    def again(self, x):
        return np.tanh(x)

    @mistake(
        "overflows at both ends",
        "Numerator and denominator both overflow, at 1000 and at −1000, and ∞ / ∞ is nan. An exponential overflows "
        "where its exponent is large and positive; one whose exponent is never positive cannot.",
    )
    def overflow(self, x):
        return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))

    @mistake(
        "overflows for large positive numbers",
        "Numerator and denominator both overflow at 1000, and ∞ / ∞ is nan. At −1000 all is well, because there your "
        "exponent is negative. Which one is negative for positive x?",
    )
    def overflow_above(self, x):
        return (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)

    @mistake(
        "overflows for large negative numbers",
        "Numerator and denominator both overflow at −1000, and ∞ / ∞ is nan. At 1000 all is well, because there your "
        "exponent is negative. Which one is negative for negative x?",
    )
    def overflow_below(self, x):
        return (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))

    @mistake(
        "loses the sign",
        "Your answers for negative x are positive. The formula with |x| gives the size; the sign of x has to come "
        "back.",
    )
    def no_sign(self, x):
        return np.abs(np.tanh(x))

    @mistake(
        "the sign turned",
        "Your answer is −tanh(x). It should be positive for positive x: look at the order of the subtraction, and at "
        "the sign that is put back.",
    )
    def turned(self, x):
        return -np.tanh(x)

    @mistake("sigmoid", "You returned the sigmoid, from 0 to 1. tanh goes from −1 to 1, and through 0.")
    def logistic(self, x):
        return _sigmoid(x)

    @mistake(
        "tanh of half the number",
        "Your answer is tanh(x/2). A factor 2 is missing: in tanh(x) = 2 · sigmoid(2x) − 1 it stands in both places, "
        "and with e = exp(−2|x|) it stands in the exponent.",
    )
    def half(self, x):
        return np.tanh(x / 2)

    @mistake(
        "tanh of twice the number",
        "Your answer is tanh(2x). There is a factor 2 too many in the exponent: (exp(x) − exp(−x)) / (exp(x) + "
        "exp(−x)) has none.",
    )
    def double(self, x):
        return np.tanh(2 * x)

    @mistake(
        "upside down",
        "Your answer is the sum of the exponentials divided by their difference. It is the other way round; the "
        "difference can be 0.",
    )
    def inverted(self, x):
        return 1 / np.tanh(x)

    @mistake(
        "half the difference",
        "Your answer is half of exp(x) − exp(−x). That is sinh, which grows without limit; tanh divides by the sum "
        "of the two exponentials.",
    )
    def sinh(self, x):
        return np.sinh(x)

    @mistake(
        "brackets missing",
        "Your answer is exp(x) − exp(−x) / exp(x) + exp(−x): division comes before minus and plus, so only exp(−x) / "
        "exp(x) is divided. Numerator and denominator need brackets.",
    )
    def no_brackets(self, x):
        return np.exp(x) - np.exp(-x) / np.exp(x) + np.exp(-x)

    @mistake(
        "the slope",
        "You returned 1 − tanh², the slope of tanh. Lesson 03 needs it; here tanh itself is asked for.",
    )
    def slope(self, x):
        return 1 - np.tanh(x) ** 2

    @mistake(
        "cut off at −1 and 1",
        "You cut x off at −1 and 1. That has the same range, but corners where tanh is smooth: tanh(1) is 0.76, not 1.",
    )
    def hard(self, x):
        return np.clip(x, -1, 1)
