"""Modules, layers, first values: names, numbers and printed form as PyTorch's."""

import math

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import same


def build(lib):
    class Block(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = lib.nn.Sequential(lib.nn.Linear(4, 5), lib.nn.Tanh(), lib.nn.Linear(5, 3, bias=False))
            self.scale = lib.nn.Parameter(lib.ones(3))
            self.flat = lib.nn.Flatten()

        def forward(self, x):
            return self.layers(self.flat(x)) * self.scale

    return Block()


def pair():
    mine, theirs = build(tg), build(torch)
    mine.load_state_dict({name: value.numpy() for name, value in theirs.state_dict().items()})
    return mine, theirs


def test_names_and_values():
    mine, theirs = pair()
    assert [n for n, _ in mine.named_parameters()] == [n for n, _ in theirs.named_parameters()]
    assert list(mine.state_dict()) == list(theirs.state_dict())
    assert [n for n, _ in mine.named_modules()] == [n for n, _ in theirs.named_modules()]
    assert [type(m).__name__ for m in mine.children()] == [type(m).__name__ for m in theirs.children()]
    assert repr(mine) == repr(theirs)
    x = np.random.default_rng(0).normal(size=(6, 2, 2)).astype("float32")
    out, wanted = mine(tg.tensor(x)), theirs(torch.tensor(x))
    same(out, wanted)
    out.sum().backward()
    wanted.sum().backward()
    for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
        same(p.grad, q.grad)


def test_state_goes_both_ways():
    mine, theirs = pair()
    other = build(torch)
    other.load_state_dict({name: torch.tensor(value.numpy()) for name, value in mine.state_dict().items()})
    for name, value in theirs.state_dict().items():
        assert torch.equal(other.state_dict()[name], value)
    assert repr(mine.load_state_dict(theirs.state_dict())) == "<All keys matched successfully>"


def test_state_that_does_not_fit():
    model = build(tg)
    state = model.state_dict()
    kept = state["scale"].clone()
    wrong = {**state, "scale": np.zeros(3), "more": np.zeros(1)}
    del wrong["layers.0.bias"]
    with pytest.raises(
        RuntimeError, match=r"layers\.0\.bias is missing; more is not in this model\. With strict=False"
    ):
        model.load_state_dict(wrong)
    assert model.scale.tolist() == kept.tolist()  # nothing was changed
    result = model.load_state_dict(wrong, strict=False)
    assert (result.missing_keys, result.unexpected_keys) == (["layers.0.bias"], ["more"])
    assert model.scale.tolist() == [0, 0, 0]
    with pytest.raises(RuntimeError, match=r"scale has shape \(2,\), here it is \(3,\)"):
        model.load_state_dict({**state, "scale": np.zeros(2)}, strict=False)


def test_switches_and_visits():
    model = build(tg)
    assert model.training
    assert not any(m.training for m in model.eval().modules())
    assert all(m.training for m in model.train().modules())
    seen = []
    model.apply(lambda module: seen.append(type(module).__name__))
    assert seen == ["Linear", "Tanh", "Linear", "Sequential", "Flatten", "Block"]
    model(tg.ones(1, 4)).sum().backward()
    model.zero_grad(set_to_none=False)
    assert model.scale.grad.tolist() == [0, 0, 0]
    model.zero_grad()
    assert model.scale.grad is None
    assert not any(p.requires_grad for p in model.requires_grad_(False).parameters())
    assert model.double().scale.dtype == tg.float64
    assert model.float().cpu().to(tg.float64).scale.dtype == tg.float64


def test_shared_parameters_count_once():
    for lib in (tg, torch):
        model = build(lib)
        model.again = model.layers
        model.twice = model.scale
        assert len(list(model.parameters())) == 4
        assert len(list(model.modules())) == 6


def test_a_parameter_cannot_be_lost():
    model = build(tg)
    with pytest.raises(TypeError, match=r"Block\.scale is a Parameter; a Tensor in its place would not be trained"):
        model.scale = model.scale - 1
    model.scale = None
    assert "scale" not in model.state_dict()
    with pytest.raises(NotImplementedError, match="has no forward method"):
        tg.nn.Module()(1)


def test_containers_and_small_layers():
    model = tg.nn.Sequential({"first": tg.nn.Linear(2, 3), "then": tg.nn.ReLU()})
    assert list(model.state_dict()) == ["first.weight", "first.bias"]
    model.append(tg.nn.Identity(5))
    assert len(model) == 3
    assert isinstance(model[-1], tg.nn.Identity)
    assert len(model[:2]) == 2
    x = tg.tensor([[-1.0, 2.0]])
    assert tg.nn.Identity()(x) is x
    assert tg.nn.ReLU()(x).tolist() == [[0, 2]]
    same(tg.nn.Sigmoid()(x), torch.sigmoid(torch.tensor(x.numpy())))
    assert tg.nn.Flatten(0)(tg.ones(2, 3)).shape == (6,)
    with pytest.raises(TypeError, match=r"Sequential: item 1 is .*not a Module\. For relu use nn\.ReLU\(\)"):
        tg.nn.Sequential(tg.nn.Linear(2, 2), tg.relu)
    with pytest.raises(NotImplementedError, match="ReLU: inplace=True is not supported"):
        tg.nn.ReLU(inplace=True)
    with pytest.raises(
        RuntimeError, match=r"linear: an input of shape \(4, 3\) does not fit a weight of shape \(3, 2\)"
    ):
        tg.nn.Linear(2, 3)(tg.ones(4, 3))
    with pytest.raises(RuntimeError, match="linear: the input is float64, the weight float32"):
        tg.nn.Linear(2, 3)(tg.ones(4, 2, dtype=tg.float64))


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4), (0, 4)])
def test_linear_of_any_dimensions(shape):
    mine, theirs = tg.nn.Linear(4, 5), torch.nn.Linear(4, 5)
    mine.load_state_dict(theirs.state_dict())
    x = np.random.default_rng(0).normal(size=shape).astype("float32")
    a, b = tg.tensor(x, requires_grad=True), torch.tensor(x, requires_grad=True)
    mine(a).sum().backward()
    theirs(b).sum().backward()
    for mine_grad, wanted in (
        (a.grad, b.grad),
        (mine.weight.grad, theirs.weight.grad),
        (mine.bias.grad, theirs.bias.grad),
    ):
        same(mine_grad, wanted)


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


def test_first_values_of_linear():
    tg.manual_seed(0)
    mine, theirs = tg.nn.Linear(400, 300), torch.nn.Linear(400, 300)
    for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
        assert p.detach().numpy().std() == pytest.approx(q.detach().numpy().std(), rel=0.1)
        assert abs(p.detach().numpy()).max() <= 0.05
    tg.manual_seed(0)
    assert tg.nn.Linear(400, 300).weight.tolist() == mine.weight.tolist()


def test_init_errors():
    with pytest.raises(ValueError, match="xavier_normal_: needs a weight of at least 2 dimensions"):
        tg.nn.init.xavier_normal_(tg.zeros(3))
    with pytest.raises(ValueError, match="nonlinearity 'gelu' is not known; choose one of"):
        tg.nn.init.calculate_gain("gelu")
    with pytest.raises(ValueError, match="mode must be"):
        tg.nn.init.kaiming_normal_(tg.zeros(3, 3), mode="fan")
