"""A callback: something that is told when an epoch is over, and here writes it down."""

from __future__ import annotations

import numpy as np

from ...case import Handle
from ...exercise import Exercise, mistake


class History:
    """Keeps what it is told at the end of every epoch."""

    def __init__(self):
        """Begin with nothing.

        The attribute `logs` is a dict: for each key the list of its values, in the order in which they came.
        """
        self.logs = {}
        self.epochs = {}

    def on_epoch_end(self, epoch, logs):
        """Keep the values of an epoch.

        Args:
            epoch: the number of the epoch.
            logs: dict of numbers, such as {"loss": 0.3, "accuracy": 0.9}. The caller may change it afterwards, and a
                key may be missing in an epoch: then nothing is added to that key's list.
        """
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def best(self, key, mode="min"):
        """The best value that was kept under a key, and its epoch.

        Args:
            key: one of those that were in the logs.
            mode: "min" if the smallest value is the best one, "max" if the largest is.
        Returns:
            (epoch as it was given, value); of several that are equally good, any one
        """
        choose = {"min": min, "max": max}[mode]
        value = choose(self.logs[key])
        return self.epochs[key][self.logs[key].index(value)], value


class _Kept:
    """Right, and in pieces, so that a mistake can change one of them."""

    def __init__(self):
        self.logs, self.epochs, self.all_epochs = {}, {}, []

    def on_epoch_end(self, epoch, logs):
        self.all_epochs.append(epoch)
        for key, value in logs.items():
            self.logs.setdefault(key, []).append(value)
            self.epochs.setdefault(key, []).append(epoch)

    def place(self, key, mode):
        """The index of the best value."""
        values = self.logs[key]
        return values.index(min(values) if mode == "min" else max(values))

    def best(self, key, mode="min"):
        place = self.place(key, mode)
        return self.epochs[key][place], self.logs[key][place]


