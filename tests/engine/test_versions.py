"""Illegal changes in place: the gradient that would be wrong is refused, and only that one."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import versions

CHANGES = {
    "add_": lambda x: x.add_(1.0),
    "+=": lambda x: x.__iadd__(1.0),
    "mul_": lambda x: x.mul_(2.0),
    "zero_": lambda x: x.zero_(),
    "fill_": lambda x: x.fill_(3.0),
    "copy_": lambda x: x.copy_(x * 2),
    "uniform_": lambda x: x.uniform_(),
    "normal_": lambda x: x.normal_(),
    "item": lambda x: x.__setitem__(0, 5.0),
    "view": lambda x: x.detach().reshape(-1)[1:].mul_(2.0),
}
USES = {  # of a leaf x that is changed afterwards; whether the gradient needs the old numbers
    "sin needs x": lambda x: x.exp().log() * x,
    "exp needs its result": lambda x: x.exp(),
    "add needs nothing": lambda x: x + 1.0,
    "sum needs the shape": lambda x: x.sum(0),
    "indexing needs the shape": lambda x: x[1:] + x[:, None].sum(),
    "reshape needs the shape": lambda x: x.reshape(1, -1) * 3.0,
    "matmul": lambda x: x @ x,
    "division by a constant": lambda x: x / 4.0,
}


def error_of(lib, change, use):
    x = lib.ones(3, requires_grad=True)
    loss = use(x).sum()
    with lib.no_grad():
        change(x)
    try:
        loss.backward()
    except RuntimeError as error:
        return str(error)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("use", USES)
def test_backward_refuses_what_pytorch_refuses(change, use):
    mine, theirs = (error_of(lib, CHANGES[change], USES[use]) for lib in (tg, torch))
    assert (mine is None) == (theirs is None), mine or theirs
    assert mine is None or "was changed in place before backward()" in mine


def test_a_result_that_was_changed():
    def result(lib):
        y = lib.ones(3, requires_grad=True).exp()
        with lib.no_grad():
            y.mul_(2.0)
        return y.sum()

    for lib in (tg, torch):
        with pytest.raises(RuntimeError):
            result(lib).backward()


def changed_by_a_step(lib, layers, foreach, load=False):
    """What backward says after the parameters were changed by a step of an optimizer, or by loading."""
    lib.manual_seed(0)
    model = lib.nn.Sequential(*[lib.nn.Linear(2, 2) for _ in range(layers)])
    optimizer = lib.optim.SGD(model.parameters(), lr=0.1, foreach=foreach)
    first = model(lib.ones(3, 2)).sum()
    second = (model(lib.ones(3, 2)) * 2.0).sum()
    first.backward()
    if load:
        model.load_state_dict({name: value * 1 for name, value in model.state_dict().items()})
    else:
        optimizer.step()
    try:
        second.backward()
    except RuntimeError as error:
        return str(error)


@pytest.mark.parametrize("how", [{"foreach": True}, {"foreach": False}, {"foreach": None, "load": True}])
@pytest.mark.parametrize("layers", [1, 2])
def test_a_step_of_an_optimizer_is_a_change(layers, how):
    """One layer needs its weight for no gradient, as its input wants none; two do."""
    mine, theirs = (changed_by_a_step(lib, layers, **how) for lib in (tg, torch))
    assert (mine is None) == (theirs is None), mine or theirs


def test_a_change_before_the_use_is_none():
    x = tg.ones(3, requires_grad=True)
    with tg.no_grad():
        x.mul_(3.0)
    (x * x).sum().backward()
    assert x.grad.tolist() == [6, 6, 6]


def test_what_is_remembered_does_not_grow(monkeypatch):
    monkeypatch.setattr(versions, "REMEMBERED", 10)
    monkeypatch.setattr(versions, "limit", 10)
    kept = [np.zeros(1) for _ in range(50)]
    for array in kept:
        versions.mark_changed([array])
    assert len(versions.changes) <= 10


@pytest.mark.parametrize("use", ["leaf", "result", "several in a tuple"])
def test_a_change_that_a_graph_would_miss_is_never_forgotten(monkeypatch, use):
    monkeypatch.setattr(versions, "REMEMBERED", 100)
    monkeypatch.setattr(versions, "limit", 100)
    x, c = tg.ones(3, requires_grad=True), tg.ones(3)
    spoilt = [(x * c).sum() if use == "leaf" else tg.einsum("i,i,i->", x, c, c) for _ in range(20)]
    if use == "result":
        spoilt = [x.exp() for _ in range(20)]
    for y in [c] if use != "result" else spoilt:
        with tg.no_grad():
            y.add_(100.0)
    fine = [(x * tg.ones(3)).sum() for _ in range(20)]
    others = [tg.zeros(1) for _ in range(500)]
    for other in others:
        other.add_(1.0)
    for y in spoilt:
        with pytest.raises(RuntimeError, match="was changed in place"):
            y.sum().backward()
    assert len(versions.changes) <= 100
    for y in fine:
        y.backward()
    assert x.grad.tolist() == [20, 20, 20]


def test_changes_of_100_000_other_arrays():
    x, c = tg.tensor([1.0, 2.0], requires_grad=True), tg.tensor([3.0, 4.0])
    y = (x * c).sum()
    c.add_(100.0)
    others = [tg.zeros(1) for _ in range(versions.REMEMBERED + 10_000)]
    for other in others:
        other.add_(1.0)
    with pytest.raises(RuntimeError, match="was changed in place"):
        y.backward()


def test_changed_since_looks_into_tuples_and_lists():
    array, moment = np.zeros(2), next(versions.moments)
    versions.mark_changed([array])
    assert versions.changed_since(moment, [np.zeros(2), "text", (None,)]) is None
    assert versions.changed_since(moment, ["text", (1, [array[:0]])]) is not None
    assert versions.changed_since(next(versions.moments), [array]) is None
