"""New arrays on a device: `np.zeros_like(x)` and its relatives, and what NumPy makes beside an array, `like=x`."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch

from tinygrad_lite.devices.array import DeviceArray, put
from tinygrad_lite.devices.numbers import as_torch
from tinygrad_lite.devices.tables import FUNCTIONS, creates


def filled(fill: Callable, alike: Callable, values: int = 0) -> Callable:
    """np.zeros_like and its relatives; `values`: how many arguments come before the dtype."""

    def make(x, *rest, dtype=None, order="K", subok=True, shape=None, fill_value=None):
        if shape is None and dtype is None and not rest and fill_value is None and order == "K":
            return x.like(alike(x.tensor))
        rest = rest if fill_value is None else (fill_value,)
        dtype = rest[values] if len(rest) > values else dtype
        size = x.tensor.shape if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
        kind = x.tensor.dtype if dtype is None else as_torch(dtype, x.place)
        value = [part.item() if isinstance(part, (np.generic, np.ndarray)) else part for part in rest[:values]]
        return x.like(fill(size, *value, dtype=kind, device=x.tensor.device))

    return make


FUNCTIONS[np.zeros_like] = filled(torch.zeros, torch.zeros_like)
FUNCTIONS[np.ones_like] = filled(torch.ones, torch.ones_like)
FUNCTIONS[np.empty_like] = filled(torch.empty, torch.empty_like)
FUNCTIONS[np.full_like] = filled(torch.full, torch.full_like, 1)


@creates(np.asarray)
def asarray(like, data, dtype=None):
    """Numbers from the host, on the device of `like`; what lies there already, as it is."""
    if isinstance(data, DeviceArray):
        return data if dtype is None else data.astype(dtype, copy=False)
    return put(np.asarray(data, dtype), like.place)


@creates(np.array)
def array(like, data, dtype=None):
    return asarray(like, data, dtype).copy() if isinstance(data, DeviceArray) else asarray(like, data, dtype)


@creates(np.ascontiguousarray)
def ascontiguousarray(like, data, dtype=None):
    found = asarray(like, data, dtype)
    return like.like(found.tensor.contiguous().reshape(found.tensor.shape or (1,)))


@creates(np.arange)
def arange(like, *numbers, dtype=None):
    if dtype is None and len(numbers) == 1 and type(numbers[0]) is int:
        return like.like(torch.arange(numbers[0], device=like.tensor.device))
    start, stop, step = (0, *numbers, 1) if len(numbers) == 1 else (*numbers, 1)[:3]
    kind = np.result_type(np.int64, *map(type, numbers)) if dtype is None else dtype
    count = max(math.ceil((stop - start) / step), 0)
    places = torch.arange(count, dtype=as_torch(kind, like.place), device=like.tensor.device)
    return like.like(places if start == 0 and step == 1 else places * step + start)


@creates(np.tri)
def tri(like, N, M=None, k=0, dtype=float):
    M = N if M is None else M
    rows, columns = (torch.arange(n, device=like.tensor.device) for n in (N, M))
    return like.like((rows[:, None] + k >= columns).to(as_torch(dtype, like.place)))


@creates(np.eye)
def eye(like, N, M=None, k=0, dtype=float, order="C", device=None):
    M = N if M is None else M
    rows, columns = (torch.arange(n, device=like.tensor.device) for n in (N, M))
    return like.like((rows[:, None] + k == columns).to(as_torch(dtype, like.place)))


@creates(np.zeros)
def zeros(like, shape, dtype=float, order="C", device=None):
    return np.zeros_like(like, dtype or float, shape=shape)


@creates(np.ones)
def ones(like, shape, dtype=float, order="C", device=None):
    return np.ones_like(like, dtype or float, shape=shape)


@creates(np.empty)
def empty(like, shape, dtype=float, order="C", device=None):
    return np.empty_like(like, dtype or float, shape=shape)


@creates(np.full)
def full(like, shape, fill_value, dtype=None, order="C", device=None):
    return np.full_like(like, fill_value, np.asarray(fill_value).dtype if dtype is None else dtype, shape=shape)
