"""Repairs of the order: a statement moved to where it belongs. Each gives the statement, and what becomes of the block.

Loops go wrong in this way more than in any other: what belongs into them stands before them, what is to be done in the
end is done in each round, and two calls are made the other way round.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from .copied import copied

_Move = tuple[ast.stmt, ast.AST]


def out_of_a_block(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A statement of a loop moved behind it, before it, or to its end; a `return` moved out of it."""
    if not isinstance(node, ast.For | ast.While | ast.If):
        return
    if node.orelse and isinstance(node, ast.If):  # what stands below `else`, done always
        yield node.orelse[0], ast.If(ast.Constant(True), [ast.If(node.test, node.body, []), *node.orelse], [])
    for index, statement in enumerate(node.body):
        rest = [*node.body[:index], *node.body[index + 1 :]]
        shorter = _with_body(node, rest or [ast.Pass()])
        always = ast.Constant(True)
        yield statement, ast.If(always, [shorter, statement], [])
        yield statement, ast.If(always, [statement, shorter], [])
        if index + 1 < len(node.body):
            yield statement, _with_body(node, [*rest, statement])


def neighbours(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """Two statements that follow one another, the other way round."""
    body = _block(node)
    for index in range(len(body) - 1):
        yield body[index], _with_body(node, [*body[:index], body[index + 1], body[index], *body[index + 2 :]])


def into_a_branch(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """What is done beside a condition, done under it, or under its `else`."""
    body = node.body if isinstance(node, ast.If) else _block(node)
    for index, branch in enumerate(body):
        if not isinstance(branch, ast.If):
            continue
        for place in (index - 1, index + 1):
            if not 0 <= place < len(body) or not isinstance(body[place], ast.Assign | ast.AugAssign | ast.Expr):
                continue
            moved = body[place]
            for under in _with_one_more(branch, moved, place < index):
                block = [under if each is branch else each for each in body if each is not moved]
                yield moved, _with_body(node, block)


def _with_one_more(branch: ast.If, statement: ast.stmt, first: bool) -> Iterator[ast.If]:
    """A condition with one statement more, under it or under its `else`, at the beginning or at the end."""
    yield ast.If(branch.test, [statement, *branch.body] if first else [*branch.body, statement], branch.orelse)
    if branch.orelse:
        yield ast.If(branch.test, branch.body, [statement, *branch.orelse] if first else [*branch.orelse, statement])


def into_a_loop(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A call that is made once, outside a loop, made at the beginning of each round."""
    if not isinstance(node, ast.For | ast.While):
        return
    for statement in _outside(node, function):
        if _is_call(statement):
            yield statement, _with_body(node, [copied(statement), *node.body])


def begun_in_each_round(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A variable that begins once, outside a loop, begun anew in each round, as a sum that is taken row by row."""
    if not isinstance(node, ast.For | ast.While):
        return
    changing = _changing(node)
    for statement in _outside(node, function):
        for name, value in _begun_by(statement):
            if name.id in changing:
                anew = ast.copy_location(ast.Assign([copied(name)], copied(value)), statement)
                yield statement, _with_body(node, [anew, *node.body])


def begun_before(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A variable that begins anew in each round of a loop, begun once before it."""
    if isinstance(node, ast.For | ast.While):
        for statement in node.body:
            if [*_begun_by(statement)]:
                rest = [each for each in node.body if each is not statement]
                yield statement, ast.If(ast.Constant(True), [statement, _with_body(node, rest or [ast.Pass()])], [])


def before_a_loop(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A call that is made too late, in a loop or behind it, made before it too."""
    if isinstance(node, ast.For | ast.While):
        for statement in ast.walk(function):
            if _is_call(statement) and getattr(statement, "lineno", 0) > getattr(node, "end_lineno", 0):
                yield statement, ast.If(ast.Constant(True), [copied(statement), node], [])


def elsewhere(node: ast.AST, function: ast.FunctionDef) -> Iterator[_Move]:
    """A call made at another place of its block: further away than beside its neighbour."""
    body = _block(node)
    for index, statement in enumerate(body):
        if not _is_call(statement):
            continue
        rest = [*body[:index], *body[index + 1 :]]
        for place in range(len(rest) + 1):
            if abs(place - index) > 1 and not (place and isinstance(rest[place - 1], ast.Return)):
                yield statement, _with_body(node, [*rest[:place], statement, *rest[place:]])


def _outside(loop: ast.For | ast.While, function: ast.FunctionDef) -> list[ast.stmt]:
    """The statements of a function that are not in this loop."""
    inside = {*map(id, ast.walk(loop))}
    return [each for each in ast.walk(function) if isinstance(each, ast.stmt) and id(each) not in inside]


def _block(node: ast.AST) -> list[ast.stmt]:
    """The statements of a loop or function."""
    return node.body if isinstance(node, ast.For | ast.While | ast.FunctionDef) else []


def _with_body(node: ast.AST, body: Sequence[ast.stmt]) -> ast.stmt:
    """The same loop, condition or function with other statements in it."""
    changed: ast.stmt = copy.copy(node)  # type: ignore[assignment]
    changed.body = [*body]  # type: ignore[attr-defined]
    return changed


def _changing(loop: ast.For | ast.While) -> set[str]:
    """The variables that become others in a loop: they get a value, or a method of theirs is called."""
    names = {node.id for node in ast.walk(loop) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    called = (node.func for node in ast.walk(loop) if isinstance(node, ast.Call))
    owners = (function.value for function in called if isinstance(function, ast.Attribute))
    return names | {owner.id for owner in owners if isinstance(owner, ast.Name)}


def _begun_by(statement: ast.stmt) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The variables that a statement lets begin, and with what."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from _begun(target, statement.value)


def _begun(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Name, ast.expr]]:
    """The variables that get a constant, or something empty."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for each, its in zip(target.elts, value.elts, strict=True):
            yield from _begun(each, its)
    elif isinstance(target, ast.Name) and _is_beginning(value):
        yield target, value


def _is_beginning(value: ast.expr) -> bool:
    if isinstance(value, ast.List | ast.Set | ast.Tuple):
        return not value.elts
    if isinstance(value, ast.UnaryOp):
        return _is_beginning(value.operand)
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Dict) and not value.keys)


def _is_call(statement: ast.AST) -> TypeGuard[ast.Expr]:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
