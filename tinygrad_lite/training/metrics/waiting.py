"""Numbers that lie on a device are fetched for many batches at once: to ask for them is to wait for the device."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.arguments import said
from tinygrad_lite.backend import OtherArray, on_host
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.training.library import library_of

MOST = 2**22  # numbers that wait on a device before they are fetched: 16 MB of float32


def elsewhere(values: Any) -> bool:
    """Whether these are the numbers of a tensor, ours or PyTorch's, that does not lie on the CPU."""
    if isinstance(values, Tensor):
        return isinstance(values.array, OtherArray)
    return hasattr(values, "detach") and values.device.type != "cpu"


def held(values: Any) -> Any:
    """A copy to be fetched later: whoever made the tensor may use its memory again."""
    if hasattr(values, "detach"):
        return values.detach().clone()
    return np.array(values)


def fetched(tensors: list[Any]) -> list[np.ndarray]:
    """Their numbers on the CPU; for tensors of one dtype on one device, in one wait."""
    if not tensors:
        return []
    first = tensors[0]
    if not elsewhere(first) or any((t.dtype, t.device) != (first.dtype, first.device) for t in tensors[1:]):
        return [numbers(values) for values in tensors]
    flat = numbers(library_of(first).cat([tensor.reshape(-1) for tensor in tensors]))
    shapes = [tuple(tensor.shape) for tensor in tensors]
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    return [part.reshape(shape) for part, shape in zip(np.split(flat, ends[:-1]), shapes)]


def numbers(values: Any) -> np.ndarray:
    """The numbers of a tensor of either library, an array or a list, on the CPU; no copy where none is needed."""
    if isinstance(values, Tensor):
        return on_host(values.array)  # at once, as this comes in every batch
    if hasattr(values, "detach"):
        try:
            values = values.numpy()
        except (RuntimeError, TypeError):  # it requires a gradient, is on another device, or NumPy has no such dtype
            values = values.detach().cpu()
            values = (values.float() if "bfloat16" in str(values.dtype) else values).numpy()
    try:
        return np.asarray(on_host(values))
    except ValueError:
        raise TypeError(f"a metric takes tensors, arrays or lists of numbers, got {said(values)}.") from None
