"""Early stopping as a class, in lesson 07: what a training loop asks after every epoch."""

from __future__ import annotations

from ...exercise import Exercise, mistake


class EarlyStoppingClass(Exercise):
    id, name, points, agrees_with = "stopping/early_stopping", "EarlyStopping", 4, ""
    hints = (
        "Between the calls the object has to remember two things: the best value so far, and how many values in a row "
        "were not better. Before the first call there is no best value, so the first value is better than nothing.",
        'Better: value < best − min_delta; with mode "max": value > best + min_delta. Then best = value and '
        "counter = 0. Otherwise counter grows by 1. Stop when counter has reached patience.",
        "`__init__` keeps the three arguments, `self.best` and `self.counter`. `step` finds out whether the value is "
        "better, then `if` … `else`, and returns a comparison of `self.counter` with `self.patience`.",
    )

    def cases(self, rng):
        yield self._script([1.0, 0.5, 0.6, 0.7], patience=2)
        yield self._script([0.1, 0.5, 0.4, 0.3], patience=2, mode="max")

    def _script(self, values, **arguments):
        script = self.script()
        stopper = script.new("stopper", **arguments)
        for value in values:
            stopper.call("step", float(value))
        stopper.get("best")
        stopper.get("counter")
        return script.case()

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

    class solution:
        """Says when to stop: when a value, measured once an epoch, has not become better for too long.

        Attributes:
            best: the best value so far.
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

    @mistake("never stops", "Your `step` never returned True.")
    class Never(solution):
        def step(self, value):
            super().step(value)
            return False
