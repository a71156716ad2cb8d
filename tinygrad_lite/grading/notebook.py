"""Reading a notebook that anybody may have made: from bytes to cells, and to which lesson it is.

Nothing is trusted and nothing is run. What a cell has shown, what widgets kept and what was attached is dropped while
it is read: a notebook of 60 MB of outputs is as small afterwards as one without.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .lessons import recognised

#: What a file may weigh, in bytes; it is read whole.
LARGEST_FILE = 100_000_000
#: How many lists and objects are read: each takes memory, and 100 MB can hold 30 million empty ones.
MOST_CONTAINERS = 5_000_000
#: How many cells are read, how long one may be, and all code together, in characters. Lessons have about 50,000.
MOST_CELLS, LONGEST_CELL, LONGEST_NOTEBOOK = 5_000, 50_000, 500_000

_DROPPED = ("outputs", "attachments", "widgets", "output_type")
_KINDS = {"code": "code", "markdown": "markdown", "raw": "raw", "heading": "markdown", "html": "markdown"}
_FORMS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip",
    b"\x89PNG": "a picture",
    b"version https://git-lfs": "a pointer of Git LFS, and the notebook itself was not handed in",
    b"<<<<<<<": "a file with the marks of a Git merge in it",
}


class Unreadable(ValueError):
    """These bytes are no notebook; `reason` says in a sentence what they are."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        id: as in the notebook, made unique: letters, digits, "-" and "_".
        kind: "code", "markdown" or "raw".
        source: its text, with "\\n" at line ends; "" where it is not read.
        left_out: of a cell that is too long to be read, the beginning; what it answers is told by that.
        odd: its text is none that a notebook may have.
    """

    id: str
    kind: str
    source: str
    left_out: str = ""
    odd: bool = False


@dataclass(frozen=True)
class Notebook:
    """A notebook without what it has shown.

    Attributes:
        cells: all of them, in order.
        lesson: "02_loss"; "" where it is not known.
        recognised_by: 'begin("02_loss")', "29 of 31 cells known", or why it is not known.
        version: of the lesson, as the notebook itself says; "" where it says nothing.
        notes: sentences on what is unusual about the file.
        sha256: of its bytes.
        released: ids of the cells that it was handed out with, where the notebook itself says it; texts: ids of the
            questions in it that a person reads.
    """

    cells: tuple[Cell, ...]
    lesson: str = ""
    recognised_by: str = ""
    version: str = ""
    notes: tuple[str, ...] = ()
    sha256: str = ""
    released: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()

    @property
    def code(self) -> list[Cell]:
        """The cells that hold code."""
        return [cell for cell in self.cells if cell.kind == "code"]


def read_notebook(data: bytes) -> Notebook:
    """The notebook that these bytes are.

    Raises:
        Unreadable: they are none. Nothing else is raised, whatever they are.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"The file has {len(data) / 1e6:.0f} MB; up to {LARGEST_FILE / 1e6:.0f} MB are read.")
    notes: list[str] = []
    whole = _json_of(data, notes)
    cells = tuple(_cells(whole, notes))
    metadata = whole.get("metadata")
    sources = [cell.source for cell in cells if cell.kind == "code"]
    lesson, how = recognised({cell.id for cell in cells}, sources, notes)
    sha256, released, texts = hashlib.sha256(data).hexdigest(), _ids(metadata, "cells"), _ids(metadata, "texts")
    return Notebook(cells, lesson, how, _version(metadata), tuple(notes), sha256, frozenset(released), texts)


# -------------------------------------------------------------------------------------------------------------- JSON


def _json_of(data: bytes, notes: list[str]) -> dict[str, Any]:
    """The JSON object that these bytes spell."""
    if not data.strip(b"\x00\xff\xfe \t\r\n\xef\xbb\xbf"):
        raise Unreadable("The file is empty.")
    for beginning, form in _FORMS.items():
        if data.startswith(beginning):
            raise Unreadable(f"This is {form}, no notebook.")
    text = _text(data, notes)
    if text.lstrip()[:1] == "<":
        raise Unreadable("This is a web page (HTML), no notebook.")
    if data.count(b"[") + data.count(b"{") > MOST_CONTAINERS:
        raise Unreadable("Its JSON has too many parts for a notebook.")
    try:
        whole = json.loads(text, object_pairs_hook=_without_outputs, parse_int=_small_number, parse_float=_no_number)
    except RecursionError:
        raise Unreadable("Its JSON is nested too deeply for a notebook.") from None
    except json.JSONDecodeError as error:
        raise Unreadable(_why_no_json(text, error)) from None
    except (ValueError, MemoryError) as error:
        raise Unreadable(f"Its JSON cannot be read: {error}.") from None
    if not isinstance(whole, dict):
        raise Unreadable("This is JSON, but no notebook: it has no cells.")
    return whole


def _text(data: bytes, notes: list[str]) -> str:
    """The bytes as text: UTF-8, UTF-16 or UTF-32 with or without its mark, and otherwise Latin-1."""
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        notes.append("The file is not UTF-8; it was read as Latin-1, so letters with accents may be wrong.")
        return data.decode("latin-1")


def _without_outputs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the JSON without the parts that are not needed; they are let go of at once."""
    return {key: value for key, value in pairs if key not in _DROPPED}


def _small_number(digits: str) -> int:
    """A whole number; only the format's matters, and a million digits are none."""
    return int(digits) if len(digits) < 10 else 0


