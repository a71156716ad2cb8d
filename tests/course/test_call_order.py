"""The judge for orders of calls accepts every order in which nothing comes too early, and says what did."""

import itertools

import numpy as np
import pytest

from tinygrad_lite.course.exercises.call_order import CallOrder, fault

CALLS = ("zero_grad", "forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step")
#: What comes before what in a round, written out by hand: each line is one chain.
CHAINS = [("forward", "backward", "unscale", "clip", "optimizer.step", "scheduler.step"), ("zero_grad", "backward")]


def right_by_the_chains(order):
    return all(
        order.index(first) < order.index(second)
        for chain in CHAINS
        for first, second in itertools.combinations([call for call in chain if call in order], 2)
    )


@pytest.mark.parametrize("size", range(1, len(CALLS) + 1))
def test_an_order_of_any_subset_is_right_exactly_if_no_call_comes_too_early(size):
    for subset in itertools.combinations(CALLS, size):
        for order in itertools.permutations(subset):
            assert (fault(list(order), subset) is None) == right_by_the_chains(order), order


@pytest.mark.parametrize("place", [0, 1])
def test_zero_grad_may_stand_anywhere_before_backward(place):
    order = ["forward", "backward", "optimizer.step"]
    order.insert(place, "zero_grad")
    assert fault(order, (*CALLS[:3], "optimizer.step")) is None


def test_without_backward_zero_grad_is_free():
    assert fault(("optimizer.step", "zero_grad"), ["zero_grad", "optimizer.step"]) is None
    assert fault(("zero_grad", "optimizer.step"), ["zero_grad", "optimizer.step"]) is None


@pytest.mark.parametrize(
    ("order", "key", "says"),
    [
        ("forward backward scheduler.step optimizer.step", "scheduler.step before optimizer.step", "PyTorch warns"),
        ("forward backward optimizer.step clip", "optimizer.step before clip", "unclipped"),
        ("forward clip backward optimizer.step", "clip before backward", "go unclipped"),
        ("forward backward clip unscale optimizer.step", "clip before unscale", "too large"),
        ("forward backward optimizer.step unscale", "optimizer.step before unscale", "thousands of times"),
        ("forward optimizer.step backward clip", "optimizer.step before backward", "move before"),
        ("backward forward", "backward before forward", "not there yet"),
        ("forward backward zero_grad optimizer.step", "backward before zero_grad", "wipes out"),
        ("forward backward zero_grad clip", "backward before zero_grad", "wipes out"),
        ("forward backward zero_grad", "backward before zero_grad", "wipes out"),
        ("forward backward optimizer.step zero_grad", "zero_grad after optimizer.step", "adds to what is there"),
        ("forward backward optimizer.step clip zero_grad", "optimizer.step before clip", "too late"),
        ("scheduler.step forward", "scheduler.step before forward", "changes last"),
        ("optimizer.step forward", "optimizer.step before forward", "has been asked"),
    ],
)
def test_the_finding_names_the_call_that_came_too_early_and_what_that_does(order, key, says):
    order = order.split()
    finding = fault(order, sorted(order))
    assert finding.key == key
    assert says in finding.text


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (None, "no list of names"),
        ("forward backward", "no list of names"),
        ([1, 2], "no list of names"),
        (["forward"], "leaves a call out"),
        (["forward", "backward", "backward"], "a call twice"),
        (["forward", "backward", "step"], "adds a call"),
    ],
)
def test_an_answer_that_holds_other_calls_is_told_so(answer, key):
    assert fault(answer, ["backward", "forward"]).key == key


def test_an_exercise_asks_for_pairs_then_larger_subsets_and_differs_by_seed():
    class Sample(CallOrder):
        id, calls = "sample/order", CALLS

        @staticmethod
        def solution(calls):
            """In order."""
            return sorted(calls, key=CALLS.index)

    asked = [[case.args["calls"] for case in Sample().cases(np.random.default_rng(seed))] for seed in (0, 1)]
    assert asked[0] != asked[1]
    assert asked[0][0] == ["scheduler.step", "optimizer.step"]
    assert {len(calls) for calls in asked[0]} == set(range(2, len(CALLS) + 1))
    for case in Sample().cases(np.random.default_rng(2)):
        assert Sample().judge(case, Sample.solution(**case.args)) is None
