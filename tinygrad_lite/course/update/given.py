"""The lesson as a student was given it: the base of a merge.

Every lesson carries a stamp in its metadata, `{"tinygrad_lite": {"lesson": "02_loss", "given": "3f0c…"}}`, and every
version that a student was given lies in the folder `.given` beside the notebooks, under its stamp. The stamp goes with
the notebook: where JupyterLab writes an old one back over a new one ("Overwrite"), the old stamp comes back with it,
and so does the right base.

Where the stamp or the file is missing (a copy from before stamps, one that came by mail, a folder that was tidied up),
a list of fingerprints of all cells that any lesson ever had, `cells_given.txt`, tells which of a notebook's cells are
as they were given.
"""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from ..folders import lessons_folder
from .match import match
from .said import fingerprint, of_lesson, ours, same, says

STORE = ".given"
KNOWN = Path(__file__).with_name("cells_given.txt")
_BEGIN = re.compile(r"""^\s*begin\(\s*["'](\w+)["']""", re.MULTILINE)


class CannotUpdate(ValueError):
    """This notebook was left alone; says why."""


def read(data: bytes) -> Any:
    """A notebook from the bytes of its file, with the ids as they are: perhaps none, perhaps one twice.

    Raises:
        CannotUpdate: it is no notebook of format 4.
    """
    try:
        notebook = nbformat.from_dict(json.loads(data.decode("utf-8-sig")))
        if notebook.nbformat != 4:
            age = "old" if str(notebook.nbformat) in "123" else "unknown"
            which = f"it has the {age} notebook format {notebook.nbformat}"
            raise CannotUpdate(f"{which}: open it in JupyterLab and save it, then do this again")
        notebook.nbformat = 4  # where it was 4.0
        if not isinstance(notebook.get("nbformat_minor"), int):
            notebook.nbformat_minor = 0  # the oldest promises least
        for part in (notebook, *notebook.cells):
            if not isinstance(part.setdefault("metadata", nbformat.from_dict({})), dict):
                raise TypeError("metadata have names")
        for cell in notebook.cells:
            if cell.cell_type not in ("code", "markdown", "raw") or not isinstance(cell.source, str | list):
                raise TypeError("there is no such cell")
            cell.source = "".join(cell.source)
    except CannotUpdate:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise CannotUpdate(f"it cannot be read as a notebook ({_what_it_is(data, problem)})") from problem
    return notebook


def _what_it_is(data: bytes, problem: Exception) -> str:
    if not data.strip():
        return "it is empty"
    if isinstance(problem, ValueError):
        return "a part of it is missing" if data.lstrip()[:1] == b"{" else "it is another kind of file"
    return "it has no cells, or they are not as Jupyter writes them"


def lesson_of(notebook: Any) -> str:
    """Which lesson a notebook is, by its stamp or by its `begin("…")`; "" where it is none of this course.

    Raises:
        CannotUpdate: an instructor has handed it out, with cells of the instructor's own.
    """
    tag = ours(notebook.metadata)
    if "released" in tag:
        raise CannotUpdate("it was handed out by your instructor, and corrections of it come from there")
    begun = (_BEGIN.search(cell.source) for cell in notebook.cells if cell.cell_type == "code")
    lesson = str(tag.get("lesson") or next((match[1] for match in begun if match), ""))
    return lesson if lesson and (lessons_folder() / f"{lesson}.ipynb").is_file() else ""


def base_of(mine: Any, theirs: Any, store: Path) -> Any:
    """The lesson as it was given to whoever has written in this notebook, as well as it can be known.

    Args:
        mine: the student's notebook.
        theirs: the lesson as it is now.
        store: the folder `.given`.
    """
    given, now = ours(mine.metadata).get("given"), ours(theirs.metadata)
    versions = [version for _, version in as_given(store, now["lesson"])]
    for version in versions:
        if ours(version.metadata)["given"] == given:
            return version
    known = _known(mine, theirs)
    if given or _is_of_before(known, theirs):  # else what is new in the lesson would count as deleted by the student
        versions = [version for version in versions if ours(version.metadata)["given"] != now["given"]]
    nearest = max(versions, key=lambda version: _shared(version, mine), default=nbformat.v4.new_notebook())
    nearest.cells = list({cell.id: cell for cell in (*nearest.cells, *known)}.values())
    return nearest


def as_given(store: Path, lesson: str) -> Iterator[tuple[Path, Any]]:
    """What is kept of a lesson as it was given: each file and its notebook.

    A file that somebody has broken counts as not kept, and so does one that does not say what its stamp was made of: a
    copy that was put there, say, with a student's own work in it.
    """
    for file in sorted(store.glob(f"{lesson}-*.ipynb")):
        with contextlib.suppress(CannotUpdate, OSError):
            version = read(file.read_bytes())
            if ours(version.metadata).get("given") == of_lesson(version.cells):
                yield file, version


def _known(mine: Any, theirs: Any) -> list[Any]:
    """The student's cells that are as a lesson once had them, by the ids that they have in this one, where they have.

    The ids in the notebook need not be those: old formats have none, and some programs give new ones.
    """
    cells, now = copy.deepcopy(mine.cells), {cell.id: cell for cell in theirs.cells}
    match({key: [cell] for key, cell in now.items()}, cells)
    others = _of_other_lessons(ours(theirs.metadata)["lesson"])
    prints = [(cell, fingerprint(cell)) for cell in cells]
    return [cell for cell, one in prints if one in known_cells() and (cell.id in now or one not in others)]


def _of_other_lessons(lesson: str) -> set[str]:
    """Fingerprints of the cells of all other lessons: of these, a student may have put some into this one."""
    others = (file for file in lessons_folder().glob("*.ipynb") if file.stem != lesson)
    return {fingerprint(cell) for file in others for cell in read(file.read_bytes()).cells}


def _is_of_before(known: list[Any], theirs: Any) -> bool:
    """Whether a notebook has an untouched cell that the lesson has corrected since."""
    now = {cell.id: cell for cell in theirs.cells}
    return any(cell.id in now and not same(cell, now[cell.id]) for cell in known)


def _shared(version: Any, mine: Any) -> int:
    hers = [says(cell) for cell in mine.cells]
    return sum(says(cell) in hers for cell in version.cells)


@cache
def known_cells() -> frozenset[str]:
    """Fingerprints of all cells that any lesson ever had; `course/build.py` adds to them."""
    return frozenset(KNOWN.read_text(encoding="utf-8").split()) if KNOWN.exists() else frozenset()
