"""NumPy's other functions, by PyTorch's: choosing, products, comparisons; and those that are methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from tinygrad_lite.backend import DeviceError
from tinygrad_lite.devices.array import DeviceArray, first
from tinygrad_lite.devices.methods import finished, ordered
from tinygrad_lite.devices.numbers import NUMPY, as_torch, single
from tinygrad_lite.devices.tables import FUNCTIONS, UFUNCS, handles


def method(name: str) -> Callable:
    """np.sum(x, …), which is x.sum(…)"""

    def call(x: Any, *args: Any, **options: Any) -> Any:
        if not isinstance(x, DeviceArray):
            place = first([*args, *options.values()]).place
            raise DeviceError(f"np.{name}: one operand lies on the CPU, another on {place}.")
        return getattr(x, name)(*args, **options)

    return call


METHODS = (
    "sum", "mean", "prod", "max", "min", "all", "any", "argmax", "argmin", "cumsum", "cumprod", "argsort", "reshape",
    "transpose", "swapaxes", "squeeze", "ravel", "copy", "nonzero",
)  # fmt: skip
for name in METHODS:
    FUNCTIONS[getattr(np, name)] = method(name)


@handles(np.where)
def where(condition, *values):
    if not values:
        return condition.nonzero()
    some = first((condition, *values))
    x, y = [value.tensor if type(value) is DeviceArray else some.raw(value) for value in values]
    if alike(x, y):
        kind = (x if isinstance(x, torch.Tensor) else y).dtype
    else:
        kind = as_torch(
            np.result_type(*[NUMPY[v.dtype] if isinstance(v, torch.Tensor) else v for v in (x, y)]), some.place
        )
    x, y = [as_one_of(v, kind, some.tensor.device) for v in (x, y)]
    if isinstance(condition, (bool, np.bool_)):
        condition = torch.full((), bool(condition), device=some.tensor.device)
    else:
        condition = some.raw(condition)
    return some.like(torch.where(condition if condition.dtype is torch.bool else condition.bool(), x, y))


def as_one_of(value: Any, kind: torch.dtype, device: torch.device) -> torch.Tensor:
    """A tensor or a number as a tensor of this dtype."""
    if not isinstance(value, torch.Tensor):
        return single(value, kind, device)
    return value if value.dtype is kind else value.to(kind)


def alike(x: Any, y: Any) -> bool:
    """Whether both are of one dtype, or a tensor of floats and a Python number, which takes its dtype."""
    if isinstance(x, torch.Tensor) and isinstance(y, torch.Tensor):
        return x.dtype is y.dtype
    tensor, number = (x, y) if isinstance(x, torch.Tensor) else (y, x)
    return isinstance(tensor, torch.Tensor) and tensor.dtype.is_floating_point and type(number) in (int, float)


def in_one_dtype(some: DeviceArray, *values: Any) -> list[torch.Tensor]:
    """Factors in one dtype, to which NumPy's products bring them by themselves."""
    raw = [value.tensor if type(value) is DeviceArray else some.raw(value) for value in values]
    if all(map(torch.is_tensor, raw)) and len({x.dtype for x in raw}) == 1:
        return raw
    kind = as_torch(np.result_type(*[NUMPY[x.dtype] if isinstance(x, torch.Tensor) else x for x in raw]), some.place)
    return [as_one_of(x, kind, some.tensor.device) for x in raw]


@handles(np.dot)
def dot(a, b, out=None):
    if type(a) is type(b) is DeviceArray and out is None:
        x, y = a.tensor, b.tensor
        if x.dtype is y.dtype and x.dtype.is_floating_point and x.ndim and 0 < y.ndim < 3:
            return a.like(torch.matmul(x, y))
    some = first((a, b))
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        a, b = (value if isinstance(value, DeviceArray) else np.asarray(value) for value in (a, b))
        return finished(a * b, out)
    x, y = in_one_dtype(some, a, b)
    if y.ndim > 2:
        return finished(some.like(torch.tensordot(x, y, ([-1], [-2]))), out)
    return finished(some.like(UFUNCS[np.matmul][0](x, y)), out)


