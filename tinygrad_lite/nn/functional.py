"""Layers and losses as functions. `torch.nn.functional`."""

from __future__ import annotations

import warnings
from typing import Any

from tinygrad_lite.creation import arange
from tinygrad_lite.ops import fused
from tinygrad_lite.ops.arithmetic import where
from tinygrad_lite.ops.common import need_float, refuse
from tinygrad_lite.ops.elementwise import relu as _relu
from tinygrad_lite.ops.elementwise import sigmoid, tanh
from tinygrad_lite.ops.fused import check_classes, check_reduction, linear
from tinygrad_lite.ops.reduce import log_softmax, softmax
from tinygrad_lite.tensor import Tensor

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "huber_loss",
    "l1_loss",
    "linear",
    "log_softmax",
    "mse_loss",
    "nll_loss",
    "relu",
    "sigmoid",
    "smooth_l1_loss",
    "softmax",
    "tanh",
]


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    """max(input, 0), elementwise."""
    refuse("relu", inplace=(inplace, False))
    return _relu(input)


def reduced(losses: Tensor, reduction: str) -> Tensor:
    return losses if reduction == "none" else losses.mean() if reduction == "mean" else losses.sum()


def check_sizes(name: str, input: Tensor, target: Tensor, reduction: str) -> None:
    """Warn where input and target only agree after broadcasting, mostly a mistake: (n, 1) and (n,) give (n, n)."""
    check_reduction(reduction, name)
    if input.shape != target.shape:
        warnings.warn(
            f"{name}: the input has shape {input.shape}, the target {target.shape}. They are broadcast, which is "
            "probably not what you want: reshape one, for example target.reshape(input.shape).",
            stacklevel=3,
        )


def mse_loss(input: Tensor, target: Tensor, reduction: str = "mean", weight: Any = None) -> Tensor:
    """Squared error (input - target)². `reduction`: "mean" of all elements, "sum", or "none".

    >>> tg.nn.functional.mse_loss(tg.tensor([1.0, 2.0]), tg.tensor([0.0, 0.0]))
    tensor(2.5000)
    """
    refuse("mse_loss", weight=(weight, None))
    check_sizes("mse_loss", input, target, reduction)
    return fused.MSELoss.apply(input, target, reduction)


def l1_loss(input: Tensor, target: Tensor, reduction: str = "mean", weight: Any = None) -> Tensor:
    """Absolute error |input - target|."""
    refuse("l1_loss", weight=(weight, None))
    check_sizes("l1_loss", input, target, reduction)
    return reduced((input - target).abs(), reduction)


def smooth_l1_loss(input: Tensor, target: Tensor, reduction: str = "mean", beta: float = 1.0) -> Tensor:
    """With d = |input - target|: d² / (2·beta) where d < beta, else d - beta / 2."""
    check_sizes("smooth_l1_loss", input, target, reduction)
    if beta < 0:
        raise RuntimeError(f"smooth_l1_loss: beta must not be negative, got {beta}.")
    distance = (input - target).abs()
    if beta == 0:
        return reduced(distance, reduction)
    return reduced(where(distance < beta, distance * distance * (0.5 / beta), distance - 0.5 * beta), reduction)


def huber_loss(
    input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0, weight: Any = None
) -> Tensor:
    """With d = |input - target|: d² / 2 where d < delta, else delta·(d - delta / 2). Source: Huber 1964."""
    refuse("huber_loss", weight=(weight, None))
    check_sizes("huber_loss", input, target, reduction)
    if delta <= 0:
        raise ValueError(f"huber_loss: delta must be greater than 0, got {delta}.")
    distance = (input - target).abs()
    return reduced(where(distance < delta, distance * distance * 0.5, (distance - 0.5 * delta) * delta), reduction)


def check_binary(name: str, input: Tensor, target: Tensor, reduction: str) -> Tensor:
    """The target in the dtype of the input; says clearly what is wrong with it."""
    check_reduction(reduction, name)
    need_float(input, name)
    if target.shape != input.shape:
        hint = " Reshape it: target.unsqueeze(1)." if (*target.shape, 1) == input.shape else ""
        raise ValueError(f"{name}: target has shape {target.shape}, input {input.shape}; they must be the same.{hint}")
    if target.dtype.kind != "f":
        raise RuntimeError(f"{name}: target must hold floats (0.0 and 1.0), got {target.dtype}: use target.float().")
    return target if target.dtype is input.dtype else target.to(input.dtype)


def binary_cross_entropy_with_logits(
    input: Tensor, target: Tensor, weight: Any = None, reduction: str = "mean", pos_weight: Any = None
) -> Tensor:
    """Binary cross entropy of sigmoid(input), stable for any input.

    Shape: input (any shape) holds raw scores, target (the same shape) numbers from 0 to 1.
    """
    refuse("binary_cross_entropy_with_logits", weight=(weight, None), pos_weight=(pos_weight, None))
    target = check_binary("binary_cross_entropy_with_logits", input, target, reduction)
    return fused.BCEWithLogitsLoss.apply(input, target, reduction)


def binary_cross_entropy(input: Tensor, target: Tensor, weight: Any = None, reduction: str = "mean") -> Tensor:
    """Binary cross entropy of probabilities. With a sigmoid before it, use binary_cross_entropy_with_logits instead."""
    refuse("binary_cross_entropy", weight=(weight, None))
    target = check_binary("binary_cross_entropy", input, target, reduction)
    return fused.BCELoss.apply(input, target, reduction)


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
        rows = input.permute(0, *range(2, input.ndim), 1).reshape(-1, input.shape[1])
        return rows, target.reshape(-1) if target.dtype.kind in "iu" else target
    return input, target


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Any = None,
    ignore_index: int = -100,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """-log(softmax(input)) of the right class: takes raw scores (logits), not probabilities.

    Shape: input (N, classes), (classes,) or (N, classes, d1, …); target, class indices: (N,), () or (N, d1, …).
    Raises:
        RuntimeError: target is not of an integer dtype. IndexError: a class is out of range.

    >>> tg.nn.functional.cross_entropy(tg.tensor([[0.0, 0.0]]), tg.tensor([1]))
    tensor(0.6931)
    """
    refuse(
        "cross_entropy",
        weight=(weight, None),
        ignore_index=(ignore_index, -100),
        label_smoothing=(label_smoothing, 0.0),
    )
    check_reduction(reduction, "cross_entropy")
    rows, row_targets = class_rows(input, target, "cross_entropy") if input.ndim != 2 else (input, target)
    loss = fused.CrossEntropyLoss.apply(rows, row_targets, reduction)
    return loss.reshape(target.shape) if reduction == "none" else loss


def nll_loss(
    input: Tensor, target: Tensor, weight: Any = None, ignore_index: int = -100, reduction: str = "mean"
) -> Tensor:
    """-input of the right class, for input = log-probabilities (as from log_softmax). Shapes as in cross_entropy."""
    refuse("nll_loss", weight=(weight, None), ignore_index=(ignore_index, -100))
    check_reduction(reduction, "nll_loss")
    rows, row_targets = class_rows(input, target, "nll_loss")
    check_classes(rows.array, row_targets.array, "nll_loss")
    chosen = rows[arange(len(rows)), row_targets]
    loss = reduced(-chosen, reduction)
    return loss.reshape(target.shape) if reduction == "none" else loss
