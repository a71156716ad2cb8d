"""Where time and memory go: every operation, forwards and backwards, timed while it runs. `torch.profiler`."""

from __future__ import annotations

import json
import os
import threading
import time
import tracemalloc
from contextlib import contextmanager, nullcontext
from typing import Any

from tinygrad_lite import accelerator
from tinygrad_lite.arguments import checked
from tinygrad_lite.autograd import Function, Observer
from tinygrad_lite.backend import OtherArray
from tinygrad_lite.files import write_whole
from tinygrad_lite.observers import here
from tinygrad_lite.ops.common import refuse

__all__ = ["Average", "Averages", "Event", "profile", "record_function"]


class Event:
    """One use of an operation, or one run of a `record_function` block."""

    def __init__(self, name: str, category: str, shapes: Any = None):
        self.name, self.category, self.input_shapes = name, category, shapes
        self.thread = threading.get_ident()
        self.start = self.end = 0  # in nanoseconds
        self.inside = 0  # nanoseconds spent in events inside this one
        self.memory = self.peak = 0  # bytes: how much more was in use afterwards; and at most, meanwhile

    @property
    def duration(self) -> int:
        """Nanoseconds from begin to end."""
        return self.end - self.start


class profile(Observer):
    """Time every operation of this thread inside the `with` block; then print a table, or save a trace.

    A GPU is waited for before and after each operation on it, so that its time is its own; all of them together take
    longer then than without the profiler.

    Args:
        record_shapes: keep the shapes of the inputs.
        profile_memory: also measure Python's and NumPy's memory, with `tracemalloc`; operations take longer then. For a
            GPU's see `tg.accelerator.memory_allocated`.
        activities, schedule, on_trace_ready, with_stack, with_flops, with_modules: not supported.

    >>> x = tg.ones(8, 8, requires_grad=True)
    >>> with tg.profiler.profile() as profile:
    ...     (x @ x).relu().sum().backward()
    >>> [average.key for average in profile.key_averages()]
    ['MatMul', 'ReLU', 'Sum', 'SumBackward', 'ReLUBackward', 'MatMulBackward']

    `print(profile.key_averages().table(sort_by="self_cpu_time_total"))` prints them, the slowest first. The trace of
    `profile.export_chrome_trace("trace.json")` opens in a browser: in chrome://tracing or ui.perfetto.dev.
    """

    @checked
    def __init__(
        self,
        *,
        activities: Any = None,
        schedule: Any = None,
        on_trace_ready: Any = None,
        record_shapes: bool = False,
        profile_memory: bool = False,
        with_stack: bool = False,
        with_flops: bool = False,
        with_modules: bool = False,
    ):
        refuse("profile", activities=(activities, None), schedule=(schedule, None))
        refuse("profile", on_trace_ready=(on_trace_ready, None), with_stack=(with_stack, False))
        refuse("profile", with_flops=(with_flops, False), with_modules=(with_modules, False))
        self.record_shapes, self.profile_memory = record_shapes, profile_memory
        self._events: list[Event] = []
        self._open: list[Event | None] = [None]  # the events that have begun and not ended, the innermost last
        self._traces_memory = False

    def __enter__(self) -> profile:
        if self.profile_memory and not tracemalloc.is_tracing():
            tracemalloc.start()
            self._traces_memory = True
        return super().__enter__()

    def __exit__(self, *exception: Any) -> None:
        super().__exit__(*exception)
        if self._traces_memory:
            tracemalloc.stop()
            self._traces_memory = False

    def forward(self, operation: type[Function], inputs: tuple) -> Any:
        shapes = [getattr(value, "shape", ()) for value in inputs] if self.record_shapes else None
        there = any([isinstance(getattr(value, "array", None), OtherArray) for value in inputs])
        with self.event(Event(operation.__name__, "forward", shapes), there):
            return super().forward(operation, inputs)

    def backward(self, operation: Function, grad_output: Any) -> Any:
        shapes = [grad_output.shape] if self.record_shapes else None
        with self.event(Event(operation.name(), "backward", shapes), isinstance(grad_output, OtherArray)):
            return super().backward(operation, grad_output)

    @contextmanager
    def event(self, event: Event, there: bool = False) -> Any:
        """Time what happens inside, and put it down as `event`; `there`: on a device, which is waited for."""
        outer = self._open[-1]
        if there:
            accelerator.settle()
        self._open.append(event)
        if self.profile_memory:
            before, event.peak = begin_peak(outer)
        event.start = time.perf_counter_ns()
        try:
            yield
        finally:
            if there:
                accelerator.settle()
            event.end = time.perf_counter_ns()
            if self.profile_memory:
                event.memory, event.peak = end_peak(event, outer, before)
            self._open.pop()
            if outer:
                outer.inside += event.duration
            self._events.append(event)

    def events(self) -> list[Event]:
        """All events, in the order in which they ended."""
        return self._events

    def key_averages(self, group_by_input_shape: bool = False) -> Averages:
        """The events put together by name (and by the shapes of their inputs, if asked and recorded)."""
        found: dict[tuple, Average] = {}
        for event in sorted(self._events, key=lambda event: event.start):
            shapes = str(event.input_shapes) if group_by_input_shape and event.input_shapes else ""
            found.setdefault((event.name, shapes), Average(event.name, shapes)).add(event)
        return Averages(found.values())

    def export_chrome_trace(self, path: str | os.PathLike) -> None:
        """Write the events as a trace that Chrome and Perfetto show on a time line."""
        first = min((event.start for event in self._events), default=0)
        events = [
            {
                "name": event.name,
                "cat": event.category,
                "ph": "X",  # an event with a duration
                "ts": (event.start - first) / 1000,  # microseconds
                "dur": event.duration / 1000,
                "pid": os.getpid(),
                "tid": event.thread,
                "args": {"input shapes": str(event.input_shapes)} if event.input_shapes else {},
            }
            for event in self._events
        ]
        write_whole(path, json.dumps({"traceEvents": events, "displayTimeUnit": "ms"}))


