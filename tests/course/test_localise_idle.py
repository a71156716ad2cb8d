"""What is made up at one place and leaves other statements without work is no mend: it does all of that anew."""

import numpy as np
import pytest

from tests.course.test_localise_as_solved import EXERCISES, located, submitted
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise.idle import another
from tinygrad_lite.course.run import quietly


@pytest.fixture(autouse=True)
def in_quiet():
    with quietly():
        yield


#: Two mistakes each, by exercise, and the line where one change made all cases pass: it wrote the right answer anew.
TWO = {
    "schedules/exponential": (
        """
def exponential(lr, epoch, gamma):
    rate = lr
    for _ in range(epoch + 1):
        rate = rate * (1 - gamma)
    return rate
""",
        6,
    ),
    "forward/kaiming_std": (
        """
def kaiming_std(fan_in):
    n = fan_in + 1
    variance = 2.0 / n
    return variance
""",
        4,
    ),
    "schedules/order_of_calls": (
        """
def order_of_calls(calls):
    rank = {"zero_grad": 0, "forward": 1, "clip": 2, "backward": 3, "scheduler.step": 4, "optimizer.step": 5}
    ordered = list(calls)
    ordered.sort(key=lambda name: rank[name])
    return ordered
""",
        6,
    ),
}


@pytest.mark.parametrize("exercise_id", TWO)
def test_no_place_where_all_is_done_anew(exercise_id):
    source, line = TWO[exercise_id]
    exercise = EXERCISES[exercise_id]
    verdict = verdict_on(exercise, submitted(exercise.name, source), locating=True)
    assert verdict.status == "wrong"
    place = verdict.place
    told = {spot.number for spot in (*place.spots, *place.second)} if place else set()
    assert told != {line}


#: One mistake each; what mends it is made up, and every other statement has its work still.
ONE = {
    "loss/huber": (
        """
def huber(predicted, target, delta=1.0):
    error = np.abs(predicted - target)
    small = error**2 / 2
    large = delta * error - delta / 2
    return np.where(error <= delta, small, large).mean()
""",
        5,
    ),
    "forward/sigmoid": (
        """
def sigmoid(x):
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), 1 / (1 + small))
""",
        4,
    ),
}


@pytest.mark.parametrize("exercise_id", ONE)
def test_a_mistake_that_is_there_is_told_still(exercise_id):
    source, line = ONE[exercise_id]
    assert located(exercise_id, source)[0] == {line}


def test_another_value_is_of_the_same_kind_and_another_one():
    for value in (True, 3, 0.5, "ab", "a", "", [1, 2], [], (1,), (), {"a": 1}, {}):
        other = another(value)
        assert other != value
        assert type(other) is type(value)
    for value in (np.bool_(False), np.float32(2), np.int64(3)):
        assert another(value) != value
    for array in (np.array([0.0, 1.5]), np.array([True, False]), np.arange(4, dtype=np.int8)):
        assert another(array).dtype == array.dtype
        assert not np.any(another(array) == array)
    with pytest.raises(TypeError):
        another(object())


def test_what_is_right_has_no_idle_statement_to_begin_with():
    """The sources above are wrong: a test of the test."""
    for exercise_id, (source, _) in {**TWO, **ONE}.items():
        exercise = EXERCISES[exercise_id]
        attempt = Attempt.of(exercise, submitted(exercise.name, source))
        attempt.put()
        assert attempt.wrong, exercise_id


def test_what_stands_around_the_whole_answer_is_part_of_the_place():
    """Put in for the piece, the mean error passes through the square, the sum and the root as it is."""
    source = "def mae(predicted, target):\n    return np.sqrt(((predicted - target) ** 2).sum())\n"
    exercise = EXERCISES["loss/mae"]
    place = verdict_on(exercise, submitted(exercise.name, source), locating=True).place
    assert place is not None
    assert "predicted - target" not in {spot.piece for spot in (*place.spots, *place.second)}
    assert any("np.sqrt" in spot.piece for spot in (*place.spots, *place.second))


def test_what_is_given_a_value_is_no_place_for_a_whole_answer():
    """Around `p.argmax(axis=1)` stands `right[…]`, which is written to: in its place nothing can be put."""
    source = """
def softmax_cross_entropy_grad(logits, target):
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    right = np.zeros_like(p)
    right[np.arange(len(p)), p.argmax(axis=1)] = 1
    return (p - right) / len(p)
"""
    lines, _ = located("backward/softmax_cross_entropy_grad", source)
    assert lines == {6}


def test_what_stands_around_a_piece_and_does_nothing_is_not():
    source = "def mae(predicted, target):\n    return float(np.abs(np.mean(predicted - target)))\n"
    exercise = EXERCISES["loss/mae"]
    place = verdict_on(exercise, submitted(exercise.name, source), locating=True).place
    assert place is not None
    assert not any("float" in spot.piece for spot in place.spots)


def test_a_table_of_which_only_the_entries_are_asked_for_is_without_work():
    """Both mistakes are in the table; another table, written into the last line, would leave it nothing to do."""
    source = """
def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):
    k = {"sgd": 1, "momentum": 2, "adam": 2}
    if optimizer not in k:
        raise ValueError("optimizer")
    return (k[optimizer] * n_parameters + n_activations) * bytes_per_value
"""
    exercise = EXERCISES["gpu/memory_estimate"]
    place = verdict_on(exercise, submitted(exercise.name, source), locating=True).place
    assert place is None or {spot.number for spot in (*place.spots, *place.second)} <= {3}
