"""Making tensors: from data, filled, counted, drawn at random. Names and arguments are PyTorch's."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, said
from tinygrad_lite.backend import (
    Device,
    Generator,
    as_dtype,
    default_dtype,
    default_generator,
    get_default_device,
    int64,
    moved,
    new_array,
)
from tinygrad_lite.ops.common import (
    cast,
    need_64_bits,
    need_bool,
    need_fit,
    need_number,
    need_room,
    need_tensor,
    new_shape,
    shown,
    whole,
)
from tinygrad_lite.tensor import Tensor


def finished(array: Any, dtype: Any, device: Any, requires_grad: bool) -> Tensor:
    """A tensor of the array, in `dtype` if one was asked for."""
    if dtype is not None:
        array = array.astype(as_dtype(dtype), copy=False)
    return wanting(Tensor(moved(array, device)), requires_grad)


def wanting(made: Tensor, requires_grad: bool) -> Tensor:
    """The tensor, which wants a gradient if that was asked for."""
    if requires_grad is not False:
        need_bool(requires_grad, "requires_grad", "it")
    return made.requires_grad_() if requires_grad else made


def on(device: Any) -> Any:
    """For NumPy's `like=`: an array of the device on which a new one shall be made; None for the CPU."""
    device = get_default_device() if device is None else Device(device)
    return None if device.type == "cpu" else example(device)


@functools.cache
def example(device: Device) -> Any:
    return moved(np.zeros(1, default_dtype), device)


def float_dtype(dtype: Any) -> np.dtype:
    return default_dtype if dtype is None else as_dtype(dtype)


def drawn_dtype(dtype: Any, name: str) -> np.dtype:
    """The dtype of random numbers that are no whole ones."""
    dtype = float_dtype(dtype)
    if dtype.kind != "f":
        raise RuntimeError(f"{name}: draws floats, which {dtype} cannot hold. For whole numbers use tg.randint.")
    return dtype


def sizes(size: Any, more: tuple) -> tuple:
    """All sizes of a call such as `zeros(2, 3)`, `zeros((2, 3))` or `zeros(size=(2, 3))`; none for `zeros()`."""
    return () if size is None and not more else (size, *more)


def given_shape(size: Any, name: str) -> tuple[int, ...]:
    """A shape that has to come as a tuple or list, other arguments standing beside it."""
    if not isinstance(size, (tuple, list)):
        raise TypeError(f"{name}: size must be a tuple, as in (2, 3) or (3,), got {type(size).__name__} {size!r:.60}.")
    return new_shape((size,), name)


