"""Standing around `backward` and the losses, in either library, by what each offers for it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from tinygrad_lite.observers import Observer

OURS = {  # an operation of ours, or a function of PyTorch's: what it is to be given
    "CrossEntropyLoss": "cross_entropy", "LogSoftmax": "log_softmax", "NLLLoss": "nll_loss",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
}  # fmt: skip
SHAPES = (
    "View",
    "Reshape",
    "Squeeze",
    "Unsqueeze",
    "Permute",
    "Transpose",
    "Flatten",
    "Clone",
    "Alias",
    "Index",
    "Select",
    "Slice",
)


@contextlib.contextmanager
def around_backward(library: Any, function: Callable) -> Iterator[None]:
    """A `with` block in which `function(tensor, run)` is called in place of every `tensor.backward()` of this thread.

    `run()` does what `backward` does. Ours: `autograd.around_backward`. PyTorch's method is replaced for the time of
    the block: a `TorchFunctionMode`, which stands around each of its functions, makes small networks half as fast.
    """
    if library.__name__ == "tinygrad_lite":
        with library.autograd.around_backward(function):
            yield
        return
    original, thread = library.Tensor.backward, threading.get_ident()

    def backward(tensor: Any, *args: Any, **kwargs: Any) -> Any:
        if threading.get_ident() != thread:
            return original(tensor, *args, **kwargs)
        return function(tensor, lambda: original(tensor, *args, **kwargs))

    library.Tensor.backward = backward
    try:
        yield
    finally:
        library.Tensor.backward = original


def around_losses(library: Any, function: Callable) -> contextlib.AbstractContextManager:
    """A `with` block in which `function(name, input)` is called with what goes into a loss of classes."""
    if library.__name__ == "tinygrad_lite":
        return Losses(function)
    from torch.overrides import TorchFunctionMode

    class AroundLosses(TorchFunctionMode):
        def __torch_function__(self, called: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            name = getattr(called, "__name__", "")
            if name in OURS.values() and args:
                function(name, args[0])
            return called(*args, **(kwargs or {}))

    return AroundLosses()


class Losses(Observer):
    """Passes on what goes into our losses."""

    def __init__(self, note: Callable):
        self.note = note

    def forward(self, operation: Any, inputs: tuple) -> Any:
        if operation.__name__ in OURS:
            self.note(OURS[operation.__name__], inputs[0])
        return super().forward(operation, inputs)


def made_by(tensor: Any) -> str:
    """The name of the operation that a tensor came from, such as "Softmax"; those that only change the shape apart."""
    node = tensor.grad_fn
    while node is not None:
        kind = node.name().partition("Backward")[0].lstrip("_")
        sources = getattr(node, "_sources", None) or [source for source, _ in getattr(node, "next_functions", ())]
        if not kind.startswith(SHAPES):
            return kind
        node = next((source for source in sources if callable(getattr(source, "name", None))), None)
    return ""
