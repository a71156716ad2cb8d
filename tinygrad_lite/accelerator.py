"""The GPU of this machine, whatever its kind: is there one, how full is it, is it done? As `torch.accelerator`.

    device = tg.accelerator.current_accelerator() or tg.device("cpu")

PyTorch is loaded only where it is not known without it that there is no GPU. `tg.cuda` and `tg.mps` have what is
particular to the one kind.
"""

from __future__ import annotations

import functools
import importlib.util
import runpy
import sys
from pathlib import Path
from typing import Any

from tinygrad_lite.backend import Device, DeviceError, get_default_device

NO_FIGURES = (
    "Python's own memory is measured by tracemalloc, and by tg.profiler.profile(profile_memory=True); the size of a "
    "tensor is x.nbytes."
)


# ------------------------------------------------------------------------------------------ is there a GPU?
def torch_with(kind: str) -> Any:
    """PyTorch, if GPUs of this kind can be used with it; else None, found without loading it where that can be known.

    A PyTorch that was built for no GPU says so in a small file; and "mps" exists on Apple's computers alone.
    """
    if "torch" not in sys.modules and not installed_for(kind):
        return None
    import torch

    found = torch.cuda.is_available() if kind == "cuda" else torch.backends.mps.is_available()
    return torch if found else None


@functools.cache
def installed_for(kind: str) -> bool:
    """Whether a PyTorch is installed that may know GPUs of this kind."""
    found = importlib.util.find_spec("torch")
    if found is None or kind == "mps":
        return found is not None and sys.platform == "darwin"
    try:
        versions = runpy.run_path(str(Path(str(found.origin)).parent / "version.py"))
    except (OSError, SyntaxError, NameError, ImportError):
        return True  # PyTorch itself is asked then
    return any(versions.get(name, "?") is not None for name in ("cuda", "hip"))


def current_accelerator(check_available: bool = True) -> Device | None:
    """The GPU in use: `device(type='cuda', index=0)` or `device(type='mps')`; None if there is none.

    What cannot be used here is not returned, whatever `check_available` says. `torch.accelerator.current_accelerator`.
    """
    return Device("cuda") if torch_with("cuda") else Device("mps") if torch_with("mps") else None


def is_available() -> bool:
    """Whether there is a GPU. `torch.accelerator.is_available`."""
    return bool(torch_with("cuda") or torch_with("mps"))


def device_count() -> int:
    """How many GPUs of the kind in use there are. `torch.accelerator.device_count`."""
    torch = torch_with("cuda")
    return torch.cuda.device_count() if torch else int(bool(torch_with("mps")))


def current_device_index() -> int:
    """The number of the GPU in use. `torch.accelerator.current_device_index`.

    Raises:
        DeviceError: there is none.
    """
    found = current_accelerator()
    if found is None:
        raise DeviceError("current_device_index: there is no GPU here; PyTorch finds none.")
    return found.index or 0


# ------------------------------------------------------------------------------------------ is it done?
def synchronize(device: Any = None) -> None:
    """Wait until the device has done all that it was given. `torch.accelerator.synchronize`.

    A GPU computes while Python runs on; so a clock that is read without waiting shows how long the orders took. With
    "cpu" and "torch" there is nothing to wait for, nor where `device` is left out and there is no GPU.
    """
    found = current_accelerator() if device is None else as_device(device)
    if found is None or found.type in ("cpu", "torch", "meta"):
        return
    import torch

    if found.type == "cuda":
        torch.cuda.synchronize(found.index)
    else:
        torch.mps.synchronize()


def settle() -> None:
    """Before a clock is read: wait for the GPUs that are in use, if any; PyTorch is not loaded for it."""
    torch = sys.modules.get("torch")
    if torch is None:
        return
    if torch.cuda.is_initialized():
        for index in range(torch.cuda.device_count()):
            torch.cuda.synchronize(index)
    if torch.backends.mps.is_available():
        torch.mps.synchronize()


def as_device(device: Any) -> Device:
    """A device from what PyTorch takes as one; a number means the GPU of that number."""
    if isinstance(device, int):
        found = current_accelerator()
        return Device("cuda" if found is None or found.type == "cuda" else "mps", device)
    return device if type(device) is Device else Device(device)


# ------------------------------------------------------------------------------------------ how full is it?
def with_memory(device: Any, name: str) -> Device:
    """The device whose memory is asked for: by default the default device, if it is a GPU, or the GPU in use.

    Raises:
        DeviceError: nobody counts the memory of that device.
    """
    found = as_device(device) if device is not None else get_default_device()
    if device is None and found.type not in ("cuda", "mps"):
        found = current_accelerator() or found
    if found.type not in ("cuda", "mps"):
        raise DeviceError(f"{name}: {str(found)!r} keeps no figures of its memory. {NO_FIGURES}")
    return found


def memory_allocated(device: Any = None) -> int:
    """Bytes of the GPU's memory that tensors hold now. `torch.accelerator.memory_allocated`.

    Raises:
        DeviceError: the device keeps no such figure; "cpu" and "torch" do not.
    """
    found = with_memory(device, "memory_allocated")
    import torch

    return torch.cuda.memory_allocated(found.index) if found.type == "cuda" else torch.mps.current_allocated_memory()


def memory_reserved(device: Any = None) -> int:
    """Bytes that PyTorch has taken from the GPU, with those it keeps for tensors to come.

    `torch.accelerator.memory_reserved`.
    """
    found = with_memory(device, "memory_reserved")
    import torch

    return torch.cuda.memory_reserved(found.index) if found.type == "cuda" else torch.mps.driver_allocated_memory()


def max_memory_allocated(device: Any = None) -> int:
    """The most bytes that tensors held at once since the start, or since `reset_peak_memory_stats`.

    `torch.accelerator.max_memory_allocated`.
    """
    found = with_peak(device, "max_memory_allocated")
    import torch

    return torch.cuda.max_memory_allocated(found.index)


def reset_peak_memory_stats(device: Any = None) -> None:
    """Let `max_memory_allocated` begin anew. `torch.accelerator.reset_peak_memory_stats`."""
    found = with_peak(device, "reset_peak_memory_stats")
    import torch

    torch.cuda.reset_peak_memory_stats(found.index)


def with_peak(device: Any, name: str) -> Device:
    found = with_memory(device, name)
    if found.type == "mps":
        raise DeviceError(f"{name}: 'mps' does not keep the highest figure; ask memory_allocated at several places.")
    return found


def empty_cache() -> None:
    """Give back what PyTorch keeps of the GPU's memory and no tensor uses; without a GPU, nothing is done.

    Tensors have no more room by it, but other programs have. `torch.accelerator.empty_cache`.
    """
    if torch := torch_with("cuda"):
        torch.cuda.empty_cache()
    elif torch := torch_with("mps"):
        torch.mps.empty_cache()
