"""`export-code`: what students wrote, and what everybody was given, as JPlag and Dolos take it."""

import ast
import os
from dataclasses import replace

import pytest
from click.testing import CliRunner

from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.export_code import base_code, next_command, write_code
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.tables import read_table

MSE = "def mse(predicted, target):\n    return np.mean((predicted - target) ** 2)"
MAE = "def mae(predicted, target):\n    return 0"


def notebook(student, *marks):
    return Record(student, f"{student}.ipynb", "1", "02_loss", marks=marks)


CLASS = [
    notebook("amina", Mark("loss/mse", 2, 2, status="right", source=MSE), Mark("loss/recap_1", 1, 1, source="b")),
    notebook("bo", Mark("loss/mse", 2, 0, status="wrong", source=MSE), Mark("loss/mae", 2, 0, source=MAE)),
    notebook("chen", Mark("loss/mse", 2, 0, status="not-started", source=MSE)),
]


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def numbers(out):
    return {row["student"]: row["pseudonym"] for row in read_table(out / "who.csv")}


def test_for_jplag_each_student_is_a_folder_with_a_file_for_each_exercise_that_was_begun(tmp_path):
    out = tmp_path / "out"
    assert write_code(CLASS, "jplag", out, Pseudonyms(tmp_path)) == 2
    number = numbers(out)
    assert set(number) == {"amina", "bo"}
    amina, bo = number["amina"], number["bo"]
    assert files(out / "submissions") == {f"{amina}/loss_mse.py", f"{bo}/loss_mse.py", f"{bo}/loss_mae.py"}
    assert (out / "submissions" / amina / "loss_mse.py").read_text("utf-8") == f"{MSE}\n"
    assert len(files(out / "base")) == len(exercises_of("02_loss"))


def test_for_dolos_each_student_is_a_file_and_the_base_code_another(tmp_path):
    out = tmp_path / "out"
    write_code(CLASS, "dolos", out, Pseudonyms(tmp_path))
    number = numbers(out)
    assert files(out) == {"who.csv", "base.py", *(f"submissions/{each}.py" for each in number.values())}
    code = (out / "submissions" / f"{number['bo']}.py").read_text("utf-8")
    assert [each.name for each in ast.parse(code).body] == ["mse", "mae"]
    assert "def cross_entropy" in (out / "base.py").read_text("utf-8")


@pytest.mark.parametrize("detector", ["jplag", "dolos"])
def test_a_groups_code_is_there_once_and_a_copy_by_others_is_there_too(detector, tmp_path):
    """Members have one notebook: between them a detector would find nothing but full matches."""
    shared = replace(CLASS[1], path="team/02_loss.ipynb", group="A")
    team = [replace(shared, student=student) for student in ("bo", "dee", "eva")]
    out = tmp_path / "out"
    assert write_code([*CLASS[:1], *team, replace(CLASS[1], student="fay")], detector, out, Pseudonyms(tmp_path)) == 3
    number = numbers(out)
    assert set(number) == {"amina", "bo; dee; eva", "fay"}
    assert {path.name.removesuffix(".py") for path in (out / "submissions").iterdir()} == set(number.values())


def test_the_base_code_holds_no_solution():
    for exercise in exercises_of("02_loss"):
        solved = next(text for _, kind, text in exercise.cells(True) if kind == "code")
        assert base_code(["02_loss"])[exercise.id].strip() != solved.strip()


@pytest.mark.parametrize("detector", ["jplag", "dolos"])
def test_nothing_but_who_csv_names_a_student_and_nobody_else_may_read_it(detector, tmp_path):
    out = tmp_path / "out"
    write_code(CLASS, detector, out, Pseudonyms(tmp_path))
    for path in files(out) - {"who.csv"}:
        assert "amina" not in path + (out / path).read_text("utf-8")
    if os.name == "posix":
        assert (out.stat().st_mode | (out / "who.csv").stat().st_mode) & 0o077 == 0


def test_the_numbers_follow_no_alphabet(tmp_path):
    everybody = [notebook(f"student{i:02d}", CLASS[0].marks[0]) for i in range(20)]
    write_code(everybody, "dolos", tmp_path / "out", Pseudonyms(tmp_path))
    number = numbers(tmp_path / "out")
    assert sorted(number, key=number.get) != sorted(number)


def test_old_code_is_never_mixed_in_and_no_code_is_said(tmp_path):
    (tmp_path / "old.py").write_text("x", encoding="utf-8")
    with pytest.raises(GradingError, match="not empty"):
        write_code(CLASS, "dolos", tmp_path, Pseudonyms(tmp_path))
    with pytest.raises(GradingError, match="no code to compare"):
        write_code(CLASS[2:], "dolos", tmp_path / "new", Pseudonyms(tmp_path))
    assert files(tmp_path) == {"old.py"}


def test_the_command_takes_the_last_run_and_says_how_to_go_on(tmp_path):
    report, out = tmp_path / "report", tmp_path / "out"
    run = KeptRuns(report).begin({})
    for record in CLASS:
        run.keep(record)
    asked = ["export-code", str(report), "--for", "jplag", "--out", str(out)]
    assert "nothing was graded yet" in CliRunner().invoke(main, asked).output
    run.save(finished="today")
    ended = CliRunner().invoke(main, asked)
    assert ended.exit_code == 0, ended.output
    assert "the code of 2 students" in ended.output
    assert next_command("jplag", out) in ended.output
    assert "group" not in ended.output
    for student in ("dee", "eva"):
        run.keep(replace(CLASS[1], student=student, group="A"))
    ended = CliRunner().invoke(main, [*asked[:-1], str(tmp_path / "again")])
    assert "the code of 3 students" in ended.output
    assert "A group's code is there once, under one of its members" in ended.output
