"""Our models or PyTorch's: the training kit uses only what has the same name in both libraries."""

from __future__ import annotations

import sys
from typing import Any


def library_of(model: Any) -> Any:
    """The library that a model, tensor or optimizer belongs to: `tinygrad_lite`, or `torch` if it is one of PyTorch's.

    >>> library_of(tg.nn.Linear(2, 1)).__name__
    'tinygrad_lite'
    """
    for kind in type(model).__mro__:
        name = kind.__module__.partition(".")[0]
        if name in ("tinygrad_lite", "torch"):
            return sys.modules[name]  # it is loaded, or there could be no such object
    raise TypeError(f"{type(model).__name__} is neither a module of tinygrad_lite nor of PyTorch.")


def moved(value: Any, device: Any) -> Any:
    """`value` on a device: a tensor, or tensors in nested lists, tuples and dicts; everything else as it is."""
    if hasattr(value, "to"):
        return value.to(device)
    if isinstance(value, dict):
        return {key: moved(part, device) for key, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(moved(part, device) for part in value))
    if isinstance(value, (list, tuple)):
        return type(value)(moved(part, device) for part in value)
    return value


def inputs_and_targets(batch: Any) -> tuple[Any, Any]:
    """The two parts of a batch: what goes into the model, and what should come out."""
    if not isinstance(batch, (list, tuple)) or len(batch) != 2:
        parts = f"{len(batch)} parts" if isinstance(batch, (list, tuple)) else type(batch).__name__
        raise TypeError(f"a batch must be a pair (inputs, targets), got {parts}. Does the data set give pairs?")
    return batch[0], batch[1]


def samples_in(targets: Any) -> int:
    """How many samples the targets of a batch are for: a tensor, a list, or tensors in a list, tuple or dict.

    >>> samples_in(tg.zeros(3)), samples_in(["cat", "dog"]), samples_in({"box": tg.zeros(8, 4), "kind": tg.zeros(8)})
    (3, 2, 8)
    """
    if not isinstance(targets, (dict, list, tuple)):
        return len(targets)
    parts = targets.values() if isinstance(targets, dict) else targets
    lengths = {len(part) if getattr(part, "shape", None) else None for part in parts}
    length = lengths.pop() if len(lengths) == 1 else None
    return len(targets) if length is None else length
