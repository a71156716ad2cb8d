"""Lessons for students: nothing of a solution or an output in them, and nobody's work overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

from tinygrad_lite.cli import main
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import lessons_folder, project_folder
from tinygrad_lite.grading.definitions import program_of
from tinygrad_lite.grading.notebook import read_notebook
from tinygrad_lite.grading.release import release

from .hand_in import Copy


def only(folder: Path, given: str = "02_loss", **options: bool) -> tuple[Path, str, bool]:
    """Release one lesson: the file, the outcome, whether it is there."""
    (one,) = release([given], folder, **options)
    return one.path, one.outcome, one.written


@pytest.mark.parametrize("lesson", LESSONS)
def test_from_the_solution_comes_the_lesson_that_is_built(lesson, tmp_path):
    path, outcome, written = only(tmp_path, lesson)
    assert (path.name, outcome, written) == (f"{lesson}.ipynb", "written", True)
    mine = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(mine))
    built = json.loads((project_folder() / "lessons" / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    del mine["metadata"]["tinygrad_lite"]["released"]
    del built["metadata"]["tinygrad_lite"]["given"]  # by which updates know it; a released one is left alone by them
    for cell in [*mine["cells"], *built["cells"]]:
        cell["source"] = "".join(cell["source"])
    assert mine == built


def solved(folder: Path) -> tuple[Path, Copy]:
    """A solved notebook of an instructor's own: run, with a second answer and a word of hers."""
    copy = Copy().solve(1).insert("loss-mse", "def mse(p, t):\n    return ((p - t) ** 2).mean()", cell_id="better")
    copy.insert("loss-recap_1", 'answer("recap_1", "a")  # the secret', cell_id="again")
    copy.insert("loss-mae", '@exercise("loss/mae")\ndef mae(p, t):\n    return (secret', cell_id="broken")
    copy.insert("title", "Welcome to my course.", kind="markdown", cell_id="welcome").run()
    copy.cell("start")["metadata"] = {"secret": 1, "jupyter": {"source_hidden": True}}
    copy.notebook["metadata"]["widgets"] = {"secret": 1}
    folder.mkdir(exist_ok=True)
    (folder / "mine.ipynb").write_bytes(copy.data())
    return folder / "mine.ipynb", copy


def test_an_instructors_own_solution(tmp_path):
    source, copy = solved(tmp_path / "solved")
    path, _, written = only(tmp_path, str(source))
    assert written
    text = path.read_text(encoding="utf-8")
    assert "Welcome to my course." in text
    assert "secret" not in text
    assert "source_hidden" in text
    program = program_of(read_notebook(text.encode()), "02_loss")
    assert all(given.empty and not given.note for given in program.answers.values())
    assert set(program.literals.values()) == {...}
    assert program.unread == {}
    for task in tasks_of("02_loss"):
        if isinstance(task, Exercise):
            body = copy.read(task.id).strip().split("\n")[-1].strip()
            assert body not in text or body in task.stub(), task.id
    outputs = [cell["outputs"] or cell["execution_count"] for cell in json.loads(text)["cells"] if "outputs" in cell]
    assert not any(outputs)


def test_only_exercises(tmp_path):
    path, _, _ = only(tmp_path, exercises_only=True)
    ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert ids[:5] == ["title", "start", "loss-mse", "loss-mse_by_hand-question", "loss-mse_by_hand"]
    assert len(ids) == 3 + 10 + 2 * 7
    assert read_notebook(path.read_bytes()).lesson == "02_loss"


def test_nbgraders_metadata(tmp_path):
    path, _, _ = only(tmp_path, nbgrader=True)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    graded = {cell["id"]: cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]}
    assert set(graded) == {task.id.replace("/", "-") for task in tasks_of("02_loss")}
    assert {entry["schema_version"] for entry in graded.values()} == {3}
    assert all(entry["grade_id"] == cell_id for cell_id, entry in graded.items())
    points = {task.id.replace("/", "-"): task.points for task in tasks_of("02_loss")}
    assert {cell_id: entry["points"] for cell_id, entry in graded.items()} == points


def test_nobodys_work_is_overwritten(tmp_path):
    path, _, _ = only(tmp_path)
    whole = path.read_bytes()
    assert only(tmp_path)[1:] == ("is there already", True)
    for written in (Copy().solve().data(), b"notes of mine", whole.replace(b"# Lesson 02", b"# My lesson")):
        path.write_bytes(written)
        _, outcome, done = only(tmp_path)
        assert not done
        assert "not overwritten" in outcome
        assert path.read_bytes() == written
    answered = json.loads(whole)
    cell = next(cell for cell in answered["cells"] if cell["id"] == "loss-mse")
    cell["source"] = cell["source"].replace("...  # your code here", "return 1")
    path.write_text(json.dumps(answered), encoding="utf-8")
    assert "loss/mse among it" in only(tmp_path)[1]


def test_a_released_lesson_that_was_only_run_is_renewed(tmp_path):
    path, _, _ = only(tmp_path, exercises_only=True)
    run = json.loads(path.read_text(encoding="utf-8"))
    for cell in run["cells"]:
        cell["source"] = cell["source"].splitlines(True)
        if cell["cell_type"] == "code":
            cell["execution_count"] = 1
    path.write_text(json.dumps(run), encoding="utf-8")
    assert only(tmp_path)[1] == "written"
    lesson = json.loads((lessons_folder() / "02_loss.ipynb").read_text(encoding="utf-8"))
    assert len(json.loads(path.read_text(encoding="utf-8"))["cells"]) == len(lesson["cells"])


def test_what_cannot_be_released(tmp_path):
    (tmp_path / "empty.ipynb").write_bytes(b"")
    (tmp_path / "other.ipynb").write_bytes(b'{"cells": [], "metadata": {}, "nbformat": 4}')
    (tmp_path / "short.ipynb").write_bytes(Copy().delete("loss-nll").data())
    for given, said in (
        (str(tmp_path / "empty.ipynb"), "empty"),
        (str(tmp_path / "other.ipynb"), "not known which lesson"),
        (str(tmp_path / "short.ipynb"), "no cell for loss-nll"),
    ):
        _, outcome, written = only(tmp_path / "out", given)
        assert not written
        assert said in outcome
    assert not (tmp_path / "out").exists()


def test_all_lessons(tmp_path):
    assert [one.path.stem for one in release([], tmp_path)] == list(LESSONS)


def test_the_command(tmp_path):
    runner = CliRunner()
    done = runner.invoke(main, ["release", "02_loss", "--out", str(tmp_path), "--exercises-only"])
    assert (done.exit_code, done.output) == (0, f"{tmp_path / '02_loss.ipynb'}: written\n")
    assert runner.invoke(main, ["release", "nonsense", "--out", str(tmp_path)]).exit_code == 2
    misspelt = runner.invoke(main, ["release", "03_tensors", "02_los", "--out", str(tmp_path / "new")])
    assert misspelt.exit_code == 2
    assert 'neither a lesson nor a file "03_tensors"' in misspelt.output
    assert 'Did you mean "02_loss"?' in runner.invoke(main, ["release", "02_los", "--out", str(tmp_path)]).output
    assert not (tmp_path / "new").exists()
    assert runner.invoke(main, ["release", "02_loss"]).exit_code == 2
