"""A student's folder of lessons, before it is opened: what is missing is given, what is untouched renewed.

    python -m tinygrad_lite.course.update my_lessons

`start.py` does this before each start of JupyterLab, so it imports little and mostly finds nothing to do. What has a
student's work in it is only announced: `python start.py update` does the rest. What is no lesson, but is called like
one, is told once.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinygrad_lite.files import rewrite_whole, write_whole

from ..folders import lessons_folder

STORE = ".given"


def begin(mine: Path, say: Callable[[str], object], command: str) -> None:
    """Bring a folder of lessons up to date as far as nobody's work is concerned.

    Args:
        mine: the student's folder; it is made if it is not there.
        say: takes each line of what there is to tell.
        command: what brings the rest up to date, for what is suggested.
    """
    mine.mkdir(parents=True, exist_ok=True)
    for lesson in sorted(lessons_folder().glob("*.ipynb")):
        path = mine / lesson.name
        data = lesson.read_bytes()
        stamp = stamp_of(data)
        if not os.path.lexists(path):
            write_whole(path, as_opened(data))
            say(f"New lesson: {mine.resolve().name}/{lesson.name}")
        elif stamp and path.is_file() and stamp_of(path.read_bytes()) != stamp:
            _renew(path, data, say, command)
        if stamp and path.is_file() and stamp_of(path.read_bytes()) == stamp:
            _told(path).unlink(missing_ok=True)
            _keep(mine / STORE / f"{lesson.stem}-{stamp}.ipynb", data)


def as_opened(lesson: bytes) -> bytes:
    """A lesson with the language that the kernel of this Python names.

    JupyterLab writes this into a notebook that it opens. Where it is another than in the file, the notebook counts as
    changed before anybody has typed, and is saved as such.
    """
    notebook = json.loads(lesson)
    notebook["metadata"]["language_info"] = {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": platform.python_version(),
    }
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _but_for_language(notebook: bytes) -> Any:
    """What a notebook says, but for what JupyterLab writes into it; bytes that are no notebook, as they are."""
    try:
        said = json.loads(notebook)
        said["metadata"].pop("language_info", None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return notebook
    return said


def stamp_of(data: bytes) -> str:
    """Which version of a lesson a notebook was given as; "" where it does not say."""
    try:
        return str(json.loads(data)["metadata"]["tinygrad_lite"]["given"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _renew(path: Path, lesson: bytes, say: Callable[[str], object], command: str) -> None:
    """A lesson that has been corrected: an untouched copy is replaced, any other is announced."""
    data = path.read_bytes()
    number = path.name.partition("_")[0]
    if _is_untouched(path, data):
        if not _is_open(path) and path.read_bytes() == data:  # a student may have saved it meanwhile
            rewrite_whole(path, as_opened(lesson))
            say(f"Lesson {number} has been corrected. There was no work in your copy, so it is the new one now.")
    elif _is_released(data):
        pass  # its corrections come from the instructor
    elif why := _why_not(data, path.stem):
        told = (
            f"{path.parent.resolve().name}/{path.name} {why}. Rename it, and the next start gives you lesson {number}."
        )
        if not _told(path).exists() or _told(path).read_bytes() != told.encode():
            say(told)
            write_whole(_told(path), told)
    else:
        say(f"Lesson {number} has been corrected. `{command}` brings the corrections and keeps all you wrote.")


def _is_released(data: bytes) -> bool:
    try:
        return "released" in json.loads(data)["metadata"]["tinygrad_lite"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _why_not(data: bytes, lesson: str) -> str:
    """Why an update of this notebook would not bring this lesson's corrections; "" where it would."""
    from .given import CannotUpdate, lesson_of, read

    try:
        found = lesson_of(read(data))
    except CannotUpdate as problem:
        return f"is left as it is: {problem}"
    if found == lesson:
        return ""
    return f"is not lesson {lesson.partition('_')[0]}: " + (f"it is {found}" if found else "it is none of the lessons")


def _told(path: Path) -> Path:
    """Holds what was said of a file last, so that it is said once."""
    return path.parent / STORE / f"{path.stem}.told"


def _is_untouched(path: Path, data: bytes) -> bool:
    from .given import as_given  # takes a while, and is rarely needed

    mine, given = _but_for_language(data), as_given(path.parent / STORE, path.stem)
    return any(mine == _but_for_language(file.read_bytes()) for file, _ in given)


def _is_open(path: Path) -> bool:
    from .running import Running  # takes half a second, and is rarely needed

    return bool(Running().says(path))


def _keep(kept: Path, lesson: bytes) -> None:
    """What a student was given is kept, so that an update can tell what is the student's."""
    if not kept.exists():
        write_whole(kept, lesson)
