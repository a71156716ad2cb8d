"""First values: PyTorch's distributions, tested by mean, spread, range and, where asked for, right angles."""

import math

import numpy as np
import pytest
import torch

import tinygrad_lite as tg


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("uniform_", {"a": -1.0, "b": 2.0}),
        ("normal_", {"mean": 1.0, "std": 0.5}),
        ("xavier_uniform_", {"gain": 2.0}),
        ("xavier_normal_", {}),
        ("kaiming_uniform_", {"a": math.sqrt(5)}),
        ("kaiming_uniform_", {"nonlinearity": "relu"}),
        ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "relu"}),
        ("kaiming_normal_", {"nonlinearity": "tanh"}),
        ("zeros_", {}),
        ("ones_", {}),
        ("constant_", {"val": 0.3}),
    ],
)
def test_first_values(name, options):
    """The same distribution as PyTorch's: mean, spread and range of 60,000 numbers."""
    tg.manual_seed(0)
    torch.manual_seed(0)
    mine = getattr(tg.nn.init, name)(tg.nn.Parameter(tg.zeros(300, 200)), **options).detach().numpy()
    wanted = getattr(torch.nn.init, name)(torch.empty(300, 200), **options).numpy()
    assert mine.mean() == pytest.approx(wanted.mean(), abs=0.02)
    assert mine.std() == pytest.approx(wanted.std(), rel=0.02)
    if "normal" not in name:
        assert (mine.min(), mine.max()) == pytest.approx((wanted.min(), wanted.max()), rel=0.01)


@pytest.mark.parametrize("shape", [(8, 4), (8, 4, 3, 2)])
@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
def test_fans_of_convolutions_too(shape, mode):
    """The bound is PyTorch's: the largest of many numbers comes close to it."""
    for name, options in (("kaiming_uniform_", {"mode": mode, "nonlinearity": "relu"}), ("xavier_uniform_", {})):
        largest = [
            max(abs(getattr(lib.nn.init, name)(lib.zeros(*shape), **options)).max().item() for _ in range(60))
            for lib in (tg, torch)
        ]
        assert largest[0] == pytest.approx(largest[1], rel=0.03)


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (4, 4), (6, 2, 2, 2)])
def test_orthogonal(shape):
    w = tg.nn.init.orthogonal_(tg.zeros(*shape, dtype=tg.float64), gain=2.0).numpy().reshape(shape[0], -1)
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    np.testing.assert_allclose(product, 4 * np.eye(len(product)), atol=1e-12)


def test_orthogonal_matrices_are_equally_likely():
    """Every entry is as often positive as negative, and large as small, wherever it stands."""
    tg.manual_seed(0)
    drawn = np.array([tg.nn.init.orthogonal_(tg.zeros(3, 3)).numpy() for _ in range(2000)])
    assert abs(drawn.mean(0)).max() < 0.06
    assert abs((drawn**2).mean(0) - 1 / 3).max() < 0.03


@pytest.mark.parametrize("name", ["uniform_", "normal_", "orthogonal_", "xavier_uniform_",
                                  "xavier_normal_", "kaiming_uniform_", "kaiming_normal_"])  # fmt: skip
def test_own_generator(name):
    def draw(seed):
        return getattr(tg.nn.init, name)(tg.zeros(4, 3), generator=tg.Generator().manual_seed(seed)).tolist()

    assert draw(1) == draw(1) != draw(2)


@pytest.mark.parametrize("name", ["linear", "conv2d", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])
def test_gain(name):
    assert tg.nn.init.calculate_gain(name) == torch.nn.init.calculate_gain(name)
    assert tg.nn.init.calculate_gain("leaky_relu", 0.3) == torch.nn.init.calculate_gain("leaky_relu", 0.3)


@pytest.mark.parametrize("layer", ["Linear(400, 300)", "Conv2d(16, 32, 5)", "Embedding(500, 100)", "GRU(100, 80)"])
def test_first_values_of_layers(layer):
    """The same spread and range as in PyTorch's layer, and the same numbers again from the same seed."""
    tg.manual_seed(0)
    torch.manual_seed(0)
    mine, theirs = eval(f"tg.nn.{layer}"), eval(f"torch.nn.{layer}")
    for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
        drawn, wanted = p.detach().numpy(), q.detach().numpy()
        assert drawn.std() == pytest.approx(wanted.std(), rel=0.3 if drawn.size < 100 else 0.1)
        if not layer.startswith("Embedding"):  # drawn uniformly, not normally
            assert abs(drawn).max() == pytest.approx(abs(wanted).max(), rel=0.25 if drawn.size < 100 else 0.02)
    tg.manual_seed(0)
    for p, again in zip(mine.parameters(), eval(f"tg.nn.{layer}").parameters(), strict=True):
        assert p.tolist() == again.tolist()


def test_init_errors():
    with pytest.raises(ValueError, match="xavier_normal_: needs a weight of at least 2 dimensions"):
        tg.nn.init.xavier_normal_(tg.zeros(3))
    with pytest.raises(ValueError, match="nonlinearity 'gelu' is not known; choose one of"):
        tg.nn.init.calculate_gain("gelu")
    with pytest.raises(ValueError, match="the negative slope must be a number, got True"):
        tg.nn.init.calculate_gain("leaky_relu", True)
    with pytest.raises(ValueError, match="mode must be"):
        tg.nn.init.kaiming_normal_(tg.zeros(3, 3), mode="fan")
    assert tg.nn.init.kaiming_normal_(tg.zeros(0, 3)).shape == (0, 3)


def test_distributions_that_are_none():
    """They were drawn from all the same: with a negative std, or an interval whose ends are exchanged."""
    for lib in (tg, torch):
        for change, name in [(lambda x: x.normal_(std=-1.0), "normal"), (lambda x: x.uniform_(2.0, 1.0), "uniform_")]:
            with pytest.raises(RuntimeError, match=name):
                change(lib.ones(2))
    with pytest.raises(RuntimeError, match="std must not be negative, got -1"):
        tg.nn.init.normal_(tg.ones(2), std=-1.0)
    with pytest.raises(RuntimeError, match="above the upper one"):
        tg.nn.init.uniform_(tg.ones(2), a=2.0, b=1.0)
    assert tg.ones(2).uniform_(1.0, 1.0).tolist() == [1.0, 1.0]
    assert tg.ones(2).normal_(3.0, 0.0).tolist() == [3.0, 3.0]
