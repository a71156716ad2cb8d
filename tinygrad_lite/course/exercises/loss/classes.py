"""What the losses for one class among several share: the right log-softmax, logits and targets to try."""

from __future__ import annotations

import numpy as np

#: (batch, classes): never the same, and never 2 × 2; more rows than classes, and fewer.
_SIZES = [(2, 3), (3, 2), (3, 4), (4, 3), (5, 3), (3, 6), (7, 4), (6, 10), (12, 5)]
_LARGE = "with logits as large as 1000"
_APART = "where the logits of a row differ by 1000"
_MANY = "with more than ten classes"
_ROWS = "where the logits of one row are 1000 larger than those of another"
_NO_SOFTMAX = (
    "NameError",
    r"name 'softmax' is not defined",
    "`softmax` belongs to lesson 01 and is not known here. Nor would it help: where a probability is too small for a "
    "float it is 0, and has no logarithm. The logarithm of the softmax is computed in one go.",
)
#: What an index along the wrong axis means here.
_WHOLE_ROWS = (
    "IndexError",
    r"axis 0 with size",
    "Axis 0 counts the samples; a class is a column, so a place along axis 1. `a[target]` picks whole rows. To pick "
    "one number from each row, say the rows first and the columns second.",
)


def _is_elsewhere(failure):
    """Whether an index is out of range in a line of the student's that has none: a function that it calls has it."""
    known = failure.kind == "IndexError" and bool(failure.line)
    return known and "[" not in failure.line and "take" not in failure.line


def _log_softmax(logits, axis=1):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def _chosen(rows, target):
    """One element a row: the one of the target class."""
    return rows[np.arange(len(target)), target]


def _large_logits(rng):
    """(logits, about): what only a stable program gets right."""
    for batch, classes, offset in [(1, 3, 1000.0), (2, 3, 1000.0), (5, 4, -1000.0), (4, 6, 900.0), (3, 5, -900.0)]:
        yield offset + rng.normal(size=(batch, classes)), _LARGE
    for batch, classes, large in [(1, 3, 1000.0), (2, 4, 1000.0), (4, 3, 1500.0), (6, 5, 800.0)]:
        logits = rng.normal(size=(batch, classes))
        logits[:, 0] += large  # every row has its largest in the first column
        yield logits, _APART
    for batch, classes in [(2, 3), (3, 4), (5, 3), (4, 6)]:
        yield rng.normal(size=(batch, classes)) - 1000.0 * (np.arange(batch) % 2)[:, None], _ROWS
    for rows in ([[-1000.0, 1000.0]], [[0.0, 0.5, -1000.0], [-1000.0, -0.5, 0.0]], [[-1.0, 2.0, 800.0]]):
        yield np.array(rows), _APART


def _targets(rng, scores):
    """A class for each row; for the first row, and at least every third, not the one with the highest score."""
    batch, classes = scores.shape
    target = rng.integers(0, classes, size=batch)
    target[::3] = scores[::3].argmin(axis=1)
    return target
