"""What stands around operations for a while, such as the profiler. Each belongs to the thread that entered it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Observer:
    """What stands around operations inside its `with` block: the profiler, autocast, the drawn graph.

    A subclass passes each call on with `super()`: to the observer that was there before, in the end to the operation.
    It sees the operations of the thread that entered the block, and of no other.
    """

    def forward(self, operation: Any, inputs: tuple) -> Any:
        """`operation`, a `Function`, is applied to `inputs`, tensors and others; returns the result, a tensor."""
        before = here.observers.index(self) - 1
        if before >= 0:
            return here.observers[before].forward(operation, inputs)
        return operation._run(inputs)  # not apply, which a class may have overridden, and which asks again

    def backward(self, operation: Any, grad_output: Any) -> Any:
        """The walk backwards has reached `operation`; returns what its `backward` returns, arrays."""
        before = here.observers.index(self) - 1
        compute = here.observers[before].backward if before >= 0 else operation.backward
        return compute(operation, grad_output)

    def __enter__(self) -> Any:
        here.observers.append(self)
        everywhere.append(self)
        return self

    def __exit__(self, *exception: Any) -> None:
        everywhere.remove(self)
        here.observers.remove(self)


class Here(threading.local):
    """What stands around operations and around `backward` in this thread."""

    def __init__(self) -> None:
        self.observers: list[Observer] = []  # the one that was entered last is asked first
        self.lowering = 0  # how many of them bring float16 and float32 together: autocast, for a device
        self.around_backward: dict[object, Callable] = {}


here = Here()
everywhere: list[Observer] = []  # the observers of all threads: while there are none, an operation need not ask `here`


class HookHandle:
    """What registering a hook returns: `remove()` takes the hook away again; so does the end of a `with` block."""

    def __init__(self, functions: dict[object, Callable], function: Callable):
        self.functions = functions
        functions[self] = function

    def remove(self) -> None:
        """Take the hook away; a second time does nothing."""
        self.functions.pop(self, None)

    def __enter__(self) -> HookHandle:
        return self

    def __exit__(self, *exception: Any) -> None:
        self.remove()


def around_backward(function: Callable) -> HookHandle:
    """Have `function(tensor, run)` called in place of every `tensor.backward()` of this thread.

    `run()` does what `backward` does: it checks the tensor, walks back, and adds to the `.grad` of the leaves. So what
    comes before it happens before the walk, what comes after it when the gradients are there. Of several functions the
    last is called first, and its `run` is the one before. `backward` returns to its own when the handle is removed, or
    its `with` block ends.

    >>> w = tg.tensor([2.0], requires_grad=True)
    >>> def watch(loss, run):
    ...     print("loss:", loss.item())
    ...     run()
    ...     print("gradient:", w.grad.item())
    >>> with tg.autograd.around_backward(watch):
    ...     (w * w).sum().backward()
    loss: 4.0
    gradient: 4.0
    """
    return HookHandle(here.around_backward, function)
