"""The measurements of lesson 07: they measure what they say, and the lesson quotes the record."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import tinygrad_lite as tg
from benchmarks import stopping_page, stopping_runs
from benchmarks.stopping_page import EPOCHS, of, page
from benchmarks.stopping_runs import borders, digits, folds_of, measured, norm_only, record, stopped

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "docs" / "measurements" / "stopping.md"
LESSON = ROOT / "lessons" / "07_early_stopping.py"


def test_stopping_by_the_rule():
    values = [0.9, 0.7, 0.8, 0.6, 0.65, 0.66, 0.67]
    assert [stopped(values, patience) for patience in (1, 2, 3, 9)] == [(1, 2), (3, 5), (3, 6), (3, 6)]
    assert stopped(values, 2, delta=0.15) == (1, 3)
    assert stopped([0.5] * 9, 3) == (0, 3)
    assert stopped([0.5] * 9, 3, tie_is_better=True) == (8, 8)


def test_the_lesson_records_the_same_trainings():
    cells = {cell.id: cell.source for cell in nbformat.read(LESSON.with_suffix(".ipynb"), as_version=4).cells}
    images, labels = (part.numpy() for part in tg.data.digits())
    names = {"np": np, "tg": tg, "nn": tg.nn, "labels": labels, "images": images / 16}
    exec(cells["record"].partition("\nbegun = ")[0], names)
    for settings in ({"seed": 3}, {"seed": 1, "drop": 0.7, "forget_train": True}):
        for ours, theirs in zip(record(**settings, epochs=3), names["record"](**settings, epochs=3), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)


def test_a_forgotten_train_changes_nothing_before_the_second_epoch():
    right, forgotten = (record(0, drop=0.7, forget_train=forget, epochs=2)[0] for forget in (False, True))
    np.testing.assert_array_equal(right[0], forgotten[0])
    assert not np.allclose(right[1], forgotten[1])


def test_the_blocks_are_those_of_the_labels_and_no_block_is_on_both_sides():
    labels = digits()[1]
    starts = borders(labels)
    assert len(starts) == 14
    assert all(115 < length < 135 for length in np.diff([*starts, len(labels)]))
    block = np.searchsorted(starts, np.arange(len(labels)), side="right")
    for seed in range(3):
        folds = folds_of(labels, seed, by_chance=False)
        assert sorted(np.concatenate(folds)) == list(range(len(labels)))
        for fold in folds:
            rest = np.setdiff1d(np.arange(len(labels)), fold)
            assert not set(block[fold]) & set(block[rest])
        assert any(len(set(block[fold])) == 14 for fold in folds_of(labels, seed, by_chance=True))


def test_a_forgotten_train_costs_with_batch_norm_alone():
    right, forgotten = (np.mean([norm_only((0.01, seed, forget))[3] for seed in (0, 1)]) for forget in (False, True))
    assert forgotten < right - 0.02


def test_the_lesson_quotes_the_record():
    said = RECORD.read_text(encoding="utf-8")
    rows = [line[2:] for line in LESSON.read_text(encoding="utf-8").splitlines() if line.startswith("# | ")]
    quoted = [row for row in rows if "%" in row]
    assert len(quoted) == len(stopping_page.WRITERS_RATES) + 8 + 4
    for row in quoted:
        assert row in said, f"{RECORD} does not say: {row}"


def test_the_rates_that_the_lesson_compares_are_not_on_the_edge():
    """One label in ten is wrong: stopping and 60 epochs, each at its own best rate."""
    rows = re.findall(r"^\| 10% \| [\d.]+ \| ([\d.]+)% .*? \| ([\d.]+)% ", RECORD.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == len(stopping_page.RATES)
    for medians, quoted in zip(zip(*rows), ("92.7", "92.5"), strict=True):
        assert max(medians[1:-1]) == max(medians) == quoted


def made_up(name, gain):
    row = {"name": name, "test": np.full(EPOCHS, 0.9), "last": 0.9 - gain, "top": 0.95, "at stop": 0.9}
    for patience in stopping_page.PATIENCES:
        row |= {(patience, delta): (3, 3 + patience, 0.9, 0.8) for delta in stopping_page.DELTAS}
    row |= {("tie", tie): (3, 8, 0.9, 0.8) for tie in (False, True)}
    return row | {("optimism", size): (0.1, 0.02, 0.0) for size in (20, 50, 100, 200, 400)}


def test_the_page_holds_median_range_and_count():
    names = {name for name, _ in stopping_runs.jobs(1)}
    rows = [made_up(name, gain) for name in names for gain in (0.01, 0.02, -0.01)]
    places = [
        {"rate": rate, "chance": chance, "accuracy": 0.9 + 0.05 * chance}
        for rate in stopping_page.WRITERS_RATES
        for chance in (False, True)
    ]
    lives = [{"eval": 0.98, 64: 0.9, 8: 0.8, 2: 0.5} | {("after", size): 0.97 for size in (64, 8, 2)}]
    norms = [
        {"rate": rate, "forget": forget, 3: 0.9 - 0.1 * forget, 20: 0.95}
        for rate in stopping_page.NORM_RATES
        for forget in (False, True)
    ]
    text = page((rows, places, lives, norms), seeds=3, seconds=61)
    assert "| 10% | 0.002 | 90.0% (90.0% to 90.0%) | 89.0% (88.0% to 91.0%) | 2 / 1 | 3 |" in text
    assert "| 5 | 0.001 | 9.0 | 3.0 | 90.0% | 80.0% |" in text
    assert "| 0.02 | 90.0% (90.0% to 90.0%) | 95.0% (95.0% to 95.0%) |" in text
    assert "| 0.005 | 3 | 90.0% (90.0% to 90.0%) | 80.0% (80.0% to 80.0%) |" in text
    assert "| forgotten | 2 | 50.0% (50.0% to 50.0%) | 97.0% (97.0% to 97.0%) |" in text


@pytest.mark.full
def test_what_the_lesson_says_holds_on_six_seeds():
    rows, places, lives, norms = measured(6)

    def median(key, *name):
        return np.median([row[key] for row in of(rows, *name)])

    stopped_early = of(rows, "wrong", 0.1, 0.002)
    assert all(row["at stop"] > row["last"] for row in stopped_early)
    assert abs(median("at stop", "wrong", 0.0, 0.002) - median("last", "wrong", 0.0, 0.002)) < 0.01
    assert median("last", "drop", 0.7, 0.002, False) > median("last", "drop", 0.7, 0.002, True) + 0.02
    assert median("last", "drop", 0.7, 0.001, False) > median("last", "wrong", 0.1, 0.0005)
    for rate in stopping_page.WRITERS_RATES:
        blocks, chance = (
            [place["accuracy"] for place in places if (place["rate"], place["chance"]) == (rate, by)]
            for by in (False, True)
        )
        assert max(blocks) < min(chance)
    for epochs in (3, 20):
        right, forgotten = (
            max(
                np.median([norm[epochs] for norm in norms if (norm["rate"], norm["forget"]) == (rate, forget)])
                for rate in stopping_page.NORM_RATES
            )
            for forget in (False, True)
        )
        assert forgotten < right
    for life in lives:
        assert life[2] < life[8] < life[64] < life["eval"]
