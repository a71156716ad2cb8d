"""The tier `sandbox`: namespaces of its own for each program, made by bubblewrap (bwrap)."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tinygrad_lite.grading.sandbox import seccomp
from tinygrad_lite.grading.sandbox.interpreter import interpreter
from tinygrad_lite.grading.sandbox.limits import MANY_FILES, Limits
from tinygrad_lite.grading.sandbox.process import environment, inside, own_uid
from tinygrad_lite.grading.sandbox.started import Started, comes
from tinygrad_lite.grading.sandbox.tier import SANDBOX, Tier

#: Namespaces: no other processes, no network, no shared memory, a name of its own.
APART = ("pid", "net", "ipc", "uts")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
HOME = "/tmp"
PACKAGES = "/packages"


@dataclass(frozen=True)
class Bubblewrap(Tier):
    """bwrap makes an empty root and mounts in it, read-only, what Python and NumPy consist of.

    Root keeps the right to become another user until inside.py has used it: with a user namespace alone bwrap's child
    would be root outside. An ordinary user takes a user namespace.
    """

    name: str = SANDBOX
    sentence: str = (
        "Each notebook ran in a sandbox of its own (bubblewrap): without network, without other processes, and with no "
        "files but Python, NumPy and a small temporary folder."
    )
    command: str = ""
    sized: bool = True  # it can limit the temporary folder's size (0.7 and later)
    forks: bool = False  # forked.py may be used here: it was tried

    @classmethod
    def here(cls) -> Bubblewrap:
        command = shutil.which("bwrap") if sys.platform == "linux" else None
        if command is None:
            return cls()
        shown = subprocess.run([command, "--help"], capture_output=True, encoding="utf-8", errors="replace")
        return cls(command=command, sized="--size" in shown.stdout + shown.stderr)

    def refusal(self) -> str:
        if sys.platform != "linux":
            return "bubblewrap works on Linux only."
        return "" if self.command else "bubblewrap is not installed."

    def start(
        self,
        program: Sequence[str],
        read_only: Sequence[str | Path] = (),
        limits: Limits | None = None,
        uid: int | None = None,
    ) -> Started:
        limits = limits or Limits()
        root = os.geteuid() == 0
        uid = (own_uid() if uid is None else uid) if root else None
        folders = [os.path.realpath(folder) for folder in read_only]
        filtered, told = os.pipe(), os.pipe()
        try:
            if not seccomp.missing():
                os.write(filtered[1], seccomp.program(platform.machine(), alone=False))
            os.close(filtered[1])
            line = [self.command, *self.separate(root), *mounts(folders, limits, self.sized), "--info-fd", str(told[1])]
            if not seccomp.missing():
                line += ["--seccomp", str(filtered[0])]
            start = inside(program, (folders, [PACKAGES]), limits, uid=uid)
            process = subprocess.Popen(
                [*line, "--", interpreter().executable, *start],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd="/",
                env={},
                pass_fds=[filtered[0], told[1]],
            )
        except BaseException:
            os.close(told[0])
            raise
        finally:
            os.close(filtered[0])
            os.close(told[1])
        return Apart(process, limits, told[0])

    @staticmethod
    def separate(root: bool, *rights: str) -> list[str]:
        """The options for namespaces of its own, in which it keeps these rights (capabilities)."""
        names = [*(f"--unshare-{name}" for name in APART), "--unshare-cgroup-try", "--hostname", "sandbox"]
        names += ["--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"]
        for right in (*(("CAP_SETUID", "CAP_SETGID") if root else ()), *rights):
            names += ["--cap-add", right]
        return names if root else ["--unshare-user", "--uid", "1000", "--gid", "1000", *names]


def mounts(folders: list[str], limits: Limits, sized: bool) -> list[str]:
    """What there is: names as they are here, but NumPy in /packages. Nothing can be written except in /tmp."""
    python = interpreter()
    line = ["--perms", "1777", *(["--size", str(limits.all_files)] if sized else []), "--tmpfs", HOME]
    shown: set[str] = {"/", HOME}
    for path in [*python.readable, *folders]:
        line += [*parents(path, shown), "--ro-bind", path, path]
    for path in python.links:
        line += [*parents(path, shown), "--symlink", os.readlink(path), path]
    for path in python.hidden:
        line += ["--perms", "0555", "--tmpfs", path, "--remount-ro", path]
    for path in python.packages:
        target = f"{PACKAGES}/{os.path.basename(path)}"
        line += [*parents(target, shown), "--ro-bind", path, target]
    for path in DEVICES:
        line += [*parents(path, shown), "--dev-bind", path, path]
    for name, value in environment(HOME).items():
        line += ["--setenv", name, value]
    return [*line, "--remount-ro", "/", "--chdir", HOME]


def parents(path: str, shown: set[str]) -> list[str]:
    """The folders above it, open to every user: bwrap would make them for root alone."""
    line: list[str] = []
    for folder in reversed(Path(path).parents):
        if str(folder) not in shown:
            shown.add(str(folder))
            line += ["--perms", "0755", "--dir", str(folder)]
    return line


def overdrawn(pid: int | None, limits: Limits) -> str:
    """What is too much in a program's temporary folder: its size has a limit of its own (where bubblewrap is new), the
    number of files in it has not."""
    if pid is None:
        return ""
    seen = os.statvfs(f"/proc/{pid}/root{HOME}")
    if (seen.f_blocks - seen.f_bfree) * seen.f_frsize > limits.all_files:
        return f"wrote more than {limits.all_files} bytes of files"
    return f"wrote more than {MANY_FILES} files" if seen.f_files - seen.f_ffree > MANY_FILES else ""


class Apart(Started):
    """A program with processes of its own: bwrap here, its first process inside, and that one's child, the program."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits, told: int) -> None:
        self._told = told
        self._text = b""
        self._first: int | None = None  # the first process inside, by its number here
        self._handle: int | None = None  # stands for it, whatever becomes of the number
        self._program: int | None = None
        super().__init__(process, limits, watch=self._overdrawn, after=self._forget)

    @property
    def pid(self) -> int | None:
        if self.returncode is not None:
            return None
        self._learn()
        if self._program is None and self._first is not None:
            with contextlib.suppress(OSError):
                children = Path(f"/proc/{self._first}/task/{self._first}/children").read_text("ascii").split()
                self._program = int(children[0]) if children else None
        return self._program

    def _learn(self) -> None:
        """Read what bwrap tells of the process that it has made: {"child-pid": 123, ...}."""
        while self._first is None and self._told >= 0 and comes(self._told, 0):
            chunk = os.read(self._told, 4096)
            self._text += chunk
            if b'"child-pid":' in self._text and (b"}" in self._text or not chunk):
                number = self._text.split(b'"child-pid":')[1].split(b",")[0].split(b"}")[0].split(b"\n")[0]
                self._first = int(number)
                with contextlib.suppress(OSError):
                    self._handle = os.pidfd_open(self._first)
            if not chunk:
                return

    def _overdrawn(self) -> str:
        return overdrawn(self.pid, self.limits)

    def _strike(self) -> None:
        """End the first process inside: with it the kernel ends all others there. bwrap then ends by itself."""
        until = time.monotonic() + 2
        while self._first is None and self.returncode is None and time.monotonic() < until:
            self._learn()  # it may be just starting
            time.sleep(0.001)
        if self._first is not None:
            with contextlib.suppress(ProcessLookupError):
                if self._handle is None:  # Linux before 5.3
                    os.kill(self._first, signal.SIGKILL)
                else:
                    signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            if self.wait(timeout=10) is not None:
                return
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)  # the rest dies with it

    def _code(self, code: int) -> int:
        return 128 - code if code > 128 else code

    def _forget(self) -> None:
        for file in (self._told, self._handle):
            if file is not None and file >= 0:
                os.close(file)
        self._told, self._handle = -1, None
