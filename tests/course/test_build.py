"""The builder: the same notebooks on every build, stable ids, and errors that say which cell."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import nbformat
import pytest

from tinygrad_lite.course import build
from tinygrad_lite.course.exercises import LESSONS, exercises_of, questions_of, tasks_of
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.session import Session
from tinygrad_lite.course.update.given import known_cells
from tinygrad_lite.course.update.said import fingerprint, of_lesson

EXERCISES = [f'# %% exercise="{exercise.id}"' for exercise in exercises_of("02_loss")]
QUESTIONS = [f'# %% question="{question.id}"' for question in questions_of("02_loss")]
PLACEHOLDERS = "\n\n".join(EXERCISES + QUESTIONS)
SOURCE = f"""
# %% [markdown] id="title"
# # Löss ∂
# %% id="begin"
from tinygrad_lite.course import begin
begin("02_loss")

{PLACEHOLDERS}
""".lstrip()


def test_stub_in_the_lesson_and_solution_in_the_solved_notebook():
    lesson = nbformat.reads(build.build_lesson(SOURCE, "02_loss", solved=False), as_version=4)
    solved = nbformat.reads(build.build_lesson(SOURCE, "02_loss", solved=True), as_version=4)
    (stub,) = [cell.source for cell in lesson.cells if cell.id == "loss-mse"]
    (answer,) = [cell.source for cell in solved.cells if cell.id == "loss-mse"]
    assert stub.startswith('@exercise("loss/mse")\ndef mse(predicted, target):')
    assert "your code here" in stub
    assert "np.mean" not in stub.rpartition('"""')[2]
    assert "return" in answer
    assert [cell.id for cell in lesson.cells] == [cell.id for cell in solved.cells]


@pytest.mark.slow
def test_two_builds_are_byte_identical_whatever_the_hash_seed_and_the_locale(tmp_path):
    program = "import sys\nfrom tinygrad_lite.course.build import build_lesson\n"
    program += "text = build_lesson(open(sys.argv[1], encoding='utf-8').read(), '02_loss', solved=True)\n"
    program += "sys.stdout.buffer.write(text.encode())"
    path = tmp_path / "lesson.py"
    path.write_text(SOURCE, encoding="utf-8")
    builds = [
        subprocess.run(
            [sys.executable, "-c", program, path],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
        ).stdout
        for seed in ("1", "2")
    ]
    assert builds[0] == builds[1] == build.build_lesson(SOURCE, "02_loss", solved=True).encode()


def test_no_outputs_no_counts():
    notebook = json.loads(build.build_lesson(SOURCE, "02_loss", solved=True))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('# %% id="begin"', "# %%"), "needs an id"),
        (('# %% id="begin"', '# %% id="title"'), "is there twice"),
        (('exercise="loss/mse"', 'exercise="loss/msx"'), 'no exercise "loss/msx"'),
        (('# %% exercise="loss/mse"', ""), "no cell for loss/mse"),
        (('# %% exercise="loss/mse"', '# %% exercise="loss/mse"\nx = 1'), "must be empty"),
    ],
)
def test_a_faulty_source_is_named(change, message):
    with pytest.raises(build.BuildError, match=message):
        build.build_lesson(SOURCE.replace(*change), "02_loss", solved=False)


def test_what_is_committed_is_what_the_sources_say():
    assert build.main(["--check"]) == 0, "run: python -m tinygrad_lite.course.build"


def test_check_fails_when_a_lesson_differs(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(build, "outputs", lambda project: [(tmp_path / "x.ipynb", "{}\n")])
    monkeypatch.setattr(build, "project_folder", lambda: tmp_path)
    assert build.main(["--check"]) == 1
    assert "python -m tinygrad_lite.course.build" in capsys.readouterr().out
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


@pytest.mark.slow
def test_kept_answers_spare_torch():
    """The lessons' checks find every reference answer in the kept files and never import torch."""
    program = """
import dataclasses
import sys
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.submission import Submission
for lesson in LESSONS:
    names = frozenset(exercise.name for exercise in exercises_of(lesson))
    for exercise in exercises_of(lesson):
        submission = dataclasses.replace(Submission.of(exercise.solution), exercises=names)
        assert verdict_on(exercise, submission).status == "right", exercise.id
assert "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_every_lesson_has_its_source():
    for lesson in LESSONS:
        assert (build.project_folder() / "lessons" / f"{lesson}.py").is_file()


def test_lessons_stand_in_the_order_of_their_numbers():
    assert list(LESSONS) == sorted(LESSONS)


def test_a_folded_cell_stays_folded():
    folded = SOURCE.replace('# %% id="begin"', '# %% id="begin" jupyter={"source_hidden": true}')
    for solved in (False, True):
        notebook = nbformat.reads(build.build_lesson(folded, "02_loss", solved), as_version=4)
        hidden = [cell.id for cell in notebook.cells if cell.metadata.get("jupyter", {}).get("source_hidden")]
        assert hidden == ["begin"]


def test_every_lesson_says_which_version_it_is_and_the_list_of_cells_knows_all_of_it():
    for lesson in LESSONS:
        notebook = nbformat.read(lessons_folder() / f"{lesson}.ipynb", as_version=4)
        assert notebook.metadata["tinygrad_lite"]["given"] == of_lesson(notebook.cells)
        assert {fingerprint(cell) for cell in notebook.cells} <= known_cells()


def test_an_id_that_was_another_is_said_in_the_notebook(monkeypatch):
    source = SOURCE.replace('id="title"', 'id="title" was="heading"')
    mse = next(task for task in exercises_of("02_loss") if task.id == "loss/mse")
    monkeypatch.setattr(type(mse), "was", ("loss/old_mse",))
    lesson = nbformat.reads(build.build_lesson(source, "02_loss", solved=False), as_version=4)
    was = {cell.id: cell.metadata["tinygrad_lite"]["was"] for cell in lesson.cells if "tinygrad_lite" in cell.metadata}
    assert was == {"title": ["heading"], "loss-mse": ["loss-old_mse"]}


def test_an_exercise_that_vanishes_is_asked_for(tmp_path, monkeypatch):
    tasks = tasks_of("02_loss")
    (tmp_path / "versions.json").write_text('{"aaa": ["loss/mse", "loss/old"]}', encoding="utf-8")
    assert build.vanished(tmp_path, tasks) == ["loss/old"]
    assert build.vanished(tmp_path, tasks, removed=("loss/old",)) == []
    monkeypatch.setattr(type(tasks[0]), "was", ("loss/old",))
    assert build.vanished(tmp_path, tasks) == []


def test_an_answer_under_an_exercises_old_id_is_still_its_answer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    mse = next(task for task in exercises_of("02_loss") if task.id == "loss/mse")
    monkeypatch.setattr(type(mse), "was", ("loss/old_mse",))
    (tmp_path / "progress.json").write_text(
        '{"version": 1, "exercises": {"loss/old_mse": {"status": "right", "tries": 3}}}', encoding="utf-8"
    )
    session = Session("02_loss", {})
    assert session.task("loss/old_mse").id == "loss/mse"
    assert session.progress.of("loss/mse")["tries"] == 3
    session.progress.note_hint("loss/mse", 1)
    assert Session("02_loss", {}).progress.of("loss/mse")["hints"] == 1
