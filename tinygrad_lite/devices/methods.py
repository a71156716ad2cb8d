"""The methods of `np.ndarray` for arrays on a device: reductions and other shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from tinygrad_lite.backend import Device, OtherArray
from tinygrad_lite.devices.numbers import as_torch, translated


class Flags:
    """Of `flags`: what the operations ask for."""

    def __init__(self, array: Any):
        self.c_contiguous = array.tensor.is_contiguous()
        self.array = array

    @property
    def writeable(self) -> bool:
        try:
            self.array.check_writeable()
        except ValueError:
            return False
        return True


class Methods(OtherArray):
    """Of an array: what its class, in `array.py`, need not know of."""

    __slots__ = ()
    tensor: torch.Tensor
    place: Device
    like: Callable[[torch.Tensor], Any]  # an array of another tensor on the same device
    seen: Callable[[torch.Tensor], Any]  # the same where the tensor is a view
    check_writeable: Callable[[], None]

    # ------------------------------------------------------------------------------- other shapes
    def reshape(self, *shape: Any, order: str = "C") -> Any:
        shape = tuple(shape[0]) if len(shape) == 1 and not isinstance(shape[0], (int, np.integer)) else shape
        try:
            return self.seen(self.tensor.reshape([int(n) for n in shape]))
        except RuntimeError as error:
            raise translated(error) from None

    def ravel(self) -> Any:
        return self.reshape(-1)

    def flatten(self) -> Any:
        return self.reshape(-1).copy()

    def transpose(self, *axes: Any) -> Any:
        axes = tuple(axes[0]) if len(axes) == 1 and isinstance(axes[0], (tuple, list)) else axes
        if not axes or axes == (None,):
            axes = tuple(range(self.tensor.ndim))[::-1]
        try:
            return self.seen(self.tensor.permute([int(a) for a in axes]))
        except RuntimeError as error:
            raise translated(error) from None

    def swapaxes(self, axis1: int, axis2: int) -> Any:
        first, second = (normalize_axis_index(axis, self.tensor.ndim) for axis in (axis1, axis2))
        return self.seen(self.tensor.transpose(first, second))

    def squeeze(self, axis: Any = None) -> Any:
        if axis is None:
            return self.seen(self.tensor.squeeze())
        axes = self.axes(axis)
        if any([self.tensor.shape[a] != 1 for a in axes]):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        return self.seen(self.tensor.squeeze(axes))

    def view(self, dtype: Any) -> Any:
        return self.seen(self.tensor.view(as_torch(dtype, self.place)))

    def as_strided(self, shape: Any, strides: Any) -> Any:
        """A view with other steps, in bytes; for `backend.strided`."""
        steps = [n // self.tensor.itemsize for n in strides]
        return self.seen(self.tensor.as_strided(shape, steps, self.tensor.storage_offset()))

    # ------------------------------------------------------------------------------- reductions
    def axes(self, axis: Any) -> tuple[int, ...]:
        """The axes of a reduction. (Of an array without any, NumPy takes 0 and -1 for what is not there.)"""
        ndim = self.tensor.ndim
        if axis is None:
            return tuple(range(ndim))
        if type(axis) is int and -ndim <= axis < ndim:
            return (axis,)
        return () if not ndim and axis in (0, -1) else normalize_axis_tuple(axis, ndim)

    def sum(self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        tensor, axes = self.tensor, self.axes(axis)
        kind = kind_for(self, dtype, out)
        if not axes:  # for PyTorch, no axes are all
            whole = not tensor.dtype.is_floating_point and kind is None
            return finished(self.like(tensor.to(torch.int64 if whole else kind or tensor.dtype, copy=True)), out)
        return finished(self.like(tensor.sum(axes, keepdims, dtype=kind)), out)

    def mean(self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        tensor, axes = self.tensor, self.axes(None) if axis is None else normalize_axis_tuple(axis, self.tensor.ndim)
        if dtype is None and not tensor.dtype.is_floating_point:
            dtype = np.float64
        kind = tensor.dtype if dtype is None else as_torch(dtype, self.place)
        mean = tensor.mean(axes, keepdims, dtype=kind) if axes else tensor.to(kind, copy=True)
        return finished(self.like(mean), out)

    def max(self, axis: Any = None, out: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
        return finished(self.like(extreme(torch.amax, torch.clamp_min, self, axis, keepdims, initial)), out)

    def min(self, axis: Any = None, out: Any = None, keepdims: bool = False, initial: Any = None) -> Any:
        return finished(self.like(extreme(torch.amin, torch.clamp_max, self, axis, keepdims, initial)), out)

    def all(self, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        tensor, axes = self.tensor.bool(), self.axes(axis)
        return finished(self.like(torch.all(tensor, axes, keepdims) if axes else tensor), out)

    def any(self, axis: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        tensor, axes = self.tensor.bool(), self.axes(axis)
        return finished(self.like(torch.any(tensor, axes, keepdims) if axes else tensor), out)

    def argmax(self, axis: Any = None, out: Any = None, *, keepdims: bool = False) -> Any:
        return finished(self.like(torch.argmax(ordered(self.tensor), axis, keepdims)), out)

    def argmin(self, axis: Any = None, out: Any = None, *, keepdims: bool = False) -> Any:
        return finished(self.like(torch.argmin(ordered(self.tensor), axis, keepdims)), out)

    def prod(self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False) -> Any:
        kind, tensor = kind_for(self, dtype, out), self.tensor
        axes = sorted([a % tensor.ndim for a in self.axes(axis)], reverse=True)
        if not axes:
            whole = not tensor.dtype.is_floating_point and kind is None
            return finished(self.like(tensor.to(torch.int64 if whole else kind or tensor.dtype, copy=True)), out)
        for a in axes:
            tensor = tensor.prod(a, keepdims, dtype=kind)
        return finished(self.like(tensor), out)

    def cumsum(self, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
        tensor, kind = flat_if(self.tensor, axis), kind_for(self, dtype, out)
        return finished(self.like(tensor.cumsum(axis or 0, dtype=kind)), out)

    def cumprod(self, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
        tensor, kind = flat_if(self.tensor, axis), kind_for(self, dtype, out)
        return finished(self.like(tensor.cumprod(axis or 0, dtype=kind)), out)

    def argsort(self, axis: Any = -1, kind: Any = None) -> Any:
        tensor = flat_if(self.tensor, axis)
        return self.like(ordered(tensor).argsort(dim=-1 if axis is None else axis, stable=True))

    def dot(self: Any, other: Any) -> Any:
        return np.dot(self, other)

    def nonzero(self) -> tuple:
        """The places of what is not 0. How many there are, only the device knows: this waits for it."""
        if not self.tensor.ndim:
            raise ValueError("nonzero: needs one dimension at least")
        return tuple([self.like(places) for places in self.tensor.nonzero(as_tuple=True)])


def kind_for(array: Methods, dtype: Any, out: Any) -> torch.dtype | None:
    """In which dtype to add up: what was asked for, that of `out`, or PyTorch's and NumPy's own choice."""
    dtype = out.dtype if dtype is None and out is not None else dtype
    return None if dtype is None else as_torch(dtype, array.place)


def finished(result: Any, out: Any) -> Any:
    """A result, or what it was to be written into."""
    if out is None:
        return result
    if not np.can_cast(result.dtype, out.dtype, "same_kind"):
        raise TypeError(f"a {result.dtype} result cannot be kept as {out.dtype}.")
    out[...] = result
    return out


def flat_if(tensor: torch.Tensor, axis: Any) -> torch.Tensor:
    return tensor.reshape(-1) if axis is None or not tensor.ndim else tensor


def ordered(tensor: torch.Tensor) -> torch.Tensor:
    """PyTorch looks for the largest of numbers only, not of bools."""
    return tensor.byte() if tensor.dtype is torch.bool else tensor


def extreme(find: Callable, bound: Callable, array: Methods, axis: Any, keepdims: bool, initial: Any) -> torch.Tensor:
    tensor, axes = array.tensor, array.axes(axis)
    if initial is not None and not tensor.numel():
        gone = {a % tensor.ndim for a in axes}
        shape = [1 if i in gone else n for i, n in enumerate(tensor.shape)]
        tensor = torch.full(shape, initial, dtype=tensor.dtype, device=tensor.device)
    result = find(tensor, axes, keepdims) if axes else tensor.clone()
    if initial is None or initial in (np.inf, -np.inf):
        return result
    return bound(ordered(result), initial).to(result.dtype)
