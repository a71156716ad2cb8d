"""A mistake's variants are called as it is: the same sentence is true of them."""

import pytest

from tinygrad_lite.course.exercise import Exercise, mistake, variant_of
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import ask_reference, cases_of, expected_answers
from tinygrad_lite.course.submission import Submission

VARIANTS = [
    pytest.param(exercise, named, variant, id=f"{exercise.id}-{named.name}-{number}")
    for lesson in LESSONS
    for exercise in exercises_of(lesson)
    if isinstance(exercise, Exercise)
    for named in exercise.mistakes()
    for number, variant in enumerate(named.variants, start=1)
]


@pytest.mark.parametrize(("exercise", "named", "variant"), VARIANTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_variant_gets_the_name_of_its_mistake(exercise, named, variant, seed):
    cases = cases_of(exercise, seed)
    own = exercise.has_own_judge  # which needs no right answer
    right = expected_answers(exercise, cases) if own else [ask_reference(exercise, case) for case in cases]
    verdict = verdict_on(exercise, Submission.of(variant), cases, right)
    assert (verdict.status, verdict.diagnosis.name) == ("wrong", named.name)


class Half(Exercise):
    """Half of a number, a tiny one among them."""

    id, rtol = "sample/half", 1e-4

    def cases(self, rng):
        for number in (2.0, 3.0, 5.0, 7.0, 1e-5):
            yield self.case(number)

    def reference(self, x):
        return x / 2

    @staticmethod
    def solution(x):
        """Half of x."""
        return x / 2

    @mistake("the other way round", "You returned 2 / x; asked for is x / 2.")
    def turned(self, x):
        return 2 / x

    @variant_of("turned")
    def turned_without_a_zero(self, x):
        return 2 / (x + 1e-6)


@pytest.mark.parametrize(
    ("program", "name"),
    [
        (lambda x: 2 / x, "the other way round"),
        (lambda x: 2 / (x + 1e-6), "the other way round"),
        (lambda x: 2 / (x + 1e-5), ""),
    ],
)
def test_all_cases_have_to_agree_with_one_of_the_programs(program, name):
    exercise = Half()
    cases = cases_of(exercise)
    verdict = verdict_on(exercise, Submission.of(program), cases, [ask_reference(exercise, case) for case in cases])
    assert verdict.status == "wrong"
    assert (verdict.diagnosis.name if verdict.diagnosis else "") == name


def test_a_variant_is_no_mistake_of_its_own():
    (named,) = Half().mistakes()
    assert [variant(4.0) for variant in (named.candidate, *named.variants)] == [0.5, pytest.approx(0.5, rel=1e-5)]
    assert VARIANTS  # the course has some
