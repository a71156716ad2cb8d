"""A time budget for code that may never end, without losing the kernel.

A watching thread interrupts the main thread when time is up, and again every 0.2 s. The interrupt raises `Expired`,
which is no `Exception`. A student's bare `except:` swallows it all the same; so from the second time on, the
interrupted frames are also traced, and the next line that they run, which is then the handler's own, raises again
from outside the `try`. What cannot be interrupted is a long call into compiled code.
"""

from __future__ import annotations

import _thread
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any


class Expired(BaseException):
    """The time budget is used up."""


@contextlib.contextmanager
def budget(seconds: float) -> Iterator[None]:
    """Raise `Expired` in the block when it takes longer than `seconds`.

    Works in the main thread, where Python handles interrupts; elsewhere the block simply runs. Ctrl-C, or the stop
    button of JupyterLab, stays a KeyboardInterrupt.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    watch = _Watch(seconds)
    previous = signal.signal(signal.SIGINT, watch.interrupt)
    watch.thread.start()
    try:
        yield
    finally:
        watch.finish()
        sys.settrace(watch.tracing_before)
        signal.signal(signal.SIGINT, previous)


class _Watch:
    """The clock, and what happens when it rings."""

    AGAIN = 0.2

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.rings = 0
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.tracing_before = sys.gettrace()
        self.thread = threading.Thread(target=self._wait, daemon=True, name="time budget of a check")

    def _wait(self) -> None:
        pause = self.seconds
        while not self.done.wait(pause):
            with self.lock:
                if not self.done.is_set():
                    self.rings += 1
                    _interrupt_main_thread()
            pause = self.AGAIN

    def finish(self) -> None:
        """No ring after this."""
        with self.lock:
            self.done.set()

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """The handler, in the main thread."""
        if self.done.is_set():
            return
        if not self.rings:
            raise KeyboardInterrupt
        if self.rings > 1:
            self._raise_again_in(frame)
        raise Expired

    def _raise_again_in(self, frame: FrameType | None) -> None:
        """Let the next line of every interrupted frame of the student's raise too."""

        def trace(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                raise Expired
            return trace

        while (
            frame is not None
            and frame.f_code.co_filename != __file__
            and frame.f_globals.get("__package__") != __package__
        ):
            frame.f_trace = trace
            frame = frame.f_back
        sys.settrace(trace)


def _interrupt_main_thread() -> None:
    """On Unix a real signal, which also ends a sleep; on Windows Python's own way, which does so there."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
