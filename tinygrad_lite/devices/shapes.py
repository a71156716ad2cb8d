"""NumPy's functions that give arrays another shape, turn them or put them together."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from tinygrad_lite.devices.array import DeviceArray, ReadOnly, first
from tinygrad_lite.devices.numbers import NUMPY, as_torch
from tinygrad_lite.devices.tables import FUNCTIONS, handles

FUNCTIONS[np.ndim] = lambda x: x.ndim
FUNCTIONS[np.shape] = lambda x: x.shape
FUNCTIONS[np.size] = lambda x, axis=None: x.size if axis is None else x.shape[axis]


@handles(np.broadcast_to)
def broadcast_to(x, shape):
    return x.repeated((shape,) if isinstance(shape, int) else tuple(shape))


@handles(np.concatenate)
def concatenate(arrays, axis=0, out=None, dtype=None):
    some = first(arrays)
    parts = together(some, arrays, dtype if out is None else out.dtype)
    if axis is None:
        parts, axis = [part.reshape(-1) for part in parts], 0
    axis = normalize_axis_index(axis, parts[0].ndim)
    if any([part.ndim != parts[0].ndim for part in parts]):
        raise ValueError("all the input array dimensions must match")
    if out is None:
        return some.like(torch.cat(parts, axis))
    out.check_writeable()
    if tuple(out.shape) != joined(parts, axis):
        raise ValueError(f"the array for the result has shape {out.shape}; {joined(parts, axis)} is needed.")
    torch.cat(parts, axis, out=out.tensor)
    return out


def joined(parts: list, axis: int) -> tuple[int, ...]:
    shape = list(parts[0].shape)
    shape[axis] = sum([part.shape[axis] for part in parts])
    return tuple(shape)


def together(some: DeviceArray, arrays: Any, dtype: Any) -> list[torch.Tensor]:
    """Tensors in one dtype, to be put side by side."""
    raw = [x.tensor if type(x) is DeviceArray else some.raw(x) for x in arrays]
    if dtype is None and len({x.dtype for x in raw}) == 1:
        return raw
    kind = np.result_type(*[NUMPY[x.dtype] for x in raw])
    if dtype is not None and not np.can_cast(kind, dtype, "same_kind"):
        raise TypeError(f"cannot cast array data from {kind} to {np.dtype(dtype)}")
    wanted = as_torch(kind if dtype is None else dtype, some.place)
    return [x.to(wanted) for x in raw]


@handles(np.stack)
def stack(arrays, axis=0, dtype=None):
    some = first(arrays)
    return some.like(torch.stack(together(some, arrays, dtype), axis))


@handles(np.split)
def split(x, indices_or_sections, axis=0):
    if isinstance(indices_or_sections, int):
        if x.shape[axis] % indices_or_sections:
            raise ValueError("array split does not result in an equal division")
        parts = torch.tensor_split(x.tensor, indices_or_sections, axis)
    else:
        parts = torch.tensor_split(x.tensor, [int(n) for n in indices_or_sections], axis)
    return [x.seen(part) for part in parts]


@handles(np.flip)
def flip(m, axis=None):
    return ReadOnly(m.tensor.flip(normalize_axis_tuple(range(m.ndim) if axis is None else axis, m.ndim)), m.place)


@handles(np.moveaxis)
def moveaxis(a, source, destination):
    source, destination = normalize_axis_tuple(source, a.ndim), normalize_axis_tuple(destination, a.ndim)
    return a.seen(a.tensor.movedim(source, destination))


@handles(np.expand_dims)
def expand_dims(a, axis):
    axes, tensor = axis if isinstance(axis, (tuple, list)) else (axis,), a.tensor
    for place in sorted(normalize_axis_tuple(axes, tensor.ndim + len(axes))):
        tensor = tensor.unsqueeze(place)
    return a.seen(tensor)


@handles(np.atleast_1d)
def atleast_1d(x):
    return x if x.ndim else x.reshape(1)


@handles(np.pad)
def pad(array, pad_width, mode="constant", constant_values=0):
    if mode != "constant":
        raise TypeError(f"np.pad with mode={mode!r} is not written for arrays on {array.place}.")
    sides = np.broadcast_to(np.asarray(pad_width), (array.ndim, 2)).tolist()
    flat = [n for pair in reversed(sides) for n in pair]
    return array.like(torch.nn.functional.pad(array.tensor, flat, value=constant_values))


@handles(np.diag)
def diag(v, k=0):
    return v.like(torch.diag(v.tensor, k))


@handles(np.fill_diagonal)
def fill_diagonal(a, val, wrap=False):
    a.check_writeable()
    a.tensor.fill_diagonal_(val.item() if hasattr(val, "item") else val, wrap)
