"""Products of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import boolean, mixed
from tinygrad_lite.ops.arithmetic import Mul
from tinygrad_lite.ops.common import (
    NEITHER,
    broadcast_error,
    described,
    need_operands,
    need_tensor,
    operand,
    under_name,
)


class MatMul(Function):
    """x @ y for vectors, matrices and stacks of matrices (whose leading dimensions broadcast)"""

    @staticmethod
    def forward(ctx, x, y):
        x_wants, y_wants = ctx.needs_input_grad or NEITHER
        ctx.x, ctx.y = x if y_wants else None, y if x_wants else None  # each is kept for the gradient of the other
        if type(x) is not type(y) or x.dtype is not y.dtype:
            check_matmul(x, y)
        ctx.ndims = x.ndim, y.ndim
        return product(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        x, y, (x_ndim, y_ndim) = ctx.x, ctx.y, ctx.ndims
        if x_ndim == y_ndim == 2:
            return None if y is None else grad_output.dot(y.T), None if x is None else x.T.dot(grad_output)
        if y_ndim == 1:  # a vector on the right is a matrix of one column
            grad_output, y = grad_output[..., None], None if y is None else y[:, None]
        if x_ndim == 1:  # a vector on the left is a matrix of one row
            grad_output, x = grad_output[..., None, :], None if x is None else x[None, :]
        grad_x = None if y is None else grad_output @ y.swapaxes(-1, -2)
        grad_y = None if x is None else x.swapaxes(-1, -2) @ grad_output
        return grad_x, grad_y[..., 0] if y_ndim == 1 and grad_y is not None else grad_y

    @staticmethod
    def explain(error, x, y):
        check_matmul(x, y)


def product(x: Any, y: Any) -> Any:
    """x @ y; for matrices with dot, which gives the same and has less to sort out (0.4 against 0.9 µs)."""
    if x.dtype is boolean:
        raise ValueError("bools")  # check_matmul says more
    return x.dot(y) if x.ndim == y.ndim == 2 else x @ y


def check_matmul(x: Any, y: Any) -> None:
    """Say clearly why x @ y cannot be computed."""
    for array in (x, y):
        if not hasattr(operand(array, "matmul"), "shape"):
            raise TypeError(f"matmul: needs two tensors, got {described(array)} For a number use *.")
    if x.ndim == 0 or y.ndim == 0:
        raise RuntimeError("matmul: needs tensors of at least one dimension, got a 0-d tensor. For a number use *.")
    if x.dtype is not y.dtype and x.dtype != y.dtype:
        raise RuntimeError(f"matmul: both sides must have one dtype, got {x.dtype} and {y.dtype}: use x.to(y.dtype).")
    columns, rows = x.shape[-1], y.shape[-2] if y.ndim > 1 else y.shape[0]
    if columns != rows:
        hint = ""
        if y.ndim == 2 and y.shape[1] == columns:
            hint = " nn.Linear keeps its weight as (out, in); did you mean x @ weight.T?"
        raise RuntimeError(
            f"matmul: cannot multiply {x.shape} by {y.shape}: the inner sizes, {columns} and {rows}, differ.{hint}"
        )
    if x.dtype.kind == "b":
        raise RuntimeError("matmul: bools cannot be multiplied and added up. Convert them first: x.float().")
    if error := broadcast_error("matmul", *(np.broadcast_to(0, array.shape[:-2]) for array in (x, y))):
        raise RuntimeError(f"{error} (These are the stacks of matrices, {x.shape} and {y.shape} without the last two.)")


def matmul(input: Any, other: Any) -> Any:
    """The matrix product input @ other. `torch.matmul`.

    Shape: (n,) @ (n,) → (); (m, n) @ (n, p) → (m, p); (n,) @ (n, p) → (p,); (…, m, n) @ (…, n, p) → (…, m, p).
    Raises:
        RuntimeError: the inner sizes or the dtypes differ.
    """
    need_operands("matmul", input, other)
    return MatMul.apply(input, other)


def need_dims(name: str, *tensors: tuple[Any, int]) -> None:
    """Tensors that must have a certain number of dimensions each."""
    for x, ndim in tensors:
        if need_tensor(name, x).ndim != ndim:
            raise RuntimeError(f"{name}: needs a tensor of {ndim} dimension(s) here, got shape {x.shape}; see matmul.")


def dot(input: Any, tensor: Any) -> Any:
    """The sum of the products of two vectors: (n,), (n,) → (). `torch.dot`."""
    need_dims("dot", (input, 1), (tensor, 1))
    return under_name("dot", MatMul, input, tensor)


def mv(input: Any, vec: Any) -> Any:
    """A matrix times a vector: (m, n), (n,) → (m,). `torch.mv`."""
    need_dims("mv", (input, 2), (vec, 1))
    return under_name("mv", MatMul, input, vec)


def mm(input: Any, mat2: Any) -> Any:
    """A matrix times a matrix: (m, n), (n, p) → (m, p). `torch.mm`."""
    need_dims("mm", (input, 2), (mat2, 2))
    return under_name("mm", MatMul, input, mat2)


def bmm(input: Any, mat2: Any) -> Any:
    """Matrices times matrices, one by one: (batch, m, n), (batch, n, p) → (batch, m, p). `torch.bmm`."""
    need_dims("bmm", (input, 3), (mat2, 3))
    if input.shape[0] != mat2.shape[0]:
        raise RuntimeError(f"bmm: needs as many matrices on both sides, got shapes {input.shape} and {mat2.shape}.")
    return under_name("bmm", MatMul, input, mat2)


def outer(input: Any, vec2: Any) -> Any:
    """Every product of an element of input and one of vec2: (n,), (m,) → (n, m). `torch.outer`.

    >>> tg.outer(tg.tensor([1, 2]), tg.tensor([3, 4, 5]))
    tensor([[ 3,  4,  5],
            [ 6,  8, 10]])
    """
    need_dims("outer", (input, 1), (vec2, 1))
    if error := mixed("outer", (input.array, vec2.array)):
        raise error
    return Mul.apply(input.unsqueeze(1), vec2)
