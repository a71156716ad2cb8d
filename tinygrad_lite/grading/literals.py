"""What an expression is worth, told from its text: literals, names that hold one, and arithmetic. Nothing is run."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Collection
from typing import Any

#: Texts and whole numbers that are longer are no answers.
LONGEST_TEXT, LARGEST_NUMBER = 1_000, 10**30
#: Numbers of a list, or of a call; and of a list with the lists in it.
MOST_ITEMS, MOST_TOGETHER = 20, 400

_HOMES = {"np", "numpy", "math"}
_CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "tau": math.tau}
#: What NumPy's, math's and Python's functions of these names give for one number.
_OF_ONE: dict[str, Callable[..., Any]] = {
    "log": math.log, "log2": math.log2, "log10": math.log10, "log1p": math.log1p, "exp": math.exp, "expm1": math.expm1,
    "sqrt": math.sqrt, "abs": abs, "absolute": abs, "fabs": math.fabs, "floor": math.floor, "ceil": math.ceil,
    "sin": math.sin, "cos": math.cos, "tan": math.tan, "tanh": math.tanh, "sinh": math.sinh, "cosh": math.cosh,
    "square": lambda x: x * x, "int": int, "float": float, "round": round, "trunc": math.trunc,
    "float32": float, "float64": float, "int64": int, "int32": int,
}  # fmt: skip
#: For a list of numbers.
_OF_MANY: dict[str, Callable[..., Any]] = {
    "sum": sum, "min": min, "max": max, "mean": lambda xs: sum(xs) / len(xs), "prod": math.prod,
    "average": lambda xs: sum(xs) / len(xs), "len": len,
}  # fmt: skip


def _power(base: float, exponent: float) -> Any:
    return float(base) ** float(exponent)  # of whole numbers it would grow without end


def _rounded(value: float, digits: float) -> Any:
    return round(value, int(digits)) if abs(digits) <= MOST_ITEMS else None


#: For two.
_OF_TWO: dict[str, Callable[..., Any]] = {
    "log": math.log, "round": _rounded, "around": _rounded, "pow": _power, "power": _power, "min": min, "max": max,
    "maximum": max, "minimum": min, "hypot": math.hypot,
}  # fmt: skip
_BUILTINS = {"abs", "int", "float", "round", "sum", "min", "max", "pow", "len"}


class Constants(dict[str, Any]):
    """The names that hold a literal, and what they hold; `own` are names of functions that the notebook defines."""

    def __init__(self, own: Collection[str] = ()) -> None:
        super().__init__()
        self.own = set(own)

    def leave(self, names: set[str]) -> set[str]:
        """Of well-known names those that mean here what they mean everywhere."""
        return names - self.keys() - self.own


def literal_of(node: ast.expr | None, constants: Constants) -> tuple[Any] | None:
    """The value of a literal, of arithmetic with numbers, or of a name that holds one; None for anything else."""
    if isinstance(node, ast.Constant):
        return (node.value,) if _fits(node.value) else None
    if isinstance(node, ast.Name):
        return (constants[node.id],) if node.id in constants else None
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) <= MOST_ITEMS:
        items = [literal_of(item, constants) for item in node.elts]
        values = [item[0] for item in items if item]
        return None if None in items or _many(values) > MOST_TOGETHER else (values,)
    if isinstance(node, ast.expr):
        value = _number(node, constants)
        return None if value is None else (value,)
    return None


def _many(value: Any) -> int:
    """How many values are in a list and those in it: `b = [a, a, a]; c = [b, b, b]` grows fast."""
    return sum(map(_many, value), 1) if isinstance(value, list) else 1


def _fits(value: Any) -> bool:
    if isinstance(value, str | bytes):
        return len(value) <= LONGEST_TEXT
    return not isinstance(value, complex) and not (isinstance(value, int) and abs(value) >= LARGEST_NUMBER)


def _number(node: ast.expr, constants: Constants) -> float | int | None:
    """The value of arithmetic with numbers, as long as it stays small."""
    try:
        value = _computed(node, constants)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return value if isinstance(value, int | float) and _fits(value) else None


def _computed(node: ast.expr, constants: Constants) -> Any:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _number(node.operand, constants)
        return None if value is None else -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp):
        return _arithmetic(node, constants)
    if isinstance(node, ast.Call) and not node.keywords:
        return _called(node, constants)
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in constants.leave(_HOMES):
        return _CONSTANTS.get(node.attr)
    literal = literal_of(node, constants) if isinstance(node, ast.Constant | ast.Name) else None
    return literal[0] if literal else None


def _arithmetic(node: ast.BinOp, constants: Constants) -> float | None:
    left, right = _number(node.left, constants), _number(node.right, constants)
    if left is None or right is None:
        return None
    a, b = float(left), float(right)
    match node.op:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
        case ast.Div():
            return a / b
        case ast.FloorDiv():
            return a // b
        case ast.Mod():
            return a % b
        case ast.Pow():
            value = a**b
            return value if isinstance(value, float) else None
    return None


def _called(node: ast.Call, constants: Constants) -> Any:
    """What a call of a well-known function gives: `np.log(2)`, `round(0.123, 2)`, `sum([1, 2])`."""
    func = node.func
    if isinstance(func, ast.Attribute) and getattr(func.value, "id", "") in constants.leave(_HOMES):
        name = func.attr
    elif isinstance(func, ast.Name) and func.id in constants.leave(_BUILTINS):
        name = func.id
    else:
        return None
    given = [literal_of(argument, constants) for argument in node.args[: MOST_ITEMS + 1]]
    values = [each[0] for each in given if each is not None]
    if len(values) < len(node.args) or not values:
        return None
    if len(values) == 1 and isinstance(values[0], list):
        return _OF_MANY[name](values[0]) if name in _OF_MANY else None
    if not all(isinstance(value, int | float) for value in values):
        return None
    if len(values) == 1 and name in _OF_ONE:
        return _OF_ONE[name](values[0])
    return _OF_TWO[name](*values) if len(values) == 2 and name in _OF_TWO else None
