"""Normalizing to mean 0 and variance 1: over a batch (BatchNorm), or over the features of each example (LayerNorm)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import mixed
from tinygrad_lite.ops.common import agree, need_all_numbers, need_bool, need_float, need_tensor, shape_from, wide


def check_parameters(name: str, x: Any, shape: tuple, **parameters: Any) -> None:
    """Say clearly which parameter does not fit the input."""
    need_float(x, name)
    for parameter, tensor in parameters.items():
        if tensor is None:
            continue
        if need_tensor(name, tensor, parameter).shape != shape:
            raise RuntimeError(
                f"{name}: {parameter} must have shape {shape} for an input of shape {x.shape}, got {tensor.shape}."
            )
        if not agree(tensor, x):
            raise RuntimeError(f"{name}: {parameter} is {tensor.dtype}, the input {x.dtype}; they must agree.")
        if type(tensor.array) is not type(x) and (error := mixed(name, (x, tensor.array))):
            raise error


def row_sums(rows: Any) -> Any:
    """The sum of each row, as a column; a product with ones adds up in a fifth of the time of rows.sum(1)."""
    return rows.dot(np.ones_like(rows, shape=(rows.shape[1], 1)))


TINY = 1e-9  # a variance beside which `eps` counts: what is left of it may be rounding only


class LayerNorm(Function):
    """(x - mean)/√(variance + eps)·weight + bias, by mean and variance over the last dimensions, of sizes `shape`"""

    @staticmethod
    def forward(ctx, x, weight, bias, shape, eps):
        count = max(math.prod(shape), 1)
        rows = wide(x).reshape(math.prod(x.shape[: x.ndim - len(shape)]), math.prod(shape))
        normal = rows - row_sums(rows) / count
        variance = np.vecdot(normal, normal)[:, None] / count
        equal = variance < TINY
        # Perhaps equal numbers, whose mean was rounded: their distance from it is 0. (A device is not asked first.)
        if type(x) is not np.ndarray or np.count_nonzero(equal):
            normal -= np.where(equal, row_sums(normal) / count, 0)
            variance = np.vecdot(normal, normal)[:, None] / count
        ctx.inverse_std = 1 / np.sqrt(variance + eps)
        normal *= ctx.inverse_std
        ctx.normal, ctx.weight, ctx.shape = normal, weight, shape
        y = normal.copy() if weight is None else normal * weight.reshape(-1)
        if bias is not None:
            y += bias.reshape(-1)
        return y.reshape(x.shape).astype(x.dtype, copy=False)

    @staticmethod
    def backward(ctx, grad_output):
        normal, count = ctx.normal, max(ctx.normal.shape[1], 1)
        x_wants, weight_wants, bias_wants, *_ = ctx.needs_input_grad
        grad = grad_output.reshape(normal.shape)
        grad_x = grad_weight = grad_bias = None
        if weight_wants:
            grad_weight = np.einsum("rc,rc->c", grad, normal).reshape(ctx.shape)
        if bias_wants:
            grad_bias = row_sums(grad.T).reshape(ctx.shape)
        if x_wants:  # a change of a row's mean or spread has no effect: those parts of the gradient are taken out
            grad_x = wide(grad).copy() if ctx.weight is None else grad * wide(ctx.weight).reshape(-1)
            spread = np.vecdot(grad_x, normal)[:, None] / count
            grad_x -= row_sums(grad_x) / count
            grad_x -= normal * spread
            grad_x *= ctx.inverse_std
            grad_x = grad_x.reshape(grad_output.shape)
        return grad_x, grad_weight, grad_bias, None, None


def layer_norm(input: Any, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: float = 1e-5) -> Any:
    """Each example brought to mean 0 and variance 1 over its last dimensions, then times weight, plus bias.

    Shape: input (…, *normalized_shape); weight and bias normalized_shape, or None.
    Source: Ba, Kiros & Hinton 2016, arXiv:1607.06450; `torch.nn.functional.layer_norm`.

    >>> tg.nn.functional.layer_norm(tg.tensor([[1.0, 3.0], [10.0, 30.0]]), (2,))
    tensor([[-1.0000,  1.0000],
            [-1.0000,  1.0000]])
    """
    shape = shape_from((normalized_shape,), "layer_norm", "normalized_shape")
    if not shape or need_tensor("layer_norm", input).shape[-len(shape) :] != shape:
        raise RuntimeError(
            f"layer_norm: normalized_shape {shape} must be the last sizes of the input, whose shape is {input.shape}."
        )
    need_all_numbers("layer_norm", eps=eps)
    check_parameters("layer_norm", input.array, shape, weight=weight, bias=bias)
    return LayerNorm.apply(input, weight, bias, shape, eps)


class BatchNorm(Function):
    """centered·inverse_std·weight + bias, for x of shape (N, C, …) and a weight and bias for each of C channels.

    centered, x - mean as (N, C, P), and inverse_std are computed before, as the running averages need them too.
    `from_batch`: mean and deviation are those of x, and change with it; otherwise they are constants.
    """

    @staticmethod
    def forward(ctx, x, weight, bias, centered, inverse_std, from_batch):
        ctx.normal, ctx.from_batch = centered * inverse_std, from_batch
        ctx.inverse_std, ctx.weight = inverse_std, weight
        y = ctx.normal.copy() if weight is None else ctx.normal * weight[:, None]
        if bias is not None:
            y += bias[:, None]
        return y.reshape(x.shape).astype(x.dtype, copy=False)

    @staticmethod
    def backward(ctx, grad_output):
        normal = ctx.normal
        grad = grad_output.reshape(normal.shape)
        grad_weight, grad_bias = np.einsum("ncp,ncp->c", grad, normal), channel_sums(grad)
        grad_x = None
        if ctx.needs_input_grad[0]:
            if ctx.from_batch:  # a change of a channel's mean or spread has no effect: those parts are taken out
                count = max(len(normal) * normal.shape[2], 1)
                grad_x = grad - normal * (grad_weight / count)[:, None]
                grad_x -= (grad_bias / count)[:, None]
                grad_x *= scale(ctx)
            else:
                grad_x = grad * scale(ctx)
            grad_x = grad_x.reshape(grad_output.shape)
        return grad_x, grad_weight, grad_bias, None, None, None


def scale(ctx: Any) -> Any:
    """By what the centered numbers of each channel are multiplied."""
    return ctx.inverse_std if ctx.weight is None else ctx.inverse_std * ctx.weight[:, None]


def channel_sums(x: Any) -> Any:
    """The sum over the batch and all places, (N, C, P) → (C,); in a third of the time of x.sum((0, 2))."""
    return np.einsum("ncp->c", x)


def batch_norm(
    input: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    """Each channel brought to mean 0 and variance 1 over the batch, then times weight, plus bias.

    Args:
        input: (N, C) or (N, C, …); all others have shape (C,), or are None.
        running_mean, running_var: used in place of the batch's where not `training`; where `training`, moved by
            `momentum` towards the batch's mean and (unbiased) variance.
        eps: added to the variance, so that nothing is divided by 0.
    Source: Ioffe & Szegedy 2015, arXiv:1502.03167; `torch.nn.functional.batch_norm`.
    """
    x = need_tensor("batch_norm", input).array
    if x.ndim < 2:
        raise RuntimeError(f"batch_norm: the input must have shape (N, C, …), got {x.shape}.")
    running = {"running_mean": running_mean, "running_var": running_var}
    check_parameters("batch_norm", x, (x.shape[1],), weight=weight, bias=bias, **running)
    need_all_numbers("batch_norm", eps=eps)
    need_bool(training, "batch_norm", "training")
    if momentum is not None:
        need_all_numbers("batch_norm", momentum=momentum)
    rows = wide(x).reshape(*x.shape[:2], math.prod(x.shape[2:]))
    if training:
        centered, variance = batch_moments(rows, running_mean, running_var, momentum)
    elif running_mean is None or running_var is None:
        raise RuntimeError("batch_norm: needs running_mean and running_var where training=False, got None.")
    else:
        centered, variance = rows - wide(running_mean.array)[:, None], wide(running_var.array)
    inverse_std = (1 / np.sqrt(variance + eps))[:, None]
    return BatchNorm.apply(input, weight, bias, centered, inverse_std, bool(training))


def batch_moments(x: Any, running_mean: Any, running_var: Any, momentum: float) -> tuple[Any, Any]:
    """x (N, C, P) without the mean of each channel, and the variances; both also move the running averages."""
    count = len(x) * x.shape[2]
    if count == 1:
        raise ValueError(
            "batch_norm: a single number per channel has no variance. Train on larger batches (drop_last=True leaves "
            "out a last batch of one example), or use eval()."
        )
    mean = channel_sums(x) / max(count, 1)
    centered = x - mean[:, None]
    variance = np.einsum("ncp,ncp->c", centered, centered) / max(count, 1)
    for average, latest in ((running_mean, mean), (running_var, variance * (count / max(count - 1, 1)))):
        if average is not None and count:
            average.copy_((1 - momentum) * average.array + momentum * latest)
    return centered, variance
