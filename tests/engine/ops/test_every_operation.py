"""What holds for all operations alike: measured slopes agree, and a function is the method of the same name."""

import inspect

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.engine.against_torch import numbers

DIFFERENTIABLE = {
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "log1p": lambda x: x.log1p(),
    "expm1": lambda x: x.expm1(),
    "rsqrt": lambda x: x.rsqrt(),
    "square": lambda x: x.square(),
    "reciprocal": lambda x: x.reciprocal(),
    "remainder": lambda x: x % 0.7,
    "masked_fill": lambda x: x.masked_fill(x > 1, x.min()),
    "var": lambda x: x.var(0),
    "std": lambda x: x.std((0, 1), correction=0),
    "prod": lambda x: x.prod(1),
    "amax": lambda x: x.amax((0, 1)),
    "logsumexp": lambda x: x.logsumexp(1),
    "norm": lambda x: x.norm(dim=1),
    "norm_3.5": lambda x: x.norm(3.5, 0, keepdim=True),
    "cumsum": lambda x: x.cumsum(0),
    "einsum": lambda x: tg.einsum("ij,kj,ij->ik", x, x, x),
    "outer": lambda x: x[0].outer(x[:, 1]),
    "expand": lambda x: x.expand(2, -1, -1) * x,
    "flip": lambda x: x.flip(0) * x,
    "tril": lambda x: x.tril() @ x.triu().mT,
    "gather": lambda x: x.gather(0, tg.tensor([[0, 2, 2, 0], [0, 0, 1, 2]])),
    "split": lambda x: x.split([1, 3], 1)[1] * x.chunk(4, 1)[0],
    "sort": lambda x: x.sort(1, descending=True).values * tg.arange(4),
    "topk": lambda x: x.topk(2, 0)[0],
    "index": lambda x: x[[0, 0, 2], None, 1:] * x[tg.tensor([True, False, False]), :3],
    "cat": lambda x: tg.cat((x, x * x), 1),
}


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_gradients_are_measured_slopes(name):
    x = tg.tensor(numbers(3, 4, low=0.3), requires_grad=True)
    assert tg.autograd.gradcheck(DIFFERENTIABLE[name], x)


def test_functions_are_methods():
    """`tg.name(x)` and `x.name()` are one and the same; where PyTorch has no such method, there is none here."""
    functions = {n: f for n, f in vars(tg).items() if inspect.isfunction(f) and ".ops." in f.__module__}
    alone = {name for name in functions if not hasattr(tg.Tensor, name)}
    assert alone == {"cat", "stack", "einsum"}
    different = {n for n, f in functions.items() if n not in alone and vars(tg.Tensor).get(n) is not f}
    assert different <= {"where", "split"}  # the methods take the condition second, and `split_size`


@pytest.mark.parametrize("shape", [(), (0,), (1,), (2, 0)])
def test_numbers_that_are_not_there(shape):
    """Nothing at all, or a single number: no operation stumbles over it."""
    x = tg.tensor(np.ones(shape), requires_grad=True)
    for compute in (tg.sin, tg.square, tg.sign, tg.prod, tg.norm, tg.logical_not, tg.isnan, tg.all, tg.any):
        result = compute(x)
        if result.requires_grad:
            result.sum().backward()
