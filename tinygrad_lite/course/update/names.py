"""The names that a code cell gives to other cells, or reads from them, found without running it.

Where it is not clear whether a name is read, it counts as read: an old version too many does no harm, one too few is a
NameError. Names made by `exec`, `globals()` or `import *` are not seen; those that a function makes by `global` count
as made where it is read.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from .magics import magics_in, python_of
from .statements import in_turn

_WORD = re.compile(r"[^\W\d]\w*")
_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class Step(NamedTuple):
    """One statement of a cell.

    Attributes:
        given: the names that are there when it has run.
        at_once: those that it reads itself: without them it stops.
        within: those that functions in it read: they are wanted when these are called.
        sets: those that functions in it give (`global count`): they are there when these have been called.
        calls: whether it may call these functions itself.
        gone: the names that it deletes.
    """

    given: frozenset[str]
    at_once: frozenset[str]
    within: frozenset[str]
    sets: frozenset[str]
    calls: bool
    gone: frozenset[str]


class Names(NamedTuple):
    """The names of a text that others see.

    Attributes:
        given: those that are there for others when it has run.
        read: those that it reads before it has given them itself, in functions that it defines, too.
        steps: its statements in the order in which they run.
    """

    given: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()


class There:
    """The names that are there while cells run one below the other.

    A function needs what it reads where it is called, not where it is defined; where it is read, it may be called.

    Attributes:
        held: each name that is there, with those that are wanted when what it stands for is called.
        sets: the same, with those that are there when it has been called.
        settled: those of which a call wants nothing that is not there, and gives nothing: most.
    """

    def __init__(self) -> None:
        self.held: dict[str, frozenset[str]] = {}
        self.sets: dict[str, frozenset[str]] = {}
        self.settled: set[str] = set()

    def lacks(self, cell: Any) -> set[str]:
        """The names that a cell would need and that are not there, were it the next."""
        after = There()
        after.held, after.sets, after.settled = dict(self.held), dict(self.sets), set(self.settled)
        return {name for name, _ in after.run(cell)}

    def run(self, cell: Any) -> set[tuple[str, bool]]:
        """Run one more cell: the names that it needs and that are not there.

        Each comes with whether it is surely needed (True), or would be if all that is read were called (False).
        """
        return self.run_through(names_of(cell).steps)

    def run_through(self, steps: Iterable[Step]) -> set[tuple[str, bool]]:
        """Run some statements, as `run` does."""
        found: set[tuple[str, bool]] = set()
        for step in steps:
            called = self.called(step.at_once | step.within if step.calls else step.at_once)
            found |= {(name, True) for name in step.at_once - self.held.keys()}
            found |= {(name, False) for name in called - self.held.keys()}
            wanted = frozenset[str]().union(*(self.held.get(name, ()) for name in step.at_once))
            sets = step.sets.union(*(self.sets.get(name, ()) for name in called))
            holds = step.within | {name for name in wanted if self.held.get(name, True)}
            for name in sets if step.calls else sets - step.sets:
                self.held.setdefault(name, frozenset())
            self._give(step.given, frozenset(holds), frozenset(sets))
            for name in step.gone & self.held.keys():
                del self.held[name]
                self.settled.clear()
        return found

    def _give(self, names: frozenset[str], holds: frozenset[str], sets: frozenset[str]) -> None:
        """These names are there from now on."""
        self.held.update(dict.fromkeys(names, holds))
        self.sets.update(dict.fromkeys(names, sets))
        called = self.called(holds)
        if called <= self.held.keys() and not any(self.sets.get(name) for name in {*called, *names}):
            self.settled |= names
        elif names & self.settled:
            self.settled.clear()  # others may call these

    def called(self, names: Iterable[str]) -> set[str]:
        """These names, and those that are wanted when all that they stand for is called; not each that is settled."""
        seen, needed = set[str](), set(names)
        while needed:
            seen |= needed
            needed = set[str]().union(*(self.held.get(name, ()) for name in needed - self.settled)) - seen
        return seen


def given_by(cell: Any) -> frozenset[str]:
    """The names that are there for others when the cell has run."""
    return names_of(cell).given


def read_by(cell: Any) -> frozenset[str]:
    """The names that the cell wants from the notebook, those in the functions that it defines included."""
    return names_of(cell).read


def lacking(cells: Iterable[Any]) -> dict[int, set[tuple[str, bool]]]:
    """For each cell, by `id(cell)`, the names that it needs and that the cells above it do not give."""
    there = There()
    return {id(cell): there.run(cell) for cell in cells}


def names_of(cell: Any) -> Names:
    """The names of a cell; none where it is no code, or Python cannot read it."""
    return (_names(cell.source) if cell.cell_type == "code" else None) or Names()


@cache
def _names(source: str) -> Names | None:
    """The names of a text; None where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a "\\d", say: the student's cell tells that when it runs
            tree = _Plainer().visit(ast.parse(python_of(source)))
            steps = tuple(_steps(tree.body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    in_all = frozenset[str]().union(*(step.given for step in steps))
    given = set[str]()
    for step in steps:
        given = (given | step.given | step.sets) - step.gone
    within = frozenset[str]().union(*(step.within for step in steps)) - in_all  # called when all of them are there
    at_once = {name for name, _ in There().run_through(steps)}
    return Names(frozenset(given), within | at_once, steps)


def _steps(statements: Iterable[ast.stmt]) -> Iterator[Step]:
    for statement in in_turn(statements):
        if isinstance(statement, list):
            yield _either([[*_steps(branch)] for branch in statement])
        else:
            yield _step(statement)


def _either(branches: list[list[Step]]) -> Step:
    """Branches, of which one runs, as one statement."""
    steps = [step for branch in branches for step in branch]
    needs = {need for branch in branches for need in There().run_through(branch)}
    return Step(
        given=frozenset[str]().union(*(step.given for step in steps)),
        at_once=frozenset(name for name, _ in needs),
        within=frozenset[str]().union(*(step.within for step in steps)),
        sets=frozenset[str]().union(*(step.sets for step in steps)),
        calls=any(step.calls and step.within for step in steps),
        gone=frozenset(),
    )


def _step(statement: ast.stmt) -> Step:
    """The names of one statement, by Python's own tables of them, and by what its magics say."""
    given, at_once, within, sets = set[str](), set[str](), set[str](), set[str]()
    is_function = isinstance(statement, _FUNCTION)
    for table, is_called_later in _tables(ast.unparse(statement)):
        outermost = table.get_type() == "module"
        for name in (name for name in table.get_symbols() if outermost or name.is_global()):
            binds = name.is_assigned() or name.is_imported() or name.is_namespace()
            if binds and (outermost or name.is_declared_global()):
                (sets if is_called_later else given).add(name.get_name())
            if name.is_referenced():
                (within if is_called_later else at_once).add(name.get_name())
    for magic in magics_in(statement):
        for text in magic.texts:
            names = _names(text)
            (within if is_function else at_once).update(names.read if names else _WORD.findall(text))
            given |= names.given if names and magic.stays else set()
        given |= set(magic.gives)
    if isinstance(statement, _FUNCTION | ast.ClassDef):
        within.discard(statement.name)  # it is there when it is called
    targets = statement.targets if isinstance(statement, ast.Delete) else []
    gone = {target.id for target in targets if isinstance(target, ast.Name)}
    return Step(
        given=frozenset(given - gone),
        at_once=frozenset(at_once | gone),
        within=frozenset(within),
        sets=frozenset(sets),
        calls=not _only_defines(statement),
        gone=frozenset(gone),
    )


def _only_defines(statement: ast.stmt) -> bool:
    """Whether it calls none of the functions in it."""
    if isinstance(statement, _FUNCTION | ast.ClassDef):
        return not statement.decorator_list
    return isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda)


def _tables(source: str) -> Iterator[tuple[symtable.SymbolTable, bool]]:
    """The tables of the names in a text and in all functions and classes in it, each with whether it runs later."""
    tables = [(symtable.symtable(source, "a cell", "exec"), False)]
    for table, later in tables:
        yield table, later
        for child in table.get_children():
            is_function = child.get_type() == "function" and child.get_name() != "genexpr"
            tables.append((child, later or is_function))


class _Plainer(ast.NodeTransformer):
    """A text in words that the tables tell the truth of.

    Every comprehension becomes a generator: from Python 3.12 on, the tables take a list's `i` for one of the cell's.
    And `count += 1` becomes `count = count + 1`: else they do not say that it is read.
    """

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(node.elt, node.generators)

    visit_SetComp = visit_ListComp

    def visit_DictComp(self, node: ast.DictComp) -> ast.GeneratorExp:
        self.generic_visit(node)
        return ast.GeneratorExp(ast.Tuple([node.key, node.value], ast.Load()), node.generators)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        self.generic_visit(node)
        if not isinstance(node.target, ast.Name):
            return node
        value = ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value)
        return ast.copy_location(ast.Assign([node.target], value), node)
