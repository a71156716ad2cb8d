"""The processes that train together: which of them this is, how many there are, and how they find each other.

`torchrun` starts them and tells each its place in environment variables. Without these there is one process, and all
functions here work as in a group of one, without PyTorch. The names are those of `torch.distributed`.

Source: https://pytorch.org/docs/stable/distributed.html, and its page on torchrun (Elastic Launch).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

NEEDED = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")
BY_TORCHRUN = "torchrun sets all of them: python -m torch.distributed.run --standalone --nproc-per-node=2 script.py"


class DistributedError(RuntimeError):
    """The processes cannot find each other, or one of them has ended or does not answer."""


def init_process_group(backend: str | None = None, timeout: timedelta | float | None = None) -> None:
    """Join the processes that torchrun has started, as its environment variables say; alone, do nothing.

    Args:
        backend: "gloo" for arrays on the CPU, "nccl" for those on GPUs of NVIDIA; by default both, if there is a GPU,
            each for the arrays of its device, else gloo.
        timeout: how long a process waits for the others, as a timedelta or in seconds, before it raises an error; by
            default PyTorch's, half an hour.
    Raises:
        ValueError: the environment variables are not all set, or make no sense.
        DistributedError: the others did not come, the port is taken, or PyTorch was built without this backend.
        RuntimeError: this process has joined already.
    """
    if backend is not None and backend not in ("gloo", "nccl"):
        raise ValueError(f"init_process_group: backend must be 'gloo' or 'nccl', got {backend!r}.")
    limit = as_timedelta(timeout)
    if group() is not None:
        raise RuntimeError("init_process_group: this process has joined its group already; call it once.")
    place = place_from_environment()
    if place is None:
        return
    rank, world_size = place
    from torch import distributed

    chosen = usable_backend(backend, local_rank())
    try:
        store = meeting_point(rank, world_size, limit)
        distributed.init_process_group(chosen, store=store, rank=rank, world_size=world_size, timeout=limit)
    except (RuntimeError, ValueError) as error:  # PyTorch's DistNetworkError and DistStoreError are RuntimeErrors
        raise DistributedError(f"init_process_group: process {rank} of {world_size} {why_not(error)}") from error
    atexit.register(destroy_process_group)  # else PyTorch's threads abort the process, after an error for one


def meeting_point(rank: int, world_size: int, timeout: timedelta | None) -> Any:
    """Where the processes leave their addresses for each other, at MASTER_ADDR:MASTER_PORT.

    torchrun keeps it from one start to the next, and with it the addresses of processes that were killed: those that
    are started anew would now and then call these. So each start on one machine gets names of its own there. On several
    machines the starts are not counted alike; there PyTorch's own way out is TORCH_DISABLE_SHARE_RDZV_TCP_STORE=1.

    Source: https://github.com/pytorch/pytorch/issues/135712.
    """
    from torch.distributed import PrefixStore
    from torch.distributed.rendezvous import rendezvous

    given = {} if timeout is None else {"timeout": timeout}
    store, _, _ = next(rendezvous("env://", rank, world_size, **given))
    if timeout is not None:
        store.set_timeout(timeout)
    start = os.environ.get("TORCHELASTIC_RESTART_COUNT") if os.environ.get("GROUP_WORLD_SIZE") == "1" else None
    return store if start is None else PrefixStore(f"start {start}", store)


def usable_backend(wanted: str | None, place: int) -> str:
    """The backend as PyTorch writes it, if it is there; with a GPU, the one of this process is chosen."""
    import torch
    from torch import distributed

    if not distributed.is_available():
        raise DistributedError("init_process_group: this PyTorch was built without torch.distributed.")
    gpus = torch.cuda.device_count() if torch.cuda.is_available() and distributed.is_nccl_available() else 0
    if wanted == "nccl" and not gpus:
        raise DistributedError(
            "init_process_group: 'nccl' needs a GPU of NVIDIA and a PyTorch built for it, and there is none here. "
            "Write backend='gloo', or leave it out."
        )
    if wanted == "gloo" or not gpus:
        return "gloo"
    if place >= gpus:
        raise DistributedError(
            f"init_process_group: this is process {place} of this machine, counted from 0, but there are {gpus} GPUs. "
            f"Start --nproc-per-node={gpus} processes; for more of them on the CPU, write backend='gloo'."
        )
    torch.cuda.set_device(place)
    return "cpu:gloo,cuda:nccl"


def why_not(error: Exception) -> str:
    """In words, why PyTorch could not join the group."""
    text, where = str(error), f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
    if "EADDRINUSE" in text or "address already in use" in text.lower():
        return f"cannot listen at {where}: the port is taken. With torchrun --standalone, a free one is found."
    if "timed out" in text.lower() or "timeout" in text.lower():
        return f"waited in vain for the others at {where}. Were all started, and do they come this far? ({text})"
    return f"could not join the others at {where}: {text}"


def as_timedelta(timeout: timedelta | float | None) -> timedelta | None:
    if timeout is None or isinstance(timeout, timedelta):
        return timeout
    if isinstance(timeout, bool) or not timeout > 0:
        raise ValueError(f"init_process_group: timeout must be a time above 0, in seconds, got {timeout!r}.")
    return timedelta(seconds=timeout)


# ---------------------------------------------------------------------------------------------- the environment
def place_from_environment() -> tuple[int, int] | None:
    """RANK and WORLD_SIZE, if torchrun (or something like it) has set them; None if none of them is set."""
    given = {name: os.environ[name] for name in NEEDED if os.environ.get(name)}
    if not {"RANK", "WORLD_SIZE"} & given.keys():
        return None
    if missing := [name for name in NEEDED if name not in given]:
        here = ", ".join(f"{name}={value}" for name, value in given.items())
        raise ValueError(f"distributed: {' and '.join(missing)} not set, but {here}. {BY_TORCHRUN}.")
    rank, world_size, port = (number_from(given, name) for name in ("RANK", "WORLD_SIZE", "MASTER_PORT"))
    if not 0 <= rank < world_size:
        raise ValueError(f"distributed: RANK={rank} must be from 0 to {world_size - 1}, as WORLD_SIZE={world_size}.")
    if not 0 < port < 65536:
        raise ValueError(f"distributed: MASTER_PORT={port} is no port; a port is from 1 to 65535.")
    return rank, world_size


def number_from(given: dict[str, str], name: str) -> int:
    try:
        return int(given[name])
    except ValueError:
        raise ValueError(f"distributed: {name} must be a whole number, but is {given[name]!r}.") from None


# --------------------------------------------------------------------------------------------------- who is there
def group() -> Any:
    """`torch.distributed`, if this process has joined a group; None otherwise."""
    distributed = sys.modules.get("torch.distributed")
    joined = distributed is not None and distributed.is_available() and distributed.is_initialized()
    return distributed if joined else None


def joined_group(caller: str) -> Any:
    """`torch.distributed`; None if there is one process only.

    Raises:
        RuntimeError: there are several, but this one has not joined them.
    """
    found = group()
    if found is None and get_world_size() > 1:
        raise RuntimeError(f"{caller}: this process has not joined the others. Call init_process_group() first.")
    return found


def is_initialized() -> bool:
    """Whether this process has joined a group (which without torchrun it never does)."""
    return group() is not None


def get_rank() -> int:
    """Which of the processes this is, from 0 on; alone, 0."""
    found = group()
    if found is not None:
        return found.get_rank()
    place = place_from_environment()
    return 0 if place is None else place[0]


def get_world_size() -> int:
    """How many processes train together; alone, 1."""
    found = group()
    if found is not None:
        return found.get_world_size()
    place = place_from_environment()
    return 1 if place is None else place[1]


def local_rank() -> int:
    """Which of the processes on this machine this is, so that each takes a GPU of its own."""
    return int(os.environ.get("LOCAL_RANK", 0))


def is_main_process() -> bool:
    """Whether this is the one process, rank 0, that prints and writes files.

    >>> is_main_process()
    True
    """
    return get_rank() == 0


def destroy_process_group() -> None:
    """Leave the group; alone, or a second time, do nothing."""
    found = group()
    if found is not None:
        found.destroy_process_group()


@contextlib.contextmanager
def process_group(backend: str | None = None, timeout: timedelta | float | None = None) -> Iterator[None]:
    """`init_process_group` for a `with` block, and `destroy_process_group` at its end."""
    init_process_group(backend, timeout)
    try:
        yield
    finally:
        destroy_process_group()
