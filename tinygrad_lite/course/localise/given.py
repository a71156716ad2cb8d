"""Statements of the solution in the student's names, where the student has `pass`, or returns a bare variable.

There something is left out as a whole, and nothing that stands near leads to it. One run of a training loop takes long:
so what may stand in the place of `pass` is tried before anything else. What is returned in place of a variable comes
late: the last line can make good what is wrong in any other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice, product

from ..case import Case
from ..edits.scope import Slot, is_tick
from .alike import alike
from .as_solved import Known, Moment, NotWritten, Translation
from .changes import is_dead_end
from .holes import MOST_TIMES, Hole, Holes
from .piece import Env
from .program import Program
from .tried import Try
from .watched import Watched

#: How far-fetched they are.
COST = 3
#: So large are they at most; so many names are tried for what one of them gives a value.
LARGEST, MOST = 60, 12
_KINDS = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return, ast.If, ast.For)


class Given:
    """The solution's statements for a program.

    Args:
        program: the student's.
        watched: the solution.
        cases: some that fail.
    """

    def __init__(self, program: Program, watched: Watched, cases: Sequence[Case]) -> None:
        self.program, self.watched, self.cases = program, watched, cases
        self.holes = Holes(program)
        nodes = [node for node in ast.walk(watched.program.tree.body[-1]) if isinstance(node, _KINDS)]
        sizes = watched.program.sizes
        own = [node for node in nodes if not is_tick(node) and sizes.get(id(node), LARGEST) < LARGEST]
        self.statements = sorted(own, key=lambda node: sizes[id(node)])

    def groups(self, slots: Sequence[Slot], kind: type[ast.stmt]) -> Iterator[list[Try]]:
        """The statements at each of some places, where a statement of this kind stands: `pass`, or `return`."""
        for slot in slots:
            hole, kinds = self._hole(slot, slots) if isinstance(slot.node, kind) else (None, ())
            if hole is None:
                continue
            found: dict[str, Try] = {}
            for statement in self._written(hole, kinds):
                change = Try(COST, slot, statement, slot.node, 1, made_up=not isinstance(slot.node, ast.Pass))
                found.setdefault(ast.dump(statement), change)
            if found:
                yield [*found.values()]

    def _hole(self, slot: Slot, slots: Sequence[Slot]) -> tuple[Hole | None, tuple[type[ast.stmt], ...]]:
        """Where to look what the names hold, and which statements may stand there."""
        node = slot.node
        if isinstance(node, ast.Pass):
            return Hole(slot, node), _KINDS
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Name):
            value = next((each for each in slots if each.parent is node), None)
            return (Hole(value) if value else None), (ast.Return,)
        return None, ()

    def _written(self, hole: Hole, kinds: tuple[type[ast.stmt], ...]) -> Iterator[ast.stmt]:
        envs = self.holes.surroundings(hole, self.cases)
        if not envs or not all(0 < len(each) <= MOST_TIMES for each in envs):
            return
        for index in (0, -1):  # the first time nothing has gone wrong yet; the last time few values are still alike
            pairs = zip(self.cases, envs, strict=True)
            moments = [Moment(case, len(each), index) for case, each in pairs]
            held = {name for each in envs for name in each[0]}
            yield from self._at(hole, kinds, moments, [each[index] for each in envs], held)

    def _at(
        self,
        hole: Hole,
        kinds: tuple[type[ast.stmt], ...],
        moments: Sequence[Moment],
        envs: Sequence[Env],
        held: set[str],
    ) -> Iterator[ast.stmt]:
        """The statements, as what the names hold at some moments says what they stand for.

        None that gives a variable which is `held` the first time another value without reading it: it would do the work
        of the lines above.
        """
        scope = hole.slot.scope
        names = [name for name in envs[0] if all(name in env for env in envs)]
        known: Known = {tuple(alike(env[name]) for env in envs): ast.Name(name, ast.Load()) for name in names}
        for statement in self.statements:
            if not isinstance(statement, kinds) or (_returns(statement) and _does_more(statement, hole.slot)):
                continue
            stored = _given_a_value(statement)
            read = _read_in(statement)
            others = [[each for each in (name, *scope.names) if name in read or each not in held] for name in stored]
            for chosen in islice(product(*others), MOST if stored else 1):
                named = dict(zip(stored, chosen, strict=True))
                try:
                    yield Translation(self.program, self.watched, scope, moments, known, named).of(statement)
                except NotWritten:
                    break


def _does_more(statement: ast.stmt, slot: Slot) -> bool:
    """Whether a statement that returns would do the work of what follows: all of it, or a block of its own."""
    if is_dead_end(slot):
        return True
    last = slot.within[-1].body[-1]  # type: ignore[attr-defined]
    return not isinstance(statement, ast.Return) and all(node is not slot.node for node in ast.walk(last))


def _returns(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Return) for node in ast.walk(statement))


def _read_in(statement: ast.stmt) -> set[str]:
    """The variables that a statement reads, or adds to."""
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    added = [node.target for node in ast.walk(statement) if isinstance(node, ast.AugAssign)]
    return {name.id for name in names if isinstance(name.ctx, ast.Load) or name in added}


def _given_a_value(statement: ast.stmt) -> list[str]:
    """The variables that a statement gives a value, without those that a loop in it runs through."""
    loops = [node.target for node in ast.walk(statement) if isinstance(node, ast.For | ast.comprehension)]
    inside = {id(node) for target in loops for node in ast.walk(target)}
    stored = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    return [*dict.fromkeys(node.id for node in stored if id(node) not in inside)]
