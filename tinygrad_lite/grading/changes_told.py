"""What is printed of marks that moved: a line for each exercise and reason, with what became of all other marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .changes import HAND_IN, MANUAL, MARKS, Change
from .kept_runs import KeptRuns, Run
from .numbers import counted, same
from .record import NOT_HANDED_IN
from .tables import read_table


@dataclass(frozen=True)
class Others:
    """Of one exercise: how many marks are what they were, whose answers have another diagnosis than before, and who
    has a line of it, with or without a mark; how many have no mark, then and now, and how many handed in nothing."""

    same: int
    diagnoses: frozenset[str]
    there: frozenset[str]
    unmarked: int = 0
    absent: int = 0


_NOBODY = Others(0, frozenset(), frozenset())


def others(report: Path, run: Run) -> dict[str, Others]:
    """What became of all marks beside those of the run before, by exercise."""
    earlier = [one for one in KeptRuns(report).all() if one.number < run.number and (one.folder / MARKS).exists()]
    old = {(row["student"], row["exercise"]): row for row in read_table(earlier[-1].folder / MARKS)} if earlier else {}
    alike: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    absent: Counter[str] = Counter()
    diagnoses: dict[str, set[str]] = {}
    there: dict[str, set[str]] = {}
    for row in read_table(run.folder / MARKS):
        there.setdefault(row["exercise"], set()).add(run.names.student(row["student"]))
        was = old.get((row["student"], row["exercise"]))
        if was is not None and row["exercise"]:
            if same(was["points"], row["points"]):
                nothing = {was["state"], row["state"]} == {NOT_HANDED_IN} and not row["override"]
                (absent if nothing else alike if row["points"] else unmarked)[row["exercise"]] += 1
            if was["diagnosis"] != row["diagnosis"]:
                diagnoses.setdefault(row["exercise"], set()).add(run.names.student(row["student"]))
    return {
        exercise: Others(
            same=alike[exercise],
            diagnoses=frozenset(diagnoses.get(exercise, ())),
            there=frozenset(those),
            unmarked=unmarked[exercise],
            absent=absent[exercise],
        )
        for exercise, those in there.items()
    }


def told(found: Iterable[Change], beside: Mapping[str, Others] | None = None, most: int | None = None) -> list[str]:
    """For the end of `grade`: a line for each exercise and reason, with what became of the exercise's other marks.

    Those in which somebody has less than before come first: they are what is to be looked at.

    Args:
        most: so many lines; one more says what moved in the rest.
    """
    groups: dict[tuple[str, str], list[Change]] = {}
    for one in found:
        groups.setdefault((one.exercise, one.reason), []).append(one)
    reasons = Counter(exercise for exercise, _ in groups)
    lines = []
    for (exercise, why), some in sorted(groups.items()):
        here = None if beside is None else beside.get(exercise, _NOBODY)
        count = Counter(_direction(one, here) for one in some)
        line = f"{exercise}: {why}: {_moves(count)}{_beside(here, some, alone=reasons[exercise] == 1)}"
        lines.append((line, count))
    lines.sort(key=lambda one: not any(one[1][lost] for lost in ("down", "open", "gone")))
    rest = lines[most:] if most is not None else []
    more = [f"and {len(rest)} more: {_moves(sum((count for _, count in rest), Counter()))}"] if rest else []
    return [line for line, _ in lines[:most]] + more


def _direction(one: Change, beside: Others | None) -> str:
    """ "up" or "down"; "first" of a text that nobody had marked before, and of who hands in later; of a mark that is
    none any more, "open", or "gone" where its student has no hand-in any more."""
    if one.before == "":
        return "first" if one.reason in (MANUAL, HAND_IN) else "up"
    if one.after == "":
        return "open" if beside is None or one.student in beside.there else "gone"
    return "up" if float(one.after) > float(one.before) else "down"


def _moves(count: Counter[str]) -> str:
    """ "3 marks up, 1 down"; "4 first marks, 1 open again" """
    first = counted(count["first"], "first mark") if count["first"] else ""
    moved = f"{some_marks(count['up'])} up, {count['down']} down" if count["up"] or count["down"] else ""
    said = [first, moved]
    for what, words in (("open", "open again"), ("gone", "gone")):
        if count[what]:
            said.append(f"{count[what] if any(said) else some_marks(count[what])} {words}")
    return ", ".join(filter(None, said))


def some_marks(count: int) -> str:
    """ "1 mark", "6 marks" """
    return counted(count, "mark")


def _beside(found: Others | None, moved: list[Change], alone: bool) -> str:
    """ ", 3 diagnoses changed. 35 others: the same; 2 without a mark, as before"; of no other nothing is said.

    A row without a mark, or of somebody who handed in nothing, is not among the marks that are the same.

    Args:
        moved: for one reason.
        alone: whether it is the exercise's only one: then diagnoses beside marks that did not move have it, too.
    """
    if found is None:
        return ""
    number = len(found.diagnoses if alone else found.diagnoses & {one.student for one in moved})
    word = "diagnosis" if number == 1 else "diagnoses"
    diagnoses = f", {number} {word} changed" if number else ""
    beside = [f"{counted(found.same, 'other')}: the same"] if found.same else []
    beside += [f"{found.unmarked} without a mark, as before"] if found.unmarked else []
    beside += [f"{found.absent} not handed in, as before"] if found.absent else []
    return diagnoses + (f". {'; '.join(beside)}" if beside else "")
