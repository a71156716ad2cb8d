"""One batch: the same numbers whichever process makes it, and when.

What happens by chance in a data set (augmentation) must not depend on how many workers there are. So every batch has
a seed of its own, for our generator, Python's and NumPy's.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from tinygrad_lite.backend import Generator, using_generator


class WorkerInfo(NamedTuple):
    """Which of the worker processes this is."""

    id: int
    num_workers: int
    dataset: Any


worker: WorkerInfo | None = None  # set in worker processes


def get_worker_info() -> WorkerInfo | None:
    """In a worker process, which one it is: `.id`, `.num_workers`, `.dataset`; None elsewhere."""
    return worker


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Random numbers from `seed`, and afterwards from where they were before."""
    python_state, numpy_state = random.getstate(), np.random.get_state()  # noqa: NPY002 (what data sets use)
    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002
    try:
        with using_generator(Generator().manual_seed(seed)):
            yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)  # noqa: NPY002


def make_batch(dataset: Any, collate_fn: Callable, indices: list[int], seed: int) -> Any:
    """One batch: the samples at `indices`, joined."""
    with seeded(seed):
        return collate_fn([dataset[i] for i in indices])
