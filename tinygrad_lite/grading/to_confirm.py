"""What an instructor is asked of single files: a guess to be confirmed, two hand-ins of which nothing says the later.

Such a question is the end of a file's note, and begins with "please". It stands in `who.csv`, and in `needs.csv` until
it is answered: with `ok` in `counts` (it is right as it was found), or with what is right instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .attempts import TWICE, UNREAD
from .listed import Listed
from .tables import read_table, unhurt
from .who_table import OK, TABLE

#: More files than these with the same question are one line of `needs.csv`.
MOST = 5
#: The end of a note on somebody whom the class list may have.
WHOSE = "please say whose it is"
#: The end of a note on a member of a group whom nobody knows: it is not the file's student that has to be mended.
IN_NO_LIST = "please confirm, or mend the table of groups"
#: The beginning of the note on a hand-in that the last run had (`handed_in_before.py`).
GONE = "handed in before, and not in this download"
_UNREAD = re.compile(UNREAD.format(".*") + "$")
_PLEASE = re.compile(r"(: the same person)?[;:,?]?\s*\bplease (confirm|say whose it is)[^;.]*", re.IGNORECASE)


def asks(note: str) -> bool:
    """Whether a note asks for anything."""
    return "please" in note.lower()


def settled(one: Listed) -> bool:
    """Whether the instructor has said whose a file is, or that it is right as it was found."""
    return bool(one.student and (one.edit.student or one.edit.counts == OK))


def answered(one: Listed) -> Listed:
    """A file whose question the instructor has answered: it is no longer asked. Nobody's file stays nobody's.

    Whose it is says neither which of two is to count, nor what became of it.
    """
    which = one.gone or one.note.startswith(TWICE) or bool(_UNREAD.search(one.note))
    told = one.edit.counts == OK if which else settled(one)
    if asks(one.note) and told:
        how = r"\1, as you confirmed" if one.edit.counts == OK else "; you wrote whose it is"
        return replace(one, note=_PLEASE.sub(how, one.note))
    return one


def to_confirm(report: Path, grade: str, lesson: str = "") -> list[dict[str, str]]:
    """Lines of `needs.csv`: what `who.csv` asks.

    Args:
        grade: the command that grades the class again.
        lesson: only of files of this lesson, and of none that is known; "" for all.
    """
    kinds: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for line, row in enumerate(read_table(report / TABLE), start=2):
        if asks(row["note"]) and (not lesson or row.get("lesson", "") in ("", lesson)):
            twice = row["note"].startswith(TWICE)
            kind = row["path"] if twice else re.sub('"[^"]*"', '""', row["note"])
            kinds.setdefault(kind, []).append((line, row))
    return [line for some in kinds.values() for line in _lines(some, grade)]


def _lines(some: list[tuple[int, Mapping[str, str]]], grade: str) -> Iterator[dict[str, str]]:
    """What is asked of files with the same question."""
    if len(some) > MOST:
        places = ", ".join(str(line) for line, _ in some[:MOST])
        why = f"{len(some)} files ({TABLE}, lines {places} and {len(some) - MOST} more): {some[0][1]['note']}"
        yield {"why": why, "what to do": _remedy(some[0][1], "these lines", grade)}
        return
    for line, row in some:
        why = f"{unhurt(row['path'])}: {row['note']}"
        yield {"student": unhurt(row["student"]), "why": why, "what to do": _remedy(row, f"line {line}", grade)}


def _remedy(row: Mapping[str, str], where: str, grade: str) -> str:
    first = f"in {TABLE}, {where},"
    if row["note"].startswith(TWICE):
        what = f"open both; {first} write yes into counts if this is the later one, ok if it is not"
    elif row["note"].startswith(GONE):
        what = f"take the whole download; or {first} write no into counts if it was withdrawn, ok if the mark stays"
    elif _UNREAD.search(row["note"]):
        what = f"ask for the file again; or {first} write ok into counts if the other one is to count"
    elif not row["student"]:
        what = f"{first} write into student whose it is"
    elif row["note"].endswith(WHOSE):
        what = f"{first} write into student whose it is, as the class list has it; ok into counts if none is meant"
    else:
        mend = "the table of groups" if row["note"].endswith(IN_NO_LIST) else "student"
        what = f"{first} write ok into counts if that is right; if it is not, mend {mend}"
    return f"{what}; then: {grade}"
