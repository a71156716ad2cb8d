"""A loader of one process, divided among several: each gets its share of every batch."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tinygrad_lite.training.distributed.collectives import broadcast_object
from tinygrad_lite.training.distributed.processes import get_rank, get_world_size, is_main_process
from tinygrad_lite.training.distributed.sampler import ShareOfBatches, Shares, share_of
from tinygrad_lite.training.library import inputs_and_targets, samples_in
from tinygrad_lite.training.setup import length_of


def divided(loader: Any) -> Any:
    """A loader of this process's share of every batch.

    That of a DataLoader, ours or PyTorch's, reads only its own samples. Of anything else process 0 reads the batches
    and hands them out. A loader whose sampler knows of several processes, as DistributedSampler, is divided already.
    """
    if loader is None or is_divided(loader):
        return loader
    if inner(loader) is not loader:
        made = copy.copy(loader)
        made.loader = divided(loader.loader)
        return made
    if not hasattr(loader, "dataset") or length_of(getattr(loader, "batch_sampler", None)) is None:  # or it is endless
        return HandedOut(loader)
    made = copy.copy(loader)
    own = vars(made)
    own["batch_sampler"] = ShareOfBatches(loader.batch_sampler)
    own.update({name: None for name in ("_workers", "_iterator") if name in own})  # those of the other loader
    return made


def inner(loader: Any) -> Any:
    """The loader that makes the batches; one that only moves them, as DeviceLoader, has it as `loader`."""
    found = None if isinstance(loader, Shares) else getattr(loader, "__dict__", {}).get("loader")
    return loader if found is None else inner(found)


def is_divided(loader: Any) -> bool:
    return shares_of(loader) is not None or any(hasattr(one, "num_replicas") for one in samplers_of(loader))


def samplers_of(loader: Any) -> list[Any]:
    loader = inner(loader)
    batches = getattr(loader, "batch_sampler", None)
    samplers = getattr(loader, "sampler", None), batches, getattr(batches, "sampler", None)
    return [one for one in samplers if one is not None]


def shares_of(loader: Any) -> Shares | None:
    """What knows how large the shares of a loader are; None if its batches were not divided."""
    loader = inner(loader)
    batches = getattr(loader, "batch_sampler", None)
    if isinstance(batches, Shares):
        return batches
    return loader if isinstance(loader, Shares) else None


def set_epoch(loader: Any, epoch: int) -> None:
    """Tell the samplers that ask for it which epoch comes, so that it has an order of its own."""
    for sampler in samplers_of(loader):
        if hasattr(sampler, "set_epoch"):
            sampler.set_epoch(epoch)


class HandedOut(Shares):
    """The batches of anything that gives some: process 0 reads them, and each gets its share."""

    def __init__(self, loader: Iterable[Any]):
        super().__init__(get_world_size(), get_rank())
        self.loader = loader
        self.generator = getattr(loader, "generator", None)

    def __iter__(self) -> Iterator[Any]:
        self.sizes = []
        batches = iter(self.loader) if is_main_process() else iter(())
        while found := broadcast_object(tuple(islice(batches, 1))):
            (batch,) = found
            size = samples_in(inputs_and_targets(batch)[1])
            self.sizes.append(size)
            first, last = share_of(size, self.num_replicas, self.rank)
            yield rows(batch, first, last) if last > first else rows(batch, 0, 1)

    def __len__(self) -> int:
        return len(self.loader)  # type: ignore[arg-type]


def rows(value: Any, first: int, last: int) -> Any:
    """Some of the samples of a batch: tensors or lists, in nested tuples and dicts.

    >>> rows((tg.arange(4), {"name": ["a", "b", "c", "d"]}), 1, 3)
    (tensor([1, 2]), {'name': ['b', 'c']})
    """
    if isinstance(value, dict):
        return {key: rows(part, first, last) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(rows(part, first, last) for part in value))
    if isinstance(value, tuple) or (isinstance(value, list) and any(hasattr(part, "shape") for part in value)):
        return type(value)(rows(part, first, last) for part in value)
    return value[first:last] if hasattr(value, "__getitem__") and getattr(value, "shape", None) != () else value
