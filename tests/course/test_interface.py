"""The interface carries what later lessons need: classes, chance, and training loops on both libraries."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import ask_reference, cases_of
from tinygrad_lite.course.plain import decode, encode
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

from . import trial_exercises as trial

EXERCISES = [
    trial.EarlyStoppingExercise(),
    trial.Dropout(),
    trial.TrainOneEpoch(),
]


def ids(exercise):
    return exercise.id


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_solution_passes(exercise):
    verdict = verdict_on(exercise, Submission.of(exercise.solution))
    assert verdict.status == "right", verdict


MISTAKES = [(exercise, mistake) for exercise in EXERCISES for mistake in exercise.mistakes()]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=[f"{e.id}: {m.name}" for e, m in MISTAKES])
def test_mistake_is_diagnosed_as_itself(exercise, mistake):
    verdict = verdict_on(exercise, Submission(mistake.candidate))
    assert verdict.status == "wrong"
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.name == mistake.name


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_cases_and_answers_are_plain_data(exercise):
    for case in cases_of(exercise):
        json.dumps(encode((dict(case.args), list(case.steps))))
        answer = run(exercise.solution, case)
        back = decode(json.loads(json.dumps(encode(answer.value))))
        assert repr(back) == repr(answer.value)


def test_training_loop_gives_the_same_on_both_libraries():
    exercise = trial.TrainOneEpoch()
    for case in cases_of(exercise):
        ours, theirs = run(exercise.solution, case), ask_reference(exercise, case)
        assert ours.agrees(theirs, exercise.rtol)
        assert ours.after["model"]["training"] is True


def test_training_a_model_that_should_not_change_is_noticed():
    exercise = trial.TrainOneEpoch()
    case = cases_of(exercise)[0]
    forbidden = type(case)(case.args)
    assert run(exercise.solution, forbidden).changed == ("model",)


def test_an_exception_in_a_script_names_the_step():
    class Broken(trial.EarlyStopping):
        def step(self, value):
            if self.counter == 1:
                raise ValueError("no")
            return super().step(value)

    exercise = trial.EarlyStoppingExercise()
    verdict = verdict_on(exercise, Submission(Broken))
    assert verdict.status == "error"
    assert verdict.answer.failure.kind == "ValueError"
    assert verdict.case.steps[verdict.answer.failure.step].name == "step"


def test_arguments_are_built_afresh_for_every_call():
    exercise = trial.Dropout()
    case = cases_of(exercise)[2]
    assert np.array_equal(run(exercise.solution, case).value, run(exercise.solution, case).value)
