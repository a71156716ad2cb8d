"""The names that a code cell gives to other cells, or reads from them, found without running it.

Where it is not clear whether a name is read, it counts as read: an old version too many does no harm, one too few is a
NameError. Names made by `exec`, `globals()` or `import *` are not seen.
"""

from __future__ import annotations

import ast
import copy
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from .magics import magics_in, python_of

_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class Names(NamedTuple):
    """The names of a text that others see.

    Attributes:
        given: those that are there for others when it has run.
        read: those that it reads before it has given them itself, in functions that it defines, too.
        at_once: those of `read` without which it stops.
        later: functions that it only defines, each with those of `read` that are wanted when it is called.
    """

    given: frozenset[str]
    read: frozenset[str]
    at_once: frozenset[str] = frozenset()
    later: tuple[tuple[str, frozenset[str]], ...] = ()


def given_by(cell: Any) -> frozenset[str]:
    """The names that are there for others when the cell has run."""
    return _of(cell).given


def read_by(cell: Any) -> frozenset[str]:
    """The names that the cell wants from the notebook, those in the functions that it defines included."""
    return _of(cell).read


def lacking(cells: Iterable[Any]) -> dict[int, set[tuple[str, bool]]]:
    """For each cell, by `id(cell)`, the names that it needs and that the cells above it do not give.

    A function needs what it reads where it is called, not where it is defined; where it is read, it may be called. So
    each name comes with whether it is surely needed (True), or would be if all that is read were called (False).
    """
    there: dict[str, frozenset[str]] = {}  # name → what is needed where it is called
    found: dict[int, set[tuple[str, bool]]] = {}
    for cell in cells:
        names, seen = _of(cell), set[str]()
        needed = set(names.at_once)
        while needed:
            seen |= needed
            needed = set[str]().union(*(there.get(name, ()) for name in needed)) - names.given - seen
        found[id(cell)] = {
            (name, sure) for sure in (True, False) for name in (names.at_once if sure else seen) - there.keys()
        }
        there.update(dict.fromkeys(names.given, frozenset()) | dict(names.later))
    return found


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
    given, read, at_once = set[str](), set[str](), set[str]()
    later: dict[str, frozenset[str]] = {}
    for statement, names in statements:
        is_function = isinstance(statement, _FUNCTION)  # it is called when all of them are there
        within = names.given if hasattr(statement, "body") else frozenset()  # `for row in rows: print(row)`
        reads = names.read - (in_all if is_function else given | within)
        reads |= {*_changed_in_place(statement)} - given
        read |= reads
        others = (names for other, names in statements if other is not statement)
        if isinstance(statement, _FUNCTION) and not (
            statement.decorator_list or any(statement.name in names.read for names in others)
        ):
            head = _names_in(_without_body(statement)).read
            later[statement.name], reads = frozenset(reads - head), reads & head
        at_once |= reads
        given |= names.given
    return Names(in_all, frozenset(read), frozenset(at_once), tuple(later.items()))


def _without_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    """What runs of a function where it is defined: its defaults and annotations."""
    head = copy.copy(function)
    head.body = [ast.Pass()]
    return head


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
