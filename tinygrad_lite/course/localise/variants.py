"""Many changes at one place in one piece of code: which of them runs is said by a variable.

To compile a function takes longer than to run it. So what may stand at a place is compiled together, as
`a if which < 1 else (b if which < 2 else c)`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

#: The global that says which one runs.
WHICH = "_which_of_them_"
#: So many are compiled together.
TOGETHER = 64


def switched(node: ast.AST, replacements: Sequence[ast.AST]) -> ast.AST | None:
    """What stands for all of them at the place of a node; None where they can only be compiled one by one."""
    if isinstance(node, ast.expr) and all(_is_value(each) for each in [node, *replacements]):
        return _tree(replacements, 0, len(replacements), lambda test, one, other: ast.IfExp(test, one, other))
    if isinstance(node, ast.stmt) and all(_is_inside(each) for each in replacements):
        return _tree(replacements, 0, len(replacements), lambda test, one, other: ast.If(test, [one], [other]))
    return None


def _is_value(node: ast.AST) -> bool:
    if isinstance(node, ast.Slice | ast.Starred) or not isinstance(node, ast.expr):
        return False
    if isinstance(node, ast.Tuple) and any(isinstance(part, ast.Slice | ast.Starred) for part in node.elts):
        return False
    return isinstance(getattr(node, "ctx", None), ast.Load | None)


def _is_inside(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef)


def _tree(items: Sequence[ast.AST], start: int, end: int, choose: Callable[..., ast.AST]) -> ast.AST:
    """A choice by halves."""
    if end - start == 1:
        return items[start]
    middle = (start + end) // 2
    test = ast.Compare(ast.Name(WHICH, ast.Load()), [ast.Lt()], [ast.Constant(middle)])
    return choose(test, _tree(items, start, middle, choose), _tree(items, middle, end, choose))
