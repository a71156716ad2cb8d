"""What layers compute in one operation: fewer passes over memory than its parts would take."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Variable, constant
from tinygrad_lite.backend import boolean, default_generator, float32, int32, int64
from tinygrad_lite.ops.common import need_bool, need_float, need_number, need_tensor, refuse, whole


class Linear(Function):
    """x @ weight.T + bias, for x of shape (…, in), weight (out, in) and bias (out,) or None"""

    @staticmethod
    def forward(ctx, x, weight, bias):
        check_linear(x, weight)
        x_wants, weight_wants, ctx.bias_wants = ctx.needs_input_grad or (False, False, False)
        ctx.x = x if weight_wants else None  # each is kept for the gradient of the other
        ctx.weight = weight if x_wants else None
        y = as_rows(x).dot(weight.T)  # of more dimensions, NumPy's product is many times slower
        if bias is not None:
            if bias.dtype is not y.dtype:
                check_bias(bias, y)
            y += bias
        return y if x.ndim == 2 else y.reshape(*x.shape[:-1], len(weight))

    @staticmethod
    def backward(ctx, grad_output):
        x, weight = ctx.x, ctx.weight
        rows = as_rows(grad_output)  # (batch, out)
        grad_x = grad_weight = grad_bias = None
        if weight is not None:
            grad_x = rows.dot(weight)
            grad_x = grad_x if rows is grad_output else grad_x.reshape(*grad_output.shape[:-1], weight.shape[1])
        if x is not None:
            grad_weight = rows.T.dot(as_rows(x))
        if ctx.bias_wants:  # on the CPU, a product with ones adds up faster
            grad_bias = np.ones_like(rows, shape=len(rows)).dot(rows) if type(rows) is np.ndarray else rows.sum(0)
        return grad_x, grad_weight, grad_bias

    @staticmethod
    def explain(error, x, weight, bias):
        return RuntimeError(f"linear: a bias of shape {bias.shape} does not fit a weight of shape {weight.shape}.")


def as_rows(x: Any) -> Any:
    """x of shape (…, n) as (rows, n)."""
    return x if x.ndim == 2 else x.reshape(prod(x.shape[:-1]), x.shape[-1])


def check_linear(x: Any, weight: Any) -> None:
    if x.dtype is not weight.dtype and x.dtype != weight.dtype:
        raise RuntimeError(
            f"linear: the input is {x.dtype}, the weight {weight.dtype}; they must agree. Convert the input: "
            f"x.to(weight.dtype)."
        )
    if x.dtype is boolean:
        raise RuntimeError("linear: bools cannot be multiplied and added up. Convert them first: x.float().")
    if x.ndim == 0 or weight.ndim != 2 or x.shape[-1] != weight.shape[1]:
        raise RuntimeError(
            f"linear: an input of shape {x.shape} does not fit a weight of shape {weight.shape}, kept as (out, in): "
            "the last sizes of both must be the same."
        )


def check_bias(bias: Any, y: Any) -> None:
    if bias.dtype != y.dtype:
        raise RuntimeError(f"linear: the bias is {bias.dtype}, input and weight {y.dtype}; they must agree.")


def linear(input: Any, weight: Any, bias: Any = None) -> Any:
    """input @ weight.T + bias. `torch.nn.functional.linear`.

    Shape: input (…, in), weight (out, in), bias (out,) or None → (…, out).

    >>> tg.nn.functional.linear(tg.ones(4, 3), tg.ones(2, 3)).shape
    (4, 2)
    """
    if not (
        isinstance(input, Variable) and isinstance(weight, Variable) and (bias is None or isinstance(bias, Variable))
    ):
        need_tensor("linear", input)
        need_tensor("linear", weight, "weight")
        need_tensor("linear", bias, "bias")
    return Linear.apply(input, weight, bias)


class Embedding(Function):
    """weight[indices]: a row of the weight for each index; a row used several times gets the sum of their gradients"""

    @staticmethod
    def forward(ctx, indices, weight, padding_idx):
        ctx.indices, ctx.shape, ctx.padding_idx = indices, weight.shape, padding_idx
        return weight[indices]

    @staticmethod
    def backward(ctx, grad_output):
        grad = np.zeros_like(grad_output, shape=ctx.shape)
        indices, rows = ctx.indices.reshape(-1), grad_output.reshape(ctx.indices.size, grad.shape[1])
        if type(rows) is not np.ndarray:
            np.add.at(grad, indices, rows)
        elif indices.size:  # equal indices are brought together, and the rows of each added up
            order = indices.argsort(kind="stable")
            used, first = np.unique(indices[order], return_index=True)
            grad[used] = np.add.reduceat(rows[order], first)
        if ctx.padding_idx is not None:
            grad[ctx.padding_idx] = 0
        return None, grad, None


def embedding(
    input: Any,
    weight: Any,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Any:
    """A row of `weight` for each index. `torch.nn.functional.embedding`.

    Args:
        padding_idx: a row that stands for "nothing": it gets no gradient.
        max_norm, norm_type, scale_grad_by_freq, sparse: not supported.
    Raises:
        IndexError: there is no row of such a number.
    Shape: input (any shape, of ints), weight (rows, features) → (…, features).

    >>> tg.nn.functional.embedding(tg.tensor([2, 0]), tg.tensor([[1.0, 1.5], [2.0, 2.5], [3.0, 3.5]]))
    tensor([[3.0000, 3.5000],
            [1.0000, 1.5000]])
    """
    refuse("embedding", max_norm=(max_norm, None), norm_type=(norm_type, 2.0), sparse=(sparse, False))
    refuse("embedding", scale_grad_by_freq=(scale_grad_by_freq, False))
    indices = need_tensor("embedding", input).array
    if indices.dtype != int64 and indices.dtype != int32:
        raise RuntimeError(f"embedding: the input must hold int64 or int32, got {indices.dtype}: use input.long().")
    if need_tensor("embedding", weight, "weight").ndim != 2:
        raise RuntimeError(f"embedding: the weight must have shape (rows, features), got {weight.shape}.")
    rows = len(weight)
    if padding_idx is not None:
        padding_idx = whole(padding_idx, "embedding", "padding_idx")
    if padding_idx is not None and not -rows <= padding_idx < rows:
        raise RuntimeError(f"embedding: padding_idx {padding_idx} is none of the {rows} rows of the weight.")
    if indices.size and ((indices < 0) | (indices >= rows)).any():
        wrong = indices[(indices < 0) | (indices >= rows)][0]
        raise IndexError(f"embedding: index {wrong} does not exist: there are {rows} rows, 0 to {rows - 1}.")
    return Embedding.apply(input, weight, padding_idx)


def dropout(input: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
    """Each element set to 0 with probability p, the others divided by 1 - p; where not `training`, input itself.

    >>> tg.manual_seed(0) and None
    >>> sorted(set(tg.nn.functional.dropout(tg.ones(100), p=0.5).tolist()))
    [0.0, 2.0]
    >>> tg.nn.functional.dropout(tg.ones(2), p=0.5, training=False)
    tensor([1., 1.])

    Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov 2014; `torch.nn.functional.dropout`.
    """
    refuse("dropout", inplace=(inplace, False))
    need_tensor("dropout", input)
    check_probability("dropout", p)
    if training is not True:
        need_bool(training, "dropout", "training")
    if not training or p == 0:
        return input
    need_float(input, "dropout")
    kept = default_generator(input.device).uniform(0, 1, input.shape, float32) >= p
    return input * constant(kept * input.dtype.type(0 if p == 1 else 1 / (1 - p)))


def check_probability(name: str, p: float) -> None:
    need_number(p, name, "p")
    if not 0 <= p <= 1:
        raise ValueError(f"{name}: p is a probability, between 0 and 1; got {p}.")
