"""What was typed after the last run counts in the next one: until then the question stays, and no mark rests on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tests.grading.test_files_in import change
from tests.grading.test_handed_in_before import REPORT, ZERO, grade, marked, points, put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

ADA, BEN = "Ada Low_48200_assignsubmission_file", "Ben Tan_48201_assignsubmission_file"
OTHER = f"{ADA}/02_loss-Copy1.ipynb"


def run(*line):
    done = CliRunner().invoke(main, list(line), catch_exceptions=False)
    return done.exit_code, done.output


def grades():
    Path("up.csv").unlink(missing_ok=True)
    status, printed = run("grades", "report", "--into", "t.csv", "--column", "Mark", "--out", "up.csv")
    assert Path("up.csv").exists(), printed
    return status, printed, Path("up.csv").read_text("utf-8").split()[1:]


def feedback():
    Path("pages.zip").unlink(missing_ok=True)
    return run("feedback", "report", "--for", "moodle", "--out", "pages.zip")


def why():
    return [row["why"] for row in read_table(REPORT / "needs.csv")]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Ada handed in twice, and nothing says which is the later; the worse one counts so far. Cleo handed in nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, marked(one)) for one in tasks))
    put("class", ADA, "ben")
    put("class", ADA, "anna", file="02_loss-Copy1.ipynb")
    put("class", BEN)
    Path("list.csv").write_text("login,name\n48200,Ada Low\n48201,Ben Tan\n48202,Cleo Ray\n", encoding="utf-8")
    Path("t.csv").write_text("login,Mark\n48200,\n48201,\n48202,\n", encoding="utf-8")
    Path("grading.toml").write_text(ZERO, encoding="utf-8")
    assert grade("class", "--roster", "list.csv", "--settings", "grading.toml")[0] == 2
    assert points("Ada Low_48200") == "0"


@pytest.mark.parametrize("look", [True, False])
def test_an_answer_is_no_answer_before_the_class_is_graded_again(course, look):
    """With --list the question was gone, "Nothing needs you", and the mark of the other file went out."""
    change(REPORT, OTHER, "counts", "yes")
    if look:
        grade("class", "--list")
    _, printed = run("override", "report", "Ben Tan_48201", "loss/mse", "1", "x")
    assert "Nothing needs you." not in printed
    assert f"{OTHER}: what you wrote in who.csv after run 1 does not count yet" in why()
    assert "Questions about files" in (REPORT / "report.html").read_text("utf-8")
    status, printed, table = grades()
    assert (status, table) == (3, ["48200,", "48201,1", "48202,"])
    assert "1 not settled and left as they are (Ada Low)" in printed
    assert "who.csv was changed after run 1, of 1 file: what you wrote counts when the class is graded again" in printed
    assert "First: tinygrad-lite grade class --out report" in printed
    assert 'No 0 was written (missing = "zero")' in printed
    status, printed = feedback()
    assert status == 3
    assert "1 page under the names of Moodle · 1 to be graded again first (Ada Low_48200)" in printed
    assert "First: tinygrad-lite grade class --out report" in printed
    assert (grade("class")[0], why(), points("Ada Low_48200")) == (0, [], "2")
    assert "Questions about files" not in (REPORT / "report.html").read_text("utf-8")
    assert grades()[::2] == (0, ["48200,2", "48201,1", "48202,0"])
    assert feedback()[0] == 0


def test_an_answer_that_is_taken_back_counts_in_the_next_run_too(course):
    change(REPORT, OTHER, "counts", "yes")
    assert (grade("class")[0], points("Ada Low_48200")) == (0, "2")
    change(REPORT, OTHER, "counts", "")
    assert grades()[::2] == (3, ["48200,", "48201,2", "48202,"])


def test_who_is_written_beside_a_file_has_no_0_until_then(course):
    change(REPORT, f"{BEN}/02_loss.ipynb", "student", "48202")
    status, _, table = grades()
    assert (status, table[1:]) == (3, ["48201,", "48202,"])


def test_a_change_in_grading_toml_is_said(course):
    change(REPORT, OTHER, "counts", "yes")
    grade("class")
    assert grades()[0] == feedback()[0] == 0
    Path("grading.toml").write_text('[policy]\nmissing = "empty"\n[points]\n"loss/mse" = 4\n', encoding="utf-8")
    status, printed, table = grades()
    said = "grading.toml was changed after run 2: what it says now counts in the next one."
    assert (status, table) == (3, ["48200,2", "48201,2", "48202,"])
    assert said in printed
    assert said in feedback()[1]
    run("override", "report", "Ben Tan_48201", "loss/mse", "1", "x")
    assert why() == [said]
    assert (grade("class")[0], why(), grades()[0]) == (0, [], 0)
    Path("grading.toml").write_text("[policy\n", encoding="utf-8")
    assert "grading.toml was changed after run 3" in grades()[1]


def test_a_table_that_cannot_be_understood_is_said_and_stops_no_override(course):
    change(REPORT, OTHER, "counts", "perhaps")
    run("override", "report", "Ben Tan_48201", "loss/mse", "1", "x")
    assert any('counts is "perhaps"' in one for one in why())
    assert 'counts is "perhaps"' in grades()[1]


def test_what_was_typed_while_the_class_was_graded_is_said(course, monkeypatch):
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: map(typed_meanwhile, tasks))
    assert grade("class")[0] == 2
    assert f"{OTHER}: what you wrote in who.csv after run 2 does not count yet" in why()


def typed_meanwhile(task):
    change(REPORT, OTHER, "counts", "yes")
    return task, marked(task)
