"""Two predictions that need no training: the best constant, and the mean of the nearest neighbours.

They say what a loss is worth, and whether the targets have anything to do with the inputs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

K = 5
FORMS: tuple[Callable, ...] = (  # a mean as the model would give it: as it is, log-probabilities, logits
    lambda mean: mean,
    lambda mean: np.log(np.clip(mean, 1e-6, None)),
    lambda mean: np.log(np.clip(mean, 1e-6, 1 - 1e-6)) - np.log1p(-np.clip(mean, 1e-6, 1 - 1e-6)),
)


def rows_of(targets: np.ndarray, columns: int) -> np.ndarray | None:
    """Targets as rows of numbers, (samples, columns): classes as one-hot rows; None if they do not fit."""
    if targets.ndim == 1 and columns > 1 and targets.dtype.kind in "iu":
        return np.eye(columns)[targets] if targets.min() >= 0 and targets.max() < columns else None
    rows = targets.reshape(len(targets), -1).astype(np.float64)
    return rows if rows.shape[1] == columns and np.isfinite(rows).all() else None


def nearest(inputs: np.ndarray) -> np.ndarray | None:
    """The numbers of each sample's K nearest others, by distance of standardized inputs, (samples, K)."""
    inputs = counts(inputs)
    if inputs.dtype.kind != "f" or len(inputs) <= 4 * K or not np.isfinite(inputs).all():
        return None
    flat = inputs.reshape(len(inputs), -1).astype(np.float64)
    flat = (flat - flat.mean(0)) / np.maximum(flat.std(0), 1e-8)
    squares = (flat**2).sum(1)
    distance = squares[:, None] + squares[None] - 2 * flat @ flat.T
    distance[distance < 1e-9 * squares.mean()] = np.inf  # itself, and samples that are there twice
    return np.argpartition(distance, K, axis=1)[:, :K]


def counts(inputs: np.ndarray) -> np.ndarray:
    """How often each whole number, such as a word's, comes in a sample; other inputs as they are."""
    if inputs.dtype.kind not in "iu" or inputs.ndim != 2 or not (inputs.min() >= 0 and inputs.max() < 5000):
        return inputs
    result = np.zeros((len(inputs), int(inputs.max()) + 1))
    np.add.at(result, (np.arange(len(inputs))[:, None], inputs), 1.0)
    return result


def guess(rows: np.ndarray, near: np.ndarray) -> np.ndarray:
    """The mean of the neighbours' rows, with the mean of all as one more neighbour."""
    return (rows[near].sum(1) + rows.mean(0)) / (K + 1)


def signal_across(inputs: np.ndarray, rows: np.ndarray, others: np.ndarray, wanted: np.ndarray) -> float:
    """`signal`, where the neighbours of these samples are looked for among others, (inputs, rows)."""
    count = len(others)
    both = counts(np.concatenate([others, inputs]))
    if both.dtype.kind != "f" or not np.isfinite(both).all() or rows.shape[1] != wanted.shape[1] or len(inputs) < 4 * K:
        return float("nan")
    flat = both.reshape(len(both), -1).astype(np.float64)
    flat = (flat - flat[count:].mean(0)) / np.maximum(flat[count:].std(0), 1e-8)
    mine, theirs = flat[:count], flat[count:]
    distance = (mine**2).sum(1)[:, None] + (theirs**2).sum(1) - 2 * mine @ theirs.T
    found = rows[np.argpartition(distance, K, axis=1)[:, :K]].mean(1)
    random = np.random.default_rng(0)
    chance = np.array([((found - wanted[random.permutation(count)]) ** 2).mean() for _ in range(30)])
    return (chance.mean() - float(((found - wanted) ** 2).mean())) / max(float(chance.std()), 1e-12)


def signal(rows: np.ndarray, near: np.ndarray, shuffles: int = 30) -> float:
    """How much better the neighbours predict than with shuffled targets, in standard deviations."""
    random = np.random.default_rng(0)

    def error(shuffled: np.ndarray) -> float:
        return float(((guess(shuffled, near) - shuffled) ** 2).mean())

    chance = np.array([error(random.permutation(rows)) for _ in range(shuffles)])
    return (chance.mean() - error(rows)) / max(float(chance.std()), 1e-12)
