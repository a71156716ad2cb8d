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
    """Whether PyTorch can write the result into `target` as it is. (A target of another shape, it would change.)"""
    if not target.dtype.is_floating_point or not torch.is_tensor(raw[0]):
        return False
    return all([type(x) is float or type(x) is int or same_form(x, target) for x in raw])


def product_fits(raw: list[Any], target: Tensor) -> bool:
    """The same for the product of matrices, which must not lie where the factors do."""
    if not target.dtype.is_floating_point or any([x.dtype is not target.dtype or x.ndim < 2 for x in raw]):
        return False
    x, y = raw
    shape = (*torch.broadcast_shapes(x.shape[:-2], y.shape[:-2]), x.shape[-2], y.shape[-1])
    return target.shape == shape and memory_of(target) not in (memory_of(x), memory_of(y))


def same_form(x: Any, target: Tensor) -> bool:
    """Of one dtype and shape; and where they share memory, the same elements at the same places."""
    if not torch.is_tensor(x) or x.dtype is not target.dtype or x.shape != target.shape:
        return False
    if x is target or memory_of(x) != memory_of(target):
        return True
    return x.storage_offset() == target.storage_offset() and x.stride() == target.stride()
