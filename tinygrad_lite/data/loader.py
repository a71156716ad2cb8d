"""The loader that makes batches of a data set. `torch.utils.data.DataLoader`."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, need_saved
from tinygrad_lite.backend import Generator, default_generator, int64
from tinygrad_lite.data.batch import make_batch
from tinygrad_lite.data.collate import default_collate
from tinygrad_lite.data.dataset import Subset, TensorDataset
from tinygrad_lite.data.moving import pinned, refuse_elsewhere
from tinygrad_lite.data.sampler import BatchSampler, RandomSampler, SequentialSampler
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.ops.indexing import index_array
from tinygrad_lite.tensor import Tensor


class DataLoader:
    """Batches of a data set, for a `for` loop; each pass over it is one epoch.

    Args:
        dataset: anything with `__getitem__` and `__len__`.
        batch_size: samples a batch.
        shuffle: a new random order in every epoch.
        sampler: indices in an order of your own, in place of `shuffle`.
        batch_sampler: lists of indices, in place of `batch_size`, `shuffle`, `sampler` and `drop_last`.
        num_workers: processes that make the batches ahead of time; 0: made here, when asked for. The batches are the
            same, also where the data set draws random numbers (ours, NumPy's global ones or Python's).
        collate_fn: makes a batch of a list of samples; by default `default_collate`.
        pin_memory: put the batches where a GPU can fetch them by itself, for `x.to("cuda", non_blocking=True)` and
            `DeviceLoader`; that takes a copy. Without a GPU there is a warning, and the batches are as they are.
        drop_last: leave out the last batch if it is smaller.
        timeout: seconds after which waiting for a worker is an error; 0: never.
        worker_init_fn: called with its number in each worker when it starts.
        multiprocessing_context: how workers are started, such as "spawn"; by default as Python does.
        generator: where random orders come from; by default that of `tg.manual_seed`.
        prefetch_factor: batches made ahead by each worker; by default 2.
        persistent_workers: keep the workers from one epoch to the next.
        pin_memory_device, in_order: not supported.

    >>> pairs = tg.data.TensorDataset(tg.arange(5), tg.arange(5) * 10)
    >>> for x, y in tg.data.DataLoader(pairs, batch_size=2):
    ...     print(x, y)
    tensor([0, 1]) tensor([ 0, 10])
    tensor([2, 3]) tensor([20, 30])
    tensor([4]) tensor([40])
    """

    @checked
    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool | None = None,
        sampler: Iterable[int] | None = None,
        batch_sampler: Iterable[list[int]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: Any = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ):
        refuse("DataLoader", pin_memory_device=(pin_memory_device, ""), in_order=(in_order, True))
        if not hasattr(dataset, "__getitem__"):
            raise TypeError(f"DataLoader: {type(dataset).__name__} has no __getitem__: a data set gives dataset[i].")
        if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
            raise ValueError("DataLoader: batch_sampler takes the place of batch_size, shuffle, sampler and drop_last.")
        if sampler is not None and shuffle:
            raise ValueError("DataLoader: give sampler or shuffle, not both.")
        if num_workers < 0 or timeout < 0:
            raise ValueError(f"DataLoader: num_workers={num_workers} and timeout={timeout} must not be negative.")
        if num_workers == 0 and (prefetch_factor is not None or persistent_workers or timeout):
            raise ValueError("DataLoader: prefetch_factor, persistent_workers and timeout need num_workers > 0.")
        if sampler is None:
            sampler = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
        self.dataset, self.batch_size, self.drop_last, self.sampler = dataset, batch_size, drop_last, sampler
        self.batch_sampler = batch_sampler or BatchSampler(sampler, batch_size, drop_last)
        self.collate_fn, self.num_workers, self.timeout = collate_fn or default_collate, num_workers, timeout
        self.worker_init_fn, self.multiprocessing_context = worker_init_fn, multiprocessing_context
        self.generator, self.prefetch_factor = generator, prefetch_factor or 2
        self.persistent_workers, self.pin_memory = persistent_workers, pin_memory
        self._workers: Any = None  # those that are kept
        self._began: list | None = None  # the states of the generators when this epoch began
        self._given = 0  # batches of this epoch so far
        self._resumed: dict | None = None

    def __len__(self) -> int:
        return len(self.batch_sampler)  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Any]:
        resumed, self._resumed = self._resumed, None
        sources = self._generators()
        now = [source.get_state() for source in sources]
        self._began, self._given = now, 0
        if resumed:
            self._began, self._given = [resumed["generator"], *resumed.get("samplers", [])], resumed["batches"]
            set_states(sources, self._began)
        tensors, places = rows_of(self.dataset) if self.collate_fn is default_collate else (None, None)
        seed = 0 if tensors is not None else int(sources[0].integers(0, 2**62, (), int64))
        batches = iter(self.batch_sampler)
        if resumed:
            batches = iter(list(batches))  # all drawn now, while the generators stand where they stood then
            set_states(sources, now)
        batches = islice(batches, self._given, None)
        if tensors is not None:
            made: Iterator = (take_rows(tensors, places, batch) for batch in batches)
        elif self.num_workers:
            made = self._from_workers(batches, seed + self._given)
        else:
            made = (make_batch(self.dataset, self.collate_fn, b, seed + n) for n, b in enumerate(batches, self._given))
        return self._counted(pinned(made) if self.pin_memory else made)

    def _generators(self) -> list[Generator]:
        """The one that seeds the batches, and then those that the samplers have of their own."""
        first = self.generator or default_generator()
        return [first, *(other for other in generators_of(self) if other is not first)]

    def _counted(self, made: Iterator[Any]) -> Iterator[Any]:
        for batch in made:
            self._given += 1
            yield batch
        self._began, self._given = None, 0

    def _from_workers(self, batches: Iterator[list[int]], seed: int) -> Iterator[Any]:
        from tinygrad_lite.data.workers import Task, Workers  # here, as loading Python's own parts for it takes time

        workers = self._workers
        if workers is None:
            refuse_elsewhere(self.dataset)
            task = Task(self.dataset, self.collate_fn, self.worker_init_fn, self.num_workers)
            workers = Workers(task, self.multiprocessing_context, self.prefetch_factor, self.timeout)
            if self.persistent_workers:
                self._workers = workers
                weakref.finalize(self, workers.close)
        ended_well = False
        try:
            yield from workers.batches(batches, seed)
            ended_well = True
        finally:
            if not (self.persistent_workers and ended_well):
                self._workers = None
                workers.close()

    def state_dict(self) -> dict[str, Any]:
        """Where in an epoch this loader stands; with `load_state_dict`, the next pass goes on from there."""
        first, *others = self._began or [None]
        return self._resumed or {"generator": first, "samplers": others, "batches": self._given}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Let the next pass go on where the one of `state_dict` stood: the same order, without the batches it had."""
        need_saved("DataLoader", state_dict, ("generator", "samplers", "batches"))
        self._resumed = dict(state_dict) if state_dict["generator"] is not None else None

    def go_on_after(self, batches: int) -> None:
        """Let the next pass begin now, but leave out so many batches."""
        first, *others = [generator.get_state() for generator in self._generators()]
        self._resumed = {"generator": first, "samplers": others, "batches": batches}


