"""A side of a workload: one of those that are compared, ready to be timed."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np


class Side(NamedTuple):
    """What is timed, and what it leads to: arrays that must be the same on every side."""

    step: Callable[[], Any]
    outcome: Callable[[], list[np.ndarray]]


def training(step: Callable[[], Any], parameters: Callable[[], Sequence[Any]], read: Callable[[Any], Any] = float):
    """A step that changes parameters. Its outcome: the losses of three steps, if it has any, and all that changed."""

    def outcome():
        before = [np.array(p) for p in parameters()]
        returned = [step() for _ in range(3)]
        losses = [np.array([read(loss) for loss in returned if loss is not None])]
        changes = [np.array(p) - old for p, old in zip(parameters(), before, strict=True)]
        return [*losses, *changes]

    return Side(step, outcome)


def result(step: Callable[[], Any], read: Callable[[Any], Any] = np.asarray) -> Side:
    """A step that changes nothing: its outcome is what it returns."""
    return Side(step, lambda: [read(step())])
