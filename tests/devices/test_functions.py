"""Every NumPy function and method that is written for a device, against NumPy's own.

The functions come from the tables themselves: an entry without a case here fails.
"""

import contextlib
import itertools

import numpy as np
import pytest

from tests.devices.both import agree, numbers, on_device, outcome
from tests.devices.watch import Waited, Watch
from tinygrad_lite.backend import moved
from tinygrad_lite.devices.array import DeviceArray
from tinygrad_lite.devices.tables import CREATORS, FUNCTIONS

DTYPES = ["float16", "float32", "float64", "int64", "int32", "uint8", "bool"]
ARRAYS = [numbers(shape, dtype) for shape in [(), (0,), (3,), (2, 3)] for dtype in DTYPES]
ARRAYS += [numbers((3, 2), dtype).T for dtype in DTYPES] + [numbers((2, 0), "float32"), numbers((2, 3, 4), "float32")]
PAIRS = [(numbers((2, 3), one), numbers(shape, other, 1)) for one, other in itertools.product(DTYPES, DTYPES)
         for shape in [(2, 3), (3,), ()]]  # fmt: skip

AXES = [{}, {"axis": 0}, {"axis": -1}, {"axis": 1, "keepdims": True}, {"keepdims": True}]
SEVERAL = [*AXES, {"axis": (0, 1)}, {"axis": (0, -1), "keepdims": True}, {"axis": ()}]


REFUSED = set()  # expressions for which NumPy has errors only


def refused(expression):
    REFUSED.add(expression)
    return expression


def named(function, options):
    """A reduction over axes, over such as cannot be, and into an array of its own kind."""
    return [lambda x, more=more: function(x, **more) for more in options] + [
        lambda x: function(x, axis=0, out=np.empty_like(function(x, axis=0))) if x.ndim > 1 else 0,
        refused(lambda x: function(x, axis=5)),
    ]


def numbered(x):
    """uint8 apart: NumPy adds them up as uint64, which PyTorch lacks."""
    return x.astype(np.int16) if x.dtype == np.uint8 else x


SHAPING = {
    np.reshape: [lambda x: np.reshape(x, (-1, 1)), lambda x: np.reshape(x, -1),
                 refused(lambda x: np.reshape(x, (2, 2))),
                 lambda x: np.reshape(x, (1, *x.shape))],
    np.ravel: [np.ravel],
    np.transpose: [np.transpose, lambda x: np.transpose(x, (1, 0)), lambda x: np.transpose(x, (-1, 0, 1))],
    np.swapaxes: [lambda x: np.swapaxes(x, 0, -1), lambda x: np.swapaxes(x, 0, 1)],
    np.moveaxis: [lambda x: np.moveaxis(x, 0, -1), lambda x: np.moveaxis(x, (0, 1), (1, 0))],
    np.squeeze: [np.squeeze, lambda x: np.squeeze(x[None], 0), lambda x: np.squeeze(x, 0),
                 lambda x: np.squeeze(x[None, None], (0, 1))],
    np.expand_dims: [lambda x: np.expand_dims(x, 0), lambda x: np.expand_dims(x, -1),
                     lambda x: np.expand_dims(x, (0, -1)), refused(lambda x: np.expand_dims(x, 9))],
    np.atleast_1d: [np.atleast_1d],
    np.broadcast_to: [lambda x: np.broadcast_to(x, (4, 2, 3)), lambda x: np.broadcast_to(x, x.shape),
                      lambda x: np.broadcast_to(x, 3)],
    np.flip: [np.flip, lambda x: np.flip(x, 0), lambda x: np.flip(x, (0, -1)), refused(lambda x: np.flip(x, 4))],
    np.split: [lambda x: np.split(x, 2), lambda x: np.split(x, [1, 2], -1), lambda x: np.split(x, 3, axis=1)],
    np.pad: [lambda x: np.pad(x, 1), lambda x: np.pad(x, ((1, 0), (0, 2))), lambda x: np.pad(x, [(1, 2)] * x.ndim),
             lambda x: np.pad(x, 1, constant_values=1)],
    np.diag: [np.diag, lambda x: np.diag(x, 1), lambda x: np.diag(x, k=-1)],
    np.fill_diagonal: [lambda x: (np.fill_diagonal(x, 1), x)[1]],
    np.copy: [np.copy],
    np.ndim: [np.ndim], np.shape: [np.shape], np.size: [np.size, lambda x: np.size(x, 0)],
}  # fmt: skip

