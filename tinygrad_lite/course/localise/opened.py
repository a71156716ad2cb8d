"""The places of a program where a value may be needed, and in which order they are looked at."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..case import Case
from ..edits.change import called, load
from ..edits.scope import Slot
from .changes import is_dead_end
from .holes import MOST_TIMES, Hole, Holes, may_be_open
from .mine import Mine
from .poked import Wrong
from .program import Program
from .unlike import shape_of

#: The ranks of places.
HERE, BEHIND, ELSEWHERE = range(3)


@dataclass(frozen=True, eq=False)
class Open:
    """A place, and what is known of it.

    Attributes:
        hole: the place.
        times: how often the first case reaches it.
        rank: HERE where all that is wrong hangs on it, or nothing stands there; BEHIND a statement; ELSEWHERE.
        shape: of the number or the array that stands there; None where that is not known.
        fits: whether values make that case right, by their keys.
        tried: the values, in all cases, for which an expression was looked for.
    """

    hole: Hole
    times: int
    rank: int
    shape: tuple[int, ...] | None = None
    fits: dict[Any, bool] = field(default_factory=dict)
    tried: set[Any] = field(default_factory=set)


class Opened:
    """Finds the places.

    Args:
        program: the student's.
        mine: the values of its expressions.
        case: one that fails.
        wrong: what is wrong in it.
    """

    def __init__(self, program: Program, mine: Mine, case: Case, wrong: Wrong) -> None:
        self.program, self.mine, self.case, self.wrong = program, mine, case, wrong
        self.holes = Holes(program)

    def places(self, slots: Sequence[Slot]) -> Iterator[Open]:
        """Those that the case reaches, and not too often: small expressions first, then what may follow a statement."""
        for hole in self._holes(slots):
            if not self.program.work.is_left:
                return
            if (place := self._opened(hole)) is not None:
                yield place

    def _holes(self, slots: Sequence[Slot]) -> Iterator[Hole]:
        sizes = self.program.sizes
        for slot in sorted(filter(may_be_open, slots), key=lambda slot: sizes[id(slot.node)]):
            yield Hole(slot)
        for slot in slots:
            for target in _targets(slot):
                yield Hole(slot, target)

    def _opened(self, hole: Hole) -> Open | None:
        """A place that the first case reaches, and not too often."""
        times = None if hole.target else self.mine.times(hole.slot.node, self.case)
        if times is None:
            times = sum(map(len, self.holes.surroundings(hole, [self.case])))
        if not 0 < times <= MOST_TIMES:
            return None
        if hole.target:
            return Open(hole, times, HERE if isinstance(hole.slot.node, ast.Pass) else BEHIND)
        values = self.mine.values(hole.slot.node, self.case, times)
        hangs = len(values) != times or self._hangs_on(hole, values)
        return Open(hole, times, HERE if hangs else ELSEWHERE, shape_of(values[0]) if values else None)

    def _hangs_on(self, hole: Hole, values: Sequence[Any]) -> bool:
        """Whether all that is wrong in the first case hangs on the values of a place."""
        return any(self.wrong.hang_on(values, partial(filled.answer, self.case)) for filled in self.holes.filled(hole))


def _targets(slot: Slot) -> Iterator[ast.stmt]:
    """What a statement that is missing behind a slot's may be."""
    node, scope = slot.node, slot.scope
    if not isinstance(node, ast.stmt) or isinstance(node, ast.Return | ast.Raise | ast.Break | ast.Continue):
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef) or scope.function is None:
        return
    value = ast.Constant(None)
    for name in scope.undefined or scope.names:
        yield ast.Assign([ast.Name(name, ast.Store())], value, lineno=1)
    for name in scope.names:
        yield ast.Expr(called(ast.Attribute(load(name), "append", ast.Load()), value))
    last = isinstance(slot.parent, ast.FunctionDef) and slot.index == len(slot.parent.body) - 1
    if last or (isinstance(node, ast.Pass) and not is_dead_end(slot)):
        yield ast.Return(value)
