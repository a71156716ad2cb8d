"""From what a model returns to classes: the largest score, or a score above a threshold; and the checks of targets."""

from __future__ import annotations

import numpy as np


def class_labels(
    name: str, predictions: np.ndarray, targets: np.ndarray, threshold: float | None, num_classes: int | None = None
) -> tuple[np.ndarray, np.ndarray, int | None]:
    """Predicted classes (N,), true classes (N,), and the number of classes, None where nothing tells it.

    Args:
        predictions: scores (N, C), one a class; or scores (N,) or (N, 1) for class 1 of two; or classes (N,) as
            integers or bools.
        targets: classes (N,) or (N, 1); where there are two, they may be floats.
        threshold: see `above`.
    """
    if predictions.ndim == 2 and predictions.shape[1] > 1:
        found, predicted = predictions.shape[1], largest(name, predictions)
    elif predictions.dtype.kind == "f":
        found, predicted = 2, above(name, column(name, "predictions", predictions), threshold).astype(np.int64)
    else:
        found = 2 if predictions.dtype.kind == "b" else num_classes
        predicted = classes(name, "predictions", column(name, "predictions", predictions), found)
    if found is not None and num_classes is not None and found != num_classes:
        hint = " For more, choose another average than 'binary'." if num_classes == 2 else ""
        raise ValueError(f"{name}: predictions are for {found} classes, the metric is for {num_classes}.{hint}")
    targets = column(name, "targets", targets)
    same_length(name, predictions, targets)
    if found == 2 and targets.dtype.kind == "f":  # as binary_cross_entropy wants them
        return predicted, zeros_and_ones(name, targets).astype(np.int64), found
    return predicted, classes(name, "targets", targets, found), found


def several_labels(
    name: str, predictions: np.ndarray, targets: np.ndarray, threshold: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Which labels were predicted and which are true: two arrays of bools (N, L), from scores or labels (N, L)."""
    both_by_label(name, predictions, targets)
    if predictions.dtype.kind == "f":
        predictions = above(name, predictions, threshold)
    return zeros_and_ones(name, predictions, "predictions"), zeros_and_ones(name, targets)


def largest(name: str, scores: np.ndarray) -> np.ndarray:
    no_nan(name, scores)
    return scores.argmax(1)


def above(name: str, scores: np.ndarray, threshold: float | None) -> np.ndarray:
    """Which scores mean yes: those above the threshold; without one, those above 0.5, and they must be probabilities.

    A logit above 0 is a probability above 0.5; one above log(p / (1 - p)) is a probability above p.
    """
    no_nan(name, scores)
    if threshold is None:
        if scores.size and (scores.min() < 0 or scores.max() > 1):
            raise ValueError(
                f"{name}: scores from {scores.min():.3g} to {scores.max():.3g} are no probabilities. For logits, make "
                f"it {name}(threshold=0.0); predicted classes must be of an integer dtype."
            )
        threshold = 0.5
    return scores > threshold


def column(name: str, what: str, values: np.ndarray) -> np.ndarray:
    """(N,) as it is, (N, 1) as (N,)."""
    if values.ndim == 1 or (values.ndim == 2 and values.shape[1] == 1):
        return values.reshape(-1)
    hint = "Scores for each class are (N, C)."
    if what == "targets":
        hint = "Make one-hot rows classes: targets.argmax(1). For several labels a sample, see multilabel=True."
    raise ValueError(f"{name}: {what} must be one a sample, (N,) or (N, 1), got shape {values.shape}. {hint}")


def classes(name: str, what: str, values: np.ndarray, num_classes: int | None) -> np.ndarray:
    """Class indices, after a look at their dtype and range."""
    if values.dtype.kind == "f":
        raise TypeError(f"{name}: {what} must hold class indices of an integer dtype, got {values.dtype}.")
    wrong = values < 0 if num_classes is None else (values < 0) | (values >= num_classes)
    if np.count_nonzero(wrong):
        row = int(wrong.argmax())
        limit = "." if num_classes is None else f", and less than {num_classes}, the number of classes."
        raise ValueError(f"{name}: {what} hold class {values[row]} in row {row}; classes are counted from 0{limit}")
    return values.astype(np.int64, copy=False)


def zeros_and_ones(name: str, values: np.ndarray, what: str = "targets") -> np.ndarray:
    """As bools, after a look that there is nothing else."""
    ones = values == 1
    if np.count_nonzero(ones) != np.count_nonzero(values):
        wrong = values[(values != 0) & ~ones]
        raise ValueError(f"{name}: {what} must be 0 or 1 here, got {wrong[0]}.")
    return ones


def same_length(name: str, predictions: np.ndarray, targets: np.ndarray) -> None:
    if len(predictions) != len(targets):
        raise ValueError(f"{name}: got {len(predictions)} predictions, but {len(targets)} targets.")


def both_by_label(name: str, predictions: np.ndarray, targets: np.ndarray) -> None:
    if predictions.ndim != 2 or predictions.shape != targets.shape:
        raise ValueError(
            f"{name}: with multilabel=True, predictions and targets must both be (samples, labels), got shapes "
            f"{predictions.shape} and {targets.shape}."
        )


def no_nan(name: str, scores: np.ndarray) -> None:
    if np.count_nonzero(np.isnan(scores)):  # on a small batch far quicker than any()
        raise ValueError(f"{name}: predictions hold NaN, which is no score. Look where the model's first NaN is from.")
