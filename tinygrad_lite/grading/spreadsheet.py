"""Tables as spreadsheets and learning management systems save them: commas, semicolons or tabs, several encodings."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path


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


def rows_of(path: Path) -> list[list[str]]:
    """All rows of a table, the headings first; cells without blanks around them, rows without any cell left out."""
    return [row for _, row in numbered_rows(path)]


def numbered_rows(path: Path) -> list[tuple[int, list[str]]]:
    """The same, each with its number as a spreadsheet shows it: a cell of several lines is one row there."""
    text = text_of(path.read_bytes())
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    rows = [(number, [cell.strip() for cell in row]) for number, row in enumerate(reader, start=1)]
    return [(number, row) for number, row in rows if any(row)]
