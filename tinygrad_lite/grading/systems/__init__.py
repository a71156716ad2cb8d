"""Which learning management system named these files, and whose each of them is by that.

The system is decided once for the whole folder, by which one's names fit most of the notebooks: a single file may look
like another system's by chance ("exam_2026_02_loss.ipynb"). Each system is a file here that reads its own names.
What does not fit the folder's system is nobody's, and an instructor is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from ..found import Found, Unfit, shown
from . import blackboard, brightspace, canvas, gradescope, ilias, moodle, nbgrader, plain, sakai
from .who import System, Who

#: From the most particular way of naming files to the least.
SYSTEMS = cast(tuple[System, ...], (moodle, gradescope, blackboard, brightspace, sakai, nbgrader, canvas, ilias))
PLAIN = cast(System, plain)
BY_NAME = {system.NAME: system for system in (*SYSTEMS, PLAIN)}

#: A folder is a system's if the names of at least this share of its notebooks fit.
ENOUGH = 0.8
#: If fewer fit, but this share does, an instructor is asked: two downloads may lie in one folder.
ASKED = 0.3
#: Of files that say who somebody is, so many bytes are read.
LARGEST_TEXT = 20_000_000


def named(files: Sequence[Found]) -> list[Found]:
    """The same files, each with its student and what else its name says, by the system that named them all."""
    paths = [found.path for found in files]
    by_path = {found.path: found for found in files}

    def text(path: str) -> str:
        return _text(by_path.get(path))

    matter = [place for place, found in enumerate(files) if not found.why] or list(range(len(files)))
    best, chosen, most, inwards = PLAIN, PLAIN.read(paths, text), 0, 0
    for system in SYSTEMS:
        whose = system.read(paths, text)
        fitting = [who for who in (whose[place] for place in matter) if who is not None]
        depth = sum(who.depth for who in fitting)  # what lies further in was named by students
        if (len(fitting), -depth) > (most, -inwards):
            best, chosen, most, inwards = system, whose, len(fitting), depth
    if most >= ENOUGH * len(matter):
        return [_with(found, who, best) for found, who in zip(files, chosen, strict=True)]
    plain = [_with(found, who, PLAIN) for found, who in zip(files, PLAIN.read(paths, text), strict=True)]
    if most < ASKED * len(matter):
        return plain
    asked = f"its name is as in {best.TITLE}, and too many others are not: please confirm, or grade the others apart"
    return [found if who is None else replace(found, note=asked) for found, who in zip(plain, chosen, strict=True)]


def _with(found: Found, who: Who | None, system: System) -> Found:
    """A file with what its name says."""
    if who is None and found.why and found.path.rpartition("/")[2] in system.OWN_FILES:
        return replace(found, system=system.NAME, why=f"a list that belongs to {system.TITLE}")
    if who is None:
        return replace(found, system=system.NAME, note=f"its name is not as in {system.TITLE}: please say whose it is")
    return replace(
        found, student=shown(who.student), system=system.NAME, lms_id=shown(who.lms_id), name=shown(who.name),
        group=shown(who.group), handed_in=who.handed_in, order=who.order, note=shown(who.note),
        why=who.why or found.why,
    )  # fmt: skip


def _text(found: Found | None) -> str:
    """A small file's text; "" where it cannot be read."""
    if found is None or found.read is None or found.size > LARGEST_TEXT:
        return ""
    try:
        return found.read().decode("utf-8-sig", "replace")
    except Unfit:
        return ""
