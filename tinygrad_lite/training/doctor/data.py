"""What the data say by themselves: their order, their scale, samples that are there twice. Arrays only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tinygrad_lite.training.doctor import neighbours

MANY = 1500  # samples that are compared with one another


def flat(inputs: np.ndarray) -> np.ndarray:
    """Samples as rows of numbers, (samples, features)."""
    return inputs.reshape(len(inputs), -1).astype(np.float64)


def thinned(count: int, most: int = MANY) -> np.ndarray:
    """At most so many of the numbers 0 … count - 1, evenly spread."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))


def target_rows(targets: np.ndarray) -> np.ndarray:
    """Targets as rows of numbers: classes as one-hot rows."""
    if targets.dtype.kind in "iub" and targets.ndim == 1:
        values, classes = np.unique(targets, return_inverse=True)
        return np.eye(len(values))[classes] if len(values) <= 200 else targets[:, None].astype(np.float64)
    return targets.reshape(len(targets), -1).astype(np.float64)


def sorting(batches: Sequence[np.ndarray]) -> tuple[float, float]:
    """How much the batches' mean targets differ, as a multiple of what chance gives; and in standard deviations.

    >>> bool(sorting([np.zeros(8), np.ones(8)] * 4)[0] > 4), bool(sorting([np.arange(8) % 2] * 8)[0] < 4)
    (True, True)
    """
    sizes = np.array([len(batch) for batch in batches])
    rows = target_rows(np.concatenate(batches))
    if len(batches) < 4 or sizes.min() < 2 or not np.isfinite(rows).all() or not rows.var(0).sum() > 0:
        return 1.0, 0.0
    random = np.random.default_rng(0)

    def between(rows: np.ndarray) -> float:
        means = np.add.reduceat(rows, np.cumsum(sizes) - sizes) / sizes[:, None]
        return float((sizes[:, None] * (means - rows.mean(0)) ** 2).sum())

    chance = np.array([between(rows[random.permutation(len(rows))]) for _ in range(20)])
    seen = between(rows)
    return seen / max(chance.mean(), 1e-12), (seen - chance.mean()) / max(chance.std(), 1e-12 * seen)


def moved_by(
    inputs: np.ndarray, targets: np.ndarray, steps: Sequence[int] = (-2, -1, 1, 2)
) -> tuple[int, float, float]:
    """By how many places the targets would have to move to fit the inputs best, and how well they fit then and now.

    The fit is that of the nearest neighbours, against shuffled targets, in standard deviations.
    """
    near = neighbours.nearest(inputs)
    if near is None:
        return 0, float("nan"), float("nan")
    rows = target_rows(targets)
    fits = {step: neighbours.signal(np.roll(rows, step, 0), near, 15) for step in (0, *steps)}
    best = max(steps, key=lambda step: fits[step])
    return best, fits[best], fits[0]


def scale(inputs: np.ndarray) -> dict[str, float]:
    """The features' means and standard deviations in a few numbers; constant features are left out."""
    rows = flat(inputs)
    spread = rows.std(0)
    kept = spread > 1e-12 * max(1.0, float(np.abs(rows).max(initial=0)))
    if not kept.any():
        return {}
    spread, mean = spread[kept], np.abs(rows[:, kept].mean(0))
    return {
        "largest": float(spread.max()), "smallest": float(spread.min()), "median": float(np.median(spread)),
        "offset": float(np.median(mean / spread)), "mean": float(mean.max()),
    }  # fmt: skip


def unusual(figures: dict[str, float]) -> bool:
    """Whether numbers of this scale may be a burden, so that an experiment with standardized ones is worth while."""
    if not figures:
        return False
    wide = figures["largest"] > 8 or figures["mean"] > 8
    return wide or figures["largest"] < 0.1 or figures["offset"] > 4


def same_samples(train: np.ndarray, val: np.ndarray) -> tuple[float, float]:
    """The share of validation samples that are also (nearly) training samples; and of training samples with a twin."""
    train, val = flat(train), flat(val)[thinned(len(val), 300)]
    if train.shape[1] != val.shape[1] or len(train) < 10:
        return 0.0, 0.0
    spread = train.std(0)
    spread[spread < 1e-6 * max(float(spread.max()), 1e-30)] = 1.0
    train, val = (train - train.mean(0)) / spread, (val - train.mean(0)) / spread
    own = train[thinned(len(train), 300)]
    near = 0.02 * (float(np.median(nearest_other(own, train, True))) or 1.0)
    return float((nearest_other(val, train, False) < near).mean()), float(
        (nearest_other(own, train, True) < near).mean()
    )


def nearest_other(rows: np.ndarray, train: np.ndarray, among: bool) -> np.ndarray:
    """The distance of each row to the nearest training sample; to the nearest but one, if it is among them."""
    squares = (rows**2).sum(1)[:, None] + (train**2).sum(1) - 2 * rows @ train.T
    place = 1 if among else 0
    nearest = np.argpartition(squares, place, axis=1)[:, place]
    return np.sqrt(((rows - train[nearest]) ** 2).sum(1))  # not from `squares`, which rounding spoils near 0


def telling_column(inputs: np.ndarray, targets: np.ndarray) -> tuple[int, float, float]:
    """The input that alone says most about the targets: its number, how much of their variance, and the next best's."""
    rows, wanted = flat(inputs), target_rows(targets)
    if rows.shape[1] < 3 or rows.shape[1] > 400 or len(rows) < 40:
        return -1, 0.0, 0.0
    explained = np.array([alone(rows[:, column], wanted) for column in range(rows.shape[1])])
    order = np.argsort(explained)
    best = int(order[-1])
    return best, min(float(explained[best]), straight(rows[:, best], wanted)), float(explained[order[-2]])


def straight(column: np.ndarray, wanted: np.ndarray) -> float:
    """The largest squared correlation of an input with a number, or with being of a class or not: 1 if it is a copy.

    Of more than two classes: the share of the input's variance that lies between them.
    """
    centred, rows = column - column.mean(), wanted - wanted.mean(0)
    if wanted.shape[1] > 2:
        means = (wanted.T @ centred) / np.maximum(wanted.sum(0), 1e-12)
        return float(((wanted @ means) ** 2).sum() / max((centred**2).sum(), 1e-300))
    squares = (centred @ rows) ** 2 / np.maximum((centred**2).sum() * (rows**2).sum(0), 1e-300)
    return float(squares.max())


def alone(column: np.ndarray, wanted: np.ndarray) -> float:
    """The share of the targets' variance that is gone when each is predicted from its two neighbours in one input."""
    if np.ptp(column) == 0:
        return 0.0
    values, group = np.unique(column, return_inverse=True)
    if len(values) <= max(20, len(column) // 10):  # few values: the mean of all others that have the same
        count = np.bincount(group)[group][:, None]
        total = np.stack([np.bincount(group, weights=w) for w in wanted.T], 1)[group]
        guess = np.where(count > 1, (total - wanted) / np.maximum(count - 1, 1), wanted.mean(0))
    else:
        order = np.argsort(column, kind="stable")
        sorted_rows = wanted[order]
        guess = np.empty_like(sorted_rows)
        guess[1:-1] = (sorted_rows[:-2] + sorted_rows[2:]) / 2
        guess[0], guess[-1] = sorted_rows[1], sorted_rows[-2]
        wanted = sorted_rows
    left, whole = ((wanted - guess) ** 2).sum(), ((wanted - wanted.mean(0)) ** 2).sum()
    return float(1 - left / whole) if whole > 0 else 0.0
