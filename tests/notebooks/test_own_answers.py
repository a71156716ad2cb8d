"""An answer that is judged right never breaks a cell below it."""

import ast
import inspect

import pytest

from tests.notebooks.own_answers import right_answers, run_with_own_answers
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
