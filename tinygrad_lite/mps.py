"""The GPU of Apple's computers, as `torch.mps`. Without one, questions are answered with False or 0; orders fail."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.accelerator import torch_with
from tinygrad_lite.backend import Device, DeviceError, default_generator


def is_available() -> bool:
    """Whether there is such a GPU, and a PyTorch that can use it. `torch.backends.mps.is_available`."""
    return torch_with("mps") is not None


def device_count() -> int:
    """1 or 0: there is never more than one. `torch.mps.device_count`."""
    return int(is_available())


def needed(name: str) -> Any:
    """PyTorch, for what cannot be done without a GPU."""
    torch = torch_with("mps")
    if torch is None:
        raise DeviceError(f"mps.{name}: there is no such GPU here; PyTorch finds none.")
    return torch


def synchronize() -> None:
    """Wait until the GPU has done all that it was given, as before a clock is read. `torch.mps.synchronize`."""
    needed("synchronize").mps.synchronize()


def current_allocated_memory() -> int:
    """Bytes that tensors hold now. `torch.mps.current_allocated_memory`."""
    torch = torch_with("mps")
    return torch.mps.current_allocated_memory() if torch else 0


def driver_allocated_memory() -> int:
    """Bytes that this process has taken from the GPU, with those kept for tensors to come.

    `torch.mps.driver_allocated_memory`.
    """
    torch = torch_with("mps")
    return torch.mps.driver_allocated_memory() if torch else 0


def recommended_max_memory() -> int:
    """The bytes that should not be passed. `torch.mps.recommended_max_memory`."""
    return needed("recommended_max_memory").mps.recommended_max_memory()


def empty_cache() -> None:
    """Give back what PyTorch keeps of the GPU's memory and no tensor uses. `torch.mps.empty_cache`."""
    if torch := torch_with("mps"):
        torch.mps.empty_cache()


def manual_seed(seed: int) -> None:
    """Start the random numbers of the GPU from `seed`; without a GPU, do nothing. `torch.mps.manual_seed`."""
    if is_available():
        default_generator(Device("mps")).manual_seed(seed)


def get_rng_state() -> dict:
    """Where the random numbers of the GPU stand, for `set_rng_state`. `torch.mps.get_rng_state`, there a tensor."""
    needed("get_rng_state")
    return default_generator(Device("mps")).get_state()


def set_rng_state(new_state: dict) -> None:
    """Let the random numbers of the GPU go on from a state of `get_rng_state`. `torch.mps.set_rng_state`."""
    needed("set_rng_state")
    default_generator(Device("mps")).set_state(new_state)
