"""Optimizers: the same path as PyTorch's, the same layout of their state, fast and plain form alike."""

import copy

import numpy as np
import pytest
import torch

import tinygrad_lite as tg

SETTINGS = [
    ("SGD", {"lr": 0.1}),
    ("SGD", {"lr": 0.1, "momentum": 0.9}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01}),
    ("SGD", {"lr": 0.001, "momentum": 0.5, "maximize": True}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.8, 0.9), "eps": 1e-3}),
    ("Adam", {"lr": 0.01, "weight_decay": 0.1}),
    ("Adam", {"lr": 0.01, "maximize": True, "weight_decay": 0.1}),
    ("AdamW", {"lr": 0.01}),
    ("AdamW", {"lr": 0.01, "weight_decay": 0.3, "maximize": True}),
]
SHAPES = [(3,), (), (4, 5), (17_000,), (9000,), (1, 0), (2, 3, 4), (8192,)]  # small, of several blocks, empty


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    monkeypatch.setattr(tg.optim.packs, "BLOCK", 8192)


def parameters(lib, dtype="float64"):
    start = np.random.default_rng(0)
    arrays = [start.normal(size=shape).astype(dtype) for shape in SHAPES]
    return [lib.tensor(array, requires_grad=True) for array in arrays]


def give_gradients(mine, theirs, step, leave_out=()):
    rng = np.random.default_rng(step)
    for i, (p, q) in enumerate(zip(mine, theirs, strict=True)):
        grad = rng.normal(size=tuple(p.shape)).astype(p.detach().numpy().dtype)
        missing = i in leave_out
        p.grad = None if missing else type(p.detach())(grad.copy()) if isinstance(p, tg.Tensor) else torch.tensor(grad)
        q.grad = None if missing else tg.tensor(grad) if isinstance(q, tg.Tensor) else torch.tensor(grad)


