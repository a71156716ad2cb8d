"""Asking for gradients in other ways than `backward()`: hooks, retain_grad, autograd.grad."""

import gc

import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import numbers, same

LIBRARIES = {
    tg: lambda array: tg.tensor(array, requires_grad=True),
    torch: lambda a: torch.tensor(a, requires_grad=True),
}


def in_both(build):
    """What `build(lib, x, y)` returns, a list of tensors or None, in both libraries."""
    mine, theirs = (build(lib, leaf(numbers(3)), leaf(numbers(3, seed=1))) for lib, leaf in LIBRARIES.items())
    for i, (ours, reference) in enumerate(zip(mine, theirs, strict=True)):
        assert (ours is None) == (reference is None), i
        if reference is not None:
            same(ours, reference, f"result {i}")


def test_hooks_see_and_replace_gradients():
    def build(lib, x, y):
        seen = []
        hidden = x * y
        hidden.register_hook(lambda grad: seen.append(grad.clone()))
        hidden.register_hook(lambda grad: grad * 2)
        removed = hidden.register_hook(lambda grad: grad * 1000)
        x.register_hook(lambda grad: grad + 1)
        removed.remove()
        removed.remove()
        (hidden.exp() + hidden).sum().backward(retain_graph=True)
        (hidden * 3).sum().backward()
        return [*seen, x.grad, y.grad]

    in_both(build)


def test_hooks_of_the_last_tensor_and_of_leaves_alone():
    def build(lib, x, y):
        loss = (x * y).sum()
        loss.register_hook(lambda grad: grad * 3)
        loss.backward()
        with y.register_hook(lambda grad: grad * 5):
            y.backward(lib.ones_like(y))
        return [x.grad, y.grad]

    in_both(build)


def test_a_hook_must_keep_the_shape():
    x = tg.ones(2, requires_grad=True)
    x.register_hook(lambda grad: grad.sum())
    with pytest.raises(RuntimeError, match=r"register_hook: the hook returned a gradient of shape \(\) in place of"):
        x.sum().backward()
    with pytest.raises(RuntimeError, match="no hook would ever be called"):
        tg.ones(2).register_hook(print)


def test_retain_grad():
    def build(lib, x, y):
        hidden = x * y
        hidden.retain_grad()
        hidden.retain_grad()
        hidden.register_hook(lambda grad: grad * 2)  # what is kept is what goes on
        x.retain_grad()
        hidden.sum().backward(retain_graph=True)
        hidden.exp().sum().backward()
        assert hidden.retains_grad
        assert not x.retains_grad
        return [hidden.grad, x.grad]

    in_both(build)
    with pytest.raises(RuntimeError, match="none to keep"):
        tg.ones(2).retain_grad()


def test_retain_grad_makes_no_circle():
    gc.collect()
    gc.disable()
    try:
        for used in (True, False):
            x = tg.ones(2, requires_grad=True)
            hidden = x * 2
            hidden.retain_grad()
            if used:
                hidden.sum().backward()
            del hidden, x
        assert gc.collect() == 0
    finally:
        gc.enable()


GRADS = {
    "leaves": lambda lib, x, y: lib.autograd.grad((x * y).sum(), [x, y]),
    "one leaf": lambda lib, x, y: lib.autograd.grad((x * y).exp().sum(), y),
    "computed, and what it came from": lambda lib, x, y: inner(lib, x, y, lambda h, x, y: [h, x, h]),
    "computed alone": lambda lib, x, y: inner(lib, x, y, lambda h, x, y: [h]),
    "itself": lambda lib, x, y: lib.autograd.grad(x, [x], lib.ones_like(x)),
    "several outputs": lambda lib, x, y: lib.autograd.grad([(x * y).sum(), x.exp()], [x, y], [None, y.detach()]),
    "unused": lambda lib, x, y: lib.autograd.grad(x.sum(), [x, y], allow_unused=True),
    "unused as zeros": lambda lib, x, y: lib.autograd.grad(x.sum(), [x, y], materialize_grads=True),
}  # fmt: skip


def inner(lib, x, y, wanted):
    hidden = x * y
    return lib.autograd.grad((hidden * hidden + x).sum(), wanted(hidden, x, y))


def test_grad_asks_hooks():
    """Those of every tensor that is wanted. (PyTorch leaves them out where the walk goes on behind that tensor.)"""
    x = tg.tensor(3.0, requires_grad=True)
    hidden = x * 2
    hidden.register_hook(lambda grad: grad * 10)
    x.register_hook(lambda grad: grad + 1)
    assert [g.item() for g in tg.autograd.grad(hidden, [hidden, x])] == [10, 21]


@pytest.mark.parametrize("name", GRADS)
def test_grad(name):
    in_both(GRADS[name])


def test_grad_changes_no_grad_and_stops_where_nothing_is_wanted():
    def build(lib, x, y):
        hidden = x * y
        (first,) = lib.autograd.grad(hidden.exp().sum(), hidden)
        assert x.grad is None
        hidden.sum().backward()  # what lies behind `hidden` was not used up
        return [first, x.grad, y.grad]

    in_both(build)


def test_backward_for_some_leaves():
    def build(lib, x, y):
        (x * y + x).sum().backward(inputs=[x])
        (x * y).sum().backward(inputs=x)
        return [x.grad, y.grad]

    in_both(build)
    with pytest.raises(RuntimeError, match="takes leaves"):
        tg.ones(2, requires_grad=True).sum().backward(inputs=[])


def test_what_grad_refuses():
    x = tg.ones(2, requires_grad=True)
    with pytest.raises(NotImplementedError, match="grad: create_graph=True is not supported"):
        tg.autograd.grad(x.sum(), x, create_graph=True)
    with pytest.raises(NotImplementedError, match="is_grads_batched"):
        tg.autograd.grad(x.sum(), x, is_grads_batched=True)
    with pytest.raises(RuntimeError, match=r"an input was not used.*allow_unused=True"):
        tg.autograd.grad(x.sum(), tg.ones(2, requires_grad=True))
    with pytest.raises(RuntimeError, match="does not require a gradient"):
        tg.autograd.grad(x.sum(), tg.ones(2))
    with pytest.raises(RuntimeError, match="1 outputs, but 2 grad_outputs"):
        tg.autograd.grad(x.sum(), x, [None, None])
    with pytest.raises(RuntimeError, match=r"shape \(2,\)\. Reduce it first"):
        tg.autograd.grad(x * 2, x)
