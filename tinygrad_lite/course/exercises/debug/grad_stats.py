"""Lesson 10: four numbers that say how the gradients of each parameter are."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

#: Names and shapes of the gradients of some networks.
_NETWORKS: list[list[tuple[str, tuple[int, ...]]]] = [
    [("weight", (3, 2))],
    [("0.weight", (4, 3)), ("0.bias", (4,))],
    [("conv.weight", (2, 3, 4)), ("conv.bias", (2,)), ("out.weight", (5, 2))],
    [("a", (6,)), ("b", (2, 5)), ("c", (3,))],
    [("0.weight", (5, 2)), ("0.bias", (5,)), ("2.weight", (3, 5)), ("2.bias", (3,))],
    [("conv.weight", (2, 1, 3, 4)), ("scale", (7,))],
]


def each(named_grads, low=np.min, high=np.max, mean=np.mean, norm=np.linalg.norm):
    """The dict that is asked for, some of its four numbers computed in another way."""
    return {
        name: {"min": low(g), "max": high(g), "mean": mean(g), "norm": norm(g.reshape(-1))} for name, g in named_grads
    }


_HUGE = "where gradients explode"


class GradStats(Exercise):
    id, points = "debug/grad_stats", 2
    forbids = ()
    hints = (
        "One parameter after the other: of each array four numbers are wanted, whatever its shape. They go into a "
        "small dict, and that goes into the large one, under the parameter's name.",
        "min, max and mean are those of the numbers as they are, with their signs. The norm is √(sum of all g²): the "
        "length of the gradient as an arrow. For [3, −4]: −4, 3, −0.5 and 5.",
        'Begin with an empty dict. `for name, grad in named_grads:` then `stats[name] = {"min": …, "max": …, "mean": '
        '…, "norm": …}`; return it behind the loop.',
    )
    notice = (
        "In tinygrad_lite and PyTorch the list is `[(name, p.grad.numpy()) for name, p in model.named_parameters()]`, "
        "after `backward()`."
    )
    causes = (
        (
            "ValueError",
            "Improper number of dimensions to norm",
            "`np.linalg.norm` with a second argument wants one or two dimensions, and this array has more. Without it, "
            "it takes all elements of an array of any shape as one long list.",
        ),
        (
            "ValueError",
            "too many values to unpack|not enough values to unpack",
            "Each entry of `named_grads` is a pair, a name and an array: `for name, grad in named_grads:` takes it "
            "apart.",
        ),
        (
            "AttributeError",
            "'list' object has no attribute 'items'",
            "`named_grads` is a list of pairs, no dict: `for name, grad in named_grads:` goes through it.",
        ),
        (
            "AttributeError",
            "'tuple' object has no attribute",
            "Each entry of `named_grads` is a pair, a name and an array. The array is its second part.",
        ),
    )

    def cases(self, rng):
        yield self.case([("w", np.array([3.0, -4.0]))])
        yield self.case([("w", np.array([[2.0, -1.0], [4.0, 2.0]])), ("b", np.array([-3.0]))])
        for scale in (1.0, 100.0):
            for network in _NETWORKS:
                yield self.case([(name, scale * rng.normal(size=shape)) for name, shape in network])
        yield self.case([("dead", np.zeros((3, 4))), ("alive", rng.normal(size=5))])
        for more in (1500, 2e6, 1e9):
            yield self.case([("w", more + rng.normal(size=(2, 3))), ("b", -more - rng.normal(size=2))], about=_HUGE)
        yield self.case([("falls", -1 - rng.random(size=(3, 2))), ("rises", 1 + rng.random(size=4))])

    def reference(self, named_grads):
        import torch

        found = {}
        for name, grad in named_grads:
            g = torch.from_numpy(grad).flatten()
            found[name] = {"min": g.min().item(), "max": g.max().item(), "mean": g.mean().item()}
            found[name]["norm"] = g.square().sum().sqrt().item()
        return found

    @staticmethod
    def solution(named_grads):
        """Four numbers about each parameter's gradient.

        Args:
            named_grads: list of pairs `(name, array)`; the arrays have any number of dimensions, and at
                least one number.
        Returns:
            dict: under each name a dict with four numbers over all elements of its array, "min", "max", "mean" and
            "norm" (Euclidean: the root of the sum of the squares).
        """
        stats = {}
        for name, grad in named_grads:
            stats[name] = {
                "min": grad.min(),
                "max": grad.max(),
                "mean": grad.mean(),
                "norm": np.sqrt(np.sum(grad**2)),
            }
        return stats

    def again(self, named_grads):
        return each(named_grads)

    @mistake(
        "the norm without its root",
        'Under "norm" stands the sum of the squares. The root of it is missing: a gradient twice as long should have a '
        "norm twice as large.",
    )
    def no_root(self, named_grads):
        return each(named_grads, norm=lambda g: np.sum(g**2))

    @mistake(
        "the norm of the mean square",
        'Under "norm" stands the root of the mean of the squares. The norm divides by nothing: it is the root of their '
        "sum, the gradient's length.",
    )
    def root_mean_square(self, named_grads):
        return each(named_grads, norm=lambda g: np.sqrt(np.mean(g**2)))

    @mistake(
        "the mean square for the norm",
        'Under "norm" stands the mean of the squares. The norm is the root of their sum: nothing is divided, and a '
        "root is taken.",
    )
    def mean_square(self, named_grads):
        return each(named_grads, norm=lambda g: np.mean(g**2))

    @mistake(
        "the sum of absolute values for the norm",
        'Under "norm" stands the sum of the absolute values. That is a norm as well, called L1; the Euclidean one is '
        "the root of the sum of the squares.",
    )
    def absolute_norm(self, named_grads):
        return each(named_grads, norm=lambda g: np.sum(np.abs(g)))

    @mistake(
        "the largest absolute value for the norm",
        'Under "norm" stands the largest absolute value. That is a norm as well, called the infinity norm; in the '
        "Euclidean one the squares of all elements are added up.",
    )
    def infinity_norm(self, named_grads):
        return each(named_grads, norm=lambda g: np.max(np.abs(g)))

    @mistake(
        "the absolute value of the sum for the norm",
        'Under "norm" stands the absolute value of the sum. There, positive and negative elements cancel; square each '
        "of them first, then add up, then take the root.",
    )
    def norm_of_sum(self, named_grads):
        return each(named_grads, norm=lambda g: np.sqrt(np.sum(g) ** 2))

    @mistake(
        "the spectral norm of matrices",
        'Under "norm", matrices have their largest singular value: that is what `np.linalg.norm(grad, 2)` gives for '
        "two dimensions. The Euclidean norm takes all elements as one long list.",
    )
    def spectral(self, named_grads):
        stats = each(named_grads)
        for name, grad in named_grads:
            if grad.ndim == 2:
                stats[name]["norm"] = np.linalg.norm(grad, 2)
        return stats

    @mistake(
        "the mean of absolute values",
        'Under "mean" stands the mean of the absolute values. The mean keeps the signs: it shows whether a gradient '
        "pushes most weights the same way.",
    )
    def absolute_mean(self, named_grads):
        return each(named_grads, mean=lambda g: np.mean(np.abs(g)))

    @mistake(
        "statistics of absolute values",
        'You took the absolute values before "min", "max" and "mean". They are meant of the elements as they are, with '
        "their signs.",
    )
    def absolute(self, named_grads):
        return each([(name, np.abs(grad)) for name, grad in named_grads])

    @mistake(
        "the sum for the mean",
        'Under "mean" stands the sum of the elements. It has to be divided by their number.',
    )
    def sum_for_mean(self, named_grads):
        return each(named_grads, mean=np.sum)

    @mistake(
        "the median for the mean",
        'Under "mean" stands the median, the middle one of the sorted elements. The mean is their sum divided by their '
        "number.",
    )
    def median(self, named_grads):
        return each(named_grads, mean=np.median)

    @mistake(
        "the sum divided by the length of the first axis",
        'Under "mean" stands the sum divided by the length of the first axis, as `len(grad)` gives it. An array with '
        "rows and columns has more elements than rows: `grad.size` counts them all.",
    )
    def by_length(self, named_grads):
        return each(named_grads, mean=lambda g: np.sum(g) / len(g))

    @mistake(
        "four numbers a column",
        "Where an array has rows and columns, you computed along its first axis, so that under each key stands an "
        "array. One number over all elements is wanted: leave `axis` out.",
    )
    def columns(self, named_grads):
        return {
            name: {"min": g.min(0), "max": g.max(0), "mean": g.mean(0), "norm": np.sqrt(np.sum(g**2, axis=0))}
            for name, g in named_grads
        }

    @mistake(
        "min, max and mean of each column",
        'Where an array has rows and columns, "min", "max" and "mean" are computed along its first axis, so that under '
        "each of them stands an array. One number over all elements is wanted: leave `axis` out.",
    )
    def columns_but_norm(self, named_grads):
        return each(named_grads, *(lambda g, f=f: f(g, axis=0) for f in (np.min, np.max, np.mean)))

    @mistake(
        "a norm for each column",
        'Where an array has rows and columns, "norm" is computed along its first axis, so that an array stands there. '
        "One number over all elements is wanted: leave `axis` out.",
    )
    def norm_of_columns(self, named_grads):
        norms = self.columns(named_grads)
        return {name: {**stats, "norm": norms[name]["norm"]} for name, stats in each(named_grads).items()}

    @mistake(
        "min and max exchanged",
        'Under "min" stands the largest element, and under "max" the smallest. Exchange the two.',
    )
    def exchanged(self, named_grads):
        return each(named_grads, low=np.max, high=np.min)

    @mistake(
        "min and max begin at 0",
        'Your "min" is never above 0 and your "max" never below it, as where a search for them begins at 0. Begin with '
        "the first element: an array may be all positive, or all negative.",
    )
    def begin_at_zero(self, named_grads):
        return each(named_grads, low=lambda g: np.minimum(g.min(), 0.0), high=lambda g: np.maximum(g.max(), 0.0))

    @mistake(
        "places for min and max",
        'Under "min" and "max" stands where the smallest and the largest element are, as `argmin` and `argmax` count '
        "them. The elements themselves are wanted.",
    )
    def places(self, named_grads):
        return each(named_grads, low=np.argmin, high=np.argmax)

    @mistake(
        "all arrays as one",
        "Under every name stand the same four numbers, those of all arrays together. A sick layer is found only where "
        "each one has numbers of its own.",
    )
    def together(self, named_grads):
        whole = np.concatenate([grad.reshape(-1) for _, grad in named_grads])
        return each([(name, whole) for name, _ in named_grads])

    @mistake(
        "one dict for all, without names",
        "You returned the four numbers of all arrays together, without a name. Wanted is a dict with one entry for "
        "each name, and in it a dict with the four numbers of that array.",
    )
    def nameless(self, named_grads):
        return self.together(named_grads)[named_grads[0][0]]

    @mistake(
        "the last array's dict alone",
        "You returned the four numbers of the last array alone, without a name. Each array's dict belongs into a "
        "larger one, under its name: `stats[name] = …`.",
    )
    def last_nameless(self, named_grads):
        return each(named_grads[-1:])[named_grads[-1][0]]

    @mistake(
        "the last name only",
        "Your dict holds the last name only. If the empty dict is made inside the loop, each round begins anew: make "
        "it once, before the loop.",
    )
    def last_only(self, named_grads):
        return each(named_grads[-1:])

    @mistake(
        "the first name only",
        "Your dict holds the first name only. A `return` inside the loop ends it in its first round.",
    )
    def first_only(self, named_grads):
        return each(named_grads[:1])

    @mistake(
        "a list of dicts",
        "You returned a list with a dict for each array. Wanted is one dict, in which each of these stands under its "
        "name: then `stats[name]` finds it.",
    )
    def as_list(self, named_grads):
        return list(each(named_grads).values())

    @mistake(
        "the last array's numbers under every name",
        "Under every name stand the numbers of the last array. One dict that is made before the loop and put under "
        "each name is the same dict everywhere: make a new one in each round.",
    )
    def same_dict(self, named_grads):
        return each([(name, named_grads[-1][1]) for name, _ in named_grads])

    @mistake(
        "the standard deviation for the norm",
        'Under "norm" stands the standard deviation. It takes the mean away and divides by the number of elements; '
        "the norm does neither: it is the root of the sum of the squares.",
    )
    def deviation(self, named_grads):
        return each(named_grads, norm=np.std)

    @mistake(
        "the sum for the norm",
        'Under "norm" stands the sum of the elements. The norm is the root of the sum of their squares.',
    )
    def sum_for_norm(self, named_grads):
        return each(named_grads, norm=np.sum)

    @mistake(
        "one norm for all arrays",
        'Under "norm" stands the same number everywhere, the norm of all arrays together. Each array has one of its '
        "own.",
    )
    def norm_of_all(self, named_grads):
        total = np.sqrt(sum(np.sum(grad**2) for _, grad in named_grads))
        return each(named_grads, norm=lambda g: total)

    @mistake(
        "the largest absolute value for max",
        'Under "max" stands the largest absolute value. It is meant of the elements as they are, with their signs.',
    )
    def absolute_max(self, named_grads):
        return each(named_grads, high=lambda g: np.max(np.abs(g)))

    @mistake(
        "the smallest absolute value for min",
        'Under "min" stands the smallest absolute value. It is meant of the elements as they are, with their signs.',
    )
    def absolute_min(self, named_grads):
        return each(named_grads, low=lambda g: np.min(np.abs(g)))

    @mistake(
        "min and max of absolute values",
        'You took the absolute values before "min" and "max". They are meant of the elements as they are, with their '
        "signs.",
    )
    def absolute_ends(self, named_grads):
        return each(named_grads, lambda g: np.min(np.abs(g)), lambda g: np.max(np.abs(g)))

    @mistake(
        "four numbers a row",
        "Where an array has several axes, you computed along its last one, so that under each key stands an array. "
        "One number over all elements is wanted: leave `axis` out.",
    )
    def by_row(self, named_grads):
        return {
            name: {"min": g.min(-1), "max": g.max(-1), "mean": g.mean(-1), "norm": np.sqrt(np.sum(g**2, axis=-1))}
            for name, g in named_grads
        }

    @mistake(
        "the four numbers without their names",
        'Under each name the four numbers stand side by side. Wanted is a dict there, with "min", "max", "mean" and '
        '"norm", so that nobody has to remember the order.',
    )
    def side_by_side(self, named_grads):
        return {name: tuple(stats.values()) for name, stats in each(named_grads).items()}
