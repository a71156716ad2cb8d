"""Asking for gradients in other ways than `backward()`: hooks, retain_grad, autograd.grad."""

import gc

import numpy as np
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


# ------------------------------------------------------------------------------- what others must not change
def test_a_hook_that_changes_its_gradient_in_place():
    """It changes that of its own tensor, not that of the other operand, which an addition hands the same array."""

    def build(lib, x, y):
        hidden = x * 1
        hidden.register_hook(lambda grad: grad.mul_(5))
        ((hidden + y) * y).sum().backward()
        return [x.grad, y.grad]

    def without_return(lib, x, y):
        hidden = x * 1
        hidden.register_hook(lambda grad: (grad.mul_(5), None)[1])
        ((hidden + y) * y).sum().backward()
        return [x.grad, y.grad]

    in_both(build)
    in_both(without_return)


@pytest.mark.parametrize("place", ["x", "y"])
def test_a_hook_of_a_leaf_that_changes_its_gradient_in_place(place):
    """Here PyTorch lets the hook of one leaf change the gradient of another; we do not."""
    x, y = tg.ones(2, requires_grad=True), tg.ones(2, requires_grad=True)
    {"x": x, "y": y}[place].register_hook(lambda grad: (grad.mul_(5), None)[1])
    (x + y).sum().backward()
    assert {"x": x.grad.tolist(), "y": y.grad.tolist()} == {"x": [1, 1], "y": [1, 1], place: [5, 5]}


def test_what_a_hook_keeps_stays_as_it_is():
    x, kept = tg.ones(2, requires_grad=True), []
    for _ in range(3):
        with x.register_hook(kept.append):
            (x * 2).sum().backward()
    with tg.no_grad():
        x.grad.mul_(100)
    assert [grad.tolist() for grad in kept] == [[2, 2]] * 3


