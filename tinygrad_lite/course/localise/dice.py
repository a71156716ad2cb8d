"""Random numbers as if nothing had been tried: how many changes are tried depends on the clock, and what a notebook
draws below must not."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator

import numpy as np

from tinygrad_lite.backend import get_rng_state, set_rng_state


@contextlib.contextmanager
def dice_put_back() -> Iterator[None]:
    """A block behind which Python's, NumPy's and our own random numbers go on as if it had not been there."""
    states = random.getstate(), np.random.get_state(), get_rng_state()  # noqa: NPY002
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])  # noqa: NPY002
        set_rng_state(states[2])
