"""Many changes at one place in one piece of code: which of them runs is said by a variable.

To compile a function takes longer than to run it. So what may stand at a place is compiled together, as
`a if which < 1 else (b if which < 2 else c)`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

#: The global that says which one runs.
WHICH = "_which_of_them_"
#: So many are compiled together.
TOGETHER = 64


def switched(node: ast.AST, replacements: Sequence[ast.AST]) -> ast.AST | None:
    """What stands for all of them at the place of a node; None where they can only be compiled one by one."""
    if isinstance(node, ast.expr) and all(_is_value(each) for each in [node, *replacements]):
        return as_tree(replacements, WHICH, lambda test, one, other: ast.IfExp(test, one, other))
    if isinstance(node, ast.stmt) and all(_is_inside(each) for each in replacements):
        return as_tree(replacements, WHICH, lambda test, one, other: ast.If(test, [one], [other]))
    return None


def _is_value(node: ast.AST) -> bool:
    if isinstance(node, ast.Slice | ast.Starred) or not isinstance(node, ast.expr):
        return False
    if isinstance(node, ast.Tuple) and any(isinstance(part, ast.Slice | ast.Starred) for part in node.elts):
        return False
    return isinstance(getattr(node, "ctx", None), ast.Load | None)


def _is_inside(node: ast.AST) -> bool:
    return isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef)


def as_tree(forms: Sequence[ast.AST], name: str, choose: Callable[..., ast.AST], start: int = 0) -> Any:
    """A choice between some forms by halves: which one is said by a variable."""
    if len(forms) == 1:
        return forms[0]
    middle = len(forms) // 2
    test = ast.Compare(ast.Name(name, ast.Load()), [ast.Lt()], [ast.Constant(start + middle)])
    one, other = as_tree(forms[:middle], name, choose, start), as_tree(forms[middle:], name, choose, start + middle)
    return choose(test, one, other)
