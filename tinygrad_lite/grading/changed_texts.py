"""`REPORT/changed_texts.csv`: where a mark is as it was, and its student reads another text: what came of it, and why.

A mistake that got a name, a mended sentence, another smallest case, or another deadline where the mark is held up,
moves no mark. Who hands in another file reads another text anyway, and where a person decided, the page has her own
words; so neither is here. Nor is an answer that gives other numbers each time it is run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

from .changes import (
    CHECK,
    HAND_IN,
    LATENESS,
    MACHINERY,
    MANUAL,
    OVERRIDE,
    POINTS,
    SEED,
    Basis,
    Change,
    Place,
    lines_of,
    mark_in,
    reason,
)
from .kept_runs import Run
from .numbers import counted, same
from .pages.feedback import otherwise, text_shown
from .record import Mark

TABLE = "changed_texts.csv"
COMMENT = "comment changed"
_COUNT = re.compile(r"(?:all )?\d+(?: of \d+)? cases?")


class ChangedText(Change):
    """A text that is another one; `before` and `after` are the verdicts, with the name of the mistake."""


def changed_texts(old: Basis, new: Basis, run: int, still_open: bool) -> list[ChangedText]:
    """Every text that is not what it was, by student and exercise."""
    found = []
    for place in sorted(old.files.keys() & new.files.keys()):
        points = [basis.rows.get(place, {}).get("points", "") for basis in (old, new)]
        was, now = (mark_in(basis.files[place], place[1]) for basis in (old, new))
        set_by_hand = [basis.rows.get(place, {}).get("override", "") != "" for basis in (old, new)]
        texts = [text_of(mark, still_open, by_hand) for mark, by_hand in zip((was, now), set_by_hand, strict=True)]
        if not same(*points) or (was.comment, texts[0]) == (now.comment, texts[1]):
            continue
        why = COMMENT if was.comment != now.comment else _reason(old, new, place)
        if why:
            found.append(ChangedText(place[0], place[1], was.verdict, now.verdict, why, run))
    return found


def text_of(mark: Mark, still_open: bool, by_hand: bool = False) -> str:
    """What is said on an answer, and of what it loses for being late. How many cases there are is left out: it changes
    for everybody at once.

    Args:
        by_hand: a person set the mark: then nothing is said of lateness.
    """
    shown = {key: value for key, value in text_shown(mark, still_open).items() if key != "state"}
    beside = "" if by_hand else otherwise(mark)
    return _COUNT.sub("cases", json.dumps(shown)) + beside  # of a record that was read lists are what were tuples


def _reason(old: Basis, new: Basis, place: Place) -> str:
    """Why a text of ours is another one; "" where it is the student's, a person's, or the machine's matter."""
    why = reason(old, new, place)
    was, now = (mark_in(basis.files[place], place[1]) for basis in (old, new))
    if (was.late_by, was.share) != (now.late_by, now.share) and why not in (OVERRIDE, HAND_IN, POINTS, MANUAL):
        return LATENESS
    return why if is_of_ours(why) else ""


def is_of_ours(why: str) -> bool:
    """Whether that is a reason for which the grader says something else of the same answer."""
    return why in (LATENESS, CHECK, SEED, MACHINERY) or why.startswith("case")


def texts_of(report: Path, run: Run) -> list[ChangedText]:
    """The lines that a run has in `changed_texts.csv`."""
    return lines_of(report / TABLE, run, ChangedText)


def texts_told(found: Collection[Change], report: Path) -> list[str]:
    """For the end of `grade`: how many students read something else, in one line; nothing where nobody does."""
    if not found:
        return []
    students = len({one.student for one in found})
    return [
        f"{counted(students, 'student')} with the mark as it was, and another text on the page: each with its reason "
        f"in {report / TABLE}."
    ]
