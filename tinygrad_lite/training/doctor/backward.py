"""Standing around `backward`, in either library, by what each offers for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any


def around_backward(library: Any, function: Callable) -> AbstractContextManager:
    """A `with` block in which `function(tensor, run)` is called in place of every `tensor.backward()` of this thread.

    `run()` does what `backward` does. Ours: `autograd.around_backward`; PyTorch's: a `TorchFunctionMode`, which stands
    around each of its functions.
    """
    if library.__name__ == "tinygrad_lite":
        return library.autograd.around_backward(function)
    import torch
    from torch.overrides import TorchFunctionMode

    class AroundBackward(TorchFunctionMode):
        def __torch_function__(self, called: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            def run() -> Any:
                return called(*args, **(kwargs or {}))

            return function(args[0], run) if called is torch.Tensor.backward else run()

    return AroundBackward()
