"""How the scale of the loss is found, in lesson 08: smaller after an overflow, larger after many good steps."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .scalers import GradScaler, Pieces, TorchScaler

_FEW = "where the scale falls below 1"
_ONE = "where growth_interval is 1"
_TWO = "with two scalers side by side"
_DEFAULTS = "with the interval of 2000 that nobody changed"
#: Scale, growth, backoff and interval; the factors have few binary digits, so that every scale is exact.
_SETTINGS = [
    (16.0, 2.0, 0.5, 2),
    (1024.0, 2.0, 0.5, 3),
    (64.0, 4.0, 0.5, 2),
    (256.0, 1.5, 0.25, 3),
    (65536.0, 2.0, 0.25, 4),
    (8.0, 4.0, 0.75, 1),
    (4096.0, 1.25, 0.5, 5),
]


class GradScalerExercise(Exercise):
    id, name, points = "gpu/grad_scaler", "GradScaler", 2
    solution = GradScaler
    reference = TorchScaler
    apart = (_ONE,)
    hints = (
        "Besides the scale, one number has to be remembered: how many good steps there have been in a row. What sets "
        "it back to 0?",
        "Overflow: scale · backoff_factor, count = 0. Good step: count + 1; when it has reached growth_interval, "
        "scale · growth_factor and count = 0.",
        "In `__init__` keep all four arguments and `self.count = 0`. In `update`: `if found_inf:` … `else:` …, with "
        "the comparison behind `self.count += 1`; at the end `return self.scale`.",
    )
    notice = "The scale stays near the largest that works, and costs a step now and then to find out."

    def cases(self, rng):
        yield self._case("x", 8.0, 2.0, 0.5, 2)
        yield self._case("..", 8.0, 2.0, 0.5, 2)
        yield self._case("..x....", 16.0, 2.0, 0.5, 3)
        for settings in _SETTINGS:
            interval, about = settings[3], _ONE if settings[3] == 1 else ""
            yield self._case("." * (2 * interval + 1), *settings, about=about)
            yield self._case("." * (interval - 1) + "x" + "." * interval, *settings, about=about)
            yield self._case("xx" + "." * (3 * interval) + "x" + "." * (interval + 1), *settings, about=about)
            yield self._case(_drawn(rng, 6 * interval + 6), *settings, about=about)
        for interval in (2, 3, 4):
            yield self._case("xxxx" + "." * (2 * interval), 4.0, 2.0, 0.5, interval, about=_FEW)
        for steps in ("x", "..", "xx.x"):
            yield self._case(steps, about="where all arguments are left out")
        for steps in ("..x....x..", "xx........x", "....x...x.."):
            yield self._case(steps, *_SETTINGS[0], about="where found_inf is NumPy's", kind=np.bool_)
        yield self._long()
        for one, two in [("..x...", "x....."), ("x..x..", "......"), ("......", "xx...x")]:
            yield self._two(one, two)

    def _case(self, steps, *settings, about="", kind=bool):
        """One scaler that hears of steps: "x" is an overflow, "." a good one. Arguments by name and by place."""
        names = ("init_scale", "growth_factor", "backoff_factor", "growth_interval")
        by_place = settings if len(steps) % 2 else ()
        script = self.script()
        scaler = script.new("scaler", *by_place, **({} if by_place else dict(zip(names, settings, strict=False))))
        scaler.get("scale")
        for step in steps:
            scaler.call("update", kind(step == "x"))
        scaler.get("scale")
        return script.case(about)

    def _long(self):
        """2000 good steps, after which a scaler that was given no arguments grows for the first time."""
        script = self.script()
        scaler = script.new("scaler")
        for step in range(1, 2002):
            scaler.call("update", False, report=step >= 1999)
        return script.case(_DEFAULTS)

    def _two(self, *steps):
        """Two scalers, which know nothing of each other."""
        script = self.script()
        scalers = [script.new("one", 32.0, 2.0, 0.5, 3), script.new("two", 128.0, 4.0, 0.25, 2)]
        for both in zip(*steps, strict=True):
            for scaler, step in zip(scalers, both, strict=True):
                scaler.call("update", step == "x")
        for scaler in scalers:
            scaler.get("scale")
        return script.case(_TWO)

    @mistake(
        "the count goes on after an overflow",
        "The scale is backed off, but the count of good steps goes on as if nothing had happened. The good steps are "
        "to be in a row: an overflow starts the count anew.",
    )
    class count_goes_on(Pieces):
        def overflow(self):
            self.scale *= self.backoff

    @mistake(
        "counts overflows as well",
        "Your scale grows in steps whose number, overflows included, is a multiple of the interval. Counted are good "
        "steps in a row only, and from the last change on.",
    )
    class counts_all(Pieces):
        def update(self, found_inf):
            self.count += 1
            if found_inf:
                self.scale *= self.backoff
            elif self.count % self.interval == 0:
                self.scale *= self.growth
            return self.scale

    @mistake(
        "an overflow counts as a step like the others",
        "Your count of steps goes on through an overflow, and counts it too. Only good steps in a row are to be "
        "counted: an overflow starts the count anew, at 0.",
    )
    class overflow_is_step(Pieces):
        def overflow(self):
            self.scale *= self.backoff
            self.count += 1

        def good(self):
            self.count += 1
            if self.count >= self.interval:
                self.scale *= self.growth
                self.count = 0

    @mistake(
        "begins to count at 1 after an overflow",
        "After an overflow your scale grows one good step too early: the overflow itself is counted. It starts the "
        "count anew, at 0.",
    )
    class counts_from_one(Pieces):
        def overflow(self):
            self.scale *= self.backoff
            self.count = 1

    @mistake(
        "grows once, and not again",
        "After growing once, your scale does not grow again until there was an overflow. The count has to start anew "
        "after growing too.",
    )
    class grows_once(Pieces):
        def good(self):
            self.count += 1
            if self.count == self.interval:
                self.scale *= self.growth

    @mistake(
        "grows in every step after the first growth",
        "Once your scale has grown, it grows in every good step. The count has to start anew after growing too: else "
        "it stays beyond the interval.",
    )
    class grows_on(Pieces):
        def good(self):
            self.count += 1
            if self.count >= self.interval:
                self.scale *= self.growth

    @mistake(
        "grows one step too late",
        "Your scale grows one good step too late. It is to grow in the growth_interval-th good step in a row, not in "
        "the one behind it.",
    )
    class too_late(Pieces):
        def good(self):
            self.count += 1
            if self.count > self.interval:
                self.scale *= self.growth
                self.count = 0

    @mistake(
        "the step of growth counts for the next one",
        "Your scale first grows one good step too late, and from then on after as many steps as it should: the step in "
        "which it grows is counted for the next time. Count first, then compare.",
    )
    class late_once(Pieces):
        def good(self):
            if self.count == self.interval:
                self.scale *= self.growth
                self.count = 0
            self.count += 1

    @mistake(
        "grows one step too early",
        "Your scale grows one good step too early. It is to grow in the growth_interval-th good step in a row.",
    )
    class too_early(Pieces):
        def good(self):
            self.count += 1
            if self.count >= self.interval - 1:
                self.scale *= self.growth
                self.count = 0

    @mistake(
        "the two factors exchanged",
        "Your scale is multiplied by growth_factor after an overflow and by backoff_factor after good steps. An "
        "overflow says that the scale was too large.",
    )
    class exchanged(Pieces):
        def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
            super().__init__(init_scale, backoff_factor, growth_factor, growth_interval)

    @mistake(
        "an overflow makes it larger",
        "After an overflow your scale is divided by backoff_factor, which makes it larger. It was too large already: "
        "multiply by that factor, which is below 1.",
    )
    class divides(Pieces):
        def overflow(self):
            self.scale /= self.backoff
            self.count = 0

    @mistake(
        "divides by growth_factor after an overflow",
        "After an overflow your scale is divided by growth_factor. How far it falls is said by backoff_factor: the two "
        "may differ.",
    )
    class by_growth(Pieces):
        def overflow(self):
            self.scale /= self.growth
            self.count = 0

    @mistake(
        "an overflow grows the scale as well",
        "After an overflow your scale is multiplied by backoff_factor and by growth_factor, too. Note that a count of "
        "0 is a multiple of every interval.",
    )
    class grows_as_well(Pieces):
        def overflow(self):
            self.scale *= self.backoff * self.growth
            self.count = 0

    @mistake(
        "whole numbers only",
        "After an overflow your scale loses what stands behind the decimal point. A scale of 0.5 would become 0, and "
        "stay 0 for good.",
    )
    class whole(Pieces):
        def overflow(self):
            self.scale = float(int(self.scale * self.backoff))
            self.count = 0

    @mistake(
        "always begins with 65536",
        "Your scaler begins with 65536 whatever was asked for. That is only the default of init_scale.",
    )
    class always_65536(Pieces):
        def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
            super().__init__(65536.0, growth_factor, backoff_factor, growth_interval)

    @mistake(
        "found_inf the other way round",
        "Your scaler takes a good step for an overflow, and an overflow for a good step. found_inf is True where "
        "something overflowed.",
    )
    class negated(Pieces):
        def update(self, found_inf):
            return super().update(not found_inf)

    @mistake(
        "grows after every good step",
        "Your scale grows after every good step. Then every second step or so would overflow, and be lost: wait for "
        "growth_interval good steps in a row.",
    )
    class always_grows(Pieces):
        def good(self):
            self.scale *= self.growth

    @mistake(
        "never grows",
        "Your scale never grows. What was too much in the first steps may be right later, when the gradients are "
        "smaller.",
    )
    class never_grows(Pieces):
        def good(self):
            self.count += 1

    @mistake(
        "an overflow changes nothing but the count",
        "After an overflow your scale is what it was. It was too large, and the next step would overflow as well: "
        "multiply it by backoff_factor.",
    )
    class no_backoff(Pieces):
        def overflow(self):
            self.count = 0

    @mistake(
        "gives the scale before the change",
        "Your `update` returns the scale as it was before the step. Asked for is the new one, which is also in "
        "`scale`.",
    )
    class old_scale(Pieces):
        def update(self, found_inf):
            old = self.scale
            super().update(found_inf)
            return old

    @mistake(
        "returns the new scale and does not keep it",
        "Your `update` returns a new scale, but `self.scale` stays what it was at the beginning. The next step begins "
        "from there: keep it as well.",
    )
    class not_kept(Pieces):
        def update(self, found_inf):
            new = super().update(found_inf)
            self.scale = self.first
            return new

    @mistake(
        "growth and backoff of 2 and 0.5, whatever was asked for",
        "Your scale is doubled and halved, whatever the factors are. They are the arguments growth_factor and "
        "backoff_factor.",
    )
    class fixed(Pieces):
        def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
            super().__init__(init_scale, 2.0, 0.5, growth_interval)

    @mistake(
        "an overflow goes back to the first scale",
        "After an overflow your scale is init_scale again. It may be too large, too: each overflow multiplies what is "
        "there by backoff_factor.",
    )
    class back_to_first(Pieces):
        def overflow(self):
            self.scale = self.first
            self.count = 0

    @mistake(
        "every overflow begins from the first scale",
        "After an overflow your scale is init_scale · backoff_factor, however small or large it had become. Multiply "
        "the scale as it stands.",
    )
    class from_first(Pieces):
        def overflow(self):
            self.scale = self.first * self.backoff
            self.count = 0

    @mistake(
        "never below 1",
        "Your scale stops at 1. Large gradients may overflow with a scale of 1 as well: there is no lower limit.",
    )
    class not_below_one(Pieces):
        def overflow(self):
            self.scale = max(1.0, self.scale * self.backoff)
            self.count = 0

    @mistake(
        "never above the first scale",
        "Your scale stops at init_scale. Later in a training the gradients are smaller, and a larger scale is right: "
        "there is no upper limit.",
    )
    class not_above_first(Pieces):
        def good(self):
            super().good()
            self.scale = min(self.scale, self.first)

    @mistake(
        "a second overflow in a row changes nothing",
        "Of several overflows in a row only the first makes your scale smaller. Each of them says that it is still too "
        "large.",
    )
    class once_in_a_row(Pieces):
        def overflow(self):
            if self.count >= 0:
                self.scale *= self.backoff
            self.count = -1

        def good(self):
            self.count = max(self.count, 0)
            super().good()

    @mistake(
        "adds the factor",
        "Your scale grows by adding growth_factor. It is multiplied: the right scale may be many powers of 2 away.",
    )
    class adds(Pieces):
        def good(self):
            self.count += 1
            if self.count == self.interval:
                self.scale += self.growth
                self.count = 0


def _drawn(rng, size):
    """Steps by chance, most of them good."""
    return "".join("x" if number < 0.15 else "." for number in rng.random(size))
