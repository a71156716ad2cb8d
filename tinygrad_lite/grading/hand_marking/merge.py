"""The markers' files together again: one mark for each answer, and how far two who marked the same were apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from statistics import mean

from ..errors import GradingError, WrongUse
from ..numbers import counted, points_text
from .comments import Codes, typed_score, with_codes
from .marks import HandMarking
from .split import Given, both, file_of, graders_of, read_dealt
from .table import MOST_SAID, TABLE, Known, Row, read_rows
from .typed import Key

#: A marker's file as browsers and mail programs may have named it: "manual_anna (1).csv".
_NAMED = re.compile(r"manual_(?P<grader>.+?)(?: ?\(\d+\)| - .*)?\.csv", re.IGNORECASE)


@dataclass(frozen=True)
class Marked:
    """What a marker gave an answer, and where it stands."""

    grader: str
    score: float
    comment: str
    flag: str = ""
    place: str = ""

    def same(self, other: Marked) -> bool:
        """Whether it says the same."""
        return (self.score, self.comment) == (other.score, other.comment)

    def __str__(self) -> str:
        return f"{self.grader} {typed_score(self.score, self.comment)}{f' ({self.place})' if self.place else ''}"


#: By the answer, then by the marker.
Marks = dict[Key, dict[str, Marked]]


def read_marks(hand: HandMarking, graders: tuple[str, ...], files: Iterable[Path]) -> Marks:
    """What stands in the markers' files.

    Raises:
        GradingError: something there cannot be right; says where.
    """
    found: Marks = {}
    for path in files:
        named = _NAMED.fullmatch(path.name)
        for row in read_rows(path, Known(hand.known, hand.codes, graders)):
            grader = row.grader or (named["grader"] if named else "")
            if grader not in graders:
                raise WrongUse(
                    f"{path}, row {row.number}, column grader: nobody knows whose mark this is. Write one of "
                    f"{', '.join(graders)}. Nothing was taken from this file."
                )
            if row.score is not None:
                place = f"{path.name}, row {row.number}"
                mark = Marked(grader, row.score, row.comment, row.flag, place)
                other = found.setdefault((row.question, row.answer_id), {}).setdefault(grader, mark)
                if (other.score, other.comment) != (mark.score, mark.comment):
                    raise WrongUse(f"{row.question} {row.answer_id}: {other}, and {mark}. Which of the two is it?")
    return found


def merge(hand: HandMarking, files: list[Path]) -> tuple[HandMarking, list[Given], list[str]]:
    """The table with what the markers gave, who has marked what, and what is to be said.

    Raises:
        GradingError: two marks for one answer; says which. Nothing was changed.
    """
    dealt = read_dealt(hand.report)
    graders = graders_of(dealt)
    if files and not graders:
        raise GradingError("Nothing was dealt out yet. First: tinygrad-lite manual split REPORT --graders anna,ben")
    marks = read_marks(
        hand, graders, files or [path for one in graders if (path := file_of(hand.report, one)).exists()]
    )
    known: Marks = {}
    for one in dealt:
        if one.score is not None:
            known.setdefault(one.key, {})[one.grader] = Marked(one.grader, one.score, one.comment)
    shared = both(dealt)
    wrong: list[str] = []
    rows = dict(hand.rows)
    for key, given in marks.items():
        in_all = partial(_in_all, codes=hand.codes, most=hand.known[key].points)
        merged = _merged(rows[key], given, known.get(key, {}), shared.get(key, []), graders, in_all)
        if isinstance(merged, str):
            wrong.append(merged)
        else:
            rows[key] = merged
    if wrong:
        more = [f"and {len(wrong) - MOST_SAID} more"] if len(wrong) > MOST_SAID else []
        end = "Settle it in one of the files, and merge again. Nothing was merged."
        raise WrongUse("\n".join(["Two different marks for one answer:", *wrong[:MOST_SAID], *more, end]))
    dealt = [
        replace(one, score=mark.score, comment=mark.comment)
        if (mark := marks.get(one.key, {}).get(one.grader))
        else one
        for one in dealt
    ]
    together = replace(hand, rows=rows)
    return together, dealt, [*_how_far(dealt), *_apart(together, dealt, shared)]


def _merged(
    row: Row,
    theirs: Mapping[str, Marked],
    known: Mapping[str, Marked],
    shared: list[str],
    graders: tuple[str, ...],
    in_all: Callable[[Row | Marked], float],
) -> Row | str:
    """What holds of one answer; a sentence where two marks stand against each other.

    What was merged before and is as it was then, says nothing new: what somebody has decided since stays.

    Args:
        row: what holds so far.
        theirs: what stands in the markers' files now; known: what was merged of them before.
        shared: those to whom the answer was given, where they are several.
        graders: all, in the order in which they were named.
        in_all: what a mark comes to, with the codes of its comment.
    """
    news = [mark for grader, mark in theirs.items() if grader not in known or not mark.same(known[grader])]
    if not news:
        return row
    everything = {**known, **theirs}
    if len(set(map(in_all, everything.values()))) > 1 and not everything.keys() <= {*shared}:
        return f"  {row.question} {row.answer_id}: {', '.join(map(str, everything.values()))}"
    first = min(everything.values(), key=lambda mark: graders.index(mark.grader))
    decided = row.score is not None and not any(
        (row.score, row.grader) == (mark.score, mark.grader) for mark in known.values()
    )
    if decided and row.score != first.score and not shared:
        other = f"{row.grader or 'somebody'} {typed_score(row.score or 0.0, row.comment)}"
        return f"  {row.question} {row.answer_id}: {first}, {other} ({TABLE})"
    others = [mark for mark in news if in_all(mark) != in_all(row if decided else first)]
    flags = [
        row.flag,
        *(mark.flag for mark in news),
        *(f"{mark.grader} gave {typed_score(mark.score, mark.comment)}" for mark in others),
    ]
    row = replace(row, flag="; ".join(dict.fromkeys(filter(None, flags))))
    if decided:
        return replace(row, comment=row.comment or first.comment)
    return replace(row, score=first.score, comment=first.comment, grader=first.grader)


def _in_all(mark: Row | Marked, codes: Codes, most: float) -> float:
    """What a mark comes to, with the codes of its comment."""
    return with_codes(mark.score or 0.0, mark.comment, codes, most)


def _how_far(dealt: Iterable[Given]) -> Iterator[str]:
    """How many of their answers the markers have marked."""
    for grader in graders_of(dealt := list(dealt)):
        mine = [one for one in dealt if one.grader == grader]
        yield f"{grader}: {sum(one.score is not None for one in mine)} of {len(mine)} marked"


def _apart(hand: HandMarking, dealt: list[Given], shared: Mapping[Key, list[str]]) -> Iterator[str]:
    """Of answers that several marked: how far they are apart on average, and where most."""
    totals: dict[Key, dict[str, float]] = {}
    for one in dealt:
        if one.key in shared and one.score is not None:
            most = hand.known[one.key].points
            totals.setdefault(one.key, {})[one.grader] = with_codes(one.score, one.comment, hand.codes, most)
    for question in dict.fromkeys(question for question, _ in totals):
        pairs = [
            (second - first, key, (one, first), (other, second))
            for key, given in totals.items()
            if key[0] == question
            for (one, first), (other, second) in combinations(given.items(), 2)
        ]
        if not pairs:
            continue
        worst = max(pairs, key=lambda pair: abs(pair[0]))
        count = len({pair[1] for pair in pairs})
        line = f"{question}: {counted(count, 'answer')} marked by more than one"
        if not worst[0]:
            yield f"{line}, with the same points."
            continue
        most = hand.known[worst[1]].points
        line += f"; on average {points_text(mean(abs(pair[0]) for pair in pairs), 2)} of {counted(most, 'point')} apart"
        if {(pair[2][0], pair[3][0]) for pair in pairs} == {(worst[2][0], worst[3][0])}:
            tends = mean(pair[0] for pair in pairs)
            more = worst[3][0] if tends > 0 else worst[2][0]
            line += f" ({more} gives {points_text(abs(tends), 2)} more)" if tends else ""
        gave = ", ".join(f"{grader} {points_text(points)}" for grader, points in worst[2:])
        yield f"{line}; furthest: {worst[1][1]} ({gave})."
    if any(f"{grader} gave " in row.flag for grader in graders_of(dealt) for row in hand.rows.values()):
        yield f"Where they differ, the mark of whoever was named first counts; flags in {TABLE} say what others gave."
