"""Small faults as people make them, and their opposites: another operator, another axis, one place off.

The certificate plants them in right solutions (`certificate/mutants.py`); a repair undoes them (`localise/`). Adding a
kind: one more function that takes a node and yields changes, and its name in `FAULTS`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from .change import Change, become, brief, last_name, renamed, shortened

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt, ast.GtE),
    ast.LtE: (ast.Lt, ast.GtE, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt, ast.LtE),
    ast.GtE: (ast.Gt, ast.LtE, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "sum": ("mean",),
    "mean": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "argmax": ("argmin",),
    "argmin": ("argmax",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "log": ("log1p", "log2"),
    "log1p": ("log",),
    "exp": ("expm1",),
    "expm1": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
    "tanh": ("sin",),
    "sqrt": ("square",),
    "square": ("sqrt",),
    "std": ("var",),
    "var": ("std",),
    "floor": ("ceil",),
    "ceil": ("floor",),
    "any": ("all",),
    "all": ("any",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "append": ("extend",),
}
#: Calls of one argument that are also left out: `np.abs(x)` becomes `x`.
_REMOVABLE = {"abs", "absolute", "sqrt", "square", "exp", "log", "log1p", "tanh", "sign", "round", "int"}
_REMOVABLE |= {"sorted", "reversed"}
#: The order of their two arguments makes no difference.
_SYMMETRIC = {"maximum", "minimum", "max", "min", "add", "multiply", "isclose", "allclose", "array_equal", "hypot"}


def _operators(node: ast.AST) -> Iterator[Change]:
    """Another operator, or one side left out."""
    if isinstance(node, ast.BinOp):
        for other in _OPERATORS.get(type(node.op), ()):
            yield become(node, ast.BinOp(node.left, other(), node.right))
        yield become(node, node.left)
        yield become(node, node.right)
    elif isinstance(node, ast.AugAssign):
        for other in _OPERATORS.get(type(node.op), ()):
            yield become(node, ast.AugAssign(node.target, other(), node.value))
        yield become(node, ast.Assign([node.target], node.value, lineno=node.lineno))
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield become(node, node.operand)


def _comparisons(node: ast.AST) -> Iterator[Change]:
    """Another comparison; `and` for `or`; a condition left out."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _COMPARISONS.get(type(operator), ()):
                operators = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield become(node, ast.Compare(node.left, operators, node.comparators))
    elif isinstance(node, ast.BoolOp):
        other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield become(node, ast.BoolOp(other_way, node.values))
        for value in node.values:
            yield become(node, value)


