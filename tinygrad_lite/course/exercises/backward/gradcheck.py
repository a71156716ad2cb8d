"""The check of a gradient by central differences, in lesson 03."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .numerical import apart, numerical_gradient
from .recipes import Formula

#: A function, its gradient, and a wrong one.
_CLAIMS = (
    ("np.sum(np.sin(x))", "np.cos(x)", "np.sin(x)"),
    ("np.sum(np.exp(x))", "np.exp(x)", "1.01 * np.exp(x)"),
    ("np.sum(np.tanh(x))", "1 - np.tanh(x) ** 2", "np.tanh(x) ** 2 - 1"),
)


class Gradcheck(Exercise):
    id, points, agrees_with = "backward/gradcheck", 2, ""
    hints = (
        "Two arrays are to be compared: what `grad_f` claims, and what central differences measure. You have a "
        "function for the second.",
        "|claimed − measured| ≤ atol, for every element.",
        "`difference = np.abs(… - …)`, then `return bool(np.all(…))`.",
    )
    notice = "`torch.autograd.gradcheck` does the same for PyTorch, and asks for float64, as you should."
    causes = (
        (
            "AssertionError",
            "",
            "`assert` raises where it does not hold. Return True or False, and leave the rest to the caller.",
        ),
    )

    def cases(self, rng):
        yield from self._small()
        for shape, (f, right, wrong) in zip([(3,), (2, 3), (4, 2)], _CLAIMS, strict=True):
            x = apart(rng, shape)
            yield self.case(Formula(f), Formula(right), x)
            yield self.case(Formula(f), Formula(wrong), x)
        for size in (6, 8, 10):
            yield from self._tolerant(rng, size)
        for size in (2, 3, 4):  # a slope of thousands: a tolerance that grows with it lets too much pass
            steep, x = Formula("1000 * np.sum(x ** 2)"), apart(rng, (size,))
            yield self.case(steep, Formula("2000 * x + 1e-3"), x)
        cubic, x = Formula("np.sum(x ** 3)"), apart(rng, (3,))
        yield self.case(cubic, Formula("3 * x ** 2 - 0.095"), x, 0.1)  # atol is not the step: with that one, too far
        for size in (2, 3, 5):
            square, x = Formula("np.sum(x ** 2)"), apart(rng, (size,))
            yield self.case(square, Formula("2 * x + 1.5e-5"), x, about="where the default atol must be 1e-5")
        for size in (2, 4):  # a claim, or a slope, of exactly 0 counts as any other
            yield self.case(Formula("np.sum(x)"), Formula("0 * x"), apart(rng, (size,)))
            yield self.case(Formula("x[0] ** 2"), Formula("2 * x"), apart(rng, (size,)))
        for size in (3, 5):  # curved so much that 1e-3 to either side is far
            yield self.case(Formula("np.sum(np.sin(20 * x))"), Formula("20 * np.cos(20 * x)"), apart(rng, (size,)))
        for atol, off in [(1e-6, "5e-6"), (1e-4, "5e-5")]:
            yield self.case(square, Formula(f"2 * x + {off}"), apart(rng, (3,)), atol)
        far = np.array([*np.linspace(-1.9, 1.9, 23), 2.5])
        yield self.case(square, Formula("2 * x + 1.0 * (x == 2.5)"), far)
        one_off = np.array([*apart(rng, (7,)), 2.5])  # by twice atol, in one of eight: the mean is within it
        yield self.case(square, Formula("2 * x + 2e-5 * (x == 2.5)"), one_off)
        for sign in (1, -1):  # steep for all elements: none of a sign alone tells
            yield self.case(steep, Formula("2000 * x + 1e-3"), sign * np.abs(apart(rng, (3,))))

    def _small(self):
        square, x = Formula("np.sum(x ** 2)"), np.array([3.0, -1.0])
        for claimed in ("2 * x", "x", "2 * x + 0.01", "2 * x - 0.01", "-2 * x"):
            yield self.case(square, Formula(claimed), x)

    def _tolerant(self, rng, size):
        """An even number of elements, half of them above 0 and half below; or one of them, and only that, above 2."""
        square, x = Formula("np.sum(x ** 2)"), apart(rng, (size,))
        first_far, last_far = np.array([2.5, *x[1:]]), np.array([*x[:-1], 2.5])
        yield self.case(square, Formula("2 * x + 0.05 * np.sign(x)"), x, 0.1)  # right: each is within 0.1
        yield self.case(square, Formula("2 * x + 0.05 * np.sign(x)"), x, 0.01)  # wrong, though the sum is right
        yield self.case(square, Formula("2 * x - 0.01"), x, 0.1)
        yield self.case(square, Formula("2 * x - 0.3"), x, 0.1)
        yield self.case(square, Formula("2 * x + 0.3"), x, 0.1)
        yield self.case(square, Formula("2 * x + 0.5 * (x > 2)"), first_far, 0.1)  # wrong in one place
        yield self.case(square, Formula("2 * x + 0.001 * (x > 2)"), last_far)
        yield self.case(Formula("0.001 * np.sum(x ** 2)"), Formula("0.002 * x + 1e-6"), x)  # within the default atol

    def reference(self, f, grad_f, x, atol=1e-5):
        """Against PyTorch's gradient in place of the measured one."""
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
            x: array of floats, of any shape.
            atol: by how much an element may differ from the central difference.
        Returns:
            bool: True if no element differs by more than `atol`.
        """
        difference = np.abs(grad_f(x) - numerical_gradient(f, x))
        return bool(np.all(difference <= atol))

    def again(self, f, grad_f, x, atol=1e-05):
        return bool(np.all(np.abs(grad_f(x) - numerical_gradient(f, x)) <= atol))

    @mistake(
        "one right element is enough",
        "You returned True as soon as one element agrees. A gradient is right only if all of its elements are; one "
        "wrong sign among a thousand is the mistake you are looking for.",
    )
    def any_element(self, f, grad_f, x, atol=1e-5):
        return bool(np.any(np.abs(grad_f(x) - numerical_gradient(f, x)) <= atol))

    @mistake(
        "only the first element",
        "The first element alone decides your answer. A gradient is right only if all of its elements are; one wrong "
        "sign among a thousand is the mistake you are looking for.",
    )
    def first_element(self, f, grad_f, x, atol=1e-5):
        return bool(abs(grad_f(x).flat[0] - numerical_gradient(f, x).flat[0]) <= atol)

    @mistake(
        "the mean difference",
        "You compared the mean difference with atol. Among many elements, one that is far off hardly moves the mean; "
        "it is the largest difference that must not exceed atol.",
    )
    def mean(self, f, grad_f, x, atol=1e-5):
        return bool(np.mean(np.abs(grad_f(x) - numerical_gradient(f, x))) <= atol)

    @mistake(
        "differences cancel",
        "You added up the differences with their signs, and those above 0 cancelled those below. Drop the sign of each "
        "difference first.",
    )
    def cancel(self, f, grad_f, x, atol=1e-5):
        return bool(abs(np.sum(grad_f(x) - numerical_gradient(f, x))) <= atol)

    @mistake(
        "no absolute value",
        "You compared claimed minus measured with atol, sign and all. A claimed gradient that is far too small gives a "
        "negative difference, which is below every atol.",
    )
    def signed(self, f, grad_f, x, atol=1e-5):
        return bool(np.all(grad_f(x) - numerical_gradient(f, x) <= atol))

    @mistake(
        "no absolute value, the other way round",
        "You compared measured minus claimed with atol, sign and all. A claimed gradient that is far too large gives a "
        "negative difference, which is below every atol.",
    )
    def signed_back(self, f, grad_f, x, atol=1e-5):
        return bool(np.all(numerical_gradient(f, x) - grad_f(x) <= atol))

    @mistake(
        "the length of the difference",
        "You compared the norm of all differences together with atol. It grows with the number of elements, so a "
        "large layer would fail where each element is near enough.",
    )
    def norm(self, f, grad_f, x, atol=1e-5):
        return bool(np.linalg.norm(grad_f(x) - numerical_gradient(f, x)) <= atol)

    @mistake(
        "a relative difference",
        "Your tolerance grows and shrinks with the gradient. atol is meant to stand for itself: where the slope is "
        "near 0, yours asks for more digits than a central difference has. In `np.allclose(a, b, atol)` the third "
        "argument is `rtol`; what is meant there is `rtol=0, atol=atol`.",
    )
    def relative(self, f, grad_f, x, atol=1e-5):
        measured = numerical_gradient(f, x)
        return bool(np.all(np.abs(grad_f(x) - measured) <= atol * np.abs(measured)))

    @mistake(
        "a relative tolerance on top",
        "You allowed more than atol where the slope is large. `np.allclose` and `np.isclose` do that: they add `rtol`, "
        "1e-5 unless told otherwise, times the size of the second array.",
    )
    def relative_on_top(self, f, grad_f, x, atol=1e-5):
        measured = numerical_gradient(f, x)
        return bool(np.all(np.abs(grad_f(x) - measured) <= atol + 1e-5 * np.abs(measured)))

    @mistake(
        "exactly equal",
        "Your answer is always False, whatever the gradient is. One way to get there is to ask for equality: central "
        "differences are an estimate, right to about eight digits, so a difference of atol has to be allowed.",
    )
    def exact(self, f, grad_f, x, atol=1e-5):
        return False

    @mistake(
        "True and False exchanged",
        "Your answer is always the opposite: True where the gradient is wrong, False where it is right.",
    )
    def opposite(self, f, grad_f, x, atol=1e-5):
        return bool(np.any(np.abs(grad_f(x) - numerical_gradient(f, x)) > atol))

    @mistake(
        "an array of answers",
        "You returned True or False for each element. Asked is one answer for the whole gradient: True only if every "
        "element agrees.",
    )
    def elements(self, f, grad_f, x, atol=1e-5):
        return np.abs(grad_f(x) - numerical_gradient(f, x)) <= atol

    @mistake(
        "a fixed tolerance",
        "You always allow a difference of 1e-5, whatever atol says. That is its default; a caller may ask for another.",
    )
    def fixed(self, f, grad_f, x, atol=1e-5):
        return bool(np.all(np.abs(grad_f(x) - numerical_gradient(f, x)) <= 1e-5 + 0.0 * atol))

    @mistake(
        "a relative difference of lengths",
        "Your answer goes by the length of the difference divided by the lengths of both gradients together. That "
        "asks for a share; atol is a size, and holds for every element by itself.",
    )
    def relative_lengths(self, f, grad_f, x, atol=1e-5):
        claimed, measured = grad_f(x), numerical_gradient(f, x)
        return bool(np.linalg.norm(claimed - measured) <= atol * (np.linalg.norm(claimed) + np.linalg.norm(measured)))
