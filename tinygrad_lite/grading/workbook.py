"""A workbook (.xlsx) of which some cells change, and all else stays as it was, to the byte.

A workbook is a zip of XML files. The first sheet's cells are found with the place of their text in its file, and that
alone is written anew. A library that reads a workbook and writes another one would lose what it does not know.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from .errors import GradingError, WrongUse
from .sheet import Cell

#: What a workbook begins with, as every zip; and how long a file in it may be.
BEGINNING, LARGEST = b"PK\x03\x04", 64 << 20
MOST_COLUMNS = 16_384
#: What reading a damaged workbook may raise: as a zip, as XML, or where one part speaks of another that is not there.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, RuntimeError, expat.ExpatError, ElementTree.ParseError, LookupError, ValueError,
)  # fmt: skip


@dataclass
class Place:
    """A cell in its file: its name ("G2"), how it looks, how its tag is called, and whether a formula computes it."""

    name: str
    style: str = ""
    tag: str = "c"
    formula: bool = False


@dataclass
class _Row:
    """A row while it is read: the cells that are there by their column, each with its place; its end, and its name."""

    number: int
    cells: dict[int, tuple[Cell, Place]] = field(default_factory=dict)
    end: int = 0


class Workbook:
    """The first sheet of a workbook, as `Sheet` is a table of text.

    Attributes:
        rows: its cells; rows without anything are left out.
        numbers: of these rows, as a spreadsheet shows them.
    """

    delimiter = ","  # decimals with a point, as in every workbook

    def __init__(self, data: bytes, name: str = "The workbook") -> None:
        self.data, self.name = data, name
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                self.part = _first_sheet(parts)
                self.xml = _content(parts, self.part)
                strings = _strings(parts)
            read = _Reader(strings)
            read.all(self.xml)
        except KeyError as problem:
            raise WrongUse(f"{name} is a zip, and no table or workbook (.xlsx): {problem.args[0]}.") from None
        except _UNREADABLE as problem:
            raise WrongUse(f"{name} cannot be read as a workbook (.xlsx): {problem}.") from None
        width = max((max(row.cells, default=-1) + 1 for row in read.rows), default=0)
        filled = [row for row in read.rows if any(cell.value for cell, _ in row.cells.values())]
        dense = [list(_dense(row, width)) for row in filled]
        self.numbers = [row.number for row in filled]
        self.rows = [[cell for cell, _ in row] for row in dense]
        self.places = [[place for _, place in row] for row in dense]

    @property
    def values(self) -> list[list[str]]:
        """What the cells say, without blanks around it."""
        return [[cell.value.strip() for cell in row] for row in self.rows]

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """The workbook with other texts in some cells, by (row, column).

        Raises:
            GradingError: a formula computes one of them.
        """
        pieces, done = [], 0
        for row, column in sorted(changes, key=lambda place: (self.rows[place[0]][place[1]].start, place)):
            cell, place = self.rows[row][column], self.places[row][column]
            if place.formula:
                raise GradingError(f"{self.name}: a formula computes cell {place.name}, so no mark goes into it.")
            pieces += [self.xml[done : cell.start], _written(place, changes[row, column])]
            done = cell.end
        return self._with_sheet(b"".join([*pieces, self.xml[done:]]))

    def _with_sheet(self, xml: bytes) -> bytes:
        """The zip with another sheet in the place of the one that was read; its other files are as they were."""
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.data)) as old, zipfile.ZipFile(made, "w") as new:
            for about in old.infolist():
                new.writestr(about, xml if about.filename == self.part else old.read(about))
            new.comment = old.comment
        return made.getvalue()


def _content(parts: zipfile.ZipFile, name: str) -> bytes:
    """A file of the workbook."""
    if parts.getinfo(name).file_size > LARGEST:
        raise ValueError(f"{name} in it is larger than {LARGEST >> 20} MiB")
    return parts.read(name)


def _first_sheet(parts: zipfile.ZipFile) -> str:
    """Which file holds the sheet that a spreadsheet shows first."""
    book = ElementTree.fromstring(_content(parts, "xl/workbook.xml"))
    sheet = next((one for one in book.iter() if _tag(one.tag) == "sheet"), None)
    if sheet is None:
        raise ValueError("it has no sheet")
    wanted = next((value for key, value in sheet.attrib.items() if _tag(key) == "id"), "")
    relations = ElementTree.fromstring(_content(parts, "xl/_rels/workbook.xml.rels"))
    target = next((one.get("Target", "") for one in relations if one.get("Id") == wanted), "")
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _strings(parts: zipfile.ZipFile) -> list[str]:
    """The texts that the workbook's cells share, by their number."""
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    table = ElementTree.fromstring(_content(parts, "xl/sharedStrings.xml"))
    return [_text_of(item) for item in table if _tag(item.tag) == "si"]


