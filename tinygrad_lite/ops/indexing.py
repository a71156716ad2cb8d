"""Choosing elements by position or by mask."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, constant
from tinygrad_lite.backend import UNEVEN, arrays, boolean, int32, int64, on_host
from tinygrad_lite.ops.common import need_room, need_tensor, numpy_names, one_dim, refuse, whole


class Index(Function):
    """x[index]: the chosen elements get the gradient, an element chosen several times the sum"""

    mixes = True  # indices may lie on the CPU

    @staticmethod
    def forward(ctx, x, index):
        ctx.shape, ctx.index = x.shape, index
        y = x[index]
        if not y.size:
            none_beyond(x, index)
        if type(y) is not np.ndarray and not y.ndim:  # of a single number; like every slice, it shares memory with x
            parts = index if isinstance(index, tuple) else (index,)
            y = y if any(part is ... for part in parts) else x[(*parts, ...)]
        return y

    @staticmethod
    def backward(ctx, grad_output):
        grad = np.zeros_like(grad_output, shape=ctx.shape)
        if may_repeat(ctx.index):
            np.add.at(grad, ctx.index, grad_output)
        else:
            grad[ctx.index] = grad_output
        return grad, None

    @staticmethod
    def explain(error, x, index):
        return IndexError(f"indexing a tensor of shape {x.shape}: {what_does_not_fit(x.shape, index)}.")


def none_beyond(x: Any, index: Any) -> None:
    """Where an index chooses nothing, older NumPy only warns of places that do not exist; here they are refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        try:
            x[index]
        except DeprecationWarning as error:
            raise IndexError(str(error)) from None


def look_before(x: Any, index: Any) -> None:
    """Refuses places that do not exist, before a device works with them: a GPU would notice too late, and be lost for
    the rest of the process. One wait, however many arrays of places there are; none if they lie on the CPU.
    """
    wrong: Any = False
    for part, dim in placed(x.ndim, index):
        if isinstance(part, arrays) and not is_mask(part) and dim < x.ndim:
            wrong = ((part < -x.shape[dim]) | (part >= x.shape[dim])).any() | wrong
    if wrong:
        raise Index.explain(None, x, index)


def placed(ndim: int, index: Any) -> list[tuple[Any, int]]:
    """The parts of an index of a tensor of so many dimensions, each with the first dimension for which it stands."""
    parts = [part for part in (index if isinstance(index, tuple) else (index,)) if part is not None]
    taken = [0 if part is ... else part.ndim if is_mask(part) else 1 for part in parts]
    dims, dim = [], 0
    for part, count in zip(parts, taken):
        dims.append(dim)
        dim += ndim - sum(taken) if part is ... else count
    return list(zip(parts, dims))


def what_does_not_fit(shape: tuple[int, ...], index: Any) -> str:
    """Which part of an index does not fit a shape, in words."""
    parts = [part for part in (index if isinstance(index, tuple) else (index,)) if part is not None]
    taken = [0 if part is ... else part.ndim if is_mask(part) else 1 for part in parts]
    if sum(taken) > len(shape):
        return f"the index names {sum(taken)} dimensions, the tensor has {len(shape)}"
    for (part, dim), count in zip(placed(len(shape), index), taken):
        sizes = shape[dim : dim + count]
        if is_mask(part) and part.shape != sizes:
            return f"a mask of shape {part.shape} does not fit dimensions {dim} to {dim + count - 1}, of sizes {sizes}"
        if isinstance(part, (int, *arrays)) and not is_mask(part):
            places = np.asarray(on_host(part)).reshape(-1)
            wrong = places[(places < -sizes[0]) | (places >= sizes[0])]
            if wrong.size:
                return f"place {wrong[0]} does not exist in dimension {dim}, of size {sizes[0]}"
    shapes = [str(part.shape) for part in parts if isinstance(part, arrays)]
    return f"several tensors as index must broadcast, got shapes {' and '.join(shapes)}"


