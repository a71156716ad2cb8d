"""The flag for checks that may be wrong: how often it speaks on healthy checks, and on one with a fault planted."""

import numpy as np
import pytest

from tests.grading.simulated import EXERCISES, simulated_class
from tinygrad_lite.grading.flag import flags
from tinygrad_lite.grading.record import MACHINE, Mark, Record

PLANTED = f"sample/{EXERCISES - 1}"


def how_often(students, planted, diagnosed=0.8, classes=150, seed=0):
    """The shares of flagged healthy exercises, and of classes in which the planted one is flagged."""
    healthy = found = 0
    for place in range(classes):
        rng = np.random.default_rng([seed, students, place])
        raised = {flag.id for flag in flags(simulated_class(rng, students, diagnosed, planted)) if flag.raised}
        found += PLANTED in raised
        healthy += len(raised - {PLANTED})
    return healthy / (classes * (EXERCISES - 1)), found / classes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("students", "healthy_at_most", "weak", "strong"),
    [(12, 0.06, 0.10, 0.40), (20, 0.10, 0.25, 0.65), (40, 0.16, 0.50, 0.92), (100, 0.14, 0.70, 0.99)],
)
def test_a_planted_fault_is_found_and_healthy_checks_mostly_left_alone(students, healthy_at_most, weak, strong):
    healthy, found_weak = how_often(students, 0.15)
    _, found_strong = how_often(students, 0.40)
    none_planted, _ = how_often(students, 0.0)
    assert max(healthy, none_planted) <= healthy_at_most
    assert found_weak >= weak
    assert found_strong >= strong


def test_the_more_is_diagnosed_the_fewer_false_alarms():
    alarms = [how_often(40, 0.0, share)[0] for share in (0.6, 0.8, 0.9)]
    assert alarms[0] > 2 * alarms[1] > 4 * alarms[2]


# ------------------------------------------------------------------------------------------------- its rule, exactly


def one(student, last, others=(2, 2, 2, 2, 2), **more):
    marks = [Mark(f"sample/{place}", 2, points, status="right" if points else "wrong", name="m" if not points else "")
             for place, points in enumerate(others)]  # fmt: skip
    return Record(student, marks=(*marks, Mark("sample/last", 2, 2 if last == "right" else 0, status=last, **more)))


def raised(records):
    return [flag.id for flag in flags(records) if flag.raised]


def test_two_of_the_strong_are_enough_in_a_small_class_one_is_not():
    rest = [one(f"r{place}", "right") for place in range(10)]
    assert raised([*rest, one("a", "wrong")]) == []
    assert raised([*rest, one("a", "wrong"), one("b", "wrong")]) == ["sample/last"]


def test_a_tenth_of_the_strong_is_needed():
    refused = [one("a", "wrong"), one("b", "error")]
    assert raised([*refused, *(one(f"r{place}", "right") for place in range(18))]) == ["sample/last"]
    assert raised([*refused, *(one(f"r{place}", "right") for place in range(19))]) == []


def test_who_was_told_why_does_not_count_nor_who_did_not_try_or_is_weak_elsewhere():
    rest = [one(f"r{place}", "right") for place in range(5)]
    named = [one(name, "wrong", kind="mistake", name="sums") for name in "abc"]
    assert raised([*rest, *named]) == []
    assert raised([*rest, *(one(name, "not-started") for name in "abc")]) == []
    assert raised([*rest, *(one(name, "not-by-hand") for name in "abc")]) == []
    assert raised([*rest, *(one(name, "wrong", (2, 2, 2, 0, 0)) for name in "abc")]) == []
    assert raised([*rest, *(one(name, "wrong", (2, 2, 2, 2, 0)) for name in "abc")]) == ["sample/last"]


def test_a_failure_of_the_machine_says_nothing_about_the_check():
    machine = [
        Record(name, marks=(*one(name, "right").marks[:5], Mark("sample/last", 2, None, MACHINE, status="")))
        for name in "abc"
    ]
    flag = flags([one("r", "right"), *machine])[-1]
    assert (flag.raised, flag.strong, flag.wrong) == (False, 1, 0)


def test_it_says_what_share_is_diagnosed():
    records = [one("a", "wrong"), one("b", "wrong", name="sums"), one("c", "error", name="TypeError")]
    flag = flags(records)[-1]
    assert (flag.diagnosed, flag.wrong, flag.strong, flag.refused) == (2, 3, 3, ("a",))
