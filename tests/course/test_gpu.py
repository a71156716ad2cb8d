"""The parts of lesson 08's checks: what is said of unscaled gradients, PyTorch's scaler, and bytes really held."""

from __future__ import annotations

import linecache

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.exercises.gpu.grad_scaler import GradScalerExercise
from tinygrad_lite.course.exercises.gpu.loss_scale import TEXTS, LossScale
from tinygrad_lite.course.exercises.gpu.memory_estimate import MemoryEstimate
from tinygrad_lite.course.exercises.gpu.scalers import GradScaler, Pieces, TorchScaler
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

# -------------------------------------------------------------------------------------- unscaled gradients

HALVES = [np.array([1e-7, 3.0], np.float16), np.array([[-2.0]], np.float16)]
SCALE = 1000.0
FINITE = LossScale().case(HALVES, SCALE)
SINGLES = [half.astype(np.float32) for half in HALVES]
GOOD = [single / np.float32(SCALE) for single in SINGLES]


def key_of(answer, case=FINITE):
    finding = LossScale().judge(case, answer)
    return finding.key if finding else ""


def overflowed(number):
    return LossScale().case([HALVES[0], np.array([1.0, number], np.float16)], SCALE)


ANSWERS = {
    "not a pair": [*GOOD, GOOD[0]],
    "the two answers exchanged": (False, GOOD),
    "a flag for each array": (GOOD, [False, False]),
    "no flag": (GOOD, None),
    "an overflow where there is none": (GOOD, True),
    "no list of arrays": (None, False),
    "another number of arrays": (GOOD[:1], False),
    "another shape": ([GOOD[0], GOOD[1][0]], False),
    "float16 comes back": ([array.astype(np.float16) for array in GOOD], False),
    "float64 comes back": ([array.astype(np.float64) for array in GOOD], False),
    "another dtype": ([array.astype(np.int64) for array in GOOD], False),
    "divided in float16": ([(half / np.float16(SCALE)).astype(np.float32) for half in HALVES], False),
    "not divided": (SINGLES, False),
    "multiplied": ([single * np.float32(SCALE) for single in SINGLES], False),
    "divided twice": ([array / np.float32(SCALE) for array in GOOD], False),
    "other values": ([array + np.float32(1) for array in GOOD], False),
}


@pytest.mark.parametrize("key", ANSWERS)
def test_what_is_found_in_unscaled_gradients(key):
    assert key_of(ANSWERS[key]) == key


@pytest.mark.parametrize("flag", [False, 0, np.asarray(False), np.float64(0)])
@pytest.mark.parametrize("arrays", [GOOD, tuple(GOOD), [array * np.float32(1 + 1e-7) for array in GOOD]])
def test_right_gradients_in_any_form(arrays, flag):
    assert key_of((arrays, flag)) == ""


def test_the_smallest_gradient_counts_as_much_as_the_largest():
    spoiled = [GOOD[0].copy(), GOOD[1]]
    spoiled[0][0] = 0
    assert key_of((spoiled, False)) == "other values"


@pytest.mark.parametrize(("number", "key"), [(np.inf, "inf missed"), (-np.inf, "-inf missed"), (np.nan, "NaN missed")])
def test_an_overflow(number, key):
    case = overflowed(number)
    assert key_of((GOOD, False), case) == key
    for gradients in (None, [], HALVES, GOOD):  # nobody looks at them
        assert key_of((gradients, True), case) == ""


@pytest.mark.parametrize("number", [3.0, np.inf, -np.inf, np.nan])
def test_loss_scale_is_pytorchs(number):
    case = overflowed(number)
    tensors = [torch.tensor(half.astype(np.float32)) for half in case.args["grads"]]
    found = torch.zeros(1)
    torch._amp_foreach_non_finite_check_and_unscale_(tensors, found, torch.tensor(1 / SCALE))
    unscaled, found_inf = LossScale.solution(**case.args)
    assert bool(found) == found_inf == (not np.isfinite(number))
    for mine, theirs in zip(unscaled, tensors, strict=True):
        assert mine.dtype == np.float32
        assert np.allclose(mine, theirs.numpy(), rtol=1e-6, atol=0, equal_nan=True)


