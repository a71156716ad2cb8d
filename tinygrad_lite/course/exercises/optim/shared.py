"""What the exercises of lesson 04 share: shapes, the row "moved by" of a card, parameters for an optimizer class."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...case import Case
from ...compare import as_array
from ...exercise import Exercise

#: All lengths differ, and none is 2.
SHAPES = [(3,), (5,), (7,), (1, 4), (4, 1), (3, 5), (6, 3), (3, 4, 5)]


class OneParameter(Exercise):
    """An exercise on one step for one parameter, whose answer begins with the new parameter."""

    words = {"n": "the number of weights", "lr": "the learning rate", "step": "the number of the step"}

    def also_show(self, case: Case, value: Any) -> dict[str, Any]:
        """How far the parameter was moved: what an optimizer is about, and easier to judge than where it is."""
        new = value[0] if isinstance(value, tuple | list) and len(value) > 1 else value
        moved, before = as_array(new), case.args["param"]
        if moved is None or moved.shape != before.shape:
            return {}
        return {"moved by": moved - before}


def sized(rng: np.random.Generator, shape: tuple[int, ...], low: float = 0.2, high: float = 2.0) -> np.ndarray:
    """Numbers of both signs that are not near 0, so that every term of a formula is seen."""
    return rng.uniform(low, high, size=shape) * rng.choice([-1.0, 1.0], size=shape)
