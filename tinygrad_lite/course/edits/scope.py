"""Where the pieces of a definition hang, and which names each of them can see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What a piece of code can see.

    Attributes:
        names: the parameters and variables of its function.
        attributes: what its class keeps in `self`; none in a function.
        numpy: what the notebook calls NumPy; "" where it has no name for it.
    """

    names: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    numpy: str = ""


@dataclass(frozen=True, eq=False)
class Slot:
    """A place in a tree: the field of a node, or one item of a field."""

    parent: ast.AST
    field: str
    index: int | None
    scope: Scope

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        held = getattr(self.parent, self.field)
        return held if self.index is None else held[self.index]

    def put(self, node: ast.AST) -> None:
        """Put a node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def slots(tree: ast.AST, numpy: str) -> Iterator[Slot]:
    """Every place in the bodies and defaults of a definition, except in exceptions and formatted texts."""
    attributes = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
    yield from _below(tree, Scope((), tuple(sorted(attributes)), numpy))


def _below(node: ast.AST, scope: Scope) -> Iterator[Slot]:
    if isinstance(node, ast.FunctionDef):
        for place, default in enumerate(node.args.defaults):
            yield Slot(node.args, "defaults", place, Scope())
            yield from _below(default, Scope())
        scope = Scope(_names_of(node), scope.attributes, scope.numpy)
    for field, held in ast.iter_fields(node):
        if isinstance(node, ast.FunctionDef) and field != "body":
            continue  # the defaults are above; the rest of its first line is judged by itself
        items = enumerate(held) if isinstance(held, list) else [(None, held)]
        for index, child in items:
            if not isinstance(child, ast.AST) or isinstance(child, ast.expr_context | ast.operator | ast.cmpop):
                continue
            yield Slot(node, field, index, scope)
            if not isinstance(child, ast.Raise | ast.Assert | ast.JoinedStr):
                yield from _below(child, scope)


def _names_of(function: ast.FunctionDef) -> tuple[str, ...]:
    """The parameters and variables of a function, without `self` and what it calls by name."""
    given = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    stored = [n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return tuple(name for name in dict.fromkeys([*given, *stored]) if name != "self")
