"""Dtypes and errors, from PyTorch's to NumPy's and back."""

from __future__ import annotations

from functools import cache
from math import copysign
from typing import Any

import numpy as np
import torch

from tinygrad_lite.backend import Device, DeviceError

NAMES = ("bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64")
TORCH = {np.dtype(name): getattr(torch, name) for name in NAMES}
NUMPY = {theirs: ours for ours, theirs in TORCH.items()}
# NumPy has no bfloat16. Inside one operation under autocast (amp.py) there are such arrays; they pass for float32.
NUMPY[torch.bfloat16] = np.dtype(np.float32)


def as_torch(dtype: Any, place: Device) -> torch.dtype:
    """PyTorch's dtype for one of NumPy's."""
    found = TORCH.get(dtype) or TORCH.get(np.dtype(dtype))
    if found is None:
        raise TypeError(f"dtype: {np.dtype(dtype)} does not exist on {place}; there are {', '.join(NAMES)}.")
    if found is torch.float64 and place.type == "mps":
        raise DeviceError("device: 'mps' knows no float64. Use float32: x.float(), or dtype=tg.float32.")
    return found


def single(value: Any, kind: torch.dtype, device: torch.device) -> torch.Tensor:
    """A tensor of one number, to be read only. Those that are needed all the time are made once for each device."""
    if type(value) in (int, float) and value in (0, 1) and copysign(1, value) > 0:
        return made_once(int(value), kind, device)
    return torch.full((), value, dtype=kind, device=device)


@cache
def made_once(value: int, kind: torch.dtype, device: torch.device) -> torch.Tensor:
    return torch.full((), value, dtype=kind, device=device)


def translated(error: RuntimeError) -> Exception:
    """NumPy's kind of error for one of PyTorch's, so that operations can explain it."""
    text = str(error).split("\n")[0]
    if "not implemented for '" in text:  # a dtype; that a whole device lacks an operation is said in other words
        return TypeError(f"{text}. PyTorch computes this with other dtypes on this device: x.float(), or use x.cpu().")
    if isinstance(error, (DeviceError, NotImplementedError, torch.OutOfMemoryError)) or "CUDA error" in text:
        return error
    if "same device" in text or "on cpu" in text or "device type" in text:
        return DeviceError(text)
    if "can't be cast" in text or "dtype" in text:
        return TypeError(text)
    return ValueError(text)


def in_bfloat16(array: Any) -> Any:
    """float32 numbers in half the bits, for one operation; see `NUMPY`."""
    return array.like(array.tensor.to(torch.bfloat16))


def in_float32(array: Any) -> Any:
    """What such an operation gave, as float32."""
    return array.like(array.tensor.to(torch.float32))
