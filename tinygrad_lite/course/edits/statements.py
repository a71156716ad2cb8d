"""Repairs of whole statements: one left out that is put back, another value returned.

Kinds as in `repairs.py`, which has the table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice, permutations

from .change import called, load
from .copied import copied
from .scope import Scope


def forgotten(node: ast.AST, scope: Scope) -> Iterator[ast.stmt]:
    """What the other methods of a class do, and one may have forgotten: as `put_in`, and more likely."""
    own = {*scope.own_names, *scope.undefined}
    yield from (statement for statement in scope.of_methods if _stores(statement) <= own)


def put_in(node: ast.AST, scope: Scope) -> Iterator[ast.stmt]:
    """A statement that may be missing: what may stand in the place of `pass`, or beside a statement.

    None that gives a value to a variable which is not the function's: it would hide the one outside, in all that is
    compiled with it.
    """
    if not isinstance(node, ast.stmt) or isinstance(node, ast.FunctionDef | ast.ClassDef) or scope.function is None:
        return
    own = {*scope.own_names, *scope.undefined}
    yield from (statement for statement in _possible(node, scope) if _stores(statement) <= own)


def _possible(node: ast.stmt, scope: Scope) -> Iterator[ast.stmt]:
    for statement in scope.statements:
        yield statement
        yield from _renamed(statement, scope)
    yield from _usual(scope)
    for name in scope.undefined:
        for value in (*map(load, scope.names), *scope.pieces, ast.Constant(0), ast.List([], ast.Load())):
            yield ast.Assign([ast.Name(name, ast.Store())], value, lineno=node.lineno)


def _stores(statement: ast.stmt) -> set[str]:
    """The variables to which a statement gives a value."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _usual(scope: Scope) -> Iterator[ast.stmt]:
    """Statements that are often forgotten: return, go on, stop, count, append, clear."""
    yield ast.Continue()
    yield ast.Break()
    for name in scope.names:
        yield ast.Return(load(name))
    for pair in islice(permutations(scope.names, 2), 60):
        yield ast.Return(ast.Tuple([*map(load, pair)], ast.Load()))
        for method in ("append", "add", "extend"):
            yield ast.Expr(called(ast.Attribute(load(pair[0]), method, ast.Load()), load(pair[1])))
        yield ast.Expr(called(ast.Attribute(load(pair[0]), "insert", ast.Load()), ast.Constant(0), load(pair[1])))
        yield ast.AugAssign(ast.Name(pair[0], ast.Store()), ast.Add(), load(pair[1]))
        yield ast.AugAssign(ast.Name(pair[0], ast.Store()), ast.Mult(), load(pair[1]))
        yield ast.Assign([ast.Name(pair[0], ast.Store())], load(pair[1]), lineno=1)
    targets: list[ast.Name | ast.Attribute] = [ast.Name(name, ast.Store()) for name in scope.names]
    targets += [ast.Attribute(load("self"), name, ast.Store()) for name in scope.attributes]
    for target in targets:
        yield ast.AugAssign(target, ast.Add(), ast.Constant(1))
        yield ast.AugAssign(target, ast.Sub(), ast.Constant(1))
        for number in (0, 1, None, False, True):
            yield ast.Assign([target], ast.Constant(number), lineno=1)
        yield ast.Assign([target], ast.List([], ast.Load()), lineno=1)
    for attribute in scope.attributes:
        for name in scope.names:
            yield ast.Assign([ast.Attribute(load("self"), attribute, ast.Store())], load(name), lineno=1)


def _renamed(statement: ast.stmt, scope: Scope) -> Iterator[ast.stmt]:
    """The same statement with one name for another, or two of them exchanged: what is done for `left` and `right`."""
    words = dict.fromkeys(word for node in ast.walk(statement) if (word := _word(node)))
    known = [*scope.names, *scope.attributes]
    for word in words:
        for other in known:
            if other != word:
                if other not in words:
                    yield _with_words(statement, {word: other})
                else:
                    yield _with_words(statement, {word: other, other: word})


def _word(node: ast.AST) -> str:
    """The name or attribute that a node is."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _with_words(statement: ast.stmt, others: dict[str, str]) -> ast.stmt:
    changed = copied(statement)
    for node in ast.walk(changed):
        if isinstance(node, ast.Name):
            node.id = others.get(node.id, node.id)
        elif isinstance(node, ast.Attribute):
            node.attr = others.get(node.attr, node.attr)
    return changed


def results(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another name returned, or several of them, or what follows from one of them."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    yield from (ast.Return(load(name)) for name in scope.names)
    for pair in islice(permutations(scope.names, 2), 40):
        yield ast.Return(ast.Tuple([*map(load, pair)], ast.Load()))
    for piece in scope.pieces:
        yield ast.Return(piece)
    if isinstance(node.value, ast.Tuple):
        for order in islice(permutations(node.value.elts), 1, 6):
            yield ast.Return(ast.Tuple([*order], ast.Load()))


def turned(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """The parts of a tuple or a list in another order."""
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load) and 1 < len(node.elts) < 4:
        for order in islice(permutations(node.elts), 1, 6):
            yield type(node)([*order], ast.Load())


def backwards(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A loop that begins with the last."""
    if isinstance(node, ast.For):
        turned_round = called(load("list"), called(load("reversed"), node.iter))
        yield ast.For(node.target, turned_round, node.body, node.orelse, lineno=node.lineno)


def widened(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """`if` for `while`, `while` for `if`; a condition that is not asked at all; the else part brought in."""
    if isinstance(node, ast.If) and not node.orelse:
        yield ast.While(node.test, [*node.body], [])
    if isinstance(node, ast.While) and not node.orelse:
        yield ast.If(node.test, [*node.body], [])
