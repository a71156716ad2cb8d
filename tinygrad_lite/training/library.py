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


def move(device: Any, model: Any, optimizer: Any, criterion: Any) -> None:
    """Move a model to a device, and what belongs to it: a loss with numbers of its own, the state of an optimizer."""
    before = [parameter.device for parameter in model.parameters()]
    model.to(device)
    if hasattr(criterion, "to"):
        criterion.to(device)
    if before != [parameter.device for parameter in model.parameters()]:
        optimizer.load_state_dict(optimizer.state_dict())  # takes what it keeps to where the parameters are now


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
