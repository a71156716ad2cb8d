"""Grading on the workers of a Dask scheduler: the same results as on this machine; a lost worker's work is redone.

The workers need this package, of the same version, and a sandbox of their own, which is tried there before anything is
run in it. Nothing of a student's is kept on them.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinygrad_lite import __version__

from . import workers
from .errors import GradingError
from .sandbox.forked import Forking
from .sandbox.tiers import wrong_with
from .workers import Lost, TookTooLong, in_time, too_long

#: Seconds in which a scheduler must answer.
PATIENCE = 30
#: Tasks that are under way at once, for each thread of the workers: more lie in memory, fewer leave workers idle.
AHEAD = 2
GONE = "The Dask scheduler at {} is gone: what was graded is kept. Start it again, and give the same command."
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
            first = next(todo, None)
            if first is not None:
                check_sandboxes(client, first)
                todo = itertools.chain([first], todo)
            threads = sum(client.nthreads().values())
            running = as_completed(loop=client.loop)

            def begin() -> None:
                task = next(todo, None)
                if task is not None:
                    future = client.submit(alone, function, workers.MOST_SECONDS, task, pure=False, retries=1)
                    known[future.key] = task
                    running.add(future)

            for _ in range(AHEAD * threads):
                begin()
            for future in running:
                task = known.pop(future.key)
                if future.cancelled():  # with the scheduler, all that it had to do is gone
                    raise GradingError(GONE.format(address))
                failure = future.exception()
                if failure is None:
                    yield task, future.result()
                else:
                    yield task, Lost(f"the grader itself failed on a Dask worker: {type(failure).__name__}: {failure}")
                begin()

    return spread


_alone = threading.Lock()


def alone(function: Callable[[Any], Any], seconds: float, task: Any) -> Any:
    """What the function gives for a task, on a worker: never two at a time in one process, however many threads it has.

    Judging is not made for threads: stdout and warnings are a process's, and `ast.parse` of Python 3.11 fails in two.
    """
    with _alone:
        if wrong := wrong_here(task):
            return Lost(f"a Dask worker cannot hold students' programs: {wrong}")
        try:
            return in_time(function, seconds, task)
        except TookTooLong:
            return too_long(seconds)


def wrong_here(task: Any) -> str:
    """Why programs cannot be held here as the task says; asked on the workers."""
    tier = getattr(task, "tier", None)
    if tier is None:
        return ""
    return wrong_with(tier) or (wrong_with(Forking.like(tier)) if getattr(tier, "forks", False) else "")


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
            f"The scheduler at {client.scheduler.address} has no workers. Start some: "
            "dask worker ADDRESS --nworkers auto --nthreads 1."
        )
    other = {worker: version for worker, version in versions.items() if version != __version__}
    if other:
        worker, version = next(iter(other.items()))
        raise GradingError(f"The Dask worker {worker} has tinygrad_lite {version}, this machine {__version__}.")


def check_sandboxes(client: Any, task: Any) -> None:
    """Refuse workers on which the sandbox does not hold: what was found out on this machine says nothing of them.

    Raises:
        GradingError: one has another tier, or none.
    """
    for worker, wrong in client.run(wrong_here, task).items():
        if wrong:
            raise GradingError(
                f"The Dask worker {worker} has no tier {task.tier.name}, as this machine has: {wrong} Mend that there, "
                "or grade without it."
            )
