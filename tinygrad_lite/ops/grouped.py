"""A faster way for Conv2d with groups, whose products are narrow; depthwise.py is faster still for small images.

Windows as rows of a matrix cost a copy of kh · kw times the image, for a product with few columns or a single one. Here
pixels are copied kw times only, moved sideways by the columns of the kernel, so that a result needs pixels of one
column. Several rows of results, a tile, are then one product: a matrix with the weights of a kernel along diagonals
("bands", zeros elsewhere) times all rows of pixels that the tile needs. Tiles have rows in common, and are views. All
images of a batch lie side by side, which makes the products wide; between them stand zeros.

For 8 images of 32 channels, 64 x 64 pixels, kernels of 3 x 3, forward and back, this takes 0.4 of the time of
depthwise.py if each channel is a group, and 0.3 of the time of windows for 4 groups. All numbers must be finite: beside
the diagonals, zero times infinity would be nan.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from tinygrad_lite.ops.windows import Slide

FEWEST = 2**15  # windows; fewer of them take less time by the other ways, which make fewer calls of NumPy
MOST = 64  # channels in a group; so many make the products of windows large enough
BLOCK = 2**18  # so many numbers are copied before they are multiplied: they stay in the processor's cache


def tile(ctx: Any) -> int:
    """How many rows of results are one product. With several channels in a group, the product is large enough."""
    return 4 if ctx.weight.shape[1] == 1 else 1


def forward(ctx: Any, x: Any) -> Any:
    """What Conv2d.forward computes of x (N, channels, height, width) and `ctx.weight`, without the bias."""
    rows, columns, groups, outputs = ctx.rows, ctx.columns, ctx.groups, len(ctx.weight)
    ctx.image = spread(ctx, x, (rows.before, columns.before), (1, 1))
    needs = rows.stride * np.arange(tile(ctx))[:, None] + rows.dilation * np.arange(rows.kernel)
    matrices = bands(by_group(ctx), needs)
    shifts = columns.dilation * np.arange(columns.kernel)
    y = np.empty_like(x, order="C", shape=(len(x), groups, outputs // groups, rows.count, columns.count))
    for part, pixels in moved(ctx.image, shifts, columns.stride):
        put(y[:, part], matrices[part] @ tiles(pixels, rows.count, rows.stride, needs), tile(ctx))
    return y.reshape(len(x), outputs, rows.count, columns.count)


def backward(ctx: Any, grad_output: Any) -> tuple:
    """What Conv2d.backward returns.

    The gradient of x is the same as forward, the other way round: the gradient is moved, and multiplied with bands. It
    is also multiplied with the rows of x; of the matrices that this makes, the diagonals give the weight's gradient.
    """
    rows, columns, groups = ctx.rows, ctx.columns, ctx.groups
    x_wants, weight_wants, bias_wants, *_ = ctx.needs_input_grad
    starts = reach(rows) - rows.before, reach(columns) - columns.before
    grad = spread(ctx, grad_output, starts, (rows.stride, columns.stride))
    needs = np.arange(tile(ctx))[:, None] + reach(rows) - rows.dilation * np.arange(rows.kernel)
    shifts = reach(columns) - columns.dilation * np.arange(columns.kernel)
    matrices, image = bands(by_group(ctx).swapaxes(1, 2), needs), tiles_of_image(ctx)
    along = np.empty_like(matrices)
    grad_x = np.empty_like(grad, shape=(len(grad_output), groups, ctx.weight.shape[1], rows.size, columns.size))
    for part, pixels in moved(grad, shifts, 1):
        lines = tiles(pixels, rows.size, 1, needs)
        if x_wants:
            put(grad_x[:, part], matrices[part] @ lines, tile(ctx))
        if weight_wants:
            (image[part] @ lines[..., : image.shape[-1]].swapaxes(2, 3)).sum(1, keepdims=True, out=along[part])
    return (
        grad_x.reshape(len(grad_output), -1, rows.size, columns.size) if x_wants else None,
        grad_of_weight(ctx, along, needs) if weight_wants else None,
        grad_output.sum((0, 2, 3)) if bias_wants else None,
        *(None, None, None),
    )


def images(ctx: Any) -> Any:
    """The x that `forward` was given."""
    x = ctx.image[:, ctx.rows.inside, :, :, ctx.columns.inside].transpose(3, 0, 2, 1, 4)
    return x.reshape(len(x), -1, ctx.rows.size, ctx.columns.size)


def grad_of_weight(ctx: Any, along: Any, needs: Any) -> Any:
    """From products of `tile` rows of x with all rows of the gradient that these have a part in."""
    height, channels, columns = len(needs), ctx.weight.shape[1], ctx.columns.kernel
    along = along.reshape(ctx.groups, height, channels, needs.max() + 1, -1, columns)
    total = along[:, np.arange(height)[:, None], :, needs].sum(0)  # (kh, groups, channels, outputs, kw)
    return total.transpose(1, 3, 2, 0, 4).reshape(ctx.weight.shape)


def by_group(ctx: Any) -> Any:
    """The weight as (groups, outputs, channels, kh, kw)."""
    return ctx.weight.reshape(ctx.groups, len(ctx.weight) // ctx.groups, *ctx.weight.shape[1:])


def reach(along: Slide) -> int:
    """So far from its first one can the gradients lie that a pixel needs; or the padding reaches still further."""
    return max(along.before, along.span - 1)


def spread(ctx: Any, images: Any, starts: tuple[int, int], steps: tuple[int, int]) -> Any:
    """(N, groups · channels, height, width) → (groups, more rows, channels, N, more columns): with zeros between.

    The first pixel comes to `starts`, each other one `steps` further on. x and the gradient become equally large, so
    that they can be multiplied, with room for the rows of the last tile.
    """
    rows, columns, (batch, channels, *size) = ctx.rows, ctx.columns, images.shape
    results, pixels = round_up(rows.count, tile(ctx)), round_up(rows.size, tile(ctx))
    height = max(rows.padded, pixels + reach(rows), (results - 1) * rows.stride + rows.span)
    width = round_up(max(columns.padded, columns.size + columns.span - 1), columns.stride)
    shape = (ctx.groups, height, channels // ctx.groups, batch, width)
    result = np.zeros_like(images, order="C", shape=shape)
    down, across = (slice(start, start + step * (n - 1) + 1, step) for start, step, n in zip(starts, steps, size))
    by_group = images.reshape(batch, ctx.groups, channels // ctx.groups, *size)
    result[:, down, :, :, across] = by_group.transpose(1, 3, 2, 0, 4)
    return result


def round_up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple


def moved(images: Any, shifts: Any, step: int) -> Iterator[tuple[slice, Any]]:
    """Some groups at a time: which ones, and the copies of their pixels that start `shifts` further on.

    (groups, rows, channels, N, width) → (some, rows, channels, kw, N · width / step). The next image's pixels move in,
    and come to places behind the results.
    """
    groups, height, channels, batch, width = images.shape
    flat = images.reshape(groups, height, channels, batch * width)
    shape = (height, channels, len(shifts), batch * width // step)
    some = min(groups, max(1, BLOCK // math.prod(shape)))
    result = np.empty_like(flat, shape=(some, *shape))
    for start in range(0, groups, some):
        part = slice(start, min(groups, start + some))
        block = result[: part.stop - start]
        for j, shift in enumerate(shifts):
            pixels = flat[part, :, :, shift::step]
            block[:, :, :, j, : pixels.shape[-1]] = pixels
            block[:, :, :, j, pixels.shape[-1] :] = 0
        yield part, block


def bands(kernels: Any, needs: Any) -> Any:
    """(groups, outputs, channels, kh, kw) → (groups, 1, tile · outputs, rows · channels · kw).

    Result t of a tile takes row needs[t, i] of pixels times row i of the kernel.
    """
    groups, outputs, channels, _, kw = kernels.shape
    height = len(needs)
    result = np.zeros_like(kernels, order="C", shape=(groups, height, outputs, needs.max() + 1, channels, kw))
    result[:, np.arange(height)[:, None], :, needs] = kernels.transpose(3, 0, 1, 2, 4)
    return result.reshape(groups, 1, height * outputs, -1)


def tiles(pixels: Any, count: int, step: int, needs: Any) -> Any:
    """A view of those rows of `moved` pixels that each tile needs: (groups, tiles, rows · channels · kw, N · width)."""
    groups, _, channels, kw, width = pixels.shape
    g, h, _, j, w = pixels.strides
    shape = (groups, round_up(count, len(needs)) // len(needs), (needs.max() + 1) * channels * kw, width)
    return np.lib.stride_tricks.as_strided(pixels, shape, (g, h * step * len(needs), j, w))


def tiles_of_image(ctx: Any) -> Any:
    """A view of the pixels of x: (groups, tiles, tile · channels, N · width), without the margin before the first."""
    groups, _, channels, batch, width = ctx.image.shape
    height, skip = tile(ctx), ctx.columns.before
    flat = ctx.image.reshape(*ctx.image.shape[:3], batch * width)
    lines = flat[:, ctx.rows.before : ctx.rows.before + round_up(ctx.rows.size, height), :, skip:]
    g, h, c, w = lines.strides
    shape = (groups, lines.shape[1] // height, height * channels, batch * width - skip)
    return np.lib.stride_tricks.as_strided(lines, shape, (g, h * height, c, w))


def put(images: Any, products: Any, height: int) -> None:
    """(groups, tiles, tile · outputs, N · width) → (N, groups, outputs, rows, columns), without what is too much."""
    batch, groups, outputs, count, width = images.shape
    lines = products.reshape(groups, products.shape[1] * height, outputs, batch, -1)
    images[...] = lines[:, :count, :, :, :width].transpose(3, 0, 2, 1, 4)
