"""The array on a device: what NumPy asks of it.

NumPy hands `np.exp(x)` to `__array_ufunc__` (NEP 13), `np.where(…)` and `np.arange(n, like=x)` to `__array_function__`
(NEP 18, NEP 35), whenever one of the arrays among the arguments is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from tinygrad_lite.backend import Device, DeviceError
from tinygrad_lite.devices import indexing
from tinygrad_lite.devices.available import real
from tinygrad_lite.devices.memory import ALONE, fits, holders, memory_of, product_fits
from tinygrad_lite.devices.methods import Flags, Methods
from tinygrad_lite.devices.numbers import NUMPY, TORCH, as_torch, translated
from tinygrad_lite.devices.tables import CREATORS, FUNCTIONS, UFUNCS, converted

Tensor = torch.Tensor


class DeviceArray(Methods):
    """Numbers on a device. `tensor` is PyTorch's, `place` the device it lies on.

    It has the attributes, operators and methods of `np.ndarray` that the operations need (the methods: `methods.py`).
    """

    __slots__ = ("__weakref__", "place", "tensor")
    __hash__ = None  # type: ignore[assignment]
    __array_priority__ = 100

    def __init__(self, tensor: Tensor, place: Device):
        self.tensor, self.place = tensor, place

    def like(self, tensor: Tensor) -> DeviceArray:
        """Another array on the same device."""
        return DeviceArray(tensor, self.place)

    seen = like  # a view of the same numbers; ReadOnly's are read-only too

    # ------------------------------------------------------------------------------- NumPy's protocols
    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, out: Any = None, **options: Any) -> Any:
        if method == "__call__" and ufunc in UFUNCS:
            return self.with_options(ufunc, inputs, out, options) if options else self.called(ufunc, inputs, out)
        if method == "at" and ufunc is np.add:  # np.add.at(x, index, values)
            array, index, values = inputs
            array.check_writeable()
            array.computed(lambda x, value: indexing.add_at(x, index, value), array, values)
            return None
        name = ufunc.__name__ if method == "__call__" else f"{ufunc.__name__}.{method}"
        raise TypeError(f"np.{name} is not written for arrays on {self.place}. Use x.cpu(), or another operation.")

    def called(self, ufunc: Any, inputs: tuple, out: Any = None, casting: Any = "same_kind") -> Any:
        """np.exp(x), np.add(x, y, out=z), …"""
        raw = [x.tensor if type(x) is DeviceArray else self.raw(x) for x in inputs]
        try:
            if out is not None:
                return self.into(out[0], ufunc, raw, casting)
            return DeviceArray(UFUNCS[ufunc][0](*converted(ufunc, raw, self.place)), self.place)
        except RuntimeError as error:
            raise translated(error) from None

    def with_options(self, ufunc: Any, inputs: tuple, out: Any, options: dict) -> Any:
        """The same with dtype=, where=, casting=."""
        dtype, where = options.pop("dtype", None), options.pop("where", True)
        casting = options.pop("casting", "same_kind")
        options.pop("order", None)  # is PyTorch's business
        if options or casting not in ("same_kind", "unsafe"):
            names = ", ".join([*options, "casting"])
            raise TypeError(f"np.{ufunc.__name__}: {names}= is not written for arrays on {self.place}.")
        if where is True and dtype is None:
            return self.called(ufunc, inputs, out, casting)
        result = self.called(ufunc, inputs)
        result = result if dtype is None else result.astype(dtype, copy=False)
        if out is None:
            return result
        out[0][...] = result if where is True else np.where(where, result, out[0])
        return out[0]

    def __array_function__(self, function: Any, types: Any, args: tuple, options: dict) -> Any:
        if function in CREATORS:  # np.arange(n, like=self)
            return CREATORS[function](self, *args, **options)
        found = FUNCTIONS.get(function)
        if found is None:
            name = f"{function.__module__.replace('numpy', 'np')}.{function.__name__}"
            raise TypeError(f"{name} is not written for arrays on {self.place}. Use x.cpu(), or another operation.")
        try:
            return found(*args, **options)
        except RuntimeError as error:
            raise translated(error) from None

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise DeviceError(f"these numbers lie on {self.place}; NumPy needs them on the CPU: use x.cpu().")

    def computed(self, function: Callable, *inputs: Any) -> DeviceArray:
        """`function` of the tensors inside."""
        raw = self.raw
        try:
            return DeviceArray(function(*[x.tensor if type(x) is DeviceArray else raw(x) for x in inputs]), self.place)
        except RuntimeError as error:
            raise translated(error) from None

    def raw(self, value: Any) -> Any:
        """An operand as PyTorch takes it: numbers stay numbers; NumPy's (and host arrays of one) keep their dtype."""
        if type(value) in (float, int, bool):
            return value
        if isinstance(value, DeviceArray):
            return value.tensor
        if isinstance(value, (np.generic, np.ndarray)) and not value.ndim:
            return torch.scalar_tensor(value.item(), dtype=as_torch(value.dtype, self.place))  # on the host
        if isinstance(value, np.ndarray):
            raise DeviceError(
                f"one operand lies on {self.place}, another on the CPU (shape {value.shape}). Bring them together: "
                f"x.to({str(self.place)!r})."
            )
        raise TypeError(f"needs arrays and numbers, got {type(value).__name__}.")

    def into(self, out: Any, ufunc: Any, raw: list[Any], casting: Any) -> Any:
        """The result written into `out`; without new memory where no shape and no dtype differs."""
        if not isinstance(out, DeviceArray):
            raise DeviceError(f"one operand lies on {self.place}, the array for the result on the CPU.")
        out.check_writeable()
        target = out.tensor
        plain, written = UFUNCS[ufunc]
        if written is not None and (product_fits if ufunc is np.matmul else fits)(raw, target):
            written(*raw, out=target)
            return out
        result = plain(*converted(ufunc, raw, self.place))
        if not np.can_cast(NUMPY[result.dtype], out.dtype, casting):
            raise TypeError(f"a {NUMPY[result.dtype]} result cannot be kept as {out.dtype}.")
        target.copy_(result)
        return out

    # ------------------------------------------------------------------------------- attributes
    shape = property(lambda self: tuple(self.tensor.shape))
    dtype = property(lambda self: NUMPY[self.tensor.dtype])
    ndim = property(lambda self: self.tensor.ndim)
    size = property(lambda self: self.tensor.numel())
    itemsize = property(lambda self: self.tensor.itemsize)
    nbytes = property(lambda self: self.tensor.nbytes)
    strides = property(lambda self: tuple([n * self.tensor.itemsize for n in self.tensor.stride()]))
    flags = property(lambda self: Flags(self))
    memory = property(lambda self: memory_of(self.tensor))  # a number, the same for all views of it
    base = property(lambda self: self.memory if self.tensor._is_view() else None)
    shared = property(lambda self: holders(self.tensor) > ALONE)  # with another array
    T = property(lambda self: self.seen(self.tensor.t() if self.tensor.ndim == 2 else turned(self.tensor)))

    def repeated(self, shape: tuple[int, ...]) -> DeviceArray:
        """The elements seen as those of a larger array, as np.broadcast_to: not to be written to."""
        return ReadOnly(self.tensor.expand(shape), self.place)

    def check_writeable(self) -> None:
        """An element that repeats stands at several places: to write to them is an error, in NumPy too."""
        tensor = self.tensor
        repeats = 0 in tensor.stride() and tensor.numel()
        if repeats and any([size > 1 and not step for size, step in zip(tensor.shape, tensor.stride())]):
            raise ValueError("assignment destination is read-only: its elements repeat.")

    # ------------------------------------------------------------------------------- to other forms
    def numpy(self) -> np.ndarray:
        """A copy on the host."""
        return self.tensor.numpy(force=True).copy() if self.tensor.is_cpu else self.tensor.numpy(force=True)

    def moved(self, device: Device, non_blocking: bool = False) -> Any:
        """On another device (from one GPU to the next without a detour); itself where it lies there already."""
        if device == self.place:
            return self
        if device.type == "cpu":
            return self.numpy()
        as_torch(self.dtype, device)
        copied = self.tensor.to(real(device), copy=True, non_blocking=non_blocking)
        return DeviceArray(copied, device)

    def item(self) -> Any:
        try:
            return self.tensor.item()
        except RuntimeError as error:
            raise translated(error) from None

    def tolist(self) -> Any:
        return self.tensor.tolist()

    def astype(self, dtype: Any, copy: bool = True) -> DeviceArray:
        wanted = as_torch(dtype, self.place)
        if wanted is self.tensor.dtype:
            return self.copy() if copy else self
        return DeviceArray(self.tensor.to(wanted), self.place)

    def copy(self, order: str = "C") -> DeviceArray:
        return DeviceArray(self.tensor.clone(memory_format=torch.contiguous_format), self.place)

    def __copy__(self) -> DeviceArray:
        return self.copy()

    def __deepcopy__(self, memo: dict) -> DeviceArray:
        return self.copy()

    def __reduce__(self) -> tuple:
        return put, (self.numpy(), str(self.place))

    def __dlpack__(self, **options: Any) -> Any:
        return self.tensor.__dlpack__(**options)

    def __dlpack_device__(self) -> tuple:
        return self.tensor.__dlpack_device__()

    def __repr__(self) -> str:
        if self.place.type == "meta":
            return f"DeviceArray(shape={self.shape}, dtype={self.dtype}, device={str(self.place)!r})"
        text = np.array2string(self.numpy(), separator=", ", threshold=100, prefix="DeviceArray(")
        return f"DeviceArray({text}, dtype={self.dtype}, device={str(self.place)!r})"

    def __len__(self) -> int:
        return len(self.tensor)

    def __bool__(self) -> bool:
        return bool(self.tensor)

    def __float__(self) -> float:
        return float(self.tensor)

    def __int__(self) -> int:
        return int(self.tensor)

    def __index__(self) -> int:
        if not np.issubdtype(self.dtype, np.integer):
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return self.item()

    def __format__(self, spec: str) -> str:
        return format(repr(self) if self.tensor.ndim else self.item(), spec)

    def __iter__(self) -> Iterator[DeviceArray]:
        return iter([self.seen(part) for part in self.tensor.unbind(0)])

    # ------------------------------------------------------------------------------- choosing elements
    def __getitem__(self, index: Any) -> DeviceArray:
        try:
            found, read_only = indexing.taken(self.tensor, index)
        except RuntimeError as error:
            raise translated(error) from None
        return ReadOnly(found, self.place) if read_only else self.seen(found)

    def __setitem__(self, index: Any, value: Any) -> None:
        self.check_writeable()
        if index is ... and type(value) is DeviceArray and value.tensor.ndim <= self.tensor.ndim:
            source = value.tensor  # all of it is read before the first is written, as NumPy does
            shared = memory_of(source) == memory_of(self.tensor)
            try:
                self.tensor.copy_(source.clone() if shared else source)
            except RuntimeError as error:
                raise translated(error) from None
            return
        if isinstance(value, np.ndarray) and value.ndim:  # an explicit copy from the host, as in PyTorch
            value = put(value, self.place).tensor
        else:
            value = self.raw(value)
        try:
            indexing.put_into(self.tensor, index, value)
        except RuntimeError as error:
            raise translated(error) from None


