"""What a history says: how far the losses fell, and whether validation rose again by more than its noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tinygrad_lite.training.doctor.evidence import Curves

NAMES = {"loss": ("loss", "train_loss"), "val_loss": ("val_loss", "valid_loss", "validation_loss")}


def series(history: Mapping | None, name: str) -> np.ndarray:
    """The losses of all epochs under any of their usual names."""
    found: Sequence[float] = next((history[key] for key in NAMES[name] if key in history), []) if history else []
    return np.asarray(found, np.float64)


def curves_of(history: Mapping[str, Sequence[float]] | None) -> Curves:
    """The figures of a history; those of an empty one if there is none."""
    train, val = series(history, "loss"), series(history, "val_loss")
    train, val = train[np.isfinite(train)], val[np.isfinite(val)]
    result = Curves(epochs=max(len(train), len(val)))
    if len(train):
        end = train[-tail(len(train)) :].mean()
        before = train[-(max(2, len(train) // 3) + 1) :][0]
        result.first, result.last = float(train[0]), float(end)
        result.falling = float(before - end)
        result.late = float(train[len(train) // 2] - end) if len(train) > 3 else float("nan")
    if len(val):
        smooth = smoothed(val)
        best = int(smooth.argmin())
        result.val_lowest, result.val_best, result.val_noise = float(smooth[best]), best, noise(val)
        result.val_last = float(val[-tail(len(val)) :].mean())
        result.train_at_best = float(train[best]) if best < len(train) else float("nan")
    return result


def tail(count: int) -> int:
    return max(1, count // 8)


def smoothed(values: np.ndarray) -> np.ndarray:
    """The running mean of `tail` values, shorter at both ends."""
    width = tail(len(values)) // 2
    return np.array([values[max(0, i - width) : i + width + 1].mean() for i in range(len(values))])


def noise(values: np.ndarray) -> float:
    """The standard deviation about a smooth curve, from second differences: these have 6 times its variance."""
    if len(values) < 4:
        return 0.0
    return float(np.median(np.abs(np.diff(values, 2))) / 0.6745 / np.sqrt(6))
