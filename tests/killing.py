"""SIGKILL at any instant: work is done in a process of its own, which is killed at its nth touch of the disk."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate")


def killed_at(step: int, work: Callable[[Callable[[], None]], object]) -> bool:
    """Do the work in a child, which is killed at its nth touch; whether it was, and not done before.

    Args:
        work: is given what to call for touches that Python does not see, such as a database's.
    """
    child = os.fork()
    if child == 0:
        left = [step]

        def touch() -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        def seen(event: str, about: tuple) -> None:
            if event in CHANGES or (event == "open" and isinstance(about[2], int) and about[2] & WRITING):
                touch()

        sys.addaudithook(seen)
        try:
            work(touch)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files of a folder but parts that were being written, and locks."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if path.suffix != ".part" and ".lock" not in path.name
    }
