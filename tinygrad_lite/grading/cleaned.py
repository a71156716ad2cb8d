"""A student's code with everything taken out that could say whose it is: to show how it works, not who wrote it.

Comments and docstrings go; variables, functions, classes and attributes of the student's own get names by their order;
texts and long numbers go unless the course's own code has them. What stays is Python's, NumPy's and the exercise's.
"""

from __future__ import annotations

import ast
import builtins
import functools
import keyword
import math
from typing import Any

import numpy as np

from ..course.exercise import Exercise

#: A number with so many digits may be somebody's: an id, a telephone number.
LONG = 6
MOST = 20_000


def cleaned(source: str, exercise: Exercise) -> str:
    """The code as anybody could have written it; "" where it cannot be read."""
    if len(source) > MOST:
        return ""
    try:
        tree = ast.parse(source)
        definition = _definition(tree, exercise.name)
        text = ast.unparse(_Cleaner(exercise).clean(definition))
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, LookupError):
        return ""
    return text


def _definition(tree: ast.Module, name: str) -> ast.AST:
    """The exercise's own function or class, else all there is."""
    found = [node for node in tree.body if getattr(node, "name", None) == name]
    return found[-1] if found else tree


@functools.cache
def public_words() -> frozenset[str]:
    """Names that are nobody's: Python's own and NumPy's."""
    found = {*dir(builtins), *keyword.kwlist, *dir(math), *dir(np), "np", "numpy", "math", "self", "axis", "keepdims"}
    for kind in (np.ndarray, np.linalg, np.random.Generator, str, list, dict, tuple, set, int, float):
        found.update(dir(kind))
    return frozenset(word for word in found if not word.startswith("_") or word.startswith("__"))


@functools.cache
def _words_of(kind: Any) -> tuple[frozenset[str], frozenset[object]]:
    """Names and constants that the exercise's own solution has, or whose text the student reads."""
    exercise = kind()
    nodes = list(ast.walk(ast.parse(exercise.solution_code())))
    names = {exercise.name, *exercise.signature.parameters}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    constants = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(names), frozenset(constants)


def _next(letters: str, taken: set[str]) -> str:
    """v1, v2, … : the first that is not taken."""
    number = 1
    while f"{letters}{number}" in taken:
        number += 1
    return f"{letters}{number}"


class _Cleaner(ast.NodeTransformer):
    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.words, self.constants = _words_of(type(exercise))  # type: ignore[arg-type]
        self.names: dict[str, str] = {}
        self.attributes: dict[str, str] = {}
        self.bound: set[str] = set()
        self.methods: set[ast.AST] = set()

    def clean(self, definition: ast.AST) -> ast.AST:
        """The definition with nothing left of who wrote it."""
        nodes = list(ast.walk(definition))
        self.bound = {node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        self.methods = {child for node in nodes if isinstance(node, ast.ClassDef) for child in node.body}
        return self.visit(definition)

    def name(self, name: str) -> str:
        """A variable's name: the next by order, unless it is the exercise's, or Python's and not given anew."""
        if name in self.names:
            return self.names[name]
        if name in self.words or (name in public_words() and name not in self.bound):
            return name
        return self.names.setdefault(name, _next("v", {*self.names.values(), *self.words}))

    def attribute(self, name: str) -> str:
        """What stands behind a dot, or is a keyword."""
        if name in self.words or name in public_words():
            return name
        if name not in self.attributes:
            self.attributes[name] = _next("attribute", {*self.attributes.values(), *self.words})
        return self.attributes[name]

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> ast.AST:
        is_top = node.name == self.exercise.name
        if is_top and not isinstance(node, ast.ClassDef):
            self._parameters_as_asked(node.args)
        node.name = self.attribute(node.name) if node in self.methods else self.name(node.name)
        node.decorator_list = [each for each in node.decorator_list if isinstance(each, ast.Name)]
        first = node.body[0]
        is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if is_text and isinstance(first.value.value, str):  # type: ignore[attr-defined]
            node.body = node.body[1:] or [ast.Pass()]
        if not isinstance(node, ast.ClassDef):
            node.returns = None
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef
    visit_ClassDef = visit_FunctionDef

    def _parameters_as_asked(self, arguments: ast.arguments) -> None:
        """The student's own words for the parameters become the exercise's."""
        asked = list(self.exercise.signature.parameters)
        given = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
        if len(given) <= len(asked) and not set(asked) & set(given) - {
            name for name, other in zip(given, asked, strict=False) if name == other
        }:
            self.names.update(zip(given, asked, strict=False))

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self.name(node.arg), None
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.name(node.id)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        node.attr = self.attribute(node.attr)
        return self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        node.arg = node.arg and self._keyword(node.arg)
        return self.generic_visit(node)

    def _keyword(self, name: str) -> str:
        return self.names.get(name) or self.attribute(name)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        node.asname = node.asname and self.name(node.asname)
        node.name = ".".join(map(self.attribute, node.name.split(".")))
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        node.module = node.module and ".".join(map(self.attribute, node.module.split(".")))
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> ast.AST:
        node.names = [self.name(name) for name in node.names]
        return node

    visit_Nonlocal = visit_Global

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = node.name and self.name(node.name)
        return self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return ast.Constant("…")

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, str) and node.value not in self.constants:
            return ast.Constant("…")
        if isinstance(node.value, bytes):
            return ast.Constant(b"")
        if _is_long(node.value):
            return ast.Name("a_long_number")
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in ("name", "rest"):  # patterns of `match`, type parameters
            text = getattr(node, field, None)
            if isinstance(text, str) and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler):
                setattr(node, field, self.name(text))
        return super().generic_visit(node)


def _is_long(value: object) -> bool:
    """Whether a number may be somebody's: whole, also where it is written with a point, and of many digits."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return len(str(int(abs(value))).rstrip("0")) > LONG
    return isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) > LONG
