"""Many notebooks at once, in processes that may die: one that ends a process costs nobody else a mark."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

#: Seconds of the processor that a worker itself may use for one task. Students' programs run elsewhere, and have limits
#: of their own; a worker takes a fraction of a second for most notebooks. Without an end, a notebook that is made to
#: cost much of it would hold up the class.
MOST_SECONDS = 120

#: How often the clock of a thread is looked at, in seconds.
_LOOK = 0.5


class TookTooLong(BaseException):
    """No `Exception`: what is written to get over an answer's errors must not get over this."""


def too_long(seconds: float) -> Lost:
    """What becomes of a notebook at which a worker was for so long."""
    return Lost(f"the grader itself worked at it for {seconds} seconds, and had not finished")


@dataclass(frozen=True)
class Lost:
    """There is no result: the process ended, or the function itself failed. `why` says it in a sentence."""

    why: str


def spread(function: Callable[[Any], Any], tasks: Iterable[Any], jobs: int) -> Iterator[tuple[Any, Any]]:
    """(task, what the function gave or `Lost`) for every task, as they are done.

    Tasks are taken one after the other while there is room, so that a large class never lies in memory as a whole. If a
    process ends, all that were being worked on are tried once more, each alone: only the one at fault is lost.

    Args:
        function: of a module, as processes need it; called with one task.
        tasks: things that can be pickled.
        jobs: how many processes.
    """
    function = functools.partial(in_time, function, MOST_SECONDS)
    suspects: list[Any] = []
    yield from _round(function, iter(tasks), jobs, suspects)
    for task in suspects:
        again: list[Any] = []
        yield from _round(function, iter([task]), 1, again)
        if again:
            yield task, Lost("the grader's process ended while it was at this notebook, twice")


def _round(function: Callable, tasks: Iterator[Any], jobs: int, suspects: list[Any]) -> Iterator[tuple[Any, Any]]:
    pool = _pool(jobs)
    waiting: dict[Future, Any] = {}
    try:
        while True:
            while len(waiting) < 2 * jobs and (task := next(tasks, None)) is not None:
                waiting[_submitted(pool, function, task)] = task
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            broken = False
            for future in done:
                task = waiting.pop(future)
                failure = future.exception()
                if isinstance(failure, BrokenProcessPool):
                    suspects.append(task)
                    broken = True
                elif isinstance(failure, TookTooLong):
                    yield task, too_long(MOST_SECONDS)
                elif failure is not None:
                    yield task, Lost(f"the grader itself failed: {type(failure).__name__}: {failure}")
                else:
                    yield task, future.result()
            if broken:
                suspects += waiting.values()
                waiting.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = _pool(jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def in_time(function: Callable[[Any], Any], seconds: float, task: Any) -> Any:
    """What the function gives for a task.

    Raises:
        TookTooLong: this process has worked at it for so many seconds. (Not on Windows, which has no such clock.)
    """
    if threading.current_thread() is not threading.main_thread():
        return _in_time_beside(function, seconds, task)
    with contextlib.ExitStack() as stack:
        if hasattr(signal, "setitimer"):
            stack.callback(signal.signal, signal.SIGPROF, signal.signal(signal.SIGPROF, _ring))
            signal.setitimer(signal.ITIMER_PROF, seconds, 1)
            stack.callback(signal.setitimer, signal.ITIMER_PROF, 0)  # done first
        return function(task)


def _ring(*signal_and_frame: object) -> None:
    raise TookTooLong


def _in_time_beside(function: Callable[[Any], Any], seconds: float, task: Any) -> Any:
    """The same in a thread that is not the main one, where no signal arrives: another one looks at its clock."""
    me, over = threading.get_ident(), threading.Event()
    if not hasattr(time, "pthread_getcpuclockid"):  # Windows, macOS
        return function(task)
    clock = time.pthread_getcpuclockid(me)
    until = time.clock_gettime(clock) + seconds

    def look() -> None:
        while not over.wait(_LOOK):
            if time.clock_gettime(clock) > until:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(me), ctypes.py_object(TookTooLong))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        return function(task)
    finally:
        over.set()
        looking.join()
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(me), None)  # what has not arrived yet is taken back


def _submitted(pool: ProcessPoolExecutor, function: Callable, task: Any) -> Future:
    """A future, also where the pool was found broken just now."""
    try:
        return pool.submit(function, task)
    except BrokenProcessPool as failure:
        future: Future = Future()
        future.set_exception(failure)
        return future


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_follow_parent)


def _follow_parent() -> None:
    """End when the parent ends, even if it was killed; leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=[parent], daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
