"""The stand-in for a second device, and the record of a training, of which lesson 10's checks are made."""

from __future__ import annotations

import copy
import operator

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.course.exercises.debug.other_device import (
    OTHER,
    CriterionElsewhere,
    LoaderHere,
    NetElsewhere,
    Placed,
    meet,
    put,
)
from tinygrad_lite.course.exercises.debug.pieces import Groups, Loader, Net, Noted, Schedule
from tinygrad_lite.course.exercises.debug.watched import Linear, WatchedLoss, WatchedOptimizer, places, steps
from tinygrad_lite.course.recipes import Optimizer, World


def here(*shape):
    return put(tg.tensor(np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)), tg.tensor(0.0).device)


def there(*shape):
    return here(*shape).to("other:0")


@pytest.fixture
def net():
    return NetElsewhere.draw(np.random.default_rng(0), 3, 4, 2).build(World())


def test_to_makes_a_new_tensor_and_leaves_the_old_one_where_it_was():
    x = here(2, 3)
    moved = x.to(OTHER)
    assert (str(x.device), str(moved.device)) == ("cpu", "other:0")
    assert moved is not x
    assert np.array_equal(moved.cpu().numpy(), x.numpy())
    assert not np.shares_memory(moved.array, x.array)
    assert x.to("cpu") is x
    assert moved.to(device="other") is moved
    assert str(moved.to(x).device) == "cpu"


def test_other_dtypes_stay_on_the_device():
    assert str(there(2).to(tg.float32).device) == "other:0"
    both = here(2).to("other:0", dtype=tg.float32)
    assert (str(both.device), both.dtype) == ("other:0", tg.float32)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "matmul", "lt", "eq"])
def test_operators_refuse_tensors_of_two_devices(name):
    apply = getattr(operator, name)
    assert str(apply(there(2), there(2)).device) == "other:0"
    for pair in [(there(2), here(2)), (here(2), there(2)), (there(2), tg.ones(2)), (tg.ones(2), there(2))]:
        with pytest.raises(RuntimeError, match="on the same device, but found at least two devices"):
            apply(*pair)


def test_methods_give_tensors_of_the_same_device_and_plain_numbers_may_come_along():
    x = there(2, 3)
    for result in [x.mean(0), 2 * x, x.reshape(3, 2), x.T, x[0], -x, x.detach(), x.clone(), x.max(dim=1).values]:
        assert isinstance(result, Placed)
        assert str(result.device) == "other:0"
    assert x.sum().item() == 21
    with pytest.raises(RuntimeError, match="two devices"):
        x.sub_(here(2, 3))


def test_numpy_gets_what_is_on_the_cpu_only():
    assert here(2).numpy().tolist() == [1, 2]
    assert there(2).numpy(force=True).tolist() == [1, 2]
    for ask in (lambda: there(2).numpy(), lambda: np.asarray(there(2))):
        with pytest.raises(TypeError, match="can't convert other:0 device type tensor to numpy"):
            ask()


def test_devices_that_are_not_there_are_refused(net):
    for ask in (lambda: here(2).to("cuda"), lambda: here(2).cuda(), lambda: net.to("cuda"), lambda: net.cuda()):
        with pytest.raises(RuntimeError, match="'cuda' is not there"):
            ask()


def test_the_device_is_printed():
    assert repr(there(2)).endswith("device='other:0')")
    assert "device" not in repr(here(2))
    assert repr(OTHER) == "device(type='other', index=0)"


def test_gradients_pass_from_one_device_to_the_other():
    x = here(2).requires_grad_()
    (x.to(OTHER) * 3).cpu().sum().backward()
    assert x.grad.tolist() == [3, 3]


def test_a_module_moves_itself_and_keeps_its_parameters(net):
    parameters = list(net.parameters())
    assert {str(p.device) for p in parameters} == {"other:0"}
    assert net.to("cpu") is net
    assert [id(p) for p in net.parameters()] == [id(p) for p in parameters]
    assert {str(p.device) for p in net.parameters()} == {"cpu"}
    assert {p.dtype for p in net.to(tg.float32).parameters()} == {np.dtype("float32")}