def is_mask(part: Any) -> bool:
    return isinstance(part, arrays) and part.dtype.kind == "b"


def may_repeat(index: Any) -> bool:
    """Whether an index may name an element twice: integer arrays may; slices, ints and masks do not."""
    parts = index if isinstance(index, tuple) else (index,)
    return any(isinstance(part, arrays) and part.dtype.kind in "iu" for part in parts)


def index_array(places: Any) -> np.ndarray:
    """Lists of places as an array."""
    try:
        return np.asarray(places)
    except ValueError:
        raise IndexError(f"an index of lists: {UNEVEN}") from None


def plain_index(index: Any) -> Any:
    """An index of ints, slices, None, Ellipsis and arrays (made of tensors, lists and bools); refuses all else."""
    kind = type(index)
    if kind is int or index is None or index is ...:
        return index
    if kind is tuple:
        return tuple([plain_index(part) for part in index])
    if kind is slice:
        if index.step is not None and index.step <= 0:
            raise ValueError(f"a slice's step must be greater than 0, got {index.step}; to turn round: x.flip(0).")
        return index
    if isinstance(index, (list, range, bool)):
        index = index_array(index)
        index = index if index.size else index.astype(int64)
    index = getattr(index, "array", index)
    if isinstance(index, arrays):
        if index.dtype not in (int64, boolean, int32):
            raise IndexError(
                f"an index tensor must hold int64, int32 or bools, got {index.dtype}. For places use index.long(), for "
                "a mask index.bool()."
            )
        return index.item() if index.ndim == 0 and index.dtype.kind == "i" else index
    if isinstance(index, np.integer):
        return int(index)
    raise IndexError(f"an index must be an integer, slice, None, ..., or a tensor of integers or bools; got {index!r}.")


def without_empty_dots(index: tuple, ndim: int) -> tuple:
    """The index without an Ellipsis that stands for no dimension: in PyTorch it does not part arrays from each other,
    in NumPy it does, which then puts their dimension first.
    """
    named = [part for part in index if part is not None and part is not ...]
    taken = sum(part.ndim if is_mask(part) else 1 for part in named)
    return index if taken < ndim else tuple([part for part in index if part is not ...])


def in_steps(index: Any, ndim: int) -> tuple:
    """An index, of a tensor of so many dimensions, as one or two that are applied one after the other.

    PyTorch takes ints before arrays. NumPy takes them together with the arrays, which puts dimensions elsewhere:
    of shape (3, 4, 5), x[0, :, [1, 2]] is (4, 2) in PyTorch and (2, 4) in NumPy.
    """
    if type(index) is not tuple or not any([isinstance(part, arrays) for part in index]):
        return (index,)
    index = without_empty_dots(index, ndim) if any(part is ... for part in index) else index
    if int not in map(type, index):
        return (index,)
    first: list = []
    second: list = []
    for part in index:
        if isinstance(part, arrays):
            first += [slice(None)] * (part.ndim if is_mask(part) else 1)
            second.append(part)
        else:
            first.append(part)
            second += [] if type(part) is int else [...] if part is ... else [slice(None)]
    return tuple(first), tuple(second)


def getitem(x: Any, index: Any) -> Any:
    """x[index] with ints, slices, None, Ellipsis, bool masks and integer tensors, as in PyTorch and NumPy."""
    for step in in_steps(plain_index(index), x.array.ndim):
        if type(x.array) is not np.ndarray and may_repeat(step):
            look_before(x.array, step)
        x = Index.apply(x, step)
    return x


