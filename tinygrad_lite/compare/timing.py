"""How long ours and PyTorch's take for the same work, and how much memory: measured so that both have a fair chance."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from threadpoolctl import threadpool_limits

from tinygrad_lite import accelerator
from tinygrad_lite.arguments import checked

from .table import Table


@dataclass(frozen=True)
class Measured:
    """One side: seconds of each round for one call, and the memory of one call.

    Attributes:
        seconds: one number a round.
        memory: bytes in use at the worst moment of a call, beyond what was in use before; None if not known.
    """

    seconds: list[float]
    memory: int | None

    @property
    def quartiles(self) -> tuple[float, float, float]:
        """The seconds that a quarter, a half (the median) and three quarters of the rounds stayed below."""
        low, middle, high = statistics.quantiles(self.seconds, n=4, method="inclusive")
        return low, middle, high

    @property
    def median(self) -> float:
        return self.quartiles[1]


@dataclass(frozen=True)
class Timing:
    """The result of `timing`; `ours.median`, `theirs.memory` and so on are its figures.

    Attributes:
        ratio: ours to theirs, the median over the rounds; below 1 ours is faster.
        conditions: under which it was measured, in sentences.
    """

    ours: Measured
    theirs: Measured
    ratio: float
    conditions: str

    def table(self) -> Table:
        measured = self.ours.memory is not None or self.theirs.memory is not None  # else there is no such column
        rows: list[tuple[str, ...]] = []
        for name, side in (("ours", self.ours), ("PyTorch", self.theirs)):
            low, middle, high = (short(1e6 * seconds) for seconds in side.quartiles)
            memory = "not known" if side.memory is None else short(side.memory / 1024)
            rows.append((name, middle, f"{low} to {high}", memory))
        rows.append(("ours / PyTorch", f"{self.ratio:.2f}", "median of rounds", ""))
        columns = 4 if measured else 3
        header = ("", "median µs", "middle half µs", "peak KiB")
        return Table(header[:columns], [row[:columns] for row in rows], self.conditions)

    def __repr__(self) -> str:
        return f"<Timing: ours takes {self.ratio:.2f} times as long as PyTorch>"


LONGEST = 86_400.0  # seconds
MOST_THREADS = 1024


@checked
def timing(
    ours: Any,
    theirs: Any,
    *,
    rounds: int = 20,
    round_seconds: float = 0.01,
    threads: int = 1,
    memory: bool = True,
) -> Timing:
    """Time two functions without arguments that do the same work; prints a table and returns the figures.

    Each round calls both, in a random order, as often as fills `round_seconds`, with the garbage collector off; two
    rounds before do not count. Memory is that of one call, not timed.

    Args:
        ours, theirs: such as `lambda: step(model, batch)`.
        rounds: how many count, at least 2.
        threads: for PyTorch, and for NumPy's BLAS.
        memory: also measure it; PyTorch's profiler needs some seconds at its first use.

    >>> import torch
    >>> x, y = tg.ones(8, 8), torch.ones(8, 8)
    >>> result = tg.compare.timing(lambda: x @ x, lambda: y @ y, rounds=2, memory=False)  # doctest: +ELLIPSIS
    Calls in shuffled ...
    >>> result.ours.median > 0
    True
    """
    if rounds < 2:
        raise ValueError(f"timing: rounds must be at least 2, got {rounds}.")
    if not 0 <= rounds * round_seconds < LONGEST:
        raise ValueError(f"timing: {rounds} rounds of {round_seconds} seconds: no time below 0, and less than a day.")
    if not 1 <= threads <= MOST_THREADS:
        raise ValueError(f"timing: threads must be from 1 to {MOST_THREADS}, got {threads}.")
    sides = (ours, theirs)
    for side in sides:
        if not callable(side) or hasattr(side, "forward"):
            raise TypeError(
                f"timing: takes functions without arguments, such as lambda: model(batch), got {type(side).__name__}."
            )
    with limited(threads) as used:
        calls = [calls_filling(side, round_seconds) for side in sides]
        seconds: list[list[float]] = [[], []]
        order, shuffle = [0, 1], random.Random(0).shuffle
        with no_collection():
            for _ in range(int(rounds) + 2):
                shuffle(order)
                for i in order:
                    seconds[i].append(timed(sides[i], calls[i]))
        peaks = (peak_of_ours(ours), peak_of_torch(theirs)) if memory else (None, None)
    measured = [Measured(each[2:], peak) for each, peak in zip(seconds, peaks)]
    ratio = statistics.median(x / y for x, y in zip(measured[0].seconds, measured[1].seconds))
    conditions = f"Calls in shuffled rounds, {rounds} of {calls[0]} of ours and {calls[1]} of PyTorch's. {used}"
    if memory:
        conditions += (
            " Memory: the most in use at once during one call, beyond what was before: for ours Python's and NumPy's "
            "by tracemalloc, for PyTorch its tensors' by torch.profiler. Tensors on a device count as PyTorch's do, "
            "on a GPU by the GPU's own figures."
        )
    result = Timing(measured[0], measured[1], ratio, conditions)
    print(result.table())
    return result


def short(value: float) -> str:
    """Three digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def timed(function: Callable, calls: int) -> float:
    """Seconds for one call; GPUs are waited for before the clock is read."""
    accelerator.settle()
    start = time.perf_counter()
    for _ in range(calls):
        function()
    accelerator.settle()
    return (time.perf_counter() - start) / calls


