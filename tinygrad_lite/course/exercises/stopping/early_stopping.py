"""Early stopping as a class, in lesson 07: what a training loop asks after every epoch."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from .stopper import (
    BELOW_ZERO,
    CAUSES,
    DEFAULTS,
    GAINS,
    GREAT,
    GREATS,
    LITTLE,
    LITTLES,
    SMALL,
    TIE,
    TIES,
    ZERO,
    ZEROS,
    EarlyStopping,
    Stopper,
    course,
    script_of,
    two_of,
)


class EarlyStoppingClass(Exercise):
    id, name, points, agrees_with = "stopping/early_stopping", "EarlyStopping", 4, ""
    solution = EarlyStopping
    hints = (
        "Between the calls the object has to remember two things: the best value so far, and how many values in a row "
        "were not better. Before the first call there is no best value, so the first value is better than nothing.",
        'Better: value < best − min_delta; with mode "max": value > best + min_delta. Then best = value and '
        "counter = 0. Otherwise counter grows by 1. Stop when counter has reached patience.",
        "`__init__` keeps the three arguments, `self.best` and `self.counter`. `step` finds out whether the value is "
        "better, then `if` … `else`, and returns a comparison of `self.counter` with `self.patience`.",
    )
    notice = "A gain of min_delta or less leaves `best` as it is, so several small gains can add up to one that counts."
    causes = CAUSES

    def cases(self, rng):
        for values, arguments in SMALL + GAINS:
            yield script_of(self, values, **arguments)
        for mode in ("min", "max"):
            yield script_of(
                self, course(rng, mode, 7, 0.0), about=DEFAULTS, **({} if mode == "min" else {"mode": mode})
            )
        yield script_of(self, course(rng, "min", 7, 0.2), about=DEFAULTS, min_delta=0.2)
        for mode in ("min", "max"):
            for patience, min_delta in [(1, 0.0), (2, 0.3), (3, 0.0), (3, 0.1), (4, 0.25)]:
                values = course(rng, mode, patience, min_delta)
                yield script_of(self, values, patience=patience, min_delta=min_delta, mode=mode)
        for patience, mode in [(1, "max"), (2, "min"), (2, "max"), (3, "max")]:
            values = course(rng, mode, patience, 0.0) - 20
            yield script_of(self, values, about=BELOW_ZERO, patience=patience, mode=mode)
        for about, scripts in ((TIE, TIES), (ZERO, ZEROS), (LITTLE, LITTLES), (GREAT, GREATS)):
            for values, arguments in scripts:
                yield script_of(self, values, about, **arguments)
        for patience in (2, 3, 4):
            yield two_of(self, rng, patience)

    class reference:
        """Keeps all values, and goes through them again at every call."""

        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            self.patience, self.min_delta, self.sign = patience, min_delta, 1 if mode == "min" else -1
            self.values = []

        def step(self, value):
            self.values.append(value)
            best, self.counter = self.values[0], 0
            for later in self.values[1:]:
                gain = self.sign * best - self.sign * later
                best, self.counter = (later, 0) if gain > self.min_delta else (best, self.counter + 1)
            self.best = best
            return self.counter >= self.patience

    @mistake(
        "stops one value too late",
        "Your `step` says True only when *more* than `patience` values in a row were not better. It is time as soon as "
        "`counter` has reached `patience`.",
    )
    class Late(Stopper):
        def verdict(self):
            return self.counter > self.patience

    @mistake(
        "stops one value too early",
        "Your `step` says True one value too early. With patience 2, the first value that is not better is forgiven, "
        "and the second one ends the training.",
    )
    class Early(Stopper):
        def verdict(self):
            return self.counter >= max(self.patience - 1, 1)

    @mistake(
        "stops one value too early, for good",
        "Your `step` says True one value too early, and goes on saying so. With patience 2, the first value that is "
        "not better is forgiven, and the second one ends the training.",
    )
    class EarlyForGood(Early):
        def verdict(self):
            self.stopped = getattr(self, "stopped", False) or super().verdict()
            return self.stopped

    @mistake(
        "sets the counter back when it stops",
        "When your `step` returns True, the counter is back at 0. It says how many values in a row were not better, "
        "and that is `patience` then.",
    )
    class BackAtStop(Stopper):
        def verdict(self):
            stops = super().verdict()
            self.counter = 0 if stops else self.counter
            return stops

    @mistake(
        "does not count anew after a better value",
        "Your counter does not go back to 0 after a better value. What counts are values *in a row* that were not "
        "better; a better one ends the row.",
    )
    class NoReset(Stopper):
        def improve(self, value):
            self.best = value

    @mistake(
        "compares with the value before",
        "You compared each value with the one before, not with the best so far. Going up and down then counts as "
        "better every other time, and training never stops.",
    )
    class ComparesWithLast(Stopper):
        def step(self, value):
            better = self.best is None or self.beats(value)
            self.best, self.counter = value, 0 if better else self.counter + 1
            return self.verdict()

    @mistake(
        "counts by the value before, keeps the best",
        "Your `best` is the best value, but your counter begins anew with every value better than the one *before* it. "
        "It begins anew only with a value better than the best so far.",
    )
    class CountsByLast(Stopper):
        def step(self, value):
            last, self.last = getattr(self, "last", None), value
            best, self.best = self.best, last
            self.counter = 0 if best is None or self.beats(value) else self.counter + 1
            extreme = min if self.mode == "min" else max
            self.best = value if best is None else extreme(best, value)
            return self.verdict()

    @mistake(
        "keeps the first value as the best",
        "Your best value stays the first one. Everything better than that then counts as better, however long ago the "
        "true best was.",
    )
    class KeepsFirst(Stopper):
        def improve(self, value):
            self.best, self.counter = value if self.best is None else self.best, 0

    @mistake(
        "ignores min_delta",
        "You counted every value beyond the best one as better, however small the gain. `min_delta` is there so that a "
        "gain of a millionth does not keep training alive.",
    )
    class NoDelta(Stopper):
        def limit(self):
            return self.best

    @mistake(
        "min_delta on the wrong side",
        "You moved the limit to the wrong side: a value a little *worse* than the best counts as better. With mode "
        '"min" the limit lies below the best value, with "max" above it.',
    )
    class WrongSide(Stopper):
        def limit(self):
            return self.best + self.min_delta if self.mode == "min" else self.best - self.min_delta

    @mistake(
        'min_delta on the wrong side with mode "min"',
        'With mode "min" your limit lies above the best value: one a little worse than the best counts as better. '
        "There a value has to be below best − min_delta.",
    )
    class WrongSideOfMin(Stopper):
        def limit(self):
            return self.best + self.min_delta

    @mistake(
        'min_delta on the wrong side with mode "max"',
        'With mode "max" your limit lies below the best value: one a little worse than the best counts as better. '
        "There a value has to be above best + min_delta.",
    )
    class WrongSideOfMax(Stopper):
        def limit(self):
            return self.best - self.min_delta

    @mistake(
        "takes min_delta for a share",
        "You took min_delta for a share of the best value. It is a difference: with 0.1, a loss of 10 has to fall "
        "below 9.9, and one of 1 below 0.9.",
    )
    class Share(Stopper):
        def limit(self):
            return self.best * (1 - self.min_delta if self.mode == "min" else 1 + self.min_delta)

    @mistake(
        "counts a tie as better",
        "You counted a value that is equal to the limit as better. A value that stands still would then never end the "
        "training, where min_delta is 0.",
    )
    class Tie(Stopper):
        def beats(self, value):
            return value <= self.limit() if self.mode == "min" else value >= self.limit()

    @mistake(
        "takes small gains for the new best",
        "You moved `best` by every gain, also by one too small to count as better. Many small gains in a row then "
        "never add up to a better value. `best` stays until a value counts as better.",
    )
    class Creeps(Stopper):
        def step(self, value):
            better = self.best is None or self.beats(value)
            self.counter = 0 if better else self.counter + 1
            extreme = min if self.mode == "min" else max
            self.best = value if self.best is None else extreme(self.best, value)
            return self.verdict()

    @mistake(
        "ignores the mode",
        'Your `step` waits for smaller values whatever the mode. With mode "max", as for an accuracy, larger is '
        "better, and yours would stop while training goes well.",
    )
    class AlwaysMin(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta)

    @mistake(
        "takes larger for better, whatever the mode",
        'Your `step` waits for larger values whatever the mode. With mode "min", as for a loss, smaller is better, and '
        "yours would stop while training goes well.",
    )
    class AlwaysMax(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, "max")

    @mistake(
        "takes every change for better",
        "You counted a value as better when it differs from the best by more than min_delta, to whichever side. The "
        "mode says to which side it has to go.",
    )
    class AnyChange(Stopper):
        def beats(self, value):
            return abs(value - self.best) > self.min_delta

    @mistake(
        "the two modes exchanged",
        'You took larger values for better ones with mode "min", and smaller ones with "max". The mode says where the '
        "value should go: a loss should fall.",
    )
    class Exchanged(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, "max" if mode == "min" else "min")

    @mistake(
        'begins at 0 with mode "max"',
        'With mode "max" your best value is 0 before anything was measured. Values below 0 then never count as better; '
        "not every measure that should rise is above 0. Begin with −∞, or with None.",
    )
    class FromZero(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, mode)
            self.best = None if mode == "min" else 0.0

    @mistake(
        "begins at 0",
        "Your best value is 0 before anything was measured. A loss above 0 then never counts as better, nor does a "
        "score below 0 that should rise. Before the first value there is none: begin with None.",
    )
    class FromZeroAlways(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, mode)
            self.best = 0.0

    @mistake(
        'begins at infinity with mode "max" too',
        'With mode "max" no value ever counts as better in your version: `best` begins at infinity whatever the mode. '
        "Nothing is above that; there the beginning is −∞, or None.",
    )
    class FromInfinity(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, mode)
            self.best = float("inf")

    @mistake(
        'no value counts as better with mode "max" but the first',
        'With mode "max" no value but the first counts as better in your version. There larger is better: above '
        "best + min_delta.",
    )
    class MaxNeverBetter(Stopper):
        def beats(self, value):
            return self.mode == "min" and super().beats(value)

    @mistake(
        "takes a best value of 0 for none",
        "When the best value is 0, your next value becomes the best, whatever it is. 0 is a value like any other; "
        "in Python it counts as false, so ask for the beginning with `is None`.",
    )
    class ZeroIsNone(Stopper):
        def step(self, value):
            self.best = self.best or None
            return super().step(value)

    @mistake(
        "no value ever counts as better",
        "In your version no value ever counts as better, not even the first. Before it there is nothing to compare "
        "with, so the first value is the best so far, and `counter` is 0 after it.",
    )
    class NeverBetter(Stopper):
        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, mode)
            self.best = 0.0

        def beats(self, value):
            return False

    @mistake(
        "counts the first value as not better",
        "Your counter stands at 1 after the first value. There was nothing before it to be better than: the first "
        "value is the best so far, and the counter stays 0.",
    )
    class FirstCounts(Stopper):
        def step(self, value):
            if self.best is None:
                self.best, self.counter = value, 1
            elif self.beats(value):
                self.improve(value)
            else:
                self.counter += 1
            return self.verdict()

    @mistake(
        "begins at 1 after a better value",
        "After a better value your counter stands at 1. That value is not one of those that were not better: the "
        "counter is 0 again.",
    )
    class ResetToOne(Stopper):
        def improve(self, value):
            self.counter = 0 if self.best is None else 1
            self.best = value

    @mistake(
        "returns True while it gets better",
        "Your `step` returns the opposite: True to go on, False to stop. Asked for is True when it is time to stop.",
    )
    class Opposite(Stopper):
        def verdict(self):
            return not super().verdict()

    @mistake(
        "returns the counter",
        "Your `step` returns the counter. Asked for is True or False: whether the counter has reached patience.",
    )
    class ReturnsCounter(Stopper):
        def verdict(self):
            return self.counter

    @mistake(
        'keeps the best value with the opposite sign with mode "max"',
        'With mode "max" your `best` has the opposite sign. Turning values round to have one rule for both modes is '
        "fine for the comparison; what is kept in `best` is the value as it was measured.",
    )
    class SignOfMax(Stopper):
        turned = "max"

        def __init__(self, patience=7, min_delta=0.0, mode="min"):
            super().__init__(patience, min_delta, "min" if self.turned == "max" else "max")
            self.sign = -1.0 if mode == self.turned else 1.0

        def step(self, value):
            return super().step(self.sign * value)

    @mistake(
        'keeps the best value with the opposite sign with mode "min"',
        'With mode "min" your `best` has the opposite sign. Turning values round to have one rule for both modes is '
        "fine for the comparison; what is kept in `best` is the value as it was measured.",
    )
    class SignOfMin(SignOfMax):
        turned = "min"
