"""Whether operations are recorded: `no_grad` and its like. `torch.autograd.grad_mode`."""

from __future__ import annotations

import functools
import inspect
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
        """`function` with its mode. What an `async def` does after it was called is not covered, as in PyTorch."""
        if inspect.isgeneratorfunction(function):
            return self._between_yields(function)

        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with _GradMode(self.mode):
                return function(*args, **kwargs)

        return wrapped

    def _between_yields(self, function: Callable) -> Callable:
        """A generator function whose every piece, from one yield to the next, runs with this mode, and nothing else."""

        @functools.wraps(function)
        def pieces(*args: Any, **kwargs: Any) -> Any:
            running = function(*args, **kwargs)
            go_on, given = running.send, None
            while True:
                try:
                    with _GradMode(self.mode):
                        produced = go_on(given)
                except StopIteration as end:
                    return end.value
                try:
                    go_on, given = running.send, (yield produced)
                except GeneratorExit:
                    with _GradMode(self.mode):
                        running.close()
                    raise
                except BaseException as error:  # thrown in by the caller, for the generator to handle
                    go_on, given = running.throw, error

        return pieces


class _WithoutBrackets(_GradMode):
    """May be written as `@no_grad` too."""

    def __new__(cls, function: Callable | None = None) -> Any:
        return super().__new__(cls) if function is None else cls()(function)


class no_grad(_WithoutBrackets):
    """Record nothing: `with no_grad():` or `@no_grad()`. Results do not require gradients; less time and memory.

    As a decorator it holds inside generator functions as well, but not for the code that takes what they yield.

    >>> w = tg.ones(1, requires_grad=True)
    >>> with tg.no_grad():
    ...     y = w * 2
    >>> y.requires_grad
    False
    """

    def __init__(self, function: None = None) -> None:
        super().__init__(False)


class enable_grad(_WithoutBrackets):
    """Record again, inside `no_grad`."""

    def __init__(self, function: None = None) -> None:
        super().__init__(True)


class set_grad_enabled(_GradMode):
    """Turn recording on or off: from now on, or with `with` until the end of the block."""

    def __init__(self, mode: bool):
        if not isinstance(mode, (bool, int)):
            raise TypeError(f"set_grad_enabled: mode must be True or False, got {type(mode).__name__}.")
        super().__init__(bool(mode))
        self.__enter__()

    def __enter__(self) -> None:
        if not self._before:  # already switched when it was made
            super().__enter__()

    def __call__(self, function: Callable) -> Callable:
        self.__exit__()  # used as a decorator: it switches inside the function only
        return super().__call__(function)
