"""One definition of each fault: the callbacks, the plots and the doctor say the same of the same numbers."""

import warnings

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.training.parts import BOTH, loader_of, model_of, trainer_of
from tinygrad_lite.plots import plot_gradient_flow
from tinygrad_lite.training import ActivationStats, GradientStats, diagnose, faults

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("values", "count"),
    [([1.0, NAN, -INF], 2), ([], 0), (np.float16([INF]), 1), (3, 0), ([True], 0), (np.full(3, 1e38, np.float32), 0)],
)
def test_not_finite(values, count):
    assert faults.not_finite(values) == count


@pytest.mark.parametrize("shape", [(6, 3), (6, 3, 2, 2), (6, 5, 3)])
def test_a_dead_unit_is_0_for_every_sample(shape):
    """Of rows, of images (channels come second), of sequences (units come last)."""
    outputs = np.zeros(shape)
    place = {2: (4, 1), 4: (4, 1, 0, 1), 3: (4, 2, 1)}[len(shape)]
    outputs[place] = -0.5
    assert faults.active_units(outputs).tolist() == [False, True, False]
    assert faults.dead_share(outputs) == pytest.approx(2 / 3)


def test_saturated_near_the_ends_of_a_range():
    assert faults.saturated_share("Sigmoid", np.array([0.0, 0.009, 0.011, 0.5, 0.989, 0.991])) == 0.5
    assert faults.saturated_share("Tanh", np.array([-0.99, -0.97, 0.97, 0.99])) == 0.5
    assert np.isnan(faults.saturated_share("ReLU", np.zeros(3)))


def test_the_slope_of_saturated_values_is_small():
    """At most 4 % of the steepest, as is said of MARGIN."""
    tanh, sigmoid = 1 - 2 * faults.MARGIN, 1 - faults.MARGIN
    assert 1 - tanh**2 < 0.04
    assert sigmoid * (1 - sigmoid) < 0.04 * 0.25


def test_vanishing_is_beside_the_largest_that_is_finite():
    sizes = {"a": 1.0, "b": 0.9 * faults.VANISHING, "c": 1.1 * faults.VANISHING, "d": 0.0}
    assert faults.vanishing(sizes) == ["b", "d"]
    assert faults.vanishing({"a": INF, "b": 1e-3, "c": NAN, "d": 1e-9}) == ["d"]
    assert faults.vanishing({"a": 0.0, "b": 0.0}) == ["a", "b"]
    assert faults.vanishing({}) == []


def test_exploding_is_absolute_or_beside_what_is_usual():
    assert not faults.explodes(faults.EXPLODING)
    assert faults.explodes(1.01 * faults.EXPLODING)
    assert faults.explodes(21.0, usual=1.0)
    assert not faults.explodes(19.0, usual=1.0)
    assert faults.explodes(INF)
    assert faults.explodes(NAN)


def test_gradients_of_a_layer_are_those_of_its_weight_and_bias():
    gradients = {"a.0.weight": np.full((3, 4), 2.0, np.float32), "a.0.bias": np.zeros(4), "scale": np.ones(1)}
    found = faults.layer_gradients([*gradients.items(), ("b.weight", np.zeros((0, 2)))])
    assert list(found) == ["a.0", ""]
    assert found["a.0"].dtype == np.float64
    assert faults.per_parameter(found["a.0"]) == pytest.approx(np.sqrt(12 * 4 / 16))


def scaled_model(lib, factor):
    """Three layers; with a small factor the gradient of the first is so much smaller than those of the others."""
    model = model_of(lib, "Tanh", depth=2)
    with lib.no_grad():
        model[2].weight *= factor
    return model


@BOTH
@pytest.mark.parametrize("factor", [1.0, 1e-5])
def test_the_callback_the_plot_and_the_doctor_agree(lib, factor):
    stats, model = GradientStats(every_n_steps=1), scaled_model(lib, factor)
    trainer = trainer_of(lib, stats, model=model, lr=1e-3)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trainer.fit(loader_of(lib))
    warned = [str(warning.message) for warning in caught if "vanishes" in str(warning.message)]
    small = factor < 1
    assert [("of 0 (Linear) vanishes" in text) for text in warned] == ([True] if small else [])
    assert ("Vanishing: 0 (Linear)." in plot_gradient_flow(model, stats).alt) == small
    layers = diagnose(trainer, loader=loader_of(lib), steps=4).evidence.layers
    sizes = {layer.name: layer.gradient for layer in layers if layer.gradient is not None}
    assert faults.vanishing(sizes) == (["0"] if small else [])
    model.zero_grad()
    (inputs, targets), *_ = loader_of(lib)
    trainer.criterion(model(inputs), targets).backward()
    first = np.concatenate([parameter.grad.numpy().reshape(-1) for parameter in model[0].parameters()])
    assert sizes["0"] == pytest.approx(np.sqrt((first.astype(float) ** 2).mean()), rel=1e-4)


def test_the_callback_and_the_doctor_agree_on_dead_units():
    model = model_of(tg, "ReLU")
    with tg.no_grad():
        model[0].bias[:6] = -100.0
    stats = ActivationStats(every_n_steps=1)
    trainer = trainer_of(tg, stats, model=model, lr=1e-3)
    trainer.fit(loader_of(tg, n=40, batch_size=40))
    (dead,) = stats.series("1", "dead")[1]
    assert 0.75 <= dead < faults.DEAD
    layers = {layer.name: layer for layer in diagnose(trainer, loader=loader_of(tg, 40, 40), steps=4).evidence.layers}
    assert layers["1"].dead == dead
