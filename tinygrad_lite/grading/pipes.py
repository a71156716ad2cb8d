"""Both ways to a process at once: what is to be sent must not wait for what is not taken."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import sys
import threading
from typing import IO


class Pipes:
    """The process's stdin and stdout, neither of which is ever waited for longer than asked."""

    PIECE = 1 << 16

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin, self.stdout = stdin, stdout
        self.outgoing = bytearray()
        os.set_blocking(stdin.fileno(), False)
        self.poll = select.poll()
        self.poll.register(stdout.fileno(), select.POLLIN)

    def send(self, data: bytes) -> None:
        """Send these bytes as soon as they are taken: at once, or while `receive` waits."""
        self.outgoing += data
        self._push()

    def _push(self) -> None:
        """Send what is taken now. A process that has ended is found out when nothing comes from it."""
        with contextlib.suppress(BlockingIOError):
            try:
                while self.outgoing:
                    del self.outgoing[: os.write(self.stdin.fileno(), self.outgoing[: self.PIECE])]
            except BrokenPipeError:
                self.outgoing.clear()

    def receive(self, seconds: float) -> bytes | None:
        """What has come; None if nothing came in that time, b"" if nothing will come any more."""
        if self.outgoing:
            self.poll.register(self.stdin.fileno(), select.POLLOUT)
        ready = dict(self.poll.poll(max(0.0, seconds) * 1000))
        if self.outgoing:
            self.poll.unregister(self.stdin.fileno())
            self._push()
        return os.read(self.stdout.fileno(), self.PIECE) if self.stdout.fileno() in ready else None


class ThreadedPipes(Pipes):
    """The same where pipes cannot be polled (Windows): a thread for each way waits in our place."""

    def __init__(self, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.stdin, self.stdout = stdin, stdout
        self.sent: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.came: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for work in (self._send_all, self._receive_all):
            threading.Thread(target=work, daemon=True).start()

    def send(self, data: bytes) -> None:
        self.sent.put(data)

    def _send_all(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while True:
                data = memoryview(self.sent.get())
                while data:
                    data = data[self.stdin.write(data) :]

    def _receive_all(self) -> None:
        data = b"begun"
        while data:
            try:
                data = os.read(self.stdout.fileno(), self.PIECE)
            except (OSError, ValueError):
                data = b""
            self.came.put(data)

    def receive(self, seconds: float) -> bytes | None:
        try:
            return self.came.get(timeout=max(0.0, seconds))
        except queue.Empty:
            return None


def pipes_to(stdin: IO[bytes], stdout: IO[bytes]) -> Pipes:
    """The kind that this system has."""
    return ThreadedPipes(stdin, stdout) if sys.platform == "win32" else Pipes(stdin, stdout)
