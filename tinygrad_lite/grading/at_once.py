"""What of a piece of code is carried out when it is, and not only when something that it defines is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..course.walked import children

_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def at_once(tree: ast.AST, classes: bool = False) -> Iterator[ast.AST]:
    """The pieces of a statement that are carried out when it is: of functions the decorators and defaults only.

    The insides of classes only where they are asked for: they give names of the notebook no value.
    """
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.ClassDef):
            waiting += [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]
            waiting += node.body if classes else []
        elif isinstance(node, _FUNCTIONS):
            waiting += [*getattr(node, "decorator_list", []), *node.args.defaults]
            waiting += [default for default in node.args.kw_defaults if default is not None]
        else:
            waiting += children(node)


def reads_at_once(tree: ast.AST) -> frozenset[str]:
    """The names that a piece of syntax reads when it is carried out."""
    names = (node for node in at_once(tree, classes=True) if isinstance(node, ast.Name))
    return frozenset(name.id for name in names if isinstance(name.ctx, ast.Load))
