"""What mends a mistake and is no fault that the certificate plants: a name for a name, a factor, an axis, an order.

As in `faults.py`, a kind is a function; these know which names the node can see. `REPAIRS` says how far-fetched each
kind is: 1 exchanges one thing for a like one, 2 adds or takes something away, 3 brings
in another name. Moving a statement (`MOVES`) counts as 3 too.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from .additions import conditions, factors, functions, other_function, with_names, with_pieces, with_unread
from .brackets import brackets, inwards, one_each, operators_of_two
from .change import called, last_name, load
from .moves import (
    before_a_loop,
    begun_before,
    begun_in_each_round,
    elsewhere,
    into_a_branch,
    into_a_loop,
    neighbours,
    out_of_a_block,
)
from .scope import Scope
from .statements import backwards, forgotten, put_in, results, turned, widened

Kind = Callable[[ast.AST, Scope], Iterator[ast.AST]]
#: The same for statements: each with the statement that is moved, which is smaller than what is replaced.
Move = Callable[[ast.AST, ast.FunctionDef], Iterator[tuple[ast.stmt, ast.AST]]]

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
    ("add", "subtract", "multiply", "divide"),
    ("vstack", "hstack", "concatenate", "stack"),
)
#: Words that are given to functions, and taken for one another.
_TEXTS = (("left", "right"), ("min", "max"), ("mean", "sum", "none"))
#: What keeps a division from zero, and usual shares.
_SMALL = (1e-8, 1e-12, 1e-7, 1e-6, 1e-5, 1e-10, 1e-3, 0.01, 0.1, 0.9, 0.999)
_EXTREMES = ("max", "maximum", "min", "minimum")  # Python's and NumPy's, in turn
_REDUCTIONS = {"sum", "mean", "max", "min", "prod", "argmax", "argmin", "std", "var", "any", "all", "amax", "amin"}
_REDUCTIONS |= {"cumsum", "norm", "sort", "argsort"}


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
        for other in _ARITHMETIC[:4]:
            yield ast.AugAssign(node.target, other(), node.value)
    elif (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name | ast.Attribute | ast.Subscript)
    ):
        for operator in (ast.Add(), ast.Sub(), ast.Mult()):
            yield ast.AugAssign(node.targets[0], operator, node.value)


def _comparisons(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Every other comparison; a condition turned round."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _COMPARISONS:
            yield ast.Compare(node.left, [other()], node.comparators)
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        other_way = copy.copy(node)
        other_way.test = ast.copy_location(ast.UnaryOp(ast.Not(), node.test), node.test)
        yield other_way
    if isinstance(node, ast.BoolOp):
        for index, value in enumerate(node.values):
            values = [*node.values[:index], ast.UnaryOp(ast.Not(), value), *node.values[index + 1 :]]
            yield ast.BoolOp(node.op, values)


def _constants(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Another usual number, one that stands elsewhere in the function, or another text."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bytes) or node.value is ...:
        return
    value = node.value
    if isinstance(value, str):
        texts = [other for texts in _TEXTS if value in texts for other in texts]
        texts += [other for other in scope.constants if isinstance(other, str)]
        yield from (ast.Constant(text) for text in dict.fromkeys([value[:-1], *texts]) if text != value)
        return
    numbers: list[float] = [0, 1, 2, -1, 0.5, 1.0, 0.0, 4, 3]
    if isinstance(value, int | float) and not isinstance(value, bool):
        numbers += [value * 10, value / 10, value / 2, value / 1e4]
        if value:
            numbers += [1 / value, 1 - value]
        numbers += [other for other in scope.constants if isinstance(other, int | float)]
        numbers += _SMALL if value in (0, 1, -1) else ()
    for number in dict.fromkeys(numbers):
        if number != value or type(number) is not type(value):
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


def _owners(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """In a class: what another object keeps under another name (`out.data` for `out.grad`), or the other object."""
    if not isinstance(node, ast.Attribute) or node.attr not in scope.attributes or not isinstance(node.value, ast.Name):
        return
    owner = node.value.id
    for name in scope.attributes if owner != "self" else ():
        if name != node.attr:
            yield ast.Attribute(node.value, name, node.ctx)
    for name in ("self", *scope.names):
        if name != owner:
            yield ast.Attribute(load(name), node.attr, node.ctx)


def _kinks(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Where something is larger, for the larger one, and the other way round: what a ReLU and its slope are."""
    if isinstance(node, ast.Call) and last_name(node.func) in _EXTREMES and len(node.args) == 2:
        yield ast.Compare(node.args[0], [ast.Gt()], [node.args[1]])
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Gt | ast.GtE):
        function = ast.Attribute(load(scope.numpy), "maximum", ast.Load()) if scope.numpy else load("max")
        yield ast.Call(function, [node.left, node.comparators[0]], [])


