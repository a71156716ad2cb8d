"""Which learning management system named these files, and whose each of them is by that.

The system is decided once for the whole folder, by which one's names fit most of the notebooks: a single file may look
like another system's by chance ("exam_2026_02_loss.ipynb"). Each system is a file here that reads its own names.
What does not fit the folder's system is nobody's, and an instructor is asked. Only where several downloads lie side by
side, each has a system of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from ..found import Found, Unfit, shown
from . import blackboard, brightspace, canvas, gradescope, ilias, moodle, nbgrader, plain, sakai
from .side_by_side import FEWEST_PEOPLE, is_download, kept_apart, parts_of
from .who import System, Who, is_archive

#: From the most particular way of naming files to the least.
SYSTEMS = cast(tuple[System, ...], (moodle, gradescope, blackboard, brightspace, sakai, nbgrader, canvas, ilias))
PLAIN = cast(System, plain)
BY_NAME = {system.NAME: system for system in (*SYSTEMS, PLAIN)}

#: A folder is a system's if the names of at least this share of its notebooks fit.
ENOUGH = 0.8
#: If fewer fit, but this share does, an instructor is asked: two downloads may lie in one folder.
ASKED = 0.3
#: So many folders around everybody's are looked into: ILIAS makes two, and unpacking another.
MOST_AROUND = 4
#: Of files that say who somebody is, so many bytes are read.
LARGEST_TEXT = 20_000_000


def named(files: Sequence[Found]) -> list[Found]:
    """The same files, each with its student and what else its name says, by the system that named them all.

    Where several downloads lie side by side in the folder, each is read by itself.
    """
    if several := each_by_itself(files):
        return several
    system, whose, share = decided(files)
    if share >= ENOUGH:
        result = [_with(found, who, system) for found, who in zip(files, whose, strict=True)]
        strange = parts_of(files, but={place for place, who in enumerate(whose) if who is not None})
        return kept_apart(_own_downloads(result, files, strange), strange) if strange else result
    if several := side_by_side(files):
        return several
    nobody = PLAIN.read([found.path for found in files], lambda path: "")
    plain = [_with(found, who, PLAIN) for found, who in zip(files, nobody, strict=True)]
    if share < ASKED:
        return plain
    asked = f"its name is as in {system.TITLE}, and too many others are not: please confirm, or grade the others apart"
    return [found if who is None else replace(found, note=asked) for found, who in zip(plain, whose, strict=True)]


def decided(files: Sequence[Found], around: int = MOST_AROUND) -> tuple[System, list[Who | None], float]:
    """The system that fits most of the files' names, whose each is by it, and which share of the notebooks it fits.

    Args:
        around: so many folders may lie around everybody's and look like one person's.
    """
    system, whose = _best(files)
    if around and (top := _only_person(files, whose)):
        system, whose = _looked_into(top, files, system, whose, around - 1)
    places = _that_matter(files)
    fitting = sum(whose[place] is not None for place in places)
    return system, whose, fitting / len(places) if places and system is not PLAIN else 0.0


def _best(files: Sequence[Found]) -> tuple[System, list[Who | None]]:
    """The system that fits most of the names, those that students could not choose first."""
    paths = [found.path for found in files]
    by_path = {found.path: found for found in files}

    def text(path: str) -> str:
        return _text(by_path.get(path))

    places = _that_matter(files)
    best, chosen, most, inwards = PLAIN, PLAIN.read(paths, text), 0, 0
    for system in SYSTEMS:
        whose = system.read(paths, text)
        fitting = [who for who in (whose[place] for place in places) if who is not None]
        depth = sum(who.depth for who in fitting)  # what lies further in was named by students
        if (len(fitting), -depth) > (most, -inwards):
            best, chosen, most, inwards = system, whose, len(fitting), depth
    return best, chosen


def _that_matter(files: Sequence[Found]) -> list[int]:
    """The places of the notebooks; of all files where there are none."""
    return [place for place, found in enumerate(files) if not found.why] or list(range(len(files)))


def _only_person(files: Sequence[Found], whose: Sequence[Who | None]) -> str:
    """The folder at the top in which all lies, if all is one person's and only the look of a name says so; else ""."""
    theirs = [(found.path.split("/")[0], who) for found, who in zip(files, whose, strict=True) if who is not None]
    tops, people = {top for top, _ in theirs}, {who.student for _, who in theirs}
    return tops.pop() if len(tops) == len(people) == 1 and all(who.unsure for _, who in theirs) else ""


