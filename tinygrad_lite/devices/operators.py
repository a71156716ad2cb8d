"""The operators of arrays on a device: `x + y`, `2 - x`, `x += y`, `x < y`, …"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.devices.array import DeviceArray
from tinygrad_lite.devices.numbers import translated

OPERATORS = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "truediv": np.divide, "floordiv": np.floor_divide,
    "mod": np.remainder, "pow": np.power, "matmul": np.matmul, "and": np.bitwise_and, "or": np.bitwise_or,
    "xor": np.bitwise_xor, "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater,
    "ge": np.greater_equal,
}  # fmt: skip
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
KNOWN = (int, float, np.generic, np.ndarray, DeviceArray)  # bools are ints; our tensors have operators of their own


def give(name: str, ufunc: Any, compute: Callable) -> None:
    """`x + y`, `y + x` and `x += y`. Floats of one dtype and Python's numbers, the usual case, take no detour."""

    def forward(self: DeviceArray, other: Any) -> Any:
        mine = self.tensor
        if mine.dtype.is_floating_point:
            kind = type(other)
            theirs = other.tensor if kind is DeviceArray else other
            if (kind is DeviceArray and theirs.dtype is mine.dtype) or kind is float or kind is int:
                try:
                    return DeviceArray(compute(mine, theirs), self.place)
                except RuntimeError as error:
                    raise translated(error) from None
        return self.called(ufunc, (self, other)) if isinstance(other, KNOWN) else NotImplemented

    def reverse(self: DeviceArray, other: Any) -> Any:
        return self.called(ufunc, (other, self)) if isinstance(other, KNOWN) else NotImplemented

    def inplace(self: DeviceArray, other: Any) -> Any:
        kind = type(other)
        if kind is DeviceArray or kind is float:
            try:
                return self.into(self, ufunc, [self.tensor, other if kind is float else other.tensor], "same_kind")
            except RuntimeError as error:
                raise translated(error) from None
        return self.called(ufunc, (self, other), (self,)) if isinstance(other, KNOWN) else NotImplemented

    setattr(DeviceArray, f"__{name}__", forward)
    if name not in COMPARISONS:
        setattr(DeviceArray, f"__r{name}__", reverse)
        setattr(DeviceArray, f"__i{name}__", inplace)


def give_sign(name: str, ufunc: Any) -> None:
    """`-x`, `abs(x)`, …"""
    setattr(DeviceArray, f"__{name}__", lambda self: self.called(ufunc, (self,)))


for name, ufunc in OPERATORS.items():
    give(name, ufunc, getattr(operator, f"__{name}__"))
for name, ufunc in {"neg": np.negative, "pos": np.positive, "abs": np.absolute, "invert": np.invert}.items():
    give_sign(name, ufunc)
