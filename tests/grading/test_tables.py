"""Tables: formulas are defused, every row is there, what needs a person is listed with what to do."""

import csv
import os
from pathlib import Path

import pytest

from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.record import GRADED, MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.spreadsheet import rows_of
from tinygrad_lite.grading.tables import GRADES, LOOK_FIRST, NEEDS, grade_rows, need_rows, read_table, safe, write_table

CLASS = [
    Record(
        "anna", "a", marks=(Mark("loss/mse", 2, 2.0, status="right"), Mark("loss/mae", 1, 0.5, status="wrong", total=9))
    ),
    Record("ben", "b", marks=(Mark("loss/mse", 2, state=MACHINE, why="it took more than 60 s"),)),
    Record("=carla()", "", state=NOT_HANDED_IN),
    Record("dora", "d", state=NEEDS_A_PERSON, why="no notebook in it"),
]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM(A1)", " =1", "|calc", "\t=1", "\r=1", "\n@x"])
def test_a_formula_becomes_a_text(text):
    assert safe(text).startswith("'")


@pytest.mark.parametrize("value", ["Jane Doe", "", "a=b", "user-1", 0, -1.5, "ä"])
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
    rows = need_rows(CLASS, "tinygrad-lite grade submitted --out report", Path("my report"))
    assert [(row["student"], row["exercise"], row["why"]) for row in rows] == [
        ("anna", "loss/mae", LOOK_FIRST),  # strong elsewhere, and no reason was named
        ("ben", "loss/mse", "it took more than 60 s"),
        ("dora", "", "no notebook in it"),
    ]
    override = 'tinygrad-lite override "my report"'
    assert rows[2]["what to do"].endswith(f': {override} dora EXERCISE POINTS "why"')
    unclear = Mark("loss/why", 1, state=NEEDS_A_PERSON, why="The answer is no plain letter or number: a")
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