class Gather(Function):
    """For each place in `indices`, the element of x that stands there along one dimension"""

    @staticmethod
    def forward(ctx, x, indices, axis):
        ctx.shape, ctx.places = (
            x.shape,
            tuple(
                indices if d == axis else np.arange(n, like=x).reshape(-1, *[1] * (indices.ndim - d - 1))
                for d, n in enumerate(indices.shape)
            ),
        )
        return x[ctx.places]

    @staticmethod
    def backward(ctx, grad_output):
        grad = np.zeros_like(grad_output, shape=ctx.shape)
        np.add.at(grad, ctx.places, grad_output)
        return grad, None, None


@numpy_names
def gather(input: Any, dim: int, index: Any, *, sparse_grad: bool = False) -> Any:
    """The elements of input at `index` along `dim`: result[i][j] = input[index[i][j]][j] for dim 0. `torch.gather`.

    Shape: index has as many dimensions as input, each but `dim` at most as large; the result has the shape of index.
    Raises:
        IndexError: input has no such place.

    >>> tg.tensor([[1.0, 2.0], [3.0, 4.0]]).gather(1, tg.tensor([[1], [0]]))
    tensor([[2.],
            [3.]])
    """
    refuse("gather", sparse_grad=(sparse_grad, False))
    axis = one_dim(dim, need_tensor("gather", input).array.ndim, "gather")
    places, shape = need_tensor("gather", index, "index").array, input.array.shape
    if not shape or not places.ndim:  # a 0-d tensor counts as one of a single element
        return gather(input.reshape(-1), 0, constant(places.reshape(-1))).reshape(places.shape)
    if places.dtype not in (int64, int32):
        raise RuntimeError(f"gather: index must hold int64 or int32, got {places.dtype}: use index.long().")
    fits = len(shape) == places.ndim and all(n <= m or d == axis for d, (n, m) in enumerate(zip(places.shape, shape)))
    if places.size and not fits:
        raise RuntimeError(
            f"gather: index of shape {places.shape} does not fit x of shape {shape}: it needs as many dimensions, and "
            f"may be larger in dimension {axis} only."
        )
    if places.size and ((places < 0) | (places >= shape[axis])).any():
        raise IndexError(f"gather: index must go from 0 to {shape[axis] - 1}, the places along dimension {axis}.")
    return Gather.apply(input, places, axis)


def picked(x: Any, dim: int, indices: Any) -> Any:
    """As `gather`, of places that are known to be there, as after sorting: a check would wait for a device."""
    if not x.array.ndim:
        return Gather.apply(x.reshape(-1), indices.array.reshape(-1), 0).reshape(())
    return Gather.apply(x, indices.array, one_dim(dim, x.array.ndim, "gather"))


def along(x: Any, dim: int, part: Any, name: str) -> Any:
    """x[part] along dimension `dim`."""
    return Index.apply(x, (slice(None),) * one_dim(dim, x.array.ndim, name) + (part,))


def size_along(x: Any, dim: int, name: str) -> int:
    """The size of dimension `dim`, which must exist: a 0-d tensor has none to be taken apart along."""
    if not need_tensor(name, x).array.ndim:
        raise RuntimeError(f"{name}: a 0-d tensor has no dimension to choose from.")
    return x.array.shape[one_dim(dim, x.array.ndim, name)]


@numpy_names
def select(input: Any, dim: int, index: int) -> Any:
    """The slice at `index` of dimension `dim`, without that dimension; else IndexError. `torch.select`.

    >>> tg.tensor([[1, 2], [3, 4]]).select(1, 0)
    tensor([1, 3])
    """
    size, index = size_along(input, dim, "select"), whole(index, "select", "index")
    if not -size <= index < size:
        raise IndexError(f"select: there is no place {index} in dimension {dim}, of size {size}.")
    return along(input, dim, index, "select")


@numpy_names
def narrow(input: Any, dim: int, start: int, length: int) -> Any:
    """`length` places of dimension `dim` from `start` on; IndexError where it has them not. `torch.narrow`.

    >>> tg.arange(6).narrow(0, 2, 3)
    tensor([2, 3, 4])
    """
    size, start, length = (
        size_along(input, dim, "narrow"),
        whole(start, "narrow", "start"),
        whole(length, "narrow", "length"),
    )
    first = start + size if start < 0 else start
    if not 0 <= first <= size or not 0 <= length <= size - first:
        raise IndexError(f"narrow: {length} places from {start} on do not lie in dimension {dim}, of size {size}.")
    return along(input, dim, slice(first, first + length), "narrow")


