"""A faster way for Conv2d of small images where each channel is a group: kernels of its own for each, and no sum.

Each row of an image is multiplied with a matrix that has the weights of one row of a kernel along diagonals, and zeros
elsewhere. Most of these products are with zeros; but products of matrices are so fast that this takes a fifth of the
time of windows as rows of a matrix, which is multiplied with a single column here. All numbers must be finite: beside
the diagonals, zero times infinity would be nan.

The work grows with the square of the width; grouped.py, which takes more copies, is faster for wide images.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tinygrad_lite.ops.windows import Slide

WIDEST = 20  # a result with more columns is left to grouped.py: about as fast for 20, a quarter faster for 28


def forward(ctx: Any, x: Any) -> Any:
    """What Conv2d.forward computes of x (N, channels, height, width) and `ctx.weight`, without the bias."""
    weight, rows, columns = ctx.weight, ctx.rows, ctx.columns
    channels, each = x.shape[1], len(weight) // x.shape[1]
    ctx.bands = bands(weight.reshape(channels, each, *weight.shape[2:]), columns)
    ctx.image = spread(x[:, :, None], rows.before, 1, rows)
    y = np.empty_like(x, order="C", shape=(len(x), channels, each, rows.count, columns.count))
    factors = ctx.bands.reshape(channels, each, 1, rows.kernel * columns.size, columns.count)
    np.matmul(lines(ctx.image, rows.count, rows)[:, None], factors, out=y.transpose(1, 2, 3, 0, 4))
    return y.reshape(len(x), len(weight), rows.count, columns.count)


def backward(ctx: Any, grad_output: Any) -> tuple:
    """What Conv2d.backward returns."""
    x_wants, weight_wants, bias_wants, *_ = ctx.needs_input_grad
    batch, outputs, *size = grad_output.shape
    channels, each, *_ = ctx.bands.shape
    grad = spread(grad_output.reshape(batch, channels, each, *size), reach(ctx.rows), ctx.rows.stride, ctx.rows)
    grad_x = grad_weight = grad_bias = None
    if x_wants:
        grad_x = grad_of_input(ctx, grad)
    if weight_wants:
        along = grad_of_bands(ctx, grad).reshape(outputs, 1, ctx.rows.kernel, -1)
        places = [diagonal(ctx.columns, j) for j in range(ctx.columns.kernel)]
        grad_weight = np.stack([along[..., place].sum(-1) for place in places], axis=-1)
    if bias_wants:  # a product with ones adds up faster than a sum
        flat = grad.reshape(outputs, batch * math.prod(grad.shape[3:]))
        grad_bias = flat.dot(np.ones_like(flat, shape=flat.shape[1]))
    return grad_x, grad_weight, grad_bias, None, None, None


def images(ctx: Any) -> Any:
    """The x that `forward` was given."""
    return ctx.image[:, 0, :, ctx.rows.inside].swapaxes(0, 1)


def grad_of_input(ctx: Any, grad: Any) -> Any:
    """The same as forward, the other way round: lines of the gradient, times the bands turned."""
    rows, columns, (channels, _, batch, *_) = ctx.rows, ctx.columns, grad.shape
    turned = ctx.bands[:, :, ::-1].swapaxes(3, 4).reshape(channels, 1, -1, columns.size)
    grad_x = np.empty_like(grad, order="C", shape=(batch, channels, rows.size, columns.size))
    around = lines(grad[:, :, :, rows.before :], rows.size, rows._replace(stride=1))
    np.matmul(around, turned, out=grad_x.transpose(1, 2, 0, 3))
    return grad_x


def grad_of_bands(ctx: Any, grad: Any) -> Any:
    """For each row of a kernel, all rows of images times the rows of the gradient that they were a part of.

    Both are `spread` alike, so that those are as many rows away from each other as the row of the kernel says; where
    there is no gradient there are zeros.
    """
    channels, each, batch, height, _ = grad.shape
    x = ctx.image.reshape(channels, 1, batch * height, ctx.columns.size)
    grad = grad.reshape(channels, each, batch * height, ctx.columns.count)
    first, total = reach(ctx.rows), np.empty_like(ctx.bands)
    for i in range(ctx.rows.kernel):
        start = i * ctx.rows.dilation
        above = x[:, :, start : start + batch * height - first].swapaxes(2, 3)
        np.matmul(above, grad[:, :, first:], out=total[:, :, i])
    return total


def reach(rows: Slide) -> int:
    """How far below the first pixel of a window its last one lies."""
    return rows.span - 1


def spread(images: Any, start: int, step: int, rows: Slide) -> Any:
    """(N, channels, several, rows, width) → (channels, several, N, more rows, width): with zeros between and around.

    The first row comes to `start`, each other one `step` further on.
    """
    batch, channels, several, count, width = images.shape
    result = np.zeros_like(images, order="C", shape=(channels, several, batch, rows.padded + reach(rows), width))
    result[:, :, :, start : start + step * (count - 1) + 1 : step] = images.transpose(1, 2, 0, 3, 4)
    return result


def lines(images: Any, count: int, rows: Slide) -> Any:
    """Those rows of the images one after the other that a row of results needs: `count` times.

    (channels, several, N, rows, width) → (channels, count, N, several · kh · width): a view, if there is no dilation
    and but one image for each channel, else a copy.
    """
    channels, several, batch, _, width = images.shape
    c, s, n, h, w = images.strides
    shape = (channels, count, batch, several, rows.kernel, width)
    strides = (c, h * rows.stride, n, s, h * rows.dilation, w)
    windows = np.lib.stride_tricks.as_strided(images, shape, strides)
    return windows.reshape(channels, count, batch, several * rows.kernel * width)


def bands(kernels: Any, columns: Slide) -> Any:
    """(…, kh, kw) → (…, kh, width of an image, width of a result): the weights of a row along diagonals, else zeros"""
    result = np.zeros_like(kernels, order="C", shape=(*kernels.shape[:-1], columns.size * columns.count))
    for j in range(columns.kernel):
        result[..., diagonal(columns, j)] = kernels[..., j, None]
    return result.reshape(*kernels.shape[:-1], columns.size, columns.count)


def diagonal(columns: Slide, j: int) -> slice:
    """Where in a matrix (width of an image, width of a result), made flat, the weights of column j stand.

    >>> from tinygrad_lite.ops.windows import Slide
    >>> matrix = np.zeros(9)  # (3, 3)
    >>> matrix[diagonal(Slide(size=3, kernel=2, before=1), 0)] = 1  # pixel 0 meets result 1, pixel 1 result 2
    >>> matrix.reshape(3, 3)
    array([[0., 1., 0.],
           [0., 0., 1.],
           [0., 0., 0.]])
    """
    stride, count = columns.stride, columns.count
    ahead = j * columns.dilation - columns.before  # the pixel that result 0 meets, if there is such a one
    first = max(0, -(ahead // stride))
    last = min(count - 1, (columns.size - 1 - ahead) // stride)
    step, start = stride * count + 1, (first * stride + ahead) * count + first
    return slice(start, start + (last - first) * step + 1, step) if first <= last else slice(0, 0)


def finite(array: Any) -> bool:
    """Whether all numbers are finite, and not so large that their squares add up to more than the dtype holds."""
    flat = array.reshape(-1)
    with np.errstate(over="ignore"):  # NumPy warns of float16
        return math.isfinite(flat.dot(flat))
