"""A table of which some cells change and every other byte stays."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinygrad_lite.grading.sheet import Sheet

texts = st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters='",;\t\n'), max_size=8)
rows = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1))
ways = st.fixed_dictionaries({
    "delimiter": st.sampled_from(",;\t"),
    "quoting": st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC]),
    "lineterminator": st.sampled_from(["\n", "\r\n"]),
})  # fmt: skip
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


def written(table, way, encoding, heading="first"):
    text = io.StringIO()
    width = len(table[0])
    csv.writer(text, **way).writerows([[heading] * max(width, 2), *table])
    return text.getvalue().encode(encoding)


@given(rows, ways, encodings)
def test_cells_are_those_that_pythons_csv_reads(table, way, encoding):
    data = written(table, way, encoding)
    sheet = Sheet(data)
    read = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=way["delimiter"])
    assert [[cell.value for cell in row] for row in sheet.rows] == [row for row in read if any(row)]
    assert sheet.with_cells({}) == data


@given(rows, ways, encodings, st.data())
def test_one_cell_changes_and_every_other_byte_stays(table, way, encoding, data):
    before = written(table, way, encoding)
    sheet = Sheet(before)
    row = data.draw(st.integers(0, len(sheet.rows) - 1))
    column = data.draw(st.integers(0, len(sheet.rows[row]) - 1))
    new = data.draw(texts)
    after = sheet.with_cells({(row, column): new})
    again = Sheet(after)
    if len(again.rows) == len(sheet.rows):  # else the row has no text left
        assert again.rows[row][column].value == new
    cell, coded = sheet.rows[row][column], sheet.encoding
    assert after.startswith(sheet.text[: cell.start].encode(coded))
    assert after.endswith(sheet.text[cell.end :].encode(coded))


@pytest.mark.parametrize("data", [b"", b"a,b", b'"a', b"\xef\xbb\xbf", b"a,b\r\n\r\n,", b"\xe4;\x81\n", b"a\rb\r"])
def test_odd_files_stay_as_they_are(data):
    assert Sheet(data).with_cells({}) == data
