"""Students' processes, forked in the sandbox from one that has loaded Python and NumPy: no time goes into loading them.

That process, the server, runs in bubblewrap's sandbox and has never seen a word of a student's. Each process forked
from it has what a program of bubblewrap's has: a process namespace, a network, a temporary folder and (where we are
root) a user of its own, no right, and the filter of system calls. fork_server.py is what runs inside.
"""

from __future__ import annotations

import atexit
import contextlib
import marshal
import os
import platform
import signal
import socket
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

from tinygrad_lite.grading.sandbox import seccomp
from tinygrad_lite.grading.sandbox.bubblewrap import HOME, PACKAGES, Bubblewrap, mounts, overdrawn
from tinygrad_lite.grading.sandbox.interpreter import interpreter, outermost
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.process import INSIDE, OPTIONS, own_uid, settings_of
from tinygrad_lite.grading.sandbox.started import NoChild, Started, comes

SERVER = Path(__file__).with_name("fork_server.py").read_text("utf-8")
#: Namespaces of each student's process: mounts, processes, network, shared memory, names, control groups.
NAMESPACES = 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000 | 0x02000000
#: Where the temporary folder of a student's process is made.
NEW = "/new"
#: Servers that a thread keeps; of more, those from which nothing runs are ended.
MOST = 4
#: Seconds in which a server must have loaded what it loads, and forked.
PATIENCE = 60
_kept = threading.local()


@dataclass(frozen=True)
class Forking(Bubblewrap):
    """The tier `sandbox`, whose programs are forked. `first`: a program of ours that is run before all of them, once.

    A server ends with the thread that started it, and with it all that it forked: each thread has its own.
    """

    first: tuple[str, ...] = ()

    @classmethod
    def like(cls, tier: Bubblewrap, first: Sequence[str] = ()) -> Forking:
        return cls(**{field.name: getattr(tier, field.name) for field in fields(tier)}, first=tuple(first))

    def refusal(self) -> str:
        return super().refusal() or seccomp.missing()

    def start(
        self,
        program: Sequence[str],
        read_only: Sequence[str | Path] = (),
        limits: Limits | None = None,
        uid: int | None = None,
    ) -> Started:
        folders = [os.path.realpath(folder) for folder in read_only]
        server = server_of(self, folders)
        try:
            return server.fork(program, limits or Limits(), uid)
        except OSError:  # it may have ended long ago; if not, others run that were forked from it
            if not server.gone:
                raise
            server.close()
        return server_of(self, folders).fork(program, limits or Limits(), uid)


def server_of(tier: Forking, folders: list[str]) -> Server:
    """This thread's server for such programs."""
    servers: dict[tuple, Server] = _kept.__dict__.setdefault("servers", {})
    key = (tier, *folders)
    server = servers.pop(key, None)
    if server is None or server.closed:
        server = Server(tier, folders)
    servers[key] = server  # the last
    for old in list(servers)[:-MOST]:
        if not servers[old].running:
            servers.pop(old).close()
    return server


@atexit.register
def end_servers() -> None:
    """End this thread's servers, and all that was forked from them."""
    for server in _kept.__dict__.pop("servers", {}).values():
        server.close()


def pipe() -> tuple[IO[bytes], IO[bytes]]:
    """What to read from, and what to write to."""
    out, into = os.pipe()
    return os.fdopen(out, "rb", 0), os.fdopen(into, "wb", 0)


