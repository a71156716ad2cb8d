"""Batches on their way to a device: every tensor in them, however deep in lists, tuples and dicts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

from tinygrad_lite.backend import DeviceError
from tinygrad_lite.ops.common import need_bool

LOOKED_AT = 1000  # parts of a data set, in search of a tensor that lies elsewhere


def nested(value: Any, change: Callable[[Any], Any], method: str) -> Any:
    """`value` with everything in it that has this method changed; lists, tuples and dicts are made anew."""
    if hasattr(value, method):
        return change(value)
    if isinstance(value, dict):
        return {key: nested(part, change, method) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(nested(part, change, method) for part in value))
    if isinstance(value, (list, tuple)):
        return type(value)(nested(part, change, method) for part in value)
    return value


def to_device(batch: Any, device: Any, non_blocking: bool = False) -> Any:
    """A batch on a device: a tensor, ours or PyTorch's, or tensors in lists, tuples and dicts; all else as it is.

    >>> tg.training.to_device({"x": tg.zeros(2), "name": "a"}, "torch")
    {'x': tensor([0., 0.], device='torch'), 'name': 'a'}
    """
    need_bool(non_blocking, "to_device", "non_blocking")
    if not non_blocking:  # what has a `to` of its own may know no other argument
        return nested(batch, lambda part: part.to(device), "to")
    return nested(batch, lambda part: part.to(device, non_blocking=True), "to")


def pinned(batches: Iterator[Any]) -> Iterator[Any]:
    """The batches in memory from which a GPU can fetch them by itself; without a GPU, as they are, and a warning."""
    there = True
    for batch in batches:
        if there:
            try:
                batch = nested(batch, lambda part: part.pin_memory(), "pin_memory")
            except DeviceError as error:
                if "no GPU" not in str(error) and "cannot be loaded" not in str(error):
                    raise
                there = False
                text = "DataLoader: pin_memory=True has no effect here: PyTorch finds no GPU to fetch the batches."
                warnings.warn(text, stacklevel=2)
        yield batch


def elsewhere(value: Any) -> str | None:
    """The name of a device other than the CPU on which a tensor lies that a data set holds; None if none is found."""
    waiting: list[Any] = [value]
    seen: set[int] = set()
    while waiting and len(seen) < LOOKED_AT:
        part = waiting.pop(0)
        device = getattr(part, "device", None)
        if getattr(device, "type", "cpu") != "cpu":
            return str(device)
        if id(part) in seen or hasattr(part, "dtype"):
            continue
        seen.add(id(part))
        if isinstance(part, (list, tuple)):
            waiting += part[:20]
        else:
            waiting += (part if isinstance(part, dict) else getattr(part, "__dict__", {})).values()
    return None


def refuse_elsewhere(dataset: Any) -> None:
    """Raise if worker processes would have to read a GPU's memory."""
    name = elsewhere(dataset)
    if name is not None:
        raise DeviceError(
            f"DataLoader: the data set has tensors on {name}, which worker processes cannot read. Leave out "
            "num_workers, as what lies there already needs no preparing; or keep the data on the CPU (x.cpu()), and "
            f"let tg.data.DeviceLoader(loader, {name!r}) move each batch."
        )
