"""Powers, repetitions, ranges and loops that a change brings in, kept from taking all time and memory.

`n ** m` of whole numbers, or `[0] * n`, or `sum(range(n))`, is one step for Python, which nothing can interrupt; and
`n ** m` may be asked for as so many parts. They are done by functions that refuse what is too large. A new loop counts
its rounds, and what grows in a loop is refused on the way; a list that would hold itself, too. And a method that is
called without arguments is called by `operator.call`: Python 3.11 dies of `type(x).mean()` where `x` is an array, if it
has been asked for it often enough.
"""

from __future__ import annotations

import ast
import contextlib
import operator
from collections import deque
from collections.abc import Iterator
from types import FrameType
from typing import Any

import numpy as np

from ..edits.copied import copied
from ..edits.scope import Slot
from .ticks import count_rounds

#: The largest whole number has so many bits; the longest list so many items; the longest range so many numbers.
_BITS, _ITEMS, _NUMBERS = 4_000, 100_000, 1_000_000
_HOLD = list | tuple | set | deque
_REPEATED = list | tuple | str | bytes | bytearray | deque


def _power(base: Any, exponent: Any) -> Any:
    large = isinstance(base, int) and isinstance(exponent, int | float) and abs(exponent) * base.bit_length()
    if large and (large > _BITS or (exponent > 2 and base**exponent > _ITEMS)):
        raise OverflowError("This number is too large.")
    return base**exponent


def _times(one: Any, other: Any) -> Any:
    _refuse_what_is_long(one, other)
    return one * other


def _times_in_place(one: Any, other: Any) -> Any:
    _refuse_what_is_long(one, other)
    return operator.imul(one, other)


def _refuse_what_is_long(one: Any, other: Any) -> None:
    for items, count in ((one, other), (other, one)):
        if isinstance(items, _REPEATED) and isinstance(count, int) and len(items) * count > _ITEMS:
            raise OverflowError("This list is too long.")


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


def _put(method: Any, *given: Any, **named: Any) -> Any:
    """`x.append(...)`, unless `x` would hold itself: NumPy would follow that without end, and cannot be interrupted."""
    into = getattr(method, "__self__", None)
    if any(each is into or (isinstance(each, _HOLD) and any(part is into for part in each)) for each in given):
        raise OverflowError("This would hold itself.")
    return method(*given, **named)


_NAMES = {ast.Pow: "_power_", ast.Mult: "_times_"}
#: What a changed program finds under these names.
GUARDS = {
    "_power_": _power, "_times_": _times, "_times_in_place_": _times_in_place, "_call_": operator.call, "_put_": _put,
}  # fmt: skip
#: And under this one, unless the student calls something else so.
RANGE = {"range": _range}


def guarded(replacement: ast.AST) -> ast.AST:
    """The same, but powers, products and calls that it brings in are done with care, and a new loop counts."""
    if isinstance(replacement, ast.AugAssign) and isinstance(replacement.op, ast.Mult):
        before = copied(replacement.target)
        before.ctx = ast.Load()
        result = ast.Call(ast.Name("_times_in_place_", ast.Load()), [before, replacement.value], [])
        return ast.Assign([replacement.target], result, lineno=getattr(replacement, "lineno", 1))
    if isinstance(replacement, ast.stmt):
        count_rounds(replacement)
        return replacement
    if isinstance(replacement, ast.Call) and isinstance(replacement.func, ast.Attribute) and not replacement.args:
        return ast.Call(ast.Name("_call_", ast.Load()), [replacement.func], replacement.keywords)
    name = _NAMES.get(type(replacement.op)) if isinstance(replacement, ast.BinOp) else None
    if name is None or not isinstance(replacement, ast.BinOp):
        return replacement
    return ast.Call(ast.Name(name, ast.Load()), [replacement.left, replacement.right], [])


_PUT_IN = ("append", "extend", "insert", "add", "appendleft")


def put_into_itself(slot: Slot, replacement: ast.AST) -> bool:
    """Whether a change puts a list into itself, or into one that it holds, which NumPy would follow without end."""
    statement = slot.statement
    if not isinstance(statement, ast.Expr) or slot.node is statement or _holds_itself(statement):
        return False
    before = slot.node
    slot.put(replacement)
    try:
        return _holds_itself(statement)
    finally:
        slot.put(before)


@contextlib.contextmanager
def put_with_care(statement: ast.AST | None) -> Iterator[None]:
    """A block in which a statement that puts something into a list asks first whether it is the list itself.

    What can be read in the code is ruled out by `put_into_itself`; a list may have other names.
    """
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(statement, ast.Expr) or not isinstance(call, ast.Call) or not _puts(call):
        yield
        return
    name = ast.copy_location(ast.Name("_put_", ast.Load()), call)
    statement.value = ast.copy_location(ast.Call(name, [call.func, *call.args], call.keywords), call)
    try:
        yield
    finally:
        statement.value = call


def _puts(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in _PUT_IN


def _holds_itself(statement: ast.Expr) -> bool:
    """`x.append(x)`, `x.append(y if y else x)`, `x.setdefault(k, []).append(x[k])`."""
    call = statement.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or not _puts(call):
        return False
    into = _begins_with(call.func.value)
    parts = [each for argument in call.args for each in _what_it_may_be(argument)]
    return into != "" and any(_begins_with(each) == into for each in parts)


def _what_it_may_be(node: ast.expr) -> list[ast.expr]:
    """The expressions one of which an expression stands for, or all of which it holds."""
    if isinstance(node, ast.IfExp):
        parts = [node.body, node.orelse]
    elif isinstance(node, ast.BoolOp):
        parts = node.values
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        parts = node.elts
    elif isinstance(node, ast.NamedExpr | ast.Starred):
        parts = [node.value]
    else:
        return [node]
    return [each for part in parts for each in _what_it_may_be(part)]


def _begins_with(node: ast.AST) -> str:
    """The variable, or what `self` keeps, out of which something is taken; "" where it is computed."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            return f"self.{node.attr}"
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