def generators_of(loader: Any) -> list[Any]:
    """The generators that were given to a loader (ours, PyTorch's) and to its samplers, each once."""
    batches = getattr(loader, "batch_sampler", None)
    owners = loader, getattr(loader, "sampler", None), batches, getattr(batches, "sampler", None)
    found = (getattr(owner, "generator", None) for owner in owners)
    return list({id(one): one for one in found if hasattr(one, "set_state")}.values())


def set_states(generators: list[Any], states: list[Any]) -> None:
    for generator, state in zip(generators, states):
        generator.set_state(state)


def rows_of(dataset: Any) -> tuple[Any, Any]:
    """The tensors of a TensorDataset, or of a Subset of one, and which of their rows it has (None: all).

    A batch of these is taken at once, which is many times faster than sample by sample.
    """
    if type(dataset) is TensorDataset:
        return dataset.tensors, None
    if type(dataset) is Subset:
        tensors, places = rows_of(dataset.dataset)
        indices = np.asarray(dataset.indices, np.int64)
        return tensors, indices if places is None else places[indices]
    return None, None


def take_rows(tensors: tuple[Tensor, ...], places: np.ndarray | None, batch: list[int]) -> list[Tensor]:
    indices = index_array(batch) if places is None else places[index_array(batch)]
    return [tensor[indices] for tensor in tensors]
