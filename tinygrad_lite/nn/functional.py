"""Layers and losses as functions. `torch.nn.functional`."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.backend import mixed
from tinygrad_lite.ops import losses as ops
from tinygrad_lite.ops.activations import elu, gelu, leaky_relu, silu, softplus
from tinygrad_lite.ops.arithmetic import Sub
from tinygrad_lite.ops.choosing import where
from tinygrad_lite.ops.common import (
    agree,
    common_dtype,
    need_all_numbers,
    need_float,
    need_tensor,
    refuse,
    same_setting,
    under_name,
)
from tinygrad_lite.ops.conv import conv2d
from tinygrad_lite.ops.elementwise import relu as _relu
from tinygrad_lite.ops.elementwise import sigmoid, tanh
from tinygrad_lite.ops.fused import dropout, embedding, linear
from tinygrad_lite.ops.indexing import one_hot
from tinygrad_lite.ops.losses import check_classes, check_reduction
from tinygrad_lite.ops.normalize import batch_norm, layer_norm
from tinygrad_lite.ops.pooling import adaptive_avg_pool2d, avg_pool2d, max_pool2d
from tinygrad_lite.ops.softmax import log_softmax, softmax
from tinygrad_lite.tensor import Tensor

__all__ = [
    "adaptive_avg_pool2d", "avg_pool2d", "batch_norm", "binary_cross_entropy", "binary_cross_entropy_with_logits",
    "conv2d", "cross_entropy", "dropout", "elu", "embedding", "gelu", "huber_loss", "kl_div", "l1_loss", "layer_norm",
    "leaky_relu", "linear", "log_softmax", "max_pool2d", "mse_loss", "nll_loss", "one_hot", "relu", "sigmoid", "silu",
    "smooth_l1_loss", "softmax", "softplus", "tanh",
]  # fmt: skip


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """max(input, 0), elementwise."""
    if inplace is not False:
        refuse("relu", inplace=(inplace, False))
    return _relu(input)


def reduced(losses: Tensor, reduction: str) -> Tensor:
    return losses if reduction == "none" else losses.mean() if reduction == "mean" else losses.sum()


def check_sizes(name: str, input: Tensor, target: Tensor) -> None:
    """Warn where input and target only agree after broadcasting, mostly a mistake: (n, 1) and (n,) give (n, n)."""
    if not (isinstance(input, Tensor) and isinstance(target, Tensor)):
        need_tensor(name, input)
        need_tensor(name, target, "target")
    if input.shape != target.shape:
        warnings.warn(
            f"{name}: the input has shape {input.shape}, the target {target.shape}. They are broadcast, which is "
            "probably not what you want: reshape one, for example target.reshape(input.shape).",
            stacklevel=3,
        )


def check_weight(name: str, argument: str, weight: Any, input: Tensor, shape: tuple | None = None) -> None:
    """Say clearly what is wrong with weights, which have to fit `shape`, or to broadcast to the shape of the input."""
    if weight is None:
        return
    need_tensor(name, weight, argument)
    if weight.requires_grad:
        raise RuntimeError(f"{name}: {argument} cannot have a gradient: use {argument}.detach().")
    if not agree(weight, input):
        raise RuntimeError(f"{name}: {argument} is {weight.dtype}, the input {input.dtype}; they must agree.")
    if error := mixed(name, (input.array, weight.array)):
        raise error
    pairs = zip(reversed(weight.shape), reversed(input.shape))
    fits = weight.ndim <= input.ndim and all(n in (1, m) for n, m in pairs)
    if weight.shape != shape if shape is not None else not fits:
        wanted = shape or f"one that broadcasts to {input.shape}"
        raise RuntimeError(f"{name}: {argument} has shape {weight.shape}; it must be {wanted}.")


def mse_loss(
    input: Tensor, target: Tensor, size_average=None, reduce=None, reduction: str = "mean", weight: Any = None
) -> Tensor:
    """Squared error (input - target)². `reduction`: "mean" of all elements, "sum", or "none".

    With `weight`, of the same shape, each element counts so many times; the mean is divided by the sum of weights.

    >>> tg.nn.functional.mse_loss(tg.tensor([1.0, 2.0]), tg.tensor([0.0, 0.0]))
    tensor(2.5000)
    """
    check_reduction("mse_loss", reduction, size_average, reduce)
    check_sizes("mse_loss", input, target)
    if weight is None:
        return ops.MSELoss.apply(input, target, reduction)
    return weighted(ops.MSELoss.apply(input, target, "none"), weight, input, reduction, "mse_loss")


def l1_loss(
    input: Tensor, target: Tensor, size_average=None, reduce=None, reduction: str = "mean", weight: Any = None
) -> Tensor:
    """Absolute error |input - target|; `reduction` and `weight` as in mse_loss."""
    check_reduction("l1_loss", reduction, size_average, reduce)
    check_sizes("l1_loss", input, target)
    if "b" in (input.dtype.kind, target.dtype.kind):
        raise RuntimeError("l1_loss: bools cannot be subtracted. Convert them first: target.float().")
    losses = under_name("L1Loss", Sub, input, target).abs()
    return reduced(losses, reduction) if weight is None else weighted(losses, weight, input, reduction, "l1_loss")


def weighted(losses: Tensor, weight: Tensor, input: Tensor, reduction: str, name: str) -> Tensor:
    if need_tensor(name, weight, "weight").shape != input.shape:
        raise ValueError(f"{name}: weight has shape {weight.shape}, the input {input.shape}; they must be the same.")
    losses = losses * weight
    return losses.sum() / weight.sum() if reduction == "mean" else reduced(losses, reduction)


@checked
def smooth_l1_loss(
    input: Tensor, target: Tensor, size_average=None, reduce=None, reduction: str = "mean", beta: float = 1.0
) -> Tensor:
    """With d = |input - target|: d² / (2·beta) where d < beta, else d - beta / 2.

    >>> tg.nn.functional.smooth_l1_loss(tg.tensor([0.5, 3.0]), tg.zeros(2), reduction="none", beta=2.0)
    tensor([0.0625, 2.0000])
    """
    check_reduction("smooth_l1_loss", reduction, size_average, reduce)
    check_sizes("smooth_l1_loss", input, target)
    if beta < 0:
        raise RuntimeError(f"smooth_l1_loss: beta must not be negative, got {beta}.")
    if beta == 0:
        return reduced(under_name("SmoothL1Loss", Sub, input, target).abs(), reduction)
    return under_name("SmoothL1Loss", ops.HuberLoss, input, target, beta, 1 / beta, reduction)


@checked
def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0, weight: Tensor | None = None
) -> Tensor:
    """With d = |input - target|: d² / 2 where d < delta, else delta·(d - delta / 2). Source: Huber 1964.

    With `weight`, of the same shape, each element counts so many times; the mean is still over their number.

    >>> tg.nn.functional.huber_loss(tg.tensor([0.5, 3.0]), tg.zeros(2), reduction="none")
    tensor([0.1250, 2.5000])
    """
    check_reduction("huber_loss", reduction)
    check_sizes("huber_loss", input, target)
    need_float(input, "huber_loss")
    if delta <= 0:
        raise ValueError(f"huber_loss: delta must be greater than 0, got {delta}.")
    if weight is None:
        return ops.HuberLoss.apply(input, target, delta, 1.0, reduction).to(input.dtype)
    losses = ops.HuberLoss.apply(input, target, delta, 1.0, "none").to(input.dtype)
    return reduced(weighted(losses, weight, input, "none", "huber_loss"), reduction)


def check_binary(name: str, input: Tensor, target: Tensor) -> None:
    """Say clearly what is wrong with the target."""
    need_float(need_tensor(name, input), name)
    if need_tensor(name, target, "target").shape != input.shape:
        hint = " Reshape it: target.unsqueeze(1)." if (*target.shape, 1) == input.shape else ""
        raise ValueError(f"{name}: target has shape {target.shape}, input {input.shape}; they must be the same.{hint}")
    if target.dtype.kind != "f":
        raise RuntimeError(f"{name}: target must hold floats (0.0 and 1.0), got {target.dtype}: use target.float().")


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average=None,
    reduce=None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """Binary cross entropy of sigmoid(input), stable for any input.

    Args:
        weight: by how much each loss counts; any shape that broadcasts to that of the input.
        pos_weight: by how much the positive part of each loss, that of target 1, counts; the same.
    Shape: input (any shape) holds raw scores, target (the same shape) numbers from 0 to 1.

    >>> tg.nn.functional.binary_cross_entropy_with_logits(tg.tensor([0.0]), tg.tensor([1.0]))
    tensor(0.6931)
    """
    name = "binary_cross_entropy_with_logits"
    check_reduction(name, reduction, size_average, reduce)
    check_binary(name, input, target)
    check_weight(name, "weight", weight, input)
    check_weight(name, "pos_weight", pos_weight, input)
    if target.dtype is not input.dtype:  # as in PyTorch, the target's dtype is that of the result
        together = common_dtype(input.array, target.array)
        losses = ops.BCEWithLogitsLoss.apply(input.to(together), target.to(together), weight, pos_weight, reduction)
        return losses.to(target.dtype)
    return ops.BCEWithLogitsLoss.apply(input, target, weight, pos_weight, reduction)


def binary_cross_entropy(
    input: Tensor, target: Tensor, weight: Any = None, size_average=None, reduce=None, reduction: str = "mean"
) -> Tensor:
    """Binary cross entropy of probabilities; `weight` as in binary_cross_entropy_with_logits, which is to be used
    instead of this after a sigmoid.
    """
    check_reduction("binary_cross_entropy", reduction, size_average, reduce)
    check_binary("binary_cross_entropy", input, target)
    if target.dtype != input.dtype:
        raise RuntimeError(
            f"binary_cross_entropy: the target is {target.dtype}, the input {input.dtype}; they must agree. Convert "
            "the target: target.to(input.dtype)."
        )
    check_weight("binary_cross_entropy", "weight", weight, input)
    return ops.BCELoss.apply(input, target, weight, reduction)


@checked
def kl_div(
    input: Tensor, target: Tensor, size_average=None, reduce=None, reduction: str = "mean", log_target: bool = False
) -> Tensor:
    """target·(log(target) - input), the divergence of Kullback and Leibler, for input = log-probabilities.

    Args:
        reduction: "batchmean" is the sum divided by the first size of the input, which is the divergence itself;
            "mean" divides by the number of elements; "sum"; "none".
        log_target: whether the target holds log-probabilities too.

    >>> p, q = tg.tensor([[0.5, 0.5]]), tg.tensor([[0.9, 0.1]])
    >>> tg.nn.functional.kl_div(q.log(), p, reduction="batchmean")  # from q to p; the first are logarithms
    tensor(0.5108)
    """
    check_reduction("kl_div", "sum" if same_setting(reduction, "batchmean") else reduction, size_average, reduce)
    need_float(need_tensor("kl_div", input), "kl_div")
    need_float(need_tensor("kl_div", target, "target"), "kl_div")
    if reduction == "mean":
        warnings.warn(
            'kl_div: reduction="mean" divides by the number of elements, not by that of examples; for the divergence '
            'itself use "batchmean".',
            stacklevel=2,
        )
    if reduction != "batchmean":
        return ops.KLDivLoss.apply(input, target, log_target, reduction)
    total = ops.KLDivLoss.apply(input, target, log_target, "sum")
    return total / len(input) if input.ndim else total


def check_class_weight(name: str, weight: Any, input: Tensor) -> None:
    """Weights for the classes, if there are some; and the input must have classes."""
    if not input.array.ndim:
        raise RuntimeError(f"{name}: input needs a score for each class, (classes,) or (N, classes), got a 0-d tensor.")
    if weight is not None:
        check_weight(name, "weight", weight, input, (input.shape[0 if input.ndim == 1 else 1],))


def class_rows(input: Tensor, target: Tensor, name: str) -> tuple[Tensor, Tensor]:
    """Scores as rows (rows, classes) and targets as (rows,), from (classes,), (N, classes) or (N, classes, d1, …)."""
    if input.ndim == 1:
        return input.unsqueeze(0), target.reshape(1) if target.ndim == 0 else target
    if input.ndim > 2:
        if target.dtype.kind in "iu" and target.shape != (input.shape[0], *input.shape[2:]):
            wanted = (input.shape[0], *input.shape[2:])
            raise ValueError(
                f"{name}: for input of shape {input.shape} target must have shape {wanted}, got {target.shape}."
            )
        rows = input.permute(0, *range(2, input.ndim), 1).reshape(target.numel(), input.shape[1])
        return rows, target.reshape(-1) if target.dtype.kind in "iu" else target
    return input, target


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average=None,
    ignore_index: int = -100,
    reduce=None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """-log(softmax(input)) of the right class: takes raw scores (logits), not probabilities.

    Args:
        target: class indices; or floats of the shape of the input, a probability for each class.
        weight: by how much each class counts, (classes,); the mean is divided by the sum of the weights (for
            probabilities: by the number of examples).
        ignore_index: examples of this class are left out.
        label_smoothing: this part of the probability is taken from the right class and spread evenly over all.
    Shape: input (N, classes), (classes,) or (N, classes, d1, …); target, class indices: (N,), () or (N, d1, …).
    Raises:
        RuntimeError, ValueError: target is not of the right dtype or shape. IndexError: a class is out of range.

    >>> tg.nn.functional.cross_entropy(tg.tensor([[0.0, 0.0]]), tg.tensor([1]))
    tensor(0.6931)
    """
    check_reduction("cross_entropy", reduction, size_average, reduce)
    if not (isinstance(input, Tensor) and isinstance(target, Tensor)):
        need_tensor("cross_entropy", input)
        need_tensor("cross_entropy", target, "target")
    need_all_numbers("cross_entropy", label_smoothing=label_smoothing, ignore_index=ignore_index)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"cross_entropy: label_smoothing must be between 0 and 1, got {label_smoothing}.")
    check_class_weight("cross_entropy", weight, input)
    if target.array.dtype.kind == "f" and target.shape == input.shape:
        return soft_cross_entropy(input, target, weight, ignore_index, reduction, label_smoothing)
    rows, row_targets = class_rows(input, target, "cross_entropy") if input.ndim != 2 else (input, target)
    some_ignored = check_classes(rows.array, row_targets.array, "cross_entropy", ignore_index)
    if weight is None and not label_smoothing and not some_ignored:
        loss = ops.CrossEntropyLoss.apply(rows, row_targets, reduction)
    else:
        loss = rows_loss(log_softmax(rows, 1), row_targets, weight, ignore_index, reduction, label_smoothing)
    return loss.reshape(target.shape) if reduction == "none" else loss


def rows_loss(
    log_p: Tensor, targets: Tensor, weight: Tensor | None, ignore_index: int, reduction: str, smoothing: float = 0.0
) -> Tensor:
    """The loss of log-probabilities (rows, classes), with class weights, ignored rows and smoothed labels."""
    kept = targets.array != ignore_index
    classes = np.where(kept, targets.array, 0)
    weights = kept.astype(log_p.dtype) if weight is None else np.where(kept, weight.array[classes], 0)
    losses = ops.NLLLoss.apply(log_p, kept, classes, weights)
    if smoothing:
        even = -(log_p if weight is None else log_p * weight).sum(1)
        even = where(Tensor(kept), even, 0.0)
        losses = losses * (1 - smoothing) + even * (smoothing / max(log_p.shape[1], 1))
    return losses.sum() / weights.sum() if reduction == "mean" else reduced(losses, reduction)


def soft_cross_entropy(
    input: Tensor, target: Tensor, weight: Tensor | None, ignore_index: int, reduction: str, smoothing: float
) -> Tensor:
    """Cross entropy with a probability for each class as the target."""
    refuse("cross_entropy with probabilities as the target", ignore_index=(ignore_index, -100))
    dim = 0 if input.ndim == 1 else 1
    if smoothing:
        target = target * (1 - smoothing) + smoothing / input.shape[dim]
    if weight is not None:
        target = target * weight.reshape(-1, *[1] * (input.ndim - dim - 1))
    return reduced(-(log_softmax(input, dim) * target).sum(dim), reduction)


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average=None,
    ignore_index: int = -100,
    reduce=None,
    reduction: str = "mean",
) -> Tensor:
    """-input of the right class, for input = log-probabilities (as from log_softmax). The rest as in cross_entropy.

    >>> log_p = tg.log_softmax(tg.tensor([[2.0, 0.0]]), 1)
    >>> tg.nn.functional.nll_loss(log_p, tg.tensor([0]))
    tensor(0.1269)
    """
    check_reduction("nll_loss", reduction, size_average, reduce)
    need_all_numbers("nll_loss", ignore_index=ignore_index)
    need_tensor("nll_loss", input)
    need_tensor("nll_loss", target, "target")
    check_class_weight("nll_loss", weight, input)
    rows, row_targets = class_rows(input, target, "nll_loss")
    check_classes(rows.array, row_targets.array, "nll_loss", ignore_index)
    loss = rows_loss(rows, row_targets, weight, ignore_index, reduction)
    return loss.reshape(target.shape) if reduction == "none" else loss
