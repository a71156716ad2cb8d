"""The schedule that listens: lower the rate when the loss no longer gets better."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .listening import _Plateau

_GREAT = "where all losses are very large"
_NEAR = "where a loss is only just below the best, by less or little more than the usual threshold"


class Plateau(Exercise):
    id, points, name = "schedules/plateau", 4, "ReduceOnPlateau"
    hints = (
        "Between the calls the object has to remember three things: the rate, the best loss so far, and how many "
        "losses in a row were not better. Before the first call no loss has been seen, so anything is better.",
        "Better: loss < best · (1 − threshold); then best = loss and the count is 0. Otherwise the count goes up by 1. "
        "When it is *larger* than patience: lr = lr · factor, and the count is 0 again.",
        '`__init__` keeps the four arguments, `self.best = float("inf")` and `self.count = 0`. `step` is an `if` … '
        "`else` for better or not, then an `if` for the count, then `return self.lr`.",
    )
    notice = "With patience = 10 the rate falls at the eleventh loss in a row that is not better."

    def cases(self, rng):
        yield self._script([1.0, 2.0, 3.0], lr=1.0, factor=0.5, patience=1)
        yield self._script([3.0, 2.0, 2.5, 2.2, 2.1, 1.0], lr=1.0, factor=0.5, patience=1)
        yield self._script([2.0, 1.0, 1.5, 1.5, 1.5, 1.5], lr=1.0, factor=0.5, patience=1)
        yield self._script([0.5, 0.4, 0.41, 0.42, 0.4, 0.43, 0.39], lr=0.001, factor=0.1, patience=3)
        yield self._script([2.0, 2.5, 1.5, 1.75, 1.0], lr=0.8, factor=0.5, patience=0)
        yield self._script([2.0, 1.0, *[1.25] * 11, 1.5, 1.1], lr=0.1)
        yield self._script([2.0, 1.9999, 1.99985, 1.0], lr=1.0, factor=0.5, patience=1, about=_NEAR)
        yield self._script([2.0, 2.5, 1.9997, 2.5, 1.0], lr=1.0, factor=0.5, patience=1, about=_NEAR)
        shares = np.array([1.0, 0.95, 0.93, 0.5, 0.49, 0.47, 0.2, 0.195, 0.19])
        for scale in (0.05, 0.02, 0.08, 60.0):
            losses = (scale * (shares + rng.uniform(0, 0.002, size=9))).round(5)
            yield self._script(losses, lr=1.0, factor=0.5, patience=1, threshold=0.1)
        for patience in (0, 1, 2):
            low = round(rng.uniform(0.5, 2), 2)
            losses = [3 * low, *[low] * (patience + 2), 0.5 * low]
            yield self._script(losses, lr=1.0, factor=0.5, patience=patience, threshold=0.0)
        yield self._script([1.0, 0.99999, 0.99998, 0.5], lr=1.0, factor=0.5, patience=0, threshold=0.0)
        small_gains = np.array([1.0, 0.95, 0.88, 0.84, 0.78, 0.75, 0.74, 0.77, 0.78, 0.79])
        for scale in (1.0, 3.0, 30.0):
            losses = (scale * (small_gains + rng.uniform(0, 0.002, size=10))).round(5)
            yield self._script(losses, lr=1.0, factor=0.5, patience=1, threshold=0.1)
        for patience, size in [(0, 8), (1, 12), (2, 14), (3, 16)]:
            falling = np.maximum(6 - np.arange(size) * rng.uniform(0.2, 0.5), 1)
            losses = np.ceil(falling * 2 + rng.integers(0, 4, size=size)) / 2  # halves: ties are frequent
            factor = round(rng.uniform(0.3, 0.8), 2)
            yield self._script(
                losses, lr=round(rng.uniform(0.5, 2), 2), factor=factor, patience=patience, threshold=0.0
            )
        for patience, scale, threshold in [(1, 10.0, 0.05), (2, 0.2, 0.1), (0, 0.05, 0.2)]:
            steps = np.cumprod(1 - rng.uniform(-0.6, 1.6, size=14) * threshold)
            losses = scale * (steps + rng.uniform(0, 0.001, size=14))
            factor = round(rng.uniform(0.3, 0.8), 2)
            yield self._script(
                losses, lr=round(rng.uniform(0.5, 2), 2), factor=factor, patience=patience, threshold=threshold
            )
        for patience in (1, 2, 0):  # better, and then for ever worse, ever a little less so
            losses = np.concatenate([[2.0, 1.0], 3 - 0.1 * np.arange(4 * patience + 6)])
            yield self._script(losses + rng.uniform(0, 0.01), lr=1.0, factor=0.5, patience=patience)
        for patience in (1, 2):
            losses = 1e20 * np.array([4.0, 3.0, 5.0, 2.0, 4.0, 3.0, 2.5, 1.0])
            yield self._script(losses, lr=1.0, factor=0.5, patience=patience, about=_GREAT)

    def _script(self, losses, about="", **arguments):
        script = self.script()
        schedule = script.new("schedule", **arguments)
        for loss in losses:
            schedule.call("step", float(loss))
        return script.case(about)

    class reference:
        """The same words, on PyTorch."""

        def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
            import torch

            self.optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
            self.scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(
                self.optimizer, factor=factor, patience=patience, threshold=threshold
            )

        def step(self, loss):
            self.scheduler.step(loss)
            return float(self.optimizer.param_groups[0]["lr"])

    class solution:
        """Lowers the learning rate when the loss no longer gets better.

        The first loss is better. A later one is better if it is below best · (1 - threshold), where best is the last
        loss that was better. When more than `patience` losses in a row were not better, the rate is multiplied by
        `factor`, and the count begins again at 0.

        Args:
            lr: the learning rate to begin with.
            factor: what the rate is multiplied by, between 0 and 1.
            patience: how many losses in a row may be no better without anything happening.
            threshold: by which share a loss must be below the best one to count as better.
        """

        def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
            self.lr, self.factor = lr, factor
            self.patience, self.threshold = patience, threshold
            self.best, self.waited = float("inf"), 0

        def step(self, loss):
            """Take the loss of one epoch, a number above 0; return the learning rate of the next."""
            if loss < self.best * (1 - self.threshold):
                self.best, self.waited = loss, 0
            else:
                self.waited += 1
            if self.waited > self.patience:
                self.lr, self.waited = self.lr * self.factor, 0
            return self.lr

    @mistake(
        "lowers one loss too early",
        "You lowered the rate as soon as `patience` losses in a row were not better. It is lowered when there are more "
        "than `patience`: with patience = 1 the first bad loss is forgiven, and the second lowers the rate.",
    )
    class Early(_Plateau):
        def too_long(self):
            return self.waited >= max(self.patience, 1)

    @mistake(
        "lowers one loss too early, and at every loss with patience 0",
        "You lowered the rate as soon as `patience` losses in a row were not better (`>=`). It is lowered when there "
        "are more than `patience` of them; with patience = 0 yours falls at every loss, the better ones too.",
    )
    class EarlyAlways(_Plateau):
        def too_long(self):
            return self.waited >= self.patience

    @mistake(
        "lowers when the count is patience",
        "Your rate falls as soon as `patience` losses in a row are not better, and with patience = 0 at every "
        "better one. It is lowered when the count is *larger* than patience.",
    )
    class EarlyEqual(_Plateau):
        def too_long(self):
            return self.waited == self.patience

    @mistake(
        "counts down to 0",
        "Your rate falls one loss too early, and with patience = 0 never. A count that goes down from `patience` "
        "to 0 does that: the rate falls when *more* than `patience` losses were not better.",
    )
    class CountsDown(_Plateau):
        def too_long(self):
            return self.waited == self.patience > 0

    @mistake(
        "lowers one loss too late",
        "You waited one loss too long. When the count has become patience + 1, the rate is lowered in that very call, "
        "not in the next one.",
    )
    class Late(_Plateau):
        def too_long(self):
            return self.waited > self.patience + 1

    @mistake(
        "does not count anew after lowering",
        "After lowering the rate you went on with the old count. So the next loss that is not better lowers it again, "
        "at once; the smaller steps need `patience` losses of their own to show what they can do.",
    )
    class KeepsCount(_Plateau):
        def lower(self):
            self.lr = self.lr * self.factor

    @mistake(
        "lowers only once until a better loss comes",
        "You lowered the rate once, and then not again until a better loss came. After lowering the count begins anew "
        "at 0, so that another `patience` + 1 losses that are no better lower the rate once more.",
    )
    class OnceARow(_Plateau):
        def too_long(self):
            return self.waited == self.patience + 1

        def lower(self):
            self.lr = self.lr * self.factor

    @mistake(
        "does not count anew after a better loss",
        "You did not set the count back to 0 after a better loss. What counts are losses *in a row* that were not "
        "better; a good one in between ends the row.",
    )
    class NoReset(_Plateau):
        def step(self, loss):
            if self.better(loss):
                self.best = loss
            else:
                self.waited += 1
            if self.too_long():
                self.lower()
            return self.lr

    @mistake(
        "forgets the best loss after lowering",
        "You forgot the best loss when you lowered the rate. The next loss then counts as better, however bad it is. "
        "The best loss stays until it is beaten.",
    )
    class ForgetsBest(_Plateau):
        def lower(self):
            self.lr, self.waited, self.best = self.lr * self.factor, 0, float("inf")

    @mistake(
        "the loss of the lowering becomes the best",
        "When you lower the rate, the loss of that epoch becomes the best one, although it was not. After it, losses "
        "count as better that are none. The best loss stays until it is beaten.",
    )
    class BestAnew(_Plateau):
        def step(self, loss):
            before = self.lr
            rate = super().step(loss)
            if rate != before:
                self.best = loss
            return rate

    @mistake(
        "compares with the loss before",
        "You compared with the loss before, not with the best so far. A loss that goes up and down then counts as "
        "better every other time, and the rate is never lowered.",
    )
    class ComparesWithLast(_Plateau):
        def step(self, loss):
            better, self.best = self.better(loss), loss
            self.waited = 0 if better else self.waited + 1
            if self.too_long():
                self.lower()
            return self.lr

    @mistake(
        "keeps the first loss as the best",
        "You never replaced the best loss by a better one. Everything below the first loss then counts as better, and "
        "a plateau further down goes unnoticed.",
    )
    class KeepsFirst(_Plateau):
        def step(self, loss):
            first, better = self.best == float("inf"), self.better(loss)
            self.best = loss if first else self.best
            self.waited = 0 if better else self.waited + 1
            if self.too_long():
                self.lower()
            return self.lr

    @mistake(
        "ignores the threshold",
        "You counted every loss below the best one as better, however little it is below. `threshold` is there so that "
        "a gain of a millionth does not keep the rate up.",
    )
    class NoThreshold(_Plateau):
        def limit(self):
            return self.best

    @mistake(
        "counts a tie as better",
        "You counted a loss that is equal to the limit as better (`<=`). A loss that stands still would then never "
        "lower the rate, where threshold is 0.",
    )
    class Tie(_Plateau):
        def better(self, loss):
            return loss <= self.limit()

    @mistake(
        "takes the threshold for a difference",
        "You subtracted the threshold from the best loss. It is a share of the best loss: with 0.1, a loss must be "
        "below nine tenths of it, whether losses are near 100 or near 0.01.",
    )
    class AbsoluteThreshold(_Plateau):
        def limit(self):
            return self.best - self.threshold

    @mistake(
        "adds the threshold",
        "You raised the limit by the threshold: a loss a little *worse* than the best counts as better. The limit is "
        "below the best loss.",
    )
    class AddsThreshold(_Plateau):
        def limit(self):
            return self.best * (1 + self.threshold)

    @mistake(
        "waits for a larger loss",
        'You took a larger loss for a better one. That is right for an accuracy (mode="max" in PyTorch); a loss is '
        "better when it is smaller, and yours lowers the rate while training goes well.",
    )
    class Larger(_Plateau):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.best = 0.0

        def better(self, loss):
            return loss > self.best * (1 + self.threshold)

    @mistake(
        "lowers from the first rate each time",
        "You computed the new rate from the one given at the start, so it is lowered once and never again. Each time, "
        "multiply the rate that holds now.",
    )
    class FromFirst(_Plateau):
        def lower(self):
            self.first = getattr(self, "first", self.lr)
            self.lr, self.waited = self.first * self.factor, 0

    @mistake(
        "takes away the share factor",
        "You left a share of 1 − factor. `factor` is what the rate is multiplied by: with 0.1 a tenth of it is left.",
    )
    class Complement(_Plateau):
        def lower(self):
            self.lr, self.waited = self.lr * (1 - self.factor), 0

    @mistake(
        "no loss ever counts as better",
        "In your version no loss ever counts as better, not even the first. Before it there is nothing to compare "
        'with: begin with an infinite best loss, `float("inf")`, and ask whether the new loss is below best · (1 − '
        "threshold). Dividing by the infinite best gives nan, which is never larger than anything.",
    )
    class NeverBetter(_Plateau):
        def better(self, loss):
            return False

    @mistake(
        "takes small gains for the new best",
        "You lowered the best loss by every small gain, also by one too small to count as better. Many small gains in "
        "a row then never add up to a better loss. The best loss stays until one counts as better.",
    )
    class Creeps(_Plateau):
        def step(self, loss):
            self.waited = 0 if self.better(loss) else self.waited + 1
            self.best = min(self.best, loss)
            if self.too_long():
                self.lower()
            return self.lr

    @mistake(
        "divides by the factor",
        "Your rate becomes the old one divided by `factor`. That is below 1, so the rate rises at every plateau.",
    )
    class Divides(_Plateau):
        def lower(self):
            self.lr, self.waited = self.lr / self.factor, 0

    @mistake(
        "returns the lower rate without keeping it",
        "You returned the lower rate once, but did not keep it: in the next call the old one is back. Give `self.lr` "
        "the new value.",
    )
    class DoesNotKeep(_Plateau):
        def step(self, loss):
            before, after = self.lr, super().step(loss)
            self.lr = before
            return after

    @mistake(
        "returns the rate before lowering",
        "You returned the rate as it was before this loss. What `step` returns is the rate for the next epoch, after "
        "lowering.",
    )
    class OldRate(_Plateau):
        def step(self, loss):
            before = self.lr
            super().step(loss)
            return before

    @mistake(
        "an absolute threshold, and one loss too early",
        "Two things. Better means below best · (1 − threshold), and you took off the threshold itself. And your rate "
        "falls one loss too early: when *more* than `patience` losses in a row were not better.",
    )
    class AbsoluteTooEarly(_Plateau):
        def better(self, loss):
            return loss < self.best - self.threshold

        def too_long(self):
            return self.waited >= max(self.patience, 1)

    @mistake(
        "no threshold, and one loss too early",
        "Two things. A loss has to be below best · (1 − threshold) to be better; yours has only to be below the "
        "best. And your rate falls one loss too early: when *more* than `patience` losses in a row were not better.",
    )
    class AnyTooEarly(_Plateau):
        def better(self, loss):
            return loss < self.best

        def too_long(self):
            return self.waited >= max(self.patience, 1)
