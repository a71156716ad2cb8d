"""Windows that slide over images: what convolution and pooling share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tinygrad_lite.ops.common import need_float, need_room

Pair = tuple[int, int]  # for height and width
LARGEST = 2**31  # no image is as large, and a distance in memory must fit into 64 bits


class Slide(NamedTuple):
    """How windows slide along one dimension of an image.

    >>> from tinygrad_lite.ops.windows import Slide
    >>> slide = Slide(size=6, kernel=3, stride=2)
    >>> slide.count, slide.places(1)
    (2, slice(1, 4, 2))
    """

    size: int  # of the image
    kernel: int  # how many elements a window has
    stride: int = 1  # from window to window
    dilation: int = 1  # from element to element in a window
    before: int = 0  # how far the padding reaches
    after: int = 0

    @property
    def span(self) -> int:
        """From the first to the last element of a window."""
        return self.dilation * (self.kernel - 1) + 1

    @property
    def padded(self) -> int:
        return self.before + self.size + self.after

    @property
    def count(self) -> Any:
        """How many windows there are."""
        return (self.padded - self.span) // self.stride + 1

    @property
    def inside(self) -> slice:
        """Where, with the padding, the image lies."""
        return slice(self.before, self.before + self.size)

    def places(self, number: int) -> slice:
        """Where, with the padding, element `number` of each window lies."""
        start = number * self.dilation
        return slice(start, start + self.stride * (self.count - 1) + 1, self.stride)


def pair(value: Any, name: str, least: int = 1) -> Pair:
    """Two whole numbers, for height and width, given as two or as one for both; `name` is what an error calls them."""
    values = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    whole = all(isinstance(number, (int, np.integer)) and not isinstance(number, bool) for number in values)
    if len(values) not in (1, 2) or not whole:
        raise TypeError(f"{name} must be an int, or a pair of ints (height, width); got {value!r}.")
    if min(values) < least:
        raise ValueError(f"{name} must be at least {least}, got {value!r}.")
    if max(values) >= LARGEST:
        raise ValueError(f"{name} must be less than 2**31, got {value!r:.60}.")
    return int(values[0]), int(values[-1])


def check_image(x: Any, name: str) -> None:
    need_float(x, name)
    if x.ndim not in (3, 4):
        hint = " Flat images need their shape back, for example x.reshape(-1, 1, 8, 8)." if x.ndim == 2 else ""
        raise RuntimeError(
            f"{name}: needs images of shape (batch, channels, height, width), or a single one of shape (channels, "
            f"height, width); got shape {x.shape}.{hint}"
        )


def check_fit(rows: Slide, columns: Slide, name: str) -> None:
    need_room((rows.padded, columns.padded), name)
    for what, slide in (("high", rows), ("wide", columns)):
        if not 0 < slide.span <= slide.padded:
            raise RuntimeError(
                f"{name}: a window {slide.span} pixels {what} does not fit into an image {slide.padded} pixels {what} "
                "(padding included). Take a smaller kernel or dilation, or more padding."
            )
