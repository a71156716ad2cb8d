"""What honest programs do with files of their own although the filter of system calls refuses it.

Nobody else sees a student's folder: its files' modes and times mean nothing, and there is nobody to lock them against.
Yet `shutil.copy` sets a mode, `tarfile` times, `shelve` both. Where the system refuses that, it is left out, so that a
right answer is right here, too.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any

#: Of `os`: they change what stands about a file, not what is in it.
ABOUT_FILES = ("chmod", "fchmod", "lchmod", "utime")


def allow() -> None:
    """Have the functions of `os` and `fcntl` go on where they are refused. Once a process."""
    os.environ.setdefault("USER", "student")  # `getpass.getuser` looks here, and then for a user that there is not
    for name in ABOUT_FILES:
        if hasattr(os, name):
            setattr(os, name, _left_out(getattr(os, name)))
    if sys.platform != "win32":
        import fcntl

        setattr(os, "truncate", _truncated(os.truncate))  # noqa: B010  (mypy would compare signatures)
        setattr(fcntl, "flock", _left_out(fcntl.flock, looks=False))  # noqa: B010
    if sys.platform == "linux":
        setattr(os, "listxattr", _without_attributes(os.listxattr))  # noqa: B010


def _left_out(function: Callable[..., None], looks: bool = True) -> Callable[..., None]:
    """The function, which does nothing where it is refused; that a file is not there is said all the same."""

    def changed(file: Any, *rest: Any, **named: Any) -> None:
        try:
            function(file, *rest, **named)
        except PermissionError:
            if looks:
                os.stat(file)

    return changed


def _truncated(function: Callable[[Any, int], None]) -> Callable[[Any, int], None]:
    """`os.truncate`, by an open file where it is refused."""

    def truncate(path: Any, length: int) -> None:
        with contextlib.suppress(PermissionError):
            return function(path, length)
        with open(path, "r+b") as file:
            file.truncate(length)

    return truncate


def _without_attributes(function: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """The further attributes of a file, which `shutil.copy2` copies: none where one must not ask."""

    def listed(path: Any = None, **named: Any) -> list[str]:
        try:
            return function(path, **named)
        except PermissionError:
            return []

    return listed
