"""Buckets: many small tensors are sent as one long one, because every message costs time, however short it is.

The idea, the order (from the last parameter to the first) and the size are those of PyTorch's DistributedDataParallel.
Source: Li et al., PyTorch Distributed: Experiences on Accelerating Data Parallel Training, VLDB 2020, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tinygrad_lite.training.distributed.arrays import as_torch, mark_changed
from tinygrad_lite.training.distributed.collectives import OnTheWay, all_gather_object, understood
from tinygrad_lite.training.distributed.processes import joined_group

CAP_MB = 25.0


class Bucket:
    """Tensors of one dtype on one device, which are sent together."""

    def __init__(self, like: Any):
        self.dtype, self.device = like.dtype, like.device  # as PyTorch calls them
        self.tensors: list[Any] = []
        self.bytes = 0

    def takes(self, like: Any, cap: float) -> bool:
        return (self.dtype, self.device) == (like.dtype, like.device) and self.bytes + like.nbytes <= cap

    def add(self, tensor: Any, like: Any) -> None:
        self.tensors.append(tensor)
        self.bytes += like.nbytes


def buckets_of(tensors: Iterable[Any], cap_mb: float = CAP_MB) -> list[Bucket]:
    """The tensors in as few buckets as there are dtypes and devices, or more if they would become too large."""
    done: list[Bucket] = []
    filling: dict[Any, Bucket] = {}
    for tensor in tensors:
        like = as_torch(tensor)
        kind = (like.dtype, like.device)
        if kind not in filling or not filling[kind].takes(like, cap_mb * 2**20):
            filling[kind] = Bucket(like)
            done.append(filling[kind])
        filling[kind].add(tensor, like)
    return done


# -------------------------------------------------------------------------------- the same everywhere
def broadcast_all(tensors: Iterable[Any], src: int = 0) -> None:
    """Put what process `src` has in place of all these tensors, in each."""
    distributed = joined_group("broadcast")
    if distributed is None:
        return
    import torch

    for bucket in buckets_of(tensors):
        parts = [as_torch(tensor) for tensor in bucket.tensors]
        flat = torch.cat([part.reshape(-1) for part in parts])
        sent = flat.view(torch.uint8) if flat.dtype is torch.bool else flat
        with understood("broadcast", sent):
            distributed.broadcast(sent, src)
        for part, received in zip(parts, flat.split([part.numel() for part in parts])):
            part.copy_(received.view(part.shape))
        mark_changed(bucket.tensors)


# ------------------------------------------------------------------------------------------------- averaged gradients
def average(named: list[tuple[str, Any]], fill: bool = False, cap_mb: float = CAP_MB) -> None:
    """Put the mean over all processes in place of each parameter's `.grad`, in each process.

    A parameter without a gradient in any process stays without one.

    Args:
        named: names and parameters, the same ones in the same order in every process.
        fill: where some processes have a gradient, let it count as zeros in the others.
    Raises:
        RuntimeError: some processes have a gradient, others not, and `fill` is False; in all processes.
    """
    distributed = joined_group("average_gradients")
    if distributed is None:
        return
    size = distributed.get_world_size()
    on_the_way = [started(bucket, distributed) for bucket in buckets_of((p for _, p in reversed(named)), cap_mb)]
    arrived = []
    for bucket, message in on_the_way:
        flat, count = message.wait(), len(bucket.tensors)
        arrived.append((bucket.tensors, flat[:-count], flat[-count:].tolist()))
    if not fill:
        in_some = [p for parameters, _, having in arrived for p, n in zip(parameters, having) if 0 < n < size]
        if in_some:
            refuse_missing({id(p) for p in in_some}, named)
    for parameters, flat, having in arrived:
        put_back(parameters, flat, having)


def started(bucket: Bucket, distributed: Any) -> tuple[Bucket, OnTheWay]:
    """The gradients of a bucket on their way: one long tensor, at its end a 1 for each parameter that has one."""
    import torch

    parts = [torch.zeros_like(as_torch(p)) if p.grad is None else as_torch(p.grad) for p in bucket.tensors]
    there = torch.tensor([p.grad is not None for p in bucket.tensors], dtype=bucket.dtype, device=bucket.device)
    world_size = distributed.get_world_size()
    flat = torch.cat(
        [*(part.reshape(-1) / world_size for part in parts), there]
    )  # divided first: float16 ends at 65504
    return bucket, OnTheWay("average_gradients", flat, lambda sent: distributed.all_reduce(sent, async_op=True))


def put_back(parameters: list[Any], flat: Any, having: list[float]) -> None:
    """The averages, as gradients of the parameters of a bucket; `having` says how many processes had one."""
    parts = flat.split([as_torch(parameter).numel() for parameter in parameters])
    given = [(parameter, part) for parameter, part, count in zip(parameters, parts, having) if count]
    for parameter, part in given:
        if parameter.grad is None:
            parameter.grad = parameter.detach().clone()  # of its shape, dtype and device
        grad = as_torch(parameter.grad)
        grad.copy_(part.view(grad.shape))
    mark_changed([parameter.grad for parameter, _ in given])


def refuse_missing(found: set[int], named: list[tuple[str, Any]]) -> None:
    """Say which parameters have a gradient in some processes only, and in which they have none."""
    lacking = all_gather_object([name for name, p in named if id(p) in found and p.grad is None])
    where = "; ".join(f"process {rank}: {', '.join(names)}" for rank, names in enumerate(lacking) if names)
    raise RuntimeError(
        "average_gradients: some parameters got a gradient in some processes only, so the processes did not compute "
        f"the same thing. Without a gradient: {where}. If the model is meant to leave out parts, depending on the "
        "batch: DistributedDataParallel(model, find_unused_parameters=True), which counts what is missing as zeros."
    )
