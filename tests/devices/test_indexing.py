"""`x[index]` and `x[index] = value` on a device, with any index that NumPy knows, against NumPy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.devices.both import PLACE, agree, numbers, on_device

steps = st.sampled_from([None, 1, 2, 3, -1, -2, -3])
ends = st.one_of(st.none(), st.integers(-5, 5))
slices = st.builds(slice, ends, ends, steps)
seeds = st.integers(0, 2**16)


@st.composite
def indices(draw, shape, arrays=True):
    """An index for an array of a shape; now and then one that is out of range."""
    parts, axis, shown = [], 0, draw(st.integers(0, len(shape)))
    length, dots = draw(st.integers(0, 3)), False
    while axis < shown:
        kinds = ["slice", "slice", "int", "none", "dots"] + ["places", "mask"] * arrays
        kind = draw(st.sampled_from(kinds))
        if kind == "none":
            parts.append(None)
            shown -= len(parts) > 6
        elif kind == "dots":
            axis += 0 if dots else len(shape) - shown
            parts += [] if dots else [...]
            shown, dots = len(shape) if not dots else shown, True
        elif kind == "mask":
            several = draw(st.integers(1, len(shape) - axis)) if not dots else 1
            random = np.random.default_rng(draw(seeds))
            parts.append(random.integers(0, 2, shape[axis : axis + several]).astype(bool))
            axis += several
        else:
            parts.append(draw(one_part(kind, shape[axis], length)))
            axis += 1
    return tuple(parts) if len(parts) != 1 or draw(st.booleans()) else parts[0]


def one_part(kind, size, length):
    places = st.integers(-size, size - 1) if size else st.just(0)
    if kind == "slice":
        return slices
    if kind == "int":
        return places
    dtype = st.sampled_from([np.int64, np.int32, np.uint8])
    sizes = st.sampled_from([(length,), (1,), (length, 1), ()] if size else [(0,)])
    return st.builds(
        lambda shape, dtype, seed: np.random.default_rng(seed).integers(0, max(size, 1), shape).astype(dtype),
        sizes, dtype, seeds,
    )  # fmt: skip


shapes = st.lists(st.integers(0, 4), max_size=3).map(tuple)
cases = shapes.flatmap(lambda shape: st.tuples(st.just(shape), indices(shape)))
plain = shapes.flatmap(lambda shape: st.tuples(st.just(shape), indices(shape, arrays=False)))


def counted(shape, dtype=np.float32):
    return np.arange(np.prod(shape, dtype=int), dtype=dtype).reshape(shape)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(cases)
def test_getting(case):
    shape, index = case
    agree(lambda x, index: x[index], counted(shape), index)
    if shape:
        agree(lambda x, index: x.T[index], counted(shape[::-1]), index)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(cases, seeds)
def test_setting_to_a_number(case, seed):
    shape, index = case
    for value in (-1.0, 2, np.float64(3)):
        agree(set_to, counted(shape), index, value)
    agree(set_to, counted(shape, np.int64), index, 2.5)


def set_to(x, index, value):
    x[index] = value
    return x


@settings(max_examples=400, deadline=None, derandomize=True)
@given(cases, seeds)
def test_setting_to_an_array(case, seed):
    shape, index = case
    x = counted(shape)
    try:
        wanted = x[index].shape
    except IndexError:
        return
    if repeats(x, index):  # then it is not said which of the values stays
        return
    for dtype in (np.float32, np.float64, np.int64):
        agree(set_to, x, index, 100 + counted(wanted, dtype))
    if wanted and not any(isinstance(part, np.ndarray) and part.dtype == bool for part in as_tuple(index)):
        agree(set_to, x, index, 100 + counted((1, *wanted), np.float32))
        agree(set_to, x, index, 100 + counted(wanted[-1:], np.float32))
        agree(set_to, x, index, counted((7, 5), np.float32))


def as_tuple(index):
    return index if isinstance(index, tuple) else (index,)


def repeats(x, index):
    places = np.arange(x.size).reshape(x.shape)[index]
    return len(np.unique(places)) < places.size


@settings(max_examples=300, deadline=None, derandomize=True)
@given(cases, seeds)
def test_adding_at(case, seed):
    shape, index = case
    agree(lambda x, index: (np.add.at(x, index, 2), x)[1], counted(shape), index)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(plain)
def test_what_is_seen_is_the_same_memory(case):
    """Slices see the memory, so that writing to them writes to the array; or writing is refused."""
    shape, index = case
    x, y = counted(shape), on_device(counted(shape))
    try:
        seen = x[index]
    except IndexError:
        return
    other = y[index]
    if not isinstance(seen, np.ndarray):  # a single number is a copy, here as there
        other += 1
    elif other.flags.writeable:
        seen += 1
        other += 1
    else:
        assert any(isinstance(part, slice) and (part.step or 1) < 0 for part in as_tuple(index))
        with pytest.raises(ValueError, match="read-only"):
            other += 1
    np.testing.assert_array_equal(y.numpy(), x)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(cases)
def test_indices_may_lie_on_the_host(case):
    shape, index = case
    y = on_device(counted(shape))
    try:
        expected = counted(shape)[index]
    except IndexError:
        with pytest.raises(IndexError):
            y[index]
        return
    np.testing.assert_array_equal(y[index].numpy(), expected)


def test_a_single_number_is_a_copy():
    """In PyTorch x[i, j] sees the memory of x: `kept = a[i]; a[i] = …; a[i] = kept` would restore nothing."""
    for index in [(1, 2), (np.int64(1), 2), (1, -1)]:
        x = on_device(counted((2, 3)))
        kept = x[index]
        x[index] = 100
        x[index] = kept
        np.testing.assert_array_equal(x.numpy(), counted((2, 3)))
    x = on_device(counted((2, 3)))
    seen = x[1, 2, ...]  # this one is a view, in NumPy too
    seen += 1
    assert x[1, 2].item() == 6


def test_small_whole_numbers_are_places():
    """uint8 is a mask in PyTorch, with a warning."""
    x = counted((2, 3))
    agree(lambda x, i: x[i], x, np.array([1, 0], np.uint8))
    agree(lambda x, i: x[i], x, np.array([1, 0], np.int8))
    agree(set_to, x, np.array([1, 0], np.uint8), 5.0)


def test_where_the_dimensions_of_arrays_come():
    """In front where the arrays stand apart, and be it by `...` that stands for nothing; a number is an array too."""
    x, places = counted((2, 3, 4)), np.array([1, 0])
    for index in [(0, slice(None), places), (slice(None), places, ..., 0), (slice(None), places, 0), (..., places, 0),
                  (slice(None), places, None, 0), (None, slice(None), places, ..., places), (places, ..., 0),
                  (slice(None), places[:, None], ..., places), (slice(None, None, -1), places, ..., 0)]:  # fmt: skip
        agree(lambda x, index: x[index], x, index)
        agree(set_to, x, index, 9.0)
        agree(set_to, x, index, 100 + counted(x[index].shape))


def test_overlapping_memory():
    """All values are read before the first is written."""
    agree(lambda x: set_to(x, slice(1, None), x[:-1]), counted((5,)))
    agree(lambda x: set_to(x, slice(None, -1), x[1:]), counted((5,)))
    agree(lambda x: set_to(x, ..., x.T), counted((3, 3)))
    agree(lambda x: set_to(x, ..., x[::-1]), counted((5,)))
    agree(lambda x: set_to(x, slice(None, None, -1), x), counted((5,)))


@pytest.mark.parametrize("index", [5, (0, 7), (0, 0, 0), 1.5, "a", (..., ...), ([0, 9],), np.ones(2, bool), ([0.5],)])
def test_what_is_no_index_is_refused(index):
    if PLACE != "torch" and str(index) == "([0, 9],)":
        pytest.skip("a GPU would be lost for the rest of the process: the engine looks before, see look_before")
    agree(lambda x: x[index], counted((3, 3)))
    agree(lambda x: set_to(x, index, 1.0), counted((3, 3)))


def test_lists():
    agree(lambda x: x[[0, 2]], counted((3, 3)))
    agree(lambda x: x[[[0], [2]], [0, 1]], counted((3, 3)))
    agree(lambda x: x[[True, False, True]], counted((3, 3)))
    agree(lambda x: x[[]], counted((3, 3)))
    agree(lambda x: x[True], numbers((2, 3), "float32", special=False))
    agree(lambda x: x[False, 0], numbers((2, 3), "float32", special=False))
    agree(lambda x: x[np.array(True)], numbers((2, 3), "float32", special=False))


SINGLE = ["x[m]", "x[~m]", "x[m, 1]", "x[1, m]", "x[:, m]", "x[m, i]", "s[m]", "s[~m]"]


@pytest.mark.parametrize("expression", SINGLE)
def test_a_mask_of_no_dimensions(expression):
    """True adds a dimension of size 1, False one of size 0; as in PyTorch, also where it is written to."""
    found = []
    for lib, device in ((tg, PLACE), (tg, "cpu"), (torch, "cpu")):
        x, s = lib.arange(12.0, device=device).reshape(3, 4), lib.tensor(5.0, device=device)
        names = {"x": x, "s": s, "m": lib.tensor(True, device=device), "i": lib.tensor([0, 1], device=device)}
        taken = eval(expression, names)
        exec(f"{expression} = 9.0", names)
        found.append((tuple(taken.shape), taken.tolist(), x.tolist(), s.tolist()))
    assert found[0] == found[1] == found[2]
