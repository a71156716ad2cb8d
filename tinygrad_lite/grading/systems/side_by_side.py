"""Several downloads in one folder, each in a zip or a folder of its own: "moodle.zip" beside "section B/".

Each is read as if it were alone. Of what two of them call alike it is not known whether it is one person, unless both
are of one system that gave both the same number or login.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from ..found import Found

#: A zip or folder is a download of its own if so many people are in it; fewer may be one student's own folders.
FEWEST_PEOPLE = 2


def parts_of(files: Sequence[Found], but: Collection[int] = ()) -> dict[str, list[int]]:
    """What lies directly in the folder and holds others → the places of its files; without parts that hold one of
    these."""
    parts: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(files):
        top, within, _ = found.path.partition("/")
        if within:
            parts[top].append(place)
    return {top: places for top, places in parts.items() if not {*places} & {*but}}


def is_download(files: Sequence[Found]) -> bool:
    """Whether these are of several people; each file says whose it is."""
    return len({found.student for found in files if found.student and not found.why}) >= FEWEST_PEOPLE


def kept_apart(files: Sequence[Found], parts: Collection[str]) -> list[Found]:
    """The files, with people called otherwise whom two downloads call alike, and a question to the instructor.

    Args:
        parts: what lies directly in the folder and may be a download of its own; all else is one download.
    """
    labels: dict[str, set[str]] = defaultdict(set)
    for found in files:
        labels[found.student].add(_label(found, parts))
    asked = "another download has somebody of this name, too: the same person? Please confirm"
    return [
        replace(
            found,
            student=f"{found.student} ({_label(found, parts)})",
            note=f"{found.note}; {asked}".removeprefix("; "),
        )
        if found.student and len(labels[found.student]) > 1
        else found
        for found in files
    ]


def _label(found: Found, parts: Collection[str]) -> str:
    """By what somebody is known: a system's numbers are its own in all its downloads, a bare name in one alone."""
    if found.lms_id:
        return found.system
    top = found.path.partition("/")[0]
    return top if top in parts else "the folder itself"
