"""What has to be compiled and made again when one place of a program changes: a function, a method, or a class.

Of a class only the changed method, where nothing is kept in the class itself: to make a whole class takes ten times as
long as to run it.
"""

from __future__ import annotations

import ast
import functools
from types import CodeType
from typing import Any

from ..edits.scope import Slot
from ..expired import Expired


class Units:
    """The definitions of a program in a namespace, one of them in another form at a time.

    Attributes:
        in_classes: the ids of the statements that stand in a class itself: they run when it is made.
    """

    def __init__(self, tree: ast.Module, namespace: dict[str, Any]) -> None:
        self.tree, self.namespace = tree, namespace
        self.classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        self.in_classes = {id(statement) for node in self.classes for statement in node.body}
        self.made: dict[str, Any] = {}
        self.before: tuple[type, str, Any] | None = None
        self.begin()

    @functools.cached_property
    def methods(self) -> dict[int, ast.ClassDef]:
        """By the id of each method that can be made by itself, its class."""
        return {id(method): node for node in self.classes if _keeps_nothing(node) for method in _methods(node)}

    def begin(self) -> None:
        """Make all definitions as they were handed in."""
        exec(compile(self.tree, "<as it was>", "exec"), self.namespace)
        self.made = {node.name: self.namespace[node.name] for node in self.tree.body}  # type: ignore[attr-defined]

    def of(self, slot: Slot) -> ast.stmt:
        """The smallest unit that holds a place."""
        return next((node for node in slot.within if id(node) in self.methods), slot.within[0])  # type: ignore[return-value]

    def put(self, unit: ast.stmt, code: CodeType) -> bool:
        """Put another form of a unit in its place; False where that fails."""
        self.put_back()
        found: dict[str, Any] = {}
        try:
            exec(code, self.namespace, found)
        except Expired:
            raise
        except Exception:
            return False
        name = unit.name  # type: ignore[attr-defined]
        holder = self.methods.get(id(unit))
        if holder is None:
            self.namespace[name] = found[name]
            return True
        where = self.made[holder.name]
        self.before = (where, name, vars(where)[name])
        setattr(where, name, found[name])
        return True

    def put_back(self) -> None:
        """Everything as it was handed in."""
        if self.before is not None:
            setattr(*self.before)
            self.before = None
        self.namespace.update(self.made)


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef]:
    return [statement for statement in node.body if isinstance(statement, ast.FunctionDef)]


def _keeps_nothing(node: ast.ClassDef) -> bool:
    """Whether its methods can be made by themselves: nothing is kept in the class or hangs on where they stand."""
    plain = (ast.FunctionDef, ast.Pass)
    if node.decorator_list or not all(isinstance(each, plain) or _is_constant(each) for each in node.body):
        return False
    for inside in ast.walk(node):
        name = getattr(inside, "id", getattr(inside, "attr", ""))
        if name in ("super", "__class__") or (name.startswith("__") and not name.endswith("__")):
            return False
        holder = inside.value if isinstance(inside, ast.Attribute) and isinstance(inside.ctx, ast.Store) else None
        if getattr(holder, "id", "") in (node.name, "cls"):
            return False
        if isinstance(inside, ast.FunctionDef) and [d for d in inside.args.defaults if not _is_plain(d)]:
            return False
    names = [method.name for method in _methods(node)]
    return len(names) == len(set(names))


def _is_constant(statement: ast.stmt) -> bool:
    """A docstring, or a name for a constant."""
    if not isinstance(statement, ast.Expr | ast.Assign):
        return False
    return isinstance(statement.value, ast.Constant)


def _is_plain(default: ast.expr) -> bool:
    return isinstance(default, ast.Constant | ast.UnaryOp | ast.Name) or (
        isinstance(default, ast.Tuple) and not default.elts
    )
