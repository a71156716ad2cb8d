"""Data sets: numbered samples, whole, in part, or one after the other. `torch.utils.data`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, is_number, is_whole, need_sized, said
from tinygrad_lite.backend import Generator, default_generator
from tinygrad_lite.ops.indexing import index_array
from tinygrad_lite.tensor import Tensor


class Dataset:
    """Numbered samples: subclass it and write `__getitem__(index)` and `__len__()`.

    >>> class Squares(tg.data.Dataset):
    ...     def __len__(self):
    ...         return 4
    ...     def __getitem__(self, index):
    ...         return index**2
    >>> [batch.tolist() for batch in tg.data.DataLoader(Squares(), batch_size=2)]
    [[0, 1], [4, 9]]
    """

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError(f"{type(self).__name__}: write __getitem__(self, index), which returns one sample.")

    def __add__(self, other: Any) -> ConcatDataset:
        return ConcatDataset([self, other])


class TensorDataset(Dataset):
    """Tensors of equal length; sample i is a tuple of row i of each.

    >>> data = tg.data.TensorDataset(tg.tensor([[1.0], [2.0]]), tg.tensor([0, 1]))
    >>> len(data), data[1]
    (2, (tensor([2.]), tensor(1)))
    """

    @checked
    def __init__(self, *tensors: Tensor):
        for tensor in tensors:
            need_sized("TensorDataset", "a tensor", tensor)
        lengths = [len(tensor) for tensor in tensors]
        if len(set(lengths)) != 1:
            raise ValueError(f"TensorDataset: needs tensors with equally many rows, got {lengths}.")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self) -> int:
        return len(self.tensors[0])


class Subset(Dataset):
    """The samples of `dataset` at `indices`, in that order.

    >>> subset = tg.data.Subset(["a", "b", "c"], [2, 0])
    >>> len(subset), subset[0]
    (2, 'c')
    """

    @checked
    def __init__(self, dataset: Any, indices: Sequence[int]):
        need_sized("Subset", "dataset", dataset)
        need_sized("Subset", "indices", indices)
        need_places(indices, len(dataset))
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index: Any) -> Any:
        """One sample; with a list or slice, what the data set has under a list of its own: `subset[[0, 2]]`."""
        if isinstance(index, slice):
            index = list(range(len(self))[index])
        if isinstance(index, list):
            return self.dataset[[self.place(each) for each in index]]
        return self.dataset[self.place(index)]

    def place(self, index: int) -> Any:
        """Where a sample of the subset stands in the whole data set."""
        if not is_whole(index):
            raise TypeError(f"Subset: a sample is asked for by a whole number or a list of them, got {said(index)}.")
        if not -len(self) <= index < len(self):
            raise IndexError(f"Subset: there is no sample {index}: it has {len(self)}.")
        return self.indices[index]

    def __len__(self) -> int:
        return len(self.indices)


def need_places(indices: Any, count: int) -> None:
    """What a Subset takes its samples by: places in a data set of `count` samples."""
    places = index_array(indices)
    if places.size and places.dtype.kind not in "iu":
        raise TypeError(f"Subset: indices must be whole numbers, got {said(indices)}.")
    wrong = places[(places < -count) | (places >= count)] if places.size else places
    if wrong.size:
        raise IndexError(f"Subset: there is no sample {wrong[0]}: the data set has {count}, 0 to {count - 1}.")


class ConcatDataset(Dataset):
    """Several data sets one after the other; `first + second` makes one too.

    >>> both = tg.data.ConcatDataset([["a", "b"], ["c"]])
    >>> len(both), both[2], both[-3]
    (3, 'c', 'a')
    """

    @checked
    def __init__(self, datasets: Iterable[Any]):
        self.datasets = list(datasets)
        if not self.datasets:
            raise ValueError("ConcatDataset: got no data sets to join.")
        for dataset in self.datasets:
            need_sized("ConcatDataset", "each data set", dataset)
        self.cumulative_sizes = np.cumsum([len(dataset) for dataset in self.datasets]).tolist()

    @checked
    def __getitem__(self, index: int) -> Any:
        if not -len(self) <= index < len(self):
            raise IndexError(f"ConcatDataset: there is no sample {index} among {len(self)}.")
        index %= len(self)
        part = bisect_right(self.cumulative_sizes, index)
        return self.datasets[part][index - (self.cumulative_sizes[part - 1] if part else 0)]

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]


@checked
def random_split(dataset: Any, lengths: Sequence[float], generator: Generator | None = None) -> list[Subset]:
    """Subsets of the given lengths, or fractions that add up to 1, without overlap, in random order.

    >>> train, validation = tg.data.random_split(range(10), [0.8, 0.2])
    >>> len(train), len(validation)
    (8, 2)
    """
    need_sized("random_split", "dataset", dataset)
    if not isinstance(lengths, Sequence) or not all(is_number(length) and 0 <= length <= 2**62 for length in lengths):
        raise TypeError(f"random_split: lengths must be a list of numbers of samples, got {said(lengths)}.")
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
