"""What pictures have in common: white figures that pyplot does not know, and marks that can be told apart in grey."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

# Marks, tints and hatches of classes: safe for the colour-blind, and of different shape and brightness in print. Of
# each there is another number, so that more classes than six differ too.
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
TINTS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
HATCHES = ("", "////", "....", "\\\\\\\\", "xxx")


def grid_of(count: int, columns: int) -> tuple[int, int]:
    """Rows and columns for `count` panels: at most `columns` in a row, and rows about equally full."""
    rows = math.ceil(count / columns)
    return rows, math.ceil(count / rows)


def new_panels(rows: int = 1, columns: int = 1, width: float = 6.4, height: float = 3.6) -> Any:
    """Axes (rows, columns) in a figure of their own, each of them `width` times `height` inches.

    White on purpose, also where the page is dark, as the text in it is black.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width * columns, height * rows), layout="constrained", facecolor="white")
    return figure.subplots(rows, columns, squeeze=False)


def new_axes(width: float = 6.4, height: float = 3.6) -> Any:
    """The axes of a figure with one panel."""
    return new_panels(width=width, height=height)[0, 0]


def worth_logarithm(values: np.ndarray) -> bool:
    """Whether a logarithmic scale shows more: all finite values positive, and the largest 100 times the smallest."""
    values = values[np.isfinite(values)]
    return values.size > 0 and bool(values.min() > 0) and bool(values.max() >= 100 * values.min())


def percent(share: float, digits: int = 0) -> str:
    """0.25 as "25 %"."""
    return f"{100 * share:.{digits}f} %"


def counted(number: int, what: str) -> str:
    """A number with its word: "1 epoch", "2 epochs", "3 classes"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}{'es' if what.endswith('s') else 's'}"
