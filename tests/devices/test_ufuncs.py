"""Every NumPy function of single elements that is written for a device, against NumPy's own."""

import itertools

import numpy as np
import pytest

from tests.devices.both import PLACE, agree, numbers, on_device, outcome
from tinygrad_lite.backend import moved
from tinygrad_lite.devices.tables import UFUNCS

SHAPES = [(), (0,), (3,), (2, 3)]
DTYPES = ["float16", "float32", "float64", "int64", "int32", "uint8", "bool"]
ONE = [ufunc for ufunc in UFUNCS if ufunc.nin == 1]
TWO = [ufunc for ufunc in UFUNCS if ufunc.nin == 2]
PRODUCTS = {np.matmul, np.vecdot}
name_of = lambda ufunc: ufunc.__name__
elementwise = pytest.mark.parametrize("ufunc", [ufunc for ufunc in TWO if ufunc not in PRODUCTS], ids=name_of)


def operands(shape, dtype, seed=0):
    """As they come, and transposed, so that the elements lie in another order."""
    x = numbers(shape, dtype, seed)
    return [x, numbers(shape[::-1], dtype, seed).T] if len(shape) > 1 else [x]


@pytest.mark.parametrize("ufunc", ONE, ids=name_of)
@pytest.mark.parametrize("dtype", DTYPES)
def test_of_one(ufunc, dtype):
    for shape in SHAPES:
        for x in operands(shape, dtype):
            agree(ufunc, x)


@elementwise
@pytest.mark.parametrize("dtype", DTYPES)
def test_of_two(ufunc, dtype):
    for shape in SHAPES:
        for x, y in zip(operands(shape, dtype), operands(shape, dtype, 1)):
            agree(ufunc, x, exponent(ufunc, y))


def exponent(ufunc, y):
    """Whole numbers have no whole powers below 0."""
    return np.abs(y) if ufunc is np.power and y.dtype.kind == "i" else y


@elementwise
def test_of_two_dtypes_and_shapes(ufunc):
    for first, second in itertools.product(DTYPES, DTYPES):
        for shape, other in [((2, 3), (3,)), ((3,), (2, 1)), ((3,), ()), ((), (2, 3)), ((0,), (1,))]:
            agree(ufunc, numbers(shape, first), exponent(ufunc, numbers(other, second, 1)))


@elementwise
def test_with_numbers(ufunc):
    """Python's numbers take the array's dtype where they can; NumPy's bring their own."""
    for dtype, number in itertools.product(DTYPES, [2, 2.0, True, 0, np.float32(2), np.float64(2), np.int64(2)]):
        x = numbers((2, 3), dtype)
        agree(ufunc, x, number)
        agree(ufunc, number, exponent(ufunc, x))


@pytest.mark.parametrize("ufunc", UFUNCS, ids=name_of)
def test_out(ufunc):
    """Into an array of the result's dtype, of a wider and a narrower one, of another kind; and in place."""
    shape = (3, 3) if ufunc is np.matmul else (3,) if ufunc is np.vecdot else (2, 3)
    for dtype, kept in itertools.product(DTYPES, DTYPES):
        inputs = [numbers(shape, dtype, seed, special=False) for seed in range(ufunc.nin)]
        inputs[-1] = exponent(ufunc, inputs[-1])
        agree(
            lambda out, *x: ufunc(*x, out=out), np.asarray(numbers(() if ufunc is np.vecdot else shape, kept)), *inputs
        )
        if dtype == kept and ufunc is not np.vecdot:
            agree(lambda *x: ufunc(*x, out=x[0]), *inputs)


@elementwise
@pytest.mark.parametrize("dtype", ["float32", "int64"])
def test_out_of_other_shapes(ufunc, dtype):
    """The result is repeated to fill a larger array; the array is never made to fit, as PyTorch would."""
    kept = outcome(lambda: ufunc(np.ones(1, dtype), np.ones(1, dtype)).dtype, [])
    for shape, other, target in [((3,), (3,), (2, 3)), ((3,), (1,), (3,)), ((3,), (3,), (2,)), ((3,), (3,), (0,)),
                                 ((1, 3), (3,), (3,)), ((0,), (0,), (0,)), ((), (), ()), ((), (), (2,))]:  # fmt: skip
        x, y = numbers(shape, dtype, special=False), exponent(ufunc, numbers(other, dtype, 1, special=False))
        agree(
            lambda x, y, out: ufunc(x, y, out=out), x, y, np.ones(target, kept if isinstance(kept, np.dtype) else dtype)
        )


