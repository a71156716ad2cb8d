"""What was written to a question: an answer stands once, for all who wrote the same, letter for letter.

An answer's name is made from the question and from what was written, and from nothing of whoever wrote it. So whoever
marks it does not see whose it is, and a mark belongs to the text: another text is another answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from ..groups import once_a_group
from ..record import Record

#: Letters that form no word, number, date or formula in any spreadsheet.
_LETTERS = "bcdfghjklmnpqrstvwxz"
_LONG = 10


@dataclass(frozen=True)
class Answer:
    """What one or several students wrote.

    Attributes:
        question: the task's id.
        id: "bkqtz-whdfg".
        text, pictures: what there is to be read, and to be looked at.
        points: what the question is worth.
        students: whose answer it is.
        count: how many hand-ins have it; of a group's there is one.
    """

    question: str
    id: str
    text: str
    pictures: tuple[str, ...] = ()
    points: float = 0.0
    students: tuple[str, ...] = ()
    count: int = 0

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return not self.text and not self.pictures


def answers(records: Iterable[Record]) -> list[Answer]:
    """All answers, by question in the lesson's order; within one in an order that says nothing, the same each time."""
    records = list(records)
    counted = {(record.student, record.path) for record in once_a_group(records)}
    found: dict[tuple[str, str], Answer] = {}
    for record in records:
        for mark in record.marks:
            if mark.read and mark.id in record.texts:
                text, pictures = record.texts[mark.id], tuple(record.pictures.get(mark.id, ()))
                key = mark.id, answer_id(mark.id, text, pictures)
                known = found.get(key) or Answer(*key, text, pictures, mark.points)
                students = tuple(sorted({*known.students, record.student}))
                count = known.count + ((record.student, record.path) in counted)
                found[key] = Answer(*key, text, pictures, mark.points, students, count)
    order = {question: place for place, question in enumerate(dict.fromkeys(question for question, _ in found))}
    return sorted(found.values(), key=lambda one: (order[one.question], one.blank, one.id))


def answer_of(record: Record, question: str) -> str:
    """The name of a record's answer; "" where it has none."""
    if question not in record.texts:
        return ""
    return answer_id(question, record.texts[question], tuple(record.pictures.get(question, ())))


def answer_id(question: str, text: str, pictures: Iterable[str] = ()) -> str:
    """The name of an answer.

    >>> answer_id("exam/why", "Because."), answer_id("exam/why", "Because!")
    ('gsbmf-qlbkv', 'jmmjc-qtldc')
    """
    whole = "\0".join([question, text, *pictures])
    number = int.from_bytes(hashlib.sha256(whole.encode("utf-8", "replace")).digest()[:16])
    letters = ""
    while len(letters) < _LONG:
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return f"{letters[:5]}-{letters[5:]}"
