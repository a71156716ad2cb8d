"""What an update says of a notebook."""

from __future__ import annotations

from pathlib import Path

from .merge import Done

YOURS = "everything you wrote is as it was"


def updated(path: str, done: Done) -> list[str]:
    """What was done, in a line, and what the student should look at, a line each."""
    counts = [
        (len(done.updated), "cell corrected", "cells corrected"),
        (len(done.added), "new", "new"),
        (len(done.removed), "removed", "removed"),
        (len(done.kept) + len(done.gone), "changed by you and kept", "changed by you and kept"),
        (len(done.used), "kept because your cells use it", "kept because your cells use them"),
    ]
    told = [f"{number} {one if number == 1 else many}" for number, one, many in counts if number]
    lines = [f"{path}: {', '.join(told) or 'brought up to date'}; {YOURS}."]
    if done.exercises:
        number = len(done.exercises)
        have = "exercise has" if number == 1 else "exercises have"
        lines.append(
            f"  {number} {have} changed since you answered: {', '.join(done.exercises)}. "
            "The new text stands below your answer."
        )
    if done.not_brought_back:
        number = len(done.not_brought_back)
        what = "cell that you deleted has a new version and was" if number == 1 else (
            "cells that you deleted have new versions and were"
        )  # fmt: skip
        lines.append(f"  {number} {what} not brought back: {', '.join(done.not_brought_back)}.")
    if done.missing:
        lines.append(
            f"  The lesson now uses what cells give that you have deleted, moved or changed: {', '.join(done.missing)}."
        )
    for name, line, below in done.stops:
        why = f"{name} is given only further down now. Move that cell below it" if below else (
            f"nothing gives {name} any more"
        )  # fmt: skip
        lines.append(f"  Run All may stop at “{line}”: {why}.")
    return lines


def kept_at(kept: Path) -> str:
    """Where a notebook as it was before is kept, and how to bring it back."""
    return f"  As it was before: {kept} (`--undo` brings it back)"


def left_alone(path: str, why: str) -> str:
    """A notebook that was not touched, and why."""
    return f"{path}: left alone: {why}."


def undone(path: str, copy: Path, kept: Path) -> list[str]:
    """A notebook that is again as it was."""
    return [f"{path} is again as {copy} has it.", f"  What it held until now, with all that you wrote since: {kept}"]
