"""Indexing: all kinds, mixed, with repeats."""

import numpy as np
import pytest
import torch
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


@st.composite
def mixed_indices(draw):
    """A shape, and for each dimension an int, slice, mask or array with repeats; None and ... among them."""
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    parts, many = [], draw(st.integers(1, 3))  # arrays in one index must broadcast: all of one length
    named = draw(st.integers(1, len(shape)))
    for size in shape[:named]:
        ints = st.integers(-size, size - 1)
        slices = st.builds(slice, st.none() | ints, st.none() | ints, st.none() | st.integers(1, 3))
        arrays = st.lists(ints, min_size=many, max_size=many).map(np.array)
        parts.append(draw(ints | slices | arrays | ints.map(np.array)))
        parts += draw(st.sampled_from([[], [], [], [None]]))
    if named == len(shape) and draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), ...)
    return shape, parts


@settings(max_examples=150, deadline=None)
@given(case=mixed_indices())
def test_ints_slices_and_arrays_mixed(case):
    shape, parts = case

    def chosen(lib, x):
        return x[tuple(lib.tensor(part) if isinstance(part, np.ndarray) else part for part in parts)]

    agree(chosen, numbers(*shape))


def test_assignment_goes_where_reading_looks():
    """x[0, :, [1, 2]] is (4, 2) in PyTorch and would be (2, 4) in NumPy."""
    assert tg.zeros(3, 4, 5)[0, :, [1, 2]].shape == (4, 2)
    assert tg.zeros(3)[0].array.base is not None  # a single element shares memory as well


@pytest.mark.parametrize("index_shape", [(2, 3), (1, 2), (2, 5), (0, 3), (2, 0)])
def test_gather(index_shape):
    index = np.random.default_rng(0).integers(0, 3, index_shape)
    agree(lambda lib, x, i: x.gather(1, i), numbers(2, 3), index)
    agree(lambda lib, x, i: lib.gather(x, -1, i), numbers(4, 3, dtype="float32"), index)


def test_pieces():
    x = numbers(5, 3)
    for compute in (
        lambda x: x.split(2),
        lambda x: x.split([1, 4]),
        lambda x: x.split([1, 0, 2], 1),
        lambda x: x.chunk(3),
        lambda x: x.chunk(7, dim=0),
        lambda x: x[:, :0].chunk(2, -1),
        lambda x: x.unbind(1),
        lambda x: (x.narrow(0, -4, 2), x.select(1, -1)),
    ):
        pieces = compute(tg.tensor(x))
        assert isinstance(pieces, tuple)
        assert len(pieces) == len(compute(torch.tensor(x)))
        for i in range(len(pieces)):
            agree(lambda lib, x, i=i, compute=compute: compute(x)[i], x)


@pytest.mark.parametrize("num_classes", [-1, 4, 7])
def test_one_hot(num_classes):
    agree(lambda lib, x: lib.nn.functional.one_hot(x, num_classes), np.array([[0, 3], [1, 1]]))
    agree(lambda lib, x: lib.nn.functional.one_hot(x, 3), np.zeros((0, 2), int))


def test_errors_of_pieces():
    x, index = tg.ones(3, 2), tg.tensor([[0]])
    cases = [
        (lambda: x.split(0), RuntimeError, "split: split_size must be greater than 0"),
        (lambda: x.split([1, 1]), RuntimeError, r"split: sections \[1, 1\] must add up to 3"),
        (lambda: x.chunk(0), RuntimeError, "chunk: chunks must be greater than 0"),
        (lambda: x.narrow(0, 2, 2), IndexError, "narrow: 2 places from 2 on do not lie in dimension 0, of size 3"),
        (lambda: tg.tensor(1.0).unbind(), RuntimeError, "unbind: a 0-d tensor has no dimension"),
        (lambda: x.gather(0, index + 3), IndexError, "gather: index must go from 0 to 2"),
        (lambda: x.gather(0, index * 1.0), RuntimeError, "gather: index must hold int64 or int32, got float32"),
        (lambda: x.gather(0, index.expand(1, 5)), RuntimeError, r"index of shape \(1, 5\) does not fit"),
        (lambda: x.gather(0, index, sparse_grad=True), NotImplementedError, "gather: sparse_grad=True"),
        (lambda: tg.nn.functional.one_hot(index, 0), RuntimeError, "num_classes must be greater than 0"),
        (lambda: tg.nn.functional.one_hot(index - 1, 2), RuntimeError, "class indices must go from 0 to 1"),
        (lambda: tg.nn.functional.one_hot(x), RuntimeError, "one_hot: needs class indices of dtype int64"),
        (lambda: x[::-1], ValueError, r"step must be greater than 0, got -1.*x.flip\(0\)"),
        (lambda: x["a"], IndexError, "an index must be an integer"),
        (lambda: x[tg.ones(3, dtype=tg.uint8)], IndexError, "must hold int64, int32 or bools, got uint8"),
        (lambda: x[tg.ones(3, dtype=tg.int8)], IndexError, "must hold int64, int32 or bools, got int8"),
    ]
    for compute, kind, message in cases:
        with pytest.raises(kind, match=message):
            compute()