def begin_peak(outer: Event | None) -> tuple[int, int]:
    """Measure the highest use of memory from here on; `outer`, which is interrupted, keeps what it had reached."""
    used, peak = tracemalloc.get_traced_memory()
    if outer:
        outer.peak = max(outer.peak, peak)
    tracemalloc.reset_peak()
    return used, used


def end_peak(event: Event, outer: Event | None, before: int) -> tuple[int, int]:
    """How much more memory is in use than `before`, and was at most."""
    used, peak = tracemalloc.get_traced_memory()
    peak = max(event.peak, peak)
    if outer:
        outer.peak = max(outer.peak, peak)
    return used - before, peak - before


@contextmanager
@checked
def record_function(name: str) -> Any:
    """A name for what happens in this `with` block, as an event that contains those inside."""
    innermost = next((observer for observer in reversed(here.observers) if isinstance(observer, profile)), None)
    with innermost.event(Event(name, "block")) if innermost else nullcontext():
        yield


SORTABLE = ("self_cpu_time_total", "cpu_time_total", "cpu_time", "count", "cpu_memory_usage", "peak_memory")


class Average:
    """All events of one name. Times in microseconds, memory in bytes."""

    def __init__(self, key: str, shapes: str):
        self.key, self.input_shapes = key, shapes
        self.count = 0
        self.cpu_time_total = self.self_cpu_time_total = 0.0
        self.cpu_memory_usage = self.peak_memory = 0

    def add(self, event: Event) -> None:
        self.count += 1
        self.cpu_time_total += event.duration / 1000
        self.self_cpu_time_total += (event.duration - event.inside) / 1000
        self.cpu_memory_usage += event.memory
        self.peak_memory = max(self.peak_memory, event.peak)

    @property
    def cpu_time(self) -> float:
        """The mean time of one event."""
        return self.cpu_time_total / self.count


class Averages(list):
    """What `key_averages` returns: a list that can be printed as a table."""

    def table(self, sort_by: str | None = None, row_limit: int = 100) -> str:
        """The table as text, the largest first by one of SORTABLE, or in the order of first use."""
        if sort_by is not None and sort_by not in SORTABLE:
            raise ValueError(f"table: cannot sort by {sort_by!r}; choose one of {', '.join(SORTABLE)}.")
        rows = sorted(self, key=lambda row: -getattr(row, sort_by)) if sort_by else list(self)
        total = sum(row.self_cpu_time_total for row in self) or 1.0
        with_memory = any(row.peak_memory for row in self)
        titles = ["Name", "Self CPU %", "Self CPU", "CPU total", "CPU time avg", "# of Calls"]
        lines = [titles + ["CPU Mem", "Peak Mem"] * with_memory + ["Input Shapes"] * any(r.input_shapes for r in self)]
        for row in rows[:row_limit]:
            times = [row.self_cpu_time_total, row.cpu_time_total, row.cpu_time]
            line = [row.key, f"{row.self_cpu_time_total / total:.1%}", *map(time_text, times), str(row.count)]
            line += [bytes_text(row.cpu_memory_usage), bytes_text(row.peak_memory)] * with_memory
            lines.append(line + [row.input_shapes] * (len(line) < len(lines[0])))
        widths = [max(map(len, column)) for column in zip(*lines)]
        text = [f"{line[0]:{widths[0]}}  " + "  ".join(map(str.rjust, line[1:], widths[1:])) for line in lines]
        text.insert(1, "  ".join("-" * width for width in widths))
        return "\n".join([*text, f"Self CPU time total: {time_text(total)}"])

    __str__ = table


def time_text(microseconds: float) -> str:
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if microseconds >= size:
            return f"{microseconds / size:.3f}{unit}"
    return f"{microseconds:.3f}us"


def bytes_text(count: int) -> str:
    for unit, size in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if abs(count) >= size:
            return f"{count / size:.2f} {unit}"
    return f"{count} B"