def _larger_ones(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """The larger or smaller of two for their sum, and what an operator makes of them for the larger one."""
    if isinstance(node, ast.Call) and last_name(node.func) in _EXTREMES and len(node.args) == 2:
        for operator in _ARITHMETIC[:4]:
            yield ast.BinOp(node.args[0], operator(), node.args[1])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult):
        for name in _EXTREMES[1::2] if scope.numpy else _EXTREMES[::2]:
            function = ast.Attribute(load(scope.numpy), name, ast.Load()) if scope.numpy else load(name)
            yield ast.Call(function, [node.left, node.right], [])


def _ends(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """Put in at the other end of a list, or taken from there."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.keywords:
        return
    of, zero = node.func.value, ast.Constant(0)
    if node.func.attr == "insert" and len(node.args) == 2:
        yield called(ast.Attribute(of, "append", ast.Load()), node.args[1])
    if node.func.attr == "append" and len(node.args) == 1:
        yield called(ast.Attribute(of, "insert", ast.Load()), zero, node.args[0])
    if node.func.attr == "pop" and len(node.args) < 2:
        yield called(node.func, *([] if node.args else [zero]))


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


def _lengths(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    """How many numbers for how many rows, and the other way round."""
    of = node.args[0] if isinstance(node, ast.Call) and last_name(node.func) == "len" and node.args else None
    if isinstance(node, ast.Attribute) and node.attr in ("size", "shape", "ndim"):
        of = node.value
        yield ast.Call(load("len"), [of], [])
    if of is None:
        return
    for name in ("size", "ndim", "shape"):
        yield ast.Attribute(of, name, ast.Load())
    for place in (0, 1, -1):
        yield ast.Subscript(ast.Attribute(of, "shape", ast.Load()), ast.Constant(place), ast.Load())


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
    for name in scope.names:
        given = [ast.keyword("axis", load(name))]
        yield ast.Call(node.func, node.args, [*others, *given, *kept])
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


#: (how far-fetched, kind), the likely ones first.
REPAIRS: tuple[tuple[int, Kind], ...] = (
    (1, _operators),
    (1, _comparisons),
    (1, _constants),
    (1, _names),
    (1, _relatives),
    (1, _lengths),
    (1, _axes),
    (1, _places),
    (1, turned),
    (1, with_unread),
    (2, _owners),
    (2, _kinks),
    (2, _larger_ones),
    (2, _ends),
    (2, brackets),
    (2, operators_of_two),
    (2, inwards),
    (2, one_each),
    (2, _left_out),
    (2, backwards),
    (2, _names_for_numbers),
    (2, factors),
    (2, other_function),
    (2, results),
    (3, widened),
    (3, functions),
    (3, with_names),
    (4, conditions),
    (4, with_pieces),
)
MOVES: tuple[Move, ...] = (out_of_a_block, neighbours, into_a_branch, into_a_loop, before_a_loop, elsewhere)
#: Where a variable begins is often mistaken, and a program has few of them: these moves count as 1.
BEGINNINGS: tuple[Move, ...] = (begun_in_each_round, begun_before)
#: What may stand where a statement is missing; the second is more likely.
MISSING: Callable[[ast.AST, Scope], Iterator[ast.stmt]] = put_in
FORGOTTEN: Callable[[ast.AST, Scope], Iterator[ast.stmt]] = forgotten
#: How far-fetched a missing statement is, and the most that is tried.
PUT_IN, FARTHEST = 4, 4
