"""Samplers: in which order the samples of a data set are visited. `torch.utils.data`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, need_sized, said
from tinygrad_lite.backend import Generator, default_generator
from tinygrad_lite.ops.common import need_room


class Sampler:
    """Indices into a data set, anew for each epoch: subclass it and write `__iter__` and, if it is known, `__len__`."""

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError(f"{type(self).__name__}: write __iter__(self), which yields indices.")


class SequentialSampler(Sampler):
    """0, 1, 2, …"""

    @checked
    def __init__(self, data_source: Any):
        need_sized(type(self).__name__, "data_source", data_source)
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self.data_source)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler):
    """A new random order in every epoch; or, with replacement, every index drawn from all.

    Args:
        data_source: the data set, or anything that has a length.
        replacement: an index may come again before all have come.
        num_samples: how many to draw in an epoch; by default as many as there are samples.
        generator: where the order comes from; by default that of `tg.manual_seed`.
    """

    @checked
    def __init__(
        self,
        data_source: Any,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Generator | None = None,
    ):
        need_sized("RandomSampler", "data_source", data_source)
        if num_samples is not None and not 1 <= num_samples < 2**48:
            raise ValueError(f"RandomSampler: num_samples must be a positive integer, got {num_samples}.")
        self.data_source, self.replacement, self.generator = data_source, replacement, generator
        self._num_samples = num_samples

    def __iter__(self) -> Iterator[int]:
        generator, size, wanted = self.generator or default_generator(), len(self.data_source), len(self)
        if self.replacement:
            return iter(generator.integers(0, size, (wanted,), np.dtype(np.int64)).tolist())
        rounds = [generator.permutation(size) for _ in range(math.ceil(wanted / size) if size else 0)]
        return iter(np.concatenate(rounds)[:wanted].tolist() if rounds else [])

    def __len__(self) -> int:
        return len(self.data_source) if self._num_samples is None else self._num_samples


class SubsetRandomSampler(Sampler):
    """The given indices, in a new random order in every epoch."""

    @checked
    def __init__(self, indices: Sequence[int], generator: Generator | None = None):
        need_sized("SubsetRandomSampler", "indices", indices)
        self.indices, self.generator = indices, generator

    def __iter__(self) -> Iterator[int]:
        order = (self.generator or default_generator()).permutation(len(self.indices))
        return (self.indices[i] for i in order.tolist())

    def __len__(self) -> int:
        return len(self.indices)


class WeightedRandomSampler(Sampler):
    """Index i drawn in proportion to weights[i]: for classes of which some are rare.

    Args:
        weights: one for each sample, not negative; they need not add up to 1.
        num_samples: how many to draw in an epoch.
        replacement: an index may be drawn more than once.

    >>> labels = [0, 0, 0, 1]  # class 1 is rare
    >>> weights = [1 / labels.count(label) for label in labels]
    >>> sampler = tg.data.WeightedRandomSampler(weights, num_samples=1000)
    >>> 0.4 < sum(labels[i] for i in sampler) / 1000 < 0.6
    True
    """

    @checked
    def __init__(
        self, weights: Sequence[float], num_samples: int, replacement: bool = True, generator: Generator | None = None
    ):
        try:
            self.weights = np.asarray(weights, np.float64)
        except (TypeError, ValueError):
            raise TypeError(f"WeightedRandomSampler: weights must be a list of numbers, got {said(weights)}.") from None
        if num_samples < 1:
            raise ValueError(f"WeightedRandomSampler: num_samples must be a positive integer, got {num_samples}.")
        need_room((num_samples,), "WeightedRandomSampler")
        if self.weights.ndim != 1 or not (self.weights >= 0).all() or not 0 < self.weights.sum() < np.inf:
            raise ValueError("WeightedRandomSampler: weights must be a list of numbers ≥ 0, not all of them 0.")
        if not replacement and num_samples > np.count_nonzero(self.weights):
            raise ValueError(
                f"WeightedRandomSampler: {num_samples} different samples are wanted, but only "
                f"{np.count_nonzero(self.weights)} have a weight above 0. Use replacement=True."
            )
        self.num_samples, self.replacement, self.generator = num_samples, replacement, generator

    def __iter__(self) -> Iterator[int]:
        generator = self.generator or default_generator()
        return iter(generator.choice(self.weights, self.num_samples, self.replacement).tolist())

    def __len__(self) -> int:
        return self.num_samples


class BatchSampler(Sampler):
    """The indices of a sampler in lists of `batch_size`.

    >>> list(tg.data.BatchSampler(range(5), batch_size=2, drop_last=False))
    [[0, 1], [2, 3], [4]]
    """

    @checked
    def __init__(self, sampler: Iterable[int], batch_size: int, drop_last: bool):
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"batch_size must be a positive integer, got {batch_size!r}.")
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last

    def __iter__(self) -> Iterator[list[int]]:
        batch: list[int] = []
        for index in self.sampler:
            batch.append(index)
            if len(batch) == self.batch_size:
                yield batch
                batch = []
        if batch and not self.drop_last:
            yield batch

    def __len__(self) -> int:
        if not hasattr(self.sampler, "__len__"):
            raise TypeError(f"BatchSampler: its sampler, {said(self.sampler)}, does not say how many indices it has.")
        whole, rest = divmod(len(self.sampler), self.batch_size)  # type: ignore[arg-type]
        return whole + bool(rest and not self.drop_last)


class DistributedSampler(Sampler):
    """The share of one of several processes that train together: every `num_replicas`-th sample, from `rank` on.

    All shares are equally long: the first samples come twice if need be or, with `drop_last`, the last ones not at
    all. The order is drawn from `seed` and the epoch, alike in all processes: call `set_epoch` before each epoch.

    >>> [list(tg.data.DistributedSampler(range(5), num_replicas=2, rank=rank, shuffle=False)) for rank in (0, 1)]
    [[0, 2, 4], [1, 3, 0]]
    """

    @checked
    def __init__(
        self,
        dataset: Any,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ):
        need_sized("DistributedSampler", "dataset", dataset)
        if num_replicas is None or rank is None:
            raise ValueError("DistributedSampler: say num_replicas (how many processes) and rank (which of them).")
        if not 0 <= rank < num_replicas:
            raise ValueError(f"DistributedSampler: rank must be from 0 to {num_replicas - 1}, got {rank}.")
        self.dataset, self.num_replicas, self.rank = dataset, num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    @checked
    def set_epoch(self, epoch: int) -> None:
        """Say which epoch comes, so that it gets an order of its own."""
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        size, total = len(self.dataset), self.total_size
        order = Generator().manual_seed(self.seed + self.epoch).permutation(size) if self.shuffle else np.arange(size)
        places = order.tolist()
        return iter([places[place % size] for place in range(self.rank, total, self.num_replicas)])

    @property
    def num_samples(self) -> int:
        """How many samples each process gets."""
        share = len(self.dataset) / self.num_replicas
        return math.floor(share) if self.drop_last else math.ceil(share)

    @property
    def total_size(self) -> int:
        """How many all processes get together, those that come twice included."""
        return self.num_samples * self.num_replicas

    def __len__(self) -> int:
        return self.num_samples
