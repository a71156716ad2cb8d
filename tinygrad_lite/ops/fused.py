"""Compositions written as one operation: fewer passes over memory, and stable where the parts are not."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.ops.common import broadcast_error, need_float, promoted


class Linear(Function):
    """x @ weight.T + bias, for x of shape (…, in), weight (out, in) and bias (out,) or None"""

    @staticmethod
    def forward(ctx, x, weight, bias):
        check_linear(x, weight)
        ctx.x, ctx.weight = x, weight
        y = x.dot(weight.T)
        if bias is not None:
            y += bias
        return y

    @staticmethod
    def backward(ctx, grad_output):
        x_wants, weight_wants, bias_wants = ctx.needs_input_grad
        outputs, inputs = ctx.weight.shape
        rows = grad_output if grad_output.ndim == 2 else grad_output.reshape(-1, outputs)  # (batch, out)
        grad_x = grad_weight = grad_bias = None
        if x_wants:
            grad_x = grad_output.dot(ctx.weight)
        if weight_wants:
            grad_weight = rows.T.dot(ctx.x if ctx.x.ndim == 2 else ctx.x.reshape(-1, inputs))
        if bias_wants:  # a product with ones adds up faster than rows.sum(0)
            grad_bias = np.ones_like(rows, shape=len(rows)).dot(rows)
        return grad_x, grad_weight, grad_bias


def check_linear(x: Any, weight: Any) -> None:
    if x.dtype is not weight.dtype and x.dtype != weight.dtype:
        raise RuntimeError(
            f"linear: the input is {x.dtype}, the weight {weight.dtype}; they must agree. Convert the input: "
            f"x.to(weight.dtype)."
        )
    if x.ndim == 0 or x.shape[-1] != weight.shape[-1]:
        raise RuntimeError(
            f"linear: an input of shape {x.shape} does not fit a weight of shape {weight.shape}, kept as (out, in): "
            f"the last size of the input must be {weight.shape[-1]}."
        )


def linear(input: Any, weight: Any, bias: Any = None) -> Any:
    """input @ weight.T + bias. `torch.nn.functional.linear`.

    Shape: input (…, in), weight (out, in), bias (out,) or None → (…, out).
    """
    return Linear.apply(input, weight, bias)


def reduced(losses: Any, reduction: str) -> Any:
    """One loss an element, as asked for: all of them, their sum, or their mean."""
    if reduction == "mean":
        return losses.sum() / losses.size if losses.size else losses.sum() * np.nan
    return losses.sum() if reduction == "sum" else losses


def check_reduction(reduction: str, name: str) -> None:
    if reduction not in ("none", "mean", "sum"):
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


class BCEWithLogitsLoss(Loss):
    """-t·log(sigmoid(x)) - (1 - t)·log(1 - sigmoid(x)) = max(x, 0) - x·t + log(1 + exp(-|x|)), which cannot overflow"""

    @staticmethod
    def forward(ctx, logits, targets, reduction):
        ctx.logits, ctx.targets, ctx.reduction = logits, targets, reduction
        ctx.small = np.exp(-np.abs(logits))
        return reduced(np.maximum(logits, 0) - logits * targets + np.log1p(ctx.small), reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad_output = per_element(grad_output, ctx.logits.size, ctx.reduction)
        probabilities = np.where(ctx.logits >= 0, 1, ctx.small) / (1 + ctx.small)
        grad_targets = -ctx.logits * grad_output if ctx.needs_input_grad[1] else None
        return (probabilities - ctx.targets) * grad_output, grad_targets, None


class BCELoss(Loss):
    """-t·log(p) - (1 - t)·log(1 - p), each logarithm held at -100 or above, as PyTorch does"""

    @staticmethod
    def forward(ctx, p, targets, reduction):
        ctx.p, ctx.targets, ctx.reduction = p, targets, reduction
        if p.size and not (p.min() >= 0 and p.max() <= 1):
            raise RuntimeError(
                "binary_cross_entropy: needs probabilities, between 0 and 1. For raw scores use "
                "binary_cross_entropy_with_logits, or apply sigmoid first."
            )
        with np.errstate(divide="ignore"):
            log_p, log_q = np.maximum(np.log(p), -100), np.maximum(np.log1p(-p), -100)
        ctx.log_ratio = log_p - log_q
        return reduced(-targets * ctx.log_ratio - log_q, reduction)

    @staticmethod
    def backward(ctx, grad_output):
        grad_output = per_element(grad_output, ctx.p.size, ctx.reduction)
        grad_p = (ctx.p - ctx.targets) / np.maximum(ctx.p * (1 - ctx.p), 1e-12) * grad_output
        return grad_p, -ctx.log_ratio * grad_output, None


class CrossEntropyLoss(Function):
    """-log(softmax(logits))[target], for logits (rows, classes); the gradient is softmax(logits) - one-hot(target)"""

    @staticmethod
    def forward(ctx, logits, targets, reduction):
        check_classes(logits, targets)
        ctx.rows, ctx.targets, ctx.reduction = np.arange(len(logits)), targets, reduction
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


def check_classes(logits: Any, targets: Any, name: str = "cross_entropy") -> None:
    """Say clearly what is wrong with class indices."""
    if targets.dtype.kind not in "iu":
        hint = ""
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
        raise ValueError(
            f"{name}: for logits of shape {logits.shape} the target must have shape {logits.shape[:1]}, one class "
            f"index each; got {targets.shape}.{hint}"
        )
    classes = logits.shape[1]
    if targets.size and not (targets.min() >= 0 and targets.max() < classes):
        wrong = targets[(targets < 0) | (targets >= classes)][0]
        raise IndexError(
            f"{name}: target holds class {wrong}, but there are {classes} classes: indices go from 0 to {classes - 1}."
        )
