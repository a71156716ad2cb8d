"""Which samples each process gets: two ways.

`DistributedSampler` is PyTorch's: the data set is divided, and each process cuts its part into batches.
`ShareOfBatches` divides every batch of one process, so that several processes together see exactly the batches that one
would see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tinygrad_lite import data
from tinygrad_lite.training.distributed.collectives import broadcast_object
from tinygrad_lite.training.distributed.processes import get_rank, get_world_size


class DistributedSampler(data.DistributedSampler):
    """`tg.data.DistributedSampler`, which here asks which process this is, and how many there are.

    >>> list(tg.training.distributed.DistributedSampler(range(3), shuffle=False))  # alone
    [0, 1, 2]
    """

    def __init__(
        self,
        dataset: Any,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool = True,
        seed: int = 0,
        drop_last: bool = False,
    ):
        num_replicas = get_world_size() if num_replicas is None else num_replicas
        super().__init__(dataset, num_replicas, get_rank() if rank is None else rank, shuffle, seed, drop_last)


class Shares(data.Sampler):
    """What knows how large the share of a process is: of batches of the `sizes`, so far or of the whole epoch."""

    def __init__(self, num_replicas: int, rank: int):
        if not 0 <= rank < num_replicas:
            raise ValueError(f"{type(self).__name__}: rank must be from 0 to {num_replicas - 1}, got {rank}.")
        self.num_replicas, self.rank = num_replicas, rank
        self.sizes: list[int] = []

    def own_size(self, number: int) -> int:
        """How many samples of batch `number` of this epoch count here."""
        first, last = share_of(self.sizes[number], self.num_replicas, self.rank)
        return last - first

    def weight(self, number: int) -> float:
        """What the mean loss of this process's share counts, so that the mean over processes is that over samples."""
        return self.own_size(number) * self.num_replicas / self.sizes[number]


class ShareOfBatches(Shares):
    """The share that this process has of every batch of a `BatchSampler`: consecutive samples, as evenly as it goes.

    The order of an epoch is drawn by process 0 and told to the others, so that no sample is seen twice or never, also
    if their random numbers differ. Where a batch has fewer samples than there are processes, those that would have
    none get the first one, which counts for nothing (`weight` is 0): in each step they have to take part.

    Args:
        batches: lists of indices, such as a `BatchSampler`; its batches are those of all processes together.
        num_replicas, rank: how many processes there are, and which this is; by default those of the process group.

    Attributes:
        sizes: the numbers of samples in the batches of this epoch, over all processes.

    >>> batches = tg.data.BatchSampler(range(5), batch_size=4, drop_last=False)
    >>> for rank in (0, 1):
    ...     print(list(tg.training.distributed.ShareOfBatches(batches, num_replicas=2, rank=rank)))
    [[0, 1], [4]]
    [[2, 3], [4]]
    """

    def __init__(self, batches: Iterable[list[int]], num_replicas: int | None = None, rank: int | None = None):
        self.together = num_replicas is None and rank is None  # the processes of the group share it, at the same time
        super().__init__(
            get_world_size() if num_replicas is None else num_replicas, get_rank() if rank is None else rank
        )
        self.batches = batches

    @property
    def generator(self) -> Any:
        """That of the sampler inside, which a loader saves and sets back."""
        return getattr(self.batches, "generator", None) or getattr(
            getattr(self.batches, "sampler", None), "generator", None
        )

    def __iter__(self) -> Iterator[list[int]]:
        drawn = [list(batch) for batch in self.batches]
        if self.together:
            drawn = broadcast_object(drawn)
        self.sizes = [len(batch) for batch in drawn]
        for batch in drawn:
            first, last = share_of(len(batch), self.num_replicas, self.rank)
            yield batch[first:last] or batch[:1]

    def __len__(self) -> int:
        return len(self.batches)  # type: ignore[arg-type]


def share_of(size: int, num_replicas: int, rank: int) -> tuple[int, int]:
    """From where to where in `size` samples the share of one process goes; the first ones get one more.

    >>> [share_of(8, 3, rank) for rank in range(3)]
    [(0, 3), (3, 6), (6, 8)]
    """
    share, more = divmod(size, num_replicas)
    first = rank * share + min(rank, more)
    return first, first + share + (rank < more)
