"""Marks that a person types into overrides.csv, or sets where nothing could be graded; and commands to be copied."""

from __future__ import annotations

import os
import shlex

import pytest

from tests.grading.downloads import export
from tests.grading.named import page_of
from tests.grading.test_marks_back import EVERYBODY, run, table
from tests.grading.test_overrides import INFO, marks, override
from tinygrad_lite.grading.command_line import quoted
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.publish import publish
from tinygrad_lite.grading.record import MACHINE, NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.tables import WHO, read_table, write_table

WORTH = {"02_loss": {"loss/mse": 2.0, "loss/mae": 3.0}}
ADA, BEN, CLEO, *_ = (one.login for one in EVERYBODY)


def records(auto=0.0):
    """Ada's notebook was graded; Ben's file is broken; Cleo, on the class list, handed in nothing."""
    given = (
        Mark("loss/mse", 2, auto, status="wrong", name="sums instead of averaging", total=9),
        Mark("loss/mae", 3, 3.0, status="right", total=9),
    )
    return [
        Record(ADA, "a.ipynb", "0" * 8, "02_loss", marks=given),
        Record(BEN, "b.ipynb", "1" * 8, state=NEEDS_A_PERSON, why="b.ipynb: The file is empty."),
        Record(CLEO, state=NOT_HANDED_IN, why="on the roster, and nothing was handed in"),
    ]


def graded(report, auto=0.0, **info):
    runs = KeptRuns(report)
    with runs.alone():
        new = runs.begin(INFO | {"worth": WORTH, "source": "submitted"} | info)
        for record in records(auto):
            new.keep(record)
        new.save(finished="now")
        publish(report, new, [], records(auto), runs.before(new))
    rows = [
        {"path": f"{place}.ipynb", "student": one.login, "lms_id": one.login, "name": one.name, "counts": "yes"}
        for place, one in enumerate(EVERYBODY[:3])
    ]
    write_table(report / "who.csv", WHO, rows)
    return report


@pytest.fixture
def report(tmp_path):
    return graded(tmp_path / "report")


def needs(report):
    return [(row["student"], row["exercise"], row["why"]) for row in read_table(report / "needs.csv")]


BROKEN = (BEN, "", "b.ipynb: The file is empty.")


@pytest.mark.parametrize("date", ["", "2026-12-01"])
def test_of_a_line_that_was_typed_it_is_seen_later_that_the_automatic_mark_moved(report, date):
    (report / "overrides.csv").write_text(
        f"student,exercise,points,reason,by,date\n{ADA},loss/mse,1,why,anna,{date}\n", "utf-8"
    )
    graded(report)
    assert needs(report) == [BROKEN]
    (row,) = read_table(report / "overrides.csv")
    assert (row["points"], row["reason"], row["by"], row["automatic then"]) == ("1", "why", "anna", "0")
    assert row["date"] == date or not date
    assert ADA not in (report / "overrides.csv").read_text("utf-8-sig")  # her pseudonym is there
    graded(report, auto=2.0)
    said = "set to 1 by hand; the automatic mark was 0 then, and is 2 now"
    assert sorted(needs(report)) == sorted([BROKEN, (ADA, "loss/mse", said)])
    assert marks(report)[ADA, "loss/mse"] == ("1", "2", "1")


def test_a_line_that_means_nobody_or_nothing_is_on_the_work_list(report):
    lines = ["jdoo,loss/mse,1,why", f"{ADA},mse,1,why", f"{ADA},loss/mse,1,why"]
    (report / "overrides.csv").write_text("\n".join(["student,exercise,points,reason", *lines, ""]), "utf-8")
    graded(report)
    said = "a mark that was set by hand counts nowhere:"
    assert sorted(needs(report)) == sorted([
        BROKEN, ("jdoo", "loss/mse", f'{said} nobody here is called "jdoo"'),
        (ADA, "mse", f'{said} no exercise "mse" was graded here. Did you mean "loss/mse"?'),
    ])  # fmt: skip
    assert next(row["student"] for row in read_table(report / "overrides.csv")) == "jdoo"  # as it was typed


