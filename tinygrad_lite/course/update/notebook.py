"""One notebook on the disk: brought up to date, or back to what it was.

At every instant the file is the old one or the new one, whole; what it held before lies in `.before_update` beside it.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import time
from pathlib import Path

import nbformat
from filelock import FileLock

from tinygrad_lite.files import rewrite_whole, write_whole

from .given import STORE, CannotUpdate, as_given, base_of, read
from .lost import lost
from .merge import Done, merge
from .said import ours

BEFORE = ".before_update"
UNDONE = "-undone"
_WHEN = re.compile(rf"-([0-9]{{8}})-([0-9]{{6}})(?:-([0-9]+))?(?:{UNDONE})?$")


def update(path: Path, lesson: bytes, dry_run: bool = False) -> tuple[Done | None, Path | None]:
    """Bring a student's notebook up to date.

    Args:
        path: the notebook.
        lesson: the bytes of the lesson as it is now, with its stamp.
        dry_run: only say what would be done.
    Returns:
        What was done, and where the notebook as it was before is kept; None where there was nothing to do.
    Raises:
        CannotUpdate: it was left alone; says why.
    """
    stores = [path.parent / STORE, path.resolve().parent / STORE]  # `begin` keeps what it gives beside a link
    path = path.resolve()  # of a link, the file behind it is written, and the link stays
    theirs, store = read(lesson), next(filter(Path.is_dir, stores), stores[-1])
    stamp = ours(theirs.metadata)
    for _ in range(3):
        data = path.read_bytes()
        mine = read(data)
        if ours(mine.metadata).get("given") == stamp["given"]:
            return None, None
        refuse_read_only(path)
        base = base_of(mine, theirs, store)
        result, done = merge(base, theirs, mine)
        check(mine, result, base, theirs)
        if dry_run:
            return done, None
        untouched = any(data == file.read_bytes() for file, _ in as_given(store, stamp["lesson"]))
        new = lesson if untouched else text_of(result)
        kept = backup(path, data)
        keep_given(store, stamp, lesson)
        if path.read_bytes() == data:  # nobody has saved it meanwhile
            write_as(path, new)
            return done, kept
    raise CannotUpdate("another program keeps saving it: close it there, then do this again")


def check(mine: nbformat.NotebookNode, result: nbformat.NotebookNode, *given: nbformat.NotebookNode) -> None:
    """The last look before anything is written.

    Raises:
        CannotUpdate: the result is no notebook, or lacks a line of the student's.
    """
    ids = [cell.id for cell in result.cells]
    try:
        nbformat.validate(result)
    except nbformat.ValidationError as problem:
        raise CannotUpdate(
            f"it is not a notebook as Jupyter wants it ({problem.message}). Open it in JupyterLab and save it, then do "
            "this again"
        ) from problem
    if len(set(ids)) < len(ids):  # asked of what came before `validate`, which would mend it unasked
        raise CannotUpdate("two of its cells would have one id; please report this")
    if missing := lost(mine, result, *given):
        begun = missing[0].strip().split("\n")[0][:60]
        raise CannotUpdate(f"the update would have lost something that you wrote (“{begun}”); please report this")


def keep_given(store: Path, stamp: dict, lesson: bytes) -> None:
    """Keep a lesson as it is given to a student, for the next update."""
    kept = store / f"{stamp['lesson']}-{stamp['given']}.ipynb"
    if not kept.exists():
        write_whole(kept, lesson)


def backup(path: Path, data: bytes, mark: str = "") -> Path:
    """Keep what a notebook holds now, where only those may read it who may read the notebook.

    The copy's name comes after those of all copies before, even where the clock was set back since; the same bytes are
    not kept twice in a row.
    """
    last = max(_copies(path), key=_when, default=None)
    if last and last.stem.endswith(UNDONE) == bool(mark) and last.read_bytes() == data:
        return last
    when = (time.strftime("%Y%m%d"), time.strftime("%H%M%S"), 1)
    if last and _when(last) >= when:
        day, second, number = _when(last)
        when = (day, second, number + 1)
    ending = f"-{when[2]}{mark}" if when[2] > 1 else mark
    kept = path.parent / BEFORE / f"{path.stem}-{when[0]}-{when[1]}{ending}.ipynb"
    return write_whole(kept, data, like=path)


def undo(path: Path) -> tuple[Path, Path] | None:
    """Bring a notebook back as it was before its last update, once: what is written after that is never replaced.

    Returns:
        The copy that was brought back, and where what the notebook held until now is kept; None if it is so already.
    Raises:
        CannotUpdate: there is no copy, or it may not be written.
    """
    path = path.resolve()
    copies = copies_of(path)
    if not copies:
        raise CannotUpdate(f"no update of it is known: {path.parent / BEFORE} has no copy of it")
    last, before, now = max(_copies(path), key=_when), max(copies, key=_when), path.read_bytes()
    if now == before.read_bytes() or (last != before and last.read_bytes() != now):
        return None
    refuse_read_only(path)
    kept = backup(path, now, UNDONE)
    write_as(path, before.read_bytes())
    return before, kept


def copies_of(path: Path) -> list[Path]:
    """The copies of a notebook from before its updates."""
    return [file for file in _copies(path) if not file.stem.endswith(UNDONE)]


def _copies(path: Path) -> list[Path]:
    """All copies of a notebook: from before its updates, and from before these were undone."""
    files = (path.parent / BEFORE).glob(f"{glob.escape(path.stem)}-*.ipynb")
    return [file for file in files if _WHEN.fullmatch(file.stem.removeprefix(path.stem))]


def _when(file: Path) -> tuple[str, str, int]:
    """The date, time and number in a copy's name, to sort by."""
    match = _WHEN.search(file.stem)
    return (match[1], match[2], int(match[3] or 1)) if match else ("", "", 0)


def text_of(notebook: nbformat.NotebookNode) -> bytes:
    """The bytes of a notebook's file. Halves of characters, as broken programs write them, stay JSON's escapes."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).encode("utf-8", "backslashreplace") + b"\n"


def refuse_read_only(path: Path) -> None:
    """A file that was made read-only stays as it is, although its folder would let it be replaced.

    Raises:
        CannotUpdate: it is one.
    """
    if not (os.access(path, os.W_OK) and path.stat().st_mode & stat.S_IWUSR):
        raise CannotUpdate("it is read-only. Allow writing to it, then do this again")


def write_as(path: Path, data: bytes) -> None:
    """Replace a file, with the rights that it had.

    Raises:
        CannotUpdate: on Windows, another program has it open.
    """
    try:
        rewrite_whole(path, data)
    except PermissionError as problem:
        raise CannotUpdate(
            f"it cannot be written ({problem}). If another program has it open, close it there"
        ) from problem


def one_at_a_time(folder: Path) -> FileLock:
    """The lock under which a folder's notebooks are updated."""
    (folder / STORE).mkdir(exist_ok=True)
    return FileLock(folder / STORE / ".lock", timeout=30)
