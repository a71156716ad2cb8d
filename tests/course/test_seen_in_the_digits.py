"""The case that a card shows is one in which the difference can be seen in the printed digits, if there is any."""

from __future__ import annotations

import numpy as np
import pytest

from tinygrad_lite.course.compare import can_be_seen

from .test_state_between_calls import judged


@pytest.mark.parametrize(
    ("one", "other", "seen"),
    [
        (4.50654, 4.50655, True),
        (4.506544, 4.506541, False),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0000001]), False),
        (np.array([1.0, 2.0]), np.array([1.0, 2.1]), True),
        ([1.0, True], [1.0, False], True),
        ({"loss": [0.5]}, {"loss": [0.5 + 1e-9]}, False),
        ((1.0, np.nan), (1.0, 2.0), True),
        (np.zeros(2), np.zeros(3), True),
        ("a", "b", True),
        (0.0, 1e-30, True),
    ],
)
def test_what_can_be_seen(one, other, seen):
    assert can_be_seen(one, other) is seen


def test_a_small_number_under_the_logarithm_is_shown_where_it_counts():
    source = """
def cross_entropy(logits, target):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(target)), target] + 1e-7))
"""
    verdict = judged("loss/cross_entropy", source)
    assert verdict.diagnosis.name == "adds 1e-7 to the probability"
    assert f"{verdict.answer.value:.6g}" != f"{verdict.expected.value:.6g}"
