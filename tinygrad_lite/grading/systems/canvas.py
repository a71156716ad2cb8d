"""Canvas: "doejane_LATE_48213_9911223_02_loss.ipynb": name, user's number, the upload's number, file.

Of the name Canvas keeps letters only ("Doe, Jane" → "doejane"), so that two people may have the same; the number,
`ID` in the gradebook, tells them apart. A group's hand-in has the group's name and the number of one member.
Anonymous ones have a short mark in place of a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .times import LATE
from .who import Text, Who, is_archive, nfc, only_letters

NAME, TITLE, GUESS = "canvas", "a Canvas download", ""
OWN_FILES = ()

# no number begins with 0 and uploads have at least three digits: "exam_2026_02_loss.ipynb" is a student's own name
_ONE = re.compile(r"(?P<name>[^\s_]+)_(?P<late>LATE_)?(?P<id>[1-9]\d*)_(?P<upload>[1-9]\d{2,})_(?P<file>.+)")
_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<mark>[A-Za-z0-9]{3,10})_(?P<upload>[1-9]\d{2,})_(?P<file>.+)")
_TYPED = re.compile(r"(?P<name>[^\s_]+)_(?P<late>LATE_)?(?P<id>[1-9]\d*)_(?P<kind>text|link)\.html")
_GROUP = re.compile(r"(?i)(group|team|gruppe)\d*")


@dataclass(frozen=True)
class Upload:
    """One file's name, read: who, the folder around it, the part of the path that says so, the upload's number."""

    who: Who
    folder: str
    part: str
    number: str = ""


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is. All lie in one folder, as Canvas makes no others; every upload has its own number."""
    found = [_of(path) for path in paths]
    uploads = {upload for upload in found if upload is not None and upload.number}
    one_folder = len({upload.folder for upload in uploads}) <= 1
    own_numbers = len({upload.number for upload in uploads}) == len({upload.part for upload in uploads})
    return [upload.who if upload and one_folder and own_numbers else None for upload in found]


def _of(path: str) -> Upload | None:
    parts = path.split("/")
    for depth, part in enumerate(map(nfc, parts)):
        folder = "/".join(parts[:depth])
        unsure = depth < len(parts) - 1 and not is_archive(part)  # Canvas itself makes no folder of an upload
        if match := _ANONYMOUS.fullmatch(part):
            order, why = int(match["upload"][:18]), _typed(match["file"])
            who = Who(f"anon_{match['mark']}", handed_in=_late(match), order=order, why=why, depth=depth, unsure=unsure)
            return Upload(who, folder, part, match["upload"])
        if (match := _ONE.fullmatch(part)) and _is_name(match):
            order, why = int(match["upload"][:18]), _typed(match["file"])
            who = replace(_named(match), order=order, why=why, depth=depth, unsure=unsure)
            return Upload(who, folder, part, match["upload"])
        if (match := _TYPED.fullmatch(part)) and _is_name(match):
            return Upload(replace(_named(match), why=_typed(f"{match['kind']}.html"), depth=depth), folder, part)
    return None


def _named(match: re.Match[str]) -> Who:
    name, number = match["name"], match["id"]
    group = name if _GROUP.match(name) else ""
    note = "by its name a group's: who is in it, the name does not say; please confirm" if group else ""
    return Who(f"{name}_{number}", number, name, group, _late(match), note=note)


def _is_name(match: re.Match[str]) -> bool:
    return only_letters(match["name"]) == match["name"]


def _late(match: re.Match[str]) -> str:
    return LATE if match["late"] else ""


def _typed(file: str) -> str:
    """What a student typed into Canvas has a name of Canvas' own."""
    kinds = {"text.html": "a text typed into Canvas", "link.html": "a link"}
    return next((f"{said} instead of a notebook" for end, said in kinds.items() if file.endswith(end)), "")
