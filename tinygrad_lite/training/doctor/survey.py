"""What the model answers to whole data sets, in evaluation mode, and what those of validation would need to be."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tinygrad_lite.training.doctor import data
from tinygrad_lite.training.doctor.subject import Subject, pairs_of
from tinygrad_lite.training.library import inputs_and_targets

REFUSED = (RuntimeError, ValueError, TypeError, IndexError)  # what a loss may raise at numbers it was not made for


@dataclass
class Seen:
    """Data and the model's answers to them; with classes, the right and the predicted ones, (samples,)."""

    inputs: np.ndarray
    targets: np.ndarray
    predictions: np.ndarray
    loss: float
    labels: np.ndarray | None = None
    predicted: np.ndarray | None = None

    @property
    def accuracy(self) -> float:
        return float((self.labels == self.predicted).mean()) if self.labels is not None else math.nan


def seen(subject: Subject, batches: list[Any]) -> Seen | None:
    """The model as it is, on these batches; None if its answers cannot be seen."""
    subject.watch.forced = False
    subject.set_rate(0.0)
    answers, losses, sizes = [], [], []
    try:
        for batch in batches:
            losses.append(subject.step(batch))
            answers.append(subject.watch.predictions)
            sizes.append(len(inputs_and_targets(batch)[1]))
    finally:
        subject.watch.forced = None
    pairs = pairs_of(batches)
    if any(answer is None or len(answer) != size for answer, size in zip(answers, sizes)):
        return None
    inputs, targets = (np.concatenate(part) for part in zip(*pairs))
    predictions = np.concatenate(answers)
    result = Seen(inputs, targets, predictions, float(np.average(losses, weights=sizes)))
    result.labels, result.predicted = labels_of(targets), classes_of(predictions, targets)
    if result.predicted is None or result.labels is None:
        result.labels = result.predicted = None
    return result


def labels_of(targets: np.ndarray) -> np.ndarray | None:
    """Targets as class indices, (samples,); None if they are numbers of another kind."""
    if targets.dtype.kind in "iub" and targets.ndim == 1:
        return targets.astype(int)
    rows = targets.reshape(len(targets), -1)
    if not np.isin(rows, (0, 1)).all():
        return None
    if rows.shape[1] == 1:
        return rows[:, 0].astype(int)
    return rows.argmax(1) if (rows.sum(1) == 1).all() else None


def classes_of(predictions: np.ndarray, targets: np.ndarray) -> np.ndarray | None:
    """The class that is predicted for each sample, (samples,)."""
    rows = predictions.reshape(len(predictions), -1)
    if predictions.ndim > 2 or not np.isfinite(rows).all():
        return None
    if rows.shape[1] > 1:
        return rows.argmax(1)
    middle = 0.5 if rows.min() >= 0 and rows.max() <= 1 else 0.0
    return (rows[:, 0] > middle).astype(int)


def balanced_accuracy(found: Seen | None) -> float:
    """The mean of the classes' accuracies: 1 / classes by chance, however rare some of them are."""
    if found is None or found.labels is None or found.predicted is None:
        return math.nan
    return float(np.mean([(found.predicted[found.labels == c] == c).mean() for c in np.unique(found.labels)]))


def right_anyway(found: Seen | None) -> bool:
    """Whether far more answers are right than by chance, whatever the loss: a network may be too sure of itself."""
    if found is None or found.labels is None:
        return False
    chance = 1 / len(np.unique(found.labels))
    return balanced_accuracy(found) > chance + 0.15 * (1 - chance)


def loss_with(subject: Subject, batches: list[Any], predictions: np.ndarray) -> float:
    """The mean loss if the model gave these predictions; NaN if the loss refuses them, such as BCELoss logits."""
    subject.start.restore()
    subject.set_rate(0.0)
    losses, at = [], 0
    try:
        for batch in batches:
            count = len(inputs_and_targets(batch)[1])
            subject.watch.replacement = predictions[at : at + count]
            losses.append(subject.step(batch))
            at += count
    except REFUSED:
        return math.nan
    finally:
        subject.watch.replacement = None
    return float(np.mean(losses))


