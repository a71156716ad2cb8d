"""What mends a mistake and is no fault that the certificate plants: a name for a name, a factor, an axis, an order.

As in `faults.py`, a kind is a function; these know which names the node can see. `REPAIRS` says how far-fetched each
kind is: 1 exchanges one thing for a like one, 2 adds or takes something away, 3 brings
in another name. Moving a statement (`MOVES`) counts as 3 too.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from .change import last_name
from .scope import Scope

Kind = Callable[[ast.AST, Scope], Iterator[ast.AST]]
#: The same for statements: each with the statement that is moved, which is smaller than what is replaced.
Move = Callable[[ast.AST], Iterator[tuple[ast.stmt, ast.AST]]]

_ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
#: Functions that are taken for one another.
_RELATIVES = (
    ("sum", "mean", "max", "min", "prod", "median", "cumsum"),
    ("max", "maximum", "amax", "fmax"),
    ("min", "minimum", "amin", "fmin"),
    ("maximum", "minimum", "where"),
    ("log", "log1p", "log2", "log10", "exp", "expm1"),
    ("argmax", "argmin", "argsort", "max"),
    ("sin", "cos", "tanh", "sinh", "tan"),
    ("sqrt", "square", "abs", "absolute"),
    ("std", "var", "mean"),
    ("floor", "ceil", "round", "int", "trunc", "rint"),
    ("any", "all"),
    ("zeros_like", "ones_like", "empty_like"),
    ("zeros", "ones", "empty"),
    ("append", "extend"),
    ("pop", "popleft"),
    ("appendleft", "append"),
    ("dot", "outer", "multiply"),
    ("vstack", "hstack", "concatenate", "stack"),
)
_REDUCTIONS = {"sum", "mean", "max", "min", "prod", "argmax", "argmin", "std", "var", "any", "all", "amax", "amin"}
_REDUCTIONS |= {"cumsum", "norm", "sort", "argsort"}


def load(name: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def _is_read(node: ast.AST) -> bool:
    """An expression whose value is taken."""
    return isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None)


def _operators(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Every other operator, and the operands the other way round."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Sub | ast.Div | ast.FloorDiv | ast.Pow | ast.MatMult | ast.Mod):
            yield ast.BinOp(node.right, node.op, node.left)
        for other in _ARITHMETIC:
            yield ast.BinOp(node.left, other(), node.right)
        if isinstance(node.op, ast.Mult):
            yield ast.BinOp(node.left, ast.MatMult(), node.right)
    elif isinstance(node, ast.AugAssign):
        for other in _ARITHMETIC:
            yield ast.AugAssign(node.target, other(), node.value)
    elif (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name | ast.Attribute | ast.Subscript)
    ):
        for operator in (ast.Add(), ast.Sub(), ast.Mult()):
            yield ast.AugAssign(node.targets[0], operator, node.value)


def _brackets(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Brackets at another place: (a + b) * c for a + b * c."""
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.left, ast.BinOp):
        inner = ast.BinOp(node.left.right, node.op, node.right)
        yield ast.BinOp(node.left.left, node.left.op, inner)
    if isinstance(node.right, ast.BinOp):
        inner = ast.BinOp(node.left, node.op, node.right.left)
        yield ast.BinOp(inner, node.right.op, node.right.right)
    for side in ("left", "right"):  # a function of a whole expression for that of a part: exp(x) / n and exp(x / n)
        call = getattr(node, side)
        if isinstance(call, ast.Call) and len(call.args) == 1:
            inside = ast.BinOp(node.left, node.op, node.right)
            setattr(inside, side, call.args[0])
            yield ast.Call(call.func, [inside], call.keywords)
    for side in ("left", "right"):
        power = getattr(node, side)
        if isinstance(power, ast.BinOp) and isinstance(power.op, ast.Pow) and isinstance(node.op, ast.Add | ast.Sub):
            inside = ast.BinOp(node.left, node.op, node.right)
            setattr(inside, side, power.left)
            yield ast.BinOp(inside, ast.Pow(), power.right)


