"""A program that was started: its pipes, what it has used, and its end."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.waiting import waited

#: How often the clock and the files are looked at.
EVERY = 0.1


@dataclass
class NoChild:
    """A process that this one has not started itself: what is asked of a `Popen` here."""

    pid: int
    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]
    returncode: int | None = None


class Started:
    """A running program, and afterwards what is known of it. Leaving a `with` block ends it.

    Attributes:
        stdin, stdout: its file descriptors 0 and 1, binary and unbuffered. Do not trust them to be answered: wait with
            `select` before reading. Writing to a program that has ended raises BrokenPipeError.
        ended: why it was ended from here, "" if it was not.
        returncode: None while it runs; of a signal, its number, negative.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes] | NoChild,
        limits: Limits,
        watch: Callable[[], str] = lambda: "",
        after: Callable[[], None] = lambda: None,
        ends: int | None = None,
    ) -> None:
        self.process = process
        self.limits = limits
        assert process.stdin is not None
        assert process.stdout is not None
        self.stdin: IO[bytes] = process.stdin
        self.stdout: IO[bytes] = process.stdout
        self.ended = ""
        self.begun = time.monotonic()
        self._watch, self._after = watch, after
        self._cpu = 0.0
        self._waited = 0.0
        self._peak = 0
        self._kept = bytearray()
        self._ends = _told_of_end(process.pid) if ends is None else ends
        self._over = threading.Event()
        self._reaping = threading.Lock()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._drain, self._look)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Started:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # ---------------------------------------------------------------------------------------------- what is known of it

    @property
    def pid(self) -> int | None:
        """The number, here, of the process that runs the program; None if it is not known or has ended."""
        return self.process.pid if self.returncode is None else None

    @property
    def returncode(self) -> int | None:
        if self.process.returncode is None:
            self._reap()
        return self.process.returncode

    @property
    def stderr(self) -> bytes:
        """What it has written to its file descriptor 2: the first `limits.output` bytes."""
        return bytes(self._kept)

    @property
    def cpu_seconds(self) -> float:
        """The processor's time that it has used, until now, or until it was last seen (at most `EVERY` seconds before
        its end: in a sandbox nobody says afterwards)."""
        self._see_time()
        return self._cpu

    @property
    def waited(self) -> float:
        """Seconds in which it could have worked and no processor was free, as last seen."""
        pid = self.pid
        if pid is not None:
            self._waited = max(self._waited, waited(pid))
        return self._waited

    @property
    def peak_memory(self) -> int:
        """Bytes that it has held at once at most, as last seen: while it runs, and just before it is ended.

        (The system's own figure for a process that has ended also counts the moment when it was a copy of ours.)
        """
        self._see()
        return self._peak

    def _see_time(self) -> None:
        pid = self.pid
        if pid is not None and sys.platform == "linux":
            with contextlib.suppress(OSError):  # that process's clock: see clock_getcpuclockid(3)
                self._cpu = max(self._cpu, time.clock_gettime((~pid << 3) | 2))

    def _see(self) -> None:
        self._see_time()
        pid = self.pid
        if pid is None or sys.platform != "linux":
            return
        with contextlib.suppress(OSError, ValueError, IndexError):
            text = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
            self._peak = max(self._peak, int(text.split("VmHWM:")[1].split()[0]) * 1024)

    # -------------------------------------------------------------------------------------------------------- its end

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended by itself or by a limit, at most `timeout` seconds; then its `returncode`."""
        if self._ends is not None and self.returncode is None:
            waiting = select.poll()
            waiting.register(self._ends, select.POLLIN)
            waiting.poll(None if timeout is None else 1000 * timeout)
            return self.returncode
        until = None if timeout is None else time.monotonic() + timeout
        pause = 0.0005
        while self.returncode is None and (until is None or time.monotonic() < until):
            time.sleep(pause)
            pause = min(2 * pause, 0.02)
        return self.returncode

    def kill(self, why: str = "") -> None:
        """End it, and all that it has started. Returns when they are gone."""
        if self.returncode is None:
            self._see()
            self.ended = self.ended or why
            self._strike()
            self.wait()

    def _strike(self) -> None:
        if sys.platform == "win32":
            tree = ["taskkill", "/T", "/F", "/PID", str(self.process.pid)]  # with all that it has started
            subprocess.run(tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.process.kill()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End it if it still runs, and give back all that it held here."""
        self.kill()
        self._over.set()
        for pipe in (self.stdin, self.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()
        if self.process.stderr is not None:
            self.process.stderr.close()
        if self._ends is not None:
            os.close(self._ends)
            self._ends = None
        self._after()

    def _reap(self) -> None:
        """Note how it ended and what it has used, if it has ended."""
        with self._reaping:
            if self.process.returncode is not None:
                return
            if sys.platform == "win32":
                self.process.poll()
                return
            import resource

            try:
                pid, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has waited for it
                self.process.returncode = -signal.SIGKILL
                return
            if pid:
                self._cpu = max(self._cpu, usage.ru_utime + usage.ru_stime)
                if usage.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:  # so it is its own
                    self._peak = max(self._peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
                self.process.returncode = self._code(os.waitstatus_to_exitcode(status))

    def _code(self, code: int) -> int:
        return code

    # ----------------------------------------------------------------------------------------------------- two watchers

    def _drain(self) -> None:
        """Take what it writes to stderr, so that it never waits for us, and keep the first part."""
        assert self.process.stderr is not None
        file = self.process.stderr.fileno()
        while not self._at_its_end(file):
            try:
                chunk = os.read(file, 1 << 16)
            except OSError:
                return
            if not chunk:
                return
            room = self.limits.output - len(self._kept)
            if room > 0:
                self._kept += chunk[:room]

    def _at_its_end(self, file: int) -> bool:
        """Wait for more, but not for a process that would outlive the program and hold its stderr open."""
        if sys.platform == "win32":
            return False
        while not comes(file, EVERY):
            if self._over.is_set():
                return True
        return False

    def _look(self) -> None:
        """End it when its time is over or it has written too much."""
        while not self._over.wait(min(EVERY, max(0.0, self._left()))):
            if self.returncode is not None:
                return
            if self._left() <= 0:
                return self.kill(f"ran longer than {self.limits.wall_seconds:g} seconds")
            self._see()
            with contextlib.suppress(OSError):
                much = self._watch()
                if much:
                    return self.kill(much)

    def _left(self) -> float:
        """Seconds of the clock that are left to it. Those in which it waited for a processor do not count."""
        return self.begun + self.limits.wall_seconds + self.waited - time.monotonic()


def comes(file: int, seconds: float) -> bool:
    """Whether there is something to be read, or an end, in that time. (`select.select` takes no file above 1023.)"""
    waiting = select.poll()
    waiting.register(file, select.POLLIN)
    return bool(waiting.poll(1000 * seconds))


def _told_of_end(pid: int) -> int | None:
    """A file that can be read from when a process has ended; None where the system has none (Linux before 5.3)."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None
