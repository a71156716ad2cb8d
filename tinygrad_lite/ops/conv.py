"""Convolution over images."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import strided
from tinygrad_lite.ops import depthwise, grouped
from tinygrad_lite.ops.common import agree, need_tensor, whole
from tinygrad_lite.ops.windows import Pair, Slide, check_fit, check_image, pair


class Conv2d(Function):
    """Σ weight[o, c, i, j] · x[n, c, row·stride + i·dilation, column·stride + j·dilation] over c, i, j; plus bias[o]

    All windows become the rows of a matrix, and all sums one product of matrices. Inside, the channels come last, so
    that what is copied lies in long runs, and the groups first, so that they are a stack of matrices. With several
    groups a faster way is taken, see depthwise.py and grouped.py.
    """

    @staticmethod
    def forward(ctx, x, weight, bias, rows, columns, groups):
        ctx.weight, ctx.rows, ctx.columns, ctx.groups = weight, rows, columns, groups
        ctx.faster = faster_way(ctx, x)
        if ctx.faster is not None:
            y = ctx.faster.forward(ctx, x)
        else:
            ctx.windows = all_windows(x, rows, columns, groups)
            y = ctx.windows @ by_place(weight, groups).reshape(groups, ctx.windows.shape[2], -1)
            y = channels_first(y.reshape(groups, len(x), rows.count, columns.count, y.shape[2]))
        if bias is not None:
            y += bias[:, None, None]
        return y

    @staticmethod
    def backward(ctx, grad_output):
        if ctx.faster is not None:
            if depthwise.finite(grad_output):
                return ctx.faster.backward(ctx, grad_output)
            ctx.windows = all_windows(ctx.faster.images(ctx), ctx.rows, ctx.columns, ctx.groups)
        x_wants, weight_wants, bias_wants, *_ = ctx.needs_input_grad
        groups, count, _ = ctx.windows.shape
        channels, *kernel = ctx.weight.shape[1:]
        grad = channels_last(grad_output, groups).copy().reshape(groups, count, len(ctx.weight) // groups)
        grad_x = grad_weight = grad_bias = None
        if x_wants:
            grad_x = grad_of_input(ctx, grad, len(grad_output))
        if weight_wants:
            grad_weight = (ctx.windows.swapaxes(1, 2) @ grad).reshape(groups, *kernel, channels, -1)
            grad_weight = grad_weight.transpose(0, 4, 3, 1, 2).reshape(ctx.weight.shape)
        if bias_wants:  # a product with ones adds up faster than a sum
            grad_bias = (np.ones_like(grad, shape=count) @ grad).reshape(-1)
        return grad_x, grad_weight, grad_bias, None, None, None


def faster_way(ctx: Any, x: Any) -> Any:
    """The module that computes this faster than windows as rows of a matrix, or None."""
    if ctx.groups == 1 or type(x) is not np.ndarray:  # on a device, to ask for the numbers would be to wait for them
        return None
    rows, columns, channels = ctx.rows, ctx.columns, ctx.weight.shape[1]  # of a group
    way: Any = depthwise if channels == 1 else None
    if x.shape[0] * x.shape[1] * rows.count * columns.count >= grouped.FEWEST:
        stride = rows.stride * columns.stride  # grouped.py fills the gradient with so many times more zeros
        wide = channels == 1 and stride <= 4 and columns.count > depthwise.WIDEST
        few = 1 < channels < grouped.MOST and stride == 1 and rows.kernel * columns.kernel > 1
        way = grouped if wide or few else way
    return way if way and depthwise.finite(x) and depthwise.finite(ctx.weight) else None


def grad_of_input(ctx: Any, grad: Any, batch: int) -> Any:
    """Each place of the kernel gives its part of the gradient to the pixels that it was multiplied with."""
    rows, columns, groups = ctx.rows, ctx.columns, ctx.groups
    weights = by_place(ctx.weight, groups).swapaxes(3, 4)  # (groups, kh, kw, outputs, channels)
    channels = weights.shape[-1]
    grad_padded = np.zeros_like(grad, shape=(groups, batch, rows.padded, columns.padded, channels))
    part = np.empty_like(grad, shape=(groups, grad.shape[1], channels))
    by_pixel = part.reshape(groups, batch, rows.count, columns.count, channels)
    for i, down in enumerate(map(rows.places, range(rows.kernel))):
        for j, along in enumerate(map(columns.places, range(columns.kernel))):
            np.matmul(grad, weights[:, i, j], out=part)
            reached = grad_padded[:, :, down, along]
            reached += by_pixel
    return channels_first(grad_padded[:, :, rows.inside, columns.inside])


def by_place(weight: Any, groups: int) -> Any:
    """(groups · outputs, channels, kh, kw) → (groups, kh, kw, channels, outputs), a matrix for each place."""
    return weight.reshape(groups, len(weight) // groups, *weight.shape[1:]).transpose(0, 3, 4, 2, 1)


def channels_last(x: Any, groups: int) -> Any:
    """A view (N, groups · channels, height, width) → (groups, N, height, width, channels)."""
    batch, channels, height, width = x.shape
    return x.reshape(batch, groups, channels // groups, height, width).transpose(1, 0, 3, 4, 2)


def all_windows(x: Any, rows: Slide, columns: Slide, groups: int) -> Any:
    """The windows of each group as the rows of a matrix: (groups, N · rows · columns, kh · kw · channels).

    They are copied twice, with the zeros around and into the matrix, in the order in which more lies side by side: a
    row of a window with all its channels, or a row of pixels.
    """
    x = channels_last(x, groups)
    of_windows = columns.kernel * x.shape[-1] >= columns.count
    padded = with_margins(x, rows, columns, order="C" if of_windows else "K")
    return as_matrices(sliding(padded, rows, columns), of_windows)


def with_margins(x: Any, rows: Slide, columns: Slide, order: Any) -> Any:
    """A copy with zeros around each image; of order "C" the channels are last in memory as well, of "K" where x has
    them."""
    if (rows.padded, columns.padded) == x.shape[2:4]:
        return x.copy(order)
    padded = np.zeros_like(x, order=order, shape=(*x.shape[:2], rows.padded, columns.padded, x.shape[-1]))
    padded[:, :, rows.inside, columns.inside] = x
    return padded


def channels_first(x: Any) -> Any:
    """(groups, N, height, width, channels) → (N, groups · channels, height, width)."""
    groups, batch, height, width, channels = x.shape
    return np.ascontiguousarray(x.transpose(1, 0, 4, 2, 3), like=x).reshape(batch, groups * channels, height, width)


def sliding(padded: Any, rows: Slide, columns: Slide) -> Any:
    """A view of all windows: (groups, N, height, width, channels) → (groups, N, rows, columns, kh, kw, channels)."""
    groups, batch, _, _, channels = padded.shape
    g, n, h, w, c = padded.strides  # how many bytes further on the next one lies
    shape = (groups, batch, rows.count, columns.count, rows.kernel, columns.kernel, channels)
    strides = (g, n, h * rows.stride, w * columns.stride, h * rows.dilation, w * columns.dilation, c)
    return strided(padded, shape, strides)


def as_matrices(windows: Any, of_windows: bool) -> Any:
    """The windows of each group as the rows of a matrix, copied window by window or pixel by pixel of all windows."""
    groups, batch, rows, columns, kh, kw, channels = windows.shape
    count, size = batch * rows * columns, kh * kw * channels
    if of_windows:
        return windows.copy().reshape(groups, count, size)
    return windows.transpose(0, 4, 5, 6, 1, 2, 3).copy().reshape(groups, size, count).swapaxes(1, 2)


def margins(padding: Any, kernel: Pair, stride: Pair, dilation: Pair) -> tuple[Pair, Pair]:
    """Zeros (above, below) and (left, right), from numbers, "valid" (none) or "same" (results as large as images)."""
    if not isinstance(padding, str):
        height, width = pair(padding, "conv2d: padding", least=0)
        return (height, height), (width, width)
    if padding not in ("valid", "same"):
        raise ValueError(f"conv2d: padding must be numbers, 'valid' or 'same', got {padding!r}.")
    if padding == "valid":
        return (0, 0), (0, 0)
    if stride != (1, 1):
        raise RuntimeError(f"conv2d: padding='same' needs stride 1, got {stride}; give the padding in numbers.")
    height, width = (d * (k - 1) for k, d in zip(kernel, dilation))  # in all
    return (height // 2, height - height // 2), (width // 2, width - width // 2)


def check_conv2d(x: Any, weight: Any, bias: Any, groups: int) -> None:
    """Say clearly why an image does not fit the weight."""
    check_image(x, "conv2d")
    if weight.ndim != 4:
        raise RuntimeError(f"conv2d: weight must be (outputs, channels / groups, kh, kw), got shape {weight.shape}.")
    if any(array is not None and not agree(array, x) for array in (weight, bias)):
        raise RuntimeError(
            f"conv2d: the input is {x.dtype}, the weight {weight.dtype}; they, and the bias, must agree. Convert the "
            "input: x.to(weight.dtype)."
        )
    if groups < 1 or len(weight) % groups:
        raise ValueError(f"conv2d: groups must divide the {len(weight)} output channels, got {groups}.")
    if bias is not None and bias.shape != weight.shape[:1]:
        raise RuntimeError(f"conv2d: bias must have shape ({len(weight)},), one for each output, got {bias.shape}.")
    if x.shape[-3] != weight.shape[1] * groups:
        raise RuntimeError(
            f"conv2d: the input of shape {x.shape} has {x.shape[-3]} channels, but the weight of shape {weight.shape} "
            f"with groups={groups} takes {weight.shape[1] * groups}. Images are (batch, channels, height, width)."
        )


def conv2d(
    input: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: int = 1,
) -> Any:  # fmt: skip
    """Slide a kernel over images; each output channel is a weighted sum of the window. `torch.nn.functional.conv2d`.

    Args:
        stride, dilation: how far apart windows, and the pixels of one window, lie: an int or (vertical, horizontal).
        padding: zeros around the image, so many on each side; or "valid" (none), or "same" (keeps the size; stride 1).
        groups: channels are split in so many parts, each with outputs of its own.
    Shape: input (N, channels, height, width) or (channels, height, width); weight (outputs, channels / groups, kh, kw);
        bias (outputs,). Result (N, outputs, ⌊(height + 2·padding - dilation·(kh - 1) - 1) / stride⌋ + 1, …).

    >>> image = tg.arange(9.0).reshape(1, 1, 3, 3)
    >>> tg.nn.functional.conv2d(image, tg.ones(1, 1, 2, 2))
    tensor([[[[ 8., 12.],
              [20., 24.]]]])
    """
    for argument, value in (("input", input), ("weight", weight), ("bias", bias)):
        if value is not None or argument != "bias":
            need_tensor("conv2d", value, argument)
    groups = whole(groups, "conv2d", "groups")
    check_conv2d(input.array, weight.array, None if bias is None else bias.array, groups)
    stride, dilation = pair(stride, "conv2d: stride"), pair(dilation, "conv2d: dilation")
    kernel = weight.array.shape[2:]
    sides = zip(*margins(padding, kernel, stride, dilation))  # (above, left) and (below, right)
    rows, columns = (Slide(*along) for along in zip(input.array.shape[-2:], kernel, stride, dilation, *sides))
    check_fit(rows, columns, "conv2d")
    if input.array.ndim == 3:
        return Conv2d.apply(input.unsqueeze(0), weight, bias, rows, columns, groups).squeeze(0)
    return Conv2d.apply(input, weight, bias, rows, columns, groups)
