"""The learning-rate range test: a useful rate, and everything as before afterwards."""

import copy
import random

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.training import RangeTest, lr_range_test

torch.set_num_threads(1)
OPTIMIZERS = {
    "sgd": lambda lib, params: lib.optim.SGD(params, lr=0.05),
    "momentum": lambda lib, params: lib.optim.SGD(params, lr=0.05, momentum=0.9),
    "adam": lambda lib, params: lib.optim.Adam(params, lr=0.05),
}


def setting(lib, optimizer="momentum", seed=0, steps=3):
    """A network for the digits, an optimizer that has made some steps, a loss and a loader."""
    lib.manual_seed(seed)
    images, labels = (part.numpy() for part in tg.data.digits(train=True))
    data = tg.data if lib is tg else torch.utils.data
    pairs = data.TensorDataset(lib.tensor(images / 16), lib.tensor(labels))
    loader = data.DataLoader(pairs, batch_size=64, shuffle=True, generator=lib.Generator().manual_seed(seed))
    model = lib.nn.Sequential(lib.nn.Linear(64, 32), lib.nn.ReLU(), lib.nn.Linear(32, 10))
    optimizer = OPTIMIZERS[optimizer](lib, model.parameters())
    criterion = lib.nn.CrossEntropyLoss()
    train(model, optimizer, criterion, loader, steps)
    return model, optimizer, criterion, loader


def train(model, optimizer, criterion, loader, steps):
    losses = []
    while len(losses) < steps:
        for inputs, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("lib", [tg, torch], ids=["ours", "pytorch's"])
def test_everything_is_as_before(lib, optimizer):
    """Training goes on as if there had been no test, to the bit."""
    losses = {}
    for tested in (True, False):
        parts = setting(lib, optimizer)
        random.seed(1)
        np.random.seed(1)  # noqa: NPY002
        if tested:
            before = copy.deepcopy(parts[0].state_dict())
            lr_range_test(*parts, num_iter=30)
            assert all(p.grad is None for p in parts[0].parameters())
            for name, value in parts[0].state_dict().items():
                np.testing.assert_array_equal(value.numpy(), before[name].numpy())
        drawn = [random.random(), np.random.rand(), lib.rand(3).tolist()]  # noqa: NPY002
        losses[tested] = drawn, train(*parts, steps=30)
    assert losses[True] == losses[False]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_suggestion_trains_well(optimizer):
    """Within four epochs nearly as well as the best of five rates, and far better than the worst."""
    suggestion = lr_range_test(*setting(tg, optimizer, steps=0)).suggestion
    reached = {}
    for lr in (suggestion, 0.001, 0.01, 0.1, 0.3, 1.0):
        parts = setting(tg, optimizer, steps=0)
        parts[1].param_groups[0]["lr"] = lr
        reached[lr] = np.mean(train(*parts, steps=92)[-23:])
    others = [loss for lr, loss in reached.items() if lr != suggestion]
    assert reached[suggestion] < 1.5 * min(others) + 0.05
    assert reached[suggestion] < 0.3 * max(others)


def test_the_sweep():
    model, optimizer, criterion, loader = setting(tg)
    seen = []

    class Watched:
        """Only what the range test may use."""

        param_groups, zero_grad = optimizer.param_groups, optimizer.zero_grad
        state_dict, load_state_dict = optimizer.state_dict, optimizer.load_state_dict

        def step(self):
            seen.append([group["lr"] for group in self.param_groups])

    optimizer.add_param_group({"params": [tg.zeros(1, requires_grad=True)], "lr": 0.01})
    result = lr_range_test(model, Watched(), criterion, loader, 1e-3, 1.0, num_iter=31, smoothing=0.0)
    np.testing.assert_allclose(result.lrs, np.geomspace(1e-3, 1.0, 31))
    np.testing.assert_allclose(seen, [(lr, lr / 5) for lr in result.lrs])
    assert result.smoothed == result.losses
    assert [group["lr"] for group in optimizer.param_groups] == [0.05, 0.01]
    assert repr(result) == "RangeTest(31 rates from 0.001 to 1)"


def test_it_stops_when_the_loss_diverges():
    model, optimizer, criterion, loader = setting(tg)
    result = lr_range_test(model, optimizer, criterion, loader, end_lr=1e6, diverged=2.0)
    assert result.lrs[-1] < 1e3
    assert np.isfinite(result.losses).all()
    assert all(value < 2 * min(result.smoothed) for value in result.smoothed[:-1])
    below_zero = RangeTest(smoothing=0.0)  # a loss may be negative
    for loss, stops in [(1.0, False), (-2.0, False), (3.0, False), (5.0, True)]:
        below_zero.add(0.1, loss)
        assert below_zero.diverged(4.0) == stops


def test_the_smoothed_loss_is_a_weighted_mean():
    result = RangeTest(smoothing=0.8)
    losses = np.random.default_rng(0).normal(size=20)
    for i, loss in enumerate(losses):
        result.add(0.1 * 2**i, loss)
        weights = 0.8 ** np.arange(i, -1, -1)
        np.testing.assert_allclose(result.smoothed[-1], weights @ losses[: i + 1] / weights.sum())


def test_errors_and_that_they_change_nothing():
    model, optimizer, criterion, loader = setting(tg)
    before = copy.deepcopy(model.state_dict())
    for arguments, message in [
        ({"start_lr": 0.0}, "0 < start_lr < end_lr, got start_lr=0.0"),
        ({"end_lr": 1e-8}, "0 < start_lr < end_lr"),
        ({"num_iter": 1}, "needs num_iter > 1"),
        ({"smoothing": 1.0}, "0 <= smoothing < 1, got 100 and 1.0"),
        ({"loader": []}, "no batches"),
        ({"loader": iter(list(loader)[:3])}, "gone through again, not a generator"),
        ({"criterion": lambda logits, labels: criterion(logits, labels) * np.nan}, "the first loss is nan"),
    ]:
        with pytest.raises(ValueError, match=message):
            lr_range_test(
                **{"model": model, "optimizer": optimizer, "criterion": criterion, "loader": loader} | arguments
            )
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(value.numpy(), before[name].numpy())
    assert optimizer.param_groups[0]["lr"] == 0.05
    rising = RangeTest(smoothing=0.0)
    rising.add(0.1, 1.0)
    rising.add(0.2, 1.5)
    with pytest.raises(ValueError, match="the loss never fell"):
        rising.suggestion


@pytest.mark.parametrize("lib", [tg, torch])
def test_random_numbers_of_all_kinds_go_on_where_they_stood(lib):
    """Dropout and shuffling draw from the default generators."""
    model = lib.nn.Sequential(lib.nn.Linear(2, 4), lib.nn.Dropout(0.5), lib.nn.Linear(4, 1))
    optimizer = lib.optim.SGD(model.parameters(), lr=0.1)
    data = [(lib.ones(4, 2), lib.ones(4, 1))]

    def drawn():
        return lib.rand(2).tolist(), np.random.rand(), random.random()  # noqa: NPY002

    def seed():
        for start in (lib.manual_seed, np.random.seed, random.seed):
            start(5)

    seed()
    wanted = drawn()
    seed()
    lr_range_test(model, optimizer, lib.nn.MSELoss(), data, num_iter=5)
    assert drawn() == wanted
