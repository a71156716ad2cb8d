"""What code changes besides the names that it gives a value: objects, by methods, items and attributes.

What calls change is in `call_effects.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_METHODS = {
    "append", "extend", "insert", "add", "update", "setdefault", "remove", "pop", "clear", "sort", "reverse",
    "appendleft", "extendleft", "popleft", "popitem", "rotate", "discard", "move_to_end", "subtract",
    "fill", "put", "itemset", "partition", "resize", "setflags", "register",
}  # fmt: skip
#: Functions of NumPy that change their first argument.
_FUNCTIONS_THAT_CHANGE = {"copyto", "place", "putmask", "put_along_axis", "fill_diagonal"}


def touched(node: ast.AST) -> Iterator[str]:
    """The names of the objects that one piece of syntax changes."""
    if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
        yield from root_of(node)
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
            yield from root_of(node.func)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in ("setattr", "delattr") or name in _FUNCTIONS_THAT_CHANGE:
            yield from (root for argument in node.args[:1] for root in root_of(argument))


def root_of(node: ast.AST) -> Iterator[str]:
    """The name that `name.a[0].b` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
