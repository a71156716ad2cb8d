"""The array a user holds: operators and methods made of operations."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tinygrad_lite import backend
from tinygrad_lite.autograd import Function, Variable, moments, new
from tinygrad_lite.backend import DeviceError, OtherArray
from tinygrad_lite.differentiable import Differentiable
from tinygrad_lite.grad_mode import _mode
from tinygrad_lite.observers import everywhere
from tinygrad_lite.ops import (
    arithmetic,
    choosing,
    comparison,
    curves,
    elementwise,
    indexing,
    inplace,
    linalg,
    norms,
    reduce,
    sorting,
)
from tinygrad_lite.ops import shape as shaping
from tinygrad_lite.ops import softmax as weighing
from tinygrad_lite.ops.common import one_dim
from tinygrad_lite.ops.conversions import Converted
from tinygrad_lite.ops.elementwise import Clone, Contiguous
from tinygrad_lite.ops.written_back import WrittenBack
from tinygrad_lite.printing import tensor_text

ndarray = np.ndarray


def direct(compute: Callable, operation: type[Function]) -> Callable:
    """The method of an operator. Between two tensors of one dtype it does itself what `operation.apply` would, in two
    thirds of the time, as it need not find out what it was given; where nothing is recorded, `compute` is enough.
    """
    forward = operation.forward

    def method(self: Tensor, other: Any) -> Tensor:
        if everywhere or not isinstance(other, Tensor):
            return operation.apply(self, other)
        x, y = self.array, other.array
        if x.dtype is not y.dtype:
            return operation.apply(self, other)
        result = new(Tensor)
        try:
            if not ((self.tracked or other.tracked) and _mode.enabled):
                array = compute(x, y)
                result.array = array if type(array) is ndarray else backend.as_array(array)
                return result
            ctx = operation()
            ctx._sources = [
                (self.grad_fn or self) if self.tracked else None,
                (other.grad_fn or other) if other.tracked else None,
            ]
            array = forward(ctx, x, y)
        except (ValueError, TypeError, DeviceError):
            return operation.apply(self, other)  # fails as well, and explains
        if type(array) is not ndarray:
            array = backend.as_array(array)
            ctx._device = backend.device_of(array)
        result.array = array
        ctx._order, ctx._shape, ctx._dtype = next(moments), array.shape, array.dtype
        result.grad_fn, result.tracked = ctx, True
        return result

    return method


class Tensor(Converted, WrittenBack, Differentiable):
    """Numbers in a box of any number of dimensions that remember how they were computed, as `torch.Tensor`.

    Make one with `tg.tensor(data)`. `.array` is the NumPy array inside.

    >>> x = tg.tensor([1.0, 2.0], requires_grad=True)
    >>> (x * x).sum().backward()
    >>> x.grad
    tensor([2., 4.])
    """

    __array_priority__ = 1000  # array + tensor is left to the tensor
    __hash__ = object.__hash__  # == compares elements; as a key, a tensor is itself

    def __init__(self, data: Any):
        self.array = data if type(data) is ndarray or isinstance(data, OtherArray) else backend.new_array(data)

    # ------------------------------------------------------------------------------------------ what it is
    @property
    def shape(self) -> tuple:
        """The size of each dimension, a tuple."""
        return self.array.shape

    @property
    def dtype(self) -> np.dtype:
        """The kind of number, such as tg.float32."""
        return self.array.dtype

    @property
    def ndim(self) -> Any:
        """The number of dimensions."""
        return self.array.ndim

    @property
    def data(self) -> Tensor:
        """The same numbers outside the graph, sharing memory; prefer `detach()` and `no_grad()`."""
        return self.detach()

    @data.setter
    def data(self, new: Tensor) -> None:
        if not isinstance(new, Tensor):
            raise TypeError(f"x.data = ...: needs a tensor, got {type(new).__name__}: tg.tensor(...).")
        if self.tracked and new.array.dtype.kind != "f":
            raise RuntimeError(
                f"x.data = ...: this tensor requires a gradient, so its numbers must be floats, not {new.dtype}."
            )
        if new.device != self.device:
            raise DeviceError(
                f"x.data = ...: the new numbers lie on {new.device}, the tensor on {self.device}. Move the tensor: "
                f'x = x.to("{new.device}"), or the whole model: model.to("{new.device}").'
            )
        self.array = new.array

    def size(self, dim: Any = None) -> Any:
        """The shape, or the size of one dimension."""
        return self.array.shape if dim is None else self.array.shape[one_dim(dim, self.array.ndim, "size")]

    def dim(self) -> Any:
        """The number of dimensions."""
        return self.array.ndim

    def numel(self) -> Any:
        """The number of elements."""
        return self.array.size

    def is_floating_point(self) -> Any:
        """Whether the dtype is float16, float32 or float64."""
        return self.array.dtype.kind == "f"

    def is_contiguous(self) -> Any:
        """Whether the elements lie in order in memory."""
        return self.array.flags.c_contiguous

    def detach(self) -> Tensor:
        """The same numbers outside the graph, sharing memory."""
        return Tensor(self.array)

    # ------------------------------------------------------------------------------------------ to other forms
    def numpy(self, *, force: bool = False) -> np.ndarray:
        """The NumPy array inside, sharing memory; with `force` also of a tensor that has a graph, or lies elsewhere."""
        if force:
            return self.detach().cpu().numpy()
        there = isinstance(self.array, OtherArray)
        if self.tracked:
            use = "x.detach().cpu().numpy()" if there else "x.detach().numpy()"
            raise RuntimeError(f"numpy: this tensor requires a gradient, which an array cannot carry. Use {use}.")
        if there:
            raise TypeError(f"numpy: this tensor lies on {self.device}; copy it to the CPU first: x.cpu().numpy().")
        return self.array

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.array(self.numpy(), dtype=dtype, copy=copy)

    def __array_wrap__(self, array: np.ndarray, context: Any = None, return_scalar: Any = False) -> Tensor:
        """What a function of NumPy's, such as np.exp, made of this tensor's numbers: a tensor, without a graph."""
        return Tensor(np.asarray(array))

    def item(self) -> Any:
        """The only element, as a Python number."""
        if self.array.size != 1:
            raise RuntimeError(f"item: needs exactly one element, this tensor has shape {self.shape}; see tolist().")
        return self.array.item()

    def tolist(self) -> Any:
        """Nested lists of Python numbers; for a 0-d tensor, the number."""
        return self.array.tolist()

    def clone(self) -> Tensor:
        """A copy, transposed in memory where this tensor is; gradients pass through it."""
        return Clone.apply(self)

    def contiguous(self) -> Tensor:
        """Itself if the elements lie in order in memory, else a copy in which they do."""
        return self if self.is_contiguous() else Contiguous.apply(self)

    def __repr__(self) -> str:
        extras = [f"grad_fn={self.grad_fn}"] if self.grad_fn else ["requires_grad=True"] if self.tracked else []
        return tensor_text(self.array, extras)

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.ndim == 0 else object.__format__(self, spec)

    def __float__(self) -> Any:
        return float(self.item())

    def __int__(self) -> Any:
        return int(self.item())

    def __index__(self) -> Any:
        if self.array.dtype.kind not in "iub" or self.array.size != 1:
            raise TypeError("only integer tensors of a single element can be used as an index or a count.")
        return int(self.item())

    def __bool__(self) -> Any:
        if self.array.size != 1:
            raise RuntimeError(f"the truth of a tensor of shape {self.shape} is ambiguous: compare a single element.")
        return bool(self.item())

    def __len__(self) -> Any:
        if not self.array.ndim:
            raise TypeError("a 0-d tensor has no length.")
        return len(self.array)

    def __contains__(self, value: Any) -> Any:
        """Whether `value`, a number or a tensor that broadcasts, equals an element."""
        if not isinstance(value, (Tensor, bool, int, float, np.number, np.bool_)):
            raise TypeError(f"in: a tensor contains numbers, not {type(value).__name__}.")
        return (self == value).any().item()

    def __iter__(self) -> Iterator[Tensor]:
        return (self[i] for i in range(len(self)))

    # ------------------------------------------------------------------------------------------ operations
    # Each is written, with its gradient and its documentation, in ops/; a function there is a method here.
    add, sub, mul, div, pow = arithmetic.add, arithmetic.sub, arithmetic.mul, arithmetic.div, arithmetic.pow
    maximum, minimum, masked_fill = choosing.maximum, choosing.minimum, choosing.masked_fill
    floor_divide, remainder, square, reciprocal = (
        arithmetic.floor_divide, arithmetic.remainder, arithmetic.square, arithmetic.reciprocal,
    )  # fmt: skip
    eq, ne, lt, le, gt, ge = (
        comparison.eq, comparison.ne, comparison.lt, comparison.le, comparison.gt, comparison.ge,
    )  # fmt: skip
    neg, exp, log, sqrt, abs, clamp = (
        elementwise.neg, elementwise.exp, elementwise.log, elementwise.sqrt, elementwise.abs, elementwise.clamp,
    )  # fmt: skip
    isnan, isinf, isfinite, isclose, allclose, equal = (
        comparison.isnan, comparison.isinf, comparison.isfinite,
        comparison.isclose, comparison.allclose, comparison.equal,
    )  # fmt: skip
    logical_not, logical_and, logical_or = comparison.logical_not, comparison.logical_and, comparison.logical_or
    bitwise_not, bitwise_and, bitwise_or, bitwise_xor = (
        comparison.bitwise_not, comparison.bitwise_and, comparison.bitwise_or, comparison.bitwise_xor,
    )  # fmt: skip
    relu, sigmoid, tanh, clip = elementwise.relu, elementwise.sigmoid, elementwise.tanh, elementwise.clip
    sin, cos, tan, log1p, expm1, rsqrt = (
        curves.sin, curves.cos, curves.tan, curves.log1p, curves.expm1, curves.rsqrt,
    )  # fmt: skip
    sign, floor, ceil, round = curves.sign, curves.floor, curves.ceil, curves.round
    sum, mean, max, min = reduce.sum, reduce.mean, reduce.max, reduce.min
    var, std, prod, cumsum, all, any, amax, amin = (
        reduce.var, reduce.std, reduce.prod, reduce.cumsum, reduce.all, reduce.any, reduce.amax, reduce.amin,
    )  # fmt: skip
    norm, logsumexp = norms.norm, norms.logsumexp
    argmax, argmin, softmax, log_softmax = reduce.argmax, reduce.argmin, weighing.softmax, weighing.log_softmax
    matmul, mm, bmm, mv, dot, outer = linalg.matmul, linalg.mm, linalg.bmm, linalg.mv, linalg.dot, linalg.outer
    reshape, view, flatten, permute, transpose = (
        shaping.reshape, shaping.view, shaping.flatten, shaping.permute, shaping.transpose,
    )  # fmt: skip
    squeeze, unsqueeze, swapaxes, swapdims, t = (
        shaping.squeeze, shaping.unsqueeze, shaping.swapaxes, shaping.swapdims, shaping.t,
    )  # fmt: skip
    expand, broadcast_to, flip, tril, triu = (
        shaping.expand, shaping.broadcast_to, shaping.flip, shaping.tril, shaping.triu,
    )  # fmt: skip
    mT = property(shaping.matrix_transpose)
    gather, select, narrow, unbind, chunk = (
        indexing.gather, indexing.select, indexing.narrow, indexing.unbind, indexing.chunk,
    )  # fmt: skip
    sort, argsort, topk = sorting.sort, sorting.argsort, sorting.topk

    __add__ = direct(operator.add, arithmetic.Add)
    __sub__ = direct(operator.sub, arithmetic.Sub)
    __mul__ = direct(operator.mul, arithmetic.Mul)
    __matmul__ = direct(linalg.product, linalg.MatMul)
    __truediv__, __floordiv__, __mod__, __pow__ = div, floor_divide, remainder, pow
    __invert__, __and__, __or__, __xor__ = bitwise_not, bitwise_and, bitwise_or, bitwise_xor
    __rand__, __ror__, __rxor__ = bitwise_and, bitwise_or, bitwise_xor
    __neg__, __abs__ = neg, abs
    __lt__, __le__, __gt__, __ge__ = lt, le, gt, ge
    __getitem__, __setitem__ = indexing.getitem, inplace.setitem

    add_, sub_, mul_, div_ = inplace.add_, inplace.sub_, inplace.mul_, inplace.div_
    addcmul_, addcdiv_, lerp_ = inplace.addcmul_, inplace.addcdiv_, inplace.lerp_
    zero_, fill_, copy_, fill_diagonal_ = inplace.zero_, inplace.fill_, inplace.copy_, inplace.fill_diagonal_
    uniform_, normal_ = inplace.uniform_, inplace.normal_
    __iadd__, __isub__, __imul__, __itruediv__ = inplace.iadd, inplace.isub, inplace.imul, inplace.idiv

    def __pos__(self) -> Tensor:
        return self

    def __radd__(self, other: Any) -> Tensor:
        return arithmetic.add(other, self)

    def __rsub__(self, other: Any) -> Tensor:
        return arithmetic.sub(other, self)

    def __rmul__(self, other: Any) -> Tensor:
        return arithmetic.mul(other, self)

    def __rtruediv__(self, other: Any) -> Tensor:
        return arithmetic.div(other, self)

    def __rfloordiv__(self, other: Any) -> Tensor:
        return arithmetic.floor_divide(other, self)

    def __rmod__(self, other: Any) -> Tensor:
        return arithmetic.remainder(other, self)

    def __rmatmul__(self, other: Any) -> Tensor:
        return linalg.matmul(other, self)

    def __rpow__(self, base: Any) -> Tensor:
        return arithmetic.pow(base, self)

    def __eq__(self, other: object) -> Any:
        return comparison.eq(self, other) if comparable(other) else NotImplemented

    def __ne__(self, other: object) -> Any:
        return comparison.ne(self, other) if comparable(other) else NotImplemented

    def where(self, condition: Tensor, other: Any) -> Tensor:
        """Its elements where `condition` holds, those of `other` elsewhere."""
        return choosing.where(condition, self, other)

    def split(self, split_size: Any, dim: int = 0) -> tuple:
        """Itself in pieces, as `tg.split`, where `split_size` has a longer name. `torch.Tensor.split`."""
        return indexing.split(self, split_size, dim)

    @property
    def T(self) -> Tensor:
        """The dimensions in reverse order: for a matrix, rows and columns exchanged."""
        return shaping.permute(self, *reversed(range(self.ndim)))


def comparable(value: Any) -> bool:
    """Whether == means a comparison of elements; with None, text and the like it is simply False."""
    return isinstance(value, (Variable, *backend.arrays, np.generic, bool, int, float))


Function.result_type = Tensor
