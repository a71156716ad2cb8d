"""The place that is told is the one where the mistake was made, where a change elsewhere would mend too."""

import ast

import numpy as np
import pytest

from tinygrad_lite.course import judge
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import USUAL, locate
from tinygrad_lite.course.localise.changes import Changes
from tinygrad_lite.course.localise.program import Program
from tinygrad_lite.course.localise.tried import Try
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}
MICROGRAD = next(
    answer.source for answer in answers_to(EXERCISES["backward/value"]).right if "build_topo" in answer.source
)
STOPPING = """
class EarlyStopping:
    def __init__(self, patience=7, min_delta=0.0, mode="min"):
        self.patience, self.min_delta = patience, min_delta
        self.sign = 1 if mode == "min" else -1
        self.best, self.counter = None, 0

    def step(self, value):
        if self.best is None or self.sign * value < self.sign * self.best - self.min_delta:
            self.counter = 0
        else:
            self.counter += 1
        self.best = value
        return self.counter >= self.patience
"""


def submission_of(exercise, source):
    namespace = {"np": np}
    exec(source, namespace)
    return Submission(namespace[exercise.name], source, namespace)


def checked(exercise_id, source):
    exercise, namespace = EXERCISES[exercise_id], {"np": np}
    exec(source, namespace)
    verdict = verdict_on(exercise, Submission(namespace[exercise.name], source, namespace), locating=True)
    return verdict, verdict_card(exercise, verdict, [])


def lines_told(source, place):
    return [source.splitlines()[spot.number - 1].strip() for spot in place.spots]


def test_what_belongs_under_a_condition_is_underlined_itself():
    place = checked("stopping/early_stopping", STOPPING)[0].place
    assert lines_told(STOPPING, place) == ["self.best = value"]
    assert not place.missing


def test_what_says_yes_or_no_is_nothing_to_calculate_with():
    """`range(0, n + drop_last, batch_size)` mends this answer: it adds an empty batch to be dropped."""
    source = """
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    result = [idx[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last:
        result = result[:-1]
    return result
"""
    verdict, _ = checked("loop/batches", source)
    assert verdict.diagnosis.name == "drops the last batch even where it is full"
    assert verdict.place is None or "range" not in lines_told(source, verdict.place)[0]


def test_a_walk_from_the_wrong_end_is_underlined_too():
    source = MICROGRAD.replace("reversed(topo)", "topo")
    assert source != MICROGRAD
    assert "for v in topo:" in lines_told(source, checked("backward/value", source)[0].place)


def test_what_is_missing_in_a_method_is_not_told_in_the_function_inside_it(monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 2 * USUAL, **two))
    begun = next(line for line in MICROGRAD.splitlines(keepends=True) if "self.grad = 1" in line)
    apart = "        topo = []\n        visited = set()\n"
    source = MICROGRAD.replace(begun, "").replace(apart, "        topo, visited = [], set()\n")
    assert apart in MICROGRAD
    place = checked("backward/value", source)[0].place
    assert place.missing
    assert lines_told(source, place) == ["build_topo(self)"]


#: Two mistakes that one new expression mends.
TWO_IN_ONE_PLACE = {
    "two changes, one inside the other": (
        "scale/shard_sampler",
        "def shard_sampler(n, rank, world_size):\n"
        "    line = list(range(n))\n"
        "    while len(line) % world_size != 0:\n"
        "        line.append(n - 1)\n"
        "    return line[rank + 1 :: world_size]\n",
    ),
    "another expression that happens to be right": (
        "scale/amdahl",
        "def amdahl(parallel_share, workers):\n"
        "    t = (1 - parallel_share) + parallel_share * workers\n"
        "    return round(1 / t, 2)\n",
    ),
    "several parts of a tuple": (
        "loop/precision_recall_f1",
        "def precision_recall_f1(confusion):\n"
        "    with np.errstate(all='ignore'):\n"
        "        tp = np.diagonal(confusion)\n"
        "        precision = np.nan_to_num(tp / confusion.sum(1))\n"
        "        recall = np.nan_to_num(tp / confusion.sum(0))\n"
        "        f1 = np.nan_to_num(precision * recall / (precision + recall))\n"
        "    return precision, recall, f1\n",
    ),
}


@pytest.mark.parametrize("name", TWO_IN_ONE_PLACE)
def test_of_two_mistakes_in_one_place_it_is_not_said_that_one_change_is_enough(name):
    verdict, card = checked(*TWO_IN_ONE_PLACE[name])
    assert verdict.place.several
    assert card.headline == "What is wrong can be mended in one place, but perhaps not by one change."


def test_beside_what_says_nothing_of_how_many_it_is_not_said_either():
    source = (
        "def shard_sampler(n, rank, world_size):\n"
        "    line = list(range(n))\n"
        "    while len(line) % world_size:\n"
        "        line.append(0)\n"
        "    return line[rank - 1 :: world_size]\n"
    )
    verdict, card = checked("scale/shard_sampler", source)
    assert (verdict.diagnosis.kind, verdict.place.several) == ("structure", True)
    assert card.text.endswith("all 43 cases pass; but perhaps not by one change alone.")


def test_one_change_is_called_one():
    source = (
        "def amdahl(parallel_share, workers):\n    return 1 / (1 - parallel_share + parallel_share / (workers + 2))\n"
    )
    verdict, card = checked("scale/amdahl", source)
    assert not verdict.place.several
    assert card.headline == "A change in one place is enough."


@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_what_stands_in_the_wrong_order_is_there_and_not_missing(brackets):
    source = """
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    both = np.concatenate([h, x], axis=1)
    weights = np.concatenate((w_ih, w_hh), axis=1)
    return np.tanh(both @ weights.T + b_ih + b_hh)
""".replace("[h, x]", "{}h, x{}".format(*brackets))
    place = checked("clipping/rnn_cell", source)[0].place
    assert len(lines_told(source, place)) == 2
    assert not place.missing


def test_a_missing_statement_that_was_found_by_value_can_be_looked_for_further_out():
    """It stands alone, not behind the statement before it: to ask it for its body ended a check."""
    source = (
        "def mse(predicted, target):\n    def error():\n        return predicted - target\n    return error().mean()\n"
    )
    program = Program(submission_of(EXERCISES["loss/mse"], source), Work(10**9))
    slot = next(slot for slot in program.slots if len(slot.within) > 1 and isinstance(slot.node, ast.stmt))
    found = Try(1, slot, ast.parse("error = 1").body[0], slot.node, 1, True, made_up=True)
    further = list(Changes(program).further_out(found, program.slots))
    assert {ast.unparse(each.replacement.body[-1]) for each in further} <= {"error = 1"}
