"""Copies of code, without what others hang on it."""

from __future__ import annotations

import ast
from typing import Any, TypeVar

_Code = TypeVar("_Code")


def copied(code: _Code) -> _Code:
    """A tree, or a list of trees, anew.

    Unlike `copy.deepcopy` it does not follow what is no part of the tree. All trees of a process share one
    `ast.Load()`, and what draws IPython's error messages notes the parent of every node on the node itself: after the
    first error in a notebook each `Load()` leads to the trees of whole files, which a deep copy of `x` would copy, too.

    Example:
        >>> tree = ast.parse("x + 1")
        >>> ast.Load().parent = None  # a new one; that of the trees is this:
        >>> tree.body[0].value.left.ctx.parent = ast.parse("a\\nwhole\\nfile")
        >>> again = copied(tree)
        >>> ast.unparse(again), hasattr(again.body[0].value.left.ctx, "parent")
        ('x + 1', False)
        >>> del tree.body[0].value.left.ctx.parent
    """
    made: Any = code
    if isinstance(code, list):
        made = [copied(each) for each in code]
    elif isinstance(code, ast.AST):
        made = type(code).__new__(type(code))  # from Python 3.13 on, `type(code)()` asks for the parts it must have
        for name, value in vars(code).items():
            if name in code._fields or not isinstance(value, ast.AST):
                setattr(made, name, copied(value))
    return made
