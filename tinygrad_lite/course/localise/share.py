"""How much of an answer is right: of an array so many of its numbers, of a list so many of its items."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..compare import as_array, same
from ..run import Answer


def share_right(answer: Answer, wanted: Answer, rtol: float | None) -> float:
    """From 0 for nothing to 1 for all that is returned; as much again where the arguments are as they should be."""
    if answer.failure:
        return 0.0
    share = _share(answer.value, wanted.value, rtol)
    return share + (wanted.after is not None and same(answer.after, wanted.after, rtol))


def _share(got: Any, right: Any, rtol: float | None) -> float:
    if isinstance(right, list | tuple) and isinstance(got, list | tuple) and len(right) == len(got) > 0:
        return sum(_share(mine, yours, rtol) for mine, yours in zip(got, right, strict=True)) / len(right)
    mine, yours = as_array(got), as_array(right)
    if mine is None or yours is None or mine.shape != yours.shape or mine.size < 2:
        return float(same(got, right, rtol))
    with np.errstate(all="ignore"):
        return float(np.isclose(mine, yours, rtol=rtol or 1e-9, atol=1e-12, equal_nan=True).mean())