@elementwise
def test_out_that_shares_memory_with_the_operands(ufunc):
    for dtype in ("float32", "int64"):
        x = exponent(ufunc, numbers((4, 4), dtype, special=False))
        agree(lambda x: (ufunc(x, x.T, out=x.T), x)[1], x)
        agree(lambda x: (ufunc(x[1:], x[:-1], out=x[:-1]), x)[1], x)
        agree(lambda x: (ufunc(x[0], x[:, 0], out=x[:, 0]), x)[1], x)


def test_read_only_targets():
    x = on_device(np.ones((2, 3), np.float32))
    for target in (
        np.flip(x),
        x[::-1],
        x[::-1][1:],
        x[::-1].T,
        np.broadcast_to(x[0], (2, 3)),
        x[:, ::-1].reshape(3, 2),
    ):
        assert not target.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            np.add(target, 1, out=target)
        with pytest.raises(ValueError, match="read-only"):
            target += 1
        with pytest.raises(ValueError, match="read-only"):
            target[0] = 1
        assert target.copy().flags.writeable


def test_dtype_and_where():
    x, y = numbers((2, 3), "float32", special=False), numbers((2, 3), "float32", 1, special=False)
    agree(lambda x, y: np.add(x, y, dtype=np.float64), x, y)
    agree(lambda x: np.square(x, dtype=np.float64), x)
    agree(lambda x, y: np.divide(x, y, out=x, where=y != 0), x, y)
    agree(lambda x, y: np.copysign(y, x, out=y, where=y == 0), x, y)
    agree(lambda x, y: np.multiply(x, y, out=x, casting="same_kind"), x, y)
    agree(lambda x: np.multiply(x, 2, order="C"), x)
    with pytest.raises(TypeError, match="is not written for"):
        np.add(on_device(x), 1, casting="no")


def test_add_at():
    """np.add.at adds each of the values, also where one place is named several times."""
    places, x = np.array([0, 2, 0, -1]), numbers((3, 3), "float32", special=False)
    small = np.array([0, 2, 0], np.uint8)
    for index in [places, (places, places), (places, 1), (slice(None), places), (0, places), 1, slice(0, 2), (0, 1),
                  x > 0, (places[:, None], places), (..., places), small, (None, 0)]:  # fmt: skip
        for value in (1, 2.5, np.float32(3)):
            agree(lambda x, index, value: (np.add.at(x, index, value), x)[1], x, index, value)
    agree(lambda x, i, v: (np.add.at(x, i, v), x)[1], x, places, numbers((4, 3), "float32", 1, special=False))
    agree(lambda x, i, v: (np.add.at(x, i, v), x)[1], x, places, numbers((3,), "float32", 1, special=False))
    agree(lambda x, i, v: (np.add.at(x, i, v), x)[1], x.astype(np.int64), places, np.arange(3))
    agree(lambda x, i, v: (np.add.at(x, i, v), x)[1], x, np.array([], np.int64), np.zeros((0, 3), np.float32))
    if PLACE == "torch":  # a GPU would be lost for the rest of the process: the engine looks before, see look_before
        agree(lambda x, i: (np.add.at(x, i, 1), x)[1], x, np.array([3]))


@pytest.mark.parametrize("ufunc", [np.copysign, np.logical_and, np.fmax], ids=name_of)
def test_a_number_of_numpys_comes_to_the_device(ufunc):
    """PyTorch itself mixes only some: on "meta", as on a GPU, it refuses others."""
    x, number = moved(np.ones((2, 3), np.float32), "meta"), np.float32(2)
    assert ufunc(x, number).shape == ufunc(number, x).shape == (2, 3)


def test_what_is_not_written_says_so():
    x = on_device(np.ones(3, np.float32))
    for wanted, call in {
        "np.hypot": lambda: np.hypot(x, x),
        "np.add.reduceat": lambda: np.add.reduceat(x, [0]),
    }.items():
        with pytest.raises(TypeError, match=f"{wanted} is not written for arrays on {x.place}"):
            call()


@pytest.mark.parametrize("ufunc", sorted(PRODUCTS, key=name_of), ids=name_of)
def test_products(ufunc):
    kinds = DTYPES[: 4 if PLACE == "torch" else 3]  # PyTorch multiplies matrices of whole numbers on the CPU only
    shapes = [
        ((3,), (3,)),
        ((2, 3), (3,)),
        ((3,), (3, 2)),
        ((2, 3), (3, 4)),
        ((5, 2, 3), (3, 4)),
        ((2, 3), (5, 3, 4)),
        ((2, 3), (2, 3)),
        ((2, 3), (2,)),
        ((), (3,)),
        ((0, 3), (3, 2)),
        ((2, 0), (0, 2)),
        ((4, 2, 3), (4, 1, 3)),
    ]
    for (shape, other), first, second in itertools.product(shapes, kinds, kinds):
        agree(ufunc, numbers(shape, first, special=False), numbers(other, second, 1, special=False))
