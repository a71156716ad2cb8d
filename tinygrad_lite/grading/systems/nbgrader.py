"""nbgrader: "submitted/jdoe/loss/02_loss.ipynb" with a timestamp.txt beside it, or the exchange's
"inbound/jdoe+loss+2026-11-22 14:58:07 UTC/02_loss.ipynb".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .sakai import FOLDER as SAKAIS
from .times import TIMESTAMP, as_written, stamped
from .who import Text, Who, nfc

NAME, TITLE, GUESS = "nbgrader", "nbgrader's folders", ""
OWN_FILES = ()

_EXCHANGE = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d[:_]\d\d[:_]\d\d(\.\d+)?( \w+)?)(\+.*)?"
)


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    there = set(paths)
    return [_of(path, there, text) for path in paths]


def _of(path: str, there: set[str], text: Text) -> Who | None:
    """By the outermost folder that says it: what is in it was named by a student."""
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        if match := _EXCHANGE.fullmatch(nfc(part)):
            time = re.sub(r"(\d\d)_(\d\d)_(\d\d)", r"\1:\2:\3", match["time"])
            return Who(match["student"], match["student"], handed_in=as_written(time), depth=place)
        if part == "submitted" and len(parts) > place + 2:
            return _student(parts[: place + 3], there, text)
        if place > 0 and "/".join([*parts[:2], TIMESTAMP]) in there and not SAKAIS.fullmatch(nfc(parts[1])):
            return _student(parts[:2], there, text)
    return None


def _student(parts: list[str], there: set[str], text: Text) -> Who:
    """Of "…/STUDENT/ASSIGNMENT", with the time that lies there."""
    student, time = nfc(parts[-2]), stamped("/".join(parts), there, text)
    return Who(student, student, handed_in=time, depth=len(parts) - 2, unsure=not time)
