"""Data sets and the loader that makes batches of them. `torch.utils.data`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.backend import Generator, default_generator
from tinygrad_lite.creation import tensor
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.ops.shape import stack
from tinygrad_lite.tensor import Tensor


class Dataset:
    """Numbered samples: subclass it and write `__getitem__(index)` and `__len__()`."""

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__}: write __getitem__(self, index), which returns one sample.")


class TensorDataset(Dataset):
    """Tensors of equal length; sample i is a tuple of row i of each."""

    def __init__(self, *tensors: Tensor):
        lengths = [len(tensor) for tensor in tensors]
        if len(set(lengths)) != 1:
            raise ValueError(f"TensorDataset: needs tensors with equally many rows, got {lengths}.")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self) -> int:
        return len(self.tensors[0])


class Subset(Dataset):
    """The samples of `dataset` at `indices`, in that order."""

    def __init__(self, dataset: Any, indices: Sequence[int]):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: int) -> Any:
        return self.dataset[self.indices[index]]

    def __len__(self) -> int:
        return len(self.indices)


def random_split(dataset: Any, lengths: Sequence[float], generator: Generator | None = None) -> list[Subset]:
    """Subsets of the given lengths, or fractions that add up to 1, without overlap, in random order."""
    size = len(dataset)
    if abs(sum(lengths) - 1) < 1e-9 and sum(lengths) != size:
        counts = [int(size * fraction) for fraction in lengths]
        for i in range(size - sum(counts)):  # what rounding left over, one each, as PyTorch does
            counts[i % len(counts)] += 1
    else:
        counts = [int(length) for length in lengths]
    if sum(counts) != size:
        raise ValueError(f"random_split: the lengths {list(lengths)} add up to {sum(lengths)}, not to {size} or 1.")
    order = (generator or default_generator()).permutation(size).tolist()
    ends = np.cumsum(counts).tolist()
    return [Subset(dataset, order[end - count : end]) for end, count in zip(ends, counts)]


def default_collate(batch: Sequence[Any]) -> Any:
    """Samples joined into a batch: tensors, arrays and numbers are stacked; tuples, lists and dicts part by part."""
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch)
    if isinstance(first, (np.ndarray, np.generic)):
        return tensor(np.stack(batch))
    if isinstance(first, (bool, int, float)):
        return tensor(list(batch))
    if isinstance(first, str):
        return list(batch)
    if isinstance(first, Mapping):
        return {key: default_collate([sample[key] for sample in batch]) for key in first}
    if isinstance(first, Sequence):
        return [default_collate(part) for part in zip(*batch, strict=True)]
    raise TypeError(f"collate: cannot join samples of type {type(first).__name__}; give DataLoader a collate_fn.")


class DataLoader:
    """Batches of a data set, for a `for` loop; each pass over it is one epoch.

    Args:
        dataset: anything with `__getitem__` and `__len__`.
        batch_size: samples a batch.
        shuffle: a new random order in every epoch.
        collate_fn: makes a batch of a list of samples; by default `default_collate`.
        drop_last: leave out the last batch if it is smaller.
        generator: where random orders come from; by default that of `tg.manual_seed`.

    >>> pairs = tg.data.TensorDataset(tg.arange(5), tg.arange(5) * 10)
    >>> for x, y in tg.data.DataLoader(pairs, batch_size=2):
    ...     print(x, y)
    tensor([0, 1]) tensor([ 0, 10])
    tensor([2, 3]) tensor([20, 30])
    tensor([4]) tensor([40])
    """

    def __init__(
        self,
        dataset: Any,
        batch_size: int = 1,
        shuffle: bool = False,
        sampler: Any = None,
        batch_sampler: Any = None,
        num_workers: int = 0,
        collate_fn: Callable | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        generator: Generator | None = None,
    ):
        refuse(
            "DataLoader",
            sampler=(sampler, None),
            batch_sampler=(batch_sampler, None),
            num_workers=(num_workers, 0),
            pin_memory=(pin_memory, False),
        )
        if not isinstance(batch_size, int) or batch_size < 1:
            raise ValueError(f"DataLoader: batch_size must be a positive integer, got {batch_size!r}.")
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, bool(shuffle)
        self.collate_fn, self.drop_last, self.generator = collate_fn or default_collate, drop_last, generator

    def __len__(self) -> int:
        return (len(self.dataset) + (0 if self.drop_last else self.batch_size - 1)) // self.batch_size

    def __iter__(self) -> Iterator[Any]:
        size = len(self.dataset)
        order = (self.generator or default_generator()).permutation(size) if self.shuffle else np.arange(size)
        load = self._rows if self._holds_tensors() else self._samples
        for start in range(0, len(self) * self.batch_size, self.batch_size):
            yield load(order[start : start + self.batch_size])

    def _samples(self, indices: np.ndarray) -> Any:
        return self.collate_fn([self.dataset[i] for i in indices.tolist()])

    def _holds_tensors(self) -> bool:
        return type(self.dataset) is TensorDataset and self.collate_fn is default_collate

    def _rows(self, indices: np.ndarray) -> list[Tensor]:
        """As `_samples`, but all rows of a TensorDataset at once, which is many times faster."""
        return [tensor[indices] for tensor in self.dataset.tensors]
