"""Operations that rearrange elements: reshape, exchange dimensions, join tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, constant
from tinygrad_lite.backend import int64, repeated
from tinygrad_lite.ops.choosing import masked_fill
from tinygrad_lite.ops.common import common_dtype, need_fit, need_tensor, numpy_names, one_dim, shape_from, whole


def expanded(grad: Any, shape: tuple[int, ...], reduced: tuple[int, ...]) -> Any:
    """Undo a reduction: give `grad` the dimensions back that were reduced, and repeat it along them (as a view)."""
    if grad.size == 1:  # the usual end of a loss
        return repeated(grad, shape)
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


def reshape(input: Any, shape: Any = (), *more: int) -> Any:
    """The elements in another shape; one size may be -1, for what is left. `torch.reshape`."""
    return Reshape.apply(need_tensor("reshape", input), sizes_from((shape, *more), "reshape"))


def sizes_from(sizes: tuple, name: str) -> tuple[int, ...]:
    """Sizes of which one may be -1; NumPy would take any negative number for it."""
    shape = shape_from(sizes, name)
    if shape and min(shape) < -1:
        raise RuntimeError(f"{name}: a size cannot be negative (but one may be -1, for what is left), got {shape}.")
    return shape


def view(x: Any, size: Any = (), *more: int) -> Any:
    """As reshape, but never a copy: raises an error where the elements do not lie in order. `torch.Tensor.view`."""
    if isinstance(size, np.dtype):
        raise NotImplementedError(
            "view: dtype, the bits read as other numbers, is not supported; to convert: x.to(dtype)."
        )
    result = Reshape.apply(x, sizes_from((size, *more), "view"))
    if result.array.size and not np.may_share_memory(result.array, x.array):
        raise RuntimeError(
            f"view: the elements of this tensor (shape {x.array.shape}) do not lie in order in memory, as after a "
            "transpose. Use reshape, which copies where it has to."
        )
    return result


def flatten(input: Any, start_dim: int = 0, end_dim: int = -1) -> Any:
    """Dimensions `start_dim` to `end_dim` as one. `torch.flatten`.

    >>> tg.ones(2, 3, 4).flatten().shape, tg.ones(2, 3, 4).flatten(1).shape
    ((24,), (2, 12))
    """
    shape = need_tensor("flatten", input).array.shape
    first = one_dim(start_dim, len(shape), "flatten", "start_dim")
    last = one_dim(end_dim, len(shape), "flatten", "end_dim")
    if first > last:
        raise RuntimeError(f"flatten: start_dim ({start_dim}) comes after end_dim ({end_dim}).")
    if first == last and shape:
        return input
    joined = int(np.prod(shape[first : last + 1]))
    return Reshape.apply(input, (*shape[:first], joined, *shape[last + 1 :]))


@numpy_names
def unsqueeze(input: Any, dim: int) -> Any:
    """A new dimension of size 1 at `dim`. `torch.unsqueeze`.

    >>> tg.ones(3).unsqueeze(0).shape, tg.ones(3).unsqueeze(-1).shape
    ((1, 3), (3, 1))
    """
    shape = list(need_tensor("unsqueeze", input).array.shape)
    shape.insert(one_dim(dim, len(shape) + 1, "unsqueeze"), 1)
    return Reshape.apply(input, tuple(shape))


@numpy_names
def squeeze(input: Any, dim: Any = None) -> Any:
    """Without the dimensions of size 1: all such, or those named by `dim` (left alone where not 1). `torch.squeeze`.

    >>> tg.ones(1, 3, 1).squeeze().shape, tg.ones(1, 3, 1).squeeze(0).shape
    ((3,), (3, 1))
    """
    shape = need_tensor("squeeze", input).array.shape
    chosen = range(len(shape)) if dim is None else dim if isinstance(dim, (tuple, list)) else (dim,)
    named = [one_dim(axis, len(shape), "squeeze") for axis in chosen]
    gone = set(named)
    if len(gone) != len(named):
        raise RuntimeError(f"squeeze: dim {dim} names a dimension twice.")
    return Reshape.apply(input, tuple(size for axis, size in enumerate(shape) if size != 1 or axis not in gone))


class Permute(Function):
    """The dimensions in another order"""

    @staticmethod
    def forward(ctx, x, order):
        ctx.order = order
        return x.transpose(order)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.transpose(np.argsort(ctx.order).tolist()), None


def permute(input: Any, dims: Any = (), *more: int) -> Any:
    """The dimensions in the order `dims`: `permute((1, 0))` or `permute(1, 0)`. `torch.permute`.

    >>> tg.ones(2, 3, 4).permute(2, 0, 1).shape
    (4, 2, 3)
    """
    ndim, named = need_tensor("permute", input).array.ndim, shape_from((dims, *more), "permute", "dims")
    order = tuple(one_dim(dim, ndim, "permute") for dim in named)
    if sorted(order) != list(range(ndim)):
        raise RuntimeError(f"permute: dims must name each of the {ndim} dimensions once, got {named}.")
    return Permute.apply(input, order)


def transpose(input: Any, dim0: int, dim1: int) -> Any:
    """Dimensions `dim0` and `dim1` exchanged. `torch.transpose`.

    >>> tg.ones(2, 3, 4).transpose(0, 2).shape
    (4, 3, 2)
    """
    ndim = need_tensor("transpose", input).array.ndim
    return exchanged(input, one_dim(dim0, ndim, "transpose", "dim0"), one_dim(dim1, ndim, "transpose", "dim1"))


swapdims = transpose


def swapaxes(input: Any, axis0: int, axis1: int) -> Any:
    """As transpose, under NumPy's name and words. `torch.swapaxes`."""
    ndim = need_tensor("swapaxes", input).array.ndim
    return exchanged(input, one_dim(axis0, ndim, "swapaxes", "axis0"), one_dim(axis1, ndim, "swapaxes", "axis1"))


