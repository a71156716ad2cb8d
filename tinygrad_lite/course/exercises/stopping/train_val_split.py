"""A split without overlap, in lesson 07: one part to learn from, one to judge by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...case import Ref, Step
from ...exercise import Exercise, mistake, variant_of
from .chance import Chance
from .chance_causes import CAUSES
from .parts import calls_fault, split_fault

_NONE = "where int(n · val_ratio) is 0"
#: (n, shape of a sample, shape of a target, val_ratio)
_SIZES = [
    (10, (2,), (), 0.2),
    (7, (), (), 0.5),
    (9, (3,), (), 0.3),
    (11, (2,), (1,), 0.3),
    (13, (4,), (2,), 0.35),
    (23, (2, 3), (), 0.25),
    (17, (5,), (), 0.45),
    (19, (1,), (3,), 0.6),
    (29, (2,), (), 0.7),
    (80, (3,), (), 0.3),
    (70, (2,), (), 0.15),
    (90, (2, 2), (1,), 0.28),
    (100, (2,), (), 0.29),
    (200, (), (), 0.125),
]
_CALLS = 60


def by(x, y, train, val):
    return x[train], y[train], x[val], y[val]


class TrainValSplit(Exercise):
    id, points, agrees_with = "stopping/train_val_split", 3, ""
    hints = (
        "Which sample goes where is decided by its number. Shuffle the numbers 0, 1 … n − 1 once, and use them for "
        "both arrays: then every sample keeps its target.",
        "n_val = int(n · val_ratio). The first n_val of the shuffled numbers are for validation, all others for "
        "training.",
        "`order = rng.permutation(…)`, then `val = order[:…]` and `train = order[…:]`. An array takes an array of "
        "numbers as an index: `x[train]`.",
    )
    notice = (
        "A split by chance is right where the samples have nothing to do with each other. Where several come from one "
        "person or one hour, the whole group belongs into one part."
    )
    causes = (
        *CAUSES,
        (
            "TypeError",
            "'NoneType' object is not subscriptable",
            "There is a None where an array is meant. `rng.shuffle(a)` shuffles `a` itself and returns None; "
            "`rng.permutation(a)` returns a shuffled copy.",
        ),
        (
            "TypeError",
            "slice indices must be integers",
            "The place at which something is cut has to be a whole number: `int(…)` makes one.",
        ),
    )

    def cases(self, rng):
        x, y = np.array([10.0, 20.0, 30.0, 40.0, 50.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
        yield self._case(x, y, 0.4, int(rng.integers(1000)))
        for n, sample, target, ratio in _SIZES:
            yield self._drawn(rng, n, sample, target, ratio)
        for n, ratio in [(4, 0.2), (9, 0.1), (3, 0.3)]:
            yield self._drawn(rng, n, (2,), (), ratio, about=_NONE)
        for n, ratio in [(12, 0.5), (15, 0.4)]:
            x = rng.normal(size=(3, 2))[rng.permutation(np.arange(n) % 3)]
            yield self._case(x, rng.normal(size=n), ratio, int(rng.integers(1000)), about="where samples are equal")
        yield self._calls(rng, 8, 0.5)

    def _drawn(self, rng, n, sample, target, ratio, about=""):
        x, y = rng.normal(size=(n, *sample)), rng.normal(size=(n, *target))
        return self._case(x, y, ratio, int(rng.integers(1000)), about)

    def _case(self, x, y, ratio, seed, about=""):
        return self.case(x, y, ratio, Chance(seed), about=about, changes=("rng",), observe=("rng",))

    def _calls(self, rng, n, ratio):
        """The same call many times: each sample is sometimes in one part, and sometimes in the other."""
        y = np.arange(1.0, n + 1)
        one = self._case(10 * y, y, ratio, int(rng.integers(1000)), about="in many calls")
        call = (one.args["x"], one.args["y"], ratio, Ref("rng"))  # x and y are built anew for every call
        steps = tuple(Step("new", args=call, save=f"parts_{number}", report=True) for number in range(1, _CALLS + 1))
        return replace(one, steps=steps, class_name=self.name)

    def judge(self, case, answer):
        value, after = answer
        if case.steps:
            return calls_fault(case.args["x"], case.args["y"], case.args["val_ratio"], value, after["rng"])
        x = case.args["x"]
        return split_fault(x, case.args["y"], int(len(x) * case.args["val_ratio"]), value, after["rng"])

    @staticmethod
    def solution(x, y, val_ratio, rng):
        """Split samples by chance into a part for training and a part for validation.

        Every sample goes into exactly one of the two parts, together with its target.

        Args:
            x: array (n, …), the samples.
            y: array (n, …), the target of each sample.
            val_ratio: the share for validation, between 0 and 1: int(n * val_ratio) samples are for validation.
            rng: a NumPy generator, from which all chance comes: `rng.permutation(…)`, `rng.choice(…)`.
        Returns:
            (x_train, y_train, x_val, y_val); within a part, any order will do.
        """
        order = rng.permutation(len(x))
        n_val = int(len(x) * val_ratio)
        val, train = order[:n_val], order[n_val:]
        return x[train], y[train], x[val], y[val]

    @mistake(
        "the last samples, not shuffled",
        "You took the last samples for validation as they stand, without shuffling. Data are often sorted, by class "
        "or by time; the two parts then hold different things.",
    )
    def takes_last(self, x, y, val_ratio, rng):
        n_train = len(x) - int(len(x) * val_ratio)
        return x[:n_train], y[:n_train], x[n_train:], y[n_train:]

    @mistake(
        "the first samples, not shuffled",
        "You took the first samples for validation as they stand, without shuffling. Data are often sorted, by class "
        "or by time; the two parts then hold different things.",
    )
    def takes_first(self, x, y, val_ratio, rng):
        n_val = int(len(x) * val_ratio)
        return x[n_val:], y[n_val:], x[:n_val], y[:n_val]

    @mistake(
        "tears samples and targets apart",
        "In your parts, samples stand beside the targets of others. Samples and targets have to be moved alike: draw "
        "one order of the numbers 0 to n − 1, and use it for both.",
    )
    def torn(self, x, y, val_ratio, rng):
        x_train, y_train, x_val, y_val = self.solution(x, y, val_ratio, rng)
        return x_train, np.roll(y_train, 1, axis=0), x_val, np.roll(y_val, 1, axis=0)

    @mistake(
        "returns x_train, x_val, y_train, y_val",
        "You returned both parts of x first, then both parts of y. That is how scikit-learn does it; here the order is "
        "(x_train, y_train, x_val, y_val).",
    )
    def another_order(self, x, y, val_ratio, rng):
        x_train, y_train, x_val, y_val = self.solution(x, y, val_ratio, rng)
        return x_train, x_val, y_train, y_val

    @mistake(
        "the two parts exchanged",
        "Your part for training has the size that is meant for validation, int(n · val_ratio), and the other way "
        "round. The small part is the one to judge by.",
    )
    def exchanged(self, x, y, val_ratio, rng):
        x_train, y_train, x_val, y_val = self.solution(x, y, val_ratio, rng)
        return x_val, y_val, x_train, y_train

    @mistake(
        "trains on everything",
        "Your part for training holds samples of the part for validation too. Those have been learned by heart, and "
        "say nothing about new data: every sample belongs into one part only.",
    )
    def everything(self, x, y, val_ratio, rng):
        val = rng.choice(len(x), int(len(x) * val_ratio), replace=False)
        return x, y, x[val], y[val]

    @mistake(
        "draws with replacement",
        "You drew the samples for validation in such a way that one can be drawn twice. `rng.choice` and "
        "`rng.integers` do so unless told otherwise; a permutation holds every number once.",
    )
    def replacement(self, x, y, val_ratio, rng):
        val = rng.choice(len(x), int(len(x) * val_ratio))
        return by(x, y, np.setdiff1d(np.arange(len(x)), val), val)

    @variant_of("replacement")
    def replacement_in_a_mask(self, x, y, val_ratio, rng):
        val = np.zeros(len(x), dtype=bool)
        val[rng.choice(len(x), int(len(x) * val_ratio))] = True
        return x[~val], y[~val], x[val], y[val]

    @mistake(
        "rounds up",
        "Where n · val_ratio is no whole number, you rounded up. int(…) cuts the decimals off: 0.3 of 9 samples are "
        "int(2.7), so 2. It matters when others are to get the same sizes.",
    )
    def rounds_up(self, x, y, val_ratio, rng):
        order, n_val = rng.permutation(len(x)), int(np.ceil(len(x) * val_ratio - 1e-9))
        return by(x, y, order[n_val:], order[:n_val])

    @mistake(
        "rounds to the nearest",
        "You rounded n · val_ratio to the nearest whole number. int(…) cuts the decimals off: 0.3 of 9 samples are "
        "int(2.7), so 2. It matters when others are to get the same sizes.",
    )
    def rounds(self, x, y, val_ratio, rng):
        order, n_val = rng.permutation(len(x)), round(len(x) * val_ratio)
        return by(x, y, order[n_val:], order[:n_val])

    @mistake(
        "does not use rng",
        "Your split does not come from `rng`: nobody has drawn from it. The caller decides by the generator "
        "whether a split comes again, and that takes all chance from it.",
    )
    def own_chance(self, x, y, val_ratio, rng):
        return self.solution(x, y, val_ratio, np.random.default_rng(42))

    @mistake(
        "a slice that ends at −0",
        "Where int(n · val_ratio) is 0, your parts are exchanged: nothing is left for training. A slice that ends at "
        "`-n_val` leaves out the last n_val items; but −0 is 0, and one that ends at 0 is empty.",
    )
    def minus_zero(self, x, y, val_ratio, rng):
        order, n_val = rng.permutation(len(x)), int(len(x) * val_ratio)
        return by(x, y, order[:-n_val], order[-n_val:])

    @mistake(
        "loses a sample",
        "One sample is in neither of your parts. The place where one part ends is where the other begins: "
        "`order[:k]` and `order[k:]`.",
    )
    def loses(self, x, y, val_ratio, rng):
        order, n_val = rng.permutation(len(x)), int(len(x) * val_ratio)
        return by(x, y, order[n_val + 1 :], order[:n_val])
