"""Calls behind which no exception counts as being handled still.

What interrupts endless code may raise where Python is just leaving an `except:` of it. Python 3.11 then takes that
exception for one that is being handled, for ever: below every later error of the notebook stood "During handling of the
above exception, another exception occurred". A generator has books of its own, which are closed with it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


def apart(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The same function, called in a generator."""

    def once(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[_R]:
        yield function(*args, **kwargs)

    @functools.wraps(function)
    def called(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        return next(once(*args, **kwargs))

    return called
