"""Answers that are right to many digits: it is said, and how many; not where more than rounding is wrong."""

import numpy as np
import pytest

from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}

MEASURED = """
def chain_rule(x, w, b, target):
    def loss(w, b, x):
        return (w * x + b - target) ** 2

    h = 1e-6
    return (
        (loss(w + h, b, x) - loss(w - h, b, x)) / (2 * h),
        (loss(w, b + h, x) - loss(w, b - h, x)) / (2 * h),
        (loss(w, b, x + h) - loss(w, b, x - h)) / (2 * h),
    )
"""
IN_32_BITS = "def mse(predicted, target):\n    return ((predicted.astype(np.float32) - target) ** 2).mean()\n"
COARSE = "def mse(predicted, target):\n    return ((predicted - target) ** 2).mean() * 1.0001\n"
SMALL_AT_ONCE = "def mse(predicted, target):\n    return ((predicted - target) ** 2).mean() + 1e-8\n"


def diagnosis(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    namespace = {"np": np}
    exec(source, namespace)
    return verdict_on(exercise, Submission(namespace[exercise.name], source, namespace)).diagnosis


@pytest.mark.parametrize(
    ("exercise_id", "source", "least", "most"),
    [("backward/chain_rule", MEASURED, 8, 11), ("loss/mse", IN_32_BITS, 6, 8), ("loss/mse", SMALL_AT_ONCE, 6, 8)],
)
def test_it_is_said_to_how_many_digits_they_are_right(exercise_id, source, least, most):
    found = diagnosis(exercise_id, source)
    assert found.name == "nearly right"
    digits = int(found.text.partition("right to ")[2].partition(" digits")[0])
    assert least <= digits <= most


def test_what_is_off_in_the_fourth_digit_is_not_nearly_right():
    found = diagnosis("loss/mse", COARSE)
    assert found is None or found.name != "nearly right"
