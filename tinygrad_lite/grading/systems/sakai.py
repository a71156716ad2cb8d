"""Sakai: "Loss/Doe, Jane(jdoe)/Submission attachment(s)/02_loss.ipynb"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .who import Text, Who, nfc

NAME, TITLE = "sakai", "a Sakai download"
GUESS = "How Sakai names its folders was not looked up in its source"
OWN_FILES = ("grades.csv",)

_FOLDER = re.compile(r"(?P<last>[^,/]+), (?P<first>[^(]+?) ?\((?P<login>[^()]+)\)")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [next(filter(None, (_FOLDER.fullmatch(nfc(one)) for one in path.split("/")[:-1])), None) for path in paths]
    people = {one.groups() for one in found if one}
    if len(people) > len({login for _, _, login in people}):  # one login, two names: these are no logins
        return [None] * len(paths)
    return [Who(one["login"], one["login"], f"{one['first']} {one['last']}") if one else None for one in found]
