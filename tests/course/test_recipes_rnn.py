"""The recipe for an RNN builds the same network in both libraries, with the weights it was given."""

import numpy as np
import torch

import tinygrad_lite as tg
from tinygrad_lite.course.exercises.clipping.reader import Reader
from tinygrad_lite.course.recipes import World

SHAPES = {"weight_ih": (3, 2), "weight_hh": (3, 3), "bias_ih": (3,), "bias_hh": (3,), "weight": (4, 3), "bias": (4,)}


def test_it_is_the_same_network_in_both_libraries():
    rng = np.random.default_rng(0)
    recipe = Reader(**{name: rng.normal(size=shape) for name, shape in SHAPES.items()})
    x = rng.normal(size=(5, 7, 2))
    h = np.zeros((5, 3))
    for step in range(7):
        h = np.tanh(x[:, step] @ recipe.weight_ih.T + recipe.bias_ih + h @ recipe.weight_hh.T + recipe.bias_hh)
    expected = h @ recipe.weight.T + recipe.bias
    for name, library in (("tinygrad_lite", tg), ("torch", torch)):
        model = recipe.build(World(name))
        np.testing.assert_allclose(model(library.tensor(x)).detach().numpy(), expected, rtol=1e-12)
        state = recipe.observe(model)
        assert state["training"] is True
        assert list(state["parameters"]) == [
            *(f"rnn.{part}_l0" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")), "out.weight", "out.bias",
        ]  # fmt: skip
        assert np.array_equal(state["parameters"]["rnn.weight_hh_l0"], recipe.weight_hh)
    assert repr(recipe) == "an RNN 2-3-4 (input size, hidden size, outputs)"


def test_what_it_built_is_its_own():
    recipe = Reader(**{name: np.ones(shape) for name, shape in SHAPES.items()})
    model = recipe.build(World())
    for parameter in model.parameters():
        parameter.data *= 2
    assert all((getattr(recipe, name) == 1).all() for name in SHAPES)
