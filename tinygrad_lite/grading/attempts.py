"""Of several notebooks of one lesson by one student, or by one group: which of them counts.

What an instructor wrote in `who.csv` goes first; then `attempts` in `[time]` of grading.toml decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from .codes import short
from .listed import Listed
from .record import Mark, Record
from .systems.times import seconds
from .tables import NOT_RECOGNISED
from .who_table import OK

#: What `attempts` may say.
LAST, FIRST, BEST, BEST_OF_EACH = "last in time", "first", "best", "best of each exercise"
RULES = (LAST, FIRST, BEST, BEST_OF_EACH)
#: Said of those that do not count: who or what decided.
TWICE, CHOSEN, EARLIER = "handed in twice", ", as you wrote", ", the earlier one"
SAME = ", and is the same to the letter"
UNCLEAR = "; which is the later, nothing says: please confirm"
#: The end of a note on a file that cannot be read, and may be the attempt that was to count.
UNREAD = "it may be the attempt that is to count, and {} counts: please confirm"
#: Said of those that were graded and do not count, or not as a whole: another one has more points.
_FURTHER = "one of {} attempts"
#: How the attempts are counted for the student.
_NUMBERS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def one_of_each(files: list[Listed], rule: str = LAST) -> list[Listed]:
    """Of several notebooks of one lesson by one student only one counts: the one that the instructor chose; else the
    last (or first) that was handed in, if the system says when; else the one that is called as the lesson is; else the
    last by its name. Where the best counts, all of them are graded, and `best_of` says later which it is."""
    settled = {one.path: one for theirs in together(files) for one in _settled(theirs, rule)}
    return _with_unread([settled.get(one.path) or _refused(one) for one in files], rule)


def _with_unread(files: list[Listed], rule: str) -> list[Listed]:
    """The files; of one that nobody can read it is asked about where it may be the attempt that was to count."""
    counting: dict[str, list[Listed]] = {}
    for one in files:
        if one.counts:
            counting.setdefault(_whose(one), []).append(one)
    every = {one.lesson for theirs in counting.values() for one in theirs}
    # Else it may be of a lesson that is missing, and a person looks at it all the same.
    whole = {who: theirs for who, theirs in counting.items() if {one.lesson for one in theirs} == every}
    return [
        replace(one, note=f"{one.note.rstrip('.')}; {UNREAD.format(whole[_whose(one)][-1].path)}")
        if one.edit.counts != "no" and _whose(one) in whole and _may_count(one, whole[_whose(one)], rule)
        else one
        for one in files
    ]


def _may_count(one: Listed, counting: list[Listed], rule: str) -> bool:
    """Whether a file of no lesson may be an attempt and, as far as its place among these is known, the one to count."""
    if one.counts or one.lesson or not one.student or one.gone:
        return False
    broken = bool(one.sha256) and not one.note.startswith(NOT_RECOGNISED)
    mine, *others = _places(one, *counting)
    if mine is None or mine in others or rule not in (LAST, FIRST):
        return broken  # many a file lies beside a notebook, but seldom a broken notebook
    known = [each for each in others if each is not None]
    kind = bool(one.sha256) or one.note.endswith("instead of a notebook")
    return kind and (mine > max(known) if rule == LAST else mine < min(known))


def _places(*files: Listed) -> list[tuple[float, int] | None]:
    """When each came, or in which order; None for all where that is not known of all."""
    times = [seconds(one.handed_in) for one in files]
    if min(times) > float("-inf"):
        return [(when, one.order) for when, one in zip(times, files, strict=True)]
    return [(0.0, one.order) for one in files] if all(one.order for one in files) else [None for _ in files]


def _whose(one: Listed) -> str:
    return f"group {one.group}" if one.members else one.student


def together(files: Iterable[Listed]) -> list[list[Listed]]:
    """The notebooks that count, those of one lesson by one student or group together."""
    several: dict[tuple[str, str], list[Listed]] = {}
    for one in files:
        if one.counts:
            several.setdefault((_whose(one), one.lesson), []).append(one)
    return list(several.values())


def _settled(theirs: list[Listed], rule: str) -> list[Listed]:
    """The notebooks of one lesson by one student, of which one counts from here on, or all that may be the best."""
    theirs = in_order(theirs)
    known = len({_rank(one, theirs)[:2] for one in theirs}) == len(theirs)
    chosen = [one for one in theirs if one.edit.counts == "yes"]
    wanted = chosen or [one for one in theirs if one.edit.counts != "no"]
    best = wanted[0 if rule == FIRST and not chosen else -1] if wanted else None
    result = []
    for place, one in enumerate(theirs, start=1):
        one = replace(one, attempt=place if known else 0)
        if one.edit.counts == "no":
            one = replace(one, counts=False, note="you wrote that it does not count")
        elif rule in (BEST, BEST_OF_EACH) and not chosen:
            pass
        elif one is not best and best is not None and one.path != best.path:
            told = best.edit.counts or any(each.edit.counts == OK for each in theirs)
            if known:
                how = CHOSEN if told else EARLIER if rule == FIRST else ""
            else:
                how = CHOSEN if told else SAME if one.sha256 == best.sha256 else UNCLEAR
            one = replace(one, counts=False, note=f"{TWICE}: {best.path} counts{how}")
        result.append(one)
    return result


def in_order(theirs: Iterable[Listed]) -> list[Listed]:
    """From the first to the last, as far as the system tells."""
    theirs = list(theirs)
    return sorted(theirs, key=lambda one: _rank(one, theirs))


def best_of(records: Sequence[Record], files: Sequence[Listed], rule: str) -> Record:
    """Of several attempts, from the first to the last, what counts: the one with the most points, of equals the last;
    with "best of each exercise" that one with the best mark of each exercise in it.

    Args:
        files: the file of each record.
    """
    if len(records) == 1:
        return records[0]
    best = max(reversed(records), key=lambda record: sum(mark.counted or 0.0 for mark in record.marks))
    several = f"{'Your group' if files[0].members else 'You'} handed in {len(records)} times."
    said = f"{several} This is the attempt with the most points{_which(records.index(best), files)}."
    if rule == BEST_OF_EACH and best.marks:
        best = replace(best, marks=tuple(_best_mark(mark, best, records) for mark in best.marks))
        said = f"{several} Of each exercise the best attempt counts."
    return replace(best, notes=(*best.notes, said))


def _which(place: int, files: Sequence[Listed]) -> str:
    """Which attempt it is, in words that name nobody: a file is called after whoever of a group handed it in."""
    known = all(one.attempt for one in files)  # else nothing says which was the first
    number = f"the {_NUMBERS[place]}" if known and place < len(_NUMBERS) else f"number {place + 1}" if known else ""
    one = files[place]
    timed = seconds(one.handed_in) > float("-inf")
    when = f"handed in at {datetime.fromisoformat(one.handed_in).isoformat(' ', 'minutes')}" if timed else ""
    # as her own receipt of `tinygrad-lite check` has it
    receipt = f"sha256 {short(one.sha256)}" if one.sha256 and not (known or timed) else ""
    said = ", ".join(filter(None, [number, when, receipt]))
    return f": {said}" if said else ""


def _best_mark(mark: Mark, best: Record, records: Sequence[Record]) -> Mark:
    """The best mark of an exercise, with the file that it comes from where that is not the best attempt itself."""
    for record in reversed(records):
        for other in record.marks:
            if other.id == mark.id and record is not best and (other.counted or 0.0) > (mark.counted or 0.0):
                mark = replace(other, attempt=record.path, attempt_sha256=record.sha256)
    return mark


def of_attempt(one: Listed, best: Record, several: int) -> Listed:
    """A file of several that were graded, with what became of it."""
    if one.path == best.path or several == 1:
        return one
    parts = [mark.id for mark in best.marks if mark.attempt == one.path]
    note = f"{_FURTHER.format(several)}: {best.path} has the most points"
    return replace(one, counts=False, note=f"{note}; this one counts for {', '.join(parts)}" if parts else note)


def is_further(one: Listed) -> bool:
    """Whether a file was graded and, with its points compared, is not the one that counts."""
    return not one.counts and re.match(_FURTHER.format(r"\d+"), one.note) is not None


def _rank(one: Listed, theirs: Iterable[Listed]) -> tuple[float, int, bool, str]:
    """Times tell nothing where one of them has none: it may be earlier or later."""
    timed = all(seconds(each.handed_in) > float("-inf") for each in theirs)
    when = seconds(one.handed_in) if timed else 0.0
    return when, one.order, one.path.endswith(f"{one.lesson}.ipynb"), one.path


def _refused(one: Listed) -> Listed:
    """A file that cannot be graded, whatever the instructor wrote."""
    if one.edit.counts != "yes":
        return one
    why = one.note if one.lesson == "" else "nobody knows whose it is: write that, too"
    return replace(one, note=f"you wrote that it counts, and it cannot be graded: {why}")
