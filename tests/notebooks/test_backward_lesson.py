"""What lesson 03 says about its own results, checked with the lesson's own cells."""

from __future__ import annotations

import html
import re

import nbformat
import pytest

from tinygrad_lite.course.exercises.backward import EXERCISES
from tinygrad_lite.course.exercises.backward.value_class import Value
from tinygrad_lite.course.folders import lessons_folder

CELLS = {
    cell.id: cell.source for cell in nbformat.read(lessons_folder() / "03_backward_pass.ipynb", as_version=4).cells
}


def run(*ids, **names):
    """The names that these cells define, executed in this order after the lesson's imports."""
    imports = CELLS["start"].partition("\nbegin(")[0]
    for source in (imports, *(CELLS[cell_id] for cell_id in ids)):
        exec(source, names)
    return names


def test_the_engine_has_the_lines_that_the_lesson_looks_for(capsys):
    run("engine-source")
    printed = capsys.readouterr().out
    assert len(printed.splitlines()) > 5
    assert "another way" not in printed


def test_arrays_get_an_operation_of_the_readers_own(capsys):
    exercises = {exercise.name: exercise.solution for exercise in EXERCISES if hasattr(exercise, "solution")}
    lesson = run(**exercises)
    exec(CELLS["grow"].partition("\n\n\ndef train_both")[0], lesson)
    exec(CELLS["grow-own"], lesson)
    assert "nothing is written yet" in capsys.readouterr().out
    answer = [html.unescape(line) for line in re.findall("<code>(.*?)</code>", CELLS["grow-own-words"])]
    written = CELLS["grow-own"].replace("        ...\n", "".join(f"        {line}\n" for line in answer))
    exec(written, lesson)
    own, turned = (line.partition(":")[2].strip() for line in capsys.readouterr().out.splitlines()[-2:])
    assert own == turned == "[0.0707 0.7864 1.     0.42  ]"


@pytest.mark.full
def test_how_many_seeds_solve_xor():
    said = int(re.search(r"Of 200 seeds, (\d+) came below a loss of 0\.01", CELLS["xor-after"])[1])
    lesson = run("xor-train", Value=Value)
    last = [lesson["train_xor"](lesson["new_xor_network"](seed))[-1] for seed in range(200)]
    solved = sum(loss < 0.01 for loss in last)
    print(solved, sorted(last)[-8:])
    assert abs(solved - said) <= 5  # rounding differs between machines; a seed near 0.01 may change sides
    assert solved >= 180
