"""Tables as spreadsheets and learning management systems save them: commas, semicolons or tabs, several encodings; or
workbooks (.xlsx), of which the first sheet counts.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from .errors import WrongUse
from .sheet import beginning_of
from .workbook import BEGINNING, Workbook

#: What workbooks begin with that are no zip: old ones (.xls), and those with a password.
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
#: A row, as `csv` gives it: a list, or a dict by heading.
Row = TypeVar("Row")


def text_of(data: bytes) -> str:
    """The text of a table: UTF-16 with its mark, UTF-8 with or without, else as Windows writes it.

    >>> text_of("ä".encode("utf-16")), text_of("ä".encode("cp1252"))
    ('ä', 'ä')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def written_text(path: Path) -> str:
    """The text of an instructor's own file: settings, comments, a program.

    Raises:
        GradingError: it cannot be read as such.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise WrongUse(f"{path} is not written in UTF-8: choose that in your editor, and save it again.") from None
    except OSError as problem:
        raise WrongUse(f"{path} cannot be read: {problem.strerror}.") from None


def rows_of(path: Path) -> list[list[str]]:
    """All rows of a table, the headings first; cells without blanks around them, rows without any cell left out."""
    return [row for _, row in numbered_rows(path)]


def numbered_rows(path: Path) -> list[tuple[int, list[str]]]:
    """The same, each with its number as a spreadsheet shows it: a cell of several lines is one row there."""
    data = path.read_bytes()
    refuse_old_workbooks(data, str(path))
    if data.startswith(BEGINNING):
        book = Workbook(data, str(path))
        return list(zip(book.numbers, book.values, strict=True))
    text = text_of(data)
    delimiter, start = beginning_of(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter)
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows_in(reader, path), start=1)]
    return [(number, row) for number, row in rows if any(row)]


def as_id(cell: str) -> str:
    """A number or login without what programs add: a sign that keeps the zeros at its beginning, or a decimal.

    >>> as_id("'0123"), as_id('="0123"'), as_id("48213.0"), as_id("'t Hooft, Gerard_48213")
    ('0123', '0123', '48213', "'t Hooft, Gerard_48213")
    """
    found = re.fullmatch(r"""'(\S+)|="([^"\s]+)"|(\d+)\.0""", cell)
    return next(filter(None, found.groups())) if found else cell


def rows_in(reader: Iterable[Row], path: Path) -> list[Row]:
    """All rows of a table in a text file.

    Raises:
        GradingError: it is none that Python can read, as with a cell that is longer than any table has.
    """
    try:
        return list(reader)
    except csv.Error as problem:
        raise WrongUse(f"{path} cannot be read as a table: {problem}. Open it in a spreadsheet and look.") from None


def refuse_old_workbooks(data: bytes, name: str) -> None:
    """Nothing here reads them.

    Raises:
        GradingError: it is one.
    """
    if data.startswith(OLD_WORKBOOK):
        raise WrongUse(f"{name} is an old workbook (.xls), or has a password: save it as .xlsx without one, or as CSV.")
