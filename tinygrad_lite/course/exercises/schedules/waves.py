"""Half a wave of the cosine, alone and after a warm-up."""

from __future__ import annotations

import math

import numpy as np

from ...exercise import Exercise, mistake
from .by_torch import rate
from .line import PAST


def _wave(share):
    """1 at share 0, 0 at share 1, along half a wave of the cosine."""
    return (1 + math.cos(math.pi * share)) / 2


def _between(low, high, share):
    return low + (high - low) * _wave(share)


class Cosine(Exercise):
    id, points, apart = "schedules/cosine", 3, (PAST,)
    hints = (
        "The cosine falls from 1 to −1 while its angle goes from 0 to π. Which angle belongs to `step`, if 0 "
        "belongs to step 0 and π to `total_steps`?",
        "min_lr + ½ · (lr − min_lr) · (1 + cos(π · step / total_steps)); past the end as at total_steps.",
        "Two lines: `share = min(…, …) / …`, then `return … + (… - …) * (1 + np.cos(np.pi * share)) / 2`.",
    )
    notice = "It starts flat, is steepest in the middle and ends flat: most steps are made near lr or near min_lr."

    def cases(self, rng):
        yield self.case(1.0, 1, 2)
        yield self.case(0.8, 1, 3)
        yield self.case(0.01, 500, 1000, 0.0001)
        yield self.case(0.001, 50, 100, 1e-6)
        yield self.case(1.0, 3, 2, about=PAST)
        for step, total in [(0, 4), (5, 5), (3, 10), (7, 9), (1, 12), (13, 20), (3, 3)]:
            yield self.case(round(rng.uniform(0.2, 2), 3), step, total)
        for step, total in [
            (2, 7),
            (5, 6),
            (0, 5),
            (9, 9),
            (6, 6),
            (4, 4),
            (4, 15),
            (17, 19),
            (11, 30),
            (8, 11),
            (1, 8),
        ]:
            yield self.case(round(rng.uniform(0.3, 2), 3), step, total, round(rng.uniform(0.02, 0.15), 3))
        for step, total in [(6, 5), (13, 8), (12, 10), (5, 4), (18, 11), (9, 4)]:
            yield self.case(round(rng.uniform(0.3, 2), 3), step, total, round(rng.uniform(0.02, 0.15), 3), about=PAST)

    def reference(self, lr, step, total_steps, min_lr=0.0):
        reached = min(step, total_steps)  # PyTorch's rises again after that
        return rate(lambda torch_s, optimizer: torch_s.CosineAnnealingLR(optimizer, total_steps, min_lr), lr, reached)

    @staticmethod
    def solution(lr, step, total_steps, min_lr=0.0):
        """Cosine decay: half a wave from `lr` at step 0 down to `min_lr` at step `total_steps`.

        Args:
            lr: the learning rate of step 0.
            step: which step, counted from 0; it may be past the end.
            total_steps: the step at which min_lr is reached; after it that value stays.
            min_lr: the lowest learning rate.
        Returns:
            float: the learning rate of this step.
        """
        share = min(step, total_steps) / total_steps
        return min_lr + (lr - min_lr) * (1 + np.cos(np.pi * share)) / 2

    def again(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step, total_steps) / total_steps)

    @mistake(
        "rises again past the end",
        "Your rate rises again past total_steps, because the cosine does. PyTorch's `CosineAnnealingLR` does the same, "
        "and spoils what the small steps have gained; here min_lr stays.",
    )
    def rises_again(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, step / total_steps)

    @mistake(
        "stops one step before the end",
        "Your wave stays for ever at the rate of step total_steps − 1. At total_steps itself, one step later, it "
        "should reach min_lr.",
    )
    def one_short(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step, total_steps - 1) / total_steps)

    @mistake(
        "multiplies only min_lr by the wave",
        "Your rate is min_lr + ½ · lr − min_lr · (1 + cos). The height of the wave is lr − min_lr: without "
        "parentheses around it, only min_lr is multiplied by the wave.",
    )
    def height_in_pieces(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + 0.5 * lr - min_lr * (1 + np.cos(np.pi * min(step, total_steps) / total_steps))

    @mistake(
        "adds the cosine by itself",
        "Your rate is min_lr + ½ · (lr − min_lr) + cos. Without parentheses around 1 + cos, only the 1 is "
        "multiplied, and the rate swings by 1 up and down, however small lr is.",
    )
    def cosine_by_itself(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + 0.5 * (lr - min_lr) + np.cos(np.pi * min(step, total_steps) / total_steps)

    @mistake(
        "takes the larger of step and total_steps",
        "Your share of the way is never below 1, so the rate is at min_lr from the start. Of `step` and `total_steps` "
        "the smaller one is wanted.",
    )
    def larger(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, max(step, total_steps) / total_steps)

    @mistake(
        "starts anew at the end",
        "From total_steps on your rate starts anew at lr: step % total_steps is 0 there. These are warm restarts, a "
        "schedule of its own. Here the rate is min_lr at total_steps and stays there.",
    )
    def restarts_at_end(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, step % total_steps / total_steps)

    @mistake(
        "0 past the end",
        "You gave the learning rate 0 past the end. min_lr stays there, which need not be 0.",
    )
    def zero_past(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, step / total_steps) if step <= total_steps else 0.0

    @mistake(
        "0 from the end on",
        "You gave the learning rate 0 from step total_steps on. The end value is min_lr, which need not be 0.",
    )
    def zero_from_end(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, step / total_steps) if step < total_steps else 0.0

    @mistake(
        "min_lr only past the end",
        "Up to total_steps your wave falls from lr to 0, and only past the end your rate is min_lr. It has to come "
        "down to min_lr by itself: the wave stands on min_lr, and its height is lr − min_lr.",
    )
    def only_past(self, lr, step, total_steps, min_lr=0.0):
        return lr * _wave(step / total_steps) if step <= total_steps else min_lr

    @mistake(
        "divides whole numbers",
        "Your share of the way is a whole number: 0 before the end, then 1. So the rate stays at lr and then drops all "
        "at once. `//` and `int` round down; `/` does not.",
    )
    def whole(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step, total_steps) // total_steps)

    @mistake(
        "a sine",
        "You took the sine. It is 0 at both ends and 1 in the middle, so your rate rises and falls again. The cosine "
        "falls from 1 to −1.",
    )
    def sine(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + (lr - min_lr) * (1 + math.sin(math.pi * min(step / total_steps, 1.0))) / 2

    @mistake(
        "adds min_lr without shrinking the wave",
        "You added min_lr to a wave of the full height lr. At step 0 the rate is then lr + min_lr. The height of the "
        "wave is lr − min_lr.",
    )
    def added(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + lr * _wave(min(step / total_steps, 1.0))

    @mistake(
        "cuts the wave off at min_lr",
        "You let the wave fall to 0 and cut it off at min_lr. Then min_lr is reached before total_steps, and with a "
        "corner. The height of the wave is lr − min_lr.",
    )
    def cut_off(self, lr, step, total_steps, min_lr=0.0):
        return max(lr * _wave(min(step / total_steps, 1.0)), min_lr)

    @mistake(
        "adds no min_lr",
        "Your wave has the right height, lr − min_lr, but stands on 0. Add min_lr, so that it ends there.",
    )
    def not_added(self, lr, step, total_steps, min_lr=0.0):
        return (lr - min_lr) * _wave(min(step / total_steps, 1.0))

    @mistake(
        "does not halve",
        "You did not halve 1 + cos. At step 0 it is 2, so your rate begins above lr: with min_lr = 0 at twice lr.",
    )
    def not_halved(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + (lr - min_lr) * 2 * _wave(min(step / total_steps, 1.0))

    @mistake(
        "no 1 + before the cosine",
        "Your factor is the cosine itself, which is negative in the second half. So is your rate, or it lies below "
        "min_lr. 1 + cos runs from 2 to 0, and its half from 1 to 0.",
    )
    def bare(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + (lr - min_lr) * math.cos(math.pi * min(step / total_steps, 1.0))

    @mistake(
        "1 + outside the half",
        "Your factor is 1 + cos / 2, which runs from 1.5 to 0.5. Half of (1 + cos) runs from 1 to 0; it takes "
        "parentheses.",
    )
    def parentheses(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + (lr - min_lr) * (1 + math.cos(math.pi * min(step / total_steps, 1.0)) / 2)

    @mistake(
        "a whole wave",
        "Your cosine makes a whole wave: at total_steps its angle is 2π, and the rate is back at lr. Half a wave leads "
        "from lr to min_lr: the angle goes to π.",
    )
    def whole_wave(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, 2 * min(step / total_steps, 1.0))

    @mistake(
        "a quarter of a wave",
        "You took a quarter of the wave, cos from angle 0 to π/2. It ends at min_lr too, but steeply, without the "
        "small steps at the end.",
    )
    def quarter(self, lr, step, total_steps, min_lr=0.0):
        return min_lr + (lr - min_lr) * math.cos(math.pi / 2 * min(step / total_steps, 1.0))

    @mistake(
        "leaves out π",
        "You left π out: the angle goes to 1 only, where the cosine is 0.54. At total_steps the rate has hardly fallen "
        "by a quarter.",
    )
    def no_pi(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step / total_steps, 1.0) / math.pi)

    @mistake(
        "takes the angle in degrees",
        "You gave the angle in degrees. `np.cos` and `math.cos` take radians: half a turn is π, not 180.",
    )
    def degrees(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, 180 * min(step / total_steps, 1.0) / math.pi)

    @mistake(
        "rises",
        "Your rate rises from min_lr to lr. 1 − cos begins at 0; 1 + cos begins at 2, and half of it at 1.",
    )
    def rises(self, lr, step, total_steps, min_lr=0.0):
        return _between(lr, min_lr, min(step / total_steps, 1.0))

    @mistake(
        "reaches the end one step early",
        "Your wave has total_steps − 1 parts, so min_lr is reached one step early. In this lesson `total_steps` is the "
        "step at which it is reached, as PyTorch's `T_max`.",
    )
    def early(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step / (total_steps - 1), 1.0))

    @mistake(
        "one step ahead",
        "You are one step ahead: at step 0 your rate has fallen already. Steps are counted from 0, and step 0 has the "
        "full rate.",
    )
    def ahead(self, lr, step, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min((step + 1) / total_steps, 1.0))

    @mistake(
        "a straight line",
        "You drew a straight line from lr to min_lr. It begins and ends right, but in between the cosine stays near lr "
        "longer, and is longer near min_lr.",
    )
    def line(self, lr, step, total_steps, min_lr=0.0):
        return lr + (min_lr - lr) * min(step / total_steps, 1.0)

    @mistake(
        "takes min_lr for a share of lr",
        "Your wave ends at lr · min_lr. min_lr is a learning rate itself, not a share of lr.",
    )
    def a_share(self, lr, step, total_steps, min_lr=0.0):
        wave = (1 + np.cos(np.pi * min(step, total_steps) / total_steps)) / 2
        return lr * (min_lr + (1 - min_lr) * wave)
