"""ILIAS: "Team 7/Doe_Jane_jdoe_48213/02_loss.ipynb": family name, first name, login, number.

Newer versions put one or two folders around it. A late file's name begins with that word in the site's language,
"Late - ". A name with more "_" than these three is not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .times import LATE
from .who import Text, Who, nfc, outermost

NAME, TITLE = "ilias", "an ILIAS download"
GUESS = "How ILIAS marks a late file differs from site to site"
OWN_FILES = ()

_FOLDER = re.compile(r"(?P<names>[^_]+(?:_[^_]+){2,})_(?P<number>\d+)")
_TEAM = re.compile(r"Team (\d+)")
_LATE = re.compile(r"(?i)[^-]*\b(late|versp(ä|ae?)tet\w*|retard[ée]?|tard(e|if|iv[aeo]|[ií][ao]))\b[^-]* - .+")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is. A login that comes with two numbers is none: others call their folders so, too."""
    found = [_of([nfc(part) for part in path.split("/")]) for path in paths]
    pairs = {(who.student, number) for who, number in filter(None, found)}
    logins, numbers = {student for student, _ in pairs}, {number for _, number in pairs}
    if not len(pairs) == len(logins) == len(numbers):
        return [None] * len(paths)
    return [one[0] if one else None for one in found]


def _of(parts: list[str]) -> tuple[Who, str] | None:
    """Who, and her number in ILIAS."""
    if (found := outermost(_FOLDER, parts[:-1])) is None:
        return None
    depth, match = found
    team = next((part for part in parts[:depth] if _TEAM.fullmatch(part)), "")
    late = LATE if _LATE.fullmatch(parts[depth + 1]) else ""
    names = match["names"].split("_")
    if len(names) > 3:
        note = 'the login cannot be told from the name, which has more "_" than ILIAS\' own; please confirm'
        who = Who(parts[depth], name=" ".join(names), group=team, handed_in=late, note=note, depth=depth, unsure=True)
        return who, match["number"]
    name = f"{names[1]} {names[0]}"
    return Who(names[2], names[2], name, team, late, depth=depth, unsure=True), match["number"]
