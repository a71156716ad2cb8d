"""Samples joined into a batch. `torch.utils.data.default_collate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import need_sized, said
from tinygrad_lite.backend import float32, float64
from tinygrad_lite.creation import tensor
from tinygrad_lite.ops.shape import stack
from tinygrad_lite.place import get_default_device
from tinygrad_lite.tensor import Tensor


class CollateError(ValueError):
    """Samples that do not fit together."""


class UnknownKind(TypeError):
    """Samples of which no batch can be made."""


def default_collate(batch: Sequence[Any]) -> Any:
    """Samples joined into a batch: tensors, arrays and numbers are stacked; tuples, lists and dicts part by part.

    Raises:
        CollateError: samples are not alike, in shape, length or keys; it says where. It is a ValueError.

    >>> tg.data.default_collate([(1.0, "a"), (2.0, "b")])
    [tensor([1., 2.], dtype=float64), ['a', 'b']]
    """
    need_sized("collate", "the batch", batch)
    if not len(batch) or isinstance(batch, Mapping):
        raise ValueError(f"collate: there is no sample in the batch {batch!r:.60}.")
    first = batch[0]
    try:
        return joined(first, batch)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        if isinstance(error, (CollateError, UnknownKind)):
            raise
        raise CollateError(
            f"collate: the samples do not fit together: {said(first)} beside {said(batch[-1])}. All need the same "
            "parts, of the same shapes."
        ) from error


def joined(first: Any, batch: Sequence[Any]) -> Any:
    """The batch as one, when its samples are as the first one is."""
    if isinstance(first, Tensor):
        return stack(batch)
    if isinstance(first, (np.ndarray, np.generic)):
        return tensor(np.stack(batch))
    if isinstance(first, (bool, int)):
        return tensor(list(batch))
    if isinstance(first, float):
        exact = get_default_device().type != "mps"  # which knows no float64, PyTorch's choice
        return tensor(list(batch), dtype=float64 if exact else float32)
    if isinstance(first, str):
        return list(batch)
    if isinstance(first, Mapping):
        return {key: default_collate([sample[key] for sample in batch]) for key in first}
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(default_collate(part) for part in zip(*batch, strict=True)))
    if isinstance(first, Sequence):
        return [default_collate(part) for part in zip(*batch, strict=True)]
    raise UnknownKind(f"collate: cannot join samples of type {type(first).__name__}; give DataLoader a collate_fn.")
