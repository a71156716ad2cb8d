"""Memory of the host that stays where it is, so that a GPU can fetch numbers from it while Python runs on."""

from __future__ import annotations

import numpy as np
import torch

from tinygrad_lite.place import DeviceError


def pinned(array: np.ndarray) -> np.ndarray:
    """A copy of an array of the host in such memory. Apple's GPU has one memory with the CPU: nothing to be copied."""
    if torch.backends.mps.is_available():
        return array
    if not torch.cuda.is_available():
        raise DeviceError("pin_memory: there is no GPU here that could fetch numbers from such memory.")
    return torch.tensor(np.ascontiguousarray(array)).pin_memory().numpy().reshape(array.shape)


def is_pinned(array: np.ndarray) -> bool:
    """Whether an array of the host lies in such memory."""
    if not torch.cuda.is_available() or not array.size or not array.flags.writeable:
        return False
    return min(array.strides, default=0) >= 0 and torch.from_numpy(array).is_pinned()
