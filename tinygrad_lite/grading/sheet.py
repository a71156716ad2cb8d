"""A table of which some cells change and every other byte stays: its mark of order, quotes, line ends, delimiter.

Python's csv module reads tables and writes new ones; it does not know how the old one was written. So the cells are
found here, each with the place of its text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import WrongUse

DELIMITERS = ",;\t"
#: A first line that tells spreadsheets what stands between cells; it is no row.
_TOLD = re.compile(r"\ufeff?\"?sep=([^\w\s\"]|\t)\"?(?:\r\n|\n|\r|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A cell: what it says, and from where to where it stands in the table's text, its quotes included."""

    value: str
    start: int
    end: int
    quoted: bool


class Sheet:
    """A table as it is on the disk.

    Attributes:
        text: all of it.
        rows: its cells; lines without anything are left out.
        delimiter: what stands between cells.
    """

    def __init__(self, data: bytes, name: str = "The table") -> None:
        self.encoding = _encoding(data)
        self.text = data.decode(self.encoding)
        if self.text.encode(self.encoding) != data:
            raise WrongUse(f"{name} cannot be read as text ({self.encoding}): save it as CSV in UTF-8.")
        self.delimiter, start = beginning_of(self.text)
        self.rows = [row for row in _rows(self.text, self.delimiter, start) if any(cell.value for cell in row)]

    @classmethod
    def read(cls, path: Path) -> Sheet:
        """The table in a file."""
        return cls(path.read_bytes(), str(path))

    @property
    def values(self) -> list[list[str]]:
        """What the cells say, without blanks around it."""
        return [[cell.value.strip() for cell in row] for row in self.rows]

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """The table with other texts in some cells, by (row, column); all else is as it was, to the byte."""
        pieces, done = [], 0
        for row, column in sorted(changes, key=lambda place: self.rows[place[0]][place[1]].start):
            cell = self.rows[row][column]
            pieces += [self.text[done : cell.start], self._written(changes[row, column], cell)]
            done = cell.end
        return "".join([*pieces, self.text[done:]]).encode(self.encoding)

    def _written(self, value: str, cell: Cell) -> str:
        needs = any(sign in value for sign in (self.delimiter, '"', "\n", "\r"))
        return '"{}"'.format(value.replace('"', '""')) if cell.quoted or needs else value


def beginning_of(text: str) -> tuple[str, int]:
    """What stands between the cells of a table, and where its first row begins: behind a line that says the former.

    >>> beginning_of("sep=;\\nStudent;Loss, mean"), beginning_of("a,b")
    ((';', 6), (',', 0))
    """
    told = _TOLD.match(text)
    return (told[1], told.end()) if told else (delimiter_of(text), 0)


def delimiter_of(text: str) -> str:
    """What stands between the cells of a table: in its first row, and not within quotes, where a title may have it.

    >>> delimiter_of('Student;ID;"Loss, mean, and more"'), delimiter_of("a,b")
    (';', ',')
    """
    heading = re.sub(r'"(?:[^"]|"")*"', "", text).partition("\n")[0]
    return max(DELIMITERS, key=heading.count)


def _encoding(data: bytes) -> str:
    """In which encoding the bytes are a text; a mark of order is one of its letters, and so it stays."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252" if _decodes(data, "cp1252") else "latin-1"
    return "utf-8"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _rows(text: str, delimiter: str, start: int = 0) -> Iterator[list[Cell]]:
    """The cells of a text. A quote opens a cell only at its beginning, as in every spreadsheet's files."""
    place = start or (1 if text[:1] == "\ufeff" else 0)
    row: list[Cell] = []
    while place < len(text):
        cell = _cell(text, place, delimiter)
        row.append(cell)
        place = cell.end
        if text[place : place + 1] == delimiter:
            place += 1
            if place == len(text):
                row.append(Cell("", place, place, False))
            continue
        place += 2 if text[place : place + 2] == "\r\n" else 1
        yield row
        row = []
    if row:
        yield row


def _cell(text: str, start: int, delimiter: str) -> Cell:
    ends = (delimiter, "\n", "\r")
    if text[start] != '"':
        end = min((found for sign in ends if (found := text.find(sign, start)) >= 0), default=len(text))
        return Cell(text[start:end], start, end, False)
    place = start + 1
    while (place := text.find('"', place)) >= 0 and text[place + 1 : place + 2] == '"':
        place += 2
    closed = place if place >= 0 else len(text)
    end = min((found for sign in ends if (found := text.find(sign, closed)) >= 0), default=len(text))
    return Cell(text[start + 1 : closed].replace('""', '"') + text[closed + 1 : end], start, end, True)