def test_the_model_refuses_inputs_of_another_device_and_says_where_it_ran(net):
    with pytest.raises(RuntimeError, match=r"other:0 and cpu! \(weights and inputs of the model\)"):
        net(here(2, 3))
    assert net.ran_on == []
    outputs = net(there(2, 3))
    assert str(outputs.device) == "other:0"
    assert net.ran_on == ["other:0"]
    criterion = CriterionElsewhere("MSELoss").build(World())
    with pytest.raises(RuntimeError, match=r"\(outputs and targets in the criterion\)"):
        criterion(outputs, here(2, 2))
    loss = criterion(outputs, there(2, 2))
    loss.backward()
    assert all(p.grad is not None for p in net.parameters())
    copied = copy.deepcopy(net)
    copied.to("cpu")
    assert str(next(net.parameters()).device) == "other:0"


def test_a_model_elsewhere_computes_what_one_here_computes(net):
    plain = Net.draw(np.random.default_rng(0), 3, 4, 2).build(World())
    assert np.array_equal(net(there(2, 3)).cpu().detach().numpy(), plain(here(2, 3)).detach().numpy())


def test_batches_lie_on_the_cpu():
    loader = LoaderHere(np.ones((3, 2)), np.arange(3), 2).build(World())
    assert [str(part.device) for batch in loader for part in batch] == ["cpu"] * 4
    assert str(loader.dataset.tensors[0].to(OTHER).device) == "other:0"
    assert meet("here", *next(iter(loader))) == tg.ones(1).device


# ------------------------------------------------------------------------------------------ records


@pytest.mark.parametrize("library", ["tinygrad_lite", "torch"])
def test_rates_are_noted_step_by_step(library):
    world = World(library)
    world.built["model"] = Net.draw(np.random.default_rng(0), 2, 2).build(world)
    recipe = Noted(Groups("SGD", 0.5, 0.25))
    optimizer = world.built["optimizer"] = recipe.build(world)
    scheduler = Schedule("ExponentialLR", {"gamma": 0.5}).build(world)
    for _ in range(2):
        world.built["model"](world.tensor(np.ones((1, 2)))).sum().backward()
        optimizer.step()
        scheduler.step()
    assert recipe.observe(optimizer) == {"rates for the weights": [0.5, 0.25], "rates for the biases": [0.25, 0.125]}
    single = Noted(Optimizer("SGD", 0.1))
    assert single.observe(single.build(world)) == {"rates of the steps": []}


def test_loaders_and_nets_are_the_same_in_both_libraries():
    rng = np.random.default_rng(0)
    net, loader = Net.draw(rng, 3, 4, 2), Loader(rng.normal(size=(5, 3)), np.arange(5), 2)
    found = []
    for library in ("tinygrad_lite", "torch"):
        world = World(library)
        model = net.build(world)
        found.append([model(x).detach().numpy() for x, _ in loader.build(world)])
    assert [len(batch) for batch in found[0]] == [2, 2, 1]
    for ours, theirs in zip(*found, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_a_step_remembers_its_batch_its_targets_and_its_gradient():
    world = World()
    recipe = Linear(np.array([[2.0]]), np.array([1.0]))
    model = world.built["model"] = recipe.build(world)
    criterion, optimizer = WatchedLoss("MSELoss").build(world), WatchedOptimizer("SGD", 0.1).build(world)
    x, y = tg.tensor([[1.0], [3.0]], dtype=tg.float64), tg.tensor([[3.0], [5.0]], dtype=tg.float64)
    model(y)  # a forward pass that nothing comes of
    criterion(model(x), y).backward()
    optimizer.step()
    optimizer.step()
    first, second = steps(recipe.observe(model))
    assert (first.inputs.tolist(), first.targets.tolist()) == ([[1], [3]], [[3], [5]])
    assert (first.weight.tolist(), first.bias.tolist()) == ([[2]], [1])
    assert [g.tolist() for g in first.gradients] == [[[6.0]], [2.0]]  # errors 0 and 2: the mean of 2·error·x, 2·error
    assert second.inputs is None


def test_rows_are_found_among_others():
    assert places(np.array([[3.0, 4.0], [9.0, 9.0], [1.0, 2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])) == [1, -1, 0]
