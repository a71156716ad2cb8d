"""How tensors are printed: PyTorch's layout, four decimals, long ones shortened."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.backend import CPU, boolean, default_dtype, device_of, int64, on_host

EDGE = 3  # how many items are shown at each end of a shortened dimension
LONGEST = 1000  # tensors with more elements are shortened


def tensor_text(array: Any, extras: list[str]) -> str:
    """`tensor([1., 2.], requires_grad=True)`: the elements, device and dtype where they are not the usual, `extras`."""
    place = device_of(array)
    told = [] if place == CPU else [f"device={str(place)!r}"]
    without_numbers = place.type == "meta"
    if without_numbers or (array.size == 0 and array.ndim != 1):
        told.append(f"size={array.shape}")
    if array.dtype not in ((default_dtype,) if without_numbers else (default_dtype, int64, boolean)):
        told.append(f"dtype={array.dtype}")
    body = "..." if without_numbers else elements_text(on_host(array))
    return f"tensor({', '.join([body, *told, *extras])})"


def elements_text(array: np.ndarray) -> str:
    """`[1., 2.]`"""
    if array.size == 0:
        return "[]"
    return np.array2string(
        array,
        separator=", ",
        prefix="tensor(",
        threshold=LONGEST,
        edgeitems=EDGE,
        max_line_width=80,
        formatter={"all": formatter(shown(array))},
    )


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
