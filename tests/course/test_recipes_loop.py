"""What lesson 09's loops are tried on: the same in both libraries, and as the cards say."""

import numpy as np
import pytest

from tinygrad_lite.course.exercises.loop.nets import classes_loader, net
from tinygrad_lite.course.exercises.loop.scripted import Recorders, Scripted
from tinygrad_lite.course.recipes import World

LIBRARIES = ("tinygrad_lite", "torch")


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def worlds():
    return [World(library) for library in LIBRARIES]


@pytest.mark.parametrize("norm", [False, True])
def test_a_network_answers_alike_in_both_libraries_and_both_modes(rng, norm):
    recipe = net(rng, 2, 4, 3, norm)
    x = rng.normal(size=(5, 2))
    for training in (True, False):
        answers = []
        for world in worlds():
            model = recipe.build(world)
            model.train(training)
            answers.append(model(world.tensor(x)).detach().numpy())
        np.testing.assert_allclose(answers[0], answers[1], rtol=1e-10)


def test_a_part_may_come_in_another_mode_and_parameters_with_gradients(rng):
    recipe = net(rng, 2, 3, 2, norm=True, frozen=("1",), grads=True)
    states = [recipe.observe(recipe.build(world)) for world in worlds()]
    for state in states:
        assert state["training"] == {"model": True, "0": True, "1": False, "2": True, "3": True}
        assert all(np.abs(grad).max() > 0 for grad in state["grads"].values())
    np.testing.assert_allclose(states[0]["grads"]["0.weight"], states[1]["grads"]["0.weight"])


def test_a_loader_can_be_gone_through_again_and_its_last_batch_is_smaller(rng):
    for world in worlds():
        loader = classes_loader(rng, 7, 3, 2, 4).build(world)
        for _ in range(2):
            assert [len(y) for _, y in loader] == [3, 3, 1]
        assert len(loader) == 3
        assert len(loader.dataset) == 7


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_scripted_network_has_the_losses_that_its_card_names(rng, library):
    losses = [0.9, 0.4, 0.7]
    world = World(library)
    recipe = Scripted(rng.normal(size=(2, 2)), rng.normal(size=2), losses)
    model = recipe.build(world)
    x, y = world.tensor(rng.normal(size=(4, 2))), world.tensor(np.zeros(4, dtype=int))
    criterion = world.module("nn").CrossEntropyLoss()
    kept = None
    for epoch, loss in enumerate(losses):
        model.train()
        model(x)
        model.eval()
        assert criterion(model(x), y).item() == pytest.approx(loss)
        if epoch == 1:
            kept = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(kept)  # what was seen goes with the weights
    assert criterion(model(x), y).item() == pytest.approx(losses[1])
    assert repr(recipe) == "a network whose validation loss will be [0.9, 0.4, 0.7]"


def test_callbacks_write_down_copies_of_what_they_are_told():
    recipe = Recorders(2)
    first, second = recipe.build(World())
    logs = {"loss": 0.5}
    first.on_epoch_end(3, logs)
    logs["loss"] = 0.25
    assert recipe.observe([first, second]) == [[(3, {"loss": 0.5})], []]
