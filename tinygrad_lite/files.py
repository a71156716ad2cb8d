"""Files that are never half there: written beside their place, flushed to the disk, then moved there in one go.

A process that is killed, or a disk that is full, leaves the old file or the new one. A killed process may leave a part
file beside it, until the file is written again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

HOUR = 3600.0  # seconds
#: What the system says where no more can be written.
FULL = (errno.ENOSPC, errno.EDQUOT)
MAKE_ROOM = "Make room, then give the same command again."
#: What a file is called while it is written: its name and the computer's, the process, the thread.
PART = re.compile(r"(.+)-(\d+)-\d+\.part")


def write_whole(path: str | os.PathLike, data: str | bytes, like: Path | None = None) -> Path:
    """Write a file, so that at every moment either the old one is there or the new one, whole.

    Args:
        path: the file; its folder is made if it is not there.
        data: bytes as they are; text is written in UTF-8, and its line ends stay as they are on every system.
        like: a file whose rights and owner it gets.
    """
    with replacing(path) as part:
        part.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        if like:
            _give_rights(part, like)
    return Path(path)


def rewrite_whole(path: str | os.PathLike, data: bytes) -> None:
    """Replace a file that is there, as `write_whole` does; its rights and owner stay and, if it is a link, the link."""
    path = Path(path).resolve()
    write_whole(path, data, like=path)


def _give_rights(file: Path, like: Path) -> None:
    owner = like.stat()
    if os.name == "posix" and (owner.st_uid, owner.st_gid) != (file.stat().st_uid, file.stat().st_gid):
        with contextlib.suppress(OSError):  # only an administrator may give a file away, and not everywhere
            os.chown(file, owner.st_uid, owner.st_gid)
    shutil.copymode(like, file)


@contextlib.contextmanager
def replacing(path: str | os.PathLike) -> Iterator[Path]:
    """For what writes files itself: write to the path that this gives, and at the end it takes the place of `path`.

    After an error it is removed, and the old file stays. Each process and thread has a part file of its own, so that
    two that write the same file at once do not mix.
    """
    path = Path(path)
    _need_place_for_file(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_left_parts(path)
    part = part_of(path)
    try:
        yield part
        put_in_place(part, path)
    except OSError as error:
        if error.errno is not None and error.filename in (None, str(part)):  # as when the disk is full
            error.filename, error.filename2 = str(path), None  # the name that somebody has asked for
        raise
    finally:
        with contextlib.suppress(OSError):  # as above, where that name is too long; what is left, the next one removes
            part.unlink()


def _need_place_for_file(path: Path) -> None:
    if not path.name or path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder; give the path of a file", str(path))
    if is_no_file(path):  # which a file would take the place of: of /dev/null, say, where an administrator writes
        raise OSError(errno.EINVAL, "this is a pipe or a device; give the path of a file", str(path))


def is_no_file(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder: a pipe, at which a reader would wait forever."""
    return path.exists() and not path.is_file() and not path.is_dir()


def need_writable(path: Path) -> None:
    """See, before long work, that a file can be written. Where its folder is still to be made, that is seen then.

    Raises:
        OSError: it cannot; its `filename` is the path.
    """
    _need_place_for_file(path)
    if not path.parent.is_dir():
        above = next(each for each in path.absolute().parents if each.exists())
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file is where a folder should be", str(path))
        if not os.access(above, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return
    part = part_of(path)
    try:
        part.touch()
        part.unlink()
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def disk_full(problem: OSError, kept: str = "") -> str:
    """What to say of a full disk; "" where that is not what happened.

    Args:
        kept: what is not lost, as a sentence.
    """
    if problem.errno not in FULL:
        return ""
    if problem.filename is None:
        return "The disk is full: what is printed cannot be written there."
    return " ".join(filter(None, [f"The disk is full ({problem.filename}).", kept, MAKE_ROOM]))


def part_of(path: Path) -> Path:
    """What a file is called while this thread of this process writes it."""
    return path.with_name(f"{path.name}.{platform.node()}-{os.getpid()}-{threading.get_ident()}.part")


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, in place of the old one; not before it is on the disk."""
    with part.open("r+b") as file:
        os.fsync(file.fileno())
    part.replace(path)


def remove_left_parts(path: Path) -> None:
    """Remove what killed processes have left of a file; what others may still be writing stays."""
    _remove(left_parts(path))


def remove_left_parts_below(folder: Path) -> None:
    """Remove what killed processes have left of any file in a folder and in those below it."""
    _remove(_left(folder.rglob("*.part")))


def left_parts(path: Path) -> Iterator[Path]:
    """What killed processes have left of a file."""
    return _left(part for part in path.parent.iterdir() if part.name.startswith(path.name))


def _left(parts: Iterable[Path]) -> Iterator[Path]:
    for part in parts:
        if match := PART.fullmatch(part.name):
            with contextlib.suppress(OSError):  # another has just removed it
                if is_left(part, match[1].endswith(f".{platform.node()}"), int(match[2])):
                    yield part


def _remove(parts: Iterable[Path]) -> None:
    for part in parts:
        with contextlib.suppress(OSError):  # another has just removed it, or it is another user's
            part.unlink()


def is_left(part: Path, here: bool, process: int) -> bool:
    """Whether nobody writes a part file any more. If its process cannot be asked, it counts after an hour.

    Args:
        part: the file.
        here: whether it is a process of this computer.
        process: its number.
    """
    if os.name != "posix" or not here:  # on Windows, os.kill would end the process
        return time.time() - part.stat().st_mtime > HOUR
    try:
        os.kill(process, 0)  # only asks
    except ProcessLookupError:
        return True
    return False
