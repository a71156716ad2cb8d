"""A mistake is put to a case once, however many submissions are compared with it, and is forgotten with the case."""

from __future__ import annotations

import gc

import numpy as np

from tinygrad_lite.course.diagnosis.exact import _ANSWERS
from tinygrad_lite.course.exercise import Exercise, mistake
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.submission import Submission

CALLS = []


class Total(Exercise):
    """The sum of all elements."""

    id = "sample/total"
    axes = {"x": ...}

    def cases(self, rng):
        for size in range(2, 8):
            yield self.case(rng.normal(size=size))

    @staticmethod
    def solution(x):
        """The sum."""
        return np.sum(x)

    reference = solution

    @mistake("fails", "You fail. Return the sum.")
    def fails(self, x):
        CALLS.append(x)
        raise ValueError("on purpose")


def mean(x):
    return np.mean(x)


def test_each_case_is_put_to_a_mistake_once_and_forgotten_with_it():
    exercise = Total()
    cases = cases_of(exercise)
    before = len(_ANSWERS)
    for _ in range(3):
        assert verdict_on(exercise, Submission.of(mean), cases).status == "wrong"
    once = len(CALLS)
    assert 0 < once == len({x.tobytes() for x in CALLS})  # no case twice
    assert verdict_on(exercise, Submission.of(mean)).status == "wrong"  # other cases, though with the same numbers
    assert len(CALLS) == 2 * once
    del cases
    gc.collect()
    assert len(_ANSWERS) <= before