def assert_close(mine, theirs, tolerance=1e-9):
    for p, q in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(p.detach().numpy(), q.detach().numpy(), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("foreach", [None, False])
@pytest.mark.parametrize(("name", "settings"), SETTINGS, ids=str)
def test_same_path_as_pytorch(name, settings, foreach):
    """200 steps; some parameters have no gradient at first, so that their counts of steps differ."""
    mine, theirs = parameters(tg), parameters(torch)
    ours = getattr(tg.optim, name)(mine, foreach=foreach, **settings)
    reference = getattr(torch.optim, name)(theirs, **settings)
    for step in range(200):
        give_gradients(mine, theirs, step, leave_out=(2, 3) if step in (0, 1, 50) else ())
        ours.step()
        reference.step()
    assert_close(mine, theirs)


@pytest.mark.parametrize(("name", "settings"), SETTINGS, ids=str)
def test_fast_and_plain_agree(name, settings):
    fast, plain = parameters(tg), parameters(tg)
    one, other = (getattr(tg.optim, name)(p, foreach=f, **settings) for p, f in ((fast, None), (plain, False)))
    for step in range(20):
        give_gradients(fast, plain, step, leave_out=(1,) if step == 3 else ())
        one.step()
        other.step()
    assert_close(fast, plain, 1e-12)
    for p, q in zip(fast, plain, strict=True):
        assert set(one.state.get(p, {})) == set(other.state.get(q, {}))
        for key, value in one.state.get(p, {}).items():
            np.testing.assert_allclose(value.numpy(), other.state[q][key].numpy(), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_float32_stays_float32(name):
    mine, theirs = parameters(tg, "float32"), parameters(torch, "float32")
    ours, reference = getattr(tg.optim, name)(mine, lr=0.01), getattr(torch.optim, name)(theirs, lr=0.01)
    for step in range(50):
        give_gradients(mine, theirs, step)
        ours.step()
        reference.step()
    assert_close(mine, theirs, 2e-5)
    assert all(p.dtype == tg.float32 for p in mine)
    assert all(value.dtype == tg.float32 for state in ours.state.values() for value in state.values())


@pytest.mark.parametrize(("name", "settings"), SETTINGS, ids=str)
def test_state_goes_both_ways(name, settings):
    """Half the way here, then there (and the other way round): the same end as all the way in PyTorch."""
    mine, theirs, whole = parameters(tg), parameters(torch), parameters(torch)
    ours, reference = getattr(tg.optim, name)(mine, **settings), getattr(torch.optim, name)(theirs, **settings)
    undisturbed = getattr(torch.optim, name)(whole, **settings)
    for step in range(10):
        give_gradients(mine, theirs, step)
        give_gradients(whole, whole, step)
        ours.step()
        reference.step()
        undisturbed.step()
    from_theirs = copy.deepcopy(reference.state_dict())
    state = ours.state_dict()
    assert set(state["param_groups"][0]) == set(from_theirs["param_groups"][0])
    assert state["state"].keys() == from_theirs["state"].keys()
    for number, kept in state["state"].items():
        assert kept.keys() == from_theirs["state"][number].keys()
        state["state"][number] = {key: torch.tensor(value.numpy()) for key, value in kept.items()}
    new_theirs = getattr(torch.optim, name)(theirs, lr=123.0)
    new_theirs.load_state_dict(state)
    new_ours = getattr(tg.optim, name)(mine, lr=123.0)
    new_ours.load_state_dict(from_theirs)
    assert new_ours.param_groups[0]["lr"] == ours.param_groups[0]["lr"]
    for step in range(10, 20):
        give_gradients(mine, theirs, step)
        give_gradients(whole, whole, step)
        for optimizer in (new_ours, new_theirs, undisturbed):
            optimizer.step()
    assert_close(mine, whole)
    assert_close(theirs, whole)


def test_resumes_to_the_bit():
    ends = []
    for interrupted in (False, True):
        params = parameters(tg, "float32")
        optimizer = tg.optim.Adam(params)
        for step in range(10):
            if interrupted and step == 5:
                state = copy.deepcopy(optimizer.state_dict())
                optimizer = tg.optim.Adam(params)
                optimizer.load_state_dict(state)
            give_gradients(params, params, step)
            optimizer.step()
        ends.append([p.tolist() for p in params])
    assert ends[0] == ends[1]


def test_groups():
    mine, theirs = parameters(tg), parameters(torch)

    def groups(params):
        return [{"params": params[:2], "lr": 0.5}, {"params": params[2:], "momentum": 0.9}]

    ours, reference = tg.optim.SGD(groups(mine), lr=0.1), torch.optim.SGD(groups(theirs), lr=0.1)
    more = np.ones(3)
    for lib, optimizer, params in ((tg, ours, mine), (torch, reference, theirs)):
        params.append(lib.tensor(more, requires_grad=True))
        optimizer.add_param_group({"params": params[-1], "weight_decay": 0.1})
    for step in range(5):
        give_gradients(mine, theirs, step)
        ours.param_groups[1]["lr"] = reference.param_groups[1]["lr"] = 0.1 / (step + 1)
        ours.step()
        reference.step()
    assert_close(mine, theirs)


def test_parameters_are_never_aliased():
    """Memory belongs to the parameter: a new array, or one out of order, is followed."""
    w = tg.nn.Parameter(tg.ones(200, 100).T)
    small = tg.nn.Parameter(tg.ones(3))
    optimizer = tg.optim.SGD([w, small], lr=1.0)
    for _ in range(2):
        w.grad, small.grad = tg.ones(100, 200), tg.ones(3)
        small.array = small.array.copy()
        optimizer.step()
    assert (w.detach().numpy() == -1).all()
    assert small.tolist() == [-1, -1, -1]


def test_zero_grad_and_closure():
    w = tg.ones(2, requires_grad=True)
    optimizer = tg.optim.SGD([w], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = (w * w).sum()
        loss.backward()
        return loss

    with tg.no_grad():
        assert optimizer.step(closure).item() == 2.0
    np.testing.assert_allclose(w.detach().numpy(), 0.8, rtol=1e-6)
    optimizer.zero_grad(set_to_none=False)
    assert w.grad.tolist() == [0, 0]
    optimizer.zero_grad()
    assert w.grad is None


def test_errors():
    w = tg.ones(2, requires_grad=True)
    with pytest.raises(ValueError, match=r"^Adam: lr must be a positive number, got -0\.01\.$"):
        tg.optim.Adam([w], lr=-0.01)
    with pytest.raises(ValueError, match="SGD: lr must be a positive number, got fast"):
        tg.optim.SGD([w], lr="fast")
    with pytest.raises(ValueError, match=r"betas\[1\] must be at least 0 and less than 1, got 1\.0"):
        tg.optim.Adam([w], betas=(0.9, 1.0))
    with pytest.raises(ValueError, match="nesterov=True needs a momentum"):
        tg.optim.SGD([w], nesterov=True)
    with pytest.raises(ValueError, match="SGD: got no parameters"):
        tg.optim.SGD([])
    with pytest.raises(TypeError, match=r"got Linear\. Write model\.parameters\(\)"):
        tg.optim.SGD(tg.nn.Linear(1, 1))
    with pytest.raises(TypeError, match="Put it in a list"):
        tg.optim.SGD(w)
    with pytest.raises(TypeError, match="parameters must be tensors, got tuple"):
        tg.optim.SGD(tg.nn.Linear(1, 1).named_parameters())
    with pytest.raises(ValueError, match="cannot train a computed tensor"):
        tg.optim.SGD([w * 2])
    with pytest.raises(ValueError, match="given twice"):
        tg.optim.SGD([w, w])
    with pytest.raises(ValueError, match=r"unknown setting\(s\) \['learning_rate'\]"):
        tg.optim.SGD([{"params": [w], "learning_rate": 1}])
    with pytest.raises(NotImplementedError, match="Adam: amsgrad=True is not supported"):
        tg.optim.Adam([w], amsgrad=True)
    with pytest.raises(NotImplementedError, match="fused"):
        tg.optim.AdamW([w], fused=True)
    with pytest.raises(ValueError, match="belongs to other parameter groups"):
        tg.optim.SGD([w]).load_state_dict(tg.optim.SGD([tg.ones(1), tg.ones(1)]).state_dict())
    assert "lr: 0.001" in repr(tg.optim.Adam([w]))
