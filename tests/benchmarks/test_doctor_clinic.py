"""The clinic's cases: what they say of themselves, how diagnoses are counted, and that some are what they say."""

from collections import Counter

import pytest

from benchmarks.doctor_clinic import HALVES, cases
from benchmarks.doctor_clinic.__main__ import table, verdict
from benchmarks.doctor_clinic.declare import NAMES
from benchmarks.doctor_clinic.verify import checked


@pytest.fixture(scope="module")
def every():
    """All cases. Making them trains nothing, but reads data sets: not before one of these tests runs."""
    return [case for half in HALVES for case in cases(half)]


def test_a_case_is_in_one_half_only(every):
    assert len({case.name for case in every}) == len(every)


def test_both_halves_have_every_cause_and_healthy_trainings(every):
    for half in HALVES:
        families = Counter(case.family for case in cases(half))
        assert set(families) == {*NAMES, "healthy", "two causes"}
        assert min(families.values()) >= 2
    assert sum(case.healthy for case in every) >= 100


def test_ill_cases_have_names_that_are_right_and_healthy_ones_have_none(every):
    for case in every:
        assert case.healthy == (not case.right), case.name
        assert case.healthy or case.family == "two causes" or case.family in case.right, case.name


def test_a_half_that_does_not_exist():
    with pytest.raises(ValueError, match="must be 'development' or 'held', got 'both'"):
        cases("both")


@pytest.mark.parametrize("name", ["digits: optimizer.step() was forgotten", "tumours, logistic loss"])
def test_a_case_is_what_it_says(name, every):
    (case,) = [case for case in every if case.name == name]
    assert checked(case, 0)[0]


def counted(case, *named, error=""):
    return verdict(case, list(named), error)


def test_how_a_diagnosis_counts(every):
    sick = next(case for case in every if case.right == {"sorted data"})
    assert counted(sick, "sorted data", "overfitting") == "right"
    assert counted(sick, "overfitting", "sorted data") == "second"
    assert counted(sick, "overfitting", "NaN", "sorted data") == "wrong"
    assert counted(sick, "unknown") == "unknown"
    assert counted(sick) == "silent"
    assert counted(sick, error="ValueError: no") == "error"
    odd = next(case for case in every if case.right == {"unknown"})
    assert counted(odd, "unknown") == "right"
    assert counted(odd, "NaN") == "wrong"
    well = next(case for case in every if case.healthy)
    assert counted(well) == "healthy"
    assert counted(well, "unknown") == "alarm"


def test_the_table_counts_alarms_apart():
    ill = {"family": "NaN", "verdict": "right", "seconds": 0.1}
    well = {"family": "healthy", "verdict": "alarm", "seconds": 0.3}
    text = table([ill, ill, well])
    assert "healthy: 1, false alarms: 1 (100.0%), errors: 0" in text
    assert [line.split()[-7:-5] for line in text.splitlines() if line.startswith("all ill")] == [["2", "2"]]
