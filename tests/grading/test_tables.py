"""Tables: formulas are defused, every row is there, what needs a person is listed with what to do."""

import csv
import os
from pathlib import Path

import pytest

from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.overrides import with_marks_by_hand
from tinygrad_lite.grading.record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.spreadsheet import rows_of
from tinygrad_lite.grading.tables import (
    GRADES,
    LOOK_FIRST,
    NEEDS,
    grade_rows,
    need_rows,
    read_table,
    safe,
    unhurt,
    write_table,
)

CLASS = [
    Record(
        "anna", "a", marks=(Mark("loss/mse", 2, 2.0, status="right"), Mark("loss/mae", 1, 0.5, status="wrong", total=9))
    ),
    Record("ben", "b", marks=(Mark("loss/mse", 2, state=MACHINE, why="it took more than 60 s"),)),
    Record("=carla()", "", state=NOT_HANDED_IN),
    Record("dora", "d", state=NEEDS_A_PERSON, why="no notebook in it"),
]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM(A1)", " =1", "|calc", "\t=1", "\r=1", "\n@x", "＝1", "－1"])
def test_a_formula_becomes_a_text(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_delimiter_makes_a_formula_of_a_part(delimiter, tmp_path):
    """A table with commas is often opened as one with semicolons."""
    texts = ["x;=1;", "x; =1", "x,=1", "x\t=1", 'x";=1;"', "a;b", "; ＝1", "-1;-1"]
    write_table(tmp_path / "t.csv", ["why"], [{"why": text} for text in texts])
    with open(tmp_path / "t.csv", encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if delimiter == ";" and cell.strip()[:1] in tuple("=+-@|＝")] == []
    kept = [unhurt(row["why"]) for row in read_table(tmp_path / "t.csv")]
    assert kept == [text.replace("\t", " ") for text in texts]


@pytest.mark.parametrize("value", ["Jane Doe", "", "a=b", "user-1", 0, -1.5, "ä", "a; b", "a;b=c"])
def test_everything_else_stays(value):
    assert safe(value) == value


def test_a_row_for_every_exercise_and_every_state(tmp_path):
    file = tmp_path / "grades.csv"
    write_table(file, GRADES, grade_rows(CLASS), private=True)
    rows = read_table(file)
    assert [(row["student"], row["exercise"], row["points"], row["state"]) for row in rows] == [
        ("anna", "loss/mse", "2", GRADED),
        ("anna", "loss/mae", "0.5", GRADED),
        ("ben", "loss/mse", "", MACHINE),
        ("'=carla()", "", "", NOT_HANDED_IN),
        ("dora", "", "", NEEDS_A_PERSON),
    ]
    assert file.read_bytes().startswith(b"\xef\xbb\xbfstudent,exercise,points,max,")
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600


def test_no_text_makes_a_row_of_its_own(tmp_path):
    file = tmp_path / "table.csv"
    write_table(file, ["a", "b"], [{"a": 'x"y,\r\nz;\x00', "b": "\u2028"}, {"a": 1}])
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines)) == [["a", "b"], ['x"y,  z; ', " "], ["1", ""]]


def test_the_work_list_has_what_a_person_must_settle(tmp_path):
    worth = {"02_loss": {"loss/mse": 2, "loss/mae": 1, "loss/bce": 3}}
    rows = need_rows(CLASS, "tinygrad-lite grade submitted --out report", Path("my report"), worth)
    assert [(row["student"], row["exercise"], row["why"]) for row in rows] == [
        ("anna", "loss/mae", LOOK_FIRST),  # strong elsewhere, and no reason was named
        ("ben", "loss/mse", "it took more than 60 s"),
        ("dora", "", "no notebook in it"),
    ]
    override = 'tinygrad-lite override "my report"'
    by_hand = f'{override} dora EXERCISE POINTS "why" (EXERCISE is loss/mse, loss/mae or another of 3)'
    assert (
        rows[2]["what to do"]
        == f"ask for the notebook, and grade again; or set its marks by hand, one by one: {by_hand}"
    )
    unclear = Mark(
        "loss/why", 1, state=NEEDS_A_PERSON, why="The answer is not written as a letter or a number itself, but as “a”"
    )
    others = [Record("eve lee", "e/a.ipynb", marks=(unclear,)), Record("", "x.ipynb", state=NEEDS_A_PERSON, why="x")]
    assert [row["what to do"] for row in need_rows(others, "", Path("my report"))] == [
        f'read it in e/a.ipynb, and set its mark: {override} "eve lee" loss/why POINTS "why"',
        "say in who.csv whose it is (column student), and grade again",
    ]
    assert rows[0]["what to do"] == "tinygrad-lite grade submitted --out report --replay anna loss/mae"
    assert rows[1]["what to do"].endswith(": tinygrad-lite grade submitted --out report --student ben")
    assert all(set(row) == set(NEEDS) for row in rows)


@pytest.mark.parametrize("read", [read_table, rows_of])
def test_a_table_that_cannot_be_read_is_said(tmp_path, read):
    file = tmp_path / "who.csv"
    file.write_text(f'a,b\n"{"x" * 200_000}",1\n', "utf-8")
    with pytest.raises(GradingError, match="cannot be read as a table: field larger than"):
        read(file)


@pytest.mark.parametrize(
    ("why", "worth", "says", "by_hand"),
    [
        (
            "a.ipynb: not recognised: no cell says begin(…)",
            {"02_loss": {"loss/mse": 2}},
            "open it: is it the lesson?",
            0,
        ),
        ("a.ipynb: The file is empty.", {"02_loss": {"loss/mse": 2}}, "(EXERCISE is loss/mse)", 1),
        (
            "a.ipynb: The file is empty.",
            {},
            "ask for the notebook, and grade again",
            0,
        ),  # nothing was recognised at all
    ],
)
def test_marks_by_hand_are_advised_only_where_it_is_known_for_what(why, worth, says, by_hand):
    (row,) = need_rows([Record("eve", "a.ipynb", state=NEEDS_A_PERSON, why=why)], "", Path("report"), worth)
    assert says in row["what to do"]
    assert ("override" in row["what to do"]) == bool(by_hand)


def test_of_several_lessons_only_those_that_are_missing_are_named():
    worth = {"02_loss": {"loss/mse": 2}, "03_backward": {"backward/add": 1}}
    there = Record("eve", "a.ipynb", lesson="02_loss", marks=(Mark("loss/mse", 2, auto=2.0),))
    empty = Record("eve", "b.ipynb", state=NEEDS_A_PERSON, why="nothing of 03_backward; b.ipynb: The file is empty.")
    (row,) = need_rows([there, empty], "", Path("report"), worth)
    assert row["what to do"].endswith("(EXERCISE is backward/add)")


def test_a_file_with_one_mark_by_hand_has_one_line_still():
    """And not one for each of its other exercises."""
    tasks = {f"loss/{name}": 2.0 for name in ("mse", "mae", "bce")}
    unread = Record("eve", "a.ipynb", state=NEEDS_A_PERSON, why="a.ipynb: The file is empty.")
    records = with_marks_by_hand([unread], {("eve", "loss/mse")}, {"worth": {"02_loss": tasks}})
    assert sum(len(record.marks) for record in records) == 3
    (row,) = need_rows(records, "", Path("report"), {"02_loss": tasks}, {("eve", "loss/mse")})
    assert row["what to do"].endswith("(EXERCISE is loss/mae or loss/bce)")
    assert (row["exercise"], row["why"]) == ("", "a.ipynb: The file is empty.")
    assert "override report eve EXERCISE" in row["what to do"]
