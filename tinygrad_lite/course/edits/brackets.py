"""Repairs that set brackets, powers and functions at another place. Kinds as in `repairs.py`, which has the table."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from .change import called, load
from .scope import Scope

#: Of five parts there are 14 ways to set brackets, of six 42.
_MOST_PARTS = 5
_ARITHMETIC: tuple[type[ast.operator], ...] = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def brackets(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Brackets at another place: (a + b) * c for a + b * c, n * a ** (n - 1) * b for n * a ** n - 1 * b."""
    if not isinstance(node, ast.BinOp):
        return
    parts, operators = _in_a_row(node)
    if len(parts) <= _MOST_PARTS:
        own = ast.dump(node)
        yield from (tree for tree in _bracketed(parts, operators) if ast.dump(tree) != own)
    for side in ("left", "right"):  # a function of a whole expression for that of a part: exp(x) / n and exp(x / n)
        call = getattr(node, side)
        if isinstance(call, ast.Call) and len(call.args) == 1:
            yield ast.Call(call.func, [_beside(node, side, call.args[0])], call.keywords)
    for side in ("left", "right"):
        power = getattr(node, side)
        if isinstance(power, ast.BinOp) and isinstance(power.op, ast.Pow):
            yield ast.BinOp(_beside(node, side, power.left), ast.Pow(), power.right)
    one, other = node.left, node.right
    if isinstance(one, ast.Call) and isinstance(other, ast.Call) and one.args and other.args and _alike(one, other):
        inside = ast.BinOp(one.args[0], node.op, other.args[0])  # |a - b| for |a| - |b|
        yield ast.Call(one.func, [inside, *one.args[1:]], one.keywords)


def _alike(one: ast.Call, other: ast.Call) -> bool:
    """Whether the same function is called."""
    return ast.dump(one.func) == ast.dump(other.func)


def _in_a_row(node: ast.expr) -> tuple[list[ast.expr], list[ast.operator]]:
    """What stands between the operators from left to right, and the operators, without all brackets."""
    if not isinstance(node, ast.BinOp):
        return [node], []
    (left, before), (right, behind) = _in_a_row(node.left), _in_a_row(node.right)
    return left + right, [*before, node.op, *behind]


def _bracketed(parts: list[ast.expr], operators: list[ast.operator]) -> Iterator[ast.expr]:
    """All ways to set brackets."""
    if not operators:
        yield parts[0]
    for last, operator in enumerate(operators):  # the one that is done last
        for left in _bracketed(parts[: last + 1], operators[:last]):
            for right in _bracketed(parts[last + 1 :], operators[last + 1 :]):
                yield ast.BinOp(left, operator, right)


def _beside(node: ast.BinOp, side: str, piece: ast.expr) -> ast.BinOp:
    """The same with another piece on one side."""
    return ast.BinOp(piece, node.op, node.right) if side == "left" else ast.BinOp(node.left, node.op, piece)


def operators_of_two(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """a - b * c for a - b - c, a + b + c for a - b - c, (a - c) / b for a / b - c."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.left, ast.BinOp):
        return
    first, second, third = node.left.left, node.left.right, node.right
    if type(node.op) is not type(node.left.op):
        yield ast.BinOp(ast.BinOp(first, node.op, third), node.left.op, second)
    for operator in _ARITHMETIC:
        yield ast.BinOp(first, node.left.op, ast.BinOp(second, operator(), third))
    if type(node.op) is type(node.left.op):
        for operator in _ARITHMETIC:
            if operator is not type(node.op):
                yield ast.BinOp(ast.BinOp(first, operator(), second), operator(), third)


def inwards(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A power or a function of a part for that of the whole: a + b ** 2 for (a + b) ** 2."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        power = node.right
        yield from _on_parts(node.left, lambda part: ast.BinOp(part, ast.Pow(), power))
        call = node.left
        if isinstance(call, ast.Call) and call.args:
            inside = ast.BinOp(call.args[0], ast.Pow(), power)
            yield ast.Call(call.func, [inside, *call.args[1:]], call.keywords)
        elif isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            inside = ast.BinOp(call.func.value, ast.Pow(), power)
            yield ast.Call(ast.Attribute(inside, call.func.attr, ast.Load()), call.args, call.keywords)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):  # a.sum() + b for (a + b).sum()
        method = node.func.attr
        yield from _on_parts(
            node.func.value,
            lambda part: ast.Call(ast.Attribute(part, method, ast.Load()), node.args, node.keywords),
        )
    if isinstance(node, ast.Call) and len(node.args) >= 1:
        rest = node.args[1:]
        yield from _on_parts(node.args[0], lambda part: ast.Call(node.func, [part, *rest], node.keywords))
        inner = node.args[0]
        if isinstance(inner, ast.Call) and inner.args:  # f(g(x)) and g(f(x))
            first = ast.Call(node.func, [inner.args[0], *rest], node.keywords)
            yield ast.Call(inner.func, [first, *inner.args[1:]], inner.keywords)


def _on_parts(whole: ast.expr, done: Callable[[ast.expr], ast.expr]) -> Iterator[ast.expr]:
    """What is done to one side of an operator, to both, or to the last factor of a sum."""
    if not isinstance(whole, ast.BinOp):
        return
    yield ast.BinOp(whole.left, whole.op, done(whole.right))
    yield ast.BinOp(done(whole.left), whole.op, whole.right)
    yield ast.BinOp(done(whole.left), whole.op, done(whole.right))
    if isinstance(whole.right, ast.BinOp):
        last = ast.BinOp(whole.right.left, whole.right.op, done(whole.right.right))
        yield ast.BinOp(whole.left, whole.op, last)


def one_each(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """x[np.arange(len(y)), y] for x[:, y]: one of each row, in place of several of all rows."""
    if not scope.numpy or not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Tuple):
        return
    parts = node.slice.elts
    for index, other in ((0, 1), (1, 0)) if len(parts) == 2 else ():
        if isinstance(parts[index], ast.Slice):
            rows = called(ast.Attribute(load(scope.numpy), "arange", ast.Load()), called(load("len"), parts[other]))
            both = [rows, parts[1]] if index == 0 else [parts[0], rows]
            yield ast.Subscript(node.value, ast.Tuple(both, ast.Load()), node.ctx)
