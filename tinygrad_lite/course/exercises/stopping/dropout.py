"""Dropout, in lesson 07: one layer, two modes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...case import Ref, Step
from ...exercise import Exercise, mistake
from .chance import Chance
from .chance_causes import CAUSES
from .mask import calls_fault, dropout_fault

_ZERO = "where p is 0"
#: (shape, p) in training.
_TRAINING = [
    ((600,), 0.2),
    ((20, 30), 0.1),
    ((40, 15), 0.7),
    ((16, 40), 0.3),
    ((8, 10, 7), 0.8),
    ((6, 12, 9), 0.25),
    ((1500,), 0.6),
    ((500,), 0.5),
    ((90, 100), 0.25),
    ((8, 6, 5, 4), 0.4),
    ((90, 100), 0.07),
    ((60, 90), 0.95),
    # So many that a chance of half a percent can be told from none, and 0.45 from 0.5.
    ((60, 100), 0.005),
    ((60, 100), 0.5),
]


class Dropout(Exercise):
    id, points, agrees_with = "stopping/dropout", 3, ""
    axes = {"x": ...}
    hints = (
        "Two things happen in training: some numbers become 0, each by a chance of its own, and the others become "
        "larger. Outside of training nothing happens at all.",
        "Each number stays with probability 1 − p and is then divided by 1 − p. On average that gives "
        "(1 − p) · x / (1 − p) = x: the layers behind get what they are used to.",
        "An `if` for the mode; then `rng.random(…)` of the shape of x, a comparison that says what stays, and "
        "one line that multiplies and divides.",
    )
    notice = (
        "Chance cannot be compared number by number, so your answer was judged by its statistics: how many numbers "
        "became 0, whether in a pattern, and by what the others were multiplied."
    )
    causes = (
        *CAUSES,
        (
            "TypeError",
            r"Cannot interpret '\d+' as a data type|random\(\) takes at most \d positional arguments?|"
            r"random\(\) takes from \d to \d positional arguments",
            "`rng.random` takes the shape as one argument, a tuple: `rng.random(x.shape)`.",
        ),
    )

    def cases(self, rng):
        yield self._case(rng, (4,), 0.5, training=False)
        for shape, p in _TRAINING:
            yield self._case(rng, shape, p)
        for shape, p in [((3, 5), 0.2), ((7,), 0.8), ((2, 3, 4), 0.4), ((20, 30), 0.3)]:
            yield self._case(rng, shape, p, training=False)
        for shape in [(5,), (4, 3), (2, 3, 2)]:
            yield self._case(rng, shape, 0.0, about=_ZERO)
        for shape, p in [((200,), 0.3), ((15, 20), 0.2), ((10, 6, 5), 0.4)]:
            yield self._calls(rng, shape, p)
        yield self._calls(rng, (1,), 0.5, 60, "for a single number, in many calls")

    def _case(self, rng, shape, p, training=True, about=""):
        x = rng.uniform(0.5, 2, size=shape) * rng.choice([-1.0, 1.0], size=shape)
        chance = Chance(int(rng.integers(1000)))
        return self.case(x, p, chance, training, about=about, changes=("rng",), observe=("rng",))

    def _calls(self, rng, shape, p, times=10, about="in several calls"):
        """The same call many times: other numbers each time, and not always as many."""
        one = self._case(rng, shape, p)
        call = (one.args["x"], p, Ref("rng"), True)  # x is built anew for every call
        steps = tuple(Step("new", args=call, save=f"out_{number}", report=True) for number in range(1, times + 1))
        return replace(one, about=about, steps=steps, class_name=self.name)

    def judge(self, case, answer):
        value, after = answer
        if case.steps:
            return calls_fault(case.args["x"], case.args["p"], value, after["rng"])
        return dropout_fault(case.args["x"], case.args["p"], case.args["training"], value, after["rng"])

    @staticmethod
    def solution(x, p, rng, training):
        """Dropout as it is used today ("inverted"): in training some numbers become 0, by chance.

        Args:
            x: array of any shape.
            p: the probability with which a number becomes 0, 0 <= p < 1; each number by itself.
            rng: a NumPy generator, from which all chance comes: `rng.random(…)`.
            training: True in training. False in evaluation: then nothing is dropped and nothing scaled.
        Returns:
            array of x's shape; in evaluation x itself will do. In training, what is left is divided by 1 - p, so that
            it is x on average over many calls.
        """
        if not training:
            return x
        keep = rng.random(x.shape) >= p
        return x * keep / (1 - p)

    @mistake(
        "drops in evaluation too",
        "You dropped numbers in evaluation too. There the network is to give its best answer, and the same one every "
        "time: x comes back as it is.",
    )
    def always(self, x, p, rng, training):
        return self.solution(x, p, rng, True)

    @mistake(
        "the two modes exchanged",
        "You dropped numbers in evaluation, and not in training. It is the other way round.",
    )
    def exchanged(self, x, p, rng, training):
        return self.solution(x, p, rng, not training)

    @mistake(
        "does not scale",
        "The numbers that stay are left as they are. Then less arrives at the next layer in training than in "
        "evaluation, a share 1 − p of it on average. Dividing by 1 − p makes up for that.",
    )
    def unscaled(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) if training else x

    @mistake(
        "scales in evaluation, by 1 − p",
        "In evaluation your answer is 1 − p times x, and in training nothing is scaled. That is how dropout was done "
        "at first, and it fits together; asked for is the inverted kind, in which evaluation does nothing at all.",
    )
    def classic(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) if training else x * (1 - p)

    @mistake(
        "scales in evaluation in place of training",
        "Your numbers are divided by 1 − p in evaluation, and not in training. In training less arrives, so it is "
        "there that something has to be made up for.",
    )
    def scaled_late(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) if training else x / (1 - p)

    @mistake(
        "scales in evaluation too",
        "Your numbers are divided by 1 − p in both modes. In evaluation nothing was dropped, so there is nothing to "
        "make up for, and everything becomes too large.",
    )
    def scaled_always(self, x, p, rng, training):
        return self.solution(x, p, rng, training) if training else x / (1 - p)

    @mistake(
        "takes p for the probability of staying",
        "Numbers stay with probability p in your version, where they should become 0 with it. The divisor 1 − p is "
        "right.",
    )
    def stays(self, x, p, rng, training):
        return x * (rng.random(x.shape) < p) / (1 - p) if training else x

    @mistake(
        "takes p for the probability of staying, throughout",
        "Numbers stay with probability p in your version, and are divided by p. That fits together, but p is the "
        "probability with which a number becomes 0, as in PyTorch.",
    )
    def stays_throughout(self, x, p, rng, training):
        if not training:
            return x
        stays = rng.random(x.shape) < p
        return x * stays / p if p else x * np.nan

    @mistake(
        "divides by p",
        "The numbers that stay are divided by p in your answer. A share 1 − p of them stays, so it is 1 − p that "
        "makes up for those that are gone.",
    )
    def by_p(self, x, p, rng, training):
        if not training:
            return x
        return x * (rng.random(x.shape) >= p) / p if p else x * np.nan

    @mistake(
        "multiplies by 1 − p",
        "In training your numbers are those that stay, times 1 − p. That makes the numbers smaller still; dividing "
        "makes up for those that are gone.",
    )
    def smaller(self, x, p, rng, training):
        return x * (rng.random(x.shape) >= p) * (1 - p) if training else x

    @mistake(
        "scales twice",
        "Your numbers are divided by (1 − p)². Once is enough to make up for the numbers that are gone.",
    )
    def twice(self, x, p, rng, training):
        return self.solution(x, p, rng, training) / (1 - p) if training else x

    @mistake(
        "one toss for a whole column",
        "In arrays of several dimensions, all numbers in a column become 0 together in your version: each row gets the "
        "same toss. The random numbers need the whole shape of x.",
    )
    def columns(self, x, p, rng, training):
        return x * (rng.random(x.shape[1:] or x.shape) >= p) / (1 - p) if training else x

    @mistake(
        "one toss for a whole column or a whole vector",
        "You drew the random numbers for one row, without the first axis of x: all rows then get the same tosses, and "
        "an array of one dimension gets a single toss, so that all of it stays or becomes 0. The random numbers need "
        "the whole shape of x.",
    )
    def without_the_first_axis(self, x, p, rng, training):
        return x * (rng.random(x.shape[1:]) >= p) / (1 - p) if training else x

    @mistake(
        "one toss for a whole row",
        "In arrays of several dimensions, all numbers that share their first index become 0 together in your version. "
        "The random numbers need the whole shape of x.",
    )
    def rows(self, x, p, rng, training):
        tosses = rng.random((len(x),) + (1,) * (x.ndim - 1))
        return x * (tosses >= p) / (1 - p) if training else x

    @mistake(
        "one toss for all",
        "You tossed once, for all numbers together: they all stay, or all become 0. Each number is to have a chance of "
        "its own; for that the random numbers need the shape of x.",
    )
    def one_toss(self, x, p, rng, training):
        return x * (rng.random() >= p) / (1 - p) if training else x

    @mistake(
        "does not use rng",
        "Nobody has drawn from `rng` in training. All chance has to come from it: so every call drops other numbers, "
        "and the caller decides whether a run comes again.",
    )
    def own_chance(self, x, p, rng, training):
        return self.solution(x, p, np.random.default_rng(0), training)

    @mistake(
        "always the same number of zeros",
        "In your version the same number of elements became 0 in every call. Each element is to have its own chance, "
        "whatever happens to the others: then it is sometimes more, sometimes fewer.",
    )
    def exact(self, x, p, rng, training):
        out = x.ravel().copy()
        out[rng.permutation(x.size)[: round(p * x.size)]] = 0.0
        return out.reshape(x.shape) / (1 - p) if training else x

    @mistake(
        "returns the mask",
        "You returned the mask, without x. What comes back is x times the mask.",
    )
    def mask(self, x, p, rng, training):
        return self.solution(np.ones_like(x), p, rng, training) if training else x
