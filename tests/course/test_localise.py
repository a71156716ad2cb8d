"""The place of a mistake: what is told is proven, holds the fault, and gives nothing away."""

import linecache
import random

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.bench import Bench
from tinygrad_lite.course.certificate.places import DEVELOPMENT, part, planted, planted_twice, sample
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import locate
from tinygrad_lite.course.localise.harmless import harmless
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}

WITH_TAN = """
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    inputs = x @ w_ih.T + b_ih
    return np.tan(inputs + h @ w_hh.T + b_hh)   # squashed
"""
ROUNDS_DOWN = """
def cosine(lr, epoch, total_epochs, min_lr=0.0):
    share = (1 + np.cos(2 * np.pi * epoch / total_epochs)) / 2
    return min_lr + (lr - min_lr) * share
"""


def submitted(name, source, **variables):
    namespace = {"np": np, **variables}
    exec(compile(source, "<test>", "exec"), namespace)
    return Submission(namespace[name], source, namespace)


def checked(exercise_id, source, **variables):
    exercise = EXERCISES[exercise_id]
    verdict = verdict_on(exercise, submitted(exercise.name, source, **variables), locating=True)
    return verdict, verdict_card(exercise, verdict, [])


def test_the_place_is_told_and_marked_in_the_students_line():
    verdict, card = checked("clipping/rnn_cell", WITH_TAN)
    (spot,) = verdict.place.spots
    assert (spot.number, spot.piece) == (4, "np.tan(inputs + h @ w_hh.T + b_hh)")
    assert card.headline == "Everything but one place is right."
    text = f"Look again at line 4: `np.tan(inputs + h @ w_hh.T + b_hh)`. (Changed only there, all {verdict.total} "
    assert card.text.startswith(text)
    lines = repr(card).splitlines()
    below = lines[next(index for index, line in enumerate(lines) if "# squashed" in line) + 1]
    assert below.count("~") == len(spot.piece)
    assert ">np.tan(inputs + h @ w_hh.T + b_hh)</u>" in card._repr_html_()


def test_the_change_that_mends_is_not_told():
    _, card = checked("clipping/rnn_cell", WITH_TAN)
    assert "tanh" not in repr(card)


def test_a_place_comes_with_a_diagnosis_too():
    source = "def mse(predicted, target):\n    return np.sum((predicted - target) ** 2)\n"
    verdict, card = checked("loss/mse", source)
    assert verdict.diagnosis is not None
    assert verdict.place.spots[0].number == 2
    assert "Changed only in line 2, where it is underlined, all " in card.text
    assert not card.headline.startswith("Everything")


def test_nothing_is_said_of_what_is_wrong_in_several_places():
    source = "def mse(predicted, target):\n    a = predicted * 3\n    b = target + 7\n    return (a * b).max()\n"
    assert checked("loss/mse", source)[0].place is None


def test_running_the_changes_leaves_the_notebook_alone():
    submission = submitted("cosine", ROUNDS_DOWN)
    before = dict(submission.namespace)
    verdict_on(EXERCISES["schedules/cosine"], submission, locating=True)
    assert submission.namespace == before


def test_the_place_may_be_a_default():
    exercise = EXERCISES["schedules/one_cycle"]
    source = exercise.solution_code().replace("pct_start=0.3", "pct_start=-0.3")
    attempt = Attempt.of(exercise, submitted("one_cycle", source))
    attempt.put()
    assert [(spot.number, spot.piece) for spot in locate(attempt).spots] == [(1, "-0.3")]


def test_what_the_notebook_draws_below_does_not_depend_on_how_much_was_tried():
    source = (
        "def mse(predicted, target):\n    random.random() + np.random.rand() + tg.rand(1).item()\n"
        "    return ((predicted - target) ** 3).mean()\n"
    )
    submission = submitted("mse", source, random=random, tg=tinygrad_lite)
    attempt = Attempt.of(EXERCISES["loss/mse"], submission)
    attempt.put()
    drawn = []
    for search in (lambda: None, lambda: locate(attempt)):
        random.seed(0), np.random.seed(0), tinygrad_lite.manual_seed(0)  # noqa: NPY002
        found = search()
        drawn.append((random.random(), np.random.rand(), tinygrad_lite.rand(1).item()))  # noqa: NPY002
    assert found is not None
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "line", ["open('x', 'w')", "import os", "np.save('x', predicted)", "helper(predicted)", "eval('1')"]
)
def test_what_reaches_out_of_the_function_is_never_changed(line):
    helper = "def helper(x):\n    open('x', 'w')\n"
    source = f"{helper}def mse(predicted, target):\n    {line}\n    return ((predicted - target) ** 2).sum()\n"
    file = "<test of helpers>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    assert not harmless(Submission(namespace["mse"], source, namespace))


def test_a_function_of_its_own_parameters_is_harmless():
    assert harmless(submitted("cosine", ROUNDS_DOWN))


def test_a_change_that_never_ends_is_cut_off():
    source = (
        "def step_decay(lr, epoch, step_size, gamma=0.1):\n    rounds = 0\n"
        "    while (rounds + 1) * step_size < epoch:\n"
        "        rounds = rounds + 1\n    return lr * gamma**rounds\n"
    )
    verdict, _ = checked("schedules/step_decay", source)
    assert [spot.number for spot in verdict.place.spots] == [3]


def told(exercises, plant=planted, every=60):
    found = []
    for exercise in exercises:
        found += plant(Bench(exercise, (0,)), sample(DEVELOPMENT, every))
    return found


def assert_true(found, share):
    placed = [each for each in found if each.place]
    assert sum(each.held for each in placed) >= 0.96 * len(placed), [each.id for each in placed if not each.held]
    assert len(placed) >= share * len(found), [each.id for each in found if not each.place]


def test_the_place_holds_a_planted_fault():
    assert_true(told([exercise for exercise in EXERCISES.values() if part(exercise.id, 12) == 1], every=40), 0.4)


@pytest.mark.full
def test_the_place_holds_many_planted_faults():
    assert_true(told(EXERCISES.values()), 0.55)


@pytest.mark.full
def test_two_planted_faults_are_told_apart():
    assert_true(told(EXERCISES.values(), planted_twice, 120), 0.25)
