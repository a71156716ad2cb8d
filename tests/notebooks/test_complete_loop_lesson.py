"""What lesson 09 says about its own results, checked with the lesson's own cells."""

from __future__ import annotations

import re

import nbformat
import numpy as np
import pytest
from scipy import stats

from tinygrad_lite.course.exercises import exercises_of, tasks_of
from tinygrad_lite.course.folders import lessons_folder

LESSON = "09_complete_loop"
CELLS = {cell.id: cell for cell in nbformat.read(lessons_folder() / f"{LESSON}.ipynb", as_version=4).cells}


def run(*ids, **names):
    """The names that these cells define, executed in this order after the lesson's imports."""
    imports = CELLS["start"].source.partition("\nbegin(")[0]
    for source in (imports, *(CELLS[cell_id].source for cell_id in ids)):
        exec(source, names)
    return names


@pytest.fixture(scope="module")
def intervals():
    return run("wilson", right=356)


@pytest.mark.parametrize("right", [0, 1, 180, 356, 360])
def test_wilson_is_that_of_scipy(intervals, right):
    low, high = intervals["wilson_interval"](right, 360)
    expected = stats.binomtest(right, 360).proportion_ci(0.95, "wilson")
    assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-4)  # 1.96 is rounded


@pytest.mark.parametrize("p", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["plain_interval", "wilson_interval"])
def test_how_often_an_interval_holds_the_truth(intervals, name, p):
    drawn = np.random.default_rng(0).binomial(360, p, size=200_000)
    low, high = intervals[name](drawn, 360)
    share = np.mean((low <= p) & (p <= high))
    assert intervals["how_often_true"](intervals[name], p) == pytest.approx(share, abs=0.005)


def test_the_plain_interval_misses_as_often_as_the_lesson_says(intervals):
    said = 1 - intervals["how_often_true"](intervals["plain_interval"], 0.99)
    assert "misses the truth 13 times in 100" in CELLS["wilson-after"].source
    assert round(100 * said) == 13


def test_first_own_code_comes_early():
    ids = list(CELLS)
    assert ids.index("loop-batches") < 5


def test_every_task_has_its_cell_and_the_sources_exercises_are_there():
    assert {task.id.replace("/", "-") for task in tasks_of(LESSON)} <= set(CELLS)
    for task in ("train_regression", "train_scheduled", "train_model", "log_scalars", "loop_order"):
        assert f"loop-{task}" in CELLS


def test_pictures_fold_their_code_and_have_words():
    pictures = [cell for cell in CELLS.values() if cell.cell_type == "code" and "plt.subplots" in cell.source]
    assert len(pictures) >= 5
    for cell in pictures:
        assert cell.metadata.get("jupyter", {}).get("source_hidden"), cell.id
        assert "alt=" in cell.source, cell.id


def test_tensorboard_is_not_started_unasked():
    assert "OPEN_IT = False" in CELLS["tensorboard-cell"].source


def in_another_order(n, batch_size, rng, drop_last=False):
    """A right `batches` that draws other orders than the course's own."""
    order = np.argsort(rng.random(n))
    pieces = [order[start : start + batch_size] for start in range(0, n, batch_size)]
    return [piece for piece in pieces if len(piece) == batch_size or not drop_last]


@pytest.mark.full
@pytest.mark.parametrize("own", [{}, {"batches": in_another_order}])
def test_networks_read_as_much_as_the_lesson_says_in_any_order_of_the_batches(own):
    """With the course's order each of the five reads 97%; with another one their mean does."""
    names = {exercise.name: exercise.solution for exercise in exercises_of(LESSON) if hasattr(exercise, "solution")}
    lesson = run("split", "loader", "network", **names | own)
    exec("RATE, EPOCHS, PATIENCE = 0.01, 30, 8", lesson)
    exec(CELLS["test"].source.partition("\nby_hand.eval")[0], lesson)
    exec(CELLS["seeds"].source.partition("\nsaid = ")[0], lesson)
    shares = [float((lesson["trained"](seed) == lesson["y_test"]).mean()) for seed in range(5)]
    assert np.mean(shares) >= 0.97
    assert min(shares) >= (0.95 if own else 0.97)


@pytest.mark.full
def test_data_in_order_cost_as_much_as_the_lesson_says():
    """The median of four seeds after ten epochs, at the best of six rates, with batch normalisation and without."""
    names = {exercise.name: exercise.solution for exercise in exercises_of(LESSON) if hasattr(exercise, "solution")}
    lesson = run("split", "loader", "network", **names)
    x, y, loader_of, optim = lesson["x_train"], lesson["y_train"], lesson["loader_of"], lesson["tg"].optim
    order = np.argsort(y, kind="stable")
    val_loader = loader_of(lesson["x_val"], lesson["y_val"], 287)

    def right(normalised, in_order, rate, seed):
        network = lesson["new_network"](seed)
        if not normalised:
            network = lesson["nn"].Sequential(*(network[place] for place in (0, 2, 3)))
        optimizer = optim.Adam(network.parameters(), lr=rate)
        loader = loader_of(x[order], y[order], 32) if in_order else loader_of(x, y, 32, seed=seed)
        for _ in range(10):
            lesson["train_one_epoch"](network, loader, lesson["criterion"], optimizer)
        return lesson["validate"](network, val_loader, lesson["criterion"])[1]

    found = []
    for in_order in (True, False):
        for normalised in (True, False):
            rates = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
            medians = [np.median([right(normalised, in_order, rate, seed) for seed in range(4)]) for rate in rates]
            found.append(round(100 * max(medians)))
            assert max(medians) > max(medians[0], medians[-1])  # no best rate at the edge
    said = [int(figure) for figure in re.findall(r"(\d+)%", CELLS["mistake-order-words"].source)]
    assert np.abs(np.subtract(found, said)).max() <= 1, found
