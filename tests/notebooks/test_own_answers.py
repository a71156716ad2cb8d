"""An answer that is judged right never breaks a cell below it: lessons 03 to 06 with right answers of one's own."""

import pytest

from tests.notebooks.own_answers import right_answers, run_with_own_answers
from tinygrad_lite.course.exercises import exercises_of

LESSONS = ("03_backward_pass", "04_optimizers", "05_schedules", "06_clipping")


def rounds(lesson):
    """As many as the exercise with the most right answers has."""
    coded = [exercise.id for exercise in exercises_of(lesson) if hasattr(exercise, "solution")]
    return max(len(right_answers(exercise)) for exercise in coded)


@pytest.mark.full
@pytest.mark.parametrize(
    ("lesson", "number"), [(lesson, number) for lesson in LESSONS for number in range(rounds(lesson))]
)
def test_every_right_answer_carries_the_lesson(lesson, number, tmp_path):
    run_with_own_answers(lesson, number, tmp_path)