def related(found: Seen | None, shuffles: int = 100) -> float:
    """How much better the answers go with their own targets than with shuffled ones, in standard deviations."""
    if found is None:
        return math.nan
    rows, answers = data.target_rows(found.targets), data.flat(found.predictions)
    if found.labels is not None and answers.shape[1] > 1:
        rows = np.eye(answers.shape[1])[found.labels] if found.labels.max() < answers.shape[1] else rows
    if rows.shape != answers.shape or not np.isfinite(answers).all() or len(rows) < 20:
        return math.nan
    answers = answers - answers.mean(1, keepdims=True) if answers.shape[1] > 1 else answers
    answers, random = answers - answers.mean(0), np.random.default_rng(0)
    chance = np.array([(answers * rows[random.permutation(len(rows))]).sum() for _ in range(shuffles)])
    return float(((answers * rows).sum() - chance.mean()) / max(chance.std(), 1e-12))


# ------------------------------------------------------------------------------ what would put validation right
def renamed(found: Seen, classes: int) -> tuple[str, float] | None:
    """Another naming of the classes that fits the labels far better, in words, and the accuracy with it.

    A constant shift; or, for few classes, a one-to-one exchange.
    """
    assert found.labels is not None
    assert found.predicted is not None
    values = np.arange(max(classes, 2))
    if found.labels.max() >= len(values) or found.predicted.max() >= len(values):
        return None
    table = np.zeros((len(values), len(values)))
    np.add.at(table, (found.predicted, found.labels), 1)
    shifted = [table[values, (values + k) % len(values)].sum() / table.sum() for k in range(len(values))]
    best, other = int(np.argmax(shifted)), table.argmax(1)
    one_to_one = len(set(other)) == len(values) and (other != values).any()
    exchanged = float(table[values, other].sum() / table.sum()) if one_to_one else 0.0
    if best and shifted[best] >= exchanged:
        off = best if best <= len(values) // 2 else best - len(values)
        return f"moved by {off:+d}", float(shifted[best])
    return ("exchanged", exchanged) if one_to_one else None


def mendings(train: np.ndarray, val: np.ndarray) -> Iterator[tuple[str, Callable[[np.ndarray], np.ndarray]]]:
    """Ways in which validation inputs might have to be changed to be as those of training, in words and in deed."""
    features = data.flat(train)
    mean, spread = features.mean(0), features.std(0)
    mine = data.flat(val)
    own, width = mine.mean(0), mine.std(0)
    safe = np.where(width > 1e-12, width, 1.0)

    def rows(function: Callable) -> Callable[[np.ndarray], np.ndarray]:
        return lambda x: function(data.flat(x)).reshape(x.shape)

    yield (
        "each feature to the mean and standard deviation it has in training",
        rows(lambda x: (x - own) / safe * spread + mean),
    )
    yield (
        "all by one factor and one offset",
        rows(lambda x: (x - mine.mean()) / max(mine.std(), 1e-12) * features.std() + features.mean()),
    )
    yield "each feature to the distribution it has in training", rows(lambda x: matched(x, mine, features))
    yield "features in reverse order", rows(lambda x: x[:, ::-1])
    low, high, least, most = features.min(), features.max(), mine.min(), mine.max()
    yield "light and dark exchanged", lambda x: low + (most - x) / max(most - least, 1e-12) * (high - low)
    for step in (1, -1):
        yield f"features moved by {step:+d}", rows(lambda x, step=step: np.roll(x, step, 1))
    side = math.isqrt(mine.shape[1])
    if val.ndim > 2:
        yield "rows and columns exchanged", lambda x: np.swapaxes(x, -1, -2) if x.shape[-1] == x.shape[-2] else x
        yield "mirrored, left and right", lambda x: x[..., ::-1]
        yield "mirrored, up and down", lambda x: x[..., ::-1, :]
        yield "channels in reverse order", lambda x: x[:, ::-1]
    elif side > 2 and side**2 == mine.shape[1]:
        yield (
            "rows and columns exchanged",
            rows(lambda x: np.swapaxes(x.reshape(-1, side, side), 1, 2).reshape(len(x), -1)),
        )


def matched(x: np.ndarray, own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Each feature's values by their ranks: the n-th smallest becomes what is the n-th smallest in training."""
    places = np.linspace(0, 1, 101)
    result = np.empty_like(x)
    for column in range(x.shape[1]):
        mine, theirs = np.quantile(own[:, column], places), np.quantile(wanted[:, column], places)
        kept, first = np.unique(mine, return_index=True)
        result[:, column] = np.interp(x[:, column], kept, theirs[first])
    return result
