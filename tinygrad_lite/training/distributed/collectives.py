"""What processes tell each other: thin functions over torch.distributed, for tensors of both libraries and arrays.

Every process must call the same function, in the same order, with arrays of the same shape and dtype: each of them
waits for the others.
"""

from __future__ import annotations

import contextlib
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite.training.distributed.arrays import as_torch, mark_changed
from tinygrad_lite.training.distributed.processes import DistributedError, get_rank, joined_group

OPERATIONS = {"sum": "SUM", "mean": "SUM", "max": "MAX", "min": "MIN", "product": "PRODUCT"}
LOST = ("closed by peer", "reset by peer", "broken pipe", "connection refused", "timed out", "timeout", "socket")


def all_reduce(value: Any, op: str = "sum") -> Any:
    """Put the sum over all processes (or the mean, max, min, product) in place of `value`, in each; returns it.

    >>> all_reduce(np.array([1.0, 2.0]), op="mean")  # alone
    array([1., 2.])
    """
    if op not in OPERATIONS:
        raise ValueError(f"all_reduce: op must be one of {', '.join(OPERATIONS)}, got {op!r}.")
    distributed = joined_group("all_reduce")
    if distributed is None:
        return value
    mine = as_torch(value)
    if op == "mean" and not mine.is_floating_point():
        raise TypeError(
            f"all_reduce: the mean of {str(mine.dtype).removeprefix('torch.')} is no whole number. Use floats."
        )
    sent = mine.contiguous()
    with understood("all_reduce", sent):
        distributed.all_reduce(sent, op=getattr(distributed.ReduceOp, OPERATIONS[op]))
    if op == "mean":
        sent /= distributed.get_world_size()
    return written_back(value, mine, sent)


def broadcast(value: Any, src: int = 0) -> Any:
    """Put what process `src` has in place of `value`, in each; returns it."""
    distributed = joined_group("broadcast")
    if distributed is None:
        return value
    mine = as_torch(value)
    sent = mine.contiguous()
    with understood("broadcast", sent):
        distributed.broadcast(sent, src)
    return written_back(value, mine, sent)


def all_gather(value: Any) -> list[Any]:
    """What each process has, in a list by rank, in each; of the kind and shape of `value`."""
    distributed = joined_group("all_gather")
    if distributed is None:
        return [copy_of(value)]
    sent = as_torch(value).contiguous()
    copies = [copy_of(value) for _ in range(distributed.get_world_size())]
    parts = [sent.new_empty(sent.shape) for _ in copies]
    with understood("all_gather", sent, *parts):
        distributed.all_gather(parts, sent)
    for copy, part in zip(copies, parts):
        as_torch(copy).copy_(part)
    return copies


def barrier() -> None:
    """Wait until all processes have come here."""
    distributed = joined_group("barrier")
    if distributed is not None:
        with understood("barrier"):
            distributed.barrier()


def send(value: Any, dst: int) -> None:
    """Send `value` to process `dst`, which must call `recv` with an array of the same shape and dtype."""
    distributed = joined_group("send")
    if distributed is None:
        raise RuntimeError("send: there is no other process. Start several with torchrun.")
    sent = as_torch(value).contiguous()
    with understood("send", sent):
        distributed.send(sent, dst)


def recv(value: Any, src: int) -> Any:
    """Put what process `src` has sent in place of `value`; returns it."""
    distributed = joined_group("recv")
    if distributed is None:
        raise RuntimeError("recv: there is no other process. Start several with torchrun.")
    mine = as_torch(value)
    received = mine.contiguous()
    with understood("recv", received):
        distributed.recv(received, src)
    return written_back(value, mine, received)


def all_gather_object(value: Any) -> list[Any]:
    """What each process has, any object that can be pickled, in a list by rank; in each.

    >>> all_gather_object({"loss": 0.5})  # alone
    [{'loss': 0.5}]
    """
    if joined_group("all_gather_object") is None:
        return [value]
    mine = pickled(value)
    sizes = [size.item() for size in all_gather(np.array([mine.size]))]
    padded = np.zeros(max(sizes), np.uint8)  # all must have one length
    padded[: mine.size] = mine
    return [pickle.loads(part[:size].tobytes()) for part, size in zip(all_gather(padded), sizes)]


def broadcast_object(value: Any, src: int = 0) -> Any:
    """What process `src` has, any object that can be pickled; in each."""
    if joined_group("broadcast_object") is None:
        return value
    mine = pickled(value) if get_rank() == src else np.zeros(0, np.uint8)
    size = broadcast(np.array([mine.size]), src).item()
    received = broadcast(mine if get_rank() == src else np.zeros(size, np.uint8), src)
    return value if get_rank() == src else pickle.loads(received.tobytes())


# ------------------------------------------------------------------------------------------------------------ parts
def copy_of(value: Any) -> Any:
    """The same numbers in memory of their own, outside the graph."""
    return value.detach().clone() if hasattr(value, "detach") else value.copy()


def written_back(value: Any, mine: Any, received: Any) -> Any:
    """`value`, with the numbers that came, where `received` is not the same memory as `mine` anyway."""
    if received.data_ptr() != mine.data_ptr():
        mine.copy_(received)
    mark_changed([value])
    return value


def pickled(value: Any) -> np.ndarray[Any, Any]:
    """An object as an array of bytes, which can be sent."""
    return np.frombuffer(pickle.dumps(value), np.uint8).copy()  # as_torch wants memory that can be written


@contextlib.contextmanager
def understood(caller: str, *sent: Any) -> Iterator[None]:
    """Do what PyTorch does with the tensors `sent`, and say in words what it means if its connection fails."""
    holders = holders_of(sent)
    try:
        yield
    except RuntimeError as error:
        if any(word in str(error).lower() for word in LOST):
            raise DistributedError(
                f"{caller}: process {get_rank()} waited for another one, which has ended, or does not come here: it "
                f"must make the same calls in the same order. ({error})"
            ) from error
        raise
    wait_until_let_go(sent, holders)


class OnTheWay:
    """A message that was started, such as `distributed.isend(tensor, 1)`, with its tensor."""

    def __init__(self, caller: str, tensor: Any, start: Callable[[Any], Any]):
        self.caller, self.tensor, self.holders = caller, tensor, holders_of([tensor])
        with understood(caller):
            self.work = start(tensor)

    def wait(self) -> Any:
        """The tensor, when the message has arrived."""
        with understood(self.caller):
            self.work.wait()
        self.work = None  # it holds the tensor
        wait_until_let_go([self.tensor], self.holders)
        return self.tensor


def holders_of(tensors: Iterable[Any]) -> list[int]:
    """How many hold each tensor of PyTorch's, on the side of C++."""
    return [tensor._use_count() for tensor in tensors]


def wait_until_let_go(tensors: Iterable[Any], holders: list[int], limit: float = 5.0) -> None:
    """Wait until the threads of gloo have let go of what they sent, which is mostly done already.

    The call is over a moment before its thread lets go of the tensor, for which it needs the interpreter. On a busy
    machine that moment can outlast the program; the thread then asks an interpreter that is ending, and the process is
    aborted ("terminate called without an active exception"), its work done.
    """
    end = time.monotonic() + limit
    while any(now > before for now, before in zip(holders_of(tensors), holders)) and time.monotonic() < end:
        time.sleep(5e-5)
