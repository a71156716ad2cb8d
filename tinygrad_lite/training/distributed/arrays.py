"""Where arrays are handed to PyTorch, so that torch.distributed can send them: nowhere else."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite import versions
from tinygrad_lite.autograd import Variable


def as_torch(value: Any) -> Any:
    """A PyTorch tensor of the same numbers in the same memory: what is changed in the one is changed in the other.

    Args:
        value: a tensor, ours or PyTorch's; an array of NumPy's; or an array of another device, which keeps its numbers
            in a PyTorch tensor, `.tensor`: that one is sent from where it lies, without a detour over the host.
    """
    import torch

    if isinstance(value, torch.Tensor):
        return value.detach()
    array = value.array if isinstance(value, Variable) else value
    if hasattr(array, "tensor"):
        return array.tensor.detach()
    if not isinstance(array, np.ndarray):
        raise TypeError(f"distributed: a tensor or an array can be sent, not {type(value).__name__}.")
    if not array.flags.writeable:
        raise ValueError("distributed: this array is read-only (a broadcast or expanded one?). Send a copy.")
    return torch.from_numpy(array)


def mark_changed(values: list[Any]) -> None:
    """Tell the engine that the numbers of these tensors of ours are others now, so that no old graph uses them."""
    versions.mark_changed([value.array for value in values if isinstance(value, Variable)])
