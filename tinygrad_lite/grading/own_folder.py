"""A folder of this process's own among the system's temporary ones, and the removal of those of processes that were
killed: trees for students' programs are some 30 MB, and where `/tmp` is memory they would stay in it.

A lock beside each folder says that somebody needs it. The system gives a lock back when the process that has it ends,
and those that it forked, however they end. So what is free is nobody's, however old or new it is. (A process's number
would not say so: it is used again, and in a container it means another process.)
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from tinygrad_lite.grading.place_tree import remove_trees

PREFIX = "grading-tree-"
_locks: dict[Path, int] = {}


def own_folder() -> Path:
    """A new folder, to be given to `remove`. First those that nobody has any more are removed."""
    if sys.platform == "win32":
        return Path(tempfile.mkdtemp(prefix=PREFIX))
    import fcntl  # Unix alone has it

    _remove_left(Path(tempfile.gettempdir()))
    lock, path = tempfile.mkstemp(prefix=PREFIX, suffix=".lock")
    folder = Path(path).with_suffix("")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # first: a folder is there only while its lock is held
        _locks[folder] = lock
    except OSError:  # a file system without locks: then nobody is told that it is left
        os.close(lock)
        _lock_of(folder).unlink()
    folder.mkdir(mode=0o700)
    return folder


def remove(folder: Path) -> None:
    """Remove it, with what belongs to a tree."""
    remove_trees(folder)
    if folder in _locks:
        _lock_of(folder).unlink(missing_ok=True)
        os.close(_locks.pop(folder))


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _remove_left(inside: Path) -> None:
    """Remove our own folders whose lock is free. One that cannot be looked at is left."""
    if sys.platform == "win32":
        return
    import fcntl

    for path in inside.glob(f"{PREFIX}*.lock"):
        with contextlib.suppress(OSError), contextlib.ExitStack() as opened:
            if path.lstat().st_uid != os.getuid():
                continue
            lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
            opened.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove_trees(path.with_suffix(""))
            path.unlink(missing_ok=True)