def test_every_text_is_needed():
    said = {key_of(answer) for answer in ANSWERS.values()}
    said |= {key_of((GOOD, False), overflowed(number)) for number in (np.inf, -np.inf, np.nan)}
    assert said == set(TEXTS)


# --------------------------------------------------------------------------------------------- the scaler


@pytest.mark.parametrize("seed", range(5))
def test_three_scalers_agree(seed):
    rng = np.random.default_rng(seed)
    settings = (2.0 ** rng.integers(0, 16), 2.0, 0.5, int(rng.integers(1, 6)))
    scalers = [kind(*settings) for kind in (GradScaler, Pieces, TorchScaler)]
    for found_inf in rng.random(60) < 0.2:
        one, *others = [scaler.update(bool(found_inf)) for scaler in scalers]
        assert others == [one, one]
        assert all(scaler.scale == one for scaler in scalers)


def test_the_scaler_takes_the_flag_of_loss_scale():
    scaler = GradScaler(8.0, growth_interval=1)
    for number, scale in [(np.inf, 4.0), (1.0, 8.0), (np.nan, 4.0)]:
        assert scaler.update(LossScale.solution(**overflowed(number).args)[1]) == scale


def test_every_scale_of_the_cases_is_exact_in_float32():
    exercise = GradScalerExercise()
    for case in cases_of(exercise):
        for scale in run(GradScaler, case).value:
            assert float(np.float32(scale)) == scale


# --------------------------------------------------------------------------------------------- the memory


@pytest.mark.parametrize(("name", "kept"), [("sgd", {}), ("momentum", {"momentum": 0.9}), ("adam", None)])
@pytest.mark.parametrize("library", [tg, torch], ids=["tinygrad_lite", "torch"])
def test_the_estimate_is_what_an_optimizer_keeps(library, name, kept):
    nn = library.nn
    model = nn.Sequential(nn.Linear(5, 7), nn.Tanh(), nn.Linear(7, 3))
    parameters = list(model.parameters())
    optimizer = library.optim.Adam(parameters) if kept is None else library.optim.SGD(parameters, lr=0.1, **kept)
    model(library.ones(4, 5)).sum().backward()
    optimizer.step()
    count = sum(p.numel() for p in parameters)
    states = optimizer.state_dict()["state"].values()
    entries = [value for state in states for key, value in state.items() if key != "step" and value is not None]
    held = sum(value.numel() for value in entries) + sum(p.numel() + p.grad.numel() for p in parameters)
    assert MemoryEstimate.solution(count, 0, name) == 4 * held


def test_a_large_model():
    assert MemoryEstimate.solution(7 * 10**9, 0, "adam", 2) == 56 * 10**9


# ---------------------------------------------------------------------------------------------- the cards

CARDS = {
    "float16 back": (
        LossScale,
        "def loss_scale(grads, scale):\n"
        "    return [g / scale for g in grads], not all(np.isfinite(g).all() for g in grads)\n",
        "small gradients become 0",
    ),
    "not reset": (
        GradScalerExercise,
        "class GradScaler:\n"
        "    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):\n"
        "        self.scale, self.n, self.count = init_scale, growth_interval, 0\n"
        "        self.up, self.down = growth_factor, backoff_factor\n\n"
        "    def update(self, found_inf):\n"
        "        if found_inf:\n"
        "            self.scale *= self.down\n"
        "            return self.scale\n"
        "        self.count += 1\n"
        "        if self.count == self.n:\n"
        "            self.scale, self.count = self.scale * self.up, 0\n"
        "        return self.scale\n",
        "an overflow starts the count anew",
    ),
    "an entry that is not there": (
        MemoryEstimate,
        "def memory_estimate(n_parameters, n_activations, optimizer, bytes_per_value=4):\n"
        '    kept = {"sgd": 0, "momentum": 1, "adam": 2}[optimizer]\n'
        "    return (n_parameters * (2 + kept) + n_activations) * bytes_per_value\n",
        "a dict raises that has no such entry",
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_what_the_card_says(name):
    kind, source, said = CARDS[name]
    exercise, namespace = kind(), {"np": np}
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), namespace)
    submission = Submission(namespace[exercise.name], source, namespace)
    card = repr(verdict_card(exercise, verdict_on(exercise, submission), []))
    assert said in " ".join(card.split())
