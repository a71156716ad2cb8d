"""What may be changed in place: memory that is the tensor's own; and what may be written there: what it can hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite import versions
from tinygrad_lite.autograd import Variable, is_grad_enabled
from tinygrad_lite.ops.common import kind_rank, need_tensor, operand


def writable(x: Variable, name: str) -> np.ndarray:
    """The array of x, if it may be changed in place now."""
    if is_grad_enabled() and x.tracked:
        if x.grad_fn is None:
            raise RuntimeError(
                f"{name}: this leaf requires a gradient and operations are being recorded; changing it in place would "
                "make recorded ones wrong. Do it inside `with tg.no_grad():`, as an optimizer does."
            )
        raise RuntimeError(
            f"{name}: this tensor is part of a recorded graph and cannot be changed in place. Make a new one: "
            "x = x + y instead of x.add_(y), or tg.where(...) instead of x[mask] = y."
        )
    if not x.array.flags.writeable:
        make_writable(x.array, name)
    return x.array


def make_writable(array: np.ndarray, name: str) -> None:
    """NumPy guards what `expand` makes, even where it repeats nothing; and memory that must not be changed."""
    if any(size > 1 and stride == 0 for size, stride in zip(array.shape, array.strides)):
        raise RuntimeError(
            f"{name}: several elements of this tensor are one place in memory (after expand or broadcast_to); change a "
            "copy: x.clone()."
        )
    if not isinstance(array.base, np.ndarray) or not array.base.flags.writeable:
        raise RuntimeError(f"{name}: the memory of this tensor is read-only; change a copy: x.clone().")
    array.flags.writeable = True


def plain(value: Any, name: str) -> Any:
    """The numbers of an operand, which must not want a gradient that would be lost."""
    if isinstance(value, Variable):
        if value.tracked and is_grad_enabled():
            raise RuntimeError(
                f"{name}: the operand requires a gradient, which a change in place would lose: use x = x + y."
            )
        return value.array
    return operand(value, name)


def tensor_operand(value: Any, name: str, argument: str) -> np.ndarray:
    """The array of an operand that cannot be a number."""
    return plain(need_tensor(name, value, argument), name)


def need_same_kind(array: Any, result: Any, name: str) -> None:
    """A tensor keeps its dtype: no floats into integers, no integers into bools."""
    if kind_rank(result) > kind_rank(array):
        hint = "x = x.float()" if result.dtype.kind == "f" else f"x = x.to(tg.{result.dtype})"
        raise RuntimeError(
            f"{name}: a {array.dtype} tensor cannot hold the result, which is {result.dtype}; use {hint} first."
        )


def need_same_shape(array: Any, shape: tuple[int, ...], name: str) -> None:
    if shape != array.shape:
        raise RuntimeError(
            f"{name}: the result has shape {shape} and cannot be held by this tensor of shape {array.shape}. To "
            "get a new, larger tensor: x = x + y."
        )


def written(x: Any, result: np.ndarray, name: str) -> Any:
    """x, whose numbers are those of `result` now."""
    need_same_shape(x.array, result.shape, name)
    need_same_kind(x.array, result, name)
    x.array[...] = result
    versions.mark_changed([x.array])
    return x
