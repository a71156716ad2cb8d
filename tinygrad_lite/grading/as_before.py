"""Files that hold on from the last run: which they are, and whether what they say is as it was then.

`run.json` keeps a digest of each part of such a file, made with the report's own key. So it can be said which line of
grading.toml is another one now, though what it was is kept nowhere: who has more time stands in that file alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import WrongUse
from .numbers import MOST, some
from .pseudonyms import Pseudonyms
from .settings import Settings, read_settings

#: By their option, how they are called.
KEPT = {"settings": "Settings", "roster": "Class list", "exercises": "Your exercises", "mistakes": "Your mistakes"}
#: In `run.json`.
SEALS = "seals"
#: The part of grading.toml that says who has more time, of which no screen and no other file says anything.
_UNNAMED = ""
#: Lines of grading.toml that name files beside it; and the table whose lines begin with a student.
_NAME_FILES = (("groups", "file"), ("files", "exercises"), ("files", "mistakes"))
_OF_STUDENTS, _FILE_OF_STUDENTS = "extension", "accommodation"


def files_before(info: Mapping[str, Any] | None, option: str) -> tuple[Path, ...]:
    """The files that the last run was given by an option, by its `run.json`: who grades a part again need not think of
    them. Without the class list, nobody would be missing, and where it says when work came, nothing would be late;
    without the file of mistakes, cards would no longer say what they said.

    Raises:
        GradingError: one is no longer there.
    """
    known = (info or {}).get(option) or []
    paths = tuple(map(Path, [known] if isinstance(known, str) else known))
    for path in paths:
        if not path.is_file():
            instead = "" if option == "roster" else "; an empty file is as good as none"
            raise WrongUse(
                f"The last run was graded with {path}, which is no longer there. Say with --{option} what holds "
                f"now{instead}."
            )
    return paths


def file_before(info: Mapping[str, Any] | None, option: str) -> Path | None:
    """The same, of an option that takes one file: the grading.toml, or the class list."""
    return next(iter(files_before(info, option)), None)


def seals(names: Pseudonyms, given: Mapping[str, Iterable[Path]]) -> dict[str, dict[str, str]]:
    """For `run.json`: by option and part of a file a digest of what stands there.

    Args:
        given: by their option, the files that hold in a run.
    """
    return {
        option: {part: names.seal(part, what) for path in paths for part, what in _parts(path, option)}
        for option, paths in given.items()
    }


def time_moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether until when it could be handed in is another time in one run than in the other, by their `run.json`: for
    everybody, or for somebody. Which of the two, nothing tells."""
    parts = [*(f"{key} below [time]" for key in ("due", "grace", "opened")), _UNNAMED]
    sealed = ([info.get(SEALS, {}).get("settings", {}).get(part) for part in parts] for info in (old, new))
    timing = ([info.get("timing", {}).get(key) for key in ("due", "grace")] for info in (old, new))
    return any(before != after for before, after in (sealed, timing))


def told_before(path: Path, option: str, info: Mapping[str, Any] | None, names: Pseudonyms) -> str:
    """For the screen: by which file a part is graded again, where none was given, and what is another one in it."""
    name = str(path)
    with suppress(ValueError):  # on another drive of Windows
        name = min(name, os.path.relpath(path), key=len)
    said, before = f"{KEPT[option]}: {name}", (info or {}).get(SEALS, {}).get(option)
    if before is None:
        return f"{said}, the file of the last run."
    moved = _moved(path, option, before, names)
    if not moved:
        return f"{said}, as in the last run."
    parts = [part for part in moved if part]
    more = _UNNAMED in moved and parts  # then it is not counted how many more: one of them is nobody's business
    named = f"{', '.join(parts[:MOST])} and more" if more else some(parts)
    what = f"changed in it since: {named}" if option == "settings" and named else "what it says has changed since"
    return f"{said}, the file of the last run; {what}."


def has_moved(path: Path, option: str, info: Mapping[str, Any], names: Pseudonyms) -> bool:
    """Whether a file says another thing than in a run, by its `run.json`; one that cannot be read does."""
    before = info.get(SEALS, {}).get(option)
    try:
        return before is not None and bool(_moved(path, option, before, names))
    except WrongUse:
        return True


def _moved(path: Path, option: str, before: Mapping[str, str], names: Pseudonyms) -> list[str]:
    """The parts of a file that are other ones now."""
    now = {part: names.seal(part, what) for part, what in _parts(path, option)}
    mine = before if option == "settings" else {part: before[part] for part in now if part in before}
    return [part for part in {**now, **mine} if now.get(part) != mine.get(part)]


def _parts(path: Path, option: str) -> Iterator[tuple[str, str]]:
    """What a file says, part by part: of a grading.toml its lines, and the files that these name; else the whole."""
    if option == "settings":
        yield from _lines(read_settings(path))
    else:
        yield str(path.resolve()), _content(path)


def _lines(settings: Settings) -> Iterator[tuple[str, str]]:
    for table, value in settings.tables.items():
        if not isinstance(value, dict):
            yield table, repr(value)
        elif table == _OF_STUDENTS:
            name = value.get(_FILE_OF_STUDENTS)
            yield _UNNAMED, repr(sorted(value.items(), key=str)) + _content(settings.path.parent / str(name))
        else:
            for key, what in value.items():
                named = key if key.isidentifier() else f'"{key}"'
                yield f"{named} below [{table}]", repr(what)
                names = [what] if isinstance(what, str) else what if isinstance(what, list) else []
                for name in map(str, names) if (table, key) in _NAME_FILES else ():
                    yield name, _content(settings.path.parent / name)


def _content(path: Path) -> str:
    """A digest of a file; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
