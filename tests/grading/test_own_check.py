"""What a student is told before handing in is what the grader says."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from tests.grading.sample_class import sample_class
from tests.grading.test_marking import lesson_cells, right_answers
from tinygrad_lite.cli import main
from tinygrad_lite.course.card import STATUS_WORDS
from tinygrad_lite.grading.classroom import Wish, grade
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.record import GRADED

CLASS = {one.name: one for one in sample_class()}
#: One of each kind that is about the notebook, not about one answer.
SOME = [name for name in ("albers", "carlsen", "diallo", "olsen") if name in CLASS] or list(CLASS)[:4]


def check(*arguments):
    return CliRunner().invoke(main, ["check", *map(str, arguments)], catch_exceptions=False)


def write(folder, cells):
    path = folder / "02_loss.ipynb"
    path.write_text(json.dumps(lesson_cells("02_loss") | {"cells": cells}), "utf-8")
    return path


def with_answer(task_id, code):
    cells = lesson_cells("02_loss")["cells"]
    for cell in cells:
        if "".join(cell["source"]).startswith(f'@exercise("{task_id}")'):
            cell["source"] = f'@exercise("{task_id}")\n{code}'
    return cells


def agree(names, folder):
    """Grade these students, check each one's files with the same seed, and compare."""
    for name in names:
        for path, data in CLASS[name].files.items():
            (folder / "submitted" / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "submitted" / name / path).write_bytes(data)
    with KeptRuns(folder / "report").alone():
        records = grade(Wish(folder / "submitted", folder / "report", seed=5, jobs=2)).records
    compared = 0
    for record in records:
        if not record.path or record.state != GRADED:
            continue
        result = check(folder / "submitted" / record.path, "--seed", 5)
        for mark in record.marks:
            words = STATUS_WORDS.get(mark.status, mark.state)
            title = mark.card["state"] if mark.card else words
            assert f"{mark.id} · {title}" in result.output, (record.student, mark.id, result.output)
            compared += 1
        assert hashlib.sha256((folder / "submitted" / record.path).read_bytes()).hexdigest()[:4] in result.output
    return compared


def test_check_says_what_grade_says(tmp_path):
    assert agree(SOME, tmp_path) >= 17 * 3


@pytest.mark.full
def test_check_says_what_grade_says_of_the_whole_class(tmp_path):
    assert agree(CLASS, tmp_path) > 500


def test_a_right_exercise_ends_well_and_a_wrong_one_does_not(tmp_path):
    code, _ = right_answers("02_loss")
    path = write(tmp_path, with_answer("loss/mse", code["loss/mse"]))
    result = check(path, "--only", "mse")
    assert result.exit_code == 0
    assert "✓ loss/mse · right" in result.output
    assert "loss/mae" not in result.output
    number = hashlib.sha256(path.read_bytes()).hexdigest()
    assert result.output.rstrip().endswith(f"sha256 {number[:4]}-{number[4:8]}-{number[8:12]}")
    result = check(path)
    assert result.exit_code == 1
    assert "1 right; " in result.output
    assert "not started" in result.output


def test_a_name_that_only_the_kernel_knows_is_told(tmp_path):
    code = "def mse(predicted, target):\n    return np.mean((predicted - target) ** power)\n"
    result = check(write(tmp_path, with_answer("loss/mse", code)), "--only", "mse")
    assert "`power` exists only in your kernel" in result.output
    assert result.exit_code == 1


def test_what_is_no_notebook_or_no_exercise_is_said(tmp_path):
    (tmp_path / "a.ipynb").write_text("{", "utf-8")
    result = check(tmp_path / "a.ipynb")
    assert result.exit_code == 2
    assert "breaks off" in result.output
    result = check(write(tmp_path, lesson_cells("02_loss")["cells"]), "--only", "nothing")
    assert result.exit_code == 2
    assert 'There is no exercise "nothing"' in result.output


def test_nothing_that_a_program_says_moves_the_terminal(tmp_path):
    code = (
        "def mse(predicted, target):\n    print('\\x1b[2J\\x1b]0;title\\x07\\u202e')\n    raise ValueError('\\x1b[31m')"
    )
    output = check(write(tmp_path, with_answer("loss/mse", code)), "--only", "loss/mse").output
    assert "�[2J�]0;title" in output
    assert not {"\x1b", "\x07", "\u202e"} & set(output)
