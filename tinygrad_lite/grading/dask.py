"""Grading on the workers of a Dask scheduler: the same results as on this machine; a lost worker's work is redone.

The workers need this package, of the same version, and a sandbox of their own. Nothing of a student's is kept on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinygrad_lite import __version__

from .errors import GradingError
from .workers import Lost

#: Seconds in which a scheduler must answer.
PATIENCE = 30
#: Tasks that are under way at once, for each thread of the workers: more lie in memory, fewer leave workers idle.
AHEAD = 2
INSTALL = 'Grading on Dask needs the package distributed: pip install "tinygrad-lite[dask]".'


def spread_by(address: str) -> Callable[[Callable[[Any], Any], Iterable[Any], int], Iterator[tuple[Any, Any]]]:
    """`workers.spread`, on the workers of the scheduler at this address."""

    def spread(function: Callable[[Any], Any], tasks: Iterable[Any], jobs: int) -> Iterator[tuple[Any, Any]]:
        try:
            from distributed import Client, as_completed
        except ImportError:
            raise GradingError(INSTALL) from None
        try:
            client = Client(address, timeout=PATIENCE)
        except OSError as problem:
            raise GradingError(f"There is no Dask scheduler at {address}: {problem}") from None
        with client:
            check_versions(client)
            todo, known = iter(tasks), {}
            threads = sum(client.nthreads().values())
            running = as_completed(loop=client.loop)

            def begin() -> None:
                task = next(todo, None)
                if task is not None:
                    future = client.submit(function, task, pure=False, retries=1)
                    known[future.key] = task
                    running.add(future)

            for _ in range(AHEAD * threads):
                begin()
            for future in running:
                task = known.pop(future.key)
                failure = future.exception()
                if failure is None:
                    yield task, future.result()
                else:
                    yield task, Lost(f"the grader itself failed on a Dask worker: {type(failure).__name__}: {failure}")
                begin()

    return spread


def version_here() -> str:
    """The version of this package; asked on the workers."""
    return __version__


def check_versions(client: Any) -> None:
    """Refuse workers that would judge otherwise.

    Raises:
        GradingError: there are none, or one has another version.
    """
    versions = client.run(version_here)
    if not versions:
        raise GradingError(
            f"The scheduler at {client.scheduler.address} has no workers. Start some: dask worker ADDRESS."
        )
    other = {worker: version for worker, version in versions.items() if version != __version__}
    if other:
        worker, version = next(iter(other.items()))
        raise GradingError(f"The Dask worker {worker} has tinygrad_lite {version}, this machine {__version__}.")
