"""LambdaCallback: a function or two, without a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.callback import HOOKS, Callback


class LambdaCallback(Callback):
    """Calls your functions at the moments they are named for, with the arguments of the methods of `Callback`.

    Args:
        order: as that of `Callback`.
        hooks: on_epoch_end=function and so on.

    >>> losses = []
    >>> keep = tg.training.LambdaCallback(on_epoch_end=lambda epoch, logs: losses.append(logs["loss"]))
    """

    @explained("LambdaCallback(on_epoch_end=lambda epoch, logs: ...).")
    @checked
    def __init__(self, *, order: int = 0, **hooks: Callable[..., Any] | None):
        self.order = order
        for name, hook in hooks.items():
            if name not in HOOKS:
                raise TypeError(f"LambdaCallback: there is no moment {name!r}; there are {', '.join(HOOKS)}.")
            if hook is not None and not callable(hook):
                raise TypeError(f"LambdaCallback: {name} must be a function, got {type(hook).__name__}.")
            if hook is not None:
                setattr(self, name, hook)
