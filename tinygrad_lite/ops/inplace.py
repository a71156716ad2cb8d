"""Changes in place, which are not recorded: for leaves only under `no_grad`, for tensors without a graph always.

Each is noted (`versions.py`), so that a graph that still needs the old numbers says so in `backward`.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from tinygrad_lite import versions
from tinygrad_lite.autograd import Variable, constant, is_grad_enabled, no_grad
from tinygrad_lite.backend import (
    CPU,
    DeviceError,
    Generator,
    OtherArray,
    default_generator,
    device_of,
    mixed,
    moved,
    on_host,
)
from tinygrad_lite.ops import arithmetic
from tinygrad_lite.ops.common import (
    NO_BOOLS,
    TOO_LARGE,
    broadcast_error,
    cast,
    is_bool,
    need_64_bits,
    need_all_numbers,
    need_bool,
    need_float,
    need_number,
    operand,
    shown,
)
from tinygrad_lite.ops.indexing import Index, in_steps, is_mask, look_before, may_repeat, none_beyond, plain_index
from tinygrad_lite.ops.writable import need_same_kind, need_same_shape, plain, tensor_operand, writable, written


# ---------------------------------------------------------------------------------------------- arithmetic
def changed(x: Any, ufunc: Any, value: Any, name: str) -> Any:
    """x after `ufunc(x, value)` was written into it."""
    array, value = writable(x, name), plain(value, name)
    try:
        ufunc(array, value, out=array, casting="same_kind")
    except (TypeError, OverflowError):  # NumPy has no such casting, or the number is too large for the dtype
        return written(x, by_pytorchs_rules(ufunc, array, value, name), name)
    except ValueError:
        error = broadcast_error(name, array, value)
        if error is None:
            need_same_shape(array, np.broadcast_shapes(array.shape, getattr(value, "shape", ())), name)
        raise error or RuntimeError(f"{name}: the operand does not fit.") from None
    except DeviceError as error:
        raise mixed(name, (array, value)) or error from None
    versions.mark_changed([array])
    return x


def by_pytorchs_rules(ufunc: Any, array: np.ndarray, value: Any, name: str) -> np.ndarray:
    """`ufunc(array, value)`, integers of any size among them: what does not fit the dtype wraps around."""
    if isinstance(value, int):
        need_64_bits(value, name)
    if not isinstance(value, OtherArray):
        value = np.asarray(value)
    try:
        result = ufunc(array, value % 2**64 if value.dtype == object else value)
    except TypeError:
        raise RuntimeError(f"{name}: is not defined for {array.dtype} and {value.dtype} tensors.") from None
    return result


def times(other: Any, alpha: Any, x: Any, name: str) -> Any:
    """alpha * other; of a kind of number that x can hold."""
    if isinstance(alpha, Variable):
        alpha = single(alpha, name)
    if (
        isinstance(alpha, (int, float))
        and alpha == 1
        and (type(alpha) is int or (type(alpha) is float and x.array.dtype.kind == "f"))
    ):
        return other
    if isinstance(other, Variable):
        array = plain(other, name)
        if array.dtype is x.array.dtype and array.dtype.kind == "f" and type(alpha) in (int, float):
            return array * cast(operand(alpha, name), array.dtype, name)
        other = constant(array)
    return arithmetic.times(alpha, x, other, name)


def single(alpha: Any, name: str) -> Any:
    """The number of a 0-d tensor."""
    if alpha.array.ndim:
        raise RuntimeError(f"{name}: alpha must be a number, got a tensor of shape {alpha.array.shape}.")
    return alpha.item()


def add_(x: Any, other: Any, *, alpha: float = 1) -> Any:
    """x += alpha * other, in place. `torch.Tensor.add_`."""
    return changed(x, np.add, times(other, alpha, x, "add_"), "add_")


def sub_(x: Any, other: Any, *, alpha: float = 1) -> Any:
    """x -= alpha * other, in place. `torch.Tensor.sub_`."""
    if is_bool(other.array if isinstance(other, Variable) else operand(other, "sub_")):
        raise RuntimeError(f"sub_: {NO_BOOLS}")
    return changed(x, np.subtract, times(other, alpha, x, "sub_"), "sub_")


def mul_(x: Any, other: Any) -> Any:
    """x *= other, in place. `torch.Tensor.mul_`."""
    return changed(x, np.multiply, other, "mul_")


def div_(x: Any, other: Any, *, rounding_mode: str | None = None) -> Any:
    """x /= other, in place; `rounding_mode` as in `div`. `torch.Tensor.div_`."""
    if rounding_mode is None:
        return changed(x, np.true_divide, other, "div_")
    writable(x, "div_")
    plain(other, "div_")
    with no_grad():
        return written(x, arithmetic.div(x, other, rounding_mode=rounding_mode).array, "div_")


def addcmul_(x: Any, tensor1: Any, tensor2: Any, *, value: float = 1) -> Any:
    """x += value * tensor1 * tensor2, in place. `torch.Tensor.addcmul_`."""
    need_number(value, "addcmul_", "value")
    tensor1, tensor2 = tensor_operand(tensor1, "addcmul_", "tensor1"), tensor_operand(tensor2, "addcmul_", "tensor2")
    return changed(x, np.add, combined(np.multiply, tensor1, tensor2, "addcmul_") * value, "addcmul_")


def addcdiv_(x: Any, tensor1: Any, tensor2: Any, *, value: float = 1) -> Any:
    """x += value * tensor1 / tensor2, in place. `torch.Tensor.addcdiv_`."""
    need_number(value, "addcdiv_", "value")
    tensor1, tensor2 = tensor_operand(tensor1, "addcdiv_", "tensor1"), tensor_operand(tensor2, "addcdiv_", "tensor2")
    return changed(x, np.add, combined(np.true_divide, tensor1, tensor2, "addcdiv_") * value, "addcdiv_")


def lerp_(x: Any, end: Any, weight: Any) -> Any:
    """x += weight * (end - x), in place: the part `weight` of the way to `end`. `torch.Tensor.lerp_`."""
    array = tensor_operand(end, "lerp_", "end")
    if array.dtype != x.array.dtype:
        raise RuntimeError(f"lerp_: end must be a tensor of the same dtype, {x.array.dtype}.")
    way = combined(np.subtract, array, x.array, "lerp_")
    return changed(x, np.add, combined(np.multiply, plain(weight, "lerp_"), way, "lerp_"), "lerp_")


def combined(ufunc: Any, x: Any, y: Any, name: str) -> Any:
    """Of two arrays, or an array and a number, what `name` adds."""
    try:
        return ufunc(x, y)
    except ValueError as error:
        raise broadcast_error(name, x, y) or RuntimeError(f"{name}: {error}") from None
    except DeviceError as error:
        raise mixed(name, (x, y)) or error from None


# ------------------------------------------------------------------------------------------ other numbers
def zero_(x: Any) -> Any:
    """Every element 0, in place."""
    setitem(x, ..., 0, "zero_")
    return x


def fill_(x: Any, value: Any) -> Any:
    """Every element `value`, a number or a tensor of a single one, in place."""
    if isinstance(value, Variable) and value.array.ndim:
        raise RuntimeError(f"fill_: takes a number or a 0-d tensor, got one of shape {value.array.shape}: use copy_.")
    setitem(x, ..., value, "fill_")
    return x


def fill_diagonal_(x: Any, fill_value: float, wrap: bool = False) -> Any:
    """The diagonal all `fill_value`, in place; `wrap`: begin again below the square part of a tall matrix."""
    array = writable(x, "fill_diagonal_")
    if array.ndim < 2 or (array.ndim > 2 and len(set(array.shape)) > 1):
        raise RuntimeError(f"fill_diagonal_: needs a matrix, or more dimensions of one size, got shape {array.shape}.")
    need_bool(wrap, "fill_diagonal_", "wrap")
    value = plain(fill_value, "fill_diagonal_")
    value = value if type(value) is type(array) else on_host(value)  # a single number, which may lie anywhere
    np.fill_diagonal(array, as_held(array, value, "fill_diagonal_"), wrap)
    versions.mark_changed([array])
    return x


def copy_(x: Any, other: Any, non_blocking: bool = False) -> Any:
    """The elements of `other`, whose shape must broadcast to that of x, in place."""
    array = plain(other, "copy_")
    if getattr(array, "ndim", 0) > x.array.ndim:
        raise RuntimeError(f"copy_: a tensor of shape {x.array.shape} cannot hold one of shape {array.shape}.")
    setitem(x, ..., other, "copy_")
    return x


def uniform_(x: Any, low: float = 0.0, high: float = 1.0, *, generator: Generator | None = None) -> Any:
    """Random numbers, all equally likely between `low` and `high`, in place. `torch.Tensor.uniform_`."""
    array = writable(x, "uniform_")
    need_float(array, "uniform_")
    need_all_numbers("uniform_", low=low, high=high)
    if not low <= high:
        raise RuntimeError(f"uniform_: the lower end must not lie above the upper one, got {low} and {high}.")
    need_generator("uniform_", generator)
    drawn = (generator or default_generator(device_of(array))).uniform(low, high, array.shape, array.dtype)
    array[...] = moved(drawn, device_of(array))
    versions.mark_changed([array])
    return x


def need_generator(name: str, generator: Any) -> None:
    if generator is not None and not isinstance(generator, Generator):
        kind = type(generator).__name__
        raise TypeError(f"{name}: generator must be one, as tg.Generator().manual_seed(0), got {kind}.")


def normal_(x: Any, mean: float = 0.0, std: float = 1.0, *, generator: Generator | None = None) -> Any:
    """Random numbers from a normal distribution, in place. `torch.Tensor.normal_`."""
    array = writable(x, "normal_")
    need_float(array, "normal_")
    need_all_numbers("normal_", mean=mean, std=std)
    if not std >= 0:
        raise RuntimeError(f"normal_: std must not be negative, got {std}.")
    need_generator("normal_", generator)
    drawn = (generator or default_generator(device_of(array))).normal(mean, std, array.shape, array.dtype)
    array[...] = moved(drawn, device_of(array))
    versions.mark_changed([array])
    return x


def setitem(x: Any, index: Any, value: Any, name: str = "x[...] = y") -> None:
    """x[index] = value, in place; not recorded."""
    array, value = writable(x, name), plain(value, name)
    *first, last = in_steps(plain_index(index), array.ndim)
    if getattr(value, "ndim", 0) and type(value) is not type(array):
        value = from_elsewhere(array, last, value, name)
    elif isinstance(value, OtherArray) and type(array) is np.ndarray:  # a single number, which may lie anywhere
        value = moved(value, CPU)
    part, step = array, last
    try:
        for step in first:
            part = part[step]  # a view
        step = last
        if type(part) is not np.ndarray and may_repeat(last):
            look_before(part, last)
        if not part.size:
            none_beyond(part, last)
        part[last] = as_held(array, value, name) if type(value) is float and array.dtype.kind != "f" else value
    except (ValueError, TypeError, OverflowError):
        write_slowly(part, last, value, name)
    except IndexError as error:
        raise Index.explain(error, part, step) from None
    except DeviceError as error:  # places that lie elsewhere; of numbers, see above
        raise mixed(name, (array, last)) or error from None
    versions.mark_changed([array])


def from_elsewhere(array: Any, index: Any, value: Any, name: str) -> Any:
    """A value from another device, brought to that of the array; as in PyTorch, only if slices say where it goes."""
    if may_repeat(index) or is_mask(index):
        raise mixed(name, (array, value)) or DeviceError(f"{name}: a {type(value).__name__} cannot be written here.")
    return moved(value, device_of(array))


def write_slowly(part: np.ndarray, index: Any, value: Any, name: str) -> None:
    """part[index] = value, where NumPy refused: the value may have dimensions of size 1 in front; or explain it."""
    try:
        place = part[index]
    except IndexError as error:
        raise Index.explain(error, part, index) from None
    try:
        value = as_held(part, value, name)
    except OverflowError:
        raise RuntimeError(f"{name}: {TOO_LARGE}") from None
    while value.ndim > place.ndim and value.shape[0] == 1:
        value = value[0]
    try:
        part[index] = np.broadcast_to(value, place.shape)
    except ValueError:
        raise RuntimeError(
            f"{name}: a value of shape {value.shape} does not fit into a place of shape {place.shape}: compared "
            "from the right, its sizes must be equal, or 1."
        ) from None


def as_held(array: np.ndarray, value: Any, name: str) -> np.ndarray:
    """A value in the dtype of the array it is put into. A number must fit; negative ones wrap around in uint8."""
    if array.dtype.kind in "iu" and not hasattr(value, "dtype"):
        limits = np.iinfo(array.dtype)
        lowest = -limits.max if array.dtype.kind == "u" and not isinstance(value, float) else limits.min
        if not lowest <= value <= limits.max:  # nan as well
            raise RuntimeError(f"{name}: a {array.dtype} tensor cannot hold {shown(value)}.")
    if isinstance(value, OtherArray):
        return value.astype(array.dtype)
    return np.asarray(value, array.dtype if type(value) is int and array.dtype.kind == "f" else None).astype(
        array.dtype
    )


# ---------------------------------------------------------------------------------------------- x += y
def in_place_or_new(change: Any, compute: Any, name: str) -> Any:
    """What `x += y` does: in place where nothing is recorded; else `x = x + y`, so that sums of losses can be kept.

    In PyTorch the second changes x in place as well. The numbers and gradients are the same, as long as nothing else
    sees the change; so it is refused where the memory of x is in use elsewhere. What cannot be seen: other names of the
    same tensor. After `kept.append(h); h += 1` the list has the old numbers here, and the new ones in PyTorch.
    """

    def augmented(x: Any, other: Any) -> Any:
        recorded = is_grad_enabled() and (x.grad_fn is not None or getattr(other, "tracked", False))
        if recorded and (x.grad_fn is not None or not x.tracked):
            need_own_memory(x, name)
            result = compute(x, other)
            need_same_shape(x.array, result.array.shape, name)
            need_same_kind(x.array, result.array, name)
            result = result.to(x.dtype)
            if x.retains_grad:
                result.retain_grad()
            return result
        return change(x, other)

    return augmented


def need_own_memory(x: Any, name: str) -> None:
    """Refuse a new tensor in place of x where others would see a change of x in place, or would not stand it."""
    # An array is held by its tensor, its base by the views of it; getrefcount itself counts as one more.
    base = x.array.base if type(x.array) is np.ndarray else None
    held_by_views = (
        x.array.shared if isinstance(x.array, OtherArray) else base is not None and sys.getrefcount(base) > 3
    )
    if held_by_views or sys.getrefcount(x.array) > 2:
        raise RuntimeError(
            f"{name}: another tensor shares the memory of x (a view as in row = x[0], or x.detach()), or an operation "
            f"keeps it for its gradient (as in h {name} layer(h)), or the last error does. PyTorch changes x in place: "
            f"the other tensor too, or backward() is refused. To get a new tensor, write x = x {name[:-1]} y."
        )


iadd, isub = in_place_or_new(add_, arithmetic.add, "+="), in_place_or_new(sub_, arithmetic.sub, "-=")
imul, idiv = in_place_or_new(mul_, arithmetic.mul, "*="), in_place_or_new(div_, arithmetic.div, "/=")
