"""What lesson 05 says about its own comparison, with the lesson's own cells, on seeds that it does not show."""

import nbformat
import numpy as np
import pytest

from tinygrad_lite.course.exercises.schedules import EXERCISES
from tinygrad_lite.course.folders import lessons_folder

CELLS = {cell.id: cell.source for cell in nbformat.read(lessons_folder() / "05_schedules.ipynb", as_version=4).cells}


@pytest.fixture(scope="module")
def lesson():
    """The names of the lesson's comparisons, without their runs and pictures."""
    names = {exercise.name: exercise.solution for exercise in EXERCISES if hasattr(exercise, "solution")}
    for source in (
        CELLS["start"].partition("\nbegin(")[0],
        CELLS["digits"].partition("\nloss, accuracy")[0],
        CELLS["together"].partition("\nfirst, second")[0],
        CELLS["warmup-digits"].partition("\nfor updates")[0],
        CELLS["warmup-sweep"].partition("\nfound = ")[0],
        CELLS["compare"].partition("\nresults = ")[0],
    ):
        exec(source, names)
    return names


def lowest(lesson, name, seeds):
    """The mean loss of a schedule at the best of the lesson's rates for it."""
    runs = {
        peak: [lesson["evaluate"](lesson["train"](lesson["SCHEDULES"][name](peak), seed))[0] for seed in seeds]
        for peak in lesson["PEAKS"]
    }
    return min(np.mean(losses) for losses in runs.values())


def test_networks_trained_together_are_those_trained_alone(lesson):
    schedules = [lambda step: lesson["cosine"](0.3, step, 92), lambda step: lesson["one_cycle"](0.5, step, 92)]
    for sizes, together, alone in (
        ([64, 32, 10], lesson["momentum_update"], lesson["momentum_sgd"]),
        (lesson["deep"], lesson["adam_update"], lesson["adam"]),
    ):
        rates = [lambda step, make=make: 0.1 * make(step) for make in schedules]
        for model, rate, seed in zip(lesson["train_together"](rates, [3, 4], sizes, together), rates, (3, 4)):
            by_itself = lesson["evaluate"](lesson["train"](rate, seed, sizes, alone))
            assert np.allclose(lesson["evaluate"](model), by_itself, rtol=1e-3)


def test_the_momentum_of_each_step_is_used(lesson):
    none, rising = np.zeros(92), np.linspace(0, 0.9, 92)
    rates = [lambda step: 0.1] * 3
    first, second, third = (
        lesson["evaluate"](model)[0]
        for model in lesson["train_together"](rates, [0, 0, 0], momenta=[none, rising, rising])
    )
    assert second == third < first


def test_how_deep_a_schedule_falls_counts(lesson):
    """By those of a tenth alone, stairs look far worse than a cosine; at their own depth they do not."""
    seeds = range(3, 5)
    assert lowest(lesson, "steps of 0.5", seeds) < 0.8 * lowest(lesson, "steps of 0.1", seeds)


def test_the_first_step_is_a_part_of_what_a_warm_up_mends(lesson):
    """Neither all of it, nor nothing: on seeds that the lesson does not show, at the rate of which it says so."""
    train, deep, adam = lesson["train"], lesson["deep"], lesson["adam"]
    without, first_cut, warmed = (
        np.mean([lesson["evaluate"](train(make(0.06), seed, deep, adam))[0] for seed in range(5, 11)])
        for make in lesson["WAYS"].values()
    )
    assert 0.2 < (without - first_cut) / (without - warmed) < 0.8


@pytest.mark.full
def test_the_order_of_the_schedules_on_other_seeds(lesson):
    found = {name: lowest(lesson, name, range(3, 11)) for name in lesson["SCHEDULES"]}
    print(found)
    assert found["exponential, 10%"] < 0.85 * found["exponential, 1%"]
    assert max(found, key=found.get) == "steps of 0.1"
    constant = found["constant"]
    level = ("one cycle", "exponential, 1%", "warm restarts")
    assert all(0.75 < found[name] / constant < 1.3 for name in level)
    clear = set(found) - {*level, "constant", "steps of 0.1"}
    assert all(found[name] < 0.95 * constant for name in clear)
    line = found["straight line"]
    assert all(found[name] < 1.35 * line for name in ("exponential, 10%", "steps of 0.5", "cosine"))
    assert all(found[name] > 0.9 * line for name in found)  # nothing beats the straight line by much