@handles(np.vdot)
def vdot(a, b):
    return a.reshape(-1).dot(b.reshape(-1))


@handles(np.einsum)
def einsum(equation, *operands, out=None, optimize=None):
    some = first(operands)
    factors = in_one_dtype(some, *operands)
    if factors[0].dtype is torch.bool:
        return finished(some.like(torch.einsum(equation, *[x.float() for x in factors]) > 0), out)
    result = torch.einsum(equation, *factors).to(factors[0].dtype)  # PyTorch adds up int32 in int64
    return finished(some.like(result), out)


@handles(np.bincount)
def bincount(x, weights=None, minlength=0):
    """With weights and a number of places; PyTorch's own bincount waits for the device to learn how many there are."""
    if weights is None:
        return x.like(torch.bincount(x.tensor, minlength=minlength))
    kind = as_torch(np.float64, x.place) if x.place.type != "mps" else weights.tensor.dtype
    counts = torch.zeros(minlength, dtype=kind, device=x.tensor.device)
    return x.like(counts.index_add_(0, x.tensor.long(), weights.tensor.to(kind)))


@handles(np.count_nonzero)
def count_nonzero(a, axis=None, *, keepdims=False):
    return (a != 0).sum(axis, keepdims=keepdims)


@handles(np.clip)
def clip(a, a_min=None, a_max=None, out=None):
    result = a if a_min is None else np.maximum(a, a_min)
    result = result if a_max is None else np.minimum(result, a_max)
    return finished(result if result is not a else a.copy(), out)


@handles(np.isclose)
def isclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=False):
    some = first((a, b))
    x, y = in_one_dtype(some, a, b)
    return some.like(torch.isclose(x, y, rtol, atol, equal_nan))


@handles(np.array_equal)
def array_equal(a1, a2, equal_nan=False):
    """One number leaves the device: this waits for it."""
    if a1.shape != a2.shape:
        return False
    same = a1 == a2
    return bool((same | ((a1 != a1) & (a2 != a2))).all() if equal_nan else same.all())


@handles(np.may_share_memory, np.shares_memory)
def may_share_memory(a, b, max_work=None):
    return isinstance(a, DeviceArray) and isinstance(b, DeviceArray) and a.memory == b.memory


@handles(np.result_type)
def result_type(*values):
    return np.result_type(*[value.dtype if isinstance(value, DeviceArray) else value for value in values])


@handles(np.can_cast)
def can_cast(from_, to, casting="safe"):
    return np.can_cast(from_.dtype, to, casting)


@handles(np.flatnonzero)
def flatnonzero(a):
    return a.reshape(-1).nonzero()[0]


@handles(np.round)
def round_(a, decimals=0, out=None):
    if a.dtype == bool:
        if decimals:
            raise TypeError("round: bools have no decimals")
        a = a.astype(np.float16)
    result = a.tensor.round(decimals=decimals) if a.tensor.dtype.is_floating_point else a.tensor.clone()
    return finished(a.like(result), out)


@handles(np.sort)
def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    tensor, axis = (a.tensor.reshape(-1), 0) if axis is None else (a.tensor, normalize_axis_index(axis, a.ndim))
    return a.like(torch.sort(ordered(tensor), dim=axis).values.to(tensor.dtype))


@handles(np.take_along_axis)
def take_along_axis(arr, indices, axis=-1):
    return arr.like(torch.take_along_dim(arr.tensor, indices.tensor.long(), axis))


@handles(np.linalg.norm)
def norm(x, ord=None, axis=None, keepdims=False):
    if ord is not None and (x.ndim != 1 if axis is None else isinstance(axis, tuple)):
        raise TypeError(f"np.linalg.norm of a matrix, with ord={ord!r}, is not written for arrays on {x.place}.")
    axis = axis if axis is None else normalize_axis_tuple(axis, x.ndim)
    tensor = x.tensor if x.tensor.dtype.is_floating_point else x.tensor.to(as_torch(np.float64, x.place))
    return x.like(torch.linalg.vector_norm(tensor, 2 if ord is None else ord, axis, keepdims))
