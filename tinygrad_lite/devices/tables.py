"""What is written for arrays on a device: NumPy's function, and the one of PyTorch's tensors in its place.

`ufuncs.py`, `functions.py`, `shapes.py` and `creators.py` fill these tables, `array.py` reads them. What is not here
raises a TypeError that names the function: nothing is ever computed on the host behind the user's back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from tinygrad_lite.backend import Device
from tinygrad_lite.devices.numbers import NUMPY, as_torch

# np.exp: (torch.exp, torch.exp). The second one takes out=, where there is one.
UFUNCS: dict[Any, tuple[Callable, Callable | None]] = {}
# np.where: a function of the same arguments, of which one at least is an array on a device.
FUNCTIONS: dict[Any, Callable] = {}
# np.arange: a function of an array, on whose device the new one shall lie, and of the same arguments.
CREATORS: dict[Any, Callable] = {}


def handles(*functions: Any) -> Callable:
    """Puts what follows into the table of functions."""

    def register(written: Callable) -> Callable:
        FUNCTIONS.update(dict.fromkeys(functions, written))
        return written

    return register


def creates(function: Any) -> Callable:
    """Puts what follows into the table of functions that make new arrays."""

    def register(written: Callable) -> Callable:
        CREATORS[function] = written
        return written

    return register


FLOATS = (torch.float32, torch.float64, torch.float16)
_loops: dict[tuple, tuple | None] = {}


def converted(ufunc: Any, raw: Any, place: Device) -> Any:
    """The operands in the dtypes in which NumPy would compute: int / int in float64, float16 @ float32 in float32, …

    PyTorch by itself takes float32 for the one and refuses the other, and lets 0-d arrays count for less.
    """
    first, other = raw[0], raw[-1]
    kind = getattr(first, "dtype", None)
    if kind in FLOATS and (getattr(other, "dtype", None) is kind or type(other) is float or type(other) is int):
        return raw
    key = (ufunc, place.type, *[x.dtype if isinstance(x, torch.Tensor) else type(x) for x in raw])
    if key not in _loops:
        _loops[key] = loop(ufunc, raw, place)
    wanted = _loops[key]
    if wanted is None:
        return raw
    return [x.to(kind) if isinstance(x, torch.Tensor) else number(x, kind) for x, kind in zip(raw, wanted)]


def number(x: Any, kind: torch.dtype) -> Any:
    """A Python number; PyTorch subtracts no bool from floats."""
    return int(x) if type(x) is bool and kind is not torch.bool else x


def loop(ufunc: Any, raw: Any, place: Device) -> tuple | None:
    """The dtypes of NumPy's own loop for operands like these; None where they have them already."""
    dtypes = tuple([NUMPY[x.dtype] if isinstance(x, torch.Tensor) else type(x) for x in raw])
    given = tuple([np.dtype(bool) if kind is bool else kind for kind in dtypes])
    resolved = ufunc.resolve_dtypes((*given, *[None] * ufunc.nout))
    if all(
        [
            NUMPY[x.dtype] == kind if isinstance(x, torch.Tensor) else type(x) is not bool
            for x, kind in zip(raw, resolved)
        ]
    ):
        return None
    return tuple([as_torch(kind, place) for kind in resolved[: len(raw)]])
