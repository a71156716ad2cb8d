"""The changes that may be tried, from the table of edits: at every place those that are so far-fetched."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..edits.faults import FAULTS
from ..edits.repairs import BEGINNINGS, FORGOTTEN, MISSING, MOVES, PUT_IN, REPAIRS
from ..edits.scope import Slot
from .guarded import put_into_itself
from .program import Program
from .tried import Try, last_line_of

#: Stands among the kinds of changes for moves alone; and how far-fetched they are there.
MOVED, MOVED_COST = 100, 2
#: Behind these, nothing is run.
_LAST = (ast.Pass, ast.Return, ast.Raise, ast.Continue, ast.Break, ast.ClassDef)


class Changes:
    """The changes of a program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._statements: dict[int, list[ast.stmt]] = {}

    def groups(self, slots: Sequence[Slot], cost: int, most: int) -> Iterator[list[Try]]:
        """The changes that are so far-fetched, small pieces first; those at one place together, so many at most."""
        found = [each for slot in slots for each in self._tries(slot, cost)]
        found.sort(key=lambda each: each.size)
        for _, several in groupby(found, key=lambda each: (id(each.slot), each.size)):
            group = list(several)
            yield from (group[start : start + most] for start in range(0, len(group), most))

    def _tries(self, slot: Slot, cost: int) -> Iterator[Try]:
        """The changes at a place that are so far-fetched."""
        far = MOVED_COST if cost == MOVED else cost
        for at, replacement in self._changes(slot, cost):
            if not put_into_itself(slot, replacement):
                yield Try(far, slot, replacement, at, self.program.sizes[id(at)], moved=cost == MOVED)
        node = slot.node
        if isinstance(node, ast.Pass) and cost == PUT_IN - 1:
            for statement in (*FORGOTTEN(node, slot.scope), *self._missing(slot)):
                yield Try(cost, slot, statement, node, 1)
        elif isinstance(node, ast.stmt) and _goes_on(slot) and cost in (PUT_IN - 1, PUT_IN):
            for statement in self._missing(slot) if cost == PUT_IN else FORGOTTEN(node, slot.scope):
                yield self._behind(slot, statement, cost)

    def _behind(self, slot: Slot, statement: ast.stmt, cost: int) -> Try:
        """A statement put in behind the one at a place."""
        behind = ast.If(ast.Constant(True), [slot.node, statement], [])  # type: ignore[list-item]
        return Try(cost, slot, behind, last_line_of(slot.node), self.program.sizes[id(slot.node)], True)

    def further_out(self, each: Try, slots: Sequence[Slot]) -> Iterator[Try]:
        """What is put in into an inner function, put in into the one around it instead; late places first."""
        put, inner = each.replacement, each.slot.within
        statement: ast.stmt = put.body[-1] if isinstance(put, ast.If) else put  # type: ignore[assignment]
        for slot in reversed(slots):
            if inner and slot.within == inner[:-1] and isinstance(slot.node, ast.stmt) and _goes_on(slot):
                yield self._behind(slot, statement, each.cost)

    def _changes(self, slot: Slot, cost: int) -> Iterator[tuple[ast.AST, ast.AST]]:
        """(what is changed, what is put in the place of the node)."""
        node = slot.node
        if cost in (1, 3):
            for fault in (change.replacement for kind in FAULTS for change in kind(node)):
                if (3 if isinstance(fault, ast.Pass) else 1) == cost:
                    yield _narrowed(node, fault), fault
        for price, kind in REPAIRS:
            for replacement in kind(node, slot.scope) if price == cost else ():
                yield _narrowed(node, replacement), replacement
        around = (*slot.within, node)
        function = next((each for each in reversed(around) if isinstance(each, ast.FunctionDef)), None)
        if cost in (1, 3, MOVED) and function is not None:
            for move in BEGINNINGS if cost == 1 else MOVES:
                for moved, replacement in move(node, function):
                    if id(moved) not in self.program.ours:
                        yield moved, replacement

    def _missing(self, slot: Slot) -> list[ast.stmt]:
        """The statements that may be missing at a place; made once for a function."""
        if id(slot.scope) not in self._statements:
            self._statements[id(slot.scope)] = list(MISSING(slot.node, slot.scope))
        return self._statements[id(slot.scope)]


def _goes_on(slot: Slot) -> bool:
    """Whether a statement stands there behind which another may be missing."""
    if isinstance(slot.node, ast.FunctionDef):
        return isinstance(slot.parent, ast.FunctionDef)
    return not isinstance(slot.node, _LAST)


def is_dead_end(slot: Slot) -> bool:
    """Whether what follows would never run if the function returned here."""
    if isinstance(slot.parent, ast.For | ast.While):
        return True
    return isinstance(slot.parent, ast.FunctionDef) and slot.index != len(slot.parent.body) - 1


def _narrowed(node: ast.AST, replacement: ast.AST) -> ast.AST:
    """What really changes: of a statement with another condition alone the condition, of a loop what it is over."""
    if type(node) is not type(replacement):
        return node
    if isinstance(node, ast.For):
        return node.iter if replacement.body is node.body else node  # type: ignore[attr-defined]
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return node.test if replacement.body is node.body else node  # type: ignore[attr-defined]
    return node