def test_a_person_can_set_marks_where_nothing_could_be_graded(report, tmp_path):
    """The file is empty; the student shows her work in person."""
    before = export("blackboard", EVERYBODY, tmp_path)
    done = override(report, BEN, "mse", 1.5, "Shown in person.")
    assert done.output.startswith(f"{BEN}, loss/mse: 1.5 of 2 points in place of no mark.")
    assert marks(report)[BEN, "loss/mse"] == ("1.5", "", "1.5")
    assert marks(report)[BEN, "loss/mae"] == ("", "", "")
    assert set(needs(report)) == {BROKEN}
    (row,) = read_table(report / "needs.csv")
    assert row["what to do"].endswith("(EXERCISE is loss/mae)")  # what is left
    said = run(report, "--into", before, "--out", tmp_path / "one.csv").output
    assert f"1 not settled and left as they are ({EVERYBODY[1].name})" in said
    override(report, BEN, "loss/mae", 0, "Not shown.")
    assert needs(report) == []
    page = page_of(report, BEN).read_text("utf-8")
    assert "1.5 of 5 points" in page
    assert "Shown in person. (The automatic mark was none.)" in page
    said = run(report, "--into", before, "--out", tmp_path / "two.csv").output
    assert "not settled" not in said
    sheet = read_grade_sheet(before)
    assert table(tmp_path / "two.csv")[min(sheet.people) + 1][sheet.column] == "3"  # 1.5 of 5, out of 10
    graded(report)
    assert marks(report)[BEN, "loss/mse"] == ("1.5", "", "1.5")


@pytest.mark.parametrize(("missing", "other"), [("empty", ""), ("zero", "0")])
def test_of_who_handed_in_nothing_a_mark_that_was_set_is_in_the_table(tmp_path, missing, other):
    report = graded(tmp_path / "report", missing=missing)
    override(report, CLEO, "loss/mse", 2, "Shown in person.")
    assert marks(report)[CLEO, "loss/mse"] == ("2", "", "2")
    assert marks(report)[CLEO, "loss/mae"][0] == other
    assert (CLEO, "loss/mse") in {(row["student"], row["exercise"]) for row in read_table(report / "grades.csv")}
    before = export("blackboard", EVERYBODY, tmp_path)
    run(report, "--into", before, "--out", tmp_path / "one.csv")
    sheet = read_grade_sheet(before)
    if missing == "empty":  # the other mark is empty in grades.csv, too
        assert table(tmp_path / "one.csv")[min(sheet.people) + 2][sheet.column] == table(before)[3][sheet.column]
        override(report, CLEO, "loss/mae", 0, "Not shown.")
        run(report, "--into", before, "--out", tmp_path / "one.csv")
    assert table(tmp_path / "one.csv")[min(sheet.people) + 2][sheet.column] == "4"
    (report / "overrides.csv").unlink()
    graded(report, missing=missing)
    assert {row["reason"] for row in read_table(report / "changes.csv")} == {"override"}


@pytest.mark.skipif(os.name != "posix", reason="another shell")
@pytest.mark.parametrize(
    "name", ["Jane Doe_48213", "O'Neil, Ann", 'Li "the" Wu', "$(touch x)", "a`b`", "x; rm *", "ü\\"]
)
def test_a_name_is_one_word_of_a_command_and_nothing_else(name):
    assert shlex.split(f"grade {quoted(name)} --out report") == ["grade", name, "--out", "report"]
    if set(name) & {*"$`"}:
        assert quoted(name).startswith("'")  # a shell looks into double quotes


def test_commands_of_the_work_list_can_be_copied(tmp_path):
    report = tmp_path / "my report"
    runs = KeptRuns(report)
    with runs.alone():
        new = runs.begin(INFO | {"worth": WORTH, "source": str(tmp_path / "all of them.zip")})
        failed = Mark("loss/mse", 2, state=MACHINE, why="it took too long")
        publish(report, new, [], [Record("Jane Doe_1", "a", "0", "02_loss", marks=(failed,))])
    (row,) = read_table(report / "needs.csv")
    command = shlex.split(row["what to do"].partition(": ")[2])
    assert command[:2] == ["tinygrad-lite", "grade"]
    assert os.path.abspath(command[2]) == str(tmp_path / "all of them.zip")
    assert command[3:] == ["--out", str(report), "--student", "Jane Doe_1"]
