"""A time budget for code that may never end, without losing the kernel.

A watching thread interrupts the main thread when time is up, and again every 0.05 s. (Where a process may have no
second thread, as in the sandbox of a grader, the system's alarm does.) The interrupt raises `Expired`, which is no
`Exception`. A student's bare `except:` swallows it all the same. So from the second time on, the lines that
run after it was swallowed are counted, and one of the next few raises again. Which one is drawn at random: sooner or
later it is one outside of every `try` of its function. Python ends the counting when a counted line raises; it begins
again when the function is left, for the function that called it. Half of the times the same number is kept on the way
up: functions that call themselves in a `try` would go down again before as many draws end them all. What cannot be
interrupted is a long call into compiled code.

Nothing is raised but in a student's code, and in what it calls. The course's own puts back what it has changed, such as
where `print` goes, and must not be cut in the middle of that.
"""

from __future__ import annotations

import _thread
import contextlib
import random
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from .expired import Expired
from .whose import not_students


class budget:
    """Raise `Expired` in the block when it takes longer than `seconds`, or computes longer than `computing`.

    Args:
        seconds: of the clock.
        computing: of the processor, all threads together; without it, the clock alone decides.

    Works in the main thread, where Python handles interrupts; elsewhere the block simply runs. Ctrl-C, or the stop
    button of JupyterLab, stays a KeyboardInterrupt.
    """

    threads = True  # False where none runs beside this one: the system's alarm rings in their place
    AGAIN = 0.05
    LEAST = 0.01  # seconds between two looks at the processor's time
    LINES = (0, 1, 1, 2, 3, 5, 8)  # after so many lines it raises again; 0: it does not
    KEPT = 0.9999  # so likely is it that a number is kept for one function more: with some, nothing would ever end
    ROOM, MOST = 15, 120  # calls deeper that it may go for each of so many rings: at its deepest no handler is called
    PATIENCE = 20  # rings in a row after which the course's own code is cut, too: it walks through an endless answer
    CHANCE = random.SystemRandom()  # not the one whose seed a student may have set

    def __init__(self, seconds: float, computing: float | None = None) -> None:
        self.seconds, self.computing = seconds, computing
        self.ends = 0.0, 0.0  # by the clock, and by the processor's time
        self.rings = 0
        self.lines: tuple[int, ...] = self.LINES
        self.left = 0  # lines until it raises again
        # Kept for as long as the block: Python 3.11 crashes when the function that it is about to call is freed, as
        # another takes its place in an interrupt that comes while rubbish is collected just then.
        self.count, self.leave = self._count, self._leave
        self.waited = 0  # rings in a row that came in the course's own code
        self.stopped = False  # Ctrl-C came in the course's own code
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.watch = threading.Thread(target=self._watch, daemon=True, name="time budget of a check")
        self.alarm_before: Any = None  # whose it was, and how it was set, where it rings for this block

    def __enter__(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.done.set()
            return
        self.ends = time.monotonic() + self.seconds, time.process_time() + (self.computing or 0.0)
        self.outside = sys._getframe(1)  # the frame with the block
        self.report_before, sys.unraisablehook = sys.unraisablehook, self._report
        self.deepest = sys.getrecursionlimit()
        self.before = sys.gettrace(), sys.getprofile(), signal.signal(signal.SIGINT, self._interrupted)
        if not self._begin_to_watch():
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
        if self.rings:
            sys.setrecursionlimit(self.deepest)
        trace, profile, handler = self.before
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:  # cProfile's object, as of `%prun`, cannot be given back
            sys.setprofile(profile if callable(profile) else None)
        signal.signal(signal.SIGINT, handler)
        sys.unraisablehook = self.report_before
        del self.outside
        if self.stopped:
            raise KeyboardInterrupt from None

    def _begin_to_watch(self) -> bool:
        """Whether there is a thread that watches."""
        try:
            if self.threads:
                self.watch.start()
        except RuntimeError:
            return False
        return self.threads

    def _watch(self) -> None:
        while not self.done.wait(self._pause()):
            with self.lock:
                if not self.done.is_set() and self._left() <= 0:
                    self.rings += 1
                    if self.rings <= self.MOST:
                        with contextlib.suppress(OverflowError):  # a student's own limit is the highest there is
                            sys.setrecursionlimit(sys.getrecursionlimit() + self.ROOM)
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
        self.waited = 0 if self._is_students(frame) else self.waited + 1
        if 0 < self.waited <= self.PATIENCE:
            self.stopped |= not self.rings
            return
        if not self.rings:
            raise KeyboardInterrupt
        _forget_earlier_ones()
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

    def _is_students(self, frame: FrameType | None) -> bool:
        """Whether a frame of the block is a student's, or called from one; the block's own lines may be cut, too."""
        if frame is self.outside:
            return True
        while frame is not None and frame is not self.outside:
            if not frame.f_code.co_filename.startswith(not_students()):
                return True
            frame = frame.f_back
        return False

    def _raise_again_in(self, frame: FrameType | None) -> None:
        """Let one of the next lines of the interrupted frames raise too, and again wherever one of them is left."""
        called, students = [], 0  # how many, up to the first of a student's
        while frame is not None and frame is not self.outside:
            called.append(frame)
            if not frame.f_code.co_filename.startswith(not_students()):
                students = len(called)
            frame = frame.f_back
        for one in called[:students]:
            one.f_trace = self.count
        self.lines = self.CHANCE.choice((self.LINES, (self.CHANCE.choice(self.LINES),)))
        self._begin_counting()

    def _begin_counting(self) -> None:
        self.left = self.CHANCE.choice(self.lines)
        sys.setprofile(self.leave if self.left else None)
        sys.settrace(self.count if self.left else None)

    def _count(self, frame: FrameType, event: str, argument: Any) -> Any:
        """What Python calls ahead of a line, and with what is called there."""
        if frame.f_code.co_filename == __file__:
            return _stop_counting()
        if event == "call" and not self._is_students(frame):
            return None
        self.left -= event == "line"
        if self.left <= 0:
            _forget_earlier_ones()
            raise Expired
        return self.count

    def _leave(self, frame: FrameType, event: str, argument: Any) -> None:
        """What Python calls where a function begins, and where it is left."""
        ours, caller = frame.f_code.co_filename == __file__, frame.f_back
        if event == "call" and ours:
            _stop_counting()
        elif event == "return" and not ours:
            if caller is None or caller is self.outside:
                return _stop_counting()
            if self._is_students(caller):
                caller.f_trace = self.count
            if self.CHANCE.random() > self.KEPT:
                self.lines = self.LINES
            self._begin_counting()


def _forget_earlier_ones() -> None:
    """Not "during handling of": Python walks through all that hang together at each that is raised, in no time at all
    for one, and in minutes for all that were swallowed on the way up."""
    handled = sys.exc_info()[1]
    if isinstance(handled, Expired):
        handled.__context__ = None


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