def _comparisons(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Every other comparison; a condition turned round."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _COMPARISONS:
            yield ast.Compare(node.left, [other()], node.comparators)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield turned


def _constants(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another usual number, or a name."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, str | bytes) or node.value is ...:
        return
    numbers: list[float] = [0, 1, 2, -1, 0.5, 1.0, 0.0, 4, 3]
    value = node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers += [value * 10, value / 10, value / 2]
        if value:
            numbers += [1 / value, 1 - value]
    for number in dict.fromkeys(numbers):
        if number != value:
            yield ast.Constant(number)
    if isinstance(value, float):
        yield ast.Constant(float("inf"))
        yield ast.Constant(float("-inf"))
    yield ast.Constant(None)


def _names(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another name, or what `self` keeps under it."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        for name in scope.names:
            if name != node.id:
                yield load(name)
        if node.id in scope.attributes:
            yield ast.Attribute(load("self"), node.id, ast.Load())
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in scope.attributes:
        yield ast.Attribute(load("self"), node.id, ast.Store())
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        for name in scope.attributes:
            if name != node.attr:
                yield ast.Attribute(node.value, name, node.ctx)
        if isinstance(node.ctx, ast.Load):
            yield from map(load, scope.names)


def _names_for_numbers(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A name in place of a number."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield from map(load, scope.names)


def _relatives(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another function of the family."""
    if not isinstance(node, ast.Call):
        return
    name = last_name(node.func)
    for family in _RELATIVES:
        for other in family if name in family else ():
            if other == name:
                continue
            if isinstance(node.func, ast.Attribute):
                yield ast.Call(ast.Attribute(node.func.value, other, ast.Load()), node.args, node.keywords)
            elif scope.numpy:
                yield ast.Call(ast.Attribute(load(scope.numpy), other, ast.Load()), node.args, node.keywords)


def _axes(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """`axis` and `keepdims` set, changed or left out."""
    if not isinstance(node, ast.Call) or last_name(node.func) not in _REDUCTIONS:
        return
    others = [keyword for keyword in node.keywords if keyword.arg not in ("axis", "keepdims")]
    axis = [keyword for keyword in node.keywords if keyword.arg == "axis"]
    kept = [keyword for keyword in node.keywords if keyword.arg == "keepdims"]
    keep = ast.keyword("keepdims", ast.Constant(True))
    for place in (None, 0, 1, -1):
        given = [] if place is None else [ast.keyword("axis", ast.Constant(place))]
        yield ast.Call(node.func, node.args, [*others, *given, *kept])
        if place is not None:
            yield ast.Call(node.func, node.args, [*others, *given, keep])
    yield ast.Call(node.func, node.args, [*others, *axis, *([] if kept else [keep])])


def _has_a_value(node: ast.expr, scope: Scope) -> bool:
    """Whether it is more than the name of a module."""
    return not isinstance(node, ast.Name) or node.id in scope.names


def _left_out(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A call left out, its argument or its object kept; an index left out; one of several arguments left out."""
    if isinstance(node, ast.Call):
        yield from node.args[:2]
        if isinstance(node.func, ast.Attribute) and _has_a_value(node.func.value, scope):
            yield node.func.value
        for index in range(len(node.args)):
            yield ast.Call(node.func, [*node.args[:index], *node.args[index + 1 :]], node.keywords)
    elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Load):
        if not isinstance(node.value, ast.Name) or node.value.id in scope.names:
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse


def _places(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """An index or the end of a slice moved by one; the slice left out."""
    one = ast.Constant(1)
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice | ast.Tuple):
        for operator in (ast.Add(), ast.Sub()):
            yield ast.Subscript(node.value, ast.BinOp(node.slice, operator, one), node.ctx)
    if isinstance(node, ast.Slice):
        bounds: list[ast.expr | None] = [None, one, ast.Constant(-1)]
        for lower in [*bounds, *([] if node.lower is None else [ast.BinOp(node.lower, ast.Sub(), one)])]:
            yield ast.Slice(lower, node.upper, node.step)
        for upper in [*bounds, *([] if node.upper is None else [ast.BinOp(node.upper, ast.Add(), one)])]:
            yield ast.Slice(node.lower, upper, node.step)
        yield ast.Slice(None, None, ast.Constant(-1))
    if isinstance(node, ast.Call) and last_name(node.func) == "range" and node.args:
        for index, argument in enumerate(node.args[:2]):
            for operator in (ast.Add(), ast.Sub()):
                moved = [*node.args[:index], ast.BinOp(argument, operator, one), *node.args[index + 1 :]]
                yield ast.Call(node.func, moved, node.keywords)
        if len(node.args) == 1:
            yield ast.Call(node.func, [one, *node.args], node.keywords)


def _factors(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """A sign, a factor, a divisor, a power or a turn put around a piece."""
    if not _is_read(node) or isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Slice | ast.Compare):
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
        for function in ("exp", "log", "abs", "sqrt"):
            yield ast.Call(ast.Attribute(load(scope.numpy), function, ast.Load()), [node], [])
        yield ast.Call(ast.Attribute(load(scope.numpy), "maximum", ast.Load()), [node, ast.Constant(0)], [])


def _with_names(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Plus, minus, times or divided by a name, its length or its size."""
    if not isinstance(node, ast.BinOp | ast.Call | ast.Name | ast.Attribute | ast.Subscript) or not _is_read(node):
        return
    if isinstance(node, ast.Name) and node.id not in scope.names:
        return
    for name in scope.names:
        sizes = (ast.Call(load("len"), [load(name)], []), ast.Attribute(load(name), "size", ast.Load()))
        for size in sizes:
            yield ast.BinOp(node, ast.Div(), size)
            yield ast.BinOp(node, ast.Mult(), size)
        for operator in (ast.Mult(), ast.Div(), ast.Add(), ast.Sub()):
            yield ast.BinOp(node, operator, load(name))
    for attribute in scope.attributes:
        for operator in (ast.Mult(), ast.Div(), ast.Add(), ast.Sub()):
            yield ast.BinOp(node, operator, ast.Attribute(load("self"), attribute, ast.Load()))


def _out_of_a_block(node: ast.AST) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """A statement of a loop moved behind it, before it, or to its end; a `return` moved out of it."""
    if not isinstance(node, ast.For | ast.While | ast.If):
        return
    for index, statement in enumerate(node.body):
        rest = [*node.body[:index], *node.body[index + 1 :]]
        shorter = copy.copy(node)
        shorter.body = rest or [ast.Pass()]
        always = ast.Constant(True)
        yield statement, ast.If(always, [shorter, statement], [])
        yield statement, ast.If(always, [statement, shorter], [])
        if index + 1 < len(node.body):
            later = copy.copy(node)
            later.body = [*rest, statement]
            yield statement, later


def _neighbours(node: ast.AST) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """Two statements that follow one another, the other way round."""
    body = getattr(node, "body", None)
    if not isinstance(node, ast.For | ast.While | ast.FunctionDef) or not isinstance(body, list):
        return
    for index in range(len(body) - 1):
        turned = copy.copy(node)
        turned.body = [*body[:index], body[index + 1], body[index], *body[index + 2 :]]
        yield body[index], turned


#: (how far-fetched, kind), the likely ones first.
REPAIRS: tuple[tuple[int, Kind], ...] = (
    (1, _operators),
    (1, _comparisons),
    (1, _constants),
    (1, _names),
    (1, _relatives),
    (1, _axes),
    (1, _places),
    (2, _brackets),
    (2, _left_out),
    (2, _names_for_numbers),
    (2, _factors),
    (3, _with_names),
)
MOVES: tuple[Move, ...] = (_out_of_a_block, _neighbours)
