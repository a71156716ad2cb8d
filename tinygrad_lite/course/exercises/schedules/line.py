"""The straight line of lesson 05."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from .by_torch import rate

PAST = "past the end, where step is larger than total_steps"


def _share(step, total_steps):
    return min(step, total_steps) / total_steps


class Linear(Exercise):
    id, points, apart = "schedules/linear", 2, (PAST,)
    hints = (
        "First the share of the way that is behind you, step / total_steps, and never more than 1. At share 0 the "
        "factor is 1, at share 1 it is `end_factor`.",
        "lr · (1 + share · (end_factor − 1)), with share = min(step, total_steps) / total_steps.",
        "Two lines: `share = min(…, …) / …`, then `return lr * (1 + share * (…))`.",
    )
    notice = "`end_factor` is a share of lr, as in PyTorch's `LinearLR`; cosine's `min_lr` is a rate."

    def cases(self, rng):
        yield self.case(1.0, 1, 4)
        yield self.case(1.0, 5, 10, 0.5)
        yield self.case(0.1, 0, 5)
        yield self.case(0.2, 6, 6)
        yield self.case(1.0, 6, 4, about=PAST)
        for step, total in [(2, 5), (4, 7), (9, 10), (3, 8), (7, 20), (12, 15)]:
            yield self.case(round(rng.uniform(0.1, 2), 3), step, total)
        for step, total in [
            (3, 4),
            (1, 6),
            (7, 9),
            (12, 20),
            (5, 5),
            (0, 9),
            (11, 13),
            (25, 40),
            (9, 11),
            (7, 7),
            (3, 3),
        ]:
            yield self.case(round(rng.uniform(0.1, 2), 3), step, total, round(rng.uniform(0.05, 0.8), 2))
        yield self.case(0.1, 1, 2, 1.0)
        yield self.case(0.1, 700, 5000)
        yield self.case(0.1, 4500, 5000, 0.5)
        for step, total, end in [(8, 7, 0.6), (11, 10, 0.7), (15, 5, 0.3), (12, 4, 0.2), (13, 12, 0.5), (20, 6, 0.4)]:
            yield self.case(round(rng.uniform(0.1, 2), 3), step, total, end, about=PAST)

    def reference(self, lr, step, total_steps, end_factor=0.0):
        return rate(lambda torch_s, optimizer: torch_s.LinearLR(optimizer, 1.0, end_factor, total_steps), lr, step)

    @staticmethod
    def solution(lr, step, total_steps, end_factor=0.0):
        """Linear decay: a straight line from `lr` at step 0 to `lr * end_factor` at step `total_steps`.

        Args:
            lr: the learning rate of step 0.
            step: which step, counted from 0; it may be past the end.
            total_steps: the step at which the end value is reached; after it that value stays.
            end_factor: the share of lr that is left at the end, from 0 to 1.
        Returns:
            float: the learning rate of this step.
        """
        share = min(step, total_steps) / total_steps
        return lr * (1 + share * (end_factor - 1))

    def again(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + _share(step, total_steps) * (end_factor - 1))

    @mistake(
        "goes on past the end",
        "Your line goes on past total_steps. Whoever trains a few steps longer gets ever smaller rates, and with "
        "end_factor = 0 negative ones, which walk uphill. Past the end the end value stays.",
    )
    def goes_on(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + step / total_steps * (end_factor - 1))

    @mistake(
        "falls by end_factor",
        "Your line falls from lr *by* end_factor, whatever lr is. It falls *to* lr · end_factor: a factor is a share "
        "of lr.",
    )
    def falls_by(self, lr, step, total_steps, end_factor=0.0):
        return lr - end_factor * _share(step, total_steps)

    @mistake(
        "takes end_factor for a learning rate",
        "Your line ends at the learning rate `end_factor`, not at `lr * end_factor`. A factor is a share of lr: with "
        "end_factor = 0.1, a tenth of it is left.",
    )
    def end_rate(self, lr, step, total_steps, end_factor=0.0):
        return lr + _share(step, total_steps) * (end_factor - lr)

    @mistake(
        "falls to 0 and is cut off",
        "You let the line fall towards 0 and cut it off at lr · end_factor. Then the end value is reached too early, "
        "and the line before it is too steep.",
    )
    def cut_off(self, lr, step, total_steps, end_factor=0.0):
        return max(lr * (1 - _share(step, total_steps)), lr * end_factor)

    @mistake(
        "adds end_factor without shrinking the line",
        "You added end_factor to a line that falls by the whole of lr. At step 0 the rate is then larger than `lr`. "
        "The line has to fall by the share 1 − end_factor.",
    )
    def added(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 - _share(step, total_steps) + end_factor)

    @mistake(
        "shrinks the line without adding the end",
        "Your rate is the falling line times 1 − end_factor, without end_factor added. At step 0 it is then below "
        "`lr`, and at the end it is 0.",
    )
    def shrunk(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 - _share(step, total_steps)) * (1 - end_factor)

    @mistake(
        "falls to end_factor of the way",
        "You let the rate fall by the share end_factor. `end_factor` is what is left at the end: with 0.1, the rate "
        "falls by nine tenths.",
    )
    def complement(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 - _share(step, total_steps) * end_factor)

    @mistake(
        "reaches the end one step early",
        "Your line has total_steps − 1 parts, so the end value is reached one step early. In this lesson `total_steps` "
        "is the step at which it is reached, as in PyTorch's `total_iters`.",
    )
    def early(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + min(step / (total_steps - 1), 1.0) * (end_factor - 1))

    @mistake(
        "one step ahead",
        "You are one step ahead: step 0 has fallen already. Steps are counted from 0, and step 0 has the full rate.",
    )
    def ahead(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + _share(step + 1, total_steps) * (end_factor - 1))

    @mistake(
        "rises",
        "Your line rises: the factor goes from end_factor at step 0 to 1 at the end. That is a warm-up; a decay goes "
        "the other way.",
    )
    def rises(self, lr, step, total_steps, end_factor=0.0):
        return lr * (end_factor + _share(step, total_steps) * (1 - end_factor))

    @mistake(
        "divides whole numbers",
        "Your share of the way is a whole number: 0 before the end, then 1. So the rate stays at lr and then drops all "
        "at once. `//` and `int` round down; `/` does not.",
    )
    def whole(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + min(step, total_steps) // total_steps * (end_factor - 1))

    @mistake(
        "0 past the end",
        "You gave the learning rate 0 past the end. The end value stays there: lr · end_factor, which is 0 only where "
        "end_factor is.",
    )
    def zero_past(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + step / total_steps * (end_factor - 1)) if step <= total_steps else 0.0

    @mistake(
        "0 from the end on",
        "You gave the learning rate 0 from step total_steps on. The end value is lr · end_factor, which is 0 only "
        "where end_factor is.",
    )
    def zero_from_end(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + step / total_steps * (end_factor - 1)) if step < total_steps else 0.0

    @mistake(
        "takes the larger of step and total_steps",
        "Your share of the way is never below 1: the rate is at its end value from the start, and goes on falling past "
        "the end. Of `step` and `total_steps` the smaller one is wanted.",
    )
    def larger(self, lr, step, total_steps, end_factor=0.0):
        return lr * (1 + max(step, total_steps) / total_steps * (end_factor - 1))

    @mistake(
        "stays at 0 only",
        "You kept the rate from falling below 0, but not from falling below lr · end_factor. Past the end it goes on "
        "falling; limit the step, not the rate.",
    )
    def floor_zero(self, lr, step, total_steps, end_factor=0.0):
        return max(lr * (1 + step / total_steps * (end_factor - 1)), 0.0)
