"""Tables of hand marking without a student: what only she wrote goes, and what others wrote of her is renamed.

An answer is called by its text. When her name goes from a text of somebody else's, the text becomes another one; what
was typed of it follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..record import Record
from .answers import answer_id, answer_of
from .typed import Key

#: Takes the headings and a row of a table; gives the row, changed or not, or None where it goes.
Change = Callable[[list[str], list[str]], list[str] | None]


def without_her(records: Iterable[Record], student: str, without_name: Callable[[str], str]) -> Change:
    """What becomes of a row.

    Args:
        records: of all runs, as they were before anything was taken out.
        student: who is forgotten.
        without_name: takes her name out of a text.
    """
    hers: set[Key] = set()
    new: dict[Key, str] = {}
    for record in records:
        after = answer_ids({question: without_name(text) for question, text in record.texts.items()}, record)
        for key, name in after.items():
            if record.student == student:
                hers.add(key)
            else:
                new[key] = name

    def change(headings: list[str], row: list[str]) -> list[str] | None:
        cells = dict(zip(headings, row, strict=False))
        key = cells.get("question", ""), cells.get("answer_id", "")
        if key in hers and key not in new:
            return None
        name = new.get(key, key[1])
        return [name if heading == "answer_id" else cell for heading, cell in zip(headings, row, strict=False)]

    return change


def answer_ids(texts: dict[str, str], record: Record) -> dict[Key, str]:
    """How the answers of a record are called now, and how they are with other texts."""
    pictures = record.pictures
    return {
        (question, answer_of(record, question)): answer_id(question, text, pictures.get(question, ()))
        for question, text in texts.items()
    }
