"""A time budget for code that may never end, without losing the kernel.

A watching thread interrupts the main thread when time is up, and again every 0.05 s. (Where a process may have no
second thread, as in the sandbox of a grader, the system's alarm does.) The interrupt raises `Expired`, which is no
`Exception`. A student's bare `except:` swallows it all the same. So from the second time on, the lines that
run after it was swallowed are counted, and one of the next few raises again. Which one is drawn at random: sooner or
later it is one outside of every `try` of its function. Python ends the counting when a counted line raises; it begins
again when the function is left, for the function that called it. What cannot be interrupted is a long call into
compiled code.
"""

from __future__ import annotations

import _thread
import random
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from .expired import Expired


class budget:
    """Raise `Expired` in the block when it takes longer than `seconds`, or computes longer than `computing`.

    Args:
        seconds: of the clock.
        computing: of the processor, all threads together; without it, the clock alone decides.

    Works in the main thread, where Python handles interrupts; elsewhere the block simply runs. Ctrl-C, or the stop
    button of JupyterLab, stays a KeyboardInterrupt.
    """

    AGAIN = 0.05
    LEAST = 0.01  # seconds between two looks at the processor's time
    LINES = (0, 1, 1, 2, 3, 5, 8)  # after so many lines it raises again; 0: it does not
    CHANCE = random.SystemRandom()  # not the one whose seed a student may have set

    def __init__(self, seconds: float, computing: float | None = None) -> None:
        self.seconds, self.computing = seconds, computing
        self.ends = 0.0, 0.0  # by the clock, and by the processor's time
        self.rings = 0
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.watch = threading.Thread(target=self._watch, daemon=True, name="time budget of a check")
        self.alarm_before: Any = None  # whose it was, and how it was set, where it rings for this block

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.done.set()
            return
        self.ends = time.monotonic() + self.seconds, time.process_time() + (self.computing or 0.0)
        self.outside = sys._getframe(1)  # the frame with the block; what it calls may be interrupted anywhere
        self.report_before, sys.unraisablehook = sys.unraisablehook, self._report
        self.before = sys.gettrace(), sys.getprofile(), signal.signal(signal.SIGINT, self._interrupted)
        try:
            self.watch.start()
        except RuntimeError:
            handler = signal.signal(signal.SIGALRM, self._alarm)
            self.alarm_before = handler, signal.setitimer(signal.ITIMER_REAL, self._pause(), self.AGAIN)

    def __exit__(self, *exception: Any) -> None:
        if self.done.is_set():
            return
        with self.lock:  # no ring after this
            self.done.set()
        if self.alarm_before:
            signal.setitimer(signal.ITIMER_REAL, *self.alarm_before[1])
            signal.signal(signal.SIGALRM, self.alarm_before[0])
        trace, profile, handler = self.before
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:  # cProfile's object, as of `%prun`, cannot be given back
            sys.setprofile(profile if callable(profile) else None)
        signal.signal(signal.SIGINT, handler)
        sys.unraisablehook = self.report_before
        del self.outside

    def _watch(self) -> None:
        while not self.done.wait(self._pause()):
            with self.lock:
                if not self.done.is_set() and self._left() <= 0:
                    self.rings += 1
                    _interrupt_main_thread()

    def _left(self) -> float:
        """Seconds before time can be up; none when it is."""
        left = self.ends[0] - time.monotonic()
        return left if self.computing is None else min(left, self.ends[1] - time.process_time())

    def _pause(self) -> float:
        """Seconds until it rings, or the processor's time is looked at again."""
        return max(self._left(), self.LEAST) if not self.rings else self.AGAIN

    def _alarm(self, number: int, frame: FrameType | None) -> None:
        """The system's alarm, in the main thread."""
        if not self.done.is_set() and self._left() <= 0:
            self.rings += 1
            self._interrupted(number, frame)

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        """The handler, in the main thread."""
        if self.done.is_set() or not self._in_the_block(frame):
            return
        if not self.rings:
            raise KeyboardInterrupt
        if self.rings > 1:
            self._raise_again_in(frame)
        raise Expired

    def _report(self, unraisable: Any) -> None:
        """Where Python hands what is raised in a destructor, which goes no further: nobody wants to read `Expired`.

        No interrupt is heard in here, nor in what was there to report the other exceptions; it is made up for after it.
        """
        if unraisable.exc_type is not Expired:
            self.report_before(unraisable)
        caller = sys._getframe(1)
        if self.rings and self._in_the_block(caller):
            self._raise_again_in(caller)

    def _in_the_block(self, frame: FrameType | None) -> bool:
        """Whether a frame belongs to the block: not to entering or leaving it, which must not be cut in two."""
        while frame is not None and frame is not self.outside and frame.f_code.co_filename != __file__:
            frame = frame.f_back
        return frame is self.outside

    def _raise_again_in(self, frame: FrameType | None) -> None:
        """Let one of the next lines of the interrupted frames raise too, and again wherever one of them is left."""
        left = 0 if frame is self.outside else self.CHANCE.choice(self.LINES)

        def count(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename == __file__:
                return _stop_counting()
            left -= event == "line"
            if left <= 0:
                raise Expired
            return count

        def leave(frame: FrameType, event: str, argument: Any) -> None:
            ours = frame.f_code.co_filename == __file__
            if event == "call" and ours:
                _stop_counting()
            elif event == "return" and not ours:
                self._raise_again_in(frame.f_back)

        sys.setprofile(leave if left else None)
        sys.settrace(count if left else None)
        while frame is not None and frame is not self.outside:
            frame.f_trace = count if left else None
            frame = frame.f_back


def _stop_counting() -> None:
    """The block is being left: nothing may be raised from here on."""
    sys.settrace(None)
    sys.setprofile(None)


def _interrupt_main_thread() -> None:
    """On Unix a real signal, which also ends a sleep; on Windows Python's own way, which does so there."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
