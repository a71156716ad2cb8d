"""Assignments: which name is given which value, as far as the text shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

#: `f = g`, `f: Callable = g`, `(f := g)`.
ASSIGNMENTS = ast.Assign | ast.AnnAssign | ast.NamedExpr


def pairs(node: ast.Assign | ast.AnnAssign | ast.NamedExpr) -> Iterator[tuple[str, ast.expr]]:
    """Names and values of an assignment, those of tuples and lists too."""
    if node.value is None:  # `f: Callable` and nothing more
        return
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple | ast.List) and isinstance(node.value, ast.Tuple | ast.List):
            several = target.elts, node.value.elts
            if any(isinstance(each, ast.Starred) for some in several for each in some):
                continue
            yield from ((one.id, its) for one, its in zip(*several, strict=False) if isinstance(one, ast.Name))
