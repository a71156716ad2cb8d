"""Matrix products of every combination of dimensions."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

PAIRS = [
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((3,), (3, 4)),
    ((2, 3), (3, 4)),
    ((5, 2, 3), (3, 4)),
    ((2, 3), (5, 3, 4)),
    ((5, 2, 3), (5, 3, 4)),
    ((5, 1, 2, 3), (6, 3, 4)),
    ((5, 2, 3), (3,)),
    ((3,), (5, 3, 4)),
    ((0, 3), (3, 4)),
    ((2, 0), (0, 4)),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_matmul(first, second, dtype):
    agree(lambda lib, x, y: x @ y, numbers(*first, dtype=dtype), numbers(*second, dtype=dtype, seed=1))
    agree(lambda lib, x, y: lib.matmul(x, y), np.ones(first, int), np.ones(second, int))


def test_products_of_certain_dimensions():
    v, w, a, b = numbers(3), numbers(3, seed=1), numbers(2, 3), numbers(3, 4)
    agree(lambda lib, x, y: lib.dot(x, y), v, w)
    agree(lambda lib, x, y: x.outer(y), v, numbers(2))
    agree(lambda lib, x, y: x.mv(y), a, v)
    agree(lambda lib, x, y: x.mm(y), a, b)
    agree(lambda lib, x, y: lib.bmm(x, y), numbers(5, 2, 3), numbers(5, 3, 4))
    for name in ("dot", "outer", "mv", "mm", "bmm"):
        with pytest.raises(
            RuntimeError, match=rf"{name}: needs a tensor of \d dimension\(s\) here, got shape \(1, 1, 1, 1"
        ):
            getattr(tg, name)(tg.ones(1, 1, 1, 1), tg.ones(1, 1, 1, 1))
    with pytest.raises(RuntimeError, match="bmm: needs as many matrices"):
        tg.bmm(tg.ones(2, 1, 1), tg.ones(3, 1, 1))


@pytest.mark.parametrize("recorded", [True, False])
def test_errors(recorded):
    x = tg.ones(32, 2, requires_grad=recorded)
    with pytest.raises(RuntimeError) as error:
        x @ tg.ones(8, 2)
    assert str(error.value) == (
        "matmul: cannot multiply (32, 2) by (8, 2): the inner sizes, 2 and 8, differ. nn.Linear keeps its weight as "
        "(out, in); did you mean x @ weight.T?"
    )
    with pytest.raises(RuntimeError, match=r"\(32, 2\) by \(3,\): the inner sizes, 2 and 3, differ\.$"):
        x @ tg.ones(3)
    with pytest.raises(RuntimeError, match="inner sizes"):
        x @ tg.ones(5, 3, 4)
    with pytest.raises(RuntimeError, match="one dtype, got float32 and float64"):
        x @ tg.ones(2, 2, dtype=tg.float64)
    with pytest.raises(RuntimeError, match="at least one dimension"):
        x @ tg.tensor(2.0)
    with pytest.raises(TypeError, match="needs two tensors, got float"):
        x @ 2.0


def test_what_cannot_be_multiplied():
    mask = tg.tensor([[True, False], [True, True]])
    for compute in (lambda: mask @ mask, lambda: mask.mm(mask), lambda: tg.nn.functional.linear(mask, mask)):
        with pytest.raises(RuntimeError, match="bools cannot be multiplied and added up"):
            compute()
    with pytest.raises(
        RuntimeError, match=r"matmul: .* \(4,\) and \(5,\).* 4 meets 5.*stacks of matrices, \(4, 2, 3\)"
    ):
        tg.ones(4, 2, 3) @ tg.ones(5, 3, 1)
    with pytest.raises(TypeError, match="matmul: works on tensors and numbers, got PyTorch's Tensor"):
        tg.ones(2, 2) @ torch.ones(2, 2)
