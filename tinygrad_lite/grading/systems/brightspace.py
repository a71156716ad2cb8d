"""Brightspace: "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM/02_loss.ipynb".

Without folders: "39786-640693 - Aiden Rodriguez- Oct 10, 2025 1022 AM - 02_loss.ipynb". No login is in it: that takes
the class list. What the two numbers count is not documented, so people of one name with different numbers are kept
apart, and said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from .times import as_written, is_unread
from .who import Text, Who, outermost

NAME, TITLE = "brightspace", "a Brightspace download"
GUESS = "It is not documented which of the two numbers in a name is a person's"
OWN_FILES = ("index.html",)

#: The time is known by its year: how the rest is written goes by the site's language.
_ONE = re.compile(r"(?P<numbers>\d+-\d+) - (?P<name>.+?) ?- (?P<time>(?=[^-]*(?<!\d)20\d\d(?!\d))[^-]*[^- ])(?: - .+)?")


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [outermost(_ONE, path.split("/")) for path in paths]
    numbers = defaultdict(set)
    for _, match in filter(None, found):
        numbers[match["name"]].add(match["numbers"])
    return [_who(*one, len(numbers[one[1]["name"]]) > 1) if one else None for one in found]


def _who(depth: int, match: re.Match[str], several: bool) -> Who:
    name, time = match["name"], as_written(match["time"])
    student = f"{name}_{match['numbers']}" if several else name
    note = "another hand-in has this name and other numbers: the same person? Please confirm" if several else ""
    return Who(student, name=name, handed_in=time, note=note, depth=depth, unsure=is_unread(time))
