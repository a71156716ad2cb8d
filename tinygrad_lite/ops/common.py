"""What several families of operations share: PyTorch's rules for dtypes, dimensions and shapes."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import described, need_bool
from tinygrad_lite.autograd import Function, Variable
from tinygrad_lite.backend import DeviceError, arrays, boolean, default_dtype, float16, float32, int64, mixed
from tinygrad_lite.observers import here

NO_BOOLS = "bools cannot be subtracted. To turn a mask round, use ~mask; to count with it, mask.int()."
NEITHER = (False, False)  # of two operands wants a gradient: nothing is recorded


def need_tensor(name: str, value: Any, argument: str = "input") -> Any:
    """`value`, if it is a tensor; else an error that says what came, and what to do."""
    if isinstance(value, Variable):
        return value
    raise TypeError(f"{name}: argument '{argument}' must be a Tensor, got {described(value)}")


def agree(x: Any, y: Any) -> bool:
    """Whether the dtypes of an input and a parameter are the same; or will be, as autocast brings them together."""
    return x.dtype == y.dtype or (here.lowering > 0 and {x.dtype, y.dtype} == {float16, float32})


def need_operands(name: str, x: Any, y: Any) -> None:
    """Of two operands, one at least must be a tensor."""
    if not (isinstance(x, Variable) or isinstance(y, Variable)):
        raise TypeError(f"{name}: needs a tensor on at least one side, got {described(x)}")


def promoted(x: Any, y: Any, name: str, bools: bool = True) -> tuple[Any, Any]:
    """Two operands brought to PyTorch's common dtype.

    Unlike NumPy, PyTorch never lets a number or a 0-d tensor widen a tensor with dimensions (float32 stays float32),
    and integers together with floats take the dtype of the floats. Python numbers are left to NumPy where its rule
    is the same. `bools`: whether these are operands too; PyTorch does not subtract with them.
    """
    if (type(y) is float or type(y) is int) and getattr(x, "dtype", boolean).kind == "f":  # the usual case, quickly
        return x, y
    x, y = operand(x, name), operand(y, name)
    if not (hasattr(x, "dtype") or hasattr(y, "dtype")):
        raise TypeError(f"{name}: needs a tensor on at least one side, got the numbers {x} and {y}.")
    if not bools and (is_bool(x) or is_bool(y)):
        raise RuntimeError(f"{name}: {NO_BOOLS}")
    dtype = common_dtype(x, y)
    return cast(x, dtype, name), cast(y, dtype, name)


def operand(value: Any, name: str) -> Any:
    """An array as it is, a NumPy scalar as a Python number; refuses everything else."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (bool, int, float)):
        return value
    dtype = getattr(value, "dtype", None)
    if isinstance(dtype, np.dtype):
        if dtype.kind not in RANKS:
            raise TypeError(f"{name}: works on arrays of numbers, got one of dtype {dtype}.")
        return value
    raise TypeError(f"{name}: works on tensors and numbers, got {described(value)}")


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


RANKS = {"b": 0, "u": 1, "i": 1, "f": 2}


def kind_rank(value: Any) -> int:
    return RANKS[dtype_of(value).kind]


def is_bool(value: Any) -> bool:
    return value.dtype.kind == "b" if hasattr(value, "dtype") else isinstance(value, bool)


def priority(value: Any) -> int:
    return 0 if not hasattr(value, "dtype") else 1 if value.ndim == 0 else 2


TOO_LARGE = "a number is larger than any float, 1.8e308 at most. Write inf if it is meant to be infinite."


def shown(value: Any) -> str:
    """A number in an error: one of thousands of digits only by its size."""
    huge = isinstance(value, int) and value.bit_length() > 200
    return f"a number of {value.bit_length()} bits" if huge else f"{value}"


def need_64_bits(value: int, name: str) -> None:
    if not -(2**63) <= value < 2**64:
        raise RuntimeError(f"{name}: {shown(value)} does not fit into 64 bits. Write it as a float.")


def cast(value: Any, dtype: np.dtype, name: str) -> Any:
    """A value in another dtype; of an integer that is too large for it the lowest bits stay, as in PyTorch."""
    if hasattr(value, "dtype"):
        return value.astype(dtype, copy=False)
    if dtype.kind in "iu":
        need_64_bits(value, name)
        return np.uint64(value % 2**64).astype(dtype)
    if dtype.kind == "b":
        return np.asarray(value, dtype)
    try:
        return dtype.type(value)
    except OverflowError:
        raise RuntimeError(f"{name}: {TOO_LARGE}") from None


def floating(x: Any) -> Any:
    """Integers and bools as float32, PyTorch's rule for functions whose results are not whole; floats as they are."""
    return x if x.dtype.kind == "f" else x.astype(default_dtype)


def need_float(x: Any, name: str) -> None:
    if x.dtype.kind != "f":
        raise RuntimeError(f"{name}: needs a floating point tensor, got {x.dtype}. Convert it first: x.float().")


def wide(x: Any) -> Any:
    """float16 as float32, in which sums of many numbers stay exact enough; all else as it is."""
    return x.astype(float32) if x.itemsize == 2 and x.dtype == float16 else x


def whole(value: Any, name: str, argument: str) -> int:
    """A size or a place: an int, NumPy's or ours with a single element; never a bool, nor a float that is cut off."""
    if type(value) is int:
        return value
    array = value.array if isinstance(value, Variable) else value
    if isinstance(array, (np.integer, *arrays)) and array.dtype.kind in "iu" and array.size == 1:
        return int(array.item())
    if isinstance(array, int) and not isinstance(array, bool):  # such as the members of an IntEnum
        return int(array)
    hint = " A division by / gives a float; // gives an int." if isinstance(value, float) else ""
    raise TypeError(f"{name}: {argument} must be an int, got {type(value).__name__} {value!r:.60}.{hint}")