REDUCING = {
    np.sum: [*named(np.sum, SEVERAL), lambda x: np.sum(x, dtype=np.float64), lambda x: np.sum(x, (), np.float32)],
    np.mean: [*named(np.mean, SEVERAL), lambda x: np.mean(x, dtype=np.float64)],
    np.prod: [*named(np.prod, SEVERAL), lambda x: np.prod(x, dtype=np.float64)],
    np.max: [*named(np.max, SEVERAL), lambda x: np.max(x, -1, initial=2),
             lambda x: np.max(x, initial=-np.inf) if x.dtype.kind == 'f' else 0],
    np.min: [*named(np.min, SEVERAL), lambda x: np.min(x, -1, initial=1),
             lambda x: np.min(x, initial=np.inf) if x.dtype.kind == 'f' else 0],
    np.all: named(np.all, SEVERAL),
    np.any: named(np.any, SEVERAL),
    np.argmax: named(np.argmax, AXES),
    np.argmin: named(np.argmin, AXES),
    np.count_nonzero: [np.count_nonzero, lambda x: np.count_nonzero(x, 0),
                       lambda x: np.count_nonzero(x, keepdims=True)],
    np.cumsum: [np.cumsum, lambda x: np.cumsum(x, 0), lambda x: np.cumsum(x, -1, np.float64),
                lambda x: np.cumsum(x, 0, out=np.zeros_like(x)) if x.ndim and x.dtype != bool else 0],
    np.cumprod: [np.cumprod, lambda x: np.cumprod(x, 0), lambda x: np.cumprod(x, -1, np.float64),
                 lambda x: np.cumprod(x, 0, out=np.zeros_like(x)) if x.ndim and x.dtype != bool else 0],
    np.argsort: [lambda x: np.argsort(x, kind="stable"), lambda x: np.argsort(x, 0, kind="stable"),
                 lambda x: np.argsort(x, None, kind="stable")],
    np.sort: [np.sort, lambda x: np.sort(x, 0), lambda x: np.sort(x, None)],
    np.nonzero: [np.nonzero],
    np.flatnonzero: [np.flatnonzero],
    np.linalg.norm: [np.linalg.norm, lambda x: np.linalg.norm(x, 1, 0), lambda x: np.linalg.norm(x, axis=-1),
                     lambda x: np.linalg.norm(x.reshape(-1), np.inf) if x.size else 0,
                     lambda x: np.linalg.norm(x, None, 0, True),
                     lambda x: np.linalg.norm(x, 1) if x.ndim == 1 else 0, lambda x: np.linalg.norm(x.reshape(-1), 0)],
}  # fmt: skip

LIKE = {
    np.zeros_like: [np.zeros_like, lambda x: np.zeros_like(x, np.int64), lambda x: np.zeros_like(x, shape=(4,)),
                    lambda x: np.zeros_like(x, dtype=bool, shape=3), lambda x: np.zeros_like(x, order="C")],
    np.ones_like: [np.ones_like, lambda x: np.ones_like(x, np.int64), lambda x: np.ones_like(x, shape=())],
    np.full_like: [lambda x: np.full_like(x, 1), lambda x: np.full_like(x, 2, np.float64),
                   lambda x: np.full_like(x, np.float32(2), shape=(2,)), lambda x: np.full_like(x, fill_value=2),
                   lambda x: np.full_like(x, 1.5)],
    np.empty_like: [lambda x: np.empty_like(x).shape, lambda x: np.empty_like(x, np.int32).dtype,
                    lambda x: np.empty_like(x, shape=(2, 2)) * 0 == 5],
    np.round: [np.round, lambda x: np.round(x, 1), lambda x: np.round(x / 8, decimals=2)],
    np.clip: [lambda x: np.clip(x, 0, 2), lambda x: np.clip(x, 1, None), lambda x: np.clip(x, None, 1),
              lambda x: np.clip(x, 0, 1, out=x), lambda x: np.clip(x, x * 0, 1), lambda x: np.clip(x, 0.5, 1.5)],
    np.result_type: [lambda x: np.result_type(x, np.float32), lambda x: np.result_type(x, x), np.result_type],
    np.can_cast: [lambda x: np.can_cast(x, np.float32), lambda x: np.can_cast(x, np.int32, "same_kind")],
    np.broadcast_shapes: [],
}  # fmt: skip

