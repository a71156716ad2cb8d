"""Asking a changed version, which may spoil its arguments so far that they cannot be looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..case import Case
from ..run import Answer, Failure


def asked(ask: Callable[[Callable[..., Any], Case], Answer], candidate: Callable[..., Any], case: Case) -> Answer:
    """An answer, by `run` or `glance`; a failure where an argument is spoilt so far that it cannot be looked at."""
    try:
        return ask(candidate, case)
    except Exception as problem:
        return Answer(failure=Failure(type(problem).__name__, ""))
