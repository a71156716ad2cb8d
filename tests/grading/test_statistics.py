"""Shares, tests and correlations agree with SciPy, and with figures that are in print."""

from pathlib import Path

import numpy as np
import pytest

from tinygrad_lite.grading.measured import MEASURED, sentence
from tinygrad_lite.grading.statistics import at_most, correlation, correlation_interval, fisher, holm, wilson

stats = pytest.importorskip("scipy.stats")


@pytest.mark.parametrize(("count", "total"), [(0, 1), (0, 9), (1, 7), (5, 5), (12, 40), (41, 43), (0, 240), (2, 480)])
def test_wilsons_interval(count, total):
    expected = stats.binomtest(count, total).proportion_ci(method="wilson")
    got = wilson(count, total)
    assert (got.low, got.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize(("count", "total"), [(0, 1), (0, 240), (2, 480), (5, 189), (7, 8), (30, 30), (400, 4423)])
def test_exact_bounds(count, total):
    test = stats.binomtest(count, total, alternative="less")
    assert at_most(count, total) == pytest.approx(test.proportion_ci(0.95).high, abs=1e-9)


def test_the_bounds_that_are_published_are_in_the_guide():
    guide = " ".join((Path(__file__).resolve().parents[2] / "docs" / "GRADING.md").read_text("utf-8").split())
    for measured in MEASURED:
        assert sentence(measured).partition(": ")[2] in guide
    assert "accurate" not in guide


def test_the_intervals_that_are_printed_in_the_guide():
    interval = wilson(12, 40)
    assert (round(100 * interval.low), round(100 * interval.high)) == (18, 45)


def test_of_nothing_everything_is_possible_and_more_than_all_is_refused():
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)
    with pytest.raises(ValueError, match="5 of 4"):
        wilson(5, 4)


@pytest.mark.parametrize("seed", range(30))
def test_fishers_test(seed):
    table = np.random.default_rng(seed).integers(0, 14, size=(2, 2))
    expected = stats.fisher_exact(table).pvalue
    assert fisher(*(int(count) for count in table.reshape(-1))) == pytest.approx(expected, rel=1e-9)


def test_fishers_tea():
    assert fisher(3, 1, 1, 3) == pytest.approx(34 / 70)
    assert fisher(4, 0, 0, 4) == pytest.approx(2 / 70)


@pytest.mark.parametrize("n", [4, 12, 40, 250])
def test_correlation_and_its_interval(n):
    rng = np.random.default_rng(n)
    first = rng.normal(size=n)
    second = 0.6 * first + rng.normal(size=n)
    expected = stats.pearsonr(first, second)
    r = correlation(first.tolist(), second.tolist())
    interval = correlation_interval(r, n)
    wanted = expected.confidence_interval()
    assert r == pytest.approx(expected.statistic)
    assert (interval.low, interval.high) == pytest.approx((wanted.low, wanted.high))


def test_what_never_changes_has_no_correlation():
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1.0], [2.0]) is None


def test_holm_keeps_what_is_small_enough_for_so_many_tests():
    assert holm([0.01, 0.04, 0.03, 0.005]) == [True, False, False, True]
    assert holm([]) == []
    assert holm([0.02]) == [True]