TWO = {
    np.where: [lambda x, y: np.where(x > 0, x, y), lambda x, y: np.where(y, x, 0), lambda x, y: np.where(x, 1.5, y),
               lambda x, y: np.where(y > 0, 1.0, 2), lambda x, y: np.where(y == 1, np.float32(1), np.float32(0)),
               lambda x, y: np.where(True, x, y), lambda x, y: np.where(x > 0, np.float64(1), np.float64(2)),
               lambda x, y: np.where(x), lambda x, y: np.where(x, np.int64(3), y),
               lambda x, y: np.where(x, True, False)],
    np.concatenate: [lambda x, y: np.concatenate([x, y]), lambda x, y: np.concatenate([x, x], -1),
                     lambda x, y: np.concatenate((x, y), axis=None), refused(lambda x, y: np.concatenate((x, x), 5)),
                     lambda x, y: np.concatenate([x, x], out=np.zeros_like(x, shape=(4, 3))),
                     lambda x, y: np.concatenate([x, y], None, out=np.zeros_like(x, shape=x.size + y.size)),
                     refused(lambda x, y: np.concatenate([x, x], out=np.zeros_like(x, shape=(1,)))),
                     lambda x, y: np.concatenate([x, y], dtype=np.float64)],
    np.stack: [lambda x, y: np.stack([x, y]), lambda x, y: np.stack([x, x], -1), lambda x, y: np.stack([y], 1),
               lambda x, y: np.stack([x, y], dtype=np.float64)],
    np.dot: [np.dot, lambda x, y: np.dot(x, y.T), lambda x, y: np.dot(y, 2), lambda x, y: np.dot(x, x.T)],
    np.vdot: [np.vdot, lambda x, y: np.vdot(x, x)],
    np.einsum: [lambda x, y: np.einsum("ij,ij->i", x, y), lambda x, y: np.einsum("ij,j", x, y),
                lambda x, y: np.einsum("ij->ji", x), lambda x, y: np.einsum("ij,kj->ik", x, x, optimize=True),
                lambda x, y: np.einsum("ij,...->", x, x[0, 0])],
    np.isclose: [np.isclose, lambda x, y: np.isclose(x, x, equal_nan=True), lambda x, y: np.isclose(x, 1, 0.1, 0.5)],
    np.array_equal: [np.array_equal, lambda x, y: np.array_equal(x, x),
                     lambda x, y: np.array_equal(x, x, equal_nan=True)],
    np.may_share_memory: [np.may_share_memory, lambda x, y: np.may_share_memory(x, x[1:]),
                          lambda x, y: np.may_share_memory(x.T.reshape(-1)[:0] + 1, x)],
    np.shares_memory: [np.shares_memory, lambda x, y: np.shares_memory(x, x.T)],
    np.take_along_axis: [lambda x, y: np.take_along_axis(x, np.argsort(x, 1, kind="stable"), 1),
                         lambda x, y: np.take_along_axis(x, np.argmax(x, 0, keepdims=True), 0)],
    np.bincount: [lambda x, y: np.bincount(np.array([0, 2, 2], like=x), x[0], 4),
                  lambda x, y: np.bincount(np.array([0, 2, 2], like=x), weights=x[1], minlength=3),
                  lambda x, y: np.bincount(np.array([0, 2, 2], like=x), minlength=2)],
}  # fmt: skip

CASES = {**SHAPING, **REDUCING, **LIKE, **TWO}


def finite(x):
    return np.where(np.isfinite(x), x, 1).astype(x.dtype) if x.dtype.kind == "f" else x


@pytest.mark.filterwarnings("ignore:Mean of empty slice")
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_function(function):
    for expression in CASES[function]:
        given = []
        for arguments in PAIRS if function in TWO else [(x,) for x in ARRAYS]:
            if function in REDUCING:
                arguments = [numbered(x) for x in arguments]
            if function in (np.dot, np.vdot, np.einsum, np.prod, np.cumprod, np.cumsum):
                arguments = [numbered(finite(x)) for x in arguments]
            given.append(agree(expression, *arguments))
        assert any(given) != (expression in REFUSED)