def test_an_operation_that_changes_its_gradient_in_place():
    class Times5(tg.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 5

        @staticmethod
        def backward(ctx, grad_output):
            grad_output *= 5
            return grad_output

    for order in (1, -1):
        x, y = tg.ones(2, requires_grad=True), tg.ones(2, requires_grad=True)
        a, b = (Times5.apply(x), y * 1)[::order]
        (a + b).sum().backward()
        assert (x.grad.tolist(), y.grad.tolist()) == ([5, 5], [1, 1])
    hidden = Times5.apply(x)
    hidden.register_hook(lambda grad: grad * 2)
    x.grad = None
    hidden.sum().backward()
    assert x.grad.tolist() == [10, 10]


def test_a_hook_must_return_a_tensor():
    x = tg.ones(2, requires_grad=True)
    x.register_hook(lambda grad: grad.numpy())
    with pytest.raises(TypeError, match="register_hook: the hook returned ndarray"):
        x.sum().backward()


def test_hooks_of_grad_are_removed_after_an_error():
    x = tg.ones(2, requires_grad=True)
    hidden = x * x
    loss = (hidden * hidden).sum()
    hidden.register_hook(lambda grad: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tg.autograd.grad(loss, [hidden, x])
    assert len(hidden.grad_fn._hooks.functions) == 1


# ------------------------------------------------------------------------------------- .grad and .data
ASSIGNED = {
    "none": lambda lib: None,
    "fits": lambda lib: lib.tensor([1.0, 2.0]),
    "recorded": lambda lib: lib.tensor([1.0, 2.0], requires_grad=True) * 2,
    "one": lambda lib: lib.ones(1),
    "matrix": lambda lib: lib.ones(2, 2),
    "column": lambda lib: lib.ones(2, 1),
    "number": lambda lib: 0.5,
    "0-d": lambda lib: lib.tensor(1.0),
    "list": lambda lib: [1.0, 2.0],
    "numpy": lambda lib: numbers(2),
    "double": lambda lib: lib.ones(2, dtype=lib.float64),
    "half": lambda lib: lib.ones(2, dtype=lib.float16),
    "int": lambda lib: lib.tensor([1, 2]),
    "text": lambda lib: "none",
}
PLACES = {
    "leaf": lambda lib: lib.ones(2, requires_grad=True),
    "plain": lambda lib: lib.ones(2),
    "computed": lambda lib: lib.ones(2, requires_grad=True) * 2,
    "parameter": lambda lib: lib.nn.Parameter(lib.ones(2)),
}


def assigned(lib, name, place, value):
    """What is there after the assignment, or the kind of error."""
    x = PLACES[place](lib)
    try:
        setattr(x, name, ASSIGNED[value](lib))
    except (RuntimeError, TypeError) as error:
        own_words = lib is torch or f"x.{name} = ..." in str(error)
        return type(error).__name__ if own_words else str(error)
    got = getattr(x, name)
    return got if got is None else (got.tolist(), str(got.dtype).removeprefix("torch."), x.requires_grad, x.is_leaf)


@pytest.mark.filterwarnings("ignore:The .grad attribute")
@pytest.mark.parametrize("value", ASSIGNED)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["grad", "data"])
def test_what_is_assigned_is_checked(name, place, value):
    if (name, value) in [("data", "none"), ("data", "text"), ("grad", "text")]:
        with pytest.raises(TypeError, match=rf"x\.{name} = \.\.\."):
            setattr(PLACES[place](tg), name, ASSIGNED[value](tg))
        return
    assert assigned(tg, name, place, value) == assigned(torch, name, place, value)


def test_a_tensor_is_not_its_own_gradient():
    for lib in (tg, torch):
        x = lib.ones(2, requires_grad=True)
        with pytest.raises(RuntimeError):
            x.grad = x
        x.grad = lib.ones(2)
        del x.grad
        assert x.grad is None


# --------------------------------------------------------------------------------- found by random programs
def switched_off(lib, x, y):
    product = x * y
    x.requires_grad_(False)
    product.sum().backward()
    return [x.grad, y.grad]


def asked_twice(lib, x, y):
    seen = []
    x.register_hook(lambda grad: seen.append(grad.clone()))
    return [*lib.autograd.grad((x * y).sum(), [x, x, y]), *seen]


def idle_root(lib, x, y):
    root, seen = x.sum(), []
    root.retain_grad()
    root.register_hook(lambda grad: seen.append(grad.clone()))
    root.backward(inputs=[y], retain_graph=True)
    return [*lib.autograd.grad(root, y, allow_unused=True, retain_graph=True), root.grad, y.grad, *seen]


def root_as_goal(lib, x, y):
    root, seen = x * y, []
    root.register_hook(lambda grad: seen.append(grad.clone()))
    return [*lib.autograd.grad(root, root, lib.ones_like(x)), *seen]


@pytest.mark.parametrize("build", [switched_off, asked_twice, idle_root, root_as_goal])
def test_as_pytorch_has_it(build):
    in_both(build)


def test_two_released_results_as_outputs():
    for lib in (tg, torch):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        doubled, root = x * x, x.rsqrt()
        (doubled * root).sum().backward()
        with pytest.raises(RuntimeError, match=r"already used|second time"):
            lib.autograd.grad([doubled, root], [x], [lib.ones(2), lib.ones(2)])
        with pytest.raises(RuntimeError, match=r"already used|second time"):
            lib.autograd.grad((doubled * root).sum(), [doubled, root, x])


def test_requires_grad_of_computed_tensors():
    for lib in (tg, torch):
        hidden = lib.ones(2, requires_grad=True) * 2
        hidden.requires_grad_(True)
        for wanted in (True, False):
            with pytest.raises(RuntimeError):
                hidden.requires_grad = wanted
    with pytest.raises(ValueError, match="leave out allow_unused"):
        tg.autograd.grad(hidden, hidden, allow_unused=False, materialize_grads=True)


WRONG = {
    "list": lambda loss, x: loss.backward([1.0]),
    "numpy": lambda loss, x: loss.backward(np.ones(())),
    "number": lambda loss, x: loss.backward(2.0),
    "no outputs": lambda loss, x: tg.autograd.grad(1.0, x),
    "no inputs": lambda loss, x: tg.autograd.grad(loss, [1.0]),
    "none as input": lambda loss, x: tg.autograd.grad(loss, [None]),
    "no grad_outputs": lambda loss, x: tg.autograd.grad(loss, x, 1.0),
    "list as grad_outputs": lambda loss, x: tg.autograd.grad(loss, x, [[1.0]]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_tensor_is_told(name):
    x = tg.ones(2, requires_grad=True)
    with pytest.raises(TypeError, match=r"^(backward|grad): .* got (list|ndarray|float|NoneType)"):
        WRONG[name]((x * x).sum(), x)
    with pytest.raises(RuntimeError, match="inputs= takes leaves"):
        (x * x).sum().backward(inputs=[1.0])


def test_a_gradient_of_another_shape_is_not_added_to():
    x = tg.ones(3, requires_grad=True)
    (x * 2).sum().backward()
    x.data = tg.ones(1)
    with pytest.raises(RuntimeError, match=r"^backward: x has shape \(1,\), x\.grad \(3,\)\. Set x\.grad = None"):
        (x * 2).sum().backward()
    x.grad = None
    (x * 2).sum().backward()
    assert x.grad.tolist() == [2]