def _conditions(node: ast.AST) -> Iterator[Change]:
    """A condition forced to be always or never true."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        for forced in (True, False):
            changed = copy.copy(node)
            changed.test = ast.copy_location(ast.Constant(forced), node.test)
            keyword = "while" if isinstance(node, ast.While) else "if"
            yield Change(changed, f"{keyword} {shortened(node.test)}", f"{keyword} {forced}")
    elif isinstance(node, ast.comprehension) and node.ifs:
        changed_loop = ast.comprehension(node.target, node.iter, [], node.is_async)
        yield Change(changed_loop, f"if {shortened(node.ifs[0])}", "no condition")


def _constants(node: ast.AST) -> Iterator[Change]:
    """Another number, the other truth value, another text."""
    if not isinstance(node, ast.Constant) or node.value is None or node.value is ...:
        return
    value = node.value
    others: list[bool | int | float | str]
    if isinstance(value, bool):
        others = [not value]
    elif isinstance(value, int):
        others = [value + 1, value - 1, 0, -value, 2 * value]
    elif isinstance(value, float):
        small = [value * 1e4] if 0 < abs(value) <= 1e-3 else [value + 1, value - 1]
        others = [*small, 0.0, -value, 2 * value]
    elif isinstance(value, str):
        others = [value + "x"]
    else:
        return
    for other in dict.fromkeys(others):
        if other != value or isinstance(value, bool):
            yield Change(ast.Constant(other), repr(value), repr(other))


def _calls(node: ast.AST) -> Iterator[Change]:
    """Another function; the call left out; the last two arguments exchanged; `range` one shorter."""
    if not isinstance(node, ast.Call):
        return
    name = last_name(node.func)
    for other in _FUNCTIONS.get(name, ()):
        function = renamed(node.func, other)
        if function is not None:
            yield Change(ast.Call(function, node.args, node.keywords), node.func, function)
    if name in _REMOVABLE and len(node.args) == 1:
        yield become(node, node.args[0])
    if name == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
        yield become(node, node.func.value)
    if len(node.args) in (2, 3) and name not in _SYMMETRIC and name not in ("range", "print"):
        yield become(node, ast.Call(node.func, [*node.args[:-2], node.args[-1], node.args[-2]], node.keywords))
    if name == "range" and len(node.args) == 1 and not isinstance(node.args[0], ast.Constant):
        fewer = ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))
        yield become(node, ast.Call(node.func, [fewer], node.keywords))


def _keywords(node: ast.AST) -> Iterator[Change]:
    """`axis` another or left out, `keepdims` left out."""
    if not isinstance(node, ast.Call):
        return
    for index, keyword in enumerate(node.keywords):
        if keyword.arg not in ("axis", "keepdims"):
            continue
        before = f"{keyword.arg}={brief(keyword.value)}"
        without = [*node.keywords[:index], *node.keywords[index + 1 :]]
        yield Change(ast.Call(node.func, node.args, without), before, f"no {keyword.arg}")
        if keyword.arg == "axis":
            other = 1 if brief(keyword.value) == "0" else 0
            changed = [*node.keywords[:index], ast.keyword("axis", ast.Constant(other)), *node.keywords[index + 1 :]]
            yield Change(ast.Call(node.func, node.args, changed), before, f"axis={other}")


def _positions(node: ast.AST) -> Iterator[Change]:
    """An index one lower, a slice one place off, a transposition left out, the length for the size."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Name):
        yield become(node, ast.Subscript(node.value, ast.BinOp(node.slice, ast.Sub(), ast.Constant(1)), ast.Load()))
    elif isinstance(node, ast.Slice):
        start = node.lower or ast.Constant(0)
        if not isinstance(start, ast.Constant) or node.lower is None:
            later = ast.BinOp(start, ast.Add(), ast.Constant(1)) if node.lower else ast.Constant(1)
            yield become(node, ast.Slice(later, node.upper, node.step))
        if node.upper is None:
            yield become(node, ast.Slice(node.lower, ast.Constant(-1), node.step))
        elif not isinstance(node.upper, ast.Constant):
            yield become(node, ast.Slice(node.lower, ast.BinOp(node.upper, ast.Sub(), ast.Constant(1)), node.step))
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield become(node, node.value)
    elif isinstance(node, ast.Attribute) and node.attr == "size":
        yield become(node, ast.Call(ast.Name("len", ast.Load()), [node.value], []))


def _statements(node: ast.AST) -> Iterator[Change]:
    """A statement left out; `break` for `continue`."""
    if isinstance(node, ast.Break | ast.Continue):
        other = ast.Continue() if isinstance(node, ast.Break) else ast.Break()
        yield become(node, other)
    if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Pass | ast.Import):
        yield Change(ast.Pass(), node, "left out")


def other_results(node: ast.Return, function: ast.FunctionDef | None) -> Iterator[Change]:
    """Another variable of the function returned, or one part of a tuple for another."""
    if function is None:
        return
    stored = (n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    names = dict.fromkeys([*(argument.arg for argument in function.args.args), *stored])
    for name in names:
        if name != "self":
            yield Change(ast.Return(ast.Name(name, ast.Load())), node, f"return {name}")
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        first, second, *rest = node.value.elts
        yield Change(ast.Return(ast.Tuple([second, first, *rest], ast.Load())), node, "parts exchanged")


FAULTS: tuple[Callable[[ast.AST], Iterator[Change]], ...] = (
    _operators,
    _comparisons,
    _conditions,
    _constants,
    _calls,
    _keywords,
    _positions,
    _statements,
)
