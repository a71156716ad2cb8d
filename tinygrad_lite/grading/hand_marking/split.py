"""Answers dealt out to several markers: a file for each, and some answers that all of them mark.

Who was given what is kept in `REPORT/.manual-split.csv`, with what each has marked when it was merged last: so a file
that comes back a second time takes nothing away that somebody has decided since.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tinygrad_lite.files import write_whole

from ..errors import GradingError, WrongUse
from ..numbers import counted, number
from ..tables import read_table, table_text, unhurt
from .answers import Answer
from .marks import HandMarking
from .table import Known, Row, read_rows, text_of_table
from .typed import Key

DEALT = ".manual-split.csv"
COLUMNS = ("question", "answer_id", "grader", "score", "comment")


@dataclass(frozen=True)
class Given:
    """An answer in somebody's hands; score and comment as they were merged last."""

    question: str
    answer_id: str
    grader: str
    score: float | None = None
    comment: str = ""

    @property
    def key(self) -> Key:
        """Of which answer."""
        return self.question, self.answer_id


def read_dealt(report: Path) -> list[Given]:
    """Who was given what; nothing before the first time."""
    return [
        Given(
            row["question"], row["answer_id"], row["grader"], float(row["score"]) if row["score"] else None,
            unhurt(row["comment"]),
        )
        for row in read_table(report / DEALT)
    ]  # fmt: skip


def write_dealt(report: Path, dealt: Iterable[Given]) -> None:
    """Keep it."""
    rows = (vars(one) | {"score": number(one.score)} for one in dealt)
    write_whole(report / DEALT, table_text(COLUMNS, rows, ("comment",)))


def graders_of(dealt: Iterable[Given]) -> tuple[str, ...]:
    """The markers, in the order in which they were named."""
    return tuple(dict.fromkeys(one.grader for one in dealt))


def both(dealt: Iterable[Given]) -> dict[Key, list[str]]:
    """The answers that several have, and who."""
    found: dict[Key, list[str]] = {}
    for one in dealt:
        found.setdefault(one.key, []).append(one.grader)
    return {key: graders for key, graders in found.items() if len(graders) > 1}


def file_of(report: Path, grader: str) -> Path:
    """Where a marker's file is written."""
    return report / f"manual_{grader}.csv"


def read_graders(text: str) -> tuple[str, ...]:
    """ "anna,ben" as names.

    Raises:
        GradingError: one cannot be a part of a file's name, or stands there twice.
    """
    names = [name.strip() for name in text.split(",")]
    for name in names:
        if not re.fullmatch(r"[^\W\d_][\w.-]{0,40}", name):
            raise WrongUse(f'"{name}" is no name for a marker: letters, digits, "." and "-", a letter first.')
    if len(names) < 2 or len({name.casefold() for name in names}) != len(names):
        raise WrongUse("Name two markers or more, each once: --graders anna,ben")
    return tuple(names)


def deal(hand: HandMarking, graders: tuple[str, ...], overlap: int) -> list[Given]:
    """Give every answer that is not marked to one of them, and of each question so many to all.

    Who has an answer already keeps it. Of each question all get as many, as nearly as that goes.
    """
    before: dict[Key, list[Given]] = {}
    for one in read_dealt(hand.report):
        before.setdefault((one.question, one.answer_id), []).append(one)
    dealt: list[Given] = []
    by_question: dict[str, list[Answer]] = {}
    for answer in hand.answers:
        if not answer.blank:
            by_question.setdefault(answer.question, []).append(answer)
    for question, answers in by_question.items():
        kept = [one for answer in answers for one in before.get((question, answer.id), []) if one.grader in graders]
        taken = {one.key for one in kept}
        load = {grader: sum(one.grader == grader for one in kept) for grader in graders}
        shared = overlap - len(both(kept))
        for answer in answers:
            key = question, answer.id
            if key in taken or hand.rows[key].score is not None:
                continue
            whose = list(graders) if shared > 0 else [min(graders, key=lambda one: load[one])]
            shared -= 1
            kept += [Given(*key, grader) for grader in whose]
            load |= {grader: load[grader] + 1 for grader in whose}
        dealt += kept
    return sorted(dealt, key=lambda one: graders.index(one.grader))


def split(hand: HandMarking, graders: tuple[str, ...], overlap: int) -> list[str]:
    """Write a file for each marker; gives what is to be said.

    Raises:
        GradingError: a file is there in which something waits to be merged; nothing was written.
    """
    dealt = deal(hand, graders, overlap)
    if not dealt:
        raise GradingError("There is nothing to be marked: every answer has a mark, or nobody wrote anything.")
    _nothing_waits(hand, graders)
    known, shared = {(one.question, one.id): one for one in hand.answers}, both(dealt)
    open_ = {grader: _open(hand, dealt, grader, shared) for grader in graders}
    if not any(open_.values()):
        raise GradingError("There is nothing new to be marked: every answer that was dealt out has its mark.")
    order = {key: place for place, key in enumerate(known)}
    for grader, keys in open_.items():
        rows = ((Row(*key, grader=grader), known[key]) for key in sorted(keys, key=lambda key: order[key]))
        write_whole(file_of(hand.report, grader), text_of_table(rows))  # nothing of what others think of them
    write_dealt(hand.report, dealt)
    return [
        *(f"{file_of(hand.report, grader)}: {_how_many(keys)}" for grader, keys in open_.items()),
        _by_several([key for key in shared if any(key in keys for keys in open_.values())]),
    ]


def _open(hand: HandMarking, dealt: Iterable[Given], grader: str, shared: Mapping[Key, list[str]]) -> list[Key]:
    """What a marker has and has not marked yet. What somebody else decided meanwhile is open where several mark it."""
    mine = [one.key for one in dealt if one.grader == grader and one.score is None]
    return [key for key in mine if key in shared or hand.rows[key].score is None]


def _how_many(keys: list[Key]) -> str:
    return counted(len(keys), "answer") if keys else "nothing to mark"


def _by_several(shared: Iterable[Key]) -> str:
    """How many of the answers in these files several mark, or marked before."""
    counts = Counter(question for question, _ in shared)
    some = ", ".join(f"{count} of {question}" for question, count in counts.items())
    return f"Marked by more than one: {some}." if some else "No answer is marked by two."


def _nothing_waits(hand: HandMarking, graders: Iterable[str]) -> None:
    """See that no file is overwritten in which somebody has typed what was not merged."""
    merged = {(one.grader, *one.key): (one.score, one.comment) for one in read_dealt(hand.report)}
    for grader in graders:
        path = file_of(hand.report, grader)
        for row in read_rows(path, Known(hand.known, hand.codes)):
            if row.typed and (row.score, row.comment) != merged.get((grader, row.question, row.answer_id)):
                raise GradingError(
                    f"{path} has marks that are not merged yet. First: tinygrad-lite manual merge {hand.report}"
                )
