"""Sorting and the largest few."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree

SHAPES = st.lists(st.integers(0, 4), max_size=3)


@settings(max_examples=60, deadline=None)
@given(shape=SHAPES, descending=st.booleans(), data=st.data())
def test_any(shape, descending, data):
    x = np.random.default_rng(0).permutation(int(np.prod(shape))).reshape(shape).astype("float64")
    if x.size > 2:
        x.flat[1] = np.nan  # counts as the largest
    dim = data.draw(st.integers(-len(shape), len(shape) - 1)) if shape else 0
    k = data.draw(st.integers(0, shape[dim] if shape else 1))
    agree(lambda lib, x: lib.sort(x, dim, descending)[0], x)
    agree(lambda lib, x: x.sort(dim, descending).indices, x)
    agree(lambda lib, x: lib.argsort(x, dim, descending), x)
    if shape:
        agree(lambda lib, x: x.topk(k, dim, largest=descending)[0], x)
        agree(lambda lib, x: lib.topk(x, k, dim, descending).indices, x)


def test_equal_elements_stay_in_order():
    x = tg.tensor([1, 0, 1, 0, 1])
    assert x.argsort(stable=True).tolist() == [1, 3, 0, 2, 4]
    assert x.argsort(descending=True).tolist() == [0, 2, 4, 1, 3]


def test_errors():
    with pytest.raises(RuntimeError, match="topk: k must go from 0 to 2, the size of dimension -1; got 3"):
        tg.ones(2).topk(3)
    with pytest.raises(IndexError, match="sort: there is no dimension 1"):
        tg.ones(2).sort(1)
