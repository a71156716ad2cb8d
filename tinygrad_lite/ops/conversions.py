"""A tensor's device and dtype, and its other forms: on another device, in another dtype. Methods of a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from tinygrad_lite import backend
from tinygrad_lite.arguments import said
from tinygrad_lite.autograd import constant
from tinygrad_lite.backend import Device
from tinygrad_lite.ops.common import need_bool, need_tensor
from tinygrad_lite.ops.elementwise import Cast, Clone, Move


class Converted:
    """Where the numbers of a tensor lie and of which kind they are, and how to change both."""

    array: Any

    @property
    def device(self) -> Device:
        """Where the numbers lie."""
        return backend.device_of(self.array)

    @property
    def is_cuda(self) -> Any:
        """Whether the numbers lie on a GPU that CUDA (or ROCm) drives."""
        return self.device.type == "cuda"

    def to(
        self, *args: Any, dtype: Any = None, device: Any = None, non_blocking: Any = False, copy: Any = False
    ) -> Any:
        """In another dtype, on another device, or as another tensor: `x.to(tg.float64)`, `x.to("cuda")`, `x.to(y)`.

        The gradient comes back to the device that x lies on.

        Args:
            non_blocking: from pinned memory to a GPU, go on while the numbers are being copied.
            copy: a copy also where nothing has to be changed.
        """
        if non_blocking is not False or copy is not False:
            need_bool(non_blocking, "to", "non_blocking")
            need_bool(copy, "to", "copy")
        switches = [arg for arg in args if arg is True or arg is False]  # non_blocking and copy, by position
        non_blocking = non_blocking or (len(switches) > 0 and switches[0])
        copy = copy or (len(switches) > 1 and switches[1])
        for arg in args[: len(args) - len(switches)]:
            if isinstance(arg, Converted):
                dtype, device = arg.array.dtype, arg.device
            elif isinstance(arg, (str, Device)) and arg != backend.bfloat16:
                device = arg
            elif not (arg is None or isinstance(arg, (type, str, np.dtype, np.generic)) or backend.is_bfloat16(arg)):
                hint = " Make a tensor of it: tg.tensor(...)." if hasattr(arg, "shape") else ""
                raise TypeError(f"to: takes a dtype such as tg.float64, a device or a tensor, got {said(arg)}.{hint}")
            else:
                dtype = arg
        dtype = self.array.dtype if dtype is None else backend.as_dtype(dtype)
        if device is not None and (device := Device(device)) != self.device:
            if dtype.itemsize < self.array.dtype.itemsize:  # the smaller way there
                return Move.apply(self.to(dtype), device, bool(non_blocking))
            return Move.apply(self, device, bool(non_blocking)).to(dtype)
        if dtype == self.array.dtype:
            return Clone.apply(self) if copy else self
        if dtype.kind != "f":  # whole numbers have no gradient
            return constant(self.array.astype(dtype))
        return Cast.apply(self, dtype)

    def cpu(self) -> Any:
        """On the CPU."""
        return self.to(backend.CPU)

    def cuda(self, device: Any = None, non_blocking: Any = False) -> Any:
        """On a GPU: the current one, or the one of a number or a device."""
        if isinstance(device, int):
            device = f"cuda:{device}"
        return self.to(device="cuda" if device is None else device, non_blocking=non_blocking)

    def pin_memory(self) -> Any:
        """A copy in memory that stays where it is, from which a GPU can fetch the numbers by itself."""
        return constant(backend.pinned(self.array))

    def is_pinned(self) -> Any:
        """Whether it lies in such memory."""
        return backend.is_pinned(self.array)

    def half(self) -> Any:
        """As float16."""
        return self.to(backend.float16)

    def float(self) -> Any:
        """As float32."""
        return self.to(backend.float32)

    def double(self) -> Any:
        """As float64."""
        return self.to(backend.float64)

    def int(self) -> Any:
        """As int32, rounded towards 0."""
        return self.to(backend.int32)

    def long(self) -> Any:
        """As int64, rounded towards 0."""
        return self.to(backend.int64)

    def bool(self) -> Any:
        """As bool: whether not 0."""
        return self.to(backend.boolean)

    def type_as(self, other: Any) -> Any:
        """In the dtype of `other`."""
        return self.to(need_tensor("type_as", other, "other").array.dtype)


def array_from(value: Any) -> Any:
    """The array of a tensor, where it lies; PyTorch's tensors, and other numbers, as an array on the CPU."""
    if isinstance(value, Converted):
        return value.array
    if isinstance(value, backend.OtherArray):
        return value
    try:
        return np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    except ValueError:
        raise ValueError(f"the numbers of a tensor: {backend.UNEVEN}") from None
