"""Losses as operations: stable, in few passes, each with its gradient."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import float16, float32, int64, uint8
from tinygrad_lite.ops.common import broadcast_error, need_float, promoted, refuse


def reduced(losses: Any, reduction: str) -> Any:
    """One loss an element, as asked for: all of them, their sum, or their mean."""
    if losses.itemsize == 2 and losses.dtype == float16 and reduction != "none":
        return reduced(losses.astype(float32), reduction).astype(float16)
    if reduction == "mean":
        return losses.sum() / losses.size if losses.size else losses.sum() * np.nan
    return losses.sum() if reduction == "sum" else losses


def check_reduction(name: str, reduction: str, size_average=None, reduce=None) -> None:
    """`size_average` and `reduce` are PyTorch's two older arguments for `reduction`."""
    if size_average is not None or reduce is not None:
        refuse(name, size_average=(size_average, None), reduce=(reduce, None))
    if not isinstance(reduction, str) or reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{name}: reduction must be 'none', 'mean' or 'sum', got {reduction!r}.")


class Loss(Function):
    """A loss of predictions and targets, elementwise, then reduced"""

    @classmethod
    def explain(cls, error, *inputs):
        return broadcast_error(cls.__name__, *inputs[:2])


def per_element(grad_output: Any, losses_count: int, reduction: str) -> Any:
    """The gradient that reaches each element's loss: the mean divides it by their number."""
    return grad_output / losses_count if reduction == "mean" else grad_output


