"""The measurement of lesson 06: it measures what it says, its claim holds, and the lesson quotes the record."""

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks import clipping_runs
from benchmarks.clipping_runs import DECISIVE, OURS, THEIRS, page, run

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "measurements" / "clipping.md"
LESSON = ROOT / "lessons" / "06_clipping.py"


def test_both_libraries_start_from_the_same_weights_and_see_the_same_batches():
    ours, theirs = (run(name, 3, 0.01, math.inf, epochs=1) for name in (OURS, THEIRS))
    assert len(ours["norms"]) == len(theirs["norms"]) == 45
    np.testing.assert_allclose(ours["norms"][:10], theirs["norms"][:10], rtol=1e-3)
    assert ours["loss"] == pytest.approx(theirs["loss"], rel=1e-2)


def test_clipping_is_what_differs():
    free, clipped = (run(OURS, 0, 0.1, limit, epochs=1) for limit in (math.inf, 0.01))
    assert free["norms"][0] == clipped["norms"][0] > 0.01
    assert clipped["loss"] > free["loss"]  # steps a hundredth as long


def made_up(accuracy):
    row = {"loss": 1.0, "norms": [0.5, 2.0], "seconds": 1.0, "optimizer": "SGD"}
    return [
        {"library": name, "seed": seed, "rate": rate, "limit": limit, "accuracy": accuracy + seed / 100, **row}
        for name in (OURS, THEIRS)
        for rate, limit in DECISIVE
        for seed in range(3)
    ]


def test_the_page_holds_median_and_range():
    text = page(made_up(0.5), seeds=3, seconds=61)
    assert "| 0.1 | 51% (50% to 52%) | 51% (50% to 52%) |" in text
    assert "| max_norm 1 | PyTorch | 51% (50% to 52%) | 1.00 (1.00 to 1.00) | 2 (2 to 2) | 50% (50% to 50%) |" in text
    assert "no clipping 51% at 0.1, max_norm 1 51% at 0.1" in text


def test_the_lesson_quotes_the_record():
    record = RECORD.read_text(encoding="utf-8")
    measured = LESSON.read_text(encoding="utf-8").partition('id="measured"')[2].partition("# %%")[0]
    rows = [line[2:] for line in measured.splitlines() if line.startswith("# | ")]
    higher = sum(2 + len(limits) for limits in clipping_runs.HIGHER.values())  # without clipping and with 1 as well
    assert len(rows) == 1 + len(clipping_runs.RATES) + 1 + higher
    for row in rows:
        assert row in record, f"{RECORD} does not say: {row}"


def test_the_lesson_quotes_adams_best_rate():
    record = RECORD.read_text(encoding="utf-8").partition("## The same with Adam")[2]
    rows = [line.strip("| ").split(" | ") for line in record.splitlines() if line.startswith("| 0.")]
    medians = {float(rate): [int(cell.partition("%")[0]) for cell in cells] for rate, *cells in rows}
    free, at_8, at_1 = medians[0.001]
    assert all((free, at_8, at_1)[i] == max(row[i] for row in medians.values()) for i in range(3))
    free, at_8, at_1 = next(cells for rate, *cells in rows if rate == "0.001")
    quoted = f"0.001: {free} without clipping, {at_8} with max_norm 8, {at_1} with 1:"
    assert quoted in " ".join(line.lstrip("# ") for line in LESSON.read_text(encoding="utf-8").splitlines())


def test_with_adam_the_columns_are_adams_own():
    adam = [{**row, "optimizer": "Adam", "accuracy": 0.9} for row in made_up(0.5)]
    table = page(made_up(0.5) + adam, seeds=3, seconds=61).partition("## The same with Adam")[2]
    assert "| 0.1 | 90% (90% to 90%) | 90% (90% to 90%) |" in table


def test_the_page_says_how_often_a_limit_clips_and_helps():
    rows = made_up(0.5) + [{**row, "limit": 8.0, "accuracy": 0.51} for row in made_up(0.5) if row["limit"] == 1.0]
    text = page(rows, seeds=3, seconds=61)
    assert "| 0.1 | no clipping | 51% (50% to 52%) | 0% |  |" in text
    assert "| 0.1 | max_norm 8 | 51% (51% to 51%) | 0% | 1 of 3 |" in text
    assert "| 0.1 | max_norm 1 | 51% (50% to 52%) | 50% | 0 of 3 |" in text


@pytest.mark.full
def test_unclipped_training_fails_and_clipped_training_succeeds_on_ten_seeds():
    jobs = [(name, seed, rate, limit) for name in (OURS, THEIRS) for rate, limit in DECISIVE for seed in range(10)]
    results = clipping_runs.measured(jobs)
    path = ROOT / ".artifacts" / "clipping.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(results, 10, sum(row["seconds"] for row in results) / 2), encoding="utf-8", newline="\n")
    for name in (OURS, THEIRS):
        free, clipped = ([row["accuracy"] for row in clipping_runs.of(results, name, *how)] for how in DECISIVE)
        assert max(free) < min(clipped), name
        assert np.median(free) < 0.5, name
        assert np.median(clipped) > 0.8, name
