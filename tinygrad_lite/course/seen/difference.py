"""Where two histories of one script part: the first value whose number, or on the way back whose gradient, differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..compare import as_array, same
from .history import Call, History


@dataclass(frozen=True)
class Difference:
    """The first value that is not as it should be.

    Attributes:
        name: which.
        got, expected: its number or gradient.
        call: in which call of `backward`; None where it is the number.
    """

    name: str
    got: Any
    expected: Any
    call: int | None = None


def first_difference(mine: History, right: History) -> Difference | None:
    """Forwards the numbers, and then, call by call, the gradients from the result back to the leaves."""
    for made in mine.made:
        got, expected = mine.numbers[made.name], right.numbers[made.name]
        if not same(got, expected):
            return Difference(made.name, got, expected)
    for index, (call, wanted) in enumerate(zip(mine.calls, right.calls, strict=True)):
        for name in _asked_of(mine, call):
            if not _is_right(name, call, wanted, leaf=name in _leaves(mine)):
                return Difference(name, call.gradients[name], wanted.gradients[name], index)
    return None


def _leaves(history: History) -> set[str]:
    return {made.name for made in history.made if not made.inputs}


def _asked_of(mine: History, call: Call) -> list[str]:
    """The values whose gradients are to be looked at, from the result back.

    The contract speaks of leaves. A class that keeps no gradient on the way, or none in the result, is not at fault.
    """
    behind = mine.behind(call.root)[::-1]
    inner = [name for name in behind if name not in _leaves(mine)]
    leaves = [name for name in behind if name in _leaves(mine)]
    if not any(_is_something(call.gradients[name]) for name in inner):
        return leaves if any(_is_something(call.gradients[name]) for name in leaves) else behind
    return behind if _is_something(call.gradients[call.root]) else behind[1:]


def _is_something(gradient: Any) -> bool:
    array = as_array(gradient)
    return array is not None and bool(array.any())


def _is_right(name: str, call: Call, wanted: Call, leaf: bool) -> bool:
    """Whether a gradient is as expected. On the way, it may have been added to what was there from another loss."""
    got, expected = call.gradients[name], wanted.gradients[name]
    if same(got, expected) or leaf:
        return same(got, expected)
    before, sum_of = as_array(call.before[name]), as_array(expected)
    return before is not None and sum_of is not None and same(got, before + sum_of)