class MSELoss(Loss):
    """(prediction - target)²"""

    @staticmethod
    def forward(ctx, prediction, target, reduction):
        prediction, target = promoted(prediction, target, "mse_loss")
        need_float(prediction, "mse_loss")
        ctx.difference, ctx.reduction = prediction - target, reduction
        return reduced(ctx.difference * ctx.difference, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad = 2 * per_element(grad_output, ctx.difference.size, ctx.reduction) * ctx.difference
        return grad, -grad if ctx.needs_input_grad[1] else None, None


class HuberLoss(Loss):
    """With d = prediction - target: d²/2 where |d| < delta, else delta·(|d| - delta/2); all times `factor`

    With c, d held between -delta and delta, both are c·(d - c/2), and the gradient is c.
    """

    @staticmethod
    def forward(ctx, prediction, target, delta, factor, reduction):
        prediction, target = promoted(prediction, target, "huber_loss")
        need_float(prediction, "huber_loss")
        difference = prediction - target
        ctx.clipped, ctx.factor, ctx.reduction = np.clip(difference, -delta, delta), factor, reduction
        return reduced(ctx.clipped * (difference - 0.5 * ctx.clipped) * factor, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad = per_element(grad_output, ctx.clipped.size, ctx.reduction) * ctx.factor * ctx.clipped
        return grad, -grad if ctx.needs_input_grad[1] else None, None, None, None


class BCEWithLogitsLoss(Loss):
    """-t·log(sigmoid(x)) - (1 - t)·log(1 - sigmoid(x)) = max(x, 0) - x·t + log(1 + exp(-|x|)), which cannot overflow

    With pos_weight p the first term counts p times: (1 - t)·x + (1 + (p - 1)·t)·(max(-x, 0) + log(1 + exp(-|x|))).
    """

    @staticmethod
    def forward(ctx, logits, targets, weight, pos_weight, reduction):
        ctx.logits, ctx.targets, ctx.weight, ctx.pos_weight, ctx.reduction = (
            logits, targets, weight, pos_weight, reduction,
        )  # fmt: skip
        ctx.small = np.exp(-np.abs(logits))
        if pos_weight is None:
            losses = np.maximum(logits, 0) - logits * targets + np.log1p(ctx.small)
        else:
            losses = (1 - targets) * logits + (1 + (pos_weight - 1) * targets) * minus_log_sigmoid(logits, ctx.small)
        return reduced(losses if weight is None else losses * weight, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        x, t, p = ctx.logits, ctx.targets, ctx.pos_weight
        grad_output = per_element(grad_output, x.size, ctx.reduction)
        if ctx.weight is not None:
            grad_output = grad_output * ctx.weight
        probabilities = np.where(x >= 0, 1, ctx.small) / (1 + ctx.small)
        if p is None:
            grad_targets = -x * grad_output if ctx.needs_input_grad[1] else None
            return (probabilities - t) * grad_output, grad_targets, None, None, None
        grad_targets = ((p - 1) * minus_log_sigmoid(x, ctx.small) - x) * grad_output
        return ((1 + (p - 1) * t) * probabilities - p * t) * grad_output, grad_targets, None, None, None


def minus_log_sigmoid(x: Any, small: Any) -> Any:
    """log(1 + exp(-x)), from small = exp(-|x|)."""
    return np.maximum(-x, 0) + np.log1p(small)


class BCELoss(Loss):
    """-t·log(p) - (1 - t)·log(1 - p), logarithms held at -100 or above, as in PyTorch; not in the gradient of t"""

    @staticmethod
    def forward(ctx, p, targets, weight, reduction):
        ctx.p, ctx.targets, ctx.weight, ctx.reduction = p, targets, weight, reduction
        if p.size and not ((p >= 0) & (p <= 1) & (targets >= 0) & (targets <= 1)).all():
            raise not_from_0_to_1(p)
        with np.errstate(divide="ignore"):
            log_p, log_q = np.log(p), np.log1p(-p)
        ctx.log_ratio = log_p - log_q if any(ctx.needs_input_grad[1:2]) else None
        log_p, log_q = np.maximum(log_p, -100), np.maximum(log_q, -100)
        losses = -targets * (log_p - log_q) - log_q
        return reduced(losses if weight is None else losses * weight, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad_output = per_element(grad_output, ctx.p.size, ctx.reduction)
        if ctx.weight is not None:
            grad_output = grad_output * ctx.weight
        grad_p = (ctx.p - ctx.targets) / np.maximum(ctx.p * (1 - ctx.p), 1e-12) * grad_output
        return grad_p, None if ctx.log_ratio is None else -ctx.log_ratio * grad_output, None, None


def not_from_0_to_1(p: Any) -> Exception:
    """Which of probabilities and targets are wrong."""
    if ((p >= 0) & (p <= 1)).all():
        return RuntimeError("binary_cross_entropy: the target must hold numbers from 0 to 1.")
    return RuntimeError(
        "binary_cross_entropy: needs probabilities, between 0 and 1. For raw scores use "
        "binary_cross_entropy_with_logits, or apply sigmoid first."
    )


class KLDivLoss(Loss):
    """target·(log(target) - log_p); the target's logarithms are given where `log_target`"""

    @staticmethod
    def forward(ctx, log_p, target, log_target, reduction):
        log_p, target = promoted(log_p, target, "kl_div")
        need_float(log_p, "kl_div")
        ctx.log_p, ctx.target, ctx.log_target, ctx.reduction = log_p, target, log_target, reduction
        if log_target:
            return reduced(np.exp(target) * (target - log_p), reduction)
        with np.errstate(divide="ignore", invalid="ignore"):  # 0·log(0) is taken as 0
            return reduced(np.where(target == 0, 0, target * np.log(target)) - target * log_p, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        log_p, target = ctx.log_p, ctx.target
        shape = np.broadcast_shapes(log_p.shape, target.shape)
        grad_output = per_element(grad_output, prod(shape), ctx.reduction)
        q = np.exp(target) if ctx.log_target else target
        grad_target = None
        if ctx.needs_input_grad[1]:
            slope = q * (target - log_p + 1) if ctx.log_target else np.log(target) + target / target - log_p
            grad_target = grad_output * slope  # target / target: at 0, PyTorch's gradient is nan
        grad_log_p = -q * grad_output
        if grad_log_p.shape != shape:  # one target for several log-probabilities
            grad_log_p = np.broadcast_to(grad_log_p, shape)
        return grad_log_p, grad_target, None, None


class CrossEntropyLoss(Function):
    """-log(softmax(logits))[target], for logits (rows, classes); the gradient is softmax(logits) - one-hot(target)"""

    @staticmethod
    def forward(ctx, logits, targets, reduction):
        if logits.itemsize == 2 and logits.dtype == float16:
            return CrossEntropyLoss.forward(ctx, logits.astype(float32), targets, reduction).astype(float16)
        ctx.rows, ctx.targets, ctx.reduction = np.arange(len(logits), like=logits), targets, reduction
        shifted = logits - logits.max(1, keepdims=True, initial=-np.inf)
        powers = np.exp(shifted)
        totals = powers.sum(1)
        powers /= totals[:, None]
        ctx.probabilities = powers
        return reduced(np.log(totals) - shifted[ctx.rows, targets], reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad_rows = per_element(grad_output, len(ctx.rows), ctx.reduction)
        grad = ctx.probabilities * (grad_rows[:, None] if ctx.reduction == "none" else grad_rows)
        grad[ctx.rows, ctx.targets] -= grad_rows
        return grad, None, None


class NLLLoss(Function):
    """-log_p[target]·weight for those rows that are `kept`, 0 for the others; log_p (rows, classes)"""

    @staticmethod
    def forward(ctx, log_p, kept, targets, weights):
        ctx.shape, ctx.kept, ctx.weights = log_p.shape, kept, weights
        ctx.places = np.arange(len(log_p), like=log_p), targets
        return np.where(kept, -log_p[ctx.places] * weights, 0)

    @staticmethod
    def backward(ctx, grad_output):
        grad = np.zeros_like(grad_output, shape=ctx.shape)
        grad[ctx.places] = np.where(ctx.kept, -ctx.weights * grad_output, 0)
        return grad, None, None, None


def check_classes(logits: Any, targets: Any, name: str, ignore_index: int) -> bool:
    """Say clearly what is wrong with class indices; else, whether some rows are to be ignored."""
    if targets.dtype != int64 and targets.dtype != uint8:
        hint = " PyTorch takes int64 and uint8: target.long()." if targets.dtype.kind in "iu" else ""
        if targets.ndim == 2 and targets.shape == logits.shape:
            hint = " These look like one-hot rows: pass target.argmax(1)."
        elif targets.ndim == 1:
            hint = " Convert them: target.long()."
        raise RuntimeError(
            f"{name}: target must hold class indices of an integer dtype, got {targets.dtype} of shape "
            f"{targets.shape}.{hint}"
        )
    need_float(logits, name)
    if targets.shape != logits.shape[:1]:
        hint = " Flatten the target: target.squeeze(1)." if targets.shape == (len(logits), 1) else ""
        if targets.shape == logits.shape:
            hint = " These look like one-hot rows: pass target.argmax(1)."
        raise ValueError(
            f"{name}: for logits of shape {logits.shape} the target must have shape {logits.shape[:1]}, one class "
            f"index each; got {targets.shape}.{hint}"
        )
    classes = logits.shape[1]
    if targets.size and ((targets < 0) | (targets >= classes)).any():
        wrong = targets[((targets < 0) | (targets >= classes)) & (targets != ignore_index)]
        if wrong.size:
            raise IndexError(
                f"{name}: target holds class {wrong[0]}, but there are {classes} classes: indices go from 0 to "
                f"{classes - 1}."
            )
        return True
    return 0 <= ignore_index < classes and bool((targets == ignore_index).any())
