"""Whether a piece of code changes a value, or uses it up: read off the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator

#: What a value can be told to do that leaves it changed.
_CHANGING = {"append", "appendleft", "extend", "insert", "add", "update", "setdefault", "__setitem__", "move_to_end"}
_CHANGING |= {"pop", "popleft", "popitem", "remove", "discard", "clear", "sort", "reverse", "fill", "put", "subtract"}
#: Functions whose result can be changed.
_MAKERS = {"list", "dict", "set", "defaultdict", "OrderedDict", "Counter", "deque", "array", "asarray", "copy"}
_MAKERS |= {"zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like", "arange", "eye"}
#: Functions whose result can be gone through only once; "generator" is a type alone.
_ONCE = {"iter", "map", "zip", "filter", "enumerate", "reversed", "count", "cycle", "chain", "islice", "repeat"}
ONCE_TYPES = _ONCE | {"generator"}
#: Python's functions that change nothing.
_READERS = {"len", "list", "dict", "set", "tuple", "sorted", "sum", "min", "max", "range", "print", "any", "all"}
_READERS |= {"isinstance", "float", "int", "bool", "str", "repr", "id", "type", "abs", "round", "frozenset", "hash"}
_READERS |= {"getattr", "hasattr", *_ONCE}


def is_changeable(value: ast.expr) -> bool:
    """Whether an expression gives something that can be changed: a list, a dict, an array …"""
    if isinstance(value, ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp):
        return True
    if isinstance(value, ast.BinOp):
        return is_changeable(value.left) or is_changeable(value.right)
    return isinstance(value, ast.Call) and called(value) in _MAKERS


def is_used_up(value: ast.expr) -> bool:
    """Whether an expression gives something that can be gone through only once."""
    return isinstance(value, ast.GeneratorExp) or (isinstance(value, ast.Call) and called(value) in _ONCE)


def called(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def other_names(inside: ast.AST, name: str) -> list[str]:
    """The name, and those that get its value: after `seen = visited`, `seen` too."""
    found = [name]
    for each in found:
        for node in ast.walk(inside):
            if isinstance(node, ast.Assign) and _path(node.value) == each:
                found += [t.id for t in node.targets if isinstance(t, ast.Name) and t.id not in found]
    return found


def kept_in_self(inside: ast.AST, name: str) -> Iterator[str]:
    """Attributes that get the value of a variable: `self.a, self.b = x, y` gives "a" for "x"."""
    for node in ast.walk(inside):
        if not isinstance(node, ast.Assign):
            continue
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value) for target in node.targets]
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs += zip(target.elts, node.value.elts, strict=False)
        for to, value in pairs:
            if isinstance(to, ast.Attribute) and _path(value) == name:
                yield to.attr


def _path(node: ast.AST | None) -> str:
    """`f.seen` of an attribute of a name, `seen` of a name; "" of anything else."""
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""


def is_changed(inside: ast.AST, name: str) -> bool:
    """Whether something is put into a variable or taken out of it; ".name" is an attribute of whatever object."""
    return any(_changes(node, name) for node in ast.walk(inside))


def _changes(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        return _reaches(node.value, name)
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
        return _reaches(node.value, name)
    if isinstance(node, ast.AugAssign):
        return _is(node.target, name)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING:
        return _reaches(node.func.value, name)
    if isinstance(node, ast.Call):
        handed_on = [*node.args, *(keyword.value for keyword in node.keywords)]
        out = any(keyword.arg == "out" and _is(keyword.value, name) for keyword in node.keywords)
        own = isinstance(node.func, ast.Name) and not node.func.id[:1].isupper() and node.func.id not in _READERS
        return out or (own and any(_is(each, name) for each in handed_on))
    return False


def _reaches(node: ast.AST, name: str) -> bool:
    """Whether this is the variable, or something in it: `kept` or `kept[i]`, `kept.setdefault(i, [])`."""
    while True:
        if _is(node, name):
            return True
        if isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        else:
            return False


def _is(node: ast.AST, name: str) -> bool:
    if name.startswith("."):
        return isinstance(node, ast.Attribute) and f".{node.attr}" == name
    return _path(node) == name


def is_looked_at(inside: ast.AST, name: str) -> bool:
    """Whether the value of a variable, or of an attribute of that name, is used for more than to be changed."""
    attribute = name.rpartition(".")[2]
    uses = {id(n): n for n in ast.walk(inside) if _is(n, name) or getattr(n, "attr", None) == attribute}
    for node in ast.walk(inside):
        written = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and id(node.value) in uses
        if written:
            uses.pop(id(node.value))  # type: ignore[attr-defined]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            if isinstance(called, ast.Attribute) and called.attr in _CHANGING:
                uses.pop(id(called.value), None)
    return any(not isinstance(node.ctx, ast.Store) for node in uses.values())  # type: ignore[attr-defined]
