"""What code changes besides the names that it gives a value: objects, by methods, items, attributes, and by calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set

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


def effects_of(function: ast.FunctionDef) -> frozenset[str]:
    """The names of the notebook that a call gives a value or changes."""
    inside = list(ast.walk(function))
    declared = {name for node in inside if isinstance(node, ast.Global) for name in node.names}
    stored = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own = (stored | {node.arg for node in inside if isinstance(node, ast.arg)}) - declared
    changed = {name for node in inside for name in touched(node)}
    arguments = {node.arg for node in inside if isinstance(node, ast.arg)}
    return frozenset((declared & stored) | (changed - own) | ({"*"} if changed & arguments else set()))


def passed_to(inside: list[ast.AST]) -> dict[str, frozenset[str]]:
    """Function that is called → the names that are handed to it."""
    found: dict[str, frozenset[str]] = {}
    for node in inside:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            values = [*node.args, *(keyword.value for keyword in node.keywords)]
            found[node.func.id] = found.get(node.func.id, frozenset()) | {n for value in values for n in root_of(value)}
    return found


def changed_by_calls(
    calls: Set[str], passed: Mapping[str, frozenset[str]], effects: Mapping[str, frozenset[str]]
) -> set[str]:
    """The names that a statement changes by calling functions of the notebook.

    Args:
        calls, passed: what it calls, and which names it hands over; as `Statement` has them.
        effects: of the notebook's functions.
    """
    changed: set[str] = set()
    for function in calls & effects.keys():
        changed |= effects[function] - {"*"}
        if "*" in effects[function]:
            changed |= passed.get(function, frozenset())
    return changed
