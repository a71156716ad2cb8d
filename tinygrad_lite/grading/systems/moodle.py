"""Moodle: "Jane Doe_48213_assignsubmission_file/02_loss.ipynb".

The number is the participant's, in the assignment's worksheet "Participant 48213". With "download in folders" off, the
file's name follows instead of a folder; before Moodle 4.1 the folder ends in "_". With blind marking everybody has the
same name, "Participant" in the site's language. A group's hand-in looks as a person's does, with the group's number;
those who are in no group have no number at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from .who import Text, Who, outermost

NAME, TITLE, GUESS = "moodle", "a Moodle download", ""
OWN_FILES = ()

_ONE = re.compile(r"(?P<name>[^_]+)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>file|onlinetext)(?:_.*)?")
_BLIND = re.compile(r"(?i)participant|teilnehmer(/in|in|\*in|:in)?|participante?|deelnemer|partecipante")
_GROUP = re.compile(r"(?i)(group|gruppe|team|groupe|grupo|gruppo|groep)\b")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [_of(path) for path in paths]
    ids = defaultdict(set)
    for who in found:
        if who is not None:
            ids[who.name].add(who.lms_id)
    blind = {name for name, theirs in ids.items() if _BLIND.fullmatch(name) or (len(ids) == 1 and len(theirs) > 2)}
    return [_blind(who) if who is not None and who.name in blind and who.lms_id else who for who in found]


def _of(path: str) -> Who | None:
    if (found := outermost(_ONE, path.split("/"))) is None:
        return None
    depth, match = found
    name, number = match["name"], match["id"] or ""
    who = Who(f"{name}_{number}" if number else name, number, name, depth=depth)
    if match["kind"] == "onlinetext":
        who = replace(who, why="a text typed into Moodle instead of a notebook")
    if not number or _GROUP.match(name):
        note = "a group's: who is in it, the name does not say" if not number else "by its name a group's"
        who = replace(who, group=name, note=f"{note}; please confirm")
    return who


def _blind(who: Who) -> Who:
    return replace(who, student=f"Participant {who.lms_id}", name="")
