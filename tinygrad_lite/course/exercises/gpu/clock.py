"""A device that only takes orders until somebody waits for it, in lesson 08, and what a time measured with it may be.

Its work is real milliseconds, in which it sleeps, so a student may read any of Python's clocks. What she read is judged
by the order of events: a timing lies between the time from fn's beginning to the end of the wait behind it, and the
time from the wait before to whatever was called next. A process that is paused has both of them grow alike.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ...recipes import World

#: What Python's clocks may be wrong by: on some systems one of them goes on in steps of 16 ms.
STEP = 2 * max(time.get_clock_info(name).resolution for name in ("time", "monotonic", "perf_counter")) + 2e-4
#: The shortest work: longer than what is lost by such a clock.
WORK = 2e-3 + 2 * STEP


class Device:
    """Takes orders, and carries them out when it is waited for. `log`: (what, from, to, orders there were before)."""

    def __init__(self, work: tuple[int, ...], pending: int) -> None:
        self.work, self.orders, self.given = work, [3 * WORK] * pending, 0
        self.log: list[tuple[str, float, float, int]] = []

    def fn(self) -> None:
        """Order a piece of work; how long it will take is known to the device alone."""
        entered, before = time.perf_counter(), len(self.orders)
        self.orders.append(self.work[self.given % len(self.work)] * WORK)
        self.given += 1
        self.log.append(("fn", entered, time.perf_counter(), before))

    def synchronize(self) -> None:
        """Wait until all is done."""
        entered, before = time.perf_counter(), len(self.orders)
        end = entered + sum(self.orders)
        while (left := end - time.perf_counter()) > 0:
            time.sleep(left)
        self.orders.clear()
        self.log.append(("wait", entered, time.perf_counter(), before))


@dataclass(frozen=True)
class Orders:
    """`fn`: the n-th call takes `work[n]` times the shortest work; `pending` orders were given before."""

    work: tuple[int, ...]
    pending: int = 0

    def build(self, world: World) -> Any:
        world.built["device"] = Device(self.work, self.pending)
        return world.built["device"].fn

    def observe(self, fn: Any) -> list[tuple[str, float, float, int]]:
        """All events in order, and when it was over."""
        return [*fn.__self__.log, ("end", time.perf_counter(), 0.0, 0)]

    def __repr__(self) -> str:
        work = ", ".join(f"{length * WORK * 1e3:.0f}" for length in self.work)
        given = f"{self.pending} other orders were" if self.pending > 1 else "another order was"
        pending = f"; before, {given} given" if self.pending else ""
        return f"orders work of {work} ms, and returns at once{pending}"


@dataclass(frozen=True)
class Wait:
    """`synchronize`, of the device of `fn`."""

    def build(self, world: World) -> Any:
        return world.built["device"].synchronize

    def __repr__(self) -> str:
        return "waits until the device has done all orders"


@dataclass(frozen=True)
class Timed:
    """One call of fn: the orders that were waiting, whether it was waited for, and how long it may be said to take."""

    pending: int
    waited: bool
    least: float
    most: float


def calls_of(log: list[tuple[str, float, float, int]]) -> list[Timed]:
    """Every call of fn, in order."""
    calls, idle = [], float("-inf")
    for (what, entered, left, pending), (following, _, done, _) in pairwise(log):
        if what == "wait" and idle == float("-inf"):
            idle = left
        if what == "fn":
            nearest = next(event for event in log if event[1] >= left and event[0] != "wait")
            waited = following == "wait"
            calls.append(Timed(pending, waited, (done if waited else left) - entered, nearest[1] - idle))
            idle = float("-inf")
    return calls
