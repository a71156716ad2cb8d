"""Putting elements in order."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tinygrad_lite.autograd import constant
from tinygrad_lite.ops.common import need_bool, need_tensor, numpy_names, one_dim, whole
from tinygrad_lite.ops.indexing import narrow, picked

Sorted = namedtuple("Sorted", ["values", "indices"])
Top = namedtuple("Top", ["values", "indices"])


@numpy_names
def argsort(input: Any, dim: int = -1, descending: bool = False, *, stable: bool = True) -> Any:
    """The places of the elements along `dim` in order of size, nan last; equal ones stay in order. `torch.argsort`.

    >>> tg.tensor([3.0, 1.0, 2.0]).argsort()
    tensor([1, 2, 0])
    """
    return in_order(input, dim, descending, "argsort")


def in_order(x: Any, dim: int, descending: bool, name: str) -> Any:
    """The places of the elements in order; `name` is what an error calls it."""
    axis = one_dim(dim, need_tensor(name, x).array.ndim, name)
    need_bool(descending, name, "largest" if name == "topk" else "descending")
    if not x.array.ndim:
        return constant(np.zeros_like(x.array, np.int64))
    if not descending:
        return constant(np.argsort(x.array, axis, kind="stable"))
    backwards = np.argsort(np.flip(x.array, axis), axis, kind="stable")  # turned round twice: equal ones stay in order
    return constant(x.array.shape[axis] - 1 - np.flip(backwards, axis))


@numpy_names
def sort(input: Any, dim: int = -1, descending: bool = False, *, stable: bool = True) -> Any:
    """The elements along `dim` in order of size, and the places they had: a pair (values, indices). `torch.sort`.

    >>> values, places = tg.tensor([3.0, 1.0, 2.0]).sort()
    >>> values, places
    (tensor([1., 2., 3.]), tensor([1, 2, 0]))
    """
    indices = in_order(input, dim, descending, "sort")
    return Sorted(picked(input, dim, indices), indices)


@numpy_names
def topk(input: Any, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """The k largest (or smallest) elements along `dim`, in order, and their places: (values, indices). `torch.topk`.

    >>> tg.tensor([1.0, 7.0, 5.0]).topk(2)
    Top(values=tensor([7., 5.]), indices=tensor([1, 2]))
    """
    axis = one_dim(dim, need_tensor("topk", input).array.ndim, "topk")
    size, k = input.array.shape[axis] if input.array.ndim else 1, whole(k, "topk", "k")
    if input.dtype.kind == "b":
        raise RuntimeError("topk: bools have no order. Convert them first: x.int().")
    if not 0 <= k <= size:
        raise RuntimeError(f"topk: k must go from 0 to {size}, the size of dimension {dim}; got {k}.")
    indices = in_order(input, dim, largest, "topk")
    indices = narrow(indices, dim, 0, k) if input.array.ndim else indices
    return Top(picked(input, dim, indices), indices)