def test_masks_and_index_tensors():
    x = numbers(4, 3)
    agree(lambda lib, x: x[x > 0], x)
    agree(lambda lib, x: x[lib.tensor([True, False, True, False])], x)
    agree(lambda lib, x, i: x[i], x, np.array([3, 0, 0, 3, 1]))
    agree(lambda lib, x, i: x[i, i], x, np.array([[2, 0], [0, 2]]))
    agree(lambda lib, x, i: x[:, i], x, np.array([2, 2]))
    agree(lambda lib, x, i: x[i], x, np.array(2))
    agree(lambda lib, x: x[lib.zeros(0, dtype=lib.int64)], x)
    agree(lambda lib, x: x[[]] + x[[True, False, False, False]], x)
    agree(lambda lib, x: x[True] * x[False].sum(), x)
    agree(lambda lib, x: x[range(3), 1], x)


def test_errors():
    x = tg.ones(3, 4, requires_grad=True)
    places, mask = tg.tensor([0, -5]), tg.tensor([True, False, True])
    cases = {
        "place 7 does not exist in dimension 0, of size 3": lambda: x[7],
        "place -5 does not exist in dimension 1, of size 4": lambda: x[..., places],
        r"place -5 does not exist in dimension 1, of size 4\.": lambda: x[None, :, places],
        "the index names 3 dimensions, the tensor has 2": lambda: x[0, 0, 0],
        "the index names 3 dimensions": lambda: x[places, ..., x > 0],
        r"a mask of shape \(3,\) does not fit dimensions 1 to 1, of sizes \(4,\)": lambda: x[:, mask],
        r"must broadcast, got shapes \(2,\) and \(3,\)": lambda: x[[0, 1], [0, 1, 2]],
        "must hold int64, int32 or bools, got float32": lambda: x[tg.ones(2)],
        "an index must be an integer": lambda: x[1.0],
    }
    for message, compute in cases.items():
        with pytest.raises(IndexError, match=message):
            compute()


def test_an_ellipsis_that_stands_for_nothing():
    """It does not part two index tensors from each other, as it would in NumPy."""
    x = numbers(3, 1, 3)
    agree(lambda lib, x: x[:, [True], ..., [True, True, False]], x)
    agree(lambda lib, x: x[:, [0, 0], ..., [1, 2]], x)
    agree(lambda lib, x: x[[0, 2], ..., [1, 2]], x)
    agree(lambda lib, x: x[0, ..., [0, 0], [1, 2]], x)


def test_assignment():
    x = tg.zeros(2, 3)
    x[0] = 1
    x[tg.tensor([False, True])] = tg.tensor([4.0, 5.0, 6.0])
    assert x.tolist() == [[1, 1, 1], [4, 5, 6]]
    with pytest.raises(RuntimeError, match="part of a recorded graph"):
        (tg.ones(2, requires_grad=True) * 2)[0] = 1
    with pytest.raises(RuntimeError, match=r"shape \(2,\) does not fit into a place of shape \(3,\)"):
        x[0] = tg.ones(2)


@pytest.mark.parametrize("index", [[0], [[0], [0]], ([0], 0), (slice(None), [-1, 9]), (0, None, [0])], ids=str)
def test_writing_to_a_place_that_does_not_exist(index):
    """Also with a value that would have to be explained first, or into a tensor without elements."""
    index = tuple(
        tg.tensor(part) if type(part) is list else part for part in (index if type(index) is tuple else (index,))
    )
    for value in (1.0, tg.ones(1, 1, 1, 1, 2)):
        with pytest.raises(IndexError, match=r"place -?\d+ does not exist in dimension \d, of size 0"):
            tg.zeros(0, 0)[index] = value


@pytest.mark.parametrize("dtype", ["int64", "int8", "uint8"])
@pytest.mark.parametrize("value", [float("inf"), float("nan"), -float("inf"), 1e30])
def test_masked_fill_of_integers_takes_what_they_can_hold(dtype, value):
    """NumPy makes any number of them: -9223372036854775808 of inf."""
    for lib in (tg, torch):
        x, mask = lib.zeros(2, dtype=getattr(lib, dtype)), lib.tensor([True, False])
        for filling in (value, lib.tensor(value)):
            with pytest.raises(RuntimeError, match=r"does not fit|without overflow"):
                x.masked_fill(mask, filling)
            with pytest.raises(RuntimeError, match=r"does not fit|without overflow"):
                x.clone().masked_fill_(mask, filling)
    x = tg.arange(4)
    for fine in (2.9, -2.9, True, 7, np.float64(2), tg.tensor(7)):
        other = torch.tensor(fine.item()) if isinstance(fine, tg.Tensor) else fine
        wanted = torch.arange(4).masked_fill(torch.arange(4) > 1, other)
        assert x.masked_fill(x > 1, fine).tolist() == wanted.tolist()
    with pytest.raises(TypeError, match="masked_fill: value must be a number"):
        x.masked_fill(x > 1, "a")
