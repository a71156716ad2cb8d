"""Mechanically mutated versions of a solution: each has one small fault, and the checks have to notice it.

    line 2: predicted - target → predicted + target
    line 2: np.mean → np.sum

The lines are those of the solution as Python itself would write it, without docstring and comments, the line with
`def` being line 1; so editing a comment does not rename a mutant. Adding a kind of mutation: one more function that
takes a node and yields (what it was, what it becomes, the new node), and its name in `_KINDS`.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = tuple[str, str, ast.AST]

#: Longer pieces of code are written as … in a description.
_BRIEF = 32

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


@dataclass(frozen=True)
class Mutant:
    """A solution with one fault.

    Attributes:
        description: the line and what was changed, in one line; unique within a solution.
        line: the changed line, as it then stands.
        source: the whole mutated solution.
    """

    description: str
    line: str
    source: str


def mutants(source: str) -> list[Mutant]:
    """All mutants of a function or class that can be compiled and read differently from it and from each other."""
    tree = _normal(source)
    original = ast.unparse(tree)
    found: list[Mutant] = []
    seen, names = {original}, Counter[str]()
    for index, node in enumerate(_walk(tree)):
        for before, after, replacement in _changes(node, tree):
            mutated = copy.deepcopy(tree)
            target = list(_walk(mutated))[index]
            text = ast.unparse(ast.fix_missing_locations(_Replace(target, copy.deepcopy(replacement)).visit(mutated)))
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            number = next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 1)
            description = f"line {number}: {before} → {after}"
            names[description] += 1
            if names[description] > 1:
                description += f" ({names[description]})"
            found.append(Mutant(description, text.splitlines()[min(number, len(text.splitlines())) - 1].strip(), text))
    return found


def _normal(source: str) -> ast.Module:
    """The code without docstrings, decorators and annotations, with the line numbers that `ast.unparse` gives it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return ast.parse(ast.unparse(ast.fix_missing_locations(tree)))


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node in the order of the text, except what is inside an exception or a formatted text."""
    for child in ast.iter_child_nodes(tree):
        yield child
        if not isinstance(child, ast.Raise | ast.Assert | ast.JoinedStr):
            yield from _walk(child)


def _changes(node: ast.AST, tree: ast.Module) -> Iterator[Change]:
    for kind in _KINDS:
        yield from kind(node)
    if isinstance(node, ast.Return) and node.value is not None:
        yield from _other_results(node, _function_around(node, tree))


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, target: ast.AST, replacement: ast.AST) -> None:
        self.target, self.replacement = target, replacement

    def visit(self, node: ast.AST) -> ast.AST:
        return self.replacement if node is self.target else super().visit(node)


def _compiles(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _brief(node: ast.AST | None) -> str:
    """A piece of code for a description, … if it is long."""
    text = " ".join(ast.unparse(node).split()) if node is not None else ""
    return text if len(text) <= _BRIEF else "…"


def _brief_parts(node: ast.expr) -> str:
    """An expression for a description, with its long parts shortened rather than the whole."""
    shortened = copy.deepcopy(node)
    if len(ast.unparse(node)) > _BRIEF and not isinstance(node, ast.Attribute):
        for name, child in ast.iter_fields(shortened):
            parts = [_dots(part) for part in child] if isinstance(child, list) else _dots(child)
            setattr(shortened, name, parts)
    return " ".join(ast.unparse(ast.fix_missing_locations(shortened)).split())


def _dots(part: object) -> object:
    """… for a long expression; everything else as it is."""
    return ast.Name("…", ast.Load()) if isinstance(part, ast.expr) and _brief(part) == "…" else part


def _become(node: ast.expr, replacement: ast.expr) -> Change:
    return _brief_parts(node), _brief_parts(replacement), replacement


# ---------------------------------------------------------------------------------- the kinds of mutation


def _operators(node: ast.AST) -> Iterator[Change]:
    """Another operator, or one side left out."""
    if isinstance(node, ast.BinOp):
        for other in _OPERATORS.get(type(node.op), ()):
            yield _become(node, ast.BinOp(node.left, other(), node.right))
        yield _become(node, node.left)
        yield _become(node, node.right)
    elif isinstance(node, ast.AugAssign):
        for other in _OPERATORS.get(type(node.op), ()):
            yield _statement(node, ast.AugAssign(node.target, other(), node.value))
        yield _statement(node, ast.Assign([node.target], node.value, lineno=node.lineno))
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield _become(node, node.operand)


def _comparisons(node: ast.AST) -> Iterator[Change]:
    """Another comparison; `and` for `or`; a condition left out."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            for other in _COMPARISONS.get(type(operator), ()):
                operators = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield _become(node, ast.Compare(node.left, operators, node.comparators))
    elif isinstance(node, ast.BoolOp):
        other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield _become(node, ast.BoolOp(other_way, node.values))
        for value in node.values:
            yield _become(node, value)


