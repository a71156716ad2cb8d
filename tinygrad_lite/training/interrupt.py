"""Ctrl-C during training: the first ends it after the batch, so that nothing is left half done; the second at once."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def gentle_interrupt(stop: Callable[[], bool]) -> Iterator[None]:
    """Inside the `with` block, Ctrl-C (in a notebook: interrupt the kernel) calls `stop()`.

    Where that returns False, it was called before, and the interrupt is passed on as usual. Python lets only the main
    thread do this; in others nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def handle(number: int, frame: Any) -> None:
        if stop():
            print("Training stops after this batch. Ctrl-C once more: at once.", flush=True)
        elif callable(before):
            before(number, frame)
        else:
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
