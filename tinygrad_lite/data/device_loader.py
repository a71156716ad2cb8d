"""Batches that are on the device already when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tinygrad_lite.arguments import is_several
from tinygrad_lite.backend import Device
from tinygrad_lite.data.moving import to_device
from tinygrad_lite.place import devices_there


class DeviceLoader:
    """The batches of a loader on a device: while one is worked on, the next is on its way there.

    One batch is asked for ahead of time. To a GPU of CUDA it is copied beside what the GPU computes, if it lies in
    pinned memory: make the loader with `pin_memory=True`. How the batch is made is not overlapped with Python's own
    work; that is what the loader's `num_workers` are for.

    Args:
        loader: gives batches in a `for` loop: our DataLoader, PyTorch's, or a list.
        device: where the tensors in them go, however deep in lists, tuples and dicts.

    Length and attributes (`dataset`, `batch_size`, `batch_sampler`, `generator`, …) are the loader's. An error of the
    loader comes when the batch is asked for that could not be made, after those before it. (The idea of a loader that
    moves ahead is PyTorch/XLA's `MpDeviceLoader`; PyTorch itself has none.)

    >>> loader = tg.data.DataLoader(tg.data.TensorDataset(tg.arange(3)), batch_size=2)
    >>> for (batch,) in tg.data.DeviceLoader(loader, "torch"):
    ...     print(batch)
    tensor([0, 1], device='torch')
    tensor([2], device='torch')
    """

    def __init__(self, loader: Iterable[Any], device: Any):
        if not hasattr(loader, "__iter__") or not is_several(loader):
            raise TypeError(f"DeviceLoader: needs a loader, which gives batches, got {type(loader).__name__}.")
        self.loader, self.device = loader, Device(device)
        self._state: dict | None = None  # of the loader when it gave the batch that is worked on

    def __len__(self) -> int:
        return len(self.loader)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:
        if name == "loader" or name.startswith("__"):  # when it is copied, there is none yet
            raise AttributeError(name)
        return getattr(self.loader, name)

    def __iter__(self) -> Iterator[Any]:
        return self._ahead(iter(self.loader))  # the loader begins now, and draws its order from the numbers of now

    def _ahead(self, batches: Iterator[Any]) -> Iterator[Any]:
        way = None if self.device.type == "cpu" else devices_there().Way(self.device)
        try:
            current = self._next(batches, way)
            while current is not None:
                batch, arrived, self._state, error = current
                if error is not None:
                    raise error
                current = self._next(batches, way)
                if arrived is not None:
                    arrived()
                yield batch
        finally:
            self._state = None
            if hasattr(batches, "close"):
                batches.close()

    def _next(self, batches: Iterator[Any], way: Any) -> tuple | None:
        """The next batch, on its way; what to call before it is used; the loader's state; or the loader's error."""
        try:
            batch = next(batches)
            state = self.loader.state_dict() if hasattr(self.loader, "state_dict") else None
        except StopIteration:
            return None
        except Exception as error:
            return None, None, None, error
        if way is None:
            return to_device(batch, str(self.device)), None, state, None
        moved, arrived = way.sent(lambda: to_device(batch, str(self.device), non_blocking=True))
        return moved, arrived, state, None

    def state_dict(self) -> dict[str, Any]:
        """Where in an epoch this loader stands: at the batch that was given last, not at the one ahead of it."""
        return self._state or self.loader.state_dict()  # type: ignore[attr-defined]

    def __repr__(self) -> str:
        return f"DeviceLoader({self.loader!r}, {str(self.device)!r})"
