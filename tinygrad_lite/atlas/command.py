"""`tinygrad-lite atlas`: which mistakes are meant, and whether they are listed or become a page."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path

from ..course.progress_file import Progress
from ..files import write_whole
from .entries import Entry, chosen, entries
from .page import page
from .text import listed, overview

FOUND, NONE = 0, 1


def show(what: str, out: Path | None, lines: bool, folder: Path, say: Callable[[str], object]) -> int:
    """Say or write what is asked for; the exit status."""
    known = entries()
    found = chosen(known, what)
    if not found:
        say(f'No mistake of the course has "{what}" in it. {_near(what, known)}')
        return NONE
    if out is not None:
        write_whole(out, page(found))
        say(f"{out}: {len(found)} mistakes. Open it in a browser.")
    elif what.strip():
        say(listed(found, done(folder), lines))
    else:
        say(f"{overview(found)}\n\n`tinygrad-lite atlas WORD` shows those with a word, an exercise or a lesson.")
    return FOUND


def done(folder: Path) -> set[str]:
    """The exercises that the student of a folder has done, or has seen the solution of."""
    known = Progress(folder).read()
    return {each for each, entry in known.items() if entry.get("status") == "right" or entry.get("solution_shown")}


def _near(what: str, known: list[Entry]) -> str:
    names = sorted({each.exercise for each in known} | {each.exercise.rpartition("/")[2] for each in known})
    near = get_close_matches(what, names, n=2, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "Try a shorter word, or no word at all."
