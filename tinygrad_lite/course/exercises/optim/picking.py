"""Lesson 04, picking a learning rate from the losses of several trainings."""

from __future__ import annotations

import math

import numpy as np

from ...exercise import Exercise, mistake


def _falling(rng, start, end, length):
    """A loss from `start` to `end` with some ups and downs, none of them below `end`."""
    line = np.linspace(start, end, length)
    bumps = np.zeros(length)
    bumps[1:-1] = rng.uniform(0, 0.2, size=length - 2) * abs(start)
    return [float(value) for value in line + bumps]


class PickLr(Exercise):
    id, points, agrees_with = "optim/pick_lr", 2, ""
    hints = (
        "Go through the histories one by one. Which of them may be chosen at all? Only then ask which one ended best.",
        "A history may be chosen if every loss in it is finite (neither inf nor nan) and the last is below the first. "
        "Of these, take the learning rate whose last loss is lowest.",
        "Two steps: `good = {lr: losses for lr, losses in histories.items() if …}`, with `np.isfinite(losses).all()` "
        "in the condition; then `min(good, key=…)`, where the key gives the number to compare.",
    )
    notice = "Comparisons with nan are always False, so `min` over losses with a nan depends on their order."

    def cases(self, rng):
        nan, inf = math.nan, math.inf
        yield self.case({0.1: [1.0, 0.8], 0.2: [1.0, 0.5]})
        yield self.case({0.01: [2.0, 1.9, 1.8], 0.1: [2.0, 1.5, 1.0], 1.0: [2.0, 5.0, 9.0]})
        yield self.case({0.3: [2.0, 1.5, 1.0], 0.03: [2.0, 1.9, 1.8]})
        yield self.case({0.5: [2.0, 0.4, 1.2], 0.05: [2.0, 1.5, 0.9]})
        yield self.case({0.1: [3.0, 2.6, 1.2], 0.4: [3.0, 1.0, 1.4], 0.02: [3.0, 2.9, 2.8]})
        yield self.case({0.3: [2.0, 2.4, 0.6], 0.03: [2.0, 1.8, 1.5]})
        yield self.case({0.08: [3.0, 2.8, 2.6], 0.8: [3.0, 1.1, 1.3, 0.7]})
        yield self.case({0.9: [2.0, 1.0, 1.1, 0.5], 0.09: [2.0, 1.9, 1.6], 0.009: [2.0, 1.99, 1.98]})
        yield self.case({0.6: [2.0, 0.1, 1.9, 1.8, 1.2], 0.06: [2.0, 1.2, 1.1, 1.0, 0.9]})
        yield self.case({0.02: [3.0, 1.3, 1.2, 1.1, 1.0], 0.2: [3.0, 0.3, 2.9, 2.8, 1.5]})
        yield self.case({0.7: [2.0, 1.0, 1.0, 1.0], 0.07: [2.0, 1.9, 1.8, 0.9]})
        yield self.case({0.04: [3.0, 2.9, 2.8, 0.8], 0.4: [3.0, 1.0, 0.9, 0.9]})
        for _ in range(6):
            rates = [float(f"{rate:.3g}") for rate in 10 ** rng.uniform(-4, 0.5, size=5)]
            ends = rng.permutation([0.2, 0.5, 0.8, 1.1, 1.4]) + rng.uniform(0, 0.2, size=5)
            length = int(rng.integers(4, 9))
            yield self.case({r: _falling(rng, 2.3, end, length) for r, end in zip(rates, ends, strict=True)})
        for slow, fast in ((6.0, 2.0), (9.0, 3.0), (5.0, 1.5)):
            rates = [float(f"{rate:.3g}") for rate in 10 ** rng.uniform(-4, 0.5, size=2)]
            yield self.case({rates[0]: [slow, slow / 2, slow / 3], rates[1]: [fast, fast - 0.2, fast - 0.4]})
        yield self.case({0.5: [9.0, 5.0, 4.0], 0.05: [2.0, 1.5, 0.5]})  # the lower end has the smaller drop
        # the lowest end, the smallest share of the start and the largest drop are three trainings
        yield self.case({0.01: [1.0, 0.9, 0.8], 0.1: [4.0, 2.0, 1.0], 0.5: [10.0, 8.0, 5.0]})
        yield self.case({0.3: [10.0, 6.0, 4.0], 0.03: [3.0, 1.5, 0.9], 0.003: [0.9, 0.8, 0.7]})
        yield self.case({0.06: [6.0, 2.0, 1.2], 0.6: [0.9, 0.7, 0.5], 0.006: [20.0, 18.0, 12.0]})
        yield self.case({0.1: [2.0, 1.0, 0.0], 0.2: [2.0, 1.5, 1.0]}, about="where a loss ends at 0")
        great = "where all losses are very large"
        yield self.case({0.01: [9e20, 8e20, 7e20], 0.1: [9e20, 5e20, 4e20]}, about=great)
        broken = "where a loss is not finite"
        yield self.case({1.0: [2.0, 90.0, nan], 0.1: [2.0, 1.5, 1.1], 0.01: [2.0, 1.9, 1.8]}, about=broken)
        yield self.case({0.02: [2.0, 1.9, 1.7], 0.2: [2.0, 1.4, 1.3], 2.0: [2.0, 50.0, inf]}, about=broken)
        yield self.case({0.05: [2.0, 1.8], 0.1: [2.0, nan], 0.2: [2.0, 1.0]}, about=broken)
        yield self.case({3.0: [2.0, nan, nan], 0.3: [2.0, 1.2, 1.6], 0.03: [2.0, 1.8, 1.4]}, about=broken)
        yield self.case({0.9: [2.0, inf, 0.3, 0.2], 0.09: [2.0, 1.5, 1.0, 0.7]}, about=broken)
        yield self.case({0.07: [2.0, 1.6, 1.5, 1.2], 0.7: [2.0, nan, 0.6, 0.5]}, about=broken)
        yield self.case({0.8: [2.0, inf, 0.4, 0.1], 0.08: [2.0, 1.7, 1.6, 1.1], 8.0: [2.0, nan]}, about=broken)
        yield self.case({0.6: [2.0, 0.9, -inf], 0.06: [2.0, 1.7, 1.6]}, about=broken)
        yield self.case({0.03: [2.0, 1.8, 1.5], 0.9: [2.0, 0.2, -inf]}, about=broken)
        above = "where a training did not end below its start"
        yield self.case({0.5: [0.4, 0.7, 0.6], 0.05: [2.0, 1.5, 0.9]}, about=above)
        yield self.case({0.01: [3.0, 2.0, 1.4], 0.4: [0.9, 0.5, 1.0], 0.1: [2.0, 1.9, 1.7]}, about=above)
        yield self.case({0.8: [0.5, 0.3, 0.5], 0.08: [2.0, 1.5, 0.9]}, about=above)
        yield self.case({0.2: [0.3, 0.1, 0.35], 0.02: [1.5, 1.2, 0.8], 0.002: [1.5, 1.4, 1.3]}, about=above)

    def reference(self, histories):
        best, lowest = None, math.inf
        for lr, losses in histories.items():
            if any(loss - loss != 0 for loss in losses) or not losses[0] > losses[-1]:  # inf − inf is nan
                continue
            if losses[-1] < lowest:
                best, lowest = lr, losses[-1]
        return best

    @staticmethod
    def solution(histories):
        """The learning rate whose training ended best.

        A training counts only if all its losses are finite (neither inf nor nan) and the last is below the first.

        Args:
            histories: dict from learning rate to the list of losses of a training with it; at least one counts.
        Returns:
            float: of those that count, the learning rate with the lowest last loss.
        """
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return min(good, key=lambda lr: good[lr][-1])

    @mistake(
        "takes the lowest last loss of all",
        "You compared the last losses of all trainings. One that diverged, or that got worse than it began, must not "
        "be chosen; and a nan makes every comparison False, so that what `min` gives depends on the order.",
    )
    def no_checks(self, histories):
        return min(histories, key=lambda lr: histories[lr][-1])

    @mistake(
        "looks at the last loss only to see if it is finite",
        "You asked only of the last loss whether it is finite. A training that passed through inf or nan on the way is "
        "not to be trusted: look at every loss.",
    )
    def last_finite(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h[-1]) and h[-1] < h[0]}
        return min(good, key=lambda lr: good[lr][-1])

    @mistake(
        "does not compare the end with the start",
        "You did not ask whether the last loss is below the first. A training that ended worse than it began has not "
        "learned, however low its numbers are.",
    )
    def no_start(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all()}
        return min(good, key=lambda lr: good[lr][-1])

    @mistake(
        "lets infinite losses pass",
        "You sorted out the trainings with nan and those that ended above their start, but let infinite losses pass. "
        "Finite means neither nan nor inf, nor −inf: `np.isfinite` asks for all of them.",
    )
    def only_nan(self, histories):
        good = {lr: h for lr, h in histories.items() if not np.isnan(h).any() and h[-1] < h[0]}
        return min(good, key=lambda lr: good[lr][-1])

    @mistake(
        "takes the lowest loss on the way",
        "You compared the lowest loss that each training ever reached. A training that jumps about can be low once and "
        "end high; the last loss is what you would go on with.",
    )
    def lowest_ever(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return min(good, key=lambda lr: min(good[lr]))

    @mistake(
        "takes the lowest loss on the way, of all trainings",
        "You compared the lowest loss that each training ever reached, and left none out. It is the last loss that "
        "counts, and only of trainings whose losses all stayed finite and that ended below their start.",
    )
    def lowest_ever_of_all(self, histories):
        return min(histories, key=lambda lr: min(histories[lr]))

    @mistake(
        "takes the lowest mean",
        "You compared the mean losses of the trainings. Early losses then count as much as the last one, and it is the "
        "last one that you would go on with.",
    )
    def lowest_mean(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return min(good, key=lambda lr: np.mean(good[lr]))

    @mistake(
        "takes the largest that works",
        "You took the largest learning rate among those that count. The fastest is not always the one that ends "
        "lowest: near the limit the steps jump to and fro across the valley.",
    )
    def largest(self, histories):
        return max(lr for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0])

    @mistake(
        "takes the smallest that works",
        "You took the smallest learning rate among those that count. It is the safest and the slowest; the one with "
        "the lowest last loss is asked for.",
    )
    def smallest(self, histories):
        return min(lr for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0])

    @mistake(
        "takes the largest drop",
        "You compared how far each training fell, from its first loss to its last. One that began higher falls further "
        "without ending lower; the last loss is asked for.",
    )
    def largest_drop(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return max(good, key=lambda lr: good[lr][0] - good[lr][-1])

    @mistake(
        "takes the largest drop by share",
        "You compared which share of its first loss each training ended at. One that began higher can fall to a "
        "smaller share without ending lower; the last loss is asked for.",
    )
    def largest_share(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return min(good, key=lambda lr: good[lr][-1] / good[lr][0])

    @mistake(
        "asks every loss to fall",
        "You let only those trainings count whose loss fell at every step. A loss computed on random batches rises now "
        "and then; it is the last one that has to be below the first.",
    )
    def always_falling(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and (np.diff(h) < 0).all()}
        return min(good, key=lambda lr: good[lr][-1], default=None)

    @mistake(
        "takes the highest last loss",
        "You took the training that ended highest. A lower loss is better, so `min`.",
    )
    def highest(self, histories):
        good = {lr: h for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0]}
        return max(good, key=lambda lr: good[lr][-1])

    @mistake(
        "returns the loss",
        "You returned the lowest last loss. What is asked for is the learning rate that led to it, the key of the "
        "dict.",
    )
    def the_loss(self, histories):
        return min(h[-1] for h in histories.values() if np.isfinite(h).all() and h[-1] < h[0])

    @mistake(
        "takes the first that works",
        "You took the first learning rate of the dict that counts, without comparing it with the later ones.",
    )
    def first(self, histories):
        return next(lr for lr, h in histories.items() if np.isfinite(h).all() and h[-1] < h[0])
