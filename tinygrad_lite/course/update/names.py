"""The names that a code cell gives to other cells, or reads from them, found without running it.

Where it is not clear whether a name is read, it counts as read: an old version too many does no harm, one too few is a
NameError. Names made by `exec`, `globals()` or `import *` are not seen.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from .magics import magics_in, python_of

_WORD = re.compile(r"[^\W\d]\w*")


class Names(NamedTuple):
    """The names of a text that others see: those it gives, and those it reads before it has given them itself."""

    given: frozenset[str]
    read: frozenset[str]


def given_by(cell: Any) -> frozenset[str]:
    """The names that are there for others when the cell has run."""
    return _of(cell).given


def read_by(cell: Any) -> frozenset[str]:
    """The names that the cell wants from the notebook, those in the functions that it defines included."""
    return _of(cell).read


def _of(cell: Any) -> Names:
    return (_names(cell.source) if cell.cell_type == "code" else None) or Names(frozenset(), frozenset())


@cache
def _names(source: str) -> Names | None:
    """The names of a text; None where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a "\\d", say: the student's cell tells that when it runs
            tree = _AsGenerators().visit(ast.parse(python_of(source)))
            statements = [(statement, _names_in(statement)) for statement in tree.body]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    in_all = frozenset[str]().union(*(names.given for _, names in statements))
    given, read = set[str](), set[str]()
    for statement, names in statements:
        later = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)  # it is called when all of them are there
        within = names.given if hasattr(statement, "body") else frozenset()  # `for row in rows: print(row)`
        read |= names.read - (in_all if later else given | within)
        read |= {*_changed_in_place(statement)} - given
        given |= names.given
    return Names(in_all, frozenset(read))


def _names_in(statement: ast.stmt) -> Names:
    """The names of one statement, by Python's own tables of them, and by what its magics say."""
    given, read = set[str](), set[str]()
    outermost, *inner = _tables(ast.unparse(statement))
    for name in outermost.get_symbols():
        if (name.is_assigned() or name.is_imported() or name.is_namespace()) and not isinstance(statement, ast.Delete):
            given.add(name.get_name())
        if name.is_referenced():
            read.add(name.get_name())
    for name in (name for table in inner for name in table.get_symbols() if name.is_global()):
        if name.is_declared_global() and (name.is_assigned() or name.is_imported()):
            given.add(name.get_name())
        if name.is_referenced():
            read.add(name.get_name())
    for magic in magics_in(statement):
        for text in magic.texts:
            names = _names(text)
            read |= names.read if names else set(_WORD.findall(text))
            given |= names.given if names and magic.stays else set()
        given |= set(magic.gives)
    return Names(frozenset(given), frozenset(read))


def _tables(source: str) -> list[symtable.SymbolTable]:
    """The tables of the names in a text and in all functions and classes in it, the outermost first."""
    tables = [symtable.symtable(source, "a cell", "exec")]
    for table in tables:
        tables.extend(table.get_children())
    return tables


def _changed_in_place(node: ast.AST) -> Iterator[str]:
    """`count` of `count += 1` and of `del count`, outside of functions: it is read, and the tables do not say so."""
    targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets if isinstance(node, ast.Delete) else []
    yield from (target.id for target in targets if isinstance(target, ast.Name))
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        for child in ast.iter_child_nodes(node):
            yield from _changed_in_place(child)


class _AsGenerators(ast.NodeTransformer):
    """Every comprehension as a generator: from Python 3.12 on, the tables take a list's `i` for one of the cell's."""

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)
