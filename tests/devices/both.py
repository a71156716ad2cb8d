"""One expression computed twice, with NumPy's arrays and with those of a device, and the results held side by side."""

import os

import numpy as np

import tinygrad_lite as tg
from tests.on_device import no_products_there
from tinygrad_lite.backend import DeviceError, OtherArray, moved, on_host

PLACE = str(tg.device(os.environ.get("TG_TEST_DEVICE", "cpu").replace("cpu", "torch")))
CLOSE = {"float16": (2e-3, 1e-3), "float32": (3e-6, 1e-6), "float64": (1e-13, 1e-13)}  # rtol, atol: a few last places
REFUSALS = (TypeError, ValueError, IndexError)  # with which NumPy says that something cannot be

np_float = [float("nan"), float("inf"), -float("inf"), -2.5, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0]
np_whole = [-3, -2, -1, 0, 1, 2, 3, 5]


def numbers(shape, dtype, seed=0, special=True):
    """Numbers of a shape and dtype; `special`: nan and inf among the floats."""
    random, dtype = np.random.default_rng([seed, len(shape)]), np.dtype(dtype)
    if dtype.kind == "f":
        values = np.array(np_float if special else np_float[3:])
    else:
        values = np.array(np_whole if dtype.kind == "i" else [0, 1, 2, 3, 5] if dtype.kind == "u" else [False, True])
    return random.choice(values, size=shape).astype(dtype)


def on_device(value):
    """The arrays within, on the device; all else as it is."""
    if isinstance(value, np.ndarray):
        return moved(value, PLACE)
    return type(value)(map(on_device, value)) if isinstance(value, (list, tuple)) else value


def outcome(expression, arguments):
    """What an expression gives, or the error by which it says that it cannot be."""
    try:
        with np.errstate(all="ignore"):
            return expression(*arguments)
    except REFUSALS as error:
        return error


def agree(expression, *arguments, what=""):
    """Both give the same: values, shapes and dtypes, or an error. Whether it was no error."""
    host_arguments = [value.copy("K") if isinstance(value, np.ndarray) else value for value in arguments]
    floats = [x.dtype for x in host_arguments if isinstance(x, np.ndarray) and x.dtype.kind == "f"]
    coarsest = min(floats, key=lambda dtype: dtype.itemsize, default=None)  # the result is as exact as this one
    expected = outcome(expression, host_arguments)
    try:
        device_arguments = [on_device(value) for value in arguments]
        found = outcome(expression, device_arguments)
    except DeviceError as error:
        if "knows no float64" in str(error):  # Apple's GPU
            return True
        raise
    if no_products_there(found):
        return True
    what = what or f"{[(x.shape, x.dtype) if isinstance(x, np.ndarray) else x for x in arguments]}"
    compare(found, expected, what, coarsest)
    for position, (host, device) in enumerate(zip(host_arguments, device_arguments)):  # what was written to
        if isinstance(host, np.ndarray) and not isinstance(expected, Exception):
            compare(device, host, f"{what}, argument {position} afterwards", coarsest)
    return not isinstance(expected, Exception)


def compare(found, expected, what, coarsest=None):
    if isinstance(expected, Exception) or isinstance(found, Exception):
        assert isinstance(expected, Exception), f"{what}: {found!r}, but NumPy gives {expected!r}"
        assert isinstance(found, Exception), f"{what}: {found!r}, but NumPy refuses: {expected!r}"
    elif isinstance(expected, (list, tuple)):
        assert len(found) == len(expected), what
        for one, other in zip(found, expected):
            compare(one, other, what, coarsest)
    elif isinstance(expected, (np.ndarray, np.generic)) and not isinstance(found, (np.generic, bool, int, float)):
        assert isinstance(found, OtherArray), f"{what}: {type(found)} did not stay on the device"
        same(on_host(found), np.asarray(expected), what, coarsest)
    else:
        assert found == expected, f"{what}: {found!r}, NumPy {expected!r}"


def same(found, expected, what, coarsest=None):
    assert found.shape == expected.shape, f"{what}: shape {found.shape}, NumPy {expected.shape}"
    assert found.dtype == expected.dtype, f"{what}: dtype {found.dtype}, NumPy {expected.dtype}"
    if expected.dtype.kind != "f":
        np.testing.assert_array_equal(found, expected, what)
        return
    coarsest = min(coarsest or expected.dtype, expected.dtype, key=lambda dtype: dtype.itemsize)
    rtol, atol = CLOSE[coarsest.name]
    np.testing.assert_allclose(found, expected, rtol, atol, err_msg=what)
