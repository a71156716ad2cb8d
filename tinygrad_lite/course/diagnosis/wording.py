"""The words of a program, as two programs can be compared by: what a mistake changes are the words that differ.

The same program can be written with other names, and with a step more or less. So there are two readings of it: as it
stands, and in plain words, without the names that it gives to what it has on the way.
"""

from __future__ import annotations

import ast
import inspect
import io
import textwrap
import tokenize
from typing import Any

from ..edits.copied import copied

Words = list[tuple[int, str]]


def definition_of(candidate: Any) -> ast.FunctionDef | None:
    """The function as a tree, without decorators, docstring and `self`; None where there is no function to be read."""
    try:
        definition = ast.parse(textwrap.dedent(inspect.getsource(candidate))).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    if not isinstance(definition, ast.FunctionDef):
        return None
    definition.name, definition.decorator_list, definition.returns = "answer", [], None
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:]
    arguments = definition.args.args
    definition.args.args = arguments[1:] if arguments and arguments[0].arg == "self" else arguments
    return definition


def words_of(definition: ast.FunctionDef) -> Words:
    """The words, as Python's own way of writing puts them."""
    lines = io.StringIO(ast.unparse(definition) + "\n")
    return [(token.type, token.string) for token in tokenize.generate_tokens(lines.readline)]


def in_plain_words(definition: ast.FunctionDef) -> ast.FunctionDef:
    """The same function with one return and nothing else, where it is a straight line, and with names from one mould.

    A name that is given once on the way to the return is replaced by what it stands for; what a loop goes through is
    named after what it is an element of; `strict=True`, which changes nothing in a right answer, is left out.

    Example:
        >>> tree = ast.parse("def answer(x, ys):\\n    d = x - 1\\n    return [d * y for y in ys]").body[0]
        >>> print(ast.unparse(in_plain_words(tree)))
        def answer(x, ys):
            return [(x - 1) * each_ys for each_ys in ys]
    """
    plain = copied(definition)
    for node in ast.walk(plain):
        if isinstance(node, ast.Call):
            node.keywords = [each for each in node.keywords if each.arg != "strict"]
    straight = _without_steps(plain)
    names: dict[str, str] = {}
    for node in ast.walk(plain if straight is None else straight):
        if isinstance(node, ast.For | ast.comprehension):
            names.update(_elements(node.target, node.iter))
    return _Replaced({old: ast.Name(new, ast.Load()) for old, new in names.items()}).visit(straight or plain)


def _without_steps(definition: ast.FunctionDef) -> ast.FunctionDef | None:
    """The return alone, with every name replaced by what it stands for; None where there is more than that to it."""
    *steps, last = definition.body
    if not isinstance(last, ast.Return) or last.value is None:
        return None
    meaning: dict[str, ast.expr] = {}
    for step in steps:
        for name, value in _given(step):
            if name is None or name in meaning or _draws(value, definition):
                return None
            meaning[name] = _Replaced(meaning).visit(copied(value))
    last.value = _Replaced(meaning).visit(last.value)
    definition.body = [last]
    return definition


def _draws(value: ast.expr, definition: ast.FunctionDef) -> bool:
    """Whether it may be something else when it is computed again: drawn by chance, or what a given function says."""
    given = {each.arg for each in definition.args.args}
    called = {
        each.func.id for each in ast.walk(value) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
    }
    return bool(given & called) or any(isinstance(each, ast.Name) and each.id == "rng" for each in ast.walk(value))


def _given(step: ast.stmt) -> list[tuple[str | None, ast.expr]]:
    """(name, value) of what a statement names; a name None where it does something else."""
    target = step.targets[0] if isinstance(step, ast.Assign) and len(step.targets) == 1 else None
    if isinstance(target, ast.Name) and isinstance(step, ast.Assign):
        return [(target.id, step.value)]
    if isinstance(step, ast.Assign) and isinstance(target, ast.Tuple) and isinstance(step.value, ast.Tuple):
        pairs = zip(target.elts, step.value.elts, strict=False)
        return [(name.id if isinstance(name, ast.Name) else None, value) for name, value in pairs]
    return [(None, ast.Constant(None))]


def _elements(target: ast.expr, source: ast.expr) -> dict[str, str]:
    """What the names of a loop are called after what they are elements of: `zip(params, grads)`, or `params`."""
    pairs = [(target, source)]
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "zip":
        pairs = list(zip(target.elts, source.args, strict=False)) if isinstance(target, ast.Tuple) else []
    return {
        name.id: f"each_{of.id}"
        for name, of in pairs
        if isinstance(name, ast.Name) and isinstance(of, ast.Name) and name.id != "_"
    }


class _Replaced(ast.NodeTransformer):
    """Names replaced by what they stand for. A name that is written to keeps its place."""

    def __init__(self, meaning: dict[str, ast.expr]) -> None:
        self.meaning = meaning

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if node.id not in self.meaning:
            return node
        stands = self.meaning[node.id]
        if isinstance(stands, ast.Name) and isinstance(node.ctx, ast.Store):
            return ast.Name(stands.id, ast.Store())
        return copied(stands) if isinstance(node.ctx, ast.Load) else node
