"""Workbooks (.xlsx) as several programs write them: texts shared, or in their cells; tags with and without a prefix."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape

from tinygrad_lite.grading.workbook import letters_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OF_BOOK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
#: How a cell without text is written: not at all, in short, or with nothing in it.
EMPTY = ("", '<{x}c r="{name}" s="2"/>', '<{x}c r="{name}" s="2"></{x}c>', '<{x}c r="{name}"><{x}v/></{x}c>')
PHP = {"shared": True, "empty": EMPTY[1]}  # as PhpSpreadsheet writes it, with which ILIAS does


def workbook(rows: list[list[object]], shared: bool = True, prefix: str = "", empty: str = EMPTY[0]) -> bytes:
    """The rows as the first sheet of two, with a picture that nobody here understands."""
    x, strings = prefix, list[str]()

    def cell(row: int, column: int, value: object) -> str:
        name = f"{letters_of(column)}{row}"
        if isinstance(value, int | float):
            return f'<{x}c r="{name}" t="n"><{x}v>{value}</{x}v></{x}c>'
        if value == "":
            return empty.format(x=x, name=name)
        if str(value).startswith("="):
            return f'<{x}c r="{name}"><{x}f>{escape(str(value)[1:])}</{x}f><{x}v>0</{x}v></{x}c>'
        if not shared:
            return f'<{x}c r="{name}" t="inlineStr"><{x}is><{x}t>{escape(str(value))}</{x}t></{x}is></{x}c>'
        strings.append(str(value))
        return f'<{x}c r="{name}" s="1" t="s"><{x}v>{len(strings) - 1}</{x}v></{x}c>'

    lines = [
        f'<{x}row r="{number}" spans="1:9">{"".join(cell(number, at, value) for at, value in enumerate(row))}</{x}row>'
        for number, row in enumerate(rows, start=1)
    ]
    name = f'xmlns{f":{x[:-1]}" if x else ""}="{MAIN}"'
    sheet = f"{HEAD}<{x}worksheet {name}><{x}sheetData>{''.join(lines)}</{x}sheetData></{x}worksheet>"
    book = '<sheet name="members" sheetId="1" r:id="rId7"/><sheet name="more" sheetId="2" r:id="rId1"/>'
    parts = {
        "[Content_Types].xml": f"{HEAD}<Types/>",
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OF_BOOK}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{OF_PACKAGE}"><Relationship Id="rId1" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
        "xl/worksheets/sheet2.xml": sheet,
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">{"".join(map(item, strings))}</sst>',
        "xl/media/image1.png": "\x89PNG, or something like it",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, text in parts.items():
            packed.writestr(zipfile.ZipInfo(path, (2026, 11, 22, 14, 58, 8)), text)
    return made.getvalue()


def item(text: str) -> str:
    """A shared text in two pieces that look different, with how it is spoken."""
    half = len(text) // 2
    pieces = "".join(f"<r><t>{escape(part)}</t></r>" for part in (text[:half], text[half:]))
    return f"<si>{pieces}<rPh sb='0' eb='1'><t>spoken</t></rPh></si>"


def parts_of(data: bytes) -> dict[str, bytes]:
    """The files in a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {one.filename: packed.read(one) for one in packed.infolist()}


def cells_of(data: bytes) -> dict[str, str]:
    """The cells of the first sheet, by name, as they are written."""
    sheet = parts_of(data)["xl/worksheets/sheet2.xml"].decode()
    found = re.finditer(r"<(?P<x>(?:\w+:)?)c r=\"(?P<name>\w+)\"[^>]*?(/>|>.*?</(?P=x)c>)", sheet)
    return {one["name"]: one[0] for one in found}
