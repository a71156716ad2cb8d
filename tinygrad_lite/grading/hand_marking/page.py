"""A page for each question: what was asked, what earns the points, and every answer, pictures too, for reading."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from ...course.exercises import LESSONS, texts_of
from ...course.text_question import TextQuestion
from ..numbers import number, points_text
from ..pages.drawing import draw, plain
from ..pages.markdown import is_drawn
from .answers import Answer
from .comments import Codes, as_read, told_flag, with_codes
from .table import Row, page_of


def write_pages(report: Path, table: Iterable[tuple[Row, Answer]], codes: Codes) -> list[Path]:
    """Write them; a page that would be as it is, is left alone."""
    by_question: dict[str, list[tuple[Row, Answer]]] = {}
    for row, answer in table:
        if answer.count:
            by_question.setdefault(row.question, []).append((row, answer))
    asked = {task.id: task for lesson in LESSONS for task in texts_of(lesson)}
    pages = []
    for question, rows in by_question.items():
        path, text = report / page_of(question), question_page(question, asked.get(question), rows, codes)
        if not path.exists() or path.read_bytes() != text.encode("utf-8"):
            write_whole(path, text)
        pages.append(path)
    return pages


def question_page(question: str, task: TextQuestion | None, rows: list[tuple[Row, Answer]], codes: Codes) -> str:
    """One page."""
    return draw(
        "manual.html",
        question=question,
        points=rows[0][1].points,
        asked=task.question if task else "",
        look_for=task.look_for if task else "",
        is_plot=bool(task and task.plot),
        marked=sum(row.score is not None for row, answer in rows if not answer.blank),
        written=sum(not answer.blank for _, answer in rows),
        blank=sum(answer.count for _, answer in rows if answer.blank),
        codes=[(name, code.text, f"{number(code.points):+}" if code.points else "") for name, code in codes.items()],
        answers=[_answer(row, answer, codes) for row, answer in rows],
    )


def _answer(row: Row, answer: Answer, codes: Codes) -> dict[str, Any]:
    points = "" if row.score is None else points_text(with_codes(row.score, row.comment, codes, answer.points))
    return {
        "id": answer.id, "count": answer.count, "blank": answer.blank, "text": plain(answer.text),
        "typed": is_drawn(plain(answer.text)),
        "pictures": answer.pictures, "points": points, "comment": plain(as_read(row.comment, codes)),
        "grader": plain(row.grader), "flag": plain(told_flag(row.flag, codes, answer.points)),
    }  # fmt: skip
