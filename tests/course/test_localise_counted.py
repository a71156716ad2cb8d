"""What ends a search is counted, not timed: a slower machine finds the same place; a clock is the last fuse."""

import ast
import gc

import numpy as np
import pytest

from tinygrad_lite.course import work
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.expired import Expired
from tinygrad_lite.course.localise import begun, searched
from tinygrad_lite.course.localise.alike import alike
from tinygrad_lite.course.localise.patience import patiently
from tinygrad_lite.course.localise.program import Program
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import glance
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Prices, Work, calls

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}
#: Two mistakes, and neither alone leads anywhere: all that is tried is tried.
HUBER = """
def huber(predicted, target, delta=1.0):
    e = predicted * target
    quadratic = np.minimum(np.abs(e), delta)
    return (quadratic**3 / 2 + delta * (np.abs(e) + quadratic)).mean()
"""


class Clock:
    """Goes on by so many seconds whenever it is read."""

    def __init__(self, step):
        self.step, self.now = step, 0.0

    def __call__(self):
        self.now += self.step
        return self.now


def search(step, monkeypatch):
    """What a search tries, and finds, where computing takes so long."""
    monkeypatch.setattr(work.time, "thread_time", Clock(step))
    namespace = {"np": np}
    exec(compile(HUBER, "<test>", "exec"), namespace)
    attempt = Attempt.of(EXERCISES["loss/huber"], Submission(namespace["huber"], HUBER, namespace))
    attempt.put()
    found = begun(attempt, 100_000)
    place = searched(found)
    return place, found.tried, found.work.left, found.ended


def test_a_slower_machine_tries_the_same(monkeypatch):
    fast, slow = search(1e-7, monkeypatch), search(1e-4, monkeypatch)
    assert fast == slow
    assert fast[3] == "too much"


def test_a_machine_that_is_far_too_slow_is_not_waited_for(monkeypatch):
    usual, late = search(1e-7, monkeypatch), search(0.05, monkeypatch)
    assert late[1] < usual[1] / 2


def test_calls_are_counted_the_same_every_time():
    counts = {calls(lambda: sorted([abs(-1), len("abc")])) for _ in range(3)}
    assert len(counts) == 1
    assert calls(lambda: [abs(-n) for n in range(100)]) > 100


def test_what_is_cleared_away_meanwhile_is_not_counted():
    """Libraries that ask to be told of it, as Hypothesis does, are called then."""
    told = []

    def listener(phase, info):
        told.append(phase)

    def many():
        return [[number] for number in range(5000)]

    quiet = calls(many)
    gc.callbacks.append(listener)
    try:
        assert calls(many) == quiet
        assert gc.isenabled()
    finally:
        gc.callbacks.remove(listener)
    assert told == []


def test_what_an_answer_prints_is_not_printed_again_when_its_price_is_found(capsys):
    source = "def huber(predicted, target, delta=1.0):\n    print('here')\n    return 0\n"
    namespace = {"np": np}
    exec(compile(source, "<test>", "exec"), namespace)
    attempt = Attempt.of(EXERCISES["loss/huber"], Submission(namespace["huber"], source, namespace))
    assert Prices(attempt.submission.candidate).of(attempt.cases[0]) > work.RUN
    assert capsys.readouterr().out == ""


def test_what_mends_elsewhere_is_told_also_where_the_first_was_found_late():
    """The chunks are one place apart in the two phases: either phase can be mended, and both lines are shown."""
    exercise = EXERCISES["scale/ring_all_reduce"]
    source = exercise.solution_code().replace("(worker + 1 - step) % workers", "(worker - step) % workers")
    namespace = {"np": np}
    exec(compile(source, "<test>", "exec"), namespace)
    attempt = Attempt.of(exercise, Submission(namespace["ring_all_reduce"], source, namespace))
    attempt.put()
    found = begun(attempt, 900_000)  # with which the first is found late
    place = searched(found)
    assert found.lent
    assert {spot.line.strip() for spot in place.spots} == {
        "target, index = (worker + 1) % workers, (worker - step) % workers"
    }
    assert len({spot.number for spot in place.spots}) == 2


def test_of_a_part_the_whole_is_spent():
    whole = Work(100)
    half = Work(50, whole)
    half.spend(60)
    assert (half.is_left, whole.is_left, whole.left) == (False, True, 40)
    assert not Work(10, Work(-1)).is_left
    half.lend(20)
    assert (half.left, whole.left) == (10, 60)


@pytest.mark.parametrize("again", [False, True])
def test_what_never_ends_leaves_the_program_as_it_was(again):
    namespace = {"np": np}
    exec(compile(HUBER, "<test>", "exec"), namespace)
    program = Program(Submission(namespace["huber"], HUBER, namespace), Work(10**9))
    before = ast.dump(program.tree)
    slot = next(slot for slot in program.slots if isinstance(slot.node, ast.Return))

    def cut_off():
        program.standing(slot, ast.Pass()).__enter__()  # and no way out: that is where the time was up
        raise Expired

    for _ in range(1 + again):
        assert patiently(cut_off, program) is None
    assert ast.dump(program.tree) == before


def test_what_a_change_makes_huge_is_counted_and_looked_at_in_part():
    """`np.zeros((size, size))` with another size: thousands of such answers took seconds that nobody counted."""
    namespace, source = {"np": np}, "def mse(predicted, target):\n    return np.zeros((1000, 1000))\n"
    exec(source, namespace)
    program = Program(Submission(namespace["mse"], source, namespace), Work(10**9))
    case = cases_of(EXERCISES["loss/mse"])[0]
    before = program.work.left
    program.ask(glance, program.namespace["mse"], case)
    assert before - program.work.left > 2000
    one, other = np.zeros((1000, 1000)), np.zeros((1000, 1000))
    assert alike(one) == alike(other) != alike(other.T[:-1])
    other[:500] = 1
    assert alike(one) != alike(other)