@numpy_names
def unbind(input: Any, dim: int = 0) -> tuple:
    """All slices along dimension `dim`, without that dimension. `torch.unbind`.

    >>> first, second = tg.tensor([[1, 2], [3, 4]]).unbind()
    >>> second
    tensor([3, 4])
    """
    return tuple(along(input, dim, i, "unbind") for i in range(size_along(input, dim, "unbind")))


def split(tensor: Any, split_size_or_sections: Any, dim: int = 0) -> tuple:
    """tensor in pieces along `dim`: of one size (the last may be smaller), or of the sizes in a list. `torch.split`.

    >>> [part.tolist() for part in tg.arange(5).split(2)]
    [[0, 1], [2, 3], [4]]
    >>> [part.tolist() for part in tg.arange(5).split([1, 4])]
    [[0], [1, 2, 3, 4]]
    """
    total, sizes = size_along(tensor, dim, "split"), split_size_or_sections
    if isinstance(sizes, (tuple, list)):
        sizes = [whole(size, "split", "sections") for size in sizes]
    else:
        sizes = whole(sizes, "split", "split_size")
        if sizes < 0 or (sizes == 0 and total):
            raise RuntimeError(f"split: split_size must be greater than 0, got {sizes}.")
        sizes = [min(sizes, total - start) for start in range(0, total, sizes)] if total else [0]
    if sum(sizes) != total or min(sizes, default=0) < 0:
        raise RuntimeError(f"split: sections {list(sizes)} must add up to {total}, the size of dimension {dim}.")
    ends = np.cumsum(sizes).tolist()
    return tuple(along(tensor, dim, slice(end - size, end), "split") for size, end in zip(sizes, ends))


@numpy_names
def chunk(input: Any, chunks: int, dim: int = 0) -> tuple:
    """input in at most `chunks` pieces of one size along `dim` (the last may be smaller). `torch.chunk`.

    >>> [part.tolist() for part in tg.arange(5).chunk(2)]
    [[0, 1, 2], [3, 4]]
    """
    total, chunks = size_along(input, dim, "chunk"), whole(chunks, "chunk", "chunks")
    if chunks <= 0:
        raise RuntimeError(f"chunk: chunks must be greater than 0, got {chunks}.")
    return split(input, -(-total // chunks) if total else [0] * chunks, dim)


def one_hot(input: Any, num_classes: int = -1) -> Any:
    """Each class index as a row of zeros with a 1 in its place. `torch.nn.functional.one_hot`.

    Shape: any shape (…) of int64 → (…, num_classes) of int64; num_classes=-1 takes the largest index + 1.

    >>> tg.nn.functional.one_hot(tg.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    classes, num_classes = need_tensor("one_hot", input).array, whole(num_classes, "one_hot", "num_classes")
    if classes.dtype != int64:
        raise RuntimeError(f"one_hot: needs class indices of dtype int64, got {classes.dtype}: use tensor.long().")
    if num_classes == -1 and classes.size:
        num_classes = int(classes.max()) + 1
    if num_classes <= 0:
        raise RuntimeError(
            f"one_hot: num_classes must be greater than 0, got {num_classes} for {classes.size} indices."
        )
    need_room((*classes.shape, num_classes), "one_hot")
    if classes.size and ((classes < 0) | (classes >= num_classes)).any():
        raise RuntimeError(f"one_hot: class indices must go from 0 to {num_classes - 1}, for {num_classes} classes.")
    return constant((classes[..., None] == np.arange(num_classes, like=classes)).astype(int64))
