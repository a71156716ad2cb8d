"""Changes in place, which are not recorded: for leaves only under `no_grad`, for tensors without a graph always.

Each is noted (`versions.py`), so that a graph that still needs the old numbers says so in `backward`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite import versions
from tinygrad_lite.autograd import Variable, is_grad_enabled
from tinygrad_lite.backend import Generator, default_generator
from tinygrad_lite.ops import arithmetic
from tinygrad_lite.ops.common import broadcast_error, operand
from tinygrad_lite.ops.indexing import in_steps, plain_index


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
        raise RuntimeError(
            f"{name}: several elements of this tensor are one place in memory (after expand or broadcast_to), or the "
            "memory is read-only; change a copy: x.clone()."
        )
    return x.array


def plain(value: Any, name: str) -> Any:
    """The numbers of an operand, which must not want a gradient that would be lost."""
    if isinstance(value, Variable):
        if value.tracked and is_grad_enabled():
            raise RuntimeError(
                f"{name}: the operand requires a gradient, which a change in place would lose: use x = x + y."
            )
        return value.array
    return operand(value, name)


def changed(x: Any, ufunc: Any, value: Any, name: str) -> Any:
    """x after `ufunc(x, value)` was written into it."""
    array, value = writable(x, name), plain(value, name)
    try:
        ufunc(array, value, out=array, casting="same_kind")
    except TypeError:
        raise RuntimeError(f"{name}: a {array.dtype} tensor cannot hold the result; use x = x.float() first.") from None
    except ValueError as error:
        raise broadcast_error(name, array, value) or RuntimeError(f"{name}: {error}") from None
    versions.mark_changed([array])
    return x


def add_(x: Any, other: Any, *, alpha: float = 1) -> Any:
    """x += alpha * other, in place. `torch.Tensor.add_`."""
    return changed(x, np.add, other if alpha == 1 else other * alpha, "add_")


def sub_(x: Any, other: Any, *, alpha: float = 1) -> Any:
    """x -= alpha * other, in place. `torch.Tensor.sub_`."""
    return changed(x, np.subtract, other if alpha == 1 else other * alpha, "sub_")


def mul_(x: Any, other: Any) -> Any:
    """x *= other, in place. `torch.Tensor.mul_`."""
    return changed(x, np.multiply, other, "mul_")


def div_(x: Any, other: Any) -> Any:
    """x /= other, in place. `torch.Tensor.div_`."""
    return changed(x, np.true_divide, other, "div_")


def zero_(x: Any) -> Any:
    """Every element 0, in place."""
    return fill_(x, 0)


def fill_(x: Any, value: Any) -> Any:
    """Every element `value`, in place."""
    array = writable(x, "fill_")
    array[...] = plain(value, "fill_")
    versions.mark_changed([array])
    return x


def copy_(x: Any, source: Any) -> Any:
    """The elements of `source`, whose shape must broadcast to that of x, in place."""
    array = plain(source, "copy_")
    if np.ndim(array) > x.array.ndim:
        raise RuntimeError(f"copy_: a tensor of shape {x.array.shape} cannot hold one of shape {array.shape}.")
    setitem(x, ..., source, "copy_")
    return x


def uniform_(x: Any, low: float = 0.0, high: float = 1.0, *, generator: Generator | None = None) -> Any:
    """Random numbers, all equally likely between `low` and `high`, in place. `torch.Tensor.uniform_`."""
    array = writable(x, "uniform_")
    array[...] = (generator or default_generator()).uniform(low, high, array.shape, array.dtype)
    versions.mark_changed([array])
    return x


def normal_(x: Any, mean: float = 0.0, std: float = 1.0, *, generator: Generator | None = None) -> Any:
    """Random numbers from a normal distribution, in place. `torch.Tensor.normal_`."""
    array = writable(x, "normal_")
    array[...] = (generator or default_generator()).normal(mean, std, array.shape, array.dtype)
    versions.mark_changed([array])
    return x


def setitem(x: Any, index: Any, value: Any, name: str = "x[...] = y") -> None:
    """x[index] = value, in place; not recorded."""
    array, value = writable(x, name), plain(value, name)
    *first, last = in_steps(plain_index(index), array.ndim)
    part = array
    for step in first:
        part = part[step]  # a view
    try:
        part[last] = value
    except ValueError as error:
        raise RuntimeError(f"{name}: shapes do not fit, {error}.") from None
    except IndexError as error:
        raise IndexError(f"{name}: for a tensor of shape {array.shape}, {error}.") from None
    versions.mark_changed([array])


def in_place_or_new(change: Any, compute: Any) -> Any:
    """What `x += y` does: in place where nothing is recorded; else `x = x + y`, so that sums of losses can be kept."""

    def augmented(x: Any, other: Any) -> Any:
        recorded = is_grad_enabled() and (x.grad_fn is not None or getattr(other, "tracked", False))
        if recorded and (x.grad_fn is not None or not x.tracked):
            return compute(x, other)
        return change(x, other)

    return augmented


iadd, isub = in_place_or_new(add_, arithmetic.add), in_place_or_new(sub_, arithmetic.sub)
imul, idiv = in_place_or_new(mul_, arithmetic.mul), in_place_or_new(div_, arithmetic.div)
