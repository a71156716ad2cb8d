"""How long something takes on a device that runs on by itself, in lesson 08."""

from __future__ import annotations

import time

import numpy as np

from ...exercise import Exercise, Finding, mistake
from .clock import STEP, Orders, Wait, calls_of


class TimeIt(Exercise):
    id, points, agrees_with = "gpu/time_it", 3, ""
    budget = 20.0  # where a clock goes on in steps of 16 ms, the work is longer
    causes = (
        (
            "TypeError",
            "takes 1 positional argument but|takes 0 positional arguments but|unexpected keyword argument",
            "Both are called without arguments: `fn()` and `synchronize()`.",
        ),
        (
            "TypeError",
            "'NoneType' and 'NoneType'|'NoneType' and 'float'|'float' and 'NoneType'",
            "`fn()` and `synchronize()` return nothing. What you subtract are two readings of a clock, such as "
            "`time.perf_counter()`.",
        ),
    )
    hints = (
        "`fn()` only gives an order. At which moments must nothing be left to do, so that the clock shows the work of "
        "one call, and of nothing else?",
        "Warm-up: call fn `warmup` times. Then, `repeats` times: wait, read the clock, call fn, wait, read the clock; "
        "keep the difference.",
        "`for _ in range(warmup): …`, `times = []`, `for _ in range(repeats): …` with two calls of `synchronize()` and "
        "two of `time.perf_counter()` in it.",
    )
    notice = (
        "You were judged with a device that does nothing before it is waited for. A real one begins at once, so a "
        "forgotten wait is harder to see there: the times are only a little wrong, or wrong now and then."
    )

    def cases(self, rng):
        yield self._case((1,), 1, 0)
        yield self._case((3, 1, 2), 2, 1)
        yield self._case((2, 1, 3, 1, 4), 3, 2)
        for pending, repeats in ((1, 1), (2, 2), (1, 3)):
            yield self._case((1, 3, 2), repeats, 0, pending, "where there is no warm-up and work is still waiting")
        yield self._case((3, 1, 2, 1, 3, 2), 4, 2, 1)
        yield self.case(Orders((2, 1, 1, 3, 1, 1, 2)), Wait(), changes=("fn",), observe=("fn",))
        for _ in range(2):
            work = tuple(int(length) for length in rng.permutation([1, 2, 3, 4, 5]))
            yield self._case(work, int(rng.integers(2, 4)), int(rng.integers(2, 4)))

    def _case(self, work, repeats, warmup, pending=0, about=""):
        given = (Orders(work, pending), Wait(), repeats, warmup)
        return self.case(*given, about=about, changes=("fn",), observe=("fn",))

    def judge(self, case, answer):
        value, after = answer
        repeats, warmup = case.args.get("repeats", 10), case.args.get("warmup", 2)
        facts = list(_facts(value, calls_of(after["fn"]), repeats, warmup))
        return Finding(", ".join(key for key, _ in facts), facts[0][1]) if facts else None

    @staticmethod
    def solution(fn, synchronize, repeats=10, warmup=2):
        """How long a call takes on a device that carries out orders while Python runs on.

        Args:
            fn: function without arguments; it orders work from the device.
            synchronize: function without arguments; it returns when the device has done all orders.
            repeats: how many calls are timed.
            warmup: how many calls come before, which are not timed; it may be 0, and the device may be busy with
                earlier orders.
        Returns:
            list of `repeats` floats, seconds: each from a moment when the device had nothing to do to the moment when
            it was done with this call of fn.
        """
        for _ in range(warmup):
            fn()
        synchronize()
        times = []
        for _ in range(repeats):
            begun = time.perf_counter()
            fn()
            synchronize()
            times.append(time.perf_counter() - begun)
        return times

    def _in_parts(self, fn, repeats, warmup, before, after):
        """Readings of the clock between what comes before and after: `before(clock)` gives the first one."""
        for _ in range(warmup):
            fn()
        times = []
        for _ in range(repeats):
            begun = before(time.perf_counter)
            fn()
            times.append(after(time.perf_counter) - begun)
        return times

    @mistake(
        "no wait at all",
        "You never call `synchronize()`, so you time how long it takes to give the order. The work itself is done when "
        "you have long stopped the clock.",
    )
    def no_wait(self, fn, synchronize, repeats=10, warmup=2):
        return self._in_parts(fn, repeats, warmup, lambda clock: clock(), lambda clock: clock())

    @mistake(
        "no wait behind fn",
        "You do not wait behind `fn()`, so your times hold the order and not the work. `synchronize()`, and then the "
        "second look at the clock.",
    )
    def no_wait_behind(self, fn, synchronize, repeats=10, warmup=2):
        return self._in_parts(fn, repeats, warmup, lambda clock: (synchronize(), clock())[1], lambda clock: clock())

    @mistake(
        "stops the clock before the work is done",
        "You wait behind every call of fn, but that wait is not in your times. Read the clock again behind "
        "`synchronize()`, and one that goes on while Python waits.",
    )
    def early(self, fn, synchronize, repeats=10, warmup=2):
        synchronize()
        for _ in range(warmup):
            fn()
            synchronize()
        return self._in_parts(
            fn, repeats, 0, lambda clock: (synchronize(), clock())[1], lambda clock: (clock(), synchronize())[0]
        )

    @mistake(
        "no wait before the first timing",
        "When your first timing began, the device was still busy with earlier orders. Their time is counted as fn's: "
        "wait before you start the clock, too.",
    )
    def busy_at_first(self, fn, synchronize, repeats=10, warmup=2):
        return self._in_parts(fn, repeats, warmup, lambda clock: clock(), lambda clock: (synchronize(), clock())[1])

    @mistake(
        "starts the clock before the first wait",
        "You wait before the first timed call, but the clock runs already: what was left to do is counted as fn's. "
        "First `synchronize()`, then the clock.",
    )
    def starts_early(self, fn, synchronize, repeats=10, warmup=2):
        wait = lambda clock: (clock(), synchronize())[0]  # noqa: E731
        return self._in_parts(fn, repeats, warmup, wait, lambda clock: (synchronize(), clock())[1])

    @mistake("no warm-up", "You leave the warm-up out. fn has to be called `warmup` times before, without being timed.")
    def no_warmup(self, fn, synchronize, repeats=10, warmup=2):
        return self.solution(fn, synchronize, repeats, 0)

    @mistake(
        "one warm-up call",
        "You warm up with one call, whatever `warmup` says. It may be several, or none.",
    )
    def one_warmup(self, fn, synchronize, repeats=10, warmup=2):
        return self.solution(fn, synchronize, repeats, 1)

    @mistake(
        "the warm-up is timed too",
        "Your list holds the times of the warm-up too. Those calls are made, and not kept: `repeats` times are wanted.",
    )
    def warmup_kept(self, fn, synchronize, repeats=10, warmup=2):
        return self.solution(fn, synchronize, warmup + repeats, 0)

    @mistake(
        "the warm-up taken out of the repeats",
        "You call fn `repeats` times in all and drop the first `warmup` times. Warm-up calls come in addition: "
        "`warmup + repeats` calls, `repeats` times.",
    )
    def warmup_inside(self, fn, synchronize, repeats=10, warmup=2):
        return self.solution(fn, synchronize, repeats, 0)[warmup:]

    @mistake("milliseconds", "Your times are in milliseconds. Wanted are seconds, as the clock gives them.")
    def milliseconds(self, fn, synchronize, repeats=10, warmup=2):
        return [seconds * 1e3 for seconds in self.solution(fn, synchronize, repeats, warmup)]

    @mistake("nanoseconds", "Your times are in nanoseconds. Wanted are seconds: divide by 10⁹.")
    def nanoseconds(self, fn, synchronize, repeats=10, warmup=2):
        return [seconds * 1e9 for seconds in self.solution(fn, synchronize, repeats, warmup)]

    @mistake("start minus end", "Your times are negative: you subtracted the end from the start.")
    def negative(self, fn, synchronize, repeats=10, warmup=2):
        return [-seconds for seconds in self.solution(fn, synchronize, repeats, warmup)]

    @mistake(
        "the clock is started once",
        "You start the clock once, so every time holds those before it. Start it anew for each call.",
    )
    def started_once(self, fn, synchronize, repeats=10, warmup=2):
        return np.cumsum(self.solution(fn, synchronize, repeats, warmup)).tolist()

    @mistake("the mean alone", "You return one number. Wanted is the list of all times; how they vary counts too.")
    def mean(self, fn, synchronize, repeats=10, warmup=2):
        return float(np.mean(self.solution(fn, synchronize, repeats, warmup)))

    @mistake(
        "one time for all",
        "All your times are the same, the total divided by their number. Time each call for itself.",
    )
    def shared(self, fn, synchronize, repeats=10, warmup=2):
        return [self.mean(fn, synchronize, repeats, warmup)] * repeats


