"""Losses: values and gradients as PyTorch's, for every reduction; stable; clear about wrong targets."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

REDUCTIONS = ["none", "mean", "sum"]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", ["mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_regression(name, reduction, dtype):
    options = {"smooth_l1_loss": {"beta": 0.7}, "huber_loss": {"delta": 0.7}}.get(name, {})
    for shape in [(), (5,), (4, 3), (0, 3)]:
        x, y = numbers(*shape, dtype=dtype), numbers(*shape, dtype=dtype, seed=1)
        agree(lambda lib, x, y: getattr(lib.nn.functional, name)(x, y, reduction=reduction, **options), x, y)
    same_numbers = numbers(3)
    agree(lambda lib, x, y: getattr(lib.nn.functional, name)(x, y, reduction=reduction), same_numbers, same_numbers)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_binary(reduction, dtype):
    targets = numbers(4, 3, dtype=dtype, low=0.0, high=1.0, seed=1)

    def with_logits(lib, x, t):
        return lib.nn.functional.binary_cross_entropy_with_logits(x, t, reduction=reduction)

    def of_probabilities(lib, p, t):
        return lib.nn.functional.binary_cross_entropy(p, t, reduction=reduction)

    agree(with_logits, numbers(4, 3, dtype=dtype), targets)
    agree(of_probabilities, numbers(4, 3, dtype=dtype, low=0.01, high=0.99), targets)
    large = np.array([1e4, -1e4, 100.0, -100.0, 0.0], dtype)
    for target in (0.0, 1.0):
        agree(with_logits, large, np.full(5, target, dtype))
        ends = np.array([0.0, 1.0, 0.5], "float32")
        agree(lambda lib, p, target=target: of_probabilities(lib, p, lib.full((3,), target)), ends)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_classes(reduction, dtype):
    def loss(name):
        return lambda lib, x, t: getattr(lib.nn.functional, name)(x, t, reduction=reduction)

    cases = [((5, 3), (5,)), ((3,), ()), ((4, 3, 2), (4, 2)), ((2, 3, 2, 2), (2, 2, 2))]
    for logits, targets in cases:
        classes = np.random.default_rng(0).integers(0, 3, targets)
        for name in ("cross_entropy", "nll_loss"):
            agree(loss(name), numbers(*logits, dtype=dtype), classes)
            agree(loss(name), 1e4 * numbers(*logits, dtype=dtype), classes)
    agree(loss("cross_entropy"), np.array([[0.0, -np.inf, 1.0]]), np.array([2]))


MODULES = {
    "MSELoss": {},
    "L1Loss": {},
    "SmoothL1Loss": {"beta": 0.5},
    "HuberLoss": {"delta": 0.5},
    "BCELoss": {},
    "BCEWithLogitsLoss": {},
    "CrossEntropyLoss": {},
    "NLLLoss": {},
}


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_modules(name, reduction):
    x = numbers(4, 3, low=0.1, high=0.9)
    y = np.array([0, 2, 1, 1]) if name in ("CrossEntropyLoss", "NLLLoss") else numbers(4, 3, low=0.0, high=1.0)
    agree(lambda lib, x, y: getattr(lib.nn, name)(reduction=reduction, **MODULES[name])(x, y), x, y)
    assert repr(getattr(tg.nn, name)()) == repr(getattr(torch.nn, name)())


def test_cross_entropy_errors():
    loss, logits = tg.nn.functional.cross_entropy, tg.zeros(32, 10)
    with pytest.raises(RuntimeError) as error:
        loss(logits, tg.zeros(32, 10))
    assert str(error.value) == (
        "cross_entropy: target must hold class indices of an integer dtype, got float32 of shape (32, 10). These look "
        "like one-hot rows: pass target.argmax(1)."
    )
    with pytest.raises(RuntimeError, match=r"got float32 of shape \(32,\)\. Convert them: target\.long\(\)"):
        loss(logits, tg.zeros(32))
    with pytest.raises(IndexError, match="target holds class 10, but there are 10 classes: indices go from 0 to 9"):
        loss(logits, tg.full((32,), 10))
    with pytest.raises(IndexError, match="target holds class -1"):
        loss(logits, tg.full((32,), -1))
    with pytest.raises(ValueError, match=r"must have shape \(32,\).*got \(32, 1\)\. Flatten"):
        loss(logits, tg.zeros(32, 1, dtype=tg.int64))
    for options in ({"weight": tg.ones(10)}, {"ignore_index": 3}, {"label_smoothing": 0.1}):
        with pytest.raises(NotImplementedError, match=f"{next(iter(options))}=.* is not supported"):
            loss(logits, tg.full((32,), 1), **options)
        with pytest.raises(NotImplementedError, match=next(iter(options))):
            tg.nn.CrossEntropyLoss(**options)


def test_binary_errors():
    loss = tg.nn.functional.binary_cross_entropy_with_logits
    with pytest.raises(ValueError, match=r"target has shape \(4,\), input \(4, 1\).*target\.unsqueeze\(1\)"):
        loss(tg.zeros(4, 1), tg.zeros(4))
    with pytest.raises(RuntimeError, match=r"must hold floats .*got int64: use target\.float\(\)"):
        loss(tg.zeros(4), tg.full((4,), 1))
    with pytest.raises(RuntimeError, match="needs probabilities, between 0 and 1"):
        tg.nn.functional.binary_cross_entropy(tg.full((4,), 1.5), tg.zeros(4))
    with pytest.raises(NotImplementedError, match="pos_weight"):
        tg.nn.BCEWithLogitsLoss(pos_weight=tg.ones(1))


def test_other_errors():
    with pytest.warns(UserWarning, match=r"input has shape \(4, 1\), the target \(4,\)"):
        tg.nn.functional.mse_loss(tg.zeros(4, 1), tg.zeros(4))
    with pytest.raises(ValueError, match="reduction must be 'none', 'mean' or 'sum', got 'avg'"):
        tg.nn.MSELoss(reduction="avg")
    with pytest.raises(NotImplementedError, match="MSELoss: size_average=False"):
        tg.nn.MSELoss(size_average=False)
    with pytest.raises(ValueError, match="delta must be greater than 0"):
        tg.nn.functional.huber_loss(tg.zeros(1), tg.zeros(1), delta=0)
    with pytest.raises(RuntimeError, match="mse_loss: needs a floating point"):
        tg.nn.functional.mse_loss(tg.tensor([1]), tg.tensor([1]))