class Callback(Exercise):
    id, name, points, agrees_with = "loop/callback", "History", 3, ""
    solution = History
    forbids = ("tinygrad_lite.training",)
    hints = (
        "Two things have to be remembered for every value: the number, and the epoch in which it came. The place in "
        "the list does not tell the epoch: numbers may begin at 5, and a key may be missing now and then.",
        "`logs[key]` is a list to which `on_epoch_end` appends; beside it a list of epochs for the same key. `best` "
        "looks for the smallest (or largest) value, and says the epoch at the same place.",
        "`self.logs.setdefault(key, []).append(value)` for each pair of `logs.items()`, and the same for the epochs. "
        "In `best`: `values = self.logs[key]`, `value = min(values)` or `max(values)`, `values.index(value)`.",
    )
    notice = "That is all a callback is: an object with a method of a known name, called at a known moment."

    causes = (
        (
            "KeyError",
            "^'(loss|accuracy)'$",
            'Nothing is kept under "{0}" there: either no list was begun for this key yet, or it is an epoch in which '
            "the key was missing, which is allowed.",
        ),
    )

    def cases(self, rng):
        yield self._case([(0, {"loss": 0.5}), (1, {"loss": 0.25}), (2, {"loss": 0.75})])
        yield self._case([(1, {"loss": 3.0, "accuracy": 0.5}), (2, {"loss": 2.0, "accuracy": 0.75})])
        for begin, stride, size in [(1, 1, 5), (0, 1, 6), (5, 1, 4), (10, 10, 5), (3, 2, 7)]:
            yield self._case(_falling(rng, begin, stride, size))
        for begin, size in [(1, 4), (2, 5), (0, 6), (7, 3)]:
            yield self._case(_falling(rng, begin, 1, size), reuse=True, about=_REUSED)
        for begin, size, every in [(0, 6, 2), (1, 7, 3), (4, 8, 2)]:
            epochs = _falling(rng, begin, 1, size)
            for index, (_, logs) in enumerate(epochs):
                if index % every != every - 1:
                    del logs["accuracy"]
            yield self._case(epochs, about="where a key is missing in some epochs")
        epochs = [
            (index, {"loss": value, "accuracy": 1 - value}) for index, value in enumerate([0.8, 0.5, 0.5, 0.4, 0.1])
        ]
        yield self._case(epochs)  # a value that comes twice
        without = [(epoch, logs if epoch in (0, 1, 4) else {"loss": logs["loss"]}) for epoch, logs in epochs]
        yield self._case(without, about="where a key is missing in some epochs")
        for _ in range(3):
            yield self._two(rng)
        for begin, size in [(0, 5), (2, 6), (1, 7)]:
            yield self._case([(begin + index, logs) for index, logs in enumerate(_around_zero(rng, size))])
        great = [{"loss": 1e20 * value, "gain": -1e20 * value} for value in (4.0, 2.0, 3.0)]
        yield self._case(list(enumerate(great, start=1)), about="where all values are very large")

    def _case(self, epochs, reuse=False, about=""):
        script = self.script()
        history = script.new("history")
        for epoch, logs in epochs:
            if reuse:
                Handle(script, "logs").call("update", logs, report=False)
                history.call("on_epoch_end", epoch, Handle(script, "logs"), report=False)
            else:
                history.call("on_epoch_end", epoch, logs, report=False)
        self._ask(history, sorted({key for _, logs in epochs for key in logs}))
        return script.case(about, ("logs",) if reuse else (), **({"logs": {}} if reuse else {}))

    def _ask(self, history, keys):
        for key in keys:
            history.call("best", key)
            history.call("best", key, mode="max")
            history.call("best", key, mode="min")
        history.get("logs")

    def _two(self, rng):
        """Two histories, which know nothing of each other; and one that goes on after it was asked."""
        script = self.script()
        one, two = script.new("one"), script.new("two")
        for (epoch, logs), (_, other) in zip(_falling(rng, 1, 1, 4), _falling(rng, 1, 1, 4), strict=True):
            one.call("on_epoch_end", epoch, logs, report=False)
            two.call("on_epoch_end", epoch + 3, other, report=False)
            if epoch % 2 == 0:
                one.call("best", "loss")
                two.call("best", "accuracy", mode="max")
        one.get("logs")
        two.get("logs")
        return script.case()

    class reference(_Kept):
        pass

    @mistake(
        "the place in the list for the epoch",
        "Your `best` gives the place in the list, counted from 0, as the epoch. Epochs may begin at another number, "
        "and a key may be missing in some of them: keep the epoch as it was given, beside each value.",
    )
    class place_for_epoch(_Kept):
        def best(self, key, mode="min"):
            place = self.place(key, mode)
            return place, self.logs[key][place]

    @mistake(
        "the place in the list, from 1, for the epoch",
        "Your `best` gives the place in the list, counted from 1, as the epoch. Epochs may begin at another number, "
        "and a key may be missing in some of them: keep the epoch as it was given, beside each value.",
    )
    class place_from_one(_Kept):
        def best(self, key, mode="min"):
            place = self.place(key, mode)
            return place + 1, self.logs[key][place]

    @mistake(
        "one list of epochs for all keys",
        "The epochs stand in one list for all keys. Where a key is missing in an epoch, its list is shorter, and the "
        "same place in both no longer belongs together: keep the epochs for each key.",
    )
    class one_list_of_epochs(_Kept):
        def best(self, key, mode="min"):
            place = self.place(key, mode)
            return self.all_epochs[place], self.logs[key][place]

    @mistake(
        "keeps the dict itself",
        "You kept the dict that came in, not its values. The caller uses one dict again and again: then all your "
        "entries are that same dict, with the values of the last epoch. Take the numbers out when they come.",
    )
    class keeps_reference:
        def __init__(self):
            self.seen = []

        def on_epoch_end(self, epoch, logs):
            self.seen.append((epoch, logs))

        @property
        def logs(self):
            keys = list(dict.fromkeys(key for _, logs in self.seen for key in logs))
            return {key: [logs[key] for _, logs in self.seen if key in logs] for key in keys}

        def best(self, key, mode="min"):
            values = self.logs[key]
            place = values.index(min(values) if mode == "min" else max(values))
            return [epoch for epoch, logs in self.seen if key in logs][place], values[place]

    @mistake(
        "the mode is turned round",
        'Your `best` gives the largest value for "min" and the smallest for "max".',
    )
    class turned_round(_Kept):
        def best(self, key, mode="min"):
            return super().best(key, "max" if mode == "min" else "min")

    @mistake(
        "the sign of the largest is turned",
        'Your `best` finds the right epoch, but with mode "max" the value has the wrong sign. It is to be the value as '
        "it came in the logs.",
    )
    class sign_turned(_Kept):
        def best(self, key, mode="min"):
            epoch, value = super().best(key, mode)
            return epoch, -value if mode == "max" else value

    @mistake(
        "the smallest, whatever the mode",
        'Your `best` gives the smallest value for "max", too. For a loss the smallest is the best, for an accuracy '
        "the largest.",
    )
    class always_min(_Kept):
        def best(self, key, mode="min"):
            return super().best(key, "min")

    @mistake(
        "the largest, whatever the mode",
        'Your `best` gives the largest value for "min", too. For a loss the smallest is the best, for an accuracy the '
        "largest.",
    )
    class always_max(_Kept):
        def best(self, key, mode="min"):
            return super().best(key, "max")

    @mistake(
        "value and epoch exchanged",
        "Your `best` returns (value, epoch). Asked for is (epoch, value).",
    )
    class exchanged(_Kept):
        def best(self, key, mode="min"):
            return super().best(key, mode)[::-1]

    @mistake(
        "keeps the last value only",
        "Of every key only the last value is kept: each epoch writes over the one before. Append to a list.",
    )
    class last_only(_Kept):
        def on_epoch_end(self, epoch, logs):
            super().on_epoch_end(epoch, logs)
            for key in logs:
                self.logs[key], self.epochs[key] = self.logs[key][-1:], self.epochs[key][-1:]

    @mistake(
        "keeps the last value only, and every epoch",
        "Of every key only the last value is kept, beside the numbers of all its epochs. So the best value that is "
        "found is the last one, and gets the first epoch. Append the value to a list too.",
    )
    class last_value_of_all_epochs(_Kept):
        def on_epoch_end(self, epoch, logs):
            super().on_epoch_end(epoch, logs)
            for key in logs:
                self.logs[key] = self.logs[key][-1:]

    @mistake(
        "the last epoch, not the best one's",
        "The best value is right, but the epoch beside it is the last one. It belongs to the value: keep both "
        "together.",
    )
    class last_epoch(_Kept):
        def best(self, key, mode="min"):
            return self.all_epochs[-1], super().best(key, mode)[1]

    @mistake(
        "the last value for the best",
        "Your `best` gives the last epoch and its value. The best may have come long before: look through the list.",
    )
    class latest(_Kept):
        def best(self, key, mode="min"):
            return self.epochs[key][-1], self.logs[key][-1]

    @mistake(
        "a missing key is None",
        "Where a key is missing in an epoch, your list holds None. Nothing is to be added there: then the list can be "
        "drawn and compared as it is.",
    )
    class with_none(_Kept):
        def on_epoch_end(self, epoch, logs):
            super().on_epoch_end(epoch, logs)
            for key in self.logs:
                if key not in logs:
                    self.logs[key].append(None)
                    self.epochs[key].append(epoch)

        def place(self, key, mode):
            known = [value for value in self.logs[key] if value is not None]
            return self.logs[key].index(min(known) if mode == "min" else max(known))

    @mistake(
        "the value alone",
        "Your `best` gives the value alone. Asked for is (epoch, value): the epoch tells where the curve turned.",
    )
    class value_alone(_Kept):
        def best(self, key, mode="min"):
            return super().best(key, mode)[1]

    @mistake(
        "the value nearest to or farthest from 0",
        "Your `best` compares the values without their signs. Below 0, as logarithms of likelihoods are, the smallest "
        "is the one farthest from 0.",
    )
    class by_size(_Kept):
        def place(self, key, mode):
            sizes = [abs(value) for value in self.logs[key]]
            return sizes.index(min(sizes) if mode == "min" else max(sizes))

    @mistake(
        "a best value of 0 is taken for none",
        "Where the best value so far is 0, the next one takes its place, better or not. `not best` is true for 0 as "
        "well as for None; `best is None` asks for the one that is meant.",
    )
    class zero_is_none(_Kept):
        def best(self, key, mode="min"):
            best_epoch, best = None, None
            for epoch, value in zip(self.epochs[key], self.logs[key], strict=True):
                if not best or (value < best if mode == "min" else value > best):
                    best_epoch, best = epoch, value
            return best_epoch, best

    @mistake(
        "empties the caller's dict",
        "Afterwards the dict that came in is empty. It belongs to the caller, who may have other uses for it: read it, "
        "and leave it as it is.",
    )
    class empties(_Kept):
        def on_epoch_end(self, epoch, logs):
            super().on_epoch_end(epoch, logs)
            logs.clear()

    @mistake(
        "compares with the value before",
        "Your `best` compares each value with the one before it, so the last improvement wins, however good an earlier "
        "value was. Compare with the best so far.",
    )
    class last_improvement(_Kept):
        def place(self, key, mode):
            values, found = self.logs[key], 0
            for place in range(1, len(values)):
                better = values[place] < values[place - 1] if mode == "min" else values[place] > values[place - 1]
                found = place if better else found
            return found


_REUSED = "where the caller uses one dict again and again"


def _falling(rng, begin, stride, size):
    """Epochs with a loss and an accuracy that get better, though not at every step, and worse at the end."""
    losses = rng.permutation(size) + 1.0
    rights = rng.permutation(size) + 1.0
    return [
        (begin + stride * index, {"loss": float(losses[index]) / 8, "accuracy": float(rights[index]) / 16})
        for index in range(size)
    ]


def _around_zero(rng, size):
    """The logs of epochs with values below and above 0, and 0 itself, which is the best so far when it comes."""
    below = -rng.permutation(np.arange(1, size + 1)) / 8
    above = rng.permutation(np.arange(1, size + 1)) / 8
    mixed = rng.permutation(np.concatenate([below[: size // 2], above[: size - size // 2]]))
    below[1], above[1] = 0.0, 0.0
    return [
        {"gain": float(below[index]), "loss": float(above[index]), "score": float(mixed[index])}
        for index in range(size)
    ]
