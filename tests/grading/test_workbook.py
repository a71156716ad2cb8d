"""A workbook of which some cells change and all else stays, to the byte."""

import itertools
import re
import zipfile
from io import BytesIO

import pytest

from tests.grading.workbooks import EMPTY, cells_of, parts_of, workbook
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.spreadsheet import rows_of
from tinygrad_lite.grading.workbook import Workbook

ROWS = [
    ["update", "login", "mark", "comment"],
    [0, "jdoe", "", "Größe & <Maß>"],
    ["", "", "", ""],
    [0, "zoe", 7.5, ""],
    [0, "ana", "  7 ", ""],
]
WAYS = list(itertools.product((True, False), ("", "x:"), EMPTY))


@pytest.mark.parametrize(("shared", "prefix", "empty"), WAYS)
def test_cells_are_read_however_they_are_written(shared, prefix, empty):
    book = Workbook(workbook(ROWS, shared, prefix, empty))
    assert book.values == [[str(cell).strip() for cell in row] for row in ROWS if any(map(str, row))]
    assert book.numbers == [1, 2, 4, 5]


@pytest.mark.parametrize(("shared", "prefix", "empty"), WAYS)
def test_some_cells_change_and_every_other_byte_stays(shared, prefix, empty):
    before = workbook(ROWS, shared, prefix, empty)
    after = Workbook(before).with_cells({(1, 2): "10", (1, 0): "1", (3, 3): "5 < 6 & 7"})
    assert [row[:] for row in Workbook(after).values] == [
        ["update", "login", "mark", "comment"],
        ["1", "jdoe", "10", "Größe & <Maß>"],
        ["0", "zoe", "7.5", ""],
        ["0", "ana", "7", "5 < 6 & 7"],
    ]
    old, new = cells_of(before), cells_of(after)
    assert {name for name in new if old.get(name) != new[name]} == {"A2", "C2", "D5"}
    assert set(old) <= set(new)
    old, new = parts_of(before), parts_of(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"xl/worksheets/sheet2.xml"}
    name = re.compile(rb'<(\w+:)?c r="(A2|C2|D5)"[^>]*?(/>|>.*?</(\w+:)?c>)')
    assert name.sub(b"", old["xl/worksheets/sheet2.xml"]) == name.sub(b"", new["xl/worksheets/sheet2.xml"])


def test_the_zip_is_told_as_it_was():
    """Order, times and packing of its files."""
    before = workbook(ROWS)
    after = Workbook(before).with_cells({(1, 2): "10"})

    def about(data):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            return [(one.filename, one.date_time, one.compress_type, one.external_attr) for one in packed.infolist()]

    assert about(before) == about(after)


def test_a_cell_keeps_its_looks():
    after = Workbook(workbook(ROWS, empty=EMPTY[1])).with_cells({(1, 2): "10", (1, 1): "jane"})
    assert cells_of(after)["C2"] == '<c r="C2" s="2"><v>10</v></c>'
    assert cells_of(after)["B2"].startswith('<c r="B2" s="1" t="inlineStr">')


def test_a_cell_that_a_formula_computes_is_refused():
    with pytest.raises(GradingError, match="a formula computes cell C2"):
        Workbook(workbook([["login", "x", "mark"], ["jdoe", "", "=1+1"]])).with_cells({(1, 2): "10"})


BROKEN = {
    "no workbook": lambda parts: parts.pop("xl/workbook.xml"),
    "no sheet": lambda parts: parts.update({"xl/workbook.xml": b"<workbook/>"}),
    "no relation": lambda parts: parts.update({"xl/_rels/workbook.xml.rels": b"<Relationships/>"}),
    "half a sheet": lambda parts: parts.update({"xl/worksheets/sheet2.xml": parts["xl/worksheets/sheet2.xml"][:-90]}),
    "no such text": lambda parts: parts.update({"xl/sharedStrings.xml": b"<sst/>"}),
    "no cell's name": lambda parts: parts.update(
        {"xl/worksheets/sheet2.xml": parts["xl/worksheets/sheet2.xml"].replace(b'"A2"', b'"ZZZZ2"')}
    ),
    "a document type": lambda parts: parts.update(
        {"xl/worksheets/sheet2.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'}
    ),
    "another encoding": lambda parts: parts.update(
        {"xl/worksheets/sheet2.xml": '<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16")}
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_what_cannot_be_read_is_said(what):
    parts = parts_of(workbook(ROWS))
    BROKEN[what](parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    with pytest.raises(
        GradingError, match=r"status\.xlsx (cannot be read as a workbook|is a zip, and no table or workbook)"
    ):
        Workbook(made.getvalue(), "status.xlsx")


def test_a_zip_that_is_no_workbook_and_one_that_breaks_off_are_said():
    for data in (b"PK\x03\x04nothing", workbook(ROWS)[:-40]):
        with pytest.raises(GradingError, match="cannot be read as a workbook"):
            Workbook(data)


def test_every_table_that_is_read_may_be_a_workbook(tmp_path):
    path = tmp_path / "groups.xlsx"
    path.write_bytes(workbook([["group", "student"], ["A", "jdoe"]]))
    assert rows_of(path) == [["group", "student"], ["A", "jdoe"]]
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(GradingError, match=r"an old workbook \(.xls\), or has a password"):
        rows_of(path)