def exchanged(x: Any, first: int, second: int) -> Any:
    """x with two dimensions exchanged, both counted from the front."""
    order = list(range(x.array.ndim))
    if order:
        order[first], order[second] = second, first
    return Permute.apply(x, tuple(order))


def t(input: Any) -> Any:
    """A matrix with rows and columns exchanged; a tensor of one dimension or none as it is. `torch.t`."""
    if need_tensor("t", input).array.ndim > 2:
        raise RuntimeError(f"t: works on up to 2 dimensions, got shape {input.array.shape}; see transpose and mT.")
    return transpose(input, 0, -1)


def matrix_transpose(x: Any) -> Any:
    """The last two dimensions exchanged: rows and columns of each matrix in a stack; a 0-d tensor as it is.

    `torch.Tensor.mT`.
    """
    if not x.array.ndim:
        return x
    if x.array.ndim < 2:
        raise RuntimeError(f"mT: needs at least 2 dimensions, got shape {x.array.shape}.")
    return transpose(x, -2, -1)


class Expand(Function):
    """x repeated along new dimensions and those of size 1, without a copy; the graph adds the gradients up again"""

    @staticmethod
    def forward(ctx, x, shape, name):
        y = np.broadcast_to(x, shape)
        return y if y.size != x.size else x.reshape(shape)  # a view that may be written to, where nothing is repeated

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output, None, None

    @staticmethod
    def explain(error, x, shape, name):
        return RuntimeError(
            f"{name}: shape {x.shape} cannot become {shape}: sizes are compared from the right, and only a size of 1 "
            "(or a dimension that is new, in front) can be repeated."
        )


def expand(x: Any, size: Any = (), *more: int) -> Any:
    """x with dimensions of size 1 repeated to `size`, -1 for those that stay; no copy is made. `torch.Tensor.expand`.

    >>> tg.tensor([[1], [2]]).expand(-1, 3)
    tensor([[1, 1, 1],
            [2, 2, 2]])
    """
    return expanded_to(x, (size, *more), "expand")


def expanded_to(x: Any, sizes: tuple, name: str) -> Any:
    """x with dimensions repeated; `name` is what an error calls it."""
    wanted, shape = sizes_from(sizes, name), need_tensor(name, x).array.shape
    new = len(wanted) - len(shape)
    kept = [shape[d - new] if size == -1 and d >= new >= 0 else size for d, size in enumerate(wanted)]
    return Expand.apply(x, tuple(kept), name)


def broadcast_to(input: Any, size: Any) -> Any:
    """input with dimensions of size 1 repeated to `size`; no copy is made. `torch.broadcast_to`.

    >>> tg.tensor([1, 2]).broadcast_to((3, 2)).shape
    (3, 2)
    """
    return expanded_to(input, (size,), "broadcast_to")


