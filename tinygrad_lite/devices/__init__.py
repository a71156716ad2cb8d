"""A second device: arrays that are PyTorch's tensors inside and answer to NumPy's functions outside.

`tinygrad_lite.backend` loads this package when a device other than the CPU is first asked for, and nothing else does:
so the engine itself needs no PyTorch. The operations need not know of it. They call `np.exp(x)` or `x.sum(0)`, and
NumPy hands the call on to the array (`array.py`), which looks it up in tables (`ufuncs.py`, `functions.py`, …).
"""

from tinygrad_lite.devices import creators, functions, operators, shapes, ufuncs
from tinygrad_lite.devices.array import DeviceArray, ReadOnly, from_tensor, in_torch, put
from tinygrad_lite.devices.available import checked
from tinygrad_lite.devices.generator import DeviceGenerator
from tinygrad_lite.devices.numbers import in_bfloat16, in_float32
from tinygrad_lite.devices.pinned import is_pinned, pinned
from tinygrad_lite.devices.way import Way
