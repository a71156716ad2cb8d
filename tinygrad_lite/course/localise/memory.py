"""Memory while changes are tried: how much a changed version may take, and what is looked through for rubbish.

A list that is put into itself, say, takes all there is before it ends.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from pathlib import Path

_MORE = 2**31  # bytes


@contextlib.contextmanager
def no_more_memory(more: int = _MORE) -> Iterator[None]:
    """A block in which so many bytes at most are taken besides those that are; where Linux can be asked for that."""
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft < used + more:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (used + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextlib.contextmanager
def only_new_rubbish() -> Iterator[None]:
    """A block in which Python looks for rubbish only among what is made in it.

    Thousands of versions leave so much behind that it looks again and again; PyTorch and a lesson's variables are some
    300,000 objects, and looking through them all takes a tenth of a second each time.
    """
    if gc.get_freeze_count():  # somebody else has done so
        yield
        return
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
