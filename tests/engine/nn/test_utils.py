"""Clipping and vectors of parameters, as PyTorch's."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import numbers, same

GRADS = {
    "plain": [numbers(4, 3, dtype="float32"), None, numbers(5, dtype="float32", seed=1), np.float32(0.7)],
    "small": [np.float32([1e-3, -1e-3]), None],
    "none": [None, None],
    "nan": [np.float32([1, np.nan]), np.float32([2])],
    "inf": [np.float32([1, np.inf]), np.float32([2])],
    "float16": [np.full(50, 300, "float16"), np.float16([1.0])],
    "float64": [numbers(3), numbers(2, 2)],
}


def parameters(lib, grads):
    made = [lib.zeros(() if g is None else g.shape, dtype=lib.float32 if g is None else getattr(lib, str(g.dtype)),
                      requires_grad=True) for g in grads]  # fmt: skip
    for parameter, grad in zip(made, grads):
        parameter.grad = None if grad is None else lib.tensor(grad)
    return made


def same_gradients(mine, theirs):
    for p, q in zip(mine, theirs):
        assert (p.grad is None) == (q.grad is None)
        if p.grad is not None:
            same(p.grad, q.grad)


@pytest.mark.parametrize("grads", GRADS.values(), ids=GRADS)
@pytest.mark.parametrize("norm_type", [2.0, 1, 3.5, float("inf"), 0, "inf"])
def test_clip_grad_norm(grads, norm_type):
    mine, theirs = parameters(tg, grads), parameters(torch, grads)
    for max_norm in (5.0, 0.1):
        with np.errstate(invalid="ignore"):  # inf / inf
            total = tg.nn.utils.clip_grad_norm_((p for p in mine), max_norm, norm_type)
        same(total, torch.nn.utils.clip_grad_norm_(theirs, max_norm, norm_type))
        same_gradients(mine, theirs)


def test_norm_that_is_not_finite():
    made = parameters(tg, GRADS["nan"])
    with pytest.raises(RuntimeError, match="the norm of the gradients is nan"):
        tg.nn.utils.clip_grad_norm_(made, 1.0, error_if_nonfinite=True)
    assert made[1].grad.tolist() == [2]  # nothing was changed
    assert tg.nn.utils.get_total_norm([tg.tensor([3.0]), tg.tensor([4.0]), tg.ones(0)]).item() == 5
    assert tg.nn.utils.get_total_norm(tg.ones(0), float("inf")).item() == 0
    tg.nn.utils.clip_grad_value_(tg.ones(2), 1.0)  # no gradient: nothing to do
    with pytest.raises(NotImplementedError, match="foreach=True"):
        tg.nn.utils.clip_grad_norm_(made, 1.0, foreach=True)


@pytest.mark.parametrize("name", [name for name in GRADS if name != "none"])
def test_clip_grad_value(name):
    grads = GRADS[name]
    mine, theirs = parameters(tg, grads), parameters(torch, grads)
    tg.nn.utils.clip_grad_value_(mine, 0.5)
    torch.nn.utils.clip_grad_value_(theirs, 0.5)
    same_gradients(mine, theirs)
    tg.nn.utils.clip_grad_value_(mine[0], 0.25)
    assert mine[0].grad is None or not (mine[0].grad.abs() > 0.25).any()


def test_vectors():
    model, other = tg.nn.Linear(3, 2), tg.nn.Linear(3, 2)
    vector = tg.nn.utils.parameters_to_vector(model.parameters())
    assert vector.tolist() == [*model.weight.reshape(-1).tolist(), *model.bias.tolist()]
    (vector * vector).sum().backward()
    assert model.bias.grad.tolist() == (2 * model.bias).tolist()
    tg.nn.utils.vector_to_parameters(vector, other.parameters())
    assert other.weight.tolist() == model.weight.tolist()
    vector.detach().zero_()
    assert other.bias.tolist() == model.bias.tolist()  # written into, not shared
    with pytest.raises(ValueError, match="7 numbers do not fill parameters of 8"):
        tg.nn.utils.vector_to_parameters(tg.ones(7), other.parameters())


@pytest.mark.parametrize("function", ["clip_grad_norm_", "clip_grad_value_"])
def test_what_is_no_parameter_is_told(function):
    clip, model = getattr(tg.nn.utils, function), tg.nn.Sequential(tg.nn.Linear(2, 1))
    for wrong, hint in [
        (model, r"not a model \(Sequential\)\. Write model\.parameters\(\)"),
        (model[0], r"not a model \(Linear\)"),
        (model.named_parameters(), r"got tuple among them\. Leave out the names"),
        ([1.0], "got float among them"),
        (1.0, "got float"),
    ]:
        with pytest.raises(TypeError, match=rf"^{function}: .*{hint}"):
            clip(wrong, 1.0)
