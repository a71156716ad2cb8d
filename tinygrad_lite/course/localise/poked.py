"""Whether what is wrong hangs on a place: other values there must change every number that is wrong.

A place on which some wrong number does not hang cannot be where the mistake is. To find that out takes two runs; to put
in all values that might be needed there takes dozens. It may look so by accident, behind a `max` or a comparison: such
a place is tried last, and not left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from ..run import Answer
from .alike import alike

#: Two ways to change a number, and an integer, which may count something.
WAYS: tuple[tuple[Callable[[Any], Any], Callable[[Any], Any]], ...] = (
    (lambda number: number * 1.37 + 0.11, lambda count: count + 1),
    (lambda number: -number - 0.29, lambda count: count - 1),
)


class Unknown(Exception):
    """A value that cannot be changed a little, such as None or a text."""


class Wrong:
    """The numbers of an answer that are wrong.

    Args:
        answer: what came out.
        wanted: what should have.
    """

    def __init__(self, answer: Answer, wanted: Answer) -> None:
        self.before, right = _flat(answer), _flat(wanted)
        pairs = zip(self.before, right, strict=True) if len(self.before) == len(right) else ()
        self.numbers = {index for index, (mine, yours) in enumerate(pairs) if mine != yours}

    def hang_on(self, values: Sequence[Any], put_in: Callable[[Sequence[Any]], Answer | None]) -> bool:
        """Whether all of them change with the values of a place; True too where that cannot be found out.

        Args:
            values: what the place came to, one each time.
            put_in: what comes out with others.
        """
        unchanged = set(self.numbers)
        for way in WAYS if unchanged else ():
            try:
                answer = put_in([_changed(value, way) for value in values])
            except Unknown:
                return True
            after = _flat(answer) if answer is not None and not answer.failure else []
            if len(after) != len(self.before):
                return True
            unchanged = {index for index in unchanged if after[index] == self.before[index]}
        return not unchanged


def _changed(value: Any, way: tuple[Callable[[Any], Any], Callable[[Any], Any]]) -> Any:
    if isinstance(value, list | tuple) and value:
        return type(value)([_changed(each, way) for each in value])
    kind = np.asarray(value).dtype.kind if isinstance(value, bool | int | float | np.ndarray | np.generic) else ""
    if kind == "b":
        return np.logical_not(value) if isinstance(value, np.ndarray) else not value
    if kind not in tuple("iuf"):
        raise Unknown
    return way[kind != "f"](value)


def _flat(answer: Answer) -> list[Any]:
    """The numbers of an answer, and of what the arguments became, one after the other, but for rounding."""
    return [*_numbers(answer.value), *_numbers(answer.after)]


def _numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, np.ndarray):
        yield from map(alike, value.ravel().tolist())
    else:
        yield alike(value)
