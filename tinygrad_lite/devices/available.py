"""Which devices there are on this machine."""

from __future__ import annotations

import torch

from tinygrad_lite.backend import Device, DeviceError


def checked(type: str, index: int | None) -> int | None:
    """The index of a device that is there: of "cuda" the current one. Says so where there is no such device."""
    if type == "cuda":
        return graphics_card(index)
    name = type if index is None else f"{type}:{index}"
    if type == "mps" and not torch.backends.mps.is_available():
        raise DeviceError(f"device: {name!r} is not available here: PyTorch finds no GPU of Apple's.")
    if index:
        raise DeviceError(f"device: {name!r} is not available here: of {type!r} there is only one.")
    return None


def graphics_card(index: int | None) -> int:
    name = "cuda" if index is None else f"cuda:{index}"
    if not torch.cuda.is_available():
        raise DeviceError(f"device: {name!r} is not available here: PyTorch finds no GPU.")
    if index is not None and not 0 <= index < torch.cuda.device_count():
        raise DeviceError(f"device: {name!r} is not available here: PyTorch finds {torch.cuda.device_count()} GPUs.")
    try:
        return torch.cuda.current_device() if index is None else index
    except RuntimeError as error:  # CUDA does not survive a fork
        if "fork" not in str(error):
            raise
        raise DeviceError(
            f"device: {name!r} cannot be used in a process that was forked, such as a DataLoader's worker: let the "
            "workers return arrays on the CPU, and move the batch where it is used."
        ) from None


def real(device: Device) -> str:
    """PyTorch's name for the device."""
    return "cpu" if device.type == "torch" else str(device)
