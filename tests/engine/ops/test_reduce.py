"""Sums, means, extremes, softmax: along any dimensions, of any shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers


@st.composite
def shape_and_dims(draw):
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    dims = draw(st.lists(st.integers(0, len(shape) - 1), min_size=1, max_size=len(shape), unique=True))
    return shape, tuple(d - len(shape) * draw(st.booleans()) for d in dims), draw(st.booleans())


@pytest.mark.parametrize("name", ["sum", "mean"])
@settings(max_examples=60, deadline=None)
@given(case=shape_and_dims(), dtype=st.sampled_from(["float64", "float32"]))
def test_sum_and_mean(name, case, dtype):
    shape, dims, keepdim = case
    x = numbers(*shape, dtype=dtype)
    agree(lambda lib, x: getattr(x, name)(), x)
    agree(lambda lib, x: getattr(x, name)(dims, keepdim), x)
    agree(lambda lib, x: getattr(lib, name)(x, dim=dims[0], keepdim=keepdim), x)


@pytest.mark.parametrize("name", ["max", "min"])
@settings(max_examples=40, deadline=None)
@given(case=shape_and_dims())
def test_extremes(name, case):
    shape, dims, keepdim = case
    x = np.random.default_rng(0).permutation(np.prod(shape)).reshape(shape).astype("float64")
    agree(lambda lib, x: getattr(x, name)(), x)
    agree(lambda lib, x: getattr(x, name)(dims[0], keepdim)[0], x)
    agree(lambda lib, x: getattr(x, name)(dims[0], keepdim).indices, x)
    agree(lambda lib, x: getattr(x, "arg" + name)(dims[0], keepdim), x)
    agree(lambda lib, x: getattr(x, "arg" + name)(), x)


def test_equal_largest_share_the_gradient():
    agree(lambda lib, x: x.max(), np.array([1.0, 3.0, 3.0, 2.0]))
    agree(lambda lib, x: x.min(), np.array([[1.0, 1.0], [1.0, 2.0]]))
    agree(lambda lib, x: x.max(), np.array([1.0, np.nan, 3.0]))
    agree(lambda lib, x: lib.max(x, x * 2), np.array([1.0, -3.0]))


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32", "int64"])
def test_integers_add_up_to_int64(dtype):
    agree(lambda lib, x: x.sum(), np.ones((2, 3), dtype))
    agree(lambda lib, x: x.sum(1), np.ones((2, 3), dtype))


def test_zero_dimensions_and_no_elements():
    for name in ("sum", "mean", "max", "min", "argmax"):
        agree(lambda lib, x, n=name: getattr(x, n)(), np.array(3.0))
    agree(lambda lib, x: x.sum(0), np.array(3.0))
    agree(lambda lib, x: x.max(0)[0], np.array(3.0))
    for shape in [(0,), (0, 3), (3, 0)]:
        agree(lambda lib, x: x.sum(), np.zeros(shape))
        agree(lambda lib, x: x.mean(), np.zeros(shape))
        agree(lambda lib, x: x.sum(0), np.zeros(shape))
        agree(lambda lib, x: x.mean(0), np.zeros(shape))
        agree(lambda lib, x: x.softmax(0), np.zeros(shape))


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
@settings(max_examples=40, deadline=None)
@given(case=shape_and_dims(), dtype=st.sampled_from(["float64", "float32"]))
def test_softmax(name, case, dtype):
    shape, dims, _ = case
    agree(lambda lib, x: getattr(x, name)(dims[0]), numbers(*shape, dtype=dtype))
    agree(lambda lib, x: getattr(lib, name)(x, dim=dims[0]), 1e4 * numbers(*shape, dtype=dtype))


def test_softmax_of_special_numbers():
    inf = np.inf
    for row in ([0.0, -inf], [-inf, -inf], [inf, 0.0], [np.nan, 0.0], [1000.0, -1000.0]):
        agree(lambda lib, x: x.softmax(0), np.array(row))
        agree(lambda lib, x: x.log_softmax(-1), np.array(row))
    agree(lambda lib, x: x.softmax(0), np.array(2.0))


def test_errors():
    with pytest.raises(IndexError, match="sum: there is no dimension 2 in a 2-d tensor; choose from -2 to 1"):
        tg.ones(2, 3).sum(2)
    with pytest.raises(RuntimeError, match="names a dimension twice"):
        tg.ones(2, 3).sum((0, -2))
    with pytest.raises(TypeError, match="dim must be an int"):
        tg.ones(2).sum(0.5)
    with pytest.raises(RuntimeError, match="max: the tensor is empty"):
        tg.zeros(0).max()
    with pytest.raises(RuntimeError, match=r"mean: needs a floating point tensor, got int64.*x\.float\(\)"):
        tg.tensor([1, 2]).mean()
    with pytest.raises(RuntimeError, match="softmax: needs a floating point"):
        tg.tensor([1, 2]).softmax(0)
    with pytest.raises(IndexError, match="argmax: the tensor is empty"):
        tg.zeros(0).argmax()
