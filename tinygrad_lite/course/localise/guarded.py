"""Powers, repetitions, ranges and loops that a change brings in, kept from taking all time and memory.

`n ** m` of whole numbers, or `[0] * n`, or `sum(range(n))`, is one step for Python, which nothing can interrupt. They
are done by functions that refuse what is too large. A new loop counts its rounds, and what grows in a loop is refused
on the way.
"""

from __future__ import annotations

import ast
from types import FrameType
from typing import Any

import numpy as np

from ..edits.scope import Slot
from .ticks import count_rounds

#: The largest whole number has so many bits; the longest list so many items; the longest range so many numbers.
_BITS, _ITEMS, _NUMBERS = 4_000, 100_000, 1_000_000


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int) and abs(exponent) * base.bit_length() > _BITS:
        raise OverflowError("This number is too large.")
    return base**exponent


def _times(one: Any, other: Any) -> Any:
    for items, count in ((one, other), (other, one)):
        if isinstance(items, list | tuple | str) and isinstance(count, int) and len(items) * count > _ITEMS:
            raise OverflowError("This list is too long.")
    return one * other


def _range(*arguments: Any) -> range:
    numbers = range(*arguments)
    if len(numbers) > _NUMBERS:
        raise OverflowError("This range is too long.")
    return numbers


def refuse_what_grew(frame: FrameType) -> None:
    """Raise where a variable has become so large that the next rounds may take all memory."""
    values = list(frame.f_locals.values())
    if "self" in frame.f_locals:
        values += getattr(frame.f_locals["self"], "__dict__", {}).values()
    for value in values:
        if isinstance(value, int):
            size = value.bit_length() / _BITS
        elif isinstance(value, np.ndarray):
            size = value.size / (10 * _ITEMS)
        else:
            size = len(value) / _ITEMS if isinstance(value, list | tuple | str | dict | set) else 0
        if size > 1:
            raise OverflowError("This has become too large.")


_NAMES = {ast.Pow: "_power_", ast.Mult: "_times_"}
#: What a changed program finds under these names.
GUARDS = {"_power_": _power, "_times_": _times}
#: And under this one, unless the student calls something else so.
RANGE = {"range": _range}


def guarded(replacement: ast.AST) -> ast.AST:
    """The same, but a power or a product that it brings in is done by the careful functions, and a new loop counts."""
    if isinstance(replacement, ast.stmt):
        count_rounds(replacement)
        return replacement
    name = _NAMES.get(type(replacement.op)) if isinstance(replacement, ast.BinOp) else None
    if name is None or not isinstance(replacement, ast.BinOp):
        return replacement
    return ast.Call(ast.Name(name, ast.Load()), [replacement.left, replacement.right], [])


_PUT_IN = ("append", "extend", "insert", "add", "appendleft")


def put_into_itself(slot: Slot, replacement: ast.AST) -> bool:
    """Whether a change puts a list into itself, which NumPy would follow without end."""
    call = slot.parent
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr not in _PUT_IN:
        return False
    return slot.field == "args" and ast.dump(call.func.value) == ast.dump(replacement)
