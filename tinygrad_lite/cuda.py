"""NVIDIA's and AMD's GPUs: as `torch.cuda`. Without one, questions are answered with False or 0; orders are errors."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.accelerator import torch_with
from tinygrad_lite.backend import Device, DeviceError, default_generator

__all__ = [
    "current_device",
    "device_count",
    "empty_cache",
    "get_device_name",
    "get_rng_state",
    "is_available",
    "manual_seed",
    "manual_seed_all",
    "max_memory_allocated",
    "mem_get_info",
    "memory_allocated",
    "memory_reserved",
    "reset_peak_memory_stats",
    "set_device",
    "set_rng_state",
    "synchronize",
]


def is_available() -> bool:
    """Whether there is such a GPU, and a PyTorch that can use it. `torch.cuda.is_available`."""
    return torch_with("cuda") is not None


def device_count() -> int:
    """How many there are. `torch.cuda.device_count`."""
    torch = torch_with("cuda")
    return torch.cuda.device_count() if torch else 0


def needed(name: str) -> Any:
    """PyTorch, for what cannot be done without a GPU."""
    torch = torch_with("cuda")
    if torch is None:
        raise DeviceError(f"cuda.{name}: there is no such GPU here; PyTorch finds none.")
    return torch


def index_of(device: Any, name: str) -> int:
    """The number of a GPU that is there, from "cuda:1", 1, or None for the current one."""
    found = Device("cuda", device) if device is None or isinstance(device, int) else Device(device)
    if found.type != "cuda":
        raise DeviceError(f"cuda.{name}: {str(found)!r} is not a device of CUDA, such as 'cuda' or 'cuda:1'.")
    assert found.index is not None
    return found.index


def current_device() -> int:
    """The number of the GPU that "cuda" means. `torch.cuda.current_device`."""
    return needed("current_device").cuda.current_device()


def set_device(device: Any) -> None:
    """Let "cuda" mean this GPU from now on; tensors that were made before stay where they are.

    `torch.cuda.set_device`.
    """
    torch = needed("set_device")
    torch.cuda.set_device(index_of(device, "set_device"))


def get_device_name(device: Any = None) -> str:
    """What its maker calls it. `torch.cuda.get_device_name`."""
    torch = needed("get_device_name")
    return torch.cuda.get_device_name(index_of(device, "get_device_name"))


def synchronize(device: Any = None) -> None:
    """Wait until the GPU has done all that it was given, as before a clock is read. `torch.cuda.synchronize`."""
    torch = needed("synchronize")
    torch.cuda.synchronize(index_of(device, "synchronize"))


def figure(name: str, device: Any) -> int:
    torch = torch_with("cuda")
    return getattr(torch.cuda, name)(index_of(device, name)) if torch else 0


def memory_allocated(device: Any = None) -> int:
    """Bytes that tensors hold now. `torch.cuda.memory_allocated`."""
    return figure("memory_allocated", device)


def max_memory_allocated(device: Any = None) -> int:
    """The most bytes that tensors held at once, since the start or since `reset_peak_memory_stats`.

    `torch.cuda.max_memory_allocated`.
    """
    return figure("max_memory_allocated", device)


def memory_reserved(device: Any = None) -> int:
    """Bytes that PyTorch has taken from the GPU, with those kept for tensors to come. `torch.cuda.memory_reserved`."""
    return figure("memory_reserved", device)


def reset_peak_memory_stats(device: Any = None) -> None:
    """Let `max_memory_allocated` begin anew. `torch.cuda.reset_peak_memory_stats`."""
    torch = needed("reset_peak_memory_stats")
    torch.cuda.reset_peak_memory_stats(index_of(device, "reset_peak_memory_stats"))


def mem_get_info(device: Any = None) -> tuple[int, int]:
    """Bytes that are free on the GPU, and bytes that it has, whoever uses them. `torch.cuda.mem_get_info`."""
    torch = needed("mem_get_info")
    return torch.cuda.mem_get_info(index_of(device, "mem_get_info"))


def empty_cache() -> None:
    """Give back what PyTorch keeps of the GPU's memory and no tensor uses. `torch.cuda.empty_cache`."""
    if torch := torch_with("cuda"):
        torch.cuda.empty_cache()


def manual_seed(seed: int) -> None:
    """Start the random numbers of the current GPU from `seed`; without a GPU, do nothing. `torch.cuda.manual_seed`."""
    if is_available():
        default_generator(Device("cuda")).manual_seed(seed)


def manual_seed_all(seed: int) -> None:
    """Start the random numbers of every GPU from `seed`. `torch.cuda.manual_seed_all`."""
    for index in range(device_count()):
        default_generator(Device("cuda", index)).manual_seed(seed)


def get_rng_state(device: Any = "cuda") -> dict:
    """Where the random numbers of a GPU stand, for `set_rng_state`. `torch.cuda.get_rng_state`, there a tensor."""
    needed("get_rng_state")
    return default_generator(Device("cuda", index_of(device, "get_rng_state"))).get_state()


def set_rng_state(new_state: dict, device: Any = "cuda") -> None:
    """Let the random numbers of a GPU go on from a state of `get_rng_state`. `torch.cuda.set_rng_state`."""
    needed("set_rng_state")
    default_generator(Device("cuda", index_of(device, "set_rng_state"))).set_state(new_state)
