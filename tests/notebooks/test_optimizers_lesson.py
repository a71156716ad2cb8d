"""What lesson 04 says about Adam's bias correction and zero_grad, with the lesson's own cells, on other seeds."""

import nbformat
import numpy as np
import pytest

from tinygrad_lite.course.exercises.optim import EXERCISES
from tinygrad_lite.course.folders import lessons_folder

CELLS = {cell.id: cell.source for cell in nbformat.read(lessons_folder() / "04_optimizers.ipynb", as_version=4).cells}


@pytest.fixture(scope="module")
def lesson():
    """The names of section 8, without its runs."""
    names = {exercise.name: exercise.solution for exercise in EXERCISES if hasattr(exercise, "solution")}
    for source in (
        CELLS["start"].partition("\nbegin(")[0],
        CELLS["digits-setup"],
        CELLS["bias-picture"].partition("\n\n\ndef step_lengths")[0],
        CELLS["bias-digits"].partition("\nrules = ")[0],
    ):
        exec(source, names)
    return names


def last_epoch(lesson, make_optimizer, seed, clear=True, epochs=5):
    network = lesson["make_network"](seed)
    optimizer = make_optimizer(list(map(lesson["AsArrays"], network.parameters())))
    with np.errstate(all="ignore"):
        losses = lesson["train"](network, optimizer, clear, batches=lesson["BATCHES"] * (epochs // 5))
    return np.mean(losses[-12:])


def lowest(lesson, make_optimizer, rates, seeds, **options):
    """The best of these rates and its loss, the mean over the seeds."""
    ends = {
        lr: np.mean([last_epoch(lesson, lambda p, lr=lr: make_optimizer(p, lr), s, **options) for s in seeds])
        for lr in rates
    }
    best = min(ends, key=ends.get)
    assert min(rates) < best < max(rates)
    return best, ends[best]


def test_the_correction_allows_a_higher_rate_and_gains_nothing_at_the_best(lesson):
    found = {}
    for name in ("adam", "adam_uncorrected"):
        rule = lesson[name]
        found[name] = lowest(
            lesson, lambda p, lr, rule=rule: lesson["FromFunction"](p, rule, lr), (0.003, 0.01, 0.03, 0.1, 0.3), (3, 4)
        )
    (rate, loss), (rate_without, loss_without) = found["adam"], found["adam_uncorrected"]
    assert rate >= 3 * rate_without
    assert 0.5 < loss_without / loss < 1.5


@pytest.mark.full
def test_without_zero_grad_no_rate_comes_near(lesson):
    rates = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
    make = lambda params, lr: lesson["SGD"](params, lr)
    (_, with_it), (_, without) = (lowest(lesson, make, rates, (3, 4, 5), clear=c, epochs=10) for c in (True, False))
    assert without > 2 * with_it


BETAS = [
    (beta1, beta2)
    for beta1 in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
    for beta2 in (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99, 0.999, 0.9999)
]


def ends(lesson, turn, rates, move):
    """The losses at the end, for each rate: the last, and the highest of the last ten, where no instant is lucky.

    `move(weights, gradients, rates, step, *memory)` returns the new weights and the memory.
    """
    names = dict(lesson, START=np.array([-9.0, 2.0]))
    exec(CELLS["narrow"].partition("\nRULES = ")[0], names)
    slopes, start = names["turned_valley"](2500, np.deg2rad(turn))
    w, memory, losses = np.tile(start, (len(rates), 1)), (), []
    for step in range(1, 201):
        w, *memory = move(w, w @ slopes, rates[:, None], step, *memory)
        losses.append(0.5 * (w @ slopes * w).sum(axis=1))
    return losses[-1], np.max(losses[-10:], axis=0)


def by_adam(lesson, turn):
    """The lowest loss of any pair of betas at any rate, and the lowest of the highest of ten."""

    def tried(*betas):
        def move(w, gradient, rates, step, m=0.0, v=0.0):
            return lesson["adam"](w, gradient, m, v, step, rates, *betas)

        return [found.min() for found in ends(lesson, turn, np.geomspace(0.01, 30, 25), move)]

    return np.min([tried(*betas) for betas in BETAS], axis=0)


def by_momentum(lesson, turn):
    def move(w, gradient, rates, step, velocity=0.0):
        return lesson["momentum"](w, gradient, velocity, rates, 0.92)

    return [found.min() for found in ends(lesson, turn, np.geomspace(0.2, 6, 25) / 2500, move)]


def test_turned_by_45_degrees_momentum_gets_further_than_adam_with_any_betas(lesson):
    """The lesson tries four pairs; here are eighty: its verdict does not come from the choice."""
    assert (np.array(by_momentum(lesson, 45)) < 0.3 * by_adam(lesson, 45)).all()


@pytest.mark.parametrize(("turn", "is_ahead"), [(10, False), (30, True), (65, True), (80, False)])
def test_how_far_the_valley_must_be_turned_for_momentum_to_get_further(lesson, turn, is_ahead):
    """What a valley's turn does not change is how far momentum gets."""
    _, momentum = by_momentum(lesson, turn)
    assert np.isclose(momentum, by_momentum(lesson, 0)[1], rtol=1e-3)
    _, adam = by_adam(lesson, turn)
    assert (momentum < adam) == is_ahead
    assert adam > 1e-6  # not turned it is below 1e-50: most of the gain is gone


@pytest.mark.parametrize(("turn", "leads"), [(3, True), (-3, True), (20, False), (-20, False)])
@pytest.mark.parametrize("tried", [25, 33])
def test_how_far_a_valley_is_turned_until_adam_has_lost_its_lead(lesson, turn, leads, tried):
    """With more rates tried than in the lesson, too: between these angles it depends on the grid."""
    names = dict(lesson)
    exec(CELLS["valley-code"], names)
    exec(CELLS["narrow"].partition("\nbest_way, ended = ")[0], names)
    slopes, start = names["turned_valley"](2500, np.deg2rad(turn))
    ends = {}
    for name in ("momentum", "Adam"):
        rule_of, settings, memory = names["RULES"][name]
        rates = np.geomspace(0.01, 30, tried) if name == "Adam" else np.geomspace(0.2, 6, tried) / 2500
        with np.errstate(all="ignore"):
            last = [names["way"](rule_of(lr, each), memory, slopes, start)[-1] for lr in rates for each in settings]
            ends[name] = np.nanmin([0.5 * w @ slopes @ w for w in last])
    assert (ends["Adam"] < 0.1 * ends["momentum"]) == leads
    assert (ends["Adam"] > 3 * ends["momentum"]) == (not leads)
