"""Random numbers that are drawn on a device, and need not be carried there.

They are PyTorch's: after the same `manual_seed`, `tg.rand`, `tg.randn`, `tg.randint` and `tg.randperm` give what
PyTorch's functions of these names give on that device. So they differ from the CPU's for one seed, as in PyTorch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from tinygrad_lite.backend import Device, DeviceError, Generator
from tinygrad_lite.devices.array import DeviceArray
from tinygrad_lite.devices.available import real
from tinygrad_lite.devices.numbers import as_torch


class DeviceGenerator(Generator):
    """What `tg.Generator(device)` makes for a device other than the CPU; its methods are those of `Generator`."""

    def manual_seed(self, seed: int) -> Generator:
        self._seed = int(seed)
        self._source: Any = None  # "meta" has no numbers
        if self.device.type != "meta":
            self._source = torch.Generator(real(self.device)).manual_seed(self._seed % 2**64)
        return self

    def get_state(self) -> dict:
        state = np.empty(0, np.uint8) if self._source is None else self._source.get_state().numpy().copy()
        return {"seed": self._seed, "device": self.device.type, "source": state}

    def set_state(self, state: dict) -> Generator:
        if state.get("device") != self.device.type:
            made = state.get("device", "cpu")
            raise DeviceError(
                f"set_state: this is the state of a generator for {made!r}, not for {self.device.type!r}."
            )
        self._seed = state["seed"]
        if self._source is not None:
            self._source.set_state(torch.tensor(state["source"], dtype=torch.uint8))
        return self

    def uniform(self, low: float, high: float, size: tuple, dtype: np.dtype) -> Any:
        return self._array(self._empty(size, dtype).uniform_(low, high, generator=self._source))

    def normal(self, mean: float, std: float, size: tuple, dtype: np.dtype) -> Any:
        return self._array(self._empty(size, dtype).normal_(mean, std, generator=self._source))

    def integers(self, low: int, high: int, size: tuple, dtype: np.dtype) -> Any:
        options: dict[str, Any] = {"dtype": as_torch(dtype, self.device), "device": real(self.device)}
        return self._array(torch.randint(low, high, size, generator=self._source, **options))

    def choice(self, weights: Any, n: int, replacement: bool) -> Any:
        kind = torch.float32 if self.device.type == "mps" else torch.float64
        shares = torch.as_tensor(getattr(weights, "tensor", weights)).to(real(self.device), kind)
        return self._array(torch.multinomial(shares, n, replacement, generator=self._source))

    def permutation(self, n: int) -> Any:
        return self._array(torch.randperm(n, generator=self._source, device=real(self.device)))

    def _empty(self, size: tuple, dtype: Any) -> torch.Tensor:
        return torch.empty(size, dtype=as_torch(dtype, self.device), device=real(self.device))

    def _array(self, tensor: torch.Tensor) -> DeviceArray:
        return DeviceArray(tensor, self.device)

    def __reduce__(self) -> tuple:
        return restored, (str(self.device), self.get_state())


def restored(device: str, state: dict) -> Generator:
    """A generator from what a copy or a pickle of one keeps."""
    return DeviceGenerator(Device(device)).set_state(state)
