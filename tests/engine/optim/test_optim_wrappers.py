"""Lookahead, SAM and averages of weights, against the same written out with PyTorch's optimizers."""

import copy

import numpy as np
import pytest
import torch

import tinygrad_lite as tg

START = np.random.default_rng(0).normal(size=(2, 3))


def parameters(lib):
    return [lib.tensor(START[0], requires_grad=True), lib.tensor(START[1], requires_grad=True)]


def loss_of(params):
    """With a saddle, and a valley that is steep across."""
    a, b = params
    return (a.tanh() * b).sum() + (5 * (b - a * a) ** 2).mean()


def descend(optimizer, params):
    optimizer.zero_grad()
    loss = loss_of(params)
    loss.backward()
    return loss


def assert_close(mine, theirs, tolerance=1e-9):
    for p, q in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(p.detach().numpy(), q.detach().numpy(), rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("k", "alpha"), [(5, 0.5), (1, 0.8), (3, 1.0), (4, 0.0)])
def test_lookahead(k, alpha):
    mine, theirs = parameters(tg), parameters(torch)
    ours = tg.optim.Lookahead(tg.optim.Adam(mine, lr=0.01), k, alpha)
    inner = torch.optim.Adam(theirs, lr=0.01)
    slow = [p.detach().clone() for p in theirs]
    for step in range(1, 41):
        descend(ours, mine)
        ours.step()
        descend(inner, theirs)
        inner.step()
        if step % k == 0:
            slow = [s + alpha * (p.detach() - s) for s, p in zip(slow, theirs, strict=True)]
            for p, s in zip(theirs, slow, strict=True):
                p.data.copy_(s)
    assert_close(mine, theirs)


@pytest.mark.parametrize("closure", [True, False])
@pytest.mark.parametrize("rho", [0.05, 0.5, 0.0])
def test_sam(rho, closure):
    mine, theirs = parameters(tg), parameters(torch)
    ours = tg.optim.SAM(tg.optim.SGD(mine, lr=0.001, momentum=0.9), rho)
    inner = torch.optim.SGD(theirs, lr=0.001, momentum=0.9)
    for _ in range(40):
        if closure:
            loss = ours.step(lambda: descend(ours, mine))
        else:
            loss = descend(ours, mine)
            ours.first_step(zero_grad=True)
            loss_of(mine).backward()
            ours.second_step(zero_grad=True)
            assert mine[0].grad is None
        reference = descend(inner, theirs)
        np.testing.assert_allclose(loss.item(), reference.item(), rtol=1e-9)
        before = [p.detach().clone() for p in theirs]
        length = torch.cat([p.grad for p in theirs]).norm()
        with torch.no_grad():
            for p in theirs:
                p += rho * p.grad / length
        descend(inner, theirs)
        with torch.no_grad():
            for p, b in zip(theirs, before, strict=True):
                p.copy_(b)
        inner.step()
    assert_close(mine, theirs)


def test_sam_returns_when_it_is_interrupted():
    params = parameters(tg)
    optimizer = tg.optim.SAM(tg.optim.SGD(params))
    calls = []

    def closure():
        calls.append(params[0].tolist())
        if len(calls) == 2:
            raise KeyboardInterrupt
        return descend(optimizer, params)

    with pytest.raises(KeyboardInterrupt):
        optimizer.step(closure)
    assert calls[0] != calls[1]
    assert params[0].tolist() == START[0].tolist()


@pytest.mark.parametrize("around", [tg.optim.Lookahead, tg.optim.SAM])
def test_settings_state_and_groups_are_those_inside(around):
    params = parameters(tg)
    optimizer = around(tg.optim.SGD(params[:1], lr=0.1, momentum=0.9))
    optimizer.add_param_group({"params": params[1:], "lr": 0.2})
    assert [group["lr"] for group in optimizer.optimizer.param_groups] == [0.1, 0.2]
    assert isinstance(optimizer, tg.optim.Optimizer)
    for group in optimizer.param_groups:
        group["lr"] = 0.0
    optimizer.step(lambda: descend(optimizer, params))
    assert_close(params, parameters(tg))
    optimizer.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    assert set(optimizer.state) == set(params)
    assert optimizer.state is optimizer.optimizer.state
    assert around.__name__ in repr(optimizer)


@pytest.mark.parametrize("decay", [0.9, 0.3, 0.0, 1.0])
def test_average_as_in_pytorch(decay):
    mine, theirs = tg.nn.Linear(3, 2), torch.nn.Linear(3, 2)
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(decay)
    reference = torch.optim.swa_utils.AveragedModel(theirs, multi_avg_fn=average)
    ours = tg.optim.ExponentialMovingAverage(mine.parameters(), decay)
    rng = np.random.default_rng(0)
    for step in range(8):
        for p, q in zip(mine.parameters(), theirs.parameters(), strict=True):
            new = rng.normal(size=p.shape).astype("float32")
            p.data, q.data = tg.tensor(new), torch.tensor(new)
        ours.update()
        reference.update_parameters(theirs)
        if step == 4:  # goes on from its state
            state = copy.deepcopy(ours.state_dict())
            ours = tg.optim.ExponentialMovingAverage(mine.parameters(), 0.5)
            ours.load_state_dict(state)
    weights = [p.tolist() for p in mine.parameters()]
    with ours.average_parameters():
        assert_close(mine.parameters(), reference.module.parameters(), 1e-6)
        assert all(p.requires_grad and p.is_leaf for p in mine.parameters())
    assert [p.tolist() for p in mine.parameters()] == weights
    with pytest.raises(KeyError), ours.average_parameters():
        raise KeyError
    assert [p.tolist() for p in mine.parameters()] == weights
    ours.copy_to()
    assert_close(mine.parameters(), reference.module.parameters(), 1e-6)


W = tg.ones(2, requires_grad=True)
SGD = tg.optim.SGD([W])
EMA = tg.optim.ExponentialMovingAverage
WRONG = [
    (lambda: tg.optim.Lookahead([W]), TypeError, r"Lookahead: goes around an optimizer, got list\. Write Lookahead\("),
    (lambda: tg.optim.Lookahead(SGD, k=0), ValueError, "k must be a whole number of steps, at least 1, got 0"),
    (lambda: tg.optim.Lookahead(SGD, alpha=2), ValueError, "alpha must be from 0 to 1, got 2"),
    (lambda: tg.optim.Lookahead(SGD).load_state_dict(SGD.state_dict()), ValueError, "optimizer inside alone"),
    (lambda: tg.optim.SAM(SGD, rho=-1), ValueError, "SAM: rho must be a positive number"),
    (lambda: tg.optim.SAM(SGD).step(), ValueError, "step needs a closure"),
    (lambda: tg.optim.SAM(SGD).second_step(), RuntimeError, "second_step follows first_step"),
    (lambda: EMA([W], decay=1.5), ValueError, "decay must be from 0 to 1, got 1.5"),
    (lambda: EMA(tg.nn.Linear(1, 1)), TypeError, r"Write model\.parameters\(\)"),
    (lambda: EMA([W]).load_state_dict(EMA([tg.ones(3)]).state_dict()), ValueError, "belong to other parameters"),
]


@pytest.mark.parametrize(("wrong", "kind", "message"), WRONG)
def test_errors(wrong, kind, message):
    with pytest.raises(kind, match=message):
        wrong()


def test_two_first_steps():
    optimizer = tg.optim.SAM(tg.optim.SGD([W]))
    W.grad = tg.ones(2)
    optimizer.first_step()
    with pytest.raises(RuntimeError, match="first_step was called twice"):
        optimizer.first_step()
    optimizer.second_step(zero_grad=True)
