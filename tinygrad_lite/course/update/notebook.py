"""One notebook on the disk: brought up to date, or back to what it was.

At every instant the file is the old one or the new one, whole; what it held before lies in `.before_update` beside it.
"""

from __future__ import annotations

import glob
import re
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
    """Keep what a notebook holds now, under a name that no other copy has; the same bytes are kept only once."""
    folder, when = path.parent / BEFORE, time.strftime("%Y%m%d-%H%M%S")
    names = [f"{path.stem}-{when}{mark}.ipynb", *(f"{path.stem}-{when}-{n}{mark}.ipynb" for n in range(2, 1000))]
    for name in names:
        kept = folder / name
        if not kept.exists():
            return write_whole(kept, data)
        if kept.read_bytes() == data:
            return kept
    raise CannotUpdate(f"there are a thousand copies of it in {folder} already: delete what you do not need")


def undo(path: Path) -> tuple[Path, Path] | None:
    """Bring a notebook back as it was before its last update.

    Returns:
        The copy that was brought back, and where what the notebook held until now is kept; None if it is so already.
    Raises:
        CannotUpdate: there is no copy.
    """
    path = path.resolve()
    copies = copies_of(path)
    if not copies:
        raise CannotUpdate(f"no update of it is known: {path.parent / BEFORE} has no copy of it")
    last = max(copies, key=lambda file: _when(file, path.stem))
    now, before = path.read_bytes(), last.read_bytes()
    if now == before:
        return None
    kept = backup(path, now, UNDONE)
    write_as(path, before)
    return last, kept


def copies_of(path: Path) -> list[Path]:
    """The copies of a notebook from before its updates."""
    copies = (path.parent / BEFORE).glob(f"{glob.escape(path.stem)}-*.ipynb")
    return [file for file in copies if not file.stem.endswith(UNDONE) and _when(file, path.stem)]


def _when(copy: Path, stem: str) -> tuple[int, ...]:
    """The date, time and number in a copy's name, to sort by; () where it is a copy of another notebook."""
    match = re.fullmatch(r"-([0-9]{8})-([0-9]{6})(?:-([0-9]+))?", copy.stem.removeprefix(stem))
    return tuple(int(part or 1) for part in match.groups()) if match else ()


def text_of(notebook: nbformat.NotebookNode) -> bytes:
    """The bytes of a notebook's file. Halves of characters, as broken programs write them, stay JSON's escapes."""
    return nbformat.writes(notebook, version=nbformat.NO_CONVERT).encode("utf-8", "backslashreplace") + b"\n"


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
