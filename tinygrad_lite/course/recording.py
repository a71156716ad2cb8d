"""Whether gradients are recorded, put back as it was behind code that may have been stopped anywhere.

`with no_grad():` sets it back at its end. What interrupts a program that takes too long may come in the middle of just
that, and everything below in the notebook would then have no gradients.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

import tinygrad_lite as tg


@contextlib.contextmanager
def recording_put_back() -> Iterator[None]:
    """A block behind which both libraries record, or do not, as before it."""
    torch = sys.modules.get("torch")
    ours, theirs = tg.is_grad_enabled(), torch.is_grad_enabled() if torch else True
    try:
        yield
    finally:
        tg.set_grad_enabled(ours)
        if torch:
            torch.set_grad_enabled(theirs)
