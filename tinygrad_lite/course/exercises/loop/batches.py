"""The order of the samples in an epoch, cut into batches."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from ...case import Ref, Step
from ...exercise import Exercise, Finding, mistake
from .watched_rng import WatchedRng


class Batches(Exercise):
    id, points, agrees_with = "loop/batches", 3, ""
    hints = (
        "First put all sample numbers 0, 1, … n − 1 into a random order, then cut that list into pieces. The last "
        "piece may come out shorter.",
        "The piece that begins at `start` is `order[start : start + batch_size]`, for start = 0, batch_size, "
        "2·batch_size, … below n. With drop_last a piece counts only if it has batch_size indices.",
        "`order = rng.permutation(n)`; then a list comprehension over `range(0, n, batch_size)`; then, if `drop_last`, "
        "leave out what is shorter than `batch_size`.",
    )
    notice = "Call it once for every epoch: with the same generator it gives another order each time."

    causes = (
        (
            "TypeError",
            "'range' object does not support item assignment",
            "`rng.shuffle` changes the order in place, and a `range` cannot be changed. `rng.permutation(n)` gives a "
            "new array in random order.",
        ),
        (
            "TypeError",
            "'NoneType' object is not subscriptable",
            "`rng.shuffle(…)` changes the order in place and gives back None. `rng.permutation(n)` gives a new array "
            "in random order.",
        ),
        (
            "ValueError",
            "need at least one array to concatenate",
            "Here there is no batch at all, so there is nothing to join. Nothing has to be joined: the answer is a "
            "list of batches.",
        ),
    )

    def cases(self, rng):
        for n, batch_size in [
            (20, 5),
            (40, 10),
            (35, 7),
            (31, 8),
            (50, 15),
            (29, 4),
            (45, 26),
            (43, 24),
            (30, 41),
            (41, 1),
        ]:
            for drop_last in (False, True):
                yield self.case(n, batch_size, _watched(rng), drop_last, **_WATCH)
        yield self.case(52, 31, _watched(rng), True, **_WATCH)
        yield self.case(48, 27, _watched(rng), True, **_WATCH)
        for n, batch_size in [(33, 33), (60, 9), (47, 6)]:
            yield self.case(n, batch_size, _watched(rng), **_WATCH)
        one = self.case(2, 2, _watched(rng), about="with two samples, in many calls", **_WATCH)
        calls = (Step("new", args=(2, 2, Ref("rng")), save=f"epoch_{n}", report=True) for n in range(1, _TIMES + 1))
        yield replace(one, steps=tuple(calls), class_name=self.name)

    def judge(self, case, answer):
        value, after = answer
        if case.steps:
            return _orders([_as_lists(epoch) for epoch in value], after)
        n, size, drop = case.args["n"], case.args["batch_size"], case.args.get("drop_last", False)
        batches = _as_lists(value)
        if isinstance(batches, Finding):
            return batches
        return _sizes(batches, n, size) or _contents(batches, n, size, drop) or _order(batches, n, size, drop, after)

    @staticmethod
    def solution(n, batch_size, rng, drop_last=False):
        """The numbers of the samples in a random order, cut into batches: one epoch.

        Args:
            n: the number of samples; they are numbered 0 … n − 1.
            batch_size: how many samples a batch has.
            rng: a NumPy generator, `np.random.default_rng(…)`; the order is drawn from it, anew for each call.
            drop_last: where the last batch is smaller than batch_size: leave it out (True) or keep it (False).
        Returns:
            list of arrays of indices, one array for each batch.
        """
        order = rng.permutation(n)
        pieces = [order[start : start + batch_size] for start in range(0, n, batch_size)]
        return [piece for piece in pieces if len(piece) == batch_size or not drop_last]

    def again(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n), batch_size, drop_last)

    @mistake(
        "is not shuffled",
        "Your batches go through the samples in their given order, 0, 1, 2 … Data often lie sorted, by class or by "
        "date; then every batch would see one kind only, and each epoch the same batches again.",
    )
    def unshuffled(self, n, batch_size, rng, drop_last=False):
        return _cut(np.arange(n), batch_size, drop_last)

    @mistake(
        "keeps what it should drop",
        "A last batch that is too short is left out where drop_last is False, and kept where it is True. True means: "
        "drop it.",
    )
    def turned_round(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n), batch_size, not drop_last)

    @mistake(
        "always keeps the last batch",
        "A last batch that is too short is kept whatever drop_last says. With drop_last=True every batch has exactly "
        "batch_size indices.",
    )
    def always_keeps(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n), batch_size, False)

    @mistake(
        "always drops the last batch",
        "A last batch that is too short is left out even where drop_last is False. Then some samples are missing from "
        "every epoch, though nobody asked for that.",
    )
    def always_drops(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n), batch_size, True)

    @mistake(
        "drops the last batch even where it is full",
        "With drop_last=True your last batch is left out even where it is full. It has to go only where it is shorter "
        "than batch_size.",
    )
    def drops_full(self, n, batch_size, rng, drop_last=False):
        pieces = _cut(rng.permutation(n), batch_size, False)
        return pieces[:-1] if drop_last else pieces

    @mistake(
        "shuffles the batches, not the samples",
        "You cut the samples into batches in their given order and shuffled the batches. So the same samples meet in "
        "a batch in every epoch; where the data lie sorted, each batch is of one kind. Shuffle first, then cut.",
    )
    def batches_only(self, n, batch_size, rng, drop_last=False):
        pieces = _cut(np.arange(n), batch_size, drop_last)
        return [pieces[place] for place in rng.permutation(len(pieces))]

    @mistake(
        "shuffles within the batches only",
        "The first batch always holds the first samples, the second the next ones: only their order inside a batch is "
        "random, and for a mean over the batch that makes no difference. Shuffle first, then cut.",
    )
    def inside_only(self, n, batch_size, rng, drop_last=False):
        return [rng.permutation(piece) for piece in _cut(np.arange(n), batch_size, drop_last)]

    @mistake(
        "leaves the last batch out",
        "Your last batch is missing, full or not, as with `range(0, n - batch_size, batch_size)`. Its samples would "
        "not be trained on in this epoch.",
    )
    def one_short(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n), batch_size, False)[:-1]

    @mistake(
        "takes the same samples out each time",
        "With drop_last=True it is always the last samples of the data that are left out: the list is cut short "
        "before it is shuffled. No epoch would ever see them. Shuffle all n, then leave out what remains at the end.",
    )
    def drops_first(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n - n % batch_size if drop_last else n), batch_size, drop_last)

    @mistake(
        "takes batch_size for the number of batches",
        "You made batch_size batches. batch_size is how many samples are in one batch; how many batches that makes "
        "follows from n.",
    )
    def as_many(self, n, batch_size, rng, drop_last=False):
        return np.array_split(rng.permutation(n), batch_size)

    @mistake(
        "does not draw from rng",
        "Nothing was drawn from `rng`: your order comes from somewhere else. The generator that is handed in is what "
        "makes a run repeatable, and what makes the next epoch's order another one.",
    )
    def own_generator(self, n, batch_size, rng, drop_last=False):
        return _cut(np.random.default_rng(12345).permutation(n), batch_size, drop_last)

    @mistake(
        "draws samples again and again",
        "Some indices are in more than one place, others in none: they are drawn anew for each batch, or with "
        "replacement. An epoch shows each sample once. `rng.permutation(n)` draws an order of all.",
    )
    def replacement(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.integers(0, n, size=n), batch_size, drop_last)

    @mistake(
        "counts the samples from 1",
        "Your indices go from 1 to n. Python counts from 0: sample 0 would never be seen, and x[n] is an IndexError.",
    )
    def from_one(self, n, batch_size, rng, drop_last=False):
        return _cut(rng.permutation(n) + 1, batch_size, drop_last)

    @mistake(
        "does not cut",
        "You returned the indices in one piece. Asked for is a list of batches, each a list or an array of indices.",
    )
    def flat(self, n, batch_size, rng, drop_last=False):
        return rng.permutation(n)


def _cut(order, batch_size, drop_last):
    pieces = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    return [piece for piece in pieces if len(piece) == batch_size or not drop_last]


_WATCH: dict[str, Any] = {"changes": ("rng",), "observe": ("rng",)}


def _watched(rng):
    return WatchedRng(int(rng.integers(1000)))


#: Where a random order could look like this by chance once in so many times, the check does not speak of it.
_NEVER = 1e9
#: Among so many calls with two samples both orders are, but for once in `_NEVER` times.
_TIMES = 31


def _as_lists(value):
    """The answer as lists of whole numbers; or what is wrong with it."""
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.size:
        return Finding("does not cut", "The answer is one row of numbers. Asked for is a list of batches.")
    if not isinstance(value, list | tuple | np.ndarray):
        return Finding("no list", "The answer is no list of batches.")
    batches = []
    for batch in value:
        array = np.asarray(batch) if isinstance(batch, list | tuple | np.ndarray) else np.asarray(None)
        if array.ndim != 1 or (array.dtype.kind not in "iu" and array.size):
            return Finding(
                "no indices", "One of the batches is no list or array of whole numbers, so nothing can be picked by it."
            )
        batches.append(array.tolist())
    return batches


def _contents(batches, n, size, drop):
    """What is wrong with the samples in the batches."""
    seen = [index for batch in batches for index in batch]
    outside = [index for index in seen if not 0 <= index < n]
    if outside:
        return Finding("outside", f"The index {outside[0]} is in a batch; with n = {n} they go from 0 to {n - 1}.")
    if len(set(seen)) < len(seen):
        twice = next(index for index in seen if seen.count(index) > 1)
        text = f"The index {twice} is in more than one place. An epoch shows each sample once."
        if len(seen) > n:
            text += f" There are {len(seen)} indices in your batches, and {n} samples."
        return Finding("twice", text)
    wanted = n // size * size if drop else n
    if len(seen) < wanted:
        return Finding(
            "missing", f"There are {len(seen)} indices in your batches; here {wanted} belong into them, each once."
        )
    if len(seen) > wanted:
        return Finding("kept", f"With drop_last the last batch, of {n % size}, is to be left out. It is still there.")
    return None


def _sizes(batches, n, size):
    sizes = [len(batch) for batch in batches]
    if 0 in sizes:
        return Finding("empty", "One of your batches is empty.")
    if any(length != size for length in sizes[:-1]) or (sizes and sizes[-1] > size):
        return Finding("sizes", f"Your batches have the sizes {_listed(sizes)}; batch_size is {size}.")
    return None


def _listed(sizes):
    return ", ".join(map(str, sizes[:6])) + (" …" if len(sizes) > 6 else "")


def _order(batches, n, size, drop, after):
    """What is wrong with the order, where chance cannot be the reason."""
    seen = [index for batch in batches for index in batch]
    if not seen:
        return None
    if seen == sorted(seen) or seen == sorted(seen, reverse=True):
        return Finding("not shuffled", "The indices come in their natural order. They are to be shuffled.")
    if all(batch == list(range(batch[0], batch[0] + len(batch))) for batch in batches) and size > 1:
        return Finding("batches shuffled", "In each batch are samples that follow one another. Shuffle them first.")
    chunks = [set(range(start, start + size)) & set(range(n)) for start in range(0, len(seen), size)]
    if len(batches) > 1 and size > 1 and [set(batch) for batch in batches] == chunks:
        return Finding("shuffled inside", "The first batch holds the first samples, and so on. Shuffle before cutting.")
    left_out = set(range(n)) - set(seen)
    if left_out == set(range(n - len(left_out), n)) and math.comb(n, len(left_out)) > _NEVER:
        return Finding("same left out", "Left out are the last samples of the data. Shuffle all n first, then cut.")
    if not after["rng"]["drawn"]:
        return Finding("rng unused", "Nothing was drawn from `rng`. The order is to come from it.")
    return None


def _orders(epochs, after):
    """What is wrong with many epochs of two samples, each in one batch."""
    seen = []
    for batches in epochs:
        fault = batches if isinstance(batches, Finding) else _sizes(batches, 2, 2) or _contents(batches, 2, 2, False)
        if fault:
            return fault
        seen.append([index for batch in batches for index in batch])
    for order in ([0, 1], [1, 0]):
        if order not in seen:
            text = f"In {len(epochs)} calls with 2 samples the order {order} did not come once. "
            return Finding("an order never comes", f"{text}Both orders are to be as likely as each other.")
    if not after["rng"]["drawn"]:
        return Finding("rng unused", "Nothing was drawn from `rng`. The order is to come from it.")
    return None
