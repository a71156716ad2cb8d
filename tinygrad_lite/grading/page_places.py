"""What a student's page is called in the archive that a learning management system takes.

A system knows a file of feedback by the name that the hand-in had in its own download. So the names come from there, by
way of `who.csv`; none is made up. Moodle alone takes a page by the number of its class list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .record import Record
from .roster import Roster
from .tables import safe


def in_moodle(parts: tuple[str, ...]) -> str:
    """Moodle: "Jane Doe_48213_assignsubmission_file/feedback.html"; where files lie flat, "…_file_feedback.html".

    >>> in_moodle(("Jane Doe_48213_assignsubmission_file", "02_loss.ipynb"))
    'Jane Doe_48213_assignsubmission_file/feedback.html'
    """
    mark = "_assignsubmission_file"
    for place, part in enumerate(parts):
        before, found, _ = part.partition(mark)
        if found:
            flat = place == len(parts) - 1
            return f"{before}{mark}_feedback.html" if flat else f"{part}/feedback.html"
    return ""


def of_moodles_list(roster: Roster | None) -> dict[str, str]:
    """Student → the name of her page, by the number that Moodle's own class list gives her.

    Moodle's import goes by the number alone, and asks for no hand-in (`importziplib.php`). Other systems want one.
    """
    if roster is None or roster.system != "moodle":
        return {}
    return {
        one.student: "{}_{}_assignsubmission_file/feedback.html".format(re.sub(r"[_/\\]", " ", one.name), one.lms_id)
        for one in roster.people
        if one.lms_id.isdigit()
    }


def in_canvas(parts: tuple[str, ...]) -> str:
    """Canvas: the hand-in's own name, whose numbers say whose it is, as a page.

    >>> in_canvas(("doejane_48213_9911223_02_loss.ipynb",))
    'doejane_48213_9911223_02_loss.html'
    """
    own = next((part for part in parts if any(piece.isdigit() for piece in part.split("_")[1:])), "")
    return f"{PurePosixPath(own).stem}.html" if own else ""


def in_ilias(parts: tuple[str, ...]) -> str:
    """ILIAS: the folders of its own download.

    >>> in_ilias(("Team 7", "Doe_Jane_jdoe_48213", "02_loss.ipynb"))
    'Team 7/Doe_Jane_jdoe_48213/feedback.html'
    """
    own = [part.count("_") >= 3 and part.rpartition("_")[2].isdigit() for part in parts[:-1]]
    place = own.index(True) if True in own else None
    return "" if place is None else "/".join([*parts[: place + 1], "feedback.html"])


def in_nbgrader(parts: tuple[str, ...]) -> str:
    """nbgrader: "feedback/STUDENT/ASSIGNMENT/NOTEBOOK.html", to be unpacked in the course's folder.

    >>> in_nbgrader(("submitted", "jdoe", "week2", "02_loss.ipynb"))
    'feedback/jdoe/week2/02_loss.html'
    """
    parts = parts[parts.index("submitted") + 1 :] if "submitted" in parts else parts
    return "/".join(["feedback", *parts[:-1], f"{PurePosixPath(parts[-1]).stem}.html"]) if len(parts) == 3 else ""


#: System → the name of a page, from the parts of the hand-in's path; "" where it cannot be told.
NAMES: dict[str, Callable[[tuple[str, ...]], str]] = {
    "moodle": in_moodle,
    "canvas": in_canvas,
    "ilias": in_ilias,
    "nbgrader": in_nbgrader,
}


@dataclass(frozen=True)
class Name:
    """What a page is called in the archive, "" if nobody can tell; `of_all`: the system gives it to a whole group;
    `by_list`: by the number of the class list."""

    page: str = ""
    of_all: bool = False
    by_list: bool = False


def named(
    records: list[Record],
    in_system: Callable[[tuple[str, ...]], str],
    who: Iterable[Mapping[str, str]],
    of_list: Mapping[str, str],
    typed: Collection[str] = (),
) -> Iterator[tuple[Record, Name]]:
    """Each record with the name of its page.

    Of a member of a group it is that of her own hand-in, which need not be the one that counted: in another's place
    that student would get it. Only a group's own place is for all. And a file of which a person wrote whose it is may
    lie in another's place: it is hers only where her number is in it, else the class list has it, or nobody.

    Args:
        records: of each student one.
        who: rows of `who.csv`, of this system's files.
        of_list: names of pages by the class list, for those of whom no hand-in has one.
        typed: paths of files of which a person wrote whose they are.
    """
    who = list(who)
    ids = {row["path"]: row["lms_id"] for row in who}
    students = {record.student for record in records}
    by_list = {student: Name(page, by_list=True) for student, page in of_list.items()}
    whose = {row["path"]: row["student"] for row in who}
    own = {student: path for path, student in whose.items()}
    for record in records:
        if not record.path:  # nothing was handed in, and a person gave marks
            yield record, by_list.get(record.student, Name())
            continue
        path, student = record.path, whose.get(safe(record.path), "")
        number = ids.get(safe(path), "")
        if (
            safe(path) in typed
            and not record.group
            and not _is_of(in_system(PurePosixPath(path).parts), record.student, number)
        ):
            listed = next((page for page in of_list.values() if _is_of(page, number)), "")
            yield record, Name(listed, by_list=bool(listed))
            continue
        of_all = bool(record.group and student) and student not in students
        if record.group and not of_all and student != record.student:
            path = own.get(record.student, "")
            if not path and student:
                yield record, by_list.get(record.student, Name())
                continue
        page = in_system(PurePosixPath(path).parts) if safe(path) in whose else ""
        yield record, Name(page, of_all) if page or of_all else by_list.get(record.student, Name())


def _is_of(page: str, *names: str) -> bool:
    """Whether the name of a page holds a student's own name in the system, or the number in it."""
    numbers = {number for name in names for number in re.findall(r"\d+", name)}
    return any(name in page.split("/") for name in names) or not numbers.isdisjoint(re.findall(r"\d+", page))
