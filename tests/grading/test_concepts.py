"""What is said to a class: every mistake and every diagnosis has a concept, and the common ones a good one."""

import re
from collections import Counter

import pytest

from tinygrad_lite.course.exercise import Exercise, Mistake
from tinygrad_lite.course.exercises import LESSONS, exercises_of, tasks_of
from tinygrad_lite.grading.concepts import CONCEPTS, LESSON_RULES, concept_of
from tinygrad_lite.grading.record import Mark, Record
from tinygrad_lite.grading.say import topics

NAMED = [
    (exercise, mistake) for lesson in LESSONS for exercise in exercises_of(lesson) for mistake in exercise.mistakes()
]


def key_of(exercise: Exercise, mistake: Mistake) -> str:
    return concept_of("mistake", mistake.name, mistake, exercise=exercise.id).key


def test_every_named_mistake_of_every_lesson_is_of_a_concept_that_is_explained():
    unknown = [
        f"{exercise.id}: {mistake.name}" for exercise, mistake in NAMED if key_of(exercise, mistake) not in CONCEPTS
    ]
    assert not unknown, "give these a rule in grading/concept_data/, or their exercise a topic there"


def test_a_spec_names_no_concept_that_is_unknown():
    for exercise, mistake in NAMED:
        assert not mistake.concept or mistake.concept in CONCEPTS, f"{exercise.id}: {mistake.concept}"


def test_each_concept_is_of_two_mistakes_or_says_why_not():
    uses = Counter(key_of(exercise, mistake) for exercise, mistake in NAMED)
    for concept in CONCEPTS.values():
        assert (uses[concept.key] >= 2) != bool(concept.alone), concept.key


def test_rules_and_topics_of_a_lesson_speak_of_its_exercises_and_of_known_concepts():
    folders = {exercise.id.partition("/")[0] for exercise, _ in NAMED}
    assert set(LESSON_RULES) == folders
    for folder, of_lesson in LESSON_RULES.items():
        names = {exercise.id.partition("/")[2] for exercise, _ in NAMED if exercise.id.startswith(f"{folder}/")}
        assert set(of_lesson.topics) <= names
        assert set(of_lesson.topics.values()) <= set(CONCEPTS)
        for rule in of_lesson.rules:
            assert rule.concept in CONCEPTS
            assert not rule.exercise or any(re.fullmatch(rule.exercise, name) for name in names), rule


def test_in_every_lesson_most_concepts_gather_several_exercises():
    for lesson in LESSONS:
        marks = [
            Mark(exercise.id, 2, 0, status="wrong", kind="mistake", name=mistake.name)
            for exercise in exercises_of(lesson)
            for mistake in exercise.mistakes()
        ]
        found = topics([Record("amina", f"{lesson}.ipynb", lesson, marks=marks)], tasks_of(lesson))
        assert len(found) < len(marks) / 2
        assert sum(len(topic.where) > 1 for topic in found) >= 2 or lesson == "00_start_here"


@pytest.mark.parametrize(
    ("exercise", "name", "key"),
    [
        ("loop/callback", "the mode is turned round", "larger or smaller"),
        ("backward/softmax_cross_entropy_grad", "softmax over the batch", "which axis"),
        ("backward/value", "overwrites gradients", "gradients add up"),
        ("gpu/time_it", "no wait at all", "waiting for the GPU"),
        ("loop/train_model", "a tie counts as better", "ties"),
        ("start/count_parameters", "counts units", "counting parameters"),
        ("my_exam/another", "a name like no other", "a name like no other"),
    ],
)
def test_a_named_mistake_goes_by_the_rules_of_its_lesson_first(exercise, name, key):
    assert concept_of("mistake", name, Mistake(name, "You …", len), exercise=exercise).key == key


def test_every_concept_says_what_goes_wrong_and_what_to_ask():
    for concept in CONCEPTS.values():
        assert concept.title, concept.key
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
        ("algebra", "nearly right", "digits lost"),
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
