"""Sakai: "Loss/Doe, Jane(jdoe)/Submission attachment(s)/02_loss.ipynb"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .who import Text, Who, outermost

NAME, TITLE = "sakai", "a Sakai download"
GUESS = "How Sakai names its folders was not looked up in its source"
OWN_FILES = ("grades.csv",)

_FOLDER = re.compile(r"(?P<last>[^,/]+), (?P<first>[^(]+?) ?\((?P<login>[^()]+)\)")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [outermost(_FOLDER, path.split("/")[:-1]) for path in paths]
    people = {one[1].groups() for one in found if one}
    if len(people) > len({login for _, _, login in people}):  # one login, two names: these are no logins
        return [None] * len(paths)
    return [_who(*one) if one else None for one in found]


def _who(depth: int, match: re.Match[str]) -> Who:
    login = match["login"]
    return Who(login, login, f"{match['first']} {match['last']}", depth=depth)
