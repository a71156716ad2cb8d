"""Putting elements in order."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tinygrad_lite.autograd import constant
from tinygrad_lite.ops.common import one_dim
from tinygrad_lite.ops.indexing import gather, narrow

Sorted = namedtuple("Sorted", ["values", "indices"])
Top = namedtuple("Top", ["values", "indices"])


def argsort(x: Any, dim: int = -1, descending: bool = False, *, stable: bool = True) -> Any:
    """The places of the elements along `dim` in order of size, nan last; equal ones stay in order. `torch.argsort`."""
    if not x.array.ndim:
        return constant(np.zeros((), np.int64))
    axis = one_dim(dim, x.array.ndim, "argsort")
    if not descending:
        return constant(np.argsort(x.array, axis, kind="stable"))
    backwards = np.argsort(np.flip(x.array, axis), axis, kind="stable")  # turned round twice: equal ones stay in order
    return constant(x.array.shape[axis] - 1 - np.flip(backwards, axis))


def sort(x: Any, dim: int = -1, descending: bool = False, *, stable: bool = True) -> Any:
    """The elements along `dim` in order of size, and the places they had: a pair (values, indices). `torch.sort`."""
    indices = argsort(x, dim, descending)
    return Sorted(gather(x, dim, indices), indices)


def topk(x: Any, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """The k largest (or smallest) elements along `dim`, in order, and their places: (values, indices). `torch.topk`.

    >>> tg.tensor([1.0, 7.0, 5.0]).topk(2)
    Top(values=tensor([7., 5.]), indices=tensor([1, 2]))
    """
    size = x.array.shape[one_dim(dim, x.array.ndim, "topk")] if x.array.ndim else 1
    if not 0 <= k <= size:
        raise RuntimeError(f"topk: k must go from 0 to {size}, the size of dimension {dim}; got {k}.")
    indices = argsort(x, dim, largest)
    indices = narrow(indices, dim, 0, k) if x.array.ndim else indices
    return Top(gather(x, dim, indices), indices)
