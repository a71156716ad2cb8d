"""The tier `partial`: Landlock and a filter of system calls, which every process may put on itself.

For containers that deny namespaces. A program sees that other processes and files are there, and their sizes, but
can read none, change none, and signal none.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinygrad_lite.grading.sandbox import seccomp
from tinygrad_lite.grading.sandbox.interpreter import inside as is_inside
from tinygrad_lite.grading.sandbox.interpreter import interpreter
from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.process import Room, start_in_room
from tinygrad_lite.grading.sandbox.started import Started
from tinygrad_lite.grading.sandbox.tier import PARTIAL, Tier

#: Rights, as bits: what may be done with a file, and in a folder.
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM, REFER = (1 << bit for bit in range(6, 14))
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
#: By Landlock's version, how many of them it knows; and the bytes of what it is told.
KNOWN = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
BOTH_NETWORK, BOTH_SCOPES = 3, 3  # TCP's bind and connect; abstract sockets and signals

READ = EXECUTE | READ_FILE | READ_DIR
#: No links: what is in it is counted while the program runs (process.Room).
WRITE = READ_FILE | READ_DIR | WRITE_FILE | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR | REFER | TRUNCATE
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV


def version() -> int:
    """Landlock's version here, 0 if there is none."""
    if sys.platform != "linux" or platform.machine() not in seccomp.AUDIT:
        return 0
    return max(0, ctypes.CDLL(None, use_errno=True).syscall(444, None, ctypes.c_size_t(0), 1))


def settings(folders: Sequence[str], room: Room) -> dict[str, Any]:
    """What inside.py tells Landlock: all rights are taken, then these are given."""
    here = version()
    known = (1 << KNOWN[min(here, 5)]) - 1
    allowed = [*python_paths(), *((path, READ) for path in [*folders, *interpreter().packages])]
    allowed += [(room.packages, READ_FILE | READ_DIR), (room.home, WRITE), ("/dev/null", READ_FILE | WRITE_FILE)]
    allowed += [(name, READ_FILE) for name in ("/dev/zero", "/dev/urandom", "/dev/random")]
    rules = [(path, rights & known & only_what_fits(path)) for path, rights in allowed]
    return {
        "rules": rules,
        "handled": (known, BOTH_NETWORK if here >= 4 else 0),
        "scoped": BOTH_SCOPES if here >= 6 else 0,
        "size": 8 if here < 4 else 16 if here < 6 else 24,
    }


@functools.cache
def python_paths() -> tuple[tuple[str, int], ...]:
    """Python without its packages: Landlock cannot take back a part of what it has given, so a folder that has them
    is given by its entries (and its names can be listed)."""
    return tuple(row for path in interpreter().readable for row in split(path))


def split(path: str) -> list[tuple[str, int]]:
    hidden = interpreter().hidden
    if path in hidden or os.path.islink(path):  # a rule for a link would be one for what it leads to
        return []
    if not any(is_inside(folder, [path]) for folder in hidden):
        return [(path, READ)]
    rows = [(path, READ_DIR)]
    for name in sorted(os.listdir(path)):
        rows += split(os.path.join(path, name))
    return rows


def only_what_fits(path: str) -> int:
    """The rights that a rule for it may name: of a file, those of files."""
    try:
        return -1 if stat.S_ISDIR(os.stat(path).st_mode) else OF_FILES
    except OSError:
        return OF_FILES


@dataclass(frozen=True)
class Landlock(Tier):
    name: str = PARTIAL
    sentence: str = (
        "Each notebook ran with Landlock and a filter of system calls: it could read no file but Python, NumPy and a "
        "small temporary folder, write nowhere else, and had no network and no other processes. It could see which "
        "other files there are, and their sizes."
    )

    def refusal(self) -> str:
        if seccomp.missing():
            return seccomp.missing()
        return "" if version() else "this kernel has no Landlock (Linux 5.13 or later, if it is switched on)."

    def start(
        self,
        program: Sequence[str],
        read_only: Sequence[str | Path] = (),
        limits: Limits | None = None,
        uid: int | None = None,
    ) -> Started:
        folders = [os.path.realpath(folder) for folder in read_only]
        return start_in_room(
            program, folders, limits or Limits(), uid, lambda room: {"landlock": settings(folders, room)}
        )
