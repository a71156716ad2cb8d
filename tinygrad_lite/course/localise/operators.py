"""What an expression may be made of: operators and functions, how each is written, and how it is undone."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..edits.change import called, load
from .guarded import GUARDS

#: What is done to a value, and how that is written.
Does = Callable[[Any], Any]
Written = Callable[[ast.expr], ast.expr]


@dataclass(frozen=True)
class Two:
    """What is done to two values.

    Attributes:
        written: the operator; the name of a function of NumPy; "" for an index.
        does: what comes out.
        left, right: what must stand on that side, from what comes out and what stands on the other; None where that is
            not looked for.
    """

    written: type[ast.operator] | type[ast.cmpop] | str
    does: Callable[[Any, Any], Any]
    left: Callable[[Any, Any], Any] | None = None
    right: Callable[[Any, Any], Any] | None = None

    @property
    def is_numpys(self) -> bool:
        """Whether it is a function of NumPy."""
        return isinstance(self.written, str) and self.written != ""

    def tree(self, one: ast.expr, other: ast.expr, numpy: str) -> ast.expr:
        """How it is written."""
        if not isinstance(self.written, str):
            made = self.written()
            return ast.BinOp(one, made, other) if isinstance(made, ast.operator) else ast.Compare(one, [made], [other])
        if self.written == "reshape":
            other = ast.Attribute(other, "shape", ast.Load())
        if self.is_numpys:
            return called(ast.Attribute(load(numpy), self.written, ast.Load()), one, other)
        return ast.Subscript(one, other, ast.Load())


TWO = (
    Two(ast.Add, lambda a, b: a + b, lambda v, b: v - b),
    Two(ast.Mult, GUARDS["_times_"], lambda v, b: v / b),
    Two(ast.Sub, lambda a, b: a - b, lambda v, b: v + b, lambda v, a: a - v),
    Two(ast.Div, lambda a, b: a / b, lambda v, b: v * b, lambda v, a: a / v),
    Two(ast.Pow, GUARDS["_power_"]),
    Two(ast.MatMult, lambda a, b: a @ b),
    Two(ast.FloorDiv, lambda a, b: a // b),
    Two(ast.Mod, lambda a, b: a % b),
    Two(ast.BitXor, lambda a, b: a ^ b),
    Two("maximum", np.maximum),
    Two("minimum", np.minimum),
    Two("reshape", lambda a, b: np.reshape(a, b.shape)),
    Two("", lambda a, b: a[b]),
    Two(ast.Gt, lambda a, b: a > b),
    Two(ast.GtE, lambda a, b: a >= b),
    Two(ast.Eq, lambda a, b: a == b),
)


def _method(name: str, **given: Any) -> tuple[Does, Written]:
    words = [ast.keyword(key, ast.Constant(value)) for key, value in given.items()]
    return (
        lambda a: getattr(a, name)(**given),
        lambda tree: ast.Call(ast.Attribute(tree, name, ast.Load()), [], words),
    )


def _attribute(name: str) -> tuple[Does, Written]:
    return lambda a: getattr(a, name), lambda tree: ast.Attribute(tree, name, ast.Load())


def _item(place: int, of: str = "") -> tuple[Does, Written]:
    def written(tree: ast.expr) -> ast.expr:
        return ast.Subscript(ast.Attribute(tree, of, ast.Load()) if of else tree, ast.Constant(place), ast.Load())

    return lambda a: (getattr(a, of) if of else a)[place], written


#: What is done to one value, and how it is written.
ONE: tuple[tuple[Does, Written], ...] = (
    (lambda a: -a, lambda tree: ast.UnaryOp(ast.USub(), tree)),
    (len, lambda tree: called(load("len"), tree)),
    (lambda a: 1 - a, lambda tree: ast.BinOp(ast.Constant(1), ast.Sub(), tree)),
    (lambda a: a * a, lambda tree: ast.BinOp(tree, ast.Mult(), tree)),
    (lambda a: 1 - a * a, lambda tree: ast.BinOp(ast.Constant(1), ast.Sub(), ast.BinOp(tree, ast.Mult(), tree))),
    (lambda a: a * (1 - a), lambda tree: ast.BinOp(tree, ast.Mult(), ast.BinOp(ast.Constant(1), ast.Sub(), tree))),
    _attribute("T"),
    _attribute("size"),
    _item(0),
    _item(-1),
    _item(0, "shape"),
    _item(-1, "shape"),
    _method("sum"),
    _method("mean"),
    _method("max"),
    *(_method(name, axis=axis) for name in ("sum", "mean") for axis in (0, 1)),
    *(_method(name, axis=-1, keepdims=True) for name in ("sum", "mean", "max")),
    (sum, lambda tree: called(load("sum"), tree)),
    (max, lambda tree: called(load("max"), tree)),
)
#: Functions of NumPy of one value.
NUMPYS = ("exp", "log", "sqrt", "abs", "tanh", "sign")
#: A function of NumPy, and what it must be given for a result.
INVERSE: tuple[tuple[str, Does], ...] = (
    ("exp", np.log),
    ("log", np.exp),
    ("sqrt", np.square),
    ("square", np.sqrt),
    ("tanh", np.arctanh),
)
