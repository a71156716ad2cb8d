"""The table of looks: what it may hold, and that its order decides which of two faults is told first."""

from __future__ import annotations

import numpy as np
import pytest

from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.diagnosis import defaults, in_parts, together, unnamed
from tinygrad_lite.course.diagnosis.defaults import Given
from tinygrad_lite.course.diagnosis.order import ORDER
from tinygrad_lite.course.diagnosis.parts import AllCases, BeforeAHang, FiniteAnswers, OrdinaryCases, PlainCases
from tinygrad_lite.course.exercises.loss import CrossEntropy
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

from .sample_exercises import Layer, Mean


def submit(source, **variables):
    namespace = {"np": np, **variables}
    exec(compile(source, "<cell>", "exec"), namespace)
    return Submission(namespace[source.split("(")[0].split()[-1]], source, namespace)


def test_every_row_has_its_reason_and_stands_there_once():
    assert all(reason.strip() for *_, reason in ORDER)
    pairs = [(part, look) for part, look, _ in ORDER]
    assert len(set(pairs)) == len(pairs)


def test_what_is_true_of_all_cases_is_looked_for_before_what_is_true_of_some():
    """A single cause of most cases comes before two of all of them."""
    twofold = (in_parts.mistakes_in_parts, in_parts.mistake_in_one_part, unnamed.mistake_and_fault)
    twofold += (together.scaled_mistake, together.two_mistakes, defaults.other_default_besides)
    two = [look in twofold or part in (PlainCases, Given) for part, look, _ in ORDER]
    assert two == sorted(two)
    parts = [part for part, _, _ in ORDER[: two.index(True)]]
    parts.remove(BeforeAHang)  # which stands before the exception it explains
    assert parts == sorted(parts, key=(AllCases, FiniteAnswers, OrdinaryCases).index)


TWO_FAULTS = {
    "an exception, and a parameter that is not read": (
        "def layer(x, weight, scale=1.0):\n    return x @ weight, 1.0",
        "ValueError",
    ),
    "a parameter that is not read, and a wrong shape": (
        "def layer(x, weight, scale=1.0):\n    p = x @ weight.T\n    return p.T, p.sum()",
        "unused parameter",
    ),
    "a wrong shape, and an input that is changed": (
        "def mean(x):\n    x += 1\n    return x * 0 + x.mean() - 1",
        "wrong shape",
    ),
    "a condition that is always true, and an exception": (
        "def mean(x):\n    if x.ndim == 1 or 2:\n        return x.nothing\n    return x.mean()",
        "a condition that is always true",
    ),
    "a return in the loop, and a wrong value": (
        "def mean(x):\n    for row in x:\n        return row * 0 + 3.0 * len(x)",
        "returns inside the loop",
    ),
}


@pytest.mark.parametrize("faults", TWO_FAULTS)
def test_of_two_faults_the_one_to_act_on_first_is_told(faults):
    source, name = TWO_FAULTS[faults]
    exercise = Layer() if "layer" in source else Mean()
    assert verdict_on(exercise, submit(source)).diagnosis.name == name


def attempt(exercise, source):
    put = Attempt.of(exercise, submit(source))
    put.put()
    return put


def test_a_part_has_something_wrong_and_is_not_the_whole():
    finite = attempt(Mean(), "def mean(x):\n    return np.sum(x)")
    assert FiniteAnswers.out_of(finite) is None  # all are finite
    assert BeforeAHang.out_of(finite) is None  # none hung
    assert OrdinaryCases.out_of(finite) is None  # no cases ask a question of their own
    assert len(AllCases.out_of(finite).cases) == len(finite.cases)
    infinite = attempt(Mean(), "def mean(x):\n    return np.sum(x) if x.mean() < 100 else np.inf")
    part = FiniteAnswers.out_of(infinite)
    assert 0 < len(part.cases) < len(infinite.cases)
    assert len(part.expected) == len(part.answers) == len(part.findings) == len(part.cases)
    right_but_for_one = attempt(Mean(), "def mean(x):\n    return np.mean(x) if x.mean() < 100 else np.inf")
    assert FiniteAnswers.out_of(right_but_for_one) is None  # the finite ones are right


def test_the_cases_before_a_hang():
    source = "def cross_entropy(logits, target):\n    while len(logits) > 3:\n        pass\n    return 0.0"
    hung = Attempt.of(CrossEntropy(), submit(source), seconds=0.3)
    hung.put()
    part = BeforeAHang.out_of(hung)
    assert len(part.cases) == len(hung.answers) - 1
    assert all(answer.failure is None for answer in part.answers)