CREATED = {
    np.asarray: [lambda x: np.asarray([1.0, 2], like=x), lambda x: np.asarray(x, like=x),
                 lambda x: np.asarray(x, np.float64, like=x), lambda x: np.asarray(np.arange(3), like=x)],
    np.array: [lambda x: np.array([[1, 2]], like=x), lambda x: np.array(x, like=x),
               lambda x: np.array(x, float, like=x), lambda x: np.array(2.5, np.float32, like=x),
               lambda x: np.shares_memory(np.array(x, like=x), x)],
    np.ascontiguousarray: [lambda x: np.ascontiguousarray(x, like=x), lambda x: np.ascontiguousarray(x.T, like=x),
                           lambda x: np.ascontiguousarray(x, np.float64, like=x)],
    np.arange: [lambda x: np.arange(5, like=x), lambda x: np.arange(1, 5, like=x), lambda x: np.arange(1, 8, 3, like=x),
                lambda x: np.arange(5, dtype=np.float32, like=x), lambda x: np.arange(1.5, like=x),
                lambda x: np.arange(5, 0, -2, like=x), lambda x: np.arange(0, like=x),
                lambda x: np.arange(3, 1, like=x), lambda x: np.arange(0, 1, 0.25, like=x),
                lambda x: np.arange(np.int64(3), like=x)],
    np.tri: [lambda x: np.tri(3, like=x), lambda x: np.tri(2, 4, 1, dtype=bool, like=x),
             lambda x: np.tri(3, k=-1, like=x)],
    np.eye: [lambda x: np.eye(3, like=x), lambda x: np.eye(2, 4, 1, dtype=np.float32, like=x),
             lambda x: np.eye(3, k=-1, like=x)],
    np.zeros: [lambda x: np.zeros(3, like=x), lambda x: np.zeros((2, 3), np.int64, like=x)],
    np.ones: [lambda x: np.ones(3, like=x), lambda x: np.ones((2, 3), np.int64, like=x)],
    np.empty: [lambda x: np.empty(3, like=x) * 0 == 5, lambda x: np.empty((2, 3), bool, like=x).shape],
    np.full: [lambda x: np.full(3, 2, like=x), lambda x: np.full((2, 3), 1.5, like=x),
              lambda x: np.full((), 1, np.float32, like=x)],
}  # fmt: skip


@pytest.mark.parametrize("function", CREATORS, ids=lambda function: function.__name__)
def test_every_creator(function):
    for expression, x in itertools.product(CREATED[function], ARRAYS):
        agree(expression, x)


# ------------------------------------------------------------------------------------------------------- no waits
WAITING = {np.nonzero, np.flatnonzero, np.where, np.bincount, np.array_equal}  # of np.where and np.bincount, one form
COPYING = {np.asarray, np.array, np.ascontiguousarray, np.bincount}  # of bincount, the case here


@pytest.mark.filterwarnings("ignore:Mean of empty slice")
@pytest.mark.parametrize("function", [*FUNCTIONS, *CREATORS], ids=lambda function: function.__name__)
def test_none_waits_for_the_device(function):
    """On "meta" there are no numbers to be asked for; shapes and dtypes are known without."""
    waits = []
    for expression in {**CASES, **CREATED}[function]:
        for arguments in PAIRS[::5] if function in TWO else [(x,) for x in ARRAYS[1::2]]:
            arguments = [numbered(x) for x in arguments]
            expected = outcome(expression, [x.copy() for x in arguments])
            if isinstance(expected, Exception):
                continue
            there = [moved(x, "meta") for x in arguments]
            with Watch() as seen, contextlib.suppress(Waited):
                found = outcome(expression, there)
                if isinstance(found, DeviceArray):
                    assert (found.shape, found.dtype) == (np.shape(expected), expected.dtype)
            waits.append(len(seen.waits))
            assert function in COPYING or not seen.copies, seen.copies
    assert max(waits, default=0) == int(function in WAITING)