class Server:
    """The process from which others are forked.

    Attributes:
        running: how many of them have not been closed.
    """

    def __init__(self, tier: Forking, folders: list[str]) -> None:
        self.root, self.sized, self.closed, self.running = os.geteuid() == 0, tier.sized, False, 0
        known = outermost([*filter(os.path.isdir, interpreter().readable), *folders])  # Python may be there, too
        self.shown = [os.path.relpath(folder, HOME) for folder in known if folder.startswith(f"{HOME}/")]
        self.control, inner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with inner:
            settings = settings_of(tier.first, (folders, [PACKAGES]), Limits(), control=inner.fileno())
            rooms = ["--dir", NEW, *mounts(folders, Limits(), tier.sized)]
            line = [tier.command, *tier.separate(self.root, "CAP_SYS_ADMIN"), *rooms]
            text = f"SETTINGS = {settings!r}\n{SERVER}\n{INSIDE}"
            self.process = subprocess.Popen(
                [*line, "--", interpreter().executable, *OPTIONS, "-c", text],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                env={},
                pass_fds=[inner.fileno()],
            )

    def fork(self, program: Sequence[str], limits: Limits, uid: int | None) -> Started:
        """Start a program in a process forked from this one.

        Raises:
            OSError: it is no longer there, or cannot fork.
        """
        settings = settings_of(
            program,
            None,
            limits,
            uid=(own_uid() if uid is None else uid) if self.root else None,
            parent=0,  # as seen from its own namespace
            seccomp=seccomp.program(platform.machine(), alone=True),
            namespaces=NAMESPACES,
            options=f"size={limits.all_files},mode=1777" if self.sized else "mode=1777",
            shown=self.shown,
        )
        with contextlib.ExitStack() as ours, contextlib.ExitStack() as theirs:

            def shared(mine: Any, other: Any) -> tuple[Any, int]:
                return ours.enter_context(mine), theirs.enter_context(other).fileno()

            status, inner = shared(*socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
            (to, stdin), (out, stdout), (errors, stderr) = shared(*pipe()[::-1]), shared(*pipe()), shared(*pipe())
            socket.send_fds(self.control, [marshal.dumps(settings)], [stdin, stdout, stderr, inner])
            theirs.close()
            handle = self.begun(status)
            ours.callback(os.close, handle)
            fork = Fork(self, (to, out, errors), status.fileno(), handle, limits)
            status.detach()
            ours.pop_all()
            return fork

    @property
    def gone(self) -> bool:
        """Whether it has ended, or is about to: nothing comes from it otherwise."""
        return self.closed or comes(self.control.fileno(), 0.2)

    def begun(self, status: socket.socket) -> int:
        """What stands for the forked process here, as soon as it is there."""
        if comes(status.fileno(), PATIENCE):
            message, files, _, _ = socket.recv_fds(status, 100, 1)
            if message == b"begun" and files:
                return files[0]
        raise OSError(f"no process could be forked in the sandbox: {self.complaint()}")

    def complaint(self) -> str:
        """The last that it has written."""
        assert self.process.stderr is not None
        if not comes(self.process.stderr.fileno(), 1):
            return "it does not say why."
        text = os.read(self.process.stderr.fileno(), 1 << 16).decode("utf-8", "replace").strip()
        return text.splitlines()[-1][:300] if text else "it does not say why."

    def close(self) -> None:
        """End it, and all that was forked from it."""
        if self.closed:
            return
        self.closed = True
        self.control.close()  # then it ends by itself
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()  # all inside dies with it
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


class Fork(Started):
    """A program in a process that was forked from a server.

    Args:
        status: where the server's side tells how it ended. When this is closed, it is ended.
        handle: stands for it, whatever becomes of its number.
    """

    def __init__(
        self,
        server: Server,
        pipes: tuple[IO[bytes], IO[bytes], IO[bytes]],
        status: int,
        handle: int,
        limits: Limits,
    ) -> None:
        self._server, self._status, self._handle = server, status, handle
        text = Path(f"/proc/self/fdinfo/{handle}").read_text("ascii")
        self._number = int(text.split("Pid:")[1].split()[0])  # here; of one that has ended, none above 0
        super().__init__(
            NoChild(self._number, *pipes),
            limits,
            watch=lambda: overdrawn(self.pid, limits),
            after=self._forget,
            ends=status,
        )
        server.running += 1

    @property
    def pid(self) -> int | None:
        return self._number if self._number > 0 and self.returncode is None else None

    def _reap(self) -> None:
        with self._reaping:
            if self.process.returncode is not None or not comes(self._status, 0):
                return
            told = b""
            with contextlib.suppress(OSError):
                told = os.read(self._status, 1000)
            status, seconds = marshal.loads(told) if told else (signal.SIGKILL, 0.0)  # the server ended, and it too
            self._cpu = max(self._cpu, seconds)
            self.process.returncode = os.waitstatus_to_exitcode(status)

    def _strike(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        if self.wait(timeout=10) is None:
            self._server.close()

    def _forget(self) -> None:
        os.close(self._handle)
        self._server.running -= 1
