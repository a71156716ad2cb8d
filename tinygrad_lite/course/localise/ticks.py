"""What counts the rounds of loops and the calls of functions: a statement of ours, first in each of them."""

from __future__ import annotations

import ast

from ..edits.scope import TICK, is_tick

_COUNTED = ast.For | ast.While | ast.FunctionDef


def count_rounds(tree: ast.AST) -> list[ast.stmt]:
    """Let every loop count its rounds and every function its calls, as a change may keep them from ending.

    Gives what was put in; what counts already is left as it is.
    """
    ticks = []
    for node in list(ast.walk(tree)):
        if isinstance(node, _COUNTED) and not is_tick(node.body[0]):
            ticks.append(called(TICK, node.body[0]))
            node.body.insert(0, ticks[-1])
    return ticks


def without_ticks(tree: ast.Module) -> ast.Module:
    """The code as its author would write it."""
    for node in ast.walk(tree):
        if isinstance(node, _COUNTED):
            node.body = [each for each in node.body if not is_tick(each)] or [ast.Pass()]
    return tree


def called(name: str, where: ast.AST, *arguments: int) -> ast.stmt:
    """A call as a statement of its own."""
    call = ast.Call(ast.Name(name, ast.Load()), [ast.Constant(argument) for argument in arguments], [])
    return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), where))
