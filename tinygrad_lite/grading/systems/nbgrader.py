"""nbgrader: "submitted/jdoe/loss/02_loss.ipynb" with a timestamp.txt beside it, or the exchange's
"inbound/jdoe+loss+2026-11-22 14:58:07 UTC/02_loss.ipynb".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .times import iso
from .who import Text, Who, nfc

NAME, TITLE, GUESS = "nbgrader", "nbgrader's folders", ""
OWN_FILES = ()

_EXCHANGE = re.compile(
    r"(?P<student>[^+]+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d \d\d[:_]\d\d[:_]\d\d(\.\d+)?( \w+)?)(\+.*)?"
)
TIMESTAMP = "timestamp.txt"


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    there = set(paths)
    return [_of(path, there, text) for path in paths]


def _of(path: str, there: set[str], text: Text) -> Who | None:
    parts = path.split("/")
    match = next(filter(None, (_EXCHANGE.fullmatch(nfc(part)) for part in parts[:-1])), None)
    if match:
        time = re.sub(r"(\d\d)_(\d\d)_(\d\d)", r"\1:\2:\3", match["time"])
        return Who(match["student"], match["student"], handed_in=iso(time))
    inside = parts[parts.index("submitted") + 1 :] if "submitted" in parts[:-2] else parts
    beside = "/".join([*parts[: len(parts) - len(inside) + 2], TIMESTAMP])
    if inside is parts and (len(parts) < 3 or beside not in there):
        return None
    student = nfc(inside[0])
    return Who(student, student, handed_in=iso(text(beside)[:64]) if beside in there else "")
