"""Where a gradient that is nan or infinite goes on to: to the elements it belongs to, as in PyTorch."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg

NAN, INF = float("nan"), float("inf")
CASES = {
    "max": (lambda lib, x: x.max(), [1.0, 3.0, 2.0]),
    "max of equals": (lambda lib, x: x.max(), [1.0, 3.0, 3.0]),
    "max of nan": (lambda lib, x: x.max(), [1.0, NAN, 3.0]),
    "min": (lambda lib, x: x.min(), [1.0, 3.0, 2.0]),
    "amax": (lambda lib, x: x.amax(0), [1.0, 3.0, 3.0]),
    "max along": (lambda lib, x: x.max(0)[0], [1.0, 3.0, 2.0]),
    "abs": (lambda lib, x: x.abs(), [0.0, 1.0, -1.0]),
    "abs of nan": (lambda lib, x: x.abs(), [NAN, INF, -INF]),
    "abs in a quotient": (lambda lib, x: x / x.abs(), [0.0, 1.0, -1.0]),
    "l1_loss": (lambda lib, x: lib.nn.functional.l1_loss(x, lib.zeros(3)), [0.0, 1.0, -1.0]),
    "smooth_l1": (lambda lib, x: lib.nn.functional.smooth_l1_loss(x, lib.zeros(3)), [0.0, 1.0, -3.0]),
    "huber": (lambda lib, x: lib.nn.functional.huber_loss(x, lib.zeros(3)), [0.0, 1.0, -3.0]),
    "x ** 0": (lambda lib, x: x**0, [0.0, 1.0, -1.0]),
    "x ** 1": (lambda lib, x: x**1, [0.0, 1.0, -1.0]),
    "x ** 2": (lambda lib, x: x**2, [0.0, 1.0, -1.0]),
    "x ** y": (lambda lib, x: x ** lib.tensor([0.0, 0.0, 2.0]), [0.0, 1.0, -1.0]),
    "0 ** x": (lambda lib, x: 0.0**x, [0.0, 1.0, 2.0]),
    "relu": (lambda lib, x: x.relu(), [0.0, 1.0, -1.0]),
    "clamp": (lambda lib, x: x.clamp(0, 1), [0.0, 0.5, 2.0]),
    "sign": (lambda lib, x: x.sign(), [0.0, 1.0, -1.0]),
    "floor": (lambda lib, x: x.floor(), [0.0, 1.5, -1.0]),
    "maximum": (lambda lib, x: lib.maximum(x, lib.tensor([0.0, 2.0, -3.0])), [0.0, 1.0, -1.0]),
    "where": (lambda lib, x: lib.where(lib.tensor([True, False, True]), x, lib.zeros(3)), [0.0, 1.0, 2.0]),
    "masked_fill": (lambda lib, x: x.masked_fill(lib.tensor([True, False, True]), 0.0), [0.0, 1.0, 2.0]),
    "leaky_relu": (lambda lib, x: lib.nn.functional.leaky_relu(x), [0.0, 1.0, -1.0]),
    "elu": (lambda lib, x: lib.nn.functional.elu(x), [0.0, 1.0, -1.0]),
    "sqrt": (lambda lib, x: x.sqrt(), [0.0, 1.0, 4.0]),
    "norm of zeros": (lambda lib, x: x.norm(), [0.0, 0.0, 0.0]),
    "norm": (lambda lib, x: x.norm(), [3.0, 0.0, 4.0]),
    "norm 1": (lambda lib, x: x.norm(p=1), [3.0, 0.0, 4.0]),
    "norm inf": (lambda lib, x: x.norm(p=INF), [3.0, 0.0, 4.0]),
    "prod": (lambda lib, x: x.prod(), [0.0, 1.0, 4.0]),
    "cumsum": (lambda lib, x: x.cumsum(0), [0.0, 1.0, 4.0]),
    "var": (lambda lib, x: x.var(), [1.0, 2.0, 1.0]),
    "logsumexp": (lambda lib, x: x.logsumexp(0), [1.0, 2.0, 1.0]),
    "sort": (lambda lib, x: x.sort()[0], [1.0, 3.0, 2.0]),
    "gather": (lambda lib, x: x.gather(0, lib.tensor([0, 0])), [1.0, 2.0, 3.0]),
    "index": (lambda lib, x: x[lib.tensor([0, 0])], [1.0, 2.0, 3.0]),
    "slice": (lambda lib, x: x[1:], [1.0, 2.0, 3.0]),
    "div": (lambda lib, x: x / lib.tensor([0.0, 1.0, INF]), [0.0, 1.0, 2.0]),
    "mul": (lambda lib, x: x * lib.tensor([0.0, 1.0, INF]), [0.0, 1.0, 2.0]),
    "log": (lambda lib, x: x.log(), [0.0, 1.0, 2.0]),
    "tanh": (lambda lib, x: x.tanh(), [INF, 1.0, 2.0]),
    "sigmoid": (lambda lib, x: x.sigmoid(), [INF, 1.0, 2.0]),
}


@pytest.mark.parametrize("start", [NAN, INF, -INF, 1.0])
@pytest.mark.parametrize("name", CASES)
def test_gradients_that_are_no_numbers(name, start):
    compute, data = CASES[name]
    for at in range(3):
        found = []
        for lib in (tg, torch):
            x = lib.tensor(data, requires_grad=True)
            with np.errstate(all="ignore"):
                y = compute(lib, x)
                gradient = np.ones(tuple(y.shape), np.float32)
                gradient.reshape(-1)[at % gradient.size] = start
                y.backward(lib.tensor(gradient))
            found.append(x.grad.tolist())
        np.testing.assert_allclose(*found, rtol=1e-6)
