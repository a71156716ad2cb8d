"""What the exercise on early stopping is made of: courses of values, and the class in pieces."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...exercise import Cause

#: Values, and the arguments of the object that they are told to.
Arguments = tuple[list[float], dict[str, Any]]

TIE = "where a value equals the limit exactly"
DEFAULTS = "with arguments left out"
TWO = "with two objects"
ZERO = "where a value is exactly 0"
BELOW_ZERO = "where all values are below 0"
LITTLE = "where all values are very small"
GREAT = "where all values are very large"

#: By hand: (values, arguments).
SMALL: list[Arguments] = [
    ([3, 2, 4, 5, 1], {"patience": 2}),
    ([4, 5, 3, 4, 2, 3, 4], {"patience": 2}),
    ([2, 3], {"patience": 1}),
    ([1, 3, 2, 4, 3, 3.5], {"patience": 2, "mode": "max"}),
    ([6, 5, 7, 6.5, 5.5], {"patience": 3}),
]
GAINS: list[Arguments] = [
    ([10, 9.5, 8, 7.5, 7.25, 5], {"patience": 2, "min_delta": 1.0}),
    ([10, 9.5, 8.5, 8, 7, 6.5, 6.25, 6.2], {"patience": 3, "min_delta": 1.0}),
    ([10, 8, 8.5, 9.5, 5], {"patience": 2, "min_delta": 1.0}),
    ([10, 12, 11.5, 11, 14], {"patience": 2, "min_delta": 1.0, "mode": "max"}),
    ([10, 10.5, 12, 12.5, 12.75, 14], {"patience": 2, "min_delta": 1.0, "mode": "max"}),
    ([4, 4.25, 4.75, 6, 6.25, 6.5, 6.75], {"patience": 3, "min_delta": 0.5, "mode": "max"}),
    ([10, 7, 7.5, 7.75, 4, 4.5], {"patience": 3, "min_delta": 1.0}),
    ([5, 8, 7.5, 7.25, 11, 10.5], {"patience": 3, "min_delta": 1.0, "mode": "max"}),
]
ZEROS: list[Arguments] = [
    ([2, 0, 1, 1], {"patience": 2}),
    ([0, 1, 0.5, 2], {"patience": 3}),
    ([-1, 0, -2, -1.5], {"patience": 2, "mode": "max"}),
    ([0, -1, -2, 1], {"patience": 2, "mode": "max"}),
]
TIES: list[Arguments] = [
    ([3, 2, 2, 2, 1], {"patience": 2}),
    ([1, 2, 2, 2, 3], {"patience": 2, "mode": "max"}),
    ([8, 6, 4, 3, 2, 1], {"patience": 2, "min_delta": 2.0}),
    ([1, 3, 5, 6, 7, 8], {"patience": 2, "min_delta": 2.0, "mode": "max"}),
]
LITTLES: list[Arguments] = [
    ([8e-9, 7e-9, 9e-9, 6e-9, 8e-9, 7e-9], {"patience": 2}),
    ([5e-6, 4e-6, 3e-6, 4e-6, 5e-6, 2e-6], {"patience": 2}),
    ([1e-9, 2e-9, 4e-9, 3e-9, 2e-9], {"patience": 2, "mode": "max"}),
]
#: Beyond any number that could be taken for an infinite one.
GREATS: list[Arguments] = [
    ([4e20, 3e20, 5e20, 2e20, 4e20, 3e20], {"patience": 2}),
    ([-4e20, -3e20, -5e20, -2e20, -4e20, -3e20], {"patience": 2, "mode": "max"}),
]


class EarlyStopping:
    """Says when to stop: when a value, measured once an epoch, has not become better for too long.

    Attributes:
        best: the last value that was better than all before it; the first value is.
        counter: how many values in a row were not better.
    """

    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        """Keep the settings; nothing has been measured yet.

        Args:
            patience: stop when so many values in a row were not better; 1 or more.
            min_delta: better means better by more than this: below best - min_delta (above best + min_delta).
            mode: "min" for a value that should fall, as a loss; "max" for one that should rise, as an accuracy.
        """
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.counter = None, 0

    def step(self, value):
        """Take the value of one epoch; return True when it is time to stop, else False."""
        if self.best is None:
            better = True
        elif self.mode == "min":
            better = value < self.best - self.min_delta
        else:
            better = value > self.best + self.min_delta
        if better:
            self.best, self.counter = value, 0
        else:
            self.counter += 1
        return self.counter >= self.patience


class Stopper:
    """Right, and in pieces, so that a mistake can change one of them."""

    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta, self.mode = patience, min_delta, mode
        self.best, self.counter = None, 0

    def limit(self):
        return self.best - self.min_delta if self.mode == "min" else self.best + self.min_delta

    def beats(self, value):
        return value < self.limit() if self.mode == "min" else value > self.limit()

    def improve(self, value):
        self.best, self.counter = value, 0

    def verdict(self):
        return self.counter >= self.patience

    def step(self, value):
        if self.best is None or self.beats(value):
            self.improve(value)
        else:
            self.counter += 1
        return self.verdict()


def course(rng, mode, patience, min_delta):
    """Gets better with setbacks and small gains, until `patience` values in a row are not better."""
    gain = max(min_delta, 0.2)
    values = [10.0]
    for setbacks, small in ((min(patience - 1, 2), 0.6), (0, 0.0), (patience - 1, -0.6)):
        best = min(values) - gain * rng.uniform(1.5, 2)
        values.append(best)
        values += list(best + gain * rng.uniform(0.2, 3, size=setbacks))
        if setbacks and min_delta:  # a little worse, then a little better than the best
            values[-1] = best + small * min_delta * rng.uniform(0.8, 1.2)
    best = min(values) - gain * rng.uniform(2.6, 3)
    rest = best + np.where(np.arange(patience) % 2, 1.0, 3.0) * gain * rng.uniform(0.5, 0.9, size=patience)
    if min_delta:
        rest[:2] = best - min_delta * np.sort(rng.uniform(0.3, 0.9, size=2))[: min(2, patience)]
    whole = np.round([*values, best, *rest], 4)
    return whole if mode == "min" else 20 - whole


def script_of(exercise, values, about="", **arguments):
    """Up to the stop: what comes after it, the contract does not say."""
    script, right = exercise.script(), EarlyStopping(**arguments)
    stopper = script.new("stopper", **arguments)
    stops = [right.step(value) for value in values]
    last = stops.index(True) if True in stops else len(values) - 1
    for place in range(last + 1):
        stopper.call("step", float(values[place]))
        if place % 3 == 1 or place == last:
            stopper.get("counter")
            stopper.get("best")
    return script.case(about)


def two_of(exercise, rng, patience):
    """One for the loss and one for the accuracy, each with a memory of its own."""
    script = exercise.script()
    losses, shares = course(rng, "min", patience, 0.1), course(rng, "max", patience + 1, 0.0)
    first = script.new("losses", patience=patience, min_delta=0.1)
    second = script.new("accuracies", patience=patience + 1, mode="max")
    for loss, share in zip(losses, shares, strict=False):
        first.call("step", float(loss))
        second.call("step", float(share))
    for stopper in (first, second):
        stopper.get("best")
        stopper.get("counter")
    return script.case(TWO)


#: What an exception comes from, in this class.
CAUSES: tuple[Cause, ...] = (
    (
        "TypeError",
        r"step\(\) takes 1 positional argument but 2 were given",
        "The first parameter of a method is the object itself: `def step(self, value):`.",
    ),
    (
        "AttributeError",
        r"object has no attribute '(best|counter)'",
        "The exercise asks for an attribute of exactly this name, `{0}`, kept in `self`.",
    ),
    (
        "TypeError",
        r"'[<>]=?' not supported between instances of '\w+' and 'NoneType'",
        "A number is compared with None. Before the first value there is no best one: ask for that case first, "
        "with `is None`.",
    ),
    (
        "TypeError",
        r"unsupported operand type\(s\) for [-+]: 'NoneType' and",
        "Something is computed with None. Before the first value there is no best one: ask for that case first, "
        "with `is None`.",
    ),
)
