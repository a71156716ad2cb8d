"""`REPORT/manual_log.csv`: everything that was ever typed into manual.csv, a line for each time that it changed.

A table that lies open in a spreadsheet is written back as it was when it was opened: without what others have merged
meanwhile. So an empty score takes nothing away: what was typed before stays, and a "-" takes it back.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tinygrad_lite.files import write_whole

from ..numbers import number
from ..tables import read_table, table_text, unhurt
from .answers import Answer
from .table import Row

LOG = "manual_log.csv"
COLUMNS = ("when", "question", "answer_id", "score", "comment", "grader", "flag", "max", "text")

#: A question and an answer's id.
Key = tuple[str, str]
Rows = dict[Key, Row]


def read_log(report: Path) -> tuple[Rows, dict[Key, Answer]]:
    """What was typed last of each answer that there ever was; and these answers."""
    rows: Rows = {}
    answers: dict[Key, Answer] = {}
    for line in read_table(report / LOG):
        key = line["question"], line["answer_id"]
        score = float(line["score"]) if line["score"] else None
        comment, grader, flag = (unhurt(line[column]) for column in ("comment", "grader", "flag"))
        rows[key] = Row(*key, score, comment, grader, flag)
        answers[key] = Answer(*key, unhurt(line["text"]), points=float(line["max"]))
    return rows, answers


def settled(typed: Iterable[Row], before: Mapping[Key, Row]) -> Rows:
    """What holds of each answer: what stands in the table now, or, where that says nothing, what was typed before."""
    result = dict(before)
    for row in typed:
        key = row.question, row.answer_id
        old = before.get(key, Row(*key))
        kept = row.score is None and not row.taken_back
        score, comment = (old.score, row.comment or old.comment) if kept else (row.score, row.comment)
        result[key] = Row(*key, score, comment, row.grader or old.grader, row.flag)
    return result


def keep(report: Path, now: Rows, before: Mapping[Key, Row], answers: Mapping[Key, Answer]) -> None:
    """Add a line for each row that is not what it was."""
    moved = {key: row for key, row in now.items() if before.get(key) != row}
    if not moved:
        return
    when = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    new = [
        {"when": when, "question": row.question, "answer_id": row.answer_id, "score": number(row.score),
         "comment": row.comment, "grader": row.grader, "flag": row.flag, "max": number(answers[key].points),
         "text": answers[key].text}
        for key, row in moved.items()
    ]  # fmt: skip
    old = ({key: unhurt(cell) for key, cell in line.items()} for line in read_table(report / LOG))
    write_whole(report / LOG, table_text(COLUMNS, [*old, *new], ("comment", "text")))
