"""What holds of every exercise of the lessons, of whatever kind: a function, a class, a loop, an order of calls."""

from __future__ import annotations

import json

import pytest

from tinygrad_lite.course.attempt import fault_of
from tinygrad_lite.course.exercises import LESSONS, exercises_of, questions_of, tasks_of
from tinygrad_lite.course.exercises.optim import OptimizerClass
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.plain import decode, encode
from tinygrad_lite.course.run import Answer, run
from tinygrad_lite.course.submission import Submission

EXERCISES = [pytest.param(exercise, id=exercise.id) for lesson in LESSONS for exercise in exercises_of(lesson)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_exercises_and_questions_and_nothing_else(lesson):
    ids = [task.id for task in tasks_of(lesson)]
    assert sorted(ids) == sorted(task.id for task in [*exercises_of(lesson), *questions_of(lesson)])
    assert exercises_of(lesson)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_cases_and_answers_are_plain_data(exercise):
    for case in cases_of(exercise)[::4]:
        json.dumps(encode((dict(case.args), list(case.steps))))
        value = run(exercise.solution, case).value
        assert repr(decode(json.loads(json.dumps(encode(value))))) == repr(value)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_arguments_are_built_afresh_for_every_call(exercise):
    case = cases_of(exercise)[0]
    first, second = (run(exercise.solution, case) for _ in range(2))
    if exercise.has_own_judge:  # the answers may differ, such as times that were measured
        assert fault_of(exercise, case, first, Answer()) is fault_of(exercise, case, second, Answer()) is None
    else:
        assert first.agrees(second)


def test_an_exception_in_a_script_names_the_step():
    class Broken(OptimizerClass.solution):
        def step(self):
            raise ValueError("no")

    verdict = verdict_on(OptimizerClass(), Submission(Broken))
    assert verdict.status == "error"
    assert verdict.answer.failure.kind == "ValueError"
    assert verdict.case.steps[verdict.answer.failure.step].name == "step"
