"""How tensors are printed: PyTorch's layout, four decimals, long ones shortened."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.backend import boolean, default_dtype, int64

EDGE = 3  # how many items are shown at each end of a shortened dimension
LONGEST = 1000  # tensors with more elements are shortened


def tensor_text(array: np.ndarray, extras: list[str]) -> str:
    """`tensor([1., 2.], requires_grad=True)`: the elements, the dtype where it is not the usual one, `extras`."""
    if array.size == 0:
        body = "[]"
        if array.ndim != 1:
            extras = [f"size={array.shape}", *extras]
    else:
        body = np.array2string(
            array,
            separator=", ",
            prefix="tensor(",
            threshold=LONGEST,
            edgeitems=EDGE,
            max_line_width=80,
            formatter={"all": formatter(shown(array))},
        )
    if array.dtype not in (default_dtype, int64, boolean):
        extras = [f"dtype={array.dtype}", *extras]
    return f"tensor({', '.join([body, *extras])})"


def shown(array: np.ndarray) -> np.ndarray:
    """The elements that will be printed, flat."""
    if array.size > LONGEST:
        for axis, size in enumerate(array.shape):
            if size > 2 * EDGE:
                array = np.take(array, [*range(EDGE), *range(size - EDGE, size)], axis)
    return array.ravel()


def formatter(values: np.ndarray) -> Any:
    """A function from a number to its text, all texts equally wide."""
    text = float_text(values) if values.dtype.kind == "f" else str
    width = max(len(text(value)) for value in values)
    return lambda value: text(value).rjust(width)


def float_text(values: np.ndarray) -> Any:
    """Whole numbers as `1.`, others with four decimals, in powers of ten where the sizes differ too much for that."""
    sizes = np.abs(values[np.isfinite(values) & (values != 0)].astype(np.float64))
    if not sizes.size:
        whole, scientific = True, False
    else:
        smallest, largest = sizes.min(), sizes.max()
        whole = bool((sizes == np.rint(sizes)).all())
        scientific = largest / smallest > 1000 or largest > 1e8 or (not whole and smallest < 1e-4)
    if scientific:
        return lambda value: f"{value:.4e}"
    if whole:
        return lambda value: f"{value:.0f}." if np.isfinite(value) else f"{value:.0f}"
    return lambda value: f"{value:.4f}"
