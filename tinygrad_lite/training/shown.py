"""What was measured, for those who show it: most figures are numbers, some are arrays (a confusion matrix)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np

from tinygrad_lite.tensor import Tensor


def number(value: Any) -> float | None:
    """`value` as a float, if it is one number: of Python, of NumPy, or a tensor of one. None otherwise.

    >>> number(np.float32(0.5)), number(tg.tensor([2.0])), number(np.eye(2)), number("good"), number(None)
    (0.5, 2.0, None, None, None)
    """
    if isinstance(value, (bool, int, float, np.number, np.bool_)):
        return float(value)
    value = plain(value)
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    return float(value) if isinstance(value, (bool, int, float)) else None


def plain(value: Any) -> Any:
    """`value` with plain numbers and lists for arrays and tensors, also inside; as text where it is something else.

    >>> plain({"counts": np.eye(2, dtype=int), "rates": (np.float32(0.5), None)})
    {'counts': [[1, 0], [0, 1]], 'rates': [0.5, None]}
    """
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(part) for part in value]
    if isinstance(value, Tensor) or hasattr(value, "detach"):
        return value.detach().tolist()
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else str(value)


def in_words(logs: Mapping[str, Any]) -> str:
    """Names and numbers; what is not a number is left out.

    >>> in_words({"loss": 0.123456, "lr": 1e-05, "confusion_matrix": np.eye(2)})
    'loss 0.1235, lr 1e-05'
    """
    numbers = {name: number(value) for name, value in logs.items()}
    return ", ".join(f"{name} {value:.4g}" for name, value in numbers.items() if value is not None)


def printable(line: str, file: Any) -> str:
    """`line` with question marks for what `file` cannot write, as a console of another encoding cannot write ✓."""
    encoding = getattr(file, "encoding", None) or "utf-8"
    return line.encode(encoding, "replace").decode(encoding)


def cell(value: Any) -> str:
    """A figure in a column of a table; of an array, its shape.

    >>> cell(0.123456789), cell(np.eye(10)), cell(np.zeros(3))
    ('0.123457', '10×10 array', '3 numbers')
    """
    figure = number(value)
    if figure is not None:
        return f"{figure:.6g}"
    shape = np.shape(plain(value)) if hasattr(value, "shape") or isinstance(value, (list, tuple)) else ()
    if not shape:
        return str(value) if len(str(value)) <= 12 else type(value).__name__
    return f"{shape[0]} numbers" if len(shape) == 1 else "×".join(map(str, shape)) + " array"


def did_you_mean(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` that was probably meant: what `name` is the beginning of, or else the one most like it.

    >>> did_you_mean("val_acc", ["loss", "val_loss", "val_accuracy"])
    'val_accuracy'
    """
    names = list(names)
    longer = [other for other in names if other.startswith(name)]
    return next(iter(longer or get_close_matches(name, names, n=1)), None)


def kind_of(value: Any) -> str:
    """What a figure is that is not a number, for errors."""
    return f"an array of shape {tuple(value.shape)}" if hasattr(value, "shape") else f"{type(value).__name__}"
