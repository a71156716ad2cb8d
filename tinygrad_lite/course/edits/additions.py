"""Repairs that bring something in: a sign, a factor, a function, a name, a piece of the code around, a condition.

Kinds as in `repairs.py`, which has the table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .change import called, is_read, load
from .scope import Scope

_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
#: What brings in another value; and that in which the order of its sides matters.
_OPERATORS: tuple[type[ast.operator], ...] = (ast.Add, ast.Mult, ast.Sub, ast.Div)
_ORDERED: tuple[type[ast.operator], ...] = (ast.Sub, ast.Div, ast.Pow)
_FUNCTIONS = ("exp", "log", "abs", "sqrt", "log1p", "tanh", "sign", "square", "round")
_BUILTINS = ("int", "float", "sorted", "list", "len", "abs", "round")


def factors(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A sign, a factor, a divisor, a power or a turn put around a piece."""
    if not is_read(node) or isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Slice | ast.Compare):
        return
    if isinstance(node, ast.Name) and node.id not in scope.names:
        return
    assert isinstance(node, ast.expr)
    yield ast.UnaryOp(ast.USub(), node)
    for number in (2, 0.5):
        yield ast.BinOp(node, ast.Mult(), ast.Constant(number))
        yield ast.BinOp(node, ast.Pow(), ast.Constant(number))
    for number in (1, -1):
        yield ast.BinOp(node, ast.Add(), ast.Constant(number))
    yield ast.BinOp(ast.Constant(1), ast.Sub(), node)
    yield ast.BinOp(ast.Constant(1), ast.Div(), node)
    yield ast.Attribute(node, "T", ast.Load())
    for method in ("copy", "mean", "sum"):
        yield ast.Call(ast.Attribute(node, method, ast.Load()), [], [])
    if scope.numpy:
        for function in ("exp", "log", "abs", "sqrt", "mean", "sum", "array"):
            yield called(ast.Attribute(load(scope.numpy), function, ast.Load()), node)
        yield called(ast.Attribute(load(scope.numpy), "maximum", ast.Load()), node, ast.Constant(0))


def functions(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A function put around a name, an attribute, a call or a sum."""
    if not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript) or not is_read(node):
        return
    if isinstance(node, ast.Name) and node.id not in scope.names:
        return
    for name in _BUILTINS:
        yield called(load(name), node)
    yield called(load("list"), called(load("reversed"), node))
    if scope.numpy:
        for name in _FUNCTIONS[4:]:
            yield called(ast.Attribute(load(scope.numpy), name, ast.Load()), node)
    for number in (0, -1):
        yield ast.Subscript(node, ast.Constant(number), ast.Load())
    yield ast.Subscript(node, ast.Tuple([ast.Slice(), ast.Constant(None)], ast.Load()), ast.Load())


def other_function(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another function of the first argument of a call."""
    if not isinstance(node, ast.Call) or not node.args or not scope.numpy:
        return
    first = node.args[0]
    for name in (*_FUNCTIONS, "sum", "mean"):
        yield called(ast.Attribute(load(scope.numpy), name, ast.Load()), first)
    yield ast.BinOp(first, ast.Mult(), first)


def with_names(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Plus, minus, times or divided by a name, its length or its size, on either side."""
    values = [name for name in scope.names if name not in scope.flags]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for name in values:
            yield from _joined(node, load(name))
        return
    if not _takes_more(node, scope):
        return
    assert isinstance(node, ast.expr)
    for name in values:
        for size in (called(load("len"), load(name)), ast.Attribute(load(name), "size", ast.Load())):
            yield ast.BinOp(node, ast.Div(), size)
            yield ast.BinOp(node, ast.Mult(), size)
        yield from _joined(node, load(name))
        yield ast.Subscript(node, load(name), ast.Load())
    for attribute in scope.attributes:
        yield from _joined(node, ast.Attribute(load("self"), attribute, ast.Load()))


def with_unread(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Plus, minus, times or divided by a parameter that is nowhere read: what was given is there to be used."""
    if not _takes_more(node, scope):
        return
    assert isinstance(node, ast.expr)
    for name in scope.unread:
        if name not in scope.flags:
            yield from _joined(node, load(name))


def with_pieces(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """The same with a piece of the code around; or the piece in its place."""
    if not _takes_more(node, scope) and not isinstance(node, ast.Constant):
        return
    assert isinstance(node, ast.expr)
    before = ast.dump(node)
    for piece in scope.pieces:
        if ast.dump(piece) == before:
            continue
        yield piece
        if not isinstance(node, ast.Constant) or isinstance(node.value, int | float):
            yield from _joined(node, piece)


def _takes_more(node: ast.AST, scope: Scope) -> bool:
    """Whether it is a value that something may be added to."""
    if not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript) or not is_read(node):
        return False
    return not isinstance(node, ast.Name) or node.id in scope.names


def _joined(node: ast.expr, other: ast.expr) -> Iterator[ast.expr]:
    """Two values by an operator, in either order where that matters."""
    for operator in _OPERATORS:
        yield ast.BinOp(node, operator(), other)
    for operator in _ORDERED:
        yield ast.BinOp(other, operator(), node)
    yield ast.BinOp(node, ast.MatMult(), other)
    yield ast.BinOp(other, ast.MatMult(), node)


def conditions(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A condition brought in: where one is fixed to true or false, and beside one that is there."""
    if isinstance(node, ast.comprehension):
        for asked in _asked(scope, [n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)]):
            yield ast.comprehension(node.target, node.iter, [*node.ifs, asked], node.is_async)
        return
    test = getattr(node, "test", None)
    if not isinstance(node, ast.If | ast.While | ast.IfExp) or not isinstance(test, ast.expr):
        return
    fixed = isinstance(test, ast.Constant)
    for asked in _asked(scope, scope.names):
        yield from _tested(node, asked)
        if not fixed:
            yield from _tested(node, ast.BoolOp(ast.And(), [test, asked]))
            yield from _tested(node, ast.BoolOp(ast.Or(), [test, asked]))


def _tested(node: ast.If | ast.While | ast.IfExp, test: ast.expr) -> Iterator[ast.AST]:
    """The same statement with another condition."""
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(test, node.body, node.orelse)
    else:
        yield type(node)(test, node.body, node.orelse)


def _asked(scope: Scope, names: tuple[str, ...] | list[str]) -> Iterator[ast.expr]:
    """What may be asked: what the function asks elsewhere, and simple things of its names."""
    for condition in scope.conditions:
        yield condition
        yield ast.UnaryOp(ast.Not(), condition)
    values = [*map(load, names), *(ast.Attribute(load("self"), name, ast.Load()) for name in scope.attributes)]
    for value in values:
        yield value
        yield ast.UnaryOp(ast.Not(), value)
        yield ast.Compare(value, [ast.Is()], [ast.Constant(None)])
        yield ast.Compare(value, [ast.IsNot()], [ast.Constant(None)])
        for operator in (ast.Gt, ast.Lt, ast.Eq, ast.NotEq):
            yield ast.Compare(value, [operator()], [ast.Constant(0)])
            yield ast.Compare(value, [operator()], [ast.Constant(1)])
    for first in values:
        for second in values:
            if first is not second:
                yield ast.Compare(first, [ast.Lt()], [second])
                yield ast.Compare(first, [ast.LtE()], [second])
                yield ast.Compare(first, [ast.NotIn()], [second])
                yield ast.Compare(first, [ast.NotEq()], [second])
