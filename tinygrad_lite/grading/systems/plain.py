"""A folder as people make one: NAME/02_loss.ipynb, or NAME.ipynb at the top."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .who import Text, Who, nfc

NAME, TITLE, GUESS = "plain", "a folder for each student", ""
OWN_FILES = ()


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    around = _archive_around(paths)
    return [Who("") if around.startswith(f"{path}/") else _of(path.removeprefix(around)) for path in paths]


def _archive_around(paths: Sequence[str]) -> str:
    """The one archive that holds everybody's folder, with the folder around them; "" where there is none."""
    firsts = {path.split("/")[0] for path in paths}
    inside = [path.split("/")[1:] for path in paths if "/" in path]
    if len(firsts) != 1 or not inside or min(map(len, inside)) < 2:
        return ""
    first, outermost = firsts.pop(), {parts[0] for parts in inside}
    if not first.lower().endswith(".zip"):
        return ""
    deep = len(outermost) == 1 and all(len(parts) > 2 for parts in inside)
    return f"{first}/{outermost.pop()}/" if deep else f"{first}/"


def _of(path: str) -> Who:
    first, within = path.split("/")[0], "/" in path
    student = nfc(re.sub(r"\.zip$" if within else r"(\.ipynb)?(\.txt|\.json|\.zip)?$", "", first))
    return Who(student, student, unsure=within)
