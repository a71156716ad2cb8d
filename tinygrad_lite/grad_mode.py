"""Whether operations are recorded: `no_grad` and its like. `torch.autograd.grad_mode`."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any


class _Mode(threading.local):
    enabled = True  # each thread starts out recording


_mode = _Mode()


def is_grad_enabled() -> bool:
    """Whether operations are being recorded."""
    return _mode.enabled


class _GradMode:
    """A context manager and decorator that sets recording to `mode`, and afterwards back to what it was."""

    def __init__(self, mode: bool):
        self.mode = mode
        self._before: list[bool] = []  # a list: one object may be entered again inside itself

    def __enter__(self) -> None:
        self._before.append(_mode.enabled)
        _mode.enabled = self.mode

    def __exit__(self, *exception: Any) -> None:
        _mode.enabled = self._before.pop()

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with _GradMode(self.mode):
                return function(*args, **kwargs)

        return wrapped


class no_grad(_GradMode):
    """Record nothing: `with no_grad():` or `@no_grad()`. Results do not require gradients; less time and memory."""

    def __init__(self) -> None:
        super().__init__(False)


class enable_grad(_GradMode):
    """Record again, inside `no_grad`."""

    def __init__(self) -> None:
        super().__init__(True)


class set_grad_enabled(_GradMode):
    """Turn recording on or off: from now on, or with `with` until the end of the block."""

    def __init__(self, mode: bool):
        super().__init__(bool(mode))
        self.__enter__()

    def __enter__(self) -> None:
        if not self._before:  # already switched when it was made
            super().__enter__()

    def __call__(self, function: Callable) -> Callable:
        self.__exit__()  # used as a decorator: it switches inside the function only
        return super().__call__(function)
