"""What several families of operations share: PyTorch's rules for dtypes, dimensions and shapes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function
from tinygrad_lite.backend import boolean, default_dtype, int64

NEITHER = (False, False)  # of two operands wants a gradient: nothing is recorded


def promoted(x: Any, y: Any, name: str) -> tuple[Any, Any]:
    """Two operands brought to PyTorch's common dtype.

    Unlike NumPy, PyTorch never lets a number or a 0-d tensor widen a tensor with dimensions (float32 stays float32),
    and integers together with floats take the dtype of the floats. Python numbers are left to NumPy where its rule
    is the same.
    """
    if (type(y) is float or type(y) is int) and getattr(x, "dtype", boolean).kind == "f":  # the usual case, quickly
        return x, y
    x, y = operand(x, name), operand(y, name)
    if not (hasattr(x, "dtype") or hasattr(y, "dtype")):
        raise TypeError(f"{name}: needs a tensor on at least one side, got the numbers {x} and {y}.")
    dtype = common_dtype(x, y)
    return cast(x, dtype), cast(y, dtype)


def operand(value: Any, name: str) -> Any:
    """An array as it is, a NumPy scalar as a Python number; refuses everything else."""
    if isinstance(value, np.generic):
        value = value.item()
    if hasattr(value, "dtype") or isinstance(value, (bool, int, float)):
        return value
    raise TypeError(
        f"{name}: works on tensors and numbers, got {type(value).__name__}. Make it a tensor first: tg.tensor(...)."
    )


def common_dtype(*values: Any) -> np.dtype:
    """The dtype of the result: the highest kind (bool < int < float), in it dimensions before 0-d before numbers."""
    ranked = [(kind_rank(value), priority(value), value) for value in values]
    kind = max(rank for rank, _, _ in ranked)
    first = max(prior for rank, prior, _ in ranked if rank == kind)
    dtypes = [dtype_of(value) for rank, prior, value in ranked if (rank, prior) == (kind, first)]
    return np.result_type(*dtypes)


def dtype_of(value: Any) -> np.dtype:
    if hasattr(value, "dtype"):
        return value.dtype
    return boolean if isinstance(value, bool) else int64 if isinstance(value, int) else default_dtype


def kind_rank(value: Any) -> int:
    return {"b": 0, "u": 1, "i": 1, "f": 2}[dtype_of(value).kind]


def priority(value: Any) -> int:
    return 0 if not hasattr(value, "dtype") else 1 if value.ndim == 0 else 2


def cast(value: Any, dtype: np.dtype) -> Any:
    if hasattr(value, "dtype"):
        return value.astype(dtype, copy=False)
    return np.asarray(value, dtype) if dtype.kind == "b" else dtype.type(value)


def floating(x: Any) -> Any:
    """Integers and bools as float32, PyTorch's rule for functions whose results are not whole; floats as they are."""
    return x if x.dtype.kind == "f" else x.astype(default_dtype)


def need_float(x: Any, name: str) -> None:
    if x.dtype.kind != "f":
        raise RuntimeError(f"{name}: needs a floating point tensor, got {x.dtype}. Convert it first: x.float().")


def one_dim(dim: int, ndim: int, name: str) -> int:
    """A dimension counted from the front; negative ones count from the back, as in Python."""
    if isinstance(dim, bool) or not isinstance(dim, (int, np.integer)):
        raise TypeError(f"{name}: dim must be an int, got {dim!r}.")
    size = max(ndim, 1)  # a 0-d tensor lets itself be reduced along 0 and -1
    if not -size <= dim < size:
        raise IndexError(
            f"{name}: there is no dimension {dim} in a {ndim}-d tensor; choose from {-size} to {size - 1}."
        )
    return int(dim) % size


def dims(dim: Any, ndim: int, name: str) -> tuple[int, ...]:
    """Which dimensions `dim` names: all for None and (), else one or several, each at most once."""
    if dim is None or dim == ():
        return tuple(range(ndim))
    found = tuple(one_dim(d, ndim, name) for d in (dim if isinstance(dim, Sequence) else (dim,)))
    if len(set(found)) != len(found):
        raise RuntimeError(f"{name}: dim {tuple(dim)} names a dimension twice.")
    return found if ndim else ()


def shape_from(sizes: tuple) -> tuple[int, ...]:
    """A shape given as `f(2, 3)` or as `f((2, 3))`."""
    if len(sizes) == 1 and isinstance(sizes[0], Sequence):
        sizes = tuple(sizes[0])
    return tuple(int(size) for size in sizes)


def refuse(name: str, **arguments: Any) -> None:
    """Raise an error that names the arguments that were given but are not supported: each comes as (given, default)."""
    for argument, (given, default) in arguments.items():
        if given is not default and given != default:
            raise NotImplementedError(
                f"{name}: {argument}={given!r} is not supported here; leave it out (the default is {default!r})."
            )


def broadcast_error(name: str, *arrays: Any) -> Exception | None:
    """Why shapes do not broadcast: the first sizes, from the right, that differ and of which none is 1."""
    shapes = [array.shape for array in arrays if hasattr(array, "shape")]
    for axis in range(1, max(len(shape) for shape in shapes) + 1):
        sizes = [shape[-axis] for shape in shapes if len(shape) >= axis and shape[-axis] != 1]
        if len(set(sizes)) > 1:
            return RuntimeError(
                f"{name}: cannot combine shapes {' and '.join(map(str, shapes))}: sizes are compared from the right, "
                f"and in dimension {-axis} {sizes[0]} meets {sizes[1]}. They must be equal, or one of them 1."
            )
    return None


class Broadcasting(Function):
    """An elementwise operation on several operands, whose shapes must broadcast."""

    @classmethod
    def explain(cls, error: Exception, *inputs: Any) -> Exception | None:
        return broadcast_error(cls.__name__.lower(), *inputs)
