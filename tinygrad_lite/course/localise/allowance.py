"""How much may be tried: so many runs, and a clock that only ends what takes far longer than usual.

The runs are counted so that the same answer gets the same card on a fast machine and on a slow one.
"""

from __future__ import annotations

import time


class Allowance:
    """Asked before each run whether there may be one more.

    Args:
        runs: how many there may be.
        seconds: of computing, after which there are no more all the same.
    """

    def __init__(self, runs: int, seconds: float) -> None:
        self.runs, self.ends = runs, time.thread_time() + seconds

    def __call__(self) -> bool:
        self.runs -= 1
        return self.is_left

    @property
    def is_left(self) -> bool:
        """Whether neither is used up."""
        return self.runs >= 0 and time.thread_time() < self.ends
