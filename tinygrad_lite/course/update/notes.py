"""The cells that tell what the lesson now says in a place that the student has changed.

They are Markdown, which cannot break a run; only where other cells need the names of a version that would otherwise
not run does it stand there as code. Each carries a fingerprint of its text: as long as it is as we wrote it, the next
update may replace it or take it away; once the student has written in it, it is a cell of the student's own.
"""

from __future__ import annotations

import re
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell

from .names import given_by
from .said import TAG, asked, digest, kept_aside, lines, plain

NEW = "# The lesson's new version. The cell below is yours, as you left it; keep the one you want.\n"
OLD = "# The lesson's old version, kept because cells of yours use names from it.\n"
EXERCISE = (
    "**This exercise has changed in the lesson since you wrote your answer.** Your answer, above, was left as it is; "
    "run its cell to have it checked against the new text:"
)
CHANGED = (
    "**The lesson has a new version of the cell above.** You have changed yours, so it was left as it is. The new one:"
)
GONE = "**The cell above is no longer part of the lesson.** It stays: you have written in it, or cells of yours use it."
END = "*Delete this note when you have read it.*"


def running(key: str, says: str, lesson: Any) -> Any:
    """A version of a lesson's cell that runs above another one: `NEW` or `OLD`."""
    magic, rest = _magic_and_rest(lesson.source)
    return _signed(new_code_cell(magic + says + rest), key)


def is_old(cell: Any) -> bool:
    """Whether it is a version that runs for the student's cells."""
    return _says(OLD, cell)


def is_new(cell: Any) -> bool:
    """Whether it is the lesson's version, above the student's; whichever line ends an editor has left."""
    return _says(NEW, cell)


def without_what_it_says(version: Any) -> str:
    """The lesson's own text of a version that runs above another one."""
    magic, rest = _magic_and_rest(version.source)
    return magic + rest.partition("\n")[2]


def _says(what: str, cell: Any) -> bool:
    is_ours = cell.cell_type == "code" and kept_aside(cell) is not None
    return is_ours and _magic_and_rest(plain(cell.source))[1].startswith(what.strip())


def _magic_and_rest(source: str) -> tuple[str, str]:
    """The line of a magic that has the whole cell (`%%time`) and stays the first, and what is below it."""
    first, end, rest = source.partition("\n")
    return (first + (end or "\n"), rest) if first.startswith("%%") else ("", source)


def note(key: str, says: str, lesson: Any = None) -> Any:
    """A note below a cell, with what the lesson now says there, quoted."""
    return _signed(new_markdown_cell("\n\n".join([says, *_quoted(lesson), END])), key)


def beside(key: str, now: Any, mine: Any) -> list[Any]:
    """A cell that the student and the lesson have both changed: the student's, and what the lesson now says there."""
    if asked(now):
        news = [line for line in lines(now) if line not in lines(mine) and "# your " not in line]
        return [mine, note(key, EXERCISE, now)] if news else [mine]
    if given_by(now) - given_by(mine):  # cells below need them; the student's version has the last word
        return [running(key, NEW, now), mine]
    return [mine, note(key, CHANGED, now)]


def _quoted(lesson: Any) -> list[str]:
    if lesson is None:
        return []
    if lesson.cell_type == "markdown":
        return ["\n".join(f"> {line}" for line in lesson.source.split("\n"))]
    fence = "`" * max(3, *(len(run) + 1 for run in ["", *re.findall("`+", lesson.source)]))
    return [f"{fence}python\n{lesson.source}\n{fence}"]


def _signed(cell: Any, key: str) -> Any:
    cell.id = f"update-{key}"[:64]
    cell.metadata[TAG] = {"update": {"of": key, "sha": digest(cell.source)}}
    return cell