def need_fit(value: Any, dtype: np.dtype, name: str) -> None:
    """An integer that an integer dtype can hold; below 0, PyTorch counts back from the end of an unsigned one."""
    if dtype.kind in "iu" and isinstance(value, int):
        least, largest = np.iinfo(dtype).min, np.iinfo(dtype).max
        if not (least or -largest) <= value <= largest:
            raise RuntimeError(
                f"{name}: {shown(value)} does not fit into {dtype}, which goes from {least} to {largest}."
            )


def need_number(value: Any, name: str, argument: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name}: {argument} must be a number, got {type(value).__name__} {value!r:.60}.")


def as_float(value: Any, name: str, argument: str) -> float:
    """A number as a float, which NumPy compares with floats; an int may be too long for it."""
    need_number(value, name, argument)
    try:
        return float(value)
    except OverflowError:
        raise RuntimeError(f"{name}: {argument}: {TOO_LARGE}") from None


def one_dim(dim: int, ndim: int, name: str, argument: str = "dim") -> int:
    """A dimension counted from the front; negative ones count from the back, as in Python."""
    dim = whole(dim, name, argument)
    size = ndim or 1  # a 0-d tensor lets itself be reduced along 0 and -1
    if not -size <= dim < size:
        raise IndexError(
            f"{name}: there is no dimension {dim} in a {ndim}-d tensor; choose from {-size} to {size - 1}."
        )
    return dim % size


def dims(dim: Any, ndim: int, name: str, keepdim: Any = False) -> tuple[int, ...]:
    """Which dimensions `dim` names: all for None and (), else one or several, each at most once."""
    if keepdim is not True and keepdim is not False:
        need_bool(keepdim, name, "keepdim")
    if dim is None:
        return tuple(range(ndim))
    several = isinstance(dim, (tuple, list))
    if several and not dim:
        return tuple(range(ndim))
    found = tuple([one_dim(d, ndim, name) for d in (dim if several else (dim,))])
    if len(set(found)) != len(found):
        raise RuntimeError(f"{name}: dim {tuple(dim)} names a dimension twice.")
    return found if ndim else ()


def need_all_numbers(name: str, **settings: Any) -> None:
    """Several settings, each of which must be a number."""
    for argument, value in settings.items():
        if type(value) is not float:
            need_number(value, name, argument)


def shape_from(sizes: tuple, name: str, argument: str = "a size") -> tuple[int, ...]:
    """A shape given as `f(2, 3)` or as `f((2, 3))`."""
    if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)):
        sizes = tuple(sizes[0])
    for size in sizes:
        if type(size) is not int:
            return tuple([whole(size, name, argument) for size in sizes])
    return sizes


def new_shape(sizes: tuple, name: str) -> tuple[int, ...]:
    """The shape of a tensor that is to be made: no size is negative."""
    shape = shape_from(sizes, name)
    if not sizes:
        raise TypeError(f"{name}: the sizes are missing, as in {name}(2, 3); for a 0-d tensor: {name}(()).")
    if any(size < 0 for size in shape):
        raise RuntimeError(f"{name}: a size cannot be negative, got {shape}.")
    need_room(shape, name)
    return shape


def need_room(shape: tuple[int, ...], name: str) -> None:
    """No memory has room for 2**48 elements: a size like that is a slip, and its end would be long in coming."""
    if math.prod(shape) >= 2**48 or max(shape, default=0) >= 2**48:
        raise RuntimeError(f"{name}: a tensor of shape {shown_shape(shape)} is larger than any memory.")


def shown_shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(shown, shape))})"


def layer_sizes(layer: str, **sizes: Any) -> list[int]:
    """The sizes a layer is made with: whole numbers, none of them negative."""
    found = [whole(size, layer, argument) for argument, size in sizes.items()]
    for argument, size in zip(sizes, found):
        if size < 0:
            raise ValueError(f"{layer}: {argument} must not be negative, got {size}.")
    return found


def numpy_names(function: Callable) -> Callable:
    """Let NumPy's words `axis` and `keepdims` stand for `dim` and `keepdim`, where PyTorch lets them."""

    @functools.wraps(function)
    def named(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            rename(function.__name__, kwargs)
        return function(*args, **kwargs)

    return named


def rename(name: str, kwargs: dict[str, Any]) -> None:
    for word, own in (("axis", "dim"), ("keepdims", "keepdim")):
        if word in kwargs:
            if own in kwargs:
                raise TypeError(f"{name}: {word} is NumPy's word for {own}; give one of them.")
            kwargs[own] = kwargs.pop(word)


def refuse(name: str, **arguments: Any) -> None:
    """Raise an error that names the arguments that were given but are not supported: each comes as (given, default)."""
    for argument, (given, default) in arguments.items():
        if given is not default and not same_setting(given, default):
            raise NotImplementedError(
                f"{name}: {argument}={given!r} is not supported here; leave it out (the default is {default!r})."
            )


def same_setting(given: Any, default: Any) -> bool:
    """Whether what was given is the default in other words; an array, which says yes and no at once, never is."""
    return isinstance(given, (bool, int, float, str, tuple, type(None))) and given == default


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
        if isinstance(error, OverflowError):
            return RuntimeError(f"{cls.__name__.lower()}: {TOO_LARGE}")
        return broadcast_error(cls.__name__.lower(), *inputs)


def under_name(name: str, operation: type[Function], *inputs: Any) -> Any:
    """`operation` applied for another one: where devices are mixed, the error has the name that was called."""
    try:
        return operation.apply(*inputs)
    except DeviceError as error:
        raise mixed(name, [getattr(value, "array", value) for value in inputs]) or error from None
