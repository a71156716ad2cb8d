"""A place of a program left open: what the names hold there, and what the rest makes of values put in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..case import Case
from ..edits.change import called, is_read, load
from ..edits.scope import Slot
from ..run import Answer, glance
from .piece import Env
from .program import Program
from .watched import kept

_LOOK, _HOLE = "_looked_", "_open_"
#: A place that is reached more often in one case is left out.
MOST_TIMES = 60


@dataclass(frozen=True, eq=False)
class Hole:
    """A place that something may be put in.

    Attributes:
        slot: where.
        target: of a statement that is missing behind the slot's: what its value goes to; None where the slot itself is
            the place.
    """

    slot: Slot
    target: ast.stmt | None = None

    def with_value(self, value: ast.expr) -> ast.AST:
        """What stands at the slot when a value is put in."""
        if self.target is None:
            return value
        node = self.slot.node
        filled = _filled(self.target, value)
        return filled if isinstance(node, ast.Pass) else ast.If(ast.Constant(True), [node, filled], [])  # type: ignore[list-item]

    def takes(self, value: ast.expr, env: Env) -> bool:
        """Whether a value makes sense there: a name that holds something already must not lose it unread."""
        name = getattr(self.target.targets[0], "id", "") if isinstance(self.target, ast.Assign) else ""
        return name not in env or any(getattr(node, "id", "") == name for node in ast.walk(value))


def _filled(statement: ast.stmt, value: ast.expr) -> ast.stmt:
    """`name = …`, `name.append(…)` or `return …` with a value."""
    if isinstance(statement, ast.Assign):
        return ast.Assign(statement.targets, value, lineno=1)
    if isinstance(statement, ast.Return):
        return ast.Return(value)
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    return ast.Expr(ast.Call(statement.value.func, [value], []))


def may_be_open(slot: Slot) -> bool:
    """Whether a place holds a value of the student's computing."""
    node, parent = slot.node, slot.parent
    if slot.statement is None or not is_read(node) or isinstance(node, ast.Slice | ast.Starred | ast.Lambda):
        return False
    if isinstance(parent, ast.Call) and slot.field == "func":
        return False
    if isinstance(parent, ast.Subscript) and slot.field == "slice" and isinstance(node, ast.Tuple):
        return False
    if isinstance(node, ast.Name) and node.id not in (*slot.scope.names, *slot.scope.undefined):
        return False
    return not isinstance(slot.statement, ast.Expr) or not isinstance(parent, ast.Expr)


class Holes:
    """The holes of a program, run on cases."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def surroundings(self, hole: Hole, cases: Sequence[Case]) -> list[list[Env]]:
        """What the names hold each time that a place is reached, case by case; nothing where it cannot be looked at."""
        slot = hole.slot
        names = [*slot.scope.names, *(["self"] if slot.scope.attributes else [])]
        look = called(load(_LOOK), ast.List([_later(name) for name in names], ast.Load()))
        seen: list[Env] = []

        def looked(held: list[Any]) -> None:
            if len(seen) <= MOST_TIMES:
                seen.append(dict(_held(names, held)))

        replacement: ast.AST
        if hole.target is None:
            replacement = ast.BoolOp(ast.Or(), [look, slot.node])  # type: ignore[list-item]
        else:
            replacement = ast.If(ast.Constant(True), [slot.node, ast.Expr(look)], [])  # type: ignore[list-item]
        self.program.namespace[_LOOK] = looked
        found = []
        for _, candidate in self.program.variants(slot, [replacement]):
            for case in cases:
                seen = []
                self.program.ask(glance, candidate, case)
                found.append(seen)
        return found

    def filled(self, hole: Hole) -> Iterator[_Filled]:
        """The program with an open place, to be run with values put in; nothing where it cannot be made."""
        filled = _Filled(self.program)
        self.program.namespace[_HOLE] = filled.next
        replacement = hole.with_value(called(load(_HOLE)))
        for _, candidate in self.program.variants(hole.slot, [replacement]):
            filled.candidate = candidate
            yield filled


class _Filled:
    """A program with an open place."""

    candidate: Any = None

    def __init__(self, program: Program) -> None:
        self.program = program
        self.values: Iterator[Any] = iter(())

    def next(self) -> Any:
        """The next value that goes in. Where there are no more, the run ends."""
        return kept(next(self.values))

    def answer(self, case: Case, values: Sequence[Any]) -> Answer | None:
        """What comes out with these values put in, one each time; None where they were not as many as needed."""
        self.values = iter(values)
        answer = self.program.ask(glance, self.candidate, case)
        return None if next(self.values, self) is not self else answer


def _later(name: str) -> ast.expr:
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, load(name))


def _held(names: Sequence[str], held: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """What those names hold that have a value already."""
    for name, ask in zip(names, held, strict=True):
        try:
            yield name, kept(ask())
        except NameError:
            continue