class ReadOnly(DeviceArray):
    """A copy where NumPy would have a view: what is written to it would be lost, so that it is an error."""

    __slots__ = ()

    def seen(self, tensor: Tensor) -> DeviceArray:
        return ReadOnly(tensor, self.place)

    def check_writeable(self) -> None:
        raise ValueError("assignment destination is read-only: on a device, what was turned round is a copy.")


def put(array: np.ndarray, device: Any, non_blocking: bool = False) -> DeviceArray:
    """A copy of a host array on a device; from pinned memory, with `non_blocking`, made while Python runs on."""
    device = Device(device)
    as_torch(array.dtype, device)
    if not array.flags.writeable or min(array.strides, default=0) < 0:
        array = array.copy()  # PyTorch takes no others
    there = torch.from_numpy(array).to(real(device), copy=True, non_blocking=non_blocking)
    return DeviceArray(there, device)


def in_torch(array: DeviceArray) -> Tensor:
    """The tensor inside, without a copy: both see the same numbers."""
    return array.tensor


def from_tensor(tensor: Tensor) -> DeviceArray:
    """PyTorch's tensor as an array, without a copy: both see the same numbers. On the CPU it is one of "torch"."""
    place = Device("torch" if tensor.is_cpu else str(tensor.device))
    if tensor.dtype not in TORCH.values():
        raise TypeError(f"dtype: {tensor.dtype} does not exist in NumPy; there are {', '.join(map(str, TORCH))}.")
    return DeviceArray(tensor.detach(), place)


def turned(tensor: Tensor) -> Tensor:
    """With the dimensions in the other order."""
    return tensor.permute(tuple(range(tensor.ndim))[::-1])


def first(values: Any) -> DeviceArray:
    """One of the arrays among them, for its device."""
    return next(value for value in values if isinstance(value, DeviceArray))
