"""Pooling: the largest element, or the mean, of each window of an image."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, constant
from tinygrad_lite.ops.common import need_bool, need_room, need_tensor, whole, wide
from tinygrad_lite.ops.shape import stack
from tinygrad_lite.ops.windows import Slide, check_fit, check_image, pair


def padded(x: Any, rows: Slide, columns: Slide, value: float) -> Any:
    """Images with `value` around them, where the windows stand out."""
    if (rows.padded, columns.padded) == x.shape[-2:]:
        return x
    sides = [(0, 0)] * (x.ndim - 2) + [(rows.before, rows.after), (columns.before, columns.after)]
    return np.pad(x, sides, constant_values=value)


def elements(x: Any, rows: Slide, columns: Slide) -> Iterator[Any]:
    """The first element of all windows, the second, and so on; row by row."""
    for i in range(rows.kernel):
        for j in range(columns.kernel):
            yield x[..., rows.places(i), columns.places(j)]


class MaxPool2d(Function):
    """The largest element of each window, to which its gradient goes: to the first of equals, to the last nan"""

    @staticmethod
    def forward(ctx, x, rows, columns):
        parts = elements(padded(x, rows, columns, -np.inf), rows, columns)
        best = next(parts).copy()
        small = np.dtype(np.uint8 if rows.kernel * columns.kernel < 256 else np.int32)  # fewer bytes are faster
        chosen = np.zeros_like(best, dtype=small)  # the number of the largest element in its window
        if rows.before or columns.before:
            chosen += (inside_from(rows, x)[:, None] * columns.kernel + inside_from(columns, x)).astype(small)
        for number, part in enumerate(parts, 1):
            part = np.ascontiguousarray(part, like=part)  # what follows is then faster
            better = part > best
            better |= np.isnan(part)
            np.maximum(best, part, out=best)
            np.maximum(chosen, better * small.type(number), out=chosen)
        ctx.chosen, ctx.rows, ctx.columns = chosen, rows, columns
        return best

    @staticmethod
    def backward(ctx, grad_output):
        rows, columns, images = ctx.rows, ctx.columns, grad_output.shape[:-2]
        place = chosen_places(ctx)
        place += np.arange(len(place), like=place)[:, None] * (rows.padded * columns.padded)
        size = math.prod(images) * rows.padded * columns.padded
        grad = np.bincount(place.reshape(-1), grad_output.reshape(-1), size)  # adds up where windows overlap
        grad = grad.astype(grad_output.dtype).reshape(*images, rows.padded, columns.padded)
        return grad[..., rows.inside, columns.inside], None, None


def chosen_places(ctx: Any) -> Any:
    """For each image and window, where in the image (with its padding, counted row by row) the chosen element is."""
    rows, columns, chosen = ctx.rows, ctx.columns, ctx.chosen

    def places(count: int, step: int) -> Any:
        return np.arange(count, like=chosen) * step

    in_window = flat(places(rows.kernel, rows.dilation), places(columns.kernel, columns.dilation), columns)
    corners = flat(places(rows.count, rows.stride), places(columns.count, columns.stride), columns)
    return in_window[chosen].reshape(math.prod(chosen.shape[:-2]), len(corners)) + corners


def inside_from(slide: Slide, x: Any) -> Any:
    """The number of the first element of each window that is not padding."""
    outside = slide.before - np.arange(slide.count, like=x) * slide.stride
    return np.maximum(-(-outside // slide.dilation), 0)


def flat(rows: Any, columns: Any, slide: Slide) -> Any:
    """Places in an image as one number each, counted row by row."""
    return (rows[:, None] * slide.padded + columns).reshape(-1)


class AvgPool2d(Function):
    """The sum of each window, divided by a number of its own"""

    @staticmethod
    def forward(ctx, x, rows, columns, divisors):
        ctx.rows, ctx.columns, ctx.divisors = rows, columns, divisors
        parts = elements(padded(wide(x), rows, columns, 0), rows, columns)
        total = next(parts).copy()
        for part in parts:
            total += part
        return (total / divisors).astype(x.dtype, copy=False)

    @staticmethod
    def backward(ctx, grad_output):
        rows, columns = ctx.rows, ctx.columns
        grad_output = grad_output / ctx.divisors
        grad = np.zeros_like(grad_output, shape=(*grad_output.shape[:-2], rows.padded, columns.padded))
        for part in elements(grad, rows, columns):
            part += grad_output
        return grad[..., rows.inside, columns.inside], None, None, None


def slides(name: str, x: Any, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool) -> list:
    """How windows slide over the rows and over the columns of x."""
    check_image(x, name)
    kernel, dilations = pair(kernel_size, f"{name}: kernel_size"), pair(dilation, f"{name}: dilation")
    strides = (
        kernel
        if stride is None or (isinstance(stride, (tuple, list)) and not stride)
        else pair(stride, f"{name}: stride")
    )
    need_bool(ceil_mode, name, "ceil_mode")
    found = []
    for geometry in zip(x.shape[-2:], kernel, strides, dilations, pair(padding, f"{name}: padding", least=0)):
        slide = Slide(*geometry, after=geometry[-1])
        if slide.before > slide.span // 2:
            raise RuntimeError(
                f"{name}: padding must be at most half of the window, {slide.span // 2}, got {slide.before}."
            )
        left_over = (slide.padded - slide.span) % slide.stride
        start = slide.padded - slide.span - left_over + slide.stride  # of one more window, which is not full
        if ceil_mode and left_over and start < slide.before + slide.size:
            slide = slide._replace(after=start + slide.span - slide.before - slide.size)
        found.append(slide)
    check_fit(found[0], found[1], name)
    return found


def max_pool2d(
    input: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:  # fmt: skip
    """The largest element of each window. `torch.nn.functional.max_pool2d`.

    Args:
        input: (N, channels, height, width) or (channels, height, width).
        kernel_size: of the windows. Like the others, an int or (vertical, horizontal).
        stride: how far apart windows lie; the kernel size if None.
        padding: how far windows may stand out over the edge, at most half a window; nothing outside is ever chosen.
        dilation: how far apart the elements of a window lie.
        ceil_mode: whether what is left at the end, less than a stride, gets a window too.
        return_indices: return a pair (values, indices): where in its image each value stands, counted row by row.
    Shape: (N, channels, height, width) or (channels, height, width).

    >>> image = tg.arange(16.0).reshape(1, 4, 4)
    >>> tg.nn.functional.max_pool2d(image, 2)
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """
    x = need_tensor("max_pool2d", input).array
    rows, columns = slides("max_pool2d", x, kernel_size, stride, padding, dilation, ceil_mode)
    need_bool(return_indices, "max_pool2d", "return_indices")
    values = MaxPool2d.apply(input, rows, columns)
    if not return_indices:
        return values
    found = MaxPool2d()
    MaxPool2d.forward(found, x, rows, columns)  # once more, for what it keeps: which element of each window it chose
    places = chosen_places(found)
    row, column = places // columns.padded, places % columns.padded
    indices = (row - rows.before) * columns.size + column - columns.before
    return values, constant(indices.reshape(values.shape))


def avg_pool2d(
    input: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
    count_include_pad: bool = True, divisor_override: int | None = None,
) -> Any:  # fmt: skip
    """The mean of each window. `torch.nn.functional.avg_pool2d`. Arguments as in `max_pool2d`, and:

    Args:
        count_include_pad: whether the zeros of the padding count as elements.
        divisor_override: divide the sums by this number instead.

    >>> tg.nn.functional.avg_pool2d(tg.arange(4.0).reshape(1, 2, 2), 2)
    tensor([[[1.5000]]])
    """
    rows, columns = slides(
        "avg_pool2d", need_tensor("avg_pool2d", input).array, kernel_size, stride, padding, 1, ceil_mode
    )
    need_bool(count_include_pad, "avg_pool2d", "count_include_pad")
    if divisor_override is not None and whole(divisor_override, "avg_pool2d", "divisor_override") == 0:
        raise RuntimeError("avg_pool2d: divisor_override must not be 0.")
    divisors = divisor_override or rows.kernel * columns.kernel
    if divisor_override is None and (ceil_mode or not count_include_pad):
        counts = sizes(rows, count_include_pad, input.array)[:, None] * sizes(columns, count_include_pad, input.array)
        divisors = counts.astype(input.array.dtype)
    return AvgPool2d.apply(input, rows, columns, divisors)


def sizes(slide: Slide, with_padding: bool, x: Any) -> Any:
    """How many elements each window has in the image, or in the image and the padding asked for."""
    margin = slide.before if with_padding else 0
    starts = np.arange(slide.count, like=x) * slide.stride - slide.before
    return np.minimum(starts + slide.kernel, slide.size + margin) - np.maximum(starts, -margin)


def adaptive_avg_pool2d(input: Any, output_size: Any) -> Any:
    """The mean of each of so many windows, which cover the image. `torch.nn.functional.adaptive_avg_pool2d`.

    Args:
        input: (N, channels, height, width) or (channels, height, width).
        output_size: how many, an int or (vertically, horizontally); None for as many as there are pixels. Window i of n
            goes from ⌊i·size / n⌋ to ⌈(i + 1)·size / n⌉.

    >>> tg.nn.functional.adaptive_avg_pool2d(tg.arange(16.0).reshape(1, 4, 4), (1, 2))
    tensor([[[6.5000, 8.5000]]])
    """
    check_image(need_tensor("adaptive_avg_pool2d", input).array, "adaptive_avg_pool2d")
    lengths = input.array.shape[-2:]
    wanted = output_size if isinstance(output_size, Sequence) else (output_size, output_size)
    counts = pair(
        [n if count is None else count for n, count in zip(lengths, wanted)], "adaptive_avg_pool2d: output_size"
    )
    need_room((*input.array.shape[:-2], *counts), "adaptive_avg_pool2d")
    if counts == (1, 1):
        return input.mean((-2, -1), keepdim=True)
    if all(n and n % count == 0 for n, count in zip(lengths, counts)):
        return avg_pool2d(input, [n // count for n, count in zip(lengths, counts)])
    for axis, n, count in zip((-2, -1), lengths, counts):
        input = input.transpose(axis, -1)
        windows = [slice(i * n // count, -(-(i + 1) * n // count)) for i in range(count)]
        input = stack([input[..., window].mean(-1) for window in windows], -1).transpose(axis, -1)
    return input
