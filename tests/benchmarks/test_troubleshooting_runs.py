"""The measurement of lesson 10: its cases are what they say, and the lesson quotes the record."""

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks import troubleshooting_runs as runs

ROOT = Path(__file__).resolve().parents[2]
RECORD = (ROOT / "docs" / "measurements" / "troubleshooting.md").read_text(encoding="utf-8")
LESSON = (ROOT / "lessons" / "10_debugging.py").read_text(encoding="utf-8")


def rows(text, first):
    """The cells of a table's rows below the head that begins so."""
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    begin = next(i for i, line in enumerate(lines) if line.startswith(first)) + 2
    end = next((i for i in range(begin, len(lines)) if not lines[i].startswith("|")), len(lines))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[begin:end]]


def test_the_lesson_quotes_how_many_seeds_stay_finite_and_how_good_they_are():
    said, measured = rows(LESSON, "| remedy | log(0)"), rows(RECORD, "| | log(0)")
    assert [row[0] for row in said] == [row[0] for row in measured] == list(runs.REMEDIES)
    for ours, theirs in zip(said, measured, strict=True):
        for short, long in zip(ours[1:], theirs[1:], strict=True):
            if short == "–":
                assert long == "–"
                continue
            finite = int(re.match(r"(\d+) of 20", short)[1])
            assert f"finite in {finite} of 20" in long
            if "; " in short:
                assert f"test {short.partition('; ')[2]} (" in long


def test_the_lesson_quotes_the_batch_sizes():
    said, measured = rows(LESSON, "| batch size |"), rows(RECORD, "| batch size |")
    assert said == [[re.sub(r" \(.*\)", "", cell) for cell in row] for row in measured]


def test_the_lesson_quotes_the_remedies_for_a_rising_loss():
    said, measured = rows(LESSON, "| remedy | its best setting |"), rows(RECORD, "| remedy | its best setting |")
    assert len(said) == len(measured) == len(runs.SETTINGS)
    for ours, theirs in zip(said, measured, strict=True):
        assert ours[2:] == [re.sub(r" \(.*\)", "", cell) for cell in theirs[2:5]]
        assert "the edge" not in theirs[1]


@pytest.mark.parametrize("cause", runs.CAUSES)
def test_each_cause_ends_in_nan_and_its_mend_does_not(cause):
    with np.errstate(all="ignore"):
        sick = [runs.nan_run(cause, "nothing", seed) for seed in range(3)]
        mended = runs.nan_run(cause, "the cause mended", 0, epochs=2)
    assert sum(run["finite"] for run in sick) <= 1
    assert mended["finite"]


def test_a_goal_that_is_not_reached_is_infinite():
    assert runs.slow_run(256, 0.003, 0, most=1)["seconds"] == np.inf
    reached = runs.slow_run(64, 1.0, 0)
    assert reached["epochs"] < 10
    assert reached["steps"] * 64 / 1117 == reached["epochs"]


def test_early_stopping_keeps_the_best_epoch(monkeypatch):
    monkeypatch.setattr(runs, "EPOCHS", 12)
    stopped, free = runs.rising_run(0, patience=2), runs.rising_run(0)
    assert stopped["val"] == min(free["losses"][: stopped["epochs"]])
    assert free["val"] == free["losses"][-1] > stopped["val"]