# ------------------------------------------------------------------------------------------ methods and attributes
OWN = {  # not NumPy's: tests/devices/test_array.py
    "as_strided", "axes", "called", "check_writeable", "computed", "into", "like", "memory", "moved", "numpy", "place",
    "raw", "repeated", "seen", "shared", "tensor", "with_options",
}  # fmt: skip
METHODS = {
    "T": [lambda x: x.T], "shape": [lambda x: x.shape], "ndim": [lambda x: x.ndim], "size": [lambda x: x.size],
    "dtype": [lambda x: x.dtype], "itemsize": [lambda x: x.itemsize], "nbytes": [lambda x: x.nbytes],
    "strides": [lambda x: x.strides if x.size else 0, lambda x: x.T.strides if x.size else 0],
    "base": [lambda x: x.copy().base is None, lambda x: x[None].base is None],
    "flags": [lambda x: x.flags.writeable, lambda x: x.flags.c_contiguous, lambda x: x.T.flags.c_contiguous,
              lambda x: np.broadcast_to(x, (2, *x.shape)).flags.writeable],
    "copy": [lambda x: x.copy(), lambda x: x.T.copy().flags.c_contiguous, lambda x: x.copy(order="C")],
    "astype": [lambda x: x.astype(np.float32), lambda x: x.astype(np.int64) if x.dtype.kind != "f" else x,
               lambda x: x.astype(bool), lambda x: x.astype(x.dtype, copy=False) is x,
               lambda x: x.astype(x.dtype) is x],
    "view": [lambda x: x.view(x.dtype), lambda x: x.view(np.int32) if x.dtype == np.float32 else 0],
    "item": [lambda x: x.item() if x.size != 1 or x == x else 0], "tolist": [lambda x: np.where(x == x, x, 0).tolist()],
    "reshape": [lambda x: x.reshape(-1), lambda x: x.reshape(3, -1), lambda x: x.reshape((1, -1)),
                lambda x: x.reshape(()), lambda x: x.reshape([x.size, 1]), lambda x: x.reshape(np.int64(-1), 1)],
    "ravel": [lambda x: x.ravel()], "flatten": [lambda x: x.flatten()],
    "transpose": [lambda x: x.transpose(), lambda x: x.transpose(1, 0), lambda x: x.transpose((1, 0)),
                  lambda x: x.transpose(0, 2, 1), lambda x: x.transpose(None)],
    "swapaxes": [lambda x: x.swapaxes(0, 1)],
    "squeeze": [lambda x: x[None].squeeze(0), lambda x: x[..., None].squeeze()],
    "nonzero": [lambda x: x.nonzero()], "dot": [lambda x: x.dot(x.T), lambda x: x.dot(2)],
    "argsort": [lambda x: x.argsort(kind="stable")],
    "cumsum": [lambda x: x.cumsum(0), lambda x: x.cumsum(-1, np.float64)],
    "cumprod": [lambda x: x.cumprod(0)],
    **{name: [lambda x, name=name: getattr(x, name)(), lambda x, name=name: getattr(x, name)(0),
              lambda x, name=name: getattr(x, name)(-1, keepdims=True)]
       for name in ("sum", "mean", "prod", "max", "min", "all", "any", "argmax", "argmin")},
}  # fmt: skip


def test_the_methods_are_all_here():
    assert {name for name in dir(DeviceArray) if not name.startswith("_")} - OWN == set(METHODS)


@pytest.mark.filterwarnings("ignore:Mean of empty slice")
@pytest.mark.parametrize("name", METHODS)
def test_every_method(name):
    for expression, x in itertools.product(METHODS[name], ARRAYS):
        agree(expression, numbered(finite(x)) if name in ("sum", "prod", "cumsum", "cumprod", "dot", "tolist") else x)


def test_what_is_not_written_says_so():
    x = on_device(numbers((3,), "float32"))
    for wanted, call in {"np.sinc": lambda: np.sinc(x), "np.linalg.svd": lambda: np.linalg.svd(x),
                         "np.tile": lambda: np.tile(x, 2), "np.fft.fft": lambda: np.fft.fft(x)}.items():  # fmt: skip
        with pytest.raises(TypeError, match=f"{wanted} is not written for arrays on {x.place}"):
            call()
    with pytest.raises(AttributeError):
        x.byteswap()
