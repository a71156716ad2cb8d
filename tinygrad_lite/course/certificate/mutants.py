"""Mechanically mutated versions of a solution: each has one small fault, and the checks have to notice it.

    line 2: predicted - target → predicted + target
    line 2: np.mean → np.sum

The lines are those of the solution as Python itself would write it, without docstring and comments, the line with
`def` being line 1; so editing a comment does not rename a mutant. The kinds of mutation are in
`edits/faults.py`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ..edits.change import Change
from ..edits.copied import copied
from ..edits.faults import FAULTS, other_results


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
        for change in _changes(node, tree):
            mutated = copied(tree)
            target = list(_walk(mutated))[index]
            text = ast.unparse(ast.fix_missing_locations(_Replace(target, copied(change.replacement)).visit(mutated)))
            if text in seen or not _compiles(text):
                continue
            seen.add(text)
            number = next((n.lineno for n in ast.walk(node) if hasattr(n, "lineno")), 1)
            description = f"line {number}: {' → '.join(change.words())}"
            names[description] += 1
            if names[description] > 1:
                description += f" ({names[description]})"
            found.append(Mutant(description, text.splitlines()[min(number, len(text.splitlines())) - 1].strip(), text))
    return found


def _normal(source: str) -> ast.Module:
    """The code without docstrings, annotations and the decorators of the whole, with `ast.unparse`'s line numbers.

    Decorators inside a class stay, as `@property` does: without it the code would have one fault more than is planted.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if node in tree.body:
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
    for kind in FAULTS:
        yield from kind(node)
    if isinstance(node, ast.Return) and node.value is not None:
        yield from other_results(node, _function_around(node, tree))


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


def _function_around(node: ast.AST, tree: ast.Module) -> ast.FunctionDef | None:
    """The innermost function that holds a node."""
    holding = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and any(n is node for n in ast.walk(f))]
    return holding[-1] if holding else None
