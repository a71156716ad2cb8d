"""Where arrays lie: the devices by name, and the default one.

The CPU is always there. What else there is, `devices/` knows, which needs PyTorch and is loaded when a device other
than the CPU is first asked for: the one way from the engine to PyTorch.
"""

from __future__ import annotations

import threading
from typing import Any


class DeviceError(RuntimeError):
    """A device that is not there, or arrays that lie on different devices."""


class _Chosen(threading.local):
    """The default device, of each thread its own, as in PyTorch; `before`: what `with device:` goes back to."""

    def __init__(self) -> None:
        self.device = CPU
        self.before: list[Device] = []


class Device:
    """Where an array lies: a type and, where there are several of a type, an index.

    The types: "cpu"; "cuda" (NVIDIA's and AMD's GPUs), "mps" (Apple's GPU); "torch", which is PyTorch's arrays on the
    CPU, to try out what a second device asks for; "meta", arrays without numbers. `with device:` makes it the default.

    Raises:
        DeviceError: there is no such device here; it says which there are.

    >>> Device("cpu")
    device(type='cpu')
    """

    TYPES = ("cpu", "cuda", "mps", "torch", "meta")

    def __init__(self, type: str | Device, index: int | None = None):
        name, _, number = str(type).partition(":")
        if name not in self.TYPES or (number and not number.isdecimal()):
            raise DeviceError(
                f"device: {str(type)!r} is not known; there are 'cpu', 'cuda' (or 'cuda:0', 'cuda:1', …), 'mps' and, "
                "to try things out without a GPU, 'torch'."
            )
        self.type = name
        self.index: int | None = None
        if name != "cpu":
            self.index = devices_there(name).checked(name, int(number) if number else index)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self) -> int:
        return hash((self.type, self.index))

    def __enter__(self) -> Device:
        _chosen.before.append(_chosen.device)
        _chosen.device = self
        return self

    def __exit__(self, *error: object) -> None:
        _chosen.device = _chosen.before.pop()

    def __str__(self) -> str:
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self) -> str:
        return (
            f"device(type={self.type!r})" if self.index is None else f"device(type={self.type!r}, index={self.index})"
        )


CPU = Device("cpu")
_chosen = _Chosen()


def devices_there(name: str = "other") -> Any:
    """The package of the other devices."""
    try:
        from tinygrad_lite import devices
    except ImportError as error:
        raise DeviceError(f"device: {name!r} is not available here: PyTorch cannot be loaded ({error}).") from None
    return devices


def set_default_device(device: Any) -> None:
    """Where new tensors lie unless `device=` says otherwise; None: the CPU. `torch.set_default_device`."""
    _chosen.device = CPU if device is None else Device(device)


def get_default_device() -> Device:
    """Where new tensors lie unless `device=` says otherwise. `torch.get_default_device`."""
    return _chosen.device
