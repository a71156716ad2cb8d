"""Operations that reduce a tensor along dimensions."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Variable, constant
from tinygrad_lite.backend import as_array, float16, float32, int64, uint8
from tinygrad_lite.ops.choosing import maximum, minimum
from tinygrad_lite.ops.common import dims, need_bool, need_float, need_number, need_tensor, numpy_names, one_dim, wide
from tinygrad_lite.ops.indexing import picked
from tinygrad_lite.ops.shape import expanded


class Sum(Function):
    """Sum along dimensions: every summand gets the gradient of its sum"""

    @staticmethod
    def forward(ctx, x, dim, keepdim):
        if x.itemsize == 2 and x.dtype == float16:
            return Sum.forward(ctx, x.astype(float32), dim, keepdim).astype(float16)
        ctx.shape, ctx.dims = x.shape, dims(dim, x.ndim, "sum", keepdim)
        return x.sum(ctx.dims, keepdims=keepdim, dtype=x.dtype if x.dtype.kind == "f" else int64)

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output, ctx.shape, ctx.dims), None, None


@numpy_names
def sum(input: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """Sum of all elements, or along `dim` (an int or several). Integers and bools add up to int64. `torch.sum`."""
    need_tensor("sum", input)
    return Sum.apply(input, dim, keepdim) if dtype is None else Sum.apply(input.to(dtype), dim, keepdim).to(dtype)


class Mean(Function):
    """Mean along dimensions: as a sum, the gradient divided by the number of summands"""

    @staticmethod
    def forward(ctx, x, dim, keepdim):
        need_float(x, "mean")
        if x.itemsize == 2 and x.dtype == float16:
            return Mean.forward(ctx, x.astype(float32), dim, keepdim).astype(float16)
        ctx.shape, ctx.dims = x.shape, dims(dim, x.ndim, "mean", keepdim)
        total = as_array(x.sum(ctx.dims, keepdims=keepdim))
        ctx.count = x.size // total.size if total.size else 1
        return total / ctx.count if ctx.count else total / total.dtype.type(0)  # 0 / 0 is nan, as in PyTorch

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output / max_number(ctx.count, 1), ctx.shape, ctx.dims), None, None


@numpy_names
def mean(input: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """Mean of all elements, or along `dim` (an int or several); of floats only. `torch.mean`."""
    need_tensor("mean", input)
    return Mean.apply(input if dtype is None else input.to(dtype), dim, keepdim)


def max_number(count: Any, least: int) -> Any:
    return count if count > least else least


class Var(Function):
    """Variance: squared distances from the mean, added up and divided by their number less `correction`"""

    @staticmethod
    def forward(ctx, x, dim, keepdim, correction):
        name = type(ctx).__name__.lower()
        need_float(x, name)
        if x.itemsize == 2 and x.dtype == float16:
            return Var.forward(ctx, x.astype(float32), dim, keepdim, correction).astype(float16)
        ctx.shape, ctx.dims = x.shape, dims(dim, x.ndim, name, keepdim)
        count = int(np.prod([x.shape[axis] for axis in ctx.dims]))
        ctx.divisor = x.dtype.type(max_number(count - correction, 0))  # 0 / 0 is nan: one number has no variance
        mean = x.sum(ctx.dims, keepdims=True) / x.dtype.type(count)
        ctx.distance = x - mean
        squares = (ctx.distance * ctx.distance).sum(ctx.dims, keepdims=True)
        error = 4 * np.finfo(x.dtype).eps * mean
        equal = squares <= count * error * error  # perhaps equal numbers: all that is there is the mean's rounding
        # The variance of equal numbers is 0: their distances have a mean that is not rounded. (A device is not asked.)
        if type(x) is not np.ndarray or np.count_nonzero(equal):
            ctx.distance -= np.where(equal, ctx.distance.sum(ctx.dims, keepdims=True) / x.dtype.type(count), 0)
            squares = (ctx.distance * ctx.distance).sum(ctx.dims, keepdims=True)
        return (squares if keepdim else squares.squeeze(ctx.dims)) / ctx.divisor

    @staticmethod
    def backward(ctx, grad_output):
        return expanded(grad_output * (2 / ctx.divisor), ctx.shape, ctx.dims) * ctx.distance, None, None, None


class Std(Var):
    """Square root of the variance; where it is 0, so is the gradient"""

    @staticmethod
    def forward(ctx, x, dim, keepdim, correction):
        if x.itemsize == 2 and x.dtype == float16:
            return Std.forward(ctx, x.astype(float32), dim, keepdim, correction).astype(float16)
        ctx.y = np.sqrt(Var.forward(ctx, x, dim, keepdim, correction))
        return ctx.y

    @staticmethod
    def backward(ctx, grad_output):
        return Var.backward(ctx, np.where(ctx.y == 0, 0, grad_output / (2 * ctx.y)))


def spread(operation: Any, x: Any, dim: Any, unbiased: Any, keepdim: bool, correction: Any) -> Any:
    """`var` and `std`, whose second argument may also be `unbiased`: another way to say correction=1 or 0."""
    name = operation.__name__.lower()
    need_tensor(name, x)
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if unbiased is not None:
        if correction is not None:
            raise TypeError(
                f"{name}: give either correction or unbiased: unbiased=True is correction=1, False is correction=0."
            )
        need_bool(unbiased, name, "unbiased")
        correction = int(unbiased)
    correction = 1 if correction is None else correction
    need_number(correction, name, "correction")
    need_bool(keepdim, name, "keepdim")
    return operation.apply(x, dim, keepdim, correction)


@numpy_names
def var(input: Any, dim: Any = None, unbiased: Any = None, keepdim: bool = False, *, correction: Any = None) -> Any:
    """Variance of all elements, or along `dim`. `torch.var`.

    Divides by n - `correction`: 1, the default, for a sample (of one element: nan), 0 for a whole population.

    >>> x = tg.tensor([1.0, 2.0, 3.0])
    >>> x.var(), x.var(unbiased=False)
    (tensor(1.), tensor(0.6667))
    """
    return spread(Var, input, dim, unbiased, keepdim, correction)


@numpy_names
def std(input: Any, dim: Any = None, unbiased: Any = None, keepdim: bool = False, *, correction: Any = None) -> Any:
    """Standard deviation, the square root of the variance, of all elements or along `dim`. `torch.std`."""
    return spread(Std, input, dim, unbiased, keepdim, correction)


class Prod(Function):
    """Product along one dimension: each factor gets the product of all others, also where some are 0

    Of `all` elements, two of which are 0, the gradient is 0 even if there is nan among them.
    """

    @staticmethod
    def forward(ctx, x, axis, keepdim, all):
        ctx.x, ctx.axis, ctx.all = x, axis, all
        return x.prod(axis, keepdims=keepdim, dtype=x.dtype if x.dtype.kind == "f" else int64)

    @staticmethod
    def backward(ctx, grad_output):
        x = np.moveaxis(ctx.x, ctx.axis, 0)
        if type(x) is not np.ndarray:  # on a device, where to ask for zeros would be to wait
            others = np.where(x.all(), x.prod(0) / x, others_multiplied(x))
            if ctx.all:
                others = np.where((x == 0).sum() > 1, 0, others)
        elif ctx.all and x.size - np.count_nonzero(x) > 1:
            return np.zeros_like(x), None, None, None
        else:
            others = x.prod(0) / x if x.all() else others_multiplied(x)
        return expanded(grad_output, ctx.x.shape, (ctx.axis,)) * np.moveaxis(others, 0, ctx.axis), None, None, None


def others_multiplied(x: Any) -> Any:
    """For each element the product of those before it times that of those after it: without a division by 0."""
    before, after = np.ones_like(x), np.ones_like(x)
    before[1:] = np.cumprod(x[:-1], 0)
    after[:-1] = np.flip(np.cumprod(np.flip(x[1:], 0), 0), 0)
    return before * after


@numpy_names
def prod(input: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
    """Product of all elements, or along one dimension. Integers and bools multiply to int64. `torch.prod`."""
    need_tensor("prod", input)
    if dim is None:
        need_no_keepdim(keepdim, "prod")
    need_bool(keepdim, "prod", "keepdim")
    if dtype is not None:
        return prod(input.to(dtype), dim, keepdim).to(dtype)
    axis = 0 if dim is None else one_dim(dim, input.ndim, "prod")
    if not input.ndim:
        return Sum.apply(input, None, False)  # of a single number: the gradient passes, also where it is nan
    if dim is None:
        return Prod.apply(input.reshape(-1), 0, False, True)
    return Prod.apply(input, axis, keepdim, False)


class CumSum(Function):
    """Sums of all elements up to each place: each element gets the gradients of its own place and all later ones"""

    @staticmethod
    def forward(ctx, x, axis):
        if x.itemsize == 2 and x.dtype == float16:
            return CumSum.forward(ctx, x.astype(float32), axis).astype(float16)
        ctx.axis = axis
        return x.cumsum(axis, dtype=x.dtype if x.dtype.kind == "f" else int64).reshape(x.shape)

    @staticmethod
    def backward(ctx, grad_output):
        if not grad_output.ndim:
            return grad_output, None
        return np.flip(np.flip(wide(grad_output), ctx.axis).cumsum(ctx.axis), ctx.axis), None


@numpy_names
def cumsum(input: Any, dim: int, *, dtype: Any = None) -> Any:
    """The sums of all elements along `dim` up to each place. `torch.cumsum`.

    >>> tg.tensor([1, 2, 3]).cumsum(0)
    tensor([1, 3, 6])
    """
    axis = one_dim(dim, need_tensor("cumsum", input).ndim, "cumsum")
    return CumSum.apply(input, axis) if dtype is None else CumSum.apply(input.to(dtype), axis).to(dtype)


def verdict(x: Any, dim: Any, keepdim: bool, name: str) -> Any:
    need_tensor(name, x)
    none_named = isinstance(dim, (tuple, list)) and not dim  # no dimension, not all: PyTorch's sum and mean differ
    axes = () if none_named else dims(dim, x.ndim, name, keepdim)
    result = as_array(getattr(x.array, name)(axes, keepdims=keepdim))
    return constant(result.astype(x.dtype, copy=False) if x.dtype == uint8 else result)


@numpy_names
def all(input: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """Whether no element is 0 or False: of all elements, or along `dim`; a bool tensor. `torch.all`."""
    return verdict(input, dim, keepdim, "all")


@numpy_names
def any(input: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """Whether any element is not 0 or False: of all elements, or along `dim`; a bool tensor. `torch.any`."""
    return verdict(input, dim, keepdim, "any")


class Extreme(Function):
    """The largest (or smallest) elements along dimensions; several equal ones share the gradient"""

    @staticmethod
    def forward(ctx, x, find, dim, keepdim):
        name = find.__name__ if dim is None else f"a{find.__name__}"
        ctx.dims, ctx.nan_counts = dims(dim, x.ndim, name, keepdim), dim is None  # so in PyTorch: for max, not for amax
        if x.size == 0 and (dim is None or 0 in [x.shape[axis] for axis in ctx.dims]):
            raise RuntimeError(f"{name}: the tensor is empty (shape {x.shape}), it has no {name[-3:]}imum.")
        ctx.x, ctx.y = x, find(x, ctx.dims, keepdims=True)
        return ctx.y if keepdim else ctx.y.squeeze(ctx.dims)

    @staticmethod
    def backward(ctx, grad_output):
        equal = ctx.x == ctx.y
        if ctx.nan_counts:
            equal |= np.isnan(ctx.x) & np.isnan(ctx.y)
        share = grad_output.reshape(ctx.y.shape) / equal.sum(ctx.dims, keepdims=True, dtype=grad_output.dtype)
        spread = np.where(equal, share, 0) if ctx.nan_counts else equal * share  # the others' nan, as in PyTorch, or 0
        return spread, None, None, None


@numpy_names
def amax(input: Any, dim: Any = (), keepdim: bool = False) -> Any:
    """The largest of all elements, or along `dim` (one or several); equal ones share the gradient. `torch.amax`."""
    return Extreme.apply(need_tensor("amax", input), np.max, dim, keepdim)


@numpy_names
def amin(input: Any, dim: Any = (), keepdim: bool = False) -> Any:
    """The smallest of all elements, or along `dim` (one or several); equal ones share the gradient. `torch.amin`."""
    return Extreme.apply(need_tensor("amin", input), np.min, dim, keepdim)


Largest = namedtuple("Largest", ["values", "indices"])
Smallest = namedtuple("Smallest", ["values", "indices"])


@numpy_names
def max(input: Any, dim: Any = None, keepdim: bool = False, *, other: Any = None) -> Any:
    """The largest element; with `dim`, the largest along it and where each stands: a pair (values, indices).

    With a tensor in place of `dim`, or as `other`: the larger of the two, elementwise. `torch.max`.

    >>> values, indices = tg.tensor([[1.0, 5.0], [7.0, 2.0]]).max(1)
    >>> values, indices
    (tensor([5., 7.]), tensor([1, 0]))
    """
    if isinstance(dim, Variable):
        return maximum(input, dim)
    if other is not None:
        need_alone("max", dim, keepdim)
        return maximum(input, other)
    if dim is None:
        need_no_keepdim(keepdim, "max")
        return Extreme.apply(need_tensor("max", input), np.max, None, False)
    return Largest(*along(input, position(np.argmax, input, dim, True, "max"), dim, keepdim, "max"))


@numpy_names
def min(input: Any, dim: Any = None, keepdim: bool = False, *, other: Any = None) -> Any:
    """The smallest element; with `dim`, the smallest along it and where each stands, as with `max`. `torch.min`.

    >>> tg.min(tg.tensor([1.0, 5.0]), other=tg.tensor([3.0, 2.0]))
    tensor([1., 2.])
    """
    if isinstance(dim, Variable):
        return minimum(input, dim)
    if other is not None:
        need_alone("min", dim, keepdim)
        return minimum(input, other)
    if dim is None:
        need_no_keepdim(keepdim, "min")
        return Extreme.apply(need_tensor("min", input), np.min, None, False)
    return Smallest(*along(input, position(np.argmin, input, dim, True, "min"), dim, keepdim, "min"))


def need_alone(name: str, dim: Any, keepdim: bool) -> None:
    """Two tensors are compared element by element, not along a dimension."""
    if dim is not None or keepdim:
        raise TypeError(f"{name}: dim and keepdim are for one tensor; with other= leave them out.")


def need_no_keepdim(keepdim: bool, name: str) -> None:
    """Of all elements there is one result, a 0-d tensor, whatever `keepdim` says: as in PyTorch it needs a `dim`."""
    need_bool(keepdim, name, "keepdim")
    if keepdim:
        raise TypeError(f"{name}: keepdim=True needs a dim; over all dimensions the result is a single number.")


def along(x: Any, indices: Any, dim: int, keepdim: bool, name: str) -> tuple[Any, Any]:
    """The values of x at `indices` along `dim`, and the indices."""
    need_bool(keepdim, name, "keepdim")
    values = picked(x, dim, indices)
    return (values, indices) if keepdim or not x.ndim else (values.squeeze(dim), indices.squeeze(dim))


def position(find: Any, x: Any, dim: int | None, keepdim: bool, name: str) -> Any:
    """Where the element stands that NumPy's argmax or argmin finds."""
    array = need_tensor(name, x).array
    need_bool(keepdim, name, "keepdim")
    axis = None if dim is None else one_dim(dim, array.ndim, name)
    if (array.size if axis is None else [*array.shape, 1][axis]) == 0:
        raise IndexError(f"{name}: there are no elements to choose from in a tensor of shape {array.shape}.")
    found = as_array(find(array, axis=axis if array.ndim else None, keepdims=keepdim))
    return constant(found.astype(int64, copy=False))


def need_numbers(x: Any, name: str) -> None:
    if need_tensor(name, x).dtype.kind == "b":
        raise RuntimeError(f"{name}: bools have no order. Convert them first: x.int().")


@numpy_names
def argmax(input: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """Where the largest element stands (the first of equal ones): among all, or along `dim`. `torch.argmax`."""
    need_numbers(input, "argmax")
    return position(np.argmax, input, dim, keepdim, "argmax")


@numpy_names
def argmin(input: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """Where the smallest element stands (the first of equal ones), as with `argmax`. `torch.argmin`."""
    need_numbers(input, "argmin")
    return position(np.argmin, input, dim, keepdim, "argmin")
