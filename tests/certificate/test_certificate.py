"""Every check of every lesson holds what it promises.

To examine one exercise: `python -m tinygrad_lite.course.certificate --only loss/mse`.
"""

import pytest

from tinygrad_lite.course.certificate.examine import certify_whole, certify_with_answers
from tinygrad_lite.course.certificate.torch_free import without_torch
from tinygrad_lite.course.exercises import LESSONS, exercises_of

EXERCISES = [pytest.param(exercise, id=exercise.id) for lesson in LESSONS for exercise in exercises_of(lesson)]
MANY_SEEDS = 100
#: Every mutant has to be noticed; what is said of it is asked of one in so many, and with --full of all.
SHARE = 6
#: A short run examines every so-manieth exercise.
FEW = 10
#: Their answers are times by the clock, which a very busy machine makes too long: they are examined once more.
BY_THE_CLOCK = ("gpu/time_it",)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_check_holds_what_it_promises(exercise, keep):
    found = certify_with_answers(exercise, one_in=SHARE)
    if found.failures and exercise.id in BY_THE_CLOCK:
        found = certify_with_answers(exercise, one_in=SHARE)
    keep(exercise.id, found)
    assert not found.failures, "\n" + "\n".join(found.failures)


@pytest.mark.parametrize("exercise", EXERCISES[::FEW])
def test_some_checks_hold_what_they_promise(exercise):
    """For a short run, which has no page of all of them."""
    found = certify_with_answers(exercise, one_in=SHARE)
    assert not found.failures, "\n" + "\n".join(found.failures)


@pytest.mark.full
@pytest.mark.parametrize("exercise", EXERCISES)
def test_it_does_so_on_many_seeds(exercise, keep):
    found = certify_with_answers(exercise, MANY_SEEDS)
    keep(exercise.id, found)
    assert not found.failures, "\n" + "\n".join(found.failures)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_lesson_as_a_whole(lesson):
    failures = certify_whole(lesson).failures
    assert not failures, "\n" + "\n".join(failures)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_its_checks_do_not_import_torch(lesson, keep):
    found = without_torch(lesson)
    keep(lesson, found)
    none_needs_it(found)


@pytest.mark.parametrize("lesson", list(LESSONS)[2::FEW])
def test_some_checks_do_not_import_torch(lesson):
    none_needs_it(without_torch(lesson))


def none_needs_it(found):
    needing = [f"{exercise_id}: {status}" for exercise_id, status in found.items() if status != "right"]
    repair = "The expected answers come from the lesson's expected.json: python -m tinygrad_lite.course.build"
    assert not needing, "\n".join(["", *needing, repair])
