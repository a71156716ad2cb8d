"""What was handed in: the files of a folder or a zip, and whose they are. Read only; nothing is unpacked or followed.

Every file that is there is either yielded as a notebook or listed with the reason why not: files found = graded +
listed. Whose a file is, is read from its name as the system that made the download writes it (`systems/`).
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .archives import Archive, Budget, in_zip, opened, too_large
from .found import BESIDE, NOBODYS, Found, NoSubmissions, Unfit, shown, why_not
from .notebook import LARGEST_FILE
from .systems import named

__all__ = ["Found", "NoSubmissions", "Unfit", "by_student", "submissions"]


def submissions(place: str | os.PathLike) -> Iterator[Found]:
    """Every file in a folder or zip, in the order of their names: notebooks to be graded, and others with a reason.

    Raises:
        NoSubmissions: there is no such folder or zip, or it cannot be opened.
    """
    top, budget = Path(place), Budget.whole()
    files: Iterator[Found]
    if top.is_dir():
        files = (found for file in _in_folder(top) for found in opened(file, budget))
    elif not top.exists():
        raise NoSubmissions(f"There is no folder or file {top}.")
    elif top.suffix == ".ipynb":
        files = iter([Found(top.name, size=top.stat().st_size, read=lambda: _read_file(top))])
    elif zipfile.is_zipfile(top):
        files = in_zip(Archive(lambda: top.open("rb")), str(top), budget)
    elif top.suffix.lower() == ".zip":
        raise NoSubmissions(f"{top} is no whole zip: it broke off, or is something else. Download it again.")
    else:
        raise NoSubmissions(
            f"{top} is neither a folder nor a zip nor a notebook. Give what your system hands out, as it is."
        )
    yield from _with_students(list(_once(files)))


def _once(files: Iterator[Found]) -> Iterator[Found]:
    """No two files of one path: a zip may hold a name twice, and two names may look the same. The second gets a number,
    as browsers give it, and is a file like any other of that student's: nothing of it is graded, or not, unsaid."""
    seen: dict[str, int] = {}
    for found in files:
        same, path = unicodedata.normalize("NFC", found.path), found.path
        while unicodedata.normalize("NFC", path) in seen:
            seen[same] += 1
            path = numbered(found.path, seen[same])
        seen[unicodedata.normalize("NFC", path)] = 1
        yield replace(found, path=path)


def numbered(path: str, number: int) -> str:
    """
    >>> numbered("jdoe/02_loss.ipynb", 2), numbered("jdoe/", 2)
    ('jdoe/02_loss (2).ipynb', 'jdoe (2)/')
    """
    folder, _, name = path.rstrip("/").rpartition("/")
    stem, dot, ending = name.rpartition(".")
    called = f"{stem} ({number}){dot}{ending}" if stem else f"{name} ({number})"
    return f"{folder}/{called}".lstrip("/") + "/" * path.endswith("/")


def _with_students(files: list[Found]) -> list[Found]:
    """Say whose each file is."""
    somebodys = [found for found in files if found.why not in NOBODYS]
    known = {id(before): after for before, after in zip(somebodys, named(somebodys), strict=True)}
    return [known.get(id(found), found) for found in files]


# ---------------------------------------------------------------------------------------------------------- folders


def _in_folder(top: Path) -> Iterator[Found]:
    """Files of a folder and of those in it; links are listed and never followed."""
    nbgrader = (top / "submitted").is_dir() and not _is_link(top / "submitted")
    closed: list[OSError] = []
    for folder, folders, names in os.walk(top, onerror=closed.append, followlinks=False):
        here = Path(folder)
        if not folders and not names and here != top:
            yield Found(f"{shown(here.relative_to(top).as_posix())}/", why="an empty folder")
        linked = [name for name in folders if _is_link(here / name)]
        folders[:] = sorted(set(folders) - set(linked))
        for name in sorted([*names, *linked]):
            found = _file(here / name, top)
            inside = not nbgrader or found.path.startswith("submitted/")
            yield found if inside or found.why else replace(found, why=BESIDE)
    for error in closed:
        name = shown(Path(error.filename).relative_to(top).as_posix())
        yield Found(f"{name}/", why=f"a folder that cannot be read: {error.strerror}")


def _is_link(path: Path) -> bool:
    return path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction())


def _file(path: Path, top: Path) -> Found:
    """One file of a folder."""
    name = shown(path.relative_to(top).as_posix())
    try:
        status = path.lstat()
    except OSError as error:
        return Found(name, why=f"it cannot be read: {error.strerror}")
    if _is_link(path):
        return Found(name, why="a link; links are not followed")
    if not stat.S_ISREG(status.st_mode):
        return Found(name, why="not a file: a device, pipe or socket")
    reason = why_not(name) or too_large(status.st_size)
    return Found(name, why=reason, size=status.st_size, read=lambda: _read_file(path))


def _read_file(path: Path) -> bytes:
    """The bytes of a file; not of what a link points to that has meanwhile taken its place."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unfit("not a file: a device, pipe or socket")
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Unfit(f"it cannot be read: {error.strerror}") from None


# ----------------------------------------------------------------------------------------------- several of a student


def by_student(found: list[Found]) -> dict[str, list[Found]]:
    """The notebooks to be graded, by student; those of students with nothing to be graded are empty lists."""
    students: dict[str, list[Found]] = {}
    for item in found:
        mine = students.setdefault(item.student, []) if item.student else []
        if not item.why:
            mine.append(item)
    return students
