"""Which case a card shows, and how: one that can be seen to be wrong, in the brackets that the student wrote."""

import itertools
import linecache
from types import SimpleNamespace

import numpy as np
import pytest

from tinygrad_lite.course.card import value_text, verdict_card
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.diagnosis import shrink
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.plain import kind_of
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


def judged(exercise_id, source):
    """The verdict on a function that was typed into a cell, and its card."""
    exercise, file = EXERCISES[exercise_id], f"<{exercise_id}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {"np": np}
    exec(compile(source, file, "exec"), namespace)
    verdict = verdict_on(exercise, Submission(namespace[exercise.name], source, namespace))
    return verdict, repr(verdict_card(exercise, verdict, []))


ONE_WRONG_SIGN = """
def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), 1 - 1 / (1 - e))
"""


def test_a_wrong_value_is_shown_rather_than_a_right_one_with_a_warning():
    verdict, card = judged("forward/sigmoid", ONE_WRONG_SIGN)
    assert not np.allclose(verdict.answer.value, verdict.expected.value), card


LEAKY = """
def mlp_forward(x, weights, biases):
    cache, a = [], x
    for number, (weight, bias) in enumerate(zip(weights, biases)):
        z = a @ weight.T + bias
        if number < len(weights) - 1:
            a = np.where(z > 0, z, 0.1 * z)
            cache.append((z, a))
    return z, cache
"""


def test_pairs_in_a_list_are_shown_as_pairs():
    _, card = judged("forward/mlp_forward", LEAKY)
    yours = next(line for line in card.splitlines() if "you returned" in line)
    assert "[(" in yours
    assert ")])" in yours
    assert "‹" in yours


def test_brackets_of_nested_values():
    right = [(np.array([1.0, 2.0]), np.array([3.0, 4.0]))]
    wrong = [(np.array([1.0, 2.0]), np.array([3.0, 5.0]))]
    assert value_text(wrong, right) == "[([1, 2], [3, ‹5›])]"
    assert value_text(((1, 2),), None) == "((1, 2),)"
    assert value_text([(1, 2), (3, 4)], [(1, 2), (3, 5)]) == "[(1, 2), (3, ‹4›)]"


def test_a_loop_is_spoken_of_only_where_there_is_one():
    verdict, _ = judged("forward/relu", "def relu(x):\n    return (x > 0) * np.abs(x) + (x < 0) * x\n")
    assert "loop" not in verdict.diagnosis.text
    verdict, _ = judged(
        "forward/relu", "def relu(x):\n    for value in x.ravel():\n        value = max(value, 0)\n    return x\n"
    )
    assert "loop's variable" in verdict.diagnosis.text


def test_a_tuple_with_one_item_is_no_tuple_of_ones():
    assert kind_of((4,)) == "a tuple with one item"
    assert kind_of((4, 5)) == "a tuple of 2"


def test_one_index_array_picks_whole_rows():
    verdict, _ = judged("loss/nll", "def nll(log_probability, target):\n    return -np.mean(log_probability[target])\n")
    assert "picks whole rows" in verdict.diagnosis.text


@pytest.mark.slow
@pytest.mark.parametrize("exercise_id", ["clipping/rnn_cell", "stopping/batchnorm_eval"])
def test_the_case_does_not_go_by_the_clock(exercise_id, monkeypatch):
    """On a machine a hundred times slower each smaller case takes ten milliseconds or more; the cards are the same."""
    answers = [one.source for one in answers_to(EXERCISES[exercise_id]).wrong if "torch" not in one.source]
    usual = [judged(exercise_id, source)[1] for source in answers]
    slow = SimpleNamespace(thread_time=itertools.count(0, 0.005).__next__, monotonic=itertools.count(0, 0.02).__next__)
    monkeypatch.setattr(shrink, "time", slow)
    assert [judged(exercise_id, source)[1] for source in answers] == usual


EVERY_PATH = """
    def backward(self, gradient=1.0):
        self.grad += gradient
        for parent, slope in zip(self.parents, self.slopes):
            parent.backward(slope * gradient)
"""


def test_of_a_script_that_hangs_every_line_is_shown():
    """Nobody knows in which of them it was stopped."""
    exercise = EXERCISES["backward/value"]
    source = exercise.solution_code().partition("    def backward(self)")[0] + EVERY_PATH
    namespace = {"np": np}
    exec(compile(source, "<cell>", "exec"), namespace)
    verdict = verdict_on(exercise, Submission(namespace["Value"], source, namespace), seconds=0.5)
    card = repr(verdict_card(exercise, verdict, []))
    assert [word in card for word in ("x = Value(", "h = h + h", "h.backward()", "did not finish")] == [True] * 4
