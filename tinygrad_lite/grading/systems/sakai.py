"""Sakai: "Loss/Doe, Jane(jdoe)/Submission attachment(s)/02_loss.ipynb", with a timestamp.txt in the person's folder:
"2026-11-15T14:58:00Z", in older versions "20261115145800000", which is UTC, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .times import stamped
from .who import Text, Who, outermost

NAME, TITLE, GUESS = "sakai", "a Sakai download", ""
OWN_FILES = ("grades.csv",)

FOLDER = re.compile(r"(?P<last>[^,/]+), (?P<first>[^(]+?) ?\((?P<login>[^()]+)\)")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [outermost(FOLDER, path.split("/")[:-1]) for path in paths]
    people = {one[1].groups() for one in found if one}
    if len(people) > len({login for _, _, login in people}):  # one login, two names: these are no logins
        return [None] * len(paths)
    there = set(paths)
    folders = ["/".join(path.split("/")[: one[0] + 1]) if one else "" for path, one in zip(paths, found, strict=True)]
    return [
        _who(*one, stamped(folder, there, text)) if one else None for one, folder in zip(found, folders, strict=True)
    ]


def _who(depth: int, match: re.Match[str], handed_in: str) -> Who:
    login = match["login"]
    name = f"{match['first']} {match['last']}"
    return Who(login, login, name, handed_in=handed_in, depth=depth, unsure=not handed_in)