def _conditions(node: ast.AST) -> Iterator[Change]:
    """A condition forced to be always or never true."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        for forced in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(forced)
            keyword = "while" if isinstance(node, ast.While) else "if"
            yield f"{keyword} {_brief_parts(node.test)}", f"{keyword} {forced}", changed
    elif isinstance(node, ast.comprehension) and node.ifs:
        changed_loop = ast.comprehension(node.target, node.iter, [], node.is_async)
        yield f"if {_brief_parts(node.ifs[0])}", "no condition", changed_loop


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
            yield repr(value), repr(other), ast.Constant(other)


def _calls(node: ast.AST) -> Iterator[Change]:
    """Another function; the call left out; the last two arguments exchanged; `range` one shorter."""
    if not isinstance(node, ast.Call):
        return
    name = _last_name(node.func)
    for other in _FUNCTIONS.get(name, ()):
        function = _renamed(node.func, other)
        if function is not None:
            yield _brief_parts(node.func), _brief_parts(function), ast.Call(function, node.args, node.keywords)
    if name in _REMOVABLE and len(node.args) == 1:
        yield _become(node, node.args[0])
    if name == "copy" and isinstance(node.func, ast.Attribute) and not node.args:
        yield _become(node, node.func.value)
    if len(node.args) in (2, 3) and name not in _SYMMETRIC and name not in ("range", "print"):
        yield _become(node, ast.Call(node.func, [*node.args[:-2], node.args[-1], node.args[-2]], node.keywords))
    if name == "range" and len(node.args) == 1 and not isinstance(node.args[0], ast.Constant):
        fewer = ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))
        yield _become(node, ast.Call(node.func, [fewer], node.keywords))


def _keywords(node: ast.AST) -> Iterator[Change]:
    """`axis` another or left out, `keepdims` left out."""
    if not isinstance(node, ast.Call):
        return
    for index, keyword in enumerate(node.keywords):
        if keyword.arg not in ("axis", "keepdims"):
            continue
        before = f"{keyword.arg}={_brief(keyword.value)}"
        without = [*node.keywords[:index], *node.keywords[index + 1 :]]
        yield before, f"no {keyword.arg}", ast.Call(node.func, node.args, without)
        if keyword.arg == "axis":
            other = 1 if _brief(keyword.value) == "0" else 0
            changed = [*node.keywords[:index], ast.keyword("axis", ast.Constant(other)), *node.keywords[index + 1 :]]
            yield before, f"axis={other}", ast.Call(node.func, node.args, changed)


def _positions(node: ast.AST) -> Iterator[Change]:
    """An index one lower, a slice one place off, a transposition left out, the length for the size."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and isinstance(node.slice, ast.Name):
        yield _become(node, ast.Subscript(node.value, ast.BinOp(node.slice, ast.Sub(), ast.Constant(1)), ast.Load()))
    elif isinstance(node, ast.Slice):
        start = node.lower or ast.Constant(0)
        if not isinstance(start, ast.Constant) or node.lower is None:
            later = ast.BinOp(start, ast.Add(), ast.Constant(1)) if node.lower else ast.Constant(1)
            yield _become(node, ast.Slice(later, node.upper, node.step))
        if node.upper is None:
            yield _become(node, ast.Slice(node.lower, ast.Constant(-1), node.step))
        elif not isinstance(node.upper, ast.Constant):
            yield _become(node, ast.Slice(node.lower, ast.BinOp(node.upper, ast.Sub(), ast.Constant(1)), node.step))
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield _become(node, node.value)
    elif isinstance(node, ast.Attribute) and node.attr == "size":
        yield _become(node, ast.Call(ast.Name("len", ast.Load()), [node.value], []))


def _statements(node: ast.AST) -> Iterator[Change]:
    """A statement left out; `break` for `continue`."""
    if isinstance(node, ast.Break | ast.Continue):
        other = ast.Continue() if isinstance(node, ast.Break) else ast.Break()
        yield ast.unparse(node), ast.unparse(other), other
    if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Pass | ast.Import):
        yield f"{_first_line(node)}", "left out", ast.Pass()


def _other_results(node: ast.Return, function: ast.FunctionDef | None) -> Iterator[Change]:
    """Another variable of the function returned, or one part of a tuple for another."""
    if function is None:
        return
    stored = (n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
    names = dict.fromkeys([*(argument.arg for argument in function.args.args), *stored])
    for name in names:
        if name != "self":
            yield _first_line(node), f"return {name}", ast.Return(ast.Name(name, ast.Load()))
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
        first, second, *rest = node.value.elts
        yield _first_line(node), "parts exchanged", ast.Return(ast.Tuple([second, first, *rest], ast.Load()))


_KINDS: tuple[Callable[[ast.AST], Iterator[Change]], ...] = (
    _operators,
    _comparisons,
    _conditions,
    _constants,
    _calls,
    _keywords,
    _positions,
    _statements,
)


def _statement(node: ast.stmt, replacement: ast.stmt) -> Change:
    return _first_line(node), _first_line(ast.fix_missing_locations(replacement)), replacement


def _first_line(node: ast.stmt) -> str:
    """A statement for a description: its first line, shortened; an exception without its message."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        return f"raise {ast.unparse(node.exc.func)}"
    line = ast.unparse(node).splitlines()[0]
    return line if len(line) <= 2 * _BRIEF else line[: 2 * _BRIEF].rstrip() + " …"


def _function_around(node: ast.AST, tree: ast.Module) -> ast.FunctionDef | None:
    """The innermost function that holds a node."""
    holding = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and any(n is node for n in ast.walk(f))]
    return holding[-1] if holding else None


def _last_name(function: ast.expr) -> str:
    """`mean` of `np.mean`, `x.mean` and `mean`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _renamed(function: ast.expr, name: str) -> ast.expr | None:
    """`np.sum` from `np.mean`; None where the builtin of the other name does not exist."""
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load()) if name in ("sum", "min", "max", "any", "all") else None
