"""One change to a syntax tree: a node, and what stands in its place. Words for it are made only when asked for."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from .copied import copied

#: Longer pieces of code are written as … in a description.
_BRIEF = 32


@dataclass(frozen=True, eq=False)
class Change:
    """A node that may stand in the place of another.

    Attributes:
        replacement: the new node.
        before, after: what it was and what it becomes, for a description; nodes are written out when it is read.
    """

    replacement: ast.AST
    before: str | ast.AST
    after: str | ast.AST

    def words(self) -> tuple[str, str]:
        """What it was and what it becomes, each in one short line."""
        return _words(self.before), _words(self.after)


def become(node: ast.AST, replacement: ast.AST) -> Change:
    """A piece of code that becomes another."""
    return Change(replacement, node, replacement)


def last_name(function: ast.expr) -> str:
    """`mean` of `np.mean`, `x.mean` and `mean`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def renamed(function: ast.expr, name: str) -> ast.expr | None:
    """`np.sum` from `np.mean`; None where the builtin of the other name does not exist."""
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load()) if name in ("sum", "min", "max", "any", "all") else None


def _words(said: str | ast.AST) -> str:
    if isinstance(said, str):
        return said
    ast.fix_missing_locations(said)
    return first_line(said) if isinstance(said, ast.stmt) else shortened(said)


def first_line(node: ast.stmt) -> str:
    """A statement for a description: its first line, shortened; an exception without its message."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return f"raise {ast.unparse(node.exc.func)}"
    line = ast.unparse(node).splitlines()[0]
    return line if len(line) <= 2 * _BRIEF else line[: 2 * _BRIEF].rstrip() + " …"


def brief(node: ast.AST | None) -> str:
    """A piece of code for a description, … if it is long."""
    text = " ".join(ast.unparse(node).split()) if node is not None else ""
    return text if len(text) <= _BRIEF else "…"


def shortened(node: ast.AST) -> str:
    """An expression for a description, with its long parts shortened rather than the whole."""
    shortened = copied(node)
    if len(ast.unparse(node)) > _BRIEF and not isinstance(node, ast.Attribute):
        for name, child in ast.iter_fields(shortened):
            parts = [_dots(part) for part in child] if isinstance(child, list) else _dots(child)
            setattr(shortened, name, parts)
    return " ".join(ast.unparse(ast.fix_missing_locations(shortened)).split())


def _dots(part: object) -> object:
    """… for a long expression; everything else as it is."""
    return ast.Name("…", ast.Load()) if isinstance(part, ast.expr) and brief(part) == "…" else part


def load(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def called(function: ast.expr, *arguments: ast.expr) -> ast.Call:
    """A call."""
    return ast.Call(function, [*arguments], [])


def is_read(node: ast.AST) -> bool:
    """An expression whose value is taken."""
    return isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None)
