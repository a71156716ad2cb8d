"""Products of matrices."""

from __future__ import annotations

from typing import Any

from tinygrad_lite.autograd import Function


class MatMul(Function):
    """x @ y for vectors, matrices and stacks of matrices (whose leading dimensions broadcast)"""

    @staticmethod
    def forward(ctx, x, y):
        ctx.x, ctx.y = x, y
        if type(x) is not type(y) or x.dtype is not y.dtype:
            check_matmul(x, y)
        return product(x, y)

    @staticmethod
    def backward(ctx, grad_output):
        x, y = ctx.x, ctx.y
        x_wants, y_wants = ctx.needs_input_grad
        if x.ndim == y.ndim == 2:
            return grad_output.dot(y.T) if x_wants else None, x.T.dot(grad_output) if y_wants else None
        if y.ndim == 1:  # a vector on the right is a matrix of one column
            grad_output, y = grad_output[..., None], y[:, None]
        if x.ndim == 1:  # a vector on the left is a matrix of one row
            grad_output, x = grad_output[..., None, :], x[None, :]
        grad_x = grad_output @ y.swapaxes(-1, -2)
        grad_y = x.swapaxes(-1, -2) @ grad_output
        return grad_x, grad_y[..., 0] if ctx.y.ndim == 1 else grad_y

    @staticmethod
    def explain(error, x, y):
        check_matmul(x, y)


def product(x: Any, y: Any) -> Any:
    """x @ y; for matrices with dot, which gives the same and has less to sort out (0.4 against 0.9 µs)."""
    return x.dot(y) if x.ndim == y.ndim == 2 else x @ y


def check_matmul(x: Any, y: Any) -> None:
    """Say clearly why x @ y cannot be computed."""
    for array in (x, y):
        if not hasattr(array, "shape"):
            raise TypeError(f"matmul: needs two tensors, got {type(array).__name__}. For a number use *.")
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


def matmul(x: Any, other: Any) -> Any:
    """The matrix product x @ other. `torch.matmul`.

    Shape: (n,) @ (n,) → (); (m, n) @ (n, p) → (m, p); (n,) @ (n, p) → (p,); (…, m, n) @ (…, n, p) → (…, m, p).
    Raises:
        RuntimeError: the inner sizes or the dtypes differ.
    """
    return MatMul.apply(x, other)
