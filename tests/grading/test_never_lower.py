"""A mark that went out does not become lower when the same file is graded again, unless grading.toml says so."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.named import rows_of
from tests.grading.test_classroom import ANSWERS, sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.changes import HAND_IN, REGRADE
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.gone_out import BY_MARK, BY_PAGE, counts_now, note
from tinygrad_lite.grading.never_lower import AS_COMPUTED, NEVER_LOWER, Floors, as_exported, read_regrade, said
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.record import MACHINE, Mark, Record
from tinygrad_lite.grading.settings import read_settings
from tinygrad_lite.grading.tables import read_table, write_table

REPORT = Path("report")
RECORD = Record("=ada", "a.ipynb", "a" * 64, "02_loss", marks=(
    Mark("loss/mse", 2, 2.0, share=0.9), Mark("loss/mae", 3, 1.0), Mark("loss/huber", 2, state=MACHINE),
    Mark("loss/bce", 0, 0.0),
))  # fmt: skip


def exported(tmp_path, record, **more):
    row = {
        "student": Pseudonyms(tmp_path).pseudonym(record.student),
        "lesson": record.lesson,
        **as_exported(record),
        **more,
    }
    write_table(tmp_path / "exported.csv", row, [row])
    return tmp_path


def floors(tmp_path, record=RECORD, rule=NEVER_LOWER, files=("a" * 64,)):
    held = Floors.of(tmp_path, rule).hold_up(record, files)
    return {mark.id: mark.floor for mark in held.marks}


def test_each_mark_goes_out_by_itself_and_comes_back_as_what_it_may_not_fall_below(tmp_path):
    assert as_exported(RECORD) == {"file": "a" * 16, "marks": "loss/mse 1.8/2; loss/mae 1/3"}
    exported(tmp_path, RECORD)
    assert floors(tmp_path) == {"loss/mse": 1.8, "loss/mae": 1.0, "loss/huber": None, "loss/bce": None}
    assert set(floors(tmp_path, rule=AS_COMPUTED).values()) == {None}
    assert set(floors(tmp_path, replace(RECORD, student="ben")).values()) == {None}
    assert set(floors(tmp_path, files=("b" * 64,)).values()) == {None}  # another file has marks of its own
    assert floors(tmp_path, files=("b" * 64, "a" * 64))["loss/mse"] == 1.8  # of several attempts, one


def test_a_page_that_went_out_holds_no_mark_up(tmp_path):
    """As docs/REGRADE.md says: only what `grades --out` filled in does, whatever page went out later."""
    page = {"student": "=ada", "lesson": "02_loss", "run": 1, "what": BY_PAGE, "received": counts_now(RECORD, {})}
    note(tmp_path, [page])
    assert set(floors(tmp_path).values()) == {None}
    note(tmp_path, [page | {"what": BY_MARK, **as_exported(RECORD)}])
    note(tmp_path, [page | {"run": 2}])
    assert floors(tmp_path)["loss/mse"] == 1.8


def test_where_an_exercise_is_worth_other_points_the_share_is_held_up(tmp_path):
    exported(tmp_path, RECORD)
    worth = replace(RECORD, marks=(Mark("loss/mse", 4, 0.0), Mark("loss/mae", 1.5, 1.5)))
    assert floors(tmp_path, worth) == {"loss/mse": 3.6, "loss/mae": 0.5}


@pytest.mark.parametrize("marks", ["", "loss/mse", "loss/mse 1", "loss/mse a/b", "loss/mse 1/0", "; ;"])
def test_what_somebody_wrote_into_the_table_stops_nothing(marks, tmp_path):
    exported(tmp_path, RECORD, marks=marks)
    assert set(floors(tmp_path).values()) == {None}


def test_a_mark_that_would_be_lower_is_held_and_said():
    mark = Mark("loss/mse", 2, 1.0, floor=2.0)
    assert (mark.held, mark.computed, mark.counted) == (True, 1.0, 2.0)
    assert not replace(mark, auto=2.0).held
    assert replace(mark, auto=None, state=MACHINE).counted is None
    (line,) = said([Record("a", marks=(mark,)), Record("b", marks=(mark,))])
    assert line.startswith("loss/mse: 2 marks stay as they went out, though they would be lower now")
    (line,) = said([Record("a", marks=(mark,)), Record("b", marks=(mark,))], {("b", "loss/mse")})  # a person set b's
    assert line.startswith("loss/mse: 1 mark stays as it went out, though it would be lower now")


@pytest.mark.parametrize(("text", "rule"), [("", NEVER_LOWER), ('regrade = "as computed"', AS_COMPUTED)])
def test_the_rule(text, rule, tmp_path):
    (tmp_path / "grading.toml").write_text(text, encoding="utf-8")
    assert read_regrade(read_settings(tmp_path / "grading.toml")) == rule


@pytest.mark.parametrize("value", ['"lower"', "3", "[1]"])
def test_another_rule_is_refused_with_its_line(value, tmp_path):
    (tmp_path / "grading.toml").write_text(f"\nregrade = {value}\n", encoding="utf-8")
    with pytest.raises(GradingError, match=r'line 2: regrade is "never lower" or "as computed"\.'):
        read_regrade(read_settings(tmp_path / "grading.toml"))


# ----------------------------------------------------------------------------------------------------------- a class


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Anna's and Ben's right answers, whose marks went out."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    monkeypatch.chdir(tmp_path)
    for student in ("anna", "ben"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [ANSWERS["anna"]]))
    graded()
    (tmp_path / "table.csv").write_text("Login,Mark\nanna,\nben,\n", encoding="utf-8")
    run("grades", "report", "--into", "table.csv", "--column", "Mark", "--out", "upload.csv")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [*arguments], catch_exceptions=False).output


def graded(text=""):
    Path("grading.toml").write_text(text, encoding="utf-8")
    return run("grade", "class", "--out", "report", "--seed", "0", "--settings", "grading.toml")


def points():
    return {row["student"]: row["points"] for row in read_table(REPORT / "grades.csv") if row["exercise"] == "loss/mse"}


def refused(record):
    """As a stricter check would have it."""
    return replace(record, marks=tuple(replace(one, auto=0.0) if one.id == "loss/mse" else one for one in record.marks))


@pytest.mark.slow
def test_a_check_that_became_stricter_lowers_nobody_whose_mark_went_out(course, monkeypatch):
    stricter = lambda grade_one, tasks, jobs: ((one, refused(grade_one(one))) for one in tasks)
    monkeypatch.setattr(classroom, "spread", stricter)
    (course / "class" / "ben" / "02_loss.ipynb").write_bytes(canaries.notebook("02_loss", [ANSWERS["ben"]]))
    printed = graded()
    assert "loss/mse: 1 mark stays as it went out, though it would be lower now" in printed
    assert points() == {"anna": "2", "ben": "0"}  # ben's is another file
    assert {row["student"]: row["reason"] for row in rows_of(REPORT / "changes.csv")} == {"ben": HAND_IN}
    graded('regrade = "as computed"\n')
    assert points() == {"anna": "0", "ben": "0"}
    assert read_table(REPORT / "changes.csv")[-1]["reason"] == REGRADE
