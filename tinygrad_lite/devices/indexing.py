"""`x[index]` and `x[index] = value` of PyTorch's tensors, with NumPy's meaning.

The differences: NumPy has views with negative steps; a uint8 array is an index, in PyTorch a mask; whole numbers beside
arrays belong to them (`x[0, :, places]` has the places in front); and `x[i, j]` of a matrix is a copy.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from tinygrad_lite.devices.memory import memory_of

SMALL = (torch.uint8, torch.int8, torch.int16, torch.int32)  # as an index, uint8 would be a mask


# ---------------------------------------------------------------------------------------------- the parts of an index
def parts_of(index: Any, tensor: torch.Tensor) -> list[Any]:
    """An index as a list of what PyTorch takes: numbers, slices, None, ... and tensors on the device."""
    parts = [part_of(part, tensor) for part in (index if type(index) is tuple else (index,))]
    if sum([part is ... for part in parts]) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    return parts


def part_of(part: Any, tensor: torch.Tensor) -> Any:
    if part is None or part is ... or type(part) in (int, slice, bool):
        return part
    part = getattr(part, "tensor", part)
    if isinstance(part, np.integer):
        return int(part)
    if not isinstance(part, torch.Tensor):  # whole numbers and masks may come from the host, as in PyTorch
        part = np.asarray(part)
        if part.dtype.kind not in "biu" and (part.size or part.ndim != 1):
            raise IndexError("only integers, slices, ..., None and arrays of integers or bools are valid indices")
        part = torch.tensor(part if part.dtype.kind in "biu" else part.astype(np.int64)).to(tensor.device)
    if part.is_floating_point():
        raise IndexError("arrays used as indices must be of integer (or boolean) type")
    return part.long() if part.dtype in SMALL else part


def width(part: Any) -> int:
    """For how many dimensions of the array a part of an index stands."""
    if part is None or part is ... or type(part) is bool:
        return 0
    return part.ndim if isinstance(part, torch.Tensor) and part.dtype is torch.bool else 1


def axes_of(parts: list[Any], tensor: torch.Tensor) -> list[int]:
    """For each part of an index, its dimension of the array."""
    axes, axis = [], 0
    for part in parts:
        axes.append(axis)
        axis += tensor.ndim - sum(map(width, parts)) if part is ... else width(part)
    return axes


def backward(part: Any) -> bool:
    return type(part) is slice and part.step is not None and part.step < 0


# ------------------------------------------------------------------------------------------------------------ x[index]
def taken(tensor: torch.Tensor, index: Any) -> tuple[torch.Tensor, bool]:
    """tensor[index], and whether it must not be written to, as it is a copy where NumPy has a view."""
    if type(index) is int:
        result = tensor[index]
        return result if result.ndim else result.clone(), False
    parts = parts_of(index, tensor)
    turned = any([backward(part) for part in parts])
    if turned:
        tensor, parts = turned_round(tensor, parts)
    if any([isinstance(part, torch.Tensor) or type(part) is bool for part in parts]):
        return gathered(tensor, parts), False
    result = tensor[tuple(parts)]
    if not result.ndim and not any([part is ... for part in parts]):
        return result.clone(), False
    return result, turned


def turned_round(tensor: torch.Tensor, parts: list[Any]) -> tuple[torch.Tensor, list[Any]]:
    """A copy with the dimensions turned round that have a negative step, and the index without them."""
    kept = list(parts)
    for place, axis in enumerate(axes_of(parts, tensor)):
        if backward(parts[place]) and axis < tensor.ndim:
            tensor = tensor[(slice(None),) * axis + (forward(parts[place], tensor.shape[axis]),)].flip(axis)
            kept[place] = slice(None)
    return tensor, kept


def forward(part: slice, size: int) -> slice:
    """The same places as those of a slice with a negative step, in order."""
    places = range(size)[part]
    return slice(places[-1], places[0] + 1, -part.step) if len(places) else slice(0, 0)


def gathered(tensor: torch.Tensor, parts: list[Any]) -> torch.Tensor:
    """An index that holds arrays. Single numbers become arrays of one, which costs no wait for the device."""
    arrays = [part for part in parts if isinstance(part, torch.Tensor)]
    single = bool(arrays) and all([not part.ndim and part.dtype is not torch.bool for part in arrays])
    parts = with_arrays(tensor, parts)
    result = tensor[tuple(parts)]
    if dots_alone_part(parts, tensor):
        start, count = before(parts, tensor), dimensions([part for part in parts if isinstance(part, torch.Tensor)])
        result = result.movedim(tuple(range(start, start + count)), tuple(range(count)))
    return result.squeeze(0 if apart(parts) else before(parts, tensor)) if single else result


def with_arrays(tensor: torch.Tensor, parts: list[Any]) -> list[Any]:
    """The parts with arrays of one in place of single numbers."""
    kept = list(parts)
    for place, axis in enumerate(axes_of(parts, tensor)):
        part = parts[place]
        if type(part) is int:
            if axis < tensor.ndim and not -tensor.shape[axis] <= part < tensor.shape[axis]:
                raise IndexError(f"index {part} is out of bounds for axis {axis} with size {tensor.shape[axis]}")
            kept[place] = torch.full((1,), part, device=tensor.device)
        elif isinstance(part, torch.Tensor) and not part.ndim and part.dtype is not torch.bool:
            kept[place] = part.reshape(1)
    return kept


def between(parts: list[Any]) -> list[Any]:
    """What stands between the first and the last array, other than arrays."""
    places = [place for place, part in enumerate(parts) if isinstance(part, torch.Tensor)]
    return [part for part in parts[places[0] : places[-1]] if not isinstance(part, torch.Tensor)] if places else []


def apart(parts: list[Any]) -> bool:
    """Whether the arrays in an index stand apart: then their dimensions come first in the result."""
    return bool(between(parts))


def dots_alone_part(parts: list[Any], tensor: torch.Tensor) -> bool:
    """Whether only `...` parts the arrays, for no dimension at all: NumPy counts that as apart, PyTorch does not."""
    found = between(parts)
    return len(found) == 1 and found[0] is ... and sum(map(width, parts)) == tensor.ndim


def before(parts: list[Any], tensor: torch.Tensor) -> int:
    """How many dimensions of the result come before those of the arrays, where these stand together."""
    place = [isinstance(part, torch.Tensor) for part in parts].index(True)
    return axes_of(parts, tensor)[place] + sum([part is None for part in parts[:place]])


def dimensions(arrays: list[torch.Tensor]) -> int:
    """How many dimensions the arrays of an index have in its result."""
    return max([1 if part.dtype is torch.bool else part.ndim for part in arrays])


# ---------------------------------------------------------------------------------------------------- x[index] = value
def put_into(tensor: torch.Tensor, index: Any, value: Any) -> None:
    """tensor[index] = value"""
    if isinstance(value, torch.Tensor):
        if memory_of(value) == memory_of(tensor):
            value = value.clone()  # NumPy too reads all of it first
        value = value.to(tensor.dtype)
    parts = parts_of(index, tensor)
    arrays = [part for part in parts if isinstance(part, torch.Tensor)]
    simple = all([part.ndim for part in arrays]) and not any([backward(part) for part in parts])
    if tensor.ndim and (not simple or dots_alone_part(with_arrays(tensor, parts), tensor)):
        places = places_of(tensor, index)
        filled = torch.empty(places[0].shape, dtype=tensor.dtype, device=tensor.device)
        filled[...] = value
        tensor[places] = filled
        return
    tensor[tuple(with_arrays(tensor, parts) if arrays and len(parts) > 1 else parts)] = value


def places_of(tensor: torch.Tensor, index: Any) -> tuple[torch.Tensor, ...]:
    """Any index as arrays of places, one for each dimension, as index_put_ needs them."""
    parts = parts_of(index, tensor)
    if parts and all([isinstance(part, torch.Tensor) and part.ndim for part in parts]):
        return tuple(parts)
    numbers = torch.arange(tensor.numel(), device=tensor.device).reshape(tensor.shape)
    return torch.unravel_index(taken(numbers, index)[0], tensor.shape)


def add_at(tensor: torch.Tensor, index: Any, values: Any) -> torch.Tensor:
    """np.add.at: each value added, also where an element is named several times. On a GPU in any order."""
    values = torch.as_tensor(values, dtype=tensor.dtype).to(tensor.device)
    if not tensor.ndim:
        return tensor.add_(values.sum()) if tensor[index].numel() else tensor
    return tensor.index_put_(places_of(tensor, index), values, accumulate=True)
