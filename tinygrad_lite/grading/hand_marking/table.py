"""`REPORT/manual.csv`, and the files of several markers: written for spreadsheets, and read as these leave them.

A row is known by its `answer_id`. So rows may be sorted, filtered and deleted; only `score`, `comment`, `grader` and
`flag` are read. What cannot be right is said with its row and column, as a spreadsheet shows them, and nothing is taken
from a file in which anything is wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import WrongUse
from ..near import there_are
from ..numbers import number, points_text
from ..spreadsheet import numbered_rows
from ..tables import table_text, unhurt
from .answers import Answer
from .comments import Codes, unknown

TABLE = "manual.csv"
COLUMNS = ("question", "answer_id", "text", "score", "comment", "grader", "flag", "count")
_NEEDED = ("question", "answer_id", "score", "comment")
#: In `score`: the mark that was there is taken back.
TAKEN_BACK = "-"
#: Spreadsheets take so many characters in a cell; what is longer is read on the question's page.
MOST_TEXT = 30_000
MOST_SAID = 8


@dataclass(frozen=True)
class Row:
    """What somebody typed of one answer.

    Attributes:
        question, answer_id: of which.
        score: None where there is none.
        comment, grader, flag: as typed.
        number: of the row, in its file; 0 for one of no file.
        taken_back: a "-" stands for the score.
    """

    question: str
    answer_id: str
    score: float | None = None
    comment: str = ""
    grader: str = ""
    flag: str = ""
    number: int = 0
    taken_back: bool = False

    @property
    def typed(self) -> bool:
        """Whether it says anything of the answer."""
        return self.score is not None or bool(self.comment) or self.taken_back


def cells_of(row: Row, answer: Answer) -> dict[str, Any]:
    """A row as the table has it."""
    text = answer.text
    if len(text) > MOST_TEXT:
        text = f"{text[:MOST_TEXT]}\n(It goes on: {page_of(answer.question)})"
    if answer.pictures:
        text = f"{text}\n({some_pictures(len(answer.pictures))}: {page_of(answer.question)})".strip()
    return {
        "question": row.question, "answer_id": row.answer_id, "text": text, "score": number(row.score),
        "comment": row.comment, "grader": row.grader, "flag": row.flag, "count": answer.count,
    }  # fmt: skip


def some_pictures(count: int) -> str:
    """ "a picture", "2 pictures" """
    return "a picture" if count == 1 else f"{count} pictures"


def page_of(question: str) -> str:
    """Where the page of a question is, in the report."""
    return f"manual/{question.replace('/', '-')}.html"


def text_of_table(rows: Iterable[tuple[Row, Answer]]) -> str:
    """The whole file."""
    return table_text(COLUMNS, (cells_of(row, answer) for row, answer in rows), ("text", "comment"))


@dataclass(frozen=True)
class Known:
    """What a file is held against.

    Attributes:
        answers: by question and id, those of today and those that there once were.
        codes: of comments.
        graders: who may stand in `grader`; None for anybody.
    """

    answers: Mapping[tuple[str, str], Answer]
    codes: Codes
    graders: tuple[str, ...] | None = None

    def plain_texts(self) -> dict[tuple[str, str], str]:
        """By question and text without signs: the id of the answer."""
        return {(one.question, _plain(one.text)): one.id for one in self.answers.values() if _plain(one.text)}


def read_rows(path: Path, known: Known) -> list[Row]:
    """The rows of a file; none where there is none.

    Raises:
        GradingError: something in it cannot be right; says where.
    """
    if not path.exists():
        return []
    (_, headings), *lines = numbered_rows(path) or [(1, [""])]
    headings = [heading.casefold() for heading in headings]
    missing = [column for column in _NEEDED if column not in headings]
    if missing:
        raise WrongUse(f'{path} has no column "{missing[0]}". Its first row should be: {",".join(COLUMNS)}.')
    wrong: list[str] = []
    rows: dict[tuple[str, str], Row] = {}
    texts = known.plain_texts()
    for place, cells in lines:
        row = dict(zip(headings, [*cells, *[""] * len(headings)], strict=False))
        try:
            found = _row(row, place, known, texts)
        except ValueError as problem:
            wrong.append(f"{path}, row {place}, {problem}")
            continue
        key = found.question, found.answer_id
        before = rows.setdefault(key, found)
        if before is not found and replace(before, number=0) != replace(found, number=0):
            wrong.append(f"{path}, row {place}, column answer_id: {found.answer_id} has row {before.number} already.")
    if wrong:
        more = [f"and {len(wrong) - MOST_SAID} more"] if len(wrong) > MOST_SAID else []
        raise WrongUse("\n".join([*wrong[:MOST_SAID], *more, "Nothing was taken from this file."]))
    return list(rows.values())


def _row(cells: Mapping[str, str], place: int, known: Known, texts: Mapping[tuple[str, str], str]) -> Row:
    """One row.

    Raises:
        ValueError: names the column, and says what is wrong in it.
    """
    question, name = cells["question"], cells["answer_id"]
    answer = known.answers.get((question, name))
    if answer is None:
        asked = sorted({one for one, _ in known.answers})
        if question not in asked:
            raise ValueError(f'column question: there is no "{question[:60]}"; {there_are(question, asked)}')
        raise ValueError(f'column answer_id: there is no answer "{name[:40]}" to {question}. Copy it from {TABLE}.')
    anothers = texts.get((question, _plain(cells.get("text", ""))), name)
    if anothers != name and _plain(cells["text"]) != _plain(answer.text):
        raise ValueError(
            f"column text: this is the text of {anothers}, not of {name}. Were single columns sorted? Sort whole rows."
        )
    score, comment = _score(cells["score"], answer), _typed(cells["comment"])
    if said := unknown(comment, known.codes):
        raise ValueError(f"column comment: {said}")
    grader = _typed(cells.get("grader", ""))
    if known.graders is not None and grader not in ("", *known.graders):
        raise ValueError(f'column grader: "{grader[:40]}" is no marker here; {there_are(grader, known.graders)}')
    taken_back = cells["score"] in (TAKEN_BACK, f"'{TAKEN_BACK}")
    return Row(question, name, score, comment, grader, _typed(cells.get("flag", "")), place, taken_back)


def _score(cell: str, answer: Answer) -> float | None:
    """A number of points, with a point or a comma.

    Raises:
        ValueError: it is none, or not one of this question's.
    """
    text = cell.removeprefix("'").strip()
    if text in ("", TAKEN_BACK):
        return None
    most = points_text(answer.points)
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(
            f'column score: "{cell[:40]}" is no number of points. Write one from 0 to {most}, such as 1.5 or 1,5; '
            "a spreadsheet may have made a date of it."
        ) from None
    if not math.isfinite(score) or not 0 <= score <= answer.points:
        word = "point" if score == 1 else "points"
        raise ValueError(f"column score: {cell[:40]} {word}, and {answer.question} has 0 to {most}.")
    return score


def _typed(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from computing it, and with one kind of line ends."""
    return unhurt(cell.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(text: str) -> str:
    """A text without what spreadsheets change in it."""
    return re.sub(r"\W+", "", text.partition("\n(")[0])[:500].casefold()
