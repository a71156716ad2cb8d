"""Batches made ahead of time by worker processes, which end with the loop however it ends."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NamedTuple

from tinygrad_lite.data import batch
from tinygrad_lite.place import set_default_device


class Task(NamedTuple):
    """What a worker is sent once, when it starts."""

    dataset: Any
    collate_fn: Callable
    worker_init_fn: Callable[[int], None] | None
    num_workers: int


_task: Task | None = None


def start_worker(task: Task, ids: Any) -> None:
    """What a worker process does first."""
    global _task
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which then ends the workers
    threading.Thread(target=end_with_parent, daemon=True).start()
    set_default_device("cpu")  # what they make is carried to the main process, which moves it
    _task, batch.worker = task, batch.WorkerInfo(ids.get(), task.num_workers, task.dataset)
    if task.worker_init_fn is not None:
        task.worker_init_fn(batch.worker.id)


def end_with_parent() -> None:
    """Leave no process behind when the main one is killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def batch_in_worker(indices: list[int], seed: int) -> Any:
    assert _task is not None
    return batch.make_batch(_task.dataset, _task.collate_fn, indices, seed)


class Workers:
    """Processes that make batches ahead of time."""

    def __init__(self, task: Task, context: Any, prefetch_factor: int, timeout: float):
        context = multiprocessing.get_context(context) if context is None or isinstance(context, str) else context
        ids = context.SimpleQueue()
        for number in range(task.num_workers):
            ids.put(number)
        self.pool = ProcessPoolExecutor(task.num_workers, context, start_worker, (task, ids))
        self.ahead, self.timeout = task.num_workers * prefetch_factor, timeout or None

    def batches(self, batches: Iterable[list[int]], seed: int) -> Iterator[Any]:
        """The batches in their order; so many are being made ahead that no worker waits."""
        numbered = enumerate(batches)
        pending: deque[Future] = deque()
        try:
            for number, indices in itertools.chain(numbered, itertools.repeat((0, None), self.ahead)):
                if indices is not None:
                    pending.append(self.submit(indices, seed + number))
                if pending and (indices is None or len(pending) > self.ahead):
                    yield pending.popleft().result(self.timeout)
        except BrokenProcessPool:
            raise RuntimeError(
                "DataLoader: a worker process ended unexpectedly. It was killed (perhaps for lack of memory), or it "
                "could not load the data set: a class defined in a notebook cannot be sent to a worker on Windows and "
                "macOS; move it to a .py file. With num_workers=0 the data set's own error is seen."
            ) from None
        except TimeoutError:
            raise RuntimeError(f"DataLoader: a worker took longer than timeout={self.timeout} seconds.") from None
        finally:
            for future in pending:
                future.cancel()

    def submit(self, indices: list[int], seed: int) -> Future:
        try:
            return self.pool.submit(batch_in_worker, indices, seed)
        except (pickle.PicklingError, AttributeError, TypeError) as error:  # the first starts the processes
            raise RuntimeError(
                f"DataLoader: the data set or collate_fn cannot be sent to worker processes: {error}. Define it at the "
                "top of a .py file (a lambda cannot be sent), or use num_workers=0."
            ) from error

    def close(self) -> None:
        """End the processes at once, whatever they are doing: nothing in them needs to be kept."""
        for process in list((self.pool._processes or {}).values()):  # ends also one that hangs
            process.terminate()
        self.pool.shutdown(wait=True, cancel_futures=True)
