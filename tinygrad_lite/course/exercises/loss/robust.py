"""The regression losses of lesson 02 that large errors pull less: Huber and smooth L1."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


def _around_a_corner(rng, shape, corner):
    """(predicted, target) with errors of both signs, small and large, none of them exactly at ±corner."""
    size = int(np.prod(shape))
    factors = np.resize([0.5, -2.0, 2.0, -0.5, 0.92, 1.1], size) * rng.uniform(0.98, 1.02, size=size)
    target = rng.normal(size=shape)
    return target + corner * rng.permutation(factors).reshape(shape), target


def _corner_cases(exercise, rng, name):
    """The cases of Huber and smooth L1: with the default corner at 1, then with others."""
    yield exercise.case(np.array([0.5, 3.0]), np.array([0.0, 0.0]))
    yield exercise.case(np.array([1.0]), np.array([3.0]))
    yield exercise.case(np.array([0.8, 0.3, 0.5]), np.array([1.0, 0.0, 0.5]))
    for shape in [(4,), (5,), (7,), (4, 2), (2, 3), (3, 5), (6, 2), (2, 3, 4), (3, 1, 5)]:
        yield exercise.case(*_around_a_corner(rng, shape, 1.0))
    for shape, low, high in [
        ((4,), 0.1, 0.9),
        ((3, 2), 0.1, 0.9),
        ((5,), 1.2, 4.0),
        ((2, 4), 1.2, 4.0),
        ((6,), 1.2, 4.0),
    ]:
        signs = rng.permutation(np.resize([1.0, -1.0], shape).ravel()).reshape(shape)  # all small, then all large
        target = rng.normal(size=shape)
        yield exercise.case(target + signs * rng.uniform(low, high, size=shape), target)
    for shape in [(4,), (2, 4), (5,), (3, 4)]:  # one error in four is large, their mean is small
        factors = np.resize([0.1, 1.6, -0.2, 0.15], shape) * rng.uniform(0.95, 1.05, size=shape)
        target = rng.normal(size=shape)
        yield exercise.case(target + factors, target)
    for errors in [[1.0], [1.0, -1.0, 0.25], [0.5, 1.0, -3.0, 0.25], [-1.0, 2.0, 0.125, 1.0, 0.5]]:
        target = np.resize([0.5, -1.0], len(errors))
        yield exercise.case(target + np.array(errors), target, about=f"where an error is exactly {name}")
    about = f"with a {name} other than 1"
    yield exercise.case(np.array([1.0, 6.0]), np.array([0.0, 0.0]), 3.0, about=about)
    for shape, corner in [((8,), 0.5), ((6,), 2.5), ((3, 4), 0.3), ((4, 3), 1.5), ((5, 2), 3.5), ((2, 5, 2), 0.7)]:
        yield exercise.case(*_around_a_corner(rng, shape, corner), corner, about=about)


class Huber(Exercise):
    id, points = "loss/huber", 3
    axes = {"predicted": ..., "target": ...}
    words = {"delta": "delta"}
    hints = (
        "There are two cases for each element, told apart by the size of its error: compare `np.abs(predicted - "
        "target)` with `delta`.",
        "With d = |predicted − target|: ½ d² where d ≤ δ, and δ·(d − ½δ) where d is larger. Then the mean of all.",
        "`np.where(condition, value where true, value where false)` does both at once: "
        "`return np.mean(np.where(d <= delta, …, …))`.",
    )
    notice = "At d = δ both halves give ½δ² and have the slope δ: the curve goes on without a corner."

    def cases(self, rng):
        yield from _corner_cases(self, rng, "delta")

    def reference(self, predicted, target, delta=1.0):
        import torch

        return torch.nn.functional.huber_loss(torch.from_numpy(predicted), torch.from_numpy(target), delta=delta)

    @staticmethod
    def solution(predicted, target, delta=1.0):
        """Huber loss: squared for small errors, straight for large ones, averaged over all elements.

        With d = |predicted - target|, an element costs d²/2 where d is at most delta, and delta·(d - delta/2) beyond.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
            delta: a number > 0, the error at which the curve turns straight.
        Returns:
            float
        """
        distance = np.abs(predicted - target)
        return np.mean(np.where(distance <= delta, distance**2 / 2, delta * (distance - delta / 2)))

    @mistake(
        "ignores delta",
        "You computed the loss for delta = 1, whatever delta is. Here delta is {delta}: it says where the curve turns "
        "straight, and how steep it is from there on.",
    )
    def ignores_delta(self, predicted, target, delta=1.0):
        return self.solution(predicted, target)

    @mistake(
        "no −delta/2 in the straight part",
        "You charged delta · d for large errors, without taking delta/2 from d. Then the curve jumps at d = delta, "
        "from ½ delta² to delta².",
    )
    def no_correction(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, delta * d))

    @mistake(
        "straight part not multiplied by delta",
        "You charged d − delta/2 for large errors. It still has to be multiplied by delta; otherwise the two parts do "
        "not meet, unless delta is 1.",
    )
    def no_factor(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, d - delta / 2))

    @mistake(
        "subtracts 0.5 rather than delta/2",
        "You charged delta · (d − 0.5) for large errors, which is delta · d − 0.5 · delta. What is subtracted from d "
        "is half of delta, so from delta · d it is half of delta squared.",
        concept="pieces",
    )
    def constant_half(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2 / 2, delta * (d - 0.5)))

    @mistake(
        "no ½ in the squared part",
        "You charged d² for small errors, not ½ d². With the ½, both parts have the same value and the same slope at "
        "d = delta.",
    )
    def no_half(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d**2, delta * (d - delta / 2)))

    @mistake(
        "squared part not squared",
        "You charged ½ d for small errors, without squaring d. The two parts then do not meet at d = delta, and the "
        "corner at 0 stays sharp.",
    )
    def not_squared(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, d / 2, delta * (d - delta / 2)))

    @mistake(
        "parts exchanged",
        "You took the straight part for small errors and the squared part for large ones. It is the other way round: "
        "large errors are to count for less than their square.",
    )
    def swapped(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= delta, delta * (d - delta / 2), d**2 / 2))

    @mistake(
        "compares the error with its sign",
        "You compared the error with delta before dropping its sign. A prediction that is far too low has a large "
        "negative error, which is below delta and so was squared.",
    )
    def signed_comparison(self, predicted, target, delta=1.0):
        e = predicted - target
        return np.mean(np.where(e <= delta, e**2 / 2, delta * (np.abs(e) - delta / 2)))

    @mistake(
        "straight part keeps the sign",
        "You left the sign on large errors. A prediction that is far too low then gets a negative loss.",
    )
    def signed_part(self, predicted, target, delta=1.0):
        e = predicted - target
        return np.mean(np.where(np.abs(e) <= delta, e**2 / 2, delta * (e - delta / 2)))

    @mistake(
        "divides by delta",
        "Your answer is the Huber loss divided by delta. That is the smooth L1 loss, the next exercise; the two are "
        "equal only when delta is 1.",
        concept="pieces",
    )
    def smooth_l1_instead(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) / delta

    @mistake(
        "limits the error, then squares",
        "You limited the errors to delta and squared them. Beyond delta the loss then stays at ½ delta²: a larger "
        "error costs no more, and the gradient there is 0.",
    )
    def clipped(self, predicted, target, delta=1.0):
        return np.mean(np.clip(predicted - target, -delta, delta) ** 2) / 2

    @mistake(
        "compares the square with delta",
        "You compared the squared error with delta. The curve turns straight where the error itself reaches delta; the "
        "two are the same only when delta is 1.",
    )
    def square_compared(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d**2 <= delta, d**2 / 2, delta * (d - delta / 2)))

    @mistake(
        "squares every error",
        "You charged ½ d² for every error, small or large. Beyond delta the loss should go on straight.",
    )
    def never_straight(self, predicted, target, delta=1.0):
        return np.mean((predicted - target) ** 2) / 2

    @mistake(
        "straight for every error",
        "You charged delta · (d − ½ delta) for every error, small or large. For errors below delta it should be ½ d²; "
        "the straight line falls below 0 there.",
    )
    def always_straight(self, predicted, target, delta=1.0):
        return np.mean(delta * (np.abs(predicted - target) - delta / 2))

    @mistake(
        "straight for all unless all are small",
        "You took the squared part only when all errors were small, and otherwise the straight one for all of them. "
        "Each element has to be decided by its own error, which `np.where` does.",
    )
    def all_small(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if (d <= delta).all() else delta * (d - delta / 2))

    @mistake(
        "decides once, by the mean error",
        "You compared the mean of all errors with delta, and then used one part for all elements. Each element has to "
        "be decided by its own error, which `np.where` does.",
    )
    def by_the_mean(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if d.mean() <= delta else delta * (d - delta / 2))

    @mistake(
        "squared for all if any is small",
        "You took the squared part for all elements as soon as one error was small. Each element has to be decided "
        "by its own error, which `np.where` does.",
    )
    def any_small(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / 2 if (d <= delta).any() else delta * (d - delta / 2))

    @mistake(
        "averages the two parts separately",
        "You averaged the small errors and the large errors separately and added the two means. Divide the sum of "
        "all by the number of all; where one of the two parts is empty, its mean is nan.",
    )
    def two_means(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        small, large = d[d <= delta], d[d > delta]
        return np.mean(small**2 / 2) + np.mean(delta * (large - delta / 2))

    @mistake(
        "divides by the first axis only",
        "You divided by the length of the first axis, not by the number of all elements. With one dimension the two "
        "are the same; with rows and columns, as here, the loss comes out too large.",
    )
    def first_axis(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) * predicted.size / len(predicted)

    @mistake(
        "sums instead of averaging",
        "You added up the elements' losses but did not divide by their number. Your answer is {n} times too large "
        "here.",
    )
    def sums(self, predicted, target, delta=1.0):
        return self.solution(predicted, target, delta) * predicted.size

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, predicted, target, delta=1.0):
        d = np.abs(predicted - target)
        return np.where(d <= delta, d**2 / 2, delta * (d - delta / 2))


class SmoothL1(Exercise):
    id, points = "loss/smooth_l1", 2
    axes = {"predicted": ..., "target": ...}
    words = {"beta": "beta"}
    hints = (
        "It has the two parts of the Huber loss, scaled so that the straight part always has the slope 1.",
        "With d = |predicted − target|: ½ d²/β where d < β, and d − ½β elsewhere. Then the mean of all. Or: the Huber "
        "loss with δ = β, divided by β.",
        "As before: `return np.mean(np.where(d < beta, …, …))`; or one line that calls your `huber`.",
    )
    notice = "Calling `huber` is fine: smooth_l1(p, t, beta) = huber(p, t, delta=beta) / beta."

    def cases(self, rng):
        yield from _corner_cases(self, rng, "beta")

    def reference(self, predicted, target, beta=1.0):
        import torch

        return torch.nn.functional.smooth_l1_loss(torch.from_numpy(predicted), torch.from_numpy(target), beta=beta)

    @staticmethod
    def solution(predicted, target, beta=1.0):
        """Smooth L1 loss: the absolute error with its corner at 0 rounded off, averaged over all elements.

        With d = |predicted - target|, an element costs d²/(2·beta) where d is less than beta, and d - beta/2 beyond.

        Args:
            predicted: array of any shape.
            target: array of the same shape.
            beta: a number > 0, the error at which the curve turns straight.
        Returns:
            float
        """
        distance = np.abs(predicted - target)
        return np.mean(np.where(distance < beta, distance**2 / (2 * beta), distance - beta / 2))

    @mistake(
        "ignores beta",
        "You computed the loss for beta = 1, whatever beta is. Here beta is {beta}: it says where the curve turns "
        "straight.",
    )
    def ignores_beta(self, predicted, target, beta=1.0):
        return self.solution(predicted, target)

    @mistake(
        "squared part divided by beta twice",
        "You charged ½ (d/beta)² for small errors, which divides by beta twice. Once is right: otherwise the two parts "
        "do not meet, unless beta is 1.",
        concept="pieces",
    )
    def beta_twice(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, (d / beta) ** 2 / 2, d - beta / 2))

    @mistake(
        "Huber with delta 1, divided by beta",
        "You divided the Huber loss by beta, but left its delta at 1. The curve then turns straight at 1, whatever "
        "beta is; hand beta on as delta.",
        concept="pieces",
    )
    def delta_stays(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d <= 1, d**2 / 2, d - 0.5)) / beta

    @mistake(
        "does not divide by beta",
        "Your answer is the Huber loss with delta = beta. Smooth L1 is that divided by beta, so that the straight part "
        "has the slope 1 for every beta.",
        concept="pieces",
    )
    def huber_instead(self, predicted, target, beta=1.0):
        return self.solution(predicted, target, beta) * beta

    @mistake(
        "squared part not divided by beta",
        "You charged ½ d² for small errors. It still has to be divided by beta; otherwise the two parts do not meet, "
        "unless beta is 1.",
        concept="pieces",
    )
    def undivided_square(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / 2, d - beta / 2))

    @mistake(
        "squared part multiplied by beta",
        "You multiplied ½ d² by beta for small errors. It has to be divided by beta; otherwise the two parts do not "
        "meet, unless beta is 1.",
    )
    def multiplied_square(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / 2 * beta, d - beta / 2))

    @mistake(
        "no ½ in the squared part",
        "You charged d²/beta for small errors, not half of it. With the ½, both parts have the same value and the same "
        "slope at d = beta.",
    )
    def no_half(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / beta, d - beta / 2))

    @mistake(
        "no −beta/2 in the straight part",
        "You charged the whole error d for large errors, without taking beta/2 away. Then the curve jumps at d = beta, "
        "from ½ beta to beta.",
    )
    def no_correction(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / (2 * beta), d))

    @mistake(
        "subtracts 0.5 rather than beta/2",
        "You subtracted 0.5 from large errors. The number to subtract is half of beta, which is 0.5 only when beta "
        "is 1.",
        concept="pieces",
    )
    def constant_half(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d**2 / (2 * beta), d - 0.5))

    @mistake(
        "parts exchanged",
        "You took the straight part for small errors and the squared part for large ones. It is the other way round: "
        "only near 0 is the curve squared.",
    )
    def swapped(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(np.where(d < beta, d - beta / 2, d**2 / (2 * beta)))

    @mistake(
        "compares the error with its sign",
        "You compared the error with beta before dropping its sign. A prediction that is far too low has a large "
        "negative error, which is below beta and so was squared.",
    )
    def signed_comparison(self, predicted, target, beta=1.0):
        e = predicted - target
        return np.mean(np.where(e < beta, e**2 / (2 * beta), np.abs(e) - beta / 2))

    @mistake(
        "straight part keeps the sign",
        "You left the sign on large errors. A prediction that is far too low then gets a negative loss.",
    )
    def signed_part(self, predicted, target, beta=1.0):
        e = predicted - target
        return np.mean(np.where(np.abs(e) < beta, e**2 / (2 * beta), e - beta / 2))

    @mistake(
        "sums instead of averaging",
        "You added up the elements' losses but did not divide by their number. Your answer is {n} times too large "
        "here.",
    )
    def sums(self, predicted, target, beta=1.0):
        return self.solution(predicted, target, beta) * predicted.size

    @mistake(
        "straight for all unless all are small",
        "You took the squared part only when all errors were small, and otherwise the straight one for all of them. "
        "Each element has to be decided by its own error, which `np.where` does.",
    )
    def all_small(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / (2 * beta) if (d < beta).all() else d - beta / 2)

    @mistake(
        "decides once, by the mean error",
        "You compared the mean of all errors with beta, and then used one part for all elements. Each element has to "
        "be decided by its own error, which `np.where` does.",
    )
    def by_the_mean(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.mean(d**2 / (2 * beta) if d.mean() < beta else d - beta / 2)

    @mistake(
        "does not round the corner",
        "You charged the absolute error, small or large. That is the mean absolute error; below beta it should be ½ "
        "d²/beta.",
    )
    def absolute(self, predicted, target, beta=1.0):
        return np.mean(np.abs(predicted - target))

    @mistake(
        "does not average",
        "You returned the losses of the elements one by one. Their mean is missing: a loss is a single number.",
    )
    def elements(self, predicted, target, beta=1.0):
        d = np.abs(predicted - target)
        return np.where(d < beta, d**2 / (2 * beta), d - beta / 2)
