"""Operations that rearrange elements: reshape, exchange dimensions, join tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.ops.common import common_dtype, one_dim, shape_from


def expanded(grad: Any, shape: tuple[int, ...], reduced: tuple[int, ...]) -> Any:
    """Undo a reduction: give `grad` the dimensions back that were reduced, and repeat it along them (as a view)."""
    kept = [1 if axis in reduced else size for axis, size in enumerate(shape)]
    return np.broadcast_to(grad.reshape(kept), shape)


class Reshape(Function):
    """The same elements in the same order, in another shape"""

    @staticmethod
    def forward(ctx, x, shape):
        ctx.shape = x.shape
        return x.reshape(shape)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.reshape(ctx.shape), None

    @staticmethod
    def explain(error, x, shape):
        return RuntimeError(
            f"reshape: {x.size} elements, of shape {x.shape}, do not fit into shape {tuple(shape)}. The sizes must "
            "multiply to their number; one of them may be -1, for what is left."
        )


def reshape(x: Any, *shape: Any) -> Any:
    """The elements in another shape; one size may be -1, for what is left. `torch.reshape`."""
    return Reshape.apply(x, shape_from(shape))


def view(x: Any, *shape: Any) -> Any:
    """As reshape, but never a copy: raises an error where the elements do not lie in order. `torch.Tensor.view`."""
    result = Reshape.apply(x, shape_from(shape))
    if result.array.size and not np.may_share_memory(result.array, x.array):
        raise RuntimeError(
            f"view: the elements of this tensor (shape {x.array.shape}) do not lie in order in memory, as after a "
            "transpose. Use reshape, which copies where it has to."
        )
    return result


def flatten(x: Any, start_dim: int = 0, end_dim: int = -1) -> Any:
    """Dimensions `start_dim` to `end_dim` as one. `torch.flatten`."""
    shape = x.array.shape
    first, last = one_dim(start_dim, len(shape), "flatten"), one_dim(end_dim, len(shape), "flatten")
    if first > last:
        raise RuntimeError(f"flatten: start_dim ({start_dim}) comes after end_dim ({end_dim}).")
    joined = int(np.prod(shape[first : last + 1]))
    return Reshape.apply(x, (*shape[:first], joined, *shape[last + 1 :]))


def unsqueeze(x: Any, dim: int) -> Any:
    """A new dimension of size 1 at `dim`. `torch.unsqueeze`."""
    shape = list(x.array.shape)
    shape.insert(one_dim(dim, len(shape) + 1, "unsqueeze"), 1)
    return Reshape.apply(x, tuple(shape))


def squeeze(x: Any, dim: Any = None) -> Any:
    """Without the dimensions of size 1: all such, or those named by `dim` (left alone where not 1). `torch.squeeze`."""
    shape = x.array.shape
    chosen = range(len(shape)) if dim is None else dim if isinstance(dim, Sequence) else (dim,)
    gone = {one_dim(axis, len(shape), "squeeze") for axis in chosen}
    return Reshape.apply(x, tuple(size for axis, size in enumerate(shape) if size != 1 or axis not in gone))


class Permute(Function):
    """The dimensions in another order"""

    @staticmethod
    def forward(ctx, x, order):
        ctx.order = order
        return x.transpose(order)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.transpose(np.argsort(ctx.order)), None


def permute(x: Any, *dims: Any) -> Any:
    """The dimensions in the order `dims`. `torch.permute`."""
    ndim = x.array.ndim
    order = tuple(one_dim(dim, ndim, "permute") for dim in shape_from(dims))
    if sorted(order) != list(range(ndim)):
        raise RuntimeError(f"permute: dims must name each of the {ndim} dimensions once, got {shape_from(dims)}.")
    return Permute.apply(x, order)


def transpose(x: Any, dim0: int, dim1: int) -> Any:
    """Dimensions `dim0` and `dim1` exchanged. `torch.transpose`."""
    ndim = x.array.ndim
    first, second = one_dim(dim0, ndim, "transpose"), one_dim(dim1, ndim, "transpose")
    order = list(range(ndim))
    if ndim:
        order[first], order[second] = second, first
    return Permute.apply(x, tuple(order))


class Cat(Function):
    """Tensors joined along a dimension that they have; each gets its part of the gradient"""

    @staticmethod
    def forward(ctx, dim, *arrays):
        if arrays[0].ndim == 0:
            raise RuntimeError("cat: 0-d tensors have no dimension to be joined along; use stack.")
        ctx.axis = one_dim(dim, arrays[0].ndim, "cat")
        ctx.ends = np.cumsum([array.shape[ctx.axis] for array in arrays])
        return np.concatenate(arrays, ctx.axis, dtype=common_dtype(*arrays))

    @staticmethod
    def backward(ctx, grad_output):
        return None, *np.split(grad_output, ctx.ends[:-1], ctx.axis)

    @staticmethod
    def explain(error, dim, *arrays):
        if isinstance(error, IndexError):  # there is no such dimension
            return None
        shapes = ", ".join(str(array.shape) for array in arrays[:4])
        return RuntimeError(f"cat: apart from dimension {dim} all sizes must agree, got shapes {shapes}.")


class Stack(Function):
    """Tensors of one shape joined along a new dimension; each gets its slice of the gradient"""

    @staticmethod
    def forward(ctx, dim, *arrays):
        ctx.axis = one_dim(dim, arrays[0].ndim + 1, "stack")
        return np.stack(arrays, ctx.axis, dtype=common_dtype(*arrays))

    @staticmethod
    def backward(ctx, grad_output):
        return None, *np.moveaxis(grad_output, ctx.axis, 0)

    @staticmethod
    def explain(error, dim, *arrays):
        if isinstance(error, IndexError):
            return None
        shapes = ", ".join(str(shape) for shape in {array.shape: None for array in arrays})
        return RuntimeError(f"stack: all tensors must have the same shape, got {shapes}.")


def cat(tensors: Any, dim: int = 0) -> Any:
    """Tensors joined along dimension `dim`, in which alone their sizes may differ. `torch.cat`."""
    return Cat.apply(dim, *several(tensors, "cat"))


def stack(tensors: Any, dim: int = 0) -> Any:
    """Tensors of one shape joined along a new dimension at `dim`. `torch.stack`."""
    return Stack.apply(dim, *several(tensors, "stack"))


def several(tensors: Any, name: str) -> tuple:
    tensors = tuple(tensors)
    if not tensors or not all(hasattr(tensor, "array") for tensor in tensors):
        raise TypeError(f"{name}: needs a list or tuple of at least one tensor.")
    return tensors