def _looked_into(
    top: str, files: Sequence[Found], system: System, whose: list[Who | None], around: int
) -> tuple[System, list[Who | None]]:
    """The system and whose each file is, of all that one person seems to have handed in.

    Where a download of several people lies in the folder, it is an exercise's or a course's, as ILIAS' "DL_02_loss_77".
    Where that is one other person's, nobody knows whose it is. What people packed themselves makes no download.
    """
    places = [place for place, found in enumerate(files) if found.path.startswith(f"{top}/")]
    inside = [replace(files[place], path=files[place].path.removeprefix(f"{top}/")) for place in places]
    within, theirs, share = decided(inside, around)
    read = [(found.path.split("/")[: who.depth], who) for found, who in zip(inside, theirs, strict=True) if who]
    people = {who.student for folders, who in read if not any(map(is_archive, folders))}
    if share < ENOUGH or not people:
        return system, whose
    if len(people) < FEWEST_PEOPLE and not people & {who.student for who in whose if who}:
        asked = f'or is it of "{shown(people.pop())}", and the folder around it nobody\'s own? Please confirm'
        return system, [who and replace(who, note=f"{who.note}; {asked}".removeprefix("; ")) for who in whose]
    result: list[Who | None] = [None] * len(files)
    for place, who in zip(places, theirs, strict=True):
        result[place] = who and replace(who, depth=who.depth + 1)
    return within, result


def each_by_itself(files: Sequence[Found]) -> list[Found]:
    """The same files, where all lie in several whole downloads of systems; [] where they do not.

    Then no download says anything about another: a file that a student called like another system's, or people without
    names, would otherwise have all of them read in its way.
    """
    parts = parts_of(files)
    if len(parts) < 2 or sum(map(len, parts.values())) < len(files):
        return []
    result = _own_downloads(list(files), files, parts)
    whole = all(found.system not in ("", PLAIN.NAME) for found in result)
    return kept_apart(result, parts) if whole else []


def side_by_side(files: Sequence[Found]) -> list[Found]:
    """The same files, each by the system of the download that it lies in; [] where there are not several of these."""
    nobodys = [replace(found, note="it lies beside several downloads: please say whose it is") for found in files]
    parts = parts_of(files)
    result = _own_downloads(nobodys, files, parts)
    done = [found for found in result if found.system]
    notebooks = [found for found in files if not found.why]
    enough = sum(not found.why for found in done) >= ENOUGH * len(notebooks)
    return kept_apart(result, parts) if enough and len({found.path.partition("/")[0] for found in done}) > 1 else []


def _own_downloads(result: list[Found], files: Sequence[Found], parts: Mapping[str, list[int]]) -> list[Found]:
    """The result, but each of these parts of the folder that is a whole download is read as one."""
    result = list(result)
    for part, places in parts.items():
        inside = [replace(files[place], path=files[place].path.removeprefix(f"{part}/")) for place in places]
        system, whose, share = decided(inside)
        theirs = [_with(found, who, system) for found, who in zip(inside, whose, strict=True)]
        if share >= ENOUGH and is_download(theirs):
            for place, found in zip(places, theirs, strict=True):
                result[place] = replace(found, path=files[place].path)
    return result


def _with(found: Found, who: Who | None, system: System) -> Found:
    """A file with what its name says."""
    if who is None and found.why and found.path.rpartition("/")[2] in system.OWN_FILES:
        return replace(found, system=system.NAME, why=f"a list that belongs to {system.TITLE}")
    if who is None:
        return replace(found, system=system.NAME, note=f"its name is not as in {system.TITLE}: please say whose it is")
    return replace(
        found, student=shown(who.student), system=system.NAME, lms_id=shown(who.lms_id), name=shown(who.name),
        group=shown(who.group), handed_in=shown(who.handed_in), order=who.order, note=shown(who.note),
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
