"""Whatever a table of marks looks like: each mark goes into its student's row, one column changes, every other byte
stays.

Drawn are names, titles of assignments, other columns and their order, delimiters, quotes, line ends, encodings, and who
has which mark; the headings are those of the systems.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinygrad_lite.grading.filling import Total, fill
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.whose_row import Sought

letters = st.characters(categories=["Lu", "Ll", "Lo", "Nd"], include_characters="'’-. \"")
names = st.text(letters, min_size=1, max_size=8).filter(lambda name: name.strip(" \"'’-."))
#: What else stands in a row: a section of two lines, quotes, formulas, the other delimiters.
others = st.text(st.sampled_from("ab,;\"'\t=- é\n"), max_size=6)
titles = st.text(st.sampled_from('Ls,;"é -'), min_size=1, max_size=8).map("Loss {}".format)
ways = st.fixed_dictionaries({
    "delimiter": st.sampled_from(",;\t"),
    "quoting": st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    "lineterminator": st.sampled_from(["\n", "\r\n"]),
})  # fmt: skip
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


def canvas(title, people, more, possible):
    head = ["Student", "ID", "SIS Login ID", "Section", f"{title} (881)", "Current Score"]
    rows = [[f"{last}, {first}", number, f"u{number}", *more, "", ""] for first, last, number in people]
    posting = [["", "", "", "", "Manual Posting", ""]] if len(people) % 2 else []
    return [head, *posting, ["    Points Possible", "", "", "", possible, "(read only)"], *rows]


def blackboard(title, people, more, possible):
    head = [
        "Last Name",
        "First Name",
        "Username",
        "Student ID",
        "More",
        f"{title} [Total Pts: {possible} Score] |409586",
    ]
    return [head, *([last, first, f"u{number}", number, *more, ""] for first, last, number in people)]


def brightspace(title, people, more, possible):
    head = ["OrgDefinedId", "Username", "Last Name", "More", f"{title} Points Grade <Numeric MaxPoints:{possible}>"]
    rows = [[f"#{number}", f"#u{number}", last, *more, "", "#"] for _, last, number in people]
    return [[*head, "End-of-Line Indicator"], *rows]


def moodle(title, people, more, possible):
    head = ["Identifier", "Full name", "Online text", "Grade", "Maximum Grade", "Grade can be changed",
            "Last modified (grade)", "Feedback comments"]  # fmt: skip
    rows = [[f"Participant {number}", f"{first} {last}", *more, "", possible, "Yes", "-", ""]
            for first, last, number in people]  # fmt: skip
    return [head, *rows]


TABLES = {"canvas": canvas, "blackboard": blackboard, "brightspace": brightspace, "moodle": moodle}


def cells(data: bytes, encoding: str, delimiter: str) -> list[list[str]]:
    """As Python's csv module reads them."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("system", TABLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_column_changes_and_every_other_byte_stays(system, data, tmp_path):
    people = [
        (*data.draw(st.tuples(names, names)), 70000 + place) for place in range(data.draw(st.integers(1, 5), "people"))
    ]
    way, encoding, possible = data.draw(ways), data.draw(encodings), data.draw(st.sampled_from([2, 10, 20]))
    text = io.StringIO()
    rows = TABLES[system](data.draw(titles), people, [data.draw(others)], possible)
    csv.writer(text, **way).writerows(rows)
    before = text.getvalue().encode(encoding)
    path = Path(tmp_path / "table.csv")
    path.write_bytes(before)

    handed_in = data.draw(st.lists(st.sampled_from(people), unique=True), "handed in")
    points = {number: data.draw(st.sampled_from([0.0, 2.5, 10.0])) for *_, number in handed_in}
    own_number = system in ("canvas", "moodle")
    who = {f"s{number}": [Sought(str(number) if own_number else f"u{number}", "", system)] for number in points}
    found = read_grade_sheet(path)
    assert found.system == system
    filled, changes = fill(found, [Total(f"s{number}", got, 10.0) for number, got in points.items()], who)
    after = found.sheet.with_cells(changes)

    assert not filled.strangers
    assert len(filled.filled) == len(points)
    old, new = cells(before, encoding, way["delimiter"]), cells(after, encoding, way["delimiter"])
    column = next(place for place, heading in enumerate(rows[0]) if heading.startswith("Loss") or heading == "Grade")
    first = len(rows) - len(people)
    for row, (was, now) in enumerate(zip(old, new, strict=True)):
        number = 70000 + row - first
        mark = f"{points[number] * possible / 10:g}" if row >= first and number in points else was[column]
        assert now[column] == (mark.replace(".", ",") if mark != was[column] and way["delimiter"] == ";" else mark)
        kept = {place for place in range(len(was)) if place != column and rows[0][place] != "Feedback comments"}
        assert [was[place] for place in kept] == [now[place] for place in kept]
        if row < first or number not in points:
            assert was == now
    assert re.fullmatch(
        ".*?".join(map(re.escape, between(found.sheet, changes))), after.decode(found.sheet.encoding), re.S
    )


def between(sheet, changes) -> list[str]:
    """The pieces of a table's text before, between and behind some cells."""
    spans = sorted((cell.start, cell.end) for cell in (sheet.rows[row][column] for row, column in changes))
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(sheet.text)]
    return [sheet.text[start:end] for start, end in zip(starts, ends, strict=True)]
