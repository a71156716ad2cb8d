"""Indexing: all kinds, mixed, with repeats."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers

INDICES = [
    0,
    -1,
    slice(None),
    slice(1, 3),
    slice(None, None, 2),
    None,
    ...,
    (0, 1),
    (slice(None), 1),
    (..., -1),
    (None, slice(1, 2), ..., 0),
    [0, 2, 2],
    (slice(None), [1, 1, 0]),
    ([0, 0, 1], [1, 1, 2]),
    (..., None),
]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_plain(index):
    agree(lambda lib, x: x[index], numbers(3, 4, 5))


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any(data):
    shape = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
    parts = []
    for size in shape[: data.draw(st.integers(0, len(shape)))]:
        ints = st.integers(-size, size - 1)
        slices = st.builds(slice, st.none() | ints, st.none() | ints, st.none() | st.integers(1, 3))
        parts += [None] * data.draw(st.integers(0, 1)) + [data.draw(ints | slices)]
    agree(lambda lib, x: x[tuple(parts)], numbers(*shape))


def test_masks_and_index_tensors():
    x = numbers(4, 3)
    agree(lambda lib, x: x[x > 0], x)
    agree(lambda lib, x: x[lib.tensor([True, False, True, False])], x)
    agree(lambda lib, x, i: x[i], x, np.array([3, 0, 0, 3, 1]))
    agree(lambda lib, x, i: x[i, i], x, np.array([[2, 0], [0, 2]]))
    agree(lambda lib, x, i: x[:, i], x, np.array([2, 2]))
    agree(lambda lib, x, i: x[i], x, np.array(2))
    agree(lambda lib, x: x[lib.zeros(0, dtype=lib.int64)], x)


def test_errors():
    x = tg.ones(3, 4, requires_grad=True)
    with pytest.raises(IndexError, match=r"tensor of shape \(3, 4\): index 7 is out of bounds"):
        x[7]
    with pytest.raises(IndexError, match="too many indices"):
        x[0, 0, 0]
    with pytest.raises(IndexError, match="integers or bools, got float32"):
        x[tg.ones(2)]
    with pytest.raises(TypeError, match="an index must be an integer"):
        x[1.0]


def test_assignment():
    x = tg.zeros(2, 3)
    x[0] = 1
    x[tg.tensor([False, True])] = tg.tensor([4.0, 5.0, 6.0])
    assert x.tolist() == [[1, 1, 1], [4, 5, 6]]
    with pytest.raises(RuntimeError, match="part of a recorded graph"):
        (tg.ones(2, requires_grad=True) * 2)[0] = 1
    with pytest.raises(RuntimeError, match="shapes do not fit"):
        x[0] = tg.ones(2)
