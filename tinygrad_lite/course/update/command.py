"""`tinygrad-lite update`: bring the notebooks of a folder up to date, or back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import Timeout

from ...files import FULL, MAKE_ROOM, is_no_file
from ..folders import lessons_folder
from .given import CannotUpdate, lesson_of, read
from .notebook import copies_of, one_at_a_time, undo, update
from .running import Running
from .said import ours
from .say import kept_at, left_alone, undone, updated

NOT_ANY_MORE = "it says that it is a lesson that this version of the course does not have"
NOT_A_LESSON = "it is none of this course's lessons: it has neither their stamp nor a cell with begin(…)"


def run(places: list[Path], say: Callable[[str], object], dry_run: bool, back: bool) -> int:
    """Bring notebooks up to date, or back.

    Args:
        places: notebooks, and folders of notebooks.
        say: takes each line of the report.
        dry_run: only say what would be done.
        back: undo the last update instead.
    Returns:
        The exit status: 0; 1 if a notebook was left alone; 2 if there is none.
    """
    notebooks = list(_notebooks(places, back))
    if not notebooks:
        where = ", ".join(str(place.resolve()) for place in places)
        what = "No update is known of any notebook in" if back else "There is no lesson in"
        say(f"{what} {where}. Give the folder in which your notebooks are.")
        return 2
    if dry_run:
        say("Nothing is written; this is what would be done.")
    running, failed, changed = Running(), 0, 0
    for path in notebooks:
        try:
            if why := running.says(path):
                raise CannotUpdate(why)
            with contextlib.nullcontext() if dry_run else one_at_a_time(path.resolve().parent):
                lines = _back(path) if back else _updated(path, dry_run)
        except (CannotUpdate, OSError, Timeout) as problem:
            failed, lines = 1, [left_alone(_short(path), _why(problem))]
        changed += bool(lines)
        for line in lines:
            say(line)
    if not changed:
        say("Nothing to do: " + ("no update is left to undo." if back else "every notebook is up to date."))
    return failed


def _notebooks(places: list[Path], back: bool) -> Iterator[Path]:
    """The notebooks that are meant: each that is named; of a folder the lessons, or those that were updated before."""
    for place in places:
        if place.is_dir():
            files = (path for path in sorted(place.glob("*.ipynb")) if not (path.is_dir() or is_no_file(path)))
            yield from filter(_was_updated if back else _is_lesson, files)
        else:
            yield place


def _was_updated(path: Path) -> bool:
    return bool(copies_of(path.resolve()))


def _is_lesson(path: Path) -> bool:
    """Whether a notebook is a lesson, or may be one: what cannot be read is tried, and its trouble told."""
    try:
        return not path.name.startswith(".") and bool(lesson_of(read(path.read_bytes())))
    except (CannotUpdate, OSError):
        return True


def _updated(path: Path, dry_run: bool) -> list[str]:
    mine = read(path.read_bytes())
    lesson = lesson_of(mine)
    if not lesson:
        raise CannotUpdate(NOT_ANY_MORE if ours(mine.metadata).get("lesson") else NOT_A_LESSON)
    done, kept = update(path, (lessons_folder() / f"{lesson}.ipynb").read_bytes(), dry_run)
    if done is None:
        return []
    return updated(_short(path), done) + ([kept_at(Path(_short(kept)))] if kept else [])


def _back(path: Path) -> list[str]:
    found = undo(path)
    return undone(_short(path), *(Path(_short(each)) for each in found)) if found else []


def _short(path: Path) -> str:
    """A path as one would type it here."""
    try:
        short = os.path.relpath(path)
    except (ValueError, OSError):  # on Windows, it is on another drive; or the folder in which we are is gone
        return str(path)
    return short if not short.startswith("..") else str(path)


def _why(problem: Exception) -> str:
    if isinstance(problem, Timeout):
        return "another update is at work in this folder: wait until it has finished"
    if isinstance(problem, OSError) and problem.errno in FULL:
        return f"the disk is full. {MAKE_ROOM}".rstrip(".")
    if isinstance(problem, OSError) and problem.strerror:
        where = f"{problem.filename} cannot be used ({problem.strerror})"
        return f"{where}. See to it that you may read and write there, then do this again"
    return str(problem).rstrip(".")
