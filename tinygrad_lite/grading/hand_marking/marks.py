"""Marks for what people read: what was typed of each answer, and what becomes of it for everybody who wrote so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tinygrad_lite.files import write_whole

from ..errors import WrongUse
from ..groups import once_a_group
from ..numbers import counted
from ..pseudonyms import Pseudonyms
from ..record import GRADED, NEEDS_A_PERSON, NO_ANSWER, Mark, Record
from ..scrub import Scrub
from .answers import Answer, answer_of, answers
from .comments import TABLE as COMMENTS
from .comments import Codes, as_read, read_comments, told_flag, told_score, unknown, with_codes
from .page import write_pages
from .renamed import called_as_before
from .table import TABLE, Known, Row, read_rows, text_of_table
from .typed import Key, Rows, keep, read_log, settled


@dataclass(frozen=True)
class HandMarking:
    """What there is to be read in a class, and what was typed of it.

    Attributes:
        report: the folder.
        answers: of today, in the order of the table; `known`: with those that there once were.
        codes: of comments.
        logged: what was typed before; rows: what holds now.
    """

    report: Path
    answers: list[Answer]
    known: Mapping[Key, Answer]
    codes: Codes
    logged: Rows
    rows: Rows

    @classmethod
    def of(cls, report: Path, records: Iterable[Record], points: Mapping[str, float] | None = None) -> HandMarking:
        """From the records of a run, and the files of its report.

        Args:
            points: what questions are worth now, where that was changed since and there are no records yet.
        Raises:
            GradingError: something that was typed cannot be right; says where. Nothing was changed.
        """
        records = list(records)
        scrub = Scrub.of(Pseudonyms(report))
        here = [replace(one, text=scrub.text(one.text)) for one in answers(records)]
        logged, gone = read_log(report)
        logged = called_as_before(report, [(one.question, one.id) for one in here], logged)
        gone = {key: replace(one, points=(points or {}).get(one.question, one.points)) for key, one in gone.items()}
        known = gone | {(one.question, one.id): one for one in here}
        codes = read_comments(report)
        before = {
            (one.question, one.id): Row(one.question, one.id, *((0.0, NO_ANSWER) if one.blank else (None, "")))
            for one in here
        } | logged  # fmt: skip
        rows = settled(read_rows(report / TABLE, Known(known, codes)), before)
        _check_comments(rows, codes)
        return cls(report, here, known, codes, logged, rows)

    @property
    def open(self) -> list[Answer]:
        """Answers without a mark, in the order of the table."""
        return [one for one in self.answers if self.rows[one.question, one.id].score is None]

    def points(self, question: str, answer_id: str) -> float | None:
        """What an answer gets, its comment's codes counted; None where nobody has marked it."""
        row = self.rows.get((question, answer_id))
        if row is None or row.score is None:
            return None
        return with_codes(row.score, row.comment, self.codes, self.known[question, answer_id].points)

    def marked(self, records: Iterable[Record]) -> list[Record]:
        """The records, with the points and comments of whoever read them; automatic points stay as they are."""
        return [replace(record, marks=tuple(self._marked(record, mark) for mark in record.marks)) for record in records]

    def _marked(self, record: Record, mark: Mark) -> Mark:
        name = answer_of(record, mark.id) if mark.read else ""
        if not name:
            return mark
        points = self.points(mark.id, name)
        if points is None:
            return replace(mark, by_hand=None, comment="", state=NEEDS_A_PERSON)
        said = as_read(self.rows[mark.id, name].comment, self.codes)
        return replace(mark, by_hand=points, comment=said, state=GRADED)

    def needs(self) -> Iterator[dict[str, Any]]:
        """Lines of `needs.csv`: how many answers of each question wait, and what whoever marked has flagged."""
        waiting = Counter(one.question for one in self.open)
        whole = Counter(one.question for one in self.answers if not one.blank)
        for question, count in waiting.items():
            of = counted(whole[question], "different answer")
            why = f"{count} of {of} {'is' if count == 1 else 'are'} not marked yet"
            yield {"student": "", "exercise": question, "why": why, "what to do": f"read them: {TABLE}"}
        for one in self.answers:
            row = self.rows[one.question, one.id]
            if row.flag:
                by = f"{row.grader} " if row.grader else ""
                score = "" if row.score is None else told_score(row.score, row.comment, self.codes, one.points)
                flag = told_flag(row.flag, self.codes, one.points)
                why = f"{one.id}{f' ({by}{score})' if score else ''} is flagged: {flag}"
                remedy = f"decide, and empty its flag in {TABLE}"
                yield {"student": "", "exercise": one.question, "why": why, "what to do": remedy}

    def table(self) -> list[tuple[Row, Answer]]:
        """What `manual.csv` holds: the answers of today; behind them what was typed of others, which nobody has now."""
        keys = [(one.question, one.id) for one in self.answers]
        typed = [key for key, row in self.rows.items() if row.typed and key not in {*keys}]
        return [(self.rows[key], self.known[key]) for key in (*keys, *sorted(typed))]

    def write(self) -> None:
        """Write what was typed, the table and the pages; a file that would be as it is, is left alone."""
        if not self.rows:
            return
        keep(self.report, self.rows, self.logged, self.known)
        path, text = self.report / TABLE, text_of_table(self.table())
        if not path.exists() or path.read_bytes() != text.encode("utf-8"):
            write_whole(path, text)
        write_pages(self.report, self.table(), self.codes)


def _check_comments(rows: Rows, codes: Codes) -> None:
    """See that what was typed before can still be read: its code may be gone."""
    for row in rows.values():
        if said := unknown(row.comment, codes):
            raise WrongUse(f"{TABLE}, {row.answer_id}: {said} (Was it taken out of {COMMENTS}?)")


def marked(report: Path, records: Iterable[Record]) -> list[Record]:
    """Records with the marks of whoever read them."""
    records = list(records)
    return HandMarking.of(report, records).marked(records)


def unread(records: Iterable[Record]) -> int:
    """How many hand-ins have a text that nobody has marked yet; a text that is there twice counts twice."""
    return sum(mark.read and mark.state == NEEDS_A_PERSON for record in records for mark in record.marks)


def said(records: Iterable[Record], report: Path) -> list[str]:
    """For the screen: how many texts are marked; nothing where there are none."""
    there = [(record, mark) for record in once_a_group(list(records)) for mark in record.marks if mark.read]
    written = [mark for record, mark in there if record.texts.get(mark.id) or record.pictures.get(mark.id)]
    blank = sum(mark.id in record.texts for record, mark in there) - len(written)
    done = sum(mark.state == GRADED for mark in written)
    left = f", {blank} left blank" if blank else ""
    return [f"Texts that a person reads: {done} of {len(written)} marked{left}: {report / TABLE}"] if there else []