def tensor(data: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor of a copy of `data`: a number, nested lists of numbers, or a NumPy array. `torch.tensor`.

    Python floats become float32, ints int64, bools bool; NumPy's arrays and numbers keep their dtype, also in lists.

    >>> tg.tensor([[1.0, 2.0], [3.0, 4.0]])
    tensor([[1., 2.],
            [3., 4.]])
    >>> tg.tensor([1, 2]).dtype, tg.tensor(0.5).dtype
    (dtype('int64'), dtype('float32'))
    """
    if isinstance(data, Tensor):
        data = data.array
    return wanting(Tensor(new_array(data, dtype, device)), requires_grad)


def as_tensor(data: Any, dtype: Any = None, device: Any = None) -> Tensor:
    """As `tensor`, but without a copy where none is needed. `torch.as_tensor`."""
    if isinstance(data, Tensor):
        return data.to(dtype=dtype, device=device)
    if isinstance(data, np.ndarray):
        return finished(data, dtype, device, False)
    return tensor(data, dtype=dtype, device=device)


def from_numpy(array: np.ndarray) -> Tensor:
    """A tensor that shares the memory of a NumPy array, on the CPU. `torch.from_numpy`.

    >>> import numpy as np
    >>> array = np.zeros(2)
    >>> x = tg.from_numpy(array)
    >>> array[0] = 5
    >>> x
    tensor([5., 0.], dtype=float64)
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(f"from_numpy: needs a NumPy array, got {type(array).__name__}; for lists use tg.tensor.")
    as_dtype(array.dtype)
    return Tensor(array)


def zeros(size: Any = None, *more: int, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 0, float32 unless `dtype` says otherwise: `zeros(2, 3)` or `zeros((2, 3))`. `torch.zeros`."""
    made = np.zeros(new_shape(sizes(size, more), "zeros"), float_dtype(dtype), like=on(device))
    return finished(made, None, device, requires_grad)


def ones(size: Any = None, *more: int, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 1, float32 unless `dtype` says otherwise. `torch.ones`."""
    made = np.ones(new_shape(sizes(size, more), "ones"), float_dtype(dtype), like=on(device))
    return finished(made, None, device, requires_grad)


def full(size: Any, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All `fill_value`, in the dtype that `tensor(fill_value)` has. `torch.full`."""
    if dtype is not None:
        need_fit(fill_value, as_dtype(dtype), "full")
        fill_value = cast(fill_value, as_dtype(dtype), "full") if isinstance(fill_value, int) else fill_value
    value = new_array(fill_value, dtype, "cpu")
    if value.ndim:
        raise TypeError(f"full: fill_value must be a single number, got {said(fill_value)}.")
    made = np.full(given_shape(size, "full"), value, value.dtype, like=on(device))
    return finished(made, None, device, requires_grad)


def arange(
    start: Any = 0, end: Any = None, step: Any = 1, *, dtype: Any = None, device: Any = None,
    requires_grad: bool = False,
) -> Tensor:  # fmt: skip
    """`start`, `start + step`, … up to but without `end`; `arange(n)` counts from 0. int64 for ints. `torch.arange`.

    >>> tg.arange(3), tg.arange(1, 2, 0.5)
    (tensor([0, 1, 2]), tensor([1.0000, 1.5000]))
    """
    if end is None:
        start, end = 0, start
    for argument, value in (("start", start), ("end", end), ("step", step)):
        if not isinstance(value, bool):  # False and True count as 0 and 1, as in PyTorch
            need_number(value.item() if isinstance(value, Tensor) else value, "arange", argument)
        if isinstance(value, int):
            need_64_bits(value, "arange")
    if step == 0 or not 0 <= (end - start) / step < np.inf:
        raise RuntimeError(f"arange: cannot count from {start} to {end} in steps of {step}.")
    need_room((math.ceil((end - start) / step),), "arange")
    if dtype is None:
        dtype = int64 if all(isinstance(value, (int, np.integer)) for value in (start, end, step)) else default_dtype
    return finished(np.arange(start, end, step, like=on(device)), dtype, device, requires_grad)


@checked
def linspace(
    start: float, end: float, steps: int, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """`steps` numbers at equal distances from `start` to `end`, both included. `torch.linspace`.

    >>> tg.linspace(0, 1, 5)
    tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000])
    """
    steps = whole(steps, "linspace", "steps")
    need_room((max(steps, 0),), "linspace")
    if steps < 0:
        raise RuntimeError(f"linspace: steps must not be negative, got {steps}.")
    return finished(np.linspace(float(start), float(end), steps), float_dtype(dtype), device, requires_grad)


def eye(n: int, m: int | None = None, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """A matrix of n rows and m (or n) columns, 1 on the diagonal and 0 elsewhere. `torch.eye`."""
    n, m = whole(n, "eye", "n"), None if m is None else whole(m, "eye", "m")
    if n < 0 or (m or 0) < 0:
        raise RuntimeError(f"eye: the numbers of rows and columns must not be negative, got n={n}, m={m}.")
    need_room((n, n if m is None else m), "eye")
    return finished(np.eye(n, m, dtype=float_dtype(dtype), like=on(device)), None, device, requires_grad)


@checked
def rand(
    size: Any = None,
    *more: int,
    generator: Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random numbers, all equally likely from 0 to 1. `torch.rand`; the same seed gives other numbers than there."""
    shape = new_shape(sizes(size, more), "rand")
    drawn = (generator or default_generator(device)).uniform(0, 1, shape, drawn_dtype(dtype, "rand"))
    return finished(drawn, None, device, requires_grad)


@checked
def randn(
    size: Any = None,
    *more: int,
    generator: Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random numbers from the normal distribution of mean 0 and standard deviation 1. `torch.randn`."""
    shape = new_shape(sizes(size, more), "randn")
    drawn = (generator or default_generator(device)).normal(0, 1, shape, drawn_dtype(dtype, "randn"))
    return finished(drawn, None, device, requires_grad)


@checked
def randint(
    low: int = 0,
    high: Any = None,
    size: Any = None,
    *,
    generator: Generator | None = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Random integers from `low` (0 if left out) up to but without `high`: `randint(10, (3,))`. `torch.randint`."""
    if size is None:  # randint(10, (3,))
        low, high, size = 0, low, high
    elif high is None:  # randint(10, size=(3,))
        low, high = 0, low
    if size is None:
        raise TypeError("randint: the size is missing, as in randint(10, (3,)).")
    low, high, shape = *bounds(low, high, "randint"), given_shape(size, "randint")
    drawn = (generator or default_generator(device)).integers(
        low, high, shape, as_dtype(int64 if dtype is None else dtype)
    )
    return finished(drawn, None, device, requires_grad)


def bounds(low: Any, high: Any, name: str) -> tuple[int, int]:
    """The bounds of random integers."""
    low, high = whole(low, name, "low"), whole(high, name, "high")
    if low >= high:
        raise ValueError(f"{name}: needs low < high, got low={shown(low)}, high={shown(high)}.")
    if low < -(2**63) or high > 2**63:
        raise RuntimeError(f"{name}: draws int64, from -2**63 to 2**63 - 1; got low={shown(low)}, high={shown(high)}.")
    return low, high


@checked
def randperm(n: int, *, generator: Generator | None = None, dtype: Any = None, device: Any = None) -> Tensor:
    """The numbers 0 to n - 1 in random order, int64 unless `dtype` says otherwise. `torch.randperm`."""
    n = whole(n, "randperm", "n")
    if n < 0:
        raise RuntimeError(f"randperm: n must not be negative, got {n}.")
    need_room((n,), "randperm")
    dtype = int64 if dtype is None else as_dtype(dtype)
    if n:
        need_fit(n - 1, dtype, "randperm")
    return finished((generator or default_generator(device)).permutation(n), dtype, device, False)


def as_is(input: Tensor, dtype: Any, device: Any) -> dict[str, Any]:
    """The dtype and the device that were asked for, else those of `input`."""
    return {"dtype": input.dtype if dtype is None else dtype, "device": input.device if device is None else device}


def zeros_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 0, of the shape and (unless `dtype` is given) dtype of `input`. `torch.zeros_like`."""
    need_tensor("zeros_like", input)
    return zeros(input.shape, requires_grad=requires_grad, **as_is(input, dtype, device))


def ones_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """All 1, of the shape and (unless `dtype` is given) dtype of `input`. `torch.ones_like`."""
    need_tensor("ones_like", input)
    return ones(input.shape, requires_grad=requires_grad, **as_is(input, dtype, device))


def full_like(
    input: Tensor, fill_value: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """All `fill_value`, of the shape and (unless `dtype` is given) dtype of `input`. `torch.full_like`."""
    need_tensor("full_like", input)
    return full(input.shape, fill_value, requires_grad=requires_grad, **as_is(input, dtype, device))


@checked
def rand_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """As `rand`, of the shape and dtype of `input`. `torch.rand_like`."""
    need_tensor("rand_like", input)
    return rand(input.shape, requires_grad=requires_grad, **as_is(input, dtype, device))


@checked
def randn_like(input: Tensor, *, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Tensor:
    """As `randn`, of the shape and dtype of `input`. `torch.randn_like`."""
    need_tensor("randn_like", input)
    return randn(input.shape, requires_grad=requires_grad, **as_is(input, dtype, device))


@checked
def randint_like(
    input: Tensor, low: int, high: Any = None, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """As `randint`, of the shape and dtype of `input`. `torch.randint_like`."""
    need_tensor("randint_like", input)
    low, high = bounds(0 if high is None else low, low if high is None else high, "randint_like")
    return randint(low, high, input.shape, requires_grad=requires_grad, **as_is(input, dtype, device))
