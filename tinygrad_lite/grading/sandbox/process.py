"""How a program is started as a child of this process: its environment, its folder, and inside.py before it."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import platform
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tinygrad_lite.grading.sandbox import seccomp
from tinygrad_lite.grading.sandbox.interpreter import interpreter
from tinygrad_lite.grading.sandbox.limits import DEEPEST, MANY_FILES, Limits, resource_limits
from tinygrad_lite.grading.sandbox.started import Started

INSIDE = Path(__file__).with_name("inside.py").read_text("utf-8")
#: No user's folders, no .pyc files. (Not -I: it would ignore PYTHONHASHSEED, and runs could not be repeated.)
OPTIONS = ("-s", "-S", "-P", "-B", "-X", "utf8")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
PREFIX = "grading-room-"
DAY = 24 * 3600
counter = itertools.count()


def environment(home: str) -> dict[str, str]:
    """All that a program finds in its environment."""
    found = {"HOME": home, "TMPDIR": home, "LANG": "C.UTF-8", "PYTHONHASHSEED": "0", **dict.fromkeys(THREADS, "1")}
    if interpreter().libraries:
        found["LD_LIBRARY_PATH"] = os.pathsep.join(interpreter().libraries)
    if sys.platform == "win32":
        found |= {"SYSTEMROOT": os.environ.get("SYSTEMROOT", r"C:\Windows"), "TEMP": home, "TMP": home}
    return found


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def own_uid() -> int | None:
    """For root: a user that nobody is, and no other program that runs now. Else None: we can become nobody else."""
    if not is_root():
        return None
    try:
        rows = [list(map(int, row.split())) for row in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    except OSError:
        rows = []
    last = max((first + many for first, _, many in rows), default=60000)
    if last > 2**31:
        return 10**9 + (os.getpid() % 2**22) * 256 + next(counter) % 256
    first = min(20000, last // 2)  # in a container: what it has been given
    return first + (os.getpid() * 61 + next(counter)) % max(1, min(last, 60000) - first)


def settings_of(
    program: Sequence[str], path: tuple[list[str], list[str]] | None, limits: Limits, **more: Any
) -> dict[str, Any]:
    """What inside.py is told."""
    return {
        "program": [str(part) for part in program],
        "path": path,
        "limits": resource_limits(limits),
        "may_fail": () if sys.platform == "linux" else ("RLIMIT_AS", "RLIMIT_DATA", "RLIMIT_NPROC"),
        "uid": None,
        "read_all": False,
        "landlock": None,
        "seccomp": None,
        "parent": os.getpid(),
        "self": seccomp.SELF.to_bytes(4, sys.byteorder),
        **more,
    }


def inside(program: Sequence[str], path: tuple[list[str], list[str]], limits: Limits, **more: Any) -> list[str]:
    """The arguments for Python: inside.py with these settings, which then runs the program."""
    return [*OPTIONS, "-c", f"SETTINGS = {settings_of(program, path, limits, **more)!r}\n{INSIDE}"]


def open_to_all(folders: list[str]) -> bool:
    """Whether any user may enter Python's folders and these. (In a container Python often belongs to root alone.)"""
    python = interpreter()
    paths = {Path(path) for path in [*python.readable, *python.packages, *folders]}
    return all(parent.stat().st_mode & 1 for path in paths for parent in [path, *path.parents] if parent.is_dir())


@functools.cache
def clear_old_rooms() -> None:
    """Remove what graders left that were killed: our own rooms, a day old."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            seen = folder.lstat()
            ours = seen.st_uid == os.getuid() if hasattr(os, "getuid") else True
            if ours and stat.S_ISDIR(seen.st_mode) and seen.st_mtime < time.time() - DAY:
                shutil.rmtree(folder, ignore_errors=True)


class Room:
    """A folder of its own for a program, where it may write, and one where it finds its packages."""

    def __init__(self, uid: int | None = None) -> None:
        clear_old_rooms()
        self.folder = tempfile.mkdtemp(prefix=PREFIX)
        self.home = os.path.join(self.folder, "tmp")
        self.packages = os.path.join(self.folder, "packages")
        os.chmod(self.folder, 0o711)
        os.mkdir(self.packages)
        os.mkdir(self.home, 0o700)
        if uid is not None:
            os.chown(self.home, uid, uid)
        for package in interpreter().packages:
            self.show(package)

    def show(self, package: str) -> None:
        try:
            os.symlink(package, os.path.join(self.packages, os.path.basename(package)), target_is_directory=True)
        except OSError:  # Windows, where links need a right of their own
            self.packages = os.path.dirname(package)

    def overdrawn(self, limits: Limits) -> str:
        """What is too much in it, "" if nothing. No links are in it, where there are rules (Landlock)."""
        number = size = 0
        waiting = [(self.home, 1)]
        while waiting:
            folder, depth = waiting.pop()
            if depth > DEEPEST:
                return f"made folders {DEEPEST} deep"
            with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
                for entry in entries:
                    number += 1
                    if number > MANY_FILES:
                        return f"wrote more than {MANY_FILES} files"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, depth + 1))
                    else:
                        with contextlib.suppress(FileNotFoundError):
                            size += entry.stat(follow_symlinks=False).st_size
        return f"wrote more than {limits.all_files} bytes of files" if size > limits.all_files else ""

    def remove(self) -> None:
        """All of it, however deep a program has made it."""
        with contextlib.suppress(OSError):
            flatten(self.home)
        shutil.rmtree(self.folder, ignore_errors=True)


def flatten(top: str) -> None:
    """Move every folder in a folder up into it: `shutil.rmtree` calls itself for each level, and paths have an end."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            below = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        for path in below:
            moved = os.path.join(top, secrets.token_hex(8))  # a name that is not there
            os.rename(path, moved)
            waiting.append(moved)


def start_in_room(
    program: Sequence[str],
    read_only: Sequence[str | Path],
    limits: Limits,
    uid: int | None,
    rules: Callable[[Room], dict[str, Any]],
) -> Started:
    """Start the program as a child of this process. rules: what inside.py is to set up for it."""
    uid = own_uid() if uid is None or not is_root() else uid
    room = Room(uid)
    try:
        path = ([os.path.realpath(folder) for folder in read_only], [room.packages])
        more = {"uid": uid, "read_all": uid is not None and not open_to_all([*path[0], room.folder]), **rules(room)}
        if not seccomp.missing():
            more["seccomp"] = seccomp.program(platform.machine(), alone=True)
        command = [interpreter().executable, *inside(program, path, limits, **more)]
        process = subprocess.Popen(
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=room.home,
            env=environment(room.home),
            start_new_session=True,
        )
    except BaseException:
        room.remove()
        raise
    return Started(process, limits, watch=lambda: room.overdrawn(limits), after=room.remove)
