"""A faster way for Conv2d with groups, most of all where each channel is a group: products are narrow there.

Windows as rows of a matrix cost a copy of kh · kw times the image, for a product with few columns or a single one. Here
pixels are copied kw times only, moved sideways, so that a result needs pixels of its own column. Results of TILE rows
are then one product: a matrix with the weights of a kernel, one row of it below the other along diagonals ("bands"),
times all the rows of pixels that they need. Tiles have rows in common, and are views. All images of a batch lie side by
side, which makes the products wide; the zeros between them become results that nobody asks for, and are left out.

A third or half of the multiplications are with zeros, but products are so fast that the copies take as long. All numbers
must be finite: beside the diagonals, zero times infinity would be nan.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from tinygrad_lite.ops.windows import Slide

TILE = 4  # rows of results
BLOCK = 2**18  # numbers that are multiplied at once: as many as a processor keeps close


def forward(ctx: Any, x: Any) -> Any:
    """What Conv2d.forward computes of x (N, channels, height, width) and `ctx.weight`, without the bias."""
    rows, columns = ctx.rows, ctx.columns
    ctx.image = spread(x, ctx, (rows.before, columns.before), (1, 1))
    y = np.empty_like(x, order="C", shape=(len(x), ctx.groups, len(ctx.weight) // ctx.groups, rows.count, columns.count))
    lines = rows.stride * np.arange(TILE)[:, None] + rows.dilation * np.arange(rows.kernel)
    matrices = bands(by_group(ctx.weight, ctx.groups), lines)
    for part, pixels in moved(ctx.image, columns.dilation * np.arange(columns.kernel), columns.stride):
        put_results(y[:, part], matrices[part] @ tiles(pixels, rows.count, rows.stride, matrices.shape[-1]))
    return y.reshape(len(x), len(ctx.weight), rows.count, columns.count)


def backward(ctx: Any, grad_output: Any) -> tuple:
    """What Conv2d.backward returns.

    The gradient of x is the same as forward, the other way round. That of the weight comes from products of the same
    pixels of the gradient with those of x; the numbers along the diagonals add up to it.
    """
    rows, columns, groups, batch = ctx.rows, ctx.columns, ctx.groups, len(grad_output)
    x_wants, weight_wants, bias_wants, *_ = ctx.needs_input_grad
    kernels = by_group(ctx.weight, groups).swapaxes(1, 2)
    lines = np.arange(TILE)[:, None] + lead(rows) - rows.dilation * np.arange(rows.kernel)
    matrices = bands(kernels, lines)
    grad_x = np.empty_like(grad_output, order="C", shape=(batch, groups, kernels.shape[1], rows.size, columns.size))
    along = np.empty_like(matrices)
    if x_wants or weight_wants:
        starts = lead(rows) - rows.before, lead(columns) - columns.before
        grad = spread(grad_output, ctx, starts, (rows.stride, columns.stride))
        image = lines_of_images(ctx)
        for part, pixels in moved(grad, lead(columns) - columns.dilation * np.arange(columns.kernel), 1):
            pieces = tiles(pixels, rows.size, 1, matrices.shape[-1])
            if x_wants:
                put_results(grad_x[:, part], matrices[part] @ pieces)
            if weight_wants:
                np.sum(image[part] @ pieces[..., : image.shape[-1]].swapaxes(2, 3), axis=1, keepdims=True, out=along[part])
    grad_x = grad_x.reshape(batch, -1, rows.size, columns.size) if x_wants else None
    grad_weight = of_diagonals(along, kernels.shape, lines).swapaxes(1, 2).reshape(ctx.weight.shape) if weight_wants else None
    grad_bias = grad_output.sum((0, 2, 3)) if bias_wants else None
    return grad_x, grad_weight, grad_bias, None, None, None


def lines_of_images(ctx):
    """x, tile by tile, a view"""
    rows, before, image = ctx.rows, ctx.columns.before, ctx.image
    groups, _, channels, batch, width = image.shape
    down = tile_count(rows.size)
    flat = image.reshape(*image.shape[:3], batch * width)[:, rows.before : rows.before + down * TILE, :, before:]
    g, h, c, w = flat.strides
    return np.lib.stride_tricks.as_strided(flat, (groups, down, TILE * channels, batch * width - before), (g, TILE * h, c, w))


def by_group(weight, groups):
    return weight.reshape(groups, len(weight) // groups, *weight.shape[1:])


def images(ctx: Any) -> Any:
    """The x that `forward` was given."""
    inside = ctx.image[:, ctx.rows.inside, :, :, ctx.columns.inside]
    return inside.transpose(3, 0, 2, 1, 4).reshape(inside.shape[3], -1, ctx.rows.size, ctx.columns.size)


def lead(along: Slide) -> int:
    return max(along.before, along.span - 1)


def tile_count(count):
    return -(-count // TILE)


def spread(images: Any, ctx, starts, steps) -> Any:
    """(N, groups*channels, height, width) -> (groups, more, channels, N, more width)"""
    rows, columns, groups = ctx.rows, ctx.columns, ctx.groups
    batch, channels, *size = images.shape
    height = max(rows.padded, rows.size + rows.span - 1, tile_count(rows.size) * TILE + lead(rows), (tile_count(rows.count) * TILE - 1) * rows.stride + rows.span)
    width = max(columns.padded, columns.size + columns.span - 1)
    width += -width % columns.stride
    result = np.zeros_like(images, order="C", shape=(groups, height, channels // groups, batch, width))
    down, across = (slice(a, a + s * (n - 1) + 1, s) for a, s, n in zip(starts, steps, size))
    result[:, down, :, :, across] = images.reshape(batch, groups, channels // groups, *size).transpose(1, 3, 2, 0, 4)
    return result


def moved(images, shifts, step) -> Iterator:
    groups, height, channels, batch, width = images.shape
    flat = images.reshape(groups, height, channels, batch * width)
    shape = (height, channels, len(shifts), batch, width // step)
    each = max(1, min(groups, BLOCK // max(1, math.prod(shape))))
    result = np.zeros_like(flat, shape=(each, *shape))
    lines = result.reshape(each, height, channels, len(shifts), -1)
    for start in range(0, groups, each):
        part = slice(start, min(groups, start + each))
        size = part.stop - start
        for j, shift in enumerate(shifts):
            piece = flat[part, :, :, shift::step]
            lines[:size, :, :, j, : piece.shape[-1]] = piece
        yield part, result[:size]


def bands(kernels, lines):
    groups, outs, ins, kh, kw = kernels.shape
    result = np.zeros_like(kernels, order="C", shape=(groups, TILE, outs, lines.max() + 1, ins, kw))
    result[:, np.arange(TILE)[:, None], :, lines] = kernels.transpose(3, 0, 1, 2, 4)
    return result.reshape(groups, 1, TILE * outs, -1)


def of_diagonals(matrices, shape, lines):
    groups, outs, ins, kh, kw = shape
    matrices = matrices.reshape(groups, TILE, outs, lines.max() + 1, ins, kw)
    return matrices[:, np.arange(TILE)[:, None], :, lines].sum(0).transpose(1, 2, 3, 0, 4)


def tiles(pixels, count, step, size):
    groups, height, channels, kw, batch, width = pixels.shape
    g, h, _, j, _, w = pixels.strides
    shape = (groups, tile_count(count), size, batch * width)
    return np.lib.stride_tricks.as_strided(pixels, shape, (g, h * TILE * step, j, w))


def put_results(results, y):
    batch, groups, outs, count, width = results.shape
    y = y.reshape(groups, y.shape[1] * TILE, outs, batch, -1)[:, :count, :, :, :width]
    results[...] = y.transpose(3, 0, 2, 1, 4)


def finite(array: Any) -> bool:
    """Whether all numbers are finite, and not so large that their squares add up to more than the dtype holds."""
    flat = array.reshape(-1)
    with np.errstate(over="ignore"):  # NumPy warns of float16
        return math.isfinite(flat.dot(flat))
