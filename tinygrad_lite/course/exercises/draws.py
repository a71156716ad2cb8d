"""Random inputs that several lessons ask about."""

from __future__ import annotations

import numpy as np

#: Shapes of one to three dimensions, so varied that no axis can be taken for another.
SHAPES = [(3,), (5,), (7,), (1, 4), (4, 1), (2, 3), (3, 5), (6, 2), (2, 3, 4), (3, 1, 5)]


def both_signs(rng: np.random.Generator, shape: tuple[int, ...], low: float = 0.2, high: float = 2.0) -> np.ndarray:
    """Numbers of a shape away from 0, sizes from `low` to `high`, half of them above 0 and half below."""
    size = int(np.prod(shape))
    signs = rng.permutation(np.resize([1.0, -1.0], size))
    return (signs * rng.uniform(low, high, size=size)).reshape(shape)
