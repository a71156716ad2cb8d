"""Copies to a device beside what it computes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from tinygrad_lite.devices.array import DeviceArray
from tinygrad_lite.place import Device


class Way:
    """The way to a device. On CUDA it is a stream of its own, so that the copies wait for no computation."""

    def __init__(self, device: Device):
        self.stream = torch.cuda.Stream(device.index) if device.type == "cuda" else None

    def sent(self, move: Callable[[], Any]) -> tuple[Any, Callable[[], None] | None]:
        """What `move` returns, and what to call before it is used: the GPU then waits for the copy, Python does not."""
        if self.stream is None:
            return move(), None
        with torch.cuda.stream(self.stream):
            batch = move()
        return batch, lambda: self.arrived(batch)

    def arrived(self, batch: Any) -> None:
        assert self.stream is not None
        now = torch.cuda.current_stream(self.stream.device)
        now.wait_stream(self.stream)
        for tensor in tensors_in(batch):
            tensor.record_stream(now)  # its memory is used there too: not to be given away before that is done


def tensors_in(value: Any) -> list[torch.Tensor]:
    """PyTorch's tensors in a batch, our tensors' own among them."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [tensor for part in value for tensor in tensors_in(part)]
    array = getattr(value, "array", value)
    tensor = array.tensor if isinstance(array, DeviceArray) else array
    return [tensor] if isinstance(tensor, torch.Tensor) and tensor.is_cuda else []
