"""Files that are never half there: written beside their place, flushed to the disk, then moved there in one go.

A process that is killed, or a disk that is full, leaves the old file or the new one; with a process that is killed, a
part file may be left beside it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: str | os.PathLike, data: str | bytes) -> Path:
    """Write a file, so that at every moment either the old one is there or the new one, whole.

    Args:
        path: the file; its folder is made if it is not there.
        data: bytes as they are; text is written in UTF-8, and its line ends stay as they are on every system.
    """
    with replacing(path) as part:
        part.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return Path(path)


@contextmanager
def replacing(path: str | os.PathLike) -> Iterator[Path]:
    """For what writes files itself: write to the path that this gives, and at the end it takes the place of `path`.

    After an error it is removed, and the old file stays. Each process and thread has a part file of its own, so that
    two that write the same file at once do not mix.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield part
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, in place of the old one; not before it is on the disk."""
    with part.open("r+b") as file:
        os.fsync(file.fileno())
    part.replace(path)
