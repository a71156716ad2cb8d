"""A part of the download, or another one: who handed in before keeps the mark, and the instructor is asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_files_in import change
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.notebook import read_notebook
from tinygrad_lite.grading.record import NEEDS_A_PERSON, NOT_HANDED_IN, Mark, Record
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")

LESSONS = {"02_loss": "loss/mse", "04_optimizers": "optim/sgd"}
REPORT = Path("report")
ZERO = '[policy]\nmissing = "zero"\n'


def grade(source="class", *more):
    line = ["grade", source, "--out", "report", "--jobs", "1", *more]
    done = CliRunner().invoke(main, line, catch_exceptions=False)
    return done.exit_code, done.output


def put(folder, student, answer="anna", lesson="02_loss", file=None):
    place = Path(folder) / student
    place.mkdir(parents=True, exist_ok=True)
    (place / (file or f"{lesson}.ipynb")).write_bytes(canaries.notebook(lesson, [ANSWERS[answer]]))


def marked(task):
    """What a notebook gets, without running it."""
    notebook = read_notebook(task.data)
    right = b"np.mean((predicted - target) ** 2)" in task.data
    mark = Mark(LESSONS[notebook.lesson], 2, 2.0 * right, status="right" if right else "wrong")
    about = {"version": notebook.version, "seed": task.seed, "tier": task.tier.name}
    return Record(task.student, task.path, notebook.sha256, notebook.lesson, marks=(mark,), **about)


def points(student, exercise="loss/mse"):
    rows = {row["exercise"]: row for row in read_table(REPORT / "grades.csv") if row["student"] == student}
    return rows[exercise]["points"] if exercise in rows else None


def asked():
    return [row["student"] for row in read_table(REPORT / "needs.csv")]


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Two handed in, a third did not; and a part of it with one of them alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, marked(one)) for one in tasks))
    put("class", "ada")
    put("class", "bea")
    put("part", "ada")
    Path("list.csv").write_text("login,name\nada,Ada Low\nbea,Bea Tan\ncleo,Cleo Ray\n", encoding="utf-8")
    Path("grading.toml").write_text(ZERO, encoding="utf-8")
    assert grade("class", "--roster", "list.csv", "--settings", "grading.toml")[0] == 0
    assert (points("ada"), points("bea"), points("cleo")) == ("2", "2", "0")


def test_who_is_not_in_a_part_of_the_download_keeps_the_mark_and_is_asked_about(course):
    """Everybody else had a 0, and nothing needed anybody."""
    for _ in range(2):  # and so it is the next time
        status, printed = grade("part")
        assert status == 2
        assert "   1  handed in before, and not in this download: Bea Tan (who.csv, line 3)" in printed
        assert "1 file = 1 to be graded + 0 listed." in printed
        assert "02_loss: 1 of 1 hand-in graded, 1 handed in before, 1 missing. Files: 1 = 1 graded + 0 " in printed
        assert (points("ada"), points("bea"), points("cleo")) == ("2", "2", "0")
        assert asked() == ["bea"]
        assert (
            "take the whole download; or in who.csv, line 3, write no"
            in read_table(REPORT / "needs.csv")[0]["what to do"]
        )
        assert read_table(REPORT / "changes.csv") == []
    Path("t.csv").write_text("login,Mark\nada,\nbea,\ncleo,\n", encoding="utf-8")
    line = ["grades", "report", "--into", "t.csv", "--column", "Mark", "--out", "up.csv"]
    CliRunner().invoke(main, line, catch_exceptions=False)
    assert Path("up.csv").read_text("utf-8") == "login,Mark\nada,2\nbea,2\ncleo,0\n"
    status, printed = grade("class")
    assert (status, asked()) == (0, [])
    assert "handed in before" not in printed


@pytest.mark.parametrize(("written", "mark"), [("no", "0"), ("ok", "2")])
def test_it_is_settled_in_who_csv(course, written, mark):
    assert grade("part", "--list")[0] == 0  # a look is enough to be asked
    change(REPORT, "bea/02_loss.ipynb", "counts", written)
    for _ in range(2):
        status, printed = grade("part")
        assert (status, "whole?" in printed) == (0, False)
        assert points("bea") == mark
        assert asked() == []
    reasons = {row["reason"] for row in read_table(REPORT / "changes.csv")}
    assert reasons == ({"hand-in changed"} if written == "no" else set())
    assert [row["path"] for row in read_table(REPORT / "who.csv")][1:] == ["bea/02_loss.ipynb"] * (written == "ok")


def test_without_a_class_list_and_without_who_csv(course):
    shutil.rmtree(REPORT)
    grade("class")
    (REPORT / "who.csv").unlink()
    status, printed = grade("part", "--student", "ada")
    assert status == 2
    assert "handed in before, and not in this download: bea" in printed
    assert (points("bea"), asked()) == ("2", ["bea"])


def test_the_download_of_another_lesson_takes_no_mark(course):
    for student in ("ada", "bea", "cleo"):
        put("other", student, lesson="04_optimizers")
    printed = grade("other", "--list")[1]
    assert "   2  handed in before, and not in this download: Ada Low, Bea Tan (who.csv, lines 5, 6)" in printed
    assert grade("other")[0] == 2
    assert (points("ada"), points("bea"), asked()) == ("2", "2", ["ada", "bea"])
    assert (grade("class", "--lesson", "02_loss")[0], asked()) == (0, [])


@pytest.mark.parametrize("both_are_here", [True, False])
def test_one_lesson_by_itself_takes_no_marks_of_another(course, both_are_here):
    """They went, as if the hand-ins had changed."""
    put("all", "ada", lesson="04_optimizers")
    if both_are_here:
        put("all", "ada")
        put("all", "bea")
        grade("all", "--lesson", "any")
    for more in ((), ("--list",)):
        status, printed = grade("all", "--lesson", "04_optimizers", *more)
        assert status == 2
        assert "report has marks of 02_loss from the last run, and --lesson 04_optimizers would take them" in printed
        assert (points("ada"), points("bea")) == ("2", "2")


def test_nor_by_its_own_download(course):
    """Of a report of both, all marks of the other went."""
    for student in ("ada", "bea"):
        put("both", student)
        put("both", student, lesson="04_optimizers")
    grade("both", "--lesson", "any")
    before = [points(student, exercise) for student in ("ada", "bea") for exercise in LESSONS.values()]
    status, printed = grade("class", "--lesson", "02_loss")
    assert status == 2
    assert "--lesson 02_loss would take them away" in printed
    assert [points(student, exercise) for student in ("ada", "bea") for exercise in LESSONS.values()] == before


def test_a_second_hand_in_of_a_lesson_that_was_graded_counts_however_rare_it_is_now(course):
    """It was taken for a mistake of hers, and her marks of that lesson went."""
    students = ["ada", "bea", "s1", "s2"]
    for student in students:
        put("both", student)
        put("both", student, lesson="04_optimizers")
        put("again", student)
    grade("both", "--lesson", "any")
    put("again", "bea", lesson="04_optimizers", file="04_optimizers (1).ipynb")
    grade("again")
    rows = {row["path"]: row for row in read_table(REPORT / "who.csv")}
    assert rows["bea/04_optimizers (1).ipynb"]["counts"] == "yes"
    assert {*asked()} >= {*students} - {"bea"}
    assert "bea" not in asked()
    marks = {row["student"] for row in read_table(REPORT / "grades.csv") if row["exercise"] == "optim/sgd"}
    assert marks == {*students}


def test_an_empty_folder_grades_nothing_and_takes_nothing(course):
    Path("empty").mkdir()
    status, printed = grade("empty")
    assert status == 1
    assert "No notebook was found." in printed
    assert (points("ada"), points("bea"), asked()) == ("2", "2", ["ada", "bea"])


def test_a_file_that_nobody_could_read_and_is_not_here_is_no_0(course):
    put("class", "cleo")
    Path("class/cleo/02_loss.ipynb").write_text("", encoding="utf-8")
    grade("class")
    grade("part")
    rows = read_table(REPORT / "grades.csv")
    assert [row["state"] for row in rows if row["student"] == "cleo"] == [NEEDS_A_PERSON]
    assert "The file is empty." in " ".join(row["why"] for row in read_table(REPORT / "needs.csv"))
    change(REPORT, "cleo/02_loss.ipynb", "counts", "no")
    grade("part")
    assert {row["state"] for row in read_table(REPORT / "grades.csv") if row["student"] == "cleo"} == {NOT_HANDED_IN}


def test_another_file_of_the_same_student_is_a_new_hand_in(course):
    shutil.rmtree("class/bea")
    put("class", "bea", "ben", file="again.ipynb")
    assert (grade("class")[0], points("bea"), asked()) == (0, "0", [])


def test_of_a_group_all_members_keep_their_marks(course):
    Path("groups.csv").write_text("group,student\nA,bea\nA,cleo\n", encoding="utf-8")
    Path("grading.toml").write_text(ZERO + '[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    assert (grade("class")[0], points("cleo")) == (0, "2")
    for _ in range(2):
        assert (grade("part")[0], asked()) == (2, ["bea"])
        assert (points("ada"), points("bea"), points("cleo")) == ("2", "2", "2")
    put("part", "cleo", "ben")  # another member handed in
    assert (grade("part")[0], asked(), points("bea"), points("cleo")) == (0, [], "0", "0")


def test_of_several_lessons_one_is_not_in_the_download(course):
    put("both", "ada")
    for student in ("ada", "bea"):
        put("both", student)
        put("both", student, lesson="04_optimizers")
    grade("both")
    Path("both/bea/02_loss.ipynb").unlink()
    assert (grade("both")[0], asked(), points("bea")) == (2, ["bea"], "2")


def test_of_several_attempts_each_is_kept(course):
    Path("grading.toml").write_text(f'[time]\nattempts = "best"\n{ZERO}', encoding="utf-8")
    put("class", "bea", "ben", file="second.ipynb")
    grade("class")
    assert points("bea") == "2"
    for _ in range(2):
        assert (grade("part")[0], points("bea")) == (2, "2")