class Flip(Function):
    """The elements in reverse order along dimensions"""

    @staticmethod
    def forward(ctx, x, axes):
        ctx.axes = axes
        return np.flip(x, axes).copy()

    @staticmethod
    def backward(ctx, grad_output):
        return np.flip(grad_output, ctx.axes), None


def flip(input: Any, dims: Any, *more: int) -> Any:
    """The elements in reverse order along `dims`: `x.flip(0)`, `x.flip((0, 1))` or `x.flip(0, 1)`. `torch.flip`."""
    ndim = need_tensor("flip", input).array.ndim
    axes = tuple(one_dim(dim, ndim, "flip") for dim in shape_from((dims, *more), "flip", "dims"))
    if len(set(axes)) != len(axes):
        raise RuntimeError(f"flip: dims {(dims, *more)} names a dimension twice.")
    return Flip.apply(input, axes if input.array.ndim else ())


def lower_triangle(x: Any, diagonal: int, name: str) -> Any:
    """For matrices of x's shape, as bools: True on and below the diagonal."""
    if need_tensor(name, x).array.ndim < 2:
        raise RuntimeError(f"{name}: needs a matrix, at least 2 dimensions, got shape {x.array.shape}.")
    need_fit(diagonal, int64, name)
    return np.tri(x.array.shape[-2], x.array.shape[-1], diagonal, dtype=bool, like=x.array)


def tril(input: Any, diagonal: int = 0) -> Any:
    """Each matrix with 0 above the diagonal, or the one `diagonal` places further right. `torch.tril`.

    >>> tg.ones(2, 3).tril()
    tensor([[1., 0., 0.],
            [1., 1., 0.]])
    """
    diagonal = whole(diagonal, "tril", "diagonal")
    return masked_fill(input, constant(~lower_triangle(input, diagonal, "tril")), 0)


def triu(input: Any, diagonal: int = 0) -> Any:
    """Each matrix with 0 below the diagonal, or the one `diagonal` places further right. `torch.triu`."""
    diagonal = whole(diagonal, "triu", "diagonal")
    return masked_fill(input, constant(lower_triangle(input, diagonal - 1, "triu")), 0)


class Cat(Function):
    """Tensors joined along a dimension that they have; each gets its part of the gradient"""

    @staticmethod
    def forward(ctx, dim, *arrays):
        joined = [array for array in arrays if array.shape != (0,)] or arrays  # an empty list of rows fits anything
        if joined[0].ndim == 0:
            raise RuntimeError("cat: 0-d tensors have no dimension to be joined along; use stack.")
        ctx.axis = one_dim(dim, joined[0].ndim, "cat")
        ctx.shapes = [array.shape for array in arrays]
        return np.concatenate(joined, ctx.axis, dtype=common_dtype(*arrays))

    @staticmethod
    def backward(ctx, grad_output):
        sizes = [0 if shape == (0,) else shape[ctx.axis] for shape in ctx.shapes]
        parts = np.split(grad_output, np.cumsum(sizes[:-1]), ctx.axis)
        return None, *(part if part.size else part.reshape(shape) for part, shape in zip(parts, ctx.shapes))

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


@numpy_names
def cat(tensors: Any, dim: int = 0) -> Any:
    """Tensors joined along dimension `dim`, in which alone their sizes may differ. `torch.cat`.

    >>> tg.cat([tg.ones(2, 1), tg.zeros(2, 2)], dim=1)
    tensor([[1., 0., 0.],
            [1., 0., 0.]])
    """
    return Cat.apply(dim, *several(tensors, "cat"))


@numpy_names
def stack(tensors: Any, dim: int = 0) -> Any:
    """Tensors of one shape joined along a new dimension at `dim`. `torch.stack`.

    >>> tg.stack([tg.tensor([1, 2]), tg.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    """
    return Stack.apply(dim, *several(tensors, "stack"))


def several(tensors: Any, name: str) -> tuple:
    """The tensors of a list or tuple."""
    if not isinstance(tensors, (list, tuple)) or not tensors:
        what = "an empty one" if isinstance(tensors, (list, tuple)) else type(tensors).__name__
        raise TypeError(f"{name}: needs a list or tuple of at least one tensor, got {what}, as in {name}([x, y]).")
    return tuple([need_tensor(name, tensor, f"tensors[{i}]") for i, tensor in enumerate(tensors)])
