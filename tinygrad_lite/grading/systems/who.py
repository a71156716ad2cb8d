"""What a system's file name says: whose the file is, when it came, and what is to be looked at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

#: Gives the text of a small file of the download by its path; "" where there is none.
Text = Callable[[str], str]


@dataclass(frozen=True)
class Who:
    """Of one file.

    Attributes:
        student: for tables and pages; two people never have the same.
        lms_id: the student in the system's own tables: a number (Moodle, Canvas) or a login; "" where no name says it.
        name: as people call her; what the system made of it where no more is known.
        group: hers, where the name is a group's.
        handed_in: "2026-11-22T14:58:07", "LATE", what the system wrote where that is no time here, or "".
        order: the later of two hand-ins has the larger number.
        note: what an instructor should look at.
        why: the reason why the file is no notebook to grade, where the system's name says so.
        depth: in how many folders the part of the path lies that says whose it is.
        unsure: nothing but how that part looks says that it is a person's: an exercise's folder may look so, too.
    """

    student: str
    lms_id: str = ""
    name: str = ""
    group: str = ""
    handed_in: str = ""
    order: int = 0
    note: str = ""
    why: str = ""
    depth: int = 0
    unsure: bool = False


class System(Protocol):
    """A module of this folder.

    Attributes:
        NAME: for `who.csv`; TITLE: for a sentence; GUESS: what of its names was never seen in a source, "" if all was;
            OWN_FILES: names of files that it adds to the students'.
    """

    NAME: str
    TITLE: str
    GUESS: str
    OWN_FILES: tuple[str, ...]

    def read(self, paths: Sequence[str], text: Text) -> list[Who | None]:
        """For each path whose it is; None for names that this system does not make."""


def outermost(pattern: re.Pattern[str], parts: Sequence[str]) -> tuple[int, re.Match[str]] | None:
    """The first part of a path that is as the pattern, and its depth. What lies within was named by a student."""
    matches = ((depth, pattern.fullmatch(nfc(part))) for depth, part in enumerate(parts))
    return next(((depth, match) for depth, match in matches if match), None)


def nfc(text: str) -> str:
    """Letters with accents in one piece: macOS writes them in two, and both look the same."""
    return unicodedata.normalize("NFC", text)


def is_archive(part: str) -> bool:
    """Whether what lies within a part of a path was packed: a system's folders lie in the download's own archive."""
    return part.lower().endswith(".zip")


def only_letters(text: str) -> str:
    """Letters and digits, with the signs that belong to a letter: in many scripts vowels are such signs.

    >>> only_letters("O'Neil, Ann-Marie"), only_letters("शर्मा")
    ('ONeilAnnMarie', 'शर्मा')
    """
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LMN")
