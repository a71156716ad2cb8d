"""Of several notebooks of one lesson by one student, or by one group: which of them counts.

What an instructor wrote in `who.csv` goes first; then `attempts` in `[time]` of grading.toml decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .listed import Listed
from .systems.times import seconds

#: What `attempts` may say.
LAST, FIRST = "last in time", "first"
RULES = (LAST, FIRST)
#: Said of those that do not count: who or what decided.
TWICE, CHOSEN = "handed in twice", ", as you wrote"
UNCLEAR = "; which is the later, nothing says: please confirm"


def one_of_each(files: list[Listed], rule: str = LAST) -> list[Listed]:
    """Of several notebooks of one lesson by one student only one counts: the one that the instructor chose; else the
    last (or first) that was handed in, if the system says when; else the one that is called as the lesson is; else the
    last by its name."""
    settled = {one.path: one for theirs in together(files) for one in _settled(theirs, rule)}
    return [settled.get(one.path) or _refused(one) for one in files]


def together(files: Iterable[Listed]) -> list[list[Listed]]:
    """The notebooks that count, those of one lesson by one student or group together."""
    several: dict[tuple[str, str], list[Listed]] = {}
    for one in files:
        if one.counts:
            several.setdefault((f"group {one.group}" if one.members else one.student, one.lesson), []).append(one)
    return list(several.values())


def _settled(theirs: list[Listed], rule: str) -> list[Listed]:
    """The notebooks of one lesson by one student, of which at most one counts from here on."""
    theirs = sorted(theirs, key=_rank)
    known = len({_rank(one)[:2] for one in theirs}) == len(theirs)
    chosen = [one for one in theirs if one.edit.counts == "yes"]
    wanted = chosen or [one for one in theirs if one.edit.counts != "no"]
    best = wanted[0 if rule == FIRST and not chosen else -1] if wanted else None
    result = []
    for place, one in enumerate(theirs, start=1):
        one = replace(one, attempt=place if known else 0)
        if one.edit.counts == "no":
            one = replace(one, counts=False, note="you wrote that it does not count")
        elif one is not best and best is not None and one.path != best.path:
            how = CHOSEN if best.edit.counts else "" if known else UNCLEAR
            one = replace(one, counts=False, note=f"{TWICE}: {best.path} counts{how}")
        result.append(one)
    return result


def _rank(one: Listed) -> tuple[float, int, bool, str]:
    return seconds(one.handed_in), one.order, one.path.endswith(f"{one.lesson}.ipynb"), one.path


def _refused(one: Listed) -> Listed:
    """A file that cannot be graded, whatever the instructor wrote."""
    if one.edit.counts != "yes":
        return one
    why = one.note if one.lesson == "" else "nobody knows whose it is: write that, too"
    return replace(one, note=f"you wrote that it counts, and it cannot be graded: {why}")