def calls_filling(function: Callable, seconds: float) -> int:
    """How many calls take about so long, at least one."""
    function()
    return max(1, round(float(seconds) / max(min(timed(function, 1) for _ in range(3)), 1e-7)))


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Garbage is collected before, not in between, where it would hit one side by chance.

    What is young, that is: to go through all that PyTorch has imported takes a quarter of a second.
    """
    was_on = gc.isenabled()
    gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def limited(threads: int) -> Iterator[str]:
    """Both libraries on so many threads, as far as that can be set; gives the sentence that says so."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(int(threads))
    try:
        with threadpool_limits(threads, user_api="blas"):
            yield f"Threads: PyTorch {threads}, NumPy {threads}."
    finally:
        torch.set_num_threads(before)


def peak_of_ours(function: Callable) -> int | None:
    """Bytes in use at the worst moment of a call, and those on devices, if there are any."""
    on_host = peak_of_numpy(function)
    on_devices = peak_of_torch(function) if "tinygrad_lite.devices" in sys.modules else 0
    return None if on_devices is None else on_host + on_devices


def peak_of_numpy(function: Callable) -> int:
    """Bytes in use at the worst moment of a call: Python's objects and NumPy's arrays."""
    already = tracemalloc.is_tracing()
    if not already:
        tracemalloc.start()
    try:
        function()  # what is made once and kept is not the call's
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        function()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        if not already:
            tracemalloc.stop()


def peak_of_torch(function: Callable) -> int | None:
    """Bytes of PyTorch's tensors in use at the worst moment of a call, added up from the profiler's record.

    And those on the GPU, as it counts them.
    """
    from torch.profiler import ProfilerActivity, profile, record_function

    with past_python_silenced(), profile(activities=[ProfilerActivity.CPU], profile_memory=True) as record:
        function()  # what is made once and kept is not the call's; and it must be known to be missed when it goes
        with record_function("measured call"):
            function()
    try:
        events = record.profiler.kineto_results.events()
        start = next(event.start_ns() for event in events if event.name() == "measured call")
        changes = sorted((event.start_ns(), event.nbytes()) for event in events if event.name() == "[memory]")
    except AttributeError:  # another version of PyTorch keeps its record elsewhere
        return None
    in_use = itertools.accumulate(change for when, change in changes if when >= start)
    return max(in_use, default=0) + peak_of_gpu(function)


def peak_of_gpu(function: Callable) -> int:
    """Bytes of the GPU's memory in use at the worst moment of a call; 0 if none is in use."""
    import torch

    if not torch.cuda.is_initialized():
        return 0
    accelerator.settle()
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    function()
    accelerator.settle()
    return torch.cuda.max_memory_allocated() - before


@contextlib.contextmanager
def past_python_silenced() -> Iterator[None]:
    """PyTorch's profiler reports its start and end on the process's own error stream, which Python cannot redirect."""
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
