"""A candidate that is not here but in another process, where it answers cases.

In a lesson a student's function is called directly. When notebooks are graded it runs apart (`tinygrad_lite.grading`),
and what decides about it is still `judge.py`. This is all that `judge.py`, `run.py` and `diagnosis/` know of that.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any


class Elsewhere:
    """Stands for a student's function or class.

    Attributes:
        is_class: whether it is a class.
        __name__: what it calls itself.
        __signature__: what it can be called with; None where that is not known.
    """

    is_class: bool
    __name__: str
    __signature__: inspect.Signature | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("It is not here: put a case to it with `run`.")

    def answer(self, case: Any) -> Any:
        """Its `Answer` to a case."""
        raise NotImplementedError

    def ahead(self, cases: Iterable[Any]) -> None:
        """Say which cases will be put next, in which order, so that they can be asked all at once."""

    def by_name(self, names: Sequence[str]) -> Elsewhere:
        """The same, called with the arguments by these names in place of their order."""
        raise NotImplementedError

    def afresh(self) -> Elsewhere:
        """The same, made anew for each case: nothing is left in it from the cases before."""
        raise NotImplementedError

    def within(self, seconds: float) -> AbstractContextManager[Any]:
        """A block in which it may take so long; then `answer` raises `budget.Expired`."""
        raise NotImplementedError


def is_class(candidate: Any) -> bool:
    """Whether a candidate, here or elsewhere, is a class."""
    return candidate.is_class if isinstance(candidate, Elsewhere) else inspect.isclass(candidate)