def _facts(value, calls, repeats, warmup):
    """All that is wrong with an answer, what to mend first in front: (short key, sentence)."""
    if len(calls) != warmup + repeats:
        yield (
            f"{len(calls) - warmup - repeats:+d} calls",
            f"`fn` was called {len(calls)} times. Wanted are warmup + repeats = {warmup + repeats} calls.",
        )
    if isinstance(value, np.ndarray) and value.ndim == 1:
        value = value.tolist()
    if not isinstance(value, list | tuple) or not all(isinstance(_number(one), float) for one in value):
        yield "no list of numbers", "Wanted is a list of numbers, the seconds of each timed call."
        return
    if len(value) != repeats:
        yield f"{len(value) - repeats:+d} times", f"You return {len(value)} times; wanted are repeats = {repeats}."
    timed = calls[-repeats:]
    if any(not call.waited for call in timed):
        yield "no wait behind fn", "Between a timed call of fn and the next one, or the end, you do not wait."
    busy = [place for place, call in enumerate(timed, 1) if call.pending]
    if busy:
        yield (
            f"busy before {'the first' if busy == [1] else 'several'}",
            f"When timed call {busy[0]} of fn began, the device was still busy with earlier orders.",
        )
    elif len(timed) == len(value) == repeats:
        yield from _wrong_times([float(_number(one)) for one in value], timed)


def _number(one):
    return float(one) if isinstance(one, int | float) or (isinstance(one, np.ndarray) and one.ndim == 0) else one


def _wrong_times(times, timed):
    """What is wrong with as many times as there are calls."""

    def fits(seconds):
        return [call.least - STEP <= one <= call.most + STEP for one, call in zip(seconds, timed, strict=True)]

    right = fits(times)
    if all(right):
        return
    for factor, key in ((1e-3, "milliseconds"), (1e-6, "microseconds"), (1e-9, "nanoseconds"), (-1, "negative")):
        if all(fits([one * factor for one in times])):
            yield key, f"Your times are {key}. Wanted are seconds, from start to end."
            return
    if len(times) > 1 and len(set(times)) == 1:
        yield "all the same", "All times in your list are the same, and fn's work was not."
        return
    place = right.index(False)
    long = times[place] > timed[place].most
    which = "the first" if right.count(False) == 1 and place == 0 else "some" if any(right) else "all"
    yield (
        f"too {'long' if long else 'short'}: {which}",
        f"Time {place + 1} of your list is {times[place] * 1e3:.1f} ms. From a moment when the device had nothing to "
        f"do to the end of this work it was {timed[place].least * 1e3:.1f} ms.",
    )
