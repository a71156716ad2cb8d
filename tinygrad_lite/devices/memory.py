"""In which memory tensors lie: who else holds it, and whether a result can be written where it shall lie."""

from __future__ import annotations

import sys
from typing import Any

import torch

Tensor = torch.Tensor


def memory_of(tensor: Tensor) -> int:
    """A number, the same for all views. (Not the address: that of all empty tensors is 0.)"""
    return tensor.untyped_storage()._cdata


def holders(tensor: Tensor) -> int:
    """How many hold its memory: tensors, and (in some versions) PyTorch's own note of it. A view holds its base."""
    count = torch._C._storage_Use_Count(memory_of(tensor))
    return count if tensor._base is None else count - 1 + (sys.getrefcount(tensor._base) > 2)


ALONE = holders(torch.zeros(1))


def fits(raw: list[Any], target: Tensor) -> bool:
    """Whether PyTorch can write the result into `target` as it is: of one dtype and shape, or numbers, or repeated to
    this shape. (A target of another shape, it would change.)
    """
    kind, shape, whole = target.dtype, target.shape, False
    if not kind.is_floating_point or not isinstance(raw[0], Tensor):
        return False
    for x in raw:
        if x is target:
            whole = True
        elif isinstance(x, Tensor):
            if x.dtype is not kind:
                return False
            if x.shape == shape:
                if not apart_or_same(x, target):
                    return False
                whole = True
            elif not repeats(x, target):
                return False
        elif type(x) is not float and type(x) is not int:
            return False
    return whole


def product_fits(raw: list[Any], target: Tensor) -> bool:
    """The same for the product of matrices, which must not lie where the factors do."""
    kind = target.dtype
    if not kind.is_floating_point or any([not isinstance(x, Tensor) or x.dtype is not kind or x.ndim < 2 for x in raw]):
        return False
    x, y = raw
    shape = (*torch.broadcast_shapes(x.shape[:-2], y.shape[:-2]), x.shape[-2], y.shape[-1])
    return target.shape == shape and memory_of(target) not in (memory_of(x), memory_of(y))


def apart_or_same(x: Tensor, target: Tensor) -> bool:
    """Whether two of one shape share no memory, or the same elements at the same places."""
    if memory_of(x) != memory_of(target):
        return True
    return x.storage_offset() == target.storage_offset() and x.stride() == target.stride()


def repeats(x: Tensor, target: Tensor) -> bool:
    """Whether it lies in memory of its own and has a shape that is repeated to the target's."""
    if x.ndim > target.ndim or x.device != target.device or memory_of(x) == memory_of(target):
        return False
    return all([size in (1, wanted) for size, wanted in zip(reversed(x.shape), reversed(target.shape))])