def _no_number(digits: str) -> float:
    """Numbers with a point matter nowhere in a notebook."""
    return 0.0


def _why_no_json(text: str, error: json.JSONDecodeError) -> str:
    """What a text that is no JSON may be."""
    if not text.lstrip().startswith("{"):
        kind = "a text"
        if re.search(r"^[ \t]*(import|from|def|@exercise|# %%)", text, re.MULTILINE):
            kind = "a Python script"
        elif "\0" in text:
            kind = "a file of another kind (a picture or a program, say)"
        return f"This is {kind}, no notebook (.ipynb)."
    left = text[error.pos :].strip()  # one sign, or a word that was begun, such as "tru"
    if (
        len(left) <= 1
        or any(word.startswith(left) for word in ("true", "false", "null"))
        or "Unterminated" in error.msg
    ):
        return f"The file breaks off in line {error.lineno}: it was not saved or not uploaded whole."
    return f"Its JSON is damaged in line {error.lineno}, column {error.colno}: {error.msg}."


# ------------------------------------------------------------------------------------------------------------- cells


def _cells(whole: dict[str, Any], notes: list[str]) -> Iterator[Cell]:
    """The cells of a notebook of any format."""
    raw = _raw_cells(whole, notes)
    if len(raw) > MOST_CELLS:
        notes.append(f"It has {len(raw)} cells; the first {MOST_CELLS} were read.")
    taken: set[str] = set()
    unread: list[tuple[int, int]] = []  # number and length of each cell that is too much
    odd = twice = length = 0
    for number, cell in enumerate(raw[:MOST_CELLS], start=1):
        if not isinstance(cell, dict):
            odd += 1
            continue
        source, kind, left_out = _source(cell), _kind(cell), ""
        odd += source is None
        if len(source or "") > LONGEST_CELL or length + len(source or "") > LONGEST_NOTEBOOK:
            unread.append((number, len(source or "")))
            source, left_out = "", (source or "")[:LONGEST_CELL]
        length += len(source or "") if kind == "code" else 0
        wanted = _id_of(cell, number)
        cell_id = wanted
        while cell_id in taken:
            cell_id = f"{cell_id[:50]}-{number}" if cell_id == wanted else f"cell-{number}-{len(taken)}"
        twice += cell_id != wanted
        taken.add(cell_id)
        yield Cell(cell_id, kind, source or "", left_out, source is None)
    if len(unread) == 1:
        notes.append(f"Cell {unread[0][0]} was not read: there is too much text ({unread[0][1]} characters in it).")
    elif unread:
        first = f"the first of them cell {unread[0][0]}"
        notes.append(f"{len(unread)} of its cells were not read, {first}: there is too much text.")
    if odd:
        notes.append(f"{_cells_that(odd, 'holds', 'hold')} no text.")
    if twice:
        notes.append(f"{_cells_that(twice, 'has', 'have')} the id of another cell (copied).")


def _cells_that(count: int, one: str, more: str) -> str:
    """The beginning of a sentence on some cells."""
    return f"One of its cells {one}" if count == 1 else f"{count} of its cells {more}"


def _raw_cells(whole: dict[str, Any], notes: list[str]) -> list[Any]:
    """The list of cells, wherever the notebook's format keeps it."""
    major = whole.get("nbformat")
    cells = whole.get("cells")
    if isinstance(cells, list):
        if major not in (4, None):
            notes.append("It says that it is of a notebook format other than 4; it was read like format 4.")
        return cells
    sheets = whole.get("worksheets")
    if isinstance(sheets, list):
        notes.append("It is of an old notebook format (3 or before).")
        found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        return [cell for cells in found if isinstance(cells, list) for cell in cells]
    if "url" in whole or "doc_id" in whole:
        raise Unreadable("This is a link to a file elsewhere (Google Drive, say), and the notebook was not handed in.")
    raise Unreadable("This is JSON, but no notebook: it has no cells.")


def _kind(cell: dict[str, Any]) -> str:
    """What kind of cell it is."""
    kind = cell.get("cell_type")
    if kind is None and ("outputs" in cell or "execution_count" in cell):
        return "code"  # a tool lost the word; no other cell has these
    return _KINDS.get(kind, "raw") if isinstance(kind, str) else "raw"


def _id_of(cell: dict[str, Any], number: int) -> str:
    """The cell's id, or one by its place; an old notebook may keep it in the metadata."""
    found = cell.get("id")
    return found if isinstance(found, str) and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", found) else f"cell-{number}"


def _source(cell: dict[str, Any]) -> str | None:
    """The cell's text; None where it has none."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    if re.search(r"[\ud800-\udfff]", source):  # halves of characters, which no file can hold
        source = source.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return source.replace("\r\n", "\n").replace("\r", "\n")


def _ours(metadata: Any, key: str) -> Any:
    """What the notebook says of itself in this package's words; None where it does not."""
    ours = metadata.get("tinygrad_lite") if isinstance(metadata, dict) else None
    return ours.get(key) if isinstance(ours, dict) else None


def _ids(metadata: Any, key: str) -> tuple[str, ...]:
    """What the notebook was handed out with, where it says it: of cells, or of questions."""
    ids = _ours(metadata, key)
    return tuple(one for one in ids if isinstance(one, str)) if isinstance(ids, list) else ()


def _version(metadata: Any) -> str:
    """The version of the lesson, where the notebook says it."""
    version = _ours(metadata, "version")
    return version if isinstance(version, str) and re.fullmatch(r"[A-Za-z0-9.-]{1,32}", version) else ""
