"""The numbers that a case knows by name: how many elements, the batch size, the learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..case import Case
from ..exercise import Exercise

#: How a sentence names a quantity, unless the exercise's own `words` say otherwise.
QUANTITY_WORDS = {
    "n": "the number of elements",
    "batch": "the batch size",
    "classes": "the number of classes",
    "features": "the number of features",
    "in": "the number of inputs",
    "out": "the number of outputs",
    "lr": "the learning rate",
}


def quantities(exercise: Exercise, case: Case) -> dict[str, float]:
    """Name → value: `n`, the lengths of the named axes, and every argument that is a plain number."""
    found: dict[str, float] = {}
    for name in exercise.signature.parameters if not case.steps else ():
        parameter = exercise.signature.parameters[name]
        value = case.args.get(name, parameter.default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[name] = value
        axes = exercise.axes.get(name)
        if isinstance(value, np.ndarray) and axes is not None:
            found.setdefault("n", value.size)
            if axes is not ...:
                found.update(zip(axes, value.shape, strict=True))
    return found


def word(exercise: Exercise, name: str) -> str:
    """How to name a quantity in a sentence."""
    return exercise.words.get(name) or QUANTITY_WORDS.get(name) or f"`{name}`"


def listed(words: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def written(value: Any) -> str:
    """A quantity's value: whole numbers without a decimal point."""
    return f"{value:g}"
