"""What is said to a class: every mistake and every diagnosis has a concept, and the common ones a good one."""

import pytest

from tinygrad_lite.course.exercise import Mistake
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.grading.concepts import CONCEPTS, concept_of


def test_every_named_mistake_of_lesson_02_is_of_a_concept_that_is_explained():
    for exercise in exercises_of("02_loss"):
        for mistake in exercise.mistakes():
            assert concept_of("mistake", mistake.name, mistake).key in CONCEPTS, mistake.name


def test_in_every_lesson_there_is_one_and_a_spec_names_none_that_is_unknown():
    for lesson in LESSONS:
        for exercise in exercises_of(lesson):
            for mistake in exercise.mistakes():
                assert concept_of("mistake", mistake.name, mistake).title
                assert not mistake.concept or mistake.concept in CONCEPTS, f"{exercise.id}: {mistake.concept}"


def test_every_concept_says_what_goes_wrong_and_what_to_ask():
    for concept in CONCEPTS.values():
        assert concept.sentence.endswith(".")
        assert concept.ask.endswith("?")


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [
        ("algebra", "times n", "sum or mean"),
        ("algebra", "divided by batch", "sum or mean"),
        ("algebra", "wrong sign", "sign"),
        ("algebra", "transposed", "which axis"),
        ("algebra", "one step late", "counting"),
        ("algebra and overflow", "twice too large", "a factor of 2"),
        ("structure", "changes its input", "in place"),
        ("structure", "wrong shape", "which axis"),
        ("structure", "printed instead of returning", "returning"),
        ("structure", "right for one dimension only", "right for one dimension only"),
        ("structure", "wrong only where the target is 0", "wrong only where the target is 0"),
        ("error", "JaneDoesError", "error error of one's own"),
        ("mistake", "sums instead of averaging", "sum or mean"),
        ("mistake", "averages before squaring", "errors cancel"),
        ("mistake and more", "leaves out the minus", "sign"),
        ("error", "did not finish", "no end"),
        ("error", "TypeError", "error TypeError"),
    ],
)
def test_diagnoses_that_no_exercise_names_go_by_a_rule(kind, name, key):
    assert concept_of(kind, name).key == key


def test_what_a_mistake_says_itself_comes_first_and_no_diagnosis_has_no_concept():
    own = Mistake("sums instead of averaging", "You …", len, concept="pieces")
    assert concept_of("mistake", own.name, own).key == "pieces"
    assert concept_of("", "") is None
    assert concept_of("", "", status="not-by-hand").key == "by hand"
    assert concept_of("mistake", "a name like no other").title == "A name like no other"
