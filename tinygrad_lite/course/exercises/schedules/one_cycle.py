"""One cycle: up along half a wave, and down along another, to almost nothing."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .by_torch import rate
from .decay import TINY
from .waves import _between


def _cycle(max_lr, step, first, last, peak, end):
    """From `first` up to max_lr at step `peak`, then down to `last` at step `end`."""
    if step <= peak:
        return _between(max_lr, first, step / peak)
    return _between(last, max_lr, (step - peak) / (end - peak))


class OneCycle(Exercise):
    id, points = "schedules/one_cycle", 4
    hints = (
        "Write down four numbers first: the rate at the start, the rate at the end, the step of the peak and the last "
        "step. There are total_steps steps, so the last is total_steps − 1.",
        "start = max_lr / div_factor; end = start / final_div_factor; peak = pct_start · total_steps − 1. From a to b "
        "along half a wave: b + ½ · (a − b) · (1 + cos(π · share)).",
        "`if step <= peak:` from start to max_lr with share step / peak, otherwise from max_lr to end with share "
        "(step − peak) / (… − peak).",
    )
    notice = "The last step has max_lr / 250,000 with the usual factors: training ends with the finest of steps."

    def cases(self, rng):
        yield self.case(1.0, 0, 10)
        yield self.case(1.0, 2, 10)
        yield self.case(1.0, 9, 10)
        yield self.case(1.0, 1, 10)
        yield self.case(0.1, 50, 100)
        for step, total in [(5, 15), (3, 24), (12, 17), (18, 19), (7, 23)]:
            yield self.case(round(rng.uniform(0.3, 3), 3), step, total)
        for step, total in [(9, 32), (1, 5), (10, 34)]:  # between the peak and a whole step beside it
            yield self.case(1.0, step, total)
        yield self.case(1.0, 9, 10, 0.95)
        for step, total, pct in [(1, 8, 0.5), (3, 11, 0.4), (9, 14, 0.25), (10, 13, 0.6), (4, 25, 0.37), (20, 21, 0.2),
                                 (5, 16, 0.45), (8, 27, 0.52)]:  # fmt: skip
            yield self.case(round(rng.uniform(0.3, 3), 3), step, total, pct)
        for step, total, pct in [
            (0, 12, 0.25), (11, 12, 0.5), (2, 17, 0.4), (6, 21, 0.3), (15, 22, 0.35), (14, 18, 0.28), (1, 9, 0.55),
            (18, 19, 0.4),
        ]:  # fmt: skip
            div, final = round(rng.uniform(3, 12), 1), round(rng.uniform(4, 30), 1)
            yield self.case(round(rng.uniform(0.3, 3), 3), step, total, pct, div, final)
        yield self.case(2e-6, 21, 22, about=TINY)

    def reference(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        def make(torch_s, optimizer):
            return torch_s.OneCycleLR(
                optimizer,
                max_lr,
                total_steps,
                pct_start=pct_start,
                div_factor=div_factor,
                final_div_factor=final_div_factor,
                cycle_momentum=False,
            )

        return rate(make, max_lr, step)

    @staticmethod
    def solution(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        """One cycle: up along half a wave of the cosine, then down along another, as PyTorch's OneCycleLR.

        Args:
            max_lr: the highest learning rate, at step `pct_start * total_steps - 1` (which need not be whole).
            step: which step, from 0 to total_steps - 1.
            total_steps: how many steps there are.
            pct_start: the share of the steps that leads up; the peak is later than step 0.
            div_factor: it begins with max_lr / div_factor.
            final_div_factor: the last step has that first rate divided by final_div_factor.
        Returns:
            float: the learning rate of this step.
        """
        start = max_lr / div_factor
        end = start / final_div_factor
        peak = pct_start * total_steps - 1
        if step <= peak:
            a, b, share = start, max_lr, step / peak
        else:
            a, b, share = max_lr, end, (step - peak) / (total_steps - 1 - peak)
        return b + (a - b) * (1 + np.cos(np.pi * share)) / 2

    def again(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=10000.0):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first / final_div_factor, pct_start * total_steps - 1, total_steps - 1)

    @mistake(
        "ends at max_lr / final_div_factor",
        "Your last rate is max_lr / final_div_factor. `final_div_factor` divides the first rate, not the highest: "
        "the end is max_lr / div_factor / final_div_factor.",
    )
    def end_from_max(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        peak = pct_start * total_steps - 1
        return _cycle(max_lr, step, max_lr / div_factor, max_lr / final_div_factor, peak, total_steps - 1)

    @mistake(
        "begins at max_lr / final_div_factor and ends at max_lr / div_factor",
        "You exchanged the two factors: div_factor is for the beginning, final_div_factor for the end.",
    )
    def exchanged(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        peak = pct_start * total_steps - 1
        return _cycle(max_lr, step, max_lr / final_div_factor, max_lr / div_factor, peak, total_steps - 1)

    @mistake(
        "comes back to the first rate",
        "Your last step has the rate of the first one again, max_lr / div_factor. The descent goes further down, to "
        "that rate divided by final_div_factor.",
    )
    def back(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first, pct_start * total_steps - 1, total_steps - 1)

    @mistake(
        "peak one step late",
        "Your peak is at step pct_start · total_steps. Steps are counted from 0, so the last step of the ascent is one "
        "before that, as in PyTorch.",
    )
    def late_peak(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first / final_div_factor, pct_start * total_steps, total_steps - 1)

    @mistake(
        "end one step late",
        "Your descent ends at step total_steps, which never comes: steps are counted from 0, and the last is "
        "total_steps − 1.",
    )
    def late_end(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first / final_div_factor, pct_start * total_steps - 1, total_steps)

    @mistake(
        "peak and end one step late",
        "Your peak and your end come one step late. There are total_steps steps, counted from 0: the ascent ends at "
        "pct_start · total_steps − 1, the descent at total_steps − 1.",
    )
    def both_late(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first / final_div_factor, pct_start * total_steps, total_steps)

    @mistake(
        "peak at the share of the last step",
        "Your peak is at pct_start · (total_steps − 1). PyTorch counts pct_start · total_steps steps for the ascent, "
        "and the last of these, counted from 0, is one less.",
    )
    def share_of_last(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        return _cycle(max_lr, step, first, first / final_div_factor, pct_start * (total_steps - 1), total_steps - 1)

    @mistake(
        "rounds the peak down",
        "You rounded pct_start · total_steps down to a whole step. PyTorch leaves it as it is; the peak then lies "
        "between two steps.",
    )
    def whole_peak(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        peak = int(pct_start * total_steps + 1e-9) - 1
        return _cycle(max_lr, step, first, first / final_div_factor, peak, total_steps - 1)

    @mistake(
        "rounds the peak to the nearest step",
        "You rounded pct_start · total_steps to the nearest whole step. PyTorch leaves it as it is; the peak then lies "
        "between two steps.",
    )
    def rounded_peak(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first = max_lr / div_factor
        peak = round(pct_start * total_steps) - 1
        return _cycle(max_lr, step, first, first / final_div_factor, peak, total_steps - 1)

    @mistake(
        "straight lines",
        "You drew straight lines up and down. PyTorch's own choice, and the one asked for, is half a wave of the "
        "cosine for each.",
    )
    def lines(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak, end = max_lr / div_factor, pct_start * total_steps - 1, total_steps - 1
        if step <= peak:
            return first + (max_lr - first) * step / peak
        return max_lr + (first / final_div_factor - max_lr) * (step - peak) / (end - peak)

    @mistake(
        "straight up, cosine down",
        "Your way up is a straight line. In PyTorch's OneCycleLR both ways are half a wave of the cosine.",
    )
    def straight_up(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak = max_lr / div_factor, pct_start * total_steps - 1
        if step <= peak:
            return first + (max_lr - first) * step / peak
        return _cycle(max_lr, step, first, first / final_div_factor, peak, total_steps - 1)

    @mistake(
        "cosine up, straight down",
        "Your way down is a straight line. In PyTorch's OneCycleLR both ways are half a wave of the cosine.",
    )
    def straight_down(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak, end = max_lr / div_factor, pct_start * total_steps - 1, total_steps - 1
        if step <= peak:
            return _cycle(max_lr, step, first, first / final_div_factor, peak, end)
        return max_lr + (first / final_div_factor - max_lr) * (step - peak) / (end - peak)

    @mistake(
        "the ascent falls",
        "Your ascent falls: it begins at max_lr and goes down to max_lr / div_factor. 1 + cos begins at 2 and ends at "
        "0, so what it multiplies has to be the distance from the *end* of the phase.",
    )
    def falls(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak = max_lr / div_factor, pct_start * total_steps - 1
        if step <= peak:
            return _between(first, max_lr, step / peak)
        return _cycle(max_lr, step, first, first / final_div_factor, peak, total_steps - 1)

    @mistake(
        "both phases the wrong way round",
        "Both phases run the wrong way: the ascent begins at max_lr and falls, the descent ends at max_lr. In "
        "b + ½ · (a − b) · (1 + cos π s), a is where a phase begins and b where it ends.",
    )
    def reversed(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak, end = max_lr / div_factor, pct_start * total_steps - 1, total_steps - 1
        if step <= peak:
            return _between(first, max_lr, step / peak)
        return _between(max_lr, first / final_div_factor, (step - peak) / (end - peak))

    @mistake(
        "takes the angle in degrees",
        "You gave the angle in degrees. `np.cos` and `math.cos` take radians: half a turn is π, not 180.",
    )
    def degrees(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak, end = max_lr / div_factor, pct_start * total_steps - 1, total_steps - 1
        if step <= peak:
            return _between(max_lr, first, step / peak * 180 / np.pi)
        return _between(first / final_div_factor, max_lr, (step - peak) / (end - peak) * 180 / np.pi)

    @mistake(
        "the descent does not count anew",
        "In the descent you took the share of the whole training, step / (total_steps − 1). It begins at the peak: "
        "what counts is how far step is from there.",
    )
    def not_anew(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak = max_lr / div_factor, pct_start * total_steps - 1
        if step <= peak:
            return _between(max_lr, first, step / peak)
        return _between(first / final_div_factor, max_lr, step / (total_steps - 1))

    @mistake(
        "the descent is one ascent too long",
        "Your descent falls as if it had total_steps − 1 steps; it has only those after the peak. At the last step "
        "the rate is still high.",
    )
    def too_long(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak = max_lr / div_factor, pct_start * total_steps - 1
        if step <= peak:
            return _between(max_lr, first, step / peak)
        return _between(first / final_div_factor, max_lr, (step - peak) / (total_steps - 1))

    @mistake(
        "begins at 0",
        "Your ascent begins at 0. The first step then moves nothing; it begins at max_lr / div_factor.",
    )
    def from_zero(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        end = max_lr / div_factor / final_div_factor
        return _cycle(max_lr, step, 0.0, end, pct_start * total_steps - 1, total_steps - 1)

    @mistake(
        "starts at the last rate",
        "Your ascent begins at the rate that belongs to the end. It begins at max_lr / div_factor, without "
        "final_div_factor.",
    )
    def from_last(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        end = max_lr / div_factor / final_div_factor
        return _cycle(max_lr, step, end, end, pct_start * total_steps - 1, total_steps - 1)

    @mistake(
        "three phases",
        "Your way down is in two parts: back to the first rate as fast as the way up, and on from there. That is "
        "PyTorch's `three_phase=True`; without it one wave leads from the peak to the end.",
    )
    def three_phases(self, max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
        first, peak, back = max_lr / div_factor, pct_start * total_steps - 1, 2 * pct_start * total_steps - 2
        if step <= back or back >= total_steps - 1:
            return _cycle(max_lr, step, first, first, peak, back)
        share = (step - back) / (total_steps - 1 - back)
        return first / final_div_factor + first * (1 - 1 / final_div_factor) * (1 + np.cos(np.pi * share)) / 2
