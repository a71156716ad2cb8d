"""Blackboard: "Homework 2_jdoe3_attempt_2026-11-22-14-58-07_02_loss.ipynb": assignment, login, time, file.

Both the assignment and a login may have "_" in them. The assignment is the same for the whole folder, so most files
tell it; a login with "_" is said, to be confirmed. Beside each hand-in lies a note of Blackboard's own, "….txt".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .times import as_written
from .who import Text, Who, outermost

NAME, TITLE, GUESS = "blackboard", "a Blackboard download", ""
OWN_FILES = ()

_ONE = re.compile(r"(?P<before>.+?_.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?P<rest>_.+|\.txt)")
OWN_NOTE = "Blackboard's own note on the hand-in"


def read(paths: Sequence[str], text: Text) -> list[Who | None]:
    """For each path whose it is."""
    found = [outermost(_ONE, path.split("/")) for path in paths]
    counts = Counter(one[1]["before"].rpartition("_")[0] for one in found if one)
    assignment = max(counts, key=lambda one: (counts[one], -len(one)), default="")
    return [_who(*one, assignment) if one else None for one in found]


def _who(depth: int, match: re.Match[str], assignment: str) -> Who:
    before, note = match["before"], ""
    login = before[len(assignment) + 1 :] if before.startswith(f"{assignment}_") else before.rpartition("_")[2]
    if "_" in login or not before.startswith(f"{assignment}_"):
        note = f'the login was taken to be "{login}"; please confirm'
    why = OWN_NOTE if match["rest"] == ".txt" else ""
    return Who(login, login, handed_in=as_written(match["time"]), note=note, why=why, depth=depth)
