"""An answer that is judged right never breaks a cell below it."""

import ast
import inspect

import nbformat
import pytest

from tests.notebooks.in_this_process import run_cells
from tests.notebooks.own_answers import right_answers, run_here_with_own_answers, run_with_own_answers
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.folders import project_folder

#: The lessons that do not have such a test of their own.
WITH_OWN_ANSWERS = (
    "00_start_here",
    "01_forward_pass",
    "02_loss",
    "03_backward_pass",
    "04_optimizers",
    "05_schedules",
    "06_clipping",
)


def rounds(lesson):
    """As many as the exercise with the most right answers has."""
    coded = [exercise.id for exercise in exercises_of(lesson) if hasattr(exercise, "solution")]
    return max(len(right_answers(exercise)) for exercise in coded)


@pytest.mark.full
@pytest.mark.parametrize(
    ("lesson", "number"), [(lesson, number) for lesson in WITH_OWN_ANSWERS for number in range(rounds(lesson))]
)
def test_every_right_answer_carries_the_lesson(lesson, number, tmp_path):
    run_with_own_answers(lesson, number, tmp_path)


#: A short run has one round of these.
SHORT = ("02_loss", "03_backward_pass")
#: Of all the rounds three that lie far from one another, so that answers and company differ.
THREE = [
    pytest.param(
        lesson,
        number * rounds(lesson) // 3,
        marks=pytest.mark.full if number == 1 else pytest.mark.slow if number or lesson not in SHORT else (),
    )
    for lesson in WITH_OWN_ANSWERS
    for number in range(3)
]


@pytest.mark.parametrize(("lesson", "number"), THREE)
def test_three_sets_of_right_answers_carry_the_lesson(lesson, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TINYGRAD_LITE_STRICT", raising=False)
    coded = [exercise for exercise in exercises_of(lesson) if hasattr(exercise, "solution")]
    assert run_here_with_own_answers(lesson, number) == len(coded)


def test_a_cell_that_ends_in_an_error_is_named():
    """An answer that a check calls right must not break a cell below it; this is how it would be seen."""
    cell = nbformat.v4.new_code_cell("print('so far')\nraise ValueError('broken below')", id="below")
    with pytest.raises(AssertionError, match="cell below: ValueError: broken below\\nso far"):
        run_cells(nbformat.v4.new_notebook(cells=[cell]))


def calls_by_keyword(text, names):
    """Lines of a lesson's source in which one of these functions is called with a keyword."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and node.keywords]
    return sorted(node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id in names)


def test_what_counts_as_a_call_by_keyword():
    text = "f(1, 2)\nf(1, b=2)\ng(b=1)\nx.f(b=1)\nf(g(a=1))\n"
    assert calls_by_keyword(text, {"f"}) == [2]


@pytest.mark.parametrize("lesson", LESSONS)
def test_students_may_name_their_parameters(lesson):
    """Checks call a function with its arguments in order, so the lesson has to as well."""
    functions = {
        exercise.name
        for exercise in exercises_of(lesson)
        if hasattr(exercise, "solution") and not inspect.isclass(exercise.solution)
    }
    text = (project_folder() / "lessons" / f"{lesson}.py").read_text(encoding="utf-8")
    assert calls_by_keyword(text, functions) == []
