"""What code changes besides the names that it gives a value: objects, by methods, items, attributes and other names.

What calls change is in `call_effects.py`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_METHODS = {
    "append", "extend", "insert", "add", "update", "setdefault", "remove", "pop", "clear", "sort", "reverse",
    "appendleft", "extendleft", "popleft", "popitem", "rotate", "discard", "move_to_end", "subtract",
    "fill", "put", "itemset", "partition", "resize", "setflags", "register",
    "__setitem__", "__delitem__", "__setattr__", "__delattr__", "__iadd__",
}  # fmt: skip
#: Functions of Python's and NumPy's that change their first argument.
_FUNCTIONS_THAT_CHANGE = {
    "setattr", "delattr", "setitem", "delitem", "next", "shuffle",
    "heappush", "heappop", "heapify", "heapreplace", "heappushpop", "insort", "insort_left", "insort_right",
    "copyto", "place", "putmask", "put_along_axis", "fill_diagonal", "at",
}  # fmt: skip
#: Of a loop, names times names that it goes over.
MOST_PAIRS = 2_500
#: Methods that hand out what is in an object: what is done to that is done to the object.
_PARTS = {"get", "setdefault", "items", "values", "__getitem__"}


def touched(node: ast.AST) -> Iterator[str]:
    """The names of the objects that one piece of syntax changes."""
    if isinstance(node, ast.Attribute | ast.Subscript):
        by_method = isinstance(node, ast.Attribute) and node.attr in _METHODS  # called, or handed on to be called
        if by_method or not isinstance(node.ctx, ast.Load):
            yield from root_of(node)
    elif isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        changed = node.args[:1] if name in _FUNCTIONS_THAT_CHANGE else []
        changed = [*changed, *(keyword.value for keyword in node.keywords if keyword.arg == "out")]
        yield from (root for argument in changed for root in root_of(argument))


def root_of(node: ast.AST) -> Iterator[str]:
    """The name that `name.a[0].b` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def other_names(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(name, object) where a piece of syntax makes a name stand for an object that has a name, or for a part of it."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _pairs(target, node.value)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield from _pairs(node.target, node.value)
    elif isinstance(node, ast.For | ast.comprehension):
        within = {each.id for each in ast.walk(node.iter) if isinstance(each, ast.Name)}
        names = {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
        if len(names) * len(within) > MOST_PAIRS:
            return  # nobody writes such a loop by hand
        yield from ((name, owner) for name in names for owner in within)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        for one, its in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, its)
    elif isinstance(target, ast.Name):
        yield from ((target.id, owner) for owner in _owners(value))


def _owners(value: ast.expr) -> Iterator[str]:
    """The names of the objects that a value is, is a part of, or holds."""
    if isinstance(value, ast.Tuple | ast.List | ast.Set):
        yield from (owner for part in value.elts for owner in _owners(part))
    elif isinstance(value, ast.Dict):
        yield from (owner for part in value.values for owner in _owners(part))
    elif isinstance(value, ast.Call):
        if isinstance(value.func, ast.Attribute) and value.func.attr in _PARTS:
            yield from root_of(value.func)
    else:
        yield from root_of(value)