def _text_of(item: ElementTree.Element) -> str:
    """A text, its pieces of several looks put together; how it is to be spoken (rPh) is no part of it."""
    own = [part for part in item if _tag(part.tag) in ("t", "r")]
    return "".join(text.text or "" for part in own for text in part.iter() if _tag(text.tag) == "t")


def _tag(name: str) -> str:
    """A name without the name of its vocabulary."""
    return re.sub(r"^(\{.*\}|.*:)", "", name)


class _Reader:
    """Reads a sheet: expat says at which byte each cell begins and ends."""

    def __init__(self, strings: list[str]) -> None:
        self.strings, self.rows = strings, list[_Row]()
        self.kind, self.value, self.inside = "", "", ""
        self.start, self.place = 0, Place("")

    def all(self, xml: bytes) -> None:
        """The rows of the sheet."""
        self.xml, self.parser = xml, expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.CharacterDataHandler, self.parser.StartDoctypeDeclHandler = self._text, _no_doctype
        self.parser.XmlDeclHandler = _must_be_utf8
        self.parser.Parse(xml, True)

    def _begin(self, full_name: str, about: dict[str, str]) -> None:
        name = _tag(full_name)
        if name == "row":
            self.rows.append(_Row(int(about.get("r", len(self.rows) + 1))))
        elif name == "c" and self.rows:
            self.start, self.kind, self.value = self.parser.CurrentByteIndex, about.get("t", "n"), ""
            column = len(self.rows[-1].cells)
            known = about.get("r", f"{letters_of(column)}{self.rows[-1].number}")
            self.place = Place(known, about.get("s", ""), full_name)
        elif name in ("v", "t"):
            self.inside = name
        elif name == "f":
            self.place.formula = True
        elif name == "rPh":
            self.kind = "spoken" if self.kind == "inlineStr" else self.kind

    def _text(self, text: str) -> None:
        if self.inside and self.kind != "spoken":
            self.value += text

    def _end(self, full_name: str) -> None:
        name = _tag(full_name)
        if name in ("v", "t"):
            self.inside = ""
        elif name == "rPh" and self.kind == "spoken":
            self.kind = "inlineStr"
        elif name == "c" and self.rows:
            said = self.strings[int(self.value)] if self.kind == "s" and self.value else self.value
            cell = Cell(said, self.start, self._behind(full_name), False)
            self.rows[-1].cells[column_of(self.place.name)] = cell, self.place
        elif name == "row":
            self.rows[-1].end = self.parser.CurrentByteIndex

    def _behind(self, tag: str) -> int:
        """Where an element ends: expat stands at the beginning of `</c>`, but behind all of `<c … />`."""
        at = self.parser.CurrentByteIndex
        closing = re.compile(rb"</%b\s*>" % re.escape(tag.encode())).match(self.xml, at)
        return closing.end() if closing else at


def _no_doctype(*about: Any) -> None:
    raise ValueError("it declares a document type, which no spreadsheet writes")


def _must_be_utf8(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
        raise ValueError(f"its sheet is written in {encoding}, and only UTF-8 is known here")


def _dense(row: _Row, width: int) -> Iterator[tuple[Cell, Place]]:
    """The cells of a row with those that are not in the file: where they would be put."""
    after = {column: cell.start for column, (cell, _) in row.cells.items()}
    for column in range(width):
        if column in row.cells:
            yield row.cells[column]
        else:
            at = min((start for other, start in after.items() if other > column), default=row.end)
            tag = next((place.tag for _, place in row.cells.values()), "c")
            yield Cell("", at, at, False), Place(f"{letters_of(column)}{row.number}", tag=tag)


def _written(place: Place, text: str) -> bytes:
    """A cell with another text: a number where it is one, as a spreadsheet writes it."""
    own = place.tag[: -len("c")]  # "x:", where all tags begin so
    begun = f'<{own}c r="{place.name}"' + (f' s="{place.style}"' if place.style else "")
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return f"{begun}><{own}v>{text}</{own}v></{own}c>".encode()
    inside = f'<{own}is><{own}t xml:space="preserve">{escape(text)}</{own}t></{own}is>'
    return f'{begun} t="inlineStr">{inside}</{own}c>'.encode()


def column_of(name: str) -> int:
    """The number of a cell's column, from 0.

    >>> column_of("A1"), column_of("G2"), column_of("AB10")
    (0, 6, 27)
    """
    number = 0
    for letter in re.match(r"[A-Z]*", name)[0]:  # type: ignore[index]
        number = 26 * number + ord(letter) - 64
    if not 0 < number <= MOST_COLUMNS:
        raise ValueError(f"{name!r} is no cell's name")
    return number - 1


def letters_of(column: int) -> str:
    """The other way round.

    >>> letters_of(0), letters_of(6), letters_of(27)
    ('A', 'G', 'AB')
    """
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
